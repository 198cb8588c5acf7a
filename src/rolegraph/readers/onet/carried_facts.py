"""The facts of O*NET that rolegraph carries, and the graph that is made of them once in the user's cache.

They are tables of a release without its sentences, which `benchmarks/onet_facts.py` writes; what becomes of them is
what `import onet` makes of a release. A graph is made for each version of the facts and of what reads them. One process
makes it, others wait; one that is killed leaves nothing that anybody would open.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, suppress
from functools import cache as once
from pathlib import Path
from typing import Final
from zipfile import ZipFile

from rolegraph.facts.requirements import RequirementTerms
from rolegraph.mobility.estimates import NUMBERS, EstimatedRequirement, EstimatedRole
from rolegraph.model import __version__
from rolegraph.model.nodes import ID, Kind, Level, Necessity
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import cache, is_built, shipped
from rolegraph.rdf.locks import Unwritable, locked
from rolegraph.rdf.transactions import StagedGraph, building
from rolegraph.rdf.vocabulary import SOURCE
from rolegraph.readers.downloads import Download
from rolegraph.readers.estimating import state_estimates
from rolegraph.readers.import_output import ImportReport, version_in
from rolegraph.readers.onet import occupations, read_onet
from rolegraph.readers.onet.occupations import CODE, cells, role_iri

READ_ME: Final = "Read Me.txt"
READ_ME_TEXT: Final = """Facts of the O*NET {version} Database, without its descriptions and task statements.

O*NET {version} Database by the U.S. Department of Labor, Employment and Training Administration (USDOL/ETA), used under
CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/). O*NET is a trademark of USDOL/ETA. Columns and rows were
selected by rolegraph, which also made the estimates; USDOL/ETA has not approved, endorsed, or tested this.
"""
ESTIMATES: Final = "Estimates.txt"
ESTIMATED_REQUIREMENTS: Final = "Estimated Requirements.txt"
NEAR_OCCUPATIONS: Final = "Nearest Occupations.txt"
REQUIREMENT_COLUMNS: Final = ("Capability", "Necessity", "Level", "Share", "Importance", "Source Level")
NEAR_COLUMNS: Final = ("Nearest Code", "Similarity")

_ARCHIVE: Final = "onet-29.3-facts.zip"
_FOLDER: Final = "onet"  # in the cache
_NEEDED: Final = 400_000_000  # bytes of disk while a graph is made
_ORIGIN: Final = SOURCE + "onet"
Progress = Callable[[int, int], object]


def archive() -> Path:
    """The tables."""
    return shipped("data") / _ARCHIVE


def title() -> str:
    """What they are facts of."""
    return f"O*NET {version_in(_ARCHIVE)}"


def attribution() -> str:
    """Whose facts they are, and under which licence."""
    with ZipFile(archive()) as tables:
        return " ".join(tables.read(READ_ME).decode().split())


def graph() -> Path:
    """Where the graph of these tables is, or will be."""
    return cache() / _FOLDER / _stamp()


@once
def _stamp() -> str:
    """Changes with the tables, with rolegraph, and with what reads them."""
    digest = hashlib.sha256(f"{__version__}\n".encode())
    for path in (archive(), *sorted(Path(__file__).parent.glob("*.py"))):
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def make_graph(progress: Progress = lambda _done, _all: None) -> Path:
    """The graph, which is made if there is none yet.

    `progress` is called with how much is done, and how much there is to do. Raises `SourceError` when there is no room,
    or the cache cannot be written to.
    """
    place = graph()
    if is_built(place):
        return place
    with locked(place, beside=True):
        if not is_built(place):  # another process may have made it in the meantime
            _check_room(place)
            _make(place, progress)
    _remove_others(place)
    return place


def _check_room(place: Path) -> None:
    free = shutil.disk_usage(place.parent).free
    if free < _NEEDED:
        problem = f"there are {free // 1_000_000:,} MB free where {_NEEDED // 1_000_000} MB are needed for a while"
        raise Unwritable(problem, "make room, or let XDG_CACHE_HOME name a folder on another disk", path=place.parent)


def _make(place: Path, progress: Progress) -> None:
    read = total = 0

    def advance(size: int) -> None:
        nonlocal read
        read = min(read + size, total)
        progress(read, total)

    report = ImportReport(strict=True)
    with closing(Download(archive(), report, advance)) as download, building(place) as made:
        total = download.size([*occupations.FILES, ESTIMATED_REQUIREMENTS, NEAR_OCCUPATIONS])
        with made.writer(_ORIGIN) as writer:
            read_onet(download, writer)
        _read_estimates(download, made)


def _read_estimates(download: Download, made: StagedGraph) -> None:
    if said := download.beginning(ESTIMATES).strip():
        state_estimates(Dataset(made.store), _ORIGIN, made.writer, "en", said, _estimated_roles(download))


def _estimated_roles(download: Download) -> Iterator[EstimatedRole]:
    """The estimates as they were made for a whole release."""
    near: dict[str, list[tuple[str, float]]] = {}
    for _, (code, other, similarity) in cells(download, NEAR_OCCUPATIONS, (CODE, *NEAR_COLUMNS)):
        near.setdefault(code, []).append((role_iri(other), float(similarity)))
    required: dict[str, list[EstimatedRequirement]] = {}
    for _, row in cells(download, ESTIMATED_REQUIREMENTS, (CODE, *REQUIREMENT_COLUMNS)):
        code, capability, necessity, level, share, *numbers = row
        terms = RequirementTerms(
            any_of=frozenset((ID + capability,)),
            necessity=Necessity(necessity),
            level=Level[level.upper()] if level else None,
        )
        means = zip(NUMBERS, numbers, strict=True)
        found = EstimatedRequirement(terms, float(share) / 100, {name: float(text) for name, text in means if text})
        required.setdefault(code, []).append(found)
    for code, some in required.items():
        yield EstimatedRole(role_iri(code), tuple(near.get(code, ())), tuple(some))


def _remove_others(place: Path) -> None:
    """Remove the graphs of other versions."""
    with suppress(OSError):
        for other in place.parent.iterdir():
            if other != place and is_built(other):
                shutil.rmtree(other, ignore_errors=True)


def remove_graph() -> int:
    """Remove all graphs that were made of the facts, and give how many bytes that frees."""
    folder = cache() / _FOLDER
    size = size_of(folder)
    shutil.rmtree(folder, ignore_errors=True)
    return size - size_of(folder)


def size_of(folder: Path) -> int:
    """How many bytes the files in a folder have together."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def is_name(name: str, kinds: Collection[Kind] = (), *, part: bool = False) -> bool:
    """Whether the tables seem to call anything of some kinds by a name, so that it is worth to make their graph.

    Of an occupation that are its title, code and other titles; of what it asks for also the last words, as *AutoCAD*
    of *Autodesk AutoCAD*. Case and what stands between words do not matter; of a `part`, neither what is around it.
    """
    words = [re.escape(word) for word in _WORDS.findall(name.casefold().removeprefix("onet-"))]
    is_role, is_other = not kinds or Kind.ROLE in kinds, not kinds or any(kind is not Kind.ROLE for kind in kinds)
    wanted = [(_TITLES, r"[\n\t]")] * is_role + [(_OTHERS, r"[\n\t ]")] * is_other
    pattern = re.escape(name.casefold().strip())  # of a part, as `search` takes it
    return (
        bool(words)
        and name.isprintable()
        and any(re.search(pattern if part else _whole(words, start), _text(files)) for files, start in wanted)
    )


def _whole(words: Sequence[str], start: str) -> str:
    """The pattern of a whole name; it begins with letters, for which a text is searched ten times as fast."""
    first, *others = words
    return "[^\\w\\n\\t]+".join((f"{first}(?<={start}{first})", *others)) + "[\n\t]"


def similar_titles(name: str) -> tuple[str, ...]:
    """Titles of occupations, the other ones too, that are spelled much like a name; the most similar first."""
    from rapidfuzz import fuzz, process

    titles = {cell for line in _text(_TITLES).splitlines() for cell in line.split("\t") if cell}
    found = process.extract(name.casefold(), titles, scorer=fuzz.ratio, score_cutoff=_LEAST_RATIO, limit=_MOST_SIMILAR)
    return tuple(title for title, _, _ in sorted(found, key=lambda one: (-one[1], one[0])))


_LEAST_RATIO: Final = 80  # of 100, as of a short word of which two letters changed places
_MOST_SIMILAR: Final = 3
_WORDS: Final = re.compile(r"\w+")
_TITLES: Final = (occupations.OCCUPATIONS, occupations.TITLES)
_OTHERS: Final = (occupations.SKILLS, occupations.KNOWLEDGE, occupations.TECHNOLOGIES, occupations.TOOLS)


@once
def _text(files: Sequence[str]) -> str:
    with ZipFile(archive()) as tables:
        return "".join(tables.read(file).decode().casefold() for file in files)
