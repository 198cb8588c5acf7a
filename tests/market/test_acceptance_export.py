"""Relations for a warehouse: the SQL of the manual finds in them what the gap does; the folder is whole or absent."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import duckdb
import pandas
import polars
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import SMALL
from tests.docs.pages import DOCS, read_page
from tests.folders import DATA
from tests.mobility.people import levels_held
from tests.needs import missing
from tests.readers.onet.onet_files import many_occupations, write_release
from tests.worlds import World, dataset_of, worlds

import rolegraph
from rolegraph.errors import RolegraphError, SourceError
from rolegraph.facts.arrays import columns
from rolegraph.facts.labels import node
from rolegraph.facts.requirements import terms_of
from rolegraph.graph import RoleGraph
from rolegraph.market.acceptance import accepted_levels, requirement_id
from rolegraph.market.acceptance_columns import RELATIONS
from rolegraph.market.acceptance_export import MANIFEST, acceptance_tables
from rolegraph.mobility.effort_columns import effort_matrix
from rolegraph.mobility.efforts import EffortMatrix
from rolegraph.model.nodes import ID, Level
from rolegraph.model.plans import Gap, Standing
from rolegraph.planning.gap import find_gap, given_profile, is_credential
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import SOURCE
from rolegraph.readers.importing import import_download

People = Mapping[str, Mapping[str, Level | None]]
"""What people have: the level by IRI, None where it is not said."""

SQL: Final = {
    block.value: block.text
    for block in read_page(DOCS / "how-to" / "use-a-warehouse.md").blocks
    if block.word == "sql" and block.remark == "file"
}
_NAMED: Final = ("'p1'", "'https://w3id.org/rolegraph/id/role/statistician'")  # in missing.sql
_MET: Final = {Standing.MET: 1, Standing.TOO_LOW: 0, Standing.MISSING: None}


def people_table(people: People) -> pa.Table:
    """People as the manual has them: person, capability, level."""
    rows = [(one, iri, level and int(level)) for one, held in people.items() for iri, level in held.items()]
    types = {"person": pa.string(), "capability": pa.string(), "level": pa.int32()}
    columns = zip(*rows, strict=True) if rows else [()] * len(types)
    return pa.table({name: pa.array(given, types[name]) for name, given in zip(types, columns, strict=True)})


class Warehouse:
    """The tables of a graph and of people in DuckDB, with the views of the manual."""

    def __init__(self, tables: Mapping[str, pa.Table], people: People) -> None:
        self.connection = duckdb.connect(config={"threads": 1})
        for name, table in {**tables, "people": people_table(people)}.items():
            self.connection.register(name, table)
        for name in ("standing.sql", "coverage.sql"):
            self.connection.execute(SQL[name])

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.connection.sql(query).fetchall()

    def missing(self, person: str, role: str) -> list[tuple[Any, ...]]:
        """What `missing.sql` gives of another person and role."""
        query = SQL["missing.sql"]
        for mark, value in zip(_NAMED, (person, role), strict=True):
            assert mark in query
            query = query.replace(mark, f"'{value}'")
        return self.rows(query)


def check_against_gaps(
    dataset: Dataset, efforts: EffortMatrix, people: People, roles: Mapping[str, Iterable[str]]
) -> int:
    """Compare what SQL says of people and some roles for each with the gap; gives how many requirements were met."""
    warehouse = Warehouse(dict(acceptance_tables(dataset, efforts)), people)
    standing = {(one, requirement): met for one, requirement, met in warehouse.rows("FROM standing")}
    covered = {row[:2]: row[2:] for row in warehouse.rows("SELECT person, role, met, too_low, essential FROM coverage")}
    found = 0
    for person, held in people.items():
        levels = {node(dataset, dataset.one(iri)): level or Level.WORKING for iri, level in held.items()}
        for role in roles[person]:
            gap = find_gap(dataset, given_profile(levels), role)
            asked = [one for one in gap.assessments if not one.requirement.used]
            ids = {requirement_id(terms_of(one.requirement)): one for one in asked}
            assert {one: standing.get((person, one)) for one in ids} == {
                one: _MET[assessment.standing] for one, assessment in ids.items()
            }
            essential = [one.standing for one in asked if one.requirement.essential]
            counts = (essential.count(Standing.MET), essential.count(Standing.TOO_LOW), len(essential))
            assert covered.get((person, role), (0, 0, counts[2])) == counts
            assert sorted(warehouse.missing(person, role)) == sorted(_missing(gap))
            found += counts[0]
    return found


def _missing(gap: Gap) -> Iterable[tuple[Any, ...]]:
    for one in gap.assessments:
        asked = one.requirement
        if asked.essential and one.standing is not Standing.MET:
            too_low = one.standing is Standing.TOO_LOW
            level = asked.level and int(asked.level)
            yield asked.label, level, is_credential(asked), too_low, asked.estimated, requirement_id(terms_of(asked))


def sampled(efforts: EffortMatrix, count: int) -> tuple[People, dict[str, list[str]]]:
    """People who have some of what meets the requirements of a role, and anything else; that role and another one."""
    drawn = random.Random(7)  # noqa: S311
    accepted, people, roles = accepted_levels(efforts), {}, {}
    asking = [row for row in range(len(efforts.roles)) if len(columns(efforts.role_requirements, row))]
    for number in range(count):
        row = drawn.choice(asking)
        asked = columns(efforts.role_requirements, row).tolist()
        places = [drawn.choice(columns(accepted, one).tolist()) for one in drawn.sample(asked, 1 + len(asked) // 2)]
        places += drawn.sample(range(len(efforts.capabilities)), 5)
        levels = [None, *Level]
        people[f"p{number}"] = {efforts.capabilities[place]: drawn.choice(levels) for place in places}
        roles[f"p{number}"] = [efforts.roles[row], drawn.choice(efforts.roles)]
    return people, roles


@given(world=worlds(), data=st.data())
@settings(max_examples=12)
def test_sql_says_of_each_requirement_what_the_gap_does(world: World, data: st.DataObject) -> None:
    dataset = dataset_of(world)
    efforts = effort_matrix(dataset)
    if not efforts.requirements.shape[0]:
        with pytest.raises(RolegraphError, match="no role of this graph asks for anything"):
            list(acceptance_tables(dataset, efforts))
        return
    held = data.draw(levels_held(world))
    people = {"someone": {world.capability(number): level for number, level in held.items()}}
    check_against_gaps(dataset, efforts, people, {"someone": efforts.roles})


def test_degrees_related_fields_examples_alternatives_and_what_is_implied_count_as_in_the_gap() -> None:
    graph = rolegraph.open(SMALL)
    everything = (iri for iri in graph.mobility.efforts.capabilities)
    people: dict[str, dict[str, Level | None]] = {iri: {iri: Level.WORKING} for iri in everything}
    people["both"] = {f"{ID}degree/master-biology": None, f"{ID}skill/sugar-work": Level.EXPERT}
    roles = dict.fromkeys(people, graph.mobility.efforts.roles)
    assert check_against_gaps(graph.dataset, graph.mobility.efforts, people, roles) > len(people) // 4


def test_sql_agrees_with_the_gap_on_the_shipped_graph() -> None:
    graph = rolegraph.open("shipped")
    people, roles = sampled(graph.mobility.efforts, 30)
    assert check_against_gaps(graph.dataset, graph.mobility.efforts, people, roles) > 30


def test_sql_agrees_with_the_gap_where_levels_are_measured_and_roles_estimated(tmp_path: Path) -> None:
    write_release(tmp_path / "release", many_occupations())
    import_download("onet", tmp_path / "release", tmp_path / "graph")
    graph = rolegraph.open(tmp_path / "graph")
    people, roles = sampled(graph.mobility.efforts, 20)
    assert check_against_gaps(graph.dataset, graph.mobility.efforts, people, roles) > 20
    rows = dict(acceptance_tables(graph.dataset, graph.mobility.efforts))
    assert rows["role_measures"].num_rows
    assert any(rows["roles"]["estimated"].to_pylist())


@pytest.mark.slow
def test_sql_agrees_with_the_gap_on_a_slice_of_esco(tmp_path: Path) -> None:
    if not (DATA / "esco-ict-slice").is_dir():
        missing("needs ../shared/data/esco-ict-slice, beside the repository")
    import_download("esco", DATA / "esco-ict-slice", tmp_path / "esco")
    graph = rolegraph.open(tmp_path / "esco", language="en")
    people, roles = sampled(graph.mobility.efforts, 60)
    assert check_against_gaps(graph.dataset, graph.mobility.efforts, people, roles) > 60


def test_sql_agrees_with_matches(tmp_path: Path) -> None:
    graph = rolegraph.open("shipped")
    efforts = graph.mobility.efforts
    people, _ = sampled(efforts, 10)
    pq.write_table(people_table(people), tmp_path / "people.parquet")
    graph.match(tmp_path / "people.parquet", top=len(efforts.roles), out=tmp_path / "matches.parquet")
    warehouse = Warehouse(dict(acceptance_tables(graph.dataset, efforts)), people)
    covered = {row[:2]: row[2:] for row in warehouse.rows("SELECT person, role, met, too_low, essential FROM coverage")}
    matches = pq.read_table(tmp_path / "matches.parquet").to_pylist()
    matched = {(one["person"], one["role"]) for one in matches}
    assert {pair for pair, (met, *_) in covered.items() if met} <= matched
    for one in matches:
        counts = covered.get((one["person"], one["role"]), (0, 0, one["essential"]))
        assert counts == (one["met"], one["too_low"], one["essential"])
    for one in matches[::50]:
        lacking = warehouse.missing(one["person"], one["role"])
        assert {row[-1] for row in lacking} == {*one["missing"], *one["to_raise"], *one["credentials"]}
        assert {row[-1] for row in lacking if row[2] and not row[3]} == {*one["credentials"]}


@pytest.mark.spark
def test_spark_gives_the_same_rows(tables: Path, tmp_path: Path, spark_session: Any) -> None:
    people, _ = sampled(rolegraph.open("shipped").mobility.efforts, 10)
    pq.write_table(people_table(people), tmp_path / "people.parquet")
    for path in (*tables.glob("*.parquet"), tmp_path / "people.parquet"):
        spark_session.read.parquet(str(path)).createOrReplaceTempView(path.stem)
    for name in ("standing.sql", "coverage.sql"):
        for statement in SQL[name].split(";\n"):
            spark_session.sql(statement.rstrip(";"))
    read = {path.stem: pq.read_table(path) for path in tables.glob("*.parquet")}
    warehouse = Warehouse(read, people)
    for name in ("unknown.sql", "missing.sql", "nearest.sql"):
        query = SQL[name].rstrip(";").replace("'p1'", "'p3'")
        assert [tuple(row) for row in spark_session.sql(query).collect()] == warehouse.rows(query)


OTHER: Final = """
PREFIX rg: <https://w3id.org/rolegraph/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX skill: <https://w3id.org/rolegraph/id/skill/>
GRAPH <https://w3id.org/rolegraph/source/other> {
    <https://example.org/pate> a rg:Skill ; skos:prefLabel "pâte"@fr, "kneading"@en-GB ; skos:altLabel "pétrir"@fr ;
        skos:exactMatch skill:dough .
    <https://example.org/croissants> a rg:Skill ; skos:prefLabel "croissants"@fr ; skos:broadMatch skill:dough .
    skill:sugar-work skos:exactMatch <https://example.org/elsewhere/sugar> .
    skill:french skos:exactMatch <https://example.org/elsewhere/languages> .
    skill:heat skos:exactMatch <https://example.org/elsewhere/languages> .
    skill:heat skos:closeMatch <https://example.org/elsewhere/warmth> .
    [] a rg:Skill ; skos:prefLabel "without a name of its own" .
}
"""


def test_all_names_of_a_capability_lead_to_the_one_that_stands_for_it(tmp_path: Path) -> None:
    other = tmp_path / "other.trig"
    other.write_text(OTHER, encoding="utf-8")
    graph = rolegraph.open(SMALL, other, alone=True)
    efforts = graph.mobility.efforts
    tables = {name: table.to_pylist() for name, table in acceptance_tables(graph.dataset, efforts)}
    outside = "https://example.org/"
    aliases = {tuple(row.values()) for row in tables["aliases"] if row["alias"].startswith(outside)}
    assert aliases == {
        (f"{outside}pate", f"{ID}skill/dough", "iri"),
        (f"{outside}croissants", f"{outside}croissants", "iri"),
        (f"{outside}elsewhere/sugar", f"{ID}skill/sugar-work", "mapped"),
    }
    assert ("without a name of its own", "") in {(row["label"], row["language"]) for row in tables["labels"]}
    labels = [row for row in tables["labels"] if row["node"] == f"{ID}skill/dough"]
    assert {(row["language"], row["label"], row["preferred"]) for row in labels} == {
        ("en", "dough", True),
        ("en", "dough making", False),
        ("en-gb", "kneading", True),
        ("fr", "pâte", True),
        ("fr", "pétrir", False),
    }
    people: People = {"one": {f"{outside}pate": Level.EXPERT}, "narrower": {f"{outside}croissants": None}}
    assert check_against_gaps(graph.dataset, efforts, people, dict.fromkeys(people, efforts.roles))
    met = Warehouse(dict(acceptance_tables(graph.dataset, efforts)), people).rows(
        "SELECT DISTINCT person FROM standing"
    )
    assert sorted(met) == [("narrower",), ("one",)]


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped graph as tables."""
    folder = tmp_path_factory.mktemp("export") / "accepts"
    rolegraph.open("shipped").export_accepts(folder)
    return folder


@pytest.mark.parametrize("relation", RELATIONS, ids=lambda relation: relation.name)
def test_each_table_has_its_columns_one_row_a_key_and_is_sorted(relation: Any, tables: Path) -> None:
    path = tables / f"{relation.name}.parquet"
    table = pq.read_table(path)
    assert table.schema.equals(relation.schema)
    keys = [tuple(row.values())[: relation.key] for row in table.to_pylist()]
    assert keys == sorted(set(keys))
    for column in relation.columns:
        assert not (column.required and table[column.name].null_count)
    names = [column.name for column in relation.columns]
    assert polars.read_parquet(path).columns == list(pandas.read_parquet(path).columns) == names


def test_what_tables_point_at_is_there(tables: Path) -> None:
    names = {relation.name: pq.read_table(tables / f"{relation.name}.parquet") for relation in RELATIONS}
    have = {
        "role": set(names["roles"]["role"].to_pylist()),
        "capability": set(names["capabilities"]["capability"].to_pylist()),
        "requirement": set(names["requirements"]["requirement"].to_pylist()),
    }
    for relation in RELATIONS:
        for column in relation.columns:
            if column.name in have:
                assert set(names[relation.name][column.name].to_pylist()) <= have[column.name]
    assert set(names["implies"]["implied"].to_pylist()) <= have["capability"]
    assert set(names["aliases"]["node"].to_pylist()) == have["capability"] | have["role"]
    assert {word for words in names["requirements"]["any_of"].to_pylist() for word in words.split()} <= have[
        "capability"
    ]


def test_the_manifest_says_where_it_is_from_and_what_each_column_means(tables: Path) -> None:
    said = json.loads((tables / MANIFEST).read_text())
    assert said["version"] == rolegraph.__version__
    assert said["graph"] == rolegraph.open("shipped").dataset.fingerprint
    licences = {source["source"]: source["licence"] for source in said["sources"]}
    assert licences[f"{SOURCE}onet-29-3"].startswith("https://creativecommons.org/licenses/")
    for relation in RELATIONS:
        told = said["tables"][relation.name]
        assert told["rows"] == pq.read_metadata(tables / f"{relation.name}.parquet").num_rows
        assert [column["name"] for column in told["columns"]] == [column.name for column in relation.columns]
    sources = set(pq.read_table(tables / "labels.parquet")["source"].to_pylist())
    assert sources <= {source["source"] for source in said["sources"]}


def test_the_same_graph_gives_the_same_bytes_and_a_folder_of_ours_is_replaced(tables: Path, tmp_path: Path) -> None:
    folder = tmp_path / "accepts"
    for _ in range(2):
        rolegraph.open("shipped").export_accepts(folder)
        assert contents(folder) == contents(tables)
    assert [path.name for path in tmp_path.iterdir()] == ["accepts"]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_what_is_not_ours_is_not_replaced(small: RoleGraph, tmp_path: Path) -> None:
    folder = tmp_path / "accepts"
    small.export_accepts(folder)
    before = contents(folder)
    for name in ("notes.txt", "roles.csv"):
        (folder / name).write_text("mine")
        with pytest.raises(SourceError, match="is not a folder of tables that this command wrote"):
            small.export_accepts(folder)
        (folder / name).unlink()
    assert contents(folder) == before
    (folder / MANIFEST).write_text('{"made by": "somebody"}')
    with pytest.raises(SourceError, match="choose another name"):
        small.export_accepts(folder)
    (tmp_path / "file").write_text("mine")
    with pytest.raises(SourceError, match="choose another name"):
        small.export_accepts(tmp_path / "file")
    assert (tmp_path / "file").read_text() == "mine"


_KILLED: Final = """
import os, signal, sys, pyarrow.parquet as pq, rolegraph
write, left = pq.write_table, iter(range(5))
def writing(*given):
    write(*given)
    if next(left, None) is None:
        os.kill(os.getpid(), signal.SIGKILL)
pq.write_table = writing
rolegraph.open(sys.argv[1]).export_accepts(sys.argv[2])
"""


@pytest.mark.parametrize("is_there", [True, pytest.param(False, marks=pytest.mark.slow)])
def test_who_is_killed_while_writing_leaves_what_was_there(is_there: bool, small: RoleGraph, tmp_path: Path) -> None:
    folder = tmp_path / "accepts"
    if is_there:
        small.export_accepts(folder)
    before = contents(folder) if is_there else {}
    run = subprocess.run([sys.executable, "-c", _KILLED, SMALL, folder], check=False)
    assert run.returncode == -signal.SIGKILL
    assert folder.exists() == is_there
    assert not is_there or {name: data for name, data in contents(folder).items() if name[0] != "."} == before
    small.export_accepts(folder)
    assert [path.name for path in tmp_path.iterdir()] == ["accepts"]
    assert not is_there or contents(folder) == before
