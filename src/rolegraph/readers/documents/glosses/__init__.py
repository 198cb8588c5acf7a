"""Texts in German, French and Spanish: told by their function words, and read by way of English turns of phrase.

The rules that read texts are about English wording. A text in another language is given to them with its headings and
turns of phrase ("von Vorteil", "ans d'expérience") in English, and its names as they are; names that the graph knows
are never touched. What is quoted, and what is kept as text, is then put back into the words of the source.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from rolegraph.facts.lexicon import Lexicon
from rolegraph.linking import Mention
from rolegraph.linking.name_matcher import matcher_of
from rolegraph.model.nodes import LEARNABLE_KINDS, Kind
from rolegraph.readers.documents.forms.document import Document
from rolegraph.readers.documents.headings import Section, bare, heading_of
from rolegraph.readers.documents.plain_text import Line, sentences
from rolegraph.readers.documents.records import Passage, TextRecord

T = TypeVar("T")

LANGUAGES: Final = ("de", "fr", "es")
_AGAIN: Final = re.compile(r"( is a plus)(?:,? *(?:aber|mais|pero)? *is a plus)+")
_LABELLED: Final = re.compile(r"\W*(?:Location|Salary|Employer|Job type):")
_TERMS: Final = "Job details"
_MEANS: Final = " => "
_PART: Final = re.compile(r"\[[a-z ]+\]")
_ENGLISH: Final = frozenset(
    "the and of to with you your for our we will are is be have that this who from at by an or not as it "
    "experience".split()
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_LOOKED_AT: Final = 6_000  # characters of a text, which show its language
_LEAST_WORDS: Final = 3
_LEAST_SHARE: Final = 0.08  # of all words, that are function words of the language
_LEAST_LEAD: Final = 1.5  # times as many as of English
_LONGEST: Final = 3_000  # characters of a line that is glossed
_FIRST_SIGN: Final = 0xE000  # of the private characters that stand for names
_MOST_NAMES: Final = 500
_MOST_HEADING_WORDS: Final = 7
_LONGEST_HEADING: Final = 120
_MOST_QUOTED: Final = 20  # lines
_SHORTEST: Final = 3
_MOST_WORDS: Final = 3  # of a name that no graph knows
# Sections whose words are kept as they are: nothing in them is asked for.
_VERBATIM: Final = (Section.RESPONSIBILITIES, Section.DEFINITIONS)
_BULLET: Final = re.compile(r"^\s*(?:[-*\u2022\u00b7\u2013+]|\d{1,2}[.)])\s+")
_LABEL: Final = re.compile(r"([^:]{3,60}?)\s?:\s+(?=\S)")
_GENDERS: Final = re.compile(
    r"\s*[(\[]\s*(?:[mwdfhxi]\s?[/|,*:]\s?[mwdfhxi](?:\s?[/|,*:]\s?[mwdfhxi*]){0,2}|gn|all genders|alle geschlechter)"
    r"\s*[)\]]|\s+[mwfh]\s?/\s?[mwdfhx](?:\s?/\s?[dx])?(?=\s|$)",
    re.IGNORECASE,
)
_HOURS: Final = re.compile(
    r"(?:\s+(?:in|à|a)|\s*[-|,\u2014(])\s*(?:vollzeit|teilzeit|(?:un)?befristet|cdi|cdd|intérim|stage|alternance"
    r"|temps plein|temps partiel|jornada completa|media jornada|indefinido|remoto|remote|home ?office|télétravail"
    r"|teletrabajo)\b.{0,40}$",
    re.IGNORECASE,
)
_OR: Final = re.compile(r" (?:oder|ou|o) (?:eine?n?|une?|una?) ", re.IGNORECASE)
_WANTED: Final = re.compile(
    r"\s+gesucht\b.*$|^(?:se (?:busca|solicita|necesita)|on recherche|recrute)\b[:!]?\s*", re.IGNORECASE
)
_BOTH: Final = re.compile(r"\b((\w{4})\w*) ?/ ?\2\w*")  # "Éducateur / Éducatrice"
_HEAD_LINES, _TITLE_LENGTH = 15, 100


class Glossary(NamedTuple):
    """What is known of a language, from the file of its name."""

    language: str
    words: frozenset[str]
    headings: tuple[tuple[re.Pattern[str], str], ...]
    heading_words: tuple[tuple[re.Pattern[str], str], ...]
    phrases: tuple[tuple[re.Pattern[str], str], ...]
    languages: dict[str, str]
    spoken: re.Pattern[str]
    title_label: re.Pattern[str]
    sought: re.Pattern[str]
    feminine: re.Pattern[str]
    no_names: frozenset[str]


@lru_cache
def _glossary(language: str) -> Glossary:
    parts: dict[str, list[str]] = {}
    for line in Path(__file__).with_name(f"{language}.txt").read_text(encoding="utf-8").splitlines():
        if _PART.fullmatch(line):
            part = parts.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            part.append(line)

    def pairs(name: str) -> Iterator[tuple[str, str]]:
        lines = (line.partition(_MEANS) for line in parts[name])
        return ((words, english.replace("~", " ")) for words, _, english in lines)

    (label,), (sought,), (end,), (feminine,) = (
        parts[name] for name in ("title label", "sought", "sought end", "feminine")
    )
    languages = dict(pairs("languages"))
    return Glossary(
        language,
        frozenset(parts["function words"][0].split()),
        tuple((_compiled(words), english) for words, english in pairs("headings")),
        tuple((_compiled(words), english) for words, english in pairs("heading words")),
        tuple((_compiled(words), english) for words, english in pairs("phrases")),
        languages,
        _compiled(rf"\b({'|'.join(languages)})(?:e[nrs]?)?\b"),
        _compiled(rf"^(?:{label})\s?:\s*(.{{3,120}})$"),
        _compiled(rf"\b{sought} (.{{3,80}}?){end}"),
        _compiled(feminine),
        frozenset(parts["no names"][0].split()),
    )


def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)


def language_of_text(lines: Sequence[Line]) -> str:
    """The language of a text by its function words: "de", "fr" or "es"; empty for English, and for any other.

    >>> language_of_text([Line(1, "Wir suchen für die Backstube eine Person, die gern mit uns arbeitet")])
    'de'
    >>> language_of_text([Line(1, "We are looking for a baker")])
    ''
    """
    text = ""
    for line in lines:
        text += " " + line.text[: _LOOKED_AT - len(text)]
        if len(text) >= _LOOKED_AT:
            break
    if text.isascii() and not _MAYBE_FOREIGN.search(text.casefold()):
        return ""
    counts = Counter(_WORD.findall(text.casefold()))
    english = sum(counts[word] for word in _ENGLISH)
    found = {language: sum(counts[word] for word in _glossary(language).words) for language in LANGUAGES}
    best = max(found, key=lambda language: found[language])
    is_enough = found[best] >= max(_LEAST_WORDS, _LEAST_SHARE * sum(counts.values()), _LEAST_LEAD * english)
    return best if is_enough else ""


# One of these is in nearly every sentence of these languages, and hardly in any of English ones.
_MAYBE_FOREIGN: Final = re.compile(r"\b(?:und|der|die|mit|wir|et|le|les|des|vous|pour|y|el|los|las|para|con|una?)\b")


def is_name(text: str, language: str) -> bool:
    """Whether words of a language that no graph knows may be a name: few of them, none of those of every sentence."""
    words = [word.strip("().,;:").casefold() for word in text.split()]
    known = _glossary(language)
    is_noun = language != "de" or text.rsplit(maxsplit=1)[-1][:1].isupper()
    is_plain = all(any(map(str.isalpha, word)) and word not in (known.words | known.no_names) for word in words)
    return is_noun and is_plain and len(words) <= _MOST_WORDS and text.count("(") == text.count(")")


class Glossed(NamedTuple):
    """A text with English turns of phrase, and what its lines, by number, and its headings were before."""

    document: Document
    lines: dict[int, list[tuple[str, str]]]
    headings: list[tuple[int, str, str]]

    def in_own_words(self, value: T) -> T:
        """What was read, with quotes, texts and sections in the words of the source."""
        result: T = self._own(value, 0)
        return result

    def _own(self, value: Any, line: int) -> Any:
        if isinstance(value, Passage):
            above = (own for line, text, own in reversed(self.headings) if line <= value.line and text == value.section)
            quote = self._quote(value.quote, value.line)
            return replace(value, section=next(above, value.section), quote=quote)
        if isinstance(value, tuple) and not hasattr(value, "_fields"):
            return tuple(self._own(one, line) for one in value)
        if not is_dataclass(value) or isinstance(value, type | Mention):
            return value
        passage = getattr(value, "passage", None)
        line = passage.line if isinstance(passage, Passage) else line
        parts = {field.name: self._own(getattr(value, field.name), line) for field in fields(value)}
        if isinstance(value, TextRecord):
            parts["text"] = self._quote(value.text, line)
        return replace(value, **parts)

    def _quote(self, quote: str, line: int) -> str:
        """A quote from a line, and perhaps from some behind it, in the words of the source."""
        pairs = [pair for number in range(line, line + _MOST_QUOTED) for pair in self.lines.get(number, ())]
        for glossed, own in pairs:
            if quote == glossed:
                return own
        pieces = [piece for pair in pairs for piece in _by_sentence(*pair)]
        for glossed, own in sorted(pieces, key=lambda piece: -len(piece[0])):
            if len(glossed) > _SHORTEST and glossed in quote:
                quote = quote.replace(glossed, own)
            elif quote.rstrip(".") and quote.rstrip(".") in glossed:
                return own
        return quote


def _by_sentence(glossed: str, own: str) -> list[tuple[str, str]]:
    pieces, originals = sentences(glossed), sentences(own)
    return list(zip(pieces, originals, strict=True)) if len(pieces) == len(originals) else [(glossed, own)]


def glossed(document: Document, lexicon: Lexicon | None = None) -> Glossed | None:
    """A text with English turns of phrase, if it is in a language that is known here; None for any other.

    Of a `lexicon` the names are kept as they are, and sections in which nothing is asked for are not touched; without
    one everything is glossed, to tell what kind of text it is.
    """
    if document.language or not (language := language_of_text(document.lines)):
        return None
    words = _glossary(language)
    title = _title(document, words, lexicon)
    lines: list[Line] = []
    changed: dict[int, list[tuple[str, str]]] = {}
    headings: list[tuple[int, str, str]] = []
    section: Section | None = None
    for line in document.lines:
        text, opened = _glossed_line(line.text, words, lexicon, verbatim=lexicon is not None and section in _VERBATIM)
        if opened is not None:
            section = opened
        if text != line.text:
            own, new = _BULLET.sub("", line.text), _BULLET.sub("", text)
            changed.setdefault(line.number, []).append((new, own))
            if len(new) <= _LONGEST_HEADING:
                headings.append((line.number, new.rstrip(" :"), own.rstrip(" :")))
            if ":" in new and ":" in own:  # a label before what it is about
                headings.append((line.number, new.partition(":")[0], own.partition(":")[0].rstrip()))
        lines.append(replace(line, text=text))
    return Glossed(replace(document, lines=lines, title=title or document.title, language=language), changed, headings)


def _glossed_line(text: str, words: Glossary, lexicon: Lexicon | None, *, verbatim: bool) -> tuple[str, Section | None]:
    """A line in English turns of phrase, and the section that it opens as a heading."""
    if not text or len(text) > _LONGEST:
        return text, None
    if (heading := _heading(text, words)) is not None:
        found = heading_of(heading)
        return heading, found.section if found else None
    phrased = _phrased(text, words, lexicon)
    if _LABELLED.match(phrased):
        return phrased, None
    label = _LABEL.match(_BULLET.sub("", text))
    if label and (heading := _heading(f"{label[1]}:", words)) not in (None, _TERMS):
        found = heading_of(heading) if heading else None
        start = text.index(label[1])
        rest = text[start + label.end() :]
        is_kept = found is not None and found.section in _VERBATIM and lexicon is not None
        return f"{text[:start]}{heading}: {rest if is_kept else _phrased(rest, words, lexicon)}", None
    return (text if verbatim else phrased), None


def _heading(text: str, words: Glossary) -> str | None:
    plain = bare(text).strip("¿¡ \t").casefold()
    if not 2 < len(plain) <= 70 or plain.endswith((".", ",", ";")):
        return None
    plain = re.sub(r"\s*(?:\.\.\.|\u2026)$", "", plain)
    found = next((english for pattern, english in words.headings if pattern.fullmatch(plain)), None)
    if found is None and text.rstrip().endswith((":", "?")) and len(plain.split()) <= _MOST_HEADING_WORDS:
        found = next((english for pattern, english in words.heading_words if pattern.search(plain)), None)
    return found


def _phrased(text: str, words: Glossary, lexicon: Lexicon | None) -> str:
    """A text with English turns of phrase; the names of the lexicon are kept."""
    names: list[str] = []

    def sign(name: str) -> str:
        names.append(name)
        return chr(_FIRST_SIGN + len(names) - 1)

    def is_kept(word: str) -> bool:
        """Whether the graph knows a language by this name, and not by the English one."""
        english = words.languages[word.casefold()]
        return lexicon is not None and bool(lexicon.find(word)) and not lexicon.find(english)

    text = " ".join(text.split())
    if lexicon is not None:
        out, start = "", 0
        for match in matcher_of(lexicon).matches(text, LEARNABLE_KINDS):
            is_spoken = match.text.casefold() in words.languages and not is_kept(match.text)
            if match.start >= start and len(names) < _MOST_NAMES and not is_spoken:
                out, start = out + text[start : match.start] + sign(text[match.start : match.end]), match.end
        text = out + text[start:]
    bullet = _BULLET.match(text)
    before, text = (bullet[0], text[bullet.end() :]) if bullet else ("", text)
    for pattern, english in words.phrases:
        text = pattern.sub(partial(_in_place, english), text)
    text = words.spoken.sub(lambda match: match[0] if is_kept(match[1]) else words.languages[match[1].casefold()], text)
    text = before + " ".join(_AGAIN.sub(r"\1", text).split()).replace("( ", "(")
    return "".join(
        names[ord(char) - _FIRST_SIGN] if 0 <= ord(char) - _FIRST_SIGN < len(names) else char for char in text
    )


def _in_place(english: str, match: re.Match[str]) -> str:
    """An English turn of phrase for another one, with a capital where that begins a sentence with one."""
    found = match.expand(english)
    before = match.string[: match.start()].rstrip()
    begins = (not before or before[-1] in ".!?") and match[0].strip()[:1].isupper()
    return found[0].upper() + found[1:] if begins and found else found


def _title(document: Document, words: Glossary, lexicon: Lexicon | None) -> str:
    """The title of the job that a text advertises, without what says that anybody may apply."""
    head = [_BULLET.sub("", line.text) for line in document.lines if line.text][:_HEAD_LINES]
    marked = [text for text in head if _GENDERS.search(text) and len(text) <= _TITLE_LENGTH and not text.endswith(".")]
    labelled = [match[1] for text in head if (match := words.title_label.match(text))]
    sought = [match[1] for text in head if (match := words.sought.search(text))]
    for text in (document.posting.title if document.posting else "", *labelled, *marked):
        if text and (title := _plain_title(text, words)):
            return title
    for text in (*head[:4], *sought):
        title = _plain_title(text, words)
        if lexicon is not None and title and lexicon.find(title, (Kind.ROLE,)):
            return title
    if sought and (title := _plain_title(sought[0], words)):
        return title
    first = _plain_title(head[0], words) if head else ""
    is_title = (
        0 < len(first.split()) <= 8 and not head[0].endswith((".", "!", "?", ":")) and _heading(head[0], words) is None
    )
    return first if is_title else ""


def _plain_title(text: str, words: Glossary) -> str:
    match = words.sought.search(text)
    text = _OR.split(match[1] if match else text)[0]
    text = _WANTED.sub("", _BOTH.sub(r"\1", text))
    text = words.feminine.sub("", _HOURS.sub("", _GENDERS.sub("", text)))
    return " ".join(text.split()).strip(" -|,:;.!")
