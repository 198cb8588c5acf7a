"""A board as an image: the columns of the page on a slide, of a long plan its themes, with a legend."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from rolegraph.model.nodes import Level
from rolegraph.render.figures.canvas import LEADING, Canvas, fitted, saved, text_width
from rolegraph.render.figures.looks import LOOKS, TONES
from rolegraph.render.figures.picture import ImageFormat
from rolegraph.render.figures.plan_board.board import Board
from rolegraph.render.figures.plan_board.phases import Card, Phase, ThemeGroup, sized, weeks_of
from rolegraph.render.text import Text, about

_WIDTH: Final = 960.0
_COLUMN: Final = 108.0  # of a board with many columns, which is wider
_GAP: Final = 14.0
_EDGE: Final = 6.0
_SIZE: Final = 8.4
_LINE: Final = _SIZE * LEADING
_INK, _MUTED, _RULE = (TONES[name].light for name in ("ink", "muted", "rule"))


class _Box(NamedTuple):
    left: float
    top: float
    right: float
    bottom: float


def board_image(board: Board, format_: ImageFormat) -> bytes:
    """The image of a board, the same bytes each time."""
    return saved(lambda: _Drawing(board).figure, format_, board.title)


class _Drawing:
    """A board, drawn twice: once to know how high it is."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.columns = sum(max(len(phase.columns) for phase in stack) for stack in board.stacks) or 1
        self.width = max(_WIDTH, self.columns * (_COLUMN + _GAP))
        self.scale = self.width / _WIDTH
        self.boxes: dict[str, _Box] = {}
        self.canvas = Canvas(self.width, _WIDTH)
        height = self._draw()
        self.canvas = Canvas(self.width, height)
        self._draw()
        self.figure = self.canvas.figure

    def _draw(self) -> float:
        """Draws everything, and returns how high it is."""
        board, width = self.board, self.width
        top = self.canvas.lines(0, 0, fitted(board.title, width, 15, 2, bold=True), size=15, bold=True)
        top = self.canvas.lines(0, top, fitted(" ".join(board.summary), width, 9.5, 3), size=9.5, colour=_MUTED) + 8
        across = (width + _GAP) / max(self.columns, 4) - _GAP
        left, lowest, before = 0.0, top, 0.0
        for stack in board.stacks:
            wide = max(len(phase.columns) for phase in stack)
            below = top
            for phase in stack:
                weeks = weeks_of(phase, before, board.hours, board.hours_per_week)
                below = self._phase(phase, left, below, wide * (across + _GAP) - _GAP, across, weeks) + 8
                before += sum(card.hours or 0.0 for card in phase.cards if card.number)
            lowest = max(lowest, below)
            left += wide * (across + _GAP)
        self._links()
        return self._foot(lowest + 4)

    def _phase(self, phase: Phase, left: float, top: float, width: float, across: float, weeks: str) -> float:
        tone = TONES[phase.tone].light
        title = fitted(phase.title, width, 10, 2, bold=True)
        top = self.canvas.lines(left, top, title, size=10, bold=True, colour=tone)
        size = [line for text in (sized(phase.cards), weeks) for line in fitted(text, width, _SIZE, 2)]
        top = self.canvas.lines(left, top, size, size=_SIZE, colour=_MUTED)
        self.canvas.line((left, top + 2), (left + width, top + 2), colour=tone)
        lowest = top
        for number, column in enumerate(phase.columns):
            x, y = left + number * (across + _GAP), top + 6
            for group in column:
                y = self._group(phase, group, x, y, across)
            lowest = max(lowest, y)
        return lowest

    def _group(self, phase: Phase, group: ThemeGroup, x: float, y: float, width: float) -> float:
        if self.board.folded and phase.numbered:
            return self._folded(phase, group, x, y, width)
        if group.title:
            title = group.title + (" (continued)" if group.continued else "")
            y = self.canvas.lines(x, y + 2, fitted(title, width, _SIZE, 2, bold=True), size=_SIZE, bold=True) + 2
        for card in group.in_sight:
            y = self._card(phase, card, x, y, width)
        if rest := len(group.cards) - len(group.in_sight):
            y = self.canvas.lines(x + _EDGE, y, [f"and {rest:,} more"], size=_SIZE, colour=_MUTED) + 4
        return y

    def _card(self, phase: Phase, card: Card, x: float, y: float, width: float) -> float:
        """A step or a credential: its number and name, and below them its sign, level and hours."""
        if phase.tone in ("known", "optional"):
            return self._row(phase, card, x, y, width)
        tone = TONES[phase.tone].light
        number = f"{card.number}  " if card.number else ""
        inside = _EDGE + 2 + text_width(number) * _SIZE
        lines = fitted(card.label, width - inside - 3, _SIZE, 5, bold=True)
        height = (len(lines) + 1) * _LINE + 5
        self.canvas.card(x, y, width, height, edge=_RULE)
        self._edge(x, y, height, tone)
        self.canvas.text(x + _EDGE + 2, y + 2.5 + _LINE / 2, number.strip(), size=_SIZE, colour=_MUTED)
        below = self.canvas.lines(x + inside, y + 2.5, lines, size=_SIZE, bold=True)
        self.canvas.sign(x + inside + 3, below + _LINE / 2, card.kind, 3.2)
        self._meta(card, x + inside + 12, below + _LINE / 2, tone)
        self.boxes[card.id] = _Box(x, y, x + width, y + height)
        return y + height + 5.5

    def _row(self, phase: Phase, card: Card, x: float, y: float, width: float) -> float:
        """What is had or nice to have: its sign and name, and after it level and hours, or below where they fit not."""
        tone = TONES[phase.tone].light
        inside = _EDGE + 13
        lines = fitted(card.label, width - inside - 3, _SIZE, 5)
        after = inside + text_width(lines[-1]) * _SIZE + 6 if lines else inside
        room = (17 if card.level else 0) + text_width(_words(card)) * _SIZE
        is_beside = after + room <= width or not room
        height = (len(lines) + (not is_beside)) * _LINE + 4
        self._edge(x, y, height, tone)
        self.canvas.sign(x + _EDGE + 6, y + 2 + _LINE / 2, card.kind, 3.2)
        below = self.canvas.lines(x + inside, y + 2, lines, size=_SIZE)
        if is_beside:
            self._meta(card, x + after, below - _LINE / 2, tone)
        else:
            self._meta(card, x + inside, below + _LINE / 2, tone)
        self.boxes[card.id] = _Box(x, y, x + width, y + height)
        return y + height + 2.5

    def _edge(self, x: float, y: float, height: float, tone: str) -> None:
        self.canvas.card(x, y + 0.5, 2.5, height - 1, fill=tone, edge=tone, radius=1, line=0)

    def _meta(self, card: Card, x: float, y: float, tone: str) -> None:
        if card.level is not None:
            x = self.canvas.level(x, y, card.level, size=_SIZE, colour=tone) + 6
        self.canvas.text(x, y, _words(card), size=_SIZE, colour=_MUTED)

    def _folded(self, phase: Phase, group: ThemeGroup, x: float, y: float, width: float) -> float:
        """A theme with its size, and the names of what comes first in it."""
        tone = TONES[phase.tone].light
        inside = width - 2 * _EDGE - 2
        title = fitted(group.title or phase.title, inside, _SIZE, 3, bold=True)
        size = fitted(group.span, inside, _SIZE, 1)
        named = fitted(group.named, inside, _SIZE, 6)
        height = (len(title) + len(size) + len(named)) * _LINE + 6
        self.canvas.card(x, y, width, height, edge=_RULE)
        self._edge(x, y, height, tone)
        below = self.canvas.lines(x + _EDGE + 2, y + 3, title, size=_SIZE, bold=True)
        below = self.canvas.lines(x + _EDGE + 2, below, size, size=_SIZE, colour=tone)
        self.canvas.lines(x + _EDGE + 2, below, named, size=_SIZE, colour=_MUTED)
        return y + height + 4

    def _links(self) -> None:
        for link in self.board.links:
            if not link.near or not {link.start, link.end} <= self.boxes.keys():
                continue
            one, other = self.boxes[link.start], self.boxes[link.end]
            if other.left > one.right:
                start, end = (one.right, one.top + 8), (other.left, other.top + 8)
            else:
                start, end = (one.left + 14, one.bottom), (other.left + 14, other.top)
            self.canvas.arrow(start, end, dashed=bool(link.helps))

    def _foot(self, top: float) -> float:
        """The legend, and whose estimates the hours are."""
        x = 0.0
        cards = [card for phase in self.board.phases for card in phase.cards]
        for kind in (kind for kind in LOOKS if any(card.kind is kind for card in cards)):
            self.canvas.sign(x + 4, top + _LINE / 2, kind, 3.2)
            x = self._word(x + 11, top, kind.value)
        for level in Level if any(card.level for card in cards) else ():
            x = self._word(self.canvas.level(x, top + _LINE / 2, level, size=_SIZE) + 4, top, str(level))
        near = [link for link in self.board.links if link.near and not self.board.folded]
        for helps, word in ((False, "needed for"), (True, "builds on")):
            if any(bool(link.helps) is helps for link in near):
                self.canvas.arrow((x, top + _LINE / 2), (x + 22, top + _LINE / 2), dashed=helps)
                x = self._word(x + 26, top, word)
        if any(card.hours is not None for card in cards):
            self._word(x, top, "~ an estimate of hours")
        texts = [block.text for block in self.board.remarks if isinstance(block, Text)]
        return self.canvas.lines(0, top + _LINE + 2, _paragraphs(texts, self.width), size=_SIZE, colour=_MUTED)

    def _word(self, x: float, top: float, word: str) -> float:
        self.canvas.text(x, top + _LINE / 2, word, size=_SIZE, colour=_MUTED)
        return x + text_width(word) * _SIZE + 14


def _words(card: Card) -> str:
    hours = [] if card.hours is None else [f"{about(card.hours)} h"]
    return ", ".join([*hours, *(["done"] if card.done else ["learning"] if card.learning else [])])


def _paragraphs(texts: Iterable[str], width: float) -> list[str]:
    return [line for text in texts for line in fitted(text, width, _SIZE, 2)]
