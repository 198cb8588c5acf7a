"""A made-up graph of the size of O*NET 29.3: as many occupations, names, technologies and tools, with the same skew.

Made by a generator with a seed, so that every run measures the same graph; none of its names means anything.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, serialize

from rolegraph.model.nodes import Kind, node_iri
from rolegraph.rdf.vocabulary import RDF, RG, SKOS

ROLES, NAMES_EACH = 1_016, 56
SKILLS, TOOLS = 2_000, 8_000
REQUIREMENTS_EACH, TOOLS_EACH = 20, 73
SEED = 29

_SOURCE = NamedNode(node_iri(Kind.SOURCE, "synthetic"))


def node(kind: Kind, number: int) -> NamedNode:
    """The numbered node of a kind."""
    return NamedNode(node_iri(kind, f"{kind}-{number}"))


def quads(roles: int = ROLES) -> Iterator[Quad]:
    """All statements of the graph."""
    chance = random.Random(SEED)  # noqa: S311 - for a benchmark
    skills, tools = (_Popular(kind, size) for kind, size in ((Kind.SKILL, SKILLS), (Kind.TOOL, TOOLS)))
    yield from _named(_SOURCE, Kind.SOURCE, "Synthetic")
    for kind, size in ((Kind.SKILL, SKILLS), (Kind.TOOL, TOOLS)):
        for number in range(size):
            one = node(kind, number)
            yield from _named(one, kind, f"{kind} {number}")
            yield _say(one, "effort", Literal(str(chance.randrange(10, 300)), datatype=NamedNode(_XSD_DECIMAL)))
            if number >= 20:
                yield Quad(one, NamedNode(SKOS + "broader"), node(kind, number % 20), _SOURCE)
            if number >= 200 and chance.random() < 0.4:
                yield _say(one, "prerequisite", node(kind, chance.randrange(20, 200)))
    for number in range(roles):
        role = node(Kind.ROLE, number)
        yield from _named(role, Kind.ROLE, f"role {number}")
        for other in range(NAMES_EACH):
            yield Quad(role, NamedNode(SKOS + "altLabel"), Literal(f"title {number} {other}", language="en"), _SOURCE)
        for place in range(REQUIREMENTS_EACH):
            yield from _requirement(chance, role, number * REQUIREMENTS_EACH + place, skills)
        for tool in tools.draw(chance, TOOLS_EACH):
            yield _say(role, "usesTool", tool)


_XSD_DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal"


class _Popular:
    """Nodes of a kind, drawn by a popularity that falls as in O*NET: a few are everywhere, most are rare."""

    def __init__(self, kind: Kind, size: int) -> None:
        self._kind, self._numbers = kind, range(size)
        self._weights = [1 / (place + 5) for place in range(size)]

    def draw(self, chance: random.Random, count: int) -> list[NamedNode]:
        return [node(self._kind, number) for number in chance.choices(self._numbers, self._weights, k=count)]


def _requirement(chance: random.Random, role: NamedNode, number: int, skills: _Popular) -> Iterator[Quad]:
    asked = node(Kind.REQUIREMENT, number)
    alternatives = list(dict.fromkeys(skills.draw(chance, chance.choice((1, 1, 1, 2, 3)))))
    essential = chance.random() < 0.75
    yield _say(role, "hasRequirement", asked)
    yield Quad(asked, NamedNode(RDF + "type"), NamedNode(Kind.REQUIREMENT.class_iri), _SOURCE)
    yield _say(asked, "necessity", NamedNode(RG + ("essential" if essential else "preferred")))
    yield _say(asked, "level", NamedNode(RG + chance.choice(("familiar", "working", "proficient", "expert"))))
    derived = "prefers" if not essential else "requires" if len(alternatives) == 1 else "accepts"
    for one in alternatives:
        yield _say(asked, "anyOf", one)
        yield _say(role, derived, one)


def _named(one: NamedNode, kind: Kind, label: str) -> Iterator[Quad]:
    yield Quad(one, NamedNode(RDF + "type"), NamedNode(kind.class_iri), _SOURCE)
    yield Quad(one, NamedNode(SKOS + "prefLabel"), Literal(label, language="en"), _SOURCE)


def _say(subject: NamedNode, term: str, value: NamedNode | Literal) -> Quad:
    return Quad(subject, NamedNode(RG + term), value, _SOURCE)


def build(place: Path, roles: int = ROLES) -> None:
    """Write the graph as a built store."""
    store = Store(str(place))
    store.bulk_extend(quads(roles))
    store.flush()


def write(path: Path, roles: int = ROLES) -> None:
    """Write the graph as N-Quads."""
    serialize(quads(roles), str(path), RdfFormat.N_QUADS)
