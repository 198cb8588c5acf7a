"""All postings of a graph as arrays: what each asks for, for which role, what it pays, where and when it was posted.

They are read a property at a time, whatever the number of postings, and kept in the index of a built graph.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from datetime import date
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
    none), `posted` (a day as a number, 0 for none), `years`, `pay_low`, `pay_high` (`NONE` where it does not say) and
    of `currency`, `period`, `place`, `remote` (texts, of which 0 is empty). A requirement has its posting (`owner`),
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
        if dataset.folder is not None:
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
            seniority=self._of_postings("seniority", lambda iri: int(self._scaled(Seniority, "seniority", iri)), 0),
            posted=self._of_postings("posted", _day, 0),
            **texts,
            **numbers,
            **asked,
        )

    def _of_postings(self, term: str, value: Any, nothing: int) -> Codes:
        """One number for each posting; of several the greatest."""
        import numpy as np

        found = np.full(len(self._postings), nothing, dtype=np.int64)
        for iri, text in self._dataset.links(RG + term):
            if (place := self._postings.get(iri)) is not None:
                found[place] = max(found[place], value(text))
        return found

    def _number(self, term: str) -> Any:
        return lambda text: int(number(self._dataset, "", term, text))

    def _scaled(self, scale: Any, term: str, iri: str) -> Any:
        return on_scale(self._dataset, scale, "", term, iri)

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

        requirements, owners = _Numbers(), []
        for posting, iri in self._dataset.links(RG + "asksFor"):
            if posting in self._postings and iri not in requirements:
                owners.append(self._postings[posting])
                _ = requirements[iri]
        pairs = {
            (requirements[iri], self._capabilities[capability])
            for iri, capability in self._dataset.links(RG + "anyOf")
            if iri in requirements
        }
        number_of, options = _columns(sorted(pairs))
        preferred = {iri for iri, value in self._dataset.links(RG + "necessity") if value == Necessity.PREFERRED.iri}
        related = {iri for iri, value in self._dataset.links(RG + "openToRelated") if value in ("true", "1")}
        level, years = np.zeros(len(owners), dtype=np.int64), np.full(len(owners), NONE, dtype=np.int64)
        for iri, value in self._dataset.links(RG + "level"):
            if (place := requirements.get(iri)) is not None:
                level[place] = max(level[place], int(self._scaled(Level, "level", value)))
        for iri, value in self._dataset.links(RG + "minimumYears"):
            if (place := requirements.get(iri)) is not None:
                years[place] = self._number("minimumYears")(value)
        return {
            "owner": np.array(owners, dtype=np.int64),
            "essential": np.array([iri not in preferred for iri in requirements], dtype=np.int64),
            "related": np.array([iri in related for iri in requirements], dtype=np.int64),
            "level": level,
            "years_of": years,
            "starts": np.searchsorted(number_of, np.arange(len(owners) + 1)).astype(np.int64),
            "options": options,
        }


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


def choose(index: PostingIndex, role: str, *, since: str = "", place: str = "", confidence: float = 0.0) -> Chosen:
    """The postings that are surely enough for a role, posted on a day or later, and in a place as they name it."""
    import numpy as np

    if role not in index.roles:
        return Chosen(np.empty(0, dtype=np.int64), 0, 0, 0)
    of_role = index.link_role == index.roles.index(role)
    every = np.unique(index.link_posting[of_role])
    sure = np.unique(index.link_posting[of_role & (index.link_confidence >= confidence)])
    timely = sure[index.posted[sure] >= _day(since)] if since else sure
    here = timely
    if place:
        named = np.array([fold(place) in fold(text) for text in index.texts])
        here = timely[named[index.place[timely]] | named[index.remote[timely]]]
    return Chosen(here, len(every) - len(sure), len(sure) - len(timely), len(timely) - len(here))
