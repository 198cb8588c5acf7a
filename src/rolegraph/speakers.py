"""A graph as far as some of its sources speak: what the article says, or the editors, without the rest."""

from __future__ import annotations

from collections.abc import Iterable

from rolegraph.errors import UnknownNode
from rolegraph.store.dataset import Dataset
from rolegraph.vocabulary import RG, SOURCE, slug_of


def said_by(dataset: Dataset, names: Iterable[str]) -> Dataset:
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
    return dataset.said_by(chosen)


def _meant(dataset: Dataset, name: str) -> list[str]:
    sources = dataset.sources()
    if (exact := [one for one in sources if name in (one, slug_of(one))]) or (
        exact := [one for one in sources if dataset.value(one, RG + "sourceKind") == name]
    ):
        return exact
    if name and (begun := [one for one in sources if one.removeprefix(SOURCE).startswith(name)]):
        return begun
    raise UnknownNode("source", name, tuple(map(slug_of, sources))[:5])
