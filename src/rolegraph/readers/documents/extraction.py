"""Items to records: the rules of each section, applied to its bullets and sentences.

What no rule can read becomes a note with a finding, so that nothing is dropped.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final, TypeVar

from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking import Finding, Linker
from rolegraph.linking.truecase import Truecase
from rolegraph.readers.documents.announcements import gathered
from rolegraph.readers.documents.blocks import Item
from rolegraph.readers.documents.earnings import pay_of_roles
from rolegraph.readers.documents.enumerations import ToolList, industries, industries_in_prose, tools, tools_in_prose
from rolegraph.readers.documents.gazetteer import RoleGazetteer, RoleIndices
from rolegraph.readers.documents.headings import Section
from rolegraph.readers.documents.naming import is_surely_a_name
from rolegraph.readers.documents.outlooks import outlooks
from rolegraph.readers.documents.phrases import Asked, asked, stricter
from rolegraph.readers.documents.placement import with_alternatives
from rolegraph.readers.documents.plain_text import LONGEST_SENTENCE, Line, list_items
from rolegraph.readers.documents.records import (
    CandidateRecord,
    IndustryRecord,
    OutlookRecord,
    Passage,
    PayRecord,
    RequirementRecord,
    RoleRecord,
    TextRecord,
    TipRecord,
    ToolRecord,
    YearsRecord,
    distinct,
)
from rolegraph.readers.documents.skills import clauses_without_requirement, split_label

T = TypeVar("T")

_CLOSING: Final = re.compile(
    r"(?:in conclusion|in summary|to sum up|to summarize|ultimately|overall|by (?:understanding|following)"
    r"|in the end|to conclude)\b",
    re.IGNORECASE,
)
_DUTY_LEAD: Final = re.compile(
    r"^(?:(?:the\s+)?(?:key|main|primary|core|typical)?\s*(?:responsibilities|duties|tasks|role)\s+(?:of\s+|often\s+"
    r"|typically\s+|also\s+)*)?"
    r"(?:(?:is|are|often|typically|primarily|mainly|usually|also|generally|both|their|his|her|they|include|includes"
    r"|involve|involves|responsibilities)\s+){0,4}"
    r"(?:(?:responsible for|tasked with|involved in|in charge of|charged with|focused on)\s+)?",
    re.IGNORECASE,
)
_PRONOUN: Final = re.compile(
    r"^(?:additionally|furthermore|moreover|in addition|also)?,?\s*(?:they|he or she|these professionals|this role)\s+",
    re.IGNORECASE,
)
_COMPARES: Final = re.compile(
    r"(?:have|share|differ|vary|play|work closely)\b.*\b(?:different|distinct|common|overlap\w*|unique)\b"
)
_MOST_INDUSTRY_WORDS: Final = 3
_MOST_LISTED_WORDS: Final = 4
_LONGEST_LIST: Final = 1_000
_OF_SENTENCES: Final = re.compile(
    r"[.!?:;]\s|\b(?:you|your|we|our|they|their|it|is|are|was|be|have|has|need|needs|must|should|can|will|who|which|that|both)\b",
    re.IGNORECASE,
)
_INDUSTRY_SENTENCE: Final = re.compile(r"[.!?]$|\b(?:in|by|across|including|such as)\b")


def _is_list(text: str) -> bool:
    """Whether a paragraph is a list of short names alone: "Python, Django and SQL."."""
    parts = list_items(text.rstrip(".")) if len(text) < _LONGEST_LIST and not _OF_SENTENCES.search(text) else []
    return len(parts) > 2 and all(len(part.split()) <= _MOST_LISTED_WORDS for part in parts)


@dataclass(slots=True)
class RoleDraft:
    definitions: list[TextRecord] = field(default_factory=list)
    responsibilities: list[TextRecord] = field(default_factory=list)
    requirements: list[RequirementRecord] = field(default_factory=list)
    tools: list[ToolRecord] = field(default_factory=list)
    industries: list[IndustryRecord] = field(default_factory=list)
    years: list[YearsRecord] = field(default_factory=list)
    candidates: list[CandidateRecord] = field(default_factory=list)
    pay: list[PayRecord] = field(default_factory=list)

    def ask(self, found: Asked) -> None:
        self.requirements.extend(found.requirements)
        self.years.extend(found.years)
        self.candidates.extend(found.candidates)


@dataclass(slots=True)
class ArticleDraft:
    roles: tuple[RoleDraft, ...]
    outlooks: list[OutlookRecord] = field(default_factory=list)
    tips: list[TipRecord] = field(default_factory=list)
    notes: list[TextRecord] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def note(self, text: str, item: Item, label: str = "", *, finding: str = "") -> None:
        """Keep a text that no record holds, with a finding where somebody should look at it."""
        self.notes.append(TextRecord(text, replace(item.passage, quote=text), label))
        if finding:
            self.findings.append(Finding(finding, item.line))


def read_items(
    items: Sequence[Item],
    gazetteer: RoleGazetteer,
    lexicon: MemoryLexicon,
    lines: Sequence[Line],
    language: str = "",
) -> tuple[ArticleDraft, tuple[RoleRecord, ...], list[Finding]]:
    """What the items of a text say, the records of its roles, and findings.

    They are read a second time where a name then means something else: before the place that explains it.
    """
    texts = (line.text for line in lines)
    linker = Linker(lexicon, Truecase(texts, lexicon, gazetteer.pattern, language))
    extractor = Extractor(gazetteer, linker)
    draft = extractor.extract(items)
    if not linker.is_settled():
        linker = Linker(lexicon, linker.truecase, before=linker)
        extractor = Extractor(gazetteer, linker)
        draft = extractor.extract(items)
    return draft, extractor.records(), [*draft.findings, *linker.findings()]


class Extractor:
    """Reads the items of one article; its `draft` holds what has been read."""

    def __init__(self, gazetteer: RoleGazetteer, linker: Linker) -> None:
        self._gazetteer = gazetteer
        self._linker = linker
        self._running = linker.truecase.running
        self._authorities: dict[str, str] = {}  # names by their initials
        self._sizes: Counter[tuple[Section, RoleIndices]] = Counter()
        self.draft = ArticleDraft(tuple(RoleDraft() for _ in gazetteer.mentions))

    def extract(self, items: Sequence[Item]) -> ArticleDraft:
        self._sizes = Counter((item.section, item.roles) for item in items)
        rules: dict[Section, Callable[[Item], None]] = {
            Section.DEFINITIONS: self._definition,
            Section.RESPONSIBILITIES: self._responsibility,
            Section.SKILLS: self._skill,
            Section.EDUCATION: self._skill,
            Section.TOOLS: self._tool,
            Section.INDUSTRIES: self._industry,
            Section.OUTLOOK: self._outlook,
            Section.PAY: self._pay,
        }
        # Tools first: a name listed there is a tool everywhere in the article.
        for item in sorted(gathered(with_alternatives(items)), key=lambda item: item.section is not Section.TOOLS):
            if item.section in rules:
                rules[item.section](item)
        self._tips([item for item in items if item.section is Section.TIPS])
        self._other_sections([item for item in items if item.section not in (*rules, Section.TIPS)])
        self._report_outlooks_without_figures(items)
        self._join_definitions()
        return self.draft

    def records(self) -> tuple[RoleRecord, ...]:
        """What has been read of each role, without repetitions."""
        return tuple(
            RoleRecord(
                role=mention,
                definitions=tuple(draft.definitions),
                responsibilities=distinct(draft.responsibilities, lambda record: (record.label, record.text)),
                requirements=tuple(stricter(draft.requirements)),
                tools=distinct(draft.tools, lambda record: record.tool.iri),
                industries=distinct(draft.industries, lambda record: record.industry.iri),
                years=tuple(draft.years),
                candidates=distinct(draft.candidates, lambda record: record.text),
                pay=distinct(draft.pay, lambda record: (record.low, record.high, record.currency, record.period)),
            )
            for mention, draft in zip(self._gazetteer.mentions, self.draft.roles, strict=True)
        )

    def _unplaced(self, text: str, item: Item, *, is_opening: bool = False) -> None:
        if item.is_placed:
            self.draft.note(text, item)
        elif is_opening or _CLOSING.match(text):
            self.draft.note(text, item, "Introduction" if is_opening else "Conclusion")
        else:
            finding = f"no rule could place this in the section {item.heading!r}; kept as a note"
            self.draft.note(text, item, finding=finding)

    def _from_bullet(self, item: Item, target: Callable[[RoleDraft], list[T]], records: Sequence[T]) -> None:
        """Add the records of a bullet to each role that it is about."""
        if not item.roles or not records:
            self._unplaced(item.text, item)
        for role in item.roles:
            target(self.draft.roles[role]).extend(records)

    def _from_sentences(
        self, item: Item, target: Callable[[RoleDraft], list[T]], read: Callable[[str, Passage], Sequence[T]]
    ) -> None:
        """Add the records of a paragraph's sentences, each to the roles that it is about."""
        for roles, sentences in self._gazetteer.by_subject(item.text, item.roles):
            for sentence in sentences:
                predicate = _PRONOUN.sub("", self._gazetteer.subject(sentence)[1])
                records = read(predicate, replace(item.passage, quote=item.quote or sentence)) if roles else ()
                for role in roles:
                    target(self.draft.roles[role]).extend(records)
                if not records:
                    self._unplaced(sentence, item, is_opening=item.is_opening and len(roles) != 1)

    def _definition(self, item: Item) -> None:
        for roles, sentences in self._gazetteer.by_subject(item.text, item.roles):
            text = " ".join(sentences)
            if len(roles) == 1:
                record = TextRecord(self._running(text), replace(item.passage, quote=text))
                self.draft.roles[roles[0]].definitions.append(record)
            else:
                self._unplaced(text, item, is_opening=item.is_opening)

    def _join_definitions(self) -> None:
        """Make the definitions of a role one: in a language, a source may give a node only one."""
        for draft in self.draft.roles:
            parts = draft.definitions
            if len(parts) > 1:
                passage = replace(parts[0].passage, quote=" ".join(part.passage.quote for part in parts))
                draft.definitions = [TextRecord(" ".join(part.text for part in parts), passage)]

    def _responsibility(self, item: Item) -> None:
        if item.is_bullet and len(item.text) <= LONGEST_SENTENCE:
            label, text = split_label(item.text)
            record = TextRecord(self._running(text).rstrip("."), item.passage, label or item.parent)
            records = [record] if any(map(str.isalnum, record.text)) else []
            self._from_bullet(item, lambda role: role.responsibilities, records)
            return

        def read(predicate: str, passage: Passage) -> list[TextRecord]:
            duties = [] if _COMPARES.match(predicate) else self._duties(predicate)
            return [TextRecord(text, passage) for text in duties if any(map(str.isalnum, text))]

        self._from_sentences(item, lambda role: role.responsibilities, read)

    def _duties(self, predicate: str) -> list[str]:
        text = self._running(_DUTY_LEAD.sub("", predicate, count=1)).strip(" .:")
        parts = list_items(text)
        if not all(re.match(r"[a-z-]+ing\b", part) for part in parts):
            parts = [text]
        return [part[0].upper() + part[1:] for part in parts if part]

    def _skill(self, item: Item) -> None:
        """Skills and education alike: a degree may stand among skills, and years of experience with the degrees."""
        if item.is_bullet or (item.section is Section.SKILLS and _is_list(item.text)):
            found = asked(
                item.text if item.is_bullet else item.text.rstrip("."),
                item.passage,
                self._linker,
                necessity=item.necessity,
            )
            for role in item.roles:
                self.draft.roles[role].ask(found)
            if not item.roles or not any(found):
                self._unplaced(item.text, item)
            return
        for roles, sentences in self._gazetteer.by_subject(item.text, item.roles):
            for sentence in sentences:
                predicate = _PRONOUN.sub("", self._gazetteer.subject(sentence)[1])
                passage = replace(item.passage, quote=item.quote or sentence)
                is_name = is_surely_a_name(sentence.rstrip("."))  # "Welding."
                found = (
                    asked(predicate, passage, self._linker, is_prose=not is_name, necessity=item.necessity)
                    if roles
                    else Asked([], [], [])
                )
                for role in roles:
                    self.draft.roles[role].ask(found)
                if not any(found):
                    self._unplaced(sentence, item, is_opening=item.is_opening and len(roles) != 1)
                elif item.section is Section.SKILLS and not is_name:
                    for clause in clauses_without_requirement(self._running(predicate)):
                        self._unplaced(clause, item)

    def _tool(self, item: Item) -> None:
        unplaced: list[str] = []

        def records_of(listed: ToolList) -> list[ToolRecord]:
            listed = listed.only_tools()
            unplaced.extend(listed.unplaced if listed.records else [])
            return listed.records

        def read(predicate: str, passage: Passage) -> list[ToolRecord]:
            return records_of(tools_in_prose(predicate, passage, self._linker))

        if item.is_bullet or split_label(item.text)[0]:
            records = records_of(tools(item.text, item.parent, item.passage, self._linker))
            self._from_bullet(item, lambda role: role.tools, records)
        else:
            self._from_sentences(item, lambda role: role.tools, read)
        for text in unplaced:
            self._unplaced(text, item)

    def _industry(self, item: Item) -> None:
        parts = list_items(item.text)
        is_list = len(parts) > 1 and all(len(part.split()) <= _MOST_INDUSTRY_WORDS for part in parts)
        if item.is_bullet or is_list or not _INDUSTRY_SENTENCE.search(item.text):
            is_alone = not item.is_bullet or self._sizes[item.section, item.roles] == 1
            has_end = re.search(r",\s+(?:and|or)\s", item.text) is not None
            is_list = "," in item.text and (is_alone or has_end)
            records = industries(item.text, item.passage, self._linker, is_list=is_list)
            self._from_bullet(item, lambda role: role.industries, records)
        else:
            read = partial(industries_in_prose, linker=self._linker)
            self._from_sentences(item, lambda role: role.industries, read)

    def _outlook(self, item: Item) -> None:
        forecasts = outlooks(item.text, item.roles, item.passage, self._gazetteer, self._authorities)
        self.draft.outlooks.extend(forecasts.records)
        for sentence in forecasts.unclear:
            finding = "it is unclear which role this forecast is about, or how much it grows; kept as a note"
            self.draft.note(sentence, item, finding=finding)
        if forecasts.rest:
            self.draft.note(" ".join(forecasts.rest), item, "Conclusion" if _CLOSING.match(item.text) else "")

    def _pay(self, item: Item) -> None:
        found = pay_of_roles(item.text, item.roles, item.passage, self._gazetteer)
        for roles, record in found:
            for role in roles:
                self.draft.roles[role].pay.append(record)
        if not found:
            self.draft.note(item.text, item, item.heading)

    def _report_outlooks_without_figures(self, items: Sequence[Item]) -> None:
        lines = {record.passage.line for record in self.draft.outlooks}
        groups: defaultdict[RoleIndices, list[Item]] = defaultdict(list)
        for item in items:
            if item.section is Section.OUTLOOK and not _CLOSING.match(item.text):
                groups[item.roles].append(item)
        for group in groups.values():
            only_opens = len(groups) > 1 and all(item.is_opening for item in group)
            if not only_opens and not any(item.line in lines for item in group):
                finding = Finding("the outlook gives no figure of growth; kept as a note", group[0].line)
                self.draft.findings.append(finding)

    def _tips(self, items: Sequence[Item]) -> None:
        last_bullet = max((place for place, item in enumerate(items) if item.is_bullet or item.parent), default=-1)
        for place, item in enumerate(items):
            label, text = (item.parent, item.text) if item.parent else split_label(item.text)
            closes = _CLOSING.match(item.text) is not None
            is_tip = item.is_bullet or label or (last_bullet < 0 and not closes)
            if is_tip and not (item.parent and not item.is_bullet and closes):
                self._tip(item, label, text)
            else:
                self.draft.note(item.text, item, "Conclusion" if closes or place > last_bullet >= 0 else "Introduction")

    def _tip(self, item: Item, label: str, text: str) -> None:
        text, passage = self._running(text), item.passage
        last = self.draft.tips[-1] if self.draft.tips else None
        if item.parent and last is not None and last.label == item.parent and last.passage.section == item.heading:
            self.draft.tips.pop()
            text, passage = f"{last.text} {text}", last.passage
        mentioned = self._gazetteer.mentioned(f"{label} {text}")
        roles = mentioned if len(mentioned) == 1 else item.roles or self._gazetteer.all_roles
        mentions = tuple(self._gazetteer.mentions[role] for role in roles)
        self.draft.tips.append(TipRecord(text, passage, label, mentions))

    def _other_sections(self, items: Sequence[Item]) -> None:
        labels = {Section.INTRODUCTION: "Introduction", Section.CONCLUSION: "Conclusion"}
        for item in items:
            self.draft.note(item.text, item, labels.get(item.section, item.heading))
