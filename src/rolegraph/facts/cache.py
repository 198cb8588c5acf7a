"""What is computed once from a graph and kept: names, and what is true of all roles.

Beside the triples of a built graph are kept all its names and the role by requirement matrix, from the beginning, and
how far it is to each role and how alike roles are, from when that is first asked. The last two are kept for files too,
in the user's cache. Each is bound to the statements by a hash of what they were read from, and itself checked by its
own when it is read: after any change to the graph it counts as absent, and is computed from the statements.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.errors import SourceError
from rolegraph.facts import labels
from rolegraph.facts.lexicon import Lexicon, MemoryLexicon
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import cache
from rolegraph.rdf.places import is_built

if TYPE_CHECKING:
    from rolegraph.facts.role_matrix import RoleMatrix


FOLDER: Final = "columns"
_NAMES: Final = "names.sqlite"
_MATRIX: Final = "matrix.npz"

_VERSION: Final = 5

_GRAPHS: Final = 8  # read from files, of which columns are kept in the user's cache


class Home(NamedTuple):
    """Where the columns of a graph are kept, and the hash of what it was read from."""

    folder: Path
    source: str


def write_columns(place: Path) -> None:
    """Compute the first columns of a built graph, which nobody may be writing to, and put them beside its triples."""
    import shutil

    from rolegraph.facts.lexicon import write_names
    from rolegraph.facts.role_matrix import role_matrix
    from rolegraph.rdf.columns import fingerprint
    from rolegraph.rdf.places import open_dataset

    shutil.rmtree(place / FOLDER, ignore_errors=True)
    dataset = open_dataset([place])
    home = Home(place / FOLDER, fingerprint(place))
    home.folder.mkdir()
    _keep(home, _NAMES, partial(write_names, MemoryLexicon(labels.names(dataset))))
    _keep(home, _MATRIX, role_matrix(dataset).save)


def renew_columns(place: Path) -> None:
    """Compute the columns of a graph again, where it has any, after its triples have changed."""
    if is_built(place) and (place / FOLDER).is_dir():
        write_columns(place)


def names_of(dataset: Dataset) -> Lexicon:
    """All names of a graph: from its columns, or else from its triples."""
    if (path := column(_built_home(dataset), _NAMES)) is not None:
        from rolegraph.facts.lexicon import StoredLexicon

        return StoredLexicon(path)
    return MemoryLexicon(labels.names(dataset))


def matrix_of(dataset: Dataset) -> RoleMatrix:
    """The role by requirement matrix of a graph: from its columns, or else from its triples."""
    from rolegraph.facts.role_matrix import RoleMatrix, role_matrix

    if (path := column(_built_home(dataset), _MATRIX)) is not None:
        return RoleMatrix.load(path)
    return role_matrix(dataset)


def home_of(dataset: Dataset) -> Home | None:
    """Where columns of a graph that may be computed later are kept; None for one that was not read from files."""
    if (built := _built_home(dataset)) is not None or not (dataset.files and dataset.places):
        return built
    import hashlib

    digest = hashlib.sha256(str(len(dataset.places)).encode())
    try:
        for path in dataset.files:
            digest.update(_digest(path).encode())
    except OSError:
        return None
    return Home(cache() / FOLDER / digest.hexdigest()[:32], digest.hexdigest())


def _built_home(dataset: Dataset) -> Home | None:
    if len(dataset.places) != 1 or not is_built(dataset.places[0]):
        return None
    from rolegraph.rdf.columns import fingerprint

    (place,) = dataset.places
    return Home(place / FOLDER, fingerprint(place))


def column(home: Home | None, name: str) -> Path | None:
    """The file of a column, if it is that of these statements and as it was written."""
    if home is None:
        return None
    import json

    path = home.folder / name
    try:
        stamp = json.loads(_stamp(path).read_text(encoding="utf-8"))
        current = stamp["version"] == _VERSION and stamp["source"] == home.source
        return path if current and stamp["file"] == _digest(path) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep_if_unchanged(dataset: Dataset, home: Home | None, name: str, write: Callable[[Path], None]) -> None:
    """Keep a column that was computed when it was asked for, where it can be kept, and still is of these statements."""
    if home is None or home_of(dataset) != home:
        return
    with contextlib.suppress(OSError, SourceError):
        home.folder.mkdir(parents=True, exist_ok=True)
        _keep(home, name, write)
        _forget_oldest()


def _keep(home: Home, name: str, write: Callable[[Path], None]) -> None:
    import json

    from rolegraph.rdf.files import write_atomically

    path = home.folder / name
    scratch = home.folder / f".{os.getpid()}.{name}"
    try:
        write(scratch)
        stamp = {"version": _VERSION, "source": home.source, "file": _digest(scratch)}
        scratch.replace(path)
    finally:
        scratch.unlink(missing_ok=True)
    write_atomically(_stamp(path), (json.dumps(stamp, indent=1) + "\n").encode())


def _forget_oldest() -> None:
    """Leave the columns of so many graphs in the user's cache, those that were computed last."""
    import shutil

    folder = cache() / FOLDER
    graphs = sorted(folder.iterdir(), key=lambda one: one.stat().st_mtime, reverse=True) if folder.is_dir() else []
    for one in graphs[_GRAPHS:]:
        shutil.rmtree(one, ignore_errors=True)


def _stamp(path: Path) -> Path:
    return path.with_name(path.name + ".json")


def _digest(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
