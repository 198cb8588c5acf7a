"""Drawing with matplotlib in points, y growing downwards: texts that fit, cards, arrows and marks, as PNG or SVG.

The same drawing gives the same bytes, with the same matplotlib and fonts. Colours are those of `looks`, for light
ground.
"""

from __future__ import annotations

import io
import warnings
from bisect import bisect_left
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from rolegraph.errors import RolegraphError
from rolegraph.model.nodes import Kind
from rolegraph.render.figures.looks import LOOKS, TONES
from rolegraph.render.figures.picture import ImageFormat
from rolegraph.render.figures.scene import lines_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

SIZE: Final = 9.0  # points, of plain text
LEADING: Final = 1.3  # from one line to the next, in em
_DPI: Final = 144.0
_PIXELS: Final = 24_000_000  # of a PNG at most: a larger one has fewer pixels an inch
_NO_GLYPH: Final = "Glyph .* missing from"  # a letter that no font here has is drawn as an empty box
# The first comes with matplotlib; the others, where installed, have letters that it lacks.
_FONTS: Final = (
    "DejaVu Sans|Noto Sans|Noto Sans CJK JP|Noto Sans CJK SC|Noto Sans Arabic|Noto Sans Hebrew|Noto Sans Devanagari"
    "|Arial Unicode MS|Hiragino Sans|PingFang SC|Segoe UI|Microsoft YaHei|Yu Gothic|Malgun Gothic|Nirmala UI"
).split("|")


def saved(draw: Callable[[], Figure], format_: ImageFormat, title: str) -> bytes:
    """What a function draws, as a file with a title; a RolegraphError where matplotlib is not installed."""
    try:
        import matplotlib
    except ModuleNotFoundError:
        raise RolegraphError("matplotlib is not installed (pip install matplotlib)") from None
    # Nothing of the user's own settings, and every text as it is: a dollar sign begins no formula.
    settings = {name: value for name, value in matplotlib.rcParamsDefault.items() if not name.startswith("backend")}
    settings |= {"svg.hashsalt": "rolegraph", "svg.fonttype": "none", "text.parse_math": False}
    settings |= {"font.family": fonts(), "font.size": SIZE}
    buffer = io.BytesIO()
    with matplotlib.rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", _NO_GLYPH, UserWarning)
        figure = draw()
        width, height = figure.get_size_inches()
        absent = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        options: dict[str, Any] = {"metadata": {**absent, "Title": " ".join(lines_of(title))}}
        if format_ == "png":
            options = {"metadata": {"Software": None}, "dpi": min(_DPI, (_PIXELS / (width * height)) ** 0.5)}
        figure.savefig(buffer, format=format_, bbox_inches="tight", pad_inches=0.25, **options)
    return buffer.getvalue()


def new_figure(width: float, height: float, **options: Any) -> Figure:
    """A figure of so many points, apart from those that pyplot manages."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width / 72, height / 72), facecolor="white", **options)
    FigureCanvasAgg(figure)
    return figure


def fonts() -> list[str]:
    """The families that are asked for letters: those that are installed."""
    from matplotlib.font_manager import fontManager

    installed = {font.name for font in fontManager.ttflist}
    return [name for name in _FONTS if name in installed]


@cache
def text_width(text: str, *, bold: bool = False) -> float:
    """The width of a text in em."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(size=SIZE, weight="bold" if bold else "normal")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", _NO_GLYPH, UserWarning)
        width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width) / SIZE


def fitted(text: str, width: float, size: float = SIZE, most: int = 3, *, bold: bool = False) -> list[str]:
    """A text in lines that are at most so many points wide; what does not fit into the last ends in "…"."""
    words = (word for line in lines_of(text) for word in line.split(" "))
    lines: list[str] = []
    for word in words:
        if len(lines) > most:
            break
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, bold=bold) * size <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    shown = lines[:most]
    if len(lines) > most:
        shown[-1] += " …"
    return [_shortened(line, width / size, bold=bold) for line in shown]


def letters_within(text: str, fits: Callable[[str], bool]) -> int:
    """How many letters of a text's start fit: by halves, as a word may have thousands."""
    return bisect_left(range(1, len(text) + 1), True, key=lambda size: not fits(text[:size]))


def _shortened(line: str, width: float, *, bold: bool) -> str:
    if text_width(line, bold=bold) <= width:
        return line
    kept = line.removesuffix(" …")
    return f"{kept[: letters_within(kept, lambda start: text_width(f'{start}…', bold=bold) <= width)].rstrip()}…"


class Canvas:
    """A drawing of a width and a height in points, which begins at the upper left corner."""

    def __init__(self, width: float, height: float) -> None:
        self.figure = new_figure(width, height)
        self.axes: Axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_axis_off()
        self.axes.set(xlim=(0, width), ylim=(height, 0), autoscale_on=False)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = SIZE,
        colour: str = TONES["ink"].light,
        bold: bool = False,
        align: str = "left",
    ) -> None:
        """A line of text; `y` is its middle."""
        look: dict[str, Any] = {"ha": align, "va": "center_baseline", "weight": "bold" if bold else "normal"}
        self.axes.text(x, y, " ".join(lines_of(text)), size=size, color=colour, zorder=4, **look)

    def lines(self, x: float, top: float, lines: list[str], *, size: float = SIZE, **look: Any) -> float:
        """Lines of text below each other; returns where they end."""
        for number, line in enumerate(lines):
            self.text(x, top + (number + 0.5) * LEADING * size, line, size=size, **look)
        return top + LEADING * size * len(lines)

    def card(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = TONES["paper"].light,
        edge: str = TONES["rule"].light,
        line: float = 0.8,
        dashed: bool = False,
        radius: float = 4.0,
    ) -> None:
        """A box with round corners."""
        from matplotlib.patches import FancyBboxPatch

        style = f"round,pad=0,rounding_size={min(radius, width / 2, height / 2)}"
        dashes = (0, (4, 2.5)) if dashed else "solid"
        box = FancyBboxPatch(
            (x, y), width, height, boxstyle=style, facecolor=fill, edgecolor=edge, linewidth=line, linestyle=dashes
        )
        self.axes.add_patch(box)

    def arrow(
        self,
        start: tuple[float, float],
        end: tuple[float, float],
        *,
        colour: str = TONES["edge"].light,
        bend: float = 0,
        dashed: bool = False,
    ) -> None:
        """A thin arrow, below everything else."""
        from matplotlib.patches import FancyArrowPatch

        style = f"arc3,rad={bend:.3f}"
        self.axes.add_patch(
            FancyArrowPatch(
                start, end, arrowstyle="-|>", mutation_scale=7, shrinkA=1, shrinkB=1, connectionstyle=style,
                linewidth=0.8, color=colour, zorder=0.5,
                linestyle=(0, (4, 2.5)) if dashed else "solid",
            )
        )  # fmt: skip

    def line(self, start: tuple[float, float], end: tuple[float, float], *, colour: str = TONES["rule"].light) -> None:
        """A thin line."""
        self.axes.plot([start[0], end[0]], [start[1], end[1]], color=colour, linewidth=0.7, zorder=0.8)

    def curve(self, start: tuple[float, float], end: tuple[float, float], *, colour: str = TONES["edge"].light) -> None:
        """A thin line that leaves and arrives level, below everything else."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        middle = (start[0] + end[0]) / 2
        points = [start, (middle, start[1]), (middle, end[1]), end]
        path = Path(points, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
        self.axes.add_patch(PathPatch(path, facecolor="none", edgecolor=colour, linewidth=0.7, zorder=0.5))

    def sign(self, x: float, y: float, kind: Kind, radius: float = 4.0, *, colour: str = "") -> None:
        """The sign of a kind, around a point."""
        from matplotlib.patches import Polygon

        look = LOOKS[kind]
        corners = [(x + radius * across, y + radius * down) for across, down in look.outline]
        self.axes.add_patch(Polygon(corners, facecolor=colour or look.fill, edgecolor="none", zorder=3))

    def level(self, x: float, y: float, level: int, *, size: float = SIZE, colour: str = TONES["ink"].light) -> float:
        """The marks of a level, four bars around the height `y`, as many filled as it has; returns where they end."""
        from matplotlib.patches import Rectangle

        wide, gap, tall = 0.26 * size, 0.14 * size, 0.8 * size
        for bar in range(1, 5):
            height = tall * (0.2 + 0.2 * bar)
            corner = (x + (bar - 1) * (wide + gap), y + tall / 2 - height)
            fill = colour if bar <= level else "none"
            patch = Rectangle(corner, wide, height, facecolor=fill, edgecolor=colour, linewidth=0.5, zorder=4)
            self.axes.add_patch(patch)
        return x + 4 * wide + 3 * gap
