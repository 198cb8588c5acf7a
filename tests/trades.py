"""A small graph of three trades, with a role in each of which no requirement is recorded, and one that is like none."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from pyoxigraph import NamedNode, RdfFormat, Store

from rolegraph.model.nodes import Kind, node_iri
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import SOURCE
from rolegraph.rdf.writers import QuadWriter
from rolegraph.readers.estimating import add_estimates

TRADES = {
    "baker": ("bread", "dough", "flour", "oven"),
    "mender": ("metal", "hammer", "weld", "bolt"),
    "clerk": ("ledger", "invoice", "desk", "stamp"),
}
SORTS = ("day", "night", "city", "village", "market", "castle", "harbour", "school")
ASTRONAUT = "astronaut"
_HEAD = """@prefix rg: <https://w3id.org/rolegraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix dcterms: <http://purl.org/dc/terms/> .
"""


def role(name: str) -> str:
    """The IRI of a role, such as `new-baker`, of which nothing is recorded, or `night-baker`."""
    return node_iri(Kind.ROLE, name)


def skill(name: str) -> str:
    """The IRI of a skill, such as `bread-1`."""
    return node_iri(Kind.SKILL, name)


def turtle() -> str:
    """All statements of the source `trades`, without estimates.

    Every role of a trade requires the trade's skills but one, at *proficient*; in a market they prefer `trade`.
    """
    said = [f"<{SOURCE}trades> a rg:Source, prov:Entity ; skos:prefLabel 'Trades'@en ; rg:sourceKind 'table' ; "]
    said += ["rg:version '7' ; rg:attribution 'By hand.' ; dcterms:license <https://example.org/free> ."]
    said += [f"<{SOURCE}trades#all> a rg:Evidence ; prov:wasDerivedFrom <{SOURCE}trades> ."]
    said += [
        f"<{skill(word)}> a rg:Skill ; skos:prefLabel '{word}'@en ." for words in TRADES.values() for word in words
    ]
    said += [f"<{role(ASTRONAUT)}> a rg:Role ; skos:prefLabel 'Astronaut'@en ; skos:definition 'Floats in orbit.'@en ."]
    for trade, words in TRADES.items():
        told = f"Works with {', '.join(words)}"
        for number, sort in enumerate((*SORTS, "new")):
            me = role(f"{sort}-{trade}")
            said.append(f"<{me}> a rg:Role ; skos:prefLabel '{sort} {trade}'@en ; skos:definition '{told}.'@en .")
            for place, word in enumerate(words if sort != "new" else ()):
                if place != number % 8:
                    necessity = "preferred" if place == 3 else "essential"
                    asked = node_iri(Kind.REQUIREMENT, f"{sort}-{trade}-{word}")
                    said.append(f"<{me}> rg:hasRequirement <{asked}> .")
                    said.append(f"<{me}> rg:{'prefers' if place == 3 else 'requires'} <{skill(word)}> .")
                    said.append(f"<{asked}> a rg:Requirement ; rg:anyOf <{skill(word)}> ; rg:level rg:proficient .")
                    said.append(f"<{asked}> rg:necessity rg:{necessity} ; rg:evidence <{SOURCE}trades#all> .")
                    said.append(f"<{asked}> rg:importance {3 + place / 10} .")
    return _HEAD + "\n".join(said)


def recorded() -> Dataset:
    """The graph without estimates."""
    store = Store()
    store.load(turtle().encode(), RdfFormat.TURTLE, to_graph=NamedNode(SOURCE + "trades"))
    return Dataset(store)


def estimated() -> tuple[Dataset, str]:
    """The graph with estimates, and what was said of them."""
    dataset = recorded()
    said = estimate(dataset)
    return Dataset(dataset.store), said


def estimate(dataset: Dataset) -> str:
    """Add estimates to the graph, and give what was said of them."""

    @contextmanager
    def writing(source: str, language: str) -> Iterator[QuadWriter]:
        yield (writer := QuadWriter(source, language))
        dataset.store.extend(writer.quads)

    return add_estimates(dataset, SOURCE + "trades", writing, "en")
