"""Which of several languages a text is shown in: those that people list, then no language, then one for the graph.

Languages are told by their tags (BCP 47): `de`, `pt-BR`, `zh-Hant`. A region falls back to its language, and a language
to its regions. A text that is tagged as of no, of several or of an unknown language counts as one without a tag.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rolegraph.errors import RolegraphError

ENGLISH: Final = "en"
_TAG: Final = re.compile(r"[a-z]{1,8}(?:-[a-z0-9]{1,8}){0,3}")
_NO_LANGUAGE: Final = frozenset(("", "und", "zxx", "mul", "mis"))
_MOST_LISTED: Final = 6


@lru_cache
def listed(text: str) -> tuple[str, ...]:
    """The tags in a list with commas, in lower case and each once; RolegraphError for what is none.

    >>> listed("de-CH, en,de-ch"), listed("")
    (('de-ch', 'en'), ())
    """
    tags = tuple(dict.fromkeys(tag for part in text.lower().split(",") if (tag := part.strip())))
    if len(tags) > _MOST_LISTED or not all(map(_TAG.fullmatch, tags)) or (text and not tags):
        raise RolegraphError(f"no languages {text!r}: list up to {_MOST_LISTED} codes, such as de,en or pt-BR")
    return tags


@lru_cache
def primary(tag: str) -> str:
    """The language of a tag without its region; empty where it names none; all of a private tag.

    >>> primary("pt-BR"), primary("zxx"), primary("x-Guild")
    ('pt', '', 'x-guild')
    """
    language = tag.lower()
    if not language.startswith(("x-", "i-")):
        language = language.partition("-")[0]
    return "" if language in _NO_LANGUAGE else language


Rank = tuple[int, int, int, str]


@lru_cache(maxsize=4096)
def rank(tag: str, wanted: tuple[str, ...], order: tuple[str, ...] = ()) -> Rank:
    """How much a text with a tag is preferred: the least of these is shown.

    `wanted` are the tags that people list, `order` the languages of the graph, without regions, best first; of others,
    English is. The first number is at most the length of `wanted` where the order of the graph does not matter.

    >>> sorted(["fr", "", "en", "de", "de-at"], key=lambda tag: rank(tag, ("de-at", "fr"), ("en",)))
    ['de-at', 'de', 'fr', '', 'en']
    """
    subtags = tag.lower().split("-")
    if language := primary(tag):
        for place, one in enumerate(wanted):
            if primary(one) == language:
                return place, -_common(subtags, one.split("-")), len(subtags), tag
        found = order.index(language) if language in order else len(order) + (language != ENGLISH)
        return len(wanted) + 1 + found, 0, len(subtags), tag
    return len(wanted), 0, len(subtags), tag


def _common(subtags: list[str], others: list[str]) -> int:
    """With how many subtags two tags begin alike."""
    pairs = zip(subtags, others, strict=False)
    return next((at for at, (one, other) in enumerate(pairs) if one != other), min(len(subtags), len(others)))
