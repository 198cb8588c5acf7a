"""The outlook section: forecasts with a figure, a period, and who says so.

The job postings at the end of a page, which run into each other: the pay of one ends where the next title begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from rolegraph.linking import Finding
from rolegraph.model.nodes import Seniority
from rolegraph.readers.documents.records import OutlookRecord, Passage, PostingRecord, TextRecord
from rolegraph.readers.documents.role_names import Everyone, Roles
from rolegraph.readers.documents.text import Line, sentences

_PERCENT: Final = re.compile(r"(?<![\w.,])(-?\d{1,4}(?:\.\d{1,3})?)\s*(?:%|per\s?cent\b)(?!\s+of\b)", re.IGNORECASE)
_RANGE: Final = re.compile(r"\d\s*(?:%|percent)?\s*(?:-|to|and)\s*$", re.IGNORECASE)
_RANGES: Final = re.compile(r"\d\s?%?\s?(?:-|to)\s?\d{1,3}(?:\.\d{1,3})?\s?(?:%|percent\b)", re.IGNORECASE)
_GROWS: Final = re.compile(
    r"\b(?:grow\w*|increase\w*|increasing|rise|rising|expan\w+|outlook|demand|employment|jobs?|openings)\b",
    re.IGNORECASE,
)
_SHRINKS: Final = re.compile(r"\b(?:declin\w+|decreas\w+|shrink\w*|drop\w*|fall(?:ing)?)\b", re.IGNORECASE)
_OTHER: Final = re.compile(
    r"\b(?:salar\w+|pay|paid|wages?|earn\w*|compensation|bonus\w*|average|companies|employers|organi[sz]ations"
    r"|respondents|market|CAGR|revenue|investments?|all occupations)\b",
    re.IGNORECASE,
)
_YEAR: Final = r"((?:19|20)\d\d)"
_PERIOD: Final = re.compile(
    rf"\b(?:(?:from|between)\s+)?{_YEAR}\s*(?:-|\u2014|/|to|and|through|until)\s*{_YEAR}\b", re.IGNORECASE
)
_END: Final = re.compile(rf"\b(?:by|until|through)\s+(?:the year\s+|the end of\s+)?{_YEAR}\b", re.IGNORECASE)
_ACCORDING: Final = re.compile(
    r"\b(?:according to|as reported by|as projected by|data from|reported by|projected by)\s+(?:data from\s+"
    r"|a report by\s+|projections from\s+)?",
    re.IGNORECASE,
)
_SAYS: Final = re.compile(
    r"\s+(?:also |further |currently )?(?:projects|project|predicts|estimates|forecasts|reports|expects|anticipates"
    r"|says|states)\b"
)
_NAME: Final = re.compile(
    r"(?:the\s+)?((?:[A-Z][\w.&'-]*)(?:\s+(?:of|and|for|the|on"
    r"|in(?=\s+[A-Z]))\s+(?=(?:the\s+)?[A-Z])(?:the\s+)?[A-Z][\w.&'-]*|\s+[A-Z][\w.&'-]*){0,9})"
)
_INITIALS: Final = re.compile(r"\s*\(([A-Z][A-Za-z.]{1,9})\)")


class Outlooks(NamedTuple):
    """What a text forecasts, its sentences that forecast nothing in figures, and those whose figures are unclear."""

    records: list[OutlookRecord]
    rest: list[str]
    unclear: list[str]


def outlooks(text: str, current: Everyone, passage: Passage, roles: Roles, names: dict[str, str]) -> Outlooks:
    """The forecasts of a paragraph.

    Parameters
    ----------
    current
        The roles of the heading that it stands under, if any.
    names
        Names of authorities by their initials, as far as the article has given them; more are added.

    Notes
    -----
    A figure counts where words of growth stand nearer to it than words of pay. A range is no figure.
    """
    spoken_of: Everyone = ()  # the roles that the paragraph has named so far
    records: list[OutlookRecord] = []
    rest: list[str] = []
    unclear: list[str] = []
    for sentence in sentences(text):
        authority = _authority(sentence, names)
        spoken_of = roles.named(sentence) or spoken_of
        period = _PERIOD.search(sentence)
        end = None if period else _END.search(sentence)
        figures = [
            (match, growth) for match in _PERCENT.finditer(sentence) if (growth := _growth(sentence, match)) is not None
        ]
        found = []
        for (_, growth), meant in zip(figures, _meant(sentence, [match for match, _ in figures], roles), strict=True):
            about = meant if meant is not None else current or spoken_of or roles.everyone
            if about:
                record = OutlookRecord(
                    growth=growth,
                    passage=passage,
                    start=int(period[1]) if period else None,
                    end=int(period[2]) if period else int(end[1]) if end else None,
                    authority=authority,
                    roles=tuple(roles.mentions[place] for place in about),
                )
                found.append(record)
        records.extend(found)
        if len(found) < len(figures) or _is_range(sentence):
            unclear.append(sentence)
        elif not found:
            rest.append(sentence)
    return Outlooks(records, rest, unclear)


def _meant(sentence: str, figures: list[re.Match[str]], roles: Roles) -> list[Everyone | None]:
    """Whom each figure of a sentence is about: None where the sentence names nobody, empty where it is unclear."""
    named = roles.named(sentence)
    if len(figures) < 2:
        return [named or None] * len(figures)
    starts = [0, *(figure.end() for figure in figures)]
    clauses = [roles.named(sentence[start : figure.start()]) for start, figure in zip(starts, figures, strict=False)]
    if not named:
        return [None] * len(figures)
    if not clauses[0]:  # "22% for A and 11% for B"
        ends = [*(figure.start() for figure in figures[1:]), len(sentence)]
        clauses = [roles.named(sentence[figure.end() : end]) for figure, end in zip(figures, ends, strict=True)]
    return list(clauses)


def _is_range(sentence: str) -> bool:
    """Whether a sentence gives growth as a range, which has no one figure."""
    return _GROWS.search(sentence) is not None and _RANGES.search(sentence) is not None


def _growth(sentence: str, match: re.Match[str]) -> float | None:
    """The growth that a figure stands for, or None for a figure of something else."""
    if _RANGE.search(sentence[max(0, match.start() - 12) : match.start()]):
        return None
    if re.match(r"\s*(?:-|to)\s*\d", sentence[match.end() : match.end() + 6]):
        return None
    before, after = sentence[max(0, match.start() - 90) : match.start()], sentence[match.end() : match.end() + 50]
    grows, shrinks, other = _near(_GROWS, before, after), _near(_SHRINKS, before, after), _near(_OTHER, before, after)
    nearest = min(grows, shrinks)
    if nearest == _FAR or other < nearest:
        return None
    value = float(match[1])
    return -value if shrinks < grows and value > 0 else value


_FAR: Final = 1_000


def _near(pattern: re.Pattern[str], before: str, after: str) -> int:
    """How far the nearest word of a kind is from a figure; what stands behind it counts as a little farther."""
    last = max((match.end() for match in pattern.finditer(before)), default=None)
    first = pattern.search(after)
    return min(
        len(before) - last if last is not None else _FAR,
        first.start() + 10 if first is not None else _FAR,
    )


def _authority(sentence: str, names: dict[str, str]) -> str:
    if according := _ACCORDING.search(sentence):
        name = _NAME.match(sentence, according.end())
    elif says := _SAYS.search(sentence):
        before = _INITIALS.sub("", sentence[: says.start()])[-160:]
        name = next((match for match in _NAME.finditer(before) if match.end() == len(before)), None)
    else:
        return ""
    if name is None:
        return ""
    text = name[1].removesuffix("'s").rstrip(".,") if not re.search(r"\.[A-Z]\.$", name[1]) else name[1]
    text = re.sub(r"^The\s+", "", text)
    at = sentence.find(text) + len(text)
    if initials := _INITIALS.match(sentence, at):
        names[initials[1]] = text
    return names.get(text, text)


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
