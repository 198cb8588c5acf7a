"""Roles side by side: what all of them share, what some do, what only one has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rolegraph.facts.entities import role as read_role
from rolegraph.facts.labels import node
from rolegraph.model.display import bundle
from rolegraph.model.nodes import Kind, Level, Necessity, Node, fold
from rolegraph.model.roles import Requirement, Role
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import SKOS

COMPARED_KINDS = (Kind.SKILL, Kind.TOOL, Kind.DEGREE, Kind.CERTIFICATION, Kind.INDUSTRY)


@dataclass(frozen=True, slots=True)
class ComparedRequirement:
    """How one role asks for a capability, or that it only uses it; `one_of` how many alternatives are enough.

    `example` tells what a requirement only names as evidence of something else. An industry has none of these.
    """

    necessity: Necessity | None = None
    level: Level | None = None
    one_of: int = 1
    example: bool = False
    used: bool = False


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One capability or industry, and what each of the compared roles has to say of it (None for nothing)."""

    node: Node
    asks: tuple[ComparedRequirement | None, ...]
    related: tuple[Node, ...] = ()

    @property
    def count(self) -> int:
        """How many of the roles have it."""
        return sum(ask is not None for ask in self.asks)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Roles and everything they ask for, use or are found in: each thing once, by kind and label."""

    roles: tuple[Node, ...]
    rows: tuple[ComparisonRow, ...]

    def shared(self, kind: Kind | None = None) -> tuple[ComparisonRow, ...]:
        """What all of the roles have."""
        return self._select(kind, lambda row: row.count == len(self.roles))

    def partly_shared(self, kind: Kind | None = None) -> tuple[ComparisonRow, ...]:
        """What more than one of the roles has, but not all."""
        return self._select(kind, lambda row: 1 < row.count < len(self.roles))

    def only(self, role: int, kind: Kind | None = None) -> tuple[ComparisonRow, ...]:
        """What just one role has, by its place in `roles`."""
        return self._select(kind, lambda row: row.count == 1 and row.asks[role] is not None)

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return bundle(self)

    def _repr_html_(self) -> str:
        return self._repr_mimebundle_()["text/html"]

    def _select(self, kind: Kind | None, wanted: Callable[[ComparisonRow], bool]) -> tuple[ComparisonRow, ...]:
        return tuple(row for row in self.rows if kind in (None, row.node.kind) and wanted(row))


def compare(dataset: Dataset, roles: Sequence[str]) -> Comparison:
    """Compare two or more roles.

    Parameters
    ----------
    roles
        IRIs, in the order of the columns.

    Raises
    ------
    ValueError
        With fewer than two roles, or the same one twice.

    Notes
    -----
    A capability is shared when both roles name it, as alternative, example or tool; whether someone from one role meets
    the requirements of the other is what `gaps.find_gap` says. Industries are shared by name only; a related one
    (`skos:related`) is named in the row.
    """
    if len(set(roles)) < max(2, len(roles)):
        raise ValueError("a comparison takes two or more different roles")
    asks = [_asks(read_role(dataset, iri)) for iri in roles]
    things = sorted({thing for one in asks for thing in one}, key=lambda thing: (fold(thing.label), thing.iri))
    rows = [
        ComparisonRow(thing, tuple(one.get(thing) for one in asks), _related(dataset, thing, things))
        for thing in things
    ]
    rows.sort(key=lambda row: COMPARED_KINDS.index(row.node.kind))
    return Comparison(tuple(node(dataset, iri) for iri in roles), tuple(rows))


def _asks(role: Role) -> dict[Node, ComparedRequirement]:
    found: dict[Node, ComparedRequirement] = {}
    used = {tool.tool for tool in role.tools}
    for requirement in sorted(role.requirements, key=_weakest_first):
        for example in requirement.examples:
            found[example] = ComparedRequirement(
                requirement.necessity, requirement.level, 1, example=True, used=example in used
            )
    for requirement in sorted(role.requirements, key=_weakest_first):
        for one in requirement.any_of:
            found[one] = ComparedRequirement(
                requirement.necessity, requirement.level, len(requirement.any_of), used=one in used
            )
    for tool in used - found.keys():
        found[tool] = ComparedRequirement(used=True)
    found.update({industry.node: ComparedRequirement() for industry in role.industries})
    return found


def _weakest_first(requirement: Requirement) -> tuple[bool, int]:
    """So that what is said later, and kept, is the strictest."""
    return requirement.essential, requirement.level or 0


def _related(dataset: Dataset, one: Node, others: Sequence[Node]) -> tuple[Node, ...]:
    if one.kind is not Kind.INDUSTRY:
        return ()
    iris = {*dataset.objects(one.iri, SKOS + "related"), *dataset.subjects(SKOS + "related", one.iri)}
    return tuple(other for other in others if other.iri in iris)
