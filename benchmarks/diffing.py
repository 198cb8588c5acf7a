"""Telling what changed between two graphs of O*NET's size, beside reading both and comparing their statements as sets.

One in twenty requirements of the later graph asks for another level, one in a hundred uses of a tool is gone, and all
requirements have other IRIs, as after a release that rewrote them.
"""

from __future__ import annotations

import resource
import tempfile
from collections.abc import Iterator
from pathlib import Path

import synthetic
from pyoxigraph import NamedNode, Quad, Store
from timing import alternate, show

import rolegraph
from rolegraph.model.nodes import Kind, node_iri
from rolegraph.rdf.vocabulary import RG

ROUNDS = 3
_REQUIREMENT = node_iri(Kind.REQUIREMENT, "")


def later() -> Iterator[Quad]:
    """The statements of the later graph."""
    for number, quad in enumerate(synthetic.quads()):
        subject, term, value = quad.subject, quad.predicate.value.removeprefix(RG), quad.object
        if term == "usesTool" and number % 100 == 0:
            continue
        if term == "level" and number % 20 == 0:
            value = NamedNode(RG + "expert")
        if isinstance(subject, NamedNode) and subject.value.startswith(_REQUIREMENT):
            subject = NamedNode(subject.value + "-2")
        if isinstance(value, NamedNode) and value.value.startswith(_REQUIREMENT):
            value = NamedNode(value.value + "-2")
        yield Quad(subject, quad.predicate, value, quad.graph_name)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder) / "old", Path(folder) / "new"
        synthetic.build(old)
        store = Store(str(new))
        store.bulk_extend(later())
        store.flush()
        del store
        timings = alternate(
            {
                "RoleGraph.diff": lambda: rolegraph.open(old).diff(rolegraph.open(new)),
                "all statements as sets": lambda: (
                    set(rolegraph.open(old).dataset.quads()) ^ set(rolegraph.open(new).dataset.quads())
                ),
            },
            ROUNDS,
        )
    show(
        f"Two graphs of O*NET's size, median of {ROUNDS} runs (quartiles)",
        timings,
        {"RoleGraph.diff / sets of all statements": ("RoleGraph.diff", "all statements as sets", "below 2")},
    )
    print(f"  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:9.0f} MB at most")


if __name__ == "__main__":
    main()
