"""Job advertisements: the job, the employer and the terms as fields, and what is asked for as requirements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from rolegraph.errors import SourceError
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking import Finding
from rolegraph.model.nodes import Seniority, slugify
from rolegraph.readers.documents.blocks import Item, blocks, outline
from rolegraph.readers.documents.comparisons import in_order
from rolegraph.readers.documents.extraction import read_items
from rolegraph.readers.documents.fields import (
    DateRange,
    EmploymentType,
    FieldKind,
    Pay,
    SeniorityWord,
    Workplace,
    typed_fields,
)
from rolegraph.readers.documents.forms.document import Document, PostingFields
from rolegraph.readers.documents.gazetteer import RoleGazetteer
from rolegraph.readers.documents.headings import Section, heading_of
from rolegraph.readers.documents.job_titles import JobTitle, find_job_title, linked_role
from rolegraph.readers.documents.placement import of_advertisement
from rolegraph.readers.documents.plain_text import Line
from rolegraph.readers.documents.records import Article, Passage, PostingRecord, TextKind
from rolegraph.readers.documents.titles import Title

_CURE: Final = "name the text of a job advertisement: what the job is, and what it asks for"
_LABELLED: Final = re.compile(r"^([A-Za-z][\w /'&-]{1,40}?)\s?:\s+(\S.{0,300})$")
_EMPLOYER_LABELS: Final = frozenset(
    "employer company organisation organization firm client school trust council company-name".split()
)
_PLACE_LABELS: Final = frozenset(
    "location place workplace city based-at place-of-work where office work-location job-location campus site base "
    "location-options town region address place-of-employment".split()
)
_NAMED: Final = r"[A-Z][\w&.'-]*(?:\s+(?:of\s+|and\s+|&\s+)?[A-Z][\w&.'-]*){0,4}"
_OF_EMPLOYER: Final = (
    re.compile(
        rf"^(?:[Aa]bout|[Aa]t|[Jj]oin)\s+((?!(?:Us|The|You|Our|This|A|An)\b){_NAMED})(?=,|$|\s+(?:we|you|as)\b)"
    ),
    re.compile(
        rf"^((?!(?:The|This|Our|We|You|A|An|It|In|As|At|If|What|Who|Your)\b){_NAMED})\s+(?:is|are) "
        r"(?:currently |now )?(?:an?|the|one|looking|hiring|seeking|recruiting|searching)\b"
    ),
)
_SEGMENT: Final = re.compile(r"\s*(?:[|\u2022\u00b7]|\s-\s|\u2014|,|;|\(|\)|\.\s|\.$|\s{3,})\s*")
_NAME: Final = re.compile(r"(?:[A-Z0-9][\w&.'/-]*)(?:\s+(?:of|and|the|on|upon|de|in|for|&|[A-Z0-9][\w&.'/-]*)){0,6}")
_NO_NAME: Final = re.compile(
    r"\d|^(?:remote|hybrid|on-?site|full|part|permanent|contract|temporary|competitive|salary|hours|start|posted|monday|posting|closing|reference|immediate|"
    r"freelance|internship|apply|new|urgent|negotiable|shifts?|days?|nights?|weekends?)\b",
    re.IGNORECASE,
)
_REMOTE: Final = {
    "hybrid": r"\bhybrid\b|\b\d days (?:in the office|at home|remote|from home)|\bpart(?:ly|ially) remote\b",
    "remote": r"\bremote(?:ly)?\b(?! (?:sensing|monitoring|control|access|support))|\bwork(?:ing)? from home\b"
    r"|\bhome[- ]based\b",
    "on site": r"\bon[- ]?site\b|\bin[- ]person\b|\boffice[- ]based\b",
}
_REMOTE_WORDS: Final = {name: re.compile(words, re.IGNORECASE) for name, words in _REMOTE.items()}
_MOST_HEADER_WORDS: Final = 30
_MOST_HEADER_LINES: Final = 8


@dataclass(slots=True)
class _Terms:
    """What has been read of an advertisement's terms; the first that says something counts."""

    employer: str = ""
    place: str = ""
    remote: str = ""
    types: list[str] = field(default_factory=list)
    seniority: Seniority | None = None
    pay: Pay | None = None
    posted: str = ""
    closes: str = ""

    def read(self, text: str, *, is_header: bool) -> bool:
        """Take the fields of a text; whether there were any."""
        found = False
        for item in typed_fields(text):
            value = item.value
            if isinstance(value, Pay):
                self.pay = self.pay or value
            elif isinstance(value, Workplace):
                self.place, self.remote = self.place or value.place, self.remote or value.remote
            elif isinstance(value, EmploymentType):
                if value.name not in self.types:
                    self.types.append(value.name)
            elif isinstance(value, SeniorityWord):
                if is_header:
                    self.seniority = self.seniority or value.seniority
            elif isinstance(value, DateRange):
                self._date(value)
            else:
                continue
            found = True
        return found

    def _date(self, value: DateRange) -> None:
        if value.of == "posted":
            self.posted = self.posted or value.start
        elif value.of in ("closes", "closing"):
            self.closes = self.closes or value.end or value.start


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
    body, header = _without_header(document.lines, title)
    structure = outline(blocks(body, gazetteer), gazetteer)
    items = [item for item in of_advertisement(structure.items) if item.section not in (Section.DETAILS, Section.PAY)]
    draft, (record,), findings = read_items(items, gazetteer, lexicon, document.lines)
    if not (record.requirements or record.responsibilities or record.tools or record.candidates or record.years):
        raise SourceError(f"asks for nothing, and names no task of a {name!r}", _CURE, path=document.name)
    terms = _terms(title, header, structure.items)
    link = linked_role(name, lexicon)
    if link is None:
        findings.append(Finding(f"no known role has a title like {name!r}; name one with --role", title.line.number))
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
    return Article(
        title=name,
        slug=f"posting-{slugify(name)}-{document.content_hash[:8]}",
        roles=(),
        postings=(_with_terms(posting, terms, stated),),
        outlooks=(),
        notes=tuple(sorted(draft.notes, key=lambda note: note.passage.line)),
        findings=in_order([*structure.findings, *findings]),
        kind=TextKind.POSTING,
    )


def _with_terms(posting: PostingRecord, terms: _Terms, stated: PostingFields) -> PostingRecord:
    pay = terms.pay
    is_stated = stated.pay_low is not None or stated.pay_high is not None
    low, high = (stated.pay_low, stated.pay_high) if is_stated else _whole(pay)
    return replace(
        posting,
        employer=stated.employer or terms.employer,
        place=stated.place or terms.place,
        remote=stated.remote or terms.remote,
        employment_types=stated.employment_types or tuple(terms.types),
        seniority=terms.seniority,
        pay_low=low,
        pay_high=high,
        currency=stated.currency if is_stated else pay.currency if pay else "",
        pay_period=stated.pay_period if is_stated else pay.period if pay else "",
        equity=pay.equity if pay else "",
        posted=stated.posted or terms.posted,
        closes=stated.closes or terms.closes,
    )


def _whole(pay: Pay | None) -> tuple[int | None, int | None]:
    if pay is None:
        return None, None
    low, high = (None if amount is None else round(amount) for amount in (pay.low, pay.high))
    return low, high


def _without_header(lines: Sequence[Line], title: JobTitle) -> tuple[list[Line], list[Line]]:
    """The lines with title and header made empty, and the header: short lines behind the title, and labelled ones."""
    header: list[Line] = []
    is_open = True
    out: list[Line] = []
    for line in lines:
        if line.number == title.line.number and title.is_line:
            out.append(Line(line.number, ""))
            continue
        behind = line.number > title.line.number
        if line.text and is_open:
            is_open = len(header) < _MOST_HEADER_LINES and not (behind and heading_of(line.text)) and not line.depth
        is_short = len(line.text.split()) <= _MOST_HEADER_WORDS and not line.text.startswith(("-", "*", "\u2022"))
        is_in = is_open and is_short and _is_header(line.text)
        if line.text and is_in:
            header.append(line)
        out.append(Line(line.number, "") if is_in else line)
    return out, header


def _is_header(text: str) -> bool:
    """Whether a line states terms rather than tasks: a label and its value, or names and figures."""
    if _LABELLED.match(text):
        return (
            heading_of(text.partition(":")[0]) is None
            or _label(text) in _EMPLOYER_LABELS | _PLACE_LABELS
            or (
                (heading := heading_of(text.partition(":")[0])) is not None
                and heading.section in (Section.DETAILS, Section.PAY)
            )
        )
    if any(field.kind is not FieldKind.YEARS for field in typed_fields(text)):
        return True
    return not text.endswith((".", "!", "?", ":")) and len(text.split()) <= 12


def _label(text: str) -> str:
    return slugify(text.partition(":")[0])


def _terms(title: JobTitle, header: Sequence[Line], items: Iterable[Item]) -> _Terms:
    terms = _Terms()
    terms.read(title.line.text, is_header=True)
    unlabelled: list[str] = []
    for line in header:
        labelled = _LABELLED.match(line.text)
        if labelled:
            _read_label(terms, _label(line.text), labelled[2])
        elif not terms.read(line.text, is_header=True) or not unlabelled:
            unlabelled.append(line.text)
    for item in items:
        if item.section in (Section.DETAILS, Section.PAY, Section.EMPLOYER):
            _read_label(terms, slugify(item.heading), item.text, is_prose=True)
    for item in items:
        if (
            item.section not in (Section.EMPLOYER, Section.APPLICATION, Section.SKILLS, Section.EDUCATION)
            or item.section is Section.APPLICATION
        ):
            terms.read(item.text[:2_000], is_header=False)
    _names(terms, [*title.beside, *unlabelled])
    _employer_in_prose(terms, items)
    if not terms.remote:
        texts = [title.line.text, *(line.text for line in header), *(item.text for item in items)]
        terms.remote = next(
            (name for name, words in _REMOTE_WORDS.items() if any(words.search(text[:2_000]) for text in texts)), ""
        )
    return terms


def _read_label(terms: _Terms, label: str, text: str, *, is_prose: bool = False) -> None:
    if label in _EMPLOYER_LABELS and len(text.split()) <= 8:
        terms.employer = terms.employer or text.strip(" .")
    elif label in _PLACE_LABELS and len(text.split()) <= 10:
        place = re.split(r"\s*[(|]|\s-\s|,?\s+(?:hybrid|remote)\b", text, flags=re.IGNORECASE)[0].strip(" .,")
        if not _NO_NAME.match(place):
            terms.place = terms.place or place
        terms.read(text, is_header=True)
    elif label in ("job-title", "position", "role", "title"):
        terms.read(text, is_header=True)
    else:
        terms.read(f"{label.replace('-', ' ')}: {text}" if not is_prose else text, is_header=True)


def _names(terms: _Terms, texts: Sequence[str]) -> None:
    """Employer and place in lines that name them without a label: "Northlight Growers, Leeds (hybrid)"."""
    names = [
        part.strip()
        for text in texts
        for part in _SEGMENT.split(re.sub(r"^@\s*", "", text))
        if part and _NAME.fullmatch(part.strip()) and not _NO_NAME.search(part.strip())
    ]
    names = [name for name in names if name not in (terms.place, terms.employer)]
    if names and not terms.employer and (len(names) > 1 or terms.place):
        terms.employer = names.pop(0)
    if names and not terms.place:
        terms.place = names[0]


def _employer_in_prose(terms: _Terms, items: Iterable[Item]) -> None:
    for item in items:
        for text in (item.heading, item.text[:300]):
            matches = (pattern.match(text) for pattern in _OF_EMPLOYER)
            if not terms.employer and (match := next(filter(None, matches), None)):
                terms.employer = match[1]
