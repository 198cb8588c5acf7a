"""An endpoint says which formats, graphs, classes and properties it has, with true counts."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Quad, Store
from rdflib.query import ResultRow

from rolegraph.rdf.answers import to_rdflib_graph
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.service_description import counts_of, described
from rolegraph.rdf.vocabulary import DCTERMS, RDF, RG, SKOS

VOID = "http://rdfs.org/ns/void#"
SD = "http://www.w3.org/ns/sparql-service-description#"


def test_graphs_classes_and_properties_are_counted() -> None:
    store, source = Store(), NamedNode("x:source")
    for subject, predicate, object_ in (
        (source, RDF + "type", NamedNode(RG + "Source")),
        (source, SKOS + "prefLabel", Literal("A table")),
        (NamedNode("x:role"), RDF + "type", NamedNode(RG + "Role")),
    ):
        store.add(Quad(subject, NamedNode(predicate), object_, source))
    dataset = Dataset(store)
    graph = to_rdflib_graph(described(dataset, "http://127.0.0.1/sparql").triples or ())
    rows = graph.query(
        f"""SELECT ?n ?role ?types ?name ?title {{
          ?service <{SD}endpoint> ?service ; <{SD}defaultDataset> ?dataset .
          ?dataset <{SD}defaultGraph> ?all ; <{SD}namedGraph> ?named .
          ?named <{SD}name> ?name ; <{SD}graph> [ <{VOID}triples> ?n ; <{DCTERMS}title> ?title ] .
          ?all <{VOID}classPartition> [ <{VOID}class> <{RG}Role> ; <{VOID}entities> ?role ] ;
            <{VOID}propertyPartition> [ <{VOID}property> <{RDF}type> ; <{VOID}triples> ?types ] .
        }}"""
    )
    found = [tuple(map(str, row)) for row in rows if isinstance(row, ResultRow)]
    assert found == [("3", "1", "2", "x:source", "A table")]


def test_it_is_counted_once() -> None:
    dataset = Dataset(Store())
    assert counts_of(dataset).statements == 0
    dataset.store.add(Quad(NamedNode("x:a"), NamedNode("x:b"), NamedNode("x:c"), NamedNode("x:g")))
    assert counts_of(dataset).statements == 0
