"""What reach is computed from, read from a dataset in bulk: requirements, hierarchy, prerequisites, efforts, closeness.

Everything means what it means in `entities`, `gaps` and `networks`, which read one node at a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from rolegraph.facts import entities
from rolegraph.facts.labels import node
from rolegraph.model.nodes import (
    CAPABILITY_KINDS,
    LEARNABLE_KINDS,
    DegreeLevel,
    Kind,
    Level,
    Necessity,
    Node,
    Seniority,
)
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF, RG, SKOS

_LEVELS = {level.iri: level for level in Level}
_SENIORITIES = {level.iri: level for level in Seniority}
_DEGREES = {level.iri: level for level in DegreeLevel}


class Demand(NamedTuple):
    """A requirement without its role: what several roles ask for in the same way is one demand.

    `level` is None where no source gives one; capabilities are IRIs.
    """

    any_of: frozenset[str]
    examples: frozenset[str]
    level: Level | None
    open_to_related: bool


@dataclass(frozen=True)
class GraphFacts:
    """A dataset in plain dictionaries, by IRI.

    Parameters
    ----------
    demands
        For each role what it asks for, and whether that is essential.
    uses
        For each role the tools it uses.
    hours
        For each skill and tool the effort to working level.
    before
        For each capability its prerequisites.
    narrower
        For each capability what is directly narrower.
    close
        For each node what is close to it, with the strength, in both directions.
    degrees
        For each degree its level and field, "" where no field is given.
    ranks
        For each role how far up it stands, where that is said: its seniority, or else how much preparation it takes.
    by_seniority
        Whether ranks are seniorities.
    groups
        For each group the roles that it directly holds.
    nodes
        Roles and capabilities of which kind and label are said.
    """

    demands: dict[str, dict[Demand, bool]]
    uses: dict[str, set[str]]
    hours: dict[str, float]
    before: dict[str, set[str]]
    narrower: dict[str, set[str]]
    close: dict[str, dict[str, float]]
    degrees: dict[str, tuple[DegreeLevel, str]]
    ranks: dict[str, int]
    by_seniority: bool
    groups: dict[str, set[str]]
    nodes: dict[str, Node]


def read_facts(dataset: Dataset) -> GraphFacts:
    """Read all of it.

    Raises
    ------
    SourceError
        When something is stated that is not on its scale, or no number.
    """
    roles = set(dataset.subjects(RDF + "type", Kind.ROLE.class_iri))
    demands: dict[str, dict[Demand, bool]] = {role: {} for role in sorted(roles)}
    demands.update((role, asked) for role, asked in _demands(dataset).items() if role in roles)
    uses: dict[str, set[str]] = {}
    for role, tool in dataset.links(RG + "usesTool"):
        uses.setdefault(role, set()).add(tool)
    broader = dataset.pairs(SKOS + "broader")
    seniority = {one: int(_SENIORITIES[said]) for one, said in dataset.pairs(RG + "seniority") if said in _SENIORITIES}
    levels, fields = dict(dataset.pairs(RG + "degreeLevel")), dict(dataset.pairs(RG + "field"))
    return GraphFacts(
        demands=demands,
        uses=uses,
        hours=_hours(dataset),
        before=_gathered(dataset.pairs(RG + "prerequisite")),
        narrower=_gathered((above, one) for one, above in broader),
        close=_closeness(dataset),
        degrees={one: (_DEGREES[level], fields.get(one, "")) for one, level in levels.items() if level in _DEGREES},
        ranks=seniority or _preparation(dataset),
        by_seniority=bool(seniority),
        groups=_gathered((above, one) for one, above in broader if one in roles),
        nodes=_nodes(dataset),
    )


def _nodes(dataset: Dataset) -> dict[str, Node]:
    labels = dataset.values(SKOS + "prefLabel")
    found = {}
    for kind in (Kind.ROLE, *CAPABILITY_KINDS):
        for iri in dataset.subjects(RDF + "type", kind.class_iri):
            if iri in labels:
                found[iri] = Node(iri, kind, labels[iri])
    return found


def _preparation(dataset: Dataset) -> dict[str, int]:
    """How much preparation roles take, as O*NET ranks it in its job zones."""
    ranks = {one: int(rank) for one, rank in dataset.pairs(RG + "rank") if rank.isdecimal()}
    return {role: ranks[zone] for role, zone in dataset.pairs(RG + "preparation") if zone in ranks}


def _demands(dataset: Dataset) -> dict[str, dict[Demand, bool]]:
    """Requirements by role, those of several sources for the same alternatives merged as `entities` merges them."""
    any_of, examples, necessities, levels = (
        _gathered(dataset.links(RG + term)) for term in ("anyOf", "example", "necessity", "level")
    )
    open_ones = {one for one, said in dataset.links(RG + "openToRelated") if said in ("true", "1")}
    found: dict[str, dict[frozenset[str], tuple[Demand, bool]]] = {}
    for role, requirement in dataset.links(RG + "hasRequirement"):
        named, said = frozenset(any_of.get(requirement, ())), levels.get(requirement, set())
        needed = necessities.get(requirement, set())
        if not named or not needed or not said <= _LEVELS.keys():
            entities.capability_requirements(dataset, role)  # which raises, and says what is wrong and where
        essential = Necessity.ESSENTIAL.iri in needed
        level = max((_LEVELS[one] for one in said), default=None)
        demand = Demand(named, frozenset(examples.get(requirement, ())), level, requirement in open_ones)
        of_role = found.setdefault(role, {})
        if named in of_role:
            known, was_essential = of_role[named]
            demand, essential = _merged(known, demand), essential or was_essential
        of_role[named] = (demand, essential)
    return {role: dict(sorted(of_role.values(), key=_order)) for role, of_role in found.items()}


def _order(asked: tuple[Demand, bool]) -> tuple[list[str], list[str]]:
    return sorted(asked[0].any_of), sorted(asked[0].examples)


def _merged(one: Demand, other: Demand) -> Demand:
    level = max((said for said in (one.level, other.level) if said), default=None)
    related = one.open_to_related or other.open_to_related
    return Demand(one.any_of, one.examples | other.examples, level, related)


def _hours(dataset: Dataset) -> dict[str, float]:
    stated = {one for one, _ in dataset.pairs(RG + "effort")}
    hours = {}
    for kind in LEARNABLE_KINDS:
        for iri in dataset.subjects(RDF + "type", kind.class_iri):
            default = entities.DEFAULT_HOURS[kind]
            hours[iri] = entities.effort(dataset, node(dataset, iri)).hours if iri in stated else default
    return hours


def _closeness(dataset: Dataset) -> dict[str, dict[str, float]]:
    remarked = {
        (dataset.value(remark, RDF + "subject"), dataset.value(remark, RDF + "object"))
        for remark, _ in dataset.pairs(RG + "strength")
    }
    close: dict[str, dict[str, float]] = {}
    for one, other in dataset.pairs(RG + "closeTo"):
        strength = entities.DEFAULT_STRENGTH
        if (one, other) in remarked:
            strength = next(it.strength for it in entities.closeness(dataset, one) if it.node.iri == other)
        for start, end in ((one, other), (other, one)):
            ends = close.setdefault(start, {})
            ends[end] = max(strength, ends.get(end, 0.0))
    return close


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one, other in pairs:
        found.setdefault(one, set()).add(other)
    return found
