"""What is said with one predicate as sets of plain strings, for those who hold a whole graph against another.

Each is one query for no more terms than are wanted, answered as tab-separated values: the engine then looks up texts,
which is most of what reading a built store takes, without holding up the interpreter, so that two graphs are read at
once by two threads.

A graph as far as some of its sources speak: what the article says, or the editors, without the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, cast

from pyoxigraph import NamedNode, QueryResultsFormat, QuerySolutions

from rolegraph.errors import UnknownNode
from rolegraph.model.nodes import slug_of
from rolegraph.rdf.answers import evaluate
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RG, SKOS, SOURCE

_LABEL: Final = SKOS + "prefLabel"
_ESCAPED: Final = re.compile(r"\\(.)")
_ESCAPES: Final = {"t": "\t", "n": "\n", "r": "\r"}


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
    return {(_text(subject), _text(value)) for subject, value in _said(dataset, predicate)}


def values(dataset: Dataset, predicate: str) -> set[str]:
    """The distinct objects of a predicate."""
    dataset.match(None, predicate)  # an endpoint's dataset fetches what is missing for it
    return set(map(_text, _lines(dataset, f"SELECT DISTINCT ?o WHERE {{ ?s {NamedNode(predicate)} ?o }}")))


def subjects(dataset: Dataset, predicate: str, object_: str) -> set[str]:
    """The nodes that a predicate links to another."""
    dataset.match(None, predicate, object_)
    query = f"SELECT ?s WHERE {{ ?s {NamedNode(predicate)} {NamedNode(object_)} }}"
    return set(map(_text, _lines(dataset, query)))


def labels(dataset: Dataset) -> tuple[dict[str, str], set[tuple[str, str]]]:
    """The label by which each node goes, as `Dataset.value` chooses it, and all labels in all languages."""
    best: dict[str, tuple[int, str]] = {}
    every = set()
    for subject, term in _said(dataset, _LABEL):
        iri, text = _text(subject), _text(term)
        every.add((iri, text))
        ranked = _rank(term), text
        if iri not in best or ranked < best[iri]:
            best[iri] = ranked
    return {iri: text for iri, (_, text) in best.items()}, every


def _said(dataset: Dataset, predicate: str) -> Iterator[tuple[str, str]]:
    """Subjects and objects as terms in the syntax of Turtle."""
    dataset.match(None, predicate)
    lines = _lines(dataset, f"SELECT ?s ?o WHERE {{ ?s {NamedNode(predicate)} ?o }}")
    return ((subject, value) for subject, _, value in (line.partition("\t") for line in lines))


def _lines(dataset: Dataset, query: str) -> list[str]:
    found = cast(QuerySolutions, evaluate(dataset.store, query))
    lines = (found.serialize(format=QueryResultsFormat.TSV) or b"").decode().split("\n")
    return lines[1:-1]  # between the names of the variables and what is behind the last line's end


def _text(term: str) -> str:
    """IRIs bare, literals without quotes, language and datatype; numbers, booleans and blank nodes as they are."""
    if term.startswith("<"):
        return term[1:-1]
    if not term.startswith('"'):
        return term
    text = term[1 : term.rindex('"')]
    return _ESCAPED.sub(lambda found: _ESCAPES.get(found[1], found[1]), text) if "\\" in text else text


def _rank(term: str) -> int:
    """English before no language before any other."""
    _, mark, language = term[term.rfind('"') :].partition("@")
    return 1 if not mark else 0 if language.split("-")[0] == "en" else 2


def filtered_by_source(dataset: Dataset, names: Iterable[str]) -> Dataset:
    """The statements of some sources, as a dataset in memory.

    Parameters
    ----------
    dataset
        A graph of any number of sources.
    names
        Each the slug or IRI of a source; or a kind of source, such as `article`, for all of that kind; or how the slugs
        of one or more sources begin.

    Raises
    ------
    UnknownNode
        When a name means no source of this graph.
    """
    chosen = sorted({source for name in names for source in _meant(dataset, name)})
    return dataset.from_sources(chosen)


def _meant(dataset: Dataset, name: str) -> list[str]:
    sources = dataset.sources()
    if (exact := [one for one in sources if name in (one, slug_of(one))]) or (
        exact := [one for one in sources if dataset.value(one, RG + "sourceKind") == name]
    ):
        return exact
    if name and (begun := [one for one in sources if one.removeprefix(SOURCE).startswith(name)]):
        return begun
    raise UnknownNode("source", name, tuple(map(slug_of, sources))[:5])
