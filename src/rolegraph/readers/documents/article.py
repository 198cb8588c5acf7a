"""Comparison articles ("X vs. Y") as typed records, by rules alone: no model, no network, the same result each time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from rolegraph.errors import SourceError
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking import Finding, Linker
from rolegraph.linking.truecase import Truecase
from rolegraph.readers.documents.blocks import Item, Outline, blocks, ends_open, outline
from rolegraph.readers.documents.headings import STANDARD, Section
from rolegraph.readers.documents.placing import Placing
from rolegraph.readers.documents.postings import first_posting, read_postings
from rolegraph.readers.documents.records import Article, Passage, RoleRecord, TextRecord
from rolegraph.readers.documents.role_names import Roles, find_title, title_names
from rolegraph.readers.documents.text import Line, read_lines, sentences

_CURE: Final = 'name the text of an article that compares two roles: "X vs. Y", then its sections'
_NAMES: Final = (Section.TOOLS, Section.INDUSTRIES)
_WORDS_OF_A_SENTENCE: Final = 5
_OF_EACH_ROLE: Final = {
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
    """Read a comparison article.

    Parameters
    ----------
    data
        The text in UTF-8: plain, or with Markdown.
    lexicon
        The names already known; what bears one of them becomes that node, anything else a new one.
    path
        What to call the file in messages.
    slug
        What to call the article; by default after the roles that it compares.

    Returns
    -------
    Article
        Records with the passages they come from. What no rule could place is in `notes` and, with its line, in
        `findings`, and so is what an article of this kind should have and this one has not.

    Raises
    ------
    SourceError
        When this is no text, or not such an article.

    Notes
    -----
    The rules are rules of layout and wording, so they can be wrong: about sentences that list in unusual ways, about
    which of a list's words are shared, about whether a new name is a tool. They never guess what is not said. The time
    taken grows in proportion to the text.

    >>> text = b"Data Analyst vs. Data Engineer\\nRequired Skills\\nData Analyst\\n- Strong knowledge of SQL."
    >>> article = read_article(text, MemoryLexicon([]))
    >>> [(one.any_of[0].label, str(one.level)) for one in article.roles[0].requirements]
    [('SQL', 'proficient')]
    """
    lines = read_lines(data, path)
    title = find_title(lines)
    if title is None:
        raise SourceError('is not a comparison of roles: no line reads "X vs. Y"', _CURE, path=path)
    roles = Roles(title, lexicon)
    start = first_posting(lines)
    body, tail = (lines, []) if start is None else (lines[:start], lines[start:])
    structure = outline(blocks(_without_title(body, roles), roles), roles)
    whole, fragment = _unfinished(structure, has_postings=bool(tail))
    truecase = Truecase((line.text for line in lines), lexicon, roles.pattern)
    first = Linker(lexicon, truecase)
    Placing(roles, first).place(whole)
    linker = Linker(lexicon, truecase, before=first)
    placing = Placing(roles, linker)
    draft = placing.place(whole)
    records = placing.records()
    postings = read_postings(tail)
    if not (
        any(map(_says_something, records)) or draft.outlooks or draft.tips or set(structure.sections) & set(STANDARD)
    ):
        raise SourceError("has the title of a comparison, but none of its sections", _CURE, path=path, line=title.line)
    findings = [
        *structure.findings,
        *draft.findings,
        *linker.findings(),
        *postings.findings,
        *_missing(structure, records),
    ]
    notes = [*draft.notes, *postings.notes]
    if fragment is not None:
        passage = Passage(fragment.heading, fragment.line, fragment.text)
        notes.append(TextRecord(fragment.text, passage, "Unfinished"))
        findings.append(Finding("the article ends in mid-sentence; its last words are kept as a note", fragment.line))
    return Article(
        title=title.text,
        slug=slug or roles.slug(),
        roles=records,
        outlooks=tuple(draft.outlooks),
        tips=tuple(draft.tips),
        postings=postings.records,
        notes=tuple(sorted(notes, key=lambda note: note.passage.line)),
        findings=tuple(sorted(dict.fromkeys(findings), key=lambda one: (one.line is None, one.line or 0))),
    )


def _without_title(lines: Sequence[Line], roles: Roles) -> list[Line]:
    """The lines without those that only repeat the title."""

    def is_title(line: Line) -> bool:
        names = title_names(line.text)
        return bool(names) and all(roles.meant(name) for name in names)

    return [Line(line.number, "") if is_title(line) else line for line in lines]


def _says_something(record: RoleRecord) -> bool:
    return bool(
        record.definitions or record.responsibilities or record.requirements or record.tools or record.industries
    )


def _missing(structure: Outline, records: Sequence[RoleRecord]) -> list[Finding]:
    """The standard sections that are missing, and those that say nothing of a role."""
    found = []
    for section in STANDARD:
        attribute = _OF_EACH_ROLE.get(section)
        if section not in structure.sections:
            found.append(Finding(f"the section on {section} is missing"))
        elif attribute is not None:
            found += [
                Finding(f"the section on {section} says nothing of {record.role.label}")
                for record in records
                if not getattr(record, attribute)
            ]
    return found


def _unfinished(structure: Outline, *, has_postings: bool) -> tuple[list[Item], Item | None]:
    """The items without the words in which the text breaks off, and those words."""
    items = list(structure.items)
    if not items or has_postings or items[-1].section is Section.JOBS:
        return items, None
    last = items[-1]
    if not _breaks_off(last, items):
        return items, None
    parts = sentences(last.text) if not last.is_bullet else [last.text]
    if len(parts) > 1:
        return [*items[:-1], replace(last, text=" ".join(parts[:-1]))], replace(last, text=parts[-1])
    return items[:-1], last


def _breaks_off(last: Item, items: Sequence[Item]) -> bool:
    text = last.text
    if ends_open(text):
        return True
    if text.endswith((".", "!", "?", '"', "'", ")", ":")) or (last.section in _NAMES and last.is_bullet):
        return False
    if not last.is_bullet:
        return len(text.split()) >= _WORDS_OF_A_SENTENCE
    others = [item.text for item in items[:-1] if item.section is last.section and item.is_bullet]
    return bool(others) and all(other.endswith((".", "!", "?")) for other in others)
