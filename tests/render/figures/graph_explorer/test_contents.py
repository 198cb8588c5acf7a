"""What a graph holds: every node and every relation, counted as SPARQL counts them; and what is left out is said."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rolegraph
from rolegraph.errors import RolegraphError
from rolegraph.facts.matches import all_mappings
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind
from rolegraph.render.figures.graph_explorer.contents import Contents, read_contents

GRAPH = rolegraph.open()
SHIPPED = read_contents(GRAPH.dataset, GRAPH.lexicon)
_PREFIXES = """
PREFIX rg: <https://w3id.org/rolegraph/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""


def pairs_of(contents: Contents, forward: str) -> set[tuple[str, str]]:
    """The IRIs that relations of a name join."""
    nodes = contents.nodes
    return {
        (nodes[start].iri, nodes[end].iri)
        for relation in contents.relations
        if relation.words.forward == forward
        for start, end, _ in relation.edges
    }


def counted_by_sparql(graph: RoleGraph, pattern: str) -> set[tuple[str, str]]:
    rows = graph.dataset.select(f"{_PREFIXES} SELECT DISTINCT ?s ?o {{ {pattern} FILTER(isIRI(?o) && ?s != ?o) }}")
    return {(row["s"], row["o"]) for row in rows}


@pytest.mark.parametrize(
    ("forward", "pattern"),
    [
        ("requires", "?s rg:requires ?o"),
        ("requires one of", "?s rg:accepts ?o"),
        ("nice to have", "?s rg:prefers ?o"),
        ("uses", "?s rg:usesTool ?o"),
        ("found in", "?s rg:foundIn ?o"),
        ("needs first", "?s rg:prerequisite ?o"),
        ("is a kind of", "?s skos:broader ?o"),
        ("in the category", "?s rg:category ?o . ?s a ?t . ?o a rg:Category FILTER(STRSTARTS(STR(?t), STR(rg:)))"),
        ("is responsible for", "?s rg:hasResponsibility ?o . ?s a rg:Role"),
        ("also asks for", "?s rg:alsoAsks/rg:anyOf ?o"),
        ("requires, for example", "?s rg:hasRequirement/rg:example ?o"),
    ],
)
def test_relations_are_those_that_sparql_finds(forward: str, pattern: str) -> None:
    assert pairs_of(SHIPPED, forward) == counted_by_sparql(GRAPH, pattern)


def test_every_node_of_a_kind_is_there() -> None:
    for kind, count in SHIPPED.by_kind.items():
        rows = GRAPH.dataset.select(f"SELECT DISTINCT ?s {{ ?s a <{kind.class_iri}> }}")
        assert count == len(rows), kind


def test_what_roles_ask_for_is_what_the_exported_network_says() -> None:
    network = cast("nx.DiGraph[str]", GRAPH.to_networkx("requirements"))
    asked = {
        (role, end)
        for role, requirement, data in network.edges(data=True)
        if data["relation"] == "hasRequirement"
        for _, end, onwards in network.out_edges(requirement, data=True)
        if onwards["relation"] == "anyOf"
    }
    stated = [pairs_of(SHIPPED, words) for words in ("requires", "requires one of", "nice to have")]
    assert asked == set().union(*stated)


def test_levels_are_those_that_requirements_state() -> None:
    of_role = {GRAPH.role(node).node.iri: GRAPH.role(node) for node in GRAPH.nodes(Kind.ROLE)[:5]}
    for relation in SHIPPED.relations[:3]:
        for start, end, level in relation.edges:
            role = of_role.get(SHIPPED.nodes[start].iri)
            if role is None:
                continue
            ends = SHIPPED.nodes[end]
            stated = [int(one.level or 0) for one in role.requirements if ends.iri in {n.iri for n in one.any_of}]
            assert level == max(stated)


def test_both_ends_of_mappings_to_elsewhere_are_counted() -> None:
    assert SHIPPED.outside == len(all_mappings(GRAPH.dataset))
    assert f"{SHIPPED.outside} mappings to what other graphs hold." in SHIPPED.summary


@settings(max_examples=12)
@given(st.integers(1, 800))
def test_what_is_left_out_is_counted(most: int) -> None:
    contents = read_contents(GRAPH.dataset, GRAPH.lexicon, most)
    assert (contents.total_nodes, contents.total_edges) == (len(SHIPPED.nodes), SHIPPED.edges)
    assert len(contents.nodes) == min(most, len(SHIPPED.nodes))
    assert bool(contents.cut) == (len(contents.nodes) < len(SHIPPED.nodes))
    assert set(contents.nodes) <= set(SHIPPED.nodes)


def test_a_node_that_is_asked_about_is_never_left_out() -> None:
    node = SHIPPED.nodes[-1]
    assert node in read_contents(GRAPH.dataset, GRAPH.lexicon, 1, node).nodes


def test_a_node_of_no_graph_is_refused(small: RoleGraph) -> None:
    with pytest.raises(RolegraphError, match="only known from elsewhere"):
        read_contents(small.dataset, small.lexicon, around=SHIPPED.nodes[0])


def test_relations_of_other_vocabularies_have_their_names(tmp_path: Path) -> None:
    place = tmp_path / "other.ttl"
    place.write_text("""
        @prefix rg: <https://w3id.org/rolegraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
        @prefix o: <https://example.org/terms/> . @prefix x: <https://example.org/> .
        x:a a rg:Skill ; skos:prefLabel "A"@en ; o:isPartOf x:b ; o:note "no node" ; skos:related x:b .
        x:b a rg:Skill ; skos:prefLabel "B"@en ; skos:related x:a .
    """)
    graph = rolegraph.open(place)
    contents = read_contents(graph.dataset, graph.lexicon)
    assert {relation.words.forward: len(relation.edges) for relation in contents.relations} == {
        "is part of": 1,
        "related to": 1,
    }


def test_graphml_holds_every_node_and_every_relation(tmp_path: Path) -> None:
    picture = GRAPH.picture("graph")
    for suffix, read in ((".graphml", nx.read_graphml), (".gexf", nx.read_gexf)):
        network = read(picture.save(tmp_path / f"graph{suffix}"))
        assert network.number_of_nodes() == len(SHIPPED.nodes)
        assert network.number_of_edges() == SHIPPED.edges
        read_back = {(start, end, data["relation"]) for start, end, data in network.edges(data=True)}
        assert {pair[:2] for pair in read_back if pair[2] == "needs first"} == pairs_of(SHIPPED, "needs first")
