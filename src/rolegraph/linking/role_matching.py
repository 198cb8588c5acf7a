"""Which role of one graph each role of another most likely is: by names, texts, what is asked for, and groups.

The score of two roles is a sum of `WEIGHTS` times how alike they are in each thing, from 0 to 1, and of `GROUPS`: the
logarithm of how much of the group of the one goes to the group of the other, by the scores without groups. A softmax
over the candidates of a role makes shares of its scores. The weights were fitted on rows of Nesta's crosswalk between
ESCO and O*NET by `benchmarks/fit_mapping.py`, and so was the confidence, a logistic curve of the share and
of how much the score is by itself; `docs/explanation/mapping-graphs.md` has how well both do on other rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.linking.node_texts import NodeText, finest_groups
from rolegraph.linking.text_pairs import NamePairs, TextPair, latent_pair, letters, text_pair

if TYPE_CHECKING:
    from rolegraph.linking.vectors import Booleans, FloatMatrix, Floats, Positions

# What each likeness counts, before groups are known and with them.
EVIDENCE: Final = {
    "best name": "names",
    "all names": "names",
    "label letters": "names",
    "name letters": "names",
    "label is a name": "names",
    "a name is a name": "names",
    "definition": "texts",
    "names and duties": "texts",
    "latent meaning": "texts",
    "asked for": "asked for",
    "group to role": "groups",
    "group to group": "groups",
    "wide group to group": "groups",
}
FEATURES: Final = tuple(EVIDENCE)
LIKENESSES: Final = tuple(name for name, part in EVIDENCE.items() if part != "groups")
FIRST_WEIGHTS: Final = (2.29, 2.0, 1.0, 1.91, 1.08, 0.98, 3.73, 2.08, 5.17, 3.99)
WEIGHTS: Final = (1.97, 1.44, 1.09, 2.34, 0.99, 1.14, 3.43, 2.22, 3.41, 2.97, 0.46, 0.19, 0.32)
CONFIDENCE: Final = (-1.65, 0.74, 0.1)

_KEPT: Final = 40  # candidates of a role
_OF_COLUMN: Final = 3  # of a role of the other graph, besides
_CELLS: Final = 4_000_000  # that are computed at once
_DIMENSIONS: Final = 150
_SAME: Final = 0.999
_NARROW, _WIDE = 5, 40  # the fewest members of a group
_LEAST_SHARE: Final = 0.005

Progress = Callable[[int, int], None]


class RolePairs(NamedTuple):
    """Candidates: which role of the first graph with which of the second, in the order of both, with what is alike.

    `values` has a column for each of `FEATURES`; `scores` and `shares` are as the module says.
    """

    rows: Positions
    columns: Positions
    values: Floats
    scores: Floats
    shares: Floats

    def parts(self) -> dict[str, Floats]:
        """What names, texts, what is asked for, and groups add to the score of each pair."""
        import numpy as np

        counted = self.values * np.array(WEIGHTS)
        return {
            part: counted[:, [EVIDENCE[name] == part for name in FEATURES]].sum(axis=1)
            for part in dict.fromkeys(EVIDENCE.values())
        }

    def confidences(self) -> Floats:
        """How likely it is that a person takes the one for the counterpart of the other."""
        import numpy as np

        return np.asarray(1 / (1 + np.exp(-(certainty(self) @ np.array(CONFIDENCE)))))


def certainty(pairs: RolePairs) -> Floats:
    """What a confidence is made of: 1, the odds of the share, and the score without groups."""
    import numpy as np

    shares = np.clip(pairs.shares, 0.001, 0.999)
    likenesses = pairs.values[:, : len(LIKENESSES)] @ np.array(WEIGHTS[: len(LIKENESSES)])
    return np.stack([np.ones(len(shares)), np.log(shares / (1 - shares)), likenesses], axis=1)


def role_pairs(
    first: Sequence[NodeText], second: Sequence[NodeText], progress: Progress = lambda _done, _of: None
) -> RolePairs:
    """The likeliest counterparts in the second graph of each role of the first, and the other way round."""
    import numpy as np

    rows, columns, values = _alike(first, second, progress)
    scores = values @ np.array(FIRST_WEIGHTS)
    shares = shares_of(rows, scores)
    values = np.hstack([values, group_values(first, second, (rows, columns, shares))])
    scores = values @ np.array(WEIGHTS)
    return RolePairs(rows, columns, values, scores, shares_of(rows, scores))


def _alike(
    first: Sequence[NodeText], second: Sequence[NodeText], progress: Progress
) -> tuple[Positions, Positions, Floats]:
    """Candidates by `FIRST_WEIGHTS`, with how alike they are in each of `LIKENESSES`."""
    import numpy as np

    if not first or not second:
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp), np.zeros((0, len(LIKENESSES)))
    likeness = _Likenesses(first, second)
    found: list[tuple[Positions, Positions, Floats]] = []
    size = max(1, _CELLS // len(second))
    for start in range(0, len(first), size):
        block = likeness.of(slice(start, min(start + size, len(first))))
        scores = np.einsum("krc,k->rc", block, np.array(FIRST_WEIGHTS))
        chosen = _largest(scores, _KEPT) | _largest(scores.T, _OF_COLUMN).T
        rows, columns = np.nonzero(chosen & (scores > 0))
        found.append((rows + start, columns, block[:, rows, columns].T))
        progress(min(start + size, len(first)), len(first))
    every = [np.concatenate([part[place] for part in found]) for place in range(3)]
    return every[0], every[1], every[2]


def _largest(scores: Floats, most: int) -> Booleans:
    """Of each row the largest, and all that are as large as the last of them."""
    import numpy as np

    if scores.shape[1] <= most:
        return np.ones(scores.shape, dtype=bool)
    return np.asarray(scores >= np.partition(scores, -most, axis=1)[:, -most][:, None])


class _Likenesses:
    """How alike the roles of two graphs are in each of `LIKENESSES`."""

    def __init__(self, first: Sequence[NodeText], second: Sequence[NodeText]) -> None:
        def pair(text: Callable[[NodeText], str], **terms: Callable[[str], list[str]]) -> TextPair:
            return text_pair(map(text, first), map(text, second), **terms)

        self._names = NamePairs(*([(node.label, *node.names) for node in nodes] for nodes in (first, second)))
        told = pair(lambda node: f"{node.called} . {node.definition} . {node.duties}")
        self._latent = latent_pair(told, _DIMENSIONS)
        self._texts = {
            "label letters": pair(lambda node: node.label, terms=letters),
            "name letters": pair(lambda node: node.called, terms=letters),
            "definition": pair(lambda node: node.definition),
            "names and duties": told,
            "asked for": pair(lambda node: f"{node.definition} . {node.duties} . {node.asked}"),
        }

    def of(self, rows: slice) -> Floats:
        """Some roles of the first graph with all of the second: shape (likenesses, rows, roles of the second)."""
        import numpy as np

        names = [self._names.best(row) for row in range(rows.start, rows.stop)]
        best, label = np.stack([each.max(axis=0) for each in names]), np.stack([each[0] for each in names])
        found = {name: pair.cosines(rows) for name, pair in self._texts.items()} | {
            "best name": best,
            "all names": np.stack([each.mean(axis=0) for each in names]),
            "label is a name": label > _SAME,
            "a name is a name": best > _SAME,
        }
        if self._latent is None:
            found["latent meaning"] = found["names and duties"]
        else:
            found["latent meaning"] = np.clip(self._latent[0][rows] @ self._latent[1].T, 0.0, 1.0)
        return np.stack([found[name].astype(np.float32) for name in LIKENESSES])


def shares_of(rows: Positions, scores: Floats) -> Floats:
    """A softmax over the candidates of each row.

    Where there are few, others with which nothing is alike stand for those that are not there: the only candidate is
    not sure for being the only one.
    """
    import numpy as np

    if not len(rows):
        return scores
    largest = np.zeros(int(rows.max()) + 1)
    np.maximum.at(largest, rows, scores)
    powers = np.exp(scores - largest[rows])
    absent = np.maximum(0, _KEPT - np.bincount(rows)) * np.exp(-largest)
    return np.asarray(powers / (np.bincount(rows, powers) + absent)[rows])


def group_values(
    first: Sequence[NodeText], second: Sequence[NodeText], shared: tuple[Positions, Positions, Floats]
) -> Floats:
    """How much of the group of the one of each pair, without itself, goes to the other or its group, as a logarithm.

    A role counts by its largest share. Where a graph has no groups, all its roles are one.
    """
    import numpy as np

    rows, columns, _ = shared
    if not len(rows):
        return np.zeros((0, sum(part == "groups" for part in EVIDENCE.values())))
    matrix, weights = _shares(first, second, shared)
    itself = np.arange(len(second))
    narrow, wide = ((_numbered(first, fewest), _numbered(second, fewest)) for fewest in (_NARROW, _WIDE))
    found = []
    for of_first, of_second in ((narrow[0], itself), (narrow[0], narrow[1]), (wide[0], wide[1])):
        spread = _collected(matrix, of_second, axis=1)
        together = _collected(spread, of_first, axis=0)
        others = together[of_first[rows], of_second[columns]] - spread[rows, of_second[columns]]
        weight = np.bincount(of_first, weights)[of_first[rows]] - weights[rows]
        found.append(np.log(np.clip(others, 0, None) / (weight + 1e-9) + _LEAST_SHARE))
    return np.stack(found, axis=1)


def _shares(
    first: Sequence[NodeText], second: Sequence[NodeText], shared: tuple[Positions, Positions, Floats]
) -> tuple[FloatMatrix, Floats]:
    """The shares of each row, times its largest; and the largest of each."""
    import numpy as np
    from scipy.sparse import csr_array

    rows, columns, shares = shared
    weights = np.zeros(len(first))
    np.maximum.at(weights, rows, shares)
    return csr_array((shares * weights[rows], (rows, columns)), shape=(len(first), len(second))), weights


def _numbered(nodes: Sequence[NodeText], fewest: int) -> Positions:
    groups = finest_groups(nodes, fewest)
    number = {group: place for place, group in enumerate(dict.fromkeys(groups))}
    import numpy as np

    return np.array([number[group] for group in groups], dtype=np.intp)


def _collected(matrix: FloatMatrix, numbers: Positions, axis: int) -> FloatMatrix:
    """Rows or columns with the same number added up."""
    import numpy as np
    from scipy.sparse import csr_array

    each = np.arange(len(numbers))
    ones = csr_array((np.ones(len(each)), (each, numbers)), shape=(len(each), int(numbers.max(initial=0)) + 1))
    return csr_array(matrix @ ones if axis else ones.T @ matrix)
