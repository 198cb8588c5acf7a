"""Adding sources to a graph on disk: as a whole or not at all, and nothing where nothing changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, serialize

from rolegraph.errors import SourceError
from rolegraph.store.building import building
from rolegraph.store.files import write_atomically
from rolegraph.store.opening import is_built
from rolegraph.store.rdf_files import FORMATS, is_rdf, read_quads, write_quads
from rolegraph.vocabulary import slug_of


@dataclass(frozen=True, slots=True)
class Change:
    """How many statements a graph gained and lost."""

    added: int
    removed: int

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def put(place: Path, quads: Iterable[Quad], *, dry_run: bool = False) -> Change:
    """Make a graph hold exactly these statements of their sources; what it holds of other sources stays.

    Parameters
    ----------
    place
        A file with the ending of an RDF format, a folder of such files (each source becomes one Turtle file in it), or
        a built store. What does not exist is created: a file by its ending, otherwise a built store.
    quads
        The statements, each in the named graph of its source.
    dry_run
        Only count what would change.

    Raises
    ------
    SourceError
        When the place cannot be read or written; it is then as it was before.
    """
    new = set(quads)
    if is_rdf(place):
        return _put_file(place, new, dry_run)
    if place.exists() and not place.is_dir():
        raise SourceError("is no RDF file by its name", "it should end in " + ", ".join(FORMATS), path=place)
    if is_built(place) or not place.exists():
        return _put_built(place, new, dry_run)
    return _put_folder(place, new, dry_run)


def _put_file(place: Path, new: set[Quad], dry_run: bool) -> Change:
    old = set(read_quads(place)) if place.exists() else set()
    names = _names(new)
    mine = {quad for quad in old if quad.graph_name in names}
    change = _difference(mine, new)
    if change and not dry_run:
        write_atomically(place, write_quads((old - mine) | new, place.suffix.lower()))
    return change


def _put_folder(place: Path, new: set[Quad], dry_run: bool) -> Change:
    parts: dict[NamedNode, set[Quad]] = {}
    for quad in new:
        if isinstance(quad.graph_name, NamedNode):
            parts.setdefault(quad.graph_name, set()).add(quad)
    homes = _homes(place)
    changes = []
    for name in sorted(parts, key=str):
        path = homes.get(name, place / f"{slug_of(name.value)}.ttl")
        changes.append(_put_file(path, parts[name], dry_run))
    return Change(sum(change.added for change in changes), sum(change.removed for change in changes))


def _homes(folder: Path) -> dict[NamedNode, Path]:
    """The sources that a folder holds, each with the first file that holds it."""
    homes: dict[NamedNode, Path] = {}
    for path in sorted(folder.iterdir()):
        if is_rdf(path):
            for name in _names(read_quads(path)):
                homes.setdefault(name, path)
    return homes


def _put_built(place: Path, new: set[Quad], dry_run: bool) -> Change:
    if not place.exists():
        if not dry_run:
            with building(place) as made:
                made.store.bulk_extend(new)
        return Change(len(new), 0)
    try:
        store = Store.read_only(str(place)) if dry_run else Store(str(place))
    except (OSError, RuntimeError, ValueError) as error:
        raise SourceError(f"cannot be opened: {error}", "is another process writing to it?", path=place) from None
    old = {quad for name in _names(new) for quad in store.quads_for_pattern(None, None, None, name)}
    change = _difference(old, new)
    if change and not dry_run:
        # One update request is one transaction: either all of it is there afterwards, or none.
        store.update(f"DELETE DATA {{ {_data(old - new)} }} ; INSERT DATA {{ {_data(new - old)} }}")
        store.flush()
    return change


def _names(quads: Iterable[Quad]) -> set[NamedNode]:
    return {quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode)}


def _difference(old: set[Quad], new: set[Quad]) -> Change:
    return Change(len(new - old), len(old - new))


def _data(quads: Iterable[Quad]) -> str:
    """Statements as the engine's own serializer spells them, in the form that an update takes."""
    return " ".join(_graph_blocks(quads))


def _graph_blocks(quads: Iterable[Quad]) -> Iterator[str]:
    by_name: dict[object, list[Quad]] = {}
    for quad in quads:
        by_name.setdefault(quad.graph_name, []).append(quad)
    for name, group in by_name.items():
        triples = (serialize((quad.triple for quad in group), format=RdfFormat.N_TRIPLES) or b"").decode()
        yield triples if isinstance(name, DefaultGraph) else f"GRAPH {name} {{ {triples} }}"
