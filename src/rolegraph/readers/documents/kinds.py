"""Which kind of text about jobs a document is: what speaks for each kind is counted, and can be named."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from rolegraph.errors import SourceError
from rolegraph.readers.documents.fields import FieldKind, typed_fields
from rolegraph.readers.documents.forms.document import Document
from rolegraph.readers.documents.glosses import glossed
from rolegraph.readers.documents.headings import EMPLOYER_SECTIONS, STANDARD_SECTIONS, Section, heading_of
from rolegraph.readers.documents.job_titles import find_job_title, is_job
from rolegraph.readers.documents.plain_text import Line
from rolegraph.readers.documents.records import TextKind
from rolegraph.readers.documents.titles import Title, find_role, find_title, plural

KIND_NAMES: Final = tuple(kind.name.lower() for kind in TextKind)
_LEAST_POINTS: Final = 3.0
_LEAST_LEAD: Final = 0.25
_MOST_LINES: Final = 2_000  # what a text is shows by then
_LONGEST: Final = 2_000
_CALLS: Final = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"\blooking for (?:an?|our|someone)\b|\bwe(?:'re| are) (?:currently |now )?(?:looking|hiring|seeking|"
        r"recruiting|searching)\b|\bis (?:looking for|"
        r"hiring|seeking|recruiting)\b",
        r"\bjoin (?:our|us|the) |\bcome and work\b|\bwork(?:ing)? with us\b",
        r"\bapply (?:now|by|via|online|with|to|at|here|today|in|for this)\b|\bhow to apply\b|\bto apply\b",
        r"\b(?:send|submit|email|e-mail) (?:us )?(?:your |a )?(?:cv|résumé|resume|application|cover)\b|\byour (?:cv|"
        r"application)\b",
        r"\bclosing date\b|\bdeadline for applications\b|\bapplications? close",
        r"\bequal opportunit|\b(?:EOE|EEO)\b|\bregardless of (?:race|age|gender)|\bwithout regard to\b",
        r"\byou(?:'ll| will)\b",
        r"\byou (?:must|should|need|have)\b",
        r"\bwe (?:offer|provide|need|expect|require|want)\b|\bour (?:team|client|company|clients|staff|customers)\b",
        r"\bsuccessful (?:candidate|applicant)|\bideal candidate|\bcandidates? (?:must|should|will)\b",
        r"\(?\b[mfwd]\s?/\s?[mfwdx]\s?(?:/\s?[dx])?\b\)?|\ball genders\b",
        r"\b(?:full|part)[- ]time\b|\bpermanent\b|\bfixed[- ]term\b|\bimmediate start\b|\bzero hours\b",
        r"^(?:job title|position|vacancy|location|salary|pay|hours|employer|company|reports to|job type|contract|"
        r"start date|"
        r"department|posted|closing date|benefits|perks)\s?:",
        r"\b(?:days'? (?:annual leave|holiday|vacation)|pension|401\(?k\)?|health insurance|paid time off|sick pay)\b",
        r"\b(?:wanted|needed)\b|\bvacancy\b|\bhiring\b|\bjob reference\b",
    )
)
_ASKED: Final = frozenset({FieldKind.YEARS, FieldKind.DEGREE, FieldKind.CERTIFICATE, FieldKind.EMPLOYMENT})
_YOU_OR_WE: Final = re.compile(r"\b(?:you|your|we|us|our)\b", re.IGNORECASE)
_CV_HEADING: Final = re.compile(
    r"(?:work(?:ing)? |professional |employment |relevant |career )(?:experience|history|summary|background)|"
    r"employment|"
    r"curriculum vitae|resume|cv|references(?: .{0,30})?|publications|interests|hobbies(?: .{0,30})?|"
    r"personal (?:statement|profile|details|"
    r"summary|data)|positions held|volunteer(?:ing)?(?: .{0,20})?|awards(?: .{0,20})?|career objective|objective|"
    r"previous (?:roles|jobs|employment)",
    re.IGNORECASE,
)
_CV_TITLE: Final = re.compile(
    r"^(?:curriculum vitae|resume|résumé|cv)\b|\b(?:curriculum vitae|cv|resume)$", re.IGNORECASE
)
_YEAR: Final = r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? |\d{1,2}/)?(?:19|20)\d\d"
_PERIOD: Final = re.compile(
    rf"(?<!\d){_YEAR}\s?(?:-|\u2014|to|until)\s?(?:{_YEAR}|present|now|today|current|date)\b", re.IGNORECASE
)
_GUIDE: Final = re.compile(
    r"\b(?:what (?:does|do|is) an?|how to become|becoming an?|(?:career|job|occupation(?:al)?) (?:guide|path|profile)|"
    r"day in the life)\b",
    re.IGNORECASE,
)
_CAREER: Final = re.compile(
    r"^(?:how to become|becoming an?|career (?:path|progression|outlook|prospects)|job outlook|average salary|"
    r"salary and job)\b",
    re.IGNORECASE,
)
_FORECAST: Final = re.compile(r"\b(?:grow|increase|project|openings|percent|%|median|average)\b", re.IGNORECASE)
_CONTACT: Final = re.compile(
    r"[\w.+-]{1,60}@[\w-]{1,60}\.\w|\blinkedin\.com|^(?:phone|tel|e-?mail|mobile)\b", re.IGNORECASE
)
_FIRST_PERSON: Final = re.compile(r"\b(?:I|I'm|I've|my)\b")


class KindEvidence(NamedTuple):
    """What speaks for a kind, and how much."""

    kind: TextKind
    points: float
    reason: str


def kind_of(document: Document) -> TextKind:
    """The kind of a text about jobs; raises `SourceError` with what was tried where none is clear."""
    found = evidence(document)
    totals = {kind: sum(item.points for item in found if item.kind is kind) for kind in TextKind}
    best, second = sorted(TextKind, key=lambda kind: -totals[kind])[:2]
    if totals[best] >= _LEAST_POINTS and totals[best] - totals[second] >= _LEAST_LEAD:
        return best
    reasons = "; ".join(f"{item.reason} ({item.kind.name.lower()})" for item in found if item.points > 0)
    reasons = reasons or "nothing that speaks for any"
    unclear = totals[best] >= _LEAST_POINTS
    problem = "may be a text about jobs of two kinds" if unclear else "is not recognised as a text about a job"
    cure = f"say what it is with --as {', --as '.join(KIND_NAMES)}; found: {reasons}"
    raise SourceError(problem, cure, path=document.name)


def evidence(document: Document) -> list[KindEvidence]:
    """What speaks for each kind of text."""
    if (foreign := glossed(document)) is not None:
        document = foreign.document
    lines = [line for line in document.lines if line.text][:_MOST_LINES]
    if document.language:  # only advertisements and CVs are read in other languages than English
        return [*_of_posting(document, lines), *_of_cv(lines)]
    compared = find_title(document.lines, document.title)
    is_compared = compared is not None and compared.line == lines[0].number
    role = None if is_compared else find_role(document.lines, document.title)
    return [*_of_comparison(compared, lines), *_of_posting(document, lines), *_of_role(role, lines), *_of_cv(lines)]


def _sections(lines: Sequence[Line]) -> list[tuple[str, Section]]:
    headings = ((line.text, heading_of(line.text)) for line in lines)
    return [(text, heading.section) for text, heading in headings if heading]


def _of_comparison(title: Title | None, lines: Sequence[Line]) -> Iterator[KindEvidence]:
    if title is None:
        return
    text = " ".join(line.text for line in lines if line.number != title.line).casefold()
    again = sum(name.casefold() in text for name in title.names)
    yield KindEvidence(TextKind.COMPARISON, 4.0 if title.line == lines[0].number else 2.0, f"the title {title.text!r}")
    if again:
        yield KindEvidence(TextKind.COMPARISON, 3.0 * again / len(title.names), "the names of its roles in the text")


def _of_posting(document: Document, lines: Sequence[Line]) -> Iterator[KindEvidence]:
    if document.posting is not None:
        yield KindEvidence(TextKind.POSTING, 20.0, "the data of a posting")
    title = find_job_title(document.lines, document.title)
    if title is None or not (document.language or is_job(title.text)):
        yield KindEvidence(TextKind.POSTING, -3.0, "no line that names a job")
    else:
        yield KindEvidence(TextKind.POSTING, 1.0, f"the name of a job, {title.text!r}")
    calls = [call for call in _CALLS if any(call.search(line.text[:_LONGEST]) for line in lines)]
    if calls:
        yield KindEvidence(
            TextKind.POSTING, min(6.0, float(len(calls))), f"{len(calls)} turns of phrase of advertisements"
        )
    headings = _sections(lines)
    speaks = {text.casefold() for text, _ in headings if _YOU_OR_WE.search(text)}
    if speaks:
        yield KindEvidence(TextKind.POSTING, min(3.0, float(len(speaks))), "headings that speak to the reader")
    own = {section for _, section in headings if section in EMPLOYER_SECTIONS or section is Section.DETAILS}
    if own:
        yield KindEvidence(TextKind.POSTING, float(len(own)), "sections on the employer")
    if document.language and calls and any(section is Section.SKILLS for _, section in headings):
        yield KindEvidence(TextKind.POSTING, 1.0, "a section on what is asked for")
    if any(_pays(line.text[:_LONGEST]) for line in lines):
        yield KindEvidence(TextKind.POSTING, 1.5, "what the job pays")
    asked = {field.kind for line in lines for field in typed_fields(line.text[:_LONGEST])} & _ASKED
    if asked:
        yield KindEvidence(TextKind.POSTING, 0.75 * len(asked), f"{' and '.join(sorted(asked))} that are asked for")


def _pays(text: str) -> bool:
    is_figure = any(map(str.isdecimal, text)) and not _FORECAST.search(text)
    return is_figure and any(field.kind is FieldKind.PAY for field in typed_fields(text))


def _of_role(title: Title | None, lines: Sequence[Line]) -> Iterator[KindEvidence]:
    if title is None:
        return
    (name,) = title.names
    points = 7.0 if _GUIDE.search(title.text) else 4.0 if title.is_sure else 1.0
    yield KindEvidence(TextKind.ROLE, points, f"the title {title.text!r}")
    names = re.escape(name)
    several = re.escape(plural(name))
    described = re.compile(rf"^(?:(?:an?|the)\s+{names}|(?:most\s+|many\s+)?{several})\s+\w+", re.IGNORECASE)
    if sum(bool(described.match(line.text[:_LONGEST])) for line in lines):
        yield KindEvidence(TextKind.ROLE, 2.0, f"sentences about {name}")
    if any(_CAREER.search(text) for text, _ in _sections(lines)) or any(
        _CAREER.search(line.text[:90]) for line in lines
    ):
        yield KindEvidence(TextKind.ROLE, 2.0, "how one comes to do it, and what comes after")
    neutral = {section for text, section in _sections(lines) if not _YOU_OR_WE.search(text)} & set(STANDARD_SECTIONS)
    if neutral:
        yield KindEvidence(TextKind.ROLE, min(2.5, 0.75 * len(neutral)), "sections of a description")


def _of_cv(lines: Sequence[Line]) -> Iterator[KindEvidence]:
    if lines and any(_CV_TITLE.search(line.text) for line in lines[:3]):
        yield KindEvidence(TextKind.CV, 4.0, "its title")
    headings = {line.text.casefold().rstrip(" :") for line in lines if _CV_HEADING.fullmatch(line.text.rstrip(" :"))}
    if headings:
        yield KindEvidence(TextKind.CV, min(6.0, 2.0 * len(headings)), "headings of a CV")
    periods = sum(bool(_PERIOD.search(line.text[:_LONGEST]) and not _FORECAST.search(line.text)) for line in lines)
    if periods > 1 and any(section is Section.EDUCATION for _, section in _sections(lines)):
        yield KindEvidence(TextKind.CV, 2.0, "a section on education beside periods")
    if periods:
        yield KindEvidence(TextKind.CV, min(4.0, 1.5 * periods), "periods of employment or study")
    if any(_CONTACT.search(line.text[:_LONGEST]) for line in lines[:10]):
        yield KindEvidence(TextKind.CV, 1.0, "contact details at the top")
    is_about_me = any(_FIRST_PERSON.search(line.text[:_LONGEST]) for line in lines)
    if is_about_me and not any(_YOU_OR_WE.search(line.text[:_LONGEST]) for line in lines):
        yield KindEvidence(TextKind.CV, 1.5, "the first person")
