"""Images of a graph's kinds and of a neighbourhood, for slides and documents; they say what they leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rolegraph.model.nodes import Kind
from rolegraph.render.figures.canvas import LEADING, SIZE, Canvas, fitted, saved, text_width
from rolegraph.render.figures.graph_explorer.contents import Contents
from rolegraph.render.figures.graph_explorer.kind_map import (
    LINE,
    OWN_LINES,
    KindSpot,
    beside,
    control,
    kind_map,
    lines_of_ties,
)
from rolegraph.render.figures.graph_explorer.surroundings import Branch, Bunch, branches_of, left_out
from rolegraph.render.figures.looks import TONES
from rolegraph.render.figures.picture import ImageFormat

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_INK, _MUTED, _EDGE = TONES["ink"].light, TONES["muted"].light, TONES["edge"].light
_TITLE: Final = 15.0
_WORDS: Final = 8.5
_SOURCES: Final = 3  # that are named
# A neighbourhood: heights of a row and between groups; from a node to the heads of its groups, to their members, and to
# the heads of what is around these.
_ROW: Final = 17.0
_GAP: Final = 9.0
_HEAD, _ITEM, _NEXT = 74.0, 216.0, 380.0
_ITEM_WIDTH: Final = 150.0


def kinds_image(contents: Contents, title: str, format_: ImageFormat) -> bytes:
    """The kinds with counts, and the relations that join them."""
    drawn = kind_map(contents)

    def figure() -> Figure:
        width = max(drawn.width, 520)
        heading = _heading(contents, title, "", width)
        top = _heading_height(heading)
        canvas = Canvas(width, top + drawn.height)
        _draw_heading(canvas, heading)
        for spot in drawn.ties:
            start, end = (beside(kind, *control(spot)) for kind in (spot.start, spot.end))
            canvas.arrow((start[0], start[1] + top), (end[0], end[1] + top), bend=spot.bend)
            wide, high = spot.size
            canvas.card(spot.x - wide / 2, spot.y - high / 2 + top, wide, high, edge="none", radius=2)
            for number, (text, _) in enumerate(spot.lines):
                y = spot.y - high / 2 + LINE * (number + 0.5) + top
                canvas.text(spot.x, y, text, size=_WORDS, colour=_MUTED, align="center")
        for kind in drawn.kinds:
            _draw_kind(canvas, kind, top)
        return canvas.figure

    return saved(figure, format_, title)


def _draw_kind(canvas: Canvas, spot: KindSpot, top: float) -> None:
    canvas.sign(spot.x, spot.y + top, spot.kind, spot.radius)
    y = spot.y + spot.radius + 13 + top
    canvas.text(spot.x, y, spot.text, bold=True, align="center", size=SIZE + 1)
    for number, (text, _) in enumerate(lines_of_ties(spot.own, OWN_LINES), 1):
        canvas.text(spot.x, y + LINE * number, f"\u21bb {text}", size=_WORDS, colour=_MUTED, align="center")


def surroundings_image(contents: Contents, root: Branch, title: str, format_: ImageFormat) -> bytes:
    """A node with its relations in groups to both sides."""

    def figure() -> Figure:
        right, left = _sides(root)
        reach = [_reach(bunches) for bunches in (left, right)]
        heights = [_height(bunches) for bunches in (left, right)]
        width = max(sum(reach), 560)
        shown = sum(1 for _ in branches_of(root))
        note = f"showing {shown:,} of {len(contents.nodes):,} nodes"
        if more := left_out(root):
            note += f"; {more:,} more neighbours are not drawn"
        heading = _heading(contents, title, note, width)
        top = _heading_height(heading)
        legend = _legend_rows(contents, root, width)
        height = max(*heights, 70)
        canvas = Canvas(width, top + height + 20 + 16 * len(legend))
        _draw_heading(canvas, heading)
        x = reach[0] + (width - sum(reach)) / 2
        y = top + height / 2
        for side, bunches in ((1, right), (-1, left)):
            _draw_side(canvas, contents, bunches, x, side, y, y)
        _draw_root(canvas, contents, root, x, y)
        _draw_legend(canvas, legend, top + height + 18)
        return canvas.figure

    return saved(figure, format_, title)


def _sides(root: Branch) -> tuple[list[Bunch], list[Bunch]]:
    """The groups to the right and to the left: half of the height on each side, in their order."""
    half, total = _height(root.bunches) / 2, 0.0
    right, left = list[Bunch](), list[Bunch]()
    for bunch in root.bunches:
        height = _bunch_height(bunch)
        (right if total < half - height / 4 else left).append(bunch)
        total += height + _GAP
    return right, left


def _height(bunches: list[Bunch]) -> float:
    return sum(_bunch_height(bunch) + _GAP for bunch in bunches) - (_GAP if bunches else 0)


def _bunch_height(bunch: Bunch) -> float:
    rows = sum(map(_branch_height, bunch.branches))
    return max(_ROW + 2, rows + (_ROW if bunch.rest else 0))


def _branch_height(branch: Branch) -> float:
    rest = _ROW + _GAP if branch.rest and branch.bunches else 0
    return max(_ROW, _height(branch.bunches) + rest + (_GAP if branch.bunches else 0))


def _reach(bunches: list[Bunch]) -> float:
    """How far a side goes from the middle."""
    if not bunches:
        return 90
    inner = [branch for bunch in bunches for branch in bunch.branches]
    farther = max((_reach(branch.bunches) for branch in inner if branch.bunches), default=0.0)
    return max(_ITEM + _ITEM_WIDTH + 40, _NEXT + farther)


def _draw_side(
    canvas: Canvas, contents: Contents, bunches: list[Bunch], x: float, side: int, y: float, around: float
) -> None:
    """Groups below each other with the middle at `y`, joined to the node at (`x`, `around`)."""
    top = y - _height(bunches) / 2
    for bunch in bunches:
        height = _bunch_height(bunch)
        middle = top + height / 2
        head = x + side * _HEAD
        canvas.curve((x, around), (head, middle))
        text = f"{bunch.group.words} {len(bunch.group.members):,}"
        end = _draw_pill(canvas, text, head, middle, side)
        down = top
        for branch in bunch.branches:
            high = _branch_height(branch)
            place = x + side * _ITEM, down + high / 2
            canvas.curve((end, middle), place)
            wide = _draw_item(canvas, contents, branch, *place, side)
            if branch.bunches:
                canvas.line((wide, place[1]), (x + side * _NEXT, place[1]), colour=_EDGE)
            above = (_ROW + _GAP) / 2 if branch.rest else 0
            _draw_side(canvas, contents, branch.bunches, x + side * _NEXT, side, place[1] - above, place[1])
            if branch.rest and branch.bunches:
                low = down + high - _GAP / 2 - _ROW / 2
                canvas.curve((x + side * _NEXT, place[1]), (x + side * (_NEXT + _HEAD), low))
                _draw_pill(canvas, branch.rest, x + side * (_NEXT + _HEAD), low, side)
            down += high
        if bunch.rest:
            canvas.curve((end, middle), (x + side * _ITEM, down + _ROW / 2))
            _draw_pill(canvas, bunch.rest, x + side * _ITEM, down + _ROW / 2, side)
        top += height + _GAP


def _draw_pill(canvas: Canvas, text: str, x: float, y: float, side: int) -> float:
    """Words in a box that begins at a point; returns where it ends."""
    (line,) = fitted(text, _ITEM - _HEAD - 24, _WORDS, 1)
    width = text_width(line) * _WORDS + 12
    left = x if side > 0 else x - width
    canvas.card(left, y - 7.5, width, 15, fill=TONES["panel"].light, radius=7)
    canvas.text(left + 6, y, line, size=_WORDS, colour=_MUTED)
    return x + side * width


def _draw_item(canvas: Canvas, contents: Contents, branch: Branch, x: float, y: float, side: int) -> float:
    """A node's sign, name and level; returns where they end."""
    node = contents.nodes[branch.number]
    canvas.sign(x, y, node.kind, 4.5)
    (line,) = fitted(node.label, _ITEM_WIDTH, SIZE, 1) or [""]
    start = x + side * 9
    canvas.text(start, y, line, align="left" if side > 0 else "right")
    end = start + side * (text_width(line) * SIZE + 5)
    if branch.level:
        canvas.level(end if side > 0 else end - 13, y, branch.level, size=_WORDS, colour=_MUTED)
    return end + side * (18 if branch.level else 0)


def _draw_root(canvas: Canvas, contents: Contents, root: Branch, x: float, y: float) -> None:
    node = contents.nodes[root.number]
    lines = fitted(node.label, 112, SIZE, 3, bold=True)
    height = 22 + SIZE * LEADING * len(lines)
    canvas.card(x - 62, y - height / 2, 124, height, fill=TONES["panel"].light, edge=TONES["accent"].light, line=1.4)
    canvas.sign(x, y - height / 2 + 11, node.kind, 5.5)
    canvas.lines(x, y - height / 2 + 19, lines, bold=True, align="center")


def _heading(contents: Contents, title: str, note: str, width: float) -> list[tuple[str, float, bool]]:
    """The lines above an image: title, what is in it, what is not, and sources."""
    lines = [(line, _TITLE, True) for line in fitted(title, width - 20, _TITLE, 2, bold=True)]
    texts = [note] if note else list(contents.summary)
    named = [source.title for source in contents.sources[:_SOURCES]]
    if len(contents.sources) > _SOURCES:
        named.append(f"and {len(contents.sources) - _SOURCES:,} more")
    sources = f"Sources: {', '.join(named)}." if named else ""
    for text in filter(None, (*texts, contents.cut, sources)):
        lines += [(line, SIZE, False) for line in fitted(text, width - 20, SIZE, 3)]
    return lines


def _heading_height(lines: list[tuple[str, float, bool]]) -> float:
    return sum(LEADING * size for _, size, _ in lines) + 18


def _draw_heading(canvas: Canvas, lines: list[tuple[str, float, bool]]) -> None:
    y = 4.0
    for text, size, bold in lines:
        canvas.text(10, y + LEADING * size / 2, text, size=size, bold=bold, colour=_INK if bold else _MUTED)
        y += LEADING * size


def _legend_rows(contents: Contents, root: Branch, width: float) -> list[list[tuple[Kind | None, str, float]]]:
    """Signs with what they mean, in rows that fit."""
    kinds = {contents.nodes[branch.number].kind for branch in branches_of(root)}
    entries: list[tuple[Kind | None, str]] = [(kind, kind.value) for kind in Kind if kind in kinds]
    if any(branch.level for branch in branches_of(root)):
        entries.append((None, "level: familiar, working, proficient, expert"))
    rows: list[list[tuple[Kind | None, str, float]]] = []
    x = width
    for kind, text in entries:
        wide = 30 + text_width(text) * _WORDS
        if x + wide > width - 10:
            rows.append([])
            x = 14
        rows[-1].append((kind, text, x))
        x += wide
    return rows


def _draw_legend(canvas: Canvas, rows: list[list[tuple[Kind | None, str, float]]], top: float) -> None:
    for number, row in enumerate(rows):
        y = top + 16 * number
        for kind, text, x in row:
            if kind:
                canvas.sign(x, y, kind, 4.5)
            else:
                canvas.level(x - 5, y, 2, size=_WORDS, colour=_MUTED)
            canvas.text(x + 10, y, text, size=_WORDS, colour=_MUTED)
