"""The index of a graph: what is computed from its statements once, and kept.

These are its names, the matrix of roles and capabilities, and arrays for questions about all roles; for what rolegraph
ships, together with the user's own graph, the statements as well. The index of a built graph lies in its folder, that
of files in the user's cache, apart for each version of rolegraph. Each part is bound to the statements by their
fingerprint and to itself by a hash: one that is missing, damaged or of other statements is computed again.
"""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rolegraph.errors import SourceError
from rolegraph.facts import labels
from rolegraph.facts.lexicon import Lexicon, LexiconEntry, MemoryLexicon
from rolegraph.facts.stored_lexicon import StoredLexicon, add_names, write_names
from rolegraph.model import __version__
from rolegraph.model.languages import listed
from rolegraph.model.nodes import fold
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import cache
from rolegraph.rdf.joined import JoinedDataset
from rolegraph.rdf.places import (
    contents_fingerprint,
    current_fingerprint,
    dataset_of,
    open_dataset,
    read_contents,
    read_snapshot,
    write_snapshot,
)

if TYPE_CHECKING:
    from rolegraph.facts.arrays import RoleMatrix


FOLDER: Final = "index"
_STATEMENTS: Final = "statements.nq"
_NAMES: Final = "names.sqlite"
_NAMES_ENDING: Final = ".sqlite"
_MATRIX: Final = "matrix.npz"

_FORMAT: Final = 13  # raised by whatever changes what is in a part

_LONGEST_WRITING: Final = 3_600.0  # seconds that a part of the index is in the making
_MOST_GRAPHS: Final = 8  # read from files, of which the user's cache has an index
_MOST_STATEMENTS: Final = 300_000  # kept of files: whoever has more builds a store, which opens at once


def open_indexed(places: Iterable[Path]) -> Dataset:
    """Open files as `open_dataset` does, but read their statements from the user's cache once they are kept there.

    Statements that are kept are read when they are first asked for, so that a question about names needs none. Whether
    the files are those that were kept is decided by their content, not by their times. Any number of processes may
    begin at once: each writes beside its target and then replaces it, all with the same bytes. SourceError where a
    place is missing, or has a broken file.
    """
    places = tuple(places)
    contents = read_contents(places)
    source = contents_fingerprint(contents)
    if not _is_stamped(_cache_folder(source), source, _STATEMENTS):
        return _kept(dataset_of(contents, places))
    files = tuple(content.path for content in contents)
    return Dataset(partial(_statements, places, source), files, places, source)


def _statements(places: tuple[Path, ...], source: str) -> Dataset:
    if (path := _file(_cache_folder(source), source, _STATEMENTS)) is not None:
        with contextlib.suppress(OSError, SyntaxError):
            return read_snapshot(path)
    dataset = open_dataset(places)
    if dataset.fingerprint != source:
        raise SourceError("has changed since it was opened", "open it again", path=places[-1])
    return _kept(dataset)


def _kept(dataset: Dataset) -> Dataset:
    if dataset.size() <= _MOST_STATEMENTS:
        keep(dataset, _STATEMENTS, partial(write_snapshot, dataset))
    return dataset


def clear_index(place: Path) -> None:
    """Remove all that is kept of a built graph, which nobody may be writing to."""
    import shutil

    shutil.rmtree(place / FOLDER, ignore_errors=True)


def write_index(place: Path, dataset: Dataset) -> None:
    """Compute names and matrix of a built graph, as it was opened, and put them beside its triples."""
    from rolegraph.facts.arrays import role_matrix

    _write(place / FOLDER, dataset.fingerprint, _NAMES, partial(_write_names, dataset))
    _write(place / FOLDER, dataset.fingerprint, _MATRIX, role_matrix(dataset).save)


def carry_index(
    before: Path, after: Path, fingerprints: Mapping[str, str], entries: Collection[LexiconEntry], without: str = ""
) -> bool:
    """Let a built graph have the index of an earlier state of it, whose statements all of that depends on are the same.

    `fingerprints` are those of the earlier state as it is opened, with those that are to stand for them; `entries` what
    the graph has besides that bears a name; `without` a part that depends on more. Nobody may be writing to either, or
    reading `after`. False where the earlier state has no names in its index, and so nothing was done.
    """
    import shutil

    def copied(source: Path, path: Path) -> None:
        shutil.copyfile(source, path)
        if path.suffix == _NAMES_ENDING:
            add_names(entries, path)

    names = sorted(stamp.name.removesuffix(".stamp") for stamp in (before / FOLDER).glob("*.stamp"))
    kept = [
        (source, new)
        for name in names
        for old, new in fingerprints.items()
        if name != without and (source := _file(before / FOLDER, old, name)) is not None
    ]
    if _NAMES not in (source.name for source, _ in kept):
        return False
    clear_index(after)
    for source, new in kept:
        _write(after / FOLDER, new, source.name, partial(copied, source))
    return True


def names_of(dataset: Dataset) -> Lexicon:
    """All names of a graph: from its index, or else from its triples."""
    first = _first_names(dataset)
    name = in_language(dataset, _NAMES)
    if (stored := first.get(name) or _stored_names(dataset, name)) is not None:
        labels.remember_qualifiers(dataset, stored.qualifiers())
        return stored
    lexicon = MemoryLexicon(entries(dataset))
    if has_index(dataset):
        keep(dataset, name, partial(_write_names, dataset, lexicon=lexicon))
    return lexicon


def entries(dataset: Dataset) -> Iterator[LexiconEntry]:
    """The entries of a lexicon: of the nodes that the graph does not speak of itself, only those of other names."""
    later = []
    taken: set[str] = set()
    for entry in labels.names(dataset):
        if entry.node.iri in dataset.only_below:
            later.append(entry)
            continue
        if dataset.only_below:
            taken.update(fold(name) for name in (entry.node.label, *entry.others, *entry.labels))
        yield entry
    for entry in later:
        if taken.isdisjoint(fold(name) for name in (entry.node.label, *entry.others, *entry.labels)):
            yield entry


def _first_names(dataset: Dataset) -> dict[str, StoredLexicon]:
    """Names that are kept, which say what languages there are: the graph's own, or those in all listed languages."""
    for name in dict.fromkeys((_NAMES, _among(_NAMES, listed(dataset.language)))):
        if (stored := _stored_names(dataset, name)) is not None:
            return {name: stored}
    return {}


def _stored_names(dataset: Dataset, name: str) -> StoredLexicon | None:
    if (path := kept_file(dataset, name)) is not None:
        with contextlib.suppress(sqlite3.Error):
            stored = StoredLexicon(path)
            labels.remember_languages(dataset, stored.languages())
            return stored
    return None


def recall_names(dataset: Dataset) -> None:
    """Let labels be shown as the names that are kept say, where they are kept, without reading all labels again."""
    if _first_names(dataset) and kept_file(dataset, in_language(dataset, _NAMES)) is not None:
        names_of(dataset)


def _write_names(dataset: Dataset, path: Path, lexicon: MemoryLexicon | None = None) -> None:
    found = lexicon or MemoryLexicon(entries(dataset))
    write_names(found, path, labels.languages(dataset), labels.qualifiers(dataset))


def matrix_of(dataset: Dataset) -> RoleMatrix:
    """The matrix of roles and capabilities of a graph: from its index, or else from its triples."""
    from rolegraph.facts.arrays import RoleMatrix, role_matrix

    if (path := kept_file(dataset, _MATRIX)) is not None:
        with contextlib.suppress(OSError):
            return RoleMatrix.load(path)
    matrix = role_matrix(dataset)
    if has_index(dataset):
        keep(dataset, _MATRIX, matrix.save)
    return matrix


def in_language(dataset: Dataset, name: str) -> str:
    """The name of a part of the index that has labels: one for each language that makes a difference to them."""
    return _among(name, labels.chosen_languages(dataset)) if dataset.fingerprint else name


def _among(name: str, chosen: Sequence[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    return f"{stem}-{'+'.join(chosen)}{dot}{ending}" if chosen else name


def kept_file(dataset: Dataset, name: str) -> Path | None:
    """The file of a part of the index, if it is that of these statements and as it was written."""
    return _file(_folder(dataset), dataset.fingerprint, name)


def is_kept(dataset: Dataset, name: str) -> bool:
    """Whether there is such a part of the index, which may be damaged: that takes no time to say."""
    return _is_stamped(_folder(dataset), dataset.fingerprint, name)


def keep(dataset: Dataset, name: str, write: Callable[[Path], object]) -> None:
    """Add a file to the index, where there can be one, and the places still hold the statements of the dataset."""
    folder = _folder(dataset)
    if folder is None:
        return
    with contextlib.suppress(OSError, SourceError, ValueError, sqlite3.Error):
        if current_fingerprint(dataset) == dataset.fingerprint:
            _write(folder, dataset.fingerprint, name, write)
            _forget_oldest()


def has_index(dataset: Dataset) -> bool:
    """Whether a graph has an index from the beginning: if it was built, or its statements are kept."""
    folder = _folder(dataset)
    if folder is None:
        return False
    is_kept = _is_stamped(folder, dataset.fingerprint, _STATEMENTS)
    return is_kept or folder.parent == dataset.folder or isinstance(dataset, JoinedDataset)


def _folder(dataset: Dataset) -> Path | None:
    """Where the index of a graph is; None for a graph that was not read from places."""
    if not dataset.fingerprint:
        return None
    return dataset.folder / FOLDER if dataset.folder else _cache_folder(dataset.fingerprint)


def _cache_folder(source: str) -> Path:
    """Where the index of a graph that was read from files is."""
    return cache() / FOLDER / hashlib.sha256(f"{source} {_code()}".encode()).hexdigest()[:32]


@lru_cache
def _code() -> str:
    """The version of rolegraph and, since code in development changes without it, the time of its last change."""
    package = Path(__file__).parents[1]
    return f"{__version__} {max(path.stat().st_mtime_ns for path in package.rglob('*.py'))}"


def _file(folder: Path | None, source: str, name: str) -> Path | None:
    if folder is None or not _is_stamped(folder, source, name):
        return None
    with contextlib.suppress(OSError, ValueError):
        if _stamp(folder, name).read_text(encoding="utf-8") == _stamped(source, _digest(folder / name)):
            return folder / name
    return None


def _write(folder: Path, source: str, name: str, write: Callable[[Path], object]) -> None:
    import shutil
    import tempfile
    import time

    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(".*"):  # by a process that was killed
        if time.time() - left.stat().st_mtime > _LONGEST_WRITING:
            shutil.rmtree(left, ignore_errors=True)
    scratch = Path(tempfile.mkdtemp(dir=folder, prefix="."))
    try:
        write(scratch / name)
        _stamp(scratch, name).write_text(_stamped(source, _digest(scratch / name)), encoding="utf-8")
        (scratch / name).replace(folder / name)
        _stamp(scratch, name).replace(_stamp(folder, name))
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _stamp(folder: Path, name: str) -> Path:
    return folder / f"{name}.stamp"


def _stamped(source: str, digest: str) -> str:
    return f"{_FORMAT}\n{source}\n{digest}\n"


def _is_stamped(folder: Path | None, source: str, name: str) -> bool:
    """Whether a part of the index is there by its stamp, which does not say whether it is as it was written."""
    if folder is None:
        return False
    try:
        return _stamp(folder, name).read_text(encoding="utf-8").startswith(_stamped(source, "")[:-1])
    except (OSError, ValueError):
        return False


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _forget_oldest() -> None:
    """Leave an index of only so many graphs in the user's cache, those that were written to last."""
    import shutil

    folder = cache() / FOLDER
    graphs = sorted(folder.iterdir(), key=lambda graph: graph.stat().st_mtime, reverse=True) if folder.is_dir() else []
    for graph in graphs[_MOST_GRAPHS:]:
        shutil.rmtree(graph, ignore_errors=True)
