"""The terms of an advertised job: employer, place, pay, contract and dates, from its header and its sections."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final
from unicodedata import category

from rolegraph.model.nodes import Seniority, slugify
from rolegraph.readers.documents.blocks import Item
from rolegraph.readers.documents.fields import (
    DateRange,
    EmploymentType,
    FieldKind,
    Pay,
    SeniorityWord,
    Workplace,
    seniority_of,
    typed_fields,
)
from rolegraph.readers.documents.headings import Section, heading_of
from rolegraph.readers.documents.job_titles import JobTitle
from rolegraph.readers.documents.plain_text import Line, sentences

_LABELLED: Final = re.compile(r"^([A-Za-z][\w /'&-]{1,40}?)\s?:\s+(\S.{0,300})$")
_EMPLOYER_LABELS: Final = frozenset(
    "employer company organisation organization firm client school trust council company-name".split()
)
_PLACE_LABELS: Final = frozenset(
    "location place workplace city based-at place-of-work where office work-location job-location campus site base "
    "location-options town region address place-of-employment".split()
)
_NAMED: Final = r"[A-Z][\w&.'-]*(?:\s+(?:of\s+|and\s+|&\s+)?[A-Z][\w&.'-]*){0,4}"
_NO_EMPLOYER: Final = r"(?!(?:The|This|Our|We|You|A|An|It|In|As|At|If|What|Who|Your|They|There|All|Experience)\b)"
_WORKS: Final = (
    r"(?:makes|builds|moves|sells|runs|helps|provides|designs|insures|protects|develops|offers|operates|delivers|"
    r"serves|produces|"
    r"grows|publishes|supports|manages|supplies|creates|connects|works|has been|was founded)"
)
# What employers are called by: "About Acme", "At Acme, we …", "Acme in Leeds is growing", "Acme makes films".
_OF_EMPLOYER: Final = (
    re.compile(
        rf"^(?:[Aa]bout|[Aa]t|[Jj]oin)\s+((?!(?:Us|The|You|Our|This|A|An)\b){_NAMED})(?=,|$|\s+(?:we|you|as)\b)"
    ),
    re.compile(
        rf"^({_NO_EMPLOYER}{_NAMED})(?:\s+(?:in|near)\s+({_NAMED}(?:,\s[A-Z]{{2}})?))?\s+(?:(?:is|are) (?:currently |"
        rf"now )?"
        rf"(?:an?|the|one|looking|hiring|seeking|recruiting|searching|growing|expanding|part)\b|{_WORKS}\b)"
    ),
)
_SITE: Final = re.compile(
    r"\b(?:based|located|firm|practice|company|team|office|cent(?:re|er)|school|hospital|clinic|studio|depot|"
    r"restaurant|unit|branch|"
    r"site|warehouse|home|pub|hotel|shop|store|job|role|position|factory|plant|campus|surgery)s? (?:in|near) "
    rf"({_NAMED}(?:,\s(?:[A-Z]{{2}}\b|[A-Z][a-z]+))?)"
)
_INTRODUCTORY: Final = (Section.INTRODUCTION, Section.EMPLOYER, Section.DEFINITIONS, Section.OTHER)
_SEGMENT: Final = re.compile(r"\s*(?:\sor\s|[|\u2022\u00b7]|\s[-/]\s|\u2014|,|;|\(|\)|\.\s|\.$|\s{3,})\s*")
_ORGANISATION: Final = re.compile(
    r"\b(?:council|hospitals?|trust|ltd|limited|inc|llc|llp|gmbh|plc|schools?|academy|college|university|group|"
    r"company|co|sons|"
    r"partners|services|solutions|stores?|restaurants?|hotels?|clinic|practice|agency|bank|insurance|logistics|"
    r"foundation|"
    r"institute|cent(?:er|re)|homes?|studios?|labs?|systems|technolog(?:y|ies)|consulting|associates|chambers|bakery|"
    r"kitchens?|"
    r"caf\u00e9|farms?|growers|distribution|packaging|security|health|medical|industries|engineering|construction|"
    r"builders|transport|haulage|foods?|brewery|press|museum|library|church|charity|nursery|surgery|pharmacy|dental|"
    r"architects|solicitors|accountants|recruitment|coffee|bar|pub|inn|shop|motors|garage|airlines?|railways?|energy|"
    r"water|authority|"
    r"department)\b",
    re.IGNORECASE,
)
_PLACE_WITH_STATE: Final = re.compile(
    r"\b([A-Z][\w.'-]+(?:\s[A-Z][\w.'-]+){0,2}),?\s([A-Z]{2}|NSW|VIC|QLD|TAS|"
    r"ACT)\b(?!\s[a-z])"
)
_NAME: Final = re.compile(r"(?:[A-Z0-9][\w&.'/-]*)(?:\s+(?:of|and|the|on|upon|de|in|for|&|[A-Z0-9][\w&.'/-]*)){0,6}")
_NO_NAME: Final = re.compile(
    r"\d|^(?:remote|hybrid|on-?site|full|part|permanent|contract|temporary|competitive|salary|hours|start|posted|"
    r"monday|posting|closing|reference|immediate|in person|on site|office|"
    r"freelance|internship|apply|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|june|july|"
    r"august|"
    r"september|october|november|december|new|urgent|negotiable|shifts?|days?|nights?|weekends?)\b",
    re.IGNORECASE,
)
_REMOTE: Final = {
    "hybrid": r"\bhybrid\b|\b\d days (?:in the office|at home|remote|from home)|\bpart(?:ly|ially) remote\b",
    "remote": r"\bremote(?:ly)?\b(?! (?:sensing|monitoring|control|access|support))|\bwork(?:ing)? from home\b"
    r"|\bhome[- ]based\b",
    "on site": r"\bon[- ]?site\b|\bin[- ]person\b|\boffice[- ]based\b",
}
_REMOTE_WORDS: Final = {name: re.compile(words, re.IGNORECASE) for name, words in _REMOTE.items()}
_TERM_KINDS: Final = (
    FieldKind.PAY,
    FieldKind.WORKPLACE,
    FieldKind.EMPLOYMENT,
    FieldKind.SENIORITY,
    FieldKind.DATES,
)
_LONGEST: Final = 2_000
_SHORTEST_PLACE: Final = 2
_MOST_HEADER_WORDS: Final = 30
_MOST_NAMES_WORDS: Final = 12
_MOST_NAME_WORDS: Final = 8


@dataclass(slots=True)
class JobTerms:
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
        for item in typed_fields(text if text.isascii() else "".join(sign for sign in text if category(sign) != "So")):
            value = item.value
            if isinstance(value, Pay):
                self.pay = self.pay or value
            elif isinstance(value, Workplace):
                place = value.place if _NAME.fullmatch(value.place) and len(value.place) > _SHORTEST_PLACE else ""
                self.place, self.remote = self.place or place, self.remote or value.remote
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


def without_header(lines: Sequence[Line], title: JobTitle) -> tuple[list[Line], list[Line]]:
    """The lines with title and header made empty, and the header: short lines behind the title, and labelled ones."""
    header: list[Line] = []
    is_open = title.is_line  # where a title stands elsewhere, the text begins with what it has to say
    out: list[Line] = []
    for line in lines:
        if line.number == title.line.number and title.is_line:
            out.append(Line(line.number, ""))
            continue
        is_short = len(line.text.split()) <= _MOST_HEADER_WORDS and not line.text.startswith(("-", "*", "\u2022"))
        is_in = bool(line.text) and is_short and _is_header(line.text, is_open=is_open)
        if is_in:
            header.append(line)
        elif line.text and line.number > title.line.number:
            is_open = False
        out.append(Line(line.number, "") if is_in else line)
    return out, header


def _is_header(text: str, *, is_open: bool) -> bool:
    """Whether a line states terms rather than tasks: a label and its value, or names and figures.

    Behind the header (not `is_open`) only a label that is known counts.
    """
    if labelled := _labelled(text):
        heading = heading_of(labelled[1])
        is_known = heading is not None and heading.section in (Section.DETAILS, Section.PAY, Section.APPLICATION)
        is_known = is_known or _label(text) in _EMPLOYER_LABELS | _PLACE_LABELS
        return is_known or (is_open and heading is None and len(labelled[2].split()) <= _MOST_NAME_WORDS)
    if not is_open or heading_of(text) is not None:
        return False
    if any(found.kind in _TERM_KINDS for found in typed_fields(text)):
        return True
    first = re.split(r"\.\s|,", text)[0]
    if _NAME.fullmatch(first.rstrip(".")) and _ORGANISATION.search(first):
        return True
    return not text.endswith((".", "!", "?", ":")) and len(text.split()) <= _MOST_NAMES_WORDS


def _labelled(text: str) -> re.Match[str] | None:
    return _LABELLED.match(text) if ":" in text else None


def _label(text: str) -> str:
    return slugify(text.partition(":")[0])


def job_terms(title: JobTitle, header: Sequence[Line], items: Sequence[Item]) -> JobTerms:
    """The terms that a title, the header below it and the sections on the job and its employer state."""
    terms = JobTerms(employer=title.employer, place=title.place)
    terms.read(title.line.text[:_LONGEST], is_header=True)
    terms.seniority = seniority_of(title.text)
    unlabelled: list[str] = []
    for line in header:
        if labelled := _labelled(line.text):
            _read_label(terms, _label(line.text), labelled[2])
        else:
            terms.read(line.text, is_header=True)
            unlabelled.append(line.text)
    for item in items:
        if item.section in (Section.DETAILS, Section.EMPLOYER) and item.heading:
            _read_label(terms, slugify(item.heading), item.text)
    for item in items:
        if item.section not in (Section.EMPLOYER, Section.SKILLS, Section.EDUCATION):
            terms.read(item.text[:_LONGEST], is_header=False)
    prose = [text for item in items if item.section in _INTRODUCTORY for text in (item.heading, item.text)]
    names = [name for text in unlabelled for name in _names(terms, text)]
    remarks = [name for sign, remark in title.remarks if sign not in ":/" for name in _names(terms, remark)]
    names = names if names or len(remarks) < 2 else remarks
    named = [name for name in (*names, *remarks) if _is_organisation(name)]
    terms.employer = terms.employer or next(iter(named), "")
    _read_prose(terms, [*unlabelled, *prose])
    if not terms.employer and (len(names) > 1 or (names and terms.place)):
        terms.employer = names[0]
    elif not terms.employer and names and remarks:
        terms.employer = remarks[0]
    behind = names[names.index(terms.employer) + 1 :] if terms.employer in names else names[-1:] or remarks
    others = (name for name in behind if name != terms.employer and not _is_organisation(name))
    terms.place = terms.place or next(others, "")
    terms.employer = _in_full(terms.employer, [*unlabelled, *prose])
    if not terms.remote:
        details = (item.text for item in items if item.section is Section.DETAILS)
        texts = [title.line.text, *(line.text for line in header), *details]
        found = (name for name, words in _REMOTE_WORDS.items() if any(words.search(text[:_LONGEST]) for text in texts))
        terms.remote = next(found, "")
    return terms


def _read_label(terms: JobTerms, label: str, text: str) -> None:
    if label in _EMPLOYER_LABELS:
        if len(text.split()) <= _MOST_NAME_WORDS:
            terms.employer = terms.employer or text.strip(" .")
        return
    if label in _PLACE_LABELS and len(text.split()) <= _MOST_NAMES_WORDS:
        place = re.split(r"\s*[(|]|\s[-/]\s|,?\s+(?:hybrid|remote)\b", text, flags=re.IGNORECASE)[0].strip(" .,")
        if not _NO_NAME.match(place):
            terms.place = terms.place or place
    terms.read(f"{label.replace('-', ' ')}: {text[:_LONGEST]}", is_header=True)


def _names(terms: JobTerms, text: str) -> list[str]:
    """The names in a line without labels: "Northlight Growers, Leeds (hybrid)"; a place with its state is the place."""
    if (place := _PLACE_WITH_STATE.search(text)) and not terms.place:
        terms.place = place[0]
    plain = text.replace(terms.place, "|") if terms.place else text
    parts = (part.strip() for part in _SEGMENT.split(plain.removeprefix("@")))
    return [part for part in parts if _NAME.fullmatch(part) and not _NO_NAME.search(part)]


def _is_organisation(name: str) -> bool:
    return " " in name and _ORGANISATION.search(name) is not None


def _in_full(employer: str, texts: Iterable[str]) -> str:
    """An employer's name with its legal form, where a text has it."""
    if not employer:
        return ""
    full = re.compile(rf"\b{re.escape(employer)},? (?:LLP|LLC|Ltd|Limited|Inc|GmbH|plc|AG|Corporation)\b")
    return next((found[0] for text in texts if (found := full.search(text[:_LONGEST]))), employer)


def _read_prose(terms: JobTerms, texts: Iterable[str]) -> None:
    """The employer and the place as headings and sentences name them, where nothing else does."""
    for sentence in (part for text in texts for part in sentences(text[:_LONGEST])):
        matches = (pattern.match(sentence) for pattern in _OF_EMPLOYER)
        if not terms.employer and (match := next(filter(None, matches), None)):
            terms.employer = match[1]
            terms.place = terms.place or (match[2] if match.re.groups > 1 and match[2] else "")
        if not terms.place and (site := _SITE.search(sentence)):
            terms.place = site[1].rstrip(".")  # that of the sentence
