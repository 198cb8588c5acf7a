"""Bullets that announce others: "At least one of the following:", and what the bullets below it then ask for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from rolegraph.readers.documents.blocks import Item
from rolegraph.readers.documents.cues import ALTERNATIVES, has_cue

_ALL: Final = re.compile(
    r"(?P<lead>.{0,80}?)(?:\s+(?:all of )?(?:the following|these|the below)(?:\s+[\w-]+){0,3})?\s*:", re.IGNORECASE
)
_MOST_MEMBER_WORDS: Final = 6


def gathered(items: Iterable[Item]) -> list[Item]:
    """The items, with bullets that an announcement makes alternatives as one, and others with the words before them.

    "Experience with:" belongs to each bullet below it. An announcement on the same level as its members ends where a
    bullet is no short name any more.
    """
    out: list[Item] = []
    announced: Item | None = None
    members: list[str] = []

    def close() -> None:
        nonlocal announced
        if announced is not None:
            out.append(replace(announced, text=_joined(announced.text, members), is_bullet=True))
        announced = None
        members.clear()

    for item in items:
        lead = item.parent if item.is_bullet and _announces(item.parent) else ""
        if announced is not None and _is_member(item, announced):
            members.append(item.text.strip(" ;,."))
            continue
        close()
        if lead:
            announced, members[:] = replace(item, text=lead), [item.text.strip(" ;,.")]
        elif item.text.endswith(":") and _announces(item.text):
            announced = item
        elif item.is_bullet and item.parent and (all_of := _ALL.fullmatch(f"{item.parent}:")) and has_cue(item.parent):
            out.append(replace(item, text=f"{all_of['lead']} {item.text}"))
        else:
            out.append(item)
    close()
    return out


def _announces(text: str) -> bool:
    return bool(text) and ALTERNATIVES.fullmatch(text) is not None


def _is_member(item: Item, announced: Item) -> bool:
    is_below = (item.section, item.roles) == (announced.section, announced.roles) and item.is_bullet
    is_name = len(item.text.split()) <= _MOST_MEMBER_WORDS and not has_cue(item.text) and ":" not in item.text
    return is_below and is_name and item.parent in (announced.parent, announced.text, announced.text.rstrip(" :"))


def _joined(lead: str, members: list[str]) -> str:
    """An announcement with its members as one phrase: "At least one of Python, R or Julia"."""
    match = ALTERNATIVES.fullmatch(lead)
    words = (match["before"] if has_cue(match["before"]) else "") + match["lead"] if match else lead
    words = words if words.endswith(" of") or not members else f"{words} of"
    *others, last = members or [""]
    noun = match["noun"] if match and match["noun"] else ""
    return " ".join(f"{words} {', '.join(others)}{' or ' if others else ''}{last} {noun}".split())
