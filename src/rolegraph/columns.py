"""What is computed once from a built graph and kept beside its triples: names, and what is true of all roles.

Each is bound to the triples by a hash of the store's files, and itself checked by its hash when it is read: after any
change to the graph it counts as absent, and everything is read from the triples, more slowly.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rolegraph import labels
from rolegraph.names import Lexicon, Names
from rolegraph.store.dataset import Dataset
from rolegraph.store.opening import is_built

if TYPE_CHECKING:
    from rolegraph.matrices import RoleMatrix
    from rolegraph.reach.space import ReachSpace
    from rolegraph.similarity import Similarity

FOLDER: Final = "columns"
_NAMES: Final = "names.sqlite"
_MATRIX: Final = "matrix.npz"
_SIMILARITY: Final = "similarity.npz"
_REACH: Final = "reach.npz"
_MANIFEST: Final = "manifest.json"
_VERSION: Final = 3
_REMEMBERED: Final = 3_000_000  # statements, of which the links are held in memory while columns are computed


def write_columns(place: Path) -> None:
    """Compute the columns of a built graph, which nobody may be writing to, and put them beside its triples."""
    import json
    import shutil

    from rolegraph.matrices import role_matrix
    from rolegraph.names_index import write_names
    from rolegraph.reach.space import reach_space
    from rolegraph.similarity import similarity
    from rolegraph.similarity.keeping import save
    from rolegraph.store.fingerprint import fingerprint
    from rolegraph.store.opening import open_dataset

    folder = place / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    dataset = open_dataset([place])
    # Several columns are computed from the same predicates, each of which takes the engine seconds to hand over.
    dataset.kept.remembers = dataset.size() <= _REMEMBERED
    folder.mkdir()
    write_names(Lexicon(labels.names(dataset)), folder / _NAMES)
    role_matrix(dataset).save(folder / _MATRIX)
    save(similarity(dataset), folder / _SIMILARITY)
    reach_space(dataset).save(folder / _REACH)
    manifest = {
        "version": _VERSION,
        "store": fingerprint(place),
        "files": {name: _digest(folder / name) for name in (_NAMES, _MATRIX, _SIMILARITY, _REACH)},
    }
    (folder / _MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def renew_columns(place: Path) -> None:
    """Compute the columns of a graph again, where it has any, after its triples have changed."""
    if is_built(place) and (place / FOLDER).is_dir():
        write_columns(place)


def names_of(dataset: Dataset) -> Names:
    """All names of a graph: from its columns, or else from its triples."""
    if (path := _column(dataset, _NAMES)) is not None:
        from rolegraph.names_index import StoredNames

        return StoredNames(path)
    return Lexicon(labels.names(dataset))


def matrix_of(dataset: Dataset) -> RoleMatrix:
    """The role by requirement matrix of a graph: from its columns, or else from its triples."""
    from rolegraph.matrices import RoleMatrix, role_matrix

    if (path := _column(dataset, _MATRIX)) is not None:
        return RoleMatrix.load(path)
    return role_matrix(dataset)


def similarity_of(dataset: Dataset) -> Similarity:
    """The similarity of a graph's roles: from its columns, or else from its triples."""
    if (path := _column(dataset, _SIMILARITY)) is not None:
        from rolegraph.similarity.keeping import load

        return load(path, partial(labels.node, dataset))
    from rolegraph.similarity import similarity

    return similarity(dataset)


def reach_of(dataset: Dataset) -> ReachSpace:
    """What separates profiles from all roles, as arrays: from the columns of a graph, or else from its triples."""
    from rolegraph.reach.space import ReachSpace, reach_space

    if (path := _column(dataset, _REACH)) is not None:
        space = ReachSpace.load(path)
        labels.remember(dataset, space.nodes())
        return space
    return reach_space(dataset)


def _column(dataset: Dataset, name: str) -> Path | None:
    """The file of a column, if it is that of these triples and as it was written."""
    if len(dataset.places) != 1 or not is_built(dataset.places[0]):
        return None
    import json

    from rolegraph.store.fingerprint import fingerprint

    (place,) = dataset.places
    try:
        manifest = json.loads((place / FOLDER / _MANIFEST).read_text(encoding="utf-8"))
        path = place / FOLDER / name
        current = manifest["version"] == _VERSION and manifest["store"] == fingerprint(place)
        return path if current and manifest["files"][name] == _digest(path) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _digest(path: Path) -> str:
    import hashlib

    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
