"""RDF in XML as people and editors write it: encodings, entities, other XML; and what XML cannot hold."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad

from rolegraph.errors import SourceError
from rolegraph.rdf.formats import is_rdf, numbered_quads, read_quads, write_quads
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.rdf_xml import as_utf8
from rolegraph.rdf.vocabulary import RDF, RG, SKOS, SOURCE

BODY = (
    f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:skos="{SKOS}"><skos:Concept rdf:about="http://x/a">\n'
    '<skos:prefLabel xml:lang="fr">{label}</skos:prefLabel>\n</skos:Concept></rdf:RDF>'
)


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "windows-1252", "UTF-8", "iso-8859-15"])
def test_the_encoding_that_a_file_declares_is_read(encoding: str, tmp_path: Path) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>\n' + BODY.format(label="Bûcheron")
    path = written(tmp_path / "a.rdf", text, encoding)
    assert {quad.object.value for quad in read_quads(path) if isinstance(quad.object, Literal)} == {"Bûcheron"}
    assert [line for _, line in numbered_quads(path)] == [2, 3]


@pytest.mark.parametrize("encoding", ["klingon", "ascii", "utf-16", "zlib"])
def test_a_file_that_is_not_in_the_encoding_it_declares_is_named(encoding: str, tmp_path: Path) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>' + BODY.format(label="Bûcheron")
    with pytest.raises(SourceError, match=r"a\.rdf"):
        read_quads(written(tmp_path / "a.rdf", text, "latin-1"))


def test_entities_that_shorten_iris_are_read_and_those_that_grow_are_not(tmp_path: Path) -> None:
    short = '<!DOCTYPE rdf:RDF [ <!ENTITY x "http://x/" > ]>' + BODY.format(label="&x;b")
    assert Literal("http://x/b", language="fr") in {
        quad.object for quad in read_quads(written(tmp_path / "a.owl", short))
    }
    for entity in ('x "&y;&y;"', 'x SYSTEM "file:///etc/passwd"', '% x "a"', f'x "{"a" * 400}"'):
        path = written(tmp_path / "b.owl", f"<!DOCTYPE r [ <!ENTITY {entity}> ]>" + BODY.format(label="&x;"))
        with pytest.raises(SourceError, match=r"b\.owl.*declares entities"):
            read_quads(path)


def test_other_xml_is_no_graph_and_does_not_keep_a_folder_from_being_one(tmp_path: Path) -> None:
    feed = written(tmp_path / "feed.xml", "<rss><channel/></rss>")
    graph = written(tmp_path / "graph.xml", BODY.format(label="a"))
    assert not is_rdf(feed)
    assert is_rdf(graph)
    assert open_dataset([tmp_path]).files == (graph,)
    with pytest.raises(SourceError, match=r"feed\.xml.*not RDF in XML"):
        open_dataset([feed])


def test_elements_that_nest_without_end_are_refused(tmp_path: Path) -> None:
    deep = BODY.format(label="<rdf:Description><rdf:value>" * 100_000)
    with pytest.raises(SourceError, match="nests deeper"):
        read_quads(written(tmp_path / "a.rdf", deep))


def test_what_is_written_is_xml_that_others_read() -> None:
    graph = NamedNode(SOURCE + "a")
    said = [
        Quad(graph, NamedNode(RDF + "type"), NamedNode(RG + "Source"), graph),
        Quad(graph, NamedNode(SKOS + "note"), Literal("<&> \"'\r\n]]>", language="en"), graph),
        Quad(graph, NamedNode("http://x/y?p=1&q"), Literal("1", datatype=NamedNode("http://x/&t")), graph),
    ]
    data = write_quads(said, ".rdf")
    read = rdflib.Graph().parse(data=data, format="xml")
    assert {str(object_) for object_ in read.objects()} == {RG + "Source", "<&> \"'\r\n]]>", "1"}


def test_a_property_without_a_name_is_refused_with_a_cure() -> None:
    graph = NamedNode(SOURCE + "a")
    with pytest.raises(SourceError, match=r"graph\.rdf: XML cannot hold the property <http://x/1>.*write Turtle"):
        write_quads([Quad(graph, NamedNode("http://x/1"), graph, graph)], ".rdf")


def test_a_declaration_without_an_encoding_changes_nothing() -> None:
    for text in (b"", b"<?xml version='1.0'?><a/>", b"<a/>", b'<?xml version="1.0" encoding="utf-8"?><a/>'):
        assert as_utf8(text, Path("a.rdf")) == text
