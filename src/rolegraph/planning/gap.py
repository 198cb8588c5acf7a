"""Profiles, and what separates a profile from a role.

A requirement is met by a holding when whatever the holding may be is accepted: someone who knows "Python or R" meets
"Python, R or Java", but not "Python". Accepted are the requirement's alternatives, its examples, and everything
narrower than these; a degree of a higher level in the same field; and, where a related field will do, a degree in a
field that is stated to be close.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rolegraph.facts.entities import capability_requirements, closeness, degree, used_tools, with_narrower
from rolegraph.facts.labels import node
from rolegraph.model.nodes import LEARNABLE_KINDS, Kind, Level, Necessity, Node
from rolegraph.model.plans import ASSUMED_LEVEL, Assessment, Gap, Holding, Profile, Standing
from rolegraph.model.roles import Requirement
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RG


def role_profile(dataset: Dataset, role: str) -> Profile:
    """What someone who does a job may be taken to have: its essential requirements, and the tools it uses.

    What a role only prefers is left out: a path that counted a preferred degree as held would hide a credential. Where
    a source gives no level, `ASSUMED_LEVEL` is taken; a tool that a requirement names has that requirement's level.
    """
    basis = node(dataset, role).label
    essential = [asked for asked in capability_requirements(dataset, role) if asked.essential]
    holdings = [
        Holding(asked.any_of, asked.level or ASSUMED_LEVEL, basis, asked.open_to_related) for asked in essential
    ]
    for used in used_tools(dataset, role):
        levels = [asked.level for asked in essential if used.tool in (*asked.any_of, *asked.examples) and asked.level]
        holdings.append(Holding((used.tool,), max(levels, default=ASSUMED_LEVEL), basis))
    return Profile(basis, tuple(holdings))


def given_profile(levels: Mapping[Node, Level], name: str = "what you have") -> Profile:
    """A profile of capabilities that a person says they have."""
    return Profile(name, tuple(Holding((one,), level, name) for one, level in sorted(levels.items())))


def find_gap(dataset: Dataset, profile: Profile, role: str) -> Gap:
    """A profile held against everything that a role asks for, and after that against the tools it only uses.

    Notes
    -----
    Takes time in proportion to requirements plus holdings. More holdings never make a requirement worse met.
    """
    asked = capability_requirements(dataset, role)
    named = {one for requirement in asked for one in (*requirement.any_of, *requirement.examples)}
    used = [
        Requirement(role, (tool.tool,), Necessity.PREFERRED, used=True, evidence=tool.evidence)
        for tool in used_tools(dataset, role)
        if tool.tool not in named
    ]
    held = HoldingsIndex(with_implied(dataset, profile.holdings))
    assessments = tuple(assess(dataset, requirement, held) for requirement in (*asked, *used))
    return Gap(profile, node(dataset, role), assessments)


def with_implied(dataset: Dataset, holdings: Iterable[Holding]) -> list[Holding]:
    """Holdings, and what whoever has them must have as well: the prerequisites of what is held at working level.

    Nobody comes to train networks with PyTorch without machine learning; they need not be told to learn it. Implied is
    working level and no more.
    """
    found = list(holdings)
    waiting = [one for one in found if len(one.one_of) == 1 and one.level >= Level.WORKING]
    known = {one.one_of[0].iri for one in waiting}
    while waiting:
        holding = waiting.pop()
        for iri in dataset.objects(holding.one_of[0].iri, RG + "prerequisite"):
            if iri not in known:
                known.add(iri)
                implied = Holding((node(dataset, iri),), Level.WORKING, f"needed for {holding.label}", implied=True)
                found.append(implied)
                waiting.append(implied)
    return found


class HoldingsIndex:
    """Holdings by what they may be, so that of hundreds only those are looked at that have to do with a requirement."""

    def __init__(self, holdings: Sequence[Holding]) -> None:
        self._holdings = holdings
        self._places: dict[str, list[int]] = {}
        self._degrees: list[int] = []
        for place, holding in enumerate(holdings):
            for one in holding.one_of:
                self._places.setdefault(one.iri, []).append(place)
            if any(one.kind is Kind.DEGREE for one in holding.one_of):
                self._degrees.append(place)

    def concerning(self, requirement: Requirement, accepted: Iterable[str]) -> Iterator[Holding]:
        """Those that may meet a requirement, in the order in which they were given."""
        places = {place for iri in accepted for place in self._places.get(iri, ())}
        if any(one.kind is Kind.DEGREE for one in requirement.any_of):
            places.update(self._degrees)
        return (self._holdings[place] for place in sorted(places))


def assess(dataset: Dataset, requirement: Requirement, held: HoldingsIndex) -> Assessment:
    """How holdings stand to one requirement; by the best of those that meet it, or come closest."""
    accepted = accepted_for(dataset, requirement)
    best: Holding | None = None
    for holding in held.concerning(requirement, accepted):
        if not all(_accepts(dataset, requirement, accepted, one) for one in holding.one_of):
            continue
        if holding.open_to_related and not requirement.open_to_related:
            continue  # the degree held may be in a field that this requirement does not name
        if best is None or holding.level > best.level:
            best = holding
    if best is None:
        return Assessment(requirement, Standing.MISSING)
    enough = requirement.level is None or best.level >= requirement.level
    return Assessment(requirement, Standing.MET if enough else Standing.TOO_LOW, best)


def accepted_for(dataset: Dataset, requirement: Requirement) -> frozenset[str]:
    """The IRIs of all that is evidence of a requirement: alternatives, examples, and all narrower than these."""
    return with_narrower(dataset, (one.iri for one in (*requirement.any_of, *requirement.examples)))


def _accepts(dataset: Dataset, requirement: Requirement, accepted: frozenset[str], held: Node) -> bool:
    if held.iri in accepted:
        return True
    return held.kind is Kind.DEGREE and any(
        _degree_suffices(dataset, held, asked, related=requirement.open_to_related)
        for asked in requirement.any_of
        if asked.kind is Kind.DEGREE
    )


def _degree_suffices(dataset: Dataset, held: Node, asked: Node, *, related: bool) -> bool:
    my_level, my_field = degree(dataset, held.iri)
    their_level, their_field = degree(dataset, asked.iri)
    if my_level is None or their_level is None or my_level < their_level:
        return False
    if their_field is None or my_field == their_field:
        return True
    return (
        related
        and my_field is not None
        and any(close.node == my_field for close in closeness(dataset, their_field.iri))
    )


def is_credential(requirement: Requirement) -> bool:
    """Whether a requirement can only be met by a degree or certification, not by learning on the job."""
    return all(one.kind not in LEARNABLE_KINDS for one in requirement.any_of)
