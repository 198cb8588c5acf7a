"""Which plans fit on a sheet of paper: the shorter, the larger its letters."""

from __future__ import annotations

from rolegraph.model.nodes import Kind, Level, Node
from rolegraph.render.figures.plan_board.board import Board
from rolegraph.render.figures.plan_board.phases import Card, Phase, ThemeGroup, arranged
from rolegraph.render.figures.plan_board.sheet import SIZES, letter_size


def board_of(count: int, label: str = "something to learn") -> Board:
    cards = tuple(
        Card(f"step-{number}", label, Kind.SKILL, number=number, level=Level.WORKING, hours=10)
        for number in range(1, count + 1)
    )
    phases = [Phase("working", "To working level", "learn", ((ThemeGroup("", cards),),))]
    goal = Node("x:goal", Kind.ROLE, "Goal")
    return Board("plan", "A plan", "en", None, goal, (), arranged(phases, folded=False), (), (), "key")


def test_short_plans_have_large_letters_and_very_long_ones_no_sheet() -> None:
    assert {letter_size(board_of(count)) for count in (0, 1, 20)} == {SIZES[0]}
    assert {letter_size(board_of(count)) for count in (200, 300)} == {0}


def test_forty_short_steps_fit_and_long_names_need_more_room() -> None:
    assert letter_size(board_of(40)) == SIZES[0]
    assert letter_size(board_of(40, "a name that goes on and on " * 5)) < SIZES[0]
