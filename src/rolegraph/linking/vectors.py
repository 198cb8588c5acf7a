"""Texts as rows of matrices: cells, rows of length 1, tf-idf and latent semantic analysis of it.

Words are runs of letters and digits in lower case, without English function words. A short list of endings is cut off,
so that "nursing" and "nurses" are the same; people are shown the most frequent full form.

References
----------
Salton and Buckley (1988), Term-weighting approaches in automatic text retrieval. Deerwester et al. (1990), Indexing by
latent semantic analysis. Porter (1980), An algorithm for suffix stripping. Spärck Jones (1972), A statistical
interpretation of term specificity. Function words: those of scikit-learn, from the Glasgow information retrieval group.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from rolegraph.facts.arrays import sparse

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_array

    Floats = np.ndarray[Any, np.dtype[np.float64]]
    Positions = np.ndarray[Any, np.dtype[np.intp]]
    Booleans = np.ndarray[Any, np.dtype[np.bool_]]
    FloatMatrix = csr_array[np.float64]

_WORD: Final = re.compile(r"[^\W\d_][\w+#]+")
_ROUNDING: Final = 1e-6  # of the largest singular value, below which one is not told from none
_ENDINGS: Final = "ations ation ings ing ers ors ies ied ions ion ments ment ed es er or e s y".split()  # longest first
_SHORTEST_STEM: Final = 4
_FUNCTION_WORDS: Final = frozenset(
    """about above across after afterwards again against all almost alone along already also although always am among
    amongst amoungst amount an and another any anyhow anyone anything anyway anywhere are around as at back be became
    because become becomes becoming been before beforehand behind being below beside besides between beyond bill both
    bottom but by call can cannot cant co con could couldnt cry de describe detail do done down due during each eg eight
    either eleven else elsewhere empty enough etc even ever every everyone everything everywhere except few fifteen
    fifty fill find fire first five for former formerly forty found four from front full further get give go had has
    hasnt have he hence her here hereafter hereby herein hereupon hers herself him himself his how however hundred ie if
    in inc indeed interest into is it its itself keep last latter latterly least less ltd made many may me meanwhile
    might mill mine more moreover most mostly move much must my myself name namely neither never nevertheless next nine
    no nobody none noone nor not nothing now nowhere of off often on once one only onto or other others otherwise our
    ours ourselves out over own part per perhaps please put rather re same see seem seemed seeming seems serious several
    she should show side since sincere six sixty so some somehow someone something sometime sometimes somewhere still
    such system take ten than that the their them themselves then thence there thereafter thereby therefore therein
    thereupon these they thick thin third this those though three through throughout thru thus to together too top
    toward towards twelve twenty two un under until up upon us very via was we well were what whatever when whence
    whenever where whereafter whereas whereby wherein whereupon wherever whether which while whither who whoever whole
    whom whose why will with within without would yet you your yours yourself yourselves""".split()
)


def normalised(matrix: FloatMatrix) -> FloatMatrix:
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


def inverse_frequencies(frequencies: Floats, documents: int) -> Floats:
    """The inverse document frequency: 1 + ln((1 + documents) / (1 + frequency)), smoothed, never below 1.

    So what all have in common still counts.
    """
    import numpy as np

    return np.asarray(np.log((1.0 + documents) / (1.0 + frequencies)) + 1.0)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A word without its ending."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def words_of(text: str) -> list[str]:
    """The words of a text as they stand, in lower case, without function words."""
    return [word for word in _WORD.findall(text.lower()) if word not in _FUNCTION_WORDS]


def tf_idf(texts: Sequence[str]) -> tuple[FloatMatrix, tuple[str, ...]]:
    """The tf-idf of texts by stem, with logarithmic term frequencies, and the full form of each stem.

    Of shape (texts, stems), rows of length 1. Of more than 50 texts, stems that only one of them has are left out. The
    full form is the most frequent; of equally frequent ones the first by the alphabet.
    """
    import numpy as np

    words = [words_of(text) for text in texts]
    counts = [Counter(map(stem, of_text)) for of_text in words]
    documents = Counter(root for of_text in counts for root in of_text)
    fewest = 2 if len(texts) > 50 else 1  # a word of one text among many compares it with nothing
    stems = sorted(root for root, frequency in documents.items() if frequency >= fewest)
    column = {root: number for number, root in enumerate(stems)}
    cells = (
        (row, column[root], 1.0 + math.log(count))
        for row, of_text in enumerate(counts)
        for root, count in of_text.items()
        if root in column
    )
    matrix = sparse(cells, (len(texts), len(stems)), np.float64)
    weights = inverse_frequencies(np.array([documents[root] for root in stems], dtype=np.float64), len(texts))
    matrix.data = matrix.data * weights[matrix.indices]
    forms: dict[str, str] = {}
    frequencies = Counter(word for of_text in words for word in of_text)
    for word, _ in sorted(frequencies.items(), key=lambda item: (-item[1], item[0])):
        forms.setdefault(stem(word), word)
    return normalised(matrix), tuple(forms[root] for root in stems)


def latent(matrix: FloatMatrix, dimensions: int) -> Floats | None:
    """Rows in the space of the largest singular vectors, of length 1; None where these are all there are, or for 0.

    Components as large as the first one that is left out are left out with it: which of equals a solver finds first
    depends on the order of rows and columns, on which nothing here may depend.
    """
    import numpy as np

    if not dimensions or min(matrix.shape) <= dimensions + 1:
        return None
    is_wide = matrix.shape[0] <= matrix.shape[1]
    squares, vectors = _largest_eigenvectors(matrix if is_wide else matrix.T.tocsr(), dimensions + 1)
    sizes = np.sqrt(np.clip(squares, 0.0, None))
    larger = sizes > max(sizes[dimensions] * (1 + 1e-6), sizes[0] * _ROUNDING)
    if not larger.any():
        return None
    right = matrix.T @ vectors[:, larger] / sizes[larger] if is_wide else vectors[:, larger]
    return normalised_rows(np.asarray(matrix @ right))


def _largest_eigenvectors(matrix: FloatMatrix, count: int) -> tuple[Floats, Floats]:
    """The largest eigenvalues of a matrix times its transpose, the largest first, and their vectors as columns."""
    import numpy as np
    from scipy.sparse.linalg import LinearOperator, eigsh

    rows = matrix.shape[0]
    columns: Any = matrix.T.tocsr()
    times: Any = lambda vector: matrix @ (columns @ vector)  # noqa: E731 - typed
    values, vectors = eigsh(LinearOperator((rows, rows), matvec=times, dtype=np.float64), k=count, v0=np.ones(rows))
    order = np.argsort(-values)
    return values[order], vectors[:, order]
