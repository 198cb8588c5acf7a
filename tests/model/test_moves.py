"""Routes add up their moves; levers are worth what they open for each hour."""

from __future__ import annotations

from rolegraph import Gap, Kind, LearningPath, LearningStep, Level, Lever, Move, Node, Profile, Route
from rolegraph.model.moves import Piece
from rolegraph.model.roles import Effort

ROLE = Node("r", Kind.ROLE, "Baker")
SKILL = Node("s", Kind.SKILL, "Dough")


def move(hours: float) -> Move:
    step = LearningStep(SKILL, Level.WORKING, hours, Effort(hours, "by hand"), weight=hours)
    return Move(None, ROLE, LearningPath(Gap(Profile("p"), ROLE, ()), (step,), (), (), hours))


def test_a_route_is_as_hard_as_its_hardest_move_and_as_long_as_all() -> None:
    route = Route((move(30), move(50), move(20)))
    assert (route.hardest, route.hours) == (50, 100)
    assert (Route(()).hardest, Route(()).hours) == (0, 0)


def test_a_lever_counts_roles_for_each_hour() -> None:
    assert Lever(SKILL, Level.WORKING, 40, (ROLE, ROLE), 10).per_hour == 0.05
    assert Lever(SKILL, Level.WORKING, 0, (ROLE,), 10).per_hour == 0


def test_a_piece_is_named_by_its_alternatives() -> None:
    assert Piece((SKILL, Node("t", Kind.SKILL, "Icing"))).label == "Dough or Icing"
