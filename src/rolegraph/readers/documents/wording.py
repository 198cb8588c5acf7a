"""The words that say how well and how urgently something is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from rolegraph.model.nodes import Level, Necessity
from rolegraph.readers.documents.text import mask, sentences

_LEVELS: Final = {
    Level.FAMILIAR: r"familiar|familiarity|basic|exposure|awareness|aware|some",
    Level.WORKING: r"knowledge|knowledgeable|understanding|experience|experienced|hands-on|ability|able|comfortable"
    r"|working",
    Level.PROFICIENT: r"proficiency|proficient|strong|solid|excellent|exceptional|outstanding|skilled|fluency|fluent"
    r"|competence|competency|competent|adept|well-versed",
    Level.EXPERT: r"expertise|expert|experts|expert-level|in-depth|deep|advanced|extensive|mastery",
}
_LEVEL_WORDS: Final = {word: level for level, words in _LEVELS.items() for word in words.split("|")}
_ADJECTIVES: Final = (
    r"(?:strong|solid|excellent|exceptional|outstanding|good|great|basic|some|general|fundamental|foundational"
    r"|in-depth|deep"
    r"|thorough|comprehensive|advanced|extensive|proven|demonstrated|demonstrable|hands-on|practical|working|prior"
    r"|previous"
    r"|relevant|broad|sound|robust|high|professional|intermediate|expert|expert-level|clear|firm|significant"
    r"|substantial"
    r"|direct|real-world|industry|theoretical|conceptual)"
)
_NOUNS: Final = (
    r"(?:proficiency|knowledge|understanding|experience|expertise|familiarity|awareness|mastery|competence"
    r"|competency|fluency"
    r"|grasp|command|background|foundation|grounding|comprehension|skills?)"
)
_PREDICATES: Final = (
    r"(?:proficient|skilled|fluent|experienced|familiar|competent|adept|experts?|knowledgeable|well-versed|comfortable)"
)
_PLACES: Final = (
    r"(?:(?:working|in working|in using)\s+with|using|in the use of|in using|in|with|of|on|about|across|at)"
)
_YEARS: Final = r"(?:(?:at least|minimum of|over)\s+)?\d{1,2}(?:\+|\s*-\s*\d{1,2})?\s+years?'?\s+(?:of\s+)?"
_CUE: Final = re.compile(
    rf"(?<![\w-])(?:(?:an?|the)\s+)?(?P<years>{_YEARS})?(?:{_ADJECTIVES}(?:,?\s+(?:and\s+)?|,\s*)){{0,3}}"
    rf"(?:{_NOUNS}(?:\s+{_PLACES})|{_PREDICATES}\s+(?:{_PLACES}|to)"
    rf"|exposure\s+to|aptitude\s+for|(?:ability|abilities|able)\s+(?:to|of))(?![\w-])\s*",
    re.IGNORECASE,
)
_OPENING: Final = re.compile(
    r"^(?:an?\s+)?(?:(?:strong|solid|excellent|exceptional|outstanding|good|great|basic|in-depth|advanced|extensive"
    r"|expert|proven"
    r"|hands-on|proficient|demonstrated)(?:,?\s+(?:and\s+)?|,\s*)){1,3}(?=[\w(])(?!analytics\b|degree\b|in\b)",
    re.IGNORECASE,
)
_ANEW: Final = re.compile(
    r"(?:,\s*(?:and\s+)?|\s+and\s+)(?=(?:strong|solid|excellent|exceptional|outstanding|good|great|deep|in-depth|advanced|basic|extensive)\s+\w)",
    re.IGNORECASE,
)
_CLOSING: Final = re.compile(
    r"\s+(knowledge|understanding|experience|proficiency|expertise|familiarity|fluency|competence)$", re.IGNORECASE
)
_PREFERENCE: Final = re.compile(
    r"(?<![\w-])(?:(?:highly |strongly |often |also |generally |usually |sometimes )?(?:preferred|preferable"
    r"|preferably|advantageous"
    r"|beneficial|desirable|desired|helpful|optional|recommended)|a (?:big |strong |huge |definite |significant "
    r"|great )?(?:plus|bonus"
    r"|advantage)|an (?:added )?(?:advantage|asset)|nice[- ]to[- ]have|bonus(?: points)?(?: for)?"
    r"|can (?:significantly |further |greatly |also )?(?:enhance|boost|strengthen|improve|increase|help|set)|useful"
    r"|valuable)(?![\w-])",
    re.IGNORECASE,
)
_AUXILIARY: Final = re.compile(
    r"(?:,?\s*(?:and|though|although|while|which|that|this|these|both))?[\s,;(]+(?:is|are|can|may|will|would|could"
    r"|might|be|considered"
    r"|often|also|highly|typically|generally|sometimes|usually|seen|as)\b",
    re.IGNORECASE,
)
_CONNECTORS: Final = re.compile(
    r"(?:[\s,;]|\b(?:and|as well as|along with|combined with|coupled with|together with|with|plus|or|and/or|but|also"
    r"|have|has"
    r"|possess|having|being|are|is|be|a|an|the|some|in addition to|including|includes|include|need|needs|require"
    r"|requires|both)\b)*$",
    re.IGNORECASE,
)


_CLAUSE_END: Final = re.compile(
    r"[;\u2014]|,\s+(?:with|while|though|although|but)\s+(?=[^,;]{1,120}\b(?:preferred|a plus|advantageous|desirable"
    r"|beneficial)\b)",
    re.IGNORECASE,
)
_BOUNDARY: Final = re.compile(r",|;|\b(?:and|or|with|as well as)\b", re.IGNORECASE)
_PLAIN_MODIFIERS: Final = frozenset(("programming", "coding", "scripting", "technical", "software", "language", "work"))
_LONGEST_MODIFIER: Final = 3


@dataclass(frozen=True, slots=True)
class Segment:
    """What stands behind one cue: the object, the level that the cue sets, and whether it is a thing done."""

    text: str
    level: Level | None
    note: str = ""
    is_ability: bool = False
    starts: bool = False


def level_of(cue: str) -> Level | None:
    """The level of a wording: the stronger of its words, but "basic" weakens.

    >>> [str(level_of(cue)) for cue in ("Strong understanding of", "in-depth knowledge of", "basic knowledge of")]
    ['proficient', 'expert', 'familiar']
    """
    levels = {_LEVEL_WORDS[word] for word in re.findall(r"[a-z-]+", cue.lower()) if word in _LEVEL_WORDS}
    return None if not levels else Level.FAMILIAR if Level.FAMILIAR in levels else max(levels)


def has_cue(text: str) -> bool:
    """Whether a text has words that set a level."""
    return _CUE.search(mask(text)) is not None or _OPENING.match(text) is not None


def necessity(text: str) -> tuple[Necessity, str]:
    """How urgent a clause is, and the clause without the words that say so.

    >>> necessity("Knowledge of R is often preferred")
    (<Necessity.PREFERRED: 'preferred'>, 'Knowledge of R')
    """
    match = _PREFERENCE.search(text)
    if match is None:
        return Necessity.ESSENTIAL, text
    before, after = text[: match.start()].rstrip(" ,;:(-"), text[match.end() :].strip(" ,;:)-")
    if not before or before.lower() in ("it is", "ideally"):
        return Necessity.PREFERRED, re.sub(r"^(?:but|for)\b\s*", "", after)
    window = before[-60:]
    padded = " " + window
    cuts = [
        cut.start() for cut in _AUXILIARY.finditer(padded) if not re.search(r"\w+\s+\w+\s+\w+", padded[cut.end() :])
    ]
    keep = before[: len(before) - len(window) + max(0, cuts[0] - 1)] if cuts else before
    return Necessity.PREFERRED, keep.rstrip(" ,;:(-")


def clauses(text: str) -> list[str]:
    """The sentences of a text, cut at semicolons."""
    out: list[str] = []
    for sentence in sentences(text):
        start = 0
        for match in _CLAUSE_END.finditer(mask(sentence)):
            out.append(sentence[start : match.start()])
            start = match.end()
        out.append(sentence[start:])
    return [clause.strip(" .,;!") for clause in out if clause.strip(" .,;!")]


def segments(clause: str) -> list[Segment]:
    """A clause cut at the words that set a level, each with what they are about.

    >>> [(one.text, str(one.level)) for one in segments("Proficiency in R, experience with SQL, and knowledge of Git")]
    [('R', 'proficient'), ('SQL', 'working'), ('Git', 'working')]
    """
    cues = list(_CUE.finditer(mask(clause)))
    if cues:
        found = _at_cues(clause, cues)
    else:
        found = [Segment(clause.strip(" ,;."), None, starts=True)] if clause.strip(" ,;.") else []
    out: list[Segment] = []
    for place, segment in enumerate(found):
        first, *others = [segment.text] if segment.is_ability else _cut(segment.text)
        out.append(_without_cue(first) if not cues and not place else replace(segment, text=first))
        out.extend(_without_cue(other) for other in others)
    return out


def _cut(text: str) -> list[str]:
    """A list cut where an adjective sets a level anew: "statistics and strong communication skills"."""
    out, start = [], 0
    for match in _ANEW.finditer(mask(text)):
        out.append(text[start : match.start()])
        start = match.end()
    return [*out, text[start:]]


def _at_cues(clause: str, cues: list[re.Match[str]]) -> list[Segment]:
    before = clause[: cues[0].start()]
    out: list[Segment] = []
    pending: Level | None = None
    last = Segment("", None)
    for place, cue in enumerate(cues):
        before, modifier = _modifier(before)
        rest = _trimmed(before)
        if rest and place == 0:
            out.append(_without_cue(rest))
        elif rest:
            out.append(replace(last, text=rest, level=pending or last.level))
            pending = None
        elif place and pending is None:
            pending = last.level
        last = _opened(cue, modifier)
        before = clause[cue.end() : None if place + 1 == len(cues) else cues[place + 1].start()]
    if body := before.strip(" ,;."):
        out.append(replace(last, text=body, level=pending or last.level))
    return out


def _opened(cue: re.Match[str], modifier: str) -> Segment:
    """What a cue says of the object behind it; `modifier` stands before it: "strong programming skills in"."""
    level = level_of(f"{modifier} {cue[0]}")
    note = cue["years"].strip().removesuffix(" of") if cue["years"] else ""
    plain = _OPENING.sub("", modifier + " ").strip()
    if plain and plain.lower() not in _PLAIN_MODIFIERS:
        note = f"{plain} {cue[0].split()[0]}"
    return Segment("", level, note, re.search(r"\babilit|\bable\b", cue[0], re.IGNORECASE) is not None)


def _modifier(before: str) -> tuple[str, str]:
    """Words that stand right before a cue, with no comma or conjunction between, and what stands before them."""
    stripped = before.rstrip()
    if not stripped or stripped != _trimmed(before).rstrip() or stripped[-1] in ",;.)":
        return before, ""
    start = max((match.end() for match in _BOUNDARY.finditer(stripped)), default=0)
    words = stripped[start:].strip()
    return (stripped[:start], words) if 0 < len(words.split()) <= _LONGEST_MODIFIER else (before, "")


def _without_cue(text: str) -> Segment:
    """What has no cue with a preposition: "Strong analytical skills", "leadership experience", or a bare name."""
    text = text.strip(" ,;.")
    level = None
    opening = _OPENING.match(text)
    if opening:
        level, text = level_of(opening[0]), text[opening.end() :]
    closing = _CLOSING.search(text)
    if closing:
        tail = level_of(closing[1])
        level = tail if level is None else level if level is Level.FAMILIAR else max(level, tail or level)
        text = text[: closing.start()]
    return Segment(text, level, starts=opening is None)


def _trimmed(text: str) -> str:
    """The text without the conjunctions and auxiliaries at its end."""
    text = text.strip(" ,;.")
    tail = text[-80:]
    cut = _CONNECTORS.search(tail)
    return (text[: len(text) - len(tail)] + tail[: cut.start()]).strip(" ,;.") if cut else text
