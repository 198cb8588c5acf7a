"""One learning path in two graphs: which steps are new, gone or other than they were, and what is met now."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from rolegraph.analysis.diff import place_of
from rolegraph.errors import NoPath, UnknownNode
from rolegraph.facts.labels import node
from rolegraph.facts.lexicon import Lexicon
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
from rolegraph.model.roles import Requirement
from rolegraph.planning.gap import role_profile
from rolegraph.planning.path import find_learning_path
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF


class Side(NamedTuple):
    """A graph, the names in it, and what to call it."""

    dataset: Dataset
    lexicon: Lexicon
    word: str

    def role(self, name: str | Node) -> Node | None:
        """The role of this name; None where there is none."""
        if isinstance(name, Node):
            return self.same_as(name)
        try:
            return self.lexicon.resolve(name, (Kind.ROLE,))
        except UnknownNode:
            return None

    def same_as(self, one: Node) -> Node | None:
        """The role with the same IRI."""
        is_role = Kind.ROLE.class_iri in self.dataset.objects(one.iri, RDF + "type")
        return node(self.dataset, one.iri) if is_role else None


def path_differences(old: Side, new: Side, start: str | Node, goal: str | Node) -> PathDifferences:
    """What the change from one graph to another does to the learning path between two roles.

    A name that only one of the graphs knows means, in the other, the role with the same IRI.

    Raises
    ------
    UnknownNode, AmbiguousNode
        When neither graph has a role of a name, or one of them has several.
    """
    starts, goals = _in_both(old, new, start), _in_both(old, new, goal)
    obstacles = [
        f"{known.label} ({known.slug}) is not in the {side.word} graph"
        for place, side in enumerate((old, new))
        for found in (starts, goals)
        if found[place] is None and (known := found[1 - place]) is not None
    ]
    paths: list[LearningPath | None] = []
    for side, one, other in zip((old, new), starts, goals, strict=True):
        paths.append(None)
        if one is not None and other is not None:
            try:
                profile = role_profile(side.dataset, one.iri)
                paths[-1] = find_learning_path(side.dataset, profile, other.iri)
            except NoPath as error:
                obstacles.append(f"in the {side.word} graph: {error}")
    before, after = paths
    result = PathDifferences(
        start=_label(starts),
        goal=_label(goals),
        old=place_of(old.dataset),
        new=place_of(new.dataset),
        hours_before=None if before is None else before.hours,
        hours_after=None if after is None else after.hours,
        obstacles=tuple(obstacles),
    )
    if before is None or after is None:
        return result
    steps, unchanged = _steps(before, after)
    return result._replace(steps=steps, unchanged=unchanged, requirements=_standings(before, after))


def _label(found: tuple[Node | None, Node | None]) -> str:
    return next(one.label for one in reversed(found) if one is not None)


def _in_both(old: Side, new: Side, name: str | Node) -> tuple[Node | None, Node | None]:
    before, after = old.role(name), new.role(name)
    if before is None and after is None:
        raise UnknownNode("role", str(name), new.lexicon.suggest(str(name), (Kind.ROLE,)))
    if before is None and after is not None:
        before = old.same_as(after)
    elif after is None and before is not None:
        after = new.same_as(before)
    return before, after


def _steps(before: LearningPath, after: LearningPath) -> tuple[tuple[StepChange, ...], int]:
    """The steps that are not what they were, in the order of the new path, what is gone behind; and how many are."""
    was, is_ = _planned(before), _planned(after)
    nodes = {step.node.iri: step.node for step in (*before.steps, *after.steps)}
    common = [iri for iri in is_ if iri in was]
    kept = _kept_order([was[iri].place for iri in common])
    moved = {iri for iri in common if was[iri].place not in kept}
    changes = []
    for iri in (*is_, *(iri for iri in was if iri not in is_)):
        one, other = was.get(iri), is_.get(iri)
        same = one is not None and other is not None and _rounded(one) == _rounded(other)
        if not same or iri in moved:
            changes.append(StepChange(nodes[iri], one, other, iri in moved))
    return tuple(changes), len(nodes) - len(changes)


def _planned(path: LearningPath) -> dict[str, PlannedStep]:
    return {
        step.node.iri: PlannedStep(place, step.hours, step.to_level, step.from_level)
        for place, step in enumerate(path.steps, start=1)
    }


def _rounded(step: PlannedStep) -> tuple[object, ...]:
    return round(step.hours, 6), step.to_level, step.from_level


def _kept_order(places: Sequence[int]) -> set[int]:
    """The longest run of places that are still in order: whatever is not in it has moved.

    >>> sorted(_kept_order([4, 1, 2, 3]))
    [1, 2, 3]
    """
    ends: list[int] = []  # the lowest place at which a run of each length ends
    runs: list[tuple[int, ...]] = []
    for place in places:
        length = bisect_left(ends, place)
        run = (*(runs[length - 1] if length else ()), place)
        ends[length : length + 1], runs[length : length + 1] = [place], [run]
    return set(runs[-1]) if runs else set()


def _standings(before: LearningPath, after: LearningPath) -> tuple[StandingChange, ...]:
    """The requirements of the goal that are not what they were, or not met as they were; in their order."""
    was, is_ = _assessed(before), _assessed(after)
    keys = (*is_, *(key for key in was if key not in is_))
    changes = (StandingChange(was.get(key), is_.get(key)) for key in keys)
    return tuple(one for one in changes if _terms(one.before) != _terms(one.after))


def _assessed(path: LearningPath) -> dict[frozenset[str], RequirementStanding]:
    """How the start stands to each requirement, by the capabilities that meet it; tools that are only used apart."""
    return {
        frozenset(one.iri for one in assessment.requirement.any_of): RequirementStanding(
            _asked(assessment.requirement), assessment.standing
        )
        for assessment in path.gap.assessments
        if not assessment.requirement.used
    }


def _terms(one: RequirementStanding | None) -> tuple[object, ...] | None:
    return None if one is None else (one.standing, one.asked.necessity, one.asked.level)


def _asked(requirement: Requirement) -> RequirementState:
    return RequirementState(
        any_of=requirement.any_of,
        necessity=requirement.necessity,
        level=requirement.level,
        examples=requirement.examples,
        open_to_related=requirement.open_to_related,
    )
