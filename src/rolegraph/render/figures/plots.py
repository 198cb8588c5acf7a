"""The statistics of a graph as bars, as PNG or SVG."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from rolegraph.render.figures.canvas import new_figure, saved
from rolegraph.render.figures.picture import ImageFormat
from rolegraph.render.text import counted, without_controls

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from rolegraph.analysis.statistics import Stats


def stats_image(stats: Stats, format_: ImageFormat) -> bytes:
    """What is most required, and what bridges roles most, as two panels of bars."""
    title = f"What {counted(stats.roles, 'role')} ask for, of {counted(stats.capabilities, 'capability')}"
    return saved(lambda: _stats_figure(stats, title), format_, title)


_BLUE, _ORANGE = "#0072b2", "#d55e00"  # of Okabe and Ito's palette, which everybody can distinguish
_LONGEST: Final = 34  # letters of a name beside a bar


def _stats_figure(stats: Stats, title: str) -> Figure:
    bars = max(len(stats.most_required), len(stats.bridges), 3)
    figure = new_figure(792, 100 + 19.5 * bars, layout="constrained")
    figure.suptitle(title, fontweight="bold")
    left, right = figure.subplots(1, 2)
    required = [(without_controls(row.capability.label), row.required) for row in stats.most_required]
    _bars(left, "Most required", "roles that require it", required, _BLUE)
    scores = [(without_controls(bridge.capability.label), bridge.score) for bridge in stats.bridges]
    estimate = ", estimated" if stats.estimated_from else ""
    _bars(right, "Bridges", f"betweenness × (1 − clustering){estimate}", scores, _ORANGE)
    return figure


def _bars(axes: Axes, title: str, unit: str, rows: Sequence[tuple[str, float]], colour: str) -> None:
    places = range(len(rows))
    axes.barh(places, [number for _, number in rows], color=colour, height=0.7)
    axes.set_yticks(places, [name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…" for name, _ in rows])
    axes.invert_yaxis()
    axes.set_title(title, loc="left")
    axes.set_xlabel(unit)
    axes.spines[["top", "right"]].set_visible(False)
    if not rows:
        axes.set_xticks([])
        axes.text(0.5, 0.5, "nothing to show", transform=axes.transAxes, ha="center")
