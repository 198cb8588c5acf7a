"""Routes add up their moves, hours only where all are estimated; a limit is in hours or in steps."""

from __future__ import annotations

from rolegraph import (
    Assessment,
    Gap,
    Kind,
    LearningPath,
    LearningStep,
    Level,
    Limits,
    Move,
    Necessity,
    Node,
    Profile,
    Requirement,
    Route,
    Standing,
)
from rolegraph.model.moves import Piece
from rolegraph.model.roles import Effort

ROLE = Node("r", Kind.ROLE, "Baker")
SKILL = Node("s", Kind.SKILL, "Dough")


def move(hours: float) -> Move:
    step = LearningStep(SKILL, Level.WORKING, hours, Effort(hours, "by hand"), weight=hours)
    asked = Requirement("q", (SKILL,), Necessity.ESSENTIAL)
    gap = Gap(Profile("p"), ROLE, (Assessment(asked, Standing.MISSING),))
    return Move(None, ROLE, LearningPath(gap, (step,), (), (), hours))


def test_a_route_is_as_hard_as_its_hardest_move_and_as_long_as_all() -> None:
    route = Route((move(30), move(50), move(20)))
    assert (route.hardest, route.hours) == (50, 100)
    assert (Route(()).hardest, Route(()).hours) == (0, 0)


def test_a_route_has_no_hours_where_nobody_estimated_some_but_has_its_steps() -> None:
    unknown = move(80)
    steps = tuple(step._replace(hours=None) for step in unknown.path.steps)
    unknown = unknown._replace(path=unknown.path._replace(steps=steps))
    route = Route((move(30), unknown))
    assert (route.hours, route.hardest, route.steps) == (None, None, 2)
    assert route.hardest_move is unknown


def test_a_limit_is_in_hours_or_in_steps() -> None:
    assert Limits(50.0, None, "seniority", "").over(weight=60.0, steps=1) == 10
    assert Limits(None, None, "seniority", "", steps=3).over(weight=1e9, steps=2) == -1
    assert Limits(None, None, "seniority", "").over(weight=1e9, steps=2) == float("-inf")


def test_a_piece_is_named_by_its_alternatives() -> None:
    assert Piece((SKILL, Node("t", Kind.SKILL, "Icing"))).label == "Dough or Icing"
