"""What a person has, in words: `python`, `python:proficient`, `python,spark:proficient`."""

from __future__ import annotations

from collections.abc import Callable

from rolegraph.errors import RolegraphError, UnknownNode
from rolegraph.gaps import ASSUMED_LEVEL
from rolegraph.names import Node
from rolegraph.scales import Level

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
        if part.strip() and part.strip() != ":":
            node, level = parse_holding(part, resolve)
            have[node] = level or ASSUMED_LEVEL
    return have


def parse_holding(word: str, resolve: Resolve) -> tuple[Node, Level | None]:
    """`spark:proficient` as a capability and a level; None where none is given.

    What follows the last colon is a level only where the whole is no name: names and IRIs have colons too.

    Raises
    ------
    UnknownNode, AmbiguousNode, RolegraphError
        As `parse_have`.
    """
    name, colon, level = (part.strip() for part in word.rpartition(":"))
    if not colon or "/" in level:
        return resolve(word.strip()), None
    # What is likely is tried first: looking for what an unknown name may mean takes its time in a large graph.
    likely, other = (name, word.strip()) if level.upper() in (*Level.__members__, "") else (word.strip(), name)
    try:
        found = resolve(likely)
    except UnknownNode as error:
        try:
            found, likely = resolve(other), other
        except UnknownNode:
            raise (error if likely == name else UnknownNode(error.kind, name, error.suggestions)) from None
    return found, parse_level(level, name) if likely == name and level else None


def parse_level(word: str, name: str) -> Level:
    """A level by its word; `ASSUMED_LEVEL` for an empty one."""
    if not word:
        return ASSUMED_LEVEL
    try:
        return Level[word.upper()]
    except KeyError:
        words = ", ".join(str(level) for level in Level)
        raise RolegraphError(f"unknown level {word!r} for {name}: use one of {words}") from None
