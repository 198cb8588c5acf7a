"""Laws of similarity on any graph, and what it says of a small one."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from tests.mobility.four_roles import FOUR_ROLES
from tests.mobility.graphs import Drawn, dataset_of, graphs, plain, turned

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.mobility.index import similarity
from rolegraph.mobility.similarity import CURVES, KNOTS, NOT_RECORDED
from rolegraph.model.nodes import Node
from rolegraph.rdf.vocabulary import ID

BAKER, CHEF = ID + "role/baker", ID + "role/pastry-chef"


@given(graphs())
def test_it_is_symmetric_and_nothing_is_nearer_to_a_role_than_itself(drawn: Drawn) -> None:
    found = similarity(dataset_of(drawn, plain))
    scores = np.array([found.scores(role) for role in found.roles])
    assert np.allclose(scores, scores.T, atol=1e-12)
    assert (np.diag(scores) == 1).all()
    assert scores.min() >= 0
    assert scores.max() <= 1


@given(graphs())
def test_contributions_add_up_to_the_score(drawn: Drawn) -> None:
    found = similarity(dataset_of(drawn, plain))
    for one in found.roles:
        for other, score in zip(found.roles, found.scores(one), strict=True):
            explained = found.explain(one, other)
            assert math.isclose(explained.score, sum(each.points for each in explained.contributions), abs_tol=1e-9)
            assert explained.contributions == tuple(sorted(explained.contributions, key=lambda each: -each.points))
            if one != other or explained.contributions:
                assert math.isclose(explained.score, score, abs_tol=1e-9)


NAMELESS = (
    "{skill/0} a rg:Skill .",
    "{role/0} a rg:Role ; skos:prefLabel ''@en .",
    "{role/1} a rg:Role ; skos:prefLabel ''@en .",
    "{role/1} rg:seniority rg:mid .",
)


@given(graphs())
@example(Drawn(2, NAMELESS))  # a bug: slugs stood for empty labels
def test_neither_the_spelling_of_iris_nor_the_order_of_statements_matters(drawn: Drawn) -> None:
    one, other = similarity(dataset_of(drawn, plain)), similarity(dataset_of(drawn, turned, backwards=True))
    for role in range(drawn.roles):
        first, second = (found.scores(ID + spell(f"role/{role}")) for found, spell in ((one, plain), (other, turned)))
        for mate in range(drawn.roles):
            here, there = one.row_of[ID + f"role/{mate}"], other.row_of[ID + turned(f"role/{mate}")]
            assert math.isclose(first[here], second[there], abs_tol=1e-9)
    assert math.isclose(one.thresholds.close, other.thresholds.close, abs_tol=1e-9)
    assert math.isclose(one.thresholds.related, other.thresholds.related, abs_tol=1e-9)


@given(graphs())
def test_related_is_never_stricter_than_close(drawn: Drawn) -> None:
    limits = similarity(dataset_of(drawn, plain)).thresholds
    assert 0 <= limits.related <= limits.close <= 1


@pytest.mark.parametrize("name", CURVES)
def test_a_curve_begins_at_nothing_never_falls_and_the_unknown_lies_on_it(name: str) -> None:
    heights, unknown = CURVES[name]
    assert len(heights) == len(KNOTS)
    assert heights[0] == 0
    assert list(heights) == sorted(heights)
    assert 0 <= unknown <= heights[-1]
    assert heights[-1] > 0


def test_what_is_not_known_of_both_is_one_contribution_that_names_it(tmp_path: Path, small_path: Path) -> None:
    more = small_path.read_text() + '\nrole:new a rg:Role ; skos:prefLabel "Cake baker"@en .\n'
    (tmp_path / "more.ttl").write_text(more)
    found = rolegraph.open(tmp_path / "more.ttl").similarity
    explained = found.explain(BAKER, ID + "role/new")
    (part,) = (each for each in explained.contributions if each.name == NOT_RECORDED)
    assert {"requirements", "tools", "seniority"} <= set(part.detail)
    most = sum(CURVES[facet.name].top for facet in found.facets)
    assert part.points == pytest.approx(sum(CURVES[str(name)].unknown for name in part.detail) / most)
    assert explained.score == pytest.approx(float(found.scores(BAKER)[found.row_of[ID + "role/new"]]))
    assert found.explain(ID + "role/new", ID + "role/new").score == pytest.approx(1.0)


def test_an_explanation_names_what_is_shared_most(small: RoleGraph) -> None:
    explained = small.similarity.explain(BAKER, CHEF)
    by_name = {each.name: each for each in explained.contributions}
    assert explained.contributions[0].name == "requirements"
    shared = [one.label for one in by_name["requirements"].detail if isinstance(one, Node)]
    assert shared[0] == "dough"
    assert "French" not in shared
    assert [str(one) for one in by_name["work"].detail] == []
    assert by_name["seniority"].points > 0


def test_words_are_shown_in_full(tmp_path: Path, small_path: Path) -> None:
    more = small_path.read_text() + '\nrole:pastry-chef skos:definition "Bakes cakes."@en .\n'
    (tmp_path / "more.ttl").write_text(more)
    explained = rolegraph.open(tmp_path / "more.ttl").similarity.explain(BAKER, CHEF)
    assert next(each.detail for each in explained.contributions if each.name == "work") == ("bakes",)


def test_thresholds_come_from_the_groups_of_the_graph(tmp_path: Path) -> None:
    group = "role:a skos:broader <x:bakers> . role:d skos:broader <x:bakers> . <x:bakers> a rg:Group ."
    (tmp_path / "grouped.ttl").write_text(FOUR_ROLES + group)
    found = rolegraph.open(tmp_path / "grouped.ttl").similarity
    assert found.thresholds.close == pytest.approx(found.explain(f"{ID}role/a", f"{ID}role/d").score)
    assert "same group" in found.thresholds.basis


def test_a_graph_without_roles_has_no_similarities(tmp_path: Path) -> None:
    (tmp_path / "none.ttl").write_text(FOUR_ROLES.split("role:a", maxsplit=1)[0])
    found = rolegraph.open(tmp_path / "none.ttl").similarity
    assert found.roles == ()
    assert found.facets == ()
    with pytest.raises(KeyError):
        found.scores("x:nobody")
