"""What O*NET says that occupations require: ratings, interests, tools and education, by the rules written down."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.onet.onet_files import ANALYST, BUILDER, FILES, ROLE, Table, built, more

from rolegraph.facts.ratings import measures
from rolegraph.model.nodes import DegreeLevel, Kind, Level, Necessity, node_iri, slug_of
from rolegraph.model.roles import Measure
from rolegraph.rdf.vocabulary import RG
from rolegraph.readers.onet.onet_requirements import level_of, median_degree, necessity_of


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


SKILLS = (*FILES["Skills.txt"][0], "Standard Error", "Lower CI Bound", "Upper CI Bound")


def with_errors(*rows: tuple[str, ...]) -> dict[str, Table | None]:
    """The skills of the analyst with further ratings: element, scale, value and the three columns of errors."""
    plain = [(*row, "n/a", "n/a", "n/a") for row in FILES["Skills.txt"][1:]]
    rated = [
        (ANALYST, "Number Readers", element, f"Skill {element}", scale, "", value, "N", "N", *errors)
        for element, scale, value, *errors in rows
    ]
    return {"Skills.txt": (SKILLS, *plain, *rated)}


def test_the_error_of_a_level_is_kept_or_follows_from_its_limits(tmp_path: Path) -> None:
    release = with_errors(
        ("2.B.1.a", "IM", "4", "0.3", "3.4", "4.6"),
        ("2.B.1.a", "LV", "4", "0.25", "3.5", "4.5"),
        ("2.B.1.b", "LV", "6.8", "", "6.016", "7"),
        ("2.B.1.c", "LV", "3", "", "", ""),
    )
    result, graph = built(tmp_path, release)
    assert result.clean
    measured = {slug_of(iri).rpartition("-")[2]: one for iri, one in measures(graph.dataset, ROLE).items()}
    assert measured["2.B.1.a"] == Measure(Level.PROFICIENT, 4.0, 0.25)
    assert measured["2.B.1.b"] == Measure(Level.EXPERT, 6.8, 0.4)
    assert measured["2.B.1.c"] == Measure(Level.WORKING, 3.0, None)
    assert measured["2.A.1.a"].error is None
    stated = graph.dataset.pairs(RG + "standardError")
    assert sorted(text for _, text in stated) == ["0.25", "0.4"]


@pytest.mark.parametrize("wrong", ["-0.1", "much", "NaN"])
def test_an_error_that_is_no_number_does_not_fit(tmp_path: Path, wrong: str) -> None:
    result, _ = built(tmp_path, with_errors(("2.B.1.a", "LV", "4", wrong, "3.5", "4.5")))
    (trouble,) = result.troubles
    assert (trouble.file, trouble.column, trouble.rows) == ("Skills.txt", "Standard Error", 1)


def test_a_rating_has_a_level_where_it_is_worth_one(tmp_path: Path) -> None:
    _, graph = built(
        tmp_path, with_errors(("2.B.1.a", "LV", "0.8", "0", "", ""), ("2.B.1.b", "LV", "0.9", "0", "", ""))
    )
    held = {holding.label for holding in graph.profile(ANALYST).holdings}
    assert "Skill 2.B.1.b" in held
    assert "Skill 2.B.1.a" not in held


def test_a_suppressed_value_is_left_out(tmp_path: Path) -> None:
    result, graph = built(tmp_path)
    (reading,) = graph.role(BUILDER).requirements
    assert (reading.label, reading.necessity, reading.level) == ("Reading", Necessity.ESSENTIAL, None)
    left = {(one.file, one.rule): one.rows for one in result.left_out}
    assert left["Skills.txt", "the release recommends to suppress the value"] == 2


def test_a_tool_is_one_node_with_all_its_categories_and_in_demand_is_preferred(tmp_path: Path) -> None:
    _, graph = built(tmp_path)
    python = graph.capability("Python")
    theirs = [one.label for one in python.categories if one.label != "Programming Languages"]  # as ours is filed
    assert theirs == ["Development software", "Program testing software"]
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


@given(st.dictionaries(st.integers(1, 12), st.floats(0.01, 100), max_size=12))
def test_half_of_all_answers_name_the_median_degree_or_more(raw: dict[int, float]) -> None:
    total = sum(raw.values())
    shares = {category: share * 100 / total for category, share in raw.items()}
    degree = median_degree(shares)
    if degree is not None:
        enough = {DegreeLevel.ASSOCIATE: 5, DegreeLevel.BACHELOR: 6, DegreeLevel.MASTER: 8, DegreeLevel.DOCTORATE: 11}
        assert sum(share for category, share in shares.items() if category >= enough[degree]) >= 50 - 1e-6


def test_the_median_degree_needs_most_answers_and_a_degree() -> None:
    assert median_degree({2: 20.0, 6: 45.0, 8: 35.0}) is DegreeLevel.BACHELOR
    assert median_degree({2: 60.0, 6: 40.0}) is None
    assert median_degree({6: 80.0}) is None


def test_levels_are_quarters_of_the_scale() -> None:
    levels = [level_of(value).word for value in (1.7, 1.75, 3.5, 5.25, 7)]
    assert levels == ["familiar", "working", "proficient", "expert", "expert"]


def test_necessities_begin_at_important_and_at_what_is_nearer_to_it() -> None:
    assert [necessity_of(value) for value in (2.49, 2.5, 3.0)] == [None, Necessity.PREFERRED, Necessity.ESSENTIAL]


@given(st.floats(0, 7), st.floats(0, 7))
def test_more_on_the_scale_is_never_a_lower_level(one: float, other: float) -> None:
    assert (level_of(one) <= level_of(other)) or one > other


@given(st.floats(1, 5), st.floats(1, 5))
def test_more_important_is_never_less_necessary(one: float, other: float) -> None:
    order = [None, Necessity.PREFERRED, Necessity.ESSENTIAL]
    assert order.index(necessity_of(one)) <= order.index(necessity_of(other)) or one > other


def test_an_interest_whose_value_is_suppressed_is_no_rating(tmp_path: Path) -> None:
    head, *rows = FILES["Interests.txt"]
    table = [(*head, "Recommend Suppress"), *((*row, "Y") for row in rows)]
    result, graph = built(tmp_path, {"Interests.txt": table})
    assert result.clean
    assert not [iri for iri, _ in graph.dataset.pairs(RG + "rates") if "1.B.1" in iri]


@pytest.mark.parametrize(("file", "scale"), [("Skills.txt", "scale XX"), ("Interests.txt", "high points")])
def test_rows_on_other_scales_are_left_out_by_rule(tmp_path: Path, file: str, scale: str) -> None:
    head, *rows = FILES[file]
    row = [*rows[0]]
    row[head.index("Scale ID")] = "XX"
    result, _ = built(tmp_path, more(file, row))
    assert result.clean
    assert any(left.file == file and left.rule.startswith(scale) for left in result.left_out)
