"""Prefixes are those of the ontology, and shorten what they stand for."""

from __future__ import annotations

import pytest

from rolegraph.model.nodes import Kind
from rolegraph.rdf.files import shipped
from rolegraph.rdf.vocabulary import ID, PREFIXES, RG, SKOS, SOURCE, shorten


def test_every_kind_has_a_prefix_for_its_nodes() -> None:
    for kind in Kind:
        expected = SOURCE if kind is Kind.SOURCE else f"{ID}{kind.value}/"
        assert PREFIXES[kind.value] == expected


def test_no_namespace_begins_another_but_for_ours() -> None:
    for prefix, namespace in PREFIXES.items():
        assert shorten(namespace + "x") == f"{prefix}:x"


def test_the_ontology_uses_the_same_namespaces() -> None:
    text = (shipped("ontology") / "rolegraph.ttl").read_text(encoding="utf-8")
    for prefix, namespace in (("rg", RG), ("skos", SKOS)):
        assert f"@prefix {prefix}: <{namespace}> ." in text


@pytest.mark.parametrize("iri", ["https://example.org/a", "a text", ""])
def test_what_has_no_prefix_stays_as_it_is(iri: str) -> None:
    assert shorten(iri) == iri
