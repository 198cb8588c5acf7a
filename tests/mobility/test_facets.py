"""What roles have in common in part: through hierarchy, closeness and alternatives; and what is stated wrongly."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from tests.mobility.four_roles import FOUR_ROLES

import rolegraph
from rolegraph.errors import SourceError
from rolegraph.facts.entities import DEFAULT_STRENGTH
from rolegraph.mobility.facets import facets_of, requirements, spread_over
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.vocabulary import ID

PIE, TART, LAW, BAKING = (f"{ID}skill/{name}" for name in ("pie", "tart", "law", "baking"))


STRENGTH = "[] rdf:subject skill:pie ; rdf:predicate rg:closeTo ; rdf:object skill:tart ; rg:strength {} ."


def dataset_with(folder: Path, statements: str) -> Dataset:
    path = folder / "graph.ttl"
    path.write_text(FOUR_ROLES + statements)
    return open_dataset([path])


def shares(dataset: Dataset, term: str) -> dict[str, float]:
    """For how much a term counts for which others."""
    matrix, wider = spread_over(dataset)([term])
    return {other: much for other, much in zip(wider, matrix.toarray()[0].tolist(), strict=True) if much}


@pytest.mark.parametrize(
    "link",
    [
        "skill:pie skos:broader skill:baking . skill:tart skos:broader skill:baking .",
        "skill:pie rg:closeTo skill:tart .",
    ],
)
def test_partial_matches_count_through_hierarchy_and_closeness(tmp_path: Path, link: str) -> None:
    a, b, c, d = (f"{ID}role/{one}" for one in "abcd")
    (tmp_path / "apart.ttl").write_text(FOUR_ROLES)
    (tmp_path / "linked.ttl").write_text(FOUR_ROLES + link)
    apart, linked = (rolegraph.open(tmp_path / name).similarity for name in ("apart.ttl", "linked.ttl"))
    assert apart.explain(a, b).score == 0
    assert 0 < linked.explain(a, b).score < 1
    assert linked.explain(a, c).score == 0
    assert 0 < apart.explain(a, d).score < 1  # one of two alternatives


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        ("", {PIE: 1.0}),
        ("skill:pie rg:closeTo skill:tart .", {PIE: 1.0, TART: DEFAULT_STRENGTH}),
        (
            "skill:tart rg:closeTo skill:pie .",
            {PIE: 1.0, TART: DEFAULT_STRENGTH},
        ),
        ("skill:pie rg:closeTo skill:tart . " + STRENGTH.format("0.8"), {PIE: 1.0, TART: 0.8}),
        ("skill:pie rg:closeTo skill:tart . " + STRENGTH.format("0.1"), {PIE: 1.0, TART: 0.1}),
        (
            "skill:pie rg:closeTo skill:tart . skill:tart rg:closeTo skill:law .",
            {PIE: 1.0, TART: DEFAULT_STRENGTH},
        ),
        ("skill:pie skos:broader skill:baking .", {PIE: 1.0, BAKING: 0.5}),
        ("skill:pie rg:category skill:baking .", {PIE: 1.0, BAKING: 0.5}),
        ("skill:pie skos:broader skill:tart . skill:tart skos:broader skill:law .", {PIE: 1.0, TART: 0.5, LAW: 0.25}),
        (
            "skill:pie skos:broader skill:tart , skill:law . skill:tart skos:broader skill:law .",
            {PIE: 1, TART: 0.5, LAW: 0.5},
        ),
        (
            "skill:pie skos:broader skill:tart ; rg:closeTo skill:tart . " + STRENGTH.format("0.9"),
            {PIE: 1.0, TART: 0.9},  # the larger of the two
        ),
        (
            "skill:pie skos:broader skill:tart ; rg:closeTo skill:tart . " + STRENGTH.format("0.1"),
            {PIE: 1.0, TART: 0.5},
        ),
    ],
)
def test_a_capability_counts_in_part_for_others(tmp_path: Path, statements: str, expected: dict[str, float]) -> None:
    assert shares(dataset_with(tmp_path, statements), PIE) == pytest.approx(expected)


def test_a_match_of_what_is_broader_ends_after_three_steps(tmp_path: Path) -> None:
    chain = " ".join(f"<x:{number}> skos:broader <x:{number + 1}> ." for number in range(5))
    found = shares(dataset_with(tmp_path, chain), "x:0")
    assert found == {"x:0": 1.0, "x:1": 0.5, "x:2": 0.25, "x:3": 0.125}


def test_the_cosine_of_two_close_requirements_by_hand(tmp_path: Path) -> None:
    dataset = dataset_with(tmp_path, "skill:pie rg:closeTo skill:tart . " + STRENGTH.format("0.4"))
    roles = tuple(f"{ID}role/{name}" for name in "abcd")
    (facet,) = (one for one in facets_of(dataset, roles) if one.name == "requirements")
    # a has pie and 0.4 of tart, b the reverse; three of four roles have each of them in part.
    weight = math.log(5 / 4) + 1
    row, other = [1.0 * weight, 0.4 * weight], [0.4 * weight, 1.0 * weight]
    cosine = sum(one * two for one, two in zip(row, other, strict=True)) / (math.hypot(*row) * math.hypot(*other))
    assert (facet.shared @ facet.shared.T).toarray()[0, 1] == pytest.approx(cosine)


def test_a_preferred_requirement_counts_half_and_alternatives_share_their_weight(tmp_path: Path) -> None:
    dataset = dataset_with(
        tmp_path,
        "role:a rg:hasRequirement r:e . r:e rg:anyOf skill:tart ; rg:necessity rg:preferred .",
    )
    found = requirements(dataset)
    assert found[f"{ID}role/a"] == {PIE: 1.0, TART: 0.5}
    assert found[f"{ID}role/d"] == {PIE: 0.5, LAW: 0.5}


def test_a_number_that_is_none_is_reported_with_its_line(tmp_path: Path) -> None:
    text = FOUR_ROLES + 'role:a rg:hasRating <x:r> . <x:r> rg:rates skill:pie ; rg:importance "much" .\n'
    (tmp_path / "broken.ttl").write_text(text)
    with pytest.raises(SourceError, match=r"rg:importance 'much' is not a number") as caught:
        _ = rolegraph.open(tmp_path / "broken.ttl").similarity
    assert caught.value.line == text.count("\n")


def test_a_graph_in_a_language_that_the_table_of_words_does_not_know_has_no_meanings(tmp_path: Path) -> None:
    named = {"a": "Krankenpflegerin", "b": "Bäckermeister", "c": "Schreinergeselle", "d": "Registered nurse"}
    labels = "".join(f'role:{role} skos:altLabel "{name}" .\n' for role, name in named.items())
    roles = tuple(f"{ID}role/{role}" for role in named)
    facets = {facet.name: facet for facet in facets_of(dataset_with(tmp_path, labels), roles)}
    assert facets["meaning"].present().tolist() == [False, False, False, True]
    alone = {facet.name for facet in facets_of(dataset_with(tmp_path, labels), roles[:3])}
    assert "meaning" not in alone
    assert "names" in alone
