"""Any statements survive a round trip through every RDF format, sources included."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from rolegraph.rdf.formats import FORMATS, numbered_quads, parse_quads, read_quads, write_quads
from rolegraph.rdf.vocabulary import PREFIXES, RDF, RG, SOURCE, XSD

LOCAL_NAMES = st.text(st.sampled_from("ab-._~9é(%20"), max_size=4).filter(lambda text: "%" not in text)
IRIS = st.builds(
    lambda namespace, name: NamedNode(namespace + name), st.sampled_from(list(PREFIXES.values())), LOCAL_NAMES
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
LITERALS = st.one_of(
    st.builds(Literal, TEXTS),
    st.builds(lambda text, tag: Literal(text, language=tag), TEXTS, st.sampled_from(["en", "de-at"])),
    st.builds(
        lambda text, name: Literal(text, datatype=NamedNode(XSD + name)),
        st.sampled_from(["1", "01", "-2", "+3", "1.50", ".5", "1.", "true", "1e5", "not a number"]),
        st.sampled_from(["integer", "decimal", "boolean", "double", "gYear"]),
    ),
)
SOURCES = st.sampled_from([NamedNode(SOURCE + name) for name in ("one", "two", "three")])
QUADS = st.builds(Quad, IRIS, IRIS, st.one_of(IRIS, LITERALS), SOURCES)
DECLARATION = Quad(
    NamedNode(SOURCE + "one"), NamedNode(RDF + "type"), NamedNode(RG + "Source"), NamedNode(SOURCE + "one")
)


@given(st.sets(QUADS, min_size=1, max_size=15), st.sampled_from(sorted(FORMATS)))
def test_statements_survive_a_round_trip_through_each_format(quads: set[Quad], suffix: str) -> None:
    written = write_quads(quads, suffix)
    assert set(parse_quads(written, FORMATS[suffix], Path(f"any{suffix}"))) == quads


def test_a_file_of_one_source_is_plain_turtle() -> None:
    text = write_quads([DECLARATION], ".ttl").decode()
    assert text == (f"@prefix rg: <{RG}> .\n@prefix source: <{SOURCE}> .\n\nsource:one\n    a rg:Source .\n")


def test_blank_nodes_stay_the_same_node() -> None:
    node, p = BlankNode("n"), NamedNode(RG + "p")
    quads = [Quad(node, p, Literal("x"), DECLARATION.graph_name), Quad(node, p, node, DECLARATION.graph_name)]
    for suffix in FORMATS:
        read = parse_quads(write_quads([DECLARATION, *quads], suffix), FORMATS[suffix], Path("any"))
        about = [quad for quad in read if quad.predicate == p]
        assert len(about) == 2
        assert {quad.subject for quad in about} == {quad.object for quad in about if isinstance(quad.object, BlankNode)}


def test_a_file_that_names_no_source_speaks_for_itself(tmp_path: Path) -> None:
    path = tmp_path / "My Notes.ttl"
    path.write_text("<http://example.org/a> <http://example.org/b> <http://example.org/c> .")
    assert {quad.graph_name for quad in read_quads(path)} == {NamedNode(SOURCE + "my-notes")}


def test_several_sources_without_marks_are_the_files(tmp_path: Path) -> None:
    path = tmp_path / "two.ttl"
    path.write_text(f"<{SOURCE}one> a <{RG}Source> . <{SOURCE}two> a <{RG}Source> .")
    assert {quad.graph_name for quad in read_quads(path)} == {NamedNode(SOURCE + "two")}


def test_what_is_added_by_hand_to_a_file_of_several_sources_is_the_files(tmp_path: Path) -> None:
    # a bug: without a mark of its own it was put into no source's graph
    path = tmp_path / "both.ttl"
    subject, predicate = DECLARATION.subject, DECLARATION.predicate
    quads = [Quad(subject, predicate, Literal(name), NamedNode(SOURCE + name)) for name in ("one", "two")]
    path.write_bytes(write_quads(quads, ".ttl") + b"\n<http://example.org/a> <http://example.org/b> 'new' .\n")
    read = read_quads(path)
    assert set(quads) < set(read)
    assert {str(quad.graph_name) for quad in set(read) - set(quads)} == {f"<{SOURCE}both>"}


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_a_byte_order_mark_is_no_part_of_the_text(suffix: str) -> None:
    data = b"\xef\xbb\xbf" + write_quads([DECLARATION], suffix)
    assert parse_quads(data, FORMATS[suffix], Path("any")) == [DECLARATION]


def test_a_statement_has_the_line_on_which_it_ends_however_long_its_lines_are(tmp_path: Path) -> None:
    # a bug: a line of more than 4,096 bytes aborted the process
    path = tmp_path / "long.ttl"
    text = "a" * 9000
    path.write_text(
        f"<http://x/a>\n <http://x/p> '{text}'\n.\n# {text}\n<http://x/b> <http://x/p> [ <http://x/q> 1 ;\n"
    )
    with path.open("a") as file:
        file.write(f' <http://x/r> """{text}\n\n{text}""" ] .\n')
    lines = [line for _, line in numbered_quads(path)]
    assert lines == [3, 5, 8, 8]


@given(
    st.lists(st.tuples(st.sampled_from([1, 30, 1023, 1024, 4096, 9000]), st.integers(0, 3)), min_size=1, max_size=6),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
)
def test_every_statement_has_its_line_whatever_ends_the_lines(
    tmp_path_factory: pytest.TempPathFactory, statements: list[tuple[int, int]], end: str, marked: bool
) -> None:
    path = tmp_path_factory.mktemp("lines") / "any.ttl"
    text, wanted = "", []
    for length, breaks in statements:
        text += f"<http://x/s> <http://x/{length}>{end * breaks} '{'é' * length}' .{end}"
        wanted.append(text.count(end))
    path.write_bytes(b"\xef\xbb\xbf" * marked + text.encode())
    assert [line for _, line in numbered_quads(path)] == wanted
