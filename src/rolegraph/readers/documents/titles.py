"""Titles: the names of the roles that a text compares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from rolegraph.model.nodes import Kind, slugify
from rolegraph.readers.documents.plain_text import Line

_VERSUS: Final = re.compile(r"\s+(?:vs\.?|versus|v\.)\s+", re.IGNORECASE)
_SUBTITLE: Final = re.compile(r"\s*(?::|\s-\s|\||\u2014|\?|\().*$")
_TITLE_LEAD: Final = re.compile(r"^.*?(?::|\s-\s|\u2014)\s+")
_LONGEST_TITLE: Final = 160
_MOST_ROLE_WORDS: Final = 7
_SINGULAR_ENDINGS: Final = ("ss", "us", "is", "ics", "Ops")


class Title(NamedTuple):
    """An article's title as written, its line, and the names of the roles in it."""

    text: str
    line: int
    names: tuple[str, ...]


def find_title(lines: Sequence[Line]) -> Title | None:
    """The first line that reads "X vs. Y"."""
    titles = (Title(line.text, line.number, title_names(line.text)) for line in lines)
    return next((title for title in titles if title.names), None)


def title_names(text: str) -> tuple[str, ...]:
    """The names of the roles in a title; empty for a text that is not a title."""
    if len(text) > _LONGEST_TITLE or not _VERSUS.search(text):
        return ()
    parts = _VERSUS.split(text)
    parts[0] = _TITLE_LEAD.sub("", parts[0]).lstrip("# ")
    parts[-1] = _SUBTITLE.sub("", parts[-1]).rstrip(" .!")
    articles = re.compile(r"^(?:(?:the|an?|title|comparing)\b:?\s*)+", re.IGNORECASE)
    names = [articles.sub("", part.strip(" :,-")) for part in parts]
    for name in names:
        if not name[:1].isalnum() or len(name.split()) > _MOST_ROLE_WORDS or slugify(name)[:2] == "x-":
            return ()
    slugs = {slugify(singular(name), Kind.ROLE) for name in names}
    return tuple(_capitalised(singular(name)) for name in names) if len(slugs) == len(names) else ()


def singular(name: str) -> str:
    """A role's name in the singular, as far as English is regular and its last word is the one that changes."""
    return name[:-1] if len(name) > 3 and name.endswith("s") and not name.endswith(_SINGULAR_ENDINGS) else name


def _capitalised(name: str) -> str:
    """A name in title case where the title is all upper or all lower case."""
    if not (name.isupper() or name.islower()):
        return name
    return " ".join(word.upper() if len(word) <= 2 else word.capitalize() for word in name.split())
