"""Descriptions of one role: what it is, does, needs, uses and earns, in an encyclopedia, a guide or a template."""

from __future__ import annotations

from typing import Final

from rolegraph.errors import SourceError
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.model.nodes import slug_of
from rolegraph.readers.documents.blocks import blocks, outline
from rolegraph.readers.documents.comparisons import in_order
from rolegraph.readers.documents.extraction import read_items
from rolegraph.readers.documents.forms.document import Document
from rolegraph.readers.documents.gazetteer import RoleGazetteer
from rolegraph.readers.documents.headings import EMPLOYER_SECTIONS
from rolegraph.readers.documents.placement import with_definitions, with_statements
from rolegraph.readers.documents.plain_text import Line
from rolegraph.readers.documents.records import Article, TextKind
from rolegraph.readers.documents.titles import find_role

_CURE: Final = 'let it begin with a title that names the role ("What does a baker do?"), then its sections'


def read_role_text(document: Document, lexicon: MemoryLexicon) -> Article:
    """Read the description of a role; raises `SourceError` when it names none, or says nothing of it."""
    title = find_role(document.lines, document.title)
    if title is None:
        raise SourceError("names no role that it describes", _CURE, path=document.name)
    gazetteer = RoleGazetteer(title, lexicon)
    lines = [
        Line(line.number, "") if line.text == title.text and line.number <= title.line else line
        for line in document.lines
    ]
    structure = outline(blocks(lines, gazetteer), gazetteer)
    items = [
        item
        for item in with_definitions(with_statements(structure.items, gazetteer), gazetteer)
        if item.section not in EMPLOYER_SECTIONS
    ]
    draft, records, findings = read_items(items, gazetteer, lexicon, document.lines)
    (record,) = records
    says_something = record.definitions and len(structure.sections) > 1
    if not (says_something or record.responsibilities or record.requirements or record.tools or record.candidates):
        raise SourceError(f"says nothing of the role {record.role.label!r} that is recorded", _CURE, path=document.name)
    return Article(
        title=title.text,
        slug=f"description-{slug_of(record.role.iri)}",
        roles=records,
        outlooks=tuple(draft.outlooks),
        tips=tuple(draft.tips),
        notes=tuple(sorted(draft.notes, key=lambda note: note.passage.line)),
        findings=in_order([*structure.findings, *findings]),
        kind=TextKind.ROLE,
    )
