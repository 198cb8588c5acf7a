"""Places as datasets: RDF files, folders of them, and built stores, alone or layered over each other.

Of each source, the last place that has it counts. A dataset knows the fingerprint of what it was read from, by which
results are kept for it, and the statements of files can be kept as a snapshot that loads faster than the files parse.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import groupby, takewhile
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple, TypeVar

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse, serialize

from rolegraph.errors import SourceError
from rolegraph.rdf.answers import reading
from rolegraph.rdf.curation import set_texts_apart
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import is_built, read_bytes
from rolegraph.rdf.formats import FORMATS, is_rdf, read_quads
from rolegraph.rdf.joined import JoinedDataset, joined_fingerprint
from rolegraph.rdf.journals import is_half_changed
from rolegraph.rdf.lexical_forms import LITERALS, LexicalStore
from rolegraph.rdf.locks import Unwritable, locked, settle
from rolegraph.rdf.sole_source import SOLE_SOURCE

# The engine's own files. Its logs for people, locks and options change without any statement changing.
_ATTEMPTS: Final = 5  # at reading files while nobody changes them, before others are kept from it
_MOST_ATTEMPTS: Final = 500  # of a reader who may not keep others from it
_Read = TypeVar("_Read")
_CONTENT: Final = ("CURRENT", "MANIFEST-*", "*.sst", "*.log", "*.blob")


def open_dataset(places: Iterable[Path]) -> Dataset:
    """Open RDF files and folders of them as one dataset, or one built store, which can only be opened alone.

    A source in a later place hides the source of the same name before it; within one place the files of a source add
    up. Raises `SourceError` when a place is missing, is not one of these, or holds a broken file.
    """
    places = tuple(places)
    if len(places) == 1:
        return _steady(places[0], partial(_open_alone, places[0]))
    return dataset_of(read_contents(places), places)


def _open_alone(place: Path) -> Dataset:
    if not is_built(place):
        return dataset_of([Content(0, path, data) for path, data in _read_files(place)], (place,))
    try:
        store = LexicalStore.open(place, read_only=True)
    except (OSError, RuntimeError, ValueError) as error:
        raise SourceError(f"is not a store that can be opened: {error}", "build it anew", path=place) from None
    return Dataset(store, (), (place,), _store_fingerprint(store.pin.path if store.pin else place), place)


class Content(NamedTuple):
    """An RDF file as it was read, and the number of the place that it is or is in."""

    place: int
    path: Path
    data: bytes


def read_contents(places: Iterable[Path]) -> list[Content]:
    """Read RDF files and folders of them: each place as it is at one moment, whoever writes to it meanwhile.

    Raises `SourceError` when a place is missing or cannot be read.
    """
    return [
        Content(number, path, data)
        for number, place in enumerate(places)
        for path, data in _steady(place, partial(_read_files, place))
    ]


def _read_files(place: Path) -> list[tuple[Path, bytes]]:
    return [(path, read_bytes(path)) for path in _files_at(place)]


def _steady(place: Path, read: Callable[[], _Read]) -> _Read:
    """What is read of a place, all of it at one moment."""
    for attempt in range(_MOST_ATTEMPTS):
        if attempt >= _ATTEMPTS:  # it changes all the time
            with suppress(Unwritable), locked(place):
                return read()
        settle(place)
        before = state_of(place)
        try:
            found = read()
        except SourceError:
            # A change is there in full unless its journal is; so this is looked at first, then the files.
            if not is_half_changed(place) and state_of(place) == before:
                raise
            continue
        if not is_half_changed(place) and state_of(place) == before:
            return found
    raise SourceError("changes all the time", "try again when nobody writes to it", path=place)


def state_of(place: Path) -> list[tuple[str, int, int, int]]:
    """What changes whenever another file or folder takes the place of one."""
    found = []
    is_folder_of_files = place.is_dir() and not is_built(place)
    for path in rdf_files(place) if is_folder_of_files else (place,):
        with suppress(OSError):
            stat = path.stat()
            found.append((path.name, stat.st_ino, *((stat.st_mtime_ns, stat.st_size) if path.is_file() else (0, 0))))
    return found


def dataset_of(contents: Sequence[Content], places: tuple[Path, ...]) -> Dataset:
    """The dataset of files that were read; `SourceError` for a broken one."""
    store = LexicalStore()
    for _, group in groupby(contents, key=attrgetter("place")):
        begun: set[NamedNode] = set()  # sources that this place speaks of: their files add up, and hide those before
        for _, path, data in group:
            quads = read_quads(path, data)
            sources = {quad.graph_name for quad in quads if isinstance(quad.graph_name, NamedNode)}
            store.remove(sources - begun)
            begun |= sources
            store.extend(quads)
    set_texts_apart(store)
    return Dataset(store, tuple(content.path for content in contents), places, contents_fingerprint(contents))


def fingerprint(places: Sequence[Path]) -> str:
    """The SHA-256, in hexadecimal, of what places hold now; `SourceError` when one cannot be read.

    Of files it is that of their names and content; of a built store that of the names and sizes of the engine's files,
    which it never rewrites (a change is another file, or an addition to its journal), and of the literals beside them.
    """
    if _is_built_alone(places):
        return _store_fingerprint(places[0])
    return contents_fingerprint(read_contents(places))


def current_fingerprint(dataset: Dataset) -> str:
    """The fingerprint that a dataset would have if it were opened now; `SourceError` as in `fingerprint`."""
    if not isinstance(dataset, JoinedDataset):
        return fingerprint(dataset.places)
    return joined_fingerprint([*(current_fingerprint(part) for part in dataset.parts), dataset.below_fingerprint])


def _store_fingerprint(folder: Path) -> str:
    paths = (path for pattern in _CONTENT for path in folder.glob(pattern))
    files = sorted((path.name, path.stat().st_size) for path in paths)
    beside = (folder / name for name in (LITERALS, SOLE_SOURCE))
    written = b"".join(path.read_bytes() for path in beside if path.exists())
    return hashlib.sha256(repr(files).encode() + written).hexdigest()


def contents_fingerprint(contents: Iterable[Content]) -> str:
    """The fingerprint of files as they were read."""
    digest = hashlib.sha256()
    for number, path, data in contents:
        digest.update(f"{number} {path.name} {len(data)}\n".encode(errors="surrogateescape"))
        digest.update(data)
    return digest.hexdigest()


def _is_built_alone(places: Sequence[Path]) -> bool:
    return len(places) == 1 and is_built(places[0])


def write_snapshot(dataset: Dataset, path: Path) -> None:
    """Write the statements of a dataset into a file that `read_snapshot` reads.

    Raises `ValueError` when other statements would be read back: nodes without an IRI get new names whenever they are
    read.
    """
    lines = (dataset.store.dump(format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True)
    literals = serialize(dataset.lexical_store.literals(), format=RdfFormat.N_QUADS) or b""
    # The engine hands over first what came last: backwards, queries give their rows in the same order as before. What
    # it does not hold stands before it, in comments.
    path.write_bytes(b"".join([*(b"#" + line for line in literals.splitlines(keepends=True)), *reversed(lines)]))
    read = read_snapshot(path)
    if list(read.store) != list(dataset.store) or list(read.quads()) != list(dataset.quads()):
        raise ValueError(f"{path} does not hold the statements of the dataset")


def read_snapshot(path: Path) -> Dataset:
    """The statements in a file that `write_snapshot` wrote, in memory."""
    with path.open("rb") as file:
        literals = b"".join(line[1:] for line in takewhile(lambda line: line.startswith(b"#"), file))
    store = Store()
    store.load(path=str(path), format=RdfFormat.N_QUADS, lenient=True)  # what is valid was checked before
    return Dataset(LexicalStore(store, parse(literals, format=RdfFormat.N_QUADS)))


def merged(below: Dataset | None, above: Iterable[Quad], files: Iterable[Path] = ()) -> Dataset:
    """A dataset in memory, with some sources replaced by what is given of them; `files` are where these stand."""
    layer = list(above)
    store = LexicalStore()
    if below is not None:
        replaced = {quad.graph_name for quad in layer}
        store.extend(quad for quad in below.quads() if quad.graph_name not in replaced)
    store.extend(layer)
    return Dataset(store, tuple(files))


def rdf_files(folder: Path) -> list[Path]:
    """The RDF files in a folder, which need not have any."""
    return sorted(path for path in folder.iterdir() if is_rdf(path) and path.is_file())


def _files_at(place: Path) -> list[Path]:
    if place.is_dir():
        files = rdf_files(place)
        if not files:
            raise SourceError("holds no RDF file", "name a folder with .ttl or .trig files", path=place)
        return files
    if place.exists() and not is_rdf(place):
        raise not_rdf(place)
    return [place]


def not_rdf(place: Path) -> SourceError:
    """The error about a file that is not RDF that can be read, judging by its name, or by how its XML begins."""
    if place.suffix.lower() in FORMATS:
        return SourceError("is XML, and not RDF in XML", "name a file that begins with <rdf:RDF …>", path=place)
    return SourceError("is not an RDF file, judging by its name", "it should end in " + ", ".join(FORMATS), path=place)


class Layer(NamedTuple):
    """What one place holds: the sources taken from it, each with its number of statements, and those that a later place
    replaces, each with whether it states the same. Sources are given by IRI.
    """

    place: Path
    files: tuple[Path, ...]
    taken: dict[str, int]
    replaced: dict[str, bool]


def lay(
    places: Sequence[Path], store: LexicalStore, read: Mapping[Path, Dataset] = MappingProxyType({})
) -> tuple[Layer, ...]:
    """Fill an empty store with files, folders and built stores; gives what came of each, in their order.

    A source in a later place replaces the source of the same name before it, as in `open_dataset`. One place is open at
    a time, but for those that were `read` before, as they are no RDF. Raises `SourceError` as `open_dataset`, and for
    statements that no source makes.
    """
    # The last one first: what is replaced is then only looked at, not written.
    layers = [_lay(read.get(place) or open_dataset([place]), place, store) for place in reversed(places)]
    set_texts_apart(store)
    return tuple(reversed(layers))


def _lay(dataset: Dataset, place: Path, store: LexicalStore) -> Layer:
    taken, replaced = {}, {}
    for name in _sources(dataset, place):
        if store.engine.contains_named_graph(name):
            replaced[name.value] = _same(dataset, store, name)
        else:
            store.extend(dataset.quads_of(name.value), bulk=True)
            taken[name.value] = dataset.size_of(name.value)
    return Layer(place, dataset.files, taken, replaced)


def _sources(dataset: Dataset, place: Path) -> list[NamedNode]:
    with reading(dataset.stored):
        names = list(dataset.store.named_graphs())
        nobodys = next(dataset.store.quads_for_pattern(None, None, None, DefaultGraph()), None)
    named = [name for name in names if isinstance(name, NamedNode)]
    if nobodys is not None or len(named) < len(names):
        raise SourceError("holds statements of no source", "put each into the named graph of its source", path=place)
    return sorted(named, key=str)


def _same(one: Dataset, other: LexicalStore, name: NamedNode) -> bool:
    """Whether a dataset and a store hold the same of a source. Nodes without an IRI are only counted."""
    number = 0
    for quad in one.quads_of(name.value):
        is_nameless = isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)
        if not (is_nameless or quad in other):
            return False
        number += 1
    return number == sum(1 for _ in other.quads_of(name))
