"""Mappings: two nodes of different sources that mean the same, or nearly, or one more than the other.

A row has the slots of SSSOM (https://mapping-commons.github.io/sssom/) that people use; predicates are SKOS's.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from rolegraph.model.nodes import Node

SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DOUBTFUL: Final = 0.8  # a mapping of less confidence is said to be doubtful wherever an answer rests on it


class MatchPredicate(StrEnum):
    """How the subject of a mapping relates to its object: of a `BROAD` match the object is the broader one."""

    EXACT = "exactMatch"
    CLOSE = "closeMatch"
    BROAD = "broadMatch"
    NARROW = "narrowMatch"
    RELATED = "relatedMatch"

    @property
    def iri(self) -> str:
        """The property of SKOS."""
        return SKOS + self.value

    @property
    def inverse(self) -> MatchPredicate:
        """The same said of the object."""
        return {MatchPredicate.BROAD: MatchPredicate.NARROW, MatchPredicate.NARROW: MatchPredicate.BROAD}.get(
            self, self
        )


class NodeMapping(NamedTuple):
    """One mapping; subject and object are IRIs, of which either may be missing from the graph.

    `confidence` is from 0 to 1, None where nobody gives one; `justification` a local name of semapv, such as
    `LexicalMatching`; `source` the mapping set that states it, None for what is only proposed.
    """

    subject: str
    object: str
    predicate: MatchPredicate
    confidence: float | None = None
    justification: str = ""
    subject_label: str = ""
    object_label: str = ""
    subject_version: str = ""
    object_version: str = ""
    tool: str = ""
    tool_version: str = ""
    comment: str = ""
    source: Node | None = None

    @property
    def words(self) -> str:
        """How sure it is of what, as in *exactMatch, 0.95*."""
        return self.predicate.value if self.confidence is None else f"{self.predicate.value}, {self.confidence:g}"

    @property
    def doubtful(self) -> bool:
        """Whether an answer that rests on this mapping has to say so."""
        return self.confidence is not None and self.confidence < DOUBTFUL


class MappingSet(NamedTuple):
    """Mappings that somebody published together; `id` is an IRI, `licence` that of the set."""

    id: str
    rows: tuple[NodeMapping, ...]
    title: str = ""
    description: str = ""
    licence: str = ""
    version: str = ""
