"""Cues: the words that say how well and how urgently something is asked for, and the text cut at them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from rolegraph.model.nodes import Level, Necessity
from rolegraph.readers.documents.plain_text import mask, sentences, trimmed

_LEVELS: Final = {
    Level.FAMILIAR: "familiar familiarity basic exposure awareness aware some",
    Level.WORKING: "knowledge knowledgeable understanding experience experienced hands-on ability able comfortable "
    "working",
    Level.PROFICIENT: "proficiency proficient strong solid excellent exceptional outstanding skilled fluency fluent "
    "competence competency competent adept well-versed",
    Level.EXPERT: "expertise expert experts expert-level in-depth deep advanced extensive mastery",
}
_LEVEL_OF: Final = {word: level for level, words in _LEVELS.items() for word in words.split()}
_STRENGTHS: Final = "strong|solid|excellent|exceptional|outstanding|good|great|basic|in-depth|advanced|extensive"
_ADJECTIVES: Final = (
    rf"(?:{_STRENGTHS}|some|general|fundamental|foundational|deep|thorough|comprehensive|proven|demonstrated"
    r"|demonstrable|hands-on|practical|working|prior|previous|relevant|broad|sound|robust|high|professional"
    r"|intermediate|expert|expert-level|clear|firm|significant|substantial|direct|real-world|industry|theoretical"
    r"|conceptual)"
)
_NOUNS: Final = (
    r"(?:proficiency|knowledge|understanding|experience|expertise|familiarity|awareness|mastery|competence"
    r"|competency|fluency|confidence|grasp|command|background|foundation|grounding|comprehension|skills?)"
)
_PREDICATES: Final = (
    r"(?:proficient|skilled|fluent|experienced|familiar|competent|adept|experts?|knowledgeable|well[- ]versed|versed"
    r"|comfortable|confident|conversant|trained|handy)"
)
_PREPOSITIONS: Final = (
    r"(?:(?:working|in working|in using)\s+with|using|in operating|in the operation of|in the use of|in using|in|"
    r"with|of|on|about|across|at)"
    r"(?!\s+(?:an?|the|your)\s+(?:ability|proven|strong|focus|desire|passion|portfolio|view|willingness)\b)"
)
_YEARS: Final = r"(?:(?:at least|minimum of|over)\s+)?\d{1,2}(?:\+|\s*-\s*\d{1,2})?\s+years?'?\s+(?:of\s+)?"
_CUE: Final = re.compile(
    rf"(?<![\w-])(?:(?:an?|the)\s+)?(?P<years>{_YEARS})?(?:{_ADJECTIVES}(?:,?\s+(?:and\s+)?|,\s*)){{0,3}}"
    rf"(?:{_NOUNS}(?:\s+{_PREPOSITIONS})|track\s+record\s+in|(?:experience|comfortable|confident)(?=\s+(?!using|working|handling\s+of)[a-z]{{2,20}}ing\s)|{_PREDICATES}\s+(?:{_PREPOSITIONS}|to)"
    rf"|^use\s+of|(?:good|great|brilliant|excellent|talented|strong)\s+at|(?:confident|safe|competent)\s+(?:handling|use)\s+of"
    rf"|exposure\s+to|aptitude\s+for|(?:eye\s+(?!for\s+detail)|feel\s+|flair\s+)for"
    rf"|(?:who|should|must|you|and)\s+knows?(?:\s+(?:(?:your|their)\s+way\s+around|the\s+basics\s+of))?(?!\s+(?:how|that|what|when|why|where))"
    rf"|(?:ability|abilities|able)\s+(?:to|of))(?![\w-])\s*",
    re.IGNORECASE,
)
_OPENING: Final = re.compile(
    rf"^(?:an?\s+)?(?:(?:{_STRENGTHS}|expert|proven|hands-on|proficient|demonstrated|some|intermediate|effective"
    rf"|superb|superior|exemplary|first-class|fluent|confident|competent)(?:,?\s+(?:and\s+)?|,\s*)){{1,3}}"
    r"(?=[\w(])(?!analytics\b|degree\b|in\b)",
    re.IGNORECASE,
)
_NEW_LEVEL: Final = re.compile(rf"(?:,\s*(?:and\s+)?|\s+and\s+)(?=(?:{_STRENGTHS}|deep)\s+\w)", re.IGNORECASE)
_CLOSING: Final = re.compile(
    r"\s+(knowledge|understanding|experience|proficiency|expertise|familiarity|fluency|competence|"
    r"know-how)$",
    re.IGNORECASE,
)
_PREFERENCE: Final = re.compile(
    r"(?<![\w-])(?:(?:highly |strongly |often |also |generally |usually |sometimes )?(?:preferred|preferable"
    r"|preferably|advantageous|beneficial|desirable|desired|helpful|optional|recommended)"
    r"|a (?:big |strong |huge |definite |significant |great |real |nice |distinct |clear )?(?:plus|bonus|advantage)"
    r"|an (?:added )?(?:advantage|asset)|(?:nice|good)[- ]to[- ]have|bonus(?: points)?(?: for)?"
    r"|can (?:significantly |further |greatly |also )?(?:enhance|boost|strengthen|improve|increase|help|set)|useful"
    r"|valuable|would be (?:great|wonderful|nice|ideal|good|handy|lovely|welcome))(?![\w-])",
    re.IGNORECASE,
)
_AUXILIARY: Final = re.compile(
    r"(?:,?\s*(?:and|though|although|while|which|that|this|these|both))?[\s,;(]+(?:is|are|can|may|will|would|could"
    r"|might|be|considered|often|also|highly|typically|generally|sometimes|usually|seen|as)\b",
    re.IGNORECASE,
)
_CONNECTORS: Final = re.compile(
    r"(?:[\s,;]|\b(?:and|as well as|along with|combined with|coupled with|together with|with|plus|or|and/or|but|also"
    r"|have|has|possess|having|being|are|is|be|a|an|the|some|in addition to|including|includes|include|need|needs"
    r"|require|requires|both)\b)*$",
    re.IGNORECASE,
)
_CLAUSE_END: Final = re.compile(
    r"[;\u2014]|,\s+(?:with|while|though|although|but)\s+(?=[^,;]{1,120}\b(?:preferred|a plus|advantageous|desirable"
    r"|beneficial)\b)",
    re.IGNORECASE,
)
# "At least one of the following:", with what the members are, where that is a certificate.
_SOME: Final = (
    r"(?:at least (?:one|two|1|2)|one or more|one or several|one|any(?: one)?|some(?: or all)?|either|two or more)"
    r"(?:\s+of)?"
)
_FOLLOWING: Final = (
    r"(?:\s+(?:the )?(?:following|these|below)"
    r"(?:\s+(?P<noun>certifications?|certificates?|licen[cs]es?)|\s+[\w-]+){0,3})?"
)
ALTERNATIVES: Final = re.compile(rf"(?P<before>(?:.{{0,80}}\s)?)(?P<lead>{_SOME}){_FOLLOWING}\s*:?", re.IGNORECASE)
_BOUNDARY: Final = re.compile(r",|;|\b(?:and|or|with|as well as)\b", re.IGNORECASE)
_PLAIN_MODIFIERS: Final = frozenset("programming coding scripting technical software language work".split())
_MOST_MODIFIERS: Final = 3


@dataclass(frozen=True, slots=True)
class Segment:
    """What one cue is about, the level that it sets, and whether it is an ability to do something."""

    text: str
    level: Level | None
    note: str = ""
    is_ability: bool = False
    starts: bool = False
    is_cued: bool = False


def level_of(cue: str) -> Level | None:
    """The level that words set: that of the strongest, except that "basic" weakens."""
    levels = {_LEVEL_OF[word] for word in re.findall(r"[a-z-]+", cue.lower()) if word in _LEVEL_OF}
    return Level.FAMILIAR if Level.FAMILIAR in levels else max(levels, default=None)


def has_cue(text: str) -> bool:
    """Whether a text contains words that set a level."""
    return _CUE.search(mask(text)) is not None or _OPENING.match(text) is not None


def opens_with_cue(text: str) -> bool:
    """Whether a text begins with words that set a level."""
    return _CUE.match(text) is not None or _OPENING.match(text) is not None


def split_necessity(text: str) -> tuple[Necessity, str]:
    """How urgently a clause asks, and the clause without the words that say so."""
    match = _PREFERENCE.search(text)
    if match is None:
        return Necessity.ESSENTIAL, text
    before, after = text[: match.start()].rstrip(" ,;:(-"), text[match.end() :].strip(" ,;:)-")
    if not before or before.lower() in ("it is", "ideally"):
        return Necessity.PREFERRED, re.sub(r"^(?:but|for)\b\s*", "", after)
    tail = before[-60:]
    padded = " " + tail
    auxiliaries = (
        match.start()
        for match in _AUXILIARY.finditer(padded)
        if not re.search(r"\w+\s+\w+\s+\w+", padded[match.end() :])
    )
    if (first := next(auxiliaries, None)) is not None:
        before = before[: len(before) - len(tail) + max(0, first - 1)]
    return Necessity.PREFERRED, before.rstrip(" ,;:(-")


def clauses(text: str) -> list[str]:
    """The sentences of a text, cut at semicolons."""
    parts = (trimmed(part.rstrip("! ")) for sentence in sentences(text) for part in _cut(sentence, _CLAUSE_END))
    return [part for part in parts if part]


def segments(clause: str) -> list[Segment]:
    """A clause cut at the words that set a level."""
    cues = list(_CUE.finditer(mask(clause)))
    out: list[Segment] = []
    for index, segment in enumerate(_at_cues(clause, cues) if cues else [Segment(trimmed(clause), None)]):
        # A list is cut where an adjective sets a level anew: "statistics and strong communication skills".
        first, *others = [segment.text] if segment.is_ability else _cut(segment.text, _NEW_LEVEL)
        out.append(_without_cue(first) if not cues and not index else replace(segment, text=first))
        out.extend(_without_cue(other) for other in others)
    return out if trimmed(clause) else []


def _cut(text: str, boundary: re.Pattern[str]) -> list[str]:
    """A text cut at a boundary outside brackets."""
    out, start = [], 0
    for match in boundary.finditer(mask(text)):
        out.append(text[start : match.start()])
        start = match.end()
    return [*out, text[start:]]


def _at_cues(clause: str, cues: list[re.Match[str]]) -> list[Segment]:
    before = clause[: cues[0].start()]
    out: list[Segment] = []
    pending: Level | None = None
    last = Segment("", None)
    for index, cue in enumerate(cues):
        before, modifier = _modifier(before)
        rest = _trimmed(before)
        if rest and index == 0:
            out.append(_without_cue(rest))
        elif rest:
            out.append(replace(last, text=rest, level=pending or last.level))
            pending = None
        elif index and pending is None:
            pending = last.level
        last = _segment_of(cue, modifier)
        before = clause[cue.end() : cues[index + 1].start() if index + 1 < len(cues) else None]
    if body := trimmed(before):
        out.append(replace(last, text=body, level=pending or last.level))
    return out


def _segment_of(cue: re.Match[str], modifier: str) -> Segment:
    """The segment that a cue opens, without text; a modifier stands before it: "strong programming skills in"."""
    level = level_of(f"{modifier} {cue[0]}")
    note = cue["years"].strip().removesuffix(" of") if cue["years"] else ""
    plain = _OPENING.sub("", modifier + " ").strip()
    if plain and plain.lower() not in _PLAIN_MODIFIERS:
        note = f"{plain} {cue[0].split()[0]}"
    is_ability = re.search(r"\babilit|\bable\b", cue[0], re.IGNORECASE) is not None
    return Segment("", level, note, is_ability, is_cued=True)


def _modifier(before: str) -> tuple[str, str]:
    """What stands before the words right before a cue, and these words, if neither comma nor conjunction ends them."""
    stripped = before.rstrip()
    if not stripped or stripped != _trimmed(before).rstrip() or stripped[-1] in ",;.)":
        return before, ""
    start = max((match.end() for match in _BOUNDARY.finditer(stripped)), default=0)
    words = stripped[start:].strip()
    return (stripped[:start], words) if 0 < len(words.split()) <= _MOST_MODIFIERS else (before, "")


def _without_cue(text: str) -> Segment:
    """A text without a cue and preposition: "Strong analytical skills", "leadership experience", or a bare name."""
    text = trimmed(text)
    level = None
    opening = _OPENING.match(text)
    if opening:
        level, text = level_of(opening[0]), text[opening.end() :]
    closing = _CLOSING.search(text)
    if closing:
        tail = level_of(closing[1])
        level = tail if level is None else level if level is Level.FAMILIAR else max(level, tail or level)
        text = text[: closing.start()]
    return Segment(text, level, starts=opening is None, is_cued=opening is not None or closing is not None)


def _trimmed(text: str) -> str:
    """The text without the conjunctions and auxiliaries at its end."""
    text = trimmed(text)
    tail = text[-80:]
    cut = _CONNECTORS.search(tail)
    return (text[: len(text) - len(tail)] + tail[: cut.start()]).rstrip(" ,;.") if cut else text
