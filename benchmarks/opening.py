"""Opening the shipped graph, parsed and from the cache, and asking it, beside rdflib's memory store and NetworkX."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import rdflib
from timing import alternate, show

import rolegraph
from rolegraph.facts.cache import names_of, open_indexed
from rolegraph.graph import RoleGraph
from rolegraph.rdf.files import shipped

ROUNDS = 25


def rdflib_graph(files: list[Path]) -> rdflib.Graph:
    graph = rdflib.Graph()
    for path in files:
        graph.parse(path)
    return graph


def by_hand(graph: RoleGraph) -> float:
    """What one would write in an afternoon: the hours of everything missing, each with all of its prerequisites."""
    learning = graph.to_networkx("learning")
    before: nx.DiGraph[str] = nx.DiGraph()
    before.add_edges_from((a, b) for a, b, data in learning.edges(data=True) if "prerequisite" in data["relation"])
    have = {one.iri for holding in graph.profile("data-science-engineer").holdings for one in holding.one_of}
    wanted: set[str] = set()
    for asked in graph.role("lead-ml-engineer").requirements:
        first = asked.any_of[0].iri
        if asked.essential and first in learning and not have & {one.iri for one in asked.any_of}:
            wanted |= {first} | (nx.ancestors(before, first) if first in before else set())
    return sum(float(learning.nodes[iri]["hours"]) for iri in wanted - have)


def main() -> None:
    folder = shipped("data")
    files = sorted(folder.glob("*.ttl"))
    graph = rolegraph.open(folder)
    names_of(open_indexed([folder]))  # is in the cache from here on
    timings = alternate(
        {
            "rolegraph.open": lambda: rolegraph.open(folder),
            "open_indexed, warm": lambda: open_indexed([folder]).store,
            "open_indexed, warm, names alone": lambda: names_of(open_indexed([folder])).find("python"),
            "rdflib.Graph().parse": lambda: rdflib_graph(files),
            "path, warm": lambda: graph.path("data-science-engineer", "lead-ml-engineer"),
            "plain NetworkX, whole graph": lambda: by_hand(graph),
        },
        ROUNDS,
    )
    show(
        f"The shipped graph ({len(graph.dataset.store):,} statements), median of {ROUNDS} runs (quartiles)",
        timings,
        {
            "rdflib / rolegraph, opening": ("rdflib.Graph().parse", "rolegraph.open", "above 5"),
            "parsed / from the cache": ("rolegraph.open", "open_indexed, warm", "above 1.4"),
            "parsed / names alone from the cache": ("rolegraph.open", "open_indexed, warm, names alone", "above 5"),
            "plain NetworkX / rolegraph, path": ("plain NetworkX, whole graph", "path, warm", "above 1"),
        },
    )


if __name__ == "__main__":
    main()
