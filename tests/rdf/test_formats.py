"""Any statements survive a round trip through every RDF format, sources included."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple
from tests.rdf.test_blank_nodes import canonical

from rolegraph.errors import SourceError
from rolegraph.rdf import formats
from rolegraph.rdf.formats import FORMATS, flatten, numbered_quads, parse_quads, read_quads, write_quads
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.transactions import put
from rolegraph.rdf.turtle import to_trig
from rolegraph.rdf.vocabulary import PREFIXES, RDF, RG, SOURCE, XSD
from rolegraph.rdf.writers import is_iri

# Every sign that an IRI may hold and that a format might trip over.
IRI_ENDS = st.text(st.sampled_from("ab09-._~:/?#[]@!$&'()*+,;=é\u00ad\u200d文😀\ue000"), max_size=6)
ODD_IRIS = "x: a:b:c http://a/b/../c http://a/./ HTTP://A/%7e urn:a:b?+c=d#e file:///a http://a?@en".split()
IRIS = (
    (st.builds("".join, st.tuples(st.sampled_from(list(PREFIXES.values())), IRI_ENDS)) | st.sampled_from(ODD_IRIS))
    .filter(is_iri)
    .map(NamedNode)
)
ODD_TEXTS = [
    '"42"^^<http://www.w3.org/2001/XMLSchema#integer>',
    'x"@en',
    '"x"@ar--rtl',
    "<<( <x:a> <x:b> <x:c> )>>",
    "\\",
    "\\u0041",
    '\\"',
    "\r\n\t\b\f\0\x01\x7f\x85\u2028\ufeff\ufffe\uffff\U0010ffff",
    "    indented\n\n    text .\n",
    "@prefix rg: <x:> .",
]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(ODD_TEXTS)
LANGUAGES = st.sampled_from(["en", "de-at", "zh-hans-cn", "x-a1", "i-klingon"])
FORMS = [*"1 01 -2 +3 1.50 .5 1. true 1e5 INF 2024-01-01Z P1Y".split(), "not a number", "", "1 "]
NAMES = "integer decimal boolean double gYear byte date string anyURI".split()
DATATYPES = [*(XSD + name for name in NAMES), RDF + "JSON", RDF + "HTML", "x:any", "http://a/@en"]
LITERALS = st.one_of(
    st.builds(Literal, TEXTS),
    st.builds(lambda text, tag: Literal(text, language=tag), TEXTS, LANGUAGES),
    st.builds(
        lambda text, tag, direction: Literal(text, language=tag, direction=direction),
        TEXTS,
        LANGUAGES,
        st.sampled_from([BaseDirection.LTR, BaseDirection.RTL]),
    ),
    st.builds(
        lambda text, datatype: Literal(text, datatype=NamedNode(datatype)),
        st.sampled_from(FORMS) | TEXTS,
        st.sampled_from(DATATYPES),
    ),
)
BLANK_NODES = st.sampled_from([BlankNode(name) for name in ("a", "b.c", "0", "é", "0a1b2c3d4e5f60718293a4b5c6d7e8f9")])
SOURCES = st.sampled_from([NamedNode(SOURCE + name) for name in ("one", "two", "three")])
QUADS = st.builds(Quad, IRIS, IRIS, IRIS | LITERALS, SOURCES)
# Statements that read as what `flatten` adds, and statements about statements.
TERMS = st.sampled_from([NamedNode(SOURCE + "one"), NamedNode(RG + "stated-0"), NamedNode("x:a")]) | BLANK_NODES
PREDICATES = st.sampled_from([RDF + name for name in ("type", "subject", "predicate", "object", "reifies")]).map(
    NamedNode
) | st.sampled_from([NamedNode(RG + "statedIn"), NamedNode("x:p")])
CLASSES = st.sampled_from([NamedNode(RG + "Source"), NamedNode(RDF + "Statement")])
ATOMS = st.one_of(TERMS, CLASSES, IRIS, LITERALS)
TRIPLE_TERMS = st.recursive(
    st.builds(Triple, TERMS, PREDICATES, ATOMS), lambda inner: st.builds(Triple, TERMS, PREDICATES, inner), max_leaves=3
)
ODD_QUADS = st.builds(Quad, TERMS, PREDICATES, ATOMS | TRIPLE_TERMS, SOURCES | BLANK_NODES) | QUADS
DECLARATION = Quad(
    NamedNode(SOURCE + "one"), NamedNode(RDF + "type"), NamedNode(RG + "Source"), NamedNode(SOURCE + "one")
)


NO_XML = {*map(chr, range(32)), "\ufffe", "\uffff"} - set("\t\n\r")


def read_again(quads: set[Quad], suffix: str) -> set[Quad]:
    return set(parse_quads(write_quads(quads, suffix), FORMATS[suffix], Path(f"any{suffix}")))


@given(st.sets(QUADS, max_size=15), st.sampled_from(sorted(FORMATS.keys() - {".rdf", ".owl", ".xml"})))
def test_statements_survive_a_round_trip_through_each_format(quads: set[Quad], suffix: str) -> None:
    assert read_again(quads, suffix) == quads


@given(st.sets(ODD_QUADS, max_size=8), st.sampled_from(sorted(FORMATS)))
def test_whatever_can_be_stated_is_read_back_or_refused_by_a_format_without_it(quads: set[Quad], suffix: str) -> None:
    if suffix == ".jsonld" and any(isinstance(quad.object, Triple) for quad in quads):
        with pytest.raises(SourceError, match=r"graph\.jsonld: JSON-LD cannot hold .* or write TriG"):
            write_quads(quads, suffix)
    elif FORMATS[suffix] == RdfFormat.RDF_XML and any(is_no_xml(quad) for quad in flatten(quads)):
        with pytest.raises(SourceError, match=r"(?s)XML cannot hold .* or write Turtle"):
            write_quads(quads, suffix)
    else:
        assert canonical(read_again(quads, suffix)) == canonical(quads)


def is_no_xml(quad: Quad) -> bool:
    """Whether a statement holds what XML has no place for."""
    object_ = quad.object
    odd = isinstance(object_, Literal) and (object_.direction or not set(object_.value).isdisjoint(NO_XML))
    return bool(
        odd or isinstance(object_, Triple) or not re.search(r".[A-Za-z_][A-Za-z0-9_.-]*\Z", quad.predicate.value)
    )


@given(st.sets(ODD_QUADS, max_size=8), st.sampled_from([".trig", ".nq", ".ttl", ".nt", ".rdf"]), st.randoms())
def test_the_order_of_statements_changes_no_byte(quads: set[Quad], suffix: str, random: Random) -> None:
    quads = {quad for quad in quads if suffix != ".rdf" or not is_no_xml(quad)}
    shuffled = sorted(quads, key=str)
    random.shuffle(shuffled)
    assert write_quads(shuffled, suffix) == write_quads(sorted(quads, key=str), suffix)


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


def test_what_would_not_be_read_back_is_not_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(formats, "to_trig", lambda quads: to_trig(list(quads)[1:]))
    place = tmp_path / "graph.trig"
    place.write_bytes(b"<x:before> <x:p> <x:o> .")
    with pytest.raises(
        SourceError, match=r"graph\.trig: TriG would not give back every statement as it is: <x:before> .*change"
    ):
        put(place, [DECLARATION])
    assert place.read_bytes() == b"<x:before> <x:p> <x:o> ."


@pytest.mark.parametrize("suffix", [".ttl", ".trig", ".nt", ".nq"])
def test_a_text_that_is_too_long_to_be_read_again_is_not_written(suffix: str, tmp_path: Path) -> None:
    long = Quad(NamedNode("x:a"), NamedNode("x:b"), Literal("x" * 1_000_001), NamedNode("x:g"))
    with pytest.raises(SourceError, match=r"would not be read again: a line is 1,000,\d\d\d bytes long \(change"):
        put(tmp_path / f"graph{suffix}", [long])


def test_relative_iris_of_two_files_are_two_nodes(tmp_path: Path) -> None:
    for name in ("My notes.ttl", "other.trig", "third.jsonld"):
        text = '{"@id": "#me", "x:p": {"@id": "a/b"}}' if name.endswith("jsonld") else "<#me> <x:p> <a/b> ."
        (tmp_path / name).write_text(text)
    quads = list(open_dataset([tmp_path]).quads())
    assert len({quad.subject for quad in quads}) == len({quad.object for quad in quads}) == 3
    assert NamedNode("file:///My%20notes.ttl/#me") in {quad.subject for quad in quads}
    ((line, number),) = numbered_quads(tmp_path / "My notes.ttl")
    assert (line.subject, number) == (NamedNode("file:///My%20notes.ttl/#me"), 1)


def test_a_relative_iri_stays_the_same_node_when_a_file_is_written_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "notes.ttl").write_text("<a> <x:p> <#b> . @base <http://example.org/> . <a> <x:p> <b> .")
    quads = read_quads(tmp_path / "notes.ttl")
    (tmp_path / "copy.trig").write_bytes(write_quads(quads, ".trig"))
    assert set(read_quads(tmp_path / "copy.trig")) == set(quads)
    assert {str(quad.subject) for quad in quads} == {"<file:///notes.ttl/a>", "<http://example.org/a>"}


@pytest.mark.parametrize("suffix", sorted(FORMATS))
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16_is_named_with_a_cure(encoding: str, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"graph{suffix}"
    path.write_bytes(write_quads([DECLARATION], suffix).decode().encode(encoding))
    cure = "iconv -f UTF-(16|16LE|16BE|32) -t UTF-8 FILE > NEW" if encoding != "utf-32" else "iconv -f UTF-32"
    with pytest.raises(SourceError, match=rf", line 1: is UTF-\d\d(LE|BE)?, not UTF-8 \(convert it: {cure}"):
        read_quads(path)


@pytest.mark.parametrize("content", [b"", b" \n", b"# nothing\n", b"@prefix a: <x:> .\n"])
def test_a_file_without_statements_is_an_empty_graph(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "empty.ttl").write_bytes(content)
    assert open_dataset([tmp_path / "empty.ttl"]).size() == 0
    (tmp_path / "other.ttl").write_text("<x:a> <x:b> <x:c> .")
    assert open_dataset([tmp_path]).size() == 1
    assert put(tmp_path / "empty.ttl", [DECLARATION]).added == 1


def test_marks_of_a_graph_itself_are_kept_in_turtle() -> None:
    one, two = NamedNode(SOURCE + "one"), NamedNode(SOURCE + "two")
    quads = {DECLARATION, Quad(one, NamedNode(RG + "statedIn"), two, one), Quad(one, NamedNode("x:p"), one, two)}
    for suffix in (".ttl", ".nt"):
        assert read_again(quads, suffix) == quads
        assert read_again({DECLARATION, Quad(one, NamedNode(RG + "statedIn"), two, one)}, suffix) < quads


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
