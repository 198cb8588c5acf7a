"""O*NET's release becomes statements by the rules that are written down, and every row is accounted for."""

from __future__ import annotations

import random
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.folders import DATA
from tests.readers.onet.onet_files import ANALYST, BUILDER, FILES, Table, more, write_release

import rolegraph
from rolegraph.errors import SourceError
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import DegreeLevel, Kind, Level, Necessity, node_iri
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.vocabulary import DCTERMS, RG, SKOS, SOURCE
from rolegraph.readers.importing import Import, import_download
from rolegraph.readers.onet.occupations import COSTS
from rolegraph.readers.onet.onet_requirements import level_of, median_degree, necessity_of
from rolegraph.render.export import draw, picture_of_path

ROLE = node_iri(Kind.ROLE, f"onet-{ANALYST}")
ONET = DATA / "onet-29.3"


def built(tmp_path: Path, changes: Mapping[str, Table | None] | None = None) -> tuple[Import, RoleGraph]:
    release = write_release(tmp_path / "db_29_3_text", changes)
    return import_download("onet", release, tmp_path / "graph"), rolegraph.open(tmp_path / "graph")


def test_occupations_go_by_title_code_and_other_titles(tmp_path: Path) -> None:
    _, graph = built(tmp_path)
    for name in ("Number Readers", "number readers", ANALYST, "reader of tables", "CNR", f"onet-{ANALYST}"):
        assert graph.resolve(name, (Kind.ROLE,)).iri == ROLE
    role = graph.role(ANALYST)
    assert [one.text for one in role.definitions] == ["Find out what tables of numbers say, and tell others."]
    assert [one.node.label for one in role.responsibilities] == ["Read a table and say what it means."]


def test_ratings_become_requirements_by_the_rule(tmp_path: Path) -> None:
    _, graph = built(tmp_path)
    asked = {
        one.label: (one.necessity, one.level)
        for one in graph.role(ANALYST).requirements
        if one.any_of[0].kind == "skill"
    }
    assert asked == {
        "Reading": (Necessity.ESSENTIAL, Level.PROFICIENT),
        "Listening": (Necessity.PREFERRED, Level.FAMILIAR),
    }


def test_numbers_are_kept_as_they_are(tmp_path: Path) -> None:
    dataset = built(tmp_path)[1].dataset
    asked = node_iri(Kind.REQUIREMENT, f"onet-{ANALYST}--2.A.1.a")
    assert dataset.objects(asked, RG + "importance") == ["4.12"]
    assert dataset.objects(asked, RG + "sourceLevel") == ["4.62"]
    rating = node_iri(Kind.RATING, f"onet-{ANALYST}--2.B.3.j")
    assert dataset.objects(ROLE, RG + "hasRating").count(rating) == 1
    assert dataset.objects(rating, RG + "importance") == ["1.25"]
    assert dataset.objects(rating, RG + "sourceLevel") == []


def test_a_suppressed_value_is_left_out(tmp_path: Path) -> None:
    result, graph = built(tmp_path)
    (reading,) = graph.role(BUILDER).requirements
    assert (reading.label, reading.necessity, reading.level) == ("Reading", Necessity.ESSENTIAL, None)
    left = {(one.file, one.rule): one.rows for one in result.left_out}
    assert left["Skills.txt", "the release recommends to suppress the value"] == 2


def test_a_tool_is_one_node_with_all_its_categories_and_in_demand_is_preferred(tmp_path: Path) -> None:
    _, graph = built(tmp_path)
    python = graph.capability("Python")
    assert [one.label for one in python.categories] == ["Development software", "Program testing software"]
    assert [one.label for one in python.used_by] == ["Number Readers", "Program Builders"]
    assert [one.label for one in python.preferred_by] == ["Number Readers"]
    assert graph.dataset.objects(python.node.iri, RG + "hotTechnology") == ["true"]
    assert graph.dataset.objects(ROLE, RG + "inDemand") == [python.node.iri]


def test_names_that_make_the_same_slug_are_different_tools(tmp_path: Path) -> None:
    row = (ANALYST, "Number Readers", "Grid O Matic", "43232110", "Spreadsheet software", "N", "N")
    _, graph = built(tmp_path, more("Technology Skills.txt", row))
    first, second = graph.capability("Grid-O-Matic").node, graph.capability("Grid O Matic").node
    assert first.iri != second.iri


def test_education_is_kept_as_shares_and_gives_the_degree_of_the_median(tmp_path: Path) -> None:
    _, graph = built(tmp_path)
    (degree,) = [one for one in graph.role(ANALYST).requirements if one.any_of[0].kind is Kind.DEGREE]
    assert (degree.label, degree.necessity) == ("Master's degree", Necessity.ESSENTIAL)
    share = node_iri(Kind.RATING, f"onet-{ANALYST}--education-8")
    assert graph.dataset.objects(share, RG + "share") == ["50.5"]


def test_job_zones_are_preparation(tmp_path: Path) -> None:
    dataset = built(tmp_path)[1].dataset
    (zone,) = dataset.objects(ROLE, RG + "preparation")
    assert dataset.value(zone, SKOS + "prefLabel") == "Zone Five: much to learn first"


def test_interests_are_ratings_of_groups_and_high_points_are_left_out(tmp_path: Path) -> None:
    result, graph = built(tmp_path)
    rating = node_iri(Kind.RATING, f"onet-{ANALYST}--1.B.1.b")
    assert rating in graph.dataset.objects(ROLE, RG + "hasRating")
    assert graph.dataset.objects(rating, RG + "importance") == ["6.5"]
    (interest,) = graph.dataset.objects(rating, RG + "rates")
    assert graph.resolve(interest).label == "Investigative interests"
    assert "Investigative interests" not in [one.label for one in graph.role(ANALYST).requirements]
    left = {one.file: one.rows for one in result.left_out if "high points" in one.rule}
    assert left == {"Interests.txt": 1}


def test_the_source_says_what_it_is(tmp_path: Path) -> None:
    dataset = built(tmp_path)[1].dataset
    source = SOURCE + "onet"
    assert dataset.value(source, RG + "version") == "29.3"
    assert dataset.value(source, DCTERMS + "license") == "https://creativecommons.org/licenses/by/4.0/"
    assert "29.3" in (dataset.value(source, RG + "attribution") or "")
    assert dataset.sources() == [source]


@pytest.mark.parametrize("name", [*COSTS])
def test_any_file_but_the_occupations_may_be_missing_and_it_says_what_that_costs(tmp_path: Path, name: str) -> None:
    result, graph = built(tmp_path, {name: None})
    assert result.notes == (f"{name} is not there: {COSTS[name]}",)
    assert graph.validate().valid


def test_without_occupations_it_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"has no Occupation Data\.txt"):
        built(tmp_path, {"Occupation Data.txt": None})
    assert not (tmp_path / "graph").exists()


ROWS = [
    ("Occupation Data.txt", ("15-2051", "X", ""), "O*NET-SOC Code", "is no O*NET-SOC code"),
    ("Occupation Data.txt", (ANALYST, "Again", ""), "O*NET-SOC Code", "the same code again"),
    ("Occupation Data.txt", ("11-1011.00", "", ""), "Title", "is empty"),
    ("Alternate Titles.txt", (ANALYST, "", "", "", ""), "Alternate Title", "is empty"),
    ("Alternate Titles.txt", ("11-9999.00", "", "Nobody", "", ""), "O*NET-SOC Code", "no such occupation"),
    ("Task Statements.txt", (ANALYST, "", "x", "Task", ""), "Task ID", "is no number"),
    ("Task Statements.txt", (ANALYST, "", "1", "Task", ""), "Task ID", "the same number again"),
    ("Task Statements.txt", (ANALYST, "", "9", "", ""), "Task", "is empty"),
    ("Interests.txt", (BUILDER, "", "1.B.1.a", "", "OI", "2"), "Element ID", "is no such code"),
    ("Interests.txt", (BUILDER, "", "2.A.1.a", "Reading", "OI", "2"), "Element ID", "is no such code"),
    ("Interests.txt", (BUILDER, "", "1.B.1.a", "Realistic", "OI", "7.5"), "Data Value", "is no number from 1 to 7"),
    ("Interests.txt", (ANALYST, "", "1.B.1.a", "Realistic", "OI", "2"), "Element ID", "a second value"),
    ("Job Zones.txt", (BUILDER, "", "6", "", ""), "Job Zone", "is none of 1 to 5"),
    ("Job Zones.txt", (ANALYST, "", "4", "", ""), "O*NET-SOC Code", "a second job zone"),
    ("Technology Skills.txt", (ANALYST, "", "", "1", "T", "", ""), "Example", "is empty"),
    ("Technology Skills.txt", (ANALYST, "", "X", "n/a", "T", "", ""), "Commodity Code", "is no number"),
    ("Technology Skills.txt", (ANALYST, "", "X", "43232405", "Other", "", ""), "Commodity Title", "another title"),
    ("Tools Used.txt", FILES["Tools Used.txt"][1], "Example", "the same tool"),
    (
        "Skills.txt",
        (ANALYST, "", "2.A.1.a", "Reading", "IM", "", "9", "N", ""),
        "Data Value",
        "is no number from 1 to 5",
    ),
    ("Skills.txt", (ANALYST, "", "2.A.1.a", "Reading", "IM", "", "4", "N", ""), "Element ID", "a second value"),
    ("Skills.txt", (ANALYST, "", "2.A.1.a", "Writing", "IM", "", "4", "N", ""), "Element ID", "another name"),
    ("Skills.txt", (ANALYST, "", "> <x:y>", "Bad", "IM", "", "4", "N", ""), "Element ID", "is no such code"),
    ("Skills.txt", (ANALYST, "too short"), "(row)", "2 cells where the heading has 9"),
    (
        "Education, Training, and Experience.txt",
        (ANALYST, "", "2.D.1", "RL", "13", "1", "N"),
        "Category",
        "is no such code",
    ),
    (
        "Education, Training, and Experience.txt",
        (ANALYST, "", "2.D.1", "RL", "5", "101", "N"),
        "Data Value",
        "is no number from 0 to 100",
    ),
]


@pytest.mark.parametrize(("name", "row", "column", "reason"), ROWS)
def test_a_row_that_does_not_fit_is_reported_and_the_rest_goes_in(
    tmp_path: Path, name: str, row: tuple[str, ...], column: str, reason: str
) -> None:
    result, graph = built(tmp_path, more(name, row))
    (trouble,) = result.troubles
    assert (trouble.file, trouble.column, trouble.rows) == (name, column, 1)
    assert reason in trouble.reason
    assert trouble.first[0].line == len(FILES[name]) + 1
    assert not result.clean
    assert graph.validate().valid
    with pytest.raises(SourceError, match="mend the row") as caught:
        import_download("onet", tmp_path / "db_29_3_text", tmp_path / "strict", strict=True)
    assert caught.value.line == len(FILES[name]) + 1
    assert not (tmp_path / "strict").exists()


def test_the_order_of_rows_and_columns_and_line_ends_change_nothing(tmp_path: Path) -> None:
    chance = random.Random(5)  # noqa: S311 - for shuffling
    shuffled: dict[str, Table | None] = {}
    for name, (head, *rows) in FILES.items():
        columns = chance.sample(range(len(head)), len(head))
        if name != "Alternate Titles.txt":  # of two equal rows, the second is the one left out
            chance.shuffle(rows)
        shuffled[name] = [[*(row[one] for one in columns), "extra"] for row in (head, *rows)]
    write_release(tmp_path / "onet-29.3")
    write_release(tmp_path / "mixed" / "onet-29.3", shuffled, end="\n")
    import_download("onet", tmp_path / "onet-29.3", tmp_path / "one")
    import_download("onet", tmp_path / "mixed" / "onet-29.3", tmp_path / "other")
    one, other = (set(open_dataset([tmp_path / name]).quads()) for name in ("one", "other"))
    assert {quad.predicate.value for quad in one ^ other} == {RG + "contentHash"}


@given(st.dictionaries(st.integers(1, 12), st.floats(0.01, 100), max_size=12))
def test_half_of_all_answers_name_the_median_degree_or_more(raw: dict[int, float]) -> None:
    total = sum(raw.values())
    shares = {category: share * 100 / total for category, share in raw.items()}
    degree = median_degree(shares)
    if degree is not None:
        enough = {DegreeLevel.ASSOCIATE: 5, DegreeLevel.BACHELOR: 6, DegreeLevel.MASTER: 8, DegreeLevel.DOCTORATE: 11}
        assert sum(share for category, share in shares.items() if category >= enough[degree]) >= 50 - 1e-6


@given(st.floats(0, 7), st.floats(0, 7))
def test_more_on_the_scale_is_never_a_lower_level(one: float, other: float) -> None:
    assert (level_of(one) <= level_of(other)) or one > other


@given(st.floats(1, 5), st.floats(1, 5))
def test_more_important_is_never_less_necessary(one: float, other: float) -> None:
    order = [None, Necessity.PREFERRED, Necessity.ESSENTIAL]
    assert order.index(necessity_of(one)) <= order.index(necessity_of(other)) or one > other


@pytest.mark.skipif(
    not ONET.is_dir(), reason="needs the text files of O*NET 29.3 in ../shared/data, beside the repository"
)
def test_the_whole_release_comes_in_and_every_row_is_accounted_for(tmp_path: Path) -> None:
    result = import_download("onet", ONET, tmp_path / "graph")
    rows = {one.file: one.rows for one in result.files}
    assert rows["Occupation Data.txt"] == 1_016
    assert rows["Alternate Titles.txt"] == 56_560
    assert rows["Technology Skills.txt"] == 32_681
    assert rows["Tools Used.txt"] == 41_662
    assert rows["Task Statements.txt"] == 18_796
    for name, count in rows.items():
        assert (ONET / name).read_bytes().count(b"\n") - 1 == count, name
    for one in result.files:
        assert one.rows == one.kept + one.left_out + one.misfits
        assert one.misfits == 0
    graph = rolegraph.open(tmp_path / "graph")
    said = graph.dataset
    assert result.graph.counts["role"] == 1_016
    assert len(said.pairs(SKOS + "altLabel")) >= 56_558
    assert result.graph.counts["responsibility"] == 18_796
    assert graph.resolve("Data Scientists", (Kind.ROLE,)) == graph.resolve("15-2051.00", (Kind.ROLE,))
    path = graph.path("Actuaries", "15-2041.00")
    assert path.steps
    assert path.credentials
    compared = graph.compare(["Actuaries", "Statisticians"])
    assert any(row.node.label == "Mathematics" and row.count == 2 for row in compared.rows)
    assert graph.search("data scien")[0][0].label == "Data Scientists"
    assert b"Statisticians" in draw(picture_of_path(graph, path), "html")
