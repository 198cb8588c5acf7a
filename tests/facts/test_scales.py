"""Scales and numbers: what is stated is read, and what has no meaning is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode
from tests.versions import STATEMENTS, graph_of, one, said

from rolegraph import SourceError
from rolegraph.facts.scales import (
    highest,
    number,
    number_of,
    on_scale,
    preparation_ranks,
    seniority_of,
    seniority_ranks,
)
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import DegreeLevel, Kind, Level, Necessity, Seniority
from rolegraph.rdf.vocabulary import RG

BAKER, CHEF = one(Kind.ROLE, "baker"), one(Kind.ROLE, "pastry-chef")


@pytest.mark.parametrize("scale", [Level, Seniority, DegreeLevel, Necessity])
def test_every_member_of_a_scale_is_read_and_no_member_of_another(small: RoleGraph, scale: type[Level]) -> None:
    for member in scale:
        assert on_scale(small.dataset, scale, "x:node", "level", member.iri) is member
    with pytest.raises(SourceError, match=r"unknown level 'steep': use one of|unknown level 'steep'"):
        on_scale(small.dataset, scale, "x:node", "level", RG + "steep")
    other = Level.EXPERT if scale is not Level else Seniority.HEAD
    with pytest.raises(SourceError, match="unknown"):
        on_scale(small.dataset, scale, "x:node", "level", other.iri)


@given(st.lists(st.none() | st.sampled_from(Level)))
def test_the_highest_is_at_least_each(levels: list[Level | None]) -> None:
    found = highest(levels)
    stated = [level for level in levels if level is not None]
    assert found in stated if stated else found is None
    assert all(found is not None and found >= level for level in stated)


@pytest.mark.parametrize("text", ["much", "", "inf", "nan", "1,5"])
def test_what_is_no_finite_number_is_refused(small: RoleGraph, text: str) -> None:
    with pytest.raises(SourceError, match="is no number"):
        number(small.dataset, "x:node", "effort", text)


def test_numbers_are_read_as_they_are_stated(small: RoleGraph) -> None:
    assert number(small.dataset, "x:node", "effort", "2.5") == 2.5
    assert number_of(small.dataset, one(Kind.SKILL, "dough").value, "effort") == 40
    assert number_of(small.dataset, BAKER.value, "effort") is None


def test_of_several_seniorities_the_highest_counts_in_any_reading() -> None:
    more = {said(BAKER, RG + "seniority", NamedNode(Seniority.LEAD.iri))}
    dataset = graph_of(STATEMENTS | more).dataset
    assert seniority_of(dataset, BAKER.value) is Seniority.LEAD
    assert seniority_ranks(dataset) == {BAKER.value: Seniority.LEAD, CHEF.value: Seniority.SENIOR}
    assert seniority_of(dataset, one(Kind.SKILL, "dough").value) is None


def test_preparation_is_ranked_by_the_zone_of_a_role() -> None:
    zones = [NamedNode(f"https://example.org/zone-{rank}") for rank in (2, 4)]
    more = {said(zone, RG + "rank", Literal(rank)) for zone, rank in zip(zones, (2, 4), strict=True)}
    more |= {said(role, RG + "preparation", zone) for role, zone in zip((BAKER, CHEF), zones, strict=True)}
    assert preparation_ranks(graph_of(STATEMENTS | more).dataset) == {BAKER.value: 2, CHEF.value: 4}
