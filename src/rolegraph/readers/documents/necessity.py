"""Necessity: how urgently each part of a clause is asked for, and what is said not to be asked for at all."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from rolegraph.model.nodes import Necessity
from rolegraph.readers.documents.cues import has_cue, split_necessity
from rolegraph.readers.documents.plain_text import HIDDEN, mask


class WeightedPart(NamedTuple):
    """A part of a clause that is asked for, and how urgently; `continues` if the words before it hold for it too."""

    text: str
    necessity: Necessity
    continues: bool = False


_NEEDED: Final = r"(?:required|needed|necessary|expected|mandatory|compulsory|asked for|a requirement|a must)"
# What is not asked for: "no degree required", "Python is not needed", "you do not need Java", "SQL rather than R".
_NOT_ASKED: Final = (
    re.compile(
        rf"(?:^|[,;(]\s*|\b(?:and|but)\s+)(?:[^\s,;()]+\s+){{1,8}}?(?:is|are)\s*(?:not|n't)\s+"
        rf"(?:strictly\s+|absolutely\s+|always\s+)?{_NEEDED}(?![\w-])\)?",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<![\w-])no\s+(?:[^\s,;.()]+\s+){{1,8}}?(?:is\s+|are\s+)?{_NEEDED}(?![\w-])", re.IGNORECASE),
    re.compile(r"(?:^|[,;(]\s*|\b(?:and|but)\s+)no\s+(?:need|previous|prior)\b[^,;()]{0,80}", re.IGNORECASE),
    re.compile(r"^(?:there is\s+)?no\s[^,;()]{0,80}", re.IGNORECASE),
    re.compile(
        r"\b(?:(?:you|they|we|candidates|applicants)\s+)?(?:(?:do|does)\s*(?:not|n't)|won't|will not)\s+"
        r"(?:need|have to|require|expect|ask|mind)\b[^,;()]{0,80}|\byou\s+(?:need\s+not|needn't)\b[^,;()]{0,80}",
        re.IGNORECASE,
    ),
    re.compile(
        r"[,\s]\s?(?:rather than|instead of|as opposed to)\s[^,;()]{1,60}|,\s+not\s+(?:just\s+|only\s+)?[^,;()]{1,40}$",
        re.IGNORECASE,
    ),
)
_MORE_THAN: Final = re.compile(r"\bnot\s+(?:just|only|merely)\s+|\bmore than just\s+", re.IGNORECASE)
_NOT_ESSENTIAL: Final = re.compile(
    r"[\s,(]+(?:is|are|though|but)?\s*not\s+(?:strictly\s+|absolutely\s+)?essential(?![\w-])\)?"
    r"|[\s,(]+(?:but|though)\s+not\s+(?:required|necessary|needed)(?![\w-])\)?",
    re.IGNORECASE,
)
_WISH: Final = (
    r"(?:(?:strongly|highly|much)\s+)?(?:preferred|preferable|desirable|desired|advantageous|beneficial|ideal|optional"
    r"|welcome|a plus|a bonus|a big plus|an advantage|an asset|nice to have|nice-to-have|bonus|plus)"
)
_REMARK: Final = re.compile(rf"(?:is\s+|are\s+|would be\s+|but\s+)*{_WISH}", re.IGNORECASE)
_NEED_REMARK: Final = re.compile(
    r"(?:this is\s+|is\s+|are\s+)?(?:essential|required|must[ -]have|mandatory|a must|necessary)", re.IGNORECASE
)
_WISHED_INSIDE: Final = re.compile(
    rf"(?:ideally|preferably|desirably)\s+(?P<before>[^()]+)"
    rf"|(?P<behind>[^()]+?)(?:\s+(?:is|are|would be|being|strongly|highly))*\s+{_WISH}",
    re.IGNORECASE,
)
_IDEALLY: Final = re.compile(
    r"(?:[,;(]\s*|\s+)(?:and\s+|but\s+|or\s+)?(?:ideally|preferably|even better|better still),?\s+(?=\S)", re.IGNORECASE
)
_STATED_NEED: Final = re.compile(
    r",?\s+(?:is|are)?\s*(?:required|essential|a must|mandatory|necessary)(?![\w-])", re.IGNORECASE
)
# A verb in the singular speaks of the last of a list that a comma cuts off: "Python, and SQL would be a plus".
_OF_LAST_ALONE: Final = re.compile(r"^and\s+(?!.*\b(?:and|or)\b)", re.IGNORECASE)
_OF_ONE: Final = re.compile(r"^[\w+#. -]{1,60}?\b(?:is|would|will|also)\b", re.IGNORECASE)
_TAIL_OF_ITEM: Final = re.compile(r"(?:,|;|\band\b|\bor\b)", re.IGNORECASE)
_WISHED_START: Final = re.compile(
    r"^(?:ideally|preferably|desirable|desired|preferred|bonus(?: points)?|extra points|(?:a )?plus|nice[- ]to[- ]have"
    r"|it would be (?:great|nice|good|ideal|a bonus|a plus|helpful|beneficial|an advantage) if"
    r"|it (?:also |really )?helps (?:if|to)|we(?:'d| would) (?:love|like) it if)\b[,:]?\s*(?:for\s+|"
    r"you(?:'ll)?\s+|also\s+|have\s+|has\s+|had\s+|with\s+)*",
    re.IGNORECASE,
)


def asked_parts(clause: str, default: Necessity = Necessity.ESSENTIAL) -> list[WeightedPart]:
    """The parts of a clause with how urgently each is asked for, without what is not asked for.

    "SQL, ideally PostgreSQL" asks for one and wishes for the other. `default` is that of the section: in a list of
    what is nice to have, only what is called essential is essential.
    """
    text = _without_denied(clause)
    text, bracketed = _from_brackets(text, default)
    if match := _WISHED_START.match(text):
        out = [WeightedPart(text[match.end() :], Necessity.PREFERRED)]
    elif "not" in text.casefold() and _NOT_ESSENTIAL.search(text):
        wished = split_necessity(_NOT_ESSENTIAL.sub("", text))[1]
        out = [WeightedPart(re.sub(r"\s+but$", "", wished), Necessity.PREFERRED)]
    elif (match := _IDEALLY.search(mask(text))) and match.start():
        wished = re.sub(r"^(?:with|using)\s+", "", text[match.end() :].rstrip(" ).;"))
        out = [
            *_at_preference(text[: match.start()], default),
            WeightedPart(wished, Necessity.PREFERRED, continues=True),
        ]
    else:
        out = _at_preference(text, default)
    return [part for part in [*out, *bracketed] if any(map(str.isalnum, part.text))]


def _without_denied(text: str) -> str:
    """A clause without what it says is not asked for."""
    lower = text.casefold()
    if "not" in lower or "more than" in lower:
        text = _MORE_THAN.sub("", text)
    for pattern in _NOT_ASKED:
        if "no" in text.casefold() or "n't" in text or "instead" in text or "rather" in text:
            text = pattern.sub("", text)
    return re.sub(r"^(?:but|and)\s+", "", text.strip(" ,;"))


def _from_brackets(text: str, default: Necessity) -> tuple[str, list[WeightedPart]]:
    """A clause without the brackets that say how urgent something is, and what is wished for in them."""
    wished: list[WeightedPart] = []
    out, start = "", 0
    for match in re.finditer(HIDDEN + "+", mask(text)):
        inner = text[match.start() + 1 : match.end() - 1].strip()
        out, start = out + text[start : match.start()], match.end()
        if _REMARK.fullmatch(inner):
            cut = _start_of_item(out)
            wished.append(WeightedPart(out[cut:].strip(" ,;"), Necessity.PREFERRED))
            out = out[:cut].rstrip(" ,;")
        elif _NEED_REMARK.fullmatch(inner):
            if default is not Necessity.ESSENTIAL:
                cut = _start_of_item(out)
                wished.append(WeightedPart(out[cut:].strip(" ,;"), Necessity.ESSENTIAL))
                out = out[:cut].rstrip(" ,;")
        elif inside := _WISHED_INSIDE.fullmatch(inner):
            wished.append(WeightedPart(inside["before"] or inside["behind"], Necessity.PREFERRED, continues=True))
            out = out.rstrip()
        else:
            out += text[match.start() : match.end()]
    return (out + text[start:]).strip(), wished


def _start_of_item(text: str) -> int:
    """Where the last member of a list begins; a clause that is no list is one member."""
    hidden = mask(text)
    return max((match.end() for match in _TAIL_OF_ITEM.finditer(hidden)), default=0) if "," in hidden else 0


def _at_preference(text: str, default: Necessity) -> list[WeightedPart]:
    """A clause cut before the part that its words of preference are about."""
    necessity, rest = split_necessity(text)
    if necessity is Necessity.ESSENTIAL:
        is_need = default is not Necessity.ESSENTIAL and _STATED_NEED.search(text) is not None
        return [WeightedPart(text, Necessity.ESSENTIAL if is_need else default)]
    hidden = mask(rest)
    cut = hidden.rfind(",")
    if cut > 0 and text.startswith(rest):
        before, behind = rest[:cut], rest[cut + 1 :].strip()
        is_alone = hidden.count(",") == 1 and not re.search(r"\b(?:and|or)\b", behind)
        is_last = _OF_LAST_ALONE.match(behind) and _OF_ONE.match(text[cut + 1 :].strip().removeprefix("and "))
        if is_last:
            behind = _OF_LAST_ALONE.sub("", behind)
        if is_alone or is_last or has_cue(behind) or _STATED_NEED.search(before):
            return [WeightedPart(before, default), WeightedPart(behind, Necessity.PREFERRED, continues=True)]
    return [WeightedPart(rest, Necessity.PREFERRED)]
