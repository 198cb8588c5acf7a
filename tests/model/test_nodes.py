"""Kinds, scales, slugs and folded names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph import DegreeLevel, Kind, Level, Necessity, Node, Seniority
from rolegraph.model.nodes import CAPABILITY_KINDS, LEARNABLE_KINDS, fold, node_iri, slug_of, slugify


@given(label=st.text(), kind=st.none() | st.sampled_from(Kind))
def test_every_label_has_a_slug_that_is_stable_and_safe_in_an_iri(label: str, kind: Kind | None) -> None:
    slug = slugify(label, kind)
    assert slug
    assert slug == slugify(label, kind)
    assert not set(slug) & set(' /#?<>"{}|\\^`\n\t')
    assert len(slug) < 100
    assert slug_of(node_iri(kind or Kind.SKILL, slug)) == slug


@given(label=st.text())
def test_a_slug_is_its_own_slug(label: str) -> None:
    slug = slugify(label)
    assert slugify(slug) == slug


@pytest.mark.parametrize(
    ("one", "other"), [("C", "C++"), ("C", "C#"), ("NET", ".NET"), ("RD", "R&D"), ("!", "?"), ("a" * 90, "a" * 91)]
)
def test_names_that_differ_in_signs_differ_in_slugs(one: str, other: str) -> None:
    assert slugify(one) != slugify(other)


def test_signs_are_spelled_out_and_roles_abbreviated() -> None:
    names = ("C++", "C#", ".NET", "Power BI", "R&D")
    assert [slugify(name) for name in names] == ["c-plus-plus", "c-sharp", "dot-net", "power-bi", "r-and-d"]
    assert slugify("Lead Machine Learning Engineer", Kind.ROLE) == "lead-ml-engineer"


def test_only_roles_are_abbreviated() -> None:
    assert slugify("Machine Learning Engineer", Kind.ROLE) == "ml-engineer"
    assert slugify("Machine Learning", Kind.SKILL) == "machine-learning"
    assert slugify("Supermachine learnings", Kind.ROLE) == "supermachine-learnings"


@given(name=st.text())
def test_folding_is_idempotent_and_blind_to_case_and_space(name: str) -> None:
    assert fold("  Power   BI ") == "power bi"
    assert fold(fold(name)) == fold(name)
    assert fold(f"  {name}\t") == fold(name)


def test_a_node_knows_its_slug_and_its_path() -> None:
    node = Node(node_iri(Kind.TOOL, "power-bi"), Kind.TOOL, "Power BI")
    assert (node.slug, node.path) == ("power-bi", "tool/power-bi")
    assert node_iri(Kind.SOURCE, "x") == "https://w3id.org/rolegraph/source/x"


def test_a_kind_has_a_class_and_a_plural() -> None:
    assert Kind.ROLE.class_iri == "https://w3id.org/rolegraph/ns#Role"
    assert [Kind.ROLE.plural, Kind.INDUSTRY.plural] == ["roles", "industries"]


def test_what_can_be_learned_is_a_capability_and_credentials_are_not_learned() -> None:
    assert set(LEARNABLE_KINDS) < set(CAPABILITY_KINDS)
    assert set(CAPABILITY_KINDS) - set(LEARNABLE_KINDS) == {Kind.DEGREE, Kind.CERTIFICATION}


def test_scales_are_ordered_and_named_by_the_ontology() -> None:
    assert list(Level) == sorted(Level)
    assert Level.FAMILIAR < Level.WORKING < Level.PROFICIENT < Level.EXPERT
    assert DegreeLevel.BACHELOR < DegreeLevel.MASTER < DegreeLevel.DOCTORATE
    assert Seniority.ENTRY < Seniority.SENIOR < Seniority.LEAD
    assert Level.EXPERT.iri == "https://w3id.org/rolegraph/ns#expert"
    assert Necessity.ESSENTIAL.iri == "https://w3id.org/rolegraph/ns#essential"
