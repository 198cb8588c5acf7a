"""The jobs of a CV: titles with the period beside, above or below them, linked to roles of a graph."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from rolegraph.facts.lexicon import Lexicon
from rolegraph.model.nodes import Kind, Node
from rolegraph.model.proposals import HeldJob, Quote
from rolegraph.readers.documents.cv_sections import CvLine, CvPart
from rolegraph.readers.documents.fields.dates import date_fields
from rolegraph.readers.documents.fields.values import DateRange
from rolegraph.readers.documents.job_titles import is_job, linked_role, without_seniority
from rolegraph.readers.documents.titles import capitalised

_LONGEST: Final = 140  # of a line that names a job
_MOST_WORDS: Final = 8  # of a title
_MOST_CANDIDATES: Final = 5  # roles that a title may mean, from which on it says nothing
_MONTH: Final = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_YEAR: Final = rf"(?:(?:{_MONTH}|spring|summer|autumn|fall|winter),?\s+|\d{{1,2}}[/.])?'?(?:19|20)\d\d"
_SHORT_YEAR: Final = rf"{_MONTH}\s?'\d\d(?!\d)"
_NOW: Final = r"present|now|today|current(?:ly)?|date|ongoing|to date"
_PERIOD: Final = re.compile(
    rf"(?<!\d)[(\[]?\b(?:from\s+)?(?P<start>{_YEAR}|{_SHORT_YEAR})\s*(?:(?:-|\u2013|\u2014|to|until|till)\s*(?P<end>{_YEAR}|{_SHORT_YEAR}|{_NOW}|(?=$|[)\]]|[A-Z][a-z]{{3}}))"
    rf"|\s*(?P<only>(?=\s*(?:$|[)\],:|]))))[)\]]?|\bsince\s+(?P<since>{_YEAR})",
    re.IGNORECASE,
)
_MONTHS_ONLY: Final = re.compile(
    rf"(?P<first>{_MONTH})\s*(?:-|\u2013|to)\s*(?P<last>{_MONTH}),?\s+(?P<year>(?:19|20)\d\d)", re.IGNORECASE
)
_NUMBERS: Final = {
    name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)
}
_PARTS: Final = re.compile(
    r"\s+[-\u2014\u2013@•·|]\s+|\s*[|•·;]\s*|,\s+(?:later|then|now|previously|promoted to)\s+"
    r"|,\s+|\s{2,}|\s+at\s+(?:the\s+)?(?=[A-Z])|\s+for\s+(?=[A-Z])"
    r"|\s*[()\[\]]\s*|:\s+"
)
_EMPLOYER: Final = re.compile(
    r"\b(?:ltd|limited|llp|llc|inc|plc|gmbh|ag|bv|corp|company|group|hospital|school|council|trust|university|college|bank|"
    r"restaurant|hotel|clinic|infirmary|studio|media|academy|home|centre|center|agency|institute|services|solutions|systems|"
    r"technologies|partners|consulting|logistics|& \w+|\w+'s)\b",
    re.IGNORECASE,
)
_CENTURY: Final = 50  # from which on two digits are a year of the last century
_JOB_PARTS: Final = (CvPart.EXPERIENCE, CvPart.VOLUNTEERING)


class Period(NamedTuple):
    """From when to when, in ISO 8601, and where a line says so."""

    first: str
    last: str
    start: int
    end: int


def period_of(text: str) -> Period | None:
    """The period that a line names: "Mar 2021 - present", "2015-2018", "since 2019"; a lone year at its end too."""
    if months := _MONTHS_ONLY.search(text):
        year = months["year"]
        first, last = (f"{year}-{_NUMBERS[months[name][:3].lower()]:02}" for name in ("first", "last"))
        return Period(first, last, *months.span())
    for value, start, end in ((field.value, field.start, field.end) for field in date_fields(text)):
        if isinstance(value, DateRange) and value.end and not value.of:
            return Period(value.start, value.end, start, end)
    match = _PERIOD.search(text)
    if match is None:
        return None
    first = _iso(match["start"] or match["since"])
    if match["end"] == "" and match.end() < len(text.rstrip()) and text[match.end()] not in ")]":
        last = ""  # "2021 - Freelance designer" may go on, or not
    elif match["since"] or (
        match["end"] is not None and (not match["end"] or re.fullmatch(_NOW, match["end"], re.IGNORECASE))
    ):
        last = "present"
    else:
        last = _iso(match["end"]) if match["end"] else first
    return Period(first, last, *match.span())


def _iso(text: str) -> str:
    year = text[-4:]
    if "'" in year:
        year = ("20" if int(year[-2:]) < _CENTURY else "19") + year[-2:]
    if (month := _NUMBERS.get(text[:3].lower())) is None and (number := re.match(r"(\d{1,2})[/.]", text)):
        month = int(number[1])
    return f"{year}-{month:02}" if month and 1 <= month <= 12 else year


def is_title(text: str, lexicon: Lexicon) -> bool:
    """Whether a short line is the title of a job, with nothing beside it."""
    return _score(text.strip(" .:"), lexicon) > 1 if len(text) <= _LONGEST else False


def jobs_of(
    lines: Sequence[CvLine], lexicon: Lexicon, quote: Callable[[CvLine], Quote]
) -> tuple[tuple[HeldJob, ...], frozenset[int]]:
    """The jobs of a CV, the latest first, and the numbers of the lines that name them or their employers."""
    found: list[HeldJob] = []
    headers: set[int] = set()
    for place, line in enumerate(lines):
        if line.part not in _JOB_PARTS or line.number in headers or len(line.text) > _LONGEST:
            continue
        period = None if line.is_bullet and not line.is_entry else period_of(line.text)
        if period is None and not line.is_entry:
            continue
        near = [line]
        if period is not None:
            near += [other for other in _beside(lines, place) if other.number not in headers]
        titles, of = _titles(near, period, lexicon)
        # What stands for a title, and is none that is known, may be the person's name.
        titles = [title for title in titles if quote(of).text or _score(title, lexicon) > 1]
        if titles:
            first, last = (period.first, period.last) if period else ("", "")
            found += [_job(title, quote(of), first, last, lexicon) for title in titles]
        if titles or period:
            top, bottom = sorted((line.number, of.number))
            headers.update(other.number for other in (line, *near) if top <= other.number <= bottom)
        if titles:
            headers.update(other.number for other in near if _EMPLOYER.search(other.text))
    if not found:
        heads = [line for line in lines if line.part is CvPart.HEAD and _score(line.text, lexicon) > 1]
        found = [_job(line.text, quote(line), "", "", lexicon) for line in heads[:1]]
        headers.update(line.number for line in heads[:1])
    order = sorted(
        range(len(found)),
        key=lambda i: (found[i].end == "present", found[i].end or found[i].start, found[i].start, -i),
        reverse=True,
    )
    return tuple(found[i] for i in order), frozenset(headers)


def _beside(lines: Sequence[CvLine], place: int) -> list[CvLine]:
    """The lines right above and below one, where they may belong to the same job's heading."""
    line = lines[place]
    near: list[CvLine] = []
    for step in (-1, 1):
        last = line
        for other in (lines[place + step * far] for far in (1, 2) if 0 <= place + step * far < len(lines)):
            if other.part is not line.part or abs(other.number - last.number) > 2 or not _is_header(other):
                break
            if period_of(other.text):
                break  # of another job
            near.append(other)
            last = other
    return near


def _is_header(line: CvLine) -> bool:
    is_short = len(line.text) <= 90 and not line.text.endswith((".", ";", ","))
    return is_short and (line.is_entry or not line.is_bullet)


def _titles(near: Sequence[CvLine], period: Period | None, lexicon: Lexicon) -> tuple[list[str], CvLine]:
    """The titles that some lines name, the most likely line's, and that line."""
    best: tuple[float, list[str], CvLine] = (1.0, [], near[0])
    unknown: tuple[list[str], CvLine] = ([], near[0])
    for place, line in enumerate(near):
        text = line.text
        if period and not place:
            text = f"{text[: period.start]} | {text[period.end :]}"
        parts = [part.strip(" -|:,.\u2013\u2014") for part in _PARTS.split(text)]
        parts = list(filter(None, parts))
        scored = [
            (max(_score(part, lexicon), 0.0 if part != parts[0] or place else _first(part)), part) for part in parts
        ]
        good = [part for score, part in scored if score > 1]
        if period and not unknown[0] and (named := next((part for _, part in scored), "")) and _may_be_title(named):
            unknown = ([named], line)
        top = max((score for score, _ in scored), default=0.0) - 0.1 * place
        if good and top > best[0]:
            best = (top, good if re.search(r"\b(?:later|then|promoted)\b", text) else good[:1], line)
    return (best[1], best[2]) if best[1] else unknown


def _first(part: str) -> float:
    """How likely the first word of a line is a title by itself: "Barista", but a place may end as a title does."""
    return 1.1 if is_job(part) and part.isalpha() else 0.0


def _may_be_title(part: str) -> bool:
    """Whether words in the place of a title could be one that is not known: not those of an employer."""
    is_short = 0 < len(part.split()) <= 6 and part[:1].isupper()
    return is_short and not _EMPLOYER.search(part) and not any(map(str.isdigit, part))


def _score(part: str, lexicon: Lexicon) -> float:
    """How likely it is that words are the title of a job: above 1 if they are one."""
    words = part.split()
    if not 0 < len(words) <= _MOST_WORDS or any(map(str.isdigit, part)) or not part[:1].isupper():
        return 0.0
    link = linked_role(part, lexicon)
    if link is not None and link.confidence >= 0.9:
        return 3.0
    if _EMPLOYER.search(part):
        return 0.5
    if is_job(part) and (
        len(words) > 1 or link is not None or part.lower().endswith(("er", "or", "ist", "ant", "ian", "nurse", "chef"))
    ):
        return 2.0 + (0.5 if link else 0.0) + (0.2 if len(words) > 1 else 0.0)
    return 1.5 if link else 0.0


def _job(title: str, shown: Quote, first: str, last: str, lexicon: Lexicon) -> HeldJob:
    title = capitalised(title) if title.isupper() else title
    link = linked_role(title, lexicon)
    if link is None:
        candidates = lexicon.find(title, (Kind.ROLE,)) or lexicon.find(without_seniority(title), (Kind.ROLE,))
        few = candidates if len(candidates) <= _MOST_CANDIDATES else ()
        return HeldJob(title, shown, first, last, candidates=few)
    return HeldJob(title, shown, first, last, Node(link.role.iri, link.role.kind, link.role.label), link.confidence)
