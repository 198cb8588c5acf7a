"""All postings of a graph as arrays: what each asks for, for which role, what it pays, where and when it was posted.

They are read a property at a time, whatever the number of postings, and kept in the index of a built graph.
"""

from __future__ import annotations

import contextlib
from array import array
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rolegraph.facts.cache import keep, kept_file
from rolegraph.facts.labels import number, on_scale
from rolegraph.model.nodes import Level, Necessity, Seniority, fold
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF, RG

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Codes = NDArray[np.int64]

_FILE: Final = "postings.npz"
NONE: Final = -1  # where a number is not stated
_END: Final = "\0"  # of a text in an array
_TEXTS: Final = {"currency": "currency", "payPeriod": "period", "place": "place", "remote": "remote"}
_NUMBERS: Final = {"minimumYears": "years", "payLow": "pay_low", "payHigh": "pay_high"}


class PostingIndex(NamedTuple):
    """Postings that are for a role, by number; roles, capabilities and texts are numbers of those lists.

    A link says that a posting is for a role, and how surely. Of each posting there is one of `seniority` (a rank, 0 for
    none), `posted` (a day as a number, 0 for none), `years`, `pay_low`, `pay_high` (`NONE` where it does not say),
    `text` (the same number for copies of one advertisement) and of `currency`, `period`, `place`, `remote` (texts, of
    which 0 is empty). A requirement has its posting (`owner`),
    whether it is `essential` and open to `related` fields, its `level` (0 for none) and `years_of` experience; what is
    enough for it is `options[starts[n] : starts[n + 1]]`.
    """

    roles: tuple[str, ...]
    capabilities: tuple[str, ...]
    texts: tuple[str, ...]
    link_posting: Codes
    link_role: Codes
    link_confidence: NDArray[np.float64]
    seniority: Codes
    posted: Codes
    text: Codes
    years: Codes
    pay_low: Codes
    pay_high: Codes
    currency: Codes
    period: Codes
    place: Codes
    remote: Codes
    owner: Codes
    essential: Codes
    related: Codes
    level: Codes
    years_of: Codes
    starts: Codes
    options: Codes

    def save(self, path: Path) -> None:
        """Write the arrays into a file that `load` reads."""
        import numpy as np

        lists = {name: "".join(text + _END for text in getattr(self, name)) for name in self._fields[:3]}
        packed = {name: np.frombuffer(text.encode(), dtype=np.uint8) for name, text in lists.items()}
        arrays = {name: _small(getattr(self, name)) for name in self._fields[3:]}
        with path.open("wb") as file:
            np.savez(file, **packed, **arrays)  # type: ignore[arg-type]

    @classmethod
    def load(cls, path: Path) -> PostingIndex:
        """The arrays in a file; `OSError` or `ValueError` where it is damaged."""
        import numpy as np

        with np.load(path, allow_pickle=False) as found:
            lists = [tuple(found[name].tobytes().decode().split(_END)[:-1]) for name in cls._fields[:3]]
            wide = {"link_confidence": np.float64}
            arrays = [found[name].astype(wide.get(name, np.int64)) for name in cls._fields[3:]]
        return cls(*lists, *arrays)  # type: ignore[arg-type]


def _small(array: NDArray[Any]) -> NDArray[Any]:
    """Numbers in as few bytes as they take."""
    import numpy as np

    if array.dtype.kind == "f" or not len(array):
        return array
    return array.astype(np.result_type(np.min_scalar_type(array.min()), np.min_scalar_type(array.max())))


def posting_index(dataset: Dataset) -> PostingIndex:
    """The postings of a graph: from its index, or else from its statements, and kept with a built graph.

    SourceError where a level, a seniority or a number is none.
    """
    known: PostingIndex | None = dataset.cache.memo.get(posting_index)
    if known is None and (path := kept_file(dataset, _FILE)) is not None:
        with contextlib.suppress(OSError, ValueError, KeyError):
            known = PostingIndex.load(path)
    if known is None:
        known = _Reader(dataset).index()
        if known.roles and dataset.folder is not None:
            keep(dataset, _FILE, known.save)
    dataset.cache.memo[posting_index] = known
    return known


class _Numbers(dict[str, int]):
    """Gives each text the number of its first appearance."""

    def __missing__(self, text: str) -> int:
        self[text] = found = len(self)
        return found


class _Reader:
    """Reads the statements about postings, one property after the other."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._postings, self._roles, self._capabilities = _Numbers(), _Numbers(), _Numbers()
        self._texts = _Numbers({"": 0})

    def index(self) -> PostingIndex:
        """All of them."""
        import numpy as np

        links = dict.fromkeys(self._dataset.links(RG + "forRole"))
        pairs = [(self._postings[posting], self._roles[role]) for posting, role in links]
        link_posting, link_role = _columns(pairs)
        texts = {name: self._of_postings(term, self._texts.__getitem__, 0) for term, name in _TEXTS.items()}
        numbers = {name: self._of_postings(term, self._number(term), NONE) for term, name in _NUMBERS.items()}
        asked = self._asked()
        return PostingIndex(
            roles=tuple(self._roles),
            capabilities=tuple(self._capabilities),
            texts=tuple(self._texts),
            link_posting=link_posting,
            link_role=link_role,
            link_confidence=np.array(self._confidences(links), dtype=np.float64),
            seniority=self._ranked(self._postings, Seniority, "seniority"),
            posted=self._of_postings("posted", _day, 0),
            text=self._advertisements(),
            **texts,
            **numbers,
            **asked,
        )

    def _of_postings(self, term: str, value: Callable[[str], int], nothing: int) -> Codes:
        return self._greatest(self._postings, term, value, nothing)

    def _greatest(self, places: Mapping[str, int], term: str, value: Callable[[str], int], nothing: int) -> Codes:
        """One number for each of some nodes; of several the greatest."""
        import numpy as np

        found, known = array("q", [nothing]) * len(places), cache(value)
        for iri, text in self._dataset.links(RG + term):
            if (place := places.get(iri)) is not None and (stated := known(text)) > found[place]:
                found[place] = stated
        return np.array(found, dtype=np.int64)

    def _advertisements(self) -> Codes:
        """For each posting a number that only its copies have as well."""
        import numpy as np

        hashes = _Numbers()
        found = self._of_postings("textHash", hashes.__getitem__, NONE)
        alone = found == NONE
        found[alone] = np.arange(len(hashes), len(hashes) + int(alone.sum()))
        return found

    def _number(self, term: str) -> Callable[[str], int]:
        return lambda text: int(number(self._dataset, "", term, text))

    def _ranked(self, places: Mapping[str, int], scale: Any, term: str) -> Codes:
        """The rank of each of some nodes on a scale, 0 for none; of several the greatest."""
        import numpy as np

        found = np.zeros(len(places), dtype=np.int64)
        for value, iris in self._dataset.grouped(RG + term):
            if some := [places[iri] for iri in iris if iri in places]:
                found[some] = np.maximum(found[some], int(on_scale(self._dataset, scale, "", term, value)))
        return found

    def _confidences(self, links: Iterable[tuple[str, str]]) -> list[float]:
        """How sure each link is: 1 where nothing is said of that."""
        stated = dict(self._dataset.links(RG + "confidence"))
        if not stated:
            return [1.0 for _ in links]
        postings = {remark: iri for remark, iri in self._dataset.links(RDF + "subject") if remark in stated}
        roles = {remark: iri for remark, iri in self._dataset.links(RDF + "object") if remark in stated}
        of_links = {
            (iri, roles.get(remark, "")): number(self._dataset, iri, "confidence", stated[remark])
            for remark, iri in postings.items()
        }
        return [of_links.get(link, 1.0) for link in links]

    def _asked(self) -> dict[str, Codes]:
        import numpy as np

        requirements, owners = dict[str, int](), array("q")
        for posting, iri in self._dataset.links(RG + "asksFor"):
            if (owner := self._postings.get(posting)) is not None and iri not in requirements:
                requirements[iri] = len(owners)
                owners.append(owner)
        number_of, options = self._options(requirements)
        essential, related = np.ones(len(owners), dtype=np.int64), np.zeros(len(owners), dtype=np.int64)
        for necessity, iris in self._dataset.grouped(RG + "necessity"):
            if necessity == Necessity.PREFERRED.iri:
                essential[[requirements[iri] for iri in iris if iri in requirements]] = 0
        is_open = (iri for iri, value in self._dataset.links(RG + "openToRelated") if value in ("true", "1"))
        related[[requirements[iri] for iri in is_open if iri in requirements]] = 1
        return {
            "owner": np.array(owners, dtype=np.int64),
            "essential": essential,
            "related": related,
            "level": self._ranked(requirements, Level, "level"),
            "years_of": self._greatest(requirements, "minimumYears", self._number("minimumYears"), NONE),
            "starts": np.searchsorted(number_of, np.arange(len(owners) + 1)).astype(np.int64),
            "options": options,
        }

    def _options(self, requirements: Mapping[str, int]) -> tuple[Codes, Codes]:
        """Requirements and the capabilities that are enough for each, in order."""
        import numpy as np

        numbers, options = array("q"), array("q")
        for capability, iris in self._dataset.grouped(RG + "anyOf") if requirements else ():
            if some := [requirements[iri] for iri in iris if iri in requirements]:
                numbers.extend(some)
                options.extend([self._capabilities[capability]] * len(some))
        width = len(self._capabilities) + 1
        pairs = np.unique(np.array(numbers, dtype=np.int64) * width + np.array(options, dtype=np.int64))
        return pairs // width, pairs % width


def _columns(pairs: Iterable[tuple[int, int]]) -> tuple[Codes, Codes]:
    import numpy as np

    both = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _day(text: str) -> int:
    """A day as a number; 0 for what is none."""
    with contextlib.suppress(ValueError):
        return date.fromisoformat(text[:10]).toordinal()
    return 0


class Chosen(NamedTuple):
    """The postings for a role that are counted, by number, and how many are not."""

    postings: Codes
    unsure: int
    other_time: int
    other_place: int
    copies: int


def choose(index: PostingIndex, role: str, *, since: str = "", place: str = "", confidence: float = 0.0) -> Chosen:
    """The postings that are surely enough for a role, posted on a day or later, and in a place as they name it.

    Of copies of one advertisement the latest stands for all.
    """
    import numpy as np

    if role not in index.roles:
        return Chosen(np.empty(0, dtype=np.int64), 0, 0, 0, 0)
    of_role = index.link_role == index.roles.index(role)
    every = np.unique(index.link_posting[of_role])
    sure = np.unique(index.link_posting[of_role & (index.link_confidence >= confidence)])
    timely = sure[index.posted[sure] >= _day(since)] if since else sure
    here = timely
    if place:
        named = np.array([fold(place) in fold(text) for text in index.texts])
        here = timely[named[index.place[timely]] | named[index.remote[timely]]]
    latest = here[np.lexsort((here, -index.posted[here]))]
    once = np.sort(latest[np.unique(index.text[latest], return_index=True)[1]])
    left_out = len(every) - len(sure), len(sure) - len(timely), len(timely) - len(here), len(here) - len(once)
    return Chosen(once, *left_out)
