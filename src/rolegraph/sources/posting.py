"""The job postings at the end of a page, which run into each other: the pay of one ends where the next title begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from rolegraph.scales import Seniority
from rolegraph.sources.records import Finding, Passage, PostingRecord, TextRecord
from rolegraph.sources.text import Line

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
_SIGNS: Final = {"€": "EUR", "£": "GBP"}
_TITLE_LENGTH: Final = 200


class Postings(NamedTuple):
    """The postings of a page, and what in their place was none."""

    records: tuple[PostingRecord, ...]
    notes: tuple[TextRecord, ...]
    findings: tuple[Finding, ...]


def first_posting(lines: Sequence[Line]) -> int | None:
    """The place of the line with which the postings begin, or None: a title, and below it `@ employer | place`."""
    previous = None
    for place, line in enumerate(lines):
        if not line.text:
            continue
        if _AT.match(line.text) and previous is not None:
            return previous
        previous = place
    return None


class _Open(NamedTuple):
    title: str
    line: int
    employer: str
    place: str
    details: list[Line]


def read_postings(lines: Sequence[Line], section: str = "") -> Postings:
    """The postings in the lines from the first title on.

    Notes
    -----
    Where a posting's pay is missing, its title is what follows the last word of the details that is known.
    """
    records: list[PostingRecord] = []
    notes: list[TextRecord] = []
    findings: list[Finding] = []
    waiting: list[Line] = []
    filled = [line for line in lines if line.text]
    open_: _Open | None = None

    def close(*, is_last: bool) -> Line | None:
        """Read the details of the open posting; what is left of them is the next title, or fits nowhere."""
        if open_ is None:
            return waiting.pop() if waiting else None
        record, left = _record(open_, waiting, section)
        records.append(record)
        title = None if is_last or not left else left.pop()
        for line in left:
            notes.append(TextRecord(line.text, Passage(section, line.number, line.text)))
            findings.append(Finding("this fits no job posting; kept as a note", line.number))
        return title

    for line in filled:
        at = _AT.match(line.text)
        if not at:
            waiting.append(line)
            continue
        title = close(is_last=False)
        for stray in waiting if open_ is None else []:
            notes.append(TextRecord(stray.text, Passage(section, stray.number, stray.text)))
            findings.append(Finding("this fits no job posting; kept as a note", stray.number))
        waiting = []
        employer, place, rest = _where(line.text[at.end() :])
        if title is None or len(title.text) > _TITLE_LENGTH:
            findings.append(Finding("a job posting without a title; kept as a note", line.number))
            notes.append(TextRecord(line.text, Passage(section, line.number, line.text)))
            open_ = None
            continue
        open_ = _Open(title.text, title.number, employer, place, [])
        if rest:
            waiting.append(Line(line.number, rest))
    if open_ is not None:
        close(is_last=True)
    else:
        notes += [TextRecord(line.text, Passage(section, line.number, line.text)) for line in waiting]
        findings += [Finding("this fits no job posting; kept as a note", line.number) for line in waiting]
    return Postings(tuple(records), tuple(notes), tuple(findings))


def _where(text: str) -> tuple[str, str, str]:
    """Employer, place, and what else stands on the line."""
    employer, _, place = text.partition("|")
    rest = ""
    if details := re.search(r"\s+(?=(?:Full|Part)[ -]Time\b)", place):
        place, rest = place[: details.start()], place[details.end() :]
    return employer.strip(), place.strip(" |"), rest


def _record(posting: _Open, lines: Sequence[Line], section: str) -> tuple[PostingRecord, list[Line]]:
    """A posting with the details that its lines begin with, and the lines that are left."""
    types: list[str] = []
    seniority: Seniority | None = None
    pay: re.Match[str] | None = None
    left: list[Line] = []
    for place, line in enumerate(lines):
        text, at = line.text, 0
        while pay is None and at < len(text) and (at == 0 or text[at] in " ,|/"):  # what is glued on is a title
            if seniority is None and (match := _TYPE.match(text, at)) and _is_detail(text, match.end(), at, types):
                types.append(re.sub(r"[ -]?[Tt]ime$", " Time", match[1]).title())
            elif (
                seniority is None and (match := _SENIORITY.match(text, at)) and _is_detail(text, match.end(), at, types)
            ):
                seniority = Seniority[str(match.lastgroup).upper()]
            elif match := _PAY.match(text, at):
                pay = match
            else:
                break
            at = match.end()
        if rest := text[at:].strip(" ,|"):
            left = [Line(line.number, rest), *lines[place + 1 :]]
            break
    low, high, currency = _pay(pay)
    passage = Passage(section, posting.line, posting.title)
    record = PostingRecord(
        posting.title,
        passage,
        posting.employer,
        posting.place,
        tuple(dict.fromkeys(types)),
        seniority,
        low,
        high,
        currency,
    )
    return record, left


def _is_detail(text: str, end: int, start: int, types: list[str]) -> bool:
    """Whether words at the start of a line are a detail, not the next title: "Contract Manager", "Senior Analyst"."""
    rest = text[end:].lstrip(" ,|/")
    if not rest or text[end : end + 1].isupper() or types or start:
        return True
    return _TYPE.match(rest) is not None or _SENIORITY.match(rest) is not None or _PAY.match(rest) is not None


def _pay(match: re.Match[str] | None) -> tuple[int | None, int | None, str]:
    if match is None:
        return None, None, ""
    currency = match[1] or _SIGNS[match[2]]
    low = _amount(match[3], match[4] or (match[6] if match[5] and not match[4] else None))
    high = _amount(match[5], match[6]) if match[5] else None if match[7] else low
    return low, high, currency


def _amount(number: str, thousands: str | None) -> int:
    value = float(number.replace(",", ""))
    return round(value * 1_000) if thousands else round(value)
