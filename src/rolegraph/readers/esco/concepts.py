"""The concepts of a taxonomy while it is read, and the links between them.

Links and requirements are collected before they are stated, so that the order of rows changes nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.model.nodes import CAPABILITY_KINDS, Kind, Necessity, node_iri, slug_of
from rolegraph.rdf.vocabulary import DCTERMS, ID, RDF, RG, SKOS
from rolegraph.readers.import_output import state_names, state_requirement

if TYPE_CHECKING:
    from rolegraph.rdf.writers import LineWriter
    from rolegraph.readers.import_output import ImportReport


Edge = tuple[str, str]


def closing_edges(edges: Collection[Edge]) -> set[Edge]:
    """Edges without which no circle is left; each of them closes one with edges that stay.

    A depth-first search from every node, in alphabetical order: an edge that leads back to a node of the current path
    closes a circle. So the answer does not depend on the order of the edges, and the time grows with their number
    alone. It is not always the smallest such set (the feedback arc set problem, which is NP-hard).
    """
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(sorted({start for start, _ in edges}))
    graph.add_edges_from(sorted(edges))
    found: set[Edge] = set()
    path: set[str] = set()
    for start, end, direction in nx.dfs_labeled_edges(graph):
        if direction == "forward":
            path.add(end)
        elif direction == "reverse":
            path.remove(end)
        elif end in path:
            found.add((start, end))
    return found


_BETWEEN_NAMES: Final = re.compile(r"[\r\n]+|\s\|\s")
_ESCO: Final = re.compile(
    r"http://data\.europa\.eu/esco/(?:occupation|skill)/"
    r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
)
_BROADER_KINDS: Final = {
    Kind.ROLE: (Kind.ROLE, Kind.GROUP),
    **dict.fromkeys(CAPABILITY_KINDS, (*CAPABILITY_KINDS, Kind.GROUP)),
    Kind.GROUP: (Kind.GROUP,),
}
AGAIN: Final = "the same relation again"
ITSELF: Final = "a skill that is close to itself"
BOTH: Final = "both essential and optional: taken as essential"
NO_ROW: Final = "names what has no row that was kept"


class RowPlace(NamedTuple):
    """Where a row stands, and in which of its columns something is."""

    file: str
    line: int
    column: str


class Concept(NamedTuple):
    """A node that rows may name."""

    iri: str
    kind: Kind


class Texts(NamedTuple):
    """What a row says of a concept in words; the two cells of names may hold several each."""

    label: str
    others: str = ""
    hidden: str = ""
    scope_note: str = ""
    definition: str = ""
    description: str = ""
    code: str = ""


class RequirementLink(NamedTuple):
    """How a role asks for a skill."""

    necessity: Necessity
    signal: str = ""
    signal_word: str = ""


def names_in(cell: str) -> list[str]:
    """The names in a cell: one a line, or with a bar between them.

    >>> names_in("data analyst\\nanalyst of data"), names_in("read | write"), names_in("input/output")
    (['data analyst', 'analyst of data'], ['read', 'write'], ['input/output'])
    """
    return [name for part in _BETWEEN_NAMES.split(cell) if (name := part.strip())]


def key_of(iri: str) -> str:
    """What tells a concept from others in fewer letters than its IRI: ESCO's UUID, our slug, or a hash."""
    if (found := _ESCO.fullmatch(iri)) is not None:
        return found[1]
    return slug_of(iri) if iri.startswith(ID) else hashlib.sha256(iri.encode()).hexdigest()[:16]


class Concepts:
    """The concepts read so far, by the name that other rows have for them, and those that a rule left out."""

    def __init__(self, writer: LineWriter, report: ImportReport) -> None:
        self.by_name: dict[str, Concept] = {}
        self.iris: set[str] = set()
        self.left_out: dict[str, str] = {}
        self._labels: Counter[tuple[Kind, str]] = Counter()
        self._writer, self._report = writer, report

    def keep(self, name: str, iri: str, kind: Kind, texts: Texts, language: str = "") -> None:
        """State a concept, which must be new, and remember it."""
        self.by_name[name] = Concept(iri, kind)
        self.iris.add(iri)
        self._labels[kind, texts.label] += 1
        self._writer.link(iri, RDF + "type", kind.class_iri)
        if texts.code:
            self._writer.string(iri, SKOS + "notation", texts.code)
        self.state_texts(iri, texts, language)

    def state_texts(self, iri: str, texts: Texts, language: str = "") -> None:
        """State what is said of a concept in words, in the language of the source or in another."""
        writer, names = self._writer, names_in(texts.others)
        state_names(writer, iri, texts.label, names, language)
        for hidden in dict.fromkeys(names_in(texts.hidden)):
            if hidden != texts.label and hidden not in names:
                writer.words(iri, SKOS + "hiddenLabel", hidden, language)
        if definition := texts.definition or texts.description:
            writer.words(iri, SKOS + "definition", definition, language)
        if texts.description and texts.description != definition:
            writer.words(iri, DCTERMS + "description", texts.description, language)
        if texts.scope_note:
            writer.words(iri, SKOS + "scopeNote", texts.scope_note, language)

    def find(self, *ends: tuple[RowPlace, str]) -> Sequence[Concept] | None:
        """The concepts that a row names; None, and the row is reported or left out, where one of them is missing."""
        missing = [(place, name) for place, name in ends if name not in self.by_name]
        if not missing:
            return [self.by_name[name] for _, name in ends]
        for place, name in missing:
            if name in self.left_out:
                self._report.leave_out(place.file, self.left_out[name])
                return None
        place, name = missing[0]
        self._report.misfit(*place, NO_ROW, name)
        return None

    def note_shared_labels(self) -> None:
        """Say how many names belong to more than one concept."""
        if shared := sum(count > 1 for count in self._labels.values()):
            note = "labels that several concepts of the same kind have, and only IRIs tell apart"
            self._report.note(f"{note}: {shared:,}")


class Links(dict[Edge, RowPlace]):
    """Links of one kind between concepts, each with the row that states it."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__()
        self._report = report

    def add(self, place: RowPlace, start: str, end: str) -> None:
        """Collect a link that a row states; one to itself, or for the second time, is a misfit."""
        if start == end:
            self._report.misfit(*place, "points at itself", end)
        elif (start, end) in self:
            self._report.misfit(*place, AGAIN, end)
        else:
            self[start, end] = place

    def add_broader(self, place: RowPlace, narrower: Concept, broader: Concept) -> None:
        """Collect that one concept is filed under another, if their kinds allow it."""
        if broader.kind in _BROADER_KINDS[narrower.kind]:
            self.add(place, narrower.iri, broader.iri)
        else:
            self._report.misfit(*place, f"a {narrower.kind} cannot be under a {broader.kind}", broader.iri)

    def state_acyclic(self, writer: LineWriter, predicate: str) -> None:
        """State links that may not lead in a circle; those that close one are misfits."""
        closing = closing_edges(self)
        for edge, place in self.items():
            if edge in closing:
                self._report.misfit(*place, "closes a circle", edge[1])
            else:
                writer.link(edge[0], predicate, edge[1])


class SkillRelations:
    """What skills are to each other: essential, so that one needs the other, or optional, so that they are close."""

    def __init__(self, report: ImportReport) -> None:
        self._report, self._needs, self._close = report, Links(report), Links(report)

    def add(self, place: RowPlace, skill: str, other: str, kind: str) -> None:
        """Collect a relation; where rows differ, it is essential."""
        ends = skill, other
        links, opposite = (self._needs, self._close) if kind == "essential" else (self._close, self._needs)
        if kind not in ("essential", "optional"):
            self._report.misfit(*place, "is neither essential nor optional", kind)
        elif skill == other and links is self._close:
            self._report.leave_out(place.file, ITSELF)
        elif ends in opposite:
            self._report.misfit(*place, BOTH, other)
            if links is self._needs:
                self._needs[ends] = self._close.pop(ends)
        else:
            links.add(place, *ends)

    def state(self, writer: LineWriter) -> None:
        self._needs.state_acyclic(writer, RG + "prerequisite")
        for skill, other in self._close:
            writer.link(skill, RG + "closeTo", other)


class RoleRequirements:
    """The skills that roles ask for."""

    def __init__(self, report: ImportReport) -> None:
        self._report = report
        self._of_role: dict[str, dict[str, RequirementLink]] = {}

    def add(self, place: RowPlace, role: str, skill: str, link: RequirementLink) -> None:
        """Collect that a role asks for a skill; where rows differ, it is essential."""
        of_role = self._of_role.setdefault(role, {})
        if skill not in of_role:
            of_role[skill] = link
        elif of_role[skill].necessity is link.necessity:
            self._report.misfit(*place, AGAIN, skill)
        else:
            self._report.misfit(*place, BOTH, skill)
            if link.necessity is Necessity.ESSENTIAL:
                of_role[skill] = link

    def __bool__(self) -> bool:
        return bool(self._of_role)

    def state(self, writer: LineWriter, maker: str, evidence: str) -> None:
        """State them; `maker` begins the names of the requirements, so that sources do not share them."""
        for role, of_role in self._of_role.items():
            start = f"{maker}-{key_of(role)}--"
            for skill, (necessity, signal, word) in of_role.items():
                iri = node_iri(Kind.REQUIREMENT, start + key_of(skill))
                state_requirement(writer, role, skill, iri, necessity, evidence)
                if signal:
                    writer.decimal(iri, RG + "signallingValue", signal)
                if word:
                    writer.words(iri, SKOS + "note", f"signalling value: {word}", "en")
