"""What kind of contract a job has, and how far up it stands, by the words that say so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rolegraph.model.nodes import Seniority
from rolegraph.readers.documents.fields.values import EmploymentType, FieldKind, SeniorityWord, TypedField

_ENDS: Final = (
    r"(?=\s*(?:$|[,;.|/()·•\n]|[-–—]\s|(?:position|role|job|contract|basis|employment|opportunity|and|or)\b))"
)
_TYPES: Final = {
    "Full Time": r"full[\s-]?time(?!\s+(?:study|stud|education|degree|equivalent|(?-i:experience)|course))",
    "Part Time": r"part[\s-]?time(?!\s+(?:study|stud|education|degree|course|jobs))",
    "Fixed Term": r"fixed[\s-]term|\d{1,2}[\s-]months?\s+(?:ftc|fixed|contract)",
    "Permanent": r"permanent" + _ENDS,
    "Temporary": r"(?:temporary|temp)" + _ENDS + r"|temp[\s-]to[\s-]perm",
    "Freelance": r"freelance" + _ENDS + r"|freelancer\s+(?:position|role)",
    "Internship": r"internship" + _ENDS,
    "Contract": r"contract(?=\s+(?:position|role|job|basis)\b)|contractor\s+(?:position|role)",
    "Seasonal": r"seasonal" + _ENDS,
    "Casual": r"casual(?=\s+(?:position|role|contract|basis|work|worker)\b)",
    "Zero Hours": r"zero[\s-]hours?",
    "Volunteer": r"volunteer(?=\s+(?:position|role|opportunity)\b)|unpaid\s+(?:position|role)",
}
_TYPE: Final = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<{name.replace(' ', '_')}>{words})" for name, words in _TYPES.items())
    + r")(?![\w])",
    re.IGNORECASE,
)
_ALONE: Final = re.compile(
    r"(?:^|[|,;/(\n·•]|[-–—]\s|\b(?:type|contract|employment|job|hours|status)\s*:)\s*(?P<type>Contract|Temporary|Temp|Permanent|Internship|Freelance|Casual)"
    r"\s*(?=$|[|,;/)\n·•]|\s[-–—])"
)
_NAMES: Final = {"temp": "Temporary"}
_OTHER: Final = re.compile(
    r"\b(?:previous|prior|past|worked|experience\s+(?:of|in|from)|your|an?\s+earlier|completed|no|not)\s+(?:an?\s+|any\s+)?$",
    re.IGNORECASE,
)
_SENIORITIES: Final = {
    Seniority.ENTRY: r"entry[\s-]level|junior|jr\.?|graduate|trainee|apprentice|intern|entry",
    Seniority.MID: r"mid(?:dle)?[\s-]?(?:level|weight|senior)|mid|intermediate",
    Seniority.SENIOR: r"senior|sr\.?|experienced",
    Seniority.LEAD: r"lead|principal|staff|team\s+lead(?:er)?",
    Seniority.HEAD: r"head|director|vice\s+president|vp|svp|evp|chief|c[eft]o|cio|executive[\s-]level",
}
_SENIORITY: Final = "|".join(f"(?P<{level.word}>{words})" for level, words in _SENIORITIES.items())
_IN_TITLE: Final = re.compile(rf"(?<![\w-])(?:{_SENIORITY})(?![\w-])", re.IGNORECASE)
_NOT_IN_TITLE: Final = re.compile(
    r"(?:lead\s+gen|graduate\s+(?:school|admission|studies|recruit)|director(?:'s)?\s+(?:assistant|office)|staff\s+(?:nurse|writer|accountant"
    r"|officer|room|training|manager|development)|principal\s+(?:officer|social)|head\s+(?:office|lice)|mid\s+day|chief\s+executive's)",
    re.IGNORECASE,
)
_TO_A_HEAD: Final = re.compile(r"\b(?:to|for|of)\s+(?:the\s+)?$|assistant\s+(?:to\s+)?(?:the\s+)?$", re.IGNORECASE)
# In running text only what is written like a title, or says that it is a level.
_IN_TEXT: Final = re.compile(
    r"\b(?:(?:seniority|experience\s+level|level|career\s+level)\s*:\s*"
    r"(?P<stated>[A-Za-z][\w/-]{1,15}(?:[ -][\w/-]{1,15})?)"
    r"|(?P<level>entry|junior|mid|intermediate|senior|executive|director)[\s-]level\b"
    r"(?!\s+(?:stakeholder|management|executives|leader|client|decision)))",
    re.IGNORECASE,
)


def employment_types(text: str) -> Iterator[TypedField]:
    """The forms of employment that a text offers."""
    for match in _TYPE.finditer(text):
        if not _OTHER.search(text[max(0, match.start() - 30) : match.start()]):
            name = str(match.lastgroup).replace("_", " ")
            yield TypedField(FieldKind.EMPLOYMENT, match.start(), match.end(), match[0], EmploymentType(name))
    for match in _ALONE.finditer(text):
        name = _NAMES.get(match["type"].lower(), match["type"])
        yield TypedField(FieldKind.EMPLOYMENT, *match.span("type"), match["type"], EmploymentType(name))


def seniority_of(title: str) -> Seniority | None:
    """How far up a job stands, by a word of its title: "Sr. Accountant", "Head of Design"; None if none says so.

    The highest where several do, except that an assistant of a director is none.
    """
    found = [
        Seniority[str(match.lastgroup).upper()]
        for match in _IN_TITLE.finditer(title)
        if not _NOT_IN_TITLE.match(title, match.start()) and not _TO_A_HEAD.search(title[: match.start()])
    ]
    return max(found, default=None)


def seniorities(text: str) -> Iterator[TypedField]:
    """The levels that a text names as such: "Experience level: Senior", "an entry-level position"."""
    for match in _IN_TEXT.finditer(text):
        words = match["stated"] or match["level"]
        if (seniority := seniority_of(words)) is not None:
            value = SeniorityWord(seniority)
            yield TypedField(FieldKind.SENIORITY, match.start(), match.end(), match[0], value)
