"""Where labels go, so that they hide neither each other nor what is drawn. Lengths are points; y grows downwards."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

Measure = Callable[[str], float]
Point = tuple[float, float]

_CELL: Final = 24.0
_FINE: Final = 6.0
_GAP: Final = 3.0
# Widths that a label is folded to, in em: what looks best first.
_WIDTHS: Final = (11.0, 7.0, 18.0)
_LINES: Final = 5
# What a place later in the order of preference costs, in points of lines that a label would hide.
_LATER: Final = 0.7


class Box(NamedTuple):
    """A rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def wider(self, by: float) -> Box:
        """The box with so much more at its left and its right."""
        return self._replace(left=self.left - by, right=self.right + by)

    def meets(self, other: Box) -> bool:
        """Whether two boxes share more than a border.

        >>> Box(0, 0, 2, 2).meets(Box(1, 1, 3, 3)), Box(0, 0, 2, 2).meets(Box(2, 0, 3, 2))
        (True, False)
        """
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


class Label(NamedTuple):
    """A text in its place: its lines, and the box that they fill, in which they are centred or stand at one side."""

    lines: tuple[str, ...]
    box: Box
    align: str = "center"


class Paper:
    """What is taken already: boxes, which nothing may meet, and points of lines, better not hidden."""

    def __init__(self) -> None:
        self._boxes: defaultdict[Point, list[Box]] = defaultdict(list)
        self._points: Counter[Point] = Counter()

    def take(self, box: Box) -> None:
        """Take a box."""
        for cell in _cells(box, _CELL):
            self._boxes[cell].append(box)

    def pass_through(self, points: Iterable[Point]) -> None:
        """Note the points of a line."""
        self._points.update((x // _FINE, y // _FINE) for x, y in points)

    def is_free(self, box: Box) -> bool:
        """Whether a box meets none that is taken."""
        return not any(box.meets(other) for cell in _cells(box, _CELL) for other in self._boxes.get(cell, ()))

    def hidden(self, box: Box) -> int:
        """How many points of lines lie under a box, about."""
        return sum(self._points.get(cell, 0) for cell in _cells(box, _FINE))


def fold(text: str, width: float, measure: Measure, most: int = _LINES) -> tuple[str, ...]:
    """A text as lines of at most this width, at most so many of them; what is left out leaves an ellipsis.

    >>> fold("to be or notwithstanding", 6, len)
    ('to be', 'or', 'notwit', 'hstand', 'ing')
    >>> fold("to be or not to be", 5, len, most=2)
    ('to be', 'or …')
    """
    lines: list[str] = []
    for word in (part for whole in text.split() for part in _broken(whole, width, measure)):
        if lines and measure(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        elif len(lines) == most:
            last = lines[-1]
            while last and measure(f"{last} …") > width:
                last = last[:-1].rstrip()
            lines[-1] = f"{last} …".strip()
            break
        else:
            lines.append(word)
    return tuple(lines)


def place_beside(spot: Point, radius: float, text: str, paper: Paper, measure: Measure, size: float) -> Label | None:
    """The best free place for a label around a marker: below it, right of it, above it, left of it, or askew.

    None where all places are taken.
    """
    best: Label | None = None
    least = float("inf")
    for rank, label in enumerate(_places(spot, radius, text, measure, size)):
        cost = rank * _LATER
        if cost >= least:
            break
        if paper.is_free(label.box):
            cost += paper.hidden(label.box)
            if cost < least:
                best, least = label, cost
    return best


def place_along(line: list[Point], text: str, paper: Paper, measure: Measure, size: float) -> Label | None:
    """A free place for a label on a line, near its middle; None where there is none."""
    for part in (0.5, 0.4, 0.6, 0.3, 0.7):
        label = boxed(fold(text, _WIDTHS[0] * size, measure, 2), line[int(part * (len(line) - 1))], measure, size)
        if paper.is_free(label.box):
            return label
    return None


def boxed(lines: tuple[str, ...], middle: Point, measure: Measure, size: float) -> Label:
    """Lines around a point."""
    width, height = max(map(measure, lines), default=0.0), line_height(size) * len(lines)
    x, y = middle
    return Label(lines, Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2))


def line_height(size: float) -> float:
    """From one line to the next, for letters of a size."""
    return 1.25 * size


def _places(spot: Point, radius: float, text: str, measure: Measure, size: float) -> Iterator[Label]:
    x, y = spot
    folded = dict.fromkeys(fold(text, width * size, measure) for width in _WIDTHS)
    for number, lines in enumerate(folded):
        width, height = max(map(measure, lines)), line_height(size) * len(lines)
        off = radius + _GAP
        above, below = y - off - height, y + off
        left, right = x - off - width, x + off
        yield Label(lines, Box(x - width / 2, below, x + width / 2, below + height))
        yield Label(lines, Box(right, y - height / 2, right + width, y + height / 2), "left")
        yield Label(lines, Box(x - width / 2, above, x + width / 2, above + height))
        yield Label(lines, Box(left, y - height / 2, left + width, y + height / 2), "right")
        if number == 0:
            askew = 0.75 * radius + _GAP
            for top in (y + askew, y - askew - height):
                yield Label(lines, Box(x + askew, top, x + askew + width, top + height), "left")
                yield Label(lines, Box(x - askew - width, top, x - askew, top + height), "right")


def _broken(word: str, width: float, measure: Measure) -> Iterator[str]:
    """A word in parts that fit."""
    part = ""
    for sign in word if measure(word) > width else ():
        if part and measure(part + sign) > width:
            yield part
            part = ""
        part += sign
    yield part or word


def _cells(box: Box, size: float) -> Iterator[Point]:
    left, right = int(box.left // size), int(box.right // size)
    for row in range(int(box.top // size), int(box.bottom // size) + 1):
        for column in range(left, right + 1):
            yield column, row
