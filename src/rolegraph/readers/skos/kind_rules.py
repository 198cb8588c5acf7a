"""Rules by which a vocabulary is read: what its classes, schemes and branches are, and what its properties mean.

A table in YAML, `docs/reference/imports-skos.md`: `kinds`, of which the first line that fits a concept says what it is,
and `properties`, of which each meaning has a list of properties or paths of them, written as in SPARQL (`^a`, `a/b`).
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.errors import SourceError
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind
from rolegraph.profiles.yaml_nodes import compose, entries, fault
from rolegraph.rdf.files import read_bytes
from rolegraph.rdf.vocabulary import DCTERMS, OWL, RDF, RDFS, SKOS
from rolegraph.rdf.writers import is_iri

if TYPE_CHECKING:
    import yaml

ESCO: Final = "http://data.europa.eu/esco/model#"
SKOSXL: Final = "http://www.w3.org/2008/05/skos-xl#"
SCHEMA: Final = "http://schema.org/"
PREFIXES: Final[Mapping[str, str]] = {
    "skos": SKOS,
    "skosxl": SKOSXL,
    "esco": ESCO,
    "schema": SCHEMA,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "dcterms": DCTERMS,
    "dc": "http://purl.org/dc/elements/1.1/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "isothes": "http://purl.org/iso25964/skos-thes#",
    "adms": "http://www.w3.org/ns/adms#",
}
READY: Final = ("esco", "schema.org", "sfia")  # in the order in which they are tried; skos is what all are based on
KINDS: Final = (Kind.ROLE, *CAPABILITY_KINDS, Kind.GROUP)
LEFT_OUT: Final = "leave out"
POSITIONS: Final = ("top", "inner", "leaf")
CONDITIONS: Final = ("class", "scheme", "below", "notation", "position")
MEANINGS: Final = (
    *("label", "other names", "hidden names", "definition", "description", "scope note", "notation", "status"),
    *("broader", "required", "preferred", "required credentials", "needs", "close", "skill type", "reuse level"),
)
_KEYS: Final = (
    *("source", "title", "attribution", "licence", "prefixes"),
    *("kinds", "properties", "words", "collections", "recognised by"),
)
_SHAPE: Final = (
    "see docs/reference/imports-skos.md, or let `import skos FILE --template RULES.yaml` write rules to fill in"
)
_MOST_STARS: Final = 3
_STEP: Final = re.compile(r"(\^?)(<[^<>\s]{1,2000}>|[A-Za-z][\w.-]{0,40}:[^\s/^<>]{0,200})(?:/|\Z)")


class PropertyPath(NamedTuple):
    """Properties that are followed one after the other, each with whether it is followed backwards."""

    steps: tuple[tuple[str, bool], ...]


class KindRule(NamedTuple):
    """What concepts are, None to leave them out, that fit all of the conditions which are not empty."""

    kind: Kind | None
    class_iri: str = ""
    scheme: str = ""
    below: str = ""
    notation: str = ""
    position: str = ""

    def matches_notation(self, notations: list[str]) -> bool:
        """Whether one of the notations has the pattern, in which `?` is any sign and `*` any text."""
        return any(map(re.compile(fnmatch.translate(self.notation)).match, notations))


class Rules(NamedTuple):
    """How to read a vocabulary; `name` says which rules these are, for people."""

    name: str
    kinds: tuple[KindRule, ...]
    properties: Mapping[str, tuple[PropertyPath, ...]]
    source: str = ""
    title: str = ""
    attribution: str = ""
    licence: str = ""
    words: Mapping[str, str] = {}  # what is written for the last part of an IRI that stands for a word
    collections: Mapping[str, str] = {}  # schemes that become a collection, by its slug
    recognised_by: frozenset[str] = frozenset()


@cache
def ready_rules(name: str) -> Rules:
    """The rules that come with rolegraph under a name; `skos` for what all others are based on."""
    path = Path(__file__).parent / "ready" / f"{name}.yaml"
    return parse_rules(read_bytes(path), path, name)


def read_rules(path: Path) -> Rules:
    """Rules of a file; raises `SourceError` with the line of what is wrong."""
    return parse_rules(read_bytes(path), path, path.name)


def parse_rules(data: bytes, path: Path, name: str) -> Rules:
    """Rules as YAML, on top of what SKOS's own properties mean."""
    root = compose(data, path, _SHAPE)
    if root is None:
        raise SourceError("is empty", _SHAPE, path=path)
    return _RuleFile(path, name).rules(root)


class _RuleFile:
    """Reads the nodes of a file of rules."""

    def __init__(self, path: Path, name: str) -> None:
        self._path, self._name = path, name
        self._prefixes = dict(PREFIXES)

    def rules(self, root: yaml.Node) -> Rules:
        parts = dict(self._entries(root, _KEYS))
        if "prefixes" in parts:
            for key, value in entries(parts["prefixes"], self._path, _SHAPE):
                self._prefixes[key.value] = self._text(value).strip("<>")
        texts = {key: self._text(parts[key]) for key in ("source", "title", "attribution", "licence") if key in parts}
        properties = {} if self._name == "skos" else dict(ready_rules("skos").properties)
        if "properties" in parts:
            for meaning, node in self._entries(parts["properties"], MEANINGS):
                properties[meaning] = tuple(self._property(item) for item in self._items(node))
        named = {
            key: {name.value: value for name, value in entries(parts[key], self._path, _SHAPE)} if key in parts else {}
            for key in ("words", "collections")
        }
        recognised = self._items(parts["recognised by"]) if "recognised by" in parts else []
        return Rules(
            self._name,
            tuple(self._kind(item) for item in self._items(parts["kinds"])) if "kinds" in parts else (),
            properties,
            **texts,
            words={name: self._text(value) for name, value in named["words"].items()},
            collections={name: self._iri(value) for name, value in named["collections"].items()},
            recognised_by=frozenset(map(self._iri, recognised)),
        )

    def _entries(self, node: yaml.Node, known: tuple[str, ...]) -> Iterator[tuple[str, yaml.Node]]:
        seen: set[str] = set()
        for key, value in entries(node, self._path, _SHAPE):
            if key.value not in known:
                raise fault(key, self._path, f"no such word here: {key.value!r}", f"use one of {', '.join(known)}")
            if key.value in seen:
                raise fault(key, self._path, f"{key.value} for the second time", "write it once, with a list")
            seen.add(key.value)
            yield key.value, value

    def _items(self, node: yaml.Node) -> list[yaml.Node]:
        import yaml

        if not isinstance(node, yaml.SequenceNode):
            raise fault(node, self._path, "is not a list", _SHAPE)
        return list(node.value)

    def _text(self, node: yaml.Node) -> str:
        import yaml

        if not isinstance(node, yaml.ScalarNode):
            raise fault(node, self._path, "is not a word or an address", _SHAPE)
        return str(node.value).strip()

    def _kind(self, node: yaml.Node) -> KindRule:
        pairs = list(self._entries(node, (*KINDS, LEFT_OUT)))
        if len(pairs) != 1:
            raise fault(node, self._path, "is not one kind with its conditions", _SHAPE)
        (word, conditions), found = pairs[0], dict[str, str]()
        for name, value in self._entries(conditions, CONDITIONS):
            text = self._text(value)
            if name == "position" and text not in POSITIONS:
                raise fault(value, self._path, f"no position {text!r}", f"use one of {', '.join(POSITIONS)}")
            if name == "notation" and (not text or text.count("*") > _MOST_STARS):
                raise fault(value, self._path, "is no pattern", f"use ? and at most {_MOST_STARS} * in it")
            iri = name in ("class", "scheme", "below")
            found["class_iri" if name == "class" else name] = self._iri(value) if iri else text
        return KindRule(None if word == LEFT_OUT else Kind(word), **found)

    def _iri(self, node: yaml.Node) -> str:
        path = self._property(node)
        if len(path.steps) != 1 or path.steps[0][1]:
            raise fault(node, self._path, f"is not one IRI: {self._text(node)}", _SHAPE)
        return path.steps[0][0]

    def _property(self, node: yaml.Node) -> PropertyPath:
        text, steps, at = self._text(node), list[tuple[str, bool]](), 0
        while found := _STEP.match(text, at):
            name, at = found[2], found.end()
            prefix, _, local = name.partition(":")
            if not name.startswith("<") and prefix not in self._prefixes:
                known = ", ".join(self._prefixes)
                raise fault(node, self._path, f"no prefix {prefix!r}", f"declare it below prefixes; known are {known}")
            iri = name[1:-1] if name.startswith("<") else self._prefixes[prefix] + local
            if not is_iri(iri):
                raise fault(node, self._path, f"is not an IRI: {iri}", "write prefix:name or <IRI>")
            steps.append((iri, found[1] == "^"))
        if not steps or at != len(text) or text.endswith("/"):
            raise fault(node, self._path, f"is not a property: {text}", "write prefix:name, <IRI>, ^a or a/b")
        return PropertyPath(tuple(steps))
