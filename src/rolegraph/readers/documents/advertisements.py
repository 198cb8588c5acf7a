"""Job advertisements: the job, the employer and the terms as fields, and what is asked for as requirements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from rolegraph.errors import SourceError
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking import Finding
from rolegraph.model.nodes import fold, slugify
from rolegraph.readers.documents.blocks import Item, blocks, outline
from rolegraph.readers.documents.comparisons import in_order
from rolegraph.readers.documents.earnings import pay_record
from rolegraph.readers.documents.extraction import read_items
from rolegraph.readers.documents.forms.document import Document, PostingFields, content_hash
from rolegraph.readers.documents.gazetteer import RoleGazetteer
from rolegraph.readers.documents.headings import Section, heading_of
from rolegraph.readers.documents.job_terms import JobTerms, job_terms, without_header
from rolegraph.readers.documents.job_titles import JobTitle, find_job_title, linked_role
from rolegraph.readers.documents.placement import of_advertisement
from rolegraph.readers.documents.plain_text import Line
from rolegraph.readers.documents.records import Article, Passage, PostingRecord, TextKind
from rolegraph.readers.documents.titles import Title

_SIGNS: Final = {"-": " - ", "\u2014": " - ", ",": ", ", ":": ": "}
_SHIFT: Final = re.compile(r"\b(?:shifts?|nights?|days|weekends?|evenings?)\b", re.IGNORECASE)
_LABEL_INSIDE: Final = re.compile(r"[.!?;]\s+([A-Z][\w' /&-]{2,40}):\s")
_LONGEST: Final = 20_000  # characters of a line in which labels are looked for
_CURE: Final = "name the text of a job advertisement: what the job is, and what it asks for"


def _cut_at_labels(lines: Sequence[Line]) -> list[Line]:
    """The lines, with a new one where a sentence begins with the label of a section: "… Nice to have: dbt."."""
    out: list[Line] = []
    for line in lines:
        starts = [
            match.start(1)
            for match in _LABEL_INSIDE.finditer(line.text)
            if match.start(1) < _LONGEST and heading_of(match[1])
        ]
        places = [0, *starts, len(line.text)]
        pieces = [line.text[start:end].strip() for start, end in pairwise(places)]
        out += [line] if not starts else [replace(line, text=piece) for piece in pieces]
    return out


def read_advertisement(document: Document, lexicon: MemoryLexicon) -> Article:
    """Read a job advertisement; raises `SourceError` when it names no job, or neither a task nor a requirement.

    What the form of the text states as data counts more than what its words say.
    """
    stated = document.posting or PostingFields()
    title = find_job_title(document.lines, stated.title or document.title)
    if title is None:
        raise SourceError("names no job", _CURE, path=document.name)
    name = title.text
    gazetteer = RoleGazetteer(Title(name, title.line.number, (name,)), lexicon)
    body, header = without_header(_cut_at_labels(document.lines), title)
    structure = outline(blocks(body, gazetteer), gazetteer)
    items = [
        item for item in of_advertisement(structure.items, name) if item.section not in (Section.DETAILS, Section.PAY)
    ]
    draft, (record,), findings = read_items(items, gazetteer, lexicon, document.lines, document.language)
    if not (record.requirements or record.responsibilities or record.tools or record.candidates or record.years):
        raise SourceError(f"asks for nothing, and names no task of a {name!r}", _CURE, path=document.name)
    terms = job_terms(title, header, structure.items)
    link = linked_role(name, lexicon)
    if link is None:
        findings.append(Finding(f"no known role has a title like {name!r}; name one with --role", title.line.number))
    name += _remark(title, terms)
    posting = PostingRecord(
        title=name,
        passage=Passage("", title.line.number, title.line.text),
        role=link.role if link else None,
        confidence=link.confidence if link else 1.0,
        industries=record.industries,
        responsibilities=record.responsibilities,
        requirements=record.requirements,
        tools=record.tools,
        years=record.years,
        candidates=record.candidates,
    )
    posting = _with_terms(posting, terms, stated)
    return Article(
        title=name,
        slug=f"posting-{slugify(name)}-{document.content_hash[:8]}",
        roles=(),
        postings=(replace(posting, text_hash=_text_hash(posting, items)),),
        outlooks=(),
        notes=tuple(sorted(draft.notes, key=lambda note: note.passage.line)),
        findings=in_order([*structure.findings, *findings]),
        kind=TextKind.POSTING,
    )


def _text_hash(posting: PostingRecord, items: Iterable[Item]) -> str:
    """What copies of an advertisement have in common: title, employer and words, wherever and in whatever form."""
    words = (fold(text) for text in (posting.title, posting.employer, *(item.text for item in items)))
    return content_hash("\n".join(words).encode("utf-8", "replace"))


def _remark(title: JobTitle, terms: JobTerms) -> str:
    """What stands behind a title and is part of it: no employer and no place, where both are known from elsewhere."""
    sign, remark = title.remarks[0] if title.remarks else ("", "")
    is_other = (
        _SHIFT.search(remark)
        or remark in terms.employer
        or remark in terms.place
        or (sign != ":" and not (terms.employer and terms.place))
    )
    if sign not in _SIGNS or is_other:
        return ""
    return f"{_SIGNS[sign]}{remark}"


def _with_terms(posting: PostingRecord, terms: JobTerms, stated: PostingFields) -> PostingRecord:
    pay = pay_record(terms.pay, posting.passage) if terms.pay else None
    low, high, currency, period = (pay.low, pay.high, pay.currency, pay.period) if pay else (None, None, "", "")
    if stated.pay_low is not None or stated.pay_high is not None:
        low, high, currency, period = stated.pay_low, stated.pay_high, stated.currency, stated.pay_period
    return replace(
        posting,
        employer=stated.employer or terms.employer,
        place=stated.place or terms.place,
        remote=stated.remote or terms.remote,
        employment_types=stated.employment_types or tuple(terms.types),
        seniority=terms.seniority,
        pay_low=low,
        pay_high=high,
        currency=currency,
        pay_period=period,
        equity=pay.equity if pay else "",
        posted=stated.posted or terms.posted,
        closes=stated.closes or terms.closes,
    )
