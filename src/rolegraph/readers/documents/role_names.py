"""The roles that an article compares: from its title, and wherever its text names one of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking import Mention
from rolegraph.model.nodes import ROLE_ABBREVIATIONS, Kind, node_iri, slug_of, slugify
from rolegraph.readers.documents.text import Line, sentences

_VERSUS: Final = re.compile(r"\s+(?:vs\.?|versus|v\.)\s+", re.IGNORECASE)
_SUBTITLE: Final = re.compile(r"\s*(?::|\s-\s|\||\u2014|\?|\().*$")
_LEAD: Final = re.compile(r"^.*?(?::|\s-\s|\u2014)\s+")
_TITLE_LENGTH: Final = 160
_WINDOW: Final = 4 * _TITLE_LENGTH  # a sentence's subject stands within so many characters
_ROLE_WORDS: Final = 7
_OPENERS: Final = (
    r"(?:(?:in contrast|by contrast|on the other hand|conversely|meanwhile|however|similarly|likewise|typically"
    r"|generally"
    r"|in comparison|additionally|while|whereas|for|as for|to become|as|to work as|being),?\s+){0,2}"
    r"(?:(?:both|most|many|all|aspiring|successful|the|an?|role of an?|the role of an?|the role of the)\s+){0,3}"
)
_TURN: Final = re.compile(r";\s+|,?\s+(?:while|whereas)\s+", re.IGNORECASE)
_PLURAL_EXCEPTIONS: Final = ("ss", "us", "is", "ics")


Everyone = tuple[int, ...]


class Title(NamedTuple):
    """An article's title as written, its line, and the names of the roles in it."""

    text: str
    line: int
    names: tuple[str, ...]


def find_title(lines: Sequence[Line]) -> Title | None:
    """The first line that reads "X vs. Y".

    >>> find_title([Line(1, "Data Analyst vs. BI Developer: A Comparison")]).names
    ('Data Analyst', 'BI Developer')
    """
    for line in lines:
        if len(line.text) <= _TITLE_LENGTH and (names := title_names(line.text)):
            return Title(line.text, line.number, names)
    return None


def title_names(text: str) -> tuple[str, ...]:
    """The names of the roles in a title, or none."""
    if len(text) > _TITLE_LENGTH or not _VERSUS.search(text):
        return ()
    parts = _VERSUS.split(text)
    parts[0] = _LEAD.sub("", parts[0]).lstrip("# ")
    parts[-1] = _SUBTITLE.sub("", parts[-1]).rstrip(" .!")
    names = [
        re.sub(r"^(?:(?:the|an?|title|comparing)\b:?\s*)+", "", part.strip(" :,-"), flags=re.IGNORECASE)
        for part in parts
    ]
    good = all(
        name and len(name.split()) <= _ROLE_WORDS and slugify(name)[:2] != "x-" and name[0].isalnum() for name in names
    )
    slugs = {slugify(singular(name), Kind.ROLE) for name in names}
    return tuple(_capitals(singular(name)) for name in names) if good and len(slugs) == len(names) else ()


def singular(name: str) -> str:
    """A role's name in the singular, as far as English is regular.

    >>> [singular(name) for name in ("Data Scientists", "Heads of Data", "Business Analyst")]
    ['Data Scientist', 'Heads of Data', 'Business Analyst']
    """
    if len(name) > 3 and name.endswith("s") and not name.endswith(_PLURAL_EXCEPTIONS) and not name.endswith("Ops"):
        return name[:-1]
    return name


def _capitals(name: str) -> str:
    """The name with the capitals that a title gives it, where the title is all upper or all lower case."""
    if not (name.isupper() or name.islower()):
        return name
    return " ".join(word.upper() if len(word) <= 2 else word.capitalize() for word in name.split())


class Roles:
    """The roles of an article: their mentions, and how its text may name them.

    Parameters
    ----------
    title
        The title that names them.
    lexicon
        The names already known.
    """

    def __init__(self, title: Title, lexicon: MemoryLexicon) -> None:
        self._lexicon = lexicon
        self.mentions = tuple(_mention(name, lexicon) for name in title.names)
        self.everyone: Everyone = tuple(range(len(self.mentions)))
        self._by_iri = {mention.iri: place for place, mention in enumerate(self.mentions)}
        forms = {}
        for place, name in enumerate(title.names):
            for spelling in {name, self.mentions[place].label, *self.mentions[place].alt_labels}:
                forms.update(dict.fromkeys(_forms(spelling), place))
        self._place_of = {form.casefold(): place for form, place in forms.items()}
        longest_first = sorted(forms, key=lambda form: (-len(form), form))
        names = "|".join(re.escape(form).replace(r"\ ", r"[\s-]") for form in longest_first)
        self.pattern: Final = re.compile(rf"(?<![\w-])(?:{names})(?:'s|s'|s)?(?![\w])", re.IGNORECASE)
        self._subject = re.compile(
            rf"^{_OPENERS}({self.pattern.pattern})(?:\s*\([^()]{{1,12}}\))?"
            rf"(?:\s*(?:,|and|&|or|as well as)\s+(?:an?\s+|the\s+|aspiring\s+)?({self.pattern.pattern}))?",
            re.IGNORECASE,
        )

    def named(self, text: str) -> Everyone:
        """The roles that a text names anywhere, in the order of the title."""
        return tuple(sorted({self._place(match[0]) for match in self.pattern.finditer(text)}))

    def meant(self, text: str) -> Everyone:
        """The one role that a text is the name of, whatever its spelling; none for any other text."""
        name = re.sub(r"^(?:for\s+)?(?:(?:an?|the)\s+)?", "", text.strip(" :,.-"), count=1, flags=re.IGNORECASE)
        if not name or len(name) > 2 * _TITLE_LENGTH:
            return ()
        name = re.sub(r"\s*\([^()]*\)$|(?:'s?|s')?\s+(?:role|position|path)$", "", name)
        match = self.pattern.fullmatch(name)
        if match:
            return (self._place(name),)
        for spelling in (name, singular(name)):
            slug = node_iri(Kind.ROLE, slugify(spelling, Kind.ROLE))
            found = [node.iri for node in self._lexicon.find(spelling, (Kind.ROLE,))]
            for iri in (slug, *found):
                if iri in self._by_iri:
                    return (self._by_iri[iri],)
        return ()

    def subject(self, sentence: str) -> tuple[Everyone, str]:
        """The roles that a sentence begins with, and the rest of it; none where it begins otherwise."""
        if match := re.match(
            r"^(?:both|these|the two|either|each)\s+(?:roles?|positions?|professionals?|careers?|jobs?)\b",
            sentence,
            re.I,
        ):
            return self.everyone, sentence[match.end() :].strip()
        match = self._subject.match(sentence[:_WINDOW])
        if match is None:
            return (), sentence
        places = {self._place(name) for name in match.groups() if name}
        return tuple(sorted(places)), sentence[match.end() :].strip()

    def spoken_of(self, text: str, current: Everyone) -> list[tuple[Everyone, list[str]]]:
        """The sentences of a text, grouped by the role each is about; `current` are those of sentences before any.

        "They" and "their" stay with the role before them.
        """
        groups: list[tuple[Everyone, list[str]]] = []
        for sentence in (part for whole in sentences(text) for part in self._parts(whole)):
            found, _ = self.subject(sentence)
            current = found or current
            if groups and groups[-1][0] == current:
                groups[-1][1].append(sentence)
            else:
                groups.append((current, [sentence]))
        return groups

    def _parts(self, sentence: str) -> list[str]:
        """A sentence cut where a semicolon or "while" brings in another role."""
        out, start = [], 0
        for match in _TURN.finditer(sentence):
            turned = self.subject(sentence[match.end() : match.end() + _WINDOW])[0]
            if turned and self.subject(sentence[start : start + _WINDOW])[0]:
                out.append(sentence[start : match.start()])
                start = match.end()
        return [*out, sentence[start:]]

    def slug(self) -> str:
        """What the article is called where it has no other name."""
        return "article-" + "-vs-".join(slug_of(mention.iri) for mention in self.mentions)

    def _place(self, name: str) -> int:
        folded = " ".join(re.split(r"[\s-]+", name.casefold()))
        for form in (folded, folded.removesuffix("s"), folded.removesuffix("'s"), folded.removesuffix("s'")):
            if form in self._place_of:
                return self._place_of[form]
        spaced = {" ".join(re.split(r"[\s-]+", form)): place for form, place in self._place_of.items()}
        candidates = (folded, folded.removesuffix("s"), folded.removesuffix("'s"), folded.removesuffix("s'"))
        return next(spaced[form] for form in candidates if form in spaced)


def _mention(name: str, lexicon: MemoryLexicon) -> Mention:
    known = lexicon.find(name, (Kind.ROLE,))
    if len(known) == 1:
        return Mention(known[0].iri, Kind.ROLE, known[0].label)
    return Mention(node_iri(Kind.ROLE, slugify(name, Kind.ROLE)), Kind.ROLE, name)


def _forms(name: str) -> set[str]:
    """The name with and without what job adverts abbreviate."""
    forms = {name}
    for long, short in ROLE_ABBREVIATIONS.items():
        words = long.replace("-", " ")
        for form in tuple(forms):
            forms.add(re.sub(rf"\b{words}\b", short.upper(), form, flags=re.IGNORECASE))
            forms.add(re.sub(rf"\b{short}\b", words.title(), form, flags=re.IGNORECASE))
    return forms
