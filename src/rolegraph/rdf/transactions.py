"""Built stores, written as a whole: a folder appears, or is replaced, only when everything in it is there.

A graph that takes a place as a whole, as a built store, a file or a folder of files; until then nothing changes.

Adding sources to a graph on disk: as a whole or not at all, and nothing where nothing changed.

Looking at a graph as it would be with some sources put into it, before anything is written.
"""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Protocol, TypeVar, cast

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, serialize

from rolegraph.errors import SourceError
from rolegraph.model.nodes import slug_of
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import umask, write_atomically
from rolegraph.rdf.formats import FORMATS, is_rdf, read_quads, write_quads
from rolegraph.rdf.places import is_built, open_dataset
from rolegraph.rdf.writers import LineWriter

# The engine takes 2 GB for millions at once, and no more time for them in such pieces.
_AT_ONCE: Final = 100_000
_OF_A_BUILT_GRAPH: Final = re.compile(
    r"CURRENT|IDENTITY|LOCK|LOG(?:\.old\.\d+)?|(?:MANIFEST|OPTIONS)-\d+|\d+\.(?:sst|log|blob)|.*\.dbtmp|columns|index"
)


class Building:
    """A store in the making, in a folder of its own beside the one that it will be."""

    def __init__(self, scratch: Path) -> None:
        self.store_place = scratch / "store"
        self.store = Store(str(self.store_place))

    @contextmanager
    def writer(self, source: str, language: str = "en") -> Iterator[LineWriter]:
        """Take the statements of one source, and load them as they come; at the end of the block all are there."""
        waiting: list[str] = []
        load = partial(self.store.bulk_load, format=RdfFormat.N_TRIPLES, to_graph=NamedNode(source), lenient=True)
        loading: Future[None] | None = None

        def write(statement: str) -> None:
            waiting.append(statement)
            if len(waiting) >= _AT_ONCE:
                load_waiting()

        def load_waiting() -> None:
            nonlocal loading
            # IRIs have passed `is_iri`, or are ours: the engine need not look at each of them again.
            data = "".join(waiting).encode()
            waiting.clear()
            if loading is not None:
                loading.result()
            loading = loader.submit(load, data)

        # The engine lets go of the interpreter while it loads, so that reading goes on.
        with ThreadPoolExecutor(max_workers=1) as loader:
            yield LineWriter(source, write, language)
            load_waiting()
            cast("Future[None]", loading).result()
        self.store.optimize()


@contextmanager
def building(place: Path, finish: Callable[[Path], object] = lambda _: None) -> Iterator[Building]:
    """Build a store that takes the place of the one at `place`, if all goes well; otherwise nothing has changed.

    Parameters
    ----------
    place
        The folder that it will be.
    finish
        Called with the closed store, before it is put in its place: what is added to its folder comes with it.

    Raises
    ------
    SourceError
        When there is something at the place that is no built store, or it cannot be written.
    """
    scratch = made = None
    try:
        if (place.exists() or place.is_symlink()) and not _may_go(place):
            raise SourceError("is there already, and is no built graph", "choose another name", path=place)
        place = place.resolve()  # a link stays, and what it points to is replaced
        place.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(dir=place.parent, prefix=f".{place.name}."))
        made = Building(scratch)
        yield made
        made.store.flush()
        made.store = Store()  # closes the one on disk
        made.store_place.chmod(0o777 & ~umask())
        finish(made.store_place)
        _replace(place, made.store_place, scratch / "old")
    except OSError as error:
        raise SourceError(f"cannot be written: {error.strerror or error}", path=place) from None
    finally:
        if made is not None:
            made.store = Store()
        if scratch is not None:
            shutil.rmtree(scratch, ignore_errors=True)


def _may_go(place: Path) -> bool:
    """Whether a folder is empty, or a built graph with nothing beside it that would be lost."""
    if not place.is_dir():
        return False
    names = [path.name for path in place.iterdir()]
    return not names or (is_built(place) and all(map(_OF_A_BUILT_GRAPH.fullmatch, names)))


def _replace(place: Path, new: Path, old: Path) -> None:
    """Put a folder in the place of another; if that fails half way, the other one is put back."""
    if not place.exists():
        new.rename(place)
        return
    place.rename(old)
    try:
        new.rename(place)
    except BaseException:
        with contextlib.suppress(OSError):
            old.rename(place)
        raise


_NEW, _OLD = "new", "old"
_ENDING: Final = ".ttl"


class Made(Protocol):
    """A graph in the making; keep no other hold of its store, so that it is closed in time."""

    store: Store


class _InMemory:
    def __init__(self) -> None:
        self.store = Store()


@contextmanager
def replacing(place: Path, finish: Callable[[Path], object]) -> Iterator[Made]:
    """Fill a store that becomes the graph at a place if the block ends well; otherwise nothing has changed.

    Parameters
    ----------
    place
        A file by its ending; a folder of RDF files, in which each source becomes one Turtle file; otherwise a folder
        that becomes a built store, and is new, empty, or one already.
    finish
        What is done with a built store before it is put in its place.

    Raises
    ------
    SourceError
        When the place is anything else, a folder of files holds a source that the new graph does not, or it cannot be
        written.
    """
    if is_rdf(place) and not place.is_dir():
        made = _InMemory()
        yield made
        write_atomically(place, write_quads(made.store, place.suffix.lower()))
    elif place.is_file():
        raise SourceError("is no RDF file by its name", "it should end in " + ", ".join(FORMATS), path=place)
    elif place.is_dir() and not is_built(place) and any(map(is_rdf, place.iterdir())):
        made = _InMemory()
        yield made
        _replace_files(place, made.store)
    else:
        with building(place, finish) as built:
            yield built


def _replace_files(folder: Path, store: Store) -> None:
    names = sorted((name for name in store.named_graphs() if isinstance(name, NamedNode)), key=str)
    others = sorted(set(open_dataset([folder]).sources()) - {name.value for name in names})
    if others:
        problem = f"also holds {', '.join(map(slug_of, others))}, of which the graphs to merge have nothing"
        raise SourceError(problem, "name the folder as one of them, or write to another place", path=folder)
    scratch = None
    try:
        scratch = Path(tempfile.mkdtemp(dir=folder, prefix=".new."))
        for part in (_NEW, _OLD):
            (scratch / part).mkdir()
        for name, file in _file_names(names).items():
            data = write_quads(store.quads_for_pattern(None, None, None, name), _ENDING)
            write_atomically(scratch / _NEW / file, data)
        _exchange(folder, scratch)
    except OSError as error:
        raise SourceError(f"cannot be written: {error.strerror or error}", path=folder) from None
    finally:
        if scratch is not None:
            shutil.rmtree(scratch, ignore_errors=True)


def _file_names(names: list[NamedNode]) -> dict[NamedNode, str]:
    """A file for each source, by its slug; sources with the same slug are numbered."""
    files: dict[NamedNode, str] = {}
    for name in names:
        stem, number = slug_of(name.value), 1
        while (file := f"{stem}{'' if number == 1 else f'-{number}'}{_ENDING}") in files.values():
            number += 1
        files[name] = file
    return files


def _exchange(folder: Path, scratch: Path) -> None:
    """Put the new files in the place of all RDF files; if that fails half way, the old ones are put back."""
    moves = [(path, scratch / _OLD / path.name) for path in sorted(folder.iterdir()) if is_rdf(path) and path.is_file()]
    moves += [(path, folder / path.name) for path in sorted((scratch / _NEW).iterdir())]
    done: list[tuple[Path, Path]] = []
    try:
        for start, end in moves:
            done.append((start, end))
            start.rename(end)
    except BaseException:
        for start, end in reversed(done):
            with contextlib.suppress(OSError):
                end.rename(start)
        raise


@dataclass(frozen=True, slots=True)
class GraphChange:
    """How many statements a graph gained and lost."""

    added: int
    removed: int

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def put(place: Path, quads: Iterable[Quad], *, dry_run: bool = False) -> GraphChange:
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


def _put_file(place: Path, new: set[Quad], dry_run: bool) -> GraphChange:
    old = set(read_quads(place)) if place.exists() else set()
    names = _names(new)
    mine = {quad for quad in old if quad.graph_name in names}
    change = _difference(mine, new)
    if change and not dry_run:
        write_atomically(place, write_quads((old - mine) | new, place.suffix.lower()))
    return change


def _put_folder(place: Path, new: set[Quad], dry_run: bool) -> GraphChange:
    parts: dict[NamedNode, set[Quad]] = {}
    for quad in new:
        if isinstance(quad.graph_name, NamedNode):
            parts.setdefault(quad.graph_name, set()).add(quad)
    homes = _homes(place)
    changes = []
    for name in sorted(parts, key=str):
        path = homes.get(name, place / f"{slug_of(name.value)}.ttl")
        changes.append(_put_file(path, parts[name], dry_run))
    return GraphChange(sum(change.added for change in changes), sum(change.removed for change in changes))


def _homes(folder: Path) -> dict[NamedNode, Path]:
    """The sources that a folder holds, each with the first file that holds it."""
    homes: dict[NamedNode, Path] = {}
    for path in sorted(folder.iterdir()):
        if is_rdf(path):
            for name in _names(read_quads(path)):
                homes.setdefault(name, path)
    return homes


def _put_built(place: Path, new: set[Quad], dry_run: bool) -> GraphChange:
    if not place.exists():
        if not dry_run:
            with building(place) as made:
                made.store.bulk_extend(new)
        return GraphChange(len(new), 0)
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


def _difference(old: set[Quad], new: set[Quad]) -> GraphChange:
    return GraphChange(len(new - old), len(old - new))


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


_Seen = TypeVar("_Seen")


def previewed(
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
