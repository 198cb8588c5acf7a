"""Which role people are likely to go to next: an estimate from similarity, size, and what draws people elsewhere.

Of those who leave role i the share that goes to group j is estimated as

    p(i, j)  ~  exp(5.4 s(i, j))  n(j)^0.71  a(i, j)

where s is the similarity of i to the nearest role of the group, n how many people work in it, and a how many of those
who left other roles arrived there, over how many the first two factors would send: (arrived + 1) / (expected + 1),
counted in origins, without i itself; 1 where nobody counted moves. It is a gravity model (Zipf 1946), or a conditional
logit (McFadden 1974). The numbers were fitted by `benchmarks/fit_likely.py` on moves in the United States; the
difference in preparation or pay was tried, and did not help where it was checked: `docs/explanation/moves.md`.

What is estimated is an average over people who differ. It says nothing about a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.facts import arrays
from rolegraph.facts.cache import keep, kept_file
from rolegraph.facts.counted import (
    counted_group,
    employment_by_group,
    roles_by_group,
    shares_of_leavers,
)
from rolegraph.model.observations import Estimate, Statistic

if TYPE_CHECKING:
    from pathlib import Path

    from rolegraph.facts.arrays import Matrix, Vector
    from rolegraph.mobility.similarity import Similarity
    from rolegraph.rdf.dataset import Dataset

SIMILARITY: Final = 5.4
SIZE: Final = 0.71
PRIOR: Final = 1.0  # origins' worth of arrivals, as expected, that the observed ones are added to
KEPT: Final = "likely.npz"  # what an index keeps of it, which is of the statements about moves, too


class Flows(NamedTuple):
    """The groups of a graph of which it is known how many work there, and where people from others arrived.

    Shape (groups, roles) of `members`: 1 where a role is in a group. `origins`, of shape (origins, roles), says the
    same of the groups that people left; `arrived` and `expected`, of shape (origins, groups), what share of those who
    left each went to each group, as counted and as similarity and size alone say.
    """

    groups: tuple[str, ...]
    members: arrays.Sparse
    people: Vector
    origins: arrays.Sparse
    arrived: Matrix
    expected: Matrix

    def pull(self, row: int) -> Vector:
        """By what factor more people arrive in each group than expected, without those who left one role."""
        others = self.origins[:, [row]].toarray().ravel() == 0
        return pull_of(self.arrived[others], self.expected[others])


def pull_of(arrived: Matrix, expected: Matrix) -> Vector:
    """By what factor more people arrive than expected, over all origins."""
    found: Vector = (arrived.sum(axis=0) + PRIOR) / (expected.sum(axis=0) + PRIOR)
    return found


def heights_of(similar: Matrix, people: Vector) -> Matrix:
    """The logarithm of what similarities to groups and their sizes make likely, but for a number for each origin."""
    import numpy as np

    found: Matrix = SIMILARITY * similar + SIZE * np.log(people)[None, :]
    return found


def shares_of(heights: Matrix, inside: Matrix) -> Matrix:
    """Heights as shares of those who leave; nobody goes to a group that they are `inside`."""
    import numpy as np

    odds = np.where(inside, 0.0, np.exp(heights - heights.max(axis=1, keepdims=True)))
    found: Matrix = odds / np.maximum(odds.sum(axis=1, keepdims=True), 1e-300)
    return found


def to_groups(scores: Matrix, members: arrays.Sparse) -> Matrix:
    """From similarities to roles, of shape (rows, roles), those to groups: to the nearest of their roles."""
    import numpy as np

    found: Matrix = np.stack(
        [scores[:, arrays.columns(members, row)].max(axis=1) for row in range(members.shape[0])], axis=1
    )
    return found


def flows_of(dataset: Dataset, similarity: Similarity) -> Flows | None:
    """What is known of sizes and arrivals; None where nobody counted how many work in two groups at least."""
    if (path := kept_file(dataset, KEPT)) is not None:
        return Flows(**arrays.load(path))
    found = _flows(dataset, similarity)
    if found is not None:
        keep(dataset, KEPT, partial(_save, found))
    return found


def _save(flows: Flows, path: Path) -> None:
    arrays.save(path, **flows._asdict())


def _flows(dataset: Dataset, similarity: Similarity) -> Flows | None:
    import numpy as np

    rows_of = {
        group: [similarity.row_of[role] for role in roles if role in similarity.row_of]
        for group, roles in roles_by_group(dataset).items()
    }
    _, employed = employment_by_group(dataset)
    groups = _narrowest({group: rows_of.get(group, []) for group in employed})
    if len(groups) < 2:
        return None
    _, moves = shares_of_leavers(dataset)
    starts = [group for group in sorted(moves) if rows_of.get(group)]
    members, origins = (_incidence([rows_of[one] for one in of], len(similarity.roles)) for of in (groups, starts))
    people = np.array([float(employed[group]) for group in groups])
    arrived = np.zeros((len(starts), len(groups)), dtype=np.float32)
    for number, start in enumerate(starts):
        for end, share in moves[start].items():
            places = (
                np.flatnonzero(members[:, rows_of[end]].sum(axis=1)) if rows_of.get(end) else np.array([], dtype=int)
            )
            arrived[number, places] += share / 100 * people[places] / max(people[places].sum(), 1.0)
    expected = np.zeros_like(arrived)
    if starts:
        rows = np.unique(origins.indices).astype(np.int64)
        near = np.zeros((len(similarity.roles), len(groups)))
        near[rows] = to_groups(similarity.among(rows), members)
        mean = (origins @ near) / origins.sum(axis=1)[:, None]
        inside = (origins @ members.T).toarray() > 0
        expected = shares_of(heights_of(mean, people), inside).astype(np.float32)
        arrived[inside] = 0.0
        arrived /= np.maximum(arrived.sum(axis=1, keepdims=True), 1e-12)
    return Flows(tuple(groups), members, people, origins, arrived, expected)


def _incidence(rows: Collection[Collection[int]], roles: int) -> arrays.Sparse:
    entries = ((number, row, 1.0) for number, of_one in enumerate(rows) for row in of_one)
    return arrays.sparse(entries, (len(rows), roles), "float64")


def _narrowest(rows_of: Mapping[str, Collection[int]]) -> list[str]:
    """Groups with roles, by IRI, but for those of which every role is in a smaller group as well."""
    sizes: defaultdict[int, list[int]] = defaultdict(list)
    for rows in rows_of.values():
        for row in rows:
            sizes[row].append(len(rows))
    return sorted(
        group for group, rows in rows_of.items() if rows and any(min(sizes[row]) == len(rows) for row in rows)
    )


class LikelyMoves(NamedTuple):
    """The groups that people from one role are likely to go to, and the nearest role of each that may be shown.

    `order` has groups, the likeliest first, as rows of `flows`; `nearest` for each group the row of a role, -1 where
    none may be shown.
    """

    flows: Flows
    order: tuple[int, ...]
    nearest: tuple[int, ...]
    shares: Vector
    similar: Vector
    pull: Vector
    related: float

    def estimate(self, dataset: Dataset, group: int) -> Estimate:
        """The estimate of one group, with the factors that it is the product of."""
        import numpy as np

        people, usual = self.flows.people, float(np.exp(np.log(self.flows.people).mean()))
        parts = [
            (f"similarity {self.similar[group]:.2f}", float(np.exp(SIMILARITY * (self.similar[group] - self.related)))),
            (f"{people[group]:,.0f} employed", float((people[group] / usual) ** SIZE)),
        ]
        if len(self.flows.arrived):
            parts.append(("arrivals from elsewhere", float(self.pull[group])))
        return Estimate(100 * float(self.shares[group]), tuple(parts), counted_group(dataset, self.flows.groups[group]))


def likely_moves(flows: Flows, similarity: Similarity, role: str, shown: Vector) -> LikelyMoves:
    """Where people from a role are likely to go; roles are among the rows that are `shown`."""
    import numpy as np

    row, scores = similarity.row_of[role], similarity.scores(role)
    similar = to_groups(scores[None, :], flows.members)
    inside = flows.members[:, [row]].toarray().T > 0
    pull = flows.pull(row)
    shares = shares_of(heights_of(similar, flows.people) + np.log(pull)[None, :], inside)[0]
    allowed = np.zeros(len(scores), dtype=bool)
    allowed[shown] = True
    nearest = []
    for group in range(len(flows.groups)):
        rows = [one for one in arrays.columns(flows.members, group).tolist() if allowed[one] and not inside[0, group]]
        nearest.append(max(rows, key=lambda one: (scores[one], -one), default=-1))
    order = sorted(
        (group for group, place in enumerate(nearest) if place >= 0), key=lambda group: (-shares[group], group)
    )
    related = similarity.thresholds.related
    return LikelyMoves(flows, tuple(order), tuple(nearest), shares, similar[0], pull, related)


def basis_of(dataset: Dataset, flows: Flows | None) -> str:
    """What the estimates are made of, in words."""
    if flows is None:
        return ""
    sizes, moves = employment_by_group(dataset)[0], shares_of_leavers(dataset)[0] if len(flows.arrived) else None
    said = f"similarity, employment{_counted(sizes)}"
    if moves is not None:
        said += f", and how many arrive from other roles{_counted(moves)}"
    return said


def _counted(statistic: Statistic | None) -> str:
    return f" ({statistic.words})" if statistic is not None and statistic.words else ""
