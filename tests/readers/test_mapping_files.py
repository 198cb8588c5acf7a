"""Files of mappings, read and written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from tests.readers.mapping_strategies import SETS

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.model.mappings import MappingSet, MatchPredicate, NodeMapping, graph_iri
from rolegraph.readers.mapping_files import read_mappings, write_mappings

HEAD = "#curie_map:\n#  a: https://example.org/a/\n#mapping_set_id: https://example.org/jobs/care\n"
COLUMNS = "subject_id\tsubject_label\tpredicate_id\tobject_id\tmapping_justification\tconfidence"
ROW = "a:nurse\tNurse\tskos:exactMatch\ta:rn\tsemapv:ManualMappingCuration\t0.9"


def of(folder: Path, text: str | bytes, name: str = "care.sssom.tsv") -> MappingSet:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_mappings(path)


def test_a_row_is_read_with_its_prefixes_expanded(tmp_path: Path) -> None:
    found = of(tmp_path, f"{HEAD}{COLUMNS}\n{ROW}\n")
    assert found.id == "https://example.org/jobs/care"
    assert found.rows == (
        NodeMapping(
            "https://example.org/a/nurse",
            "https://example.org/a/rn",
            MatchPredicate.EXACT,
            0.9,
            "ManualMappingCuration",
            subject_label="Nurse",
        ),
    )


def test_commas_do_as_well_as_tabs_and_a_spreadsheet_may_have_touched_the_head(tmp_path: Path) -> None:
    head = '"#curie_map:",,,,,\n"#  a: https://example.org/a/",,,,,\n#mapping_set_title: Care,,,,,\n'
    table = f"{COLUMNS}\n{ROW}\n".replace("\t", ",")
    found = of(tmp_path, "\ufeff" + head + table, "care.sssom.csv")
    assert found.title == "Care"
    assert [row.object for row in found.rows] == ["https://example.org/a/rn"]
    assert found.id == "https://w3id.org/rolegraph/source/care"


def test_what_holds_for_all_rows_stands_once_in_the_head_and_a_row_may_say_otherwise(tmp_path: Path) -> None:
    head = HEAD + "#mapping_tool: acme\n#object_source_version: 29.3\n"
    rows = f"{COLUMNS}\tobject_source_version\n{ROW}\n{ROW.replace('a:rn', 'a:lpn')}\t30.1\n"
    found = of(tmp_path, head + rows)
    assert [(row.tool, row.object_version) for row in found.rows] == [("acme", "29.3"), ("acme", "30.1")]


def test_other_slots_are_kept_with_their_prefixes_expanded(tmp_path: Path) -> None:
    more = "author_id\tmapping_date\tmatch_string"
    row = f"{ROW}\torcid:0000-0001-2345-6789\t2026-03-01\tnurse|registered nurse"
    (found,) = of(tmp_path, f"{HEAD}{COLUMNS}\t{more}\n{row}\n").rows
    assert found.others == (
        ("author_id", "https://orcid.org/0000-0001-2345-6789"),
        ("mapping_date", "2026-03-01"),
        ("match_string", "nurse"),
        ("match_string", "registered nurse"),
    )


def test_a_row_that_denies_a_mapping_is_left_out_and_named(tmp_path: Path) -> None:
    rows = f"{ROW}\t\n{ROW.replace('a:rn', 'a:vet')}\tNot\n{ROW.replace('a:rn', 'sssom:NoTermFound')}\t\n"
    found = of(tmp_path, f"{HEAD}{COLUMNS}\tpredicate_modifier\n{rows}")
    assert len(found.rows) == 1
    assert [line for line, _ in found.left_out] == [6, 7]


def test_a_column_that_is_none_of_sssom_is_named(tmp_path: Path) -> None:
    found = of(tmp_path, f"{HEAD}{COLUMNS}\tmood\n{ROW}\tgood\n")
    assert found.left_out == ((4, "the column mood is none of SSSOM"),)


def test_two_prefixes_may_mean_the_same(tmp_path: Path) -> None:
    head = HEAD.replace("#mapping_set_id", "#  b: https://example.org/a/\n#mapping_set_id")
    (row,) = of(tmp_path, f"{head}{COLUMNS}\n{ROW.replace('a:rn', 'b:rn')}\n").rows
    assert row.object == "https://example.org/a/rn"


@pytest.mark.parametrize("identifier", ["care.sssom.tsv", "care"])
def test_an_id_that_is_no_iri_is_a_name(identifier: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    text = f"{HEAD}{COLUMNS}\n{ROW}\n".replace("https://example.org/jobs/care", identifier)
    assert of(tmp_path, text).id == "https://w3id.org/rolegraph/source/care"
    assert not caplog.records


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (f"{HEAD}{COLUMNS}\n{ROW}\nb:x{ROW[7:]}\n", 6, "the prefix b is not in the curie_map"),
        (f"{HEAD}{COLUMNS}\n{ROW.replace('a:rn', 'rn')}\n", 5, "object_id: rn has no prefix"),
        (f"{HEAD}{COLUMNS}\n{ROW.replace('exactMatch', 'broader')}\n", 5, "predicate_id: skos:broader is none of SKOS"),
        (f"{HEAD}{COLUMNS}\n{ROW.replace('0.9', '1.2')}\n", 5, "confidence: 1.2 should be less than or equal to 1"),
        (f"{HEAD}{COLUMNS}\n{ROW.replace('0.9', 'high')}\n", 5, "confidence: high should be a valid number"),
        (f"{HEAD}{COLUMNS}\n{ROW.replace('semapv:ManualMappingCuration', '')}\n", 5, "mapping_justification: is empty"),
        (f"{HEAD}{COLUMNS}\n{ROW.replace('a:rn', 'a:nurse')}\n", 5, "are both a:nurse"),
        (f"{HEAD}{COLUMNS}\n{ROW}\tmore\n", 5, "more cells than there are columns"),
        (f"{HEAD}{COLUMNS.replace('predicate_id', 'predicate')}\n{ROW}\n", 4, "has no column predicate_id"),
        (f"{HEAD}{COLUMNS}\tconfidence\n{ROW}\n", 4, "two columns confidence"),
        (f"{HEAD}{COLUMNS}\tpredicate_modifier\n{ROW}\tPerhaps\n", 5, "predicate_modifier: Perhaps should be 'Not'"),
        (f"{HEAD}{COLUMNS}\n", None, "has no mappings"),
        (HEAD, None, "has no table"),
        ("", None, "is empty"),
        (f"{HEAD}{COLUMNS}\n{ROW}\n".encode().replace(b"Nurse", b"Schw\xe4bin"), 5, "is not UTF-8"),
        (f"#license: free\n{HEAD}{COLUMNS}\n{ROW}\n", 1, "license: free should be a valid URL"),
        (f"{HEAD}#- x\n{COLUMNS}\n{ROW}\n", 4, "expected <block end>"),
        (f"{HEAD}#[x, y]: z\n{COLUMNS}\n{ROW}\n", 1, "no metadata of SSSOM"),
        (f"{HEAD}#x: &a [1]\n#y: *a\n{COLUMNS}\n{ROW}\n", 5, "has an alias"),
        (f"{HEAD}#x: {'[' * 200}{']' * 200}\n{COLUMNS}\n{ROW}\n", 4, "nested too deeply"),
        (f'{HEAD}{COLUMNS}\n{ROW}\n"open\tNurse\n', 6, "not a table from here on"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, text: str | bytes, line: int | None, words: str) -> None:
    with pytest.raises(SourceError) as error:
        of(tmp_path, text)
    assert error.value.line == line
    assert words in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        ("http://onetonline.org/link/details/15-2051.00", "https://w3id.org/rolegraph/id/role/onet-15-2051.00"),
        ("https://data.europa.eu/esco/skill/1", "http://data.europa.eu/esco/skill/1"),
        ("https://example.org/15-2051.00", "https://example.org/15-2051.00"),
    ],
)
def test_addresses_in_the_web_become_the_iris_of_a_graph(iri: str, expected: str) -> None:
    assert graph_iri(iri) == expected


def test_mappings_are_only_written_as_sssom(tmp_path: Path) -> None:
    row = NodeMapping("https://a.org/1", "https://b.org/1", MatchPredicate.EXACT)
    with pytest.raises(RolegraphError, match=r"end in \.sssom\.tsv"):
        write_mappings(tmp_path / "a.csv", MappingSet("https://a.org/set", (row,)))
    with pytest.raises(RolegraphError, match="license"):
        write_mappings(tmp_path / "a.sssom.tsv", MappingSet("https://a.org/set", (row,), licence="free"))
    with pytest.raises(RolegraphError, match=r"confidence: 1\.5 should be less than or equal to 1"):
        write_mappings(tmp_path / "a.sssom.tsv", MappingSet("https://a.org/set", (row._replace(confidence=1.5),)))
    with pytest.raises(RolegraphError, match="no mappings"):
        write_mappings(tmp_path / "a.sssom.tsv", MappingSet("https://a.org/set", ()))
    assert not list(tmp_path.iterdir())


@given(SETS)
def test_what_is_written_is_read_back(tmp_path_factory: pytest.TempPathFactory, written: MappingSet) -> None:
    path = tmp_path_factory.getbasetemp() / "law.sssom.tsv"
    write_mappings(path, written)
    assert read_mappings(path) == written


def test_quotes_and_commas_of_a_creator_are_kept_and_those_of_a_spreadsheet_are_not(tmp_path: Path) -> None:
    about = [*HEAD.splitlines(), "#creator_label:", '#- Ann "Nan" "B"', "#- C, D,"]
    assert of(tmp_path, "\n".join([*about, COLUMNS, ROW, ""])).creators == ('Ann "Nan" "B"', "C, D,")
    doubled = [line.replace('"', '""') for line in about]
    spoiled = [f'"{line}"\t\t\t' if '"' in line else f"{line}\t\t\t" for line in doubled]
    assert of(tmp_path, "\n".join([*spoiled, COLUMNS, ROW, ""])).creators == ('Ann "Nan" "B"', "C, D,")
