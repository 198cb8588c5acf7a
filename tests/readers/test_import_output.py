"""What every import gives: rows that add up, with the first of each trouble shown; and statements."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.errors import SourceError
from rolegraph.model.nodes import Kind, Necessity
from rolegraph.rdf.vocabulary import RG, SOURCE
from rolegraph.rdf.writers import LineWriter, QuadWriter
from rolegraph.readers.import_output import (
    ImportReport,
    Origin,
    is_web_iri,
    state_evidence,
    state_named,
    state_origin,
    state_rating,
    state_requirement,
    version_in,
)

ROWS = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["keep", "leave", "misfit"])), max_size=60)


@given(ROWS)
def test_rows_add_up_by_file(rows: list[tuple[str, str]]) -> None:
    report = ImportReport()
    for line, (file, fate) in enumerate(rows):
        report.read(file)
        if fate == "leave":
            report.leave_out(file, "a rule")
        elif fate == "misfit":
            report.misfit(file, line, "column", "a reason")
    files, left, troubles, notes = report.summary()
    assert [one.file for one in files] == sorted({file for file, _ in rows})
    for one in files:
        assert one.rows == one.kept + one.left_out + one.misfits
        assert one.kept == rows.count((one.file, "keep"))
    assert sum(one.rows for one in left) == sum(fate == "leave" for _, fate in rows)
    assert sum(one.rows for one in troubles) == sum(fate == "misfit" for _, fate in rows)
    assert all(len(one.first) == min(one.rows, 20) for one in troubles)
    assert notes == ()


def test_a_strict_report_stops_at_the_first_misfit_and_says_what_stands_there() -> None:
    with pytest.raises(SourceError, match=r"t\.csv, line 3: level: is no level \(guru ever after\)") as caught:
        ImportReport(strict=True).misfit("t.csv", 3, "level", "is no level", "guru\n ever  after")
    assert (caught.value.path, caught.value.line) == (Path("t.csv"), 3)


def test_long_values_are_cut_and_notes_kept_once() -> None:
    report = ImportReport()
    report.misfit("t.csv", 1, "c", "too long", "x" * 500)
    report.note("twice")
    report.note("twice")
    assert report.troubles()[0].first[0].value == "x" * 99 + "…"
    assert report.notes == ["twice"]


MINE = SOURCE + "mine"


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def writer(lines: list[str]) -> LineWriter:
    return LineWriter(MINE, lines.append)


def test_what_is_not_known_of_a_source_is_not_stated(lines: list[str], writer: LineWriter) -> None:
    state_origin(writer, Origin("Mine", "table"), "abc")
    assert len(lines) == 5
    state_origin(writer, Origin("Mine", "table", "1", "http://x/licence", "By me"), "abc")
    assert len(set(lines)) == 8


def test_both_writers_state_the_same_of_a_source(lines: list[str], writer: LineWriter) -> None:
    quads, origin = QuadWriter(MINE), Origin("Mine", "table", "1", "http://x/licence", "By me")
    state_origin(writer, origin, "abc")
    state_origin(quads, origin, "abc")
    assert {f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in quads.quads} == set(lines)


def test_evidence_is_a_section_of_the_source(lines: list[str], writer: LineWriter) -> None:
    assert state_evidence(writer, "Task Statements.txt") == f"{MINE}#task-statements-txt"
    assert any('"Task Statements.txt"' in line for line in lines)


@pytest.mark.parametrize(("necessity", "link"), [(Necessity.ESSENTIAL, "requires"), (Necessity.PREFERRED, "prefers")])
def test_the_direct_link_follows_from_the_necessity(
    lines: list[str], writer: LineWriter, necessity: Necessity, link: str
) -> None:
    state_requirement(writer, "http://x/r", "http://x/c", "http://x/q", necessity, "http://x/e")
    assert f"<http://x/r> <{RG}{link}> <http://x/c> .\n" in lines
    assert len([line for line in lines if line.startswith("<http://x/r>")]) == 2


def test_a_rating_asks_for_nothing(lines: list[str], writer: LineWriter) -> None:
    state_rating(writer, "http://x/r", "http://x/c", "http://x/q")
    assert {line.split()[1].rpartition("#")[2] for line in lines} == {"type>", "hasRating>", "rates>"}


def test_other_names_that_repeat_the_label_are_left_out(lines: list[str], writer: LineWriter) -> None:
    state_named(writer, "http://x/s", Kind.SKILL, "alloys", ["alloys", "metals", "metals"])
    assert [line.split('"')[1] for line in lines[1:]] == ["alloys", "metals"]


@pytest.mark.parametrize("text", ["urn:x", "http://", "http://x/> <y", MINE, "", "ftp://x/y", " http://x/y"])
def test_only_addresses_of_the_web_that_are_not_ours_name_nodes(text: str) -> None:
    assert not is_web_iri(text)
    assert is_web_iri("HTTPS://example.org/1")


@pytest.mark.parametrize(
    ("name", "version"),
    [("esco-1.1", "1.1"), ("onet-29.3", "29.3"), ("esco", ""), ("downloads", ""), ("release 2024", "")],
)
def test_a_version_is_two_or_three_short_numbers_in_a_name(name: str, version: str) -> None:
    assert version_in(name) == version
