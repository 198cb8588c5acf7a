"""A person's profile: what they have and how well, as words on the command line or as a YAML file.

A file looks like this; everything in it may be left out:

    name: Me
    hours_per_week: 8
    have:
      python: proficient
      sql:              # working, where no level is given
      bachelor-computer-science:
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.gaps import ASSUMED_LEVEL, given_profile
from rolegraph.names import Node
from rolegraph.plans import Profile
from rolegraph.scales import Level
from rolegraph.store.files import check_text, read_bytes

if TYPE_CHECKING:
    import yaml

Resolve = Callable[[str], Node]


def parse_have(text: str, resolve: Resolve) -> dict[Node, Level]:
    """`python,spark:proficient` as capabilities with levels; `ASSUMED_LEVEL` where none is given.

    Parameters
    ----------
    text
        Names joined by commas, each with a level behind a colon if it has one.
    resolve
        Gives the node that a name means.

    Raises
    ------
    UnknownNode, AmbiguousNode
        As `resolve` raises them.
    RolegraphError
        When a level is not one of the four.
    """
    have: dict[Node, Level] = {}
    for part in text.split(","):
        name, _, word = part.partition(":")
        if name.strip():
            have[resolve(name.strip())] = parse_level(word.strip(), name.strip())
    return have


def parse_level(word: str, name: str) -> Level:
    """A level by its word; `ASSUMED_LEVEL` for an empty one."""
    if not word:
        return ASSUMED_LEVEL
    try:
        return Level[word.upper()]
    except KeyError:
        words = ", ".join(str(level) for level in Level)
        raise RolegraphError(f"unknown level {word!r} for {name}: use one of {words}") from None


def read_profile(path: Path, resolve: Resolve) -> Profile:
    """A profile from its file.

    Raises
    ------
    SourceError
        With file and line, when it is no YAML, or names an unknown key, capability or level.
    """
    import yaml

    data = read_bytes(path)
    check_text(data, path)
    try:
        root = yaml.compose(data.decode("utf-8-sig"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise SourceError(error.problem or "is no YAML", "mend the YAML there", path=path, line=line) from None
    except yaml.YAMLError as error:
        raise SourceError(f"is no YAML: {error}", path=path) from None
    name, hours, have = path.stem, None, dict[Node, Level]()
    for key, value in _entries(root, path):
        if key.value == "name":
            name = str(value.value)
        elif key.value == "hours_per_week":
            hours = _hours(value, path)
        elif key.value == "have":
            have = dict(_holdings(value, path, resolve))
        else:
            raise _fault(key, path, f"unknown key {key.value!r}", "use name, hours_per_week and have")
    return Profile(name, given_profile(have, name).holdings, hours)


def _entries(node: yaml.Node | None, path: Path) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    import yaml

    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value):
        return
    if not isinstance(node, yaml.MappingNode):
        raise _fault(node, path, "is no list of `key: value`", "see the documentation of profiles")
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _fault(key, path, "a key that is no word", "write `name: level`")
        yield key, value


def _holdings(node: yaml.Node, path: Path, resolve: Resolve) -> Iterator[tuple[Node, Level]]:
    import yaml

    named: list[tuple[yaml.Node, yaml.Node | None]]
    named = [(one, None) for one in node.value] if isinstance(node, yaml.SequenceNode) else [*_entries(node, path)]
    for key, value in named:
        try:
            word = str(value.value) if isinstance(value, yaml.ScalarNode) else ""
            yield resolve(str(key.value)), parse_level(word, str(key.value))
        except RolegraphError as error:
            raise _fault(key, path, str(error), "") from None


def _hours(node: yaml.Node, path: Path) -> float:
    try:
        hours = float(node.value)
    except (TypeError, ValueError):
        hours = 0.0
    if not 0 < hours <= 24 * 7:
        raise _fault(node, path, f"{node.value!r} is no number of hours a week", "write one above 0, up to 168")
    return hours


def _fault(node: yaml.Node, path: Path, problem: str, cure: str) -> SourceError:
    return SourceError(problem, cure, path=path, line=node.start_mark.line + 1)
