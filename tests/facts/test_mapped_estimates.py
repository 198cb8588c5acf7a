from __future__ import annotations

from pathlib import Path

import rolegraph
from rolegraph.facts.entities import effort
from rolegraph.facts.graph_facts import GraphFacts
from rolegraph.facts.mapped_estimates import mapped_capabilities, mapped_effort
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import LEARNABLE_KINDS, Kind, Node

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
    assert theirs.reason == "that of statistics, which is the same"
    assert GraphFacts(graph.dataset).estimates == {STATISTICS: ours.hours}


def test_what_no_mapping_names_has_no_estimate(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, THEIRS)
    juggling = Node("https://example.org/juggling", Kind.SKILL, "juggling")
    assert mapped_effort(juggling.iri) is None
    assert not effort(graph.dataset, juggling).estimated


def test_an_estimate_of_the_graph_itself_comes_first(tmp_path: Path) -> None:
    graph = graph_of(tmp_path, f"{THEIRS} <{STATISTICS}> rg:effort 7 .")
    assert effort(graph.dataset, Node(STATISTICS, Kind.SKILL, "statistics")).hours == 7
    assert GraphFacts(graph.dataset).estimates == {STATISTICS: 7}


def test_every_mapped_capability_is_one_that_is_shipped_and_learned_by_doing() -> None:
    shipped = {node for kind in LEARNABLE_KINDS for node in rolegraph.open().nodes(kind)}
    assert len(mapped_capabilities()) > 20
    assert {node.iri for node in mapped_capabilities().values()} <= {node.iri for node in shipped}
