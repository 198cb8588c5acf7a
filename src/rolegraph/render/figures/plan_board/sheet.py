"""Whether a board fits on one sheet of paper, lying, and in letters of which size."""

from __future__ import annotations

import math
from typing import Final

from rolegraph.render.figures.plan_board.board import Board
from rolegraph.render.figures.plan_board.phases import Card, Phase, ThemeGroup, width_of
from rolegraph.render.text import Text

SIZES: Final = (9, 8, 7)  # points; a board that needs smaller letters is printed as a list
_WIDTH, _HEIGHT = 796.0, 545.0  # points, of A4 within its margins
_GAP: Final = 6.0  # between columns
_LETTER: Final = 0.57  # of its size: how wide a bold letter is
_LEADING: Final = 1.3


def letter_size(board: Board) -> int:
    """The size of letters in which a board fits on a sheet; 0 if it does not."""
    across = (_WIDTH + _GAP) / max(1, width_of(board.stacks)) - _GAP
    for size in SIZES:
        used = max((sum(_phase(phase, across, size) for phase in stack) for stack in board.stacks), default=0.0)
        if used + _around(board, size) <= _HEIGHT:
            return size
    return 0


def _around(board: Board, size: int) -> float:
    """The height of title, summary, legend and remarks."""
    letters = _WIDTH / (_LETTER * size)
    texts = [*board.summary, *(block.text for block in board.remarks if isinstance(block, Text))]
    lines = sum(math.ceil(len(text) / letters) for text in texts)
    return 30.0 + (lines + 3) * size * _LEADING


def _phase(phase: Phase, across: float, size: int) -> float:
    head = 10.0 + (2 + bool(phase.numbered)) * size * _LEADING
    return head + max(sum(_group(phase, group, across, size) for group in column) for column in phase.columns)


def _group(phase: Phase, group: ThemeGroup, across: float, size: int) -> float:
    title = f"{group.title} {group.size}" if group.title else ""
    return (
        _lines(title, across, size)
        + (5.0 if title else 0.0)
        + sum(_card(phase, card, across, size) for card in group.in_sight)
        + size * _LEADING * (group.shown is not None)
    )


def _card(phase: Phase, card: Card, across: float, size: int) -> float:
    """A card has its name, marks and hours, and what it comes after, beside a box to tick."""
    aside = 3.5 * size if phase.numbered else 2.0 * size
    after = _lines(", ".join(map(str, card.after)), across - aside, size)
    if phase.tone in ("known", "optional"):
        return 3.5 + _lines(f"{card.label}  0000 00", across - aside, size)
    meta = size * _LEADING * (1 + (card.before == 1)) if card.level or card.hours else 0.0
    return 5.5 + _lines(f"00 {card.label}", across - aside, size) + meta + after


def _lines(text: str, across: float, size: int) -> float:
    return math.ceil(len(text) * _LETTER * size / max(across, 20.0)) * size * _LEADING
