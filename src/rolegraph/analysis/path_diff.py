"""What the change of a graph does to one learning path: steps that are new, gone or different, and what is met now."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import NamedTuple

from rolegraph.analysis.diff import place_of
from rolegraph.analysis.succession import ReleaseFacts, single_successors, successions
from rolegraph.errors import NoPath, UnknownNode
from rolegraph.facts.history import replacements
from rolegraph.facts.labels import node
from rolegraph.facts.lexicon import Lexicon
from rolegraph.facts.requirements import terms_of
from rolegraph.model.differences import (
    PathDifferences,
    PlannedStep,
    RequirementStanding,
    RequirementState,
    StandingChange,
    StepChange,
)
from rolegraph.model.nodes import Kind, Node
from rolegraph.model.plans import LearningPath
from rolegraph.planning.gap import role_profile
from rolegraph.planning.path import find_learning_path
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF


class Side(NamedTuple):
    """A graph, the names in it, and what to call it: "old" or "new"."""

    dataset: Dataset
    lexicon: Lexicon
    word: str

    def role(self, name: str | Node) -> Node | None:
        """The role with a name or IRI; None where there is none."""
        if not isinstance(name, Node):
            try:
                return self.lexicon.resolve(name, (Kind.ROLE,))
            except UnknownNode:
                return None
        is_role = Kind.ROLE.class_iri in self.dataset.objects(name.iri, RDF + "type")
        return node(self.dataset, name.iri) if is_role else None


def path_differences(old: Side, new: Side, start: str | Node, goal: str | Node) -> PathDifferences:
    """What the change from one graph to another does to the learning path between two roles.

    A name that only one of the graphs knows means, in the other, the role with the same IRI, or the one that it became.
    So are capabilities compared with what they became. UnknownNode or AmbiguousNode where neither graph has a role of a
    name, or one of them has several.
    """
    became = _Became(old, new)
    ends = [_in_both(old, new, name, became) for name in (start, goal)]
    obstacles = [
        f"{known.label} ({known.slug}) is not in the {side.word} graph"
        for place, side in enumerate((old, new))
        for found in ends
        if found[place] is None and (known := found[1 - place]) is not None
    ]
    paths: list[LearningPath | None] = []
    for side, first, last in zip((old, new), *ends, strict=True):
        path = None
        if first is not None and last is not None:
            try:
                path = find_learning_path(side.dataset, role_profile(side.dataset, first.iri), last.iri)
            except NoPath as error:
                obstacles.append(f"in the {side.word} graph: {error}")
        paths.append(path)
    obstacles += [
        f"in the {side.word} graph nothing essential is recorded of {without.role.label}"
        for side, path in zip((old, new), paths, strict=True)
        if path is not None and not path.gap.known
        for without in dict.fromkeys(filter(None, (*path.gap.profile.unrecorded, path.gap.unrecorded)))
        if not without.near
    ]
    before, after = paths
    labels = [next(known.label for known in reversed(found) if known is not None) for found in ends]
    result = PathDifferences(
        start=labels[0],
        goal=labels[1],
        old=place_of(old.dataset),
        new=place_of(new.dataset),
        hours_before=None if before is None or not before.gap.known else before.hours,
        hours_after=None if after is None or not after.gap.known else after.hours,
        obstacles=tuple(obstacles),
        estimated=tuple(
            dict.fromkeys(
                without
                for path in filter(None, paths)
                for without in filter(None, (*path.gap.profile.unrecorded, path.gap.unrecorded))
                if without.near
            )
        ),
    )
    if before is None or after is None or not (before.gap.known and after.gap.known):
        return result
    now = became.of_path(before)
    steps, unchanged = _steps(before, after, now)
    return result._replace(steps=steps, unchanged=unchanged, requirements=_standings(before, after, now))


class _Became:
    """What became of nodes of the old graph in the new one, looked for where the new one lacks some."""

    def __init__(self, old: Side, new: Side) -> None:
        self._old, self._new = old, new

    @cached_property
    def now(self) -> dict[str, str]:
        old, new = self._old.dataset, self._new.dataset
        found = successions(ReleaseFacts(old.stated), ReleaseFacts(new.stated))
        return {old.one(before): new.one(after) for before, after in single_successors(found).items()}

    def of_path(self, path: LearningPath) -> dict[str, str]:
        """For what a path names and the new graph does not have, what it became; of what was merged, for the first."""
        named = {step.node.iri for step in path.steps}
        named |= {node.iri for item in path.gap.assessments for node in item.requirement.any_of}
        retired = replacements(self._new.dataset)
        is_all_there = all(iri not in retired and self._new.dataset.objects(iri, RDF + "type") for iri in named)
        if is_all_there:
            return {}
        gone = [iri for iri in sorted(named, reverse=True) if self.now.get(iri, iri) not in named]
        first = {self.now[iri]: iri for iri in gone}
        return {iri: end for end, iri in first.items()}

    def later(self, role: Node) -> Node | None:
        """The role that one of the old graph became."""
        return self._new.role(Node(self.now.get(role.iri, role.iri), role.kind, role.label))

    def earlier(self, role: Node) -> Node | None:
        """The one role that became one of the new graph."""
        found = [iri for iri, end in self.now.items() if end == role.iri]
        return self._old.role(Node(found[0], role.kind, role.label)) if len(found) == 1 else None


def _in_both(old: Side, new: Side, name: str | Node, became: _Became) -> tuple[Node | None, Node | None]:
    before, after = old.role(name), new.role(name)
    if before is None and after is None:
        raise UnknownNode("role", str(name), new.lexicon.suggest(str(name), (Kind.ROLE,)))
    return (
        before or (after and (old.role(after) or became.earlier(after))),
        after or (before and (new.role(before) or became.later(before))),
    )


def _steps(before: LearningPath, after: LearningPath, now: Mapping[str, str]) -> tuple[tuple[StepChange, ...], int]:
    """The steps that changed, in the order of the new path, those that are gone last; and how many did not."""
    old, new = _planned(before, now), _planned(after)
    nodes = {now.get(step.node.iri, step.node.iri): step.node for step in before.steps}
    nodes |= {step.node.iri: step.node for step in after.steps}
    common = [iri for iri in new if iri in old]
    in_order = longest_increasing([old[iri].place for iri in common])
    moved = {iri for iri in common if old[iri].place not in in_order}
    changes = [
        StepChange(nodes[iri], old.get(iri), new.get(iri), iri in moved)
        for iri in (*new, *(iri for iri in old if iri not in new))
        if iri in moved or _terms(old.get(iri)) != _terms(new.get(iri))
    ]
    return tuple(changes), len(nodes) - len(changes)


def _planned(path: LearningPath, now: Mapping[str, str] = MappingProxyType({})) -> dict[str, PlannedStep]:
    return {
        now.get(step.node.iri, step.node.iri): PlannedStep(place, step.hours, step.to_level, step.from_level)
        for place, step in enumerate(path.by_capability, start=1)
    }


def _terms(step: PlannedStep | None) -> tuple[object, ...] | None:
    if step is None:
        return None
    return step.hours if step.hours is None else round(step.hours, 6), step.to_level, step.from_level


def longest_increasing(places: Sequence[int]) -> set[int]:
    """The longest run of different places that are in order, not counting the others: these have moved."""
    ends: list[int] = []  # the lowest place at which a run of each length ends
    runs: list[tuple[int, ...]] = []
    for place in places:
        length = bisect_left(ends, place)
        run = (*(runs[length - 1] if length else ()), place)
        ends[length : length + 1], runs[length : length + 1] = [place], [run]
    return set(runs[-1]) if runs else set()


def _standings(before: LearningPath, after: LearningPath, now: Mapping[str, str]) -> tuple[StandingChange, ...]:
    """The requirements of the goal that changed, or are met to another extent; in their order."""
    old = {frozenset(now.get(iri, iri) for iri in key): found for key, found in _assessed(before).items()}
    new = _assessed(after)
    changes = [StandingChange(old.get(key), new.get(key)) for key in dict.fromkeys((*new, *old))]
    return tuple(change for change in changes if _summary(change.before) != _summary(change.after))


def _assessed(path: LearningPath) -> dict[frozenset[str], RequirementStanding]:
    """How the start stands to each requirement, by the capabilities that meet it; not to tools that are only used."""
    return {
        terms_of(one.requirement).any_of: RequirementStanding(
            RequirementState(**{name: getattr(one.requirement, name) for name in RequirementState._fields}),
            one.standing,
        )
        for one in path.gap.assessments
        if not one.requirement.used
    }


def _summary(found: RequirementStanding | None) -> tuple[object, ...] | None:
    return None if found is None else (found.standing, found.asked.necessity, found.asked.level)
