"""Names that are also words: when "Go", "R" or "Excel" in a text is a name, by how it is written and what is around."""

from __future__ import annotations

import re
from enum import Enum
from typing import Final


class Verdict(Enum):
    """What a word in its place is."""

    NAME = 1
    """A name that is no other word."""
    GUARDED = 2
    """A name, by what is around it."""
    IN_LIST = 3
    """A name if it stands in a list with others."""
    ORDINARY = 4
    """An everyday word, which may name a skill."""
    NO = 5
    """No name here."""


# Products and languages whose names are words, letters or forms of verbs.
_WORDS: Final = frozenset(
    "access beam c chef d dash excel express flow go hive j julia keep notion oracle outlook pig power puppet r ruby "
    "rust scheme slack spark spring storm swift teams word".split()
)
_JOINT: Final = re.compile(r"\s*(?:,|/|;|\||&|\u2022)?\s*(?:\b(?:and|or|and/or)\b)?\s*")
_BEFORE: Final = re.compile(r"(\w*)\W{0,3}$")
_STARTS: Final = re.compile(r"(?:^|[.!?:]\s|\n)\W{0,5}$")
_MORE: Final = re.compile(r"\s*(?:$|[,/;)|\n]|\.(?:\s|$)|(?:and|or|programming|skills?|developers?|databases?)\b)")


def verdict(text: str, start: int, end: int) -> Verdict:
    """What the word at a place of a text is."""
    word = text[start:end]
    if word.casefold() not in _WORDS:
        return Verdict.NAME
    if not word[:1].isupper():
        return Verdict.IN_LIST
    if len(word) == 1 and re.match(r"\s?&|['\u2019.-]\w", text[end : end + 2]):
        return Verdict.NO
    if _STARTS.search(text[max(0, start - 8) : start]) and not _MORE.match(text[end : end + 20]):
        return Verdict.NO
    return Verdict.GUARDED


def joins(between: str) -> bool:
    """Whether what stands between two names makes them members of one list."""
    return _JOINT.fullmatch(between) is not None
