from __future__ import annotations

from pathlib import Path

import rolegraph
from rolegraph.facts.entities import effort
from rolegraph.facts.graph_facts import GraphFacts
from rolegraph.facts.knowledge import knowledge
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind, Node
from rolegraph.rdf.vocabulary import RDF, RG

PREFIXES = """
@prefix rg: <https://w3id.org/rolegraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""

STATISTICS = "http://data.europa.eu/esco/skill/7ee4c2ea-b349-4bd2-81a3-ec31475d4833"
THEIRS = f"""{PREFIXES}
<{STATISTICS}> a rg:Skill ; skos:prefLabel "statistics"@en .
<https://example.org/juggling> a rg:Skill ; skos:prefLabel "juggling"@en .
"""


def graph_of(folder: Path, turtle: str) -> RoleGraph:
    (folder / "theirs.ttl").write_text(turtle, encoding="utf-8")
    return rolegraph.open(folder / "theirs.ttl")


def test_what_a_mapping_says_is_ours_takes_what_our_editors_say(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, THEIRS)
    ours = rolegraph.open().capability("skill/statistics").effort
    theirs = effort(graph.dataset, Node(STATISTICS, Kind.SKILL, "statistics"))
    assert ours is not None
    assert (theirs.hours, theirs.estimated) == (ours.hours, True)
    assert theirs.basis == f"{ours.basis}, by a mapping"
    assert theirs.reason == "that of statistics, which is the same: a first and a second course, with exercises"
    assert GraphFacts(graph.dataset).estimates[STATISTICS] == ours.hours


def test_what_no_mapping_names_has_no_estimate(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, THEIRS)
    juggling = Node("https://example.org/juggling", Kind.SKILL, "juggling")
    assert not effort(graph.dataset, juggling).estimated


def test_an_estimate_of_the_graph_itself_comes_first(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, f"{THEIRS} <{STATISTICS}> rg:effort 7 .")
    assert effort(graph.dataset, Node(STATISTICS, Kind.SKILL, "statistics")).hours == 7
    assert GraphFacts(graph.dataset).estimates[STATISTICS] == 7


def test_what_is_known_is_of_capabilities_and_of_no_role() -> None:
    shipped = rolegraph.open()
    known = knowledge()
    for kind in Kind:
        nodes = {node.iri for node in shipped.nodes(kind)} if kind is not Kind.SOURCE else set()
        stated = set(known.subjects(RDF + "type", kind.class_iri)) if kind is not Kind.SOURCE else set()
        assert stated == (nodes if kind in (*CAPABILITY_KINDS, Kind.FIELD, Kind.CATEGORY, Kind.GROUP) else set())
    for term in ("effort", "prerequisite", "closeTo"):
        assert known.pairs(RG + term) == shipped.dataset.pairs(RG + term)
    assert not known.pairs(RG + "hasRequirement")
