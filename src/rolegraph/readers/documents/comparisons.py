"""Comparisons of two or more roles ("X vs. Y"): all sections, what is missing of them, and jobs listed at the end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Final

from rolegraph.errors import SourceError
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking import Finding
from rolegraph.readers.documents.blocks import Item, Outline, blocks, outline
from rolegraph.readers.documents.extraction import read_items
from rolegraph.readers.documents.forms.document import Document
from rolegraph.readers.documents.gazetteer import RoleGazetteer
from rolegraph.readers.documents.headings import STANDARD_SECTIONS, Section, heading_of
from rolegraph.readers.documents.placement import with_definitions, with_statements
from rolegraph.readers.documents.plain_text import Line, is_unfinished, sentences
from rolegraph.readers.documents.postings import first_posting, read_postings
from rolegraph.readers.documents.records import Article, RoleRecord, TextRecord
from rolegraph.readers.documents.titles import find_title, title_names

_CURE: Final = 'name the text of an article that compares two roles: "X vs. Y", then its sections'
_LEAST_SENTENCE_WORDS: Final = 5
_ATTRIBUTES: Final = {
    Section.DEFINITIONS: "definitions",
    Section.RESPONSIBILITIES: "responsibilities",
    Section.SKILLS: "requirements",
    Section.EDUCATION: "requirements",
    Section.TOOLS: "tools",
    Section.INDUSTRIES: "industries",
}


def read_comparison(document: Document, lexicon: MemoryLexicon, slug: str | None = None) -> Article:
    """Read a comparison; its slug is by default made of the roles' names.

    `findings` name the standard sections that are missing or say nothing of a role. Raises `SourceError` when the text
    compares no roles. Names are read twice, so that the order of sections does not matter.
    """
    lines, path = document.lines, document.name
    title = find_title(lines, document.title)
    if title is None:
        raise SourceError('is not a comparison of roles: no line reads "X vs. Y"', _CURE, path=path)
    gazetteer = RoleGazetteer(title, lexicon)
    start = first_posting(lines)
    postings = read_postings(lines[start:] if start is not None else [])
    structure = outline(blocks(_without_title(lines[:start], title.text, gazetteer), gazetteer), gazetteer)
    items, fragment = _unfinished(structure, has_postings=start is not None)
    items = list(with_statements(items, gazetteer))
    if not any(item.section is Section.DEFINITIONS for item in items):
        items = list(with_definitions(items, gazetteer))
    draft, records, findings = read_items(items, gazetteer, lexicon, lines)
    sections = {*structure.sections, *(item.section for item in items if item.is_placed)}
    says_something = any(getattr(record, attribute) for record in records for attribute in _ATTRIBUTES.values())
    has_content = says_something or draft.outlooks or draft.tips
    if not has_content and not set(structure.sections) & set(STANDARD_SECTIONS):
        raise SourceError("has the title of a comparison, but none of its sections", _CURE, path=path, line=title.line)
    findings = [*structure.findings, *findings, *postings.findings, *_missing(sections, records)]
    notes = [*draft.notes, *postings.notes]
    if fragment is not None:
        notes.append(TextRecord(fragment.text, fragment.passage, "Unfinished"))
        findings.append(Finding("the article ends in mid-sentence; its last words are kept as a note", fragment.line))
    return Article(
        title=title.text,
        slug=slug or gazetteer.article_slug(),
        roles=records,
        outlooks=tuple(draft.outlooks),
        tips=tuple(draft.tips),
        postings=tuple(postings.records),
        notes=tuple(sorted(notes, key=lambda note: note.passage.line)),
        findings=in_order(findings),
    )


def in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings once each, by line; those of the whole text last."""
    return tuple(sorted(dict.fromkeys(findings), key=lambda finding: (finding.line is None, finding.line or 0)))


def _without_title(lines: Sequence[Line], title: str, gazetteer: RoleGazetteer) -> list[Line]:
    """The lines with those that repeat the title made empty."""

    def repeats(text: str) -> bool:
        if text == title:
            return True
        names = title_names(text)
        return bool(names) and all(map(gazetteer.named_by, names)) and not heading_of(gazetteer.without_roles(text))

    return [Line(line.number, "") if repeats(line.text) else line for line in lines]


def _missing(sections: Collection[Section], records: Sequence[RoleRecord]) -> list[Finding]:
    """The standard sections that are missing, and those that say nothing about a role."""
    findings = []
    for section in STANDARD_SECTIONS:
        if section not in sections:
            findings.append(Finding(f"the section on {section} is missing"))
        elif section in _ATTRIBUTES:
            silent = (record.role.label for record in records if not getattr(record, _ATTRIBUTES[section]))
            findings += [Finding(f"the section on {section} says nothing about {role}") for role in silent]
    return findings


def _unfinished(structure: Outline, *, has_postings: bool) -> tuple[list[Item], Item | None]:
    """The items without the words in which the text breaks off, and these words."""
    if not structure.items or has_postings:
        return structure.items, None
    *others, last = structure.items
    if last.section is Section.JOBS or not _breaks_off(last, others):
        return structure.items, None
    *complete, fragment = [last.text] if last.is_bullet else sentences(last.text)
    if complete:
        others.append(replace(last, text=" ".join(complete)))
    return others, replace(last, text=fragment)


def _breaks_off(last: Item, others: Sequence[Item]) -> bool:
    text = last.text
    if is_unfinished(text):
        return True
    is_name = last.is_bullet and last.section in (Section.TOOLS, Section.INDUSTRIES)
    if is_name or text.endswith((".", "!", "?", '"', "'", ")", ":")):
        return False
    if not last.is_bullet:
        return len(text.split()) >= _LEAST_SENTENCE_WORDS
    bullets = [item.text for item in others if item.section is last.section and item.is_bullet]
    return bool(bullets) and all(bullet.endswith((".", "!", "?")) for bullet in bullets)
