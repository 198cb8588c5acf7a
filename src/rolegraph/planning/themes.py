"""What steps of a plan have in common: their themes, what is asked for in most roles, and knowledge put into practice.

All of it is read from the graph: what is broader, categories, notations, and how many roles ask for something.
"""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from rolegraph.facts.labels import kind_of, node, number, plain_label
from rolegraph.facts.requirements import demand, reachable
from rolegraph.model.nodes import Kind, fold
from rolegraph.model.roles import Requirement
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF, RG, SKOS

GENERAL_THEME: Final = "also expected"
OTHERS: Final = ("other knowledge", "other")  # the themes of what is left over
_LARGEST: Final = 0.25  # of all steps: the share that one theme may have
_SMALLEST: Final = 2  # steps of a theme
_TOP_DEPTH: Final = 1.5  # what counts besides the depth of a theme in its hierarchy
# The branches of ESCO's hierarchy and of O*NET's content model with what work of any kind takes: languages, listening,
# working with others, reading, speaking, thinking.
_GENERAL_BRANCHES: Final = (
    *("T", "S1.0", "S1.2.1", "S1.2.3", "S1.2.5", "S1.7.3", "S1.8.0", "S1.8.3", "S1.9.1", "S1.15.1"),
    *("2.A.1.a", "2.A.1.b", "2.A.1.c", "2.A.1.d", "2.A.2", "2.B.1"),
)
_COMMON: Final = 0.03  # the share of all roles that ask for something in one of these branches, if it is general
_MOST: Final = 0.5  # the share of all roles that ask for something, wherever it is filed, if it is general
FEWEST_ROLES: Final = 100  # with fewer roles a graph says little about what is asked for in most
_BOUND: Final = frozenset({"sector-specific", "occupation-specific"})  # ESCO, of what is not general
_MANY: Final = 100  # filed directly in a group, by which its name can be judged
_LOOKED_AT: Final = 60  # of these: enough to tell
_NAMESAKES: Final = 0.15  # the share of them with a word of the group's label or definition, below which that is wrong
_FILED: Final = (SKOS + "broader", RG + "category")
_STEM: Final = 5  # letters of a word by which it is compared


def is_general(dataset: Dataset, capability: str) -> bool:
    """Whether a skill is expected in roles of any kind, as the graph says: reading, languages, working with others.

    Its source calls it transversal; or it is filed where ESCO or O*NET have such skills, and many roles ask for it; or
    most roles do.
    """
    if kind_of(dataset, capability) is not Kind.SKILL:
        return False
    reuse = dataset.objects(capability, RG + "reuseLevel")
    if "transversal" in reuse:
        return True
    asked = demand(dataset, capability)
    if is_usual(dataset, asked):
        return True
    return is_usual(dataset, asked, _COMMON) and _BOUND.isdisjoint(reuse) and _in_general_branch(dataset, capability)


def is_usual(dataset: Dataset, roles: int, share: float = _MOST) -> bool:
    """Whether so many roles are most of all, or another share; a graph of few roles does not say so."""
    return roles >= share * max(_role_count(dataset), FEWEST_ROLES)


def _role_count(dataset: Dataset) -> int:
    known = dataset.cache.memo.get("role count")
    if known is None:
        known = dataset.cache.memo["role count"] = len(dataset.subjects(RDF + "type", Kind.ROLE.class_iri))
    return int(known)


def _in_general_branch(dataset: Dataset, capability: str) -> bool:
    filed = (capability, *dataset.objects(capability, SKOS + "broader"))
    codes = (code for iri in filed for code in dataset.objects(iri, SKOS + "notation"))
    return any(code == branch or code.startswith(f"{branch}.") for code in codes for branch in _GENERAL_BRANCHES)


def practised(dataset: Dataset, capabilities: Iterable[str]) -> dict[str, str]:
    """The field that a skill among them practises: *data mining* for *perform data mining*.

    That is so where a source tells knowledge and skills apart, and the labels differ by a first or last word alone; the
    name of a field in one word is part of many others, and tells it only with a closeness that is stated.
    """
    labels: dict[bool, dict[str, str]] = {True: {}, False: {}}
    for iri in sorted(capabilities, reverse=True):
        if types := dataset.objects(iri, RG + "skillType"):
            labels["knowledge" in types][fold(node(dataset, iri).label)] = iri
    found: dict[str, str] = {}
    for label, iri in labels[False].items():
        for rest in (label.partition(" ")[2], label.rpartition(" ")[0]):
            field = labels[True].get(rest)
            if field and field not in found.values() and (" " in rest or field in close_to(dataset, iri)):
                found[iri] = field
    return found


def close_to(dataset: Dataset, iri: str) -> set[str]:
    """What is stated to be close to a capability, in whichever direction."""
    return {*dataset.objects(iri, RG + "closeTo"), *dataset.subjects(RG + "closeTo", iri)}


def importance(dataset: Dataset, requirements: Iterable[Requirement]) -> float:
    """The highest importance that a source has rated of what some requirements ask for; 0 where none is rated."""
    rated = (
        number(dataset, one.iri, "importance", text)
        for one in requirements
        for text in dataset.objects(one.iri, RG + "importance")
    )
    return max(rated, default=0.0)


def themes_of(dataset: Dataset, capabilities: Sequence[str]) -> dict[str, str]:
    """What each of some capabilities is about, as the label of something broader or of a category.

    Chosen is what tells best: a theme with several of them but not too many, and rather one deep in the hierarchy;
    never the top of one that has groups below. What is left over is one of `OTHERS`, or goes by its sort (knowledge,
    skills, tools) where little is filed anywhere. Labels are told apart only where both are themes here.
    """
    above: dict[str, list[str]] = {}
    members: dict[str, set[str]] = defaultdict(set)
    for iri in capabilities:
        for ancestor in _ancestors(dataset, iri, above):
            members[ancestor].add(iri)
    for iri in members.keys() & set(capabilities):
        members[iri].add(iri)  # it is about itself, too
    depths = _depths(above)
    candidates = {iri: found for iri, found in members.items() if not _is_top(dataset, iri, above)}
    few = min(_SMALLEST * 3, len(capabilities) - 1)  # a short plan may be about one thing but for a step or two
    most = max(_SMALLEST * 2, few, math.ceil(_LARGEST * len(capabilities)))
    themes: dict[str, str] = {}
    by_label: dict[str, str] = {}

    def worth(ancestor: str) -> tuple[float, int, str]:
        size = len(candidates[ancestor] - themes.keys())
        fits = _SMALLEST <= size <= most
        return (size * (_TOP_DEPTH + depths[ancestor]) if fits else 0.0), depths[ancestor], ancestor

    while candidates and worth(best := max(candidates, key=worth))[0]:
        plain = plain_label(dataset, best)
        label = plain if by_label.setdefault(plain, best) == best else node(dataset, best).label
        themes |= dict.fromkeys(candidates.pop(best) - themes.keys(), label)
    left = [iri for iri in capabilities if iri not in themes]
    by_sort = len(left) > len(capabilities) / 2
    return themes | {iri: _sort(dataset, iri) if by_sort else OTHERS[not is_knowledge(dataset, iri)] for iri in left}


def filed_under(dataset: Dataset, iri: str) -> list[str]:
    """What is directly broader, and the categories."""
    return [group for term in _FILED for group in dataset.objects(iri, term)]


def _ancestors(dataset: Dataset, capability: str, above: dict[str, list[str]]) -> frozenset[str]:
    """All that is broader and all categories, at whatever distance; `above` keeps what is directly above each.

    What a node itself is filed under comes before where other sources file the same thing: groups of two are no themes.
    """

    def step(iri: str) -> list[str]:
        if iri not in above:
            own = [said.value for term in _FILED for said in dataset.own_statements(iri, term)]
            groups = dict.fromkeys(map(dataset.one, own)) or filed_under(dataset, iri)
            above[iri] = [group for group in groups if not _is_misnamed(dataset, group)]
        return above[iri]

    return reachable([capability], step) - {capability}


def _is_misnamed(dataset: Dataset, group: str) -> bool:
    """Whether next to nothing of the much that is filed in a group is about what that is called.

    So ESCO files the testing and maintenance of anything under *installing wooden and metal components*.
    """
    known: bool | None = dataset.cache.memo.get(("misnamed", group))
    if known is None:
        members = dataset.subjects(SKOS + "broader", group)
        known = len(members) >= _MANY and _namesakes(dataset, group, sorted(members)[:_LOOKED_AT]) < _NAMESAKES
        dataset.cache.memo["misnamed", group] = known
    return known


def _namesakes(dataset: Dataset, group: str, members: Collection[str]) -> float:
    """The share of some members of a group with a word of its label or definition."""
    own = _stems(plain_label(dataset, group), *dataset.objects(group, SKOS + "definition"))
    return sum(not own.isdisjoint(_stems(plain_label(dataset, iri))) for iri in members) / len(members)


def _stems(*texts: str) -> set[str]:
    return {word[:_STEM] for text in texts for word in fold(text).split() if len(word) >= _STEM - 1}


def _depths(above: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """How many steps each is below the top, by the shortest way; 0 too for what is above itself."""
    below: dict[str, list[str]] = defaultdict(list)
    for iri, broader in above.items():
        for one in broader:
            below[one].append(iri)
    depths = {iri: 0 for iri, broader in above.items() if not broader}
    waiting = deque(depths)
    while waiting:
        one = waiting.popleft()
        for iri in below[one]:
            if iri not in depths:
                depths[iri] = depths[one] + 1
                waiting.append(iri)
    return defaultdict(int, depths)


def _is_top(dataset: Dataset, iri: str, above: Mapping[str, Sequence[str]]) -> bool:
    """Whether something is the top of a hierarchy with groups below it, and so says nothing."""
    return not above[iri] and any(
        kind_of(dataset, below) is Kind.GROUP for below, broader in above.items() if iri in broader
    )


def is_knowledge(dataset: Dataset, capability: str) -> bool:
    """Whether a source calls something knowledge, rather than a skill."""
    return "knowledge" in dataset.objects(capability, RG + "skillType")


def _sort(dataset: Dataset, capability: str) -> str:
    return "knowledge" if is_knowledge(dataset, capability) else kind_of(dataset, capability).plural
