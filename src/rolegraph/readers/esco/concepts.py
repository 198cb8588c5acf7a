"""Links that lead back in a circle, where a graph must have none.

What ESCO and what is made like it have in common: concepts with names, links between them, and what roles ask for.

Links and requirements are collected before they are stated, so that the order of rows changes nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.model.nodes import Kind, Necessity, node_iri, slug_of
from rolegraph.rdf.vocabulary import DCTERMS, ID, RG, SKOS
from rolegraph.readers.imported import state_named, state_requirement

if TYPE_CHECKING:
    from rolegraph.rdf.writers import LineWriter
    from rolegraph.readers.import_report import ImportReport


Edge = tuple[str, str]


def closing_edges(edges: Iterable[Edge]) -> set[Edge]:
    """Edges without which no circle is left; each of them closes one with edges that stay.

    Parameters
    ----------
    edges
        Pairs of start and end, in any order.

    Notes
    -----
    A walk in depth from every node, in alphabetical order: an edge that leads back to where the walk has come from
    closes a circle. So the answer does not depend on the order of the edges, and the time grows with their number
    alone. It is not always the smallest such set, which nobody knows how to find fast.

    Examples
    --------
    >>> closing_edges([("c", "a"), ("a", "b"), ("b", "c"), ("a", "c")])
    {('c', 'a')}
    """
    ends: dict[str, list[str]] = {}
    for start, end in sorted(edges):
        ends.setdefault(start, []).append(end)
    found: set[Edge] = set()
    done: set[str] = set()
    for root in ends:
        if root not in done:
            found.update(_walk(root, ends, done))
    return found


def _walk(root: str, ends: dict[str, list[str]], done: set[str]) -> Iterator[Edge]:
    """The closing edges among those that a walk from one node meets; what it meets is then done."""
    behind, way = {root}, [(root, iter(ends[root]))]
    while way:
        node, rest = way[-1]
        for end in rest:
            if end in behind:
                yield node, end
            elif end not in done:
                behind.add(end)
                way.append((end, iter(ends.get(end, ()))))
                break
        else:
            way.pop()
            behind.remove(node)
            done.add(node)


_BETWEEN_NAMES: Final = re.compile(r"[\r\n]+|\s\|\s")
_ESCO: Final = re.compile(
    r"http://data\.europa\.eu/esco/(?:occupation|skill)/"
    r"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"
)
_UNDER: Final = {
    Kind.ROLE: (Kind.ROLE, Kind.GROUP),
    Kind.SKILL: (Kind.SKILL, Kind.GROUP),
    Kind.GROUP: (Kind.GROUP,),
}
AGAIN: Final = "the same relation again"
NO_ROW: Final = "names what has no row that was kept"


class RowPlace(NamedTuple):
    """Where a row stands, and in which of its columns something is."""

    file: str
    line: int
    column: str


class Concept(NamedTuple):
    """A node that rows may name; its key tells it from all others of its kind inside the IRIs of requirements."""

    iri: str
    kind: Kind
    key: str


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


Links = dict[tuple[str, str], RowPlace]
Asks = dict[str, dict[str, RequirementLink]]


@dataclass(slots=True)
class Concepts:
    """The concepts read so far, by what rows call them, and those that a rule left out."""

    report: ImportReport
    by_name: dict[str, Concept] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    labels: Counter[tuple[Kind, str]] = field(default_factory=Counter)


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


def keep(concepts: Concepts, writer: LineWriter, name: str, iri: str, kind: Kind, texts: Texts) -> None:
    """State a concept, which must be new, and remember it."""
    concepts.by_name[name] = Concept(iri, kind, key_of(iri))
    concepts.labels[kind, texts.label] += 1
    names = names_in(texts.others)
    state_named(writer, iri, kind, texts.label, names)
    for hidden in dict.fromkeys(names_in(texts.hidden)):
        if hidden != texts.label and hidden not in names:
            writer.words(iri, SKOS + "hiddenLabel", hidden)
    if texts.code:
        writer.string(iri, SKOS + "notation", texts.code)
    if definition := texts.definition or texts.description:
        writer.words(iri, SKOS + "definition", definition)
    if texts.description and texts.description != definition:
        writer.words(iri, DCTERMS + "description", texts.description)
    if texts.scope_note:
        writer.words(iri, SKOS + "scopeNote", texts.scope_note)


def find(concepts: Concepts, start: tuple[RowPlace, str], end: tuple[RowPlace, str]) -> tuple[Concept, Concept] | None:
    """The two concepts that a row names; None, and the row is counted as what it is, where one of them is missing."""
    known = concepts.by_name
    if (one := known.get(start[1])) is not None and (other := known.get(end[1])) is not None:
        return one, other
    missing = [(place, name) for place, name in (start, end) if name not in known]
    for place, name in missing:
        if name in concepts.left_out:
            concepts.report.leave_out(place.file, concepts.left_out[name])
            return None
    place, name = missing[0]
    concepts.report.misfit(*place, NO_ROW, name)
    return None


def may_be_under(narrower: Concept, broader: Concept) -> bool:
    """Whether the kinds of two concepts allow one of them to be filed under the other."""
    return broader.kind in _UNDER[narrower.kind]


def add_link(report: ImportReport, links: Links, place: RowPlace, start: str, end: str) -> None:
    """Collect a link that a row states; one to itself, or for the second time, is a misfit."""
    if start == end:
        report.misfit(*place, "points at itself", end)
    elif (start, end) in links:
        report.misfit(*place, AGAIN, end)
    else:
        links[start, end] = place


def add_broader(concepts: Concepts, links: Links, place: RowPlace, narrower: Concept, broader: Concept) -> None:
    """Collect that one concept is filed under another."""
    if may_be_under(narrower, broader):
        add_link(concepts.report, links, place, narrower.iri, broader.iri)
    else:
        concepts.report.misfit(*place, f"a {narrower.kind} cannot be under a {broader.kind}", broader.iri)


def state_links(report: ImportReport, writer: LineWriter, links: Links, predicate: str) -> None:
    """State links of a kind that may not lead in a circle; those that close one are misfits."""
    closing = closing_edges(links)
    for edge, place in links.items():
        if edge in closing:
            report.misfit(*place, "closes a circle", edge[1])
        else:
            writer.link(edge[0], predicate, edge[1])


def add_ask(
    report: ImportReport, asks: Asks, place: RowPlace, role: Concept, skill: Concept, ask: RequirementLink
) -> None:
    """Collect that a role asks for a skill; where rows differ, it is essential."""
    of_role = asks.setdefault(role.iri, {})
    if skill.iri not in of_role:
        of_role[skill.iri] = ask
    elif of_role[skill.iri].necessity is ask.necessity:
        report.misfit(*place, AGAIN, skill.iri)
    else:
        report.misfit(*place, "both essential and optional: taken as essential", skill.iri)
        if ask.necessity is Necessity.ESSENTIAL:
            of_role[skill.iri] = ask


def state_asks(writer: LineWriter, concepts: Concepts, asks: Asks, maker: str, evidence: str) -> None:
    """State what roles ask for; `maker` begins the names of the requirements, so that sources do not share them."""
    keys = {concept.iri: concept.key for concept in concepts.by_name.values()}
    for role, of_role in asks.items():
        start = f"{maker}-{keys[role]}--"
        for skill, (necessity, signal, word) in of_role.items():
            iri = node_iri(Kind.REQUIREMENT, start + keys[skill])
            state_requirement(writer, role, skill, iri, necessity, evidence)
            if signal:
                writer.decimal(iri, RG + "signallingValue", signal)
            if word:
                writer.words(iri, SKOS + "note", f"signalling value: {word}", "en")


def add_skill_link(
    report: ImportReport, needs: Links, near: Links, place: RowPlace, ends: tuple[str, str], kind: str
) -> None:
    """Collect what one skill is to another: essential to it, or optional; where rows differ, essential."""
    mine, others = (needs, near) if kind == "essential" else (near, needs)
    if kind not in ("essential", "optional"):
        report.misfit(*place, "is neither essential nor optional", kind)
    elif ends in others:
        report.misfit(*place, "both essential and optional: taken as essential", ends[1])
        if mine is needs:
            needs[ends] = near.pop(ends)
    else:
        add_link(report, mine, place, *ends)


def note_shared_labels(concepts: Concepts) -> None:
    """Say how many names belong to more than one concept."""
    shared = sum(count > 1 for count in concepts.labels.values())
    if shared:
        concepts.report.note(
            f"labels that several concepts of the same kind have, and only IRIs tell apart: {shared:,}"
        )
