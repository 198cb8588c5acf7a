"""Small made-up graphs of roles and capabilities, with everything that decides how far it is from one to another."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from rolegraph.model.nodes import DegreeLevel, Kind, Level, Necessity, Seniority, node_iri
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF, RG, SKOS, SOURCE, XSD

_GRAPH = NamedNode(SOURCE + "world")
_Statement = tuple[str, str, NamedNode | Literal]


class Asked(NamedTuple):
    """A requirement by numbers of capabilities."""

    any_of: tuple[int, ...]
    examples: tuple[int, ...]
    level: Level | None
    necessity: Necessity
    open_to_related: bool


class Measured(NamedTuple):
    """What is measured of a role, by its number and that of a skill, on a scale from 0 to 7."""

    role: int
    skill: int
    value: Decimal
    error: Decimal | None


class World(NamedTuple):
    """Capabilities by number, of which those before `degrees` are skills; what is between them; roles by number.

    `before`, `under` and `close` are pairs of numbers; the first two lead from a higher to a lower one.
    """

    hours: tuple[int | None, ...]
    degrees: tuple[tuple[DegreeLevel, int], ...]
    before: frozenset[tuple[int, int]]
    under: frozenset[tuple[int, int]]
    close: frozenset[tuple[int, int]]
    roles: tuple[tuple[Asked, ...], ...]
    uses: frozenset[tuple[int, int]]
    seniorities: tuple[Seniority | None, ...]
    measured: tuple[Measured, ...] = ()

    @property
    def capabilities(self) -> int:
        return len(self.hours) + len(self.degrees)

    def capability(self, number: int) -> str:
        """The IRI of a capability."""
        if number < len(self.hours):
            return node_iri(Kind.SKILL, f"skill-{number}")
        return node_iri(Kind.DEGREE, f"degree-{number}")

    def role(self, number: int) -> str:
        """The IRI of a role."""
        return node_iri(Kind.ROLE, f"role-{number}")


@st.composite
def worlds(draw: st.DrawFn, *, closeness: bool = True, most_roles: int = 4) -> World:
    """Any small world; prerequisites and hierarchy are acyclic."""
    skills = draw(st.integers(2, 6))
    degrees = draw(st.lists(st.tuples(st.sampled_from(DegreeLevel), st.integers(0, 1)), max_size=2, unique=True))
    downwards = st.frozensets(_pairs(skills), max_size=4)
    roles = draw(st.integers(1, most_roles))
    asked = st.lists(_asked(skills, skills + len(degrees)), max_size=4, unique_by=lambda one: frozenset(one.any_of))
    return World(
        hours=tuple(draw(st.lists(st.none() | st.integers(1, 200), min_size=skills, max_size=skills))),
        degrees=tuple(degrees),
        before=draw(downwards),
        under=draw(downwards),
        close=draw(st.frozensets(_pairs(skills), max_size=3)) if closeness else frozenset(),
        roles=tuple(tuple(draw(asked)) for _ in range(roles)),
        uses=draw(st.frozensets(st.tuples(st.integers(0, roles - 1), st.integers(0, skills - 1)), max_size=3)),
        seniorities=tuple(draw(st.none() | st.sampled_from(Seniority)) for _ in range(roles)),
        measured=tuple(draw(_measured(roles, skills))),
    )


def _measured(roles: int, skills: int) -> st.SearchStrategy[list[Measured]]:
    values, errors = st.decimals(0, Decimal("6.9"), places=1), st.none() | st.decimals(0, 1, places=1)
    some = st.builds(Measured, st.integers(0, roles - 1), st.integers(0, skills - 1), values, errors)
    return st.lists(some, max_size=4, unique_by=lambda one: one[:2])


def _pairs(most: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.integers(0, most - 1), st.integers(0, most - 1)).filter(lambda pair: pair[0] > pair[1])


def _asked(skills: int, most: int) -> st.SearchStrategy[Asked]:
    some = st.frozensets(st.integers(0, most - 1), min_size=1, max_size=3).map(lambda one: tuple(sorted(one)))
    few = st.frozensets(st.integers(0, most - 1), max_size=1).map(tuple)
    levels, necessities = st.none() | st.sampled_from(Level), st.sampled_from(Necessity)
    any_asked = st.builds(Asked, some, few, levels, necessities, st.booleans())
    # A related field is a matter of degrees.
    return any_asked.map(lambda one: one._replace(open_to_related=one.open_to_related and min(one.any_of) >= skills))


def dataset_of(world: World) -> Dataset:
    """A world as a dataset in memory."""
    store = Store()
    store.extend(
        Quad(NamedNode(subject), NamedNode(predicate), end, _GRAPH) for subject, predicate, end in _said(world)
    )
    return Dataset(store)


def _said(world: World) -> Iterator[_Statement]:
    relations = ((RG + "prerequisite", world.before), (SKOS + "broader", world.under), (RG + "closeTo", world.close))
    for predicate, pairs in relations:
        for one, other in pairs:
            yield world.capability(one), predicate, NamedNode(world.capability(other))
    for number, tool in world.uses:
        yield world.role(number), RG + "usesTool", NamedNode(world.capability(tool))
    for number in range(world.capabilities):
        yield from _capability(world, number)
    for number in range(len(world.roles)):
        yield from _role(world, number)
    for measured in world.measured:
        yield from _rating(world, measured)


def _rating(world: World, measured: Measured) -> Iterator[_Statement]:
    """A rating with a quarter of the scale as its level."""
    iri = node_iri(Kind.RATING, f"{measured.role}-{measured.skill}")
    yield world.role(measured.role), RG + "hasRating", NamedNode(iri)
    yield iri, RDF + "type", NamedNode(Kind.RATING.class_iri)
    yield iri, RG + "rates", NamedNode(world.capability(measured.skill))
    yield iri, RG + "level", NamedNode(Level(1 + int(measured.value / Decimal("1.75"))).iri)
    numbers = {"sourceLevel": measured.value, "standardError": measured.error}
    for term, number in numbers.items():
        if number is not None:
            yield iri, RG + term, Literal(str(number), datatype=NamedNode(XSD + "decimal"))


def _capability(world: World, number: int) -> Iterator[_Statement]:
    iri, skills = world.capability(number), len(world.hours)
    yield iri, RDF + "type", NamedNode((Kind.SKILL if number < skills else Kind.DEGREE).class_iri)
    if number >= skills:
        level, subject = world.degrees[number - skills]
        yield iri, RG + "degreeLevel", NamedNode(level.iri)
        yield iri, RG + "field", NamedNode(node_iri(Kind.FIELD, f"field-{subject}"))
    elif (hours := world.hours[number]) is not None:
        yield iri, RG + "effort", Literal(str(hours), datatype=NamedNode(XSD + "decimal"))


def _role(world: World, number: int) -> Iterator[_Statement]:
    role, seniority = world.role(number), world.seniorities[number]
    yield role, RDF + "type", NamedNode(Kind.ROLE.class_iri)
    if seniority is not None:
        yield role, RG + "seniority", NamedNode(seniority.iri)
    for place, asked in enumerate(world.roles[number]):
        requirement = node_iri(Kind.REQUIREMENT, f"{number}-{place}")
        yield role, RG + "hasRequirement", NamedNode(requirement)
        yield from _requirement(world, requirement, asked)


def _requirement(world: World, iri: str, asked: Asked) -> Iterator[_Statement]:
    yield iri, RDF + "type", NamedNode(Kind.REQUIREMENT.class_iri)
    yield iri, RG + "necessity", NamedNode(asked.necessity.iri)
    if asked.level is not None:
        yield iri, RG + "level", NamedNode(asked.level.iri)
    if asked.open_to_related:
        yield iri, RG + "openToRelated", Literal("true", datatype=NamedNode(XSD + "boolean"))
    for term, numbers in (("anyOf", asked.any_of), ("example", asked.examples)):
        for one in numbers:
            yield iri, RG + term, NamedNode(world.capability(one))
