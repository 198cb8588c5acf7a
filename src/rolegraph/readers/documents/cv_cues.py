"""What the words around a name in a CV say of it: how well it is known, and whether it is known at all."""

from __future__ import annotations

import re
from typing import Final

from rolegraph.linking.guards import joins
from rolegraph.model.nodes import Level
from rolegraph.readers.documents.plain_text import trimmed

LEARNING: Final = "being learned"
NEGATED: Final = "said not to be known"
OTHERS: Final = "what others did or used"
_OTHERS: Final = re.compile(
    r" (?:engineers|developers|teams?|analysts|scientists|specialists|experts|consultants|designers|departments?"
    r"|colleagues|managers|vendors?|suppliers?|contractors?)\b"
)
# How people rate themselves, which is not how advertisements ask: "advanced" is less than an expert.
_LEVELS: Final = {
    Level.EXPERT: r"experts?|expert[- ]level|expertise|mastery|master|in[- ]depth|deep",
    Level.PROFICIENT: r"advanced|proficient|proficiency|fluent|fluency|strong|excellent|very good|outstanding"
    r"|highly skilled|highly experienced|superior|extensive|professional",
    Level.WORKING: r"intermediate|good|solid|working(?! (?:at|in|on|with|under|to|for|as|from|within)\b)"
    r"|competent|confident|sound|independent user",
    Level.FAMILIAR: r"basic|basics|beginners?|beginner's|familiar|familiarity|elementary|limited|a little|little|some"
    r"|novice|exposure|entry[- ]level|fundamental|fundamentals|rudimentary|introductory|awareness",
}
_LEVEL: Final = "|".join(f"(?P<{level.word}>{words})" for level, words in _LEVELS.items())
_NOUN: Final = r"knowledge|understanding|skills?|user|level|experience|command|grasp|proficiency|expertise|use"
_LINK: Final = r"in|of|with|at|using|to|the|a|an|working|practical|use|and|:|-"
_BEFORE: Final = re.compile(
    rf"(?<![\w-])(?:{_LEVEL})(?:[\s:-]+(?:{_NOUN}|{_LINK})(?![\w-])){{0,5}}[\s:-]*$", re.IGNORECASE
)
_AFTER: Final = re.compile(
    rf"(?:\s+(?:skills?|user|knowledge))?\s*[(\[:-]?\s*(?:at |an? )?(?<![\w-])(?:{_LEVEL})(?![\w-])"
    rf"(?=\s*(?:{_NOUN})?\s*(?:[,;.)\]/|]|$|\band\b))",
    re.IGNORECASE,
)
_BREAK: Final = re.compile(r"[;.]\s|\bbut\b|\bwhile\b|\bwhereas\b|\balthough\b", re.IGNORECASE)
_NEGATION: Final = re.compile(
    r"\b(?:no|not|never|without|lack(?:ing)?|nor|neither|haven't|hasn't|didn't|don't|doesn't|cannot|can't|rather than"
    r"|instead of)\b(?! only| just| least)(?: [\w'/+#.-]+,?){0,7} ?$",
    re.IGNORECASE,
)
_NONE_AFTER: Final = re.compile(r"\s*[(\[:-]\s*(?:none|no|not)\b", re.IGNORECASE)
_LEARNING_AFTER: Final = re.compile(
    r"\s*[(:-]\s*(?:currently |still )?(?:learning|studying|in progress)\b", re.IGNORECASE
)
_DOUBTS: Final = (
    (
        LEARNING,
        r"\b(?:currently|now|still|presently|am|i'm|is|been) (?:learning|studying|teaching myself|training|taking)\b"
        r"|^(?:learning|studying)\b|\bself-?studying\b|\b(?:working|studying) towards?\b|\bteaching myself\b",
    ),
    (
        "a wish or an interest",
        r"\b(?:interest(?:ed|s)? (?:in|include)|keen (?:to|on)|eager to|hop(?:e|ing) to"
        r"|want(?:s|ing)? to|would (?:like|love)|aim(?:s|ing)? to|look(?:s|ing)? (?:for|to)|seek(?:s|ing)?"
        r"|aspir\w{1,8}|passion(?:ate)? (?:about|for)|curious about"
        r"|enthusias\w{1,5} (?:about|for)|wish(?:es)? to|plan(?:s|ning)? to|open to"
        r"|to (?:obtain|secure|gain|find|get) (?:an? )?(?:\w+ )?(?:position|role|job|post|placement)|love of|my goal"
        r"|excited (?:about|to|by))\b",
    ),
    (
        OTHERS,
        r"\b(?:team|teams|colleagues?|departments?|company|employer|firm|clients?|customers?|suppliers?|developers|engineers"
        r"|nurses|chefs|teachers|staff|analysts|programmers|agency|start-?up)s? (?:that|who|which|whose|using)\b",
    ),
)
_DOUBT_FORMS: Final = tuple((doubt, re.compile(words, re.IGNORECASE)) for doubt, words in _DOUBTS)
# A sentence about an employer, not about what the person did.
_OF_EMPLOYER: Final = re.compile(
    r"^(?:(?:an?|the|our|this)\b.{0,60}\b(?:company|firm|start-?up|provider|manufacturer|maker|retailer|agency|charity|group"
    r"|hospital|school|restaurant|hotel|bank|consultancy|employer|organi[sz]ation|business|college|university|supplier|studio"
    r"|practice|contractor|vendor|trust|brand|chain|producer|publisher|distributor)\b|.{0,60}\bis (?:an?|the|one of)\b"
    r".{0,60}\b(?:leading|company|firm|provider|manufacturer|largest|maker|supplier)\b|company description\b)",
    re.IGNORECASE,
)


def is_about_employer(sentence: str) -> bool:
    """Whether a sentence says what an employer is: "A maker of cloud software"."""
    return _OF_EMPLOYER.search(sentence[:200]) is not None


def doubt_of(sentence: str, start: int, end: int) -> str:
    """Why a name at a place in a sentence is not one that the person can be taken to know; empty if it is.

    >>> doubt_of("Currently learning Rust", 19, 23), doubt_of("No experience with SAP", 19, 22)
    ('being learned', 'said not to be known')
    """
    before = sentence[max(0, start - 160) : start]
    clause = before[max((match.end() for match in _BREAK.finditer(before)), default=0) :]
    if _NONE_AFTER.match(sentence[end : end + 20]) or _NEGATION.search(clause[-90:]):
        return NEGATED
    if _LEARNING_AFTER.match(sentence, end):
        return LEARNING
    if _OTHERS.match(sentence, end):
        return OTHERS  # "machine learning engineers"
    return next((doubt for doubt, form in _DOUBT_FORMS if form.search(clause)), "")


class LevelReader:
    """Reads the levels of the names of one sentence, in their order.

    What rates a list before it ("Proficient in A, B and C", "Expert: A, B") rates its members; within a list it rates
    what "and" joins to its first ("A, basic knowledge of B and C, D"); an adjective rates one name ("advanced A, B").
    """

    def __init__(self, sentence: str, heading: str = "") -> None:
        self._sentence: Final = sentence
        self._heading: Final = level_word(heading)
        self._shared: Level | None = None
        self._is_first = True  # whether the level that is shared stands before a whole list
        self._last = 0

    def level(self, start: int, end: int) -> Level | None:
        """The level of the name at a place; None where the words say none."""
        text = self._sentence
        after = _AFTER.match(text, end, end + 40)
        between = text[self._last : start]
        before = _BEFORE.search(between[-60:])
        if before is not None:
            found: Level | None = _named(before)
            lead = between[: len(between) - len(before[0])].strip()
            self._is_first = not lead or lead[-1] in ";:."
            self._shared = found if len(before[0].split()) > 1 or before[0].rstrip().endswith(":") else None
        else:
            plain = _without_brackets(between)
            if not self._last or not joins(plain) or not (self._is_first or re.search(r"\b(?:and|or)\b", plain)):
                self._shared = None
            found = self._shared
        self._last = end
        return _named(after) if after else found or self._heading


def level_word(text: str) -> Level | None:
    """The level that a label of a group is: "Advanced", "Basic knowledge"."""
    match = re.fullmatch(rf"(?:{_LEVEL})(?: (?:{_NOUN}))?", text.strip(" :"), re.IGNORECASE)
    return _named(match) if match else None


def without_level(text: str) -> str:
    """An item of a list of skills without the words that rate it."""
    text = (
        re.sub(rf"\s*[(\[](?:{_LEVEL})[^()\[\]]{{0,30}}[)\]]", "", text, flags=re.IGNORECASE)
        if len(text) < 200
        else text
    )
    text = re.sub(
        rf"^(?:(?:{_unnamed()})[\s:]+)+(?:(?:{_NOUN})\s+)?(?:(?:in|of|with|to|at)\s+)?", "", text, flags=re.IGNORECASE
    )
    text = re.sub(r"\s+(?:daily|regularly|every day|weekly)$", "", text)
    return trimmed(re.sub(rf"\s*[:-]\s*(?:{_unnamed()})$", "", text, flags=re.IGNORECASE))


def _unnamed() -> str:
    return "|".join(_LEVELS.values())


def _without_brackets(text: str) -> str:
    return re.sub(r"\s*[(\[][^()\[\]]{0,40}[)\]]", "", text)


def _named(match: re.Match[str]) -> Level:
    return Level[str(match.lastgroup).upper()]
