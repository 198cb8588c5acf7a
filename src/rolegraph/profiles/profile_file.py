"""Reading a profile file: what a person has, has learned, is learning and does not want to learn, with line numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.errors import AmbiguousNode, RolegraphError, SourceError, UnknownNode, brief, holds_of
from rolegraph.model.level_words import Resolve, named_with_level, one_level
from rolegraph.model.nodes import Level, Node
from rolegraph.model.plans import ASSUMED_LEVEL, Holding, Profile
from rolegraph.profiles.yaml_nodes import compose, entries, fault, is_empty
from rolegraph.rdf.files import read_bytes

if TYPE_CHECKING:
    import yaml


SECTIONS: Final = ("have", "done", "learning", "skip")
HAVE, DONE, LEARNING, SKIP = SECTIONS
KEYS: Final = ("name", "hours_per_week", "goal", *SECTIONS)
OR: Final = " | "  # between capabilities of which a person has one, where it is not known which: "python | r"
RELATED: Final = "or a related field"  # in place of a level: a degree in this field, or in one close to it
MOST_HOURS: Final = 24 * 7  # a week

_SHAPE: Final = f"use {', '.join(KEYS[:-1])} and {KEYS[-1]}: docs/reference/profiles.md shows how"


class ProfileEntry(NamedTuple):
    """One entry of a section: the capability that it names, or the alternatives, with what is said of it.

    `one_of` is empty where the `name` that is written means nothing and is left out. `level` is None where the file
    gives none, `on` the day (ISO 8601) or empty, `line` counted from 1.
    """

    one_of: tuple[Node, ...]
    level: Level | None
    on: str
    related: bool
    line: int
    name: str


class ProfileFile(NamedTuple):
    """What a profile file says, in its order; `unknown` are the names that were left out, each with its line."""

    path: Path
    name: str
    hours_per_week: float | None
    goal: Node | None
    have: tuple[ProfileEntry, ...]
    done: tuple[ProfileEntry, ...]
    learning: tuple[ProfileEntry, ...]
    skip: tuple[ProfileEntry, ...]
    unknown: tuple[str, ...] = ()

    @property
    def profile(self) -> Profile:
        """The profile that it describes: what is done is held, and marked as learned."""
        held = [_holding(entry, self.name) for entry in self.have if entry.one_of]
        done = [entry for entry in self.done if entry.one_of]
        learned = [_holding(entry, self.name)._replace(learned=True, since=entry.on) for entry in done]
        return Profile(
            name=self.name,
            holdings=(*sorted(held, key=_order), *sorted(learned, key=_order)),
            hours_per_week=self.hours_per_week,
            learning=_nodes(self.learning),
            skipped=_nodes(self.skip),
            goal=self.goal,
        )


def read_profile(
    path: str | Path, resolve: Resolve, resolve_role: Resolve | None = None, *, skip_unknown: bool = False
) -> Profile:
    """A profile from its file.

    Parameters
    ----------
    path
        The file.
    resolve, resolve_role
        Give the capability, or the role, that a name means. Without `resolve_role` the goal is left out.
    skip_unknown
        Leave out names that mean nothing, as after a graph has renamed what they named.

    Raises
    ------
    SourceError
        With file and line, when it is not YAML, says something twice, or names an unknown key, capability, role or
        level; of names that mean nothing, or more than one thing, all are reported.
    """
    return read_file(Path(path), resolve, resolve_role, skip_unknown=skip_unknown).profile


def read_file(
    path: Path, resolve: Resolve, resolve_role: Resolve | None = None, *, skip_unknown: bool = False
) -> ProfileFile:
    """A profile file, entry by entry; raises as `read_profile`."""
    return parse_file(read_bytes(path), path, resolve, resolve_role, skip_unknown=skip_unknown)


def parse_file(
    data: bytes, path: Path, resolve: Resolve, resolve_role: Resolve | None = None, *, skip_unknown: bool = False
) -> ProfileFile:
    """A profile file from its bytes; `path` is for messages, and names a profile that has no name."""
    keys = {name: value for name, (_, value) in top_level(data, path).items()}
    problems: list[_Problem] = []
    sections = {name: tuple(_entries(keys.get(name), path, name, resolve, problems)) for name in SECTIONS}
    goal = _goal(keys.get("goal"), path, resolve_role, problems) if resolve_role is not None else None
    problems.sort(key=lambda problem: problem.line)
    refused = [problem for problem in problems if not skip_unknown or not isinstance(problem.error, UnknownNode)]
    if refused:
        raise _refusal(path, refused)
    found = ProfileFile(
        path=path,
        name=_text(keys.get("name"), path, "name") or path.stem,
        hours_per_week=_hours(keys.get("hours_per_week"), path),
        goal=goal,
        **sections,
        unknown=tuple(f"line {problem.line}: {brief(problem.error)}" for problem in problems),
    )
    learning = {entry.one_of: entry for entry in found.learning if entry.one_of}
    for entry in found.skip:
        if entry.one_of in learning:
            problem = f"{entry.one_of[0].label} is skipped, though line {learning[entry.one_of].line} is learning it"
            raise SourceError(problem, "remove one of them", path=path, line=entry.line)
    return found


class _Problem(NamedTuple):
    """A name that means nothing, or more than one thing, with its line."""

    line: int
    error: RolegraphError


def _refusal(path: Path, problems: Sequence[_Problem]) -> SourceError:
    line, error = problems[0]
    if len(problems) == 1:
        cure = "or leave it out with --skip-unknown" if isinstance(error, UnknownNode) else ""
        return SourceError(brief(error), cure, path=path, line=line, more=holds_of([error]))
    problem = f"{len(problems)} names do not mean one thing in this graph"
    lines = "".join(f"\n  line {line}: {brief(error)}" for line, error in problems)
    known = f"correct them, or leave out those that mean nothing with --skip-unknown):{lines}"
    return SourceError(f"{problem} ({known}", path=path, more=holds_of(error for _, error in problems))


def top_level(data: bytes, path: Path) -> dict[str, tuple[yaml.ScalarNode, yaml.Node]]:
    """The YAML nodes of each key of a profile file and its value; `SourceError` for unknown and repeated keys."""
    root = compose(data, path, _SHAPE)
    return {} if root is None or is_empty(root) else _distinct(root, path, KEYS, _SHAPE, "put both under one")


def _distinct(
    node: yaml.Node, path: Path, known: tuple[str, ...], cure: str, cure_twice: str
) -> dict[str, tuple[yaml.ScalarNode, yaml.Node]]:
    """The keys of a mapping, all of which must be known and different, with their nodes and values."""
    found: dict[str, tuple[yaml.ScalarNode, yaml.Node]] = {}
    for key, value in entries(node, path, cure):
        if key.value not in known:
            raise fault(key, path, f"unknown key {key.value!r}", cure)
        if key.value in found:
            raise fault(key, path, f"{key.value} is there twice", cure_twice)
        found[key.value] = (key, value)
    return found


def items(node: yaml.Node | None, path: Path) -> Iterator[tuple[yaml.ScalarNode, yaml.Node | None]]:
    """The entries of a section as YAML nodes: of a mapping, a list of names, or a list of single mappings."""
    import yaml

    if node is None or is_empty(node):
        return
    if not isinstance(node, yaml.SequenceNode):
        yield from entries(node, path, "write one `name: level` a line, indented")
        return
    for item in node.value:
        if isinstance(item, yaml.MappingNode) and len(item.value) == 1:
            yield from entries(item, path, "write `- name: level`")
        elif isinstance(item, yaml.ScalarNode):
            yield item, None
        else:
            raise fault(item, path, "an entry that is not a name", "write `- name`, or `- name: level`")


def _entries(
    node: yaml.Node | None, path: Path, section: str, resolve: Resolve, problems: list[_Problem]
) -> Iterator[ProfileEntry]:
    seen: dict[frozenset[Node], int] = {}
    for key, value in items(node, path):
        try:
            entry = _entry(key, value, path, section, resolve)
        except SourceError:
            raise
        except (UnknownNode, AmbiguousNode) as error:
            line = key.start_mark.line + 1
            problems.append(_Problem(line, error))
            yield ProfileEntry((), None, "", False, line, key.value)
            continue
        except RolegraphError as error:
            raise fault(key, path, str(error), "") from None
        if frozenset(entry.one_of) in seen:
            names = OR.join(node.label for node in entry.one_of)
            problem = f"{section} names {names} twice, here and in line {seen[frozenset(entry.one_of)]}"
            raise fault(key, path, problem, "keep one of them")
        seen[frozenset(entry.one_of)] = entry.line
        yield entry


def _entry(key: yaml.ScalarNode, value: yaml.Node | None, path: Path, section: str, resolve: Resolve) -> ProfileEntry:
    named = _named(key.value, resolve)
    one_of, said = tuple(named), max(filter(None, named.values()), default=None)
    if section in (LEARNING, SKIP):
        if not is_empty(value) or said:
            raise fault(key, path, f"{section} takes names only", "take out what follows the name")
        level, on, related = None, "", False
    else:
        level, on, related = _level_and_day(value, path, section, key.value, said)
    if len(one_of) > 1 and section != HAVE:
        raise fault(key, path, f"{section} takes one name at a time", f"only {HAVE} may say one of several")
    return ProfileEntry(one_of, level, on, related, key.start_mark.line + 1, key.value)


def _named(text: str, resolve: Resolve) -> dict[Node, Level | None]:
    """The capability that is named, or the alternatives, as they are written, with the level behind each name."""
    parts = [part.strip() for part in text.split(OR.strip()) if part.strip()]
    if len(parts) > 1:
        try:
            return dict(named_with_level(part, resolve) for part in parts)
        except UnknownNode:
            try:
                return {resolve(text): None}  # a name may have this sign in it
            except UnknownNode:
                pass
            raise
    return dict([named_with_level(text, resolve)])


def _level_and_day(
    value: yaml.Node | None, path: Path, section: str, name: str, said: Level | None
) -> tuple[Level | None, str, bool]:
    """Level, day, and whether a degree in a related field is enough; `said` is the level that the name has."""
    import yaml

    if isinstance(value, yaml.MappingNode) and section == DONE:
        details = _distinct(value, path, ("level", "on"), "use level and on", "keep one of them")
        level, on = (_text(details[key][1], path, key) if key in details else "" for key in ("level", "on"))
        try:
            day = date.fromisoformat(on).isoformat() if on else ""
        except ValueError:
            raise fault(details["on"][1], path, f"{on!r} is not a date", "write it as 2026-01-31") from None
        return one_level(said, level, name), day, False
    if value is not None and not isinstance(value, yaml.ScalarNode):
        form = "a level, or {level: working, on: 2026-01-31}" if section == DONE else "a level"
        raise fault(value, path, f"what follows {name} is not a level", f"write {form}")
    word = "" if value is None or is_empty(value) else value.value.strip()
    if word == RELATED and section == HAVE:
        return None, "", True
    return one_level(said, word, name), "", False


def _text(node: yaml.Node | None, path: Path, key: str) -> str:
    import yaml

    if node is not None and not isinstance(node, yaml.ScalarNode):
        raise fault(node, path, f"{key} is not a text", "write one text behind the colon")
    return "" if node is None else str(node.value).strip()


def _goal(node: yaml.Node | None, path: Path, resolve_role: Resolve, problems: list[_Problem]) -> Node | None:
    if node is None or not (name := _text(node, path, "goal")):
        return None
    try:
        return resolve_role(name)
    except (UnknownNode, AmbiguousNode) as error:
        problems.append(_Problem(node.start_mark.line + 1, error))
        return None


def _hours(node: yaml.Node | None, path: Path) -> float | None:
    if node is None or is_empty(node):
        return None
    text = node.value if isinstance(node.value, str) else "this"
    try:
        hours = float(text)
    except ValueError:
        hours = 0.0
    if not 0 < hours <= MOST_HOURS:
        raise fault(node, path, f"{text!r} is not a number of hours a week", "write one above 0, up to 168")
    return hours


def _holding(entry: ProfileEntry, basis: str) -> Holding:
    return Holding(entry.one_of, entry.level or ASSUMED_LEVEL, basis, entry.related)


def _order(holding: Holding) -> tuple[tuple[Node, ...], Level]:
    return holding.one_of, holding.level


def _nodes(found: tuple[ProfileEntry, ...]) -> tuple[Node, ...]:
    return tuple(sorted(node for entry in found for node in entry.one_of))
