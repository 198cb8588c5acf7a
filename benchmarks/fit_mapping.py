"""Fits what `role_matching` counts on Nesta's crosswalk between ESCO and O*NET: `python benchmarks/fit_mapping.py`.

Needs, beside the repository in `../shared/data`, the crosswalk and the downloads of ESCO 1.1.1 and O*NET 29.3, or two
graphs built of these: `python benchmarks/fit_mapping.py ESCO ONET`. It prints the weights and the confidence for
`src/rolegraph/linking/role_matching.py`.

Weights are those of a conditional logit: a softmax over the candidates of an ESCO occupation gives the occupation that
the crosswalk names. They are fitted twice, without groups and with what the first fit says of groups. The confidence is
a logistic regression on the three likeliest candidates of each row, and again on these where the right occupation is
taken away, at half the weight: what has no counterpart must not be given one.
"""

from __future__ import annotations

import csv
import math
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.optimize import minimize

import rolegraph
from rolegraph.linking import role_matching
from rolegraph.linking.meaning import stems_of
from rolegraph.linking.node_texts import NodeText, node_texts
from rolegraph.linking.role_matching import FEATURES, LIKENESSES, RolePairs, certainty, group_values, shares_of
from rolegraph.model.nodes import Kind

Matrix = np.ndarray[Any, np.dtype[Any]]

DATA = Path(__file__).parents[2] / "shared" / "data"
CROSSWALK = DATA / "esco-onet-crosswalk" / "esco_onet_crosswalk_Nov2020_half.csv"
IMPORTED = {"esco": DATA / "esco-1.1.1", "onet": DATA / "onet-29.3"}
COUNTS = {"2.0": 1.0, "1.0": 1.0, "0.5": 0.5}  # what a row counts, by the crosswalk's confidence
PENALTY = 1e-3
TAKEN_AWAY = 0.5


class Truth(NamedTuple):
    """Rows of the crosswalk: the row and the column of what is the same, and how sure the crosswalk is."""

    rows: Matrix
    columns: Matrix
    confidence: Matrix


class Fit(NamedTuple):
    """What likenesses count before groups are known, and what all features do with them."""

    first: Matrix
    weights: Matrix


def opened(places: Sequence[str], then: Callable[[list[NodeText], list[NodeText]], Any]) -> Any:
    """Something done with the occupations of ESCO and O*NET, of built graphs or of downloads that are imported."""
    from rolegraph.readers.importing import DownloadKind, import_download

    with tempfile.TemporaryDirectory() as folder:
        found = list(places)
        kinds: list[DownloadKind] = [] if places else ["esco", "onet"]
        for kind in kinds:
            import_download(kind, [IMPORTED[kind]], out := f"{folder}/{kind}")
            found.append(out)
        texts = [node_texts(rolegraph.open(place, alone=True).dataset.stated, [Kind.ROLE]) for place in found]
        return then(texts[0], texts[1])


def truth_of(esco: Sequence[NodeText], onet: Sequence[NodeText]) -> Truth:
    """The rows of the crosswalk whose ESCO occupation is there, with old codes of O*NET brought to the present."""
    row, column = ({node.iri: place for place, node in enumerate(nodes)} for nodes in (esco, onet))
    present = PresentOccupations(onet)
    with CROSSWALK.open(encoding="utf-8", newline="") as file:
        found = [
            (
                row[line["concept_uri"]],
                column[present.named(line["onet_occupation"], line["onet_code"]).iri],
                float(line["confidence"]),
            )
            for line in csv.DictReader(file)
            if line["concept_uri"] in row
        ]
    rows, columns, confidence = zip(*found, strict=True)
    return Truth(np.array(rows), np.array(columns), np.array(confidence))


class PresentOccupations:
    """Finds what an occupation of an older O*NET is called now: by title, by code and title, by another name.

    Of several with another name, and where there is none, it is the one whose title is nearest.
    """

    def __init__(self, onet: Sequence[NodeText]) -> None:
        self._all = onet
        self._titles = {node.iri: frozenset(stems_of(node.label)) for node in onet}
        self._by_title = {self._titles[node.iri]: node for node in onet}
        self._by_code = {code: node for node in onet for code in node.codes}
        self._by_name = defaultdict[frozenset[str], list[NodeText]](list)
        for node in onet:
            for name in node.names:
                self._by_name[frozenset(stems_of(name))].append(node)
        counts = Counter(word for title in self._titles.values() for word in title)
        self._weight = {word: math.log((1 + len(onet)) / (1 + count)) + 1 for word, count in counts.items()}
        self._rare = math.log(1 + len(onet)) + 1

    def named(self, title: str, code: str) -> NodeText:
        words = frozenset(stems_of(title))
        if words in self._by_title:
            return self._by_title[words]
        if code in self._by_code and words & self._titles[self._by_code[code].iri]:
            return self._by_code[code]
        known = self._by_name.get(words, [])
        return max(known or self._all, key=lambda node: (self._nearness(words, node, code, not known), node.iri))

    def _nearness(self, words: frozenset[str], node: NodeText, code: str, by_names: bool) -> float:
        found = self._cosine(words, self._titles[node.iri])
        if by_names:
            found = max([found, *(0.9 * self._cosine(words, frozenset(stems_of(name))) for name in node.names)])
        own = node.codes[0] if node.codes else ""
        return found + 0.2 * (own[:2] == code[:2]) + 0.1 * (own[:4] == code[:4])

    def _cosine(self, first: frozenset[str], second: frozenset[str]) -> float:
        def size(words: frozenset[str]) -> float:
            return sum(self._weight.get(word, self._rare) ** 2 for word in words)

        return size(first & second) / math.sqrt(size(first) * size(second) or 1.0)


class Choices:
    """The candidates of each ESCO occupation as a table, with the place of the right one."""

    def __init__(self, pairs: RolePairs, truth: Truth, esco: Sequence[NodeText], onet: Sequence[NodeText]) -> None:
        self.pairs, self.truth, self.esco, self.onet = pairs, truth, esco, onet
        self.starts = np.searchsorted(pairs.rows, np.arange(len(esco) + 1))
        self.places = np.full(len(truth.rows), -1)
        for number, (row, column) in enumerate(zip(truth.rows, truth.columns, strict=True)):
            found = np.flatnonzero(pairs.columns[self.of(row)] == column)
            self.places[number] = self.starts[row] + found[0] if len(found) else -1
        self.counts = np.array([COUNTS[str(confidence)] for confidence in truth.confidence])

    def of(self, row: int) -> slice:
        return slice(int(self.starts[row]), int(self.starts[row + 1]))

    def fitted(self, chosen: Matrix) -> Fit:
        """What fits some rows of the truth best."""
        likenesses = self.pairs.values[:, : len(LIKENESSES)]
        first = self._logit(likenesses, chosen)
        return Fit(first, self._logit(self.values(first), chosen))

    def values(self, first: Matrix) -> Matrix:
        """All features of all candidates, where groups follow from what likenesses count."""
        likenesses = self.pairs.values[:, : len(LIKENESSES)]
        shares = shares_of(self.pairs.rows, likenesses @ first)
        groups = group_values(self.esco, self.onet, (self.pairs.rows, self.pairs.columns, shares))
        return np.hstack([likenesses, groups])

    def scores(self, fit: Fit) -> Matrix:
        return np.asarray(self.values(fit.first) @ fit.weights)

    def _logit(self, values: Matrix, chosen: Matrix) -> Matrix:
        known = np.flatnonzero(chosen & (self.places >= 0))
        spans = [np.arange(self.starts[row], self.starts[row + 1]) for row in self.truth.rows[known]]
        owner = np.repeat(np.arange(len(known)), list(map(len, spans)))
        table, right = values[np.concatenate(spans)], values[self.places[known]]
        counts = self.counts[known] / self.counts[known].sum()

        def loss(weights: Matrix) -> tuple[float, Matrix]:
            scores = table @ weights
            shares = shares_of(owner, scores)
            top = np.full(len(known), -np.inf)
            np.maximum.at(top, owner, scores)
            total = np.log(np.bincount(owner, np.exp(scores - top[owner]))) + top
            slope = (shares * counts[owner]) @ table - counts @ right
            return float(
                counts @ (total - right @ weights) + PENALTY * weights @ weights
            ), slope + 2 * PENALTY * weights

        start = np.ones(values.shape[1])
        return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)

    def confidence(self) -> Matrix:
        """The logistic curve of whether a candidate is right, by `certainty` with the weights of the module."""
        pairs = self.pairs._replace(values=self.values(np.array(role_matching.FIRST_WEIGHTS)))
        scores = pairs.values @ np.array(role_matching.WEIGHTS)
        cells: list[Matrix] = []
        for number, row in enumerate(self.truth.rows):
            span = np.arange(self.starts[row], self.starts[row + 1])
            for taken in (False, True):
                left = span[pairs.columns[span] != self.truth.columns[number]] if taken else span
                of_row = RolePairs(
                    pairs.rows[left], pairs.columns[left], pairs.values[left], scores[left],
                    shares_of(np.zeros(len(left), dtype=np.intp), scores[left]),
                )  # fmt: skip
                for place in np.argsort(-of_row.shares)[:3]:
                    right = of_row.columns[place] == self.truth.columns[number]
                    weight = (TAKEN_AWAY if taken else 1.0) * self.counts[number]
                    cells.append(np.array([*certainty(of_row)[place], right, weight]))
        table = np.array(cells)
        known, right, weight = table[:, :-2], table[:, -2], table[:, -1]

        def loss(numbers: Matrix) -> tuple[float, Matrix]:
            heights = known @ numbers
            odds = 1 / (1 + np.exp(-heights))
            return float(weight @ (np.logaddexp(0, heights) - right * heights)), (weight * (odds - right)) @ known

        return np.asarray(minimize(loss, np.zeros(known.shape[1]), jac=True, method="L-BFGS-B").x)


def report(esco: list[NodeText], onet: list[NodeText]) -> None:
    """Print what to write into the module; with other weights in it, run it again for the confidence."""
    choices = Choices(role_matching.role_pairs(esco, onet), truth_of(esco, onet), esco, onet)
    fit = choices.fitted(np.ones(len(choices.places), dtype=bool))
    print(f"FIRST_WEIGHTS: Final = {tuple(fit.first.round(2).tolist())}")
    print(f"WEIGHTS: Final = {tuple(fit.weights.round(2).tolist())}")
    print("# " + ", ".join(FEATURES))
    print(f"CONFIDENCE: Final = {tuple(choices.confidence().round(2).tolist())}")


if __name__ == "__main__":
    import sys

    opened(sys.argv[1:], report)
