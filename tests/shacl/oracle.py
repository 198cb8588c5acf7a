"""What pySHACL says of a graph, to hold rolegraph's own validation against."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import pyshacl
import rdflib
from pyoxigraph import Quad
from rdflib import RDF, SH

from rolegraph.rdf.answers import to_rdflib_graph
from rolegraph.rdf.files import shipped
from rolegraph.rdf.places import merged
from rolegraph.shacl.validation import validate


class Said(NamedTuple):
    """What two validators agree on; a node without a name is none, and a path that is no property neither."""

    node: str
    path: str
    message: str
    severity: str
    value: str = ""


def by_pyshacl(statements: Iterable[Quad], shapes: rdflib.Graph) -> set[Said]:
    """What pySHACL finds, with nodes in messages by the last part of their IRIs, as rolegraph writes them."""
    data = to_rdflib_graph(statements)
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none")
    assert isinstance(results, rdflib.Graph), results
    found = set()
    for one in results.subjects(RDF.type, SH.ValidationResult):
        node, path, severity, value = (
            _named(results.value(one, term)) for term in (SH.focusNode, SH.resultPath, SH.resultSeverity, SH.value)
        )
        message = re.sub(r"https?://\S*[/#]([^\s/#]+)", r"\1", str(results.value(one, SH.resultMessage)))
        found.add(Said(node, path, message, severity.removeprefix(str(SH)).lower(), value))
    return found


def by_rolegraph(statements: Iterable[Quad], shapes: Path | None = None) -> set[Said]:
    """What rolegraph finds by shapes alone: those that it ships, or others."""
    report = validate(merged(None, statements), shapes or shipped("ontology") / "shapes.ttl")
    return {Said(one.node, one.property, one.message, one.severity, one.value) for one in report.violations}


def _named(term: rdflib.term.Node | None) -> str:
    return "" if term is None or isinstance(term, rdflib.BNode) else str(term)
