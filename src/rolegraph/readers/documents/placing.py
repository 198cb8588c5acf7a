"""What has been read of an article so far: records of each role, of all, and what has no place.

Items to records: each section's items are read by its rules; what none of them can read becomes a note.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from rolegraph.linking import Finding, Linker
from rolegraph.readers.documents.blocks import Item
from rolegraph.readers.documents.headings import Section
from rolegraph.readers.documents.listings import (
    Tools,
    industries,
    industries_in_prose,
    only_tools,
    tools,
    tools_in_prose,
)
from rolegraph.readers.documents.postings import outlooks
from rolegraph.readers.documents.qualifications import qualifications
from rolegraph.readers.documents.records import (
    IndustryRecord,
    OutlookRecord,
    Passage,
    RequirementRecord,
    RoleRecord,
    TextRecord,
    TipRecord,
    ToolRecord,
)
from rolegraph.readers.documents.role_names import Everyone, Roles
from rolegraph.readers.documents.skills import clauses_beside, labelled, requirements
from rolegraph.readers.documents.text import items as listed
from rolegraph.readers.documents.wording import has_cue


@dataclass(slots=True)
class OfRole:
    """What has been read of one role."""

    definitions: list[TextRecord] = field(default_factory=list)
    responsibilities: list[TextRecord] = field(default_factory=list)
    requirements: list[RequirementRecord] = field(default_factory=list)
    tools: list[ToolRecord] = field(default_factory=list)
    industries: list[IndustryRecord] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """What has been read so far, of each role and of all."""

    roles: tuple[OfRole, ...]
    outlooks: list[OutlookRecord] = field(default_factory=list)
    tips: list[TipRecord] = field(default_factory=list)
    notes: list[TextRecord] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def note(self, text: str, item: Item, label: str = "", *, finding: str = "") -> None:
        """Keep a text that has no place, and say so where that is worth a finding."""
        self.notes.append(TextRecord(text, Passage(item.heading, item.line, text), label))
        if finding:
            self.findings.append(Finding(finding, item.line))


_CLOSING: Final = re.compile(
    r"(?:in conclusion|in summary|to sum up|to summarize|ultimately|overall|by (?:understanding|following)"
    r"|in the end|to conclude)\b",
    re.IGNORECASE,
)
_DUTY: Final = re.compile(
    r"^(?:(?:the\s+)?(?:key|main|primary|core|typical)?\s*(?:responsibilities|duties|tasks|role)\s+(?:of\s+|often\s+"
    r"|typically\s+|also\s+)*)?"
    r"(?:(?:is|are|often|typically|primarily|mainly|usually|also|generally|both|their|his|her|they|include|includes"
    r"|involve|involves|responsibilities)\s+){0,4}"
    r"(?:(?:responsible for|tasked with|involved in|in charge of|charged with|focused on)\s+)?",
    re.IGNORECASE,
)
_PRONOUN: Final = re.compile(
    r"^(?:additionally|furthermore|moreover|in addition|also)?,?\s*(?:they|he or she|these professionals|this role)\s+",
    re.I,
)


_COMPARES: Final = re.compile(
    r"(?:have|share|differ|vary|play|work closely)\b.*\b(?:different|distinct|common|overlap\w*|unique)\b"
)


T = TypeVar("T")
Into = Callable[[OfRole], list[T]]


def _requirements_of(role: OfRole) -> list[RequirementRecord]:
    return role.requirements


def _tools_of(role: OfRole) -> list[ToolRecord]:
    return role.tools


def _industries_of(role: OfRole) -> list[IndustryRecord]:
    return role.industries


class Placing:
    """The rules of all sections, for one article."""

    def __init__(self, roles: Roles, linker: Linker) -> None:
        self._roles = roles
        self._naming = linker
        self._names: dict[str, str] = {}  # authorities by their initials
        self._listed: Counter[tuple[Section, Everyone]] = Counter()
        self.draft = Draft(tuple(OfRole() for _ in roles.mentions))

    def place(self, items: Sequence[Item]) -> Draft:
        """Read all items."""
        self._listed = Counter((item.section, item.roles) for item in items)
        rules: dict[Section, Callable[[Item], None]] = {
            Section.DEFINITIONS: self._definition,
            Section.RESPONSIBILITIES: self._responsibility,
            Section.SKILLS: self._skill,
            Section.EDUCATION: self._education,
            Section.TOOLS: self._tool,
            Section.INDUSTRIES: self._industry,
            Section.OUTLOOK: self._outlook,
        }
        # Tools first: what is a tool there is a tool wherever else it is named.
        for item in sorted(items, key=lambda item: item.section is not Section.TOOLS):
            if (rule := rules.get(item.section)) is not None:
                rule(item)
        self._tips([item for item in items if item.section is Section.TIPS])
        self._prose(items)
        self._outlooks_without_figures(items)
        self._merge_definitions()
        return self.draft

    def records(self) -> tuple[RoleRecord, ...]:
        """What has been read of each role, each statement once."""
        return tuple(
            RoleRecord(
                role=mention,
                definitions=tuple(said.definitions),
                responsibilities=_once(said.responsibilities, lambda one: (one.label, one.text)),
                requirements=tuple(said.requirements),
                tools=_once(said.tools, lambda one: one.tool.iri),
                industries=_once(said.industries, lambda one: one.industry.iri),
            )
            for mention, said in zip(self._roles.mentions, self.draft.roles, strict=True)
        )

    def _unplaced(self, text: str, item: Item, *, is_opening: bool = False) -> None:
        if is_opening:
            self.draft.note(text, item, "Introduction")
        elif _CLOSING.match(text):
            self.draft.note(text, item, "Conclusion")
        else:
            self.draft.note(
                text, item, finding=f"no rule could place this in the section {item.heading!r}; kept as a note"
            )

    def _definition(self, item: Item) -> None:
        for roles, said in self._roles.spoken_of(item.text, item.roles):
            text = " ".join(said)
            if len(roles) != 1:
                self._unplaced(text, item, is_opening=item.opens)
                continue
            record = TextRecord(self._naming.truecase.running(text), Passage(item.heading, item.line, text))
            self.draft.roles[roles[0]].definitions.append(record)

    def _merge_definitions(self) -> None:
        """One definition a role: a language allows a node only one from a source."""
        for said in self.draft.roles:
            found = said.definitions
            if len(found) > 1:
                passage = replace(found[0].passage, quote=" ".join(one.passage.quote for one in found))
                said.definitions = [TextRecord(" ".join(one.text for one in found), passage)]

    def _each(self, item: Item, into: Into[T], read: Callable[[str, Passage], Sequence[T]]) -> None:
        """Read a paragraph's sentences, each for the roles it is about."""
        for roles, said in self._roles.spoken_of(item.text, item.roles):
            for sentence in said:
                _, predicate = self._roles.subject(sentence)
                passage = Passage(item.heading, item.line, sentence)
                found = read(_PRONOUN.sub("", predicate), passage) if roles else ()
                for role in roles:
                    into(self.draft.roles[role]).extend(found)
                if not found:
                    self._unplaced(sentence, item, is_opening=item.opens and len(roles) != 1)

    def _bullet(self, item: Item, into: Into[T], found: Sequence[T]) -> None:
        """Add what a bullet says to each role it is about."""
        if not item.roles or not found:
            self._unplaced(item.text, item)
        for role in item.roles:
            into(self.draft.roles[role]).extend(found)

    def _responsibility(self, item: Item) -> None:
        truecase = self._naming.truecase
        if item.is_bullet:
            label, text = labelled(item.text)
            passage = Passage(item.heading, item.line, item.text)
            record = TextRecord(truecase.running(text).rstrip("."), passage, label or item.under)
            self._bullet(item, lambda role: role.responsibilities, [record])
            return

        def read(predicate: str, passage: Passage) -> list[TextRecord]:
            if _COMPARES.match(predicate):
                return []
            return [TextRecord(text, passage) for text in self._duties(predicate)]

        self._each(item, lambda role: role.responsibilities, read)

    def _duties(self, predicate: str) -> list[str]:
        text = self._naming.truecase.running(_DUTY.sub("", predicate, count=1)).strip(" .:")
        parts = listed(text)
        if not all(re.match(r"[a-z-]+ing\b", part) for part in parts):
            parts = [text]
        return [part[0].upper() + part[1:] for part in parts if part]

    def _skill(self, item: Item) -> None:
        linker = self._naming
        if item.is_bullet:
            passage = Passage(item.heading, item.line, item.text)
            self._bullet(item, _requirements_of, requirements(linker.truecase.running(item.text), passage, linker))
            return

        beside: list[str] = []

        def read(predicate: str, passage: Passage) -> list[RequirementRecord]:
            text = linker.truecase.running(predicate)
            found = requirements(text, passage, linker, is_prose=True)
            beside.extend(clauses_beside(text) if found else [])
            return found

        self._each(item, _requirements_of, read)
        for text in beside:
            self._unplaced(text, item)

    def _education(self, item: Item) -> None:
        linker = self._naming

        def read(text: str, passage: Passage) -> list[RequirementRecord]:
            found = qualifications(text, passage, linker)
            if not found and has_cue(text):
                found = requirements(linker.truecase.running(text), passage, linker, is_prose=not item.is_bullet)
            return found

        if item.is_bullet:
            label, text = labelled(item.text)
            passage = Passage(item.heading, item.line, item.text)
            is_whole = label and not qualifications(text, passage, linker)
            self._bullet(item, _requirements_of, read(item.text if is_whole else text, passage))
        else:
            self._each(item, _requirements_of, read)

    def _tool(self, item: Item) -> None:
        linker = self._naming
        unplaced: list[str] = []

        def kept(found: Tools) -> list[ToolRecord]:
            found = only_tools(found)
            unplaced.extend(found.unplaced if found.records else [])
            return found.records

        if item.is_bullet or labelled(item.text)[0]:
            passage = Passage(item.heading, item.line, item.text)
            self._bullet(item, _tools_of, kept(tools(item.text, item.under, passage, linker)))
        else:
            self._each(item, _tools_of, lambda predicate, passage: kept(tools_in_prose(predicate, passage, linker)))
        for text in unplaced:
            self._unplaced(text, item)

    def _industry(self, item: Item) -> None:
        linker = self._naming
        if item.is_bullet or not re.search(r"[.!?]$|\b(?:in|by|across|including|such as)\b", item.text):
            passage = Passage(item.heading, item.line, item.text)
            is_list = "," in item.text and (not item.is_bullet or self._listed[item.section, item.roles] == 1)
            self._bullet(item, _industries_of, industries(item.text, passage, linker, is_list=is_list))
        else:
            self._each(item, _industries_of, lambda predicate, passage: industries_in_prose(predicate, passage, linker))

    def _outlook(self, item: Item) -> None:
        passage = Passage(item.heading, item.line, item.text)
        found = outlooks(item.text, item.roles, passage, self._roles, self._names)
        self.draft.outlooks.extend(found.records)
        for sentence in found.unclear:
            self.draft.note(
                sentence, item, finding="whom or how much this forecast is about is unclear; kept as a note"
            )
        if found.rest and _CLOSING.match(item.text):
            self.draft.note(" ".join(found.rest), item, "Conclusion")
        elif found.rest:
            self.draft.note(" ".join(found.rest), item)

    def _outlooks_without_figures(self, items: Sequence[Item]) -> None:
        lines = {one.passage.line for one in self.draft.outlooks}
        groups: dict[Everyone, list[Item]] = {}
        for item in items:
            if item.section is Section.OUTLOOK and not _CLOSING.match(item.text):
                groups.setdefault(item.roles, []).append(item)
        for group in groups.values():
            only_opens = len(groups) > 1 and all(item.opens for item in group)
            if not only_opens and not any(item.line in lines for item in group):
                self.draft.findings.append(
                    Finding("the outlook gives no figure of growth; kept as a note", group[0].line)
                )

    def _tips(self, items: Sequence[Item]) -> None:
        last_bullet = max((place for place, item in enumerate(items) if item.is_bullet or item.under), default=-1)
        for place, item in enumerate(items):
            label, text = labelled(item.text)
            if item.under:
                label, text = item.under, item.text
            is_tip = item.is_bullet or label or (last_bullet < 0 and not _CLOSING.match(item.text))
            if item.under and not item.is_bullet and _CLOSING.match(item.text):
                is_tip = False
            if is_tip:
                self._tip(item, label, text)
            else:
                self.draft.note(
                    item.text,
                    item,
                    "Conclusion" if place > last_bullet >= 0 or _CLOSING.match(item.text) else "Introduction",
                )

    def _tip(self, item: Item, label: str, text: str) -> None:
        text = self._naming.truecase.running(text)
        last = self.draft.tips[-1] if self.draft.tips else None
        if item.under and last is not None and last.label == item.under and last.passage.section == item.heading:
            self.draft.tips.pop()
            text = f"{last.text} {text}"
        named = self._roles.named(f"{label} {text}")
        roles = named if len(named) == 1 else item.roles or self._roles.everyone
        passage = (
            last.passage
            if last is not None and text.startswith(f"{last.text} ")
            else Passage(item.heading, item.line, item.text)
        )
        self.draft.tips.append(TipRecord(text, passage, label, tuple(self._roles.mentions[role] for role in roles)))

    def _prose(self, items: Sequence[Item]) -> None:
        for item in items:
            if item.section is Section.INTRODUCTION:
                self.draft.note(item.text, item, "Introduction")
            elif item.section is Section.CONCLUSION:
                self.draft.note(item.text, item, "Conclusion")
            elif item.section in (Section.OTHER, Section.JOBS, Section.CONTENTS):
                self.draft.note(item.text, item, item.heading)


def _once(records: Sequence[T], key: Callable[[T], Hashable]) -> tuple[T, ...]:
    """The first record of each key, in their order."""
    return tuple({key(one): one for one in reversed(records)}.values())[::-1]
