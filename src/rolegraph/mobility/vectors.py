"""One facet of roles as vectors, and how alike two of them are in it.

Texts as vectors: words without their endings, tf-idf, and latent semantic analysis for what is said in other words.

Words are lower-cased runs of letters and digits without English function words. Endings are cut off by a short list,
so that "nursing" and "nurses" meet; what is shown to people is the most frequent full form.

References
----------
Salton and Buckley (1988), Term-weighting approaches in automatic text retrieval. Deerwester et al. (1990), Indexing by
latent semantic analysis. Porter (1980), An algorithm for suffix stripping, of which this is a much shorter relative.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_array

    Floats = np.ndarray[Any, np.dtype[np.float64]]
    Places = np.ndarray[Any, np.dtype[np.intp]]
    Truths = np.ndarray[Any, np.dtype[np.bool_]]
    Sparse = csr_array[np.float64]


By = Literal["shared", "vectors", "both", "distance"]


@dataclass(frozen=True)
class Facet:
    """One thing that a graph says of roles, such as their tools, for all roles at once.

    Parameters
    ----------
    name
        A key of `weights.WEIGHTS`.
    terms
        What the columns of `shared` stand for: IRIs of nodes, or words.
    shared
        Shape (roles, terms): how much each role has of each term, rows of length 1 or empty. From it an explanation
        takes what two roles share most.
    vectors
        Shape (roles, dimensions): the rows that are compared, where that is not `shared` alone; zeros for a role of
        which nothing is known.
    by
        How: `shared` and `vectors` by the cosine of the one or the other, `both` by the mean of the cosine
        of `vectors` and the root of that of `shared`, and `distance` by exp(-d / m), where d is the Euclidean distance
        of two rows and m the root of the mean square of all such distances.
    """

    name: str
    terms: tuple[str, ...]
    shared: Sparse
    vectors: Floats | None = None
    by: By = "shared"

    def present(self) -> Truths:
        """Of which roles anything is known. Shape (roles,)."""
        import numpy as np

        if self.vectors is not None:
            return np.asarray(self.vectors.any(axis=1))
        return np.asarray(np.diff(self.shared.indptr) > 0)

    def likeness(self, places: Places) -> Floats:
        """Some roles against all: shape (places, roles), from 0 to 1; opposite counts as unlike."""
        import numpy as np

        if self.vectors is None:
            found = self._in_shared(places)
        elif self.by == "distance":
            squares = (self.vectors**2).sum(axis=1)
            apart = squares[places][:, None] + squares[None, :] - 2 * self.vectors[places] @ self.vectors.T
            found = np.exp(-np.sqrt(np.clip(apart, 0.0, None)) / self.scale)
        else:
            found = self.vectors[places] @ self.vectors.T
            if self.by == "both":
                found = (np.clip(found, 0.0, 1.0) + np.sqrt(np.clip(self._in_shared(places), 0.0, 1.0))) / 2
        return np.asarray(np.clip(found, 0.0, 1.0))

    def _in_shared(self, places: Places) -> Floats:
        import numpy as np

        return np.asarray(self.shared @ np.asarray(self.shared[places].toarray()).T).T

    @cached_property
    def scale(self) -> float:
        """The root of the mean square of the distances between the rows of roles of which something is known."""
        import numpy as np

        if self.vectors is None:
            return 1.0
        known = self.vectors[self.present()]
        return float(np.sqrt(2 * known.var(axis=0).sum())) or 1.0

    def most_shared(self, one: int, other: int, limit: int) -> tuple[str, ...]:
        """The terms that two roles have most of in common, the most telling first; equals by their names."""
        import numpy as np

        first = dict(zip(*_row(self.shared, one), strict=True))
        found = sorted(
            ((-weight * first[term], self.terms[term]) for term, weight in zip(*_row(self.shared, other), strict=True)
             if term in first),
        )  # fmt: skip
        return tuple(term for weight, term in found[:limit] if term and not np.isclose(weight, 0.0))


def _row(matrix: Sparse, place: int) -> tuple[list[int], list[float]]:
    start, end = matrix.indptr[place], matrix.indptr[place + 1]
    return matrix.indices[start:end].tolist(), matrix.data[start:end].tolist()


def table_of(cells: Sequence[tuple[int, int, float]], rows: int, columns: int) -> Sparse:
    """A sparse matrix of cells, given as row, column and value."""
    import numpy as np
    from scipy.sparse import coo_array

    values = np.array(cells, dtype=np.float64).reshape(-1, 3)
    places = (values[:, 0].astype(np.intp), values[:, 1].astype(np.intp))
    return coo_array((values[:, 2], places), shape=(rows, columns)).tocsr()


def normalised(matrix: Sparse) -> Sparse:
    """The same with rows of length 1; empty rows stay empty."""
    import numpy as np
    from scipy.sparse import csr_array

    matrix = csr_array(matrix)
    matrix.sum_duplicates()
    matrix.eliminate_zeros()
    lengths = np.sqrt(np.asarray((matrix**2).sum(axis=1), dtype=np.float64))
    scale = np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    matrix.data = matrix.data * np.repeat(scale, np.diff(matrix.indptr))
    return matrix


def normalised_rows(rows: Floats) -> Floats:
    """Dense rows scaled to length 1; those of zeros stay so."""
    import numpy as np

    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1e-12))


def distinctive_weights(frequencies: Floats, roles: int) -> Floats:
    """How telling it is to share something that so many roles have: 1 + log of the inverse of its smoothed frequency.

    Never below 1: what all roles have in common still counts (Sparck Jones 1972; smoothed as scikit-learn does).
    """
    import numpy as np

    return np.asarray(np.log((1.0 + roles) / (1.0 + frequencies)) + 1.0)


DIMENSIONS: Final = 150  # of texts on work, after latent semantic analysis
NAME_DIMENSIONS: Final = 100  # of names
_WORD: Final = re.compile(r"[^\W\d_][\w+#]+")
_ENDINGS: Final = tuple(
    "ations ation ings ing ers ors ies ied ions ion ments ment ed es er or e s y".split()
)  # longer ones first
_STEM: Final = 4  # letters that must be left


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A word without its ending.

    >>> [stem(word) for word in ("nursing", "nurses", "nurse", "bus")]
    ['nurs', 'nurs', 'nurs', 'bus']
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word[: -len(ending)]
    return word


def words_of(text: str) -> list[str]:
    """The words of a text as they stand, in lower case, without function words.

    >>> words_of("Design, and test, C++ programs of 2024")
    ['design', 'test', 'c++', 'programs']
    """
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return [word for word in _WORD.findall(text.lower()) if word not in ENGLISH_STOP_WORDS]


def stems_of(text: str) -> list[str]:
    """The words of a text without their endings."""
    return [stem(word) for word in words_of(text)]


def tf_idf(texts: Sequence[str]) -> tuple[Sparse, tuple[str, ...]]:
    """Texts against stems, weighed by how telling each is; rows of length 1. The stems as the words people know."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    least = 2 if len(texts) > 50 else 1  # a word of one text among many compares it with nothing
    vectorizer = TfidfVectorizer(analyzer=stems_of, sublinear_tf=True, min_df=least)
    try:
        found = vectorizer.fit_transform(texts)
    except ValueError:  # no words at all
        from scipy.sparse import csr_array

        return csr_array((len(texts), 0)), ()
    return normalised(found), _shown(texts, vectorizer.get_feature_names_out().tolist())


def _shown(texts: Sequence[str], stems: list[str]) -> tuple[str, ...]:
    """For each stem its most frequent full form; of equally frequent ones the first by the alphabet."""
    counts = Counter(word for text in texts for word in words_of(text))
    best: dict[str, tuple[int, str]] = {}
    for word, count in counts.items():
        root = stem(word)
        if root not in best or (-count, word) < best[root]:
            best[root] = (-count, word)
    return tuple(best[root][1] if root in best else root for root in stems)


def latent(matrix: Sparse, dimensions: int) -> Floats | None:
    """Rows in the space of the largest singular vectors, of length 1; None where these are all there are, or for 0.

    Components as large as the first one that is left out are left out with it: which of equals a solver finds first
    depends on the order of rows and columns, on which nothing here may depend.
    """
    import numpy as np
    from scipy.sparse.linalg import svds

    if not dimensions or min(matrix.shape) <= dimensions + 1:
        return None
    start = np.ones(min(matrix.shape))
    _, sizes, right = svds(matrix, k=dimensions + 1, v0=start)
    order = np.argsort(-sizes)
    sizes, right = sizes[order], right[order]
    kept = sizes > sizes[dimensions] * (1 + 1e-6)
    if not kept.any():
        return None
    return normalised_rows(np.asarray(matrix @ right[kept].T))


def work_facet(done: Sequence[str], said: Sequence[str]) -> Facet:
    """What roles do, by the latent meaning of the texts on that, and by that of all texts with all names.

    Parameters
    ----------
    done, said
        One text for each role, without and with its other names.
    """
    import numpy as np

    shared, terms = tf_idf(done)
    first, second = latent(shared, DIMENSIONS), latent(tf_idf(said)[0], DIMENSIONS)
    if first is None or second is None:
        return Facet("work", terms, shared)
    return Facet("work", terms, shared, np.hstack((first, second)) / np.sqrt(2.0), "vectors")


def names_facet(called: Sequence[str]) -> Facet:
    """What roles are called, by the words themselves and by their latent meaning."""
    shared, terms = tf_idf(called)
    vectors = latent(shared, NAME_DIMENSIONS)
    return Facet("names", terms, shared, vectors, "shared" if vectors is None else "both")
