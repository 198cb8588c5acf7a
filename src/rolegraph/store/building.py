"""Built stores, written as a whole: a folder appears, or is replaced, only when everything in it is there."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, Store

from rolegraph.errors import SourceError
from rolegraph.store.dataset import is_built
from rolegraph.store.files import umask
from rolegraph.store.stream import Stream

_STATEMENTS: Final = "statements.nt"


class Building:
    """A store in the making, in a folder of its own beside the one that it will be."""

    def __init__(self, scratch: Path) -> None:
        self.store_place = scratch / "store"
        self._lines = scratch / _STATEMENTS
        self.store = Store(str(self.store_place))

    @contextmanager
    def stream(self, source: str, language: str = "en") -> Iterator[Stream]:
        """Take the statements of one source; they are loaded at the end of the block."""
        with self._lines.open("w", encoding="utf-8", newline="\n", buffering=1 << 20) as file:
            yield Stream(source, file.write, language)
        # IRIs have passed `is_iri`, or are ours: the engine need not look at each of them again.
        self.store.bulk_load(
            path=str(self._lines), format=RdfFormat.N_TRIPLES, to_graph=NamedNode(source), lenient=True
        )
        self._lines.unlink()


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
    if (place.exists() or place.is_symlink()) and not (is_built(place) or _is_empty(place)):
        raise SourceError("is there already, and is no built graph", "choose another name", path=place)
    scratch = None
    try:
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
        if scratch is not None:
            shutil.rmtree(scratch, ignore_errors=True)


def _is_empty(place: Path) -> bool:
    return place.is_dir() and not any(place.iterdir())


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
