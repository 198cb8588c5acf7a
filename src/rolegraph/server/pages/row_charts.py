"""Pictures of rows on one scale: bars, dots and lines beside names that are links, as SVG that fits a phone.

Every name has a line of its own, so that none covers another, and what is drawn is said in words as well.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from rolegraph.render.figures.comparison_matrix.role_sets import estimated_width, wrapped

WIDTH: Final = 360.0
LETTERS: Final = 12.5  # the size of a name
SMALL: Final = 11.0
_LEFT, _RIGHT = 6.0, 344.0
_ROW: Final = 35.0
_TITLE: Final = 27.0
_TICKS: Final = 4  # at most so many steps of the scale


class Stroke(NamedTuple):
    """A bar, line, dot or ring of a row, from a number to a number; `tone` is the class of its colour."""

    form: str
    end: float
    tone: str
    start: float = 0.0
    said: str = ""


class ChartRow(NamedTuple):
    """A name with an address, the strokes that belong to it, and a remark at its right end."""

    label: str
    address: str
    strokes: tuple[Stroke, ...]
    note: str = ""


class ChartPart(NamedTuple):
    """Rows under a title of their own."""

    title: str
    rows: tuple[ChartRow, ...]


class DrawnStroke(NamedTuple):
    """A stroke in the units of the picture."""

    form: str
    tone: str
    said: str
    x: float
    width: float

    @property
    def end(self) -> float:
        """Where it ends."""
        return self.x + self.width


class DrawnRow(NamedTuple):
    """A row in the units of the picture: the line of its name, and that of its strokes."""

    label: str
    shown: str
    address: str
    note: str
    y: float
    line: float
    strokes: tuple[DrawnStroke, ...]


class Tick(NamedTuple):
    """A mark of the scale."""

    x: float
    text: str
    anchor: str


class RowChart(NamedTuple):
    """A picture: titles with the heights at which they stand, rows, and the scale below them.

    `limit` is a line across all rows, with what it says, where there is one.
    """

    title: str
    unit: str
    height: float
    titles: tuple[tuple[float, str], ...]
    rows: tuple[DrawnRow, ...]
    ticks: tuple[Tick, ...]
    limit: Tick | None = None
    width: float = WIDTH

    @property
    def bottom(self) -> float:
        """Where the rows end and the scale begins."""
        return self.height - 34


def row_chart(
    title: str,
    unit: str,
    parts: Iterable[ChartPart],
    most: float = 0.0,
    limit: float | None = None,
    limit_said: str = "",
) -> RowChart | None:
    """Rows on one scale from 0 to at least `most`; `unit` says what the scale counts, `limit` where a line is drawn.

    None where there are no rows.
    """
    found = [part for part in parts if part.rows]
    if not found:
        return None
    largest = max((stroke.end for part in found for row in part.rows for stroke in row.strokes), default=0.0)
    steps = _steps(max(largest, most, 1e-9))
    scale = (_RIGHT - _LEFT) / steps[-1]
    y, titles, rows = 4.0, list[tuple[float, str]](), list[DrawnRow]()
    for part in found:
        if part.title:
            titles.append((y + 17, part.title))
            y += _TITLE
        for row in part.rows:
            rows.append(_drawn(row, y, scale))
            y += _ROW
    ticks = tuple(Tick(_LEFT + step * scale, f"{step:,g}", _anchor(step / steps[-1])) for step in steps)
    line = None
    if limit is not None and 0 < limit <= steps[-1]:
        line = Tick(_LEFT + limit * scale, limit_said, "start" if limit < steps[-1] / 2 else "end")
    return RowChart(title, unit, y + 38, tuple(titles), tuple(rows), ticks, line)


def _anchor(place: float) -> str:
    return "start" if place == 0 else "end" if place == 1 else "middle"


def _drawn(row: ChartRow, y: float, scale: float) -> DrawnRow:
    room = _RIGHT - _LEFT - (estimated_width(row.note, SMALL) + 8 if row.note else 0)
    shown = (wrapped(row.label, room, LETTERS, most=1) or [""])[0]
    strokes = tuple(
        DrawnStroke(one.form, one.tone, one.said, _LEFT + one.start * scale, max((one.end - one.start) * scale, 0.0))
        for one in row.strokes
    )
    return DrawnRow(row.label, shown, row.address, row.note, y + 13, y + 23, strokes)


def _steps(most: float) -> Sequence[float]:
    """The marks of a scale that reaches at least so far: few, and round numbers."""
    raw = most / _TICKS
    unit = 10.0 ** math.floor(math.log10(raw))
    step = next(unit * times for times in (1, 2, 2.5, 5, 10) if unit * times >= raw * (1 - 1e-9))
    count = math.ceil(most / step - 1e-9)
    return [round(step * number, 10) for number in range(count + 1)]
