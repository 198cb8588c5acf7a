"""Ladders: roles of one family on different levels of seniority, and what a higher one should ask for but does not.

Roles are of one family where a name of each is the same but for the words that say how far up it stands: "Junior Data
Engineer", "Data Engineer", "Data Engineering Manager". That can be wrong where two families bear one name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Final, NamedTuple

from rolegraph.errors import SourceError
from rolegraph.facts.entities import closeness, degree
from rolegraph.facts.labels import seniority_ranks
from rolegraph.facts.requirements import (
    AcademicDegree,
    accepted_capabilities,
    capability_requirements,
    implied_prerequisites,
    meets,
    terms_of,
)
from rolegraph.model.nodes import Kind, Level, Node, Seniority, fold
from rolegraph.model.plans import ASSUMED_LEVEL
from rolegraph.model.roles import Requirement
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RG, SKOS

# Words that say how far up a role stands, and where that is when nothing is stated.
_RANKS: Final = {
    **dict.fromkeys("junior jr trainee graduate entry i 1".split(), Seniority.ENTRY),
    **dict.fromkeys("mid intermediate ii 2".split(), Seniority.MID),
    **dict.fromkeys("senior sr iii 3".split(), Seniority.SENIOR),
    **dict.fromkeys("lead principal iv 4".split(), Seniority.LEAD),
    "chief": Seniority.HEAD,
}
# Words that may say so, or may be part of what the work is called: an account manager need not lead anybody.
_LEADERS: Final = {
    **dict.fromkeys("leader manager supervisor".split(), Seniority.LEAD),
    **dict.fromkeys("director head".split(), Seniority.HEAD),
}
_LEADING: Final = frozenset((*_LEADERS, *"management officer staff team vp".split()))
# Who leads data *and* analytics leads more than analytics, so that "and" counts.
_IDLE: Final = frozenset("a for of the".split())
_LEVEL: Final = re.compile(r"\b(entry|mid|senior)[\s-]+level\b|\blevel\s+(?=[iv\d]+\b)")
# What a field and those who work in it have in common.
_FIELDS: Final = {
    "accounting": "accountant",
    "administration": "administrator",
    "analysis": "analyst",
    "analytics": "analyst",
    "architecture": "architect",
    "consulting": "consultant",
    "design": "designer",
    "development": "developer",
    "engineering": "engineer",
    "nursing": "nurse",
    "research": "researcher",
    "science": "scientist",
}


class Shortfall(NamedTuple):
    """What a role asks for and the one above it does not, or only as nice to have, or at a lower level than `level`."""

    asked: Requirement
    level: Level | None = None
    preferred: bool = False

    def __str__(self) -> str:
        at = f" at {self.asked.level.word}" if self.asked.level else ""
        here = f"here {self.level.word}" if self.level else "here nice to have" if self.preferred else "not here"
        return f"{self.asked.label}{at} ({here})"


def shortfalls(
    dataset: Dataset, named: Mapping[str, tuple[Node, Iterable[str]]]
) -> Iterator[tuple[str, str, list[Shortfall]]]:
    """For each role that asks for less than one a step below it: the higher, the lower, and what is lacking.

    `named` are nodes by IRI, each with its other names. Roles that ask for nothing essential stand on no ladder, nor do
    those of which something is stated that has no meaning: `validate` says what.
    """
    for higher, lower in _steps(dataset, named):
        try:
            lacking = list(_lacking(dataset, _requirements(dataset, higher), _requirements(dataset, lower)))
        except SourceError:
            continue
        if lacking:
            yield higher, lower, lacking


def _steps(dataset: Dataset, named: Mapping[str, tuple[Node, Iterable[str]]]) -> list[tuple[str, str]]:
    """Pairs of roles, the higher first, of which one is the next above the other."""
    pairs: set[tuple[str, str]] = set()
    for family, ranks in _ladders(dataset, named).items():
        if not family or len(set(ranks.values())) == 1:
            continue
        by_rank: dict[int, list[str]] = defaultdict(list)
        for iri, rank in ranks.items():
            if _requirements(dataset, iri):
                by_rank[rank].append(iri)
        for below, above in pairwise(sorted(by_rank)):
            pairs.update((higher, lower) for higher in by_rank[above] for lower in by_rank[below])
    return sorted(pairs)


def _ladders(dataset: Dataset, named: Mapping[str, tuple[Node, Iterable[str]]]) -> dict[frozenset[str], dict[str, int]]:
    """For each family its roles, with their ranks.

    Other names than the label count only for roles whose seniority is stated: in a classification, the names of all who
    are counted under an occupation say nothing of how far up it stands.
    """
    try:
        stated = seniority_ranks(dataset)
    except SourceError:
        return {}
    families: dict[frozenset[str], dict[str, int]] = defaultdict(dict)
    for iri, (node, others) in named.items():
        if node.kind is Kind.ROLE:
            for name in (node.label, *(others if iri in stated else ())):
                for family, rank in _families(name, stated.get(iri)):
                    families[family][iri] = rank
    return families


def _families(name: str, stated: int | None) -> Iterator[tuple[frozenset[str], int]]:
    """The families that a role may be of, by what else is in a name, with its rank: as stated, or as the name says."""
    words = re.findall(r"[^\W_]+", _LEVEL.sub(r"\1", fold(name).replace("&", " and ")))
    named = max((_RANKS[word] for word in words if word in _RANKS), default=Seniority.MID)
    family = frozenset(_FIELDS.get(word, word) for word in words if word not in _IDLE and word not in _RANKS)
    yield family, stated or named
    leads = stated or max((_LEADERS[word] for word in words if word in _LEADERS), default=0)
    if leads >= Seniority.LEAD and not family.isdisjoint(_LEADING):
        yield family - _LEADING, leads


def _requirements(dataset: Dataset, role: str) -> tuple[Requirement, ...]:
    """What a role requires, nothing where it asks for nothing essential."""
    try:
        found = capability_requirements(dataset, role)
    except SourceError:
        return ()
    return found if any(requirement.essential for requirement in found) else ()


def _lacking(dataset: Dataset, higher: tuple[Requirement, ...], lower: tuple[Requirement, ...]) -> Iterator[Shortfall]:
    """What the lower role finds essential and whoever meets the essential requirements of the higher may lack."""
    degrees = _degrees(dataset, (*higher, *lower))
    essential = [requirement for requirement in higher if requirement.essential]
    implied = _implied(dataset, essential)
    for asked in lower:
        if not asked.essential:
            continue
        terms = terms_of(asked)
        accepted = accepted_capabilities(
            terms,
            lambda iri: dataset.subjects(SKOS + "broader", iri),
            degrees,
            lambda field: {close.node.iri for close in closeness(dataset, field)},
        )
        enough = _meeting(accepted, asked)
        levels = [requirement.level for requirement in essential if enough(requirement)]
        if not implied.isdisjoint(accepted):
            levels.append(Level.WORKING)
        if not levels:
            yield Shortfall(asked, preferred=any(enough(other) for other in higher if not other.essential))
        elif asked.level and None not in levels and (best := max(filter(None, levels))) < asked.level:
            yield Shortfall(asked, best)


def _meeting(accepted: Container[str], asked: Requirement) -> Callable[[Requirement], bool]:
    """Whether meeting a requirement is meeting what is asked, whatever the level."""

    def enough(requirement: Requirement) -> bool:
        alternatives = (capability.iri for capability in requirement.any_of)
        return meets(terms_of(asked), accepted, alternatives, open_to_related=requirement.open_to_related)

    return enough


def _implied(dataset: Dataset, essential: Iterable[Requirement]) -> frozenset[str]:
    """What is needed for what is required, and is had at working level by whoever has that."""
    single = [
        requirement.any_of[0].iri
        for requirement in essential
        if len(requirement.any_of) == 1 and (requirement.level or ASSUMED_LEVEL) >= Level.WORKING
    ]
    return frozenset(
        iri for iri, _ in implied_prerequisites(single, lambda iri: dataset.objects(iri, RG + "prerequisite"))
    )


def _degrees(dataset: Dataset, requirements: Iterable[Requirement]) -> dict[str, AcademicDegree]:
    named = {node.iri for one in requirements for node in one.any_of if node.kind is Kind.DEGREE}
    found = ((iri, degree(dataset, iri)) for iri in sorted(named))
    return {iri: stated for iri, stated in found if stated is not None}
