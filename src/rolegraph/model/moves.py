"""What is found out about moves between roles: neighbours, routes, what a new capability opens."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from rolegraph.model import displayed
from rolegraph.model.nodes import Level, Node, Seniority
from rolegraph.model.observations import Estimate, Observation, ObservedMove
from rolegraph.model.plans import LearningPath, LearningStep, Profile
from rolegraph.model.posting_counts import PostingCount
from rolegraph.model.roles import Unrecorded, either


class Contribution(NamedTuple):
    """What one facet adds to a similarity, and what the two roles share most in it, as nodes or words."""

    name: str
    points: float
    detail: tuple[Node | str, ...] = ()


class Explanation(NamedTuple):
    """A similarity as a sum: the points of all contributions add up to the score; the largest first."""

    score: float
    contributions: tuple[Contribution, ...]


class Thresholds(NamedTuple):
    """The least similarity of two roles that are close, and of two that are related, and what both rest on.

    `close` is a mean over pairs of roles, `related` that mean less one standard deviation.
    """

    close: float
    related: float
    basis: str

    @property
    def words(self) -> str:
        """It in words; of what is related nothing where everything is.

        >>> Thresholds(0.5, 0.25, "the roles of a group").words
        'Close: a score of 0.50 or more. Related: 0.25 or more. How these were set: the roles of a group.'
        >>> Thresholds(0.19, 0.0, "the roles of a group").words
        'Close: a score of 0.19 or more. How this was set: the roles of a group.'
        """
        related, these = (f" Related: {self.related:.2f} or more.", "these were") if self.related >= 0.005 else ("", "")
        return f"Close: a score of {self.close:.2f} or more.{related} How {these or 'this was'} set: {self.basis}."


class MoveKind(StrEnum):
    """The kind of a move, where it is known how far up both roles stand.

    `SIMILAR` and `LATERAL` stay on the same seniority level: to a role in the first tier, or to one further away.
    """

    ADVANCEMENT = "advancement"
    SIMILAR = "similar"
    LATERAL = "lateral"
    STEP_DOWN = "step down"


class Tier(StrEnum):
    """How near a role is, by thresholds that are calibrated from the graph and part of each answer."""

    CLOSE = "close"
    RELATED = "related"
    FURTHER = "further"


class Piece(NamedTuple):
    """Something essential to a role: any one of `any_of` is enough.

    `level` is what is asked for, None where no source gives one. `hours` are those of its own steps in the plan,
    `steps` how many these are; hours are None for a credential, and where nobody has estimated them.
    """

    any_of: tuple[Node, ...]
    level: Level | None = None
    hours: float | None = None
    steps: int = 0

    @property
    def label(self) -> str:
        """The piece in words."""
        return either(self.any_of)


class Neighbour(NamedTuple):
    """A role seen from what someone has.

    Parameters
    ----------
    role, codes
        The role, and its notations, such as an O*NET-SOC code.
    score, tier, contributions
        How near it is, from 0 to 1, and what that is made of.
    met, essential
        How many of its essential requirements are met; `essential` is 0 where nothing says what is essential, or what
        somebody has who asks.
    hours, steps, capabilities
        What is left: those of the learning path. Hours are None where nobody has estimated some of them; all three
        where nothing says what is essential, or nothing is known of the start.
    shared
        The most telling of the essential requirements that are met.
    missing
        The few that take most hours of those that are not met, and can be learned.
    credentials
        Degrees and certifications that are asked for and not held.
    move, seniority
        The kind of the move, and how far up the role stands; None where that is not known.
    in_reach, reach_with
        Whether it is within the limits of one move; otherwise one or two pieces with which it would be, if they are
        enough.
    unrecorded
        What its requirements are estimated from, where nothing essential is recorded of it.
    moved, observed, likely
        How many of those who left went there, how many work there for what pay, as somebody counted it, and how likely
        the move is, where that was asked for.
    demand
        How many postings for it somebody counted, and whether that grows.
    """

    role: Node
    codes: tuple[str, ...]
    score: float
    tier: Tier
    contributions: tuple[Contribution, ...]
    met: int
    essential: int
    hours: float | None
    steps: int | None
    capabilities: int | None
    move: MoveKind | None
    seniority: Seniority | None
    shared: tuple[Piece, ...]
    missing: tuple[Piece, ...]
    credentials: tuple[Piece, ...]
    in_reach: bool
    reach_with: tuple[Piece, ...] = ()
    unrecorded: Unrecorded | None = None
    moved: ObservedMove | None = None
    observed: Observation | None = None
    likely: Estimate | None = None
    demand: PostingCount | None = None


class RankedBy(StrEnum):
    """What ranks roles: how similar they are, where people went, or where they are likely to go."""

    SIMILARITY = "similarity"
    MOVES = "moves"
    LIKELY = "likely"


class Limits(NamedTuple):
    """The most hours and the most seniority levels up that one move may take, and where these numbers come from.

    `jump` is None where nothing says how far up roles stand. Levels are those of `by`: seniority or preparation. In a
    graph without hours `hours` is None, and `steps` has the most steps, of which each raises a capability by a level.
    Hours are `assumed` where a default stands for those that nobody has estimated.
    """

    hours: float | None
    jump: int | None
    by: str
    basis: str
    steps: int | None = None
    assumed: bool = False

    def over(self, weight: float, steps: int) -> float:
        """By how much something is beyond the limit, in hours or steps; 0 or less where it is within."""
        if self.steps is not None:
            return steps - self.steps
        return weight - (float("inf") if self.hours is None else self.hours)


@displayed
class Nearest(NamedTuple):
    """Roles in the order of how near they are to someone, or, where `reverse`, roles from which one is near.

    `neighbours` on the same level come first, then those further up, and those further down. `thresholds` say what is
    close and related, `limits` what one move may take.

    `start` is what to call them; `considered` how many roles passed the filters; `filters` says each filter with the
    roles it left out. It is not `known` what someone has who does a role of which nothing essential is recorded.
    `unrecorded` says so where nothing essential is recorded of `role`, and from what its requirements are estimated.
    Where they are ranked `by` anything but similarity, each stands for the roles that are counted with it; `basis` is
    what the ranking rests on, empty where nobody counted that.
    """

    start: str
    role: Node | None
    neighbours: tuple[Neighbour, ...]
    thresholds: Thresholds
    limits: Limits
    considered: int
    filters: tuple[tuple[str, int], ...] = ()
    reverse: bool = False
    known: bool = True
    unrecorded: Unrecorded | None = None
    by: RankedBy | None = None
    basis: str = ""


class Move(NamedTuple):
    """One move of a route, with its own learning path from all that is held by then; `moved` is who made it."""

    start: Node | None
    end: Node
    path: LearningPath
    move: MoveKind | None = None
    moved: ObservedMove | None = None

    @property
    def hours(self) -> float | None:
        """The hours of its steps; None where nobody has estimated some."""
        return self.path.hours

    @property
    def steps(self) -> int:
        """How many steps it takes, of which each raises a capability by a level."""
        return len(self.path.steps)


class Route(NamedTuple):
    """A chain of roles. What is learned for one move is kept for the next."""

    moves: tuple[Move, ...]

    @property
    def hardest_move(self) -> Move:
        """The move whose plan counts most."""
        return max(self.moves, key=lambda move: move.path.weight)

    @property
    def hardest(self) -> float | None:
        """The hours of its hardest move; None where nobody has estimated some."""
        return self.hardest_move.hours if self.moves else 0.0

    @property
    def hours(self) -> float | None:
        """The hours of all moves together; None where nobody has estimated some."""
        hours = [move.hours for move in self.moves]
        return None if None in hours else sum(filter(None, hours))

    @property
    def steps(self) -> int:
        """The steps of all moves together."""
        return sum(move.steps for move in self.moves)


@displayed
class Routes(NamedTuple):
    """Routes from a profile to a role, the best first, and the direct path beside them.

    `routes` is empty where no chain of moves keeps within the limits; `reachable` is then the role nearest to the goal
    among those that can be reached. `gain` is by how much a role in between has to make the hardest move smaller, in
    the unit of the limits. There are no routes, either, where `direct.path` is not known.
    """

    start: Profile
    goal: Node
    direct: Move
    routes: tuple[Route, ...]
    limits: Limits
    reachable: Neighbour | None = None
    gain: float = 0.0


class Opened(NamedTuple):
    """A role before and after something is learned, with what the learning path takes; hours where estimated.

    `essential` is how many essential requirements it has, of which `met_before` and `met_after` are met.
    """

    role: Node
    hours_before: float | None
    hours_after: float | None
    steps_before: int | None
    steps_after: int | None
    met_before: int
    met_after: int
    essential: int
    in_reach_before: bool
    in_reach_after: bool


class Lever(NamedTuple):
    """Something to learn, what that takes with its prerequisites, and the roles that it brings nearest.

    `roles` are the few that it brings nearest of the `nearer` that it does; `worth` is the sum, over these, of the
    square of how near each is times the share that it takes off what is left. What is `general` is asked for by near
    roles hardly more often than by all. `also` brings the same roles nearer, or none more than this one.
    """

    capability: Node
    level: Level
    hours: float | None
    steps: int
    roles: tuple[Opened, ...]
    nearer: int
    worth: float
    general: bool
    also: tuple[Node, ...] = ()


@displayed
class WhatIf(NamedTuple):
    """What learning opens: for the steps in `learned` the roles that they change, or else the best levers.

    `changed` is how many roles take less than before; `in_reach` how many were within one move before. It is not
    `known` what someone has who does a role of which nothing essential is recorded: no roles or levers are named then.
    `unrecorded` are the start and the roles in the answer of which nothing essential is recorded.
    """

    start: str
    learned: tuple[LearningStep, ...]
    roles: tuple[Opened, ...]
    changed: int
    levers: tuple[Lever, ...]
    limits: Limits
    in_reach: int
    known: bool = True
    unrecorded: tuple[Unrecorded, ...] = ()

    @property
    def hours(self) -> float | None:
        """The hours of what is learned; None where nobody has estimated some."""
        hours = [step.hours for step in self.learned]
        return None if None in hours else sum(filter(None, hours))
