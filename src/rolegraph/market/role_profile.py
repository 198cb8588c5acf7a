"""What is recorded of a role, by what meets it: how its profile has what postings ask for."""

from __future__ import annotations

from rolegraph.facts.entities import closeness, degree
from rolegraph.facts.requirements import (
    accepted_capabilities,
    also_asked,
    capability_requirements,
    reachable,
    terms_of,
    used_tools,
)
from rolegraph.model.demands import ProfileStanding
from rolegraph.model.roles import Requirement
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import SKOS


class RoleProfile:
    """What is recorded of a role, by what meets it: estimates aside."""

    def __init__(self, dataset: Dataset, role: str) -> None:
        self._dataset = dataset
        self._requirements = [one for one in capability_requirements(dataset, role) if not one.estimated]
        self._related = [self._related_to(one) for one in self._requirements]
        self._used = {used.tool.iri for used in used_tools(dataset, role)}
        beside = (one.requirement for one in also_asked(dataset, role))
        self._said = {option.iri for requirement in beside for option in requirement.any_of}

    @property
    def recorded(self) -> bool:
        """Whether any requirement is."""
        return bool(self._requirements)

    def standing(self, capability: str) -> ProfileStanding | None:
        """How the profile has a capability; None where nothing is recorded."""
        if not self.recorded:
            return None
        for one, related in zip(self._requirements, self._related, strict=True):  # the essential ones come first
            if capability in related:
                return ProfileStanding.REQUIRED if one.essential else ProfileStanding.PREFERRED
        if capability in self._used:
            return ProfileStanding.USED
        return ProfileStanding.TEXTS if capability in self._said else ProfileStanding.ABSENT

    def met_by_none(self, asked: set[str]) -> tuple[Requirement, ...]:
        """The requirements that have nothing to do with any of some capabilities."""
        pairs = zip(self._requirements, self._related, strict=True)
        return tuple(one for one, related in pairs if asked.isdisjoint(related))

    def _related_to(self, requirement: Requirement) -> frozenset[str]:
        """What meets a requirement, and what is broader: who has PyTorch has what those want who ask for frameworks."""
        dataset = self._dataset
        accepted = accepted_capabilities(
            terms_of(requirement),
            lambda iri: dataset.subjects(SKOS + "broader", iri),
            {option.iri: held for option in requirement.any_of if (held := degree(dataset, option.iri))},
            lambda field: {close.node.iri for close in closeness(dataset, field)},
        )
        options = (option.iri for option in requirement.any_of)
        return accepted | reachable(options, lambda iri: dataset.objects(iri, SKOS + "broader"))
