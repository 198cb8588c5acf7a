"""Draws the parts of a picture with matplotlib, on axes whose unit is a point and whose y grows downwards.

A scene as a picture, PNG or SVG, drawn with matplotlib: the scene's own places, with a title and a legend.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from rolegraph.errors import RolegraphError
from rolegraph.render.figures.paper import (
    SIZE,
    SMALL,
    Box,
    DrawnLine,
    Label,
    Layout,
    Measure,
    Point,
    Spot,
    fold,
    lay_out,
    line_height,
)
from rolegraph.render.figures.scene import (
    ENDS,
    KNOWN,
    LOOKS,
    LegendEntry,
    Scene,
    SceneEdge,
    SceneNode,
    entries_of,
    lines_of,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure


INK: Final = "#222222"
QUIET: Final = "#5f5f5f"
_WEAK: Final = "#8c8c8c"
_WEAKEST: Final = "#b5b5b5"
_MANY: Final = 150
_SAMPLE: Final = 14.0


class Pen:
    """Draws on axes in fonts; what is drawn later lies above."""

    def __init__(self, axes: Axes, fonts: Sequence[str]) -> None:
        self._axes, self._fonts = axes, list(fonts)
        self._depth = 0

    def edges(self, lines: Iterable[DrawnLine]) -> None:
        """Draw edges: strong ones thick and above the others, loose ones dashed, and many of them thin."""
        drawn = sorted(lines, key=lambda one: one.edge.strong)
        thin = len(drawn) > _MANY
        for line in drawn:
            self._edge(line.edge, line.curve, thin)

    def markers(self, spots: Sequence[Spot]) -> None:
        """Draw nodes by kind and group, and the numbers of steps on them."""
        looks: dict[tuple[str, str], list[Spot]] = {}
        for spot in spots:
            group = spot.node.group if spot.node.group in ENDS | {KNOWN} else ""
            looks.setdefault((spot.node.kind.value, group), []).append(spot)
        for alike in looks.values():
            self._alike(alike)
        for spot in spots:
            if spot.node.step is not None:
                size = 8.0 if spot.node.step < 100 else 5.5
                self._write((spot.x, spot.y), str(spot.node.step), size, LOOKS[spot.node.kind].ink, bold=True)

    def labels(self, labels: Sequence[Label], size: float = SIZE, colour: str = INK) -> None:
        """Draw labels, each over paler lines."""
        from matplotlib.collections import PolyCollection

        corners = [
            [(box.left, box.top), (box.right, box.top), (box.right, box.bottom), (box.left, box.bottom)]
            for box in (label.box for label in labels)
        ]
        if corners:
            patches = PolyCollection(corners, facecolors="white", edgecolors="none", alpha=0.7, zorder=self._next())
            self._axes.add_collection(patches, autolim=False)
        for label in labels:
            self.text(label, size, colour)

    def text(self, label: Label, size: float, colour: str = INK, bold: bool = False) -> None:
        """Draw the lines of a label in its box."""
        box = label.box
        x = {"left": box.left, "right": box.right}.get(label.align, (box.left + box.right) / 2)
        for number, line in enumerate(label.lines):
            y = box.top + (number + 0.5) * line_height(size)
            self._write((x, y), line, size, colour, bold=bold, align=label.align)

    def entry(self, entry: LegendEntry, at: Point) -> None:
        """Draw a legend's sample, in the middle of the place for it."""
        x, y = at
        if entry.edge:
            start, end = (x - _SAMPLE, y), (x + _SAMPLE, y)
            self._edge(entry.edge, (start, (x, y), end))
        elif entry.kind:
            self._alike([Spot(SceneNode("", "", entry.kind, group=entry.group), x, y, 5.5)])

    def _next(self) -> float:
        self._depth += 1
        return float(self._depth)

    def _alike(self, spots: Sequence[Spot]) -> None:
        node = spots[0].node
        look = LOOKS[node.kind]
        self._axes.scatter(
            [spot.x for spot in spots],
            [spot.y for spot in spots],
            # Areas, as scatter takes them, of markers that reach to the border of their circle.
            s=[(2 * spot.radius * _REACH.get(look.marker, 1.0)) ** 2 for spot in spots],
            marker=look.marker,
            c=[_paler(look.fill) if node.group == KNOWN else look.fill],
            edgecolors=INK if node.group in ENDS else "#555555",
            linewidths=2.0 if node.group in ENDS else 0.8,
            linestyles=(0, (2, 1.2)) if node.group == KNOWN else "solid",
            zorder=self._next(),
        )

    def _edge(self, edge: SceneEdge, curve: tuple[Point, Point, Point], thin: bool = False) -> None:
        from matplotlib.patches import FancyArrowPatch
        from matplotlib.path import Path

        path = Path(list(curve), [Path.MOVETO, Path.CURVE3, Path.CURVE3])
        self._axes.add_patch(
            FancyArrowPatch(
                path=path,
                arrowstyle="-|>",
                mutation_scale=9 if edge.strong else 6.5,
                linewidth=2.0 if edge.strong else 0.5 if thin else 0.8,
                linestyle=(0, (4, 2.5)) if edge.loose and not edge.strong else "solid",
                color="#444444" if edge.strong else _WEAKEST if thin else _WEAK,
                zorder=self._next(),
            )
        )

    def _write(
        self, at: Point, text: str, size: float, colour: str, *, bold: bool = False, align: str = "center"
    ) -> None:
        self._axes.text(
            *at,
            text,
            size=size,
            color=colour,
            weight="bold" if bold else "normal",
            family=self._fonts,
            horizontalalignment=align,
            verticalalignment="center_baseline",
            parse_math=False,
            zorder=self._next(),
        )


# Markers of matplotlib that fill less, or more, of their square than a circle does.
_REACH: Final = {"s": 0.9, "D": 0.78, "d": 1.0, "h": 1.08, "p": 1.1, "*": 1.25, "^": 1.05, "v": 1.05, "8": 1.0}


def _paler(colour: str) -> str:
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - 0.4 * (255 - part)):02x}" for part in parts)


ImageFormat = Literal["png", "svg"]


# The first comes with matplotlib; of the others, those that are installed are asked for what it has no letters for.
_FONTS: Final = (
    "DejaVu Sans|Noto Sans|Noto Sans CJK JP|Noto Sans CJK SC|Noto Sans Arabic|Noto Sans Hebrew|Noto Sans Devanagari"
    "|Arial Unicode MS|Hiragino Sans|PingFang SC|Segoe UI|Microsoft YaHei|Yu Gothic|Malgun Gothic|Nirmala UI"
).split("|")
_TITLE: Final = 14.0
_MARGIN: Final = 18.0
_LEAST_WIDTH: Final = 300.0
_LEGEND_WIDTH: Final = 110.0
# From a legend's left side to the middle of its samples, and to its texts.
_FONT_SAMPLE, _MEANING = 14.0, 36.0

# Pixels of a PNG: two a point, and fewer for a picture that would take too many.
_DPI: Final = 144.0
_PIXELS: Final = 24_000_000


class _Heading(NamedTuple):
    """Lines that stand above the graph."""

    lines: tuple[str, ...]
    size: float
    colour: str


def to_image(scene: Scene, format_: ImageFormat) -> bytes:
    """A scene as a PNG or SVG file.

    Every label is shown as the text that it is. One that finds no room is left out, and the picture says how many are.

    Raises
    ------
    RolegraphError
        Where matplotlib is not installed.
    """
    return drawn(lambda: _figure(scene), format_, " ".join(lines_of(scene.title)))


def drawn(draw: Callable[[], Figure], format_: ImageFormat, title: str) -> bytes:
    """A figure as a PNG or SVG file; the same one gives the same bytes, as long as matplotlib and fonts are the same.

    Raises
    ------
    RolegraphError
        Where matplotlib is not installed.
    """
    try:
        import matplotlib
    except ModuleNotFoundError:
        raise RolegraphError("matplotlib is not installed (pip install matplotlib)") from None
    # Nothing of the user's own settings.
    default = {name: value for name, value in matplotlib.rcParamsDefault.items() if not name.startswith("backend")}
    settings = default | {"svg.hashsalt": "rolegraph", "svg.fonttype": "none"}
    buffer = io.BytesIO()
    with matplotlib.rc_context(settings), warnings.catch_warnings():
        # A letter that no font here has is drawn as an empty box.
        warnings.filterwarnings("ignore", r"Glyph .* missing from", UserWarning)
        figure = draw()
        if format_ == "svg":
            unsaid = dict.fromkeys(("Date", "Creator", "Format", "Type"))
            figure.savefig(buffer, format="svg", metadata={**unsaid, "Title": title})
        else:
            width, height = figure.get_size_inches()
            dpi = min(_DPI, (_PIXELS / (width * height)) ** 0.5)
            figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    return buffer.getvalue()


def _figure(scene: Scene) -> Figure:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    families = fonts()
    measure = _measure(families, SIZE)
    layout = lay_out(scene, measure, _measure(families, SMALL))
    box = layout.box
    legend = [(entry, fold(entry.text, _LEGEND_WIDTH, measure) or ("",)) for entry in entries_of(scene)]
    beside = _MARGIN + _MEANING + max((measure(line) for _, lines in legend for line in lines), default=-_MEANING)
    width = max(box.right - box.left + beside, _LEAST_WIDTH)
    headings = _headings(scene, layout, width, families)
    top = sum(line_height(one.size) * len(one.lines) for one in headings) + _MARGIN / 2
    height = top + max(box.bottom - box.top, _height(legend))

    figure = Figure(figsize=((width + 2 * _MARGIN) / 72, (height + 2 * _MARGIN) / 72), facecolor="white")
    FigureCanvasAgg(figure)
    # The graph keeps the unit of its layout and is moved to below the headings.
    left = box.left - _MARGIN - max(0.0, (width - beside - (box.right - box.left)) / 2)
    upper = box.top - top - _MARGIN
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set(xlim=(left, left + width + 2 * _MARGIN), ylim=(upper + height + 2 * _MARGIN, upper), autoscale_on=False)
    pen = Pen(axes, families)
    pen.edges(layout.lines)
    pen.labels(layout.words, SMALL, QUIET)
    pen.labels(layout.labels)
    pen.markers(layout.spots)
    _draw_headings(pen, headings, left + _MARGIN, upper + _MARGIN)
    _draw_legend(pen, legend, left + 2 * _MARGIN + width - beside, box.top)
    return figure


def _headings(scene: Scene, layout: Layout, width: float, fonts: tuple[str, ...]) -> list[_Heading]:
    """The title, the summary, and what is not shown, folded to the picture's width."""
    left_out = f"{layout.without:,} labels left out for want of room" if layout.without else ""
    said = [(scene.title, _TITLE, INK), *((line, SIZE, QUIET) for line in scene.summary)]
    said += [("; ".join(text for text in (scene.cut, left_out) if text), SIZE, INK)]
    if not scene.nodes:
        said.append(("nothing to show", SIZE, QUIET))
    headings = []
    for text, size, colour in said:
        clean = " ".join(lines_of(text))
        bold = size == _TITLE
        if lines := fold(clean, width, _measure(fonts, size, bold), 3):
            headings.append(_Heading(lines, size, colour))
    return headings


def _draw_headings(pen: Pen, headings: list[_Heading], left: float, top: float) -> None:
    for one in headings:
        bottom = top + line_height(one.size) * len(one.lines)
        pen.text(Label(one.lines, Box(left, top, left, bottom), "left"), one.size, one.colour, one.size == _TITLE)
        top = bottom


def _height(legend: list[tuple[LegendEntry, tuple[str, ...]]]) -> float:
    return sum(line_height(SIZE) * len(lines) + 4 for _, lines in legend)


def _draw_legend(pen: Pen, legend: list[tuple[LegendEntry, tuple[str, ...]]], left: float, top: float) -> None:
    for entry, lines in legend:
        bottom = top + line_height(SIZE) * len(lines)
        pen.entry(entry, (left + _FONT_SAMPLE, top + line_height(SIZE) / 2))
        pen.text(Label(lines, Box(left + _MEANING, top, left + _MEANING, bottom), "left"), SIZE)
        top = bottom + 4


def fonts() -> tuple[str, ...]:
    """The families that are asked for letters, those that are installed."""
    from matplotlib.font_manager import fontManager

    installed = {font.name for font in fontManager.ttflist}
    return tuple(name for name in _FONTS if name in installed)


def _measure(fonts: tuple[str, ...], size: float, bold: bool = False) -> Measure:
    """What gives the width of a text in points."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=list(fonts), size=size, weight="bold" if bold else "normal")

    @cache
    def measure(text: str) -> float:
        width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
        return float(width)

    return measure
