"""Texts as vectors: words without their endings, tf-idf, and latent semantic analysis for what is said in other words.

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
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rolegraph.similarity.vectors import Facet, normalised, normalised_rows
from rolegraph.similarity.weights import DIMENSIONS, NAME_DIMENSIONS

if TYPE_CHECKING:
    from rolegraph.similarity.vectors import Floats, Sparse

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
