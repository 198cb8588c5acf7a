"""Punctuation: brackets, sentences, and plain lists, whatever joins their parts."""

from __future__ import annotations

import re
from typing import Final

HIDDEN: Final = "\0"  # stands for each character in brackets; no clean text has it

_CLOSING: Final = {"(": ")", "[": "]"}

_SENTENCE_END: Final = re.compile(r"[.!?]['\")\]]{0,3}\s+(?=['\"(\[]{0,2}[A-Z0-9])")

_ABBREVIATION: Final = re.compile(
    r"(?:\b(?:[A-Z]|[A-Z](?:\.[A-Z])+|Ph\.?D|[BM]\.?(?:Sc|Eng|Tech|A|S)|e\.g|i\.e|etc|vs|approx|Dr|Mr|Ms|Inc|Ltd"
    r"|Corp|St|No"
    r"|incl)\.)$",
)

_SEPARATOR: Final = re.compile(
    r"\s*(?:,\s*(?:(and/or|and|or|as well as|plus|along with)\s+)?|\s(and/or|and|or|as well as|along with|&|/)\s+)",
    re.IGNORECASE,
)

BRACKET_MARKER: Final = re.compile(
    r"^(?:e\.?g\.?,?|i\.?e\.?,?|such as|like|including|for example,?|for instance,?|especially|ideally|preferably"
    r"|particularly)\s+",
    re.IGNORECASE,
)

TRAILING: Final = re.compile(
    r",?\s*(?:(?:and|or)\s+)?(?:etc\.?|and more|and others|among others|or similar(?: \w+)?|or equivalent(?: \w+)?"
    r"|and so on"
    r"|similar (?:tools|technologies|platforms|languages|frameworks)|other(?: \w+){0,2} (?:tools|technologies"
    r"|software|databases|systems"
    r"|platforms|languages|frameworks)"
    r"|others?|more)\s*$",
    re.IGNORECASE,
)


def mask(text: str) -> str:
    """The text with what stands in brackets hidden, at the same length; an unclosed bracket hides nothing."""
    spans: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for place, sign in enumerate(text):
        if sign in _CLOSING:
            stack.append((_CLOSING[sign], place))
        elif stack and sign == stack[-1][0]:
            start = stack.pop()[1]
            spans.append((start, place + 1))
    out, done = [], 0
    for start, end in sorted(spans):
        if start >= done:
            out.append(text[done:start] + HIDDEN * (end - start))
            done = end
    return "".join(out) + text[done:]


def sentences(text: str) -> list[str]:
    """The sentences of a text; "U.S. Bureau", "Ph.D. in" and "(e.g. A. B)" do not end one.

    >>> sentences("A Ph.D. in the U.S. Bureau. They build (e.g. A. B) things.")
    ['A Ph.D. in the U.S. Bureau.', 'They build (e.g. A. B) things.']
    """
    out, start = [], 0
    hidden = mask(text)
    for match in _SENTENCE_END.finditer(hidden):
        if not _ABBREVIATION.search(hidden[max(0, match.start() - 10) : match.start() + 1]):
            out.append(text[start : match.end()].strip())
            start = match.end()
    out.append(text[start:].strip())
    return [sentence for sentence in out if sentence]


def items(text: str) -> list[str]:
    """The parts of a plain list, whatever joins them.

    >>> items("Git, GitHub (or GitLab) and C++, etc.")
    ['Git', 'GitHub (or GitLab)', 'C++']
    """
    parts = [element for _, element in split(TRAILING.sub("", BRACKET_MARKER.sub("", text.strip()).rstrip(".;")))]
    return [part for part in (BRACKET_MARKER.sub("", part).strip() for part in parts) if part]


def split(text: str) -> list[tuple[str, str]]:
    """The elements of a list outside brackets, each with the conjunction before it ("", ",", "and", "or")."""
    out, start, conj = [], 0, ""
    for match in _SEPARATOR.finditer(mask(text)):
        if element := text[start : match.start()].strip(" ,;"):
            out.append((conj, element))
            conj = ""
        word = (match[1] or match[2] or ",").lower()
        if conj in ("", ","):
            conj = "or" if "or" in word.split("/") or word == "/" else "," if word == "," else "and"
        start = match.end()
    if element := text[start:].strip(" ,;"):
        out.append((conj, element))
    return out


def spells(name: str, bracket: str) -> bool:
    """Whether a bracket abbreviates the name before it, or spells it out.

    >>> spells("Natural Language Processing", "NLP"), spells("ETL", "Extract, Transform, Load")
    (True, True)
    >>> spells("BI", "Power BI")
    False
    """

    def initials(words: str) -> set[str]:
        parts = [part for part in re.split(r"[\s,/-]+", words) if part]
        small = [part for part in parts if part.lower() not in ("and", "of", "the", "for", "in", "as", "a")]
        return {"".join(part[0] for part in chosen).casefold() for chosen in (parts, small) if chosen}

    if not name or not bracket or len(name) > 200 or len(bracket) > 200:
        return False
    if " " in bracket:
        last = name.rsplit(maxsplit=1)[-1]
        return (
            2 <= len(last) <= 8
            and last[:1].isupper()
            and re.sub(r"\W", "", last).casefold().rstrip("s") in initials(bracket)
        )
    wanted = re.sub(r"\W", "", bracket).casefold()
    if len(wanted) < 2 or not bracket[:1].isupper():
        return False
    words = name.split()
    return any(
        wanted.rstrip("s") in initials(" ".join(words[start:])) or wanted in initials(" ".join(words[start:]))
        for start in range(len(words) - 1)
    )
