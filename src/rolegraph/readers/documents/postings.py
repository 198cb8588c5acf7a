"""Job postings at the end of an article, which may run into each other: a title may follow the pay on its line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final, NamedTuple

from rolegraph.linking import Finding
from rolegraph.model.nodes import Seniority
from rolegraph.readers.documents.plain_text import Line
from rolegraph.readers.documents.records import Passage, PostingRecord, TextRecord

_AT: Final = re.compile(r"@\s*(?=\S)")
_TYPE: Final = re.compile(
    r"\s*[,|/]?\s*(Full[ -]?Time|Part[ -]?Time|Contract|Freelance|Internship|Temporary|Permanent)", re.IGNORECASE
)
_SENIORITIES: Final = {
    Seniority.ENTRY: r"Entry[ -]level(?:\s*/\s*Junior)?|Junior(?:-level)?",
    Seniority.MID: r"Mid[ -]level(?:\s*/\s*Intermediate)?|Intermediate(?:-level)?",
    Seniority.SENIOR: r"Senior[ -]level(?:\s*/\s*Expert)?|Expert-level",
    Seniority.HEAD: r"Executive[ -]level(?:\s*/\s*Director)?|Director-level",
}
_SENIORITY: Final = re.compile(
    r"\s*[,|]?\s*(?:" + "|".join(f"(?P<{level.word}>{pattern})" for level, pattern in _SENIORITIES.items()) + ")",
    re.IGNORECASE,
)
_NUMBER: Final = r"(\d{1,3}(?:,\d{3}){1,2}|\d{1,7}(?:\.\d{1,2})?)\s?([Kk](?![a-z0-9]))?"
_PAY: Final = re.compile(
    rf"\s*[,|]?\s*(?:([A-Z]{{3}})\s?|([€£])\s?){_NUMBER}(?:\s*(?:-|to)\s*(?:[A-Z]{{3}}\s?|[€£])?{_NUMBER}|\s?(\+))?"
)
_CURRENCIES: Final = {"€": "EUR", "£": "GBP"}
_LONGEST_TITLE: Final = 200


class Postings(NamedTuple):
    """The postings at the end of an article; lines that fit none are notes with findings."""

    records: list[PostingRecord]
    notes: list[TextRecord]
    findings: list[Finding]

    def note(self, line: Line, problem: str = "this fits no job posting") -> None:
        """Keep a line that is not part of a posting."""
        self.notes.append(TextRecord(line.text, Passage("", line.number, line.text)))
        self.findings.append(Finding(f"{problem}; kept as a note", line.number))


def first_posting(lines: Sequence[Line]) -> int | None:
    """The index of the line with which the postings begin, or None: a title, and below it `@ employer | place`."""
    previous = None
    for index, line in enumerate(lines):
        if line.text:
            if _AT.match(line.text) and previous is not None:
                return previous
            previous = index
    return None


def read_postings(lines: Sequence[Line]) -> Postings:
    """The postings in the lines from the first title on.

    If a posting has no pay, the next title is what follows the last known word of the details.
    """
    lines = [line for line in lines if line.text]
    starts = [index for index, line in enumerate(lines) if _AT.match(line.text)]
    postings = Postings([], [], [])
    waiting = lines[: starts[0] if starts else None]  # what no posting has taken yet: the last is the next title
    for start, end in pairwise([*starts, len(lines)]):
        title = waiting.pop() if waiting else None
        for stray in waiting:
            postings.note(stray)
        waiting = lines[start + 1 : end]
        if title is None or len(title.text) > _LONGEST_TITLE:
            if title is not None:
                postings.note(title)
            postings.note(lines[start], "a job posting without a title")
        else:
            record, waiting = _read_posting(title, lines[start], waiting)
            postings.records.append(record)
    for stray in waiting:
        postings.note(stray)
    return postings


def _employer_and_place(text: str) -> tuple[str, str, str]:
    """Employer, place, and what else stands on the line."""
    employer, _, place = _AT.sub("", text, count=1).partition("|")
    rest = ""
    if details := re.search(r"\s+(?=(?:Full|Part)[ -]Time\b)", place):
        place, rest = place[: details.start()], place[details.end() :]
    return employer.strip(), place.strip(" |"), rest


def _read_posting(title: Line, at: Line, following: list[Line]) -> tuple[PostingRecord, list[Line]]:
    """A posting with the details that the lines below its employer begin with, and the remaining lines."""
    employer, place, rest = _employer_and_place(at.text)
    waiting = [Line(at.number, rest), *following] if rest else following
    types: list[str] = []
    seniority: Seniority | None = None
    pay: re.Match[str] | None = None
    for index, line in enumerate(waiting):
        text, end = line.text, 0
        while pay is None and end < len(text) and (end == 0 or text[end] in " ,|/"):  # what is glued on is a title
            detail = _TYPE.match(text, end) or _SENIORITY.match(text, end) if seniority is None else None
            if detail and _is_detail(text, detail.end(), end, types):
                if detail.lastgroup:
                    seniority = Seniority[detail.lastgroup.upper()]
                else:
                    types.append(re.sub(r"[ -]?[Tt]ime$", " Time", detail[1]).title())
                end = detail.end()
            elif pay := _PAY.match(text, end):
                end = pay.end()
            else:
                break
        if rest := text[end:].strip(" ,|"):
            waiting = [Line(line.number, rest), *waiting[index + 1 :]]
            break
    else:
        waiting = []
    low, high, currency = _pay(pay)
    record = PostingRecord(
        title=title.text,
        passage=Passage("", title.number, title.text),
        employer=employer,
        place=place,
        employment_types=tuple(dict.fromkeys(types)),
        seniority=seniority,
        pay_low=low,
        pay_high=high,
        currency=currency,
    )
    return record, waiting


def _is_detail(text: str, end: int, start: int, types: list[str]) -> bool:
    """Whether words at the start of a line are a detail, not the next title: "Contract Manager", "Senior Analyst"."""
    rest = text[end:].lstrip(" ,|/")
    if not rest or text[end : end + 1].isupper() or types or start:
        return True
    return any(detail.match(rest) for detail in (_TYPE, _SENIORITY, _PAY))


def _pay(match: re.Match[str] | None) -> tuple[int | None, int | None, str]:
    """The lowest and highest pay, and the currency; a "K" behind the highest counts for both."""
    if match is None:
        return None, None, ""
    currency = match[1] or _CURRENCIES[match[2]]
    low = _amount(match[3], match[4] or (match[6] if match[5] else None))
    high = _amount(match[5], match[6]) if match[5] else None if match[7] else low
    return low, high, currency


def _amount(number: str, thousands: str | None) -> int:
    return round(float(number.replace(",", "")) * (1_000 if thousands else 1))
