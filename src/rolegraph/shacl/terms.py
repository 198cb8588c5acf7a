"""Terms that no vocabulary declares, and literals that are not written as their datatype wants.

The terms of rolegraph are those that its ontology declares, and those of SKOS stand here: what is in neither is lost to
every answer. Other vocabularies are looked up in rdflib, and only where one of their rarer terms is used.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from functools import cache
from typing import Final, NamedTuple

from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import shipped
from rolegraph.rdf.formats import read_quads
from rolegraph.rdf.turtle import spelled_iri, spelled_literal
from rolegraph.rdf.vocabulary import DCTERMS, OURS, OWL, PROV, RDF, RDFS, RG, SH, SKOS, XSD, shorten
from rolegraph.shacl.datatypes import DATATYPES, is_written_as
from rolegraph.shacl.locations import BLANK
from rolegraph.shacl.shapes import Severity

_SKOS_CLASSES: Final = frozenset("Collection Concept ConceptScheme OrderedCollection".split())
_SKOS_PROPERTIES: Final = frozenset(
    "altLabel broadMatch broader broaderTransitive changeNote closeMatch definition editorialNote exactMatch example "
    "hasTopConcept hiddenLabel historyNote inScheme mappingRelation member memberList narrowMatch narrower "
    "narrowerTransitive notation note prefLabel related relatedMatch scopeNote semanticRelation topConceptOf".split()
)
_OTHERS: Final = {RDF: "RDF", RDFS: "RDFS", OWL: "OWL", DCTERMS: "DCTERMS", PROV: "PROV", SH: "SH"}
_TYPE: Final = RDF + "type"
# Most values are texts in a language: that is asked first.
_CONSPICUOUS: Final = (
    f'COALESCE(!(LANG(?o) != "" || DATATYPE(?o) = <{XSD}string>), '
    f'isIRI(?o) && (STRSTARTS(STR(?o), "{RG}") || STRSTARTS(STR(?o), "{SKOS}")))'
)


class TermFinding(NamedTuple):
    """A term or a literal that is wrong: how bad that is, what is to be done, and the statements that use it.

    `predicate` and `value` say which statements these are, of which `subject` is one's.
    """

    severity: Severity
    message: str
    subject: str
    predicate: str
    value: str = ""


class _Declared(NamedTuple):
    """What the ontology declares, by IRI."""

    properties: frozenset[str]
    classes: frozenset[str]
    individuals: frozenset[str]
    links: frozenset[str]  # properties whose values are nodes

    @property
    def every(self) -> frozenset[str]:
        return self.properties | self.classes | self.individuals


@cache
def declared() -> _Declared:
    """The terms of rolegraph, as its ontology declares them."""
    types: dict[str, set[str]] = {}
    for quad in read_quads(shipped("ontology") / "rolegraph.ttl"):
        if quad.predicate.value == _TYPE:
            types.setdefault(str(quad.subject)[1:-1], set()).add(str(quad.object)[1:-1])
    ours = {iri: classes for iri, classes in types.items() if iri.startswith(RG)}

    def of(*names: str) -> frozenset[str]:
        return frozenset(iri for iri, classes in ours.items() if not classes.isdisjoint({OWL + name for name in names}))

    properties, classes = of("ObjectProperty", "DatatypeProperty"), of("Class")
    return _Declared(properties, classes, frozenset(ours) - properties - classes, of("ObjectProperty"))


def term_findings(dataset: Dataset, predicates: Collection[str]) -> Iterator[TermFinding]:
    """Everything wrong with the terms and literals of a dataset; `predicates` are all that it uses."""
    for predicate in predicates:
        if problem := _problem(predicate, "property"):
            yield _finding(dataset, *problem, predicate)
        # The shapes say of which class the values of our own properties are.
        for row in () if predicate in declared().links else _conspicuous(dataset, predicate):
            yield from _of_value(dataset, predicate, row)
    # The engine takes a byte of 300 for an integer.
    kept = {(quad.predicate.value, quad.object) for quad in dataset.lexical_store.literals()}
    for predicate, literal in sorted(kept, key=str):
        text, datatype = getattr(literal, "value", ""), getattr(literal, "datatype", None)
        if datatype is not None:
            yield from _of_value(dataset, predicate, {"text": text, "datatype": datatype.value})


def _conspicuous(dataset: Dataset, predicate: str) -> list[dict[str, str]]:
    """The values of a predicate that are neither plain texts nor nodes of other vocabularies."""
    values = f"SELECT DISTINCT ?o {{ ?s {spelled_iri(predicate)} ?o }}"
    if predicate == _TYPE:  # there are few classes, and a filter would look at each statement
        return [{"text": row["o"]} for row in dataset.select(values) if not row["o"].startswith(BLANK)]
    return dataset.select(
        f"SELECT (STR(?o) AS ?text) (DATATYPE(?o) AS ?datatype) {{ {{ {values} }} FILTER({_CONSPICUOUS}) }}"
    )


def _of_value(dataset: Dataset, predicate: str, row: Mapping[str, str]) -> Iterator[TermFinding]:
    text, datatype = row["text"], row.get("datatype")
    if datatype is None:
        if problem := _problem(text, "class" if predicate == _TYPE else "term"):
            yield _finding(dataset, *problem, predicate, text, spelled_iri(text))
        return
    if not datatype.startswith(XSD):
        return
    name = datatype.removeprefix(XSD)
    spelled = spelled_literal(text, datatype=datatype)
    if name not in DATATYPES:
        problem = Severity.WARNING, f"xsd:{name} is no datatype of XML Schema{_nearest('xsd:', name, DATATYPES)}"
        yield _finding(dataset, *problem, predicate, text, spelled)
    elif not is_written_as(name, text):
        shown = text if len(text) <= 40 else text[:39] + "…"
        message = f'"{shown}" is no xsd:{name}: correct it, or leave the datatype out'
        yield _finding(dataset, Severity.VIOLATION, message, predicate, text, spelled)


def _finding(
    dataset: Dataset, severity: Severity, message: str, predicate: str, value: str = "", spelled: str = "?o"
) -> TermFinding:
    """A finding with one of the statements that it is about, and their number."""
    subjects = dataset.select(f"SELECT ?s {{ ?s {spelled_iri(predicate)} {spelled} }}")
    more = f" ({len(subjects):,} nodes)" if len(subjects) > 1 else ""
    subject = min((row["s"] for row in subjects), default="")
    return TermFinding(severity, message + more, subject, predicate, value)


def _problem(iri: str, position: str) -> tuple[Severity, str] | None:
    """What is wrong with a term as a property, as a class, or as any term; None for what nobody can know."""
    space, name = _split(iri)
    if space in (RG, SKOS):
        known = _known(space, position)
        if name in known:
            return None
        whose = "rolegraph" if space == RG else "SKOS"
        return Severity.VIOLATION, f"{shorten(iri)} is no {position} of {whose}{_nearest(shorten(space), name, known)}"
    if position == "term":
        return None
    if space in _OTHERS:
        near = _elsewhere(space, name, position)
        return None if near is None else (Severity.WARNING, f"{shorten(iri)} is no {position} of its vocabulary{near}")
    alike = next((known for known in (RG, SKOS) if _loose(known) == _loose(space)), None)
    if alike is None and iri.startswith(OURS) and not iri.startswith(RG):
        alike = RG
    if alike is None:
        return None
    meant = name if name in _known(alike, position) else "…"
    return (
        Severity.VIOLATION,
        f"<{iri}> is no {position}: write {shorten(alike)}{meant}, where {shorten(alike)} is <{alike}>",
    )


def _split(iri: str) -> tuple[str, str]:
    """Namespace and local name."""
    place = max(iri.rfind("#"), iri.rfind("/")) + 1
    return iri[:place], iri[place:]


def _loose(namespace: str) -> str:
    """A namespace without what is easily mistaken in it."""
    return re.sub(r"^https?://(www\.)?|[#/]+$", "", namespace.lower())


def _known(namespace: str, position: str) -> frozenset[str]:
    """The local names of a namespace that can stand in a position."""
    if namespace == SKOS:
        every = {"property": _SKOS_PROPERTIES, "class": _SKOS_CLASSES}
        return every.get(position, _SKOS_PROPERTIES | _SKOS_CLASSES)
    found = {"property": declared().properties, "class": declared().classes}.get(position, declared().every)
    return frozenset(iri.removeprefix(RG) for iri in found)


# Terms of other vocabularies that graphs of ours are made of: to know these, rdflib need not be imported.
_USUAL: Final = frozenset(
    (
        *(RDF + name for name in "type subject predicate object Statement".split()),
        *(DCTERMS + name for name in "license description created modified identifier source title".split()),
        *(PROV + name for name in "wasDerivedFrom wasGeneratedBy used wasAssociatedWith Entity Activity".split()),
        *(PROV + name for name in "SoftwareAgent startedAtTime endedAtTime".split()),
    )
)


def _elsewhere(namespace: str, name: str, position: str) -> str | None:
    """The nearest term of another vocabulary in words, None for a term that it has."""
    if namespace + name in _USUAL or re.fullmatch("_[1-9][0-9]*", name):
        return None
    import rdflib.namespace

    vocabulary = getattr(rdflib.namespace, _OTHERS[namespace])
    known = [str(term).removeprefix(namespace) for term in dir(vocabulary) if not str(term).startswith("__")]
    alike = [term for term in known if term[:1].isupper() == (position == "class")]
    return None if name in known else _nearest(shorten(namespace), name, alike)


def _nearest(prefix: str, name: str, known: Collection[str]) -> str:
    """The name that comes next, as a cure."""
    folded = {term.lower(): term for term in sorted(known)}
    found = get_close_matches(name.lower(), folded, n=1)
    return f": did you mean {prefix}{folded[found[0]]}?" if found else ": correct or remove it"
