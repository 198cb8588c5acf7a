"""What a query gives, as what it is expected to be."""

from __future__ import annotations

import rdflib

from rolegraph.rdf.answers import Rows


def as_rows(value: object) -> Rows:
    assert isinstance(value, Rows)
    return value


def as_graph(value: object) -> rdflib.Graph:
    assert isinstance(value, rdflib.Graph)
    return value
