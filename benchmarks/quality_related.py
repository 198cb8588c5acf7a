"""What experts hold to be related: the rows of O*NET's Related Occupations, and how many of them a measure finds.

The rows of that file are read here, and nowhere else: no graph holds them.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from rolegraph.model.nodes import Kind, node_iri

ONET = Path(__file__).parents[2] / "shared" / "data" / "onet-29.3"
RELATED = "Related Occupations.txt"

Matrix = np.ndarray[Any, np.dtype[Any]]
Places = np.ndarray[Any, np.dtype[np.intp]]
Truths = np.ndarray[Any, np.dtype[np.bool_]]


class Related(NamedTuple):
    """What experts hold to be related: the places of the roles asked about, and of each the primary, and all."""

    rows: Places
    primary: Truths
    every: Truths


class Recall(NamedTuple):
    """Mean recall over the occupations asked about: of the primary ones among ten, of all among twenty."""

    ten: float
    twenty: float


def related(release: Path, roles: Sequence[str]) -> Related:
    """The experts' lists as rows of truths, in the order of `roles`."""
    place = {iri: number for number, iri in enumerate(roles)}
    primary, every = (np.zeros((len(roles), len(roles)), dtype=bool) for _ in range(2))
    with (release / RELATED).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            one, other = (_place(place, row[key]) for key in ("O*NET-SOC Code", "Related O*NET-SOC Code"))
            every[one, other] = True
            primary[one, other] = row["Relatedness Tier"].startswith("Primary")
    return Related(np.flatnonzero(every.any(axis=1)), primary, every)


def _place(place: Mapping[str, int], code: str) -> int:
    return place[node_iri(Kind.ROLE, f"onet-{code}")]


def recalls(scores: Matrix, wanted: Truths, rows: Places, count: int) -> Matrix:
    """For each of some roles, the share of those wanted that are among the first `count`; ties by place."""
    scores = scores[rows].copy()
    scores[np.arange(len(rows)), rows] = -np.inf
    first = np.argsort(-scores, axis=1, kind="stable")[:, :count]
    hits = np.take_along_axis(wanted[rows], first, axis=1).sum(axis=1)
    return np.asarray(hits / wanted[rows].sum(axis=1))


def recall(scores: Matrix, truth: Related) -> Recall:
    """The recalls of a measure, given as a matrix of all roles against all."""
    ten = recalls(scores, truth.primary, truth.rows, 10)
    twenty = recalls(scores, truth.every, truth.rows, 20)
    return Recall(float(ten.mean()), float(twenty.mean()))
