"""Official downloads as built graphs: read row by row, loaded, held against the shapes, and put in place as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from rolegraph.store.stream import is_language
from rolegraph.vocabulary import slug_of

if TYPE_CHECKING:
    from rolegraph.model import Info
    from rolegraph.store.stream import Stream

Kind = Literal["onet", "esco", "tabiya"]
KINDS: Final[tuple[Kind, ...]] = ("onet", "esco", "tabiya")
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
        The language of labels and definitions, where there is a choice.
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
    if kind not in KINDS:
        raise RolegraphError(f"no import of {kind!r}: use one of {', '.join(KINDS)}")
    if not is_language(language):
        raise RolegraphError(f"no language {language!r}: use a code such as en or de")
    tally, read, total = Tally(strict=strict), 0, 0

    def advance(size: int) -> None:
        nonlocal read
        read += size
        if progress is not None and total:
            progress(min(read, total), total)

    with closing(Download(Path(place), tally, advance)) as download, building(Path(out), write_columns) as made:
        try:
            reader = reader_of(kind, download, language, version)
        except SourceError as error:
            raise SourceError(error.problem, error.cure, path=error.path or download.place, line=error.line) from None
        total = download.size(reader.files)
        with made.stream(reader.source, reader.language) as stream:
            reader.read(download, stream)
        graph = _checked(Dataset(made.store, places=(Path(out),)))
    name = slug_of(reader.source)
    return Import(Path(out), name, tally.files(), tally.left(), tally.troubles(), tuple(tally.notes), graph)


class Reader(NamedTuple):
    """How to read a download: its source, the files that will be read, their language, and what reads them."""

    source: str
    files: Sequence[str]
    language: str
    read: Callable[[Download, Stream], None]


def reader_of(kind: Kind, download: Download, language: str, version: str) -> Reader:
    """How to read a download of some kind.

    Raises
    ------
    SourceError
        When the file is not there without which there is nothing to read.
    """
    if kind == "esco":
        from rolegraph.sources import esco

        files = esco.choose(download.names, language)
        read = partial(esco.read_esco, files=files, version=version)
        return Reader(esco.SOURCE_IRI, tuple(files.values()), language, read)
    if kind == "tabiya":
        from rolegraph.sources import tabiya

        files = tabiya.choose(download.names)
        model = tabiya.read_model(download, files)
        language = tabiya.chosen_language(download, model, language)
        read = partial(tabiya.read_tabiya, files=files, model=model, version=version)
        return Reader(tabiya.SOURCE_IRI, tuple(files.values()), language, read)
    from rolegraph.sources.onet import FILES, SOURCE_IRI, read_onet

    if FILES[0] not in download.names:
        raise SourceError(f"has no {FILES[0]}", f"name the folder or zip of a download of {kind}")
    return Reader(SOURCE_IRI, FILES, language, partial(read_onet, version=version))


def _checked(dataset: Dataset) -> Info:
    """What a graph holds, once it is known to break no shape."""
    from rolegraph.entities import info
    from rolegraph.validation import Severity, validate

    for violation in validate(dataset).violations:
        if violation.severity is Severity.VIOLATION:
            raise SourceError(f"{slug_of(violation.node)}: {violation.message}", path=violation.path)
    return info(dataset)
