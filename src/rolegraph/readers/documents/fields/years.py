"""Years of experience: how many, at least or at most, and of what.

An age, a company's history, or how long a course takes is none of it: a number of years counts only where its
sentence speaks of experience, or asks for years of doing something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rolegraph.readers.documents.fields.values import NUMBERS, FieldKind, TypedField, Years

_UNIT: Final = re.compile(r"(?<![a-z_-])(?P<unit>years?|yrs?|months?|decades?)\b\.?(?:['’]s?)?", re.IGNORECASE)
_COUNT: Final = rf"(?:\d{{1,2}}(?!\d)|an?|{'|'.join(NUMBERS)})"
_QUANTITY: Final = re.compile(
    r"(?<![\w$€£.,])(?P<bound>(?:at\s+least|(?:a\s+)?min(?:imum|\.)?(?:\s+of)?|(?:no|not)\s+less\s+than|over"
    r"|more\s+than|>=?|≥|\+|up\s+to|(?:a\s+)?max(?:imum|\.)?(?:\s+of)?|less\s+than|under|between"
    r"|(?:preferably|ideally|around|about|approximately))\s*){0,2}"
    rf"(?P<low>{_COUNT})(?:\s*\({_COUNT}\))?\s*(?P<more>\+|plus\b|or\s+more\b)?"
    rf"(?:\s*(?P<join>-|–|—|\bto\b|\bor\b|\band\b)\s*(?P<high>{_COUNT})(?:\s*\({_COUNT}\))?\s*(?P<most>\+)?)?"
    r"\s*(?:full\s+|complete\s+|consecutive\s+|calendar\s+)?$",
    re.IGNORECASE,
)
_AT_MOST: Final = re.compile(r"up\s+to|max|less\s+than\s*$|under", re.IGNORECASE)
_AT_LEAST: Final = re.compile(r"least|min|no[t]?\s+less|over|more|>|≥|\+", re.IGNORECASE)
_OR_MORE: Final = re.compile(r"\s*(?:\+|(?:or|and)\s+(?:more|above|longer|over)\b|plus\b|\(?min(?:imum|\.)?\)?)", re.I)
_MOST_YEARS: Final = 30
_WINDOW: Final = 140
_SENTENCE_END: Final = re.compile(r"[.!?;•](?=\s|$)|\n")
_NO_EXPERIENCE: Final = re.compile(
    r"\bno\s+(?:(?:previous|prior|relevant|work|working|professional|industry|formal|sales|specific)\s+){0,3}"
    r"experience\s+(?:(?:is\s+)?(?:required|needed|necessary)|whatsoever|at all)"
    r"|\bexperience\s+(?:is\s+)?not\s+(?:required|needed|necessary|essential)\b",
    re.IGNORECASE,
)
# Behind a number of years: what makes it something else than experience.
_OTHER_AFTER: Final = re.compile(
    r"\s*(?:\)|-)?\s*(?:of\s+age|old\b|ago\b|degree|from\s+now|later|running(?!\s+[a-z])|per\b|in\s+(?:a\s+row|business|prison|jail"
    r"|the\s+making|length|duration)|(?:fixed|contract|warrant|guarantee|plan|programme?s?\b|course|apprentice|study"
    r"|college|university|diploma|visa|residen|probation|budget|term\b|training\b|follow)"
    r"|of\s+(?:(?:full-time|part-time|formal|higher|post-secondary|college|university|secondary)[\s-]+){0,2}"
    r"(?:age|study|studies|education|training|school|schooling|college|university|service|growth|history|tradition"
    r"|leave|life|existence|success|coursework|apprenticeship|residency|age)\b"
    r"|to\s+(?:become|complete|qualify|train|learn|finish|earn|obtain|get)\b)",
    re.IGNORECASE,
)
_OTHER_BEFORE: Final = re.compile(
    r"\b(?:next|past|last|coming|first|previous|preceding|every|each|within|takes?|took|lasts?|lasting|aged?|ages"
    r"|age\s+of|after|since|duration(?:\s+of)?|term\s+of|period\s+of|once\s+in|history\s+of|spans?)\s+(?:the\s+)?"
    r"(?:next\s+|last\s+|past\s+)?$",
    re.IGNORECASE,
)
_OF_A_COMPANY: Final = re.compile(
    r"\b(?:we|we've|our|us|company|firm|agency|founded|established|family|brand|provider|history|employees)\b"
    r"|<ORGANIZATION>",
    re.IGNORECASE,
)
_OF_A_PERSON: Final = re.compile(
    r"\b(?:you|you'll|your|yours|candidates?|applicants?|requires?|required|need|needs|needed|seeking|looking\s+for"
    r"|must|should|ideal|ideally|someone|bring|want|minimum|at\s+least|expect|prefer)\b",
    re.IGNORECASE,
)
_EXPERIENCE: Final = re.compile(
    r"\b(?:experience|exp|expertise|background|track\s+record|PQE|knowledge|proficiency)\b", re.IGNORECASE
)
_PREPOSITION: Final = re.compile(
    r"(?:(?<=exp)\.)?\s+(?:(?:of\s+)?(?:working|specializing|specialising)\s+)?(?:in\s+using|in|with|of|as|on|at|within|using|working|across"
    r"|(?=[a-z]{3,15}ing\b))\s*(?:the\s+use\s+of\s+|use\s+of\s+)?(?:an?\s+|the\s+)?",
    re.IGNORECASE,
)
_EXPERIENCE_BEFORE: Final = re.compile(
    r"\b(?:experience|exp)(?:\s+(?:of|for|level|required|needed|length))?\s*[:(-]?\s*$|\bexperience\s+(?:in|with|as|of)\s+"
    r"[^.;:()]{2,50}[:(]\s*$",
    re.IGNORECASE,
)
_WORKED: Final = re.compile(
    r"\b(?:worked|practi[sc]ed|employed|been|served)\s+(?:(?:as|in|with|on)\s+(?:an?\s+)?)?(?P<of>(?:(?!or\b)[^\s,.;()]{1,20}\s?){1,5}?)\s+for\s*$",
    re.IGNORECASE,
)
_ASKS: Final = re.compile(
    r"^\W*(?:(?:you|we|candidates?|applicants?|must|should|will|to|need|needs|have|has|having|bring|require|requires"
    r"|required|essential|desirable|preferred|preferably|ideally|with|worked|'ll|ll|experience|spent|a|an|the|are"
    r"|who|someone|least|d|like|want|looking|for|seek|seeking|expect)\W+){0,8}$",
    re.IGNORECASE,
)
_MORE_OF_IT: Final = re.compile(r"\bexperience\b[^.;]{0,40}(?:,|\band|\bincluding)\s*$", re.IGNORECASE)
_BRACKET_NAME: Final = re.compile(r"(?:^|[,;:•|]|\b(?:and|or)\b)\s*((?:[\w+#./&-]+\s){0,3}[\w+#./&-]+)\s*[:(]\s*$")
_NO_NAME: Final = re.compile(
    r"\b(?:contract|degree|diploma|term|course|programme?|apprenticeship|duration|training|masters?|bachelors?|length"
    r"|warranty|visa|study|required|age|permit|plan|project)\b",
    re.IGNORECASE,
)
_GENERIC: Final = re.compile(
    r"[\s'’]*(?:(?:of|the|an?|some|relevant|related|professional|proven|hands-on|practical|work|working|industry|demonstrable"
    r"|demonstrated|combined|previous|prior|full-time|solid|commercial|equivalent|recent|progressive|similar|on-the-job"
    r"|strong|direct|applicable|successful|extensive|deep|real-world|post-qualification|paid|minimum|progressively"
    r"|responsible|increasing|supervised|verifiable|documented|overall|total|significant|good|sound|additional|current"
    r"|continuous|qualified|full time|part time|part-time|general|real|job|in|field|total|own)(?:,?\s+|/))*",
    re.IGNORECASE,
)
_ITEM: Final = r"[\w+#./&'-]{1,30}(?:\s[\w+#./&'-]{1,30}){0,2}"
_LIST: Final = re.compile(rf"{_ITEM}(?:,\s{_ITEM}){{1,5}},?\s(?:or|and|and/or)\s[\w+#./&'-]{{1,30}}")
_OF_END: Final = re.compile(
    r"[.:;!?()•|\n](?=\s|$|\()|[(;•|\n]|,|\s(?:\*|is|are|was|preferred|required|desirable|desired|would|including|such\s+as"
    r"|especially|ideally|preferably|plus|or\s+(?:equivalent|similar|more|at)|and\s+(?:an?|strong|at|the|\d|you|proven)"
    r"|with|who|which|where|that|but|while|if|because|to\s+be|within|will|-|–|—|e\.g)(?=\s|$|\.)|\sat\s+least\b|(?<!ing)\sfor\s",
    re.IGNORECASE,
)
_MOST_OF_WORDS: Final = 9


def years_fields(text: str) -> Iterator[TypedField]:
    """The years of experience that a text asks for."""
    if "xperience" in text and "no" in text.lower():
        for match in _NO_EXPERIENCE.finditer(text):
            yield TypedField(FieldKind.YEARS, match.start(), match.end(), match[0], Years(0))
    for unit in _UNIT.finditer(text):
        if (found := _field(text, unit)) is not None:
            yield found


def _field(text: str, unit: re.Match[str]) -> TypedField | None:
    window = max(0, unit.start() - _WINDOW)
    before = text[window : unit.start()]
    if (quantity := _QUANTITY.search(before[-60:])) is None:
        return None
    start = unit.start() - len(before[-60:]) + quantity.start()
    more = _OR_MORE.match(text, unit.end())
    end = more.end() if more else unit.end()
    bounds = _bounds(quantity, unit["unit"].lower(), is_open=more is not None)
    head = text[window:start]
    breaks = list(_SENTENCE_END.finditer(head))
    head = head[breaks[-1].end() :] if breaks else head
    stop = _SENTENCE_END.search(text, end, end + _WINDOW)
    tail = text[end : stop.start() if stop else end + _WINDOW]
    if bounds is None or _OTHER_AFTER.match(tail) or _OTHER_BEFORE.search(head):
        return None
    clause = head[head.rfind(":") + 1 :]
    if _OF_A_COMPANY.search(clause) and not _OF_A_PERSON.search(clause + quantity[0]):
        return None
    found = _what(text, head, tail, start, end)
    if found is None:
        return None
    end, of_start, of_end = found
    value = Years(*bounds, text[of_start:of_end], of_start, of_end) if of_end else Years(*bounds)
    return TypedField(FieldKind.YEARS, start, end, text[start:end], value)


def _bounds(quantity: re.Match[str], unit: str, *, is_open: bool) -> tuple[int | None, int | None] | None:
    """The least and the most years that words ask for; None if they are no number of years of a person's work."""
    low, high = _number(quantity["low"], unit), _number(quantity["high"], unit) if quantity["high"] else None
    if quantity["low"].lower() in ("a", "an") and quantity["high"]:
        return None
    if high is not None and (
        high < low or (quantity["join"].lower() == "and" and "between" not in quantity[0].lower())
    ):
        return None
    if max(low, high or 0) > _MOST_YEARS or (low == 0 and "month" not in unit and high is None):
        return None
    bound = quantity[0][: quantity.start("low") - quantity.start()]
    if high is not None:
        return low, None if quantity["most"] or is_open else high
    if _AT_MOST.search(bound) and not _AT_LEAST.search(bound):
        return None, low
    return low, None


def _number(word: str, unit: str) -> int:
    number = int(word) if word.isdigit() else NUMBERS.get(word.lower(), 1)
    return number // 12 if unit.startswith("month") else number * 10 if unit.startswith("decade") else number


def _what(text: str, head: str, tail: str, start: int, end: int) -> tuple[int, int, int] | None:
    """The end of a field, and where the words for what was done stand; None where nothing speaks of experience."""
    experience = _EXPERIENCE.search(tail[:90])
    if experience and not _UNIT.search(tail, 0, experience.start()):
        generic = _GENERIC.match(text, end)
        own, stop = generic.end() if generic else end, end + experience.start()
        if own >= stop:
            return _preposition(text, end + experience.end(), len(text)) or (end + experience.end(), 0, 0)
        between = text[own:stop].strip()
        if between.startswith("("):
            return stop + len(experience[0]), 0, 0
        if len(between.split()) <= _MOST_OF_WORDS and ("," not in between or _LIST.fullmatch(between)):
            if re.search(r"\b(?:in|with|as|using|working)\b", between) and (named := _preposition(text, end, stop)):
                return named
            return _named_before(text, own, stop, end + experience.end())
    if worked := _WORKED.search(head):
        offset = start - len(head)
        return end, offset + worked.start("of"), offset + worked.end("of")
    if _EXPERIENCE_BEFORE.search(head):
        return _preposition(text, end, len(text)) or (end, 0, 0)
    if (_ASKS.match(head) or _MORE_OF_IT.search(head)) and (named := _preposition(text, end, len(text), strict=True)):
        return named
    return _bracketed(text, head, start, end)


def _bracketed(text: str, head: str, start: int, end: int) -> tuple[int, int, int] | None:
    """Years in brackets behind the name of what was done: "Excel (2 years)"."""
    bracket = re.match(r"\s*(?:min\w*\.?|experience)?\)", text[end : end + 20])
    if bracket and (name := _BRACKET_NAME.search(head)) and not _NO_NAME.search(name[1]):
        offset = start - len(head)
        return end, offset + name.start(1), offset + name.end(1)
    return None


def _named_before(text: str, own: int, stop: int, end: int) -> tuple[int, int, int]:
    """Years of something that stands before "experience": of a name, or of such experience."""
    name = text[own:stop].rstrip()
    is_name = re.search(r"[A-Z0-9+#]", name) is not None
    return end, own, own + len(name) if is_name else end


def _preposition(text: str, start: int, limit: int, *, strict: bool = False) -> tuple[int, int, int] | None:
    """What stands behind "in", "with", "as": until a clause ends."""
    match = _PREPOSITION.match(text, start, limit)
    if match is None or (strict and re.match(r"\s+(?:at|across|within)\b", match[0])):
        return None
    begin = match.end()
    window = text[begin : min(limit, begin + 120)]
    listed = _LIST.match(window)
    stop = _OF_END.search(window, listed.end() if listed else 0)
    length = stop.start() if stop else len(window)
    words = list(re.finditer(r"\S+", window[:length]))[:_MOST_OF_WORDS]
    if not words:
        return None
    return begin + words[-1].end(), begin, begin + words[-1].end()
