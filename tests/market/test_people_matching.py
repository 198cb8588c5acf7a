"""A table of people matched with a graph: equal to what answers for one say, with one message for what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.folders import DATA
from tests.market.crowds import of_match, standing_of
from tests.readers.tables import needs

import rolegraph
from rolegraph.errors import RolegraphError, SourceError
from rolegraph.facts.labels import node
from rolegraph.graph import RoleGraph
from rolegraph.market.engines import NAMES
from rolegraph.mobility.coverage import coverage, held_in
from rolegraph.mobility.index import moves_of
from rolegraph.mobility.match import met_shares, weighted_shares
from rolegraph.model.nodes import CAPABILITY_KINDS, Level
from rolegraph.planning.gap import given_profile

Rows = list[dict[str, Any]]
People = Mapping[str, Mapping[str, int]]
DOUGH = "https://w3id.org/rolegraph/id/skill/dough"
BAKERS: Rows = [
    {"person": "ann", "capability": "Dough", "level": 3},
    {"person": "bob", "capability": DOUGH, "level": None},
    {"person": "bob", "capability": "stone-oven", "level": 2},
]
SCHEMA = pa.schema([("person", pa.string()), ("capability", pa.string()), ("level", pa.int8())])


def table(path: Path, rows: Rows = BAKERS, schema: pa.Schema = SCHEMA) -> Path:
    """People as a Parquet file."""
    pq.write_table(pa.Table.from_pylist(rows, schema), path)
    return path


def some_people(graph: RoleGraph, count: int) -> dict[str, dict[str, int]]:
    """People who have capabilities here and there, at all levels, always the same."""
    iris = [one.iri for kind in CAPABILITY_KINDS for one in graph.nodes(kind)]
    return {
        f"p{number:04d}": {
            iris[(number * 37 + place * (number % 83 + 1)) % len(iris)]: 1 + (number + place) % 4
            for place in range(2 + number % 11)
        }
        for number in range(count)
    }


def rows_of(people: People) -> Rows:
    """People with a row for each capability."""
    return [
        {"person": name, "capability": iri, "level": level}
        for name, held in people.items()
        for iri, level in held.items()
    ]


def differences(graph: RoleGraph, people: People, folder: Path) -> int:
    """Compare one of the ten matches of each person with the gap and with `nearest`; how many people were compared."""
    graph.match(table(folder / "people.parquet", rows_of(people)), out=folder / "matches.parquet")
    efforts, compared = moves_of(graph.dataset).efforts, 0
    for match in pq.read_table(folder / "matches.parquet").to_pylist():
        number = int(match["person"][1:])
        if match["rank"] != 1 + number % 10:
            continue
        held = {node(graph.dataset, iri): Level(level) for iri, level in people[match["person"]].items()}
        profile = given_profile(held)
        covered = coverage(efforts, held_in(efforts, profile))
        scores = weighted_shares(efforts, met_shares(efforts, covered), covered)
        assert match["score"] == pytest.approx(scores[efforts.row_of[match["role"]]], abs=1e-9)
        assert match["score"] == pytest.approx(sorted(scores, reverse=True)[match["rank"] - 1], abs=2e-9)
        assert of_match(match) == standing_of(graph.dataset, profile, match["role"])
        compared += 1
    return compared


def test_a_thousand_people_are_matched_as_the_gap_and_nearest_say_of_each(tmp_path: Path) -> None:
    graph = rolegraph.open("shipped")
    assert differences(graph, some_people(graph, 1000), tmp_path) > 900


@needs("esco-ict-slice")
def test_people_are_matched_in_a_slice_of_esco_as_the_gap_and_nearest_say_of_each(tmp_path: Path) -> None:
    rolegraph.import_esco(DATA / "esco-ict-slice", tmp_path / "esco.ttl")
    graph = rolegraph.open(tmp_path / "esco.ttl")
    assert differences(graph, some_people(graph, 100), tmp_path) > 50


def test_levels_may_be_floats_since_whoever_leaves_some_out_often_has_these(small: RoleGraph, tmp_path: Path) -> None:
    floats = pa.schema([*list(SCHEMA)[:2], ("level", pa.float64())])
    whole, other = (
        small.match(table(tmp_path / f"{number}.parquet", BAKERS, schema), shown=None)._replace(seconds=0)
        for number, schema in enumerate((SCHEMA, floats))
    )
    assert whole == other
    wrong = table(tmp_path / "wrong.parquet", [BAKERS[1], BAKERS[0] | {"level": 5}], floats)
    with pytest.raises(SourceError, match="row group 1, row 2 of it: has level 5, which"):
        small.match(wrong)


def test_names_and_iris_are_understood_and_a_level_that_is_not_said_is_working(
    small: RoleGraph, tmp_path: Path
) -> None:
    found = small.match(table(tmp_path / "people.parquet"), shown=None)
    seen = {(one.person, one.role.slug): (one.met, [asked.label for asked in one.to_raise]) for one in found.matches}
    assert seen["ann", "baker"] == (1, [])
    assert seen["bob", "baker"] == (1, ["dough (proficient)"])
    assert seen["bob", "pastry-chef"] == (1, ["dough (expert)"])


def test_credentials_stand_apart_from_what_is_missing(small: RoleGraph, tmp_path: Path) -> None:
    (match,) = small.match(table(tmp_path / "people.parquet"), person="ann", roles=["baker"]).matches
    assert [one.label for one in match.missing] == ["Deck oven or Stone oven"]
    assert [one.label for one in match.credentials] == ["Bachelor's degree in Food Science"]
    assert match.coverage == pytest.approx(1 / 3)


def test_the_best_people_of_a_role_come_first(small: RoleGraph, tmp_path: Path) -> None:
    found = small.match(table(tmp_path / "people.parquet"), reverse=True, roles=["pastry-chef", "baker"])
    assert [one.slug for one in dict.fromkeys(match.role for match in found.matches)] == ["pastry-chef", "baker"]
    assert [(one.person, one.rank) for one in found.matches if one.role.slug == "pastry-chef"] == [
        ("bob", 1),
        ("ann", 2),
    ]


def test_what_is_written_has_everybody_and_what_is_shown_the_first_few(small: RoleGraph, tmp_path: Path) -> None:
    rows = [{"person": f"p{number}", "capability": DOUGH, "level": 2} for number in range(5)]
    found = small.match(table(tmp_path / "people.parquet", rows), out=tmp_path / "matches.parquet", shown=2)
    written = pq.read_table(tmp_path / "matches.parquet")
    assert (found.people, found.matched, found.rows, len(written)) == (5, 5, 10, 10)
    assert {match.person for match in found.matches} == set(found.shown) == {"p0", "p1"}


@pytest.mark.parametrize("reverse", [False, True])
def test_engines_write_the_same(reverse: bool, tmp_path: Path) -> None:
    graph = rolegraph.open("shipped")
    people = table(tmp_path / "people.parquet", rows_of(some_people(graph, 100)))
    written = []
    for engine in NAMES[:2]:
        graph.match(people, engine=engine, reverse=reverse, out=tmp_path / f"{engine}.parquet")
        written.append(pq.read_table(tmp_path / f"{engine}.parquet"))
    assert written[0].equals(written[1])


def test_somebody_in_several_files_is_one_person(small: RoleGraph, tmp_path: Path) -> None:
    (tmp_path / "people").mkdir()
    for number, row in enumerate(BAKERS):
        table(tmp_path / "people" / f"{number}.parquet", [row])
    apart, whole = (
        small.match(place, shown=None)._replace(seconds=0)
        for place in (tmp_path / "people", table(tmp_path / "people.parquet"))
    )
    assert apart == whole


def test_what_a_table_lacks_and_what_is_not_read_of_it_is_said(small: RoleGraph, tmp_path: Path) -> None:
    whole = small.match(table(tmp_path / "a.parquet"))
    assert (whole.has_levels, whole.unread) == (True, ())
    pq.write_table(pa.table({"person": ["ann"], "capability": ["Dough"], "rating": [4]}), tmp_path / "b.parquet")
    found = small.match(tmp_path / "b.parquet")
    assert (found.has_levels, found.unread) == (False, ("rating",))


def test_other_columns_are_not_read(small: RoleGraph, tmp_path: Path) -> None:
    rows = [row | {"name": "Ann Example", "score": "x"} for row in BAKERS]
    wide = pa.schema([*SCHEMA, ("name", pa.string()), ("score", pa.string())])
    path = table(tmp_path / "people.parquet", rows, wide)
    data = path.read_bytes()
    start = pq.ParquetFile(path).metadata.row_group(0).column(3).data_page_offset
    path.write_bytes(data[:start] + b"\xff" * 8 + data[start + 8 :])  # whoever reads that column fails
    with pytest.raises((OSError, pa.ArrowException)):
        pq.read_table(path, columns=["name"])
    broken, whole = (
        small.match(place, shown=None, out=tmp_path / "matches.parquet")._replace(seconds=0)
        for place in (path, table(tmp_path / "whole.parquet"))
    )
    assert broken.unread == ("name", "score")
    assert broken._replace(unread=()) == whole


def test_who_has_nothing_that_a_role_asks_for_has_no_roles_and_is_counted(small: RoleGraph, tmp_path: Path) -> None:
    rows = [
        *BAKERS,
        {"person": "cat", "capability": "herding", "level": 4},
        {"person": "dan", "capability": None, "level": 1},
    ]
    people = table(tmp_path / "people.parquet", rows)
    found = small.match(people, skip_unknown=True, out=tmp_path / "matches.parquet", shown=9)
    assert (found.people, found.matched, found.left_out, found.rows_left_out) == (4, 2, ("herding",), 1)
    assert found.shown == ("ann", "bob", "cat", "dan")


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (
            [{"person": "ann", "capability": "Dough", "level": 7}],
            "row group 1, row 1 of it: has level 7, which there is not",
        ),
        ([BAKERS[0], BAKERS[1] | {"level": 0}], "row group 1, row 2 of it: has level 0"),
        ([BAKERS[0], BAKERS[1] | {"person": None}], "row group 1, row 2 of it: does not say whose it is"),
        ([BAKERS[0], BAKERS[1] | {"person": ""}], "row group 1, row 2 of it: does not say whose it is"),
        ([BAKERS[0] | {"capability": "herding cats"}], "row group 1: 'herding cats' in column 'capability'"),
        ([], "has no rows"),
    ],
)
def test_what_is_wrong_in_a_table_is_said_with_its_place(
    small: RoleGraph, tmp_path: Path, rows: Rows, problem: str
) -> None:
    path = table(tmp_path / "people.parquet", rows)
    with pytest.raises(SourceError, match=problem) as error:
        small.match(path, out=tmp_path / "matches.parquet")
    assert error.value.path == str(path)
    assert [one.name for one in tmp_path.iterdir()] == ["people.parquet"]


def test_a_graph_or_a_role_that_asks_for_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text(
        "@prefix rg: <https://w3id.org/rolegraph/ns#> . <https://w3id.org/rolegraph/id/role/a> a rg:Role .",
        encoding="utf-8",
    )
    with pytest.raises(RolegraphError, match="nothing is recorded of what any role of this graph asks for"):
        rolegraph.open(tmp_path / "graph.ttl", alone=True).match(table(tmp_path / "people.parquet"))


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"person": "eve"}, "says nothing of 'eve'"),
        ({"person": "ann", "reverse": True}, "one person has no rank"),
        ({"top": 0}, "1 or more"),
        ({"engine": "abacus"}, "no engine 'abacus'"),
        ({"out": "s3a://bucket/matches"}, "s3a://bucket/matches: is an address, and only files are written"),
    ],
)
def test_what_cannot_be_asked_is_said(small: RoleGraph, tmp_path: Path, options: dict[str, Any], problem: str) -> None:
    with pytest.raises(RolegraphError, match=problem):
        small.match(table(tmp_path / "people.parquet"), **options)


def test_what_other_sources_call_a_capability_counts_by_its_mapping(small_path: Path, tmp_path: Path) -> None:
    (tmp_path / "other.ttl").write_text(
        "@prefix rg: <https://w3id.org/rolegraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
        f' <urn:other:kneading> a rg:Skill ; skos:prefLabel "Kneading" ; skos:exactMatch <{DOUGH}> .'
        " <urn:other:gas> a rg:Tool ; skos:broadMatch <https://w3id.org/rolegraph/id/tool/deck-oven> .",
        encoding="utf-8",
    )
    graph = rolegraph.open(small_path, tmp_path / "other.ttl", alone=True)
    rows = [{"person": "ann", "capability": name, "level": 3} for name in ("Kneading", "urn:other:gas")]
    (match,) = graph.match(table(tmp_path / "people.parquet", rows), roles=["baker"]).matches
    assert (match.met, match.essential) == (2, 3)


@pytest.mark.parametrize("reverse", [False, True])
def test_progress_ends_at_all_rows(reverse: bool, tmp_path: Path) -> None:
    place, told = tmp_path / "people.parquet", list[tuple[int, int]]()
    pq.write_table(pa.table({"person": ["a", "b", "a"], "capability": ["python", "sql", "sql"]}), place)
    graph = rolegraph.open("shipped")
    graph.match(place, reverse=reverse, progress=lambda *parts: told.append(parts))
    assert told[-1] == (3, 3)
    assert told == sorted(told)
