"""How well `nearest` finds where people went: moves between occupations in the United States, as surveys counted them.

The moves are by SOC 2010, in groups that the Census makes; O*NET 29.3 is by SOC 2018: `import moves` says which
occupations a group is. Two groups are as similar as the most similar occupations in them; for likely moves, as in
`nearest --by likely`, an occupation is as similar to a group as to the most similar one in it, and a group of origins
that on average. The weights of likely moves were fitted on these moves by `fit_likely.py`, which says what they come to
where they are fitted on other origins; arrivals are those of all other origins.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from quality_baselines import baselines
from quality_related import ONET, Matrix

import rolegraph
from rolegraph.mobility.likely import heights_of, pull_of, shares_of
from rolegraph.readers.counts.occupation_codes import OccupationCodes
from rolegraph.readers.importing import import_download

MOVES = ONET.parent / "us-mobility" / "asec_mobility_half.csv"
SHOWN = 10


class Observed(NamedTuple):
    """Groups with the rows of their roles, and what share of those in an origin's group went to each."""

    groups: tuple[str, ...]
    members: tuple[tuple[int, ...], ...]
    origins: tuple[int, ...]
    shares: Matrix  # (groups, groups), without those who stayed
    employed: Matrix  # (groups,)
    lost: tuple[str, ...]  # groups of which no role is known


def observed(path: Path, roles: Sequence[str]) -> Observed:
    """The moves of a file between the groups that are known among some roles."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = OccupationCodes((iri, iri.rpartition("onet-")[2]) for iri in roles)
    place_of = {iri: place for place, iri in enumerate(roles)}
    employed = {row["OCC_target"]: float(row["TOT_EMP_OCC"]) for row in rows}
    employed = {row["OCC_source"]: float(row["TOT_EMP_OCCLY"]) for row in rows} | employed
    known = {group: codes.find(group) for group in sorted(employed)}
    members = {
        group: tuple(sorted(place_of[role] for role in found.roles)) if found else () for group, found in known.items()
    }
    groups = tuple(group for group, found in members.items() if found)
    place = {group: number for number, group in enumerate(groups)}
    shares = np.zeros((len(groups), len(groups)))
    for row in rows:
        source, target = row["OCC_source"], row["OCC_target"]
        if source in place and target in place and source != target:
            shares[place[source], place[target]] = float(row["transition_prob_BLS_ASECnorm_corr"])
    return Observed(
        groups,
        tuple(members[group] for group in groups),
        tuple(np.flatnonzero(shares.any(axis=1)).tolist()),
        shares,
        np.array([employed[group] for group in groups]),
        tuple(group for group, found in members.items() if not found),
    )


def between_groups(scores: Matrix, members: Sequence[Sequence[int]]) -> Matrix:
    """From the similarities of roles those of groups: the largest of two of their roles."""
    by_column = np.stack([scores[:, list(rows)].max(axis=1) for rows in members], axis=1)
    return np.stack([by_column[list(rows)].max(axis=0) for rows in members])


def likely(scores: Matrix, moves: Observed, *, with_arrivals: bool) -> Matrix:
    """How likely moves are by `mobility.likely`, where all but one origin's arrivals are known, or nobody's."""
    near = np.stack([scores[:, list(rows)].max(axis=1) for rows in moves.members], axis=1)
    mean = np.stack([near[list(rows)].mean(axis=0) for rows in moves.members])
    heights = heights_of(mean, np.maximum(moves.employed, 1.0))
    if not with_arrivals:
        return heights
    origins = np.array(moves.origins)
    arrived = moves.shares / np.maximum(moves.shares.sum(axis=1, keepdims=True), 1e-12)
    expected = shares_of(heights, np.eye(len(heights), dtype=bool))
    for origin in moves.origins:
        others = origins[origins != origin]
        heights[origin] += np.log(pull_of(arrived[others], expected[others]))
    return heights


def recall_of_moves(scores: Matrix, moves: Observed) -> float:
    """Of the ten groups to which the most people went, the share among the ten nearest; the mean of origins."""
    found = []
    for origin in moves.origins:
        went, near = moves.shares[origin], scores[origin].copy()
        near[origin] = -np.inf
        wanted = np.argsort(-went, kind="stable")[: min(SHOWN, int((went > 0).sum()))]
        first = np.argsort(-near, kind="stable")[:SHOWN]
        found.append(len(np.intersect1d(wanted, first)) / len(wanted))
    return float(np.mean(found))


def weighted_auc(scores: Matrix, moves: Observed) -> float:
    """How often somebody who left went to a nearer group than one where nobody went; ties half; the mean of origins."""
    found = []
    for origin in moves.origins:
        went = moves.shares[origin] > 0
        never = ~went
        never[origin] = False
        others = np.sort(scores[origin, never])
        below = np.searchsorted(others, scores[origin, went], side="left")
        upto = np.searchsorted(others, scores[origin, went], side="right")
        weights = moves.shares[origin, went]
        found.append(float(((below + upto) / 2 / len(others)) @ weights / weights.sum()))
    return float(np.mean(found))


def report(release: Path = ONET, graph: Path | None = None, moves: Path = MOVES) -> Iterator[str]:
    """A Markdown section with the measured table; says so where the data is not there."""
    yield "## Observed moves, United States"
    yield ""
    if not (moves.is_file() and (graph or release.is_dir())):
        yield "Not measured: the observed moves, or the release of O*NET, are not there."
        return
    with tempfile.TemporaryDirectory() as folder:
        if graph is None:
            graph = Path(folder) / "onet"
            import_download("onet", release, graph)
        yield from _table(rolegraph.open(graph), moves)


def _table(graph: rolegraph.RoleGraph, file: Path) -> Iterator[str]:
    similarity = graph.similarity
    moves = observed(file, similarity.roles)
    measured = {
        name: between_groups(scores, moves.members)
        for name, scores in baselines(graph.dataset, similarity.roles).items()
    }
    ours = between_groups(similarity.among(np.arange(len(similarity.roles))), moves.members)
    size = np.log(np.maximum(moves.employed, 1.0))
    measured["ln(employment) of the goal alone"] = np.tile(size, (len(size), 1))
    measured["rolegraph"] = ours
    scores = similarity.among(np.arange(len(similarity.roles)))
    measured["likely moves, by similarity and employment"] = likely(scores, moves, with_arrivals=False)
    measured["likely moves, and by arrivals from other origins"] = likely(scores, moves, with_arrivals=True)
    yield (
        f"{len(moves.origins)} origins that somebody left, {len(moves.groups)} groups; not to be found in O*NET: "
        f"{', '.join(moves.lost) or 'none'}."
    )
    yield ""
    yield "| measure | recall@10 | weighted AUC |"
    yield "|---|---:|---:|"
    for name, scores in measured.items():
        yield f"| {name} | {recall_of_moves(scores, moves):.3f} | {weighted_auc(scores, moves):.3f} |"


if __name__ == "__main__":
    import sys

    graph_and_moves = dict(zip(("graph", "moves"), map(Path, sys.argv[1:3]), strict=False))
    print("\n".join(report(**graph_and_moves)))
