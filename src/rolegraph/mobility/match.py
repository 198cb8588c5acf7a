"""How someone stands to roles: what each asks for that they have or lack, and whether it is within one hop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.facts.labels import node, nodes
from rolegraph.facts.role_matrix import columns
from rolegraph.mobility.coverage import Coverage, Held, coverage, held_in, held_in_role
from rolegraph.mobility.efforts import ANY_OF, ReachSpace, needed
from rolegraph.mobility.move_efforts import MoveEfforts
from rolegraph.model.moves import Limits, Move, Piece
from rolegraph.model.nodes import Level, Node, Seniority
from rolegraph.model.plans import Profile
from rolegraph.rdf.dataset import Dataset

if TYPE_CHECKING:
    from rolegraph.facts.role_matrix import Vector


FEW: Final = 3  # pieces that are named; more of them are not read


class Start(NamedTuple):
    """Who asks: the row of the role they do, if it is one, and what they have.

    `match` says for each demand how much of it is met; `gained` for each role by how much what they have besides their
    role adds to the share of what is met.
    """

    row: int | None
    cover: Coverage
    match: Vector
    gained: Vector


class Footing(NamedTuple):
    """How someone stands to one role: its essential demands that are met, and those that are not, by number."""

    met: tuple[int, ...]
    unmet: tuple[int, ...]
    hours: float


def start_of(space: ReachSpace, role: str | None, profile: Profile | None = None) -> Start:
    """A role, a profile, or both together, as a start."""
    import numpy as np

    row = None if role is None else space.row_of[role]
    held = Held() if row is None else held_in_role(space, row)
    cover = coverage(space, held)
    match = matches(space, cover)
    if profile is None:
        return Start(row, cover, match, np.zeros(len(space.roles)))
    before = shares(space, match)
    held.update(held_in(space, profile))
    cover = coverage(space, held)
    match = matches(space, cover)
    return Start(row, cover, match, np.maximum(0.0, shares(space, match) - before))


def called(dataset: Dataset, role: str | None, besides: Profile | None) -> str:
    """What to call someone by what they do and have."""
    names = [] if role is None else [node(dataset, role).label]
    return " + ".join([*names, *([] if besides is None else [besides.name])])


def footing(space: ReachSpace, cover: Coverage, row: int) -> Footing:
    """How a coverage stands to the role of a row."""
    demands = columns(space.essential, row)
    met = cover.met[space.top[demands]]
    unmet = demands[~met]
    open_ = {column for demand in unmet.tolist() for column in columns(space.spans, demand).tolist()}
    return Footing(tuple(demands[met].tolist()), tuple(unmet.tolist()), float(cover.left[sorted(open_)].sum()))


def hours_left(space: ReachSpace, cover: Coverage) -> Vector:
    """For each role the hours that are left."""
    import numpy as np

    met = cover.met[space.top]
    if not (space.spans @ cover.left)[met].any():
        return np.asarray(space.wanted @ cover.left)
    # Something is met, though not all that usually comes before it: only what is not met has anything left.
    return np.asarray(needed(space, ~met) @ cover.left)


def matches(space: ReachSpace, cover: Coverage) -> Vector:
    """For each demand how much of it is met, in [0, 1]: of something half learned, half."""
    import numpy as np

    start = space.first[space.need[space.top]]
    left, hours = (np.concatenate(([0.0], np.cumsum(one))) for one in (cover.left, space.hours))
    of, whole = left[space.top + 1] - left[start], hours[space.top + 1] - hours[start]
    share = np.where(whole > 0, 1.0 - of / np.where(whole > 0, whole, 1.0), 0.0)
    found: Vector = np.where(cover.met[space.top], 1.0, np.clip(share, 0.0, 1.0))
    return found


def shares(space: ReachSpace, match: Vector) -> Vector:
    """For each role how much of what is essential is met, by how telling it is, in [0, 1).

    It is a share of `ReachSpace.whole`, so that of two roles that are met in full the one that asks for more is nearer.
    """
    found: Vector = (space.weights @ match) / space.whole
    return found


def piece(dataset: Dataset, space: ReachSpace, demand: int, cover: Coverage) -> Piece:
    """A demand in words, with the hours that are left of it and of what comes before it."""
    level = int(space.demand_level[demand])
    hours = None if is_gate(space, demand) else float(cover.left[columns(space.spans, demand)].sum())
    return Piece(demanded(dataset, space, demand), Level(level) if level else None, hours)


def demanded(dataset: Dataset, space: ReachSpace, demand: int) -> tuple[Node, ...]:
    """The capabilities of which any one is enough."""
    start, end = space.demands.indptr[demand : demand + 2]
    places = space.demands.indices[start:end][space.demands.data[start:end] == ANY_OF]
    return nodes(dataset, (space.capabilities[place] for place in places))


def is_gate(space: ReachSpace, demand: int) -> bool:
    """Whether a demand is met by a degree or certification only, and not learned by doing."""
    return bool(space.hours[space.top[demand]] == 0)


def is_skipped(space: ReachSpace, cover: Coverage, demand: int) -> bool:
    """Whether a demand that is not met stays so, since what would have to be learned is skipped."""
    return not cover.met[space.top[demand]] and not cover.left[columns(space.spans, demand)].any()


def cannot_be_learned(space: ReachSpace, cover: Coverage) -> Vector:
    """For each demand whether it is not met and stays so, as it is a gate, or what it needs is skipped."""
    import numpy as np

    return np.asarray(~cover.met[space.top] & (space.spans @ cover.left == 0))


def by_hours(space: ReachSpace, cover: Coverage, demands: Iterable[int]) -> list[int]:
    """Demands by the hours that are left of them, the most first; those that take the same by how telling they are."""
    hours = space.spans @ cover.left
    return sorted(demands, key=lambda one: (-round(float(hours[one]), 6), -space.telling[one], one))


def most_telling(space: ReachSpace, demands: Iterable[int]) -> list[int]:
    """Demands by how telling they are."""
    return sorted(demands, key=lambda one: (-space.telling[one], one))


def enough_to_reach(pieces: Sequence[Piece], over: float) -> tuple[Piece, ...]:
    """One or two pieces that together take off so many hours, the longest first; none where more are needed."""
    found: list[Piece] = []
    for one in pieces[:2]:
        found.append(one)
        over -= one.hours or 0.0
        if over <= 0:
            return tuple(found)
    return ()


def limits_of(moves: MoveEfforts) -> Limits:
    """What one hop may take, as calibrated from the graph."""
    usual = moves.calibration
    basis = f"mean plus one standard deviation of {usual.basis}" if usual.pairs else "no two roles to calibrate from"
    return Limits(usual.hours, usual.jump, _by(moves.space), basis)


def route_limits(moves: MoveEfforts, hours: float | None = None, jump: int | None = None) -> Limits:
    """What one hop of a route may take: as given, or else as calibrated, but so much that no role is cut off."""
    usual = moves.calibration
    calibrated = limits_of(moves)
    basis = calibrated.basis
    if usual.way_in > usual.hours:
        basis = f"the easiest hop into the role that is hardest to enter; {usual.hours:,.0f} hours are usual: {basis}"
    given = [name for name, value in (("hours", hours), ("jump", jump)) if value is not None]
    if given:
        basis = f"{' and '.join(given)} as given" + ("" if len(given) > 1 else f", the rest by {basis}")
    return Limits(
        hours=max(usual.hours, usual.way_in) if hours is None else hours,
        jump=usual.jump if jump is None else jump,
        by=calibrated.by,
        basis=basis,
    )


def _by(space: ReachSpace) -> str:
    return "seniority" if space.by_seniority[0] else "preparation"


def jump_between(space: ReachSpace, row: int | None, other: int) -> int | None:
    """How many rungs up it is from role to role; None where that is not known."""
    if row is None or not space.rung[row] or not space.rung[other]:
        return None
    return int(space.rung[other]) - int(space.rung[row])


def kind_of_move(jump: int | None, *, close: bool) -> Move | None:
    """The kind of a move by its jump, and whether both roles are close; None where the jump is not known.

    >>> kind_of_move(1, close=True), kind_of_move(0, close=False), kind_of_move(None, close=True)
    (<Move.ADVANCEMENT: 'advancement'>, <Move.LATERAL: 'lateral'>, None)
    """
    if jump is None:
        return None
    if jump:
        return Move.ADVANCEMENT if jump > 0 else Move.STEP_DOWN
    return Move.SIMILAR if close else Move.LATERAL


def seniority_of(space: ReachSpace, row: int) -> Seniority | None:
    """The seniority of a role where it is known."""
    rung = int(space.rung[row])
    return Seniority(rung) if rung and space.by_seniority[0] else None


def role_at(dataset: Dataset, space: ReachSpace, row: int) -> Node:
    """The role of a row."""
    return node(dataset, space.roles[row])
