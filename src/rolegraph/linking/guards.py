"""Names that are also words: when "Go", "R" or "Excel" in a text is a name, by how it is written and what is around."""

from __future__ import annotations

import re
from enum import Enum
from typing import Final


class Verdict(Enum):
    """What a word in its place is."""

    NAME = 1
    """A name that is no other word."""
    GUARDED = 2
    """A name, by what is around it."""
    IN_LIST = 3
    """A name if it stands in a list with other names."""
    NO = 4
    """No name here."""


# Products and languages that are called by a word, or by what reads like one.
WORDS: Final = frozenset(
    "access acrobat alice analyse analyze apex arena artifactory aspire assembly atom aurora beam bolt bootstrap box "
    "brackets brave cascade central chef chrome circle classroom cobalt collaborate compass concur confluence "
    "contribute cucumber dart dash delphi discover drill drive dynamics dynamo ease eclipse edge elm ember enterprise "
    "epic excel exchange expo express fear fire flash flask flow fluent flux focus forms forte fusion gauge gem ghost "
    "go guides harvest helm hive horizon hub insight inventor jasmine keep keynote learn levels lightning linear "
    "looker mage make mantis maple mariner master maven meet mercury meteor mocha monday money motion nest next node "
    "notion numbers oak opera oracle outlook pages paint pandas parcel pig pilot pinnacle platforms plotly power "
    "premiere procreate professional profile project projects publisher pulse puppet quest rails react reason reduce "
    "relay reporter rhino ring ruby rules rust safari sage salt scheme scratch screens segment sequel serenity shell "
    "shiny showcase sites sketch slack snowflake source spark splash spring square stitch storm stripe suite surfer "
    "swift tableau teams think titanium unity unreal vault vision wave word workday works world zen zephyr zoom".split()
)
# Words of every text, which some names are spelled like when they are not written in capitals.
_FUNCTION_WORDS: Final = frozenset(
    "a all am an and any are as at be but by can did do does etc ex for from go had has have he her him his how if in "
    "inc into is it its less let lot ltd may me more most must my new no nor not now of off on one or our out own per "
    "re see she so some st such than that the them then they this to too up us use via was way we well what when who "
    "why will with you your".split()
)
_NEVER: Final = frozenset(("cv", "http", "https", "www"))  # of every application and address
# What stands before or after a word where it is no name of a product.
_NOT_BEFORE: Final = {
    "access": "to",
    "word": "of",
    "go": "to the above beyond out live",
    "excel": "at as",
    "express": "your yourself their ideas themselves",
    "notion": "of that",
    "scheme": "of",
    "teams": "of that who",
    "spring": "break semester term season cleaning",
    "chef": "de",
    "c": "level suite licence license",
    "project": "manager managers management",
    "power": "of plant",
    "master": "of degree degrees",
}
_NOT_AFTER: Final = frozenset(
    "category class vitamin grade hepatitis type section appendix option plan level group series band schedule part "
    "form block building room terminal tier".split()
)
_NAMING_BEFORE: Final = frozenset(
    "in with using of like as and or knowledge including include includes use uses via on ms microsoft from to into "
    "advanced basic programming language languages tools".split()
)
_NAMING_AFTER: Final = frozenset(
    "programming language developer developers development engineer skills skill scripting scripts code experience "
    "database databases certification certified framework applications spreadsheets macros knowledge user users".split()
)
_JOINT: Final = re.compile(r"\s{0,9}(?:[,/;|&\u2022]|,?\s{0,9}\b(?:and|or|and/or)\b)?\s{0,9}", re.IGNORECASE)
_BEFORE: Final = re.compile(r"([\w'\u2019-]{0,40})([^\w]{0,4})$")
_AFTER: Final = re.compile(r"([^\w]{0,4})([\w'\u2019]{0,40})")
_ENDS: Final = re.compile(r"[.!?:;(\n\u2022]|^\s*[-*]\s*$")
_CLOSES: Final = re.compile(r"\s{0,4}(?:$|[,/;|)(.:\n])")


def verdict(text: str, start: int, end: int, *, is_product: bool = False) -> Verdict:
    """What the word at a place of a text is.

    A word of every text must be written in capitals, and what has two letters must not be in lower case, outside a
    list. For products that are called by a word, and what is read as one by `is_product`, see `_product`.
    """
    word = text[start:end]
    folded = word.casefold().replace("\u2019", "'").removesuffix("'s")
    if folded in _NEVER:
        return Verdict.NO
    if folded in _FUNCTION_WORDS and folded not in WORDS:
        is_loud = not word.isupper() or len(word) == 1 or _is_loud(text, start, end)
        return Verdict.NO if is_loud else Verdict.GUARDED
    if is_product or folded in WORDS or (len(word) == 1 and word.isalpha()):
        return _product(text, start, end)
    return Verdict.IN_LIST if len(word) == 2 and word.isalpha() and word.islower() else Verdict.NAME


def _product(text: str, start: int, end: int) -> Verdict:
    """Whether a word or a letter is a product's name: not where its next words say otherwise, as in "Access to".

    In lower case it must stand in a list with names. With a capital, it is one after a word in lower case, and by
    itself; where every word may have a capital, what is before or after must speak for it.
    """
    word = text[start:end]
    before, gap_before = _words_before(text, start)
    gap_after, after = _words_after(text, end)
    if _is_other(word.casefold(), before.casefold(), gap_before, gap_after, after.casefold()):
        return Verdict.NO
    if not word[0].isupper() or (len(word) > 1 and word.isupper() and _is_loud(text, start, end)):
        return Verdict.IN_LIST
    is_free = not before or _ENDS.search(gap_before) is not None
    if is_free and len(word) == 1 and gap_after[:1] in (".", ")"):  # the letter of an item of a list
        return Verdict.NO
    if not is_free and (before.casefold() in _NAMING_BEFORE or before[0].islower() or gap_before.strip(" -") != ""):
        return Verdict.GUARDED
    if after.casefold() in _NAMING_AFTER or (is_free and closes(text, end)):
        return Verdict.GUARDED
    return Verdict.IN_LIST if closes(text, end) else Verdict.NO


def _is_other(word: str, before: str, gap_before: str, gap_after: str, after: str) -> bool:
    """Whether the words beside a word say that it is no product: "Access to", "Vitamin C", "R&D"."""
    if after in _NOT_BEFORE.get(word, "").split() and not gap_after.strip(" -"):
        return True
    if (gap_before == "-" and before) or gap_after[:1] in ("'", "\u2019"):
        return True
    is_glued = gap_after[:1] in ("-", "&", ".") and bool(after) and " " not in gap_after
    is_one_of_two = "&" in (gap_before.strip(), gap_after.strip())
    return len(word) == 1 and (before in _NOT_AFTER or is_one_of_two or is_glued)


def joins(between: str) -> bool:
    """Whether what stands between two names makes them members of one list."""
    return len(between) < 24 and _JOINT.fullmatch(between) is not None


def closes(text: str, end: int) -> bool:
    """Whether a text or one of its parts ends at a place."""
    return _CLOSES.match(text[end : end + 6]) is not None


def _is_loud(text: str, start: int, end: int) -> bool:
    """Whether what stands around a word is written in capitals throughout."""
    around = text[max(0, start - 20) : start] + text[end : end + 20]
    return any(map(str.isalpha, around)) and around.upper() == around


def _words_before(text: str, start: int) -> tuple[str, str]:
    found = _BEFORE.search(text[max(0, start - 45) : start])
    return (found[1], found[2]) if found else ("", "")


def _words_after(text: str, end: int) -> tuple[str, str]:
    found = _AFTER.match(text[end : end + 45])
    return (found[1], found[2]) if found else ("", "")
