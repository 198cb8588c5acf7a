"""How someone stands to roles: what each requires that they have or lack, and how far one move may go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.errors import RolegraphError
from rolegraph.facts.arrays import columns, entries
from rolegraph.facts.labels import node, nodes
from rolegraph.mobility.coverage import Coverage, HeldLevels, coverage, essential_of, held_in, held_in_role
from rolegraph.mobility.efforts import ANY_OF, EffortMatrix
from rolegraph.mobility.move_efforts import MoveEfforts
from rolegraph.mobility.plan_costs import PlanCost, PlannedCapability
from rolegraph.model.moves import Limits, MoveKind, Piece
from rolegraph.model.nodes import Level, Node, Seniority
from rolegraph.model.plans import Profile
from rolegraph.planning.problem import STEP_WEIGHT
from rolegraph.rdf.dataset import Dataset

if TYPE_CHECKING:
    from rolegraph.facts.arrays import Sparse, Vector

_ENOUGH: Final = 2  # requirements that are named where they would bring a role into reach


class Start(NamedTuple):
    """Who asks: the row of the role they do, if it is one, and what they have.

    `met_shares` has for each requirement how much of it is met; `share` for each role how much of what it asks for and
    uses is met, and `gain` how much of that comes from what they have besides their own role. It is not `known` what
    they have where nothing essential is recorded of their role, and they say nothing else.
    """

    row: int | None
    coverage: Coverage
    met_shares: Vector
    share: Vector
    gain: Vector
    known: bool = True


class Match(NamedTuple):
    """How someone stands to one role: its essential requirements that are met and unmet, by number, and the plan to it.

    `cost` is None where nothing is known to be essential, or where there is no plan.
    """

    met: tuple[int, ...]
    unmet: tuple[int, ...]
    cost: PlanCost | None


def start_of(efforts: EffortMatrix, role: str | None, profile: Profile | None = None) -> Start:
    """A role, a profile, or both together, as a start."""
    import numpy as np

    row = None if role is None else efforts.row_of[role]
    held = HeldLevels() if row is None else held_in_role(efforts, row)
    covered = coverage(efforts, held)
    shares = met_shares(efforts, covered)
    share = weighted_shares(efforts, shares, covered)
    known = row is None or len(columns(efforts.required_of_same, row)) > 0
    if profile is None:
        return Start(row, covered, shares, share, np.zeros(len(efforts.roles)), known)
    held.update(held_in(efforts, profile))
    covered = coverage(efforts, held)
    shares = met_shares(efforts, covered)
    with_all = weighted_shares(efforts, shares, covered)
    known = not profile.unknown and (known or bool(profile.holdings))
    return Start(row, covered, shares, with_all, np.maximum(0.0, with_all - share), known)


def start_label(dataset: Dataset, role: str | None, besides: Profile | None) -> str:
    """What to call someone by what they do and have."""
    names = [] if role is None else [node(dataset, role).label]
    return " + ".join([*names, *([] if besides is None else [besides.name])])


def match_of(moves: MoveEfforts, covered: Coverage, row: int) -> Match:
    """How a coverage stands to the role of a row, with what the plan to it comes to, exactly."""
    efforts = moves.efforts
    essential, met = essential_of(efforts, covered, row)
    cost = moves.plan_costs.to_role(row, covered) if len(essential) else None
    return Match(tuple(essential[met].tolist()), tuple(essential[~met].tolist()), cost)


def hours_left(efforts: EffortMatrix, covered: Coverage) -> Vector:
    """For each role what is left by the columns: for ranking all roles; what is shown is planned."""
    import numpy as np

    return np.asarray(open_columns(efforts, covered) @ covered.hours_left)


def open_columns(efforts: EffortMatrix, covered: Coverage) -> Sparse:
    """Shape (roles, columns): 1 for all that has to be learned for what is essential to a role and not met."""
    met = covered.met[efforts.final_column]
    if not covered.within_error.nnz and not (efforts.requirement_columns @ covered.hours_left)[met].any():
        return efforts.required_columns
    # Something is met, though not all that usually comes before it: only what is not met has anything left.
    unmet = efforts.essential - efforts.essential.multiply(covered.within_error)
    return efforts.columns_for(unmet.multiply((~met).astype("float64")))


def met_shares(efforts: EffortMatrix, covered: Coverage) -> Vector:
    """For each requirement how much of it is met, in [0, 1]: of something half learned, half."""
    import numpy as np

    end = efforts.final_column + 1
    start = efforts.first_column[efforts.target[efforts.final_column]]
    met, whole = (
        sums[end] - sums[start]
        for sums in (
            np.concatenate(([0.0], np.cumsum(hours))) for hours in (efforts.hours * covered.met, efforts.hours)
        )
    )
    share = np.divide(met, whole, out=np.zeros_like(whole), where=whole > 0)
    found: Vector = np.where(covered.met[efforts.final_column], 1.0, np.clip(share, 0.0, 1.0))
    return found


def weighted_shares(efforts: EffortMatrix, shares: Vector, covered: Coverage) -> Vector:
    """For each role how much of what it asks for and uses is met, weighted by distinctiveness, in [0, 1].

    It is a share of `EffortMatrix.full_weight`, so that of two roles that are met in full the one with more
    requirements is nearer.
    """
    import numpy as np

    held = np.zeros(len(efforts.capabilities))
    held[list(covered.known)] = 1.0
    within = efforts.weights.multiply(covered.within_error).tocsr()
    met = efforts.weights @ shares + within @ (1.0 - shares) + efforts.tool_weights @ held
    found: Vector = met / efforts.full_weight
    return found


def described(dataset: Dataset, moves: MoveEfforts, requirement: int, cost: PlanCost | None) -> Piece:
    """A requirement in words, with what its steps take in a plan."""
    efforts = moves.efforts
    level = int(efforts.requirement_level[requirement])
    steps = planned_for(moves, requirement, cost)
    known = all(one.estimated for one in steps) and not is_credential(efforts, requirement)
    return Piece(
        alternatives_of(dataset, efforts, requirement),
        Level(level) if level else None,
        sum(one.weight for one in steps) if known else None,
        sum(one.steps for one in steps),
    )


def planned_for(moves: MoveEfforts, requirement: int, cost: PlanCost | None) -> list[PlannedCapability]:
    """What a plan has for a requirement itself, without what comes before it."""
    return [] if cost is None else [cost.learned[place] for place in moves.plan_costs.serving(requirement, cost)]


def alternatives_of(dataset: Dataset, efforts: EffortMatrix, requirement: int) -> tuple[Node, ...]:
    """The capabilities of which any one is enough."""
    places = (place for place, how in entries(efforts.requirements, requirement) if how == ANY_OF)
    return nodes(dataset, (efforts.capabilities[place] for place in places))


def is_credential(efforts: EffortMatrix, requirement: int) -> bool:
    """Whether a requirement is met by a degree or certification only, and not learned by doing."""
    return bool(efforts.hours[efforts.final_column[requirement]] == 0)


def cannot_be_learned(efforts: EffortMatrix, covered: Coverage) -> Vector:
    """For each requirement whether it is unmet and stays so, as it is a credential, or what it needs is skipped."""
    import numpy as np

    unmet = ~covered.met[efforts.final_column]
    return np.asarray(unmet & (efforts.requirement_columns @ covered.hours_left == 0))


def most_work(moves: MoveEfforts, cost: PlanCost | None, requirements: Iterable[int]) -> list[int]:
    """Requirements by what their steps count in a plan, the most first; equals by their distinctiveness."""

    def work(one: int) -> float:
        return sum(planned.weight for planned in planned_for(moves, one, cost))

    distinctiveness = moves.efforts.distinctiveness
    return sorted(requirements, key=lambda one: (-round(work(one), 6), -distinctiveness[one], one))


def most_distinctive(efforts: EffortMatrix, requirements: Iterable[int]) -> list[int]:
    """Requirements by their distinctiveness, the highest first."""
    return sorted(requirements, key=lambda one: (-efforts.distinctiveness[one], one))


def enough_to_reach(missing: Sequence[Piece], over: float, limits: Limits) -> tuple[Piece, ...]:
    """The first one or two of some requirements that together take off so much; none where more are needed.

    The requirements have what their steps take, the longest first; a role is `over` out of reach, in the unit of the
    limits.
    """
    for count in range(1, min(_ENOUGH, len(missing)) + 1):
        if sum((piece.hours or 0.0) if limits.steps is None else piece.steps for piece in missing[:count]) >= over:
            return tuple(missing[:count])
    return ()


def limits_of(moves: MoveEfforts) -> Limits:
    """What one move may take, as calibrated from the graph."""
    usual = moves.calibration
    basis = f"the average of {usual.basis}, plus one standard deviation" if usual.pairs else "no two roles to compare"
    by = "seniority" if moves.efforts.by_seniority[0] else "preparation"
    return _in_unit(moves, usual.hours, usual.jump, by, basis)


def _in_unit(moves: MoveEfforts, most: float, jump: int | None, by: str, basis: str) -> Limits:
    """Limits in hours, or in steps where hours are not estimated."""
    if moves.efforts.in_hours or most == float("inf"):
        return Limits(most, jump, by, basis, assumed=bool(moves.efforts.assumes_hours[0]))
    return Limits(None, jump, by, basis, steps=round(most / STEP_WEIGHT))


def route_limits(
    moves: MoveEfforts, hours: float | None = None, jump: int | None = None, steps: int | None = None
) -> Limits:
    """What one move of a route may take: as given, or else as calibrated, but so much that no role is cut off.

    RolegraphError where it is given in hours for a graph without hours, or in steps for one that has them.
    """
    usual, calibrated = moves.calibration, limits_of(moves)
    if steps is not None and calibrated.steps is None:
        raise RolegraphError("this graph has hours: limit a move by --max-hours, not by --max-steps")
    if hours is not None and calibrated.steps is not None:
        raise RolegraphError("nobody has estimated hours in this graph: use --max-steps, or --assume-hours")
    basis, unit = calibrated.basis, "hours" if calibrated.steps is None else "steps"
    given_most = hours if steps is None else steps
    if usual.way_in > usual.hours:
        usually = f"~{round(usual.hours, -1):,.0f} hours" if unit == "hours" else f"{calibrated.steps} steps"
        basis = f"high enough to reach every role; otherwise it would be {usually}, {basis}"
    given = [name for name, value in ((unit, given_most), ("jump", jump)) if value is not None]
    if given:
        basis = f"{' and '.join(given)} as given" + ("" if len(given) > 1 else f"; the rest: {basis}")
    most, jump = max(usual.hours, usual.way_in), usual.jump if jump is None else jump
    found = _in_unit(moves, most, jump, calibrated.by, basis)
    return (
        found._replace(hours=found.hours if hours is None else hours) if steps is None else found._replace(steps=steps)
    )


def jump_between(efforts: EffortMatrix, row: int | None, other: int) -> int | None:
    """How many seniority levels up it is from role to role; None where that is not known."""
    if row is None or not efforts.rank[row] or not efforts.rank[other]:
        return None
    return int(efforts.rank[other]) - int(efforts.rank[row])


def jumps_between(efforts: EffortMatrix, row: int | None) -> Vector:
    """For each role how many levels up it is from the role of a row; NaN where that is not known."""
    import numpy as np

    ranks = np.where(efforts.rank > 0, efforts.rank, np.nan)
    return np.asarray(ranks - (np.nan if row is None else ranks[row]))


def kind_of_move(jump: int | None, *, close: bool) -> MoveKind | None:
    """The kind of a move by its jump, and whether both roles are close; None where the jump is not known."""
    if jump is None:
        return None
    if jump:
        return MoveKind.ADVANCEMENT if jump > 0 else MoveKind.STEP_DOWN
    return MoveKind.SIMILAR if close else MoveKind.LATERAL


def seniority_of(efforts: EffortMatrix, row: int) -> Seniority | None:
    """The seniority of a role where it is known."""
    rank = int(efforts.rank[row])
    return Seniority(rank) if rank and efforts.by_seniority[0] else None


def role_at(dataset: Dataset, efforts: EffortMatrix, row: int) -> Node:
    """The role of a row."""
    return node(dataset, efforts.roles[row])
