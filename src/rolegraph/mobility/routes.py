"""Routes: chains of roles from what someone does to what they want to do, each move small enough to be hired for.

A role in between lies on the way: it is nearer to the goal than the start is, and nearer to the start than the goal is,
by similarity and by what is left to learn, and not beyond either of them in seniority or preparation; and each move is
between roles that are related at least. What is learned for it is kept, so that a detour never means less to learn: it
means smaller steps. Chains are found by what the arrays say is left between roles; each move of the best of them is
then planned, exactly, from all that is held by then. One is a route where its hardest move is clearly smaller than the
direct move; the best is that with the smallest hardest move, or of those that are not clearly harder the one with the
least to learn.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rolegraph.errors import RolegraphError
from rolegraph.facts.arrays import columns
from rolegraph.facts.counted import by_target, moves_from
from rolegraph.facts.labels import node
from rolegraph.mobility.index import MobilityIndex
from rolegraph.mobility.match import (
    Start,
    hours_left,
    jump_between,
    kind_of_move,
    open_columns,
    role_at,
    start_of,
)
from rolegraph.mobility.nearest import neighbour, scores_of, thresholds_of
from rolegraph.model.moves import Limits, Move, Route, Routes
from rolegraph.model.plans import Holding, LearningPath, Profile
from rolegraph.planning.path import find_learning_path
from rolegraph.planning.problem import STEP_WEIGHT

if TYPE_CHECKING:
    from rolegraph.facts.arrays import Matrix, Vector
    from rolegraph.mobility.plan_costs import PlanCost

MOST_MOVES: Final = 4
_MOST_STONES: Final = 60  # roles on the way that are looked at: those that make the smallest steps
_CLEARLY: Final = 0.15  # of the direct move: what a role in between has to take off the hardest one, at least
_TRIES: Final = 12  # searches for alternatives
_TOLERANCE: Final = 1 + 1e-6  # hours are added up in different orders: the last digit must not decide
_LOOSE: Final = 1.25  # what the arrays say is left may be more than the plan: a limit is kept by the plan


class RouteOptions(NamedTuple):
    """What a route should be like: `via` and `avoid` are IRIs of roles, `via` in the order in which they are passed.

    `most_moves` is how many moves a route may have, or each part of it between roles to go through. Where limits are
    not `strict`, since nobody gave them, and no route keeps them, the one with the smallest steps is the answer.
    """

    limits: Limits
    via: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    alternatives: int = 1
    most_moves: int = MOST_MOVES
    strict: bool = False


def find_routes(index: MobilityIndex, role: str | None, profile: Profile, goal: str, options: RouteOptions) -> Routes:
    """Routes from a role, or from what someone has where it is None, to a role; the best first.

    Each role in between makes the hardest move smaller by half a standard deviation of usual moves at least, and by 15
    percent of the direct move: where none does, the direct move is the route. None goes through roles of which nothing
    essential is known, or that require a degree or certification which neither is held nor required by the goal. Raises
    `NoPath` when the prerequisites of something wait for each other.
    """
    dataset, efforts = index.dataset, index.efforts
    if clash := {*options.via} & {*options.avoid}:
        raise RolegraphError(f"a route cannot both go through and avoid {node(dataset, min(clash)).label}")
    start = start_of(efforts, role, profile)
    stops = [efforts.row_of[stop] for stop in (*options.via, goal)]
    planner = _Planner(index, start, profile)
    direct = planner.route(stops[-1:]).moves[0]
    gain = max(index.move_efforts.calibration.deviation / 2, _CLEARLY * direct.path.weight)
    found = Routes(profile, node(dataset, goal), direct, (), options.limits, gain=_in_unit(options.limits, gain))
    if not direct.path.known:
        return found
    search = _Search(index, start, stops, options)
    ranked = planner.ranked(search.chains(), stops, options.limits, gain)
    if not (ranked or options.strict):
        # Where every way has a move that is harder than usual, smaller moves are still better than one.
        beyond = _Search(index, start, stops, options, any_size=True)
        ranked = planner.ranked(beyond.chains(), stops, options.limits, gain, any_size=True) or [stops]
    ranked = ranked[: options.alternatives]
    if ranked:
        return found._replace(routes=tuple(planner.route(chain) for chain in ranked))
    row = search.nearest_reachable()
    return found._replace(reachable=None if row is None else neighbour(index, start, row))


def _in_unit(limits: Limits, weight: float) -> float:
    return weight if limits.steps is None else max(1.0, float(round(weight / STEP_WEIGHT)))


class _Search:
    """Chains of rows on the way, by what the arrays say is left from role to role for someone who starts somewhere."""

    def __init__(
        self, index: MobilityIndex, start: Start, stops: Sequence[int], options: RouteOptions, any_size: bool = False
    ) -> None:
        self.index, self.start, self.stops, self.options = index, start, stops, options
        self.goal = stops[-1]
        self._related = thresholds_of(index, start).related
        self._rows = self._candidates()
        self._place = {row: place for place, row in enumerate(self._rows.tolist())}
        self._first, self._moves = self._left()
        limits = options.limits
        most = float("inf") if limits.hours is None or any_size else limits.hours
        self._limit = _LOOSE * (most if limits.steps is None or any_size else limits.steps * STEP_WEIGHT)

    def chains(self) -> Iterator[list[int]]:
        """Different chains, the easiest first: after each, those without one of the roles it goes through."""
        found: list[list[int]] = []
        waiting = [frozenset[int]()]  # the rows that the next searches leave out; it grows while it is gone through
        for tried, without in enumerate(waiting):
            if tried == _TRIES:
                return
            if (chain := self._chain(without)) is None:
                continue
            if chain not in found:
                found.append(chain)
                if self._hangs_together(chain):
                    yield chain
            more = (without | {row} for row in chain if row not in self.stops)
            waiting += [rows for rows in more if rows not in waiting]

    def _hangs_together(self, chain: Sequence[int]) -> bool:
        """Whether the moves between roles in between are between related roles, too."""
        similarity, roles = self.index.similarity, self.index.efforts.roles
        between = [pair for pair in pairwise(chain) if not {*pair} & {*self.stops}]
        return all(similarity.scores(roles[one])[other] >= similarity.thresholds.related for one, other in between)

    def nearest_reachable(self) -> int | None:
        """Of the roles on the way that can be reached the one from which least is left to the goal."""
        import numpy as np

        hardest = hardest_moves(self._first, self._moves, self.options.most_moves, self._limit)
        reached = np.flatnonzero(np.isfinite(hardest) & (self._rows != self.goal))
        if not len(reached):
            return None
        return int(self._rows[reached[self._moves[reached, self._place[self.goal]].argmin()]])

    def _chain(self, without: Collection[int]) -> list[int] | None:
        """The easiest chain through all stops, one after the other; None where there is none."""
        import numpy as np

        chain: list[int] = []
        first = self._first
        for stop in (self._place[row] for row in self.stops):
            excluded = np.zeros(len(self._rows), dtype=bool)
            excluded[[self._place[row] for row in (*without, *self.stops, *chain)]] = True
            excluded[stop] = False
            part = easiest_chain(first, self._moves, stop, self.options.most_moves, self._limit, excluded)
            if part is None:
                return None
            chain += self._rows[part].tolist()
            first = self._moves[stop]
        return chain

    def _candidates(self) -> Vector:
        """The rows on the way that make the smallest steps, and those that a route has to go through."""
        import numpy as np

        efforts = self.index.efforts
        left = hours_left(efforts, self.start.coverage)
        required = open_columns(efforts, self.start.coverage)
        to_goal = required[[self.goal]].multiply(self.start.coverage.hours_left).tocsr()
        then = left[self.goal] - np.asarray((required @ to_goal.T).toarray()).ravel()
        ahead = (np.maximum(left, then) < left[self.goal]) & (np.diff(efforts.required_columns.indptr) > 0)
        on_the_way = np.flatnonzero(ahead & self._between() & self._without_new_credentials())
        stones = on_the_way[np.argsort(np.maximum(left, then)[on_the_way], kind="stable")[:_MOST_STONES]]
        avoided = {efforts.row_of[role] for role in self.options.avoid}
        return np.array(sorted({*self.stops, *stones.tolist()} - (avoided - {self.goal})))

    def _between(self) -> Vector:
        """Which roles are between start and goal: related to one of them, nearer to both than they are to each other.

        In seniority, or preparation, they are not beyond either, as far as that is known.
        """
        import numpy as np

        index, start, goal = self.index, self.start, self.goal
        from_start = scores_of(index, start)
        to_goal = index.similarity.scores(index.efforts.roles[goal])
        near = np.maximum(to_goal - index.similarity.thresholds.related, from_start - self._related)
        found = (near >= 0) & (from_start > from_start[goal])
        ranks = np.where(index.efforts.rank > 0, index.efforts.rank, np.nan)
        last = ranks[goal]
        if start.row is not None:
            found &= to_goal > to_goal[start.row]
            found[columns(index.efforts.same, start.row)] = False
            lowest, highest = sorted((ranks[start.row], last)) if ranks[start.row] > 0 else (np.nan, last)
            return np.asarray(found & ~(ranks < lowest) & ~(ranks > highest))
        return np.asarray(found & ~(ranks > last))

    def _without_new_credentials(self) -> Vector:
        """Which roles require no degree or certification that is neither held nor required by the goal."""
        efforts = self.index.efforts
        credentials = efforts.hours[efforts.final_column] == 0
        required_by_goal = efforts.essential[[self.goal]].toarray()[0] > 0
        excluded = credentials & ~self.start.coverage.met[efforts.final_column] & ~required_by_goal
        found: Vector = efforts.essential @ excluded.astype(float) == 0
        return found

    def _left(self) -> tuple[Vector, Matrix]:
        """What is left from the start to each of the rows, and to each after another: less what both require.

        Infinity where a move goes too far up, or back: away from the goal; and where the first or the last of several
        is not between related roles.
        """
        import numpy as np

        efforts, coverage = self.index.efforts, self.start.coverage
        required = open_columns(efforts, coverage)[self._rows]
        first = hours_left(efforts, coverage)[self._rows]
        moves = first[None, :] - (required.multiply(coverage.hours_left).tocsr() @ required.T).toarray()
        moves = np.maximum(moves, 0.0)
        to_goal = self.index.similarity.scores(efforts.roles[self.goal])[self._rows]
        stops = [self._place[stop] for stop in self.stops]
        apart = to_goal[:, None] >= to_goal[None, :]
        apart[:, self._place[self.goal]] = to_goal < self.index.similarity.thresholds.related
        apart[stops] = apart[:, stops[:-1]] = False
        moves[apart | self._too_far_up(efforts.rank[self._rows])] = np.inf
        np.fill_diagonal(moves, np.inf)
        unrelated = scores_of(self.index, self.start)[self._rows] < self._related
        unrelated[stops] = False
        first = np.where(unrelated, np.inf, first)
        if self.start.row is not None:
            first = np.where(self._too_far_up(efforts.rank[[self.start.row]])[0], np.inf, first)
        return first, moves

    def _too_far_up(self, ranks: Vector) -> Matrix:
        """Shape (ranks, rows): whether a move goes up by more than is allowed; not where a rank is not known."""
        import numpy as np

        ends, most = self.index.efforts.rank[self._rows].astype(int), self.options.limits.jump
        starts = ranks.astype(int)[:, None]
        if most is None:
            return np.zeros((len(starts), len(ends)), dtype=bool)
        too_far: Matrix = (starts > 0) & (ends > 0) & (ends - starts > most)
        return too_far


class _Planner:
    """Plans the moves of chains, each from all that is held by then."""

    def __init__(self, index: MobilityIndex, start: Start, profile: Profile) -> None:
        self.index, self.start, self.profile = index, start, profile
        self._costs: dict[tuple[int, ...], PlanCost | None] = {}
        self._paths: dict[tuple[int, ...], LearningPath] = {}

    def ranked(
        self, chains: Iterator[list[int]], stops: list[int], limits: Limits, gain: float, any_size: bool = False
    ) -> list[list[int]]:
        """The chains that keep within the limits, or have moves of `any_size`, the best by what moves come to first.

        Where no stop is wanted and it is not too far up, going directly is a choice, and each role in between has to
        be worth its `gain`, and a detour has to take as much off the hardest move as it adds in all. Of those whose
        hardest moves differ by less than the gain, that with the least to learn is best.
        """
        wanted = len(stops)
        found = {tuple(chain): costs for chain in chains if (costs := self._moves(chain)) is not None}
        is_choice = wanted == 1 and self._can_go(stops[-1], limits)
        if (is_choice or wanted > 1) and (costs := self._moves(stops)) is not None:
            found[tuple(stops)] = costs
        straight = [cost.weight for cost in self._moves(stops) or ()] or [float("inf")]
        ranks = {}
        for chain, costs in found.items():
            weights = [cost.weight for cost in costs]
            hardest = max(weights) + gain * (len(chain) - wanted)
            within = any_size or all(limits.over(cost.weight / _TOLERANCE, cost.steps) <= 0 for cost in costs)
            needed = hardest if is_choice or wanted > 1 else max(weights)
            if within and (len(chain) == wanted or needed <= sum(straight)):
                pays = sum(weights) - sum(straight) <= (max(straight) - max(weights)) * _TOLERANCE
                ranks[chain] = (not pays, round(hardest, 6), round(sum(weights), 6), len(chain))
        if tuple(stops) in ranks:
            ranks = {chain: rank for chain, rank in ranks.items() if rank[0] is False or len(chain) == wanted}
        best = sorted(ranks, key=lambda chain: (ranks[chain], chain))
        if best and len(best[0]) > wanted:
            clear = (ranks[best[0]][0], ranks[best[0]][1] + gain)
            alike = [chain for chain in best if len(chain) > wanted and ranks[chain][:2] <= clear]
            best = sorted(alike, key=lambda chain: ranks[chain][2:]) + [chain for chain in best if chain not in alike]
        return [list(chain) for chain in best]

    def _can_go(self, goal: int, limits: Limits) -> bool:
        """Whether the direct move does not go too far up."""
        jump = jump_between(self.index.efforts, self.start.row, goal)
        return jump is None or limits.jump is None or jump <= limits.jump

    def _moves(self, chain: Sequence[int]) -> list[PlanCost] | None:
        """What the moves along some rows come to; None where one of them has no plan."""
        learned: dict[int, int] = {}
        costs = []
        for number, row in enumerate(chain, start=1):
            key = tuple(chain[:number])
            if key not in self._costs:
                planned = self.index.move_efforts.plan_costs.to_role(row, self.start.coverage, learned)
                self._costs[key] = planned
            if (cost := self._costs[key]) is None:
                return None
            learned |= {place: max(level, learned.get(place, level)) for place, level in cost.levels.items()}
            costs.append(cost)
        return costs

    def route(self, chain: Sequence[int]) -> Route:
        """The route along the roles of some rows, with the learning path of each move."""
        held, before = self.profile, self.start.row
        dataset, efforts = self.index.dataset, self.index.efforts
        moves = []
        for number, row in enumerate(chain, start=1):
            key = tuple(chain[:number])
            if key not in self._paths:
                self._paths[key] = find_learning_path(dataset, held, efforts.roles[row])
            path = self._paths[key]
            move = kind_of_move(jump_between(efforts, before, row), close=self._is_close(before, row))
            start = None if before is None else role_at(dataset, efforts, before)
            end = role_at(dataset, efforts, row)
            moved = None if start is None else by_target(moves_from(dataset, start.iri)).get(end.iri)
            moves.append(Move(start, end, path, move, moved))
            held, before = with_learned(held, path), row
        return Route(tuple(moves))

    def _is_close(self, before: int | None, row: int) -> bool:
        if before is None:
            return False
        roles, similarity = self.index.efforts.roles, self.index.similarity
        return bool(similarity.explain(roles[before], roles[row]).score >= similarity.thresholds.close)


def with_learned(held: Profile, path: LearningPath) -> Profile:
    """What is held after a move: all that was, and what was learned for it, which is all that is known to be new."""
    basis = f"learned for {path.gap.role.label}"
    learned = tuple(Holding((step.node,), step.to_level, basis, on_the_way=True) for step in path.steps)
    return held._replace(holdings=(*held.holdings, *learned))


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
