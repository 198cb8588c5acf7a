"""Job postings at the end of an article, which may run into each other: a title may follow the pay on its line."""

from __future__ import annotations

import re
from collections.abc import Sequence
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

    def note(self, line: Line, section: str, problem: str = "this fits no job posting") -> None:
        """Keep a line that is not part of a posting."""
        self.notes.append(TextRecord(line.text, Passage(section, line.number, line.text)))
        self.findings.append(Finding(f"{problem}; kept as a note", line.number))


class _OpenPosting(NamedTuple):
    title: Line
    employer: str
    place: str


def first_posting(lines: Sequence[Line]) -> int | None:
    """The index of the line with which the postings begin, or None: a title, and below it `@ employer | place`."""
    previous = None
    for index, line in enumerate(lines):
        if line.text:
            if _AT.match(line.text) and previous is not None:
                return previous
            previous = index
    return None


def read_postings(lines: Sequence[Line], section: str = "") -> Postings:
    """The postings in the lines from the first title on.

    Parameters
    ----------
    lines
        The lines.
    section
        The section that passages name.

    Notes
    -----
    If a posting has no pay, the next title is what follows the last known word of the details.
    """
    postings = Postings([], [], [])
    posting: _OpenPosting | None = None
    waiting: list[Line] = []  # lines since the last employer: details of its posting, then the next title
    for line in lines:
        at = _AT.match(line.text)
        if at is None:
            waiting += [line] if line.text else []
            continue
        if posting is not None:
            record, waiting = _read_posting(posting, waiting, section)
            postings.records.append(record)
        title = waiting.pop() if waiting else None
        for stray in waiting:
            postings.note(stray, section)
        waiting = []
        if title is None or len(title.text) > _LONGEST_TITLE:
            posting = None
            if title is not None:
                postings.note(title, section)
            postings.note(line, section, "a job posting without a title")
            continue
        employer, place, rest = _employer_and_place(line.text[at.end() :])
        posting = _OpenPosting(title, employer, place)
        waiting = [Line(line.number, rest)] if rest else []
    if posting is not None:
        record, waiting = _read_posting(posting, waiting, section)
        postings.records.append(record)
    for stray in waiting:
        postings.note(stray, section)
    return postings


def _employer_and_place(text: str) -> tuple[str, str, str]:
    """Employer, place, and what else stands on the line."""
    employer, _, place = text.partition("|")
    rest = ""
    if details := re.search(r"\s+(?=(?:Full|Part)[ -]Time\b)", place):
        place, rest = place[: details.start()], place[details.end() :]
    return employer.strip(), place.strip(" |"), rest


def _read_posting(posting: _OpenPosting, lines: Sequence[Line], section: str) -> tuple[PostingRecord, list[Line]]:
    """A posting with the details that its lines begin with, and the remaining lines."""
    types: list[str] = []
    seniority: Seniority | None = None
    pay: re.Match[str] | None = None
    left: list[Line] = []
    for index, line in enumerate(lines):
        text, at = line.text, 0
        while pay is None and at < len(text) and (at == 0 or text[at] in " ,|/"):  # what is glued on is a title
            expects_title = seniority is not None
            if not expects_title and (match := _TYPE.match(text, at)) and _is_detail(text, match.end(), at, types):
                types.append(re.sub(r"[ -]?[Tt]ime$", " Time", match[1]).title())
            elif (
                not expects_title and (match := _SENIORITY.match(text, at)) and _is_detail(text, match.end(), at, types)
            ):
                seniority = Seniority[str(match.lastgroup).upper()]
            elif match := _PAY.match(text, at):
                pay = match
            else:
                break
            at = match.end()
        if rest := text[at:].strip(" ,|"):
            left = [Line(line.number, rest), *lines[index + 1 :]]
            break
    low, high, currency = _pay(pay)
    record = PostingRecord(
        title=posting.title.text,
        passage=Passage(section, posting.title.number, posting.title.text),
        employer=posting.employer,
        place=posting.place,
        employment_types=tuple(dict.fromkeys(types)),
        seniority=seniority,
        pay_low=low,
        pay_high=high,
        currency=currency,
    )
    return record, left


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
