"""Blocks to items: which section and role each bullet and paragraph belongs to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from rolegraph.sources.blocks import Block, Shape
from rolegraph.sources.headings import Section, divides
from rolegraph.sources.punctuation import sentences
from rolegraph.sources.records import Finding
from rolegraph.sources.roles import Everyone, Roles

_LABEL: Final = re.compile(r"^([^:\u2014]{2,100}?)(?::|\s-|\s?\u2014)\s+(.+)$")
_LISTS: Final = (Section.RESPONSIBILITIES, Section.SKILLS, Section.EDUCATION, Section.TOOLS, Section.INDUSTRIES)
_CATEGORY_WORDS: Final = 6
_SHORT: Final = 6


@dataclass(frozen=True, slots=True)
class Item:
    """A bullet or paragraph in its place.

    `roles` are those it is about as far as headings and lead-ins say; `under` is the heading or bullet that it is
    listed below; `opens` says that it stands between a section's heading and the first role or bullet.
    """

    section: Section
    heading: str
    roles: Everyone
    text: str
    line: int
    is_bullet: bool = False
    under: str = ""
    opens: bool = False


@dataclass(slots=True)
class Outline:
    """An article's items in order, the sections it has, and headings that are in no table."""

    items: list[Item] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class _Place:
    """Where the reading stands."""

    section: Section = Section.INTRODUCTION
    heading: str = ""
    depth: int = 0
    roles: Everyone = ()
    outer: Everyone = ()
    outer_depth: int = 0
    under: str = ""
    under_indent: int | None = None
    opens: bool = True


def outline(blocks: Sequence[Block], roles: Roles) -> Outline:
    """Put each block in its place.

    Notes
    -----
    An article may go section by section with roles inside, or role by role with sections inside; the latter is seen by
    a role's heading that a section's heading follows.
    """
    out = Outline()
    place = _Place()
    often = Counter(block.section for block in blocks if block.shape is Shape.HEADING)
    for number, block in enumerate(blocks):
        following = blocks[number + 1] if number + 1 < len(blocks) else None
        if block.shape is Shape.HEADING:
            _enter(out, place, block, following, often)
        elif block.shape is Shape.BULLET:
            _list(out, place, block, following, roles)
        else:
            _write(out, place, block, roles)
    return out


def _enter(out: Outline, place: _Place, block: Block, following: Block | None, often: Counter[Section | None]) -> None:
    place.under, place.under_indent = "", None
    if block.section is not None:
        _open(out, place, block, often)
    elif block.roles:
        leads = (
            following is not None
            and following.shape is Shape.HEADING
            and following.section is not None
            and not following.roles
        )
        if leads or place.section in (Section.INTRODUCTION, Section.CONTENTS) or _is_above(block, place):
            place.outer, place.outer_depth = block.roles, block.depth
            place.section, place.heading, place.depth = Section.DEFINITIONS, block.text, block.depth
            if not leads:
                out.sections.append(Section.DEFINITIONS)
        place.roles, place.opens = block.roles, False
    elif _is_label(block, place, following):
        place.under = block.text
    elif place.section is Section.INTRODUCTION and not block.depth:
        out.items.append(Item(place.section, "", (), block.text, block.line, opens=True))
    elif not (divides(block.text) and place.section in (Section.SKILLS, Section.EDUCATION)):
        place.section, place.heading, place.depth = Section.OTHER, block.text, block.depth
        place.roles, place.opens = (), True
        out.findings.append(Finding(f"the section {block.text!r} is none that is known; kept as a note", block.line))


def _is_above(block: Block, place: _Place) -> bool:
    """Whether a role's heading stands above the sections, where the role before it did so too."""
    return bool(place.outer) and 0 < block.depth == place.outer_depth


def _open(out: Outline, place: _Place, block: Block, often: Counter[Section | None]) -> None:
    assert block.section is not None  # noqa: S101  the caller has looked
    is_inside = place.section is block.section and block.roles
    is_shared = often[block.section] == 1 and not place.outer_depth
    if 0 < block.depth <= place.outer_depth or is_shared or (place.outer_depth and not block.depth):
        place.outer = ()
    place.section = block.section
    if not is_inside:
        place.heading, place.depth = block.text, block.depth
    place.roles = block.roles or place.outer
    place.opens = not place.roles
    out.sections.append(block.section)


def _is_label(block: Block, place: _Place, following: Block | None) -> bool:
    """Whether a heading is the label of a tip, or of a kind of tools, rather than a section."""
    if place.section is Section.TIPS:
        return not 0 < block.depth <= place.depth
    return place.section is Section.TOOLS and _is_category(block, place, following)


def _is_category(block: Block, place: _Place, following: Block | None) -> bool:
    if following is None or following.shape is Shape.HEADING or len(block.text.split()) > _CATEGORY_WORDS:
        return False
    return block.depth > place.depth or (block.depth == place.depth == 0 and following.shape is Shape.BULLET)


def _list(out: Outline, place: _Place, block: Block, following: Block | None, roles: Roles) -> None:
    if place.under_indent is not None and block.indent <= place.under_indent:
        place.under, place.under_indent = "", None
    has_children = following is not None and following.shape is Shape.BULLET and following.indent > block.indent
    if has_children and _is_parent(block.text) and place.under_indent is None:
        place.under, place.under_indent, place.opens = block.text.rstrip(" :"), block.indent, False
        return
    label = _LABEL.match(block.text)
    meant = roles.meant(label[1]) if label else ()
    text = label[2] if label and meant else block.text
    place.opens = False
    item = Item(place.section, place.heading, meant or place.roles, text, block.line, is_bullet=True, under=place.under)
    out.items.append(item)


def _is_parent(text: str) -> bool:
    """Whether a bullet is only a label for the bullets indented below it."""
    return text.endswith(":") or (len(text.split()) <= _SHORT and not set(text) & set(".:"))


def _write(out: Outline, place: _Place, block: Block, roles: Roles) -> None:
    """A paragraph: one that names its role in front, one that leads in a list, or any other."""
    if place.under_indent is not None:
        place.under, place.under_indent = "", None
    text = block.text
    label = _LABEL.match(text)
    if label and (meant := roles.meant(label[1])):
        place.roles, place.opens, text = meant, False, label[2]
    item = Item(place.section, place.heading, place.roles, text, block.line, under=place.under, opens=place.opens)
    is_heading_like = (
        place.section in (Section.TOOLS, Section.INDUSTRIES)
        and len(text.split()) <= _SHORT
        and not set(text) & set(".:,")
    )
    if is_heading_like or (place.section in _LISTS and not text.endswith(":") and _is_labelled(text)):
        item = replace(item, is_bullet=True, opens=False)
    elif text.endswith(":"):
        item = replace(item, text=_lead_in(text, place, roles))
        if not item.text:
            return
    elif place.section not in (Section.INTRODUCTION, Section.OTHER, Section.TIPS, Section.OUTLOOK):
        subject = next((found for one in reversed(sentences(text)) if (found := roles.subject(one)[0])), ())
        if len(subject) == 1:
            place.roles, place.opens = subject, False
    out.items.append(item)


def _is_labelled(text: str) -> bool:
    """Whether a paragraph is a bullet whose sign was lost: "Data Cleaning: Preparing raw data"."""
    label = _LABEL.match(text)
    return (
        label is not None and text[0].isupper() and len(label[1].split()) <= _SHORT and not set(label[1]) & set(".,;")
    )


def _lead_in(text: str, place: _Place, roles: Roles) -> str:
    """Take from a paragraph's last sentence whom the list below it is about; give the sentences before it."""
    parts = sentences(text)
    last = parts[-1]
    named = roles.named(last)
    everyone, _ = roles.subject(last)
    if place.section not in (Section.INTRODUCTION, Section.OTHER) and (named or everyone):
        place.roles, place.opens = everyone or named, False
    elif place.section is Section.TOOLS and len(last.split()) <= _CATEGORY_WORDS:
        place.under = last.rstrip(" :")
    return " ".join(parts[:-1])
