"""What a profile lacks for a role: every requirement assessed against what somebody has.

Which capability meets a requirement is decided by `facts.requirements`; here holdings are gathered and compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from rolegraph.facts.entities import closeness, degree
from rolegraph.facts.labels import node
from rolegraph.facts.matches import broader_through, same_roles, through
from rolegraph.facts.ratings import measures, meets_within_error, preparation
from rolegraph.facts.requirements import (
    AcademicDegree,
    accepted_capabilities,
    capability_requirements,
    implied_prerequisites,
    meets,
    terms_of,
    tool_levels,
    unrecorded,
    used_tools,
)
from rolegraph.model.mappings import Through
from rolegraph.model.nodes import LEARNABLE_KINDS, Kind, Level, Necessity, Node
from rolegraph.model.plans import ASSUMED_LEVEL, USED_LEVEL, Assessment, Gap, Holding, Profile, Standing
from rolegraph.model.roles import Requirement
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RG, SKOS


def role_profile(dataset: Dataset, role: str) -> Profile:
    """What somebody in a role can be assumed to have: what is essential to it or measured of it, and the tools it uses.

    What is measured is held at that level, however important it is. What a role only prefers is left out otherwise: a
    path that counted a preferred degree as held would hide a credential. Where a source gives no level, `ASSUMED_LEVEL`
    is taken; a tool that a requirement names has that requirement's level. What a role of another source has, which a
    mapping says is exactly this one, comes last, with the mapping, but for what is only estimated there.
    """
    holdings = _holdings(dataset, role)
    same = same_roles(dataset, role)
    recorded = replace(dataset, estimates=False) if same else dataset
    for iri, mapped in same.items():
        holdings += (one._replace(measure=None, through=(mapped,)) for one in _holdings(recorded, iri))
    without = tuple(filter(None, [unrecorded(dataset, role)]))
    return Profile(
        node(dataset, role).label, tuple(holdings), preparation=preparation(dataset, role), unrecorded=without
    )


def _holdings(dataset: Dataset, role: str) -> list[Holding]:
    """What the sources of a role itself say that somebody in it has."""
    basis = node(dataset, role).label
    essential = [requirement for requirement in capability_requirements(dataset, role) if requirement.essential]
    holdings = [
        Holding(
            one.any_of,
            one.level or ASSUMED_LEVEL,
            basis,
            open_to_related=one.open_to_related,
            measure=one.measure,
            named=names_in(dataset, one),
        )
        for one in essential
    ]
    measured_already = {one.any_of[0].iri for one in essential if one.measure is not None}
    holdings += (
        Holding((node(dataset, iri),), measure.level, basis, measure=measure)
        for iri, measure in sorted(measures(dataset, role).items())
        if iri not in measured_already
    )
    tools = [used.tool for used in used_tools(dataset, role)]
    levels = tool_levels(map(terms_of, essential), (tool.iri for tool in tools))
    named = _used_names(dataset, role)
    holdings += (Holding((tool,), levels[tool.iri], basis, named=named.get(tool.iri, ())) for tool in tools)
    return holdings


def given_profile(levels: Mapping[Node, Level]) -> Profile:
    """A profile of capabilities that a person says they have."""
    name = "what you have"
    return Profile(name, tuple(Holding((capability,), level, name) for capability, level in sorted(levels.items())))


def find_gap(dataset: Dataset, profile: Profile, role: str, demanded: tuple[Requirement, ...] | None = None) -> Gap:
    """How a profile stands to everything that a role requires, and after that to the tools it only uses.

    Where it is said what is `demanded`, that stands for what the role requires and uses.
    Takes time in proportion to requirements plus holdings. More holdings never make a requirement worse met.
    SourceError where the graph states a requirement that has no meaning.
    """
    requirements = capability_requirements(dataset, role) if demanded is None else demanded
    named = {iri for requirement in requirements for iri in terms_of(requirement).named}
    used = [
        Requirement(role, (tool.tool,), Necessity.PREFERRED, used=True, evidence=tool.evidence)
        for tool in (used_tools(dataset, role) if demanded is None else ())
        if tool.tool.iri not in named
    ]
    held = HoldingsIndex(with_implied(dataset, profile.holdings))
    assessments = tuple(assess(dataset, requirement, held) for requirement in (*requirements, *used))
    if profile.unknown:  # what is not known to be there need not be missing
        assessments = tuple(
            found._replace(standing=Standing.UNKNOWN) if found.standing is Standing.MISSING else found
            for found in assessments
        )
    return Gap(profile, node(dataset, role), assessments, unrecorded(dataset, role) if demanded is None else None)


def with_implied(dataset: Dataset, holdings: Iterable[Holding]) -> list[Holding]:
    """Holdings, and the prerequisites of what is held at working level or higher: these are held at working level too.

    Nobody trains networks with PyTorch without knowing machine learning; no plan tells them to learn it. What was
    learned on the way to another role implies nothing more: what came before it was learned or held as well.
    """
    found = list(holdings)
    held = [
        one.one_of[0].iri for one in found if len(one.one_of) == 1 and one.level >= Level.WORKING and not one.on_the_way
    ]
    for iri, because in implied_prerequisites(held, lambda iri: dataset.objects(iri, RG + "prerequisite")):
        basis = f"needed for {node(dataset, because).label}"
        found.append(Holding((node(dataset, iri),), Level.WORKING, basis, implied=True))
    return found


class HoldingsIndex:
    """Holdings by capability, so that of hundreds only those are assessed that concern a requirement."""

    def __init__(self, holdings: Sequence[Holding]) -> None:
        self._holdings = holdings
        self._places: dict[str, list[int]] = {}
        self.degrees: set[str] = set()
        for place, holding in enumerate(holdings):
            for held in holding.one_of:
                self._places.setdefault(held.iri, []).append(place)
                if held.kind is Kind.DEGREE:
                    self.degrees.add(held.iri)

    def concerning(self, accepted: Iterable[str]) -> Iterator[Holding]:
        """Holdings that are, or may be, one of some capabilities, in the order in which they were given."""
        places = {place for iri in accepted for place in self._places.get(iri, ())}
        return (self._holdings[place] for place in sorted(places))


def assess(dataset: Dataset, requirement: Requirement, held: HoldingsIndex) -> Assessment:
    """How somebody stands to one requirement, by the best of the holdings that meet it.

    Where no source gives a level, any level is enough; but what was learned on the way to another role is as good as
    what would be learned for this one.
    """
    terms = terms_of(requirement)
    accepted = accepted_capabilities(
        terms,
        lambda iri: dataset.subjects(SKOS + "broader", iri),
        _degrees(dataset, requirement, held),
        lambda field: {close.node.iri for close in closeness(dataset, field)},
    )
    best: Holding | None = None
    for holding in held.concerning(accepted):
        alternatives = [alternative.iri for alternative in holding.one_of]
        if holding.on_the_way and not terms.named.issuperset(alternatives):
            continue
        if meets(terms, accepted, alternatives, open_to_related=holding.open_to_related) and (
            best is None or _order(requirement, holding) > _order(requirement, best)
        ):
            best = holding
    if best is None:
        return Assessment(requirement, Standing.MISSING)
    standing = Standing.MET if is_high_enough(requirement, best) else Standing.TOO_LOW
    return Assessment(requirement, standing, best, _crossed(dataset, requirement, best))


def names_in(dataset: Dataset, requirement: Requirement) -> tuple[str, ...]:
    """The nodes by which a source names what is required; none where each is the one that stands for it."""
    if not dataset.joins:
        return ()
    if requirement.used:
        used = _used_names(dataset, requirement.iri)
        return tuple(name for capability in requirement.any_of for name in used.get(capability.iri, ()))
    terms = (RG + "anyOf", RG + "example")
    return tuple(sorted({name for term in terms for name in dataset.apart.objects(requirement.iri, term)}))


def _used_names(dataset: Dataset, role: str) -> dict[str, tuple[str, ...]]:
    """The nodes by which sources name the tools that a role uses, by the node that stands for each."""
    if not dataset.joins:
        return {}
    names: dict[str, tuple[str, ...]] = {}
    for name in dataset.apart.objects(role, RG + "usesTool"):
        names[dataset.one(name)] = (*names.get(dataset.one(name), ()), name)
    return names


def _crossed(dataset: Dataset, requirement: Requirement, holding: Holding) -> tuple[Through, ...]:
    """The mappings through which a holding meets a requirement: none where one source names both alike."""
    if not dataset.joins:
        return holding.through
    asked = {capability.iri for capability in (*requirement.any_of, *requirement.examples)}
    names = set(names_in(dataset, requirement))
    found = [*holding.through]
    for held in holding.one_of:
        if held.iri not in asked:
            found += broader_through(dataset, held.iri, asked)
        elif holding.named and names.isdisjoint(holding.named):
            found += through(dataset, held.iri, {*names, *holding.named})
    return tuple(found)


def is_high_enough(requirement: Requirement, holding: Holding) -> bool:
    """Whether a holding that meets a requirement is held at its level, or is lower by no more than their errors."""
    asked = level_to_learn(requirement) if holding.on_the_way else requirement.level
    if asked is None or holding.level >= asked:
        return True
    return requirement.any_of == holding.one_of and meets_within_error(holding.measure, requirement.measure)


def _order(requirement: Requirement, holding: Holding) -> tuple[bool, Level]:
    return is_high_enough(requirement, holding), holding.level


def level_to_learn(requirement: Requirement) -> Level:
    """The level to which something is learned for a requirement, which many sources ask for without a level."""
    return requirement.level or (USED_LEVEL if requirement.used else ASSUMED_LEVEL)


def _degrees(dataset: Dataset, requirement: Requirement, held: HoldingsIndex) -> dict[str, AcademicDegree]:
    """The degrees that somebody has, and those that are required; none where no degree is required."""
    required = {capability.iri for capability in requirement.any_of if capability.kind is Kind.DEGREE}
    found = ((iri, degree(dataset, iri)) for iri in sorted(required | held.degrees)) if required else ()
    return {iri: stated for iri, stated in found if stated is not None}


def is_credential(requirement: Requirement) -> bool:
    """Whether a requirement can only be met by a degree or certification, not by learning on the job."""
    return all(capability.kind not in LEARNABLE_KINDS for capability in requirement.any_of)
