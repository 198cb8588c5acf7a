"""How well `nearest` finds where people went: moves between occupations in the United States, as surveys counted them.

The moves are by SOC 2010, in groups that the Census makes; O*NET 29.3 is by SOC 2018. A group is the occupations whose
codes begin as its own does without the zeros at its end; the few groups whose codes are no longer there are those that
`MOVED` says. Two groups are as similar as the most similar occupations in them.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from quality_baselines import baselines
from quality_related import ONET, Matrix

import rolegraph
from rolegraph.readers.importing import import_download

MOVES = ONET.parent / "us-mobility" / "asec_mobility_half.csv"
SHOWN = 10

# Groups of SOC 2010 of which no code is left, with what their occupations' codes begin with in SOC 2018.
MOVED: Mapping[str, tuple[str, ...]] = {
    "11-9060": ("11-9171",),
    "15-1110": ("15-1221",),
    "15-1120": ("15-1211", "15-1212"),
    "15-1131": ("15-1251",),
    "15-1132": ("15-1252",),
    "15-1133": ("15-1252",),
    "15-1134": ("15-1254", "15-1255"),
    "15-1141": ("15-1242",),
    "15-1142": ("15-1244",),
    "15-1143": ("15-1241",),
    "15-1150": ("15-123",),
    "15-1190": ("15-1299",),
    "25-9010": ("25-4022",),
    "29-1060": ("29-121", "29-122", "29-123", "29-124"),
    "29-1199": ("29-1299",),
    "29-2020": ("29-1292",),
    "31-1010": ("31-112", "31-113"),
    "35-3021": ("35-3023",),
    "35-3022": ("35-3023",),
    "39-9020": ("31-1122",),
    "43-5080": ("53-7065",),
    "43-9010": ("15-1299",),
    "51-4010": ("51-916",),
    "53-3020": ("53-305",),
    "53-3040": ("53-3053", "53-3054"),
}


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
    codes = [iri.rpartition("onet-")[2] for iri in roles]
    employed = {row["OCC_target"]: float(row["TOT_EMP_OCC"]) for row in rows}
    employed = {row["OCC_source"]: float(row["TOT_EMP_OCCLY"]) for row in rows} | employed
    members = {group: tuple(_members(group, codes)) for group in sorted(employed)}
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


def _members(group: str, codes: Sequence[str]) -> Iterator[int]:
    beginnings = MOVED.get(group, (group.rstrip("0"),))
    yield from (row for row, code in enumerate(codes) if code.startswith(beginnings))


def between_groups(scores: Matrix, members: Sequence[Sequence[int]]) -> Matrix:
    """From the similarities of roles those of groups: the largest of two of their roles."""
    by_column = np.stack([scores[:, list(rows)].max(axis=1) for rows in members], axis=1)
    return np.stack([by_column[list(rows)].max(axis=0) for rows in members])


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


def report(release: Path = ONET, graph: Path | None = None) -> Iterator[str]:
    """A Markdown section with the measured table; says so where the data is not there."""
    yield "## Observed moves, United States"
    yield ""
    if not (MOVES.is_file() and release.is_dir()):
        yield "Not measured: the observed moves, or the release of O*NET, are not there."
        return
    with tempfile.TemporaryDirectory() as folder:
        if graph is None:
            graph = Path(folder) / "onet"
            import_download("onet", release, graph)
        yield from _table(rolegraph.open(graph))


def _table(graph: rolegraph.RoleGraph) -> Iterator[str]:
    similarity = graph.similarity
    moves = observed(MOVES, similarity.roles)
    measured = {
        name: between_groups(scores, moves.members)
        for name, scores in baselines(graph.dataset, similarity.roles).items()
    }
    ours = between_groups(similarity.among(np.arange(len(similarity.roles))), moves.members)
    size = np.log(np.maximum(moves.employed, 1.0))
    measured["ln(employment) of the goal alone"] = np.tile(size, (len(size), 1))
    measured["rolegraph"] = ours
    measured["rolegraph + 0.1 ln(employment) of the goal"] = ours + 0.1 * size[None, :]
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

    print("\n".join(report(graph=Path(sys.argv[1]) if len(sys.argv) > 1 else None)))
