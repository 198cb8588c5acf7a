"""Official downloads as built graphs: read row by row, loaded, held against the shapes, and put in place as a whole."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from rolegraph.columns import write_columns
from rolegraph.errors import RolegraphError, SourceError
from rolegraph.resources import is_address
from rolegraph.sources.downloads import Download
from rolegraph.sources.tally import FileTally, Left, Tally, Trouble
from rolegraph.store.building import building
from rolegraph.store.dataset import Dataset
from rolegraph.vocabulary import slug_of

if TYPE_CHECKING:
    from rolegraph.model import Info
    from rolegraph.store.stream import Stream

Kind = Literal["onet"]
KINDS: Final[tuple[Kind, ...]] = ("onet",)
Progress = Callable[[int, int], object]


class Import(NamedTuple):
    """What came of a download: every row is kept, left out by a rule, or in one of the troubles."""

    place: Path
    source: str
    files: tuple[FileTally, ...]
    left_out: tuple[Left, ...]
    troubles: tuple[Trouble, ...]
    notes: tuple[str, ...]
    graph: Info

    @property
    def clean(self) -> bool:
        """Whether every row fits."""
        return not self.troubles


def import_download(
    kind: Kind,
    place: str | Path,
    out: str | Path,
    *,
    language: str = "en",
    version: str = "",
    strict: bool = False,
    progress: Progress | None = None,
) -> Import:
    """Turn an official download into a validated, built graph.

    Parameters
    ----------
    kind
        Whose download it is.
    place
        The folder or zip.
    out
        The folder to build; a built graph that is there is replaced.
    language
        The language of labels and definitions.
    version
        The download's version, where its name does not tell it.
    strict
        Stop at the first row that does not fit.
    progress
        Called with the bytes read so far, and the bytes to read in all.

    Raises
    ------
    SourceError
        When a file cannot be read, lacks a column or, if strict, has a row that does not fit; when what came out breaks
        a shape; when the graph cannot be written. There is then no graph, or the one that was there before.
    """
    if is_address(str(out)):
        raise RolegraphError(f"{out} is an endpoint, which rolegraph only reads: name a folder with --out")
    tally, reader = Tally(strict=strict), _reader(kind, version)
    read = 0

    def advance(size: int) -> None:
        nonlocal read
        read += size
        if progress is not None:
            progress(min(read, total), total)

    with closing(Download(Path(place), tally, advance)) as download, building(Path(out), write_columns) as made:
        total = download.size(reader.files)
        if reader.files[0] not in download.names:
            problem = f"has no {reader.files[0]}"
            raise SourceError(problem, f"name the folder or zip of a download of {kind}", path=download.place)
        with made.stream(reader.source, language) as stream:
            reader.read(download, stream)
        graph = _checked(Dataset(made.store, places=(Path(out),)))
    name = slug_of(reader.source)
    return Import(Path(out), name, tally.files(), tally.left(), tally.troubles(), tuple(tally.notes), graph)


class _Reader(NamedTuple):
    """How to read a kind of download: its source, its files, the one that there must be first, and what reads them."""

    source: str
    files: tuple[str, ...]
    read: Callable[[Download, Stream], None]


def _reader(kind: Kind, version: str) -> _Reader:
    if kind == "onet":
        from rolegraph.sources.onet import FILES, SOURCE_IRI, read_onet

        return _Reader(SOURCE_IRI, FILES, partial(read_onet, version=version))
    raise RolegraphError(f"no import of {kind!r}: use one of {', '.join(KINDS)}")


def _checked(dataset: Dataset) -> Info:
    """What a graph holds, once it is known to break no shape."""
    from rolegraph.entities import info
    from rolegraph.validation import Severity, validate

    for violation in validate(dataset).violations:
        if violation.severity is Severity.VIOLATION:
            raise SourceError(f"{slug_of(violation.node)}: {violation.message}", path=violation.path)
    return info(dataset)
