"""Turtle and TriG do not depend on the order of statements, and terms are spelled so that they are read back."""

from __future__ import annotations

from random import Random
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions, RdfFormat, Store, parse
from tests.rdf.test_formats import LITERALS, QUADS

from rolegraph.rdf.turtle import language_of, spelled_iri, spelled_literal, to_trig, to_turtle, unspelled
from rolegraph.rdf.vocabulary import RG, XSD


@given(st.lists(QUADS, max_size=15), st.randoms(use_true_random=False))
def test_the_order_of_statements_changes_nothing(quads: list[Quad], random: Random) -> None:
    shuffled = list(quads)
    random.shuffle(shuffled)
    assert to_turtle(quads) == to_turtle(shuffled)
    assert to_trig(quads) == to_trig(shuffled)


def test_several_objects_stand_on_lines_of_their_own() -> None:
    a, b = NamedNode(RG + "a"), NamedNode(RG + "b")
    text = to_turtle([Quad(a, b, Literal("x")), Quad(a, b, Literal("y", language="en"))])
    assert text.endswith('rg:a\n    rg:b\n        "x" ,\n        "y"@en .\n')


@given(st.lists(QUADS, max_size=8))
def test_what_is_written_is_read_back(quads: list[Quad]) -> None:
    assert set(parse(to_trig(quads).encode(), format=RdfFormat.TRIG)) == set(quads)
    assert {quad.triple for quad in parse(to_turtle(quads).encode(), format=RdfFormat.TURTLE)} == {
        quad.triple for quad in quads
    }


def test_names_come_before_other_predicates() -> None:
    a, skos = NamedNode(RG + "a"), "http://www.w3.org/2004/02/skos/core#"
    terms = ("altLabel", "broader", "definition", "prefLabel")
    text = to_turtle([Quad(a, NamedNode(skos + term), Literal(term)) for term in terms])
    places = [text.index(f"skos:{term}") for term in ("prefLabel", "altLabel", "definition", "broader")]
    assert places == sorted(places)


@given(LITERALS.filter(lambda term: term.direction is None))
def test_a_spelled_literal_is_the_same_literal_and_its_text_comes_back(term: Literal) -> None:
    datatype = None if term.language else term.datatype.value
    spelled = spelled_literal(term.value, language=term.language, datatype=datatype)
    (quad,) = parse(f"<x:a> <x:b> {spelled} .".encode(), format=RdfFormat.N_TRIPLES)
    assert quad.object == term
    assert unspelled(spelled) == term.value


@given(LITERALS)
def test_text_and_language_are_read_from_what_the_engine_writes(term: Literal) -> None:
    store = Store()
    store.add(Quad(NamedNode("x:a"), NamedNode("x:b"), term))
    rows = cast(QuerySolutions, store.query("SELECT ?o { ?s ?p ?o }"))
    _, spelled, _ = (rows.serialize(format=QueryResultsFormat.TSV) or b"").decode().split("\n")
    stored = next(iter(store.quads_for_pattern(None, None, None))).object
    assert isinstance(stored, Literal)
    assert unspelled(spelled) == stored.value
    assert language_of(spelled) == (stored.language or "")


def test_values_of_python_have_their_datatypes() -> None:
    assert spelled_literal(5) == f'"5"^^<{XSD}integer>'
    assert spelled_literal(True) == f'"true"^^<{XSD}boolean>'
    assert spelled_literal("x", language="en") == '"x"@en'
    assert spelled_literal('"} DROP ALL #') == r'"\"} DROP ALL #"'


def test_an_iri_stands_in_brackets() -> None:
    assert spelled_iri("https://example.org/a") == "<https://example.org/a>"
    assert unspelled("<https://example.org/a>") == "https://example.org/a"


@pytest.mark.parametrize("text", ["no iri", "x:a> <x:b", "relative"])
def test_what_is_no_iri_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="IRI"):
        spelled_iri(text)


@pytest.mark.parametrize("term", ["5", "_:b", "true"])
def test_what_has_neither_brackets_nor_quotation_marks_stays_as_it_is(term: str) -> None:
    assert unspelled(term) == term
