"""What a whole graph says, read in bulk by the rules of `requirements`, `entities` and `labels`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from rolegraph.facts.entities import DEFAULT_HOURS, DEFAULT_STRENGTH, degree_of, hours_of, strength_of
from rolegraph.facts.labels import preparation_ranks, seniority_ranks, shown_labels
from rolegraph.facts.ratings import Measures, all_measures
from rolegraph.facts.requirements import AcademicDegree, RequirementTerms, all_requirements, grouped
from rolegraph.model.nodes import CAPABILITY_KINDS, LEARNABLE_KINDS, Kind, Node
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF, RG, SKOS


class GraphFacts:
    """A dataset in plain dictionaries, by IRI; each part is read when it is first used.

    Every property raises SourceError where something is stated that is not on its scale, or no number.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._pairs: dict[str, set[tuple[str, str]]] = {}

    def pairs(self, predicate: str) -> set[tuple[str, str]]:
        """All (subject, object) of a predicate."""
        if predicate not in self._pairs:
            self._pairs[predicate] = set(self.dataset.links(predicate))
        return self._pairs[predicate]

    @cached_property
    def roles(self) -> frozenset[str]:
        """All roles."""
        return frozenset(self.dataset.subjects(RDF + "type", Kind.ROLE.class_iri))

    @cached_property
    def requirements(self) -> dict[str, tuple[RequirementTerms, ...]]:
        """For each role what it requires, in the order of what is named; roles in the order of their IRIs."""
        found = all_requirements(self.dataset, self.pairs)
        return {role: found.get(role, ()) for role in sorted(self.roles)}

    @cached_property
    def measures(self) -> dict[str, Measures]:
        """For each role of which something is measured what that is, by capability."""
        return all_measures(self.dataset, self.pairs)

    @cached_property
    def tools(self) -> dict[str, set[str]]:
        """For each role the tools it uses."""
        return grouped(self.pairs(RG + "usesTool"))

    @cached_property
    def estimates(self) -> dict[str, float]:
        """Hours to working level where somebody has estimated them; of several estimates the highest."""
        hours: dict[str, float] = {}
        for iri, text in self.pairs(RG + "effort"):
            hours[iri] = max(hours_of(self.dataset, iri, text), hours.get(iri, 0.0))
        return hours

    @property
    def estimated(self) -> Mapping[str, float]:
        """The skills and tools of which hours are known: those somebody estimated, or, if assumed, all."""
        return self.hours if self.dataset.assumes_hours else self.estimates

    @cached_property
    def hours(self) -> dict[str, float]:
        """For each skill and tool the hours to working level, as estimated or by default."""
        learnable = [(iri, kind) for kind in LEARNABLE_KINDS for iri in self._of_kind(kind)]
        return {iri: self.estimates.get(iri, DEFAULT_HOURS[kind]) for iri, kind in learnable}

    @cached_property
    def all_tools(self) -> frozenset[str]:
        """Everything that is a tool, and no skill."""
        return frozenset(self._of_kind(Kind.TOOL)) - frozenset(self._of_kind(Kind.SKILL))

    def demand(self, capability: str) -> int:
        """How many roles require a capability, or accept it among others."""
        return len(self._demand.get(capability, ()))

    @cached_property
    def _demand(self) -> dict[str, set[str]]:
        return grouped((iri, role) for term in ("requires", "accepts") for role, iri in self.pairs(RG + term))

    @cached_property
    def prerequisites(self) -> dict[str, set[str]]:
        """For each capability its direct prerequisites."""
        return grouped(self.pairs(RG + "prerequisite"))

    @cached_property
    def narrower(self) -> dict[str, set[str]]:
        """For each capability or group what is directly narrower."""
        return grouped((broader, iri) for iri, broader in self.pairs(SKOS + "broader"))

    @cached_property
    def groups(self) -> dict[str, set[str]]:
        """For each group the roles that it directly holds."""
        return grouped((broader, iri) for iri, broader in self.pairs(SKOS + "broader") if iri in self.roles)

    @cached_property
    def strengths(self) -> dict[tuple[str, str], float | None]:
        """Each close pair once and sorted, with the greatest strength that is stated; None where none is."""
        subjects, objects = (dict(self.pairs(RDF + term)) for term in ("subject", "object"))
        remarks = {remark for remark, predicate in self.pairs(RDF + "predicate") if predicate == RG + "closeTo"}
        stated: dict[tuple[str, str], float] = {}
        for remark, text in self.pairs(RG + "strength"):
            if remark not in remarks:
                continue
            pair = _sorted(subjects.get(remark, ""), objects.get(remark, ""))
            stated[pair] = max(strength_of(self.dataset, remark, text), stated.get(pair, 0.0))
        close = {_sorted(subject, object_) for subject, object_ in self.pairs(RG + "closeTo")}
        return {pair: stated.get(pair) for pair in sorted(close)}

    @cached_property
    def close(self) -> dict[str, dict[str, float]]:
        """For each node what is close to it, with the strength, in both directions."""
        close: dict[str, dict[str, float]] = {}
        for (first, second), stated in self.strengths.items():
            strength = DEFAULT_STRENGTH if stated is None else stated
            close.setdefault(first, {})[second] = strength
            close.setdefault(second, {})[first] = strength
        return close

    @cached_property
    def degrees(self) -> dict[str, AcademicDegree]:
        """For each degree its level and field."""
        fields = self.dataset.values(RG + "field")
        levels = self.dataset.values(RG + "degreeLevel")
        return {iri: degree_of(self.dataset, iri, level, fields.get(iri)) for iri, level in levels.items()}

    @property
    def by_seniority(self) -> bool:
        """Whether ranks are seniorities, or else how much preparation a role takes."""
        return bool(self._seniorities)

    @cached_property
    def ranks(self) -> dict[str, int]:
        """For each role how far up it stands, from 1, where that is stated: its seniority, or else its preparation."""
        return self._seniorities or preparation_ranks(self.dataset)

    @cached_property
    def _seniorities(self) -> dict[str, int]:
        return {iri: rank for iri, rank in seniority_ranks(self.dataset).items() if iri in self.roles}

    @cached_property
    def nodes(self) -> dict[str, Node]:
        """Roles and capabilities that have a kind and a label."""
        labels = shown_labels(self.dataset)
        of_kinds = [(iri, kind) for kind in (Kind.ROLE, *CAPABILITY_KINDS) for iri in self._of_kind(kind)]
        return {iri: Node(iri, kind, labels[iri]) for iri, kind in of_kinds if iri in labels}

    def _of_kind(self, kind: Kind) -> list[str]:
        return self.dataset.subjects(RDF + "type", kind.class_iri)


def _sorted(first: str, second: str) -> tuple[str, str]:
    return (first, second) if first <= second else (second, first)
