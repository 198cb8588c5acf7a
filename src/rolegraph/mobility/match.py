"""How someone stands to roles: what each asks for that they have or lack, and whether it is within one move."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.facts.arrays import columns
from rolegraph.facts.labels import node, nodes
from rolegraph.mobility.coverage import Coverage, HeldLevels, coverage, held_in, held_in_role
from rolegraph.mobility.efforts import ANY_OF, EffortMatrix, needed
from rolegraph.mobility.move_efforts import MoveEfforts
from rolegraph.model.moves import Limits, MoveKind, Piece
from rolegraph.model.nodes import Level, Node, Seniority
from rolegraph.model.plans import Profile
from rolegraph.rdf.dataset import Dataset

if TYPE_CHECKING:
    from rolegraph.facts.arrays import Vector


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


class Match(NamedTuple):
    """How someone stands to one role: its essential demands that are met, and those that are not, by number."""

    met: tuple[int, ...]
    unmet: tuple[int, ...]
    hours: float


def start_of(efforts: EffortMatrix, role: str | None, profile: Profile | None = None) -> Start:
    """A role, a profile, or both together, as a start."""
    import numpy as np

    row = None if role is None else efforts.row_of[role]
    held = HeldLevels() if row is None else held_in_role(efforts, row)
    cover = coverage(efforts, held)
    match = matches(efforts, cover)
    if profile is None:
        return Start(row, cover, match, np.zeros(len(efforts.roles)))
    before = shares(efforts, match)
    held.update(held_in(efforts, profile))
    cover = coverage(efforts, held)
    match = matches(efforts, cover)
    return Start(row, cover, match, np.maximum(0.0, shares(efforts, match) - before))


def called(dataset: Dataset, role: str | None, besides: Profile | None) -> str:
    """What to call someone by what they do and have."""
    names = [] if role is None else [node(dataset, role).label]
    return " + ".join([*names, *([] if besides is None else [besides.name])])


def match_of(efforts: EffortMatrix, cover: Coverage, row: int) -> Match:
    """How a coverage stands to the role of a row."""
    demands = columns(efforts.essential, row)
    met = cover.met[efforts.top[demands]]
    unmet = demands[~met]
    open_ = {column for demand in unmet.tolist() for column in columns(efforts.spans, demand).tolist()}
    return Match(tuple(demands[met].tolist()), tuple(unmet.tolist()), float(cover.left[sorted(open_)].sum()))


def hours_left(efforts: EffortMatrix, cover: Coverage) -> Vector:
    """For each role the hours that are left."""
    import numpy as np

    met = cover.met[efforts.top]
    if not (efforts.spans @ cover.left)[met].any():
        return np.asarray(efforts.wanted @ cover.left)
    # Something is met, though not all that usually comes before it: only what is not met has anything left.
    return np.asarray(needed(efforts, ~met) @ cover.left)


def matches(efforts: EffortMatrix, cover: Coverage) -> Vector:
    """For each demand how much of it is met, in [0, 1]: of something half learned, half."""
    import numpy as np

    start = efforts.first[efforts.need[efforts.top]]
    left, hours = (np.concatenate(([0.0], np.cumsum(one))) for one in (cover.left, efforts.hours))
    of, whole = left[efforts.top + 1] - left[start], hours[efforts.top + 1] - hours[start]
    share = np.where(whole > 0, 1.0 - of / np.where(whole > 0, whole, 1.0), 0.0)
    found: Vector = np.where(cover.met[efforts.top], 1.0, np.clip(share, 0.0, 1.0))
    return found


def shares(efforts: EffortMatrix, match: Vector) -> Vector:
    """For each role how much of what is essential is met, by how telling it is, in [0, 1).

    It is a share of `EffortMatrix.whole`, so that of two roles that are met in full the one with more
    requirements is nearer.
    """
    found: Vector = (efforts.weights @ match) / efforts.whole
    return found


def piece(dataset: Dataset, efforts: EffortMatrix, demand: int, cover: Coverage) -> Piece:
    """A demand in words, with the hours that are left of it and of what comes before it."""
    level = int(efforts.demand_level[demand])
    hours = None if is_credential(efforts, demand) else float(cover.left[columns(efforts.spans, demand)].sum())
    return Piece(demanded(dataset, efforts, demand), Level(level) if level else None, hours)


def demanded(dataset: Dataset, efforts: EffortMatrix, demand: int) -> tuple[Node, ...]:
    """The capabilities of which any one is enough."""
    start, end = efforts.demands.indptr[demand : demand + 2]
    places = efforts.demands.indices[start:end][efforts.demands.data[start:end] == ANY_OF]
    return nodes(dataset, (efforts.capabilities[place] for place in places))


def is_credential(efforts: EffortMatrix, demand: int) -> bool:
    """Whether a demand is met by a degree or certification only, and not learned by doing."""
    return bool(efforts.hours[efforts.top[demand]] == 0)


def is_skipped(efforts: EffortMatrix, cover: Coverage, demand: int) -> bool:
    """Whether a demand that is not met stays so, since what would have to be learned is skipped."""
    return not cover.met[efforts.top[demand]] and not cover.left[columns(efforts.spans, demand)].any()


def cannot_be_learned(efforts: EffortMatrix, cover: Coverage) -> Vector:
    """For each demand whether it is not met and stays so, as it is a credential, or what it needs is skipped."""
    import numpy as np

    return np.asarray(~cover.met[efforts.top] & (efforts.spans @ cover.left == 0))


def by_hours(efforts: EffortMatrix, cover: Coverage, demands: Iterable[int]) -> list[int]:
    """Demands by the hours that are left of them, the most first; those that take the same by how telling they are."""
    hours = efforts.spans @ cover.left
    return sorted(demands, key=lambda one: (-round(float(hours[one]), 6), -efforts.distinctiveness[one], one))


def most_distinctive(efforts: EffortMatrix, demands: Iterable[int]) -> list[int]:
    """Demands by how telling they are."""
    return sorted(demands, key=lambda one: (-efforts.distinctiveness[one], one))


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
    """What one move may take, as calibrated from the graph."""
    usual = moves.calibration
    basis = f"mean plus one standard deviation of {usual.basis}" if usual.pairs else "no two roles to calibrate from"
    return Limits(usual.hours, usual.jump, _by(moves.efforts), basis)


def route_limits(moves: MoveEfforts, hours: float | None = None, jump: int | None = None) -> Limits:
    """What one move of a route may take: as given, or else as calibrated, but so much that no role is cut off."""
    usual = moves.calibration
    calibrated = limits_of(moves)
    basis = calibrated.basis
    if usual.way_in > usual.hours:
        basis = f"the easiest move into the role that is hardest to enter; {usual.hours:,.0f} hours are usual: {basis}"
    given = [name for name, value in (("hours", hours), ("jump", jump)) if value is not None]
    if given:
        basis = f"{' and '.join(given)} as given" + ("" if len(given) > 1 else f", the rest by {basis}")
    return Limits(
        hours=max(usual.hours, usual.way_in) if hours is None else hours,
        jump=usual.jump if jump is None else jump,
        by=calibrated.by,
        basis=basis,
    )


def _by(efforts: EffortMatrix) -> str:
    return "seniority" if efforts.by_seniority[0] else "preparation"


def jump_between(efforts: EffortMatrix, row: int | None, other: int) -> int | None:
    """How many seniority levels up it is from role to role; None where that is not known."""
    if row is None or not efforts.rank[row] or not efforts.rank[other]:
        return None
    return int(efforts.rank[other]) - int(efforts.rank[row])


def kind_of_move(jump: int | None, *, close: bool) -> MoveKind | None:
    """The kind of a move by its jump, and whether both roles are close; None where the jump is not known.

    >>> kind_of_move(1, close=True), kind_of_move(0, close=False), kind_of_move(None, close=True)
    (<Move.ADVANCEMENT: 'advancement'>, <Move.LATERAL: 'lateral'>, None)
    """
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
