"""How someone stands to roles: what each requires that they have or lack, and how far one move may go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.facts.arrays import columns, entries
from rolegraph.facts.labels import node, nodes
from rolegraph.mobility.coverage import Coverage, HeldLevels, coverage, held_in, held_in_role
from rolegraph.mobility.efforts import ANY_OF, EffortMatrix
from rolegraph.mobility.move_efforts import MoveEfforts
from rolegraph.model.moves import Limits, MoveKind, Piece
from rolegraph.model.nodes import Level, Node, Seniority
from rolegraph.model.plans import Profile
from rolegraph.rdf.dataset import Dataset

if TYPE_CHECKING:
    from rolegraph.facts.arrays import Sparse, Vector

_ENOUGH: Final = 2  # requirements that are named where they would bring a role into reach


class Start(NamedTuple):
    """Who asks: the row of the role they do, if it is one, and what they have.

    `met_shares` has for each requirement how much of it is met; `gain` for each role how much what they have besides
    their own role adds to the share of what is met. `known` is false where nothing essential is recorded of their role,
    and they say nothing else.
    """

    row: int | None
    coverage: Coverage
    met_shares: Vector
    gain: Vector
    known: bool = True


class Match(NamedTuple):
    """How someone stands to one role: its essential requirements that are met and unmet, by number; the hours left."""

    met: tuple[int, ...]
    unmet: tuple[int, ...]
    hours: float


def start_of(efforts: EffortMatrix, role: str | None, profile: Profile | None = None) -> Start:
    """A role, a profile, or both together, as a start."""
    import numpy as np

    row = None if role is None else efforts.row_of[role]
    held = HeldLevels() if row is None else held_in_role(efforts, row)
    covered = coverage(efforts, held)
    shares = met_shares(efforts, covered)
    if profile is None:
        known = row is None or bool(len(columns(efforts.essential, row)))
        return Start(row, covered, shares, np.zeros(len(efforts.roles)), known)
    before = weighted_shares(efforts, shares, covered)
    held.update(held_in(efforts, profile))
    covered = coverage(efforts, held)
    shares = met_shares(efforts, covered)
    gain = np.maximum(0.0, weighted_shares(efforts, shares, covered) - before)
    return Start(row, covered, shares, gain, not profile.unknown)


def start_label(dataset: Dataset, role: str | None, besides: Profile | None) -> str:
    """What to call someone by what they do and have."""
    names = [] if role is None else [node(dataset, role).label]
    return " + ".join([*names, *([] if besides is None else [besides.name])])


def match_of(efforts: EffortMatrix, covered: Coverage, row: int) -> Match:
    """How a coverage stands to the role of a row."""
    import numpy as np

    essential = columns(efforts.essential, row)
    met = covered.met[efforts.final_column[essential]] | np.isin(essential, columns(covered.within_error, row))
    unmet = essential[~met].tolist()
    open_columns = {column for number in unmet for column in columns(efforts.requirement_columns, number).tolist()}
    return Match(tuple(essential[met].tolist()), tuple(unmet), float(covered.hours_left[sorted(open_columns)].sum()))


def hours_left(efforts: EffortMatrix, covered: Coverage) -> Vector:
    """For each role the hours that are left."""
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
    left, whole = (
        sums[end] - sums[start]
        for sums in (np.concatenate(([0.0], np.cumsum(hours))) for hours in (covered.hours_left, efforts.hours))
    )
    share = np.divide(left, whole, out=np.ones_like(whole), where=whole > 0)
    found: Vector = np.where(covered.met[efforts.final_column], 1.0, np.clip(1.0 - share, 0.0, 1.0))
    return found


def weighted_shares(efforts: EffortMatrix, shares: Vector, covered: Coverage) -> Vector:
    """For each role how much of what is essential is met, weighted by distinctiveness, in [0, 1).

    It is a share of `EffortMatrix.full_weight`, so that of two roles that are met in full the one with more
    requirements is nearer.
    """
    within = efforts.weights.multiply(covered.within_error).tocsr()
    found: Vector = (efforts.weights @ shares + within @ (1.0 - shares)) / efforts.full_weight
    return found


def described(dataset: Dataset, efforts: EffortMatrix, requirement: int, covered: Coverage) -> Piece:
    """A requirement in words, with the hours that are left of it and of what comes before it."""
    level = int(efforts.requirement_level[requirement])
    left = float(covered.hours_left[columns(efforts.requirement_columns, requirement)].sum())
    return Piece(
        alternatives_of(dataset, efforts, requirement),
        Level(level) if level else None,
        None if is_credential(efforts, requirement) else left,
    )


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


def most_hours(efforts: EffortMatrix, covered: Coverage, requirements: Iterable[int]) -> list[int]:
    """Requirements by the hours that are left of them, the most first; equals by their distinctiveness."""
    hours = efforts.requirement_columns @ covered.hours_left
    distinctiveness = efforts.distinctiveness
    return sorted(requirements, key=lambda one: (-round(float(hours[one]), 6), -distinctiveness[one], one))


def most_distinctive(efforts: EffortMatrix, requirements: Iterable[int]) -> list[int]:
    """Requirements by their distinctiveness, the highest first."""
    return sorted(requirements, key=lambda one: (-efforts.distinctiveness[one], one))


def enough_to_reach(missing: Sequence[Piece], over: float) -> tuple[Piece, ...]:
    """The first one or two of some requirements that together take off so many hours; none where more are needed.

    The requirements have the hours that are left of them, the longest first; a role is `over` hours out of reach.
    """
    for count in range(1, min(_ENOUGH, len(missing)) + 1):
        if sum(piece.hours or 0.0 for piece in missing[:count]) >= over:
            return tuple(missing[:count])
    return ()


def limits_of(moves: MoveEfforts) -> Limits:
    """What one move may take, as calibrated from the graph."""
    usual = moves.calibration
    basis = f"the average of {usual.basis}, plus one standard deviation" if usual.pairs else "no two roles to compare"
    by = "seniority" if moves.efforts.by_seniority[0] else "preparation"
    return Limits(usual.hours, usual.jump, by, basis)


def route_limits(moves: MoveEfforts, hours: float | None = None, jump: int | None = None) -> Limits:
    """What one move of a route may take: as given, or else as calibrated, but so much that no role is cut off."""
    usual, calibrated = moves.calibration, limits_of(moves)
    basis = calibrated.basis
    if usual.way_in > usual.hours:
        basis = f"high enough to reach every role; otherwise it would be ~{round(usual.hours, -1):,.0f} hours, {basis}"
    given = [name for name, value in (("hours", hours), ("jump", jump)) if value is not None]
    if given:
        basis = f"{' and '.join(given)} as given" + ("" if len(given) > 1 else f"; the rest: {basis}")
    return calibrated._replace(
        hours=max(usual.hours, usual.way_in) if hours is None else hours,
        jump=usual.jump if jump is None else jump,
        basis=basis,
    )


def jump_between(efforts: EffortMatrix, row: int | None, other: int) -> int | None:
    """How many seniority levels up it is from role to role; None where that is not known."""
    if row is None or not efforts.rank[row] or not efforts.rank[other]:
        return None
    return int(efforts.rank[other]) - int(efforts.rank[row])


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
