"""Validating a million statements, in memory and as a built store, and beside pySHACL on a small part of them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pyshacl
import rdflib
import synthetic
from pyoxigraph import NamedNode, Quad, Store
from rdflib import SH
from timing import alternate, show

from rolegraph.model.nodes import Kind, node_iri
from rolegraph.rdf.answers import to_rdflib_graph
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import shipped
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.vocabulary import PROV, RDF, RG
from rolegraph.shacl.validation import validate

ROUNDS: Final = 3
ROLES: Final = 2_750
SOURCE: Final = NamedNode(node_iri(Kind.SOURCE, "synthetic"))
TYPE, EVIDENCE = NamedNode(RDF + "type"), NamedNode(RG + "evidence")


def quads(roles: int) -> Iterator[Quad]:
    """The made-up graph, with evidence for each requirement, so that nothing is wrong with it."""
    for quad in synthetic.quads(roles):
        yield quad
        if quad.predicate.value == RG + "hasRequirement" and isinstance(quad.object, NamedNode):
            said = NamedNode(quad.object.value + "-evidence")
            yield Quad(quad.object, EVIDENCE, said, SOURCE)
            yield Quad(said, TYPE, NamedNode(RG + "Evidence"), SOURCE)
            yield Quad(said, NamedNode(PROV + "wasDerivedFrom"), SOURCE, SOURCE)


def by_rolegraph(dataset: Dataset) -> Callable[[], None]:
    def run() -> None:
        assert validate(dataset).violations == ()

    return run


def by_pyshacl(dataset: Dataset) -> Callable[[], None]:
    """SHACL Core only: queries it asks anew for each node, which takes many times as long."""
    shapes = rdflib.Graph().parse(shipped("ontology") / "shapes.ttl")
    shapes.remove((None, SH.sparql, None))

    def run() -> None:
        conforms, _, _ = pyshacl.validate(to_rdflib_graph(dataset.quads()), shacl_graph=shapes, inference="none")
        assert conforms

    return run


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "built"
        store = Store(str(place))
        store.bulk_extend(quads(ROLES))
        store.flush()
        del store  # closes it
        built, memory, part = open_dataset([place]), Store(), Store()
        memory.bulk_extend(built.quads())
        size = len(memory)
        part.bulk_extend(quads(ROLES // 10))
        timings = alternate(
            {
                "rolegraph, in memory": by_rolegraph(Dataset(memory)),
                "rolegraph, a built store": by_rolegraph(built),
                "rolegraph, a small graph in memory": by_rolegraph(Dataset(part)),
                f"pySHACL, Core only, {len(part):,} statements": by_pyshacl(Dataset(part)),
            },
            ROUNDS,
        )
    *_, small, peer = timings
    show(
        f"Validating {size:,} statements, median of {ROUNDS} runs (quartiles)",
        timings,
        {
            "pySHACL / rolegraph, the small graph": (peer, small, "above 20"),
            "built / in memory": ("rolegraph, a built store", "rolegraph, in memory", "under 2"),
        },
    )


if __name__ == "__main__":
    main()
