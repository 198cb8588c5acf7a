"""What texts about work mean, as vectors: each word stem of a table that is shipped has one, and a text is their sum.

The table, `meanings.npz`, was fitted by `benchmarks/fit_similarity.py`, so that occupations which experts hold to be
related come to lie near each other. It knows English. A text of which it does not know most words has no vector, and
nothing is said of what it means. Its numbers are derived from O*NET 29.3 (USDOL/ETA, CC BY 4.0), ESCO 1.1.1 (European
Commission) and Nesta's crosswalk between the two (MIT).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.facts.arrays import sparse
from rolegraph.linking.vectors import normalised_rows, stem, words_of

if TYPE_CHECKING:
    from rolegraph.linking.vectors import FloatMatrix, Floats

TABLE: Final = Path(__file__).with_name("meanings.npz")
STEPS: Final = 7  # on each side of 0, in which a number of the table is kept: four bits
_KNOWN: Final = 0.5  # of the stems of a text, at least, for it to have a vector


class MeaningTable(NamedTuple):
    """Stems in the order of the alphabet, and the vector of each: shape (stems, dimensions)."""

    stems: tuple[str, ...]
    vectors: Floats


@lru_cache(maxsize=1)
def table() -> MeaningTable:
    """The table that is shipped."""
    return load_table(TABLE)


def load_table(path: Path) -> MeaningTable:
    """Read a table that `save_table` wrote."""
    import numpy as np

    with np.load(path, allow_pickle=False) as parts:
        packed = parts["packed"]
        steps = np.stack((packed >> 4, packed & 15), axis=-1).reshape(len(packed), -1).astype(np.float64) - STEPS
        return MeaningTable(tuple(parts["stems"].tobytes().decode().split()), steps * parts["scales"])


def save_table(found: MeaningTable, path: Path) -> None:
    """Write a table in steps of four bits, two in a byte; of each dimension, what is far out is cut off."""
    import numpy as np

    scales = np.quantile(np.abs(found.vectors), 0.997, axis=0) / STEPS
    steps = np.clip(np.round(found.vectors / scales), -STEPS, STEPS).astype(np.int8) + STEPS
    packed = (steps[:, ::2] << 4 | steps[:, 1::2]).astype(np.uint8)
    stems = np.frombuffer(" ".join(found.stems).encode(), dtype=np.uint8)
    np.savez_compressed(path, stems=stems, packed=packed, scales=scales)


def meanings(texts: Sequence[str], found: MeaningTable | None = None) -> Floats:
    """The vectors of texts, of length 1; zeros for a text of which the table knows less than half of the stems.

    Depends on nothing but the text itself, so that it is the same in every graph. It is of the words alone: that a text
    says "no" of something is not seen.

    Parameters
    ----------
    texts
        What is said of roles, in English.
    found
        Another table than the shipped one.

    Returns
    -------
    Floats
        Of shape (texts, dimensions).

    Examples
    --------
    >>> nurse, doctor, welder = meanings(["registered nurse", "physician in a hospital", "welder of steel pipes"])
    >>> float(nurse @ doctor) > float(nurse @ welder)
    True
    """
    import numpy as np

    known = table() if found is None else found
    column = {root: number for number, root in enumerate(known.stems)}
    counts = [Counter(map(stem, words_of(text))) for text in texts]
    enough = [sum(root in column for root in of_text) >= _KNOWN * len(of_text) for of_text in counts]
    return normalised_rows(np.asarray(amounts(counts, column) @ known.vectors) * np.array(enough)[:, None])


def amounts(counts: Sequence[Counter[str]], column: dict[str, int]) -> FloatMatrix:
    """How much texts have of the stems that have a column: 1 + ln of how often."""
    cells = (
        (row, column[root], 1.0 + math.log(count))
        for row, of_text in enumerate(counts)
        for root, count in of_text.items()
        if root in column
    )
    return sparse(cells, (len(counts), len(column)), "float64")
