"""RDF of others: formats by how files begin, contexts that are not fetched, faults with file and line."""

from __future__ import annotations

import io
import json
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.errors import SourceError
from rolegraph.rdf.foreign import ForeignStore, Value
from rolegraph.rdf.vocabulary import RDF, SKOS

LABEL = SKOS + "prefLabel"
TURTLE = f'<http://x/a> <{LABEL}> "A"@en .'
XML = (
    f'<rdf:RDF xmlns:rdf="{RDF}" xmlns:s="{SKOS}"><rdf:Description rdf:about="http://x/a">'
    '<s:prefLabel xml:lang="en">A</s:prefLabel></rdf:Description></rdf:RDF>'
)
JSON = json.dumps({"@id": "http://x/a", LABEL: {"@value": "A", "@language": "en"}})


def store_of(text: str | bytes, name: str = "a.ttl", folder: Path | None = None) -> ForeignStore:
    store, data = ForeignStore(folder), text.encode() if isinstance(text, str) else text
    store.read(partial(io.BytesIO, data), Path(name), "urn:file:0", lambda _: None)
    return store


@pytest.mark.parametrize("text", [TURTLE, XML, JSON, f"[{JSON}]", "\ufeff" + TURTLE, "\ufeff" + XML, "# x\n" + TURTLE])
@pytest.mark.parametrize("name", ["a.ttl", "a.rdf", "a.jsonld", "a.nt"])
def test_a_file_is_what_it_begins_as_whatever_its_name_says(text: str, name: str) -> None:
    assert store_of(text, name).values("http://x/a", LABEL) == [Value("A", "en", False, "urn:file:0")]


@given(st.sets(st.tuples(st.sampled_from("abc"), st.text("ab\u00e9\n\"'", max_size=5)), max_size=9))
def test_values_subjects_and_pairs_say_the_same(said: set[tuple[str, str]]) -> None:
    lines = "".join(f"<http://x/{node}> <{LABEL}> {json.dumps(text)} .\n" for node, text in said)
    store = store_of(lines, "a.nt")
    assert {(subject[-1], value.text) for subject, value in store.pairs(LABEL)} == said
    assert {(node, value.text) for node in "abc" for value in store.values(f"http://x/{node}", LABEL)} == said
    assert store.properties == ({LABEL: len(said)} if said else {})


def test_a_store_on_disk_says_the_same_and_keeps_digits(tmp_path: Path) -> None:
    turtle = f"<http://x/a> <{SKOS}notation> 0110 ; a <{SKOS}Concept> ."
    for store in (store_of(turtle), store_of(turtle, folder=tmp_path / "store")):
        assert [value.text for value in store.values("http://x/a", SKOS + "notation")] == ["0110"]
        assert store.subjects(RDF + "type", SKOS + "Concept") == ["http://x/a"]
        assert store.classes == {SKOS + "Concept": 1}


def test_a_context_on_the_web_is_known_or_refused_and_never_fetched() -> None:
    for address in ("https://schema.org", "http://schema.org/"):
        store = store_of(json.dumps({"@context": address, "@id": "http://x/a", "@type": "Occupation", "name": "A"}))
        assert store.classes == {"http://schema.org/Occupation": 1}
        assert [value.text for value in store.values("http://x/a", "http://schema.org/name")] == ["A"]
    with pytest.raises(SourceError, match=r"a\.jsonld: has its @context at https://x/c, and nothing is fetched"):
        store_of(json.dumps({"@context": ["https://x/c"], "a": 1}), "a.jsonld")


@pytest.mark.parametrize(
    ("text", "name", "message"),
    [
        (TURTLE + "\n<http://x/b> 1 .", "a.ttl", "line 2.*correct the Turtle"),
        ("<a> " * 3, "a.nt", "line 1.*correct the N-Triples"),
        ("{", "a.jsonld", "correct the JSON-LD"),
        ('{"a":' * 100 + "1" + "}" * 100, "a.jsonld", "nests deeper"),
        (f"<http://x/a> <{LABEL}> " + "<<( <x:a> <x:b> " * 100, "a.ttl", "nests deeper"),
        (XML.replace("<rdf:RDF", '<!DOCTYPE r [<!ENTITY a "&b;">]><rdf:RDF'), "a.rdf", "declares entities"),
        ("PK\x03\x04\0\0", "a.ttl", "is binary"),
        (TURTLE.encode("utf-16"), "a.ttl", "is UTF-16"),
        (TURTLE.replace("A", "é").encode("latin-1"), "a.ttl", "line 1"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_file(text: str | bytes, name: str, message: str) -> None:
    with pytest.raises(SourceError, match=rf"(?s)a\..*{message}"):
        store_of(text, name)


def test_nodes_without_an_iri_of_two_files_are_two() -> None:
    store = ForeignStore()
    for number in range(2):
        data = f'_:a <{LABEL}> "{number}" .'.encode()
        store.read(partial(io.BytesIO, data), Path("a.nt"), f"urn:file:{number}", lambda _: None)
    assert len({subject for subject, _ in store.pairs(LABEL)}) == 2
