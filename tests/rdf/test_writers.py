"""Both writers state the same with the same calls."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from rolegraph.rdf.vocabulary import SKOS, SOURCE, XSD
from rolegraph.rdf.writers import LineWriter, QuadWriter, StatementWriter, is_decimal, is_iri, is_language

MINE = SOURCE + "mine"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
CALLS = st.one_of(
    st.tuples(st.just("link"), st.just("x:c")),
    st.tuples(st.sampled_from(["words", "string"]), TEXTS),
    st.tuples(st.just("words"), TEXTS, st.sampled_from(["", "de", "en-us"])),
    st.tuples(st.just("integer"), st.integers(-(10**9), 10**9)),
    st.tuples(
        st.just("decimal"),
        st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from(["4.12", "-1", "007.500"]),
    ),
    st.tuples(st.just("year"), st.integers(1, 9999)),
    st.tuples(st.just("true")),
)


def write(writer: StatementWriter, calls: list[tuple[object, ...]]) -> None:
    for method, *values in calls:
        getattr(writer, str(method))("x:a", "x:b", *values)


@given(st.lists(CALLS, max_size=6), st.sampled_from(["en", "fr"]))
def test_lines_and_quads_are_the_same_statements(calls: list[tuple[object, ...]], language: str) -> None:
    lines: list[str] = []
    write(LineWriter(MINE, lines.append, language), calls)
    writer = QuadWriter(MINE, language)
    write(writer, calls)
    read = {quad.triple for quad in parse("".join(lines).encode(), format=RdfFormat.N_TRIPLES)}
    assert read == {quad.triple for quad in writer.quads}
    assert {quad.graph_name for quad in writer.quads} <= {NamedNode(MINE)}


@pytest.mark.parametrize(
    ("method", "value", "text", "datatype"),
    [
        ("integer", -3, "-3", "integer"),
        ("decimal", 1e-7, "0.0000001", "decimal"),
        ("decimal", "4.10", "4.1", "decimal"),
        ("year", 987, "0987", "gYear"),
    ],
)
def test_numbers_are_spelled_as_the_engine_has_them(method: str, value: object, text: str, datatype: str) -> None:
    writer = QuadWriter(MINE)
    write(writer, [(method, value)])
    assert [quad.object for quad in writer.quads] == [Literal(text, datatype=NamedNode(XSD + datatype))]


def test_what_is_no_language_is_refused() -> None:
    with pytest.raises(ValueError, match="no language tag"):
        QuadWriter(MINE, "en us")


def test_a_second_name_is_another_name_unless_only_its_spelling_differs() -> None:
    writer = QuadWriter(MINE)
    for label in ("Power BI", "power  bi", "PBI", "Power BI"):
        writer.name("x:a", label)
    assert {(quad.predicate.value, quad.object.value) for quad in writer.quads if isinstance(quad.object, Literal)} == {
        (SKOS + "prefLabel", "Power BI"),
        (SKOS + "altLabel", "PBI"),
    }


def test_an_iri_is_handed_out_once() -> None:
    writer = QuadWriter(MINE)
    assert [writer.unused("x:a") for _ in range(3)] == ["x:a", "x:a-2", "x:a-3"]


@given(TEXTS)
def test_what_may_stand_as_an_iri_is_read_back_from_a_line(text: str) -> None:
    if is_iri(f"x:{text}"):
        (quad,) = parse(f"<x:{text}> <x:b> <x:c> .".encode(), format=RdfFormat.N_TRIPLES)
        assert quad.subject == NamedNode(f"x:{text}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1", True), ("+0.5", True), (".5", False), ("1.", False), ("1e3", False), ("n/a", False), ("", False)],
)
def test_decimals(text: str, expected: bool) -> None:
    assert is_decimal(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"), [("en", True), ("zh-Hant-TW", True), ("", False), ("en us", False), ("english-", False)]
)
def test_language_tags(text: str, expected: bool) -> None:
    assert is_language(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("http://data.europa.eu/esco/skill/1", True), ("x:a> <x:b", False), ("skill 1", False), ("x:%zz", False)],
)
def test_iris(text: str, expected: bool) -> None:
    assert is_iri(text) is expected
