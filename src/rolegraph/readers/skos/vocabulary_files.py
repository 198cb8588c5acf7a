"""The files of a vocabulary: RDF by itself, packed with gzip, or in folders and zips; and what is read of them."""

from __future__ import annotations

import gzip
import hashlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Final, Self, cast

from rolegraph.errors import SourceError
from rolegraph.rdf.foreign import ENDINGS, ForeignStore
from rolegraph.readers.archives import UNREADABLE, Member, MemberSearch
from rolegraph.readers.import_output import ImportReport

_PACKED: Final = ".gz"
_IN_MEMORY: Final = 40_000_000  # bytes of files whose statements are held in memory
_LARGEST: Final = 8_000_000_000  # bytes unpacked
_DENSEST: Final = 200  # bytes unpacked for each byte packed, from some megabytes on
_DENSE_FROM: Final = 50_000_000
_DENSITY: Final = 10  # times as large as packed is what RDF mostly is
_CHUNK: Final = 1 << 20
_SHOWN: Final = 12


class VocabularyFiles:
    """The RDF files of some places; `hash` is the SHA-256, in hexadecimal, of what has been read."""

    def __init__(self, places: Sequence[Path], stack: ExitStack) -> None:
        search = MemberSearch(stack, (*ENDINGS, _PACKED))
        found = [member for place in places for member in search.members(place)]
        self.members = [member for member in found if _ending(member.name) in ENDINGS]
        self._hash = hashlib.sha256()
        if not self.members:
            others = ", ".join(sorted({member.name for member in found})[:_SHOWN])
            problem = "holds no RDF file" + (f", only {others}" if others else "")
            raise SourceError(problem, f"name files that end in {', '.join(ENDINGS)}", path=places[0])

    @property
    def size(self) -> int:
        """How many bytes the files have together, as they lie there."""
        return sum(member.size for member in self.members)

    @property
    def hash(self) -> str:
        return self._hash.hexdigest()

    @property
    def version(self) -> str:
        """The version that the files, or what is around them, are named after."""
        return next((member.version for member in self.members if member.version), "")

    @contextmanager
    def read(
        self, report: ImportReport, advance: Callable[[int], object] = lambda _: None
    ) -> Iterator[tuple[ForeignStore, dict[str, str]]]:
        """All statements, for as long as the block lasts, and the names of the files by the graphs they are in."""
        with ExitStack() as stack:
            folder = None
            if sum(map(_unpacked_size, self.members)) > _IN_MEMORY:
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True)), "store")
            store, names = ForeignStore(folder), dict[str, str]()
            for number, member in enumerate(self.members):
                graph = f"urn:file:{number}"
                names[graph] = member.name
                report.places[member.name] = member.place
                with _readable(member):
                    self._add_to_hash(member)
                    form = store.read(partial(_opened, member), member.place, graph, advance)
                if not _is_named_after(member.name, form):
                    report.note(f"{member.name} is {form}, whatever its name says")
            yield store, names

    def _add_to_hash(self, member: Member) -> None:
        self._hash.update(f"{member.name}\n".encode())
        with member.open() as stream:
            while chunk := stream.read(_CHUNK):
                self._hash.update(chunk)


def _opened(member: Member) -> IO[bytes]:
    return cast("IO[bytes]", _Unpacked(member))


def _unpacked_size(member: Member) -> int:
    """How large a file is at a guess once it is unpacked."""
    return member.size * (_DENSITY if member.name.lower().endswith(_PACKED) else 1)


def _ending(name: str) -> str:
    return Path(name.lower().removesuffix(_PACKED)).suffix


def _is_named_after(name: str, form: str) -> bool:
    """Whether the name of a file tells its format."""
    ending = _ending(name)
    return (form == "RDF/XML") == (ending in (".rdf", ".owl", ".xml")) and (form == "JSON-LD") == (
        ending in (".jsonld", ".json")
    )


@contextmanager
def _readable(member: Member) -> Iterator[None]:
    try:
        yield
    except UNREADABLE as error:
        raise SourceError(f"cannot be read: {error}", "download it again", path=member.place) from None


class _Unpacked:
    """The bytes of a file as they are parsed: unpacked, and refused where they grow as no text does."""

    def __init__(self, member: Member) -> None:
        self._member, self._size = member, 0
        self._raw = member.open()
        is_packed = member.name.lower().endswith(_PACKED)
        self._stream = gzip.GzipFile(fileobj=self._raw) if is_packed else self._raw

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size if size >= 0 else _LARGEST)
        self._size += len(data)
        if self._size > _LARGEST or (self._size > _DENSE_FROM and self._size > _DENSEST * self._member.size):
            problem = f"unpacks to more than {self._size:,} bytes, which no vocabulary does"
            raise SourceError(problem, "do not trust it: download it again", path=self._member.place)
        return data

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()
        self._raw.close()
