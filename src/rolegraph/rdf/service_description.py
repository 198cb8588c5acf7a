"""What a SPARQL endpoint says of itself: the W3C's SPARQL 1.1 Service Description, with counts in VoID."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from rolegraph.rdf.answer_formats import GRAPH_FORMATS, ROW_FORMATS
from rolegraph.rdf.answers import Answer
from rolegraph.rdf.vocabulary import DCTERMS, RDF, SKOS, XSD

if TYPE_CHECKING:
    from rolegraph.rdf.dataset import Dataset

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_VOID: Final = "http://rdfs.org/ns/void#"
_FORMATS: Final = "http://www.w3.org/ns/formats/"
# The W3C's names of formats, by those of `answer_formats`.
_FORMAT_NAMES: Final = {
    "json": "SPARQL_Results_JSON",
    "xml": "SPARQL_Results_XML",
    "csv": "SPARQL_Results_CSV",
    "tsv": "SPARQL_Results_TSV",
    "ttl": "Turtle",
    "nt": "N-Triples",
    "rdf": "RDF_XML",
    "jsonld": "JSON-LD",
    "trig": "TriG",
    "nq": "N-Quads",
}
_Part = Mapping[str, Any]


class DatasetCounts(NamedTuple):
    """How many statements there are in all, in each source and with each predicate, and nodes of each class, by IRI."""

    statements: int
    sources: dict[str, int]
    classes: dict[str, int]
    predicates: dict[str, int]


def counts_of(dataset: Dataset) -> DatasetCounts:
    """The counts of a dataset, which takes a second for a million statements, and is remembered."""
    known: DatasetCounts | None = dataset.cache.memo.get(counts_of)
    if known is None:
        names = dataset.sources()
        sources = {source: dataset.size_of(source) for source in names}
        known = DatasetCounts(dataset.size(), sources, dataset.class_sizes(names), dataset.predicate_sizes())
        dataset.cache.memo[counts_of] = known
    return known


def described(dataset: Dataset, address: str) -> Answer:
    """What is said of the endpoint at an address that answers over a dataset."""
    size, sources, classes, predicates = counts_of(dataset)
    default: _Part = {
        RDF + "type": NamedNode(_SD + "Graph"),
        _VOID + "triples": _number(size),
        _VOID + "classPartition": [
            {_VOID + "class": NamedNode(iri), _VOID + "entities": _number(n)} for iri, n in sorted(classes.items())
        ],
        _VOID + "propertyPartition": [
            {_VOID + "property": NamedNode(iri), _VOID + "triples": _number(n)} for iri, n in sorted(predicates.items())
        ],
    }
    service: _Part = {
        RDF + "type": NamedNode(_SD + "Service"),
        _SD + "endpoint": NamedNode(address),
        _SD + "supportedLanguage": NamedNode(_SD + "SPARQL11Query"),
        _SD + "feature": NamedNode(_SD + "UnionDefaultGraph"),
        _SD + "resultFormat": [NamedNode(_FORMATS + _FORMAT_NAMES[one.name]) for one in (*ROW_FORMATS, *GRAPH_FORMATS)],
        _SD + "defaultDataset": {
            RDF + "type": NamedNode(_SD + "Dataset"),
            _SD + "defaultGraph": default,
            _SD + "namedGraph": [
                _named_graph(source, number, dataset.value(source, SKOS + "prefLabel"))
                for source, number in sources.items()
            ],
        },
    }
    return Answer(triples=_triples(NamedNode(address), service))


def _named_graph(source: str, size: int, title: str | None) -> _Part:
    graph: dict[str, Any] = {RDF + "type": NamedNode(_SD + "Graph"), _VOID + "triples": _number(size)}
    if title:
        graph[DCTERMS + "title"] = Literal(title)
    return {
        RDF + "type": NamedNode(_SD + "NamedGraph"),
        _SD + "name": NamedNode(source),
        _SD + "graph": graph,
    }


def _number(size: int) -> Literal:
    return Literal(str(size), datatype=NamedNode(XSD + "integer"))


def _triples(subject: NamedNode | BlankNode, part: _Part) -> Iterator[Triple]:
    """What a part says of a subject, with a node without a name for each part of it."""
    for predicate, said in part.items():
        for value in said if isinstance(said, list) else [said]:
            if isinstance(value, Mapping):
                node = BlankNode()
                yield Triple(subject, NamedNode(predicate), node)
                yield from _triples(node, value)
            else:
                yield Triple(subject, NamedNode(predicate), value)
