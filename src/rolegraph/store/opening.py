"""Places as datasets: files, folders of them, one laid over the other, and built stores."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store

from rolegraph.errors import SourceError
from rolegraph.store.dataset import Dataset
from rolegraph.store.rdf_files import FORMATS, is_rdf, load


def open_dataset(places: Iterable[Path]) -> Dataset:
    """Open one or more places as one dataset; a source in a later place hides the one of the same name before it.

    Within one place the files of a source add up, so that a source may be as many files as its editors like.

    Parameters
    ----------
    places
        RDF files, folders of RDF files, or one built store, which can only be opened alone.

    Raises
    ------
    SourceError
        When a place is missing, is none of these, or holds a broken file.
    """
    places = list(places)
    if len(places) == 1 and is_built(places[0]):
        return Dataset(_open_built(places[0]), places=tuple(places))
    store, files = Store(), []
    for place in places:
        inside = _rdf_files(place)
        load(inside, store, _Hiding(store))
        files.extend(inside)
    return Dataset(store, tuple(files), tuple(places))


class _Hiding:
    """Empties the graph of a source when a place first speaks of it, so that its files add up and hide those before."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._begun: set[NamedNode] = set()

    def __call__(self, sources: Iterable[NamedNode]) -> None:
        for source in set(sources) - self._begun:
            self._store.remove_graph(source)
            self._begun.add(source)


def merged(below: Dataset | None, above: Iterable[Quad], files: Iterable[Path] = ()) -> Dataset:
    """A dataset in memory, with some sources replaced by what is given of them; `files` are where these stand."""
    layer = list(above)
    store = Store()
    if below is not None:
        replaced = {quad.graph_name for quad in layer}
        store.extend(quad for quad in below.quads() if quad.graph_name not in replaced)
    store.extend(layer)
    return Dataset(store, tuple(files))


def is_built(place: Path) -> bool:
    """Whether a folder holds a built store rather than files that people read."""
    return (place / "CURRENT").is_file()


def _open_built(place: Path) -> Store:
    try:
        return Store.read_only(str(place))
    except (OSError, RuntimeError, ValueError) as error:
        raise SourceError(f"is no store that can be opened: {error}", "build it anew", path=place) from None


def _rdf_files(place: Path) -> list[Path]:
    if place.is_dir():
        files = sorted(path for path in place.iterdir() if is_rdf(path) and path.is_file())
        if not files:
            raise SourceError("holds no RDF file", "name a folder with .ttl or .trig files", path=place)
        return files
    if place.exists() and not is_rdf(place):
        raise SourceError("is no RDF file by its name", "it should end in " + ", ".join(FORMATS), path=place)
    return [place]
