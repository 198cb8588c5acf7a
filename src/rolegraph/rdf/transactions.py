"""Changing a graph on disk as a whole or not at all, whether it is a file, a folder of files or a built store.

Every change is staged beside the graph, may be validated there by whoever makes it, and then takes its place by a
`commits.Transaction`. A built store is never changed where it is: its copy is, which costs no room. `put` adds sources,
`replacing` and `building` write whole graphs, and `previewed` shows a graph as a change would leave it.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, nullcontext, suppress
from dataclasses import dataclass
from io import BufferedWriter
from pathlib import Path
from typing import Final, TypeVar

from pyoxigraph import NamedNode, Quad, RdfFormat

from rolegraph.errors import SourceError
from rolegraph.model.nodes import slug_of
from rolegraph.rdf.answers import reading
from rolegraph.rdf.commits import Transaction, keep_access, transaction
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import is_built
from rolegraph.rdf.formats import is_rdf, read_quads, write_quads
from rolegraph.rdf.journals import HIDDEN
from rolegraph.rdf.lexical_forms import LexicalStore
from rolegraph.rdf.locks import locked
from rolegraph.rdf.places import not_rdf, open_dataset, rdf_files
from rolegraph.rdf.writers import LineWriter

# The engine sorts so many statements at once, in 0.7 GB; it would take up to 2 GB for more of them, and be no faster.
_BATCH: Final = 1_000_000
_PIECE: Final = 5_000  # statements that go to it together
_PACKED: Final = 2  # batches that the engine leaves as they are
_STORE_FILE: Final = re.compile(
    r"CURRENT|IDENTITY|LOCK|LOG(?:\.old\.\d+)?|(?:MANIFEST|OPTIONS)-\d+|\d+\.(?:sst|log|blob)|.*\.dbtmp|columns|index|source|literals\.nq"
)
_ENDING: Final = ".ttl"
_Seen = TypeVar("_Seen")


class StagedGraph:
    """A graph to be filled through its store. Keep no other reference to the store, so that it is closed in time."""

    def __init__(self, store: LexicalStore) -> None:
        self.store = store

    def remove(self, source: str) -> None:
        """Take out what one source states."""
        self.store.remove({NamedNode(source)})

    @contextmanager
    def writer(self, source: str, language: str = "en") -> Iterator[LineWriter]:
        """Take the statements of one source, and load them as they come; at the end of the block all are there."""
        self.store.devote_to(NamedNode(source))
        loading = _Loading(self, source)
        try:
            yield LineWriter(source, loading.write, language)
        except BaseException:
            with suppress(Exception):  # what went wrong first counts
                loading.end()
            raise
        loading.end()


class _Loading:
    """Lines of N-Triples on their way into a store, while others are still to be read.

    The engine sorts a million statements at once, packs them, and never touches them again unless there are more than
    two such batches; from then on it merges them, without packing.
    """

    def __init__(self, graph: StagedGraph, source: str) -> None:
        self._graph, self._source = graph, source
        self._waiting: list[str] = []
        self._stream: BufferedWriter | None = None
        self._sent = 0  # of the batch that is being written
        # The engine lets go of the interpreter while it loads, so that reading goes on.
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._loads: list[Future[None]] = []

    def write(self, statement: str) -> None:
        self._waiting.append(statement)
        if len(self._waiting) >= _PIECE:
            self._send()

    def end(self) -> None:
        """Wait until everything is in the store."""
        try:
            self._send()
            self._end_batch()
            for load in self._loads:
                load.result()
        finally:
            self._thread.shutdown()
        if len(self._loads) > _PACKED:
            self._graph.store.engine.optimize()

    def _send(self) -> None:
        if self._stream is None:
            receiver, sender = os.pipe()
            self._stream, self._sent = os.fdopen(sender, "wb"), 0
            self._loads.append(self._thread.submit(self._load, receiver))
        try:
            self._stream.write("".join(self._waiting).encode())
        except BrokenPipeError:  # loading has failed
            self._end_batch()
            self._loads[-1].result()
        self._sent += len(self._waiting)
        self._waiting.clear()
        if self._sent >= _BATCH:
            self._end_batch()

    def _end_batch(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            with suppress(BrokenPipeError):
                stream.close()

    def _load(self, receiver: int) -> None:
        with os.fdopen(receiver, "rb") as lines:
            # IRIs have passed `is_iri`, or are ours: the engine need not look at each of them again.
            # `LineWriter` spells literals as the engine keeps them.
            load = self._graph.store.engine.bulk_load
            load(lines, RdfFormat.N_TRIPLES, to_graph=NamedNode(self._source), lenient=True)


@contextmanager
def building(
    place: Path, finish: Callable[[Path], object] = lambda _: None, *, anew: bool = True
) -> Iterator[StagedGraph]:
    """Fill a store that becomes the built graph at a place if the block ends well; otherwise nothing has changed.

    The place is a folder that is new, empty, or a built graph already; a link stays a link. `finish` is called with the
    folder of the closed store: what it adds there comes with it. Unless it is built `anew`, the store begins with what
    the graph states. Raises `SourceError` when something else is at the place, or it cannot be written.
    """
    with transaction(place, beside=True) as changes:
        _check_replaceable(place)
        folder = changes.scratch("store")
        with reading(None if anew else place):
            graph = StagedGraph(LexicalStore.open(folder) if anew else _copy(place, folder))
        try:
            yield graph
            graph.store.save(folder)
        finally:
            graph.store = LexicalStore()  # closes the one on disk
        common = changes.scratch("common")  # the engine's folders are not for a group, whatever the umask says
        common.mkdir()
        keep_access(common, folder)
        keep_access(place, folder)
        finish(folder)
        _check_replaceable(place)  # again, as building takes its time
        changes.stage(place.resolve(), folder)


def _check_replaceable(place: Path) -> None:
    """Refuse what is no empty folder, and no built graph with nothing beside it that would be lost."""
    if not (place.exists() or place.is_symlink()):
        return
    names = [path.name for path in place.iterdir()] if place.is_dir() else [""]
    names = [name for name in names if not name.startswith(HIDDEN)]
    if names and not (is_built(place) and all(map(_STORE_FILE.fullmatch, names))):
        raise SourceError("already exists, and is not a built graph", "choose another name", path=place)


@contextmanager
def replacing(place: Path, finish: Callable[[Path], object]) -> Iterator[StagedGraph]:
    """Fill a store that becomes the graph at a place if the block ends well; otherwise nothing has changed.

    The place is a file by its ending; a folder of RDF files, in which each source becomes one Turtle file; otherwise a
    place for `building`, which gets `finish`. Raises `SourceError` when it is anything else, a folder of files holds a
    source that the new graph does not, or it cannot be written.
    """
    with locked(place):
        is_file = is_rdf(place) and not place.is_dir()
        if place.is_file() and not is_file:
            raise not_rdf(place)
        files = rdf_files(place) if place.is_dir() and not is_built(place) else []
        if not (is_file or files):
            with building(place, finish) as graph:
                yield graph
            return
        with transaction(place) as changes:
            graph = StagedGraph(LexicalStore())
            yield graph
            if is_file:
                changes.stage_file(place, write_quads(graph.store, place.suffix.lower(), place))
            else:
                _stage_files(changes, place, files, graph.store)


def _stage_files(changes: Transaction, folder: Path, files: Sequence[Path], store: LexicalStore) -> None:
    """Have the RDF files in a folder replaced by a file for each source, named by its slug, numbered if need be."""
    names = sorted((name for name in store.engine.named_graphs() if isinstance(name, NamedNode)), key=str)
    others = sorted(set(open_dataset([folder]).sources()) - {name.value for name in names})
    if others:
        problem = f"also holds {', '.join(map(slug_of, others))}, of which the graphs to merge have nothing"
        raise SourceError(problem, "name the folder as one of them, or write to another place", path=folder)
    written: set[Path] = set()
    for name in names:
        stem, number = slug_of(name.value), 1
        while (path := folder / f"{stem}{'' if number == 1 else f'-{number}'}{_ENDING}") in written:
            number += 1
        written.add(path)
        changes.stage_file(path, write_quads(store.quads_of(name), _ENDING, path))
    for path in set(files) - written:
        changes.stage(path, None)


@dataclass(frozen=True, slots=True)
class GraphChange:
    """How many statements a graph gained and lost."""

    added: int
    removed: int

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def put(
    place: Path, quads: Iterable[Quad], *, dry_run: bool = False, finish: Callable[[Path], object] = lambda _: None
) -> GraphChange:
    """Make a graph hold exactly these statements of their sources; what it holds of other sources stays.

    The place is a file with the ending of an RDF format, a folder of such files (each new source becomes one Turtle
    file in it), or a built graph. What does not exist is created: a file by its ending, otherwise a built graph, whose
    folder `finish` gets before it takes its place. A dry run only counts. Raises `SourceError` when the place cannot be
    read or written; it is then as it was.
    """
    new = set(quads)
    with nullcontext() if dry_run else locked(place):
        if is_rdf(place):
            return _put_files(place, [place] if place.exists() else [], new, dry_run)
        if place.exists() and not place.is_dir():
            raise not_rdf(place)
        if is_built(place) or not place.exists():
            return _put_built(place, new, dry_run, finish)
        return _put_files(place, rdf_files(place), new, dry_run)


def _put_files(place: Path, files: Sequence[Path], new: set[Quad], dry_run: bool) -> GraphChange:
    """The same for a file or a folder of files, where each source goes into the first file that holds it."""
    before = {path: set(read_quads(path)) for path in files}
    homes = {str(name): path for path in reversed(files) for name in _sources(before[path])}
    names = _sources(new)
    after = {path: {quad for quad in held if quad.graph_name not in names} for path, held in before.items()}
    for quad in new:
        name = str(quad.graph_name)
        home = place if is_rdf(place) else homes.get(name) or place / f"{slug_of(name.strip('<>'))}{_ENDING}"
        after.setdefault(home, set()).add(quad)
    added = removed = 0
    with transaction(place) as changes:
        for path, quads in sorted(after.items()):
            held = before.get(path, set())
            added, removed = added + len(quads - held), removed + len(held - quads)
            if dry_run or quads == held:
                continue
            if quads:
                changes.stage_file(path, write_quads(quads, path.suffix.lower(), path))
            else:
                changes.stage(path, None)
    return GraphChange(added, removed)


def _put_built(place: Path, new: set[Quad], dry_run: bool, finish: Callable[[Path], object]) -> GraphChange:
    if not place.exists():
        if not dry_run:
            with building(place, finish) as graph:
                graph.store.extend(new, bulk=True)
        return GraphChange(len(new), 0)
    dataset = open_dataset([place])
    old = {quad for name in _sources(new) for quad in dataset.quads_of(name.value)}
    change = GraphChange(len(new - old), len(old - new))
    del dataset  # what is still open is not removed
    if change and not dry_run:
        with building(place, finish, anew=False) as graph, reading(place):
            graph.store.remove(_sources(new))
            graph.store.extend(new)
    return change


def _sources(quads: Iterable[Quad]) -> set[NamedNode]:
    return {quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode)}


def previewed(
    dataset: Dataset, sources: Mapping[str, Iterable[Quad]], files: Iterable[Path], look: Callable[[Dataset], _Seen]
) -> _Seen:
    """What `look`, such as a validation, gives for a dataset as it would be with other statements of some sources.

    Nothing is written. A built graph stays as it is; a dataset in memory, opened for this, is itself changed. `look`
    must not keep the dataset, which is gone afterwards. `files` are where statements are looked up by line.
    """

    def changed(store: LexicalStore) -> Dataset:
        preview = Dataset(store, tuple(files), stored=dataset.stored)
        for source, quads in sources.items():
            preview.replace(source, quads)
        return preview

    if len(dataset.places) != 1 or not is_built(dataset.places[0]):
        return look(changed(dataset.lexical_store))
    with _scratch_folder(dataset.places[0]) as folder:
        with reading(dataset.stored):
            copy = dataset.lexical_store.copied_to(folder / "store")
        return look(changed(copy))


def _copy(place: Path, folder: Path) -> LexicalStore:
    return open_dataset([place]).lexical_store.copied_to(folder)


@contextmanager
def _scratch_folder(place: Path) -> Iterator[Path]:
    """A folder on the disk of a place, or with other temporary files where none can be made there."""
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(place, 0.0))
            changes = stack.enter_context(transaction(place))
            folder = changes.scratch("preview")
            folder.mkdir()
        except SourceError:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)))
        yield folder
