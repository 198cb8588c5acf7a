"""Looking at a graph as it would be with some sources put into it, before anything is written."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from pyoxigraph import Quad, Store

from rolegraph.store.dataset import Dataset
from rolegraph.store.opening import is_built

_Seen = TypeVar("_Seen")


def rehearsed(
    dataset: Dataset, sources: Mapping[str, Iterable[Quad]], files: Iterable[Path], look: Callable[[Dataset], _Seen]
) -> _Seen:
    """What somebody sees in a dataset that has some sources, instead of what it holds of these.

    Parameters
    ----------
    dataset
        One that was opened for this: in memory it is itself what is changed. A built store stays as it is.
    sources
        The statements of each, by its IRI.
    files
        Where statements are looked up by line.
    look
        What is done with it. It must not keep the dataset, which is gone afterwards.
    """
    if len(dataset.places) != 1 or not is_built(dataset.places[0]):
        return look(_with(dataset.store, sources, files))
    with _beside(dataset.places[0]) as folder:
        copy = str(Path(folder) / "store")
        # Takes no time and no room, however large the store: its files never change, so they are only linked.
        dataset.store.backup(copy)
        return look(_with(Store(copy), sources, files))


def _with(store: Store, sources: Mapping[str, Iterable[Quad]], files: Iterable[Path]) -> Dataset:
    changed = Dataset(store, tuple(files))
    for source, quads in sources.items():
        changed.replace(source, quads)
    return changed


def _beside(place: Path) -> tempfile.TemporaryDirectory[str]:
    """A scratch folder on the same disk, or with other temporary files where none can be made there."""
    try:
        return tempfile.TemporaryDirectory(dir=place.parent, prefix=f".{place.name}.", ignore_cleanup_errors=True)
    except OSError:
        return tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
