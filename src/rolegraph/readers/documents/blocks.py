"""Lines to blocks: headings, bullets and paragraphs, with what was wrapped over several lines joined again.

Blocks to items: which section and role each bullet and paragraph belongs to.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Final

from rolegraph.linking import Finding
from rolegraph.readers.documents.headings import Section, bare, divides, section_of
from rolegraph.readers.documents.role_names import Everyone, Roles, title_names
from rolegraph.readers.documents.text import BOLD, Line, sentences

BULLET: Final = re.compile(r"(?:[-\u2014*+»o](?=\s|$)|[•·▪◦●○‣⁃➢➤►✓✔✅]|\(?(?P<number>\d{1,2})[.)](?=\s|$))\s*")
_COMPLETE: Final = re.compile(r"[.!?:;\u2026]['\")\]]*$")
_GOES_ON: Final = re.compile(
    r"(?:,|\(|/|\b(?:and|or|of|with|in|the|an?|for|to|as|on|by|from|using|into|that|such as|including|e\.g\.,?|is"
    r"|are))$",
    re.IGNORECASE,
)
_SMALL: Final = frozenset("a an and as at between by for from in into is it its of on or the to vs with your".split())
_LONGEST_HEADING: Final = 100
_TITLE_WORDS: Final = 8
_SHORT_LINE: Final = 45


class Shape(Enum):
    """What a block is."""

    HEADING = auto()
    BULLET = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A heading, a bullet or a paragraph.

    A heading has a `section`, `roles`, both, or neither where it is in no table.
    """

    shape: Shape
    text: str
    line: int
    indent: int = 0
    depth: int = 0
    section: Section | None = None
    roles: Everyone = ()

    @property
    def is_complete(self) -> bool:
        """Whether the text ends as sentences and lead-ins do."""
        return _COMPLETE.search(self.text[-8:]) is not None


def blocks(lines: Sequence[Line], roles: Roles) -> list[TextBlock]:
    """The blocks of an article's lines, without its title, table of contents and empty lines.

    Notes
    -----
    A short line in title case with content below it is taken for a heading, which is wrong for a list without bullets
    whose last line is a sentence.
    """
    filled = _without_contents(lines)
    out: list[TextBlock] = []
    is_blank = True
    for place, line in enumerate(filled):
        if not line.text:
            is_blank = True
            continue
        last = out[-1] if out else None
        block = _heading(filled, place, roles, last, is_blank=is_blank) or _bullet(line)
        if block is not None:
            out.append(block)
        elif last is not None and _joins(last, line, is_blank=is_blank) and not _names_role(line, roles):
            out[-1] = _joined(last, line)
        else:
            out.append(TextBlock(Shape.TEXT, line.text, line.number, line.indent))
        is_blank = False
    return [block for block in out if block.text]


def ends_open(text: str) -> bool:
    """Whether a text ends as only a text does that goes on: in a comma, a conjunction, an open bracket.

    >>> ends_open("Proficiency in Python and"), ends_open("Tableau (e.g.,"), ends_open("Python")
    (True, True, False)
    """
    return (
        _GOES_ON.search(text[-12:]) is not None or text.count("(") > text.count(")") or text.endswith(("...", "\u2026"))
    )


def _without_contents(lines: Sequence[Line]) -> list[Line]:
    """The lines without a table of contents: its heading, and entries that come again, or are listed."""
    last = {bare(line.text).casefold(): place for place, line in enumerate(lines)}
    out: list[Line] = []
    inside = False
    for place, line in enumerate(lines):
        if not inside and len(line.text) <= _LONGEST_HEADING and section_of(line.text) is Section.CONTENTS:
            inside = True
            continue
        if inside and line.text:
            bullet = BULLET.match(line.text)
            text = line.text[bullet.end() :] if bullet else line.text
            is_entry = bullet is not None and len(text) <= _LONGEST_HEADING and not _COMPLETE.search(text)
            inside = line.depth == 0 and (is_entry or last[bare(line.text).casefold()] > place)
            if inside:
                continue
        out.append(line)
    return out


def _heading(
    lines: Sequence[Line], place: int, roles: Roles, last: TextBlock | None, *, is_blank: bool
) -> TextBlock | None:
    line = lines[place]
    bullet = BULLET.match(line.text)
    if len(line.text) > _LONGEST_HEADING or (bullet and not bullet["number"]):
        return _role_bullet(line, bullet, roles) if bullet else None
    follows = last is None or is_blank or last.is_complete or last.shape is not Shape.TEXT
    if last is not None and not last.text:
        return None
    heading = TextBlock(Shape.HEADING, bare(line.text), line.number, line.indent, line.depth)
    may_be = line.depth > 0 or follows or not line.text[0].islower()
    if may_be and not line.text.endswith((".", ",", ";")):
        if section := section_of(line.text):
            return replace(heading, section=section)
        if found := roles.meant(bare(line.text)):
            return replace(heading, roles=found)
        if (both := _role_and_section(line.text, roles)) is not None:
            return replace(heading, section=both[0], roles=both[1])
    if bullet or title_names(line.text):
        return None
    if 0 < line.depth < BOLD or (line.depth and not line.text.endswith((".", "!", ","))):
        return heading
    is_title = follows and _is_title(line.text) and not (last and ends_open(last.text)) and line.indent == 0
    return heading if is_title and _has_content(lines, place, roles) else None


def _role_bullet(line: Line, bullet: re.Match[str], roles: Roles) -> TextBlock | None:
    """A bullet that is nothing but a role's name is a heading of what is listed below it."""
    text = line.text[bullet.end() :]
    found = roles.meant(text) if len(text) <= _LONGEST_HEADING else ()
    return TextBlock(Shape.HEADING, bare(text), line.number, line.indent, 0, None, found) if found else None


def _role_and_section(text: str, roles: Roles) -> tuple[Section | None, Everyone] | None:
    """What "Data Engineer Responsibilities" and "Responsibilities of a Data Engineer" open."""
    named = roles.named(text)
    if not named or title_names(text):
        return None
    rest = re.sub(r"[:()/&-]", " ", roles.pattern.sub(" ", bare(text)))
    section = section_of(rest)
    meant = named if len(named) == 1 else ()
    return (section, meant) if section is not None else None


def _is_title(text: str) -> bool:
    """Whether a line is short, without a final sign, and in title case."""
    words = text.rstrip(":?").split()
    if (
        not 0 < len(words) <= _TITLE_WORDS
        or len(text) > 70
        or text[-1] in ".!,;@"
        or not text[0].isupper()
        or "@" in text
    ):
        return False
    big = [word for word in words if word.lower() not in _SMALL]
    return bool(big) and all(not word[0].islower() for word in big) and not re.search(r"[:;,]\s", text)


def _has_content(lines: Sequence[Line], place: int, roles: Roles) -> bool:
    """Whether what follows a line is the text that a heading has: a bullet, a sentence, or a role's name."""
    following = next((line for line in lines[place + 1 : place + 4] if line.text), None)
    if following is None:
        return False
    text = following.text
    if section_of(text) is not None:
        return False
    is_named = bool(roles.meant(text)) if len(text) <= _LONGEST_HEADING else False
    return is_named or BULLET.match(text) is not None or len(text.split()) > _TITLE_WORDS or text.endswith((".", ":"))


def _bullet(line: Line) -> TextBlock | None:
    bullet = BULLET.match(line.text)
    if bullet is None:
        return None
    return TextBlock(Shape.BULLET, line.text[bullet.end() :].strip(), line.number, line.indent)


def _joins(last: TextBlock, line: Line, *, is_blank: bool) -> bool:
    """Whether a line goes on with the block before it."""
    if last.shape is Shape.HEADING:
        return False
    if not last.text:
        return True
    if is_blank:
        return last.shape is Shape.BULLET and line.indent > last.indent and line.indent >= 2
    if last.shape is Shape.BULLET and line.indent > last.indent:
        return True
    if line.text[0].islower() or ends_open(last.text):
        return not last.is_complete or ends_open(last.text) or line.text[0].islower()
    return last.shape is Shape.TEXT and not last.is_complete and len(last.text) >= _SHORT_LINE


def _names_role(line: Line, roles: Roles) -> bool:
    """Whether a line begins with a role's name as a label."""
    label, colon, _ = line.text[:_LONGEST_HEADING].partition(":")
    return bool(colon) and bool(roles.meant(label))


def _joined(last: TextBlock, line: Line) -> TextBlock:
    if not last.text:  # a bullet alone on its line; what counts is where its text stands
        return replace(last, text=line.text, line=line.number)
    glue = "" if last.text.endswith("-") and not last.text.endswith(" -") and line.text[0].islower() else " "
    return replace(last, text=f"{last.text}{glue}{line.text}")


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


def outline(blocks: Sequence[TextBlock], roles: Roles) -> Outline:
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


def _enter(
    out: Outline, place: _Place, block: TextBlock, following: TextBlock | None, often: Counter[Section | None]
) -> None:
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


def _is_above(block: TextBlock, place: _Place) -> bool:
    """Whether a role's heading stands above the sections, where the role before it did so too."""
    return bool(place.outer) and 0 < block.depth == place.outer_depth


def _open(out: Outline, place: _Place, block: TextBlock, often: Counter[Section | None]) -> None:
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


def _is_label(block: TextBlock, place: _Place, following: TextBlock | None) -> bool:
    """Whether a heading is the label of a tip, or of a kind of tools, rather than a section."""
    if place.section is Section.TIPS:
        return not 0 < block.depth <= place.depth
    return place.section is Section.TOOLS and _is_category(block, place, following)


def _is_category(block: TextBlock, place: _Place, following: TextBlock | None) -> bool:
    if following is None or following.shape is Shape.HEADING or len(block.text.split()) > _CATEGORY_WORDS:
        return False
    return block.depth > place.depth or (block.depth == place.depth == 0 and following.shape is Shape.BULLET)


def _list(out: Outline, place: _Place, block: TextBlock, following: TextBlock | None, roles: Roles) -> None:
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


def _write(out: Outline, place: _Place, block: TextBlock, roles: Roles) -> None:
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
