"""Built stores, written as a whole: a folder appears, or is replaced, only when everything in it is there."""

from __future__ import annotations

import contextlib
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final, cast

from pyoxigraph import NamedNode, RdfFormat, Store

from rolegraph.errors import SourceError
from rolegraph.store.files import umask
from rolegraph.store.opening import is_built
from rolegraph.store.stream import Stream

# The engine takes 2 GB for millions at once, and no more time for them in such pieces.
_AT_ONCE: Final = 100_000
_OF_A_BUILT_GRAPH: Final = re.compile(
    r"CURRENT|IDENTITY|LOCK|LOG(?:\.old\.\d+)?|(?:MANIFEST|OPTIONS)-\d+|\d+\.(?:sst|log|blob)|.*\.dbtmp|columns"
)


class Building:
    """A store in the making, in a folder of its own beside the one that it will be."""

    def __init__(self, scratch: Path) -> None:
        self.store_place = scratch / "store"
        self.store = Store(str(self.store_place))

    @contextmanager
    def stream(self, source: str, language: str = "en") -> Iterator[Stream]:
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
            yield Stream(source, write, language)
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
