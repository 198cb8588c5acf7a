"""Forecasts in the outlook section: growth in percent or openings a year, of which roles, when, and who says so."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from rolegraph.readers.documents.gazetteer import RoleGazetteer, RoleIndices
from rolegraph.readers.documents.plain_text import sentences
from rolegraph.readers.documents.records import OutlookRecord, Passage

_PERCENT: Final = re.compile(r"(?<![\w.,])(-?\d{1,4}(?:\.\d{1,3})?)\s*(?:%|per\s?cent\b)(?!\s+of\b)", re.IGNORECASE)
_RANGE_BEFORE: Final = re.compile(r"\d\s*(?:%|percent)?\s*(?:-|to|and)\s*$", re.IGNORECASE)
_RANGE_AFTER: Final = re.compile(r"\s*(?:-|to)\s*\d")
_RANGE: Final = re.compile(r"\d\s?%?\s?(?:-|to)\s?\d{1,3}(?:\.\d{1,3})?\s?(?:%|percent\b)", re.IGNORECASE)
_GROWTH: Final = re.compile(
    r"\b(?:grow\w*|increase\w*|increasing|rise|rising|expan\w+|outlook|demand|employment|jobs?|openings)\b",
    re.IGNORECASE,
)
_DECLINE: Final = re.compile(r"\b(?:declin\w+|decreas\w+|shrink\w*|drop\w*|fall(?:ing)?)\b", re.IGNORECASE)
_OTHER_QUANTITY: Final = re.compile(
    r"\b(?:salar\w+|pay|paid|wages?|earn\w*|compensation|bonus\w*|average|companies|employers|organi[sz]ations"
    r"|respondents|market|CAGR|revenue|investments?|all occupations)\b",
    re.IGNORECASE,
)
_FAR: Final = 1_000  # the distance of a word that does not occur
_YEAR: Final = r"((?:19|20)\d\d)"
_PERIOD: Final = re.compile(
    rf"\b(?:(?:from|between)\s+)?{_YEAR}\s*(?:-|\u2014|/|to|and|through|until)\s*{_YEAR}\b", re.IGNORECASE
)
_PERIOD_END: Final = re.compile(rf"\b(?:by|until|through)\s+(?:the year\s+|the end of\s+)?{_YEAR}\b", re.IGNORECASE)
_ACCORDING_TO: Final = re.compile(
    r"\b(?:according to|as reported by|as projected by|data from|reported by|projected by)\s+"
    r"(?:data from\s+|a report by\s+|projections from\s+)?",
    re.IGNORECASE,
)
_PROJECTS: Final = re.compile(
    r"\s+(?:also |further |currently )?"
    r"(?:projects|project|predicts|estimates|forecasts|reports|expects|anticipates|says|states)\b"
)
_PROPER_NAME: Final = re.compile(
    r"(?:the\s+)?((?:[A-Z][\w.&'-]*)(?:\s+(?:of|and|for|the|on|in(?=\s+[A-Z]))\s+(?=(?:the\s+)?[A-Z])(?:the\s+)?"
    r"[A-Z][\w.&'-]*|\s+[A-Z][\w.&'-]*){0,9})"
)
_INITIALS: Final = re.compile(r"\s*\(([A-Z][A-Za-z.]{1,9})\)")


# "About 16,400 openings are projected each year", "16,400 job openings a year", "annual openings of 16,400".
_COUNT: Final = r"(\d{1,3}(?:,\d{3}){1,2}|\d{2,7})"
_EACH_YEAR: Final = r"(?:(?:each|per|every|a)\s+year|annually|yearly)"
_OPENINGS: Final = re.compile(
    rf"(?<![\d.,$£€-]){_COUNT}\s+(?:new\s+)?(?:job\s+)?(?:openings|vacancies)\b(?=[^.;]{{0,90}}\b{_EACH_YEAR}\b)"
    rf"|(?<![\d.,$£€-]){_COUNT}\s+annual\s+(?:job\s+)?(?:openings|vacancies)\b"
    rf"|\b(?:annual|yearly)\s+(?:job\s+)?openings\s+(?:of|at|are)\s+(?:about\s+|around\s+)?{_COUNT}(?![\d.,]*\d|\s?%)",
    re.IGNORECASE,
)


class Forecasts(NamedTuple):
    """The forecasts of a text, its sentences without figures of growth, and those whose figures are unclear."""

    records: list[OutlookRecord]
    rest: list[str]
    unclear: list[str]


def outlooks(
    text: str, current: RoleIndices, passage: Passage, gazetteer: RoleGazetteer, authorities: dict[str, str]
) -> Forecasts:
    """The forecasts of a paragraph below a heading about the `current` roles, if any.

    A figure of growth counts where words of growth stand nearer to it than words of pay. A range is not a figure.
    Names of authorities by their initials are added to `authorities` as the article gives them.
    """
    paragraph_roles: RoleIndices = ()  # those that the paragraph has named so far
    growing: RoleIndices = ()  # those of the forecast before: openings are theirs where a sentence names no role
    forecasts = Forecasts([], [], [])
    for sentence in sentences(text):
        authority = _authority(sentence, authorities)
        paragraph_roles = gazetteer.mentioned(sentence) or paragraph_roles
        period = _PERIOD.search(sentence)
        end = None if period else _PERIOD_END.search(sentence)
        figures = [
            (match, growth) for match in _PERCENT.finditer(sentence) if (growth := _growth(sentence, match)) is not None
        ]
        subjects = _subjects(sentence, [match for match, _ in figures], gazetteer)
        records = [
            OutlookRecord(
                growth=growth,
                passage=passage,
                start=int(period[1]) if period else None,
                end=int(period[2]) if period else int(end[1]) if end else None,
                authority=authority,
                roles=tuple(gazetteer.mentions[role] for role in roles),
            )
            for (_, growth), named in zip(figures, subjects, strict=True)
            if (roles := named if named is not None else current or paragraph_roles or gazetteer.all_roles)
        ]
        if openings := _OPENINGS.search(sentence):
            roles = gazetteer.mentioned(sentence) or current or growing or paragraph_roles or gazetteer.all_roles
            mentions = tuple(gazetteer.mentions[role] for role in roles)
            count = int(next(filter(None, openings.groups())).replace(",", ""))
            records.append(OutlookRecord(None, passage, authority=authority, roles=mentions, openings=count))
        elif records:
            growing = gazetteer.mentioned(sentence)
        forecasts.records.extend(records)
        is_range = _GROWTH.search(sentence) is not None and _RANGE.search(sentence) is not None
        if sum(record.growth is not None for record in records) < len(figures) or is_range:
            forecasts.unclear.append(sentence)
        elif not records:
            forecasts.rest.append(sentence)
    return forecasts


def _subjects(sentence: str, figures: list[re.Match[str]], gazetteer: RoleGazetteer) -> list[RoleIndices | None]:
    """The roles that each figure of a sentence is about: None if the sentence names no role, empty if it is unclear."""
    mentioned = gazetteer.mentioned(sentence)
    if len(figures) < 2 or not mentioned:
        return [mentioned or None] * len(figures)
    starts = [0, *(figure.end() for figure in figures[:-1])]
    ends = [figure.start() for figure in figures]
    before = [gazetteer.mentioned(sentence[start:end]) for start, end in zip(starts, ends, strict=True)]
    if before[0]:
        return list(before)
    ends = [*ends[1:], len(sentence)]  # "22% for A and 11% for B"
    return [gazetteer.mentioned(sentence[figure.end() : end]) for figure, end in zip(figures, ends, strict=True)]


def _growth(sentence: str, match: re.Match[str]) -> float | None:
    """The growth that a figure stands for, or None for a figure of something else."""
    before, after = sentence[max(0, match.start() - 90) : match.start()], sentence[match.end() : match.end() + 50]
    if _RANGE_BEFORE.search(before[-12:]) or _RANGE_AFTER.match(after[:6]):
        return None
    growth, decline, other = (_distance(words, before, after) for words in (_GROWTH, _DECLINE, _OTHER_QUANTITY))
    nearest = min(growth, decline)
    if nearest == _FAR or other < nearest:
        return None
    value = float(match[1])
    return -value if decline < growth and value > 0 else value


def _distance(words: re.Pattern[str], before: str, after: str) -> int:
    """How far the nearest of some words is from a figure; one behind the figure counts as a little farther."""
    last = max((match.end() for match in words.finditer(before)), default=None)
    first = words.search(after)
    return min(_FAR if last is None else len(before) - last, _FAR if first is None else first.start() + 10)


def _authority(sentence: str, authorities: dict[str, str]) -> str:
    """Who published a forecast, in full where its initials are known; empty if the sentence does not say."""
    name: re.Match[str] | None = None
    if match := _ACCORDING_TO.search(sentence):
        name = _PROPER_NAME.match(sentence, match.end())
    elif match := _PROJECTS.search(sentence):
        before = _INITIALS.sub("", sentence[: match.start()])[-160:]
        name = next((found for found in _PROPER_NAME.finditer(before) if found.end() == len(before)), None)
    if name is None:
        return ""
    text = name[1] if re.search(r"\.[A-Z]\.$", name[1]) else name[1].removesuffix("'s").rstrip(".,")
    text = re.sub(r"^The\s+", "", text)
    if initials := _INITIALS.match(sentence, sentence.find(text) + len(text)):
        authorities[initials[1]] = text
    return authorities.get(text, text)
