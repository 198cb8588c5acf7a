"""Nodes: what every IRI of ours begins with, the kinds of node there are, how a name is folded and made into a slug.

The ordered scales: level, necessity, seniority and degree level, as the ontology's concept schemes name them.
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum, StrEnum
from typing import Final, NamedTuple

OURS: Final = "https://w3id.org/rolegraph/"
RG: Final = OURS + "ns#"
ID: Final = OURS + "id/"
SOURCE: Final = OURS + "source/"


class Kind(StrEnum):
    """The kinds of node; the value is the KIND in `…/id/KIND/SLUG` and in `rolegraph list KIND`."""

    ROLE = "role"
    SKILL = "skill"
    TOOL = "tool"
    DEGREE = "degree"
    CERTIFICATION = "certification"
    FIELD = "field"
    CATEGORY = "category"
    INDUSTRY = "industry"
    GROUP = "group"
    COLLECTION = "collection"
    REQUIREMENT = "requirement"
    RATING = "rating"
    RESPONSIBILITY = "responsibility"
    OUTLOOK = "outlook"
    TIP = "tip"
    POSTING = "posting"
    SOURCE = "source"

    @property
    def class_iri(self) -> str:
        """The ontology's class of this kind."""
        return RG + self.value.capitalize()

    @property
    def plural(self) -> str:
        """The word for several nodes of this kind."""
        return self.value[:-1] + "ies" if self.value.endswith("y") else self.value + "s"


CAPABILITY_KINDS: Final = (Kind.SKILL, Kind.TOOL, Kind.DEGREE, Kind.CERTIFICATION)
LEARNABLE_KINDS: Final = (Kind.SKILL, Kind.TOOL)


class Node(NamedTuple):
    """A node of the graph by IRI, with the kind and label that people know it by."""

    iri: str
    kind: Kind
    label: str

    @property
    def slug(self) -> str:
        """The node's name on the command line."""
        return slug_of(self.iri)

    @property
    def path(self) -> str:
        """The slug with its kind, which no other node has: `tool/power-bi`."""
        return f"{self.kind}/{self.slug}"


class FoundName(NamedTuple):
    """A node, and the name of it that has what was searched for."""

    node: Node
    name: str


class NodeStatements(NamedTuple):
    """What is said of a node: predicate, object and source of each statement. Roles and capabilities have more."""

    node: Node
    statements: list[tuple[str, str, str]]


Name = str | Node
"""A label, another name, a slug or an IRI, as people write it; or the node itself."""


def fold(name: str) -> str:
    """A name without what spelling leaves open: case, width, and runs of white space."""
    text = name if name.isascii() else unicodedata.normalize("NFKC", name)
    return " ".join(text.casefold().split())


# A slug spells these out in short: "Lead Machine Learning Engineer" is lead-ml-engineer. Both spellings resolve.
ROLE_ABBREVIATIONS: Final[dict[str, str]] = {
    "machine-learning": "ml",
    "artificial-intelligence": "ai",
    "natural-language-processing": "nlp",
}
_SIGNS: Final[tuple[tuple[str, str], ...]] = (("++", " plus plus"), ("#", " sharp"), ("&", " and "))
_LEADING_DOT: Final = re.compile(r"(?<![\w.])\.(?=\w)")
_BETWEEN_WORDS: Final = re.compile(r"[\W_]+")
_SLUG_LENGTH: Final = 80
_ACCENTS: Final = re.compile("[\u0300-\u036f]+")


def slugify(label: str, kind: Kind | None = None) -> str:
    """A label as a slug: lower case, letters and digits of any script, joined by single hyphens.

    Signs that tell names apart are spelled out, and a role's slug abbreviates what job adverts abbreviate. A label
    without a letter or digit gets a slug made from its hash; so does the tail of a very long one.
    """
    # Hundreds of thousands of names are made into slugs when a graph is built: nothing is looked for that is not there.
    text = (label if label.isascii() else unicodedata.normalize("NFKC", label)).casefold()
    for sign, words in _SIGNS:
        if sign in text:
            text = text.replace(sign, words)
    if "." in text:
        text = _LEADING_DOT.sub("dot ", text)
    if text.isascii() and text.replace(" ", "").isalnum():
        slug = "-".join(text.split())
    else:
        slug = _BETWEEN_WORDS.sub("-", text.replace("'", "").replace("’", "")).strip("-")
    if kind is Kind.ROLE:
        for long, short in ROLE_ABBREVIATIONS.items():
            if long in slug:
                slug = re.sub(rf"(?<![^-]){long}(?![^-])", short, slug)
    if not slug:
        return "x-" + _fingerprint(label)
    if len(slug) > _SLUG_LENGTH:
        return slug[:_SLUG_LENGTH].rsplit("-", 1)[0] + "-" + _fingerprint(label)
    return slug


# What has no accent to take off, and letters that many type in two.
_LETTERS: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})


def plain_slugs(name: str, kind: Kind | None = None) -> set[str]:
    """The slugs of a name as people type it who have no accents; none where that changes nothing.

    >>> sorted(plain_slugs("Bäcker")), plain_slugs("Baker")
    (['backer', 'baecker'], set())
    """
    if name.isascii():
        return set()
    text = unicodedata.normalize("NFKC", name).casefold()
    plain = {slugify(without_accents(each), kind) for each in (text, text.translate(_UMLAUTS))}
    return plain - {slugify(name, kind)}


def without_accents(name: str) -> str:
    """A name without the accents of Latin, Greek and Cyrillic letters; signs of other scripts are letters of theirs."""
    if name.isascii():
        return name
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold().translate(_LETTERS))
    return unicodedata.normalize("NFC", _ACCENTS.sub("", text))


def node_iri(kind: Kind, slug: str) -> str:
    return SOURCE + slug if kind is Kind.SOURCE else f"{ID}{kind.value}/{slug}"


def slug_of(iri: str) -> str:
    """The last part of an IRI, as people type it."""
    return re.split(r"[/#]", iri.rstrip("/#"))[-1]


def _fingerprint(text: str) -> str:
    import hashlib  # here, since few slugs need it

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


class _Scale(IntEnum):
    """An ordered scale whose members are concepts of the ontology."""

    @property
    def iri(self) -> str:
        return RG + self.word

    @property
    def word(self) -> str:
        return self.name.lower()

    def __str__(self) -> str:
        return self.word


class Level(_Scale):
    """How well a capability is held or asked for.

    >>> Level.PROFICIENT > Level.WORKING, str(Level.EXPERT)
    (True, 'expert')
    """

    FAMILIAR = 1
    WORKING = 2
    PROFICIENT = 3
    EXPERT = 4


class Seniority(_Scale):
    """How far up a role or posting stands."""

    ENTRY = 1
    MID = 2
    SENIOR = 3
    LEAD = 4
    HEAD = 5


class DegreeLevel(_Scale):
    """The level of a degree, or of what school or training ends with; a higher one in the same field satisfies it."""

    SECONDARY = 1
    VOCATIONAL = 2
    ASSOCIATE = 3
    BACHELOR = 4
    MASTER = 5
    DOCTORATE = 6


class Necessity(StrEnum):
    """Whether a role cannot do without a requirement, or only prefers it."""

    ESSENTIAL = "essential"
    PREFERRED = "preferred"

    @property
    def iri(self) -> str:
        """The concept of the ontology."""
        return RG + self.value
