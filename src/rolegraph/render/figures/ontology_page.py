"""The ontology as a reader wants it: classes and properties, what is said of them, what must hold, and an example.

The ontology as one HTML page for readers: no script, nothing loaded, every text from the Turtle escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Template
from typing import Final, NamedTuple

from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import shipped
from rolegraph.rdf.formats import numbered_quads
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.vocabulary import DCTERMS, OWL, PREFIXES, RDF, RDFS, RG, SKOS
from rolegraph.rdf.writers import to_turtle
from rolegraph.render.figures.page import as_html, policy
from rolegraph.shacl.shapes import read_shapes

_ALIGNING: Final = {
    SKOS + "exactMatch": "the same as",
    SKOS + "closeMatch": "much like",
    SKOS + "broadMatch": "narrower than",
    SKOS + "narrowMatch": "broader than",
    SKOS + "relatedMatch": "related to",
    RDFS + "subPropertyOf": "a case of",
    OWL + "equivalentClass": "the same as",
    OWL + "equivalentProperty": "the same as",
}
_PREFIXES: Final = {
    **PREFIXES,
    "schema": "https://schema.org/",
    "esco": "http://data.europa.eu/esco/model#",
}
_PLACEHOLDER: Final = re.compile(r" ?\{[$?]\w+\}")  # of what a query finds, in the message about it


class TermEntry(NamedTuple):
    """A class or property: `alignments` are words and what they lead to, `rules` a severity and what must hold."""

    iri: str
    name: str
    label: str
    definition: str
    alignments: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


class Class(NamedTuple):
    """A class, with names of classes above and below it, of properties from and to it, and an instance as Turtle."""

    term: TermEntry
    above: tuple[str, ...]
    below: tuple[str, ...]
    outgoing: tuple[str, ...]
    incoming: tuple[str, ...]
    rules: tuple[tuple[str, str], ...]
    example: str


class PropertyEntry(NamedTuple):
    """A property, with names of what it leads from and to, and whether it is read in both directions."""

    term: TermEntry
    domain: tuple[str, ...]
    range: tuple[str, ...]
    symmetric: bool


class ScaleEntry(NamedTuple):
    """Concepts in order, from least to most: each its name, label and definition."""

    label: str
    definition: str
    members: tuple[tuple[str, str, str], ...]


class Ontology(NamedTuple):
    """Everything that the page shows."""

    iri: str
    title: str
    description: str
    version: str
    licence: str
    classes: tuple[Class, ...]
    properties: tuple[PropertyEntry, ...]
    scales: tuple[ScaleEntry, ...]
    prefixes: tuple[tuple[str, str], ...]


def read_ontology(folder: Path | None = None) -> Ontology:
    """The ontology, its shapes, alignments and examples.

    Parameters
    ----------
    folder
        Holds `rolegraph.ttl`, `shapes.ttl`, `alignments.ttl` and `examples.ttl`; None for what rolegraph ships.

    Raises
    ------
    SourceError
        With file and line, when one of them cannot be read.

    Examples
    --------
    >>> [one.term.label for one in read_ontology().classes][:3]
    ['role', 'capability', 'skill']
    """
    folder = folder or shipped("ontology")
    own = folder / "rolegraph.ttl"
    dataset = open_dataset([own, folder / "alignments.ttl", folder / "examples.ttl"])
    spelled = dict.fromkeys(str(quad.subject) for quad, _ in numbered_quads(own))
    subjects = [one[1:-1] for one in spelled if one.startswith("<")]  # in the order of the file, without blank nodes
    classes = [one for one in subjects if _is(dataset, one, OWL + "Class") and one.startswith(RG)]
    properties = [one for one in subjects if any(_is(dataset, one, OWL + kind) for kind in _PROPERTIES)]
    (iri, *_) = (one for one in subjects if _is(dataset, one, OWL + "Ontology"))
    rules = _rules(folder / "shapes.ttl")

    def said(term: str) -> str:
        return dataset.value(iri, term) or ""

    return Ontology(
        iri,
        said(DCTERMS + "title"),
        said(DCTERMS + "description"),
        said(OWL + "versionInfo"),
        said(DCTERMS + "license"),
        tuple(_class(dataset, one, classes, properties, rules.get(one, ())) for one in classes),
        tuple(_property(dataset, one) for one in properties),
        tuple(_scale(dataset, one) for one in subjects if _is(dataset, one, SKOS + "OrderedCollection")),
        tuple(_PREFIXES.items()),
    )


_PROPERTIES: Final = ("ObjectProperty", "DatatypeProperty")


def compact(iri: str) -> str:
    """An IRI by its prefix, where it has one that readers know.

    >>> compact("https://w3id.org/rolegraph/ns#Role"), compact("https://example.org/x")
    ('rg:Role', 'https://example.org/x')
    """
    for prefix, namespace in _PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _is(dataset: Dataset, iri: str, class_: str) -> bool:
    return class_ in dataset.objects(iri, RDF + "type")


def _term(dataset: Dataset, iri: str) -> TermEntry:
    # A class aligned by being a subclass of a foreign one shows that among what is above it.
    alignments = [
        (words, compact(object_)) for term, words in _ALIGNING.items() for object_ in dataset.objects(iri, term)
    ]
    return TermEntry(
        iri,
        compact(iri),
        dataset.value(iri, RDFS + "label") or compact(iri),
        dataset.value(iri, SKOS + "definition") or "",
        tuple(alignments),
        tuple(dataset.objects(iri, SKOS + "note")),
    )


def _class(
    dataset: Dataset, iri: str, classes: Iterable[str], properties: Iterable[str], rules: Iterable[tuple[str, str]]
) -> Class:
    lineage = {iri, *_above(dataset, iri)}
    below = [one for one in classes if iri in dataset.objects(one, RDFS + "subClassOf")]
    return Class(
        _term(dataset, iri),
        tuple(map(compact, dataset.objects(iri, RDFS + "subClassOf"))),
        tuple(map(compact, below)),
        tuple(compact(one) for one in properties if lineage & set(_union(dataset, one, "domain"))),
        tuple(compact(one) for one in properties if lineage & set(_union(dataset, one, "range"))),
        tuple(rules),
        _example(dataset, [iri, *below]),
    )


def _above(dataset: Dataset, iri: str) -> Iterator[str]:
    for one in dataset.objects(iri, RDFS + "subClassOf"):
        if one.startswith(RG):
            yield one
            yield from _above(dataset, one)


def _example(dataset: Dataset, classes: Iterable[str]) -> str:
    """The first instance of the first class that has one."""
    for one in classes:
        for instance in dataset.subjects(RDF + "type", one):
            lines = to_turtle(dataset.match(instance)).splitlines()
            return "\n".join(line for line in lines if line and not line.startswith("@prefix"))
    return ""


def _property(dataset: Dataset, iri: str) -> PropertyEntry:
    return PropertyEntry(
        _term(dataset, iri),
        tuple(map(compact, _union(dataset, iri, "domain"))),
        tuple(map(compact, _union(dataset, iri, "range"))),
        _is(dataset, iri, OWL + "SymmetricProperty"),
    )


def _union(dataset: Dataset, iri: str, end: str) -> list[str]:
    """The classes at one end of a property: one, or those of a union."""
    found: list[str] = []
    for one in dataset.objects(iri, RDFS + end):
        head = dataset.value(one, OWL + "unionOf")
        found += [one] if head is None else _list(dataset, head)
    return found


def _list(dataset: Dataset, head: str) -> list[str]:
    items: list[str] = []
    while head != RDF + "nil":
        items += dataset.objects(head, RDF + "first")
        (head,) = dataset.objects(head, RDF + "rest")
    return items


def _scale(dataset: Dataset, iri: str) -> ScaleEntry:
    (head,) = dataset.objects(iri, SKOS + "memberList")
    members = _list(dataset, head)
    (scheme,) = {one for member in members for one in dataset.objects(member, SKOS + "inScheme")}
    rows = [
        (
            compact(one),
            dataset.value(one, SKOS + "prefLabel") or "",
            dataset.value(one, SKOS + "definition") or "",
        )
        for one in members
    ]
    return ScaleEntry(
        dataset.value(scheme, SKOS + "prefLabel") or compact(scheme),
        dataset.value(scheme, SKOS + "definition") or "",
        tuple(rows),
    )


def _rules(shapes: Path) -> dict[str, tuple[tuple[str, str], ...]]:
    """What must hold of the members of each class, in the words of the shapes, once each."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    for one in read_shapes(shapes):
        for target in one.targets:
            if target.name == "targetClass":
                message = _PLACEHOLDER.sub(" \N{HORIZONTAL ELLIPSIS}", one.message)
                found.setdefault(target.term.strip("<>"), {})[one.severity.value, message] = None
    return {iri: tuple(rules) for iri, rules in found.items()}


_FOLDER: Final = Path(__file__).with_name("page")


def ontology_html(ontology: Ontology) -> str:
    """The page of an ontology, the same text each time.

    >>> from rolegraph.render.figures.ontology_page import read_ontology
    >>> ontology_html(read_ontology()).startswith("<!doctype html>")
    True
    """
    style = (_FOLDER / "ontology.css").read_text(encoding="utf-8")
    known = {one.term.name for one in ontology.classes} | {one.term.name for one in ontology.properties}
    known |= {name for scale in ontology.scales for name, _, _ in scale.members}
    about = {"IRI": _code(ontology.iri), "Version": as_html(ontology.version), "Licence": as_html(ontology.licence)}
    return Template((_FOLDER / "ontology.html").read_text(encoding="utf-8")).substitute(
        title=as_html(ontology.title),
        description=as_html(ontology.description),
        policy=policy((), style),
        style=style,
        about=_pairs(about),
        contents=_contents(ontology),
        body="\n".join(_body(ontology, known)),
    )


def _body(ontology: Ontology, known: set[str]) -> Iterator[str]:
    yield '<h2 id="classes">Classes</h2>'
    for one in ontology.classes:
        yield _class_html(one, known)
    yield '<h2 id="properties">Properties</h2>'
    for each in ontology.properties:
        yield _property_html(each, known)
    yield '<h2 id="scales">Scales</h2>'
    for scale in ontology.scales:
        yield _scale_html(scale)
    yield '<h2 id="prefixes">Prefixes</h2>'
    yield f"<dl>{_pairs({f'{prefix}:': _code(namespace) for prefix, namespace in ontology.prefixes})}</dl>"


def _contents(ontology: Ontology) -> str:
    parts: Mapping[str, Iterable[TermEntry]] = {
        "classes": (one.term for one in ontology.classes),
        "properties": (one.term for one in ontology.properties),
    }
    lists = []
    for title, terms in parts.items():
        items = "".join(f'<li><a href="#{_anchor(one.name)}">{as_html(one.label)}</a></li>' for one in terms)
        lists.append(f'<a href="#{title}">{title.capitalize()}</a><ul>{items}</ul>')
    return "\n".join([*lists, '<a href="#scales">Scales</a>', '<a href="#prefixes">Prefixes</a>'])


def _class_html(one: Class, known: set[str]) -> str:
    rows = {
        "A kind of": _links(one.above, known),
        "Kinds of it": _links(one.below, known),
        "Leads on by": _links(one.outgoing, known),
        "Reached by": _links(one.incoming, known),
        **_alignment(one.term, known),
        "Example": f"<pre>{as_html(one.example)}</pre>" if one.example else "",
        "Validation says": _items(
            as_html(message) + ("" if severity == "violation" else f" ({as_html(severity)})")
            for severity, message in one.rules
        ),
    }
    return _section(one.term, rows)


def _property_html(one: PropertyEntry, known: set[str]) -> str:
    rows = {
        "From": _links(one.domain, known),
        "To": _links(one.range, known),
        "Direction": "stated in one, read in both" if one.symmetric else "",
        **_alignment(one.term, known),
    }
    return _section(one.term, rows)


def _alignment(term: TermEntry, known: set[str]) -> dict[str, str]:
    related = (f"{as_html(words)} {_links([name], known)}" for words, name in term.alignments)
    return {"Elsewhere": _items((*related, *map(as_html, term.notes)))}


def _scale_html(scale: ScaleEntry) -> str:
    rows = "".join(
        f'<tr id="{_anchor(name)}"><th scope="row">{_code(name)}</th><td>{as_html(definition)}</td></tr>'
        for name, _, definition in scale.members
    )
    title, definition = as_html(scale.label), as_html(scale.definition)
    return f'<section class="term"><h3>{title}</h3><p>{definition}</p><table>{rows}</table></section>'


def _section(term: TermEntry, rows: Mapping[str, str]) -> str:
    heading = f"<h3>{as_html(term.label)} <small>{_code(term.name)}</small></h3>"
    details = _pairs(rows)
    return (
        f'<section class="term" id="{_anchor(term.name)}">{heading}<p>{as_html(term.definition)}</p>'
        + (f"<dl>\n{details}\n</dl>" if details else "")
        + "</section>"
    )


def _pairs(rows: Mapping[str, str]) -> str:
    return "\n".join(f"<dt>{as_html(term)}</dt><dd>{text}</dd>" for term, text in rows.items() if text)


def _items(texts: Iterable[str]) -> str:
    items = "".join(f"<li>{text}</li>" for text in texts)
    return f"<ul>{items}</ul>" if items else ""


def _links(names: Iterable[str], known: set[str]) -> str:
    """Names as links to where the page explains them, where it does."""
    return ", ".join(f'<a href="#{_anchor(one)}">{_code(one)}</a>' if one in known else _code(one) for one in names)


def _code(text: str) -> str:
    return f"<code>{as_html(text)}</code>"


def _anchor(name: str) -> str:
    return as_html(name.rpartition(":")[2])
