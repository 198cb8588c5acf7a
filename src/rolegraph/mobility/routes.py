"""Routes: chains of roles from what someone does to what they want to do, each move small enough to be hired for.

First the hardest move is made as small as it can be, then the total. What is learned is kept, so that a detour never
means less to learn: it means smaller steps. The chain is searched on the hours from role to role, as if each move began
with the role before alone; each move is then planned from all that is held by then, and a route that turns out to have
a harder move than the direct path is not shown.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.errors import RolegraphError
from rolegraph.facts.labels import node
from rolegraph.mobility.bottleneck import easiest_chain, hardest_moves
from rolegraph.mobility.index import MobilityIndex
from rolegraph.mobility.match import Start, hours_left, jump_between, kind_of_move, role_at, start_of
from rolegraph.mobility.move_efforts import MANY
from rolegraph.mobility.nearest import neighbour
from rolegraph.model.moves import Limits, Move, Route, Routes
from rolegraph.model.plans import Holding, LearningPath, Profile
from rolegraph.planning.gap import role_profile
from rolegraph.planning.path import find_learning_path

if TYPE_CHECKING:
    from rolegraph.facts.arrays import Matrix, Vector


MOST_MOVES: Final = 4
_INTERMEDIATE: Final = 1_500  # roles that are looked at where there are very many
_TRIES: Final = 12  # searches for alternatives


class RouteOptions(NamedTuple):
    """What a route should be like.

    Parameters
    ----------
    limits
        What one move may take.
    via, avoid
        IRIs of roles to go through, in this order, and not to go through.
    alternatives
        How many different routes are wanted.
    most_moves
        How many moves a route, or each part of it between roles to go through, may have.
    """

    limits: Limits
    via: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    alternatives: int = 1
    most_moves: int = MOST_MOVES


def find_routes(index: MobilityIndex, role: str | None, profile: Profile, goal: str, options: RouteOptions) -> Routes:
    """Routes from a role, or from what someone has, to a role.

    Parameters
    ----------
    role
        The IRI of the role that the route starts from; None for someone who only says what they have.
    profile
        All that is held to begin with.
    goal
        The IRI of the role to reach.

    Returns
    -------
    Routes
        The best route first. None of them has a harder move than the direct path, which is itself one of them where no
        role in between helps.

    Raises
    ------
    NoPath
        When the prerequisites of something wait for each other.
    RolegraphError
        When it should go through what it should avoid.

    Notes
    -----
    A route does not go through roles that require a degree or certification which neither is held nor required by the
    goal. Of more than `move_efforts.MANY` roles, those that are nearest to start or goal are looked at.
    """
    if clash := {*options.via} & {*options.avoid}:
        raise RolegraphError(f"a route cannot both go through and avoid {node(index.dataset, min(clash)).label}")
    start = start_of(index.efforts, role, profile)
    names = [index.efforts.row_of[one] for one in (*options.via, goal)]
    search = _Search(index, start, names, options)
    planner = _Planner(index, role, profile)
    direct = planner.route([index.efforts.row_of[goal]])
    routes = [planner.route(chain) for chain in search.chains()]
    if not options.via:
        # What looked easier move by move may not be, once each move is planned: going directly is always a choice.
        routes = [route for route in routes if route.hardest <= direct.hardest + 1e-6]
        if search.goes_directly:
            routes.append(direct)
    ranked = sorted(dict.fromkeys(routes), key=lambda route: (round(route.hardest, 6), round(route.hours, 6)))
    reachable = None
    if not ranked and (row := search.nearest_reachable()) is not None:
        reachable = neighbour(index, start, row)
    return Routes(
        profile,
        node(index.dataset, goal),
        direct.moves[0],
        tuple(ranked[: options.alternatives]),
        options.limits,
        reachable,
    )


class _Search:
    """Chains of rows that keep within the limits, on the hours between roles."""

    def __init__(self, index: MobilityIndex, start: Start, names: Sequence[int], options: RouteOptions) -> None:
        self.index, self.start, self.names, self.options = index, start, names, options
        self.goal = names[-1]
        self._rows = self._candidates()
        self._place = {row: place for place, row in enumerate(self._rows.tolist())}
        self._excluded = self._excluded_rows()
        self._moves = self._moves_by_rank()
        self._first = self._first_moves()
        # Hours are added up in different orders: the last digit must not decide.
        self._limit = options.limits.hours * (1 + 1e-6)

    @property
    def goes_directly(self) -> bool:
        """Whether the direct move to the goal is within the limits."""
        return bool(self._first[self._place[self.goal]] <= self._limit)

    def chains(self) -> Iterator[list[int]]:
        """Different chains, the easiest first: after each, those without one of the roles it goes through."""
        seen: set[tuple[int, ...]] = set()
        waiting: list[frozenset[int]] = [frozenset()]
        tried: set[frozenset[int]] = set()
        while waiting and len(tried) < _TRIES and len(seen) < self.options.alternatives:
            without = waiting.pop(0)
            if without in tried:
                continue
            tried.add(without)
            chain = self._chain(without)
            if chain is None:
                continue
            if tuple(chain) not in seen:
                seen.add(tuple(chain))
                yield chain
            waiting += [without | {row} for row in chain if row not in self.names]

    def nearest_reachable(self) -> int | None:
        """Of the roles that can be reached the one from which the goal takes the fewest hours."""
        import numpy as np

        hardest = hardest_moves(
            self._first, self._moves, self.options.most_moves, limit=self._limit, excluded=self._excluded
        )
        reached = np.flatnonzero(np.isfinite(hardest))
        reached = reached[self._rows[reached] != self.goal]
        if not len(reached):
            return None
        left = self.index.move_efforts.between(self._rows[reached].tolist(), [self.goal])[:, 0]
        return int(self._rows[reached[left.argmin()]])

    def _chain(self, without: Collection[int]) -> list[int] | None:
        """The easiest chain through all named roles, one after the other; None where there is none."""
        chain: list[int] = []
        first = self._first
        for name in self.names:
            excluded = self._excluded.copy()
            excluded[[self._place[one] for one in (*without, *self.names, *chain) if one != name]] = True
            excluded[self._place[name]] = False
            leg = easiest_chain(
                first, self._moves, self._place[name], self.options.most_moves, limit=self._limit, excluded=excluded
            )
            if leg is None:
                return None
            chain += [int(self._rows[place]) for place in leg]
            first = self._moves[self._place[name]]
        return chain

    def _candidates(self) -> Vector:
        """The rows that are looked at: all, or of very many those nearest to start or goal."""
        import numpy as np

        efforts = self.index.efforts
        every = range(len(efforts.roles))
        if len(efforts.roles) <= MANY:
            return np.array(every)
        to_goal = self.index.move_efforts.between(every, [self.goal])[:, 0]
        near = np.minimum(hours_left(efforts, self.start.coverage), to_goal)
        near[np.diff(efforts.required_columns.indptr) == 0] = np.inf
        return np.array(sorted({*np.argsort(near, kind="stable")[:_INTERMEDIATE].tolist(), *self.names}))

    def _excluded_rows(self) -> Vector:
        """Which of the rows a route may not go through."""
        import numpy as np

        efforts = self.index.efforts
        excluded = (np.diff(efforts.required_columns.indptr) == 0) | ~self._without_new_credentials()
        excluded[[efforts.row_of[one] for one in self.options.avoid]] = True
        if self.start.row is not None:
            excluded[self.start.row] = True
        excluded[self.goal] = False
        return np.asarray(excluded[self._rows])

    def _without_new_credentials(self) -> Vector:
        """Which roles require no degree or certification that is neither held nor required by the goal."""
        efforts = self.index.efforts
        credentials = efforts.hours[efforts.final_column] == 0
        required_by_goal = efforts.essential[[self.goal]].toarray()[0] > 0
        excluded = credentials & ~self.start.coverage.met[efforts.final_column] & ~required_by_goal
        found: Vector = efforts.essential @ excluded.astype(float) == 0
        return found

    def _first_moves(self) -> Vector:
        import numpy as np

        efforts = self.index.efforts
        hours = hours_left(efforts, self.start.coverage)[self._rows]
        if self.start.row is None:
            return hours
        return np.where(self._too_far_up(efforts.rank[[self.start.row]])[0], np.inf, hours)

    def _moves_by_rank(self) -> Matrix:
        import numpy as np

        efforts = self.index.efforts
        if len(efforts.roles) <= MANY:
            moves = self.index.move_efforts.hours
        else:
            moves = self.index.move_efforts.between(self._rows.tolist(), self._rows.tolist())
            np.fill_diagonal(moves, np.inf)
        too_far = self._too_far_up(efforts.rank[self._rows])
        return np.where(too_far, np.inf, moves) if too_far.any() else moves

    def _too_far_up(self, ranks: Vector) -> Matrix:
        """Shape (ranks, rows): whether a move goes up by more than is allowed; not where a rank is not known."""
        import numpy as np

        ends, most = self.index.efforts.rank[self._rows].astype(int), self.options.limits.jump
        if most is None or not ends.any():
            return np.zeros((1, 1), dtype=bool)
        starts = ranks.astype(int)[:, None]
        too_far: Matrix = (starts > 0) & (ends > 0) & (ends - starts > most)
        return too_far


class _Planner:
    """Plans the moves of chains, each from all that is held by then."""

    def __init__(self, index: MobilityIndex, role: str | None, profile: Profile) -> None:
        self.index, self.profile = index, profile
        self.start = None if role is None else index.efforts.row_of[role]
        self._planned: dict[tuple[int, ...], LearningPath] = {}

    def route(self, chain: Sequence[int]) -> Route:
        """The route along the roles of some rows."""
        held, before = self.profile, self.start
        moves = []
        for number, row in enumerate(chain):
            key = tuple(chain[: number + 1])
            if key not in self._planned:
                self._planned[key] = find_learning_path(self.index.dataset, held, self.index.efforts.roles[row])
            path = self._planned[key]
            move = kind_of_move(jump_between(self.index.efforts, before, row), close=self._is_close(before, row))
            start = None if before is None else role_at(self.index.dataset, self.index.efforts, before)
            moves.append(Move(start, role_at(self.index.dataset, self.index.efforts, row), path, move))
            held, before = self._after(held, path, row), row
        return Route(tuple(moves))

    def _after(self, held: Profile, path: LearningPath, row: int) -> Profile:
        """What is held after a move: all that was, what was learned for it, and what its role asks for."""
        basis = f"learned for {path.gap.role.label}"
        learned = tuple(Holding((step.node,), step.to_level, basis) for step in path.steps)
        at_work = role_profile(self.index.dataset, self.index.efforts.roles[row]).holdings
        return held._replace(holdings=(*held.holdings, *learned, *at_work))

    def _is_close(self, before: int | None, row: int) -> bool:
        if before is None:
            return False
        roles, similarity = self.index.efforts.roles, self.index.similarity
        return bool(similarity.explain(roles[before], roles[row]).score >= similarity.thresholds.close)
