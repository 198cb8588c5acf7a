"""What people say they have, in words: names with levels, as `Python (basic)`, `Excel – expert` or `spark:proficient`.

Which word means which level is our judgement. A name that has such a word in it stays a name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from rolegraph.errors import RolegraphError, UnknownNode, all_of
from rolegraph.model.nodes import Level, Node, fold, without_accents
from rolegraph.model.plans import ASSUMED_LEVEL

Resolve = Callable[[str], Node]

_WORDS: Final = {
    Level.FAMILIAR: "familiar, basic, basics, beginner, novice, awareness, aware, foundation, foundational, "
    "fundamental, fundamentals, elementary, entry, learner, limited, low, some, a1, a2, grundkenntnisse, grundlagen, "
    "grundlegend, basis, basiskenntnisse, anfanger, einsteiger, gering, notions, debutant, base, bases, elementaire, "
    "initiation, faible, basico, basica, principiante, nociones, elemental, inicial, bajo",
    Level.WORKING: "working, intermediate, competent, practitioner, good, medium, moderate, capable, independent, "
    "solid, b1, b2, gut, gute, mittel, anwender, kompetent, selbststandig, intermediaire, moyen, bon, bonne, bonnes, "
    "pratique, autonome, intermedio, intermedia, medio, competente, bueno, autonomo",
    Level.PROFICIENT: "proficient, advanced, skilled, strong, very good, excellent, fluent, experienced, high, c1, "
    "fortgeschritten, fortgeschrittene, fortgeschrittener, sehr gut, sehr gute, fliessend, erfahren, hoch, avance, "
    "avancee, confirme, maitrise, tres bon, courant, experimente, eleve, avanzado, avanzada, alto, experimentado, "
    "muy bueno, fluido, dominio",
    Level.EXPERT: "expert, expertise, master, mastery, authority, specialist, native, mother tongue, c2, experte, "
    "expertin, expertenwissen, spezialist, muttersprache, specialiste, langue maternelle, experto, experta, "
    "especialista, lengua materna, nativo",
}
LEVEL_OF: Final = {word.strip(): level for level, words in _WORDS.items() for word in words.split(",")}
FILLERS: Final = re.compile(
    r"\b(?:level|knowledge|understanding|skills?|user|speaker|proficiency|niveau|stufe|kenntnisse|nivel|connaissances?"
    r"|conocimientos?|of|the|l)\b",
)
_IN_BRACKETS: Final = re.compile(r"(\S.{0,200}?) ?\(([^()]{1,40})\)")
_AFTER_DASH: Final = re.compile(r"(\S.{0,200}) [-–—] ([^-–—]{1,40})")
_LANGUAGE_LEVEL: Final = re.compile(r"(\S.{0,200}) ([ABC][12])")


def level_in(text: str) -> Level | None:
    """The level that a word or two mean, whatever filler stands around them; None where they mean none.

    >>> [str(level_in(text)) for text in ("Basic knowledge", "sehr gut", "B2", "Excel")]
    ['familiar', 'proficient', 'working', 'None']
    """
    plain = without_accents(fold(text)).strip(" .:!'")
    return LEVEL_OF.get(plain) or LEVEL_OF.get(" ".join(FILLERS.sub(" ", plain.replace("-", " ")).split()))


def split_level(text: str) -> tuple[str, Level | None]:
    """A name and the level in brackets or after a dash behind it; the whole, and None, where there is none.

    >>> [split_level(text) for text in ("Excel – expert", "Spanish B2", "C (programming language)")]
    [('Excel', <Level.EXPERT: 4>), ('Spanish', <Level.WORKING: 2>), ('C (programming language)', None)]
    """
    whole = " ".join(text.split())
    for form in (_IN_BRACKETS, _AFTER_DASH, _LANGUAGE_LEVEL):
        if (found := form.fullmatch(whole)) and (level := level_in(found[2])) is not None:
            return found[1], level
    return text.strip(), None


def named_with_level(text: str, resolve: Resolve) -> tuple[Node, Level | None]:
    """The node that is named, and the level that stands behind its name; None where the whole is a name."""
    name, level = split_level(text)
    if level is not None:
        try:
            return resolve(text.strip()), None
        except UnknownNode:
            pass
    return resolve(name), level


def parse_have(text: str, resolve: Resolve, unknown: list[str] | None = None) -> dict[Node, Level]:
    """`python,spark:proficient` as capabilities with levels; `ASSUMED_LEVEL` where none is given.

    `resolve` gives the node that a name means, and raises UnknownNode or AmbiguousNode, which is raised for all names
    together; RolegraphError where a level is none, two levels contradict each other, or a text that is not empty names
    nothing. Where there is a list of `unknown`, what names mean nothing is added to it instead.
    """

    def holding(part: str) -> tuple[Node, Level | None] | None:
        try:
            return parse_holding(part, resolve)
        except UnknownNode as error:
            if unknown is None:
                raise
            unknown.append(error.brief)
            return None

    parts = [part for part in text.split(",") if part.strip() and part.strip() != ":"]
    have = levels_of(filter(None, all_of(parts, holding)))
    if text and not parts:
        raise RolegraphError(f"{text!r} names nothing: write NAME or NAME:LEVEL, separated by commas")
    return {node: level or ASSUMED_LEVEL for node, level in have.items()}


def levels_of(holdings: Iterable[tuple[Node, Level | None]]) -> dict[Node, Level | None]:
    """Each capability once, with the level that is given for it; RolegraphError where there are two."""
    levels: dict[Node, Level | None] = {}
    for node, level in holdings:
        before = levels.get(node)
        if None not in (before, level) and before != level:
            raise RolegraphError(f"{node.label} is there twice, as {before} and as {level}: keep one of them")
        levels[node] = level or before
    return levels


def parse_holding(word: str, resolve: Resolve) -> tuple[Node, Level | None]:
    """`spark:proficient` as a capability and a level; None where none is given.

    What follows the last colon is a level only where the whole is not a name: names and IRIs have colons too.
    """
    name, colon, level = (part.strip() for part in word.rpartition(":"))
    if not colon or "/" in level:
        return named_with_level(word, resolve)
    # What is likely is tried first: looking for what an unknown name may mean takes its time in a large graph.
    likely, other = (name, word.strip()) if not level or level_in(level) else (word.strip(), name)
    try:
        (found, said), used = named_with_level(likely, resolve), likely
    except UnknownNode as error:
        try:
            (found, said), used = named_with_level(other, resolve), other
        except UnknownNode as second:
            raise (error if likely == name else second) from None
    return found, one_level(said, level if used == name else "", name)


def one_level(said: Level | None, word: str, name: str) -> Level | None:
    """The level behind a name, or that of a word besides; RolegraphError where both are there and differ."""
    given = parse_level(word, name) if word else None
    if None not in (said, given) and said != given:
        raise RolegraphError(f"{name}: {word} says two levels, {said} and {given}: keep one of them")
    return given or said


def parse_level(word: str, name: str) -> Level:
    """A level by its word; `name` is what has it, for the message of the RolegraphError."""
    if (level := level_in(word)) is None:
        words = ", ".join(str(level) for level in Level)
        raise RolegraphError(f"unknown level {word!r} for {name}: use one of {words}")
    return level
