"""How good estimated requirements are: each rated O*NET occupation estimated as if nothing were recorded of it.

What an occupation is rated in, and what follows from ratings, is not looked at to find the nearest, which is so for all
estimates; and no occupation is near to itself. The shares and similarities that are enough are those of the product.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from quality_related import ONET, RELATED

import rolegraph
from rolegraph.mobility.estimates import Estimator, f1, nearest_weights
from rolegraph.mobility.similarity import Facet
from rolegraph.rdf.vocabulary import RG
from rolegraph.readers.importing import import_download

Matrix = np.ndarray[Any, np.dtype[np.float64]]


def report(release: Path = ONET, graph: Path | None = None) -> Iterator[str]:
    """A Markdown section with the measured table; says so where the release is not there."""
    yield "## Estimated requirements, O*NET 29.3"
    yield ""
    if not (release / RELATED).is_file():
        yield f"Not measured: there is no release in {release.name}."
        return
    with tempfile.TemporaryDirectory() as folder:
        if graph is None:
            graph = Path(folder) / "onet"
            import_download("onet", release, graph)
        yield from _table(Estimator(rolegraph.open(graph).dataset))


def _table(estimator: Estimator) -> Iterator[str]:
    rated = [next(iter(any_of)) in _skills(estimator) for any_of in estimator.recorded.columns]
    left = {facet.name: facet for facet in estimator.facets}
    known = {
        "all that is known of unrated occupations": estimator.facets,
        "names and work only": [left[name] for name in ("names", "work", "meaning") if name in left],
    }
    yield f"{len(estimator.recorded.roles)} occupations, each estimated from the others; F1 is the mean over them."
    yield ""
    yield "| estimate | F1, essential | F1, required at all | F1, required of what is rated | error of importance |"
    yield "|---|---|---|---|---|"
    yield _line(estimator, "the popular ones", _everyone(estimator), np.array(rated))
    for name, facets in known.items():
        scores = estimator.similarities(estimator.known_rows, facets)
        nearest = scores >= scores.max(axis=1, keepdims=True)
        yield _line(
            estimator, f"the one nearest, {name}", nearest / nearest.sum(axis=1, keepdims=True), np.array(rated)
        )
        yield _line(estimator, f"rolegraph, {name}", nearest_weights(scores).toarray(), np.array(rated), facets)


def _skills(estimator: Estimator) -> set[str]:
    return {iri for iri, _ in estimator.dataset.links(RG + "skillType")}


def _everyone(estimator: Estimator) -> Matrix:
    """Weights by which all others count alike: what is popular."""
    count = len(estimator.known_rows)
    return np.asarray((1.0 - np.eye(count)) / (count - 1))


def _line(estimator: Estimator, name: str, weights: Matrix, rated: Any, facets: Sequence[Facet] | None = None) -> str:
    """A row; where no facets say which shares are enough, the best are taken, which flatters what is compared."""
    recorded = estimator.recorded
    essential, asked = (matrix.toarray() for matrix in (recorded.essential, recorded.asked))
    shares = [(weights @ matrix, matrix > 0) for matrix in (essential, asked)]
    shares.append((shares[1][0][:, rated], shares[1][1][:, rated]))
    if facets is None:
        fits = [max(_fit(found, wanted, percent / 100) for percent in range(20, 65, 5)) for found, wanted in shares]
    else:
        enough = estimator.calibration(facets)
        least = (enough.essential, enough.asked, enough.asked)
        fits = [_fit(found, wanted, share) for (found, wanted), share in zip(shares, least, strict=True)]
    importance = recorded.numbers["importance"].toarray()
    means = (weights @ importance) / np.maximum(weights @ (importance > 0), 1e-9)
    error = float(np.abs(means - importance)[importance > 0].mean())
    return f"| {name} | {fits[0]:.3f} | {fits[1]:.3f} | {fits[2]:.3f} | {error:.3f} |"


def _fit(found: Any, wanted: Any, share: float) -> float:
    return float(f1(found >= share, wanted).mean())


if __name__ == "__main__":
    import sys

    print("\n".join(report(graph=Path(sys.argv[1]) if len(sys.argv) > 1 else None)))
