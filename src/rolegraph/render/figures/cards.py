"""What a node's card shows: definition, requirements or the roles that have them, effort, and sources.

Reads only the node's own statements, and no more of them than a card shows: a picture has hundreds of cards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Final

from rolegraph.facts.entities import closeness, effort
from rolegraph.facts.labels import node as node_of
from rolegraph.facts.requirements import unrecorded
from rolegraph.model.nodes import CAPABILITY_KINDS, LEARNABLE_KINDS, Kind, Node
from rolegraph.model.roles import Evidence, Requirement
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import DCTERMS, RDF, RG, SKOS
from rolegraph.render.figures.scene import Fact, SceneNode, SourceLink
from rolegraph.render.text import about, origin_of

_MOST: Final = 12  # texts of one fact
# What a card says of a capability: term, predicates, and whether the card's node is its object.
_OF_CAPABILITY: Final = (
    ("Needs first", (RG + "prerequisite",), False),
    ("Needed for", (RG + "prerequisite",), True),
    ("Broader", (SKOS + "broader",), False),
    ("Narrower", (SKOS + "broader",), True),
    ("Required by", (RG + "requires", RG + "accepts"), True),
    ("Nice to have for", (RG + "prefers",), True),
    ("Used by", (RG + "usesTool",), True),
)
_OF_ROLE: Final = (
    ("Requires", (RG + "requires",), False),
    ("Accepts one of", (RG + "accepts",), False),
    ("Nice to have", (RG + "prefers",), False),
    ("Tools in use", (RG + "usesTool",), False),
    ("Industries", (RG + "foundIn",), False),
)
_REQUIRED: Final = ("Requires", "Accepts one of")
_OF_INDUSTRY: Final = (("Roles", (RG + "foundIn",), True), ("Related", (SKOS + "related",), False))


def scene_node(dataset: Dataset, node: Node, *first: Fact, group: str = "", important: float = 0.0) -> SceneNode:
    """A node with its card, not yet in its place; the facts given come `first`."""
    definitions = dataset.statements(node.iri, SKOS + "definition")
    types = dataset.statements(node.iri, RDF + "type")
    return SceneNode(
        id=node.iri,
        label=node.label,
        kind=node.kind,
        names=tuple(dataset.objects(node.iri, SKOS + "altLabel")),
        group=group,
        important=important,
        facts=(
            *first,
            *_facts(("Definition", [definition.value for definition in definitions])),
            *_own_facts(dataset, node),
        ),
        sources=tuple(
            source_link(dataset, iri) for iri in sorted({statement.source for statement in (*definitions, *types)})
        ),
    )


def requirement_node(
    dataset: Dataset, requirement: Requirement, *, group: str = "", important: float = 0.0
) -> SceneNode:
    """A requirement with several alternatives or examples, which no other node can stand for."""
    facts = _facts(
        ("Any one of", [node.label for node in requirement.any_of]),
        ("For example", [node.label for node in requirement.examples]),
        ("Necessity", [requirement.necessity.value]),
        ("Level", [str(requirement.level)] if requirement.level else []),
        ("Note", list(requirement.notes)),
    )
    return SceneNode(
        id=requirement.iri,
        label=requirement.label,
        kind=Kind.REQUIREMENT,
        group=group,
        important=important,
        facts=facts,
        sources=cited(dataset, requirement.evidence),
    )


def source_link(dataset: Dataset, iri: str, where: str = "") -> SourceLink:
    """A source by its title, with its address on the web where the graph has one."""
    url = dataset.value(iri, DCTERMS + "source") or ""
    return SourceLink(node_of(dataset, iri).label, where, url if url.startswith(("https://", "http://")) else "")


def _own_facts(dataset: Dataset, node: Node) -> tuple[Fact, ...]:
    if node.kind is Kind.ROLE:
        stated = _facts(*_related(dataset, node, _OF_ROLE))
        if any(fact.term in _REQUIRED for fact in stated):
            return stated
        without = unrecorded(dataset, node.iri)
        return (*_facts(("Requires", [origin_of(without)] if without else [])), *stated)
    if node.kind in CAPABILITY_KINDS:
        close = [
            f"{near.node.label}: {near.reason}" if near.reason else near.node.label
            for near in closeness(dataset, node.iri)
        ]
        hours = [_effort(dataset, node)] if node.kind in LEARNABLE_KINDS else []
        return _facts(("Effort", hours), *_related(dataset, node, _OF_CAPABILITY), ("Close to", close))
    return _facts(*_related(dataset, node, _OF_INDUSTRY if node.kind is Kind.INDUSTRY else ()))


def _related(
    dataset: Dataset, node: Node, relations: Iterable[tuple[str, tuple[str, ...], bool]]
) -> Iterable[tuple[str, list[str]]]:
    for words, terms, inverse in relations:
        found = (dataset.subjects(term, node.iri) if inverse else dataset.objects(node.iri, term) for term in terms)
        iris = sorted(set(chain.from_iterable(found)))
        texts = [node_of(dataset, iri).label for iri in iris[:_MOST]]
        yield words, [*texts, *([f"and {len(iris) - _MOST:,} more"] if len(iris) > _MOST else [])]


def _effort(dataset: Dataset, node: Node) -> str:
    estimate = effort(dataset, node)
    if not estimate.estimated:
        return "nobody has estimated hours"
    reason = f": {estimate.reason}" if estimate.reason else ""
    return f"{about(estimate.hours)} hours to working level (estimate: {estimate.basis}{reason})"


def cited(dataset: Dataset, evidence: Iterable[Evidence]) -> tuple[SourceLink, ...]:
    """The sources of some evidence, each once, with the sections in it."""
    found: dict[str, dict[str, None]] = {}
    for item in evidence:
        found.setdefault(item.source.iri, {}).setdefault(item.section)
    return tuple(source_link(dataset, iri, ", ".join(filter(None, sections))) for iri, sections in found.items())


def _facts(*entries: tuple[str, Sequence[str]]) -> tuple[Fact, ...]:
    """Facts that have a text."""
    return tuple(Fact(term, tuple(texts)) for term, texts in entries if texts)
