"""Dates in ISO 8601: when an advertisement was posted and closes, when a job starts, from when to when one was held."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rolegraph.readers.documents.fields.values import DateRange, FieldKind, TypedField

_MONTHS: Final = {
    word: number
    for number, words in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for word in words.split()
}
_DAYS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_MONTH: Final = rf"(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b\.?"
_YEAR: Final = r"(?:19|20)\d\d"
_DATE: Final = re.compile(
    rf"(?<![\w.,/-])(?:(?P<iso>{_YEAR}-\d\d(?:-\d\d)?)(?![\d-])|(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<month>{_MONTH}),?\s+(?P<year>{_YEAR})"
    rf"|(?P<month2>{_MONTH})\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>{_YEAR})|(?P<month3>{_MONTH}),?\s+'?(?P<year3>{_YEAR})"
    rf"|(?P<first>\d{{1,2}})(?P<sep>[./-])(?P<second>\d{{1,2}})(?P=sep)(?P<year4>{_YEAR})|(?P<month5>\d{{1,2}})/(?P<year5>{_YEAR}))(?!\d)",
    re.IGNORECASE,
)
_OF: Final = (
    (
        "posted",
        r"(?:date\s+)?(?:posted|published|advertised)(?:\s+on|\s+date)?|posting\s+date|publication\s+date|listed\s+on",
    ),
    (
        "closes",
        r"clos(?:es|ing|e)(?:\s+(?:date|on))?(?:\s+for\s+applications)?|deadline(?:\s+for\s+applications|\s+is)?|application\s+deadline"
        r"|appl(?:y|ications?)\s+(?:by|before|until|close[sd]?|due)(?:\s+(?:on|by))?|valid\s+(?:through|until)|no\s+later\s+than|expires?(?:\s+on)?"
        r"|latest(?:\s+by)?|(?:apply|write\s+to|send|email|reply)\b[^.;:\d\n]{0,45}\s(?:by|before)|submit\w*\s+by",
    ),
    (
        "starts",
        r"(?<!interviews\s)(?<!interview\s)start(?:s|ing)?(?:\s+(?:date|on|from))?|commenc\w+(?:\s+on)?|begin\w*(?:\s+on)?",
    ),
)
_OF_BEFORE: Final = re.compile(
    r"\b(?:" + "|".join(f"(?P<{name}>{words})" for name, words in _OF) + r")\s*(?:is\s+|date\s+|on\s+)?[:\s-]{0,3}"
    r"(?:on\s+|is\s+|the\s+)?(?:\d{1,2}(?::\d\d)?\s?[ap]m,?\s+)?(?:on\s+)?"
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?$",
    re.IGNORECASE,
)
_TO: Final = re.compile(r"\s*(?:-|–|—|\bto\b|\buntil\b|\btill\b)\s*", re.IGNORECASE)
_NOW: Final = re.compile(r"(?:present|now|today|current|date|ongoing)\b", re.IGNORECASE)
_YEARS: Final = re.compile(
    rf"(?<![\w.,/$€£-])(?P<start>{_YEAR})\s*(?:-|–|—|to|until)\s*(?:(?P<end>{_YEAR})(?![\w/-])|(?P<now>present|now|today|current|date|ongoing)\b)",
    re.IGNORECASE,
)


_FORECAST: Final = re.compile(r"%|percent|\b(?:grow|increas|project|declin|expect)\w*", re.IGNORECASE)


def date_fields(text: str) -> Iterator[TypedField]:
    """The dates of a text that say what they are of, and ranges of dates."""
    place, taken = 0, -1
    while (match := _DATE.search(text, place)) is not None:
        place = match.end()
        if not (start := iso_date(match)):
            continue
        to = _TO.match(text, match.end())
        second = _DATE.match(text, to.end()) if to else None
        end, stop = (iso_date(second), second.end()) if second else ("", match.end())
        if to and not end and (now := _NOW.match(text, to.end())):
            end, stop = "present", now.end()
        of = _OF_BEFORE.search(text[max(0, match.start() - 60) : match.start()])
        if (of or end) and (end == "" or end == "present" or start <= end):
            place = taken = stop
            value = DateRange(start, end, str(of.lastgroup) if of else "")
            yield TypedField(FieldKind.DATES, match.start(), stop, text[match.start() : stop], value)
    for match in _YEARS.finditer(text):
        if match.start() < taken or _FORECAST.search(text, max(0, match.start() - 80), match.start()):
            continue
        end = "present" if match["now"] else match["end"]
        if match["start"] <= end:
            yield TypedField(FieldKind.DATES, match.start(), match.end(), match[0], DateRange(match["start"], end))


def iso_date(match: re.Match[str]) -> str:
    """A date in ISO 8601; empty if there is no such day, or if a day and a month cannot be told apart."""
    if iso := match["iso"]:
        year, month, day = (*map(int, iso.split("-")), 0)[:3]
    elif match["month"]:
        year, month, day = int(match["year"]), _month(match["month"]), int(match["day"])
    elif match["month2"]:
        year, month, day = int(match["year2"]), _month(match["month2"]), int(match["day2"])
    elif match["month3"]:
        year, month, day = int(match["year3"]), _month(match["month3"]), 0
    elif match["month5"]:
        year, month, day = int(match["year5"]), int(match["month5"]), 0
    else:
        year, day, month = int(match["year4"]), int(match["first"]), int(match["second"])
        if match["sep"] != "." and day <= 12 and month <= 12 and day != month:
            return ""
        if month > 12:
            day, month = month, day
    if not 1 <= month <= 12 or day > _DAYS[month - 1]:
        return ""
    return f"{year}-{month:02}-{day:02}" if day else f"{year}-{month:02}"


def _month(word: str) -> int:
    return _MONTHS[word.lower().rstrip(".")]
