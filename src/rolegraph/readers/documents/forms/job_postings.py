"""Job postings as data: schema.org's JobPosting in JSON-LD, alone in a file or in a web page."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any, Final

from rolegraph.readers.documents.forms.document import Document, PostingFields, content_hash
from rolegraph.readers.documents.forms.pieces import LayoutPiece, lines_of
from rolegraph.readers.documents.forms.reading_process import read_apart
from rolegraph.readers.documents.plain_text import LONGEST_LINE, Line, read_lines

_LONGEST_NAME: Final = 300
_LEAST_DESCRIPTION: Final = 200  # characters of one that was not cut
_MOST_VALUES: Final = 200_000  # that are looked through for postings
_TAG: Final = re.compile(
    r"<(?:/?(?:p|div|ul|ol|li|h[1-6]|strong|b|em|i|span|table|section)\b[^<>]{0,500}|br\s?/?)>", re.I
)
_ESCAPED_TAG: Final = re.compile(r"&(?:amp;)?lt;/?(?:p|div|ul|ol|li|h[1-6]|strong|b|em|i|span|br)\b", re.I)
_AMOUNT: Final = re.compile(r"\d{1,3}(?:[,' ]\d{3}){1,3}(?:\.\d{1,2})?|\d{1,12}(?:\.\d{1,6})?")
_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")
_EPOCH: Final = re.compile(r"\d{10}(?:\d{3})?(?:\.0)?")
_DATE_FORMATS: Final = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%Y/%m/%d", "%d.%m.%Y")
_PERIODS: Final = {
    "hour": ("hour", "hourly", "hr", "h"),
    "day": ("day", "daily"),
    "week": ("week", "weekly"),
    "month": ("month", "monthly"),
    "year": ("year", "yearly", "annual", "annually", "annum"),
}
_PERIOD_OF: Final = {word: period for period, words in _PERIODS.items() for word in words}
_CURRENCIES: Final = {"€": "EUR", "£": "GBP", "₹": "INR", "zł": "PLN"}  # of signs that only one currency has
# Parts that a posting states beside its description, and the headings that they get.
_PARTS: Final = {
    "responsibilities": "Responsibilities",
    "qualifications": "Qualifications",
    "skills": "Skills",
    "educationRequirements": "Education",
    "experienceRequirements": "Experience",
    "jobBenefits": "Benefits",
}
_REMOTE: Final = {
    "remote": "remote",
    "hybrid": "hybrid",
    "onsite": "on site",
    "inoffice": "on site",
    "office": "on site",
}


def find_postings(data: object) -> list[Mapping[str, Any]]:
    """The postings anywhere in JSON-LD: at its top, in a list, in a graph, below another thing."""
    found: list[Mapping[str, Any]] = []
    waiting: list[object] = [data]
    for _ in range(_MOST_VALUES):
        if not waiting:
            break
        value = waiting.pop()
        if isinstance(value, dict):
            value = {str(key).rpartition(":")[2].rpartition("/")[2]: part for key, part in value.items()}
            if "JobPosting" in {str(kind).rpartition("/")[2].rpartition(":")[2] for kind in _list(value.get("@type"))}:
                found.append(value)
            else:
                waiting += reversed(list(value.values()))
        elif isinstance(value, list):
            waiting += reversed(value)
    return found


def postings_in_scripts(scripts: Iterable[str]) -> list[Mapping[str, Any]]:
    """The postings in a page's scripts; one that is broken beyond repair has none."""
    found = []
    for script in scripts:
        text = re.sub(r"^\s*(?:<!--|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>)\s*$", "", script.strip())
        repaired = re.sub(r",(\s{0,99}[}\]])", r"\1", text)
        for attempt in (text, repaired, html.unescape(repaired)):
            try:
                found += find_postings(json.loads(attempt, strict=False))
            except (ValueError, RecursionError):
                continue
            break
    return found


def posting_documents(
    postings: Iterable[Mapping[str, Any]], name: str, form: str, page: Sequence[Line] = ()
) -> Iterator[Document]:
    """A document for each posting that has a text.

    `page` is the text of the page that they stand in: that of a single posting whose description is missing or cut.
    """
    found = [(posting, posting_lines(posting, name)) for posting in postings]
    if len(found) == 1 and _length(found[0][1]) < _LEAST_DESCRIPTION <= _length(page):
        found = [(found[0][0], list(page))]
    found = [(posting, lines) for posting, lines in found if lines]
    for number, (posting, lines) in enumerate(found, start=1):
        digest = content_hash(json.dumps(posting, sort_keys=True).encode("utf-8", "replace"))
        place = name if len(found) == 1 else f"{name} posting {number}"
        fields = posting_fields(posting)
        yield Document(place, lines, digest, form, fields.title, fields)


def _length(lines: Iterable[Line]) -> int:
    return sum(len(line.text) for line in lines)


def posting_lines(posting: Mapping[str, Any], name: str) -> list[Line]:
    """The description of a posting, and the parts that it states besides, below headings."""
    lines = described(in_words(posting.get("description")), name)
    said = " ".join(line.text for line in lines).casefold()
    more: list[LayoutPiece] = []
    for key, heading in _PARTS.items():
        parts = [line.text for part in _list(posting.get(key)) for line in described(_part(part), name)]
        parts = [text for text in parts if text and text.removeprefix("- ").rstrip(".").casefold() not in said]
        if parts:
            more += [LayoutPiece(heading, 2), *(LayoutPiece(text, is_bullet=True) for text in parts)]
    pay = in_words(posting.get("baseSalary"))
    if pay and _pay(posting)[:2] == (None, None):  # in words: "30 to 40 thousand"
        more += [LayoutPiece("Salary", 2), LayoutPiece(pay)]
    return one_below_the_other(lines, lines_of(more))


def described(text: str, name: str) -> list[Line]:
    """The lines of a text in a cell or value, which may be in HTML, escaped or not, or in Markdown; none for ""."""
    for _ in range(2):
        if _ESCAPED_TAG.search(text) and not _TAG.search(text):
            text = html.unescape(text)
    if _TAG.search(text):
        ((_, pieces, _),) = read_apart("html", text.encode(), name)
        return lines_of(LayoutPiece(*piece) for piece in pieces)
    text = re.sub(rf"(.{{{LONGEST_LINE}}})(?=.)", r"\1\n", text)
    if "\n" not in text:
        text = re.sub(r"\\r?\\n|\\n", "\n", text)
    text = text.replace("\0", "")
    return read_lines(text.encode("utf-8", "replace"), name, may_be_empty=True)


def one_below_the_other(*texts: list[Line]) -> list[Line]:
    """Several texts as one, with an empty line between, counted from 1."""
    out: list[Line] = []
    for lines in filter(None, texts):
        between = [Line(0, "")] if out else []
        out += [replace(line, number=len(out) + index) for index, line in enumerate([*between, *lines], start=1)]
    return out


def posting_fields(posting: Mapping[str, Any]) -> PostingFields:
    """What a posting says of itself in its properties."""
    low, high, currency, period = _pay(posting)
    place, remote = _place(posting)
    return PostingFields(
        title=in_words(posting.get("title")) or in_words(posting.get("name")),
        employer=in_words(posting.get("hiringOrganization")),
        place=place,
        remote=remote,
        employment_types=tuple(dict.fromkeys(map(words_of, _texts(posting.get("employmentType"))))),
        pay_low=low,
        pay_high=high,
        currency=currency,
        pay_period=period,
        posted=iso_date(in_words(posting.get("datePosted"))),
        closes=iso_date(in_words(posting.get("validThrough"))),
        industry=", ".join(_texts(posting.get("industry"))),
    )


def _place(posting: Mapping[str, Any]) -> tuple[str, str]:
    """Where the work is, and whether it is remote."""
    places = []
    for location in _list(posting.get("jobLocation")):
        address = location.get("address", location) if isinstance(location, dict) else location
        if isinstance(address, dict):
            keys = ("addressLocality", "addressRegion", "addressCountry")
            parts = [in_words(address.get(key)) for key in keys]
            places.append(", ".join(dict.fromkeys(filter(None, parts))) or in_words(address.get("name")))
        else:
            places.append(in_words(address))
    places = places if any(places) else _texts(posting.get("applicantLocationRequirements"))
    is_remote = "TELECOMMUTE" in map(str.upper, _texts(posting.get("jobLocationType")))
    return "; ".join(dict.fromkeys(filter(None, places))), "remote" if is_remote else ""


def _pay(posting: Mapping[str, Any]) -> tuple[int | None, int | None, str, str]:
    """The lowest and highest pay, its currency, and for how long it is."""
    stated = next(iter(_list(posting.get("baseSalary")) or _list(posting.get("estimatedSalary"))), None)
    pay = stated if isinstance(stated, dict) else {"value": stated}
    value = next(iter(_list(pay.get("value"))), None)
    amounts = value if isinstance(value, dict) else {"value": value, **pay} if value is not None else pay
    low, high = (amount(in_words(amounts.get(key))) for key in ("minValue", "maxValue"))
    single = amount(in_words(amounts.get("value")))
    low, high = (low or single, high or single) if low or high or single else (None, None)
    currency = (
        in_words(pay.get("currency")) or in_words(posting.get("salaryCurrency")) or in_words(amounts.get("currency"))
    )
    unit = in_words(amounts.get("unitText")) or in_words(pay.get("unitText"))
    sign = next((sign for sign in _CURRENCIES if sign in in_words(amounts.get("value"))), "")
    return low, high, currency.upper() if len(currency) == 3 else _CURRENCIES.get(sign, ""), period_of(unit)


def period_of(unit: str) -> str:
    """The word for how long pay is for: "year" for "YEAR", "per annum"; "" for one that is not known."""
    return _PERIOD_OF.get(unit.casefold().strip(" ./").removeprefix("per "), "")


def amount(text: str) -> int | None:
    """A number of whole units in a text that is a number: "50,000", "50000.0", "EUR 50 000"; None for any other."""
    found = _AMOUNT.findall(text)
    return round(float(re.sub(r"[,' ]", "", found[0]))) or None if len(found) == 1 else None


def words_of(code: str) -> str:
    """A code in words: "Full Time" for FULL_TIME, FullTime and full-time."""
    code = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", code.rpartition("/")[2])
    return " ".join(re.split(r"[\s_-]+", code)).title()


def iso_date(text: str) -> str:
    """A date in ISO 8601 from that, from a count of seconds or milliseconds, or from words; "" for any other."""
    text = text.strip()
    if match := _ISO_DATE.match(text):
        text = match[0]
    try:
        if _EPOCH.fullmatch(text):
            seconds = int(text.partition(".")[0])
            return datetime.fromtimestamp(seconds if seconds < 10**11 else seconds / 1_000, UTC).date().isoformat()
        return date.fromisoformat(text).isoformat()
    except (ValueError, OverflowError):
        pass
    for format_ in _DATE_FORMATS if text else ():
        try:
            return datetime.strptime(text, format_).replace(tzinfo=UTC).date().isoformat()
        except ValueError:
            continue
    return ""


def workplace(text: str) -> str:
    """Whether "remote", "hybrid" or "on site" is meant by a word or by yes and no; "" where that is not said."""
    word = re.sub(r"[\W_]", "", text.casefold())
    if word in ("1", "10", "true", "yes", "fullyremote", "telecommute"):
        return "remote"
    return _REMOTE.get(word, "")


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _texts(value: object) -> list[str]:
    return [text for text in map(in_words, _list(value)) if text]


def in_words(value: object) -> str:
    """A value of JSON in words: a string, a number, the name of a thing."""
    if isinstance(value, list):
        return "\n".join(_texts(value))
    if isinstance(value, dict):
        return next(filter(None, (in_words(value.get(key)) for key in ("@value", "name", "legalName", "value"))), "")
    if isinstance(value, bool) or value is None:
        return ""
    text = str(value).strip()
    return html.unescape(text) if len(text) < _LONGEST_NAME else text


def _part(part: object) -> str:
    """What a part of a posting asks for: its words, a degree by its category, or months of experience as years."""
    if not isinstance(part, dict):
        return in_words(part)
    if months := amount(in_words(part.get("monthsOfExperience"))):
        return f"{months // 12} years of experience" if months % 12 == 0 else f"{months} months of experience"
    return (
        words_of(in_words(part.get("credentialCategory"))).lower()
        or in_words(part)
        or in_words(part.get("description"))
    )
