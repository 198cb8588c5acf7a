"""Comparison articles ("X vs. Y") as typed records, by rules alone: no model, no network, the same result each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from rolegraph.errors import SourceError
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking import Finding, Linker
from rolegraph.linking.truecase import Truecase
from rolegraph.readers.documents.blocks import Item, Outline, blocks, outline
from rolegraph.readers.documents.extraction import Extractor
from rolegraph.readers.documents.gazetteer import RoleGazetteer
from rolegraph.readers.documents.headings import STANDARD_SECTIONS, Section
from rolegraph.readers.documents.plain_text import Line, is_unfinished, read_lines, sentences
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


def read_article(
    data: bytes, lexicon: MemoryLexicon, path: str = "<standard input>", slug: str | None = None
) -> Article:
    """Read a comparison article in UTF-8, plain or with Markdown; its slug is by default made of the roles' names.

    A mention of a known name becomes its node, any other a new node. What no rule could place is in `notes`;
    `findings` say so with the line, and name the standard sections that are missing or empty. Raises `SourceError`
    when the data is not text, or not a comparison article.

    The rules are rules of layout and wording, so they can be wrong: about sentences that list in unusual ways, about
    which words the members of a list share, about whether a new name is a tool. They do not guess what is not said.
    Names are read twice, so that the order of sections does not matter. Time grows in proportion to the text.
    """
    lines = read_lines(data, path)
    title = find_title(lines)
    if title is None:
        raise SourceError('is not a comparison of roles: no line reads "X vs. Y"', _CURE, path=path)
    gazetteer = RoleGazetteer(title, lexicon)
    start = first_posting(lines)
    postings = read_postings(lines[start:] if start is not None else [])
    structure = outline(blocks(_without_title(lines[:start], gazetteer), gazetteer), gazetteer)
    items, fragment = _unfinished(structure, has_postings=start is not None)
    truecase = Truecase((line.text for line in lines), lexicon, gazetteer.pattern)
    first_linker = Linker(lexicon, truecase)
    Extractor(gazetteer, first_linker).extract(items)
    linker = Linker(lexicon, truecase, before=first_linker)
    extractor = Extractor(gazetteer, linker)
    draft, records = extractor.extract(items), extractor.records()
    says_something = any(getattr(record, attribute) for record in records for attribute in _ATTRIBUTES.values())
    has_content = says_something or draft.outlooks or draft.tips
    if not has_content and not set(structure.sections) & set(STANDARD_SECTIONS):
        raise SourceError("has the title of a comparison, but none of its sections", _CURE, path=path, line=title.line)
    findings = [*structure.findings, *draft.findings, *linker.findings(), *postings.findings]
    findings += _missing(structure, records)
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
        findings=tuple(sorted(dict.fromkeys(findings), key=lambda finding: (finding.line is None, finding.line or 0))),
    )


def _without_title(lines: Sequence[Line], gazetteer: RoleGazetteer) -> list[Line]:
    """The lines with those that repeat the title made empty."""
    return [
        Line(line.number, "") if (names := title_names(line.text)) and all(map(gazetteer.named_by, names)) else line
        for line in lines
    ]


def _missing(structure: Outline, records: Sequence[RoleRecord]) -> list[Finding]:
    """The standard sections that are missing, and those that say nothing about a role."""
    findings = []
    for section in STANDARD_SECTIONS:
        if section not in structure.sections:
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
