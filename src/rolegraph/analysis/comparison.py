"""Roles side by side: what all of them share, what some do, what only one has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rolegraph.facts.entities import role as read_role
from rolegraph.facts.ratings import Measures, measures, meets_within_error
from rolegraph.model import displayed
from rolegraph.model.nodes import Kind, Level, Necessity, Node, fold
from rolegraph.model.roles import Measure, Preparation, Role, Unrecorded
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import SKOS

COMPARED_KINDS = (Kind.SKILL, Kind.TOOL, Kind.DEGREE, Kind.CERTIFICATION, Kind.INDUSTRY)


@dataclass(frozen=True, slots=True)
class ComparedRequirement:
    """How one role asks for a capability, or that it only uses it; any one of `one_of` alternatives is enough.

    `example` is true for what a requirement only names as evidence of something else, `estimated` for what is not
    recorded. `within_error` says that the level was measured below the highest of the compared roles only within the
    error of such measures. An industry has none of these.
    """

    necessity: Necessity | None = None
    level: Level | None = None
    one_of: int = 1
    example: bool = False
    used: bool = False
    estimated: bool = False
    within_error: bool = False


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One capability or industry, and how each of the compared roles asks for it (None where it does not)."""

    node: Node
    asks: tuple[ComparedRequirement | None, ...]
    related: tuple[Node, ...] = ()

    @property
    def count(self) -> int:
        """How many of the roles have it."""
        return sum(ask is not None for ask in self.asks)

    @property
    def weight(self) -> tuple[int, ...]:
        """How much it matters: how many roles require it, then their levels, then how many prefer it."""
        asks = [ask for ask in self.asks if ask is not None]
        required = [ask for ask in asks if ask.necessity is Necessity.ESSENTIAL]
        levels = sum(ask.level or 0 for ask in asks if ask.necessity is not None)
        return len(required), levels, sum(ask.necessity is not None for ask in asks)


@displayed
@dataclass(frozen=True, slots=True)
class Comparison:
    """Roles and everything they ask for, use or are found in: each thing once, by kind and label.

    `preparations` has what each role takes before it is begun, None where that is not known; it is empty where it is
    not known of any.
    `unrecorded` are those of the roles of which nothing essential is recorded.
    """

    roles: tuple[Node, ...]
    rows: tuple[ComparisonRow, ...]
    preparations: tuple[Preparation | None, ...] = ()
    unrecorded: tuple[Unrecorded, ...] = ()

    def shared(self, kind: Kind | None = None) -> tuple[ComparisonRow, ...]:
        """What all of the roles have, of one `kind` or of all."""
        return self._select(kind, lambda row: row.count == len(self.roles))

    def partly_shared(self, kind: Kind | None = None) -> tuple[ComparisonRow, ...]:
        """What more than one of the roles has, but not all."""
        return self._select(kind, lambda row: 1 < row.count < len(self.roles))

    def only(self, role: int, kind: Kind | None = None) -> tuple[ComparisonRow, ...]:
        """What just one role has, by its place in `roles`."""
        return self._select(kind, lambda row: row.count == 1 and row.asks[role] is not None)

    def _select(self, kind: Kind | None, wanted: Callable[[ComparisonRow], bool]) -> tuple[ComparisonRow, ...]:
        return tuple(row for row in self.rows if kind in (None, row.node.kind) and wanted(row))


def compare(dataset: Dataset, roles: Sequence[str]) -> Comparison:
    """Compare two or more different roles, given by IRI in the order of the columns; ValueError for fewer.

    A capability is shared when both roles name it, as alternative, example or tool; whether somebody in one role meets
    the requirements of the other is what `planning.gap.find_gap` answers. Industries are shared by name only; a related
    one (`skos:related`) is named in the row.
    """
    if len(set(roles)) < max(2, len(roles)):
        raise ValueError("a comparison takes two or more different roles")
    read = [read_role(dataset, iri) for iri in roles]
    columns = _alike_within_error(dataset, roles, [_asks(role) for role in read])
    compared = sorted(
        {named for column in columns for named in column}, key=lambda named: (fold(named.label), named.iri)
    )
    rows = [
        ComparisonRow(named, tuple(column.get(named) for column in columns), _related(dataset, named, compared))
        for named in compared
    ]
    order = {kind: place for place, kind in enumerate(COMPARED_KINDS)}
    rows.sort(key=lambda row: order.get(row.node.kind, len(order)))  # where a graph is not valid, of any kind
    preparations = tuple(role.preparation for role in read)
    return Comparison(
        roles=tuple(role.node for role in read),
        rows=tuple(rows),
        preparations=preparations if any(preparations) else (),
        unrecorded=tuple(role.unrecorded for role in read if role.unrecorded is not None),
    )


def _asks(role: Role) -> dict[Node, ComparedRequirement]:
    """How a role asks for everything it names; where it does so several times, the strictest, and by name if any."""
    found = {industry.node: ComparedRequirement() for industry in role.industries}
    found |= {tool.tool: ComparedRequirement(used=True) for tool in role.tools}
    used = {tool.tool for tool in role.tools}
    requirements = sorted(role.requirements, key=lambda requirement: (requirement.essential, requirement.level or 0))
    for is_example in (True, False):
        for requirement in requirements:
            estimated = requirement.estimated
            terms = ComparedRequirement(
                requirement.necessity, requirement.level, 1, example=is_example, estimated=estimated
            )
            for named in requirement.examples if is_example else requirement.any_of:
                one_of = 1 if is_example else len(requirement.any_of)
                found[named] = replace(terms, one_of=one_of, used=named in used)
    return found


def _alike_within_error(
    dataset: Dataset, roles: Sequence[str], columns: Sequence[dict[Node, ComparedRequirement]]
) -> list[dict[Node, ComparedRequirement]]:
    """The columns, with levels marked that are lower than the highest of their row only within error."""
    measured = [measures(dataset, role) for role in roles]
    highest: dict[str, Measure] = {}
    for known, column in zip(measured, columns, strict=True):
        for iri in {named.iri for named in column} & known.keys():
            highest[iri] = max(known[iri], highest.get(iri, known[iri]), key=lambda one: (one.level, one.value))

    def is_alike(named: Node, ask: ComparedRequirement, known: Measures) -> bool:
        one, most = known.get(named.iri), highest.get(named.iri)
        if one is None or most is None or ask.level != one.level:
            return False
        return one.level < most.level and meets_within_error(one, most)

    return [
        {named: replace(ask, within_error=is_alike(named, ask, known)) for named, ask in column.items()}
        for known, column in zip(measured, columns, strict=True)
    ]


def _related(dataset: Dataset, industry: Node, compared: Sequence[Node]) -> tuple[Node, ...]:
    if industry.kind is not Kind.INDUSTRY:
        return ()
    iris = {*dataset.objects(industry.iri, SKOS + "related"), *dataset.subjects(SKOS + "related", industry.iri)}
    return tuple(other for other in compared if other.iri in iris)
