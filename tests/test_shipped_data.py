"""The graph that is shipped: valid, free of circles and double names, every statement with its source."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

import rolegraph
from rolegraph import Kind, labels
from rolegraph.names import fold
from rolegraph.resources import shipped
from rolegraph.store.opening import open_dataset
from rolegraph.store.rdf_files import read_quads, write_quads
from rolegraph.vocabulary import CAPABILITY_KINDS, ID, LEARNABLE_KINDS, RDF, RG, SKOS, SOURCE

FILES = sorted(shipped("data").glob("*.ttl"))
GRAPH = rolegraph.open(*FILES)


def test_every_triple_passes_the_shapes() -> None:
    assert GRAPH.validate().violations == ()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_one_source_in_canonical_form(path: Path) -> None:
    quads = read_quads(path)
    assert {str(quad.graph_name).strip("<>") for quad in quads} == {SOURCE + path.stem}
    assert write_quads(quads, ".ttl") == path.read_bytes()


def test_no_words_of_others_are_shipped() -> None:
    assert not any("quote" in str(quad.predicate) for path in FILES for quad in read_quads(path))


def test_prerequisites_lead_nowhere_in_a_circle() -> None:
    # the view itself refuses a circle
    assert GRAPH.to_networkx("learning").number_of_nodes() > 200


def test_every_skill_and_tool_has_a_definition_and_an_effort() -> None:
    for kind in LEARNABLE_KINDS:
        for node in GRAPH.nodes(kind):
            assert GRAPH.dataset.objects(node.iri, SKOS + "definition"), node
            assert GRAPH.dataset.objects(node.iri, RG + "effort"), node


def test_a_name_means_one_capability() -> None:
    names = Counter(
        name
        for node, others in labels.names(GRAPH.dataset)
        if node.kind in CAPABILITY_KINDS
        for name in {fold(node.label), *map(fold, others)}
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_a_prerequisite_that_follows_from_another_is_not_stated() -> None:
    import networkx as nx

    learning = GRAPH.to_networkx("learning")
    before: nx.DiGraph[str] = nx.DiGraph()
    before.add_edges_from((a, b) for a, b, data in learning.edges(data=True) if "prerequisite" in data["relation"])
    superfluous = set(before.edges) - set(nx.transitive_reduction(before).edges)
    assert superfluous == set()


def test_nothing_is_close_to_its_own_prerequisite() -> None:
    # Efforts leave prerequisites out already; a foothold there would count the same hours twice.
    relations = [data["relation"].split("+") for _, _, data in GRAPH.to_networkx("learning").edges(data=True)]
    assert not [one for one in relations if {"close", "prerequisite"} <= set(one)]


def test_nothing_is_close_to_what_is_broader() -> None:
    # Closeness is a skos:related, which SKOS keeps apart from broader over any number of steps.
    import networkx as nx

    learning = GRAPH.to_networkx("learning")
    edges = [(a, b, data["relation"].split("+")) for a, b, data in learning.edges(data=True)]
    narrower: nx.DiGraph[str] = nx.DiGraph()
    narrower.add_nodes_from(learning)
    narrower.add_edges_from((a, b) for a, b, relations in edges if "narrower" in relations)
    assert nx.is_directed_acyclic_graph(narrower)
    assert not [(a, b) for a, b, relations in edges if "close" in relations and b in nx.descendants(narrower, a)]


def test_a_kind_is_never_cheaper_than_all_that_fall_under_it() -> None:
    # Else a plan would have people learn "query languages" rather than one of them.
    learning = GRAPH.to_networkx("learning")
    tools = {node.iri for node in GRAPH.nodes(Kind.TOOL)}
    members: dict[str, list[float]] = {}
    for narrower, broader, data in learning.edges(data=True):
        if "narrower" in data["relation"].split("+") and narrower in tools:
            members.setdefault(broader, []).append(learning.nodes[narrower]["hours"])
    assert not [kind for kind, hours in members.items() if learning.nodes[kind]["hours"] < min(hours)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_source_stands_alone(path: Path) -> None:
    # whatever a file points at among our own nodes, it also types and, where people call it by name, names
    alone = open_dataset([path])
    named = {node.iri for node, _ in labels.names(alone)}
    typed = {iri for iri, _ in alone.pairs(RDF + "type")}
    objects = {str(quad.object).strip("<>") for quad in alone.quads()}
    pointed_at = {iri for iri in objects if iri.startswith(ID)}
    assert len(pointed_at) > 20
    assert pointed_at <= typed
    assert {iri for iri in named if not alone.objects(iri, SKOS + "prefLabel")} == set()


@pytest.mark.parametrize("start", [role.slug for role in GRAPH.nodes(Kind.ROLE)])
@pytest.mark.parametrize("goal", [role.slug for role in GRAPH.nodes(Kind.ROLE)])
def test_there_is_an_optimal_path_between_any_two_roles(start: str, goal: str) -> None:
    path = GRAPH.path(start, goal)
    assert path.optimal
    assert bool(path.steps) == (start != goal)


def test_the_path_that_the_readme_shows() -> None:
    path = GRAPH.path("data-science-engineer", "lead-ml-engineer")
    labels_ = [step.node.label for step in path.steps]
    assert set(labels_) >= {
        "machine learning",
        "statistical analysis",
        "data modeling",
        "leadership",
        "project management",
    }
    assert labels_.index("statistics") < labels_.index("machine learning") < labels_.index("Scikit-learn")
    assert "Python" not in labels_
    assert path.gates == ()
    assert {one.requirement.label for one in path.options if one.requirement.used} >= {"Docker", "Kubernetes", "Git"}
