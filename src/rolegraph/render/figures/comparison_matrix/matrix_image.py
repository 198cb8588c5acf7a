"""A comparison as an image for a slide: the rows that matter most with their marks, roles as sets, and a legend.

Roles and rows that have no room are counted in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rolegraph.model.nodes import Kind, Level
from rolegraph.render.figures.canvas import LEADING, Canvas, fitted, letters_within, saved, text_width
from rolegraph.render.figures.comparison_matrix.compared_rows import (
    FEW_ROLES,
    Mark,
    MatrixCell,
    MatrixRow,
    legend,
    row_groups,
)
from rolegraph.render.figures.comparison_matrix.role_sets import COUNT_SIZE, SIZE, TITLE_SIZE, RoleSets, TextLine
from rolegraph.render.figures.looks import LOOKS, TONES, mixed
from rolegraph.render.figures.picture import ImageFormat
from rolegraph.render.text import counted

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from rolegraph.render.figures.comparison_matrix import ComparisonMatrix

_WIDTH, _HEIGHT = 800.0, 450.0  # of a slide, where there is no more to show
_EDGE: Final = 4.0
_SMALL: Final = 7.4  # points, of the least text
_TEXT: Final = 7.8
_ROW: Final = 11.4
_NAMES: Final = 148.0  # the width of the column of names, at least
_COLUMN: Final = 48.0  # the width of a role's, at least
_HEADING: Final = 4  # lines of a role's name, at most
_MOST_ROLES: Final = 16
_SETS: Final = 352.0  # the width of the circles
_INK, _MUTED, _RULE = TONES["ink"].light, TONES["muted"].light, TONES["rule"].light
_TONES: Final = {"all": TONES["shared"].light, "some": TONES["strong"].light, "only": TONES["only"].light}


def matrix_image(matrix: ComparisonMatrix, format_: ImageFormat) -> bytes:
    """The image as a file."""
    return saved(lambda: _figure(matrix), format_, matrix.title)


def _figure(matrix: ComparisonMatrix) -> Figure:
    columns = min(len(matrix.roles), _MOST_ROLES)
    width = max(_WIDTH, 2 * _EDGE + _NAMES + _COLUMN * columns)
    height = width * _HEIGHT / _WIDTH
    canvas, bottom = Canvas(width, height), height - _EDGE
    top = _head(canvas, matrix, width)
    if matrix.rows:
        bottom = _foot(canvas, matrix, width, bottom)
        sets = matrix.sets
        right = width - _EDGE - (_SETS + _EDGE if sets else 0)
        _Table(canvas, matrix, columns, right).draw(top, bottom)
        if sets:
            _draw_sets(canvas, sets, width - _EDGE - _SETS, top, bottom)
    return canvas.figure


def _head(canvas: Canvas, matrix: ComparisonMatrix, width: float) -> float:
    """The title and what there is to say; returns where that ends."""
    inside = width - 2 * _EDGE
    y = canvas.lines(_EDGE, _EDGE, fitted(matrix.title, inside, 13, 2, bold=True), size=13, bold=True)
    y = canvas.lines(_EDGE, y + 1, fitted(" ".join(matrix.summary), inside, _TEXT, 4), size=_TEXT, colour=_MUTED)
    return y + 6


def _foot(canvas: Canvas, matrix: ComparisonMatrix, width: float, bottom: float) -> float:
    """Sources, and above them the legend; returns where that begins."""
    titles = dict.fromkeys(source.title for row in matrix.rows for cell in row.cells for source in cell.sources)
    lines = fitted("Sources: " + "; ".join(titles), width - 2 * _EDGE, _SMALL, 1) if titles else []
    top = bottom - len(lines) * _SMALL * 1.3
    canvas.lines(_EDGE, top, lines, size=_SMALL, colour=_MUTED)
    samples = [(cell, words, "some") for cell, words in legend(matrix.rows)]
    samples += [(MatrixCell(Mark.USED, level), str(level), "level") for level in Level if _has_levels(matrix)]
    tones = {"all": "shared by all", "some": "shared by some", "only": "only one has it"}
    shares = {row.share for row in matrix.rows}
    samples += [(MatrixCell(Mark.REQUIRED), words, share) for share, words in tones.items() if share in shares]
    places: list[tuple[float, int, tuple[MatrixCell, str, str]]] = []
    x, row = _EDGE, 0
    for sample in samples:
        wide = 22 + text_width(f"{_after(sample[0])} {sample[1]}") * _SMALL + 10
        if x > _EDGE and x + wide > width - _EDGE:
            x, row = _EDGE, row + 1
        places.append((x, row, sample))
        x += wide
    top -= (row + 1) * _ROW + 4
    for x, line, (cell, words, share) in places:
        y = top + (line + 0.5) * _ROW
        if share == "level":
            canvas.level(x + 6, y, cell.level, size=_SMALL)
        else:
            _draw_mark(canvas, x + 11, y, cell, _TONES[share])
        canvas.text(x + 22, y, f"{_after(cell)} {words}".strip(), size=_SMALL)
    return top - 6


def _has_levels(matrix: ComparisonMatrix) -> bool:
    return any(cell.level for row in matrix.rows for cell in row.cells)


class _Table:
    """The matrix between the left edge and a right one."""

    def __init__(self, canvas: Canvas, matrix: ComparisonMatrix, columns: int, right: float) -> None:
        self.canvas, self.matrix, self.columns, self.right = canvas, matrix, columns, right
        room = right - _EDGE
        self.column = min((room - _NAMES) / columns, 100.0)
        self.names = room - self.column * columns
        self.has_words = len(matrix.roles) <= FEW_ROLES

    def draw(self, top: float, bottom: float) -> None:
        """Headings, and as many rows as fit below them, those that matter most."""
        y = self._headings(top)
        rows = self._chosen(int((bottom - y) / _ROW))
        labels = self.matrix.labels
        sizes = {group.key: len(group.rows) for group in self.matrix.groups}
        for group in row_groups(rows, labels):
            size, count = sizes[group.key], len(group.rows)
            part = f"{count:,} of {size:,}" if count < size else f"{size:,}"
            size_of = text_width(f": {part}", bold=True) * _TEXT
            (title,) = fitted(group.title, self.right - _EDGE - size_of, _TEXT, 1, bold=True)
            self.canvas.text(_EDGE, y + 0.6 * _ROW, f"{title}: {part}", size=_TEXT, bold=True)
            y += _ROW
            for row in group.rows:
                self._row(row, y + 0.5 * _ROW)
                y += _ROW
        if left_out := self._left_out(len(rows)):
            self.canvas.text(_EDGE, y + 0.6 * _ROW, left_out, size=_SMALL, colour=_MUTED)

    def _headings(self, top: float) -> float:
        """The names of the roles; returns where they end."""
        names = [_heading(label, self.column - 4) for label in self.matrix.labels[: self.columns]]
        tall = max(map(len, names)) * _SMALL * LEADING
        for place, lines in enumerate(names):
            y = top + tall - len(lines) * _SMALL * LEADING
            self.canvas.lines(self._left(place), y, lines, size=_SMALL, bold=True)
        self.canvas.line((_EDGE, top + tall + 2), (self.right, top + tall + 2), colour=_RULE)
        return top + tall + 3

    def _left(self, place: int) -> float:
        return _EDGE + self.names + place * self.column

    def _chosen(self, room: int) -> list[MatrixRow]:
        """The rows for which there is room, with a line for each of their groups, and one for what is left out."""
        rows = [row for row in self.matrix.rows if any(cell.has for cell in row.cells[: self.columns])]
        ranked = sorted(rows, key=lambda row: row.rank)
        for most in range(min(room, len(ranked)), 0, -1):
            lines = most + len(row_groups(ranked[:most], self.matrix.labels)) + bool(self._left_out(most))
            if lines <= room:
                return ranked[:most]
        return []

    def _left_out(self, rows: int) -> str:
        """What is not drawn, in words."""
        more, roles = len(self.matrix.rows) - rows, len(self.matrix.roles) - self.columns
        words = [f"{counted(more, 'row')} of less weight"] if more else []
        words += [f"the last {counted(roles, 'role')}"] if roles else []
        return f"Not drawn here: {', and '.join(words)}." if words else ""

    def _row(self, row: MatrixRow, y: float) -> None:
        self.canvas.sign(_EDGE + 5, y, row.node.kind, 3.0)
        name = fitted(row.node.label, self.names - 18, _TEXT, 1)
        self.canvas.lines(_EDGE + 12, y - LEADING * _TEXT / 2, name, size=_TEXT)
        for place, cell in enumerate(row.cells[: self.columns]):
            x = self._left(place)
            _draw_mark(self.canvas, x + 10, y, cell, _TONES[row.share])
            words = [str(Level(cell.level))] if self.has_words and cell.level else []
            self.canvas.text(x + 20, y, " ".join([*words, _after(cell)]), size=_SMALL, colour=_MUTED)
        self.canvas.line((_EDGE, y + _ROW / 2), (self.right, y + _ROW / 2), colour=TONES["faint"].light)


def _heading(label: str, width: float) -> list[str]:
    """A name in lines of a column; a word that is wider is divided."""

    def fits(text: str) -> bool:
        return text_width(text, bold=True) * _SMALL <= width

    words: list[str] = []
    for word in label.split():
        rest = word
        while (
            len(words) <= _HEADING and not fits(rest) and (cut := letters_within(rest, lambda part: fits(f"{part}-")))
        ):
            words.append(f"{rest[:cut]}-")
            rest = rest[cut:]
        words.append(rest)
    return fitted(" ".join(words), width, _SMALL, _HEADING, bold=True)


def _after(cell: MatrixCell) -> str:
    return ("or" if cell.alternatives else "") + ("\N{ALMOST EQUAL TO}" if cell.within_error else "")


def _draw_mark(canvas: Canvas, x: float, y: float, cell: MatrixCell, tone: str) -> None:
    """The sign of how a role has something, around a point."""
    if cell.mark in (Mark.USED, Mark.PRESENT):
        # A dot and a diamond, as outlines of kinds have them.
        canvas.sign(x, y, Kind.ROLE if cell.mark is Mark.USED else Kind.FIELD, 2.3, colour=tone)
    elif cell.mark in (Mark.REQUIRED, Mark.PREFERRED):
        wide = 15.0 if cell.level else 9.0
        is_full = cell.mark is Mark.REQUIRED and not cell.estimated
        is_pale = cell.mark is Mark.REQUIRED and cell.estimated
        fill = tone if is_full else mixed(tone, 0.2) if is_pale else TONES["paper"].light
        canvas.card(x - wide / 2, y - 4.4, wide, 8.8, fill=fill, edge=tone, radius=2.0, dashed=cell.estimated)
        if cell.level:
            canvas.level(x - 5.1, y, cell.level, size=7.0, colour="#ffffff" if is_full else tone)
    else:
        text = {Mark.EXAMPLE: "e.g.", Mark.UNKNOWN: "?"}.get(cell.mark, "\N{EN DASH}")
        canvas.text(x, y, text, size=_SMALL, colour=tone if cell.has else _MUTED, align="center")
    if cell.estimated:
        canvas.text(x - 9, y, "~", size=_SMALL, colour=tone, align="right")


def _draw_sets(canvas: Canvas, sets: RoleSets, left: float, top: float, bottom: float) -> None:
    """The circles, as large as there is room."""
    from matplotlib.patches import Circle

    scale = min(_SETS / sets.width, (bottom - top) / sets.height)
    left += (_SETS - sets.width * scale) / 2

    def text(line: TextLine, size: float, **look: Any) -> None:
        canvas.text(left + line.x * scale, top + line.y * scale, line.text, size=size * scale, align="center", **look)

    role = LOOKS[Kind.ROLE].fill
    for circle in sets.circles:
        place, radius = (left + circle.x * scale, top + circle.y * scale), circle.radius * scale
        canvas.axes.add_patch(Circle(place, radius, facecolor=role, edgecolor="none", alpha=0.07, zorder=0.6))
        canvas.axes.add_patch(Circle(place, radius, facecolor="none", edgecolor=role, linewidth=1.2, zorder=0.7))
    for circle in sets.circles:
        for line in circle.title:
            text(line, TITLE_SIZE, bold=True)
    for part in sets.parts:
        text(part.number, COUNT_SIZE, bold=True, colour=_TONES[part.share])
        for line in part.names:
            text(line, SIZE)
