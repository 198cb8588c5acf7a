"""Texts of two graphs as tf-idf over the words of both, and how alike each of the one is to each of the other."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from rolegraph.facts.arrays import sparse
from rolegraph.linking.meaning import grams_of, stems_of
from rolegraph.linking.vectors import inverse_frequencies, latent, normalised, words_of

if TYPE_CHECKING:
    from rolegraph.linking.vectors import FloatMatrix, Floats, Positions


class TextPair(NamedTuple):
    """The texts of two graphs, in rows of length 1 over the same terms."""

    first: FloatMatrix
    second: FloatMatrix

    def cosines(self, rows: slice) -> Floats:
        """Some of the first against all of the second."""
        import numpy as np

        return np.asarray((self.first[rows] @ self.second.T).todense())

    def cosines_of(self, rows: Positions, columns: Positions) -> Floats:
        """The one of the first with the one of the second, for each pair."""
        import numpy as np

        return np.asarray((self.first[rows] * self.second[columns]).sum(axis=1)).ravel()


def letters(text: str) -> list[str]:
    """The groups of letters in the words of a text."""
    return [gram for word in words_of(text) for gram in grams_of(word)]


def text_pair(
    first: Iterable[str], second: Iterable[str], terms: Callable[[str], Sequence[str]] = stems_of
) -> TextPair:
    """The tf-idf of texts of two graphs, with logarithmic frequencies; a term is as rare as it is in both together."""
    import numpy as np

    counts = [[Counter(terms(text)) for text in texts] for texts in (first, second)]
    frequencies = Counter(term for texts in counts for each in texts for term in each)
    column = {term: number for number, term in enumerate(sorted(frequencies))}
    documents = np.array([frequencies[term] for term in column], dtype=np.float64)
    weights = inverse_frequencies(documents, sum(map(len, counts)))
    found = []
    for texts in counts:
        cells = (
            (row, column[term], 1.0 + math.log(count)) for row, each in enumerate(texts) for term, count in each.items()
        )
        matrix = sparse(cells, (len(texts), len(column)), np.float64)
        matrix.data = matrix.data * weights[matrix.indices]
        found.append(normalised(matrix))
    return TextPair(*found)


def latent_pair(pair: TextPair, dimensions: int) -> tuple[Floats, Floats] | None:
    """The same in the space of the largest singular vectors of both together; None where there are no more."""
    from scipy.sparse import csr_array, vstack

    vectors = latent(csr_array(vstack([pair.first, pair.second])), dimensions)
    return None if vectors is None else (vectors[: pair.first.shape[0]], vectors[pair.first.shape[0] :])


class NamePairs:
    """The names of nodes of two graphs, each by itself, by their words."""

    def __init__(self, first: Sequence[Sequence[str]], second: Sequence[Sequence[str]]) -> None:
        import numpy as np

        pair = text_pair(chain.from_iterable(first), chain.from_iterable(second))
        self._first = pair.first.astype(np.float32)
        self._second = pair.second.T.tocsr().astype(np.float32)
        self._starts = np.cumsum([0, *map(len, first)])
        self._columns = np.cumsum([0, *map(len, second)])[:-1]

    def best(self, node: int) -> Floats:
        """Each name of one node of the first graph against the best name of each of the second."""
        import numpy as np

        rows = self._first[self._starts[node] : self._starts[node + 1]]
        return np.asarray(np.maximum.reduceat(np.asarray((rows @ self._second).todense()), self._columns, axis=1))
