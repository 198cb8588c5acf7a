"""A graph that takes a place as a whole, as a built store, a file or a folder of files; until then nothing changes."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, Protocol

from pyoxigraph import NamedNode, Store

from rolegraph.errors import SourceError
from rolegraph.store.building import building
from rolegraph.store.files import write_atomically
from rolegraph.store.opening import is_built, open_dataset
from rolegraph.store.rdf_files import FORMATS, is_rdf, write_quads
from rolegraph.vocabulary import slug_of

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
