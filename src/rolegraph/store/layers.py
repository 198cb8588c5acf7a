"""Graphs laid one over the other into a store: of each source, what the last place that has it holds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store

from rolegraph.errors import SourceError
from rolegraph.store.dataset import Dataset
from rolegraph.store.opening import open_dataset


class Layer(NamedTuple):
    """What one place holds: the sources taken from it, and those that a later place replaces, and whether by the same.

    Sources are IRIs, taken with how many statements each makes.
    """

    place: Path
    files: tuple[Path, ...]
    taken: dict[str, int]
    replaced: dict[str, bool]


def lay(places: Sequence[Path], store: Store) -> tuple[Layer, ...]:
    """Fill an empty store with what places hold together; gives what came of each, in their order.

    Parameters
    ----------
    places
        RDF files, folders of them, and built stores, in any number. A source in a later place replaces the one of the
        same name before it, as in `open_dataset`; the files of one folder add to each other.
    store
        Where it goes.

    Raises
    ------
    SourceError
        When a place is missing, is none of these, holds a broken file, or statements that no source makes.

    Notes
    -----
    One place is open at a time: built stores are copied statement by statement, files are read into memory.
    """
    # The last one first: what is replaced is then only looked at, not written.
    layers = [_lay(open_dataset([place]), place, store) for place in reversed(places)]
    return tuple(reversed(layers))


def _lay(dataset: Dataset, place: Path, store: Store) -> Layer:
    taken, replaced = {}, {}
    for name in _sources(dataset, place):
        if store.contains_named_graph(name):
            replaced[name.value] = _same(dataset.store, store, name)
        else:
            store.bulk_extend(dataset.store.quads_for_pattern(None, None, None, name))
            taken[name.value] = dataset.size_of(name.value)
    return Layer(place, dataset.files, taken, replaced)


def _sources(dataset: Dataset, place: Path) -> list[NamedNode]:
    names = list(dataset.store.named_graphs())
    named = [name for name in names if isinstance(name, NamedNode)]
    nobodys = next(dataset.store.quads_for_pattern(None, None, None, DefaultGraph()), None)
    if nobodys is not None or len(named) < len(names):
        raise SourceError("holds statements of no source", "put each into the named graph of its source", path=place)
    return sorted(named, key=str)


def _same(one: Store, other: Store, name: NamedNode) -> bool:
    """Whether two stores hold the same of a source. Nodes without an IRI cannot be told apart, and are only counted."""
    number = 0
    for quad in one.quads_for_pattern(None, None, None, name):
        if not (_is_nameless(quad) or quad in other):
            return False
        number += 1
    return number == sum(1 for _ in other.quads_for_pattern(None, None, None, name))


def _is_nameless(quad: Quad) -> bool:
    return isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)
