"""Where the work is done: at a place, at home, or both."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rolegraph.readers.documents.fields.values import FieldKind, TypedField, Workplace

_WORK: Final = (
    r"(?:work(?:ing)?|positions?|roles?|jobs?|opportunit(?:y|ies)|based|basis|contract|employment|first|friendly|only"
    r"|option)"
)
_DAYS: Final = (
    r"(?:\d|one|two|three|four)\s+days?\s+(?:(?:a|per)\s+week\s+)?(?:in\s+the\s+office|remote(?:ly)?|from\s+home|on-?site"
    r"|at\s+home)"
)
_WAYS: Final = {
    "hybrid": rf"hybrid(?=\s*(?:[-,|/();:.]|$|{_WORK}\b|model\b|remote\b|schedule\b))"
    rf"(?:[\s-]+(?:{_WORK}|model|schedule))?"
    rf"|{_DAYS}|(?:partly|partially)\s+remote|remote\s*/\s*(?:office|on-?site)",
    "on site": r"(?:100\s?%\s+)?on[\s-]?site(?=\s*(?:[,|/();:.]|$|(?:only|position|role|work|job)\b))|in-office"
    r"|office[\s-]based|(?:no|not)\s+(?:a\s+)?remote(?:\s+(?:work(?:ing)?|position|role|option))?",
    "remote": rf"(?:fully|100\s?%|completely|entirely)\s+remote|remote[\s-]+{_WORK}\b|remotely\s+from"
    r"|(?:work(?:ing)?|jobs?)\s+(?:fully\s+|100\s?%\s+)?(?:remotely|from\s+home)|home[\s-]based|(?-i:[Hh]ome\s+office)"
    r"|WFH|telecommut\w+|telework\w*|remote(?=\s*(?:[|,()/;]|$|[-–—]\s|within\b|in\s+(?:the\s+)?(?-i:[A-Z])|\.\s|\.$))",
}
_WAY: Final = re.compile(
    r"(?<![\w-])(?:"
    + "|".join(f"(?P<{name.replace(' ', '_')}>{words})" for name, words in _WAYS.items())
    + r")(?![\w])",
    re.IGNORECASE,
)
_NOT_WAY: Final = re.compile(
    r"\s*(?:cloud|vehicles?|cars?|apps?|mobile|sensing|control|teams?|support|server|desktop|access|monitoring|areas?|user"
    r"|customers?|locations?|sites?|colleagues|stakeholders|procedure|diagnos\w+|learning|infrastructure|environment)\b",
    re.IGNORECASE,
)
_PLACE_NAME: Final = (
    r"[A-Z][\w'’.-]{1,25}(?:(?:\s|-)(?:(?:of|upon|am|on|in|de|la|le|der|an|and)\s)?[A-Z][\w'’.-]{1,25}){0,3}"
    r"(?:,\s+(?:[A-Z][\w'’-]{1,20}(?:\s[A-Z][\w'’-]{1,20}){0,2}))?"
)
_LABELLED: Final = re.compile(
    rf"\b(?:(?i:(?:work\s+|job\s+)?location|place\s+of\s+work|workplace)\s*:\s*|(?i:based\s+in|located\s+in|office\s+in)\s+)"
    rf"(?:the\s+|our\s+)?(?P<place>{_PLACE_NAME})"
)
_OFFICE: Final = re.compile(rf"\b[Oo]ur\s+(?P<place>{_PLACE_NAME})\s+office\b")
_WAY_WORD: Final = re.compile(r"\b(?:hybrid|remote|on[\s-]?site)\b", re.IGNORECASE)
_PLACE_BEFORE: Final = re.compile(
    rf"(?<![\w'’-])(?P<place>{_PLACE_NAME})\s*(?:\(\s*|[-–—|/,]\s*)(?:fully\s+|100\s?%\s+)?$"
)
_PLACE_BEHIND: Final = re.compile(
    rf"\s*(?:\(\s*|[-–—]\s+|,\s+|(?:within|in|from)\s+(?:the\s+)?)(?P<place>{_PLACE_NAME})"
)
_NO_PLACE: Final = re.compile(
    r"(?:The|We|You|This|Your|Fully|Salary|Type|Job|Role|Position|Location|Flexible|Competitive|Work|Working|And|Or|With"
    r"|Options?|Start)\b|.*\b(?:Engineer|Developer|Manager|Nurse|Analyst|Designer|Assistant|Officer|Specialist|Consultant"
    r"|Teacher|Accountant|Senior|Junior|Lead|Full|Part|Time|Permanent|Temporary|Contract|Hybrid|Remote|Level)\b"
)
# Of what a town is a part, in the words that stand behind it.
_WIDER: Final = frozenset(
    (
        "England, Scotland, Wales, Northern Ireland, Ireland, United Kingdom, Great Britain, Germany, France, Spain, "
        "Portugal, Italy, Netherlands, Belgium, Austria, Switzerland, Denmark, Sweden, Norway, Finland, Poland, Czech "
        "Republic, Romania, Hungary, Greece, Canada, Ontario, Quebec, British Columbia, Alberta, Australia, New South "
        "Wales, Victoria, Queensland, New Zealand, India, Japan, China, Singapore, South Africa, Brazil, Mexico, "
        "United States, California, New York, Texas, Florida, Massachusetts, Washington, Illinois, Virginia, "
        "Colorado, Georgia, Ohio, Michigan, Pennsylvania, New Jersey, North Carolina, Oregon, Arizona"
    ).split(", ")
)


def workplaces(text: str) -> Iterator[TypedField]:
    """The places of a text, with the way of working said beside them, and ways of working alone."""
    taken = bytearray(len(text))
    for field in (*_beside_ways(text), *_places(text)):
        if 1 not in taken[field.start : field.end]:
            taken[field.start : field.end] = b"\1" * (field.end - field.start)
            yield field
    for match in _WAY.finditer(text):
        if 1 not in taken[match.start() : match.end()] and not _NOT_WAY.match(text, match.end()):
            value = Workplace("", str(match.lastgroup).replace("_", " "))
            yield TypedField(FieldKind.WORKPLACE, match.start(), match.end(), match[0], value)


def _beside_ways(text: str) -> Iterator[TypedField]:
    """Places with a way of working: "Leeds (hybrid)", "Remote - Germany"."""
    for way in _WAY_WORD.finditer(text):
        offset = max(0, way.start() - 90)
        before = _PLACE_BEFORE.search(text[offset : way.start()])
        behind = None if before else _PLACE_BEHIND.match(text, way.end())
        found = before or behind
        if found is None or _NO_PLACE.match(found["place"]):
            continue
        start = offset + before.start("place") if before else way.start()
        end = way.end() if before else found.end()
        end += 1 if text[end : end + 1] == ")" else 0
        remote = way[0].lower() if way[0].lower() in ("hybrid", "remote") else "on site"
        value = Workplace(_town(found["place"].rstrip(".")), remote)
        yield TypedField(FieldKind.WORKPLACE, start, end, text[start:end], value)


def _places(text: str) -> Iterator[TypedField]:
    for pattern in (_LABELLED, _OFFICE):
        for match in pattern.finditer(text):
            place, start = match["place"].rstrip("."), match.start("place")
            if not _NO_PLACE.match(place):
                yield TypedField(FieldKind.WORKPLACE, start, start + len(place), place, Workplace(_town(place)))


def _town(place: str) -> str:
    """A place without the employer before it: "Northlight Growers, Leeds", where the last is no country or state."""
    first, _, last = place.partition(", ")
    is_wider = last.isupper() or last in _WIDER
    return last if last and not is_wider and " " in first else place
