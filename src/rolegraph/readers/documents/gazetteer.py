"""The roles of a text: found in its title, and under any of their spellings in its sentences."""

from __future__ import annotations

import re
from typing import Final

from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking import Mention
from rolegraph.model.nodes import ROLE_ABBREVIATIONS, Kind, node_iri, slug_of, slugify
from rolegraph.readers.documents.plain_text import sentences
from rolegraph.readers.documents.titles import Title, plural, singular

_LONGEST_NAME: Final = 320
_SUBJECT_WINDOW: Final = 640  # a sentence's subject stands within so many characters
_OPENERS: Final = (
    r"(?:(?:in contrast|by contrast|on the other hand|conversely|meanwhile|however|similarly|likewise|typically"
    r"|generally|in comparison|additionally|while|whereas|for|as for|to become|as|to work as|being),?\s+){0,2}"
    r"(?:(?:both|most|many|all|aspiring|successful|the|an?|role of an?|the role of an?|the role of the)\s+){0,3}"
)
_ALL_ROLES: Final = re.compile(
    r"^(?:both|these|the two|either|each)\s+(?:roles?|positions?|professionals?|careers?|jobs?|trades?|occupations?)\b"
    r"|^both(?=\s+(?:must|should|need|require|have|are|can|may|work|use|earn|typically|usually|often)\b)",
    re.IGNORECASE,
)
_BEFORE_NAME: Final = re.compile(r"^(?:(?:for|as)\s+)?(?:(?:an?|the)\s+)?", re.IGNORECASE)
_BEHIND_NAME: Final = re.compile(r"\s*\([^()]*\)$|(?:'s?|s')?\s+(?:role|position|path)$")
_CONTRAST: Final = re.compile(r";\s+|,?\s+(?:while|whereas)\s+", re.IGNORECASE)

# What follows a head noun that stands for the whole name, as the subject of a sentence.
_AFTER_ARTICLE: Final = r"(?:(?<=\ba\s)|(?<=\ban\s)|(?<=\bthe\s))"
_PREDICATE: Final = (
    r"(?=\s+(?:must|is|has|needs?|can|will|should|may|might|also|often|usually|typically|generally|works?|earns?|holds?"
    r"|uses?|requires?|who)\b)"
)

# Roles by their place in the title, counted from 0.
RoleIndices = tuple[int, ...]


class RoleGazetteer:
    """The roles that a title names: their mentions, and how the text may name them."""

    def __init__(self, title: Title, lexicon: MemoryLexicon) -> None:
        self._lexicon = lexicon
        others: list[tuple[str, ...]] = [*title.others, *[()] * len(title.names)]
        self.mentions = tuple(map(_role_mention, title.names, [lexicon] * len(title.names), others))
        self.all_roles: RoleIndices = tuple(range(len(self.mentions)))
        self._by_iri = {mention.iri: index for index, mention in enumerate(self.mentions)}
        spellings: dict[str, int] = {}
        for index, name in enumerate(title.names):
            for known in {name, self.mentions[index].label, *title.fields[index : index + 1]} - {""}:
                spellings.update(dict.fromkeys(_spellings(known), index))
        short = {name: index for index, names in enumerate(title.others) for name in names}
        heads = _heads(title.names)
        self._by_spelling = {_unhyphenated(name): index for name, index in (heads | short | spellings).items()}
        names = "|".join(_any_of(spellings) + [f"(?-i:{re.escape(name)})" for name in short])
        self.pattern: Final = re.compile(rf"(?<![\w-])(?:{names})(?:'s|s'|s)?(?![\w])", re.IGNORECASE)
        head = "|".join(_any_of(heads)) or "(?!)"
        subject = rf"{self.pattern.pattern}|(?:{head})s(?![\w-])|{_AFTER_ARTICLE}(?:{head}){_PREDICATE}"
        # "A driving licence is essential for estate agents."
        self._beneficiary = re.compile(
            rf"\b(?:essential|required|needed|necessary|recommended|important|useful|helpful|mandatory) for (?:an?\s+)?"
            rf"((?:{names})(?:'s|s'|s)?)[.!]?$",
            re.IGNORECASE,
        )
        self._subject = re.compile(
            rf"^{_OPENERS}({subject})(?:\s*\([^()]{{1,12}}\))?"
            rf"(?:\s*(?:,|and|&|or|as well as)\s+(?:an?\s+|the\s+|aspiring\s+)?({subject}))?",
            re.IGNORECASE,
        )

    def mentioned(self, text: str) -> RoleIndices:
        """The roles that a text names anywhere, in the order of the title."""
        return tuple(sorted({self._index(match[0]) for match in self.pattern.finditer(text)}))

    def named_by(self, text: str) -> RoleIndices:
        """The role that the whole text is a name of, in any spelling; empty for any other text."""
        name = _BEFORE_NAME.sub("", text.strip(" :,.-"), count=1)
        if not name or len(name) > _LONGEST_NAME:
            return ()
        if name.endswith((")", "role", "position", "path")):
            name = _BEHIND_NAME.sub("", name)
        if self.pattern.fullmatch(name):
            return (self._index(name),)
        if (head := self._by_spelling.get(_unhyphenated(singular(name)))) is not None and name[0].isupper():
            return (head,)
        for spelling in dict.fromkeys((name, singular(name))):
            slug = node_iri(Kind.ROLE, slugify(spelling, Kind.ROLE))
            for iri in (slug, *(node.iri for node in self._lexicon.find(spelling, (Kind.ROLE,)))):
                if iri in self._by_iri:
                    return (self._by_iri[iri],)
        return ()

    def without_roles(self, text: str) -> str:
        """What a title or heading says beside the names of roles and the words between them."""
        return re.sub(r"\W*\b(?:vs|versus|v|and|or)\b\W*", " ", self.pattern.sub(" ", text)).strip(" :|-\u2014.")

    def subject(self, sentence: str) -> tuple[RoleIndices, str]:
        """The roles that a sentence begins with, and its predicate; no roles where it begins otherwise."""
        if match := _ALL_ROLES.match(sentence):
            return self.all_roles, sentence[match.end() :].strip()
        match = self._subject.match(sentence[:_SUBJECT_WINDOW])
        if match is None:
            beneficiary = self._beneficiary.search(sentence[-_SUBJECT_WINDOW:])
            return (self._index(beneficiary[1]),) if beneficiary else (), sentence
        return tuple(sorted({self._index(name) for name in match.groups() if name})), sentence[match.end() :].strip()

    def by_subject(self, text: str, current: RoleIndices) -> list[tuple[RoleIndices, list[str]]]:
        """The sentences of a text, grouped by the roles that they are about.

        A sentence that begins with no role ("They …") goes to the roles before it; `current` are those of the first.
        """
        groups: list[tuple[RoleIndices, list[str]]] = []
        for clause in (part for sentence in sentences(text) for part in self._contrasts(sentence)):
            current = self.subject(clause)[0] or current
            if groups and groups[-1][0] == current:
                groups[-1][1].append(clause)
            else:
                groups.append((current, [clause]))
        return groups

    def _contrasts(self, sentence: str) -> list[str]:
        """A sentence cut where a semicolon or "while" introduces another role."""
        out, start = [], 0
        for match in _CONTRAST.finditer(sentence):
            other = self.subject(sentence[match.end() : match.end() + _SUBJECT_WINDOW])[0]
            if other and self.subject(sentence[start : start + _SUBJECT_WINDOW])[0]:
                out.append(sentence[start : match.start()])
                start = match.end()
        return [*out, sentence[start:]]

    def article_slug(self) -> str:
        """The default slug of the article, after its roles."""
        return "article-" + "-vs-".join(slug_of(mention.iri) for mention in self.mentions)

    def _index(self, name: str) -> int:
        spelling = _unhyphenated(name)
        endings = ("", "s", "'s", "s'")
        found = (self._by_spelling.get(spelling.removesuffix(ending)) for ending in endings)
        return next(index for index in found if index is not None)


def _role_mention(name: str, lexicon: MemoryLexicon, others: tuple[str, ...]) -> Mention:
    known = lexicon.find(name, (Kind.ROLE,))
    if len(known) == 1:
        return Mention(known[0].iri, Kind.ROLE, known[0].label, others)
    return Mention(node_iri(Kind.ROLE, slugify(name, Kind.ROLE)), Kind.ROLE, name, others)


def _heads(names: tuple[str, ...]) -> dict[str, int]:
    """The last words of names that tell the roles apart: a dental hygienist is a hygienist beside a dental nurse."""
    heads = [name.split()[-1].lower() for name in names]
    is_distinct = len(names) > 1 and len(set(heads)) == len(heads)
    return {head: place for place, head in enumerate(heads) if is_distinct and " " in names[place]}


def _any_of(names: dict[str, int]) -> list[str]:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return [re.escape(name).replace(r"\ ", r"[\s-]") for name in longest_first]


def _unhyphenated(name: str) -> str:
    return " ".join(re.split(r"[\s-]+", name.casefold()))


def _spellings(name: str) -> set[str]:
    """A role's name with and without the usual abbreviations."""
    forms = {name, plural(name)}
    for slug, abbreviation in ROLE_ABBREVIATIONS.items():
        words = slug.replace("-", " ")
        for form in tuple(forms):
            forms.add(re.sub(rf"\b{words}\b", abbreviation.upper(), form, flags=re.IGNORECASE))
            forms.add(re.sub(rf"\b{abbreviation}\b", words.title(), form, flags=re.IGNORECASE))
    return forms
