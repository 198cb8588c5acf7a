"""Every IRI that rolegraph spells: namespaces, terms, and how a label becomes a node's IRI.

Plain strings, so that importing this module costs nothing; `store` turns them into terms of the engine.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import Final

OURS: Final = "https://w3id.org/rolegraph/"
RG: Final = OURS + "ns#"
ID: Final = OURS + "id/"
SOURCE: Final = OURS + "source/"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
PROV: Final = "http://www.w3.org/ns/prov#"
SH: Final = "http://www.w3.org/ns/shacl#"


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
        """The ontology's class of this kind.

        >>> Kind.ROLE.class_iri
        'https://w3id.org/rolegraph/ns#Role'
        """
        return RG + self.value.capitalize()

    @property
    def plural(self) -> str:
        """
        >>> [Kind.ROLE.plural, Kind.INDUSTRY.plural]
        ['roles', 'industries']
        """
        return self.value[:-1] + "ies" if self.value.endswith("y") else self.value + "s"


CAPABILITY_KINDS: Final = (Kind.SKILL, Kind.TOOL, Kind.DEGREE, Kind.CERTIFICATION)
LEARNABLE_KINDS: Final = (Kind.SKILL, Kind.TOOL)

PREFIXES: Final[dict[str, str]] = {
    "rg": RG,
    **{kind.value: f"{ID}{kind.value}/" for kind in Kind if kind is not Kind.SOURCE},
    "source": SOURCE,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "prov": PROV,
}

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


def slugify(label: str, kind: Kind | None = None) -> str:
    """A label as a slug: lower case, letters and digits of any script, joined by single hyphens.

    Signs that tell names apart are spelled out, and a role's slug abbreviates what job adverts abbreviate. A label
    without a letter or digit gets a slug made from its hash; so does the tail of a very long one.

    >>> [slugify(name) for name in ("C++", "C#", ".NET", "Power BI", "R&D")]
    ['c-plus-plus', 'c-sharp', 'dot-net', 'power-bi', 'r-and-d']
    >>> slugify("Lead Machine Learning Engineer", Kind.ROLE)
    'lead-ml-engineer'
    """
    # Hundreds of thousands of names are made into slugs when a graph is built: nothing is looked for that is not there.
    text = (label if label.isascii() else unicodedata.normalize("NFKC", label)).casefold()
    for sign, words in _SIGNS:
        if sign in text:
            text = text.replace(sign, words)
    if "." in text:
        text = _LEADING_DOT.sub("dot ", text)
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


def node_iri(kind: Kind, slug: str) -> str:
    """The IRI of a node.

    >>> node_iri(Kind.TOOL, "power-bi")
    'https://w3id.org/rolegraph/id/tool/power-bi'
    """
    return SOURCE + slug if kind is Kind.SOURCE else f"{ID}{kind.value}/{slug}"


def slug_of(iri: str) -> str:
    """The last part of an IRI, as people type it.

    >>> slug_of("https://w3id.org/rolegraph/id/tool/power-bi")
    'power-bi'
    """
    return re.split(r"[/#]", iri.rstrip("/#"))[-1]


def shorten(iri: str) -> str:
    """An IRI with its prefix where it has a known one; any other text as it is.

    >>> shorten("http://www.w3.org/2004/02/skos/core#prefLabel")
    'skos:prefLabel'
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri


def _fingerprint(text: str) -> str:
    import hashlib  # here, since few slugs need it

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
