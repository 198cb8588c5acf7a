"""SHACL: what in a graph breaks the ontology's shapes, said in words, with the file and line where that is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rolegraph.resources import shipped
from rolegraph.store.dataset import Dataset
from rolegraph.store.terms import to_rdflib_graph
from rolegraph.vocabulary import RDF, slug_of

if TYPE_CHECKING:
    import rdflib

_SH = "http://www.w3.org/ns/shacl#"


class Severity(StrEnum):
    """How bad a violation is, as SHACL names it; `VIOLATION` makes a graph invalid."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Violation:
    """One way in which one node breaks a shape; `message` says what to fix."""

    severity: Severity
    node: str
    message: str
    property: str = ""
    value: str = ""
    path: Path | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything found, worst first."""

    violations: tuple[Violation, ...]
    statements: int

    @property
    def valid(self) -> bool:
        """Whether nothing is worse than a warning."""
        return all(one.severity is not Severity.VIOLATION for one in self.violations)

    @property
    def worst(self) -> Severity | None:
        return self.violations[0].severity if self.violations else None


def validate(dataset: Dataset) -> Report:
    """Hold a dataset, all sources together, against the shapes that rolegraph ships.

    Notes
    -----
    Validates what is stated, without inference: that is what makes it fast. Constraints that are SPARQL queries are
    asked once for all nodes and by the engine; pySHACL would ask each of them anew for each node. Loads pySHACL and
    rdflib, which takes about half a second.
    """
    import pyshacl

    data = to_rdflib_graph(dataset.quads())
    shapes, queries = _shapes()
    _, results, _text = pyshacl.validate(data_graph=data, shacl_graph=shapes, inference="none")
    if isinstance(results, Exception):  # pySHACL hands over what went wrong in the shapes themselves
        raise results
    found = [_violation(dataset, results, node) for node in _results(results)]
    found += [one for query in queries for one in _asked(dataset, query)]
    order = list(Severity)
    found.sort(key=lambda one: (order.index(one.severity), str(one.path), one.line or 0, one.node, one.message))
    return Report(tuple(dict.fromkeys(found)), len(data))


class _Query(NamedTuple):
    """A constraint that is a SPARQL query: its solutions are the violations."""

    select: str
    message: str


@cache
def _shapes() -> tuple[rdflib.Graph, tuple[_Query, ...]]:
    """The shapes without their SPARQL constraints, and these."""
    import rdflib

    shapes = rdflib.Graph().parse(shipped("ontology") / "shapes.ttl", format="turtle")
    sparql, select, message = (rdflib.URIRef(_SH + term) for term in ("sparql", "select", "message"))
    queries = tuple(
        _Query(str(shapes.value(constraint, select)), str(shapes.value(constraint, message)))
        for constraint in shapes.objects(None, sparql)
    )
    shapes.remove((None, sparql, None))
    return shapes, queries


def _asked(dataset: Dataset, query: _Query) -> Iterator[Violation]:
    for solution in dataset.select(query.select):
        message = query.message
        for name, value in solution.items():
            message = re.sub(rf"\{{[$?]{name}\}}", slug_of(value).replace("\\", ""), message)
        node, property_ = solution["this"], solution.get("path", "")
        path, line = dataset.locate(node, property_) or (None, None)
        yield Violation(Severity.VIOLATION, node, message, property_, solution.get("value", ""), path, line)


def _results(results: rdflib.Graph) -> Iterable[rdflib.term.Node]:
    import rdflib

    return results.subjects(rdflib.URIRef(RDF + "type"), rdflib.URIRef(_SH + "ValidationResult"))


def _violation(dataset: Dataset, results: rdflib.Graph, result: rdflib.term.Node) -> Violation:
    import rdflib

    def value(term: str) -> str:
        found = results.value(result, rdflib.URIRef(_SH + term))
        return "" if found is None or isinstance(found, rdflib.BNode) else str(found)

    node, path = value("focusNode"), value("resultPath")
    place = dataset.locate(node, path) if node else None
    return Violation(
        severity=Severity(value("resultSeverity").removeprefix(_SH).lower()),
        node=node,
        message=value("resultMessage"),
        property=path,
        value=value("value"),
        path=place[0] if place else None,
        line=place[1] if place else None,
    )
