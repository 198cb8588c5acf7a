"""What is said with one predicate as sets of plain strings, for those who hold a whole graph against another.

Each is one query for no more terms than are wanted: to look up their texts is most of what reading a built store takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, cast

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions

from rolegraph.store.dataset import Dataset
from rolegraph.store.engine import evaluate
from rolegraph.vocabulary import SKOS

_Term = NamedNode | BlankNode | Literal
_LABEL: Final = SKOS + "prefLabel"


def predicates(dataset: Dataset) -> set[str]:
    """The predicates that are used at all."""
    found = dataset.answer("SELECT DISTINCT ?p WHERE { ?s ?p ?o }").solutions
    return {cast(NamedNode, row[0]).value for row in found or ()}


def pairs(dataset: Dataset, predicate: str) -> set[tuple[str, str]]:
    """All (subject, object) of a predicate: what `Dataset.pairs` gives, in no order.

    >>> import rolegraph
    >>> dataset = rolegraph.open().dataset
    >>> pairs(dataset, SKOS + "altLabel") == set(dataset.pairs(SKOS + "altLabel"))
    True
    """
    rows = cast(Iterator[tuple[_Term, _Term]], dataset.column(predicate))
    return {(_text(subject), _text(value)) for subject, value in rows}


def values(dataset: Dataset, predicate: str) -> set[str]:
    """The distinct objects of a predicate."""
    dataset.match(None, predicate)  # an endpoint's dataset fetches what is missing for it
    return _column(dataset, f"SELECT DISTINCT ?o WHERE {{ ?s {NamedNode(predicate)} ?o }}")


def subjects(dataset: Dataset, predicate: str, object_: str) -> set[str]:
    """The nodes that a predicate links to another."""
    dataset.match(None, predicate, object_)
    return _column(dataset, f"SELECT ?s WHERE {{ ?s {NamedNode(predicate)} {NamedNode(object_)} }}")


def labels(dataset: Dataset) -> tuple[dict[str, str], set[tuple[str, str]]]:
    """The label by which each node goes, as `Dataset.value` chooses it, and all labels in all languages."""
    best: dict[str, tuple[int, str]] = {}
    every = set()
    for subject, term in cast(Iterator[tuple[_Term, _Term]], dataset.column(_LABEL)):
        iri, text = _text(subject), _text(term)
        every.add((iri, text))
        ranked = _rank(term), text
        if iri not in best or ranked < best[iri]:
            best[iri] = ranked
    return {iri: text for iri, (_, text) in best.items()}, every


def _column(dataset: Dataset, query: str) -> set[str]:
    return {_text(row[0]) for row in cast(QuerySolutions, evaluate(dataset.store, query))}


def _text(term: _Term) -> str:
    return str(term) if isinstance(term, BlankNode) else term.value


def _rank(term: _Term) -> int:
    """English before no language before any other."""
    language = (term.language if isinstance(term, Literal) else None) or ""
    return 0 if language.split("-")[0] == "en" else 1 if not language else 2
