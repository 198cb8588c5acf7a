"""The sections of a CV, and its personal data: which lines say who somebody is, and must not be repeated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from rolegraph.readers.documents.fields.spoken_languages import LANGUAGE_WORDS
from rolegraph.readers.documents.headings import bare
from rolegraph.readers.documents.plain_text import Line


class CvPart(StrEnum):
    """A section of a CV; `HEAD` is what stands above the first heading."""

    HEAD = "head"
    PERSONAL = "personal data"
    SUMMARY = "summary"
    VOLUNTEERING = "volunteering"
    PROJECTS = "projects"
    PUBLICATIONS = "publications"
    AWARDS = "awards"
    LANGUAGES = "languages"
    CERTIFICATES = "certificates"
    EDUCATION = "education"
    SKILLS = "skills"
    EXPERIENCE = "experience"
    INTERESTS = "interests"
    REFEREES = "referees"
    OTHER = "other"


# What never shows a capability.
UNREAD: Final = (CvPart.PERSONAL, CvPart.INTERESTS, CvPart.REFEREES)
# Words one of which a heading has; where several parts have one, the first in this order is meant.
_HEADS: Final = {
    CvPart.REFEREES: "references referees reference referee",
    CvPart.INTERESTS: "interests interest hobbies hobby leisure pastimes free-time",
    CvPart.VOLUNTEERING: "volunteering volunteer voluntary volunteered community charity",
    CvPart.PUBLICATIONS: "publications papers talks presentations conferences patents publication",
    CvPart.AWARDS: "awards honours honors prizes scholarships award",
    CvPart.PROJECTS: "projects portfolio project",
    CvPart.PERSONAL: "contact address details data particulars personalia",
    CvPart.SUMMARY: "profile statement summary objective overview introduction about aims aim",
    CvPart.LANGUAGES: "languages language",
    CvPart.SKILLS: "skills skill skillset competencies competences competence competency expertise strengths abilities "
    "technologies technology tools software stack toolbox equipment knowledge systems proficiencies methods "
    "capabilities programming frameworks databases specialities specialties specialisms",
    CvPart.EXPERIENCE: "experience employment work career jobs positions roles history placements internships "
    "internship clients assignments placement appointments",
    CvPart.CERTIFICATES: "certificates certifications certification certificate licences licenses licence license "
    "registration registrations tickets cards accreditations accreditation memberships membership courses cpd "
    "credentials licensure affiliations bodies",
    CvPart.EDUCATION: "education educational academic qualifications qualification studies training schooling degrees "
    "background degree",
    CvPart.OTHER: "other additional information miscellaneous further extra",
}
_PART_OF: Final = {word: part for part, words in _HEADS.items() for word in words.split()}
_ORDER: Final = tuple(_HEADS)
_BESIDE: Final = frozenset(
    "and or of the my me a an in for with key core main personal professional technical soft hard relevant working "
    "previous current other selected recent teaching clinical industry technical digital computer it language areas "
    "executive career brief short general special practical additional further continuing development held vocational "
    "spoken programming foreign transferable social interpersonal job industrial military summary outside activities "
    "extracurricular achievements key-skills driving legal design nursing kitchen trade site professional practice "
    "curriculum vitae employment experience highlights use i what do can did have done know where worked".split()
)
_SAID: Final = re.compile(
    r"(?:what|things) i (?:can |do )?(?:do|know|use|offer|bring|am good at)(?: well| best)?", re.IGNORECASE
)
_REQUEST: Final = re.compile(r"(?:references?|referees?)\b.{0,30}\b(?:on|upon) request\b", re.IGNORECASE)
_MOST_WORDS: Final = 6
_LEAST_WORDS: Final = 8  # of a sentence at the head that says what somebody does
_LONGEST: Final = 60
_LABEL: Final = re.compile(r"([A-Za-z][\w &/'-]{1,40}?)\s?:\s+(?=\S)")
_PERSONAL_LABEL: Final = re.compile(
    r"(?:full |first |last |family |given |sur|birth)?names?|(?:date|place|year|country) of birth|d\.?o\.?b\.?|born"
    r"|birthday|gender|nationalit(?:y|ies)|citizenship|(?:marital|family|civil) status|children|religion|ethnicity"
    r"|(?:home |postal |e-?mail )?address|e-?mail|(?:tele|mobile )?phone(?: number)?|passport(?: number)?"
    r"|visa(?: status)?|national insurance(?: number)?|ssn|photo|linkedin|skype|residence",
    re.IGNORECASE,
)
# Labels of personal data only where no skills are listed: "Web: HTML, CSS", "Mobile: Swift".
_HEAD_LABEL: Final = re.compile(
    r"age|sex|tel|mobile|cell|contact|github|website|web|twitter|health|disability|city|location|place", re.IGNORECASE
)
_ADDRESS: Final = re.compile(
    r"[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,20}){1,4}|(?:https?://|www\.)\S{1,200}"
    r"|\b(?:linkedin|github|gitlab|twitter|xing|behance|medium|facebook|instagram)\.com\S{0,100}",
    re.IGNORECASE,
)
_PHONE: Final = re.compile(r"(?<![\w.,£$€])(?:\+|\(?0)\d?[\d ()./-]{7,20}\d(?!\w)")
_HOME: Final = re.compile(
    r"\b\d{1,4}[a-z]?,? (?:[A-Z][\w'-]{1,20} ){1,3}(?:[Ss]treet|St|[Rr]oad|Rd|Avenue|Ave|Lane|Ln|Drive|Close|Court|Way"
    r"|Terrace|Crescent|Place|Square|Gardens|Grove|Boulevard|Blvd)\b"
    r"|\b[A-Z][a-z]{2,20}(?:straße|strasse|straat|gasse|weg) \d|\b[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b"
)
_BIRTH: Final = re.compile(
    r"\b(?:born (?:on|in|'?\d{2,4})|date of birth|d\.o\.b|years old|nationality|marital status|married|divorced|"
    r"widowed|(?:mother|father|parent) of (?:\d|one|two|three|four|five)|single (?:mother|father|parent)|pregnant|"
    r"muslim|christian|catholic|protestant|hindu|buddhist|sikh|jewish|atheist|union member|member of a union|"
    r"(?:british|irish|french|german|polish|american|indian|italian|spanish|dutch) (?:citizen|national))\b",
    re.IGNORECASE,
)
_NAME: Final = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof)\.? )?[^\W\d_a-z][\w'-]{0,20}\.?(?: [^\W\d_a-z][\w'-]{0,20}\.?){1,3}"
)
_NO_NAME: Final = re.compile(
    r"curriculum|vitae|r[eé]sum[eé]|\bcv\b|profile|\b(?:and|of|the|in|for|with)\b", re.IGNORECASE
)


class CvLine(NamedTuple):
    """A line of a CV in its section, with the label that it begins with, which its text is without."""

    number: int
    text: str
    part: CvPart
    is_entry: bool = False  # it is a heading within the section: a job, a group of skills
    is_bullet: bool = False
    label: str = ""


_BULLET: Final = re.compile(r"(?:[-*+»o\u2014](?=\s|$)|[•·▪◦●○‣⁃➢➤►✓✔✅])\s*")


def cv_lines(lines: Sequence[Line]) -> Iterator[CvLine]:
    """The lines of a CV that say something, each in its section; headings are left out.

    A heading is a short line of words that headings of CVs are made of. An unknown one divides its section, but for
    one of Markdown at no greater depth than that of the section, which opens another.
    """
    part, depth = CvPart.HEAD, 0
    for line in lines:
        if not line.text:
            continue
        bullet = _BULLET.match(line.text)
        text = line.text[bullet.end() :] if bullet else line.text
        found = part_of(text) if not bullet or line.depth else None
        if found is not None and not (part is CvPart.SKILLS and line.depth > depth > 0):
            part, depth = found, line.depth
            continue
        if found is None and 0 < line.depth <= depth and part is not CvPart.HEAD:
            part = CvPart.OTHER
        is_sentence = text.endswith(".") and len(text.split()) >= _LEAST_WORDS
        label, own = _labelled(text, CvPart.SUMMARY if part is CvPart.HEAD and is_sentence else part)
        if text:
            rest = text[len(label) :].lstrip(" :") if label else text
            yield CvLine(line.number, rest, own, line.depth > 0, bullet is not None, label)


def _labelled(text: str, part: CvPart) -> tuple[str, CvPart]:
    """The label that a line begins with, and the section that the rest belongs to."""
    match = _LABEL.match(text)
    if match is None:
        return "", part
    is_head = part in (CvPart.HEAD, CvPart.SUMMARY, CvPart.OTHER)
    if _PERSONAL_LABEL.fullmatch(match[1]) or (is_head and _HEAD_LABEL.fullmatch(match[1])):
        return match[1], CvPart.PERSONAL
    named = part_of(match[1])
    first = re.match(r"[^\W\d_]+", text[match.end() :])
    if named is CvPart.LANGUAGES and first and first[0].casefold() in LANGUAGE_WORDS:
        return match[1], named  # rather than languages of programs
    if part is CvPart.SKILLS or (named is None and part is not CvPart.HEAD):
        return (match[1], part) if part in (CvPart.SKILLS, CvPart.PROJECTS) else ("", part)
    own = named in (CvPart.LANGUAGES, CvPart.SKILLS, CvPart.CERTIFICATES, CvPart.EDUCATION, CvPart.INTERESTS)
    return match[1], named if named and own else part


def part_of(text: str) -> CvPart | None:
    """The section that a heading opens; None for a line that is no heading of a CV.

    >>> part_of("WORK EXPERIENCE:"), part_of("Languages"), part_of("Programming languages"), part_of("Bread and butter")
    (<CvPart.EXPERIENCE: 'experience'>, <CvPart.LANGUAGES: 'languages'>, <CvPart.SKILLS: 'skills'>, None)
    """
    if _REQUEST.match(text):
        return CvPart.REFEREES
    if len(text) > _LONGEST or text.endswith((".", ",", ";")) or not text[:1].strip("#&").isalnum():
        return None
    if _SAID.fullmatch(bare(text)):
        return CvPart.SKILLS
    words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", bare(text).casefold())
    is_loud = text[:1].isupper()
    if not words or len(words) > _MOST_WORDS or not is_loud or any(map(str.isdigit, text)):
        return None
    if any(word not in _PART_OF and word not in _BESIDE for word in words):
        return None
    found = {_PART_OF[word] for word in words if word in _PART_OF}
    if "language" in words and "skills" in words:
        return CvPart.LANGUAGES
    if CvPart.LANGUAGES in found and ("programming" in words or CvPart.SKILLS in found - {CvPart.LANGUAGES}):
        return CvPart.SKILLS
    if {CvPart.SUMMARY, CvPart.SKILLS} <= found:  # "Skills summary"
        return CvPart.SKILLS
    return next((part for part in _ORDER if part in found), None)


class PersonalData:
    """What of a CV says who its person is: contact data by its form, and the name that its head gives."""

    def __init__(self, lines: Sequence[CvLine], is_job: Sequence[bool]) -> None:
        """`is_job` says of each line whether it is the title of a job."""
        self._names: Final[set[str]] = set()
        self._numbers: Final = {line.number for line in lines if line.part is CvPart.PERSONAL}
        for line, job in zip(lines, is_job, strict=True):
            names = line.text if line.part is CvPart.PERSONAL and "name" in line.label.casefold() else ""
            if line.part is CvPart.HEAD and not job and _NAME.fullmatch(line.text) and not _NO_NAME.search(line.text):
                names = line.text
                self._numbers.add(line.number)
            self._names.update(word for word in re.findall(r"[^\W\d_]{3,}", names.casefold()))

    def says_who(self, line: CvLine) -> bool:
        """Whether a line has personal data in it, so that it must not be quoted."""
        if line.number in self._numbers or line.part in UNREAD:
            return True
        text = line.text
        if any(form.search(text) for form in (_ADDRESS, _PHONE, _HOME, _BIRTH)):
            return True
        return bool(self._names) and not self._names.isdisjoint(re.findall(r"[^\W\d_]{3,}", text.casefold()))

    @staticmethod
    def hidden(text: str) -> str:
        """A text with addresses and numbers blanked, in which names of capabilities are then not found."""
        for form in (_ADDRESS, _PHONE):
            text = form.sub(lambda match: " " * len(match[0]), text)
        return text
