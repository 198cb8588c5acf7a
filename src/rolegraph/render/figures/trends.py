"""Shares by month as small line charts with their intervals, one a capability: as SVG, as a page, as PNG.

All have one scale. A month without postings is a gap, and not a zero.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.errors import RolegraphError
from rolegraph.model.demand_tables import DemandTable, Trend
from rolegraph.model.demands import Share
from rolegraph.render.figures.comparison_matrix.role_sets import wrapped
from rolegraph.render.figures.looks import TONES, css_variables
from rolegraph.render.figures.page import Parts, as_html, document

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from rolegraph.render.figures.canvas import Canvas

FOLLOWED: Final = 6
"""Capabilities of a picture."""

_FORMATS: Final = (".svg", ".png", ".html")
_WIDTH, _HEIGHT, _TITLE = 350.0, 172.0, 52.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 40.0, 338.0, 44.0, 142.0  # of the drawing in a chart
_LETTERS, _SMALL = 13.0, 11.0
_PER_LINE: Final = 2
_MOST_YEARS: Final = 8  # marks of the scale of time
_FONT: Final = "system-ui,sans-serif"
_TONE, _BAND = "learn", 0.2

Point = tuple[float, float]


class _Word(NamedTuple):
    """A text at a place; `anchor` as SVG has it, `tone` names a colour."""

    x: float
    y: float
    text: str
    size: float = _SMALL
    tone: str = "muted"
    anchor: str = "start"
    bold: bool = False


class _Shape(NamedTuple):
    """A line, or an area where it is `filled`, through some points; one point is a dot."""

    points: Sequence[Point]
    tone: str
    width: float = 1.0
    filled: bool = False


class _Chart(NamedTuple):
    """The share of one capability by month, with what it says in words."""

    said: str
    words: tuple[_Word, ...]
    shapes: tuple[_Shape, ...]


def refuse_other_pictures(path: Path) -> None:
    """RolegraphError where the name of a file says no format in which trends are drawn."""
    if path.suffix.lower() not in _FORMATS:
        known = ", ".join(_FORMATS)
        raise RolegraphError(f"trends are drawn as {known}: the name of {path.name!r} should end in one of these")


def save_trends(table: DemandTable, path: Path) -> None:
    """Draw the trends of a table into a file, in the format that its name says; RolegraphError where there are none."""
    from rolegraph.rdf.commits import write_atomically

    refuse_other_pictures(path)
    if not any(share for trend in table.trends for _, share in trend.months):
        raise RolegraphError("there is nothing to draw by month: no posting with a date asks for what is shown")
    if path.suffix.lower() == ".png":
        write_atomically(path, trends_image(table))
    else:
        write_atomically(path, (trends_svg if path.suffix.lower() == ".svg" else trends_page)(table).encode())


def trends_svg(table: DemandTable) -> str:
    """All charts as one picture, dark where that is preferred."""
    charts, (width, height) = _charts(table.trends), _size(table)
    title, about = _titles(table)
    inside = "".join(
        f'<g transform="translate({x:g} {y:g})">{_svg_chart(chart)}</g>'
        for chart, (x, y) in zip(charts, _places(), strict=False)
    )
    head = _svg_words([_Word(12, 20, title, 15, "ink", bold=True), _Word(12, 38, about)])
    said = f"<title>{as_html(title)}</title><desc>{as_html('; '.join(chart.said for chart in charts))}</desc>"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}" '
        f'height="{height:g}" role="img" font-family="{_FONT}">{said}<style>{css_variables()}</style>'
        f'<rect width="100%" height="100%" fill="var(--paper)"/>{head}{inside}</svg>\n'
    )


def trends_page(table: DemandTable) -> str:
    """A page with a picture for each chart, side by side where there is room."""
    title, about = _titles(table)
    pictures = "".join(
        f'<figure><svg viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" role="img" aria-label="{as_html(chart.said)}" '
        f'font-family="{_FONT}">{_svg_chart(chart)}</svg></figure>'
        for chart in _charts(table.trends)
    )
    return document(Parts(title, (about,), f'<main class="trends">{pictures}</main>', styles=("trends",)))


def trends_image(table: DemandTable) -> bytes:
    """All charts as PNG, for light ground."""
    from rolegraph.render.figures.canvas import saved

    return saved(lambda: _figure(table), "png", _titles(table)[0])


def _titles(table: DemandTable) -> tuple[str, str]:
    of_role = f" for {table.role.label}" if table.role else ""
    shares = [share for trend in table.trends for _, share in trend.months if share]
    least, most = min(share.of for share in shares), max(share.of for share in shares)
    of = f"{least:,}" if least == most else f"{least:,} to {most:,}"
    return f"What postings{of_role} ask for, by month", f"Share of {of} postings a month, with its interval at 95 %"


def _size(table: DemandTable) -> Point:
    lines = math.ceil(len(table.trends) / _PER_LINE)
    return _WIDTH * min(len(table.trends), _PER_LINE) + 12, _TITLE + lines * _HEIGHT


def _places() -> Iterator[Point]:
    for number in range(FOLLOWED * 10):
        yield number % _PER_LINE * _WIDTH, _TITLE + number // _PER_LINE * _HEIGHT


def _charts(trends: Sequence[Trend]) -> list[_Chart]:
    shares = [share for trend in trends for _, share in trend.months if share]
    # An interval of few postings reaches far: the scale is that of the shares, and what is higher is cut.
    most = max(0.05, *(share.share for share in shares))
    step = next(one for one in (0.02, 0.05, 0.1, 0.2, 0.25, 0.5) if most / one <= 4 or one == 0.5)
    top = min(1.0, math.ceil(most / step + 0.2) * step)
    return [_chart(trend, top, step) for trend in trends]


def _chart(trend: Trend, top: float, step: float) -> _Chart:
    months = [month for month, _ in trend.months]
    across = (_RIGHT - _LEFT) / max(len(months) - 1, 1)

    def height(share: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * min(share, top) / top

    shapes = list[_Shape]()
    name = wrapped(trend.capability.label, _RIGHT - 12, _LETTERS, most=1)[0]
    words = [_Word(12, 16, name, _LETTERS, "ink", bold=True)]
    words.append(_Word(12, 31, _latest(trend)))
    for number in range(round(top / step) + 1):
        y = height(number * step)
        shapes.append(_Shape([(_LEFT, y), (_RIGHT, y)], "rule", 0.7))
        words.append(_Word(_LEFT - 5, y + 4, f"{number * step:.0%}", anchor="end"))
    for place, month in _marks(months):
        words.append(
            _Word(
                _LEFT + place * across, _BOTTOM + 16, month, anchor="middle" if 0 < place < len(months) - 3 else "start"
            )
        )
    for present, run in groupby(enumerate(trend.months), key=lambda one: one[1][1] is not None):
        if present:
            points = [(_LEFT + place * across, share) for place, (_, share) in run if share]
            shapes += _drawn(points, height)
    return _Chart(_said(trend), tuple(words), tuple(shapes))


def _drawn(points: Sequence[tuple[float, Share]], height: Callable[[float], float]) -> Iterator[_Shape]:
    """A run of months without a gap: the interval, and the share in it."""
    lows = [(x, height(share.low)) for x, share in points]
    highs = [(x, height(share.high)) for x, share in points]
    if len(points) > 1:
        yield _Shape([*lows, *reversed(highs)], _TONE, filled=True)
    else:
        yield _Shape([lows[0], highs[0]], _TONE, 0.8)
    yield _Shape([(x, height(share.share)) for x, share in points], _TONE, 1.8)


def _marks(months: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Where years begin, or the first and the last month of what is shorter."""
    begins = [(place, month[:4]) for place, month in enumerate(months) if month.endswith("-01")]
    if len(begins) > 1:
        yield from begins[:: math.ceil(len(begins) / _MOST_YEARS)]
    else:
        yield 0, months[0]


def _latest(trend: Trend) -> str:
    month, share = next((month, share) for month, share in reversed(trend.months) if share)
    grown = f", over a year {trend.growth.words}" if trend.growth else ""
    return f"{share.share:.0%} in {month}{grown}"


def _said(trend: Trend) -> str:
    month, share = next((month, share) for month, share in trend.months if share)
    return f"{trend.capability.label}: {share.share:.0%} in {month}, {_latest(trend)}"


def _svg_chart(chart: _Chart) -> str:
    return "".join(map(_svg_shape, chart.shapes)) + _svg_words(chart.words)


def _svg_shape(shape: _Shape) -> str:
    colour = f"var(--{shape.tone})"
    if len(shape.points) == 1:
        (x, y), *_ = shape.points
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="2.5" fill="{colour}"/>'
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in shape.points)
    if shape.filled:
        return f'<path d="{path}Z" fill="{colour}" fill-opacity="{_BAND}"/>'
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{shape.width:g}"/>'


def _svg_words(words: Iterable[_Word]) -> str:
    return "".join(
        f'<text x="{word.x:.1f}" y="{word.y:.1f}" font-size="{word.size:g}" fill="var(--{word.tone})" '
        f'text-anchor="{word.anchor}" font-weight="{600 if word.bold else 400}">{as_html(word.text)}</text>'
        for word in words
    )


def _figure(table: DemandTable) -> Figure:
    from rolegraph.render.figures.canvas import Canvas

    canvas, (title, about) = Canvas(*_size(table)), _titles(table)
    _write(canvas, [_Word(12, 20, title, 15, "ink", bold=True), _Word(12, 38, about)], (0.0, 0.0))
    for chart, (x, y) in zip(_charts(table.trends), _places(), strict=False):
        for shape in chart.shapes:
            points, colour = [(x + one, y + other) for one, other in shape.points], TONES[shape.tone].light
            across, down = zip(*points, strict=True)
            if shape.filled:
                canvas.axes.fill(across, down, color=colour, alpha=_BAND, linewidth=0)
            else:
                marker = "o" if len(points) == 1 else ""
                canvas.axes.plot(across, down, color=colour, linewidth=shape.width, marker=marker, markersize=4)
        _write(canvas, chart.words, (x, y))
    return canvas.figure


def _write(canvas: Canvas, words: Iterable[_Word], origin: Point) -> None:
    sides = {"start": "left", "middle": "center", "end": "right"}
    for word in words:
        # A canvas writes around the middle of a line, SVG on its base.
        place = origin[0] + word.x, origin[1] + word.y - 0.35 * word.size
        canvas.text(
            *place,
            word.text,
            size=word.size * 0.85,
            colour=TONES[word.tone].light,
            bold=word.bold,
            align=sides[word.anchor],
        )
