"""Which advertisements are copies of others, perhaps with another date, place or number, by MinHash of their words.

Two count as one where their words are the same, or where they are for one role at one seniority, not of two employers,
and at least `LEAST_SIMILARITY` of their runs of words are common, as far as a sketch of each tells. Numbers and the
place of the job do not matter. Of short texts only those with the same words are copies.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from rolegraph.model.nodes import fold
from rolegraph.readers.documents.plain_text import Line
from rolegraph.readers.documents.records import PostingRecord

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Of advertisements of 250 words and more with another date, place and number, all are above it, and of those of 120
# words 95 in 100; of different jobs with four fifths of their lines in common, about one in ten.
LEAST_SIMILARITY: Final = 0.85
_RUN: Final = 3  # words that are looked at together
_LEAST_RUNS: Final = 30  # different ones of a text, for it to be compared by these
_HASHES, _BANDS = 128, 16  # eight hashes a band: of texts that are so alike, 99 in 100 have one in common
_WORD: Final = re.compile(r"[^\W\d_]+")
_ROWS: Final = 50_000  # pairs that are compared at a time


def sketch_type() -> np.dtype[Any]:
    """What a sketch holds: the words as a whole, the employer (0 for none), keys of bands (0 for none), and hashes."""
    import numpy as np

    return np.dtype([("text", "<u8"), ("employer", "<u8"), ("bands", "<u8", (_BANDS,)), ("hashes", "<u2", (_HASHES,))])


def sketch_of(posting: PostingRecord, lines: Sequence[Line]) -> bytes:
    """What an advertisement is compared by."""
    import numpy as np

    found = np.zeros(1, dtype=sketch_type())
    found["text"] = _number(posting.text_hash.encode())
    if posting.employer:
        found["employer"] = _number(fold(posting.employer).encode())
    place = set(_WORD.findall(posting.place.casefold()))
    words = [word for line in lines for word in _WORD.findall(line.text.casefold()) if word not in place]
    runs = {" ".join(words[start : start + _RUN]).encode() for start in range(len(words) - _RUN + 1)}
    if len(runs) >= _LEAST_RUNS:
        hashed = _empty().copy()
        hashed.update_batch(runs)
        job = posting.role.iri if posting.role else " ".join(_WORD.findall(fold(posting.title)))
        key = f"{job}\n{posting.seniority}".encode()
        bands = np.split(hashed.hashvalues, _BANDS)
        found["bands"] = [_number(key, bytes([place]), band.tobytes()) for place, band in enumerate(bands)]
        found["hashes"] = hashed.hashvalues & 0xFFFF
    return found.tobytes()


@cache
def _empty() -> Any:
    from datasketch import MinHash

    return MinHash(num_perm=_HASHES, seed=1)


def _number(*parts: bytes) -> int:
    """A number of 64 bits for some bytes; never 0."""
    digest = blake2b(digest_size=8)
    for part in parts:
        digest.update(part)
    return int.from_bytes(digest.digest(), "little") or 1


def originals(sketches: NDArray[Any], order: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each advertisement the place of the one that stands for it: the first in an order, or its own place.

    `order` has the rank of each: the earliest is 0. Memory is in proportion to their number.
    """
    import numpy as np

    found = np.arange(len(sketches), dtype=np.int64)
    by_rank = np.argsort(order, kind="stable")
    exact = [_neighbours(sketches["text"], by_rank)]
    near = [pairs[_is_near(sketches, pairs)] for pairs in _candidates(sketches, by_rank)]
    groups = _connected(np.concatenate([*exact, *near]), len(sketches))
    waiting = by_rank[np.bincount(groups)[groups[by_rank]] > 1]
    while len(waiting):
        _, firsts, members = np.unique(groups[waiting], return_index=True, return_inverse=True)
        heads = waiting[firsts][members]
        pairs = np.stack([heads, waiting], axis=1)
        same = _is_near(sketches, pairs) | (sketches["text"][heads] == sketches["text"][waiting])
        found[waiting[same]] = heads[same]
        waiting = waiting[~same]  # near to something that is near to the first: one of these stands for them
    return found


def _neighbours(keys: NDArray[np.uint64], by_rank: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pairs of places with one key other than 0: each with the first of its key, and with the one before it."""
    import numpy as np

    ranked = keys[by_rank]
    ordered = np.argsort(ranked, kind="stable")
    places, sorted_keys = by_rank[ordered], ranked[ordered]
    begins = np.flatnonzero(np.diff(sorted_keys, prepend=sorted_keys[:1] ^ np.uint64(1)))
    heads = np.repeat(places[begins], np.diff(begins, append=len(places)))
    is_copy = (heads != places) & (sorted_keys != 0)
    before = np.concatenate([places[:1], places[:-1]])
    return np.concatenate([np.stack([first, places], axis=1)[is_copy] for first in (heads, before)])


def _candidates(sketches: NDArray[Any], by_rank: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Pairs that have a band in common, a band after the other."""
    import numpy as np

    for band in range(_BANDS):
        pairs = _neighbours(sketches["bands"][:, band], by_rank)
        codes = np.unique(pairs[:, 0] * len(sketches) + pairs[:, 1])
        yield np.stack(np.divmod(codes, len(sketches)), axis=1)


def _is_near(sketches: NDArray[Any], pairs: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether pairs of places are alike enough, and not of two employers."""
    import numpy as np

    near = np.empty(len(pairs), dtype=bool)
    for start in range(0, len(pairs), _ROWS):
        one, other = (sketches[pairs[start : start + _ROWS, side]] for side in (0, 1))
        alike = (one["hashes"] == other["hashes"]).mean(axis=1) >= LEAST_SIMILARITY
        compared = (one["bands"][:, 0] != 0) & (other["bands"][:, 0] != 0)
        of_one = (one["employer"] == other["employer"]) | (one["employer"] == 0) | (other["employer"] == 0)
        near[start : start + _ROWS] = alike & compared & of_one
    return near


def _connected(pairs: NDArray[np.int64], size: int) -> NDArray[np.int64]:
    """The number of the group of each place, where pairs are of one group."""
    import numpy as np
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    links = coo_array((np.ones(len(pairs), dtype=bool), (pairs[:, 0], pairs[:, 1])), shape=(size, size))
    return np.asarray(connected_components(links, directed=False)[1], dtype=np.int64)
