"""The ontology as one HTML page for readers: its classes, properties and scales, what must hold, and examples.

The page has no script and loads nothing; every text from the Turtle is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from string import Template
from typing import Final

from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import shipped
from rolegraph.rdf.formats import numbered_quads
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.turtle import to_turtle
from rolegraph.rdf.vocabulary import DCTERMS, OWL, PREFIXES, RDF, RDFS, RG, SKOS
from rolegraph.render.figures.page import as_html, part, policy
from rolegraph.shacl.shapes import read_shapes

_ALIGNMENTS: Final = {
    SKOS + "exactMatch": "the same as",
    SKOS + "closeMatch": "much like",
    SKOS + "broadMatch": "narrower than",
    SKOS + "narrowMatch": "broader than",
    SKOS + "relatedMatch": "related to",
    RDFS + "subPropertyOf": "a case of",
    OWL + "equivalentClass": "the same as",
    OWL + "equivalentProperty": "the same as",
}
_PREFIXES: Final = {**PREFIXES, "schema": "https://schema.org/", "esco": "http://data.europa.eu/esco/model#"}
_PLACEHOLDER: Final = re.compile(r" ?\{[$?]\w+\}")  # in a message, for what a query finds


def ontology_html(folder: Path | None = None) -> str:
    """The page of the ontology, the same text each time.

    The folder holds `rolegraph.ttl`, `shapes.ttl`, `alignments.ttl` and `examples.ttl`; None for what rolegraph ships.
    """
    return _Page(folder or shipped("ontology")).html()


def compact(iri: str) -> str:
    """An IRI by its prefix, if readers know one."""
    for prefix, namespace in _PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


class _Page:
    """What the Turtle files say, and the parts of the page made of it."""

    def __init__(self, folder: Path) -> None:
        own = folder / "rolegraph.ttl"
        self.dataset = open_dataset([own, folder / "alignments.ttl", folder / "examples.ttl"])
        spelled = dict.fromkeys(str(quad.subject) for quad, _ in numbered_quads(own))
        subjects = [term[1:-1] for term in spelled if term.startswith("<")]  # in the file's order, no blank nodes
        self.classes = [iri for iri in subjects if iri.startswith(RG) and self._is(iri, OWL + "Class")]
        kinds = (OWL + "ObjectProperty", OWL + "DatatypeProperty")
        self.properties = [iri for iri in subjects if any(self._is(iri, kind) for kind in kinds)]
        scales = [iri for iri in subjects if self._is(iri, SKOS + "OrderedCollection")]
        self.scales = [_list(self.dataset, self._text(iri, SKOS + "memberList")) for iri in scales]
        (self.iri,) = (iri for iri in subjects if self._is(iri, OWL + "Ontology"))
        self.rules = _rules(folder / "shapes.ttl")
        self.explained = {*self.classes, *self.properties, *chain.from_iterable(self.scales)}

    def html(self) -> str:
        style = part("ontology.css")
        terms = (DCTERMS + "title", DCTERMS + "description", OWL + "versionInfo", DCTERMS + "license")
        title, description, version, licence = (as_html(self._text(self.iri, term)) for term in terms)
        return Template(part("ontology.html")).substitute(
            title=title,
            description=description,
            policy=policy((), style),
            style=style,
            about=_pairs({"IRI": _code(self.iri), "Version": version, "Licence": licence}),
            contents=self._contents(),
            body="\n".join(self._body()),
        )

    def _is(self, iri: str, class_: str) -> bool:
        return class_ in self.dataset.objects(iri, RDF + "type")

    def _text(self, iri: str, term: str) -> str:
        return self.dataset.value(iri, term) or ""

    def _contents(self) -> str:
        lists = []
        for title, terms in (("classes", self.classes), ("properties", self.properties)):
            items = "".join(f'<li><a href="#{_anchor(iri)}">{self._label(iri)}</a></li>' for iri in terms)
            lists.append(f'<a href="#{title}">{title.capitalize()}</a><ul>{items}</ul>')
        return "\n".join([*lists, '<a href="#scales">Scales</a>', '<a href="#prefixes">Prefixes</a>'])

    def _body(self) -> Iterator[str]:
        yield '<h2 id="classes">Classes</h2>'
        yield from map(self._class, self.classes)
        yield '<h2 id="properties">Properties</h2>'
        yield from map(self._property, self.properties)
        yield '<h2 id="scales">Scales</h2>'
        yield from map(self._scale, self.scales)
        yield '<h2 id="prefixes">Prefixes</h2>'
        yield f"<dl>{_pairs({f'{prefix}:': _code(namespace) for prefix, namespace in _PREFIXES.items()})}</dl>"

    def _class(self, iri: str) -> str:
        lineage = {iri, *self._above(iri)}
        below = [other for other in self.classes if iri in self.dataset.objects(other, RDFS + "subClassOf")]
        properties, value_of = (
            [term for term in self.properties if lineage & set(self._union(term, end))] for end in ("domain", "range")
        )
        example = self._example([iri, *below])
        rules = (
            as_html(message) + ("" if severity == "violation" else f" ({as_html(severity)})")
            for severity, message in self.rules.get(iri, ())
        )
        rows = {
            "Subclass of": self._links(self.dataset.objects(iri, RDFS + "subClassOf")),
            "Subclasses": self._links(below),
            "Properties": self._links(properties),
            "Value of": self._links(value_of),
            **self._alignments(iri),
            "Example": f"<pre>{as_html(example)}</pre>" if example else "",
            "Rules": _items(rules),
        }
        return self._section(iri, rows)

    def _property(self, iri: str) -> str:
        rows = {
            "From": self._links(self._union(iri, "domain")),
            "To": self._links(self._union(iri, "range")),
            "Direction": "stated once, read in both directions" if self._is(iri, OWL + "SymmetricProperty") else "",
            **self._alignments(iri),
        }
        return self._section(iri, rows)

    def _scale(self, members: list[str]) -> str:
        (scheme,) = {scheme for member in members for scheme in self.dataset.objects(member, SKOS + "inScheme")}
        rows = "".join(
            f'<tr id="{_anchor(iri)}"><th scope="row">{_code(compact(iri))}</th>'
            f"<td>{as_html(self._text(iri, SKOS + 'definition'))}</td></tr>"
            for iri in members
        )
        title = as_html(self._text(scheme, SKOS + "prefLabel") or compact(scheme))
        definition = as_html(self._text(scheme, SKOS + "definition"))
        return f'<section class="term"><h3>{title}</h3><p>{definition}</p><table>{rows}</table></section>'

    def _section(self, iri: str, rows: Mapping[str, str]) -> str:
        heading = f"<h3>{self._label(iri)} <small>{_code(compact(iri))}</small></h3>"
        definition = as_html(self._text(iri, SKOS + "definition"))
        details = f"<dl>\n{_pairs(rows)}\n</dl>" if _pairs(rows) else ""
        return f'<section class="term" id="{_anchor(iri)}">{heading}<p>{definition}</p>{details}</section>'

    def _alignments(self, iri: str) -> dict[str, str]:
        # A class aligned by being a subclass of a foreign one shows that among its superclasses.
        related = [
            f"{words} {self._links([object_])}"
            for term, words in _ALIGNMENTS.items()
            for object_ in self.dataset.objects(iri, term)
        ]
        return {"Elsewhere": _items((*related, *map(as_html, self.dataset.objects(iri, SKOS + "note"))))}

    def _label(self, iri: str) -> str:
        return as_html(self._text(iri, RDFS + "label") or compact(iri))

    def _links(self, iris: Iterable[str]) -> str:
        """Terms as links to where the page explains them, if it does."""
        names = {iri: _code(compact(iri)) for iri in iris}
        return ", ".join(
            f'<a href="#{_anchor(iri)}">{name}</a>' if iri in self.explained else name for iri, name in names.items()
        )

    def _above(self, iri: str) -> Iterator[str]:
        for parent in self.dataset.objects(iri, RDFS + "subClassOf"):
            if parent.startswith(RG):
                yield parent
                yield from self._above(parent)

    def _union(self, iri: str, end: str) -> list[str]:
        """The classes at one end of a property: one, or those of a union."""
        found: list[str] = []
        for class_ in self.dataset.objects(iri, RDFS + end):
            head = self.dataset.value(class_, OWL + "unionOf")
            found += [class_] if head is None else _list(self.dataset, head)
        return found

    def _example(self, classes: Iterable[str]) -> str:
        """The first instance of the first class that has one, as Turtle."""
        for class_ in classes:
            for instance in self.dataset.subjects(RDF + "type", class_):
                lines = to_turtle(self.dataset.match(instance)).splitlines()
                return "\n".join(line for line in lines if line and not line.startswith("@prefix"))
        return ""


def _list(dataset: Dataset, head: str) -> list[str]:
    items: list[str] = []
    while head != RDF + "nil":
        items += dataset.objects(head, RDF + "first")
        (head,) = dataset.objects(head, RDF + "rest")
    return items


def _rules(shapes: Path) -> dict[str, dict[tuple[str, str], None]]:
    """What must hold of the members of each class, by IRI: severities and the messages of shapes, each once."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    for shape in read_shapes(shapes):
        for target in shape.targets:
            if target.name == "targetClass":
                message = _PLACEHOLDER.sub(" \N{HORIZONTAL ELLIPSIS}", shape.message)
                found.setdefault(target.term.strip("<>"), {})[shape.severity.value, message] = None
    return found


def _pairs(rows: Mapping[str, str]) -> str:
    return "\n".join(f"<dt>{as_html(term)}</dt><dd>{text}</dd>" for term, text in rows.items() if text)


def _items(texts: Iterable[str]) -> str:
    items = "".join(f"<li>{text}</li>" for text in texts)
    return f"<ul>{items}</ul>" if items else ""


def _code(text: str) -> str:
    return f"<code>{as_html(text)}</code>"


def _anchor(iri: str) -> str:
    return as_html(compact(iri).rpartition(":")[2])
