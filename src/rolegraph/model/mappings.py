"""Mappings: two nodes of different sources that mean the same, or nearly, or one more than the other.

A row has the slots of SSSOM (https://mapping-commons.github.io/sssom/) that people use; predicates are SKOS's.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final, NamedTuple

from rolegraph.model.nodes import ID, Kind, Node, node_iri, slugify

SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
ESCO: Final = "http://data.europa.eu/esco/"
OUR_TAXONOMY: Final = "rolegraph"
ONET: Final = "https://www.onetonline.org/link/summary/"
DOUBTFUL: Final = 0.8  # a mapping of less confidence is said to be doubtful wherever an answer rests on it

# The slots of SSSOM that a mapping has in fields of its own; what else there is of a row is in `others`.
FIELDS: Final = {
    "subject_label": "subject_label",
    "object_label": "object_label",
    "subject_source_version": "subject_version",
    "object_source_version": "object_version",
    "mapping_tool": "tool",
    "mapping_tool_version": "tool_version",
    "comment": "comment",
}
JUSTIFICATION: Final = "mapping_justification"

_CODE: Final = r"(\d{2}-\d{4}\.\d{2})"
_ONET_PAGE: Final = re.compile(rf"https?://(?:www\.)?onetonline\.org/link/(?:summary|details)/{_CODE}/?")
_ONET_ROLE: Final = re.compile(re.escape(node_iri(Kind.ROLE, "onet-")) + _CODE)


def graph_iri(iri: str) -> str:
    """What a graph calls a node that a file of mappings names by its address in the web.

    >>> graph_iri("https://www.onetonline.org/link/summary/15-2051.00")
    'https://w3id.org/rolegraph/id/role/onet-15-2051.00'
    """
    if found := _ONET_PAGE.fullmatch(iri):
        return node_iri(Kind.ROLE, f"onet-{found[1]}")
    return ESCO + iri[len(ESCO) + 1 :] if iri.startswith(ESCO.replace("http:", "https:")) else iri


def public_iri(iri: str) -> str:
    """What others call a node of a graph: an occupation of O*NET by its page, any other node as the graph does.

    >>> public_iri("https://w3id.org/rolegraph/id/role/onet-15-2051.00")
    'https://www.onetonline.org/link/summary/15-2051.00'
    """
    return ONET + found[1] if (found := _ONET_ROLE.fullmatch(iri)) else iri


def taxonomy_of(iri: str) -> str:
    """Where a node is from, for people: a taxonomy, with the code that it has there, or the IRI.

    >>> taxonomy_of("https://w3id.org/rolegraph/id/role/onet-15-2051.00"), taxonomy_of(f"{ESCO}skill/1")
    ('O*NET 15-2051.00', 'ESCO')
    """
    if iri.startswith(ESCO):
        return "ESCO"
    kind, _, slug = iri.removeprefix(ID).partition("/")
    if iri.startswith(ID):
        taxonomy, dash, code = slug.partition("onet-")
        is_onet = dash and not taxonomy
        return OUR_TAXONOMY if not is_onet else f"O*NET {code}" if kind == Kind.ROLE else "O*NET"
    return iri


def called(label: str, iri: str) -> str:
    """A node of some taxonomy, for people: its label, or what its IRI ends in, and where it is from.

    >>> called("SQL", f"{ESCO}skill/1"), called("", f"{ESCO}isco/C2511"), called("", "https://acme.example/1")
    ('SQL (ESCO)', 'C2511 (ESCO)', 'https://acme.example/1')
    """
    place = taxonomy_of(iri)
    name = label or iri.rpartition("/")[2].removeprefix("onet-")
    return f"{name} ({place})" if label or not place.endswith(name) else place


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
    def words(self) -> str:
        """The predicate in words, such as *exact match*."""
        return self.value.replace("Match", " match")

    @property
    def inverse(self) -> MatchPredicate:
        """The same said of the object."""
        return {MatchPredicate.BROAD: MatchPredicate.NARROW, MatchPredicate.NARROW: MatchPredicate.BROAD}.get(
            self, self
        )


class NodeMapping(NamedTuple):
    """One mapping; subject and object are IRIs as a graph has them, of which either may be missing from it.

    `confidence` is from 0 to 1, None where nobody gives one; `justification` a local name of semapv, such as
    `LexicalMatching`; `source` the mapping set that states it, None for what is only proposed. What else SSSOM says of
    a mapping is in `others`: names of its slots with their values, sorted, once for each of several values.
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
    others: tuple[tuple[str, str], ...] = ()

    @property
    def turned(self) -> NodeMapping:
        """The same said of the object."""
        turned = {"subject": "object", "object": "subject"}
        slots = [(slot.partition("_"), value) for slot, value in self.others]
        return self._replace(
            subject=self.object,
            object=self.subject,
            predicate=self.predicate.inverse,
            subject_label=self.object_label,
            object_label=self.subject_label,
            subject_version=self.object_version,
            object_version=self.subject_version,
            others=tuple(sorted((turned.get(end, end) + mark + rest, value) for (end, mark, rest), value in slots)),
        )

    @property
    def how(self) -> str:
        """How it was found, in words: *manual mapping curation*, with the tool."""
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", self.justification).lower()
        return f"{words} ({self.tool})" if self.tool and words else words or self.tool

    @property
    def words(self) -> str:
        """How sure it is of what, as in *exactMatch, 0.95*."""
        return self.predicate.value if self.confidence is None else f"{self.predicate.value}, {self.confidence:g}"

    @property
    def doubtful(self) -> bool:
        """Whether an answer that rests on this mapping has to say so."""
        return self.confidence is not None and self.confidence < DOUBTFUL


class Through(NamedTuple):
    """A mapping that an answer rests on: what one side of it calls `label` is called otherwise on the other side."""

    label: str
    of: str
    mapping: NodeMapping

    @property
    def words(self) -> str:
        """The mapping in words, with how sure it is, and whether that is doubtful."""
        return f"mapped to {self.named}"

    @property
    def named(self) -> str:
        """The other side, and how sure the mapping is."""
        doubt = ", doubtful" if self.mapping.doubtful else ""
        return f"{self.label} of {self.of} ({self.mapping.words}{doubt})"


class MappingSet(NamedTuple):
    """Mappings that somebody published together; `id` is an IRI, `licence` the IRI of the set's licence.

    `left_out` says what of a file is none of them: the line, and why.
    """

    id: str
    rows: tuple[NodeMapping, ...]
    title: str = ""
    description: str = ""
    licence: str = ""
    version: str = ""
    creators: tuple[str, ...] = ()
    left_out: tuple[tuple[int, str], ...] = ()


class ProposedMapping(NamedTuple):
    """A mapping that nobody has confirmed, with what speaks for it, and what else there is for the same nodes.

    `rank` is 1 for the surest of its subject; `conflict` says where it is not the only one, and is empty otherwise.
    """

    mapping: NodeMapping
    kind: Kind
    rank: int
    evidence: tuple[str, ...] = ()
    conflict: str = ""
    subject_definition: str = ""
    object_definition: str = ""


class GraphMapping(NamedTuple):
    """What `map_graphs` proposes between two graphs.

    `candidates` are all that are likely enough to be looked at, those of one subject together, the surest first;
    `proposed` are those that are at least as sure as `least`. `subjects` says how many nodes of each kind the first
    graph has.
    """

    first: str
    second: str
    least: float
    candidates: tuple[ProposedMapping, ...]
    subjects: dict[Kind, int]

    @property
    def proposed(self) -> tuple[ProposedMapping, ...]:
        """The mappings that are sure enough to be written without being looked at one by one."""
        return tuple(found for found in self.candidates if (found.mapping.confidence or 0.0) >= self.least)

    @property
    def mapping_set(self) -> MappingSet:
        """What is proposed, as a set to be written."""
        return MappingSet(
            f"https://w3id.org/rolegraph/mappings/{slugify(f'{self.first} {self.second}')}",
            tuple(found.mapping for found in self.proposed),
            title=f"Mappings of {self.first} to {self.second}",
            description=f"Proposed by rolegraph, not reviewed; of a confidence of at least {self.least:g}.",
        )
