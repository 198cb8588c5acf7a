"""Degrees, certificates and spoken languages in a CV, with the names by which a graph may know them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from rolegraph.model.nodes import DegreeLevel, Kind, Level, slugify
from rolegraph.readers.documents.cv_cues import NEGATED, LevelReader, doubt_of
from rolegraph.readers.documents.cv_sections import CvLine, CvPart
from rolegraph.readers.documents.fields import Certificate, DegreeField, SpokenLanguage, typed_fields
from rolegraph.readers.documents.fields.spoken_languages import LANGUAGE_WORDS

_LABELS: Final = {
    DegreeLevel.ASSOCIATE: "Associate degree",
    DegreeLevel.BACHELOR: "Bachelor's degree",
    DegreeLevel.MASTER: "Master's degree",
    DegreeLevel.DOCTORATE: "Doctorate",
}
# What is written before the field of a degree, and the level that it means.
_DEGREE: Final = re.compile(
    r"(?<![\w.])(?:(?P<doctorate>Ph\.?D\.?|DPhil|doctorate|doctor of (?:philosophy|science|engineering))"
    r"|(?P<master>M\.?Sc\.?|M\.?S\.?|M\.?A\.?|M\.?Eng\.?|M(?:Phys|Chem|Maths?|Sci|Comp|Biol|Arch|Pharm|Nurs)|MBA|MPhil|M\.?Ed\.?"
    r"|LL\.?M\.?|MRes|MFA|MPH|MSW|master(?:'s)?(?: degree)?"
    r"(?: of (?:science|arts|engineering|laws|education|business administration|research|fine arts|public health))?)"
    r"|(?P<bachelor>B\.?Sc\.?|B\.?S\.?|B\.?A\.?|B\.?Eng\.?|LL\.?B\.?|B\.?Ed\.?|BBA|BFA|BN|B\.?Tech\.?"
    r"|bachelor(?:'s)?(?: degree)?"
    r"(?: of (?:science|arts|engineering|laws|education|business administration|fine arts|technology|nursing|music))?)"
    r"|(?P<associate>associate(?:'s)? degree|associate of (?:science|arts|applied science)|foundation degree|FdSc|FdA))"
    r"(?![\w'])",
    re.IGNORECASE,
)
_SHORT: Final = re.compile(r"[A-Z.]{2,4}|[A-Z][a-z]?\.?[A-Z][a-z]{0,3}\.?|FdSc|FdA|MBA|MPhil|DPhil|MRes")
_HONOURS: Final = re.compile(r"\s*\(?\b(?:hons|honou?rs|first class|cum laude|summa|magna)\b\.?\)?,?", re.IGNORECASE)
_FIELD: Final = re.compile(
    r"\s*(?:degree\s+)?(?:\(|[:,-]\s+|in\s+|of\s+)?\s*(?P<field>[A-Z][\w&/' -]{1,60}?(?: \([A-Z][\w ]{1,30}\))?)"
    r"\s*(?=[,;|().\u2013\u2014]|\s-\s|\s+(?:at|from|with|\d)|$)"
)
_SCHOOL: Final = re.compile(
    r"\b(?:university|college|school|institute|academy|polytechnic|hochschule|universit\w+)\b", re.IGNORECASE
)
_UNFINISHED: Final = re.compile(
    r"\b(?:studying|learning for|preparing|enrolled|expected|in progress|ongoing|present|currently|working towards?"
    r"|studying towards?"
    r"|not (?:completed|finished)|incomplete|withdrew|dropped out|unfinished|part-completed|pending|due \d{4}"
    r"|candidate|to be completed)\b",
    re.IGNORECASE,
)
_OVER: Final = re.compile(r"\b(?:expired|lapsed|until (?:19|20)\d\d)\b", re.IGNORECASE)
_COURSE: Final = re.compile(
    r"\b(?:award|certificate|course|diploma|licen[cs]e|training|admitted|certified|qualified|level \d)\b", re.IGNORECASE
)
_DATE: Final = re.compile(
    r"\s*[(,-]?\s*(?:(?:expires|expiry|valid until|exp\.?|renewed|awarded|passed|since|in):? )?"
    r"(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? )?(?:19|20)\d\d"
    r"(?:\s?(?:-|to)\s?(?:(?:19|20)\d\d|present|now))?\)?\s*$",
    re.IGNORECASE,
)
_FIRST_LANGUAGE: Final = re.compile(r"\W{1,3}(?:first language|mother tongue|native)", re.IGNORECASE)
_MOST_WORDS: Final = 8
_UNREAD_FOR_DEGREES: Final = (
    CvPart.EXPERIENCE,
    CvPart.VOLUNTEERING,
    CvPart.PROJECTS,
    CvPart.PUBLICATIONS,
    CvPart.AWARDS,
    CvPart.SKILLS,
)


class CvCredential(NamedTuple):
    """A degree, certificate or language at a place of a line, with the names that it may have in a graph.

    A degree in two fields has those of one in each as its `parts`.
    """

    start: int
    end: int
    names: tuple[str, ...]
    kinds: tuple[Kind, ...]
    word: str
    level: Level | None = None
    doubt: str = ""
    parts: tuple[tuple[str, ...], ...] = ()


def credentials_of(line: CvLine) -> Iterator[CvCredential]:
    """The degrees and certificates of a line, but those that it says are not there."""
    return _not_denied(_qualifications(line), line.text)


def _not_denied(found: Iterable[CvCredential], text: str) -> Iterator[CvCredential]:
    for one in found:
        if (doubt := doubt_of(text, one.start, one.end)) != NEGATED:
            yield one._replace(doubt=one.doubt or doubt)


def _qualifications(line: CvLine) -> Iterator[CvCredential]:
    text = line.text
    unfinished = "not finished" if _UNFINISHED.search(text) else ""
    degrees = [] if line.part in _UNREAD_FOR_DEGREES else list(_degrees(text, unfinished))
    yield from degrees
    known: list[CvCredential] = []
    for field in typed_fields(text):
        value = field.value
        if any(degree.start < field.end and field.start < degree.end for degree in degrees):
            continue
        doubt = unfinished or ("no longer valid" if _OVER.search(text) else "")
        if isinstance(value, Certificate) and line.part not in (CvPart.PUBLICATIONS, CvPart.PROJECTS):
            start, end, names = field.start, field.end, (value.name, *value.alt, field.text)
            if line.part is CvPart.CERTIFICATES:  # says it in full: "City & Guilds 2391-52"
                start, end = _clause(text, field.start, field.end)
                names = (_DATE.sub("", text[start:end]).strip(" ,;:-"), *names)
            known.append(CvCredential(start, end, names, (Kind.CERTIFICATION,), "certificate", None, doubt))
        elif isinstance(value, DegreeField) and value.names and line.part in (CvPart.EDUCATION, CvPart.CERTIFICATES):
            is_labelled = ":" in text[field.start : field.end + 2]  # "A-levels: Biology, Psychology"
            end = len(text) if is_labelled else _clause(text, field.start, field.start)[1]
            name = _DATE.sub("", text[field.start : end]).strip(" ,;:-")
            known.append(
                CvCredential(
                    field.start, end, (name, *value.names), (Kind.DEGREE, Kind.CERTIFICATION), "degree", None, doubt
                )
            )
    yield from known
    is_course = line.part is CvPart.EDUCATION and _COURSE.search(text) and not _SCHOOL.search(text)
    if (line.part is CvPart.CERTIFICATES or is_course) and not known and not degrees:
        yield from _certificate(text)


def _degrees(text: str, doubt: str) -> Iterator[CvCredential]:
    plain = _HONOURS.sub(lambda match: " " * len(match[0]), text)
    last = 0
    for match in _DEGREE.finditer(plain):
        is_short = _SHORT.fullmatch(match[0]) is not None
        if (
            match.start() < last
            or (match[0].islower() and " " not in match[0] and "'" not in match[0])
            or (match[0].isalpha() and len(match[0]) == 2 and not is_short)
        ):
            continue
        field = _FIELD.match(plain, match.end())
        name = " ".join(field["field"].split()) if field and not _SCHOOL.search(field["field"]) else ""
        if not name and len(match[0]) == 2:  # "MA" is a place, too
            continue
        last = field.end() if field and name else match.end()
        level = DegreeLevel[str(match.lastgroup).upper()]
        yield CvCredential(
            match.start(), last, _names(level, name), (Kind.DEGREE,), "degree", None, doubt, _parts(level, name)
        )


def _names(level: DegreeLevel, field: str) -> tuple[str, ...]:
    if not field:
        return _LABELS[level], level.word
    plain = re.sub(r"\s*\([^()]*\)$", "", field)
    names = (
        name for each in (field, plain) for name in (f"{_LABELS[level]} in {each}", f"{level.word}-{slugify(each)}")
    )
    return tuple(dict.fromkeys(names))


def _parts(level: DegreeLevel, field: str) -> tuple[tuple[str, ...], ...]:
    fields = re.split(r"\s+(?:and|with|&)\s+", field)
    return tuple(_names(level, each) for each in fields) if len(fields) == 2 else ()


_CLAUSE_END: Final = re.compile(r"[,;|.]\s|$")


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the part of a line between commas begins and ends that a place lies in."""
    found = _CLAUSE_END.search(text, end)
    before = max((match.end() for match in _CLAUSE_END.finditer(text, 0, start) if match[0]), default=0)
    return before, found.start() if found else len(text)


def _certificate(text: str) -> Iterator[CvCredential]:
    """What a line of a section on certificates names, by its place alone."""
    start = 0
    for item in re.split(r"[,;|]\s+", text) if len(text) < 300 else ():
        name = _DATE.sub("", item).strip(" ,;:-")
        start = max(text.find(item, start), 0)
        if 0 < len(name.split()) <= _MOST_WORDS and any(map(str.isalpha, name)) and name[:1].isalnum():
            doubt = "not finished" if _UNFINISHED.search(item) else ""
            yield CvCredential(start, start + len(item), (name,), (Kind.CERTIFICATION,), "certificate", None, doubt)


def spoken(line: CvLine) -> Iterator[CvCredential]:
    """The languages that a person speaks, by a line outside jobs and education."""
    if line.part not in (CvPart.LANGUAGES, CvPart.SKILLS, CvPart.OTHER, CvPart.SUMMARY, CvPart.HEAD):
        return
    start = 0
    for item in re.split(r"(?<=[,;|] )", line.text) if line.part is CvPart.LANGUAGES else [line.text]:
        yield from _not_denied(_spoken(line, item, start), line.text)
        start += len(item)


def _spoken(line: CvLine, item: str, start: int) -> Iterator[CvCredential]:
    """The languages of an item of a list; what stands before one in another item says nothing of it."""
    last = start
    for field in typed_fields(item):
        if isinstance(value := field.value, SpokenLanguage):
            yield from _others(line, last, start + field.start)
            last = start + field.end
            yield _language(line.text, value.name, start + field.start, last, value.level)
    yield from _others(line, last, start + len(item))


def _others(line: CvLine, start: int, end: int) -> Iterator[CvCredential]:
    """The languages that a section on languages names with nothing beside them."""
    if line.part is CvPart.LANGUAGES:
        for match in re.compile(r"[A-Z][a-z]+").finditer(line.text, start, end):
            if match[0].lower() in LANGUAGE_WORDS:
                yield _language(line.text, match[0], *match.span(), None)


def _language(text: str, name: str, start: int, end: int, level: Level | None) -> CvCredential:
    place = max(text.find(name, start), start)
    is_first = _FIRST_LANGUAGE.match(text, place + len(name))
    level = level or LevelReader(text[place:]).level(0, len(name))
    names = (name, f"{name} language", f"{name} (language)")
    return CvCredential(start, end, names, (Kind.SKILL, Kind.TOOL), "language", Level.EXPERT if is_first else level)
