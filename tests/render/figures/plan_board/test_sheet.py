"""Which plans fit on a sheet of paper: the shorter, the larger its letters."""

from __future__ import annotations

from itertools import pairwise

from rolegraph.model.nodes import Kind, Level, Node
from rolegraph.render.figures.plan_board.board import PlanBoard
from rolegraph.render.figures.plan_board.phases import Card, Group, Phase, arranged
from rolegraph.render.figures.plan_board.sheet import SIZES, letter_size


def board_of(count: int, label: str = "something to learn") -> PlanBoard:
    cards = tuple(
        Card(f"step-{number}", label, Kind.SKILL, number=number, level=Level.WORKING, hours=10)
        for number in range(1, count + 1)
    )
    phases = [Phase("working", "To working level", "learn", ((Group("", cards),),))]
    goal = Node("x:goal", Kind.ROLE, "Goal")
    return PlanBoard("plan", "A plan", "en", None, goal, (), arranged(phases, folded=False), (), (), "key")


def test_letters_are_the_smaller_the_longer_a_plan_is() -> None:
    found = [letter_size(board_of(count)) for count in range(1, 200, 7)]
    assert found[0] == SIZES[0]
    assert found[-1] == 0
    assert all(before >= after for before, after in pairwise(found))


def test_forty_short_steps_fit_and_long_names_need_more_room() -> None:
    assert letter_size(board_of(40)) == SIZES[0]
    assert letter_size(board_of(40, "a name that goes on and on, and then some, until nobody remembers it")) < SIZES[0]
