"""Datasets read as one: nodes that mean the same are one, sources replace each other, nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.joined import JoinedDataset, joined_fingerprint
from rolegraph.rdf.lexical_forms import LexicalStore
from rolegraph.rdf.vocabulary import RDF, RG, SKOS

PREFIXES = """
@prefix rg: <https://w3id.org/rolegraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://example.org/> .
"""
EX = "https://example.org/"


def dataset(trig: str) -> Dataset:
    store = LexicalStore()
    store.extend(parse((PREFIXES + trig).encode(), format=RdfFormat.TRIG))
    return Dataset(store)


def one_of(*parts: Dataset, same: dict[str, str] | None = None, below: Dataset | None = None) -> JoinedDataset:
    named = {EX + member: EX + representative for member, representative in (same or {}).items()}
    return JoinedDataset(opened=parts[0].opened, parts=parts, same=named, below=below)


OURS = dataset(
    ":ours { :sql a rg:Tool ; skos:prefLabel 'SQL'@en ; rg:effort 60 ; rg:prerequisite :data . "
    ":data a rg:Skill ; skos:prefLabel 'data'@en . :analyst rg:requires :sql }"
)
THEIRS = dataset(
    ":theirs { :language a rg:Skill ; skos:prefLabel 'query language'@en, 'Abfragesprache'@de ; "
    "skos:altLabel 'SEQUEL'@en ; skos:broader :sql, :data . :clerk rg:requires :language }"
)


def test_nodes_that_mean_the_same_are_one() -> None:
    both = one_of(OURS, THEIRS, same={"language": "sql"})
    assert both.subjects(RG + "requires", EX + "sql") == [EX + "analyst", EX + "clerk"]
    assert both.subjects(RG + "requires", EX + "language") == [EX + "analyst", EX + "clerk"]
    assert both.objects(EX + "clerk", RG + "requires") == [EX + "sql"]
    assert both.objects(EX + "language", RG + "prerequisite") == [EX + "data"]
    assert both.members(EX + "sql") == [EX + "sql", EX + "language"]


def test_it_has_the_kind_and_the_label_of_the_one_that_stands_for_it() -> None:
    both = one_of(OURS, THEIRS, same={"language": "sql"})
    assert both.objects(EX + "sql", RDF + "type") == [RG + "Tool"]
    assert both.subjects(RDF + "type", RG + "Skill") == [EX + "data"]
    # in a language in which it has none, the label of the other is its own
    assert both.texts(EX + "sql", SKOS + "prefLabel") == [("de", "Abfragesprache"), ("en", "SQL")]
    assert both.objects(EX + "sql", SKOS + "altLabel") == ["SEQUEL", "query language"]


def test_nothing_relates_to_itself_since_it_is_joined() -> None:
    both = one_of(OURS, THEIRS, same={"language": "sql"})
    assert both.objects(EX + "sql", SKOS + "broader") == [EX + "data"]
    assert (EX + "sql", EX + "sql") not in both.pairs(SKOS + "broader")


def test_a_later_source_replaces_the_one_of_its_name() -> None:
    old, new = dataset(":s { :a rg:requires :b, :c . }"), dataset(":s { :a rg:requires :d }")
    both = one_of(old, new)
    assert both.objects(EX + "a", RG + "requires") == [EX + "d"] == [end for _, end in both.pairs(RG + "requires")]
    assert both.subjects(RG + "requires", EX + "b") == []
    assert (both.size(), both.size_of(EX + "s"), both.sources()) == (1, 1, [EX + "s"])
    assert len(list(both.quads())) == 1


def test_what_lies_below_is_known_and_no_part_of_the_graph() -> None:
    both = one_of(THEIRS, same={"sql": "language"}, below=OURS)
    assert both.objects(EX + "language", RG + "prerequisite") == [EX + "data"]
    assert both.only_below == {EX + "data"}
    assert both.sources() == [EX + "theirs"]
    assert both.size() == THEIRS.size() == len(list(both.quads()))
    assert both.select("SELECT ?s { ?s rg:prerequisite ?o }".replace("rg:prerequisite", f"<{RG}prerequisite>")) == []


def test_hours_of_the_graph_come_before_those_of_what_lies_below() -> None:
    mine = dataset(":mine { :sql a rg:Tool ; rg:effort 7 }")
    both = one_of(mine, below=OURS)
    assert both.objects(EX + "sql", RG + "effort") == ["7"] == [hours for _, hours in both.pairs(RG + "effort")]
    assert one_of(THEIRS, below=OURS).objects(EX + "sql", RG + "effort") == ["60"]


def test_prerequisites_that_are_left_out_are_in_no_reading() -> None:
    both = JoinedDataset(opened=OURS.opened, parts=(OURS,), cut=frozenset([(EX + "sql", EX + "data")]))
    assert both.objects(EX + "sql", RG + "prerequisite") == []
    assert both.subjects(RG + "prerequisite", EX + "data") == []
    assert both.pairs(RG + "prerequisite") == []


def test_datasets_without_a_fingerprint_have_none_together() -> None:
    assert joined_fingerprint(["a", ""]) == ""
    assert joined_fingerprint(["a", "b"]) != joined_fingerprint(["b", "a"])


NODES = [NamedNode(EX + letter) for letter in "abcdef"]
PREDICATES = [NamedNode(SKOS + "broader"), NamedNode(RG + "requires"), NamedNode(RG + "prerequisite")]
SOURCES = [NamedNode(EX + "source" + number) for number in "12"]
QUADS = st.builds(
    Quad, st.sampled_from(NODES), st.sampled_from(PREDICATES), st.sampled_from(NODES), st.sampled_from(SOURCES)
)


@given(
    st.lists(st.lists(QUADS, max_size=8), min_size=1, max_size=3),
    st.dictionaries(st.sampled_from("abc"), st.sampled_from("def"), max_size=3),
)
def test_every_way_of_reading_says_the_same(parts: list[list[Quad]], same: dict[str, str]) -> None:
    datasets = []
    for quads in parts:
        store = LexicalStore()
        store.extend(quads)
        datasets.append(Dataset(store))
    both = one_of(*datasets, same=same)
    for predicate in (one.value for one in PREDICATES):
        pairs = both.pairs(predicate)
        by_subject = [(node.value, end) for node in NODES for end in both.objects(node.value, predicate)]
        by_object = [(start, node.value) for node in NODES for start in both.subjects(predicate, node.value)]
        shown = {node.value for node in NODES} - {EX + member for member in same}
        assert sorted(pair for pair in by_subject if pair[0] in shown) == pairs
        assert sorted(pair for pair in by_object if pair[1] in shown) == pairs
        assert {pair for pair in pairs if not {*pair} <= shown} == set()
        grouped = {(start, end) for end, starts in both.grouped(predicate) for start in starts}
        assert grouped == set(pairs)


@pytest.mark.parametrize("name", ["a.ttl"])
def test_it_knows_the_files_of_its_parts(name: str, tmp_path: Path) -> None:
    part = Dataset(LexicalStore(), (tmp_path / name,), (tmp_path / name,))
    both = JoinedDataset(opened=part.opened, files=part.files, places=part.places, parts=(part,))
    assert both.origins() == (str(tmp_path / name),)
