"""Keeping a profile file with the names of a graph: one function for each `rolegraph profile` command."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import NamedTuple, Protocol

from rolegraph.errors import AmbiguousNode, all_of, at_once
from rolegraph.model.level_words import Resolve, levels_of, parse_have, parse_holding
from rolegraph.model.nodes import CAPABILITY_KINDS, LEARNABLE_KINDS, Kind, Level, Name, Node
from rolegraph.model.plans import (
    ASSUMED_LEVEL,
    Holding,
    LearningPath,
    Profile,
    Progress,
)
from rolegraph.planning.gap import given_profile, role_profile
from rolegraph.profiles.editing import Edit, NewProfile, RemoveEntry, SetEntry, edit_profile, write_profile
from rolegraph.profiles.profile_file import DONE, HAVE, LEARNING, SECTIONS, SKIP, ProfileEntry, ProfileFile, read_file
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.locks import locked


class Planner(Protocol):
    """What a profile needs of a graph: its statements, names and plans. `rolegraph.RoleGraph` is one."""

    dataset: Dataset

    def resolve(self, name: Name, kinds: Collection[Kind] = ()) -> Node: ...

    def path(self, start: Profile | Name, role: Name) -> LearningPath: ...


class ProfileChange(NamedTuple):
    """A capability with its section and, where it has one, its level, and whether the file changed."""

    node: Node
    section: str
    level: Level | None
    changed: bool


class Shown(NamedTuple):
    """The profile in a file, with the progress to its goal where it has one and something was learned."""

    path: Path
    profile: Profile
    progress: Progress | None = None


def capability_names(graph: Planner) -> Resolve:
    """The function that gives the capability that a name means in a graph."""
    return lambda name: graph.resolve(name, CAPABILITY_KINDS)


def role_names(graph: Planner) -> Resolve:
    """The function that gives the role that a name means in a graph."""
    return lambda name: graph.resolve(name, (Kind.ROLE,))


def read(graph: Planner, path: Path, *, skip_unknown: bool = False) -> ProfileFile:
    """A profile file, its names understood as those of a graph; raises as `profile_file.read_profile` does."""
    return read_file(path, capability_names(graph), role_names(graph), skip_unknown=skip_unknown)


def begin(
    graph: Planner,
    path: Path,
    *,
    role: Name | None = None,
    have: str = "",
    goal: Name | None = None,
    name: str = "",
    hours_per_week: float | None = None,
    force: bool = False,
    unknown: list[str] | None = None,
) -> Profile:
    """Write a new profile file, and give the profile that it describes.

    What the `role` asks for and uses is written out, to be corrected, after what the person has besides, such as
    `have="python,spark:proficient"`, whose names that mean nothing go to `unknown` where that is a list. `name` is the
    heading; that of the file where it is empty. Raises `SourceError` when there is such a file already and `force` is
    false, or it cannot be written.
    """
    held: dict[Node, Level] = {}
    at_once(
        *(partial(role_names(graph), one) for one in (role, goal) if isinstance(one, str)),
        lambda: held.update(parse_have(have, capability_names(graph), unknown)),
    )
    given = given_profile(held).holdings
    groups = [("", given)] if given else []
    if role is not None:
        groups.append(held_in(graph, graph.resolve(role, (Kind.ROLE,)), given))
    new = NewProfile(
        name=name or path.stem,
        hours_per_week=hours_per_week,
        goal=graph.resolve(goal, (Kind.ROLE,)) if goal is not None else None,
        holdings=tuple(groups),
    )
    write_profile(path, new, capability_names(graph), role_names(graph), force=force)
    return read(graph, path).profile


def held_in(graph: Planner, role: Node, given: Iterable[Holding]) -> tuple[str, tuple[Holding, ...]]:
    """What somebody in a role has besides what is given, under a heading, as a new profile has it."""
    rest = _merged(role_profile(graph.dataset, role.iri).holdings, given)
    return f"{role.label}: what the job asks for and uses. Correct what is not so.", rest


def _merged(holdings: Iterable[Holding], given: Iterable[Holding]) -> tuple[Holding, ...]:
    """Each holding once, at its highest level, without those that are given."""
    known = {frozenset(holding.one_of) for holding in given}
    merged: dict[frozenset[Node], Holding] = {}
    for holding in holdings:
        key = frozenset(holding.one_of)
        before = merged.get(key, holding)
        related = before.open_to_related and holding.open_to_related
        merged[key] = before._replace(level=max(before.level, holding.level), open_to_related=related)
    return tuple(holding for key, holding in merged.items() if key not in known)


def add(graph: Planner, path: Path, words: Iterable[str], *, skip_unknown: bool = False) -> tuple[ProfileChange, ...]:
    """Record what the person had at the start, such as `spark:proficient`; a level that is given replaces the old.

    Raises `SourceError` when the file cannot be read, changed or written, and `RolegraphError` when a name or a level
    means nothing, or a name more than one thing; the file is then as it was. With `skip_unknown` names in the file that
    mean nothing stay there, and are not counted.
    """
    with locked(path):
        file = read(graph, path, skip_unknown=skip_unknown)
        changes, edits = [], list[Edit]()
        for node, level in _named(graph, words).items():
            known = _levels(file.have).get(node)
            to_level = level or known or ASSUMED_LEVEL
            changes.append(ProfileChange(node, HAVE, _shown(node, to_level), known != to_level))
            if known != to_level:
                edits.append(SetEntry(HAVE, node, _shown(node, to_level)))
        edit_profile(path, edits, capability_names(graph), role_names(graph), skip_unknown=skip_unknown)
    return tuple(changes)


def done(
    graph: Planner, path: Path, words: Iterable[str], *, today: date | None = None, skip_unknown: bool = False
) -> tuple[ProfileChange, ...]:
    """Record what has been learned, such as `statistics:proficient`, with today's date unless another is given.

    Without a level it is the one that the plan to the file's goal asks for, otherwise *working*. A name that several
    capabilities have means the one that the file has or is learning, or the plan to its goal teaches. What is held at
    that level already stays as it is. What is learned leaves the sections of what is being learned and what is skipped.
    Raises as `add`.
    """
    with locked(path):
        file = read(graph, path, skip_unknown=skip_unknown)
        day = (today or date.today()).isoformat()
        plan = cache(lambda: _planned(graph, file.profile))
        listed = {node for entry in (*file.learning, *file.done, *file.have) for node in entry.one_of}
        resolve = _preferring(capability_names(graph), lambda node: node in listed or node in plan())
        named = levels_of(all_of(words, lambda word: parse_holding(word, resolve)))
        planned = plan() if None in named.values() else {}
        held = _levels((*file.have, *file.done))
        changes, edits = [], list[Edit]()
        for node, level in named.items():
            known = held.get(node)
            to_level = level or planned.get(node) or (known or ASSUMED_LEVEL)
            is_new = known is None or known < to_level
            if is_new:
                edits.append(SetEntry(DONE, node, _shown(node, to_level), day))
            edits += [RemoveEntry(LEARNING, node), RemoveEntry(SKIP, node)]
            changes.append(ProfileChange(node, DONE, _shown(node, max(known or to_level, to_level)), is_new))
        edit_profile(path, edits, capability_names(graph), role_names(graph), skip_unknown=skip_unknown)
    return tuple(changes)


def learning(
    graph: Planner, path: Path, words: Iterable[str], *, skip_unknown: bool = False
) -> tuple[ProfileChange, ...]:
    """Record what is being learned, and no longer skipped. Raises as `add`.

    A name that several capabilities have means the skill or tool among them: a credential is not learned by doing.
    """
    return _listed(graph, path, words, LEARNING, SKIP, skip_unknown)


def skip(graph: Planner, path: Path, words: Iterable[str], *, skip_unknown: bool = False) -> tuple[ProfileChange, ...]:
    """Record what is not to be learned, and no longer being learned. Raises as `add`."""
    return _listed(graph, path, words, SKIP, LEARNING, skip_unknown)


def remove(
    graph: Planner, path: Path, names: Iterable[str], *, skip_unknown: bool = False
) -> tuple[ProfileChange, ...]:
    """Take capabilities out of the sections that they stand in: a change for each, unchanged where it stands in none.

    An entry that leaves open which of several capabilities somebody has stays as it is. Raises as `add`.
    """
    with locked(path):
        file = read(graph, path, skip_unknown=skip_unknown)
        changes, edits = [], list[Edit]()
        for node in dict.fromkeys(all_of(names, capability_names(graph))):
            found = [name for name in SECTIONS if any(one.one_of == (node,) for one in getattr(file, name))]
            edits += [RemoveEntry(section, node) for section in found]
            changes += [ProfileChange(node, section, None, bool(section)) for section in found or [""]]
        edit_profile(path, edits, capability_names(graph), role_names(graph), skip_unknown=skip_unknown)
    return tuple(changes)


def show(graph: Planner, path: Path, *, skip_unknown: bool = False) -> Shown:
    """The profile in a file, and the progress to its goal. Raises as `profile_file.read_profile`."""
    profile = read(graph, path, skip_unknown=skip_unknown).profile
    found = graph.path(profile, profile.goal) if profile.goal is not None else None
    return Shown(path, profile, found.progress if found else None)


def _listed(
    graph: Planner, path: Path, words: Iterable[str], section: str, other: str, skip_unknown: bool
) -> tuple[ProfileChange, ...]:
    with locked(path):
        file = read(graph, path, skip_unknown=skip_unknown)
        there = {node for entry in getattr(file, section) for node in entry.one_of}
        resolve = _preferring(capability_names(graph), lambda node: node.kind in LEARNABLE_KINDS)
        nodes = list(dict.fromkeys(all_of(words, resolve)))
        edits = [edit for node in nodes for edit in (RemoveEntry(other, node), SetEntry(section, node))]
        edit_profile(path, edits, capability_names(graph), role_names(graph), skip_unknown=skip_unknown)
    return tuple(ProfileChange(node, section, None, node not in there) for node in nodes)


def _preferring(resolve: Resolve, meant: Callable[[Node], bool]) -> Resolve:
    """The same function, where of several nodes with a name one alone can be meant."""

    def preferring(name: str) -> Node:
        try:
            return resolve(name)
        except AmbiguousNode as error:
            found = [node for node in map(resolve, error.candidates) if meant(node)]
            if len(found) != 1:
                raise
            return found[0]

    return preferring


def _named(graph: Planner, words: Iterable[str]) -> Mapping[Node, Level | None]:
    return levels_of(all_of(words, lambda word: parse_holding(word, capability_names(graph))))


def _planned(graph: Planner, profile: Profile) -> dict[Node, Level]:
    if profile.goal is None:
        return {}
    return {step.node: step.to_level for step in graph.path(profile, profile.goal).steps}


def _levels(entries: Iterable[ProfileEntry]) -> dict[Node, Level]:
    """The level of each capability that is named without alternatives."""
    levels: dict[Node, Level] = {}
    for entry in entries:
        if len(entry.one_of) == 1:
            (node,) = entry.one_of
            level = entry.level or ASSUMED_LEVEL
            levels[node] = max(level, levels.get(node, level))
    return levels


def _shown(node: Node, level: Level) -> Level | None:
    """The level of a skill or tool; degrees and certifications have none."""
    return level if node.kind in LEARNABLE_KINDS else None
