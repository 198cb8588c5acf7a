"""Lines to blocks to items: headings, bullets and paragraphs, then the section and roles that each belongs to.

Blocks join what was wrapped over several lines; the outline puts them below their headings.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from rolegraph.linking import Finding
from rolegraph.model.nodes import Necessity
from rolegraph.readers.documents.cues import ALTERNATIVES
from rolegraph.readers.documents.fields import FieldKind, typed_fields
from rolegraph.readers.documents.gazetteer import RoleGazetteer, RoleIndices
from rolegraph.readers.documents.headings import (
    EMPLOYER_SECTIONS,
    Section,
    SectionHeading,
    bare,
    divides_section,
    heading_of,
    is_lead_in,
    marked_heading_of,
    section_of,
)
from rolegraph.readers.documents.plain_text import BOLD, Line, is_unfinished, sentences
from rolegraph.readers.documents.records import Passage
from rolegraph.readers.documents.titles import title_names

_BULLET: Final = re.compile(
    r"(?:[-\u2014*+»o](?=\s|$)|[-*](?=[A-Z][a-z ])|[•·▪◦●○‣⁃➢➤►✓✔✅…]|\([a-z]\)(?=\s)|\.{3}(?=\s?\w)|"
    r"\(?(?P<number>\d{1,2})[.)](?=\s|$))\s*"
)
_COMPLETE: Final = re.compile(r"[.!?:;\u2026]['\")\]]*$")
_LABEL: Final = re.compile(r"^([^:\u2014]{2,100}?)(?::|\s-|\s?\u2014)\s+(.+)$")
_SMALL: Final = frozenset("a an and as at between by for from in into is it its of on or the to vs with your".split())
_LISTS: Final = (Section.RESPONSIBILITIES, Section.SKILLS, Section.EDUCATION, Section.TOOLS, Section.INDUSTRIES)
_ASKED: Final = (Section.SKILLS, Section.EDUCATION)
# What a label with a value states by itself: "Closing date: 3 May".
_TERMS: Final = (*EMPLOYER_SECTIONS, Section.DETAILS, Section.PAY)
_UNSORTED: Final = (Section.INTRODUCTION, Section.DEFINITIONS, Section.OTHER, Section.DETAILS, Section.CONCLUSION)
_PROSE: Final = (Section.INTRODUCTION, Section.OTHER, Section.TIPS, Section.OUTLOOK)
_SUBTITLE: Final = re.compile(r":\s|\s[-|\u2014]\s|\s?\u2014\s?")
_LONGEST_HEADING: Final = 100
_LONGEST_TITLE: Final = 70
_MOST_TITLE_WORDS: Final = 8
_MOST_LABEL_WORDS: Final = 6
_MOST_ITEM_WORDS: Final = 25
_SHORT_LINE: Final = 45  # a shorter line was not wrapped
_NARROWEST_WRAPPED, _WIDEST_WRAPPED = 60, 130
_RAGGED: Final = 12  # by how much the lines of a wrapped text may be shorter than the longest


class BlockType(Enum):
    HEADING = auto()
    BULLET = auto()
    TEXT = auto()


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A heading, a bullet or a paragraph; a heading names a section, roles, or both, an unknown one neither."""

    type: BlockType
    text: str
    line: int
    indent: int = 0
    depth: int = 0
    section: Section | None = None
    roles: RoleIndices = ()
    necessity: Necessity | None = None

    @property
    def is_complete(self) -> bool:
        """Whether the text ends as sentences and lead-ins do."""
        return _COMPLETE.search(self.text[-8:]) is not None


def blocks(lines: Sequence[Line], gazetteer: RoleGazetteer) -> list[TextBlock]:
    """The blocks of an article's lines, without its table of contents and empty lines.

    A short line in title case with content below it is taken for a heading, which is wrong for a list without bullets
    whose last line is a sentence.
    """
    body = _without_contents(lines)
    width = max((line.indent + len(line.text) for line in body), default=0)
    out: list[TextBlock] = []
    is_blank, is_listed = True, False
    for index, line in enumerate(body):
        if not line.text:
            is_blank = True
            continue
        last = out[-1] if out else None
        block = _heading(body, index, gazetteer, last, is_blank=is_blank) or _bullet(line)
        is_listed = (
            block is None and last is not None and _is_listed(last, line, is_in_list=is_listed, is_blank=is_blank)
        )
        if is_listed and not _is_full(body, index, width):
            block = TextBlock(BlockType.BULLET, line.text, line.number, line.indent)
        if block is not None:
            out.append(block)
        elif (
            last is not None
            and _continues(last, line, is_blank=is_blank, is_full=_is_full(body, index, width))
            and not _begins_with_label(line, gazetteer)
        ):
            out[-1] = _joined(last, line)
        else:
            out.append(TextBlock(BlockType.TEXT, line.text, line.number, line.indent))
        is_blank = False
    return [block for block in out if block.text]


def _without_contents(lines: Sequence[Line]) -> list[Line]:
    """The lines without a table of contents: its heading, and entries that are listed or come again."""
    last = {bare(line.text).casefold(): index for index, line in enumerate(lines)}
    out: list[Line] = []
    is_inside = False
    for index, line in enumerate(lines):
        if not is_inside and len(line.text) <= _LONGEST_HEADING and section_of(line.text) is Section.CONTENTS:
            is_inside = True
            continue
        if is_inside and line.text:
            bullet = _BULLET.match(line.text)
            text = line.text[bullet.end() :] if bullet else line.text
            is_entry = bullet is not None and len(text) <= _LONGEST_HEADING and not _COMPLETE.search(text)
            is_inside = line.depth == 0 and (is_entry or last[bare(line.text).casefold()] > index)
            if is_inside:
                continue
        out.append(line)
    return out


def _heading(
    lines: Sequence[Line], index: int, gazetteer: RoleGazetteer, last: TextBlock | None, *, is_blank: bool
) -> TextBlock | None:
    line = lines[index]
    bullet = _BULLET.match(line.text)
    if len(line.text) > _LONGEST_HEADING or (bullet and not bullet["number"]):
        return _role_bullet(line, bullet, gazetteer) if bullet else None
    if last is not None and not last.text:  # the text of a bullet whose sign stands on its own line
        return None
    starts_block = last is None or is_blank or last.is_complete or last.type is not BlockType.TEXT
    heading = TextBlock(BlockType.HEADING, bare(line.text), line.number, line.indent, line.depth)
    may_be_known = line.depth > 0 or starts_block or not line.text[0].islower()
    is_open = line.text.endswith("...") or not line.text.endswith((".", ",", ";"))  # "You will like it if you ..."
    may_be_known = may_be_known and (is_open or is_lead_in(line.text))
    if may_be_known:
        named, roles = _named_by(line.text, gazetteer, is_marked=line.depth > 0)
        if named is not None:
            return replace(heading, section=named.section, roles=roles, necessity=named.necessity)
        if roles:
            return replace(heading, roles=roles)
    if bullet or title_names(line.text):
        return None
    if 0 < line.depth < BOLD or (line.depth and not line.text.endswith((".", "!", ","))):
        return heading
    is_title = (
        starts_block
        and _is_title(line.text)
        and not _is_credential(line.text)
        and not (last and is_unfinished(last.text))
        and line.indent == 0
    )
    return heading if is_title and _has_content(lines, index, gazetteer) else None


def _named_by(text: str, gazetteer: RoleGazetteer, *, is_marked: bool) -> tuple[SectionHeading | None, RoleIndices]:
    """What a heading opens, and the roles that it names: "Skills", "Data Engineer", "Skills of a Data Engineer".

    In what is marked as a heading, a subtitle may follow the name: "Data Engineer: the plumber of data".
    """
    name = bare(text)
    mentioned = gazetteer.mentioned(text)
    if not mentioned:
        is_marked = is_marked or name.isupper() or text.endswith(":") or name[:12].isupper()
        heading, roles = marked_heading_of(text) if is_marked else heading_of(text), gazetteer.named_by(name)
        if heading or roles or not is_marked:
            return heading, () if heading else roles
    elif title_names(text):
        return heading_of(gazetteer.without_roles(name)), ()
    elif roles := gazetteer.named_by(name):
        return None, roles
    elif heading := heading_of(re.sub(r"[:()/&-]", " ", gazetteer.pattern.sub(" ", name))):
        return heading, mentioned if len(mentioned) == 1 else ()
    first = _SUBTITLE.split(name, maxsplit=1)[0]
    if is_marked and first != name:
        return heading_of(first), gazetteer.named_by(first)
    return None, ()


def _role_bullet(line: Line, bullet: re.Match[str], gazetteer: RoleGazetteer) -> TextBlock | None:
    """A bullet that consists of a role's name is a heading of the list below it."""
    text = line.text[bullet.end() :]
    roles = gazetteer.named_by(text) if len(text) <= _LONGEST_HEADING else ()
    return TextBlock(BlockType.HEADING, bare(text), line.number, line.indent, roles=roles) if roles else None


def _is_title(text: str) -> bool:
    """Whether a line is short, in title case, and without a closing sign."""
    words = text.rstrip(":?").split()
    if not 0 < len(words) <= _MOST_TITLE_WORDS or len(text) > _LONGEST_TITLE:
        return False
    if text[-1] in ".!,;" or "@" in text or not text[0].isupper() or re.search(r"[:;,]\s", text):
        return False
    large = [word for word in words if word.lower() not in _SMALL]
    return bool(large) and not any(word[0].islower() for word in large)


def _is_credential(text: str) -> bool:
    """Whether a line is the name of a degree or a certificate: "B.Com / M.Com"."""
    return any(
        found.kind in (FieldKind.DEGREE, FieldKind.CERTIFICATE) and found.start == 0 for found in typed_fields(text)
    )


def _has_content(lines: Sequence[Line], index: int, gazetteer: RoleGazetteer) -> bool:
    """Whether what follows a line is the text that a heading has: a bullet, a sentence, or a role's name."""
    text = next((line.text for line in lines[index + 1 : index + 4] if line.text), "")
    if not text or section_of(text) is not None:
        return False
    is_role = len(text) <= _LONGEST_HEADING and bool(gazetteer.named_by(text))
    is_sentence = len(text.split()) > _MOST_TITLE_WORDS or text.endswith((".", ":"))
    return is_role or is_sentence or _BULLET.match(text) is not None


def _bullet(line: Line) -> TextBlock | None:
    bullet = _BULLET.match(line.text)
    text = line.text[bullet.end() :].strip() if bullet else ""
    return TextBlock(BlockType.BULLET, text, line.number, line.indent) if bullet else None


def _continues(last: TextBlock, line: Line, *, is_blank: bool, is_full: bool) -> bool:
    """Whether a line continues the block before it; `is_full` if the first word had no room on the line before."""
    if last.type is BlockType.HEADING:
        return False
    if not last.text:
        return True
    is_deeper = last.type is BlockType.BULLET and line.indent > last.indent
    if is_blank:
        return is_deeper and line.indent >= 2
    if is_deeper or line.text[0].islower() or is_unfinished(last.text):
        return True
    return last.type is BlockType.TEXT and not last.is_complete and len(last.text) >= _SHORT_LINE and is_full


def _is_listed(last: TextBlock, line: Line, *, is_in_list: bool, is_blank: bool) -> bool:
    """Whether a line in lower case is an item without a sign: below "You'll need:", or below another such item."""
    is_below = last.section is not None or last.text.endswith(":")
    return line.text[0].islower() and (is_below or (is_in_list and not is_blank and not is_unfinished(last.text)))


def _is_full(lines: Sequence[Line], index: int, width: int) -> bool:
    """Whether the first word of a line had no room on the one before, in a text wrapped at a width."""
    before, word = lines[index - 1], lines[index].text.split(maxsplit=1)[0]
    return (
        _NARROWEST_WRAPPED <= width <= _WIDEST_WRAPPED
        and before.indent + len(before.text) + len(word) >= width - _RAGGED
    )


def _begins_with_label(line: Line, gazetteer: RoleGazetteer) -> bool:
    """Whether a line begins with the name of a role or section as a label."""
    label, colon, _ = line.text[:_LONGEST_HEADING].partition(":")
    return bool(colon) and (bool(gazetteer.named_by(label)) or heading_of(label) is not None)


def _joined(last: TextBlock, line: Line) -> TextBlock:
    if not last.text:  # the sign of a bullet on its own line; what counts is where its text stands
        return replace(last, text=line.text, line=line.number)
    is_hyphenated = last.text.endswith("-") and not last.text.endswith(" -") and line.text[0].islower()
    return replace(last, text=f"{last.text}{'' if is_hyphenated else ' '}{line.text}")


@dataclass(frozen=True, slots=True)
class Item:
    """A bullet or paragraph in its place.

    `roles` are those that headings and lead-ins name for it; `parent` is the heading or bullet that it is listed
    below; `is_opening` marks what stands between a section's heading and the first role or bullet.
    """

    section: Section
    heading: str
    roles: RoleIndices
    text: str
    line: int
    is_bullet: bool = False
    parent: str = ""
    is_opening: bool = False
    necessity: Necessity | None = None  # what the headings say
    is_placed: bool = False  # whether what it says, and no heading, put it into its section
    quote: str = ""  # the words of the source, where `text` is not what it says there

    @property
    def passage(self) -> Passage:
        return Passage(self.heading, self.line, self.quote or self.text)


@dataclass(slots=True)
class Outline:
    """An article's items in order, the sections it has, and findings about unknown headings."""

    items: list[Item] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def outline(blocks: Sequence[TextBlock], gazetteer: RoleGazetteer) -> Outline:
    """Put each block below its headings.

    An article may go section by section with roles inside, or role by role with sections inside; the latter is
    recognised by a role's heading that a section's heading follows. A text about one role is about it everywhere.
    """
    outliner = _Outliner(gazetteer, [block for block in blocks if block.type is BlockType.HEADING])
    for block, following in zip(blocks, [*blocks[1:], None], strict=False):
        if block.type is BlockType.HEADING:
            outliner.heading(block, following)
        elif block.type is BlockType.BULLET:
            outliner.bullet(block, following)
        else:
            outliner.paragraph(block)
    return outliner.outline


class _Outliner:
    """Where the reading stands: the section, its roles, and the bullet or label that others are listed below."""

    def __init__(self, gazetteer: RoleGazetteer, headings: Sequence[TextBlock]) -> None:
        self.outline = Outline()
        self._gazetteer = gazetteer
        self._counts = Counter(heading.section for heading in headings)
        self._ahead = Counter(heading.roles for heading in headings if heading.roles)  # in headings to come
        self._is_by_role = _goes_by_role(headings)
        self._section = Section.INTRODUCTION
        self._heading, self._depth = "", 0
        self._necessity: Necessity | None = None
        self._section_necessity: Necessity | None = None
        self._all: RoleIndices = gazetteer.all_roles if len(gazetteer.all_roles) == 1 else ()
        self._roles: RoleIndices = self._all
        self._outer: RoleIndices = ()  # the roles of a heading above the sections
        self._outer_depth = 0
        self._opened: set[RoleIndices] = set()  # roles that have had a heading above sections
        self._parent = ""
        self._parent_indent: int | None = None
        self._is_opening = True
        self._is_inline = False  # whether a label, and no heading, opened the section

    def heading(self, block: TextBlock, following: TextBlock | None) -> None:
        self._leave_parent()
        if block.roles:
            self._ahead[block.roles] -= 1
        if block.section is not None:
            self._open_section(block, block.section, following)
        elif block.roles:
            self._open_roles(block, following)
        elif self._is_label(block, following):
            self._parent = block.text
        elif self._section is Section.INTRODUCTION and not block.depth:
            self.outline.items.append(Item(self._section, "", self._all, block.text, block.line, is_opening=True))
        elif self._section is Section.CONCLUSION and block.depth > self._depth:
            self._heading = block.text  # a question among those that are often asked
        elif not (divides_section(block.text) and self._section in _ASKED):
            self._enter(Section.OTHER, block)
            self._roles, self._is_opening = self._all, True
            finding = Finding(f"the section {block.text!r} is not known; kept as a note", block.line)
            self.outline.findings.append(finding)

    def bullet(self, block: TextBlock, following: TextBlock | None) -> None:
        if self._parent_indent is not None and block.indent <= self._parent_indent:
            self._leave_parent()
        self._is_opening = False
        is_list = following is not None and following.type is BlockType.BULLET and following.indent > block.indent
        if is_list and self._parent_indent is None and _is_parent(block.text):
            self._parent, self._parent_indent = block.text.rstrip(" :"), block.indent
            return
        roles, text = self._role_label(block.text)
        item = replace(self._item(text, block.line), roles=roles or self._roles, is_bullet=True, is_opening=False)
        label, heading, rest = _inline_heading(text)
        if heading is not None and heading.section is self._section is Section.INDUSTRIES:
            item = replace(item, text=rest)
        elif heading is not None and self._section in _UNSORTED and heading.section is not self._section:
            self.outline.sections.append(heading.section)
            item = replace(item, section=heading.section, heading=label, text=rest, necessity=heading.necessity)
        self.outline.items.append(item)

    def paragraph(self, block: TextBlock) -> None:
        """A paragraph: with a label that names a role or section, a list item without a sign, a lead-in, or another."""
        if self._parent_indent is not None or self._section is Section.SKILLS:
            self._leave_parent()
        roles, text = self._role_label(block.text)
        if roles:
            self._roles, self._is_opening = roles, False
        item, text = self._labelled_item(text, block.line)
        if item.section is not self._section:
            pass  # one line of another section
        elif self._is_list_item(text):
            item = replace(item, is_bullet=True, is_opening=False)
        elif text.endswith(":"):
            item = replace(item, text=self._lead_in(text))
        elif self._section not in _PROSE and not self._all:
            subjects = (self._gazetteer.subject(sentence)[0] for sentence in reversed(sentences(text)))
            subject = next(filter(None, subjects), ())
            if len(subject) == 1:
                self._roles, self._is_opening = subject, False
        if item.text:
            self.outline.items.append(item)

    def _labelled_item(self, text: str, line: int) -> tuple[Item, str]:
        """A paragraph without the section's name in front of it, in that section; it stays open for what follows.

        A term of the job ("Closing date: 3 May") is a section of one line.
        """
        label, heading, rest = _inline_heading(text)
        if heading is None:
            return self._item(text, line), text
        if heading.section in _TERMS:
            self.outline.sections.append(heading.section)
            item = replace(self._item(rest, line), section=heading.section, heading=label, necessity=None)
            return item, rest
        if self._section not in (heading.section, Section.TOOLS, Section.INDUSTRIES):
            self._open_inline(heading, label)
        elif not heading.section is self._section is Section.DEFINITIONS:
            return self._item(text, line), text
        return self._item(rest, line), rest

    def _item(self, text: str, line: int) -> Item:
        opens = self._is_opening
        return Item(self._section, self._heading, self._roles, text, line, False, self._parent, opens, self._necessity)

    def _enter(self, section: Section, block: TextBlock) -> None:
        self._section, self._heading, self._depth = section, block.text, block.depth
        self._necessity = self._section_necessity = block.necessity
        self._is_inline = False

    def _leave_parent(self) -> None:
        self._parent, self._parent_indent = "", None

    def _open_roles(self, block: TextBlock, following: TextBlock | None) -> None:
        leads_sections = following is not None and following.section is not None and not following.roles
        is_above = 0 < block.depth < self._depth or (bool(self._outer) and 0 < block.depth == self._outer_depth)
        is_first = self._is_inline or self._section in (Section.INTRODUCTION, Section.CONTENTS)
        if leads_sections or is_above or is_first:
            self._set_outer(block)
            self._enter(Section.DEFINITIONS, block)
            if not leads_sections:
                self.outline.sections.append(Section.DEFINITIONS)
        self._roles, self._is_opening = block.roles, False
        self._necessity = self._section_necessity

    def _set_outer(self, block: TextBlock) -> None:
        self._outer, self._outer_depth = block.roles, block.depth
        self._opened.add(block.roles)

    def _open_section(self, block: TextBlock, section: Section, following: TextBlock | None) -> None:
        leads_roles = following is not None and bool(following.roles)
        is_part = self._section is section or (divides_section(block.text) and self._section in _ASKED)
        is_same = is_part and not 0 < block.depth <= self._depth
        self.outline.sections.append(section)
        if is_same and self._roles and not block.roles and not leads_roles:  # it divides what a role has there
            self._necessity, self._heading = block.necessity, block.text
            return
        if self._is_by_role and block.roles:
            self._set_outer(block)
        is_last = all(roles in self._opened for roles, count in self._ahead.items() if count)
        is_shared = self._counts[section] == 1 and not self._outer_depth and is_last
        if 0 < block.depth <= self._outer_depth or is_shared or (self._outer_depth and not block.depth):
            self._outer = block.roles if self._is_by_role else ()
        is_inside = self._section is section and block.roles
        if not is_inside:
            self._enter(section, block)
        self._roles = block.roles or self._outer or self._all
        self._is_opening = not self._roles

    def _open_inline(self, heading: SectionHeading, label: str) -> None:
        self._section, self._heading, self._is_inline = heading.section, label, True
        self._necessity = self._section_necessity = heading.necessity
        self._is_opening = not self._roles
        self.outline.sections.append(heading.section)

    def _is_label(self, block: TextBlock, following: TextBlock | None) -> bool:
        """Whether a heading is the label of a tip or of a category of tools, rather than a section."""
        if self._section is Section.TIPS:
            return not 0 < block.depth <= self._depth
        if self._section is not Section.TOOLS or following is None or following.type is BlockType.HEADING:
            return False
        is_below = block.depth > self._depth or (block.depth == self._depth == 0 and following.type is BlockType.BULLET)
        return is_below and len(block.text.split()) <= _MOST_LABEL_WORDS

    def _role_label(self, text: str) -> tuple[RoleIndices, str]:
        """The role that a text has as its label, and the text behind it."""
        label = _labelled(text)
        roles = self._gazetteer.named_by(label[1]) if label else ()
        return (roles, label[2]) if label and roles else ((), text)

    def _is_list_item(self, text: str) -> bool:
        """Whether a paragraph is a bullet without its sign: "Data Cleaning: Preparing raw data", "Python"."""
        is_open = text[-1] not in ".!?:;" and len(text.split()) <= _MOST_ITEM_WORDS and len(sentences(text)) == 1
        if self._section in (*_ASKED, Section.RESPONSIBILITIES) and is_open and not is_unfinished(text):
            return True
        is_name = len(text.split()) <= _MOST_LABEL_WORDS and not set(text) & set(".:,")
        if is_name and self._section in (Section.TOOLS, Section.INDUSTRIES):
            return True
        label = _labelled(text)
        if label is None or self._section not in _LISTS or text.endswith(":") or not text[0].isupper():
            return False
        return len(label[1].split()) <= _MOST_LABEL_WORDS and not set(label[1]) & set(".,;")

    def _lead_in(self, text: str) -> str:
        """Take the roles or category of the list below from a paragraph's last sentence; return the others."""
        *others, last = sentences(text)
        roles = self._gazetteer.subject(last)[0] or self._gazetteer.mentioned(last)
        if roles and self._section not in (Section.INTRODUCTION, Section.OTHER):
            self._roles, self._is_opening = roles, False
        is_category = self._section is Section.TOOLS and len(last.split()) <= _MOST_LABEL_WORDS and not roles
        if is_category or (self._section is Section.SKILLS and ALTERNATIVES.fullmatch(last)):
            self._parent = last.rstrip(" :")
        return " ".join(others)


def _goes_by_role(headings: Sequence[TextBlock]) -> bool:
    """Whether headings such as "Baker: Definition" have sections of that role below them."""
    leading = next((place for place, heading in enumerate(headings) if heading.roles and heading.section), None)
    if leading is None or leading + 1 >= len(headings):
        return False
    first, below = headings[leading], headings[leading + 1]
    others = [heading for heading in headings[leading + 2 :] if heading.section is first.section]
    return (
        below.section not in (None, first.section)
        and not below.roles
        and any(heading.roles and heading.roles != first.roles for heading in others)
    )


@lru_cache(maxsize=1024)
def _labelled(text: str) -> re.Match[str] | None:
    """A text as a label and what stands behind it."""
    return _LABEL.match(text) if any(sign in text for sign in ":-\u2014") else None


def _inline_heading(text: str) -> tuple[str, SectionHeading | None, str]:
    """The heading that a text has as its label, and the text behind it: "Skills: Bakers need patience"."""
    label = _labelled(text)
    heading = heading_of(label[1]) if label and text[0].isupper() else None
    return (label[1], heading, label[2]) if label and heading else ("", None, text)


def _is_parent(text: str) -> bool:
    """Whether a bullet is only a label for the bullets indented below it."""
    return text.endswith(":") or (len(text.split()) <= _MOST_LABEL_WORDS and not set(text) & set(".:"))
