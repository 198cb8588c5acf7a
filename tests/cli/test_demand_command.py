"""`demand` of a table as a person types it; `demand ROLE` is among the tests of careers."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from hashlib import sha256
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.cli.running import Run
from tests.conftest import SMALL
from tests.market.mention_tables import CAPABILITIES, ROLES, write_mentions

import rolegraph


@pytest.fixture
def mentions(tmp_path: Path) -> Path:
    """Forty postings for bakers, half of which ask for French, beside dough, and five copies."""
    rows = []
    for number in range(45):
        said = {
            "posting": f"{number:02}",
            "role": ROLES[0],
            "posted": date(2025, 1 + number % 12, 1),
            "place": "Zürich",
        }
        said["duplicate_of"] = "00" if number >= 40 else None
        rows.append(said | {"capability": CAPABILITIES[0], "necessity": "essential"})
        if number % 2:
            rows.append(said | {"capability": CAPABILITIES[1]})
    return write_mentions(tmp_path / "mentions.parquet", rows)


def test_a_table_is_told_small_first(run: Run, mentions: Path) -> None:
    result = run("demand", str(mentions))
    assert (result.code, result.err) == (0, "")
    assert "40 postings, 2025-01-01 to 2025-12-01. Left out: 5 copies of others." in result.out
    assert "dough 100%" in result.out
    assert "French" not in result.out
    assert "French" in run("demand", str(mentions), "--min-support", "20").out


def test_programs_get_the_rows(run: Run, mentions: Path) -> None:
    found = json.loads(run("demand", str(mentions), "--role", "baker", "--min-support", "1", "--json").out)
    assert [row["capability"]["label"] for row in found["rows"]] == ["dough", "French"]
    assert found["rows"][1]["asked_by"]["share"] == 0.5
    rows = list(csv.DictReader(io.StringIO(run("demand", str(mentions), "--by", "place", "--csv").out)))
    assert [(row["place"], row["asked_by_postings"]) for row in rows] == [("Zürich", "40")]


def test_all_rows_and_a_picture_are_written(run: Run, mentions: Path, tmp_path: Path) -> None:
    out, plot = tmp_path / "demand.parquet", tmp_path / "trends.svg"
    result = run("demand", str(mentions), "--role", "baker", "-o", str(out), "--plot", str(plot), "--engine", "duckdb")
    assert (result.code, "For Baker: 40 postings" in result.out) == (0, True)
    assert (f"wrote {out}" in result.err, f"wrote {plot}" in result.err) == (True, True)
    assert pq.read_table(out).num_rows == 2
    assert plot.read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["baker", "--by", "role"], "--by is for a table: name a Parquet file of mentions in the place of 'baker'"),
        (["baker", "--min-support", "3"], "--min-support is for a table"),
        (["MENTIONS", "--share", "0.5"], "--share is for a role of the graph"),
        (["MENTIONS", "--by", "skill"], "--by: 'skill' is none of what postings are counted by"),
        (["MENTIONS", "--since", "May"], "--since: May is no date"),
        (["MENTIONS", "--role", "astronaut"], "no role 'astronaut'"),
        (["MENTIONS", "--plot", "trends.pdf"], "trends are drawn as .svg, .png, .html"),
        (["MENTIONS", "--by", "place", "--plot", "trends.svg"], "--plot follows capabilities by month: add capability"),
        (["MENTIONS", "--spark-master", "local"], "--spark-master is for --engine spark"),
        (["nowhere.parquet"], "nowhere.parquet: is not there"),
    ],
)
def test_what_does_not_fit_is_said_in_one_line(run: Run, mentions: Path, words: list[str], said: str) -> None:
    result = run("demand", *(str(mentions) if word == "MENTIONS" else word for word in words))
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_a_csv_file_of_some_rows_says_so(run: Run, mentions: Path) -> None:
    result = run("demand", str(mentions), "--csv")
    assert "1 of 2 rows: those with 30 postings or more (--min-support); -o FILE" in result.err
    assert "--min-support" not in run("demand", str(mentions), "--min-support", "1", "--csv").err


def test_a_file_of_another_kind_is_no_name_of_a_role(run: Run, tmp_path: Path) -> None:
    (tmp_path / "ads.csv").write_text("posting,capability\n1,dough\n", "utf-8")
    result = run("demand", str(tmp_path / "ads.csv"))
    assert (result.code, "is no Parquet file (DuckDB makes one of CSV" in result.err) == (2, True)


def test_an_unknown_name_stops_it_unless_it_may_be_left_out(run: Run, tmp_path: Path) -> None:
    rows = [{"posting": "1", "capability": "juggling"}, {"posting": "2", "capability": "Dough"}]
    place = str(write_mentions(tmp_path / "m.parquet", rows))
    refused = run("demand", place)
    assert (refused.code, "row group 1: 'juggling' in column 'capability'" in refused.err) == (2, True)
    found = run("demand", place, "--skip-unknown", "--by", "capability", "--min-support", "1")
    assert (found.code, "left out: 'juggling' (1 rows)" in found.out) == (0, True)


def test_what_was_counted_becomes_a_source_of_a_graph(run: Run, mentions: Path, tmp_path: Path) -> None:
    into = tmp_path / "counted.trig"
    words = ("demand", str(mentions), "--into", str(into), "--title", "Bakers of 2025", "--min-support", "20")
    assert run(*words).code == 0
    first = into.read_text(encoding="utf-8")
    assert "source:bakers-of-2025" in first
    assert sha256(mentions.read_bytes()).hexdigest() in first
    graph = rolegraph.open(SMALL, into)
    found = graph.demand("baker")
    assert (found.postings, found.asking) == (40, 40)
    assert [(one.node.slug, one.asked_by.postings, one.essential) for one in found.capabilities] == [
        ("dough", 40, 40),
        ("french", 20, 0),
    ]
    assert run(*words).code == 0
    assert rolegraph.open(SMALL, into).demand("baker").postings == 40  # the same source, and not both
    assert run(*words[:4], *words[6:]).code == 0
    titles = {one.node.label for one in rolegraph.open(into).info().sources}
    assert len(titles) == 2  # of another name: that of the table, and its days
    assert any(title.startswith(f"{mentions.stem} 20") for title in titles)


def test_a_role_may_be_named_by_its_iri(run: Run) -> None:
    assert run("demand", ROLES[0]).out.startswith("What postings for Baker ask for")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--into", "g.trig", "--role", "baker"], "leave out --role"),
        (["--title", "x"], "--title is of the source that"),
    ],
)
def test_what_is_stated_is_of_all_roles(run: Run, mentions: Path, words: list[str], said: str) -> None:
    result = run("demand", str(mentions), *words)
    assert (result.code, said in result.err) == (2, True)
