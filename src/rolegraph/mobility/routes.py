"""Routes: chains of roles from what someone does to what they want to do, each move small enough to be hired for.

First the hardest move is made as small as it can be, then the total. What is learned is kept, so that a detour never
means less to learn: it means smaller steps. The chain is searched on the hours from role to role, as if each move began
with the role before alone; each move is then planned from all that is held by then, and a route that turns out to have
a harder move than the direct path is not shown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rolegraph.errors import RolegraphError
from rolegraph.facts.labels import node
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
_TOLERANCE: Final = 1 + 1e-6  # hours are added up in different orders: the last digit must not decide


class RouteOptions(NamedTuple):
    """What a route should be like: `via` and `avoid` are IRIs of roles, `via` in the order in which they are passed.

    `most_moves` is how many moves a route may have, or each part of it between roles to go through.
    """

    limits: Limits
    via: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    alternatives: int = 1
    most_moves: int = MOST_MOVES


def find_routes(index: MobilityIndex, role: str | None, profile: Profile, goal: str, options: RouteOptions) -> Routes:
    """Routes from a role, or from what someone has where it is None, to a role; the best first.

    None of them has a harder move than the direct path, which is itself one of them where no role in between helps.
    They do not go through roles that require a degree or certification which neither is held nor required by the goal.
    Of more than `MANY` roles, those that are nearest to start or goal are looked at. Raises `NoPath` when the
    prerequisites of something wait for each other.
    """
    if clash := {*options.via} & {*options.avoid}:
        raise RolegraphError(f"a route cannot both go through and avoid {node(index.dataset, min(clash)).label}")
    start = start_of(index.efforts, role, profile)
    stops = [index.efforts.row_of[stop] for stop in (*options.via, goal)]
    planner = _Planner(index, role, profile)
    direct = planner.route(stops[-1:])
    if not direct.moves[0].path.gap.known:
        return Routes(profile, node(index.dataset, goal), direct.moves[0], (), options.limits)
    search = _Search(index, start, stops, options)
    routes = [planner.route(chain) for chain in search.chains()]
    routes = [route for route in routes if all(move.path.gap.known for move in route.moves)]
    if not options.via:
        # What looked easier move by move may not be, once each move is planned: going directly is always a choice.
        routes = [route for route in routes if route.hardest <= direct.hardest + 1e-6]
        if search.goes_directly:
            routes.append(direct)
    ranked = sorted(dict.fromkeys(routes), key=lambda route: (round(route.hardest, 6), round(route.hours, 6)))
    row = None if ranked else search.nearest_reachable()
    return Routes(
        profile,
        node(index.dataset, goal),
        direct.moves[0],
        tuple(ranked[: options.alternatives]),
        options.limits,
        None if row is None else neighbour(index, start, row),
    )


class _Search:
    """Chains of rows that keep within the limits, on the hours between roles."""

    def __init__(self, index: MobilityIndex, start: Start, stops: Sequence[int], options: RouteOptions) -> None:
        self.index, self.start, self.stops, self.options = index, start, stops, options
        self.goal = stops[-1]
        self._rows = self._candidates()
        self._place = {row: place for place, row in enumerate(self._rows.tolist())}
        self._excluded = self._excluded_rows()
        self._moves = self._moves_by_rank()
        self._first = self._first_moves()
        self._limit = options.limits.hours * _TOLERANCE

    @property
    def goes_directly(self) -> bool:
        """Whether the direct move to the goal is within the limits."""
        return bool(self._first[self._place[self.goal]] <= self._limit)

    def chains(self) -> Iterator[list[int]]:
        """Different chains, the easiest first: after each, those without one of the roles it goes through."""
        found: list[list[int]] = []
        waiting = [frozenset[int]()]  # the rows that the next searches leave out; it grows while it is gone through
        for tried, without in enumerate(waiting):
            if tried == _TRIES or len(found) >= self.options.alternatives:
                return
            if (chain := self._chain(without)) is None:
                continue
            if chain not in found:
                found.append(chain)
                yield chain
            more = (without | {row} for row in chain if row not in self.stops)
            waiting += [rows for rows in more if rows not in waiting]

    def nearest_reachable(self) -> int | None:
        """Of the roles that can be reached the one from which the goal takes the fewest hours."""
        import numpy as np

        hardest = hardest_moves(self._first, self._moves, self.options.most_moves, self._limit, self._excluded)
        reached = np.flatnonzero(np.isfinite(hardest))
        reached = reached[self._rows[reached] != self.goal]
        if not len(reached):
            return None
        left = self.index.move_efforts.between(self._rows[reached].tolist(), [self.goal])[:, 0]
        return int(self._rows[reached[left.argmin()]])

    def _chain(self, without: Collection[int]) -> list[int] | None:
        """The easiest chain through all stops, one after the other; None where there is none."""
        chain: list[int] = []
        first = self._first
        for stop in (self._place[row] for row in self.stops):
            excluded = self._excluded.copy()
            excluded[[self._place[row] for row in (*without, *self.stops, *chain)]] = True
            excluded[stop] = False
            part = easiest_chain(first, self._moves, stop, self.options.most_moves, self._limit, excluded)
            if part is None:
                return None
            chain += self._rows[part].tolist()
            first = self._moves[stop]
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
        return np.array(sorted({*np.argsort(near, kind="stable")[:_INTERMEDIATE].tolist(), *self.stops}))

    def _excluded_rows(self) -> Vector:
        """Which of the rows a route may not go through."""
        import numpy as np

        efforts = self.index.efforts
        excluded = (np.diff(efforts.required_columns.indptr) == 0) | ~self._without_new_credentials()
        excluded[[efforts.row_of[role] for role in self.options.avoid]] = True
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
        """The hours from the start to each of the rows; infinity where a move goes too far up."""
        import numpy as np

        efforts = self.index.efforts
        hours = hours_left(efforts, self.start.coverage)[self._rows]
        if self.start.row is None:
            return hours
        return np.where(self._too_far_up(efforts.rank[[self.start.row]])[0], np.inf, hours)

    def _moves_by_rank(self) -> Matrix:
        """The hours between all of the rows; infinity where a move goes too far up."""
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
        dataset, efforts = self.index.dataset, self.index.efforts
        moves = []
        for number, row in enumerate(chain, start=1):
            key = tuple(chain[:number])
            if key not in self._planned:
                self._planned[key] = find_learning_path(dataset, held, efforts.roles[row])
            path = self._planned[key]
            move = kind_of_move(jump_between(efforts, before, row), close=self._is_close(before, row))
            start = None if before is None else role_at(dataset, efforts, before)
            moves.append(Move(start, role_at(dataset, efforts, row), path, move))
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


def easiest_chain(
    first: Vector,
    moves: Matrix,
    goal: int,
    max_moves: int,
    limit: float = float("inf"),
    excluded: Vector | bool = False,
) -> list[int] | None:
    """The nodes of a chain to a goal, without the start: the best by its hardest move, then the sum, then the length.

    `first` has what the move from the start to each node costs, `moves`, of shape (nodes, nodes), what the moves
    between them cost: 0 or more, infinity where there is none. No move may cost more than `limit`, no chain goes
    through `excluded`, and the goal is not one of these. None where no chain leads there.

    The first is the bottleneck shortest path problem (M. Pollack, "The maximum capacity through a network", Operations
    Research 8, 1960), here with a limit on the number of moves, solved by Bellman's recursion over this number (R.
    Bellman, "On a routing problem", Quarterly of Applied Mathematics 16, 1958); the second is an ordinary shortest path
    over the moves that are no harder. Takes time in proportion to `max_moves` times the entries of `moves`.
    """
    import numpy as np

    first = np.where(excluded, np.inf, first)
    # Nothing harder than the best chain of one or two moves is of interest.
    limit = min(limit, first[goal], np.maximum(first, moves[:, goal]).min() if max_moves > 1 else np.inf)
    hardest = _costs_by_length(np.maximum, first, moves, max_moves, limit, excluded, goal)
    least = min(costs[goal] for costs in hardest) * _TOLERANCE
    if not np.isfinite(least):
        return None
    sums = _costs_by_length(np.add, first, moves, max_moves, least, excluded, goal)
    shortest = int(np.argmin([round(float(costs[goal]), 3) for costs in sums]))
    chain = [goal]
    for costs in reversed(sums[:shortest]):
        last = moves[:, chain[-1]]
        chain.append(int((costs + np.where(last <= least, last, np.inf)).argmin()))
    return chain[::-1]


def hardest_moves(
    first: Vector, moves: Matrix, max_moves: int, limit: float = float("inf"), excluded: Vector | bool = False
) -> Vector:
    """For each node the hardest move of the chain to it whose hardest move is smallest; infinity where there is none.

    Parameters are those of `easiest_chain`.
    """
    import numpy as np

    found: Vector = np.min(_costs_by_length(np.maximum, first, moves, max_moves, limit, excluded), axis=0)
    return found


def _costs_by_length(
    join: Callable[[Any, Any], Any],
    first: Vector,
    moves: Matrix,
    max_moves: int,
    limit: float,
    excluded: Vector | bool,
    goal: int | None = None,
) -> list[Vector]:
    """For each number of moves the cost of the best chain of so many to each node, where `join` adds a move.

    With a goal, the last two have only the goal and what is one move from it, as nothing else is needed.
    """
    import numpy as np

    costs = [np.where(np.logical_not(excluded) & (first <= limit), first, np.inf)]
    for left in reversed(range(max_moves - 1)):
        rows, ends = np.flatnonzero(np.isfinite(costs[-1])), np.arange(len(first))
        if goal is not None and left < 2:
            ends = ends[(ends == goal) | (left == 1) & (moves[:, goal] <= limit)]
        block = moves[np.ix_(rows, ends)]
        longer = np.full(len(first), np.inf, dtype=first.dtype)
        longer[ends] = join(costs[-1][rows, None], np.where(block <= limit, block, np.inf)).min(axis=0, initial=np.inf)
        costs.append(np.where(excluded, np.inf, longer))
    return costs
