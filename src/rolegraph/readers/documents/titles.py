"""Titles: the names of the roles that a text compares, in the many wordings of titles."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from rolegraph.model.nodes import Kind, slugify
from rolegraph.readers.documents.headings import heading_of
from rolegraph.readers.documents.plain_text import Line, spells_out

_VERSUS: Final = re.compile(r"\s+(?:vs\.?|versus|v\.?|compared (?:to|with))\s+", re.IGNORECASE)
_AND: Final = re.compile(r"\s*,\s*(?:(?:and|or|&|vs\.?)\s+)?|\s+(?:and|or|&|with|to|vs\.?|versus)\s+", re.IGNORECASE)
_AND_A: Final = re.compile(r"\s+(?:and|or|&|vs\.?|versus)\s+(?=an?\s)", re.IGNORECASE)
# Titles in which the roles follow these words.
_DIFFERENCE: Final = re.compile(
    r"(?:^|.{0,60}?(?:\b|:\s))(?:differences?|distinctions?|comparison)\s+between\s+(.+)$|^(?:comparing|"
    r"compare)\s+(.+)$",
    re.IGNORECASE,
)
_DIFFERS: Final = re.compile(
    r"^how\s+(?:do|does|is|are)\s+(.+?)\s+(?:differ(?:ent)?|compare)\s+(?:from|to|with)\s+(.+)$", re.IGNORECASE
)
# Titles in which they stand before a question or remark; the last word is no part of a name.
_CHOICE: Final = re.compile(
    r"^(?:should (?:i|you) (?:be|become|choose)\s+)?(.{3,90}?)\s*(?:[:?|\u2014-]\s*|,\s+)(?:.{0,20}\b)?"
    r"(?:which|what|how|differences?|compar\w+|similarit\w+|explained|choos\w+|the right)\b.{0,80}$"
    r"|^should (?:i|you) (?:be|become|choose)\s+(.{3,90})\?$"
    r"|^(.{3,90}?)\s+(?:compared|explained)$|^(.{3,90}\sor\s.{3,60})\?$",
    re.IGNORECASE,
)
# Titles of texts about one role.
_ROLE_TITLES: Final = tuple(
    re.compile(rf"(?:{wording})\W*$", re.IGNORECASE)
    for wording in (
        r"what (?:does|do) (?:an? |the )?(.{2,60}?) (?:actually |really |usually )?do\b.{0,60}",
        r"what (?:is|are) (?:an? |the role of an? )(.{2,60}?)(?:\?.{0,60})?",
        r"how to (?:become|be|get a job as|train as) (?:an? )?(.{2,60}?)(?:[:?]\s.{0,60}|\s-\s.{0,60})?",
        r"(?:the )?role of (?:an? |the )?(.{2,60}?)(?:[:?]\s.{0,60})?",
        r"(?:a )?day in the life of (?:an? )?(.{2,60}?)(?:[:?]\s.{0,60})?",
        r"becoming (?:an? )?(.{2,60}?)(?:[:?]\s.{0,60})?",
        r"(?:an? )?(.{2,60}?)(?:'s)? (?:job|role|career|occupation|position|work)s? (?:descriptions?|profiles?|"
        r"overview|guide|"
        r"summary|outlook|paths?|template|information|spotlight)\b.{0,60}",
        r"(?:job|role|career|occupational|position) (?:description|profile|guide|spotlight|overview|focus)(?::|\s-|"
        r"\s\|| of an?)\s(.{2,60}?)",
        r"(?:an? )?(.{2,60}?)(?:'s)? (?:duties|responsibilities|tasks|skills|requirements|"
        r"qualifications)(?: and .{2,60})?",
        r"(?:an? )?(.{2,60}?)(?::|\s-|\s\|)\s(?:.{0,40}\b)?(?:descriptions?|duties|responsibilit\w+|skills|salary|"
        r"career|guide|roles?|jobs?|"
        r"requirements|what|overview|profile)\b.{0,60}",
    )
)
_REMARK: Final = re.compile(r"\s*(?::\s|\s-\s|\||\u2014|\?).*$")
_SUBTITLE: Final = re.compile(r"\s*(?::|\s-\s|\||\u2014|\?|\().*$")
_TITLE_LEAD: Final = re.compile(r"^.*?(?::|\s-\s|\u2014|\|)\s+")
_TAIL: Final = re.compile(r"\s+in\s+(?:\d{4}|the\s+[A-Z]\w+)$|\s+(?:roles?|careers?|jobs?|positions?|professions?)$")
_ARTICLES: Final = re.compile(r"^(?:(?:the|an?|title|comparing|being|becoming|become)\b:?\s*)+", re.IGNORECASE)
_BRACKET: Final = re.compile(r"\s*\(([^()]{1,60})\)")
# Words of sentences, which no name of a role has.
_SENTENCE_WORDS: Final = frozenset(
    "is are was were be we you they i this that these how what why when which who should your our their can could do "
    "does did will would between from than not choose become difference differences versus vs have has".split()
)
_MODIFIERS: Final = frozenset(
    "front-end frontend back-end backend full-stack senior junior lead principal staff internal external civil "
    "criminal primary secondary ui ux".split()
)
_SMALL: Final = frozenset("a an and at for in of on or the to with".split())
_LONGEST_TITLE: Final = 160
_MOST_ROLE_WORDS: Final = 7
_MOST_HEAD_LINES: Final = 4  # so many lines at the start of a text may be its title
_SINGULAR_ENDINGS: Final = ("ss", "us", "is", "ics", "Ops")
# A field of work by the ending of its name, and who works in it by theirs.
_FIELD: Final = re.compile(
    r"(?:ing|istry|ry|ics|ology|y|ism|ment|ture|ence|e|ance|ysis|ytics)$|(?<=design)$|(?<=law)$", re.IGNORECASE
)
_AGENT: Final = re.compile(r"(?:er|or|ist|ant|ent|ian|ect|eer|yst|on|nurse|cook|guard)$", re.IGNORECASE)
_SHORTEST_STEM: Final = 3


class Title(NamedTuple):
    """A text's title as written, its line, and the names of the roles in it.

    `others` are for each role the other names that the text gives; `fields` the field of work that the title names
    instead of it ("Plumbing" of the plumber), or "". `is_sure` is false for a first line that merely reads like a name.
    """

    text: str
    line: int
    names: tuple[str, ...]
    others: tuple[tuple[str, ...], ...] = ()
    fields: tuple[str, ...] = ()
    is_sure: bool = True


def find_title(lines: Sequence[Line], stated: str = "") -> Title | None:
    """The title of a comparison: that which the form of the text states, or the first line that reads like one."""
    for text, line, is_head in _candidates(lines, stated):
        parts = _compared(text, may_ask=is_head)
        if parts:
            return _title(text, line, parts, lines)
    return None


def find_role(lines: Sequence[Line], stated: str = "") -> Title | None:
    """The title of a text about one role: "What does a baker do?", "Baker job description", or only a name."""
    candidates = (item for item in _candidates(lines, stated) if item[2] and heading_of(item[0]) is None)
    heads = [(text, line) for text, line, _ in islice(candidates, _MOST_HEAD_LINES + 1)]
    first = next(
        (_role_title(*head, head[0], lines, is_sure=False) for head in heads[:1] if _may_be_name(head[0])), None
    )
    for text, line in heads:
        for body in dict.fromkeys((text[:_LONGEST_TITLE], _TITLE_LEAD.sub("", text[:_LONGEST_TITLE]))):
            for match in filter(None, (pattern.match(body) for pattern in _ROLE_TITLES)):
                if title := _role_title(text, line, match[1], lines):
                    is_same = first is not None and first.names == title.names
                    return first._replace(is_sure=True) if first and is_same else title
    return first


def _may_be_name(text: str) -> bool:
    return text[0].isalnum() and len(text.split()) <= _MOST_ROLE_WORDS and not re.search(r"[.!?:;,]", text)


def _role_title(text: str, line: int, part: str, lines: Sequence[Line], *, is_sure: bool = True) -> Title | None:
    name, short = _named(part)
    if not _is_name(name) or heading_of(name) is not None:
        return None
    return _title(text, line, [(name, short)], lines)._replace(is_sure=is_sure)


def _candidates(lines: Sequence[Line], stated: str) -> Iterator[tuple[str, int, bool]]:
    if stated:
        yield stated, next((line.number for line in lines if line.text), 1), True
    filled = 0
    for line in lines:
        if line.text:
            filled += 1
            yield line.text, line.number, filled <= _MOST_HEAD_LINES or line.depth == 1


def title_names(text: str) -> tuple[str, ...]:
    """The names of the roles in a title that reads "X vs. Y" or alike; empty for a text that is not a title."""
    return tuple(name for name, _ in _compared(text))


def _compared(text: str, *, may_ask: bool = False) -> list[tuple[str, tuple[str, ...]]]:
    """The roles that a title compares, each with its abbreviations; with `may_ask` also those of "X or Y?"."""
    if len(text) > _LONGEST_TITLE:
        return []
    for parts in _splits(text, may_ask=may_ask):
        names = _with_heads([_named(part) for part in parts])
        slugs = {slugify(name, Kind.ROLE) for name, _ in names}
        if len(names) > 1 and len(slugs) == len(names) and all(_is_name(name) for name, _ in names):
            return names
    return []


def _splits(text: str, *, may_ask: bool) -> Iterator[list[str]]:
    if match := _DIFFERENCE.match(text):
        yield from _listed(_REMARK.sub("", match[1] or match[2]))
    if _VERSUS.search(text):
        parts = _VERSUS.split(text)
        parts[0] = _TITLE_LEAD.sub("", parts[0]).lstrip("# ")
        yield parts
    if match := _DIFFERS.match(text):
        yield [match[1], match[2]]
    if may_ask:
        for body in dict.fromkeys((text, _TITLE_LEAD.sub("", text))):
            if match := _CHOICE.match(body):
                yield from _listed(next(group for group in match.groups() if group))


def _listed(text: str) -> Iterator[list[str]]:
    """The members of a list of names, each of which may have a conjunction itself."""
    yield _AND_A.split(text)
    if "," in text:
        yield _AND.split(text)
    places = list(_AND.finditer(text))
    for place in sorted(places, key=lambda place: abs(place.start() + place.end() - len(text))):
        yield [text[: place.start()], text[place.end() :]]


def _named(part: str) -> tuple[str, tuple[str, ...]]:
    """The name in a part of a title, and the abbreviations in brackets behind it."""
    brackets = [bracket.strip() for bracket in _BRACKET.findall(part)]
    name = _SUBTITLE.sub("", _BRACKET.sub(" ", part)).strip(" .!:,-\"'")
    name = " ".join(_TAIL.sub("", _ARTICLES.sub("", name)).split())
    others = tuple(bracket for bracket in brackets if re.fullmatch(r"[A-Z][A-Za-z.&/-]{1,7}", bracket))
    for bracket in brackets:
        if " " in bracket and spells_out(f"a {name}", bracket):
            name, others = bracket, (name,)
    name = capitalised(singular(name))
    return name, tuple(other for other in others if other != name and spells_out(name, other))


def _is_name(name: str) -> bool:
    words = name.split()
    if not name[:1].isalnum() or len(words) > _MOST_ROLE_WORDS or slugify(name)[:2] == "x-":
        return False
    plain = {word.lower() for word in words if not word.isupper()}
    return _SENTENCE_WORDS.isdisjoint(plain) and not any(sign in name for sign in ",;!?")


def _title(text: str, line: int, parts: list[tuple[str, tuple[str, ...]]], lines: Sequence[Line]) -> Title:
    """The title with what the text itself says of its names: who works in a field, what is short for what."""
    names: list[str] = []
    others: list[tuple[str, ...]] = []
    fields: list[str] = []
    for name, short in parts:
        practitioner = _practitioner(name, lines) if _FIELD.search(name) else ""
        long = _spelled_out(name, lines) if name.isupper() and len(name) <= 6 else ""
        names.append(practitioner or long or name)
        others.append(short or ((name,) if long else _abbreviations(name, lines)))
        fields.append(name if practitioner else "")
    if len({slugify(name, Kind.ROLE) for name in names}) < len(names):  # both fields have one practitioner
        return Title(text, line, tuple(name for name, _ in parts), tuple(short for _, short in parts))
    return Title(text, line, tuple(names), tuple(others), tuple(fields))


def _practitioner(field: str, lines: Sequence[Line]) -> str:
    """Who works in a field of work, as headings or sentences call them most often; "" where none is called so."""
    *before, last = field.split()
    stem = _FIELD.sub("", last)
    if len(stem) < _SHORTEST_STEM:
        return ""
    pattern = re.compile(rf"(?<![\w-])({re.escape(stem)}\w{{0,6}}?)s?(?![\w-])", re.IGNORECASE)
    found: Counter[str] = Counter()
    for line in lines:
        if line.text and len(line.text) < 100 * _LONGEST_TITLE:
            weight = 3 if line.depth or len(line.text) < 60 else 1
            for word in pattern.findall(line.text):
                if word.casefold() != last.casefold() and _AGENT.search(word):
                    found[word.lower()] += weight
    best = max(found, key=lambda word: found[word], default="")
    return " ".join([*before, best.capitalize()]) if best and found[best] > 1 else ""


def _spelled_out(short: str, lines: Sequence[Line]) -> str:
    """What an abbreviation stands for, where the text says so: "Registered Nurse (RN)"."""
    pattern = re.compile(rf"((?:[A-Z][\w'-]*\s+(?:(?:of|and|for|the|in)\s+)?){{2,6}})\({re.escape(short)}s?\)")
    for line in lines:
        for match in pattern.finditer(line.text):
            words = _ARTICLES.sub("", match[1]).split()
            for start in range(len(words) - 1):
                name = " ".join(words[start:])
                if spells_out(name, short) and len(name.split()) <= len(short) + 2:
                    return singular(name)
    return ""


def _abbreviations(name: str, lines: Sequence[Line]) -> tuple[str, ...]:
    """The abbreviations of a name that the text gives in brackets behind it."""
    pattern = re.compile(rf"(?<!\w){re.escape(name)}s?\s+\(([A-Z][A-Za-z.]{{1,7}}?)s?\)", re.IGNORECASE)
    found = (match[1] for line in lines for match in pattern.finditer(line.text))
    return tuple(dict.fromkeys(short for short in found if short[:1].isupper() and spells_out(name, short)))


def singular(name: str) -> str:
    """A role's name in the singular, as far as English is regular and its last word is the one that changes."""
    if name.endswith("wives"):
        return name[:-3] + "fe"
    if name.endswith("ies") and len(name) > 4:
        return name[:-3] + "y"
    if name.endswith(("ches", "shes", "sses")):
        return name[:-2]
    if re.search(r"[a-z]men$", name):
        return name[:-2] + "an"
    return name[:-1] if len(name) > 3 and name.endswith("s") and not name.endswith(_SINGULAR_ENDINGS) else name


def plural(name: str) -> str:
    """A role's name in the plural, as far as English is regular."""
    if re.search(r"[^aeiou]y$", name):
        return name[:-1] + "ies"
    if re.search(r"[a-z]man$", name):
        return name[:-2] + "en"
    if name.endswith("wife"):
        return name[:-2] + "ves"
    return name + ("es" if name.endswith(("ch", "sh", "s", "x")) else "s")


def capitalised(name: str) -> str:
    """A name in title case: abbreviations and words with capitals of their own stay."""
    words = name.split()
    if name.isupper() and len(words) > 1:
        words = [word if len(word) <= 2 else word.capitalize() for word in words]
    elif name.islower():
        words = [word.upper() if len(word) <= 2 and word not in _SMALL else word for word in words]
    return " ".join(
        word if not word.islower() or (place and word in _SMALL) else word.capitalize()
        for place, word in enumerate(words)
    )


def _with_heads(names: list[tuple[str, tuple[str, ...]]]) -> list[tuple[str, tuple[str, ...]]]:
    """The names with the noun that the last has for all: "Front-End vs. Back-End Developer"."""
    *_, (last, _) = names
    head = last.rpartition(" ")[2]
    return [(f"{name} {head}" if name.lower() in _MODIFIERS else name, short) for name, short in names]
