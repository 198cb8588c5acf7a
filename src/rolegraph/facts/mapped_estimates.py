"""Hours of what other taxonomies call by a name of their own, where a mapping says that it is one of ours.

The shipped mappings join capabilities of ESCO to those of the shipped graph, whose hours its editors have estimated.
Only what is exactly the same gets such an estimate: of something nearly the same nobody has said how long it takes.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from typing import Final

from rolegraph.facts.labels import node
from rolegraph.model.nodes import Kind, Node
from rolegraph.model.roles import Effort
from rolegraph.rdf.files import shipped
from rolegraph.rdf.vocabulary import RG, SKOS

_MAPPINGS: Final = "mappings.sssom.tsv"
_LEARNABLE: Final = ("skill", "tool")


def mapped_effort(iri: str) -> Effort | None:
    """The estimate of the hours to working level of a capability that a mapping finds among the shipped ones.

    Examples
    --------
    >>> mapped_effort("http://data.europa.eu/esco/skill/7ee4c2ea-b349-4bd2-81a3-ec31475d4833").basis
    'Editorial judgement of rolegraph, by a mapping'
    >>> mapped_effort("https://example.org/juggling") is None
    True
    """
    ours = mapped_capabilities().get(iri)
    return None if ours is None else _shipped_effort(ours)


@cache
def mapped_capabilities() -> Mapping[str, Node]:
    """For each IRI that a shipped mapping says is exactly one of our skills or tools, which that is."""
    lines = (shipped("data") / _MAPPINGS).read_text(encoding="utf-8").splitlines()
    prefixes = dict(line[1:].strip().split(": ", 1) for line in lines if line.startswith("#  "))

    def expanded(curie: str) -> str:
        prefix, _, name = curie.partition(":")
        return prefixes[prefix] + name

    found = {}
    for row in csv.DictReader((line for line in lines if not line.startswith("#")), delimiter="\t"):
        kind = row["subject_id"].partition(":")[2].partition("/")[0]
        if kind in _LEARNABLE and expanded(row["predicate_id"]) == SKOS + "exactMatch":
            ours = Node(expanded(row["subject_id"]), Kind(kind), row["subject_label"])
            found[expanded(row["object_id"])] = ours
    return found


@cache
def _shipped_effort(ours: Node) -> Effort | None:
    from rolegraph.facts.cache import open_indexed

    dataset = open_indexed([shipped("data")])
    stated = [(float(estimate.value), estimate.source) for estimate in dataset.statements(ours.iri, RG + "effort")]
    if not stated:
        return None
    hours, source = max(stated)
    return Effort(hours, f"{node(dataset, source).label}, by a mapping", f"that of {ours.label}, which is the same")
