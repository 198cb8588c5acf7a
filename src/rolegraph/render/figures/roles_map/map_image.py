"""The image of a map of roles, for a slide: clusters as soft regions under their names, and roles in their middle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.render.figures.canvas import LEADING, Canvas, fitted, saved, text_width
from rolegraph.render.figures.looks import LOOKS, SERIES, TONES
from rolegraph.render.figures.picture import ImageFormat

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from rolegraph.render.figures.roles_map import MapRole, RolesMap
    from rolegraph.render.figures.roles_map.clusters import Cluster

_WIDTH: Final = 960.0  # points
_HEIGHT: Final = 540.0
_TOP: Final = 62.0  # below title and summary
_BOTTOM: Final = 34.0
_SIDE: Final = 60.0
_REACH: Final = 20.0  # of a region around a dot, in the map's units
_FAR: Final = 5 * _REACH  # no region bridges more
_LARGEST: Final = 1.6  # points to a unit of the map
_ROLE: Final = 7.5  # points, of a role's name
_MOST_NAMED: Final = 60

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


class _View(NamedTuple):
    """From places on the map to points of the image."""

    scale: float
    left: float
    top: float

    def at(self, x: float, y: float) -> tuple[float, float]:
        return self.left + x * self.scale, self.top + y * self.scale


def map_image(shown: RolesMap, format_: ImageFormat) -> bytes:
    """The image."""
    return saved(lambda: _drawn(shown), format_, shown.title)


def _drawn(shown: RolesMap) -> Figure:
    canvas = Canvas(_WIDTH, _HEIGHT)
    canvas.text(16, 20, shown.title, size=15, bold=True)
    canvas.text(16, 42, " ".join(filter(None, (shown.summary, shown.cut))), size=9.5, colour=TONES["muted"].light)
    view = _view(shown)
    _draw_regions(canvas, shown, view)
    _draw_lines(canvas, shown, view)
    for role in shown.roles:
        _draw_dot(canvas, shown, role, view)
    _draw_names(canvas, shown, view)
    legend = (
        "A dot is a role; the larger, the more roles have it among their ten nearest. A line joins two roles that are "
        "among each other's three nearest. Clusters are named by what most of their roles have and few others do."
    )
    canvas.lines(16, _HEIGHT - 27, fitted(legend, _WIDTH - 32, 7.5), size=7.5, colour=TONES["muted"].light)
    return canvas.figure


def _view(shown: RolesMap) -> _View:
    """The whole map, in the middle of what is free."""
    xs, ys = ([getattr(role, axis) for role in shown.roles] or [0] for axis in ("x", "y"))
    width, height = _WIDTH - 2 * _SIDE, _HEIGHT - _TOP - _BOTTOM - 24
    scale = min(_LARGEST, width / max(1, max(xs) - min(xs)), height / max(1, max(ys) - min(ys)))
    middle = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return _View(scale, _WIDTH / 2 - middle[0] * scale, (_HEIGHT + _TOP - _BOTTOM) / 2 - middle[1] * scale)


def _colour(cluster: Cluster) -> str:
    return LOOKS[SERIES[cluster.colour]].fill


def _draw_regions(canvas: Canvas, shown: RolesMap, view: _View) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    for number, cluster in enumerate(shown.clusters):
        pieces = [(shown.roles[place], shown.roles[place]) for place in cluster.members]
        pieces += [
            (shown.roles[one], shown.roles[other])
            for one, other, _ in shown.ties
            if shown.roles[one].cluster == shown.roles[other].cluster == number
        ]
        corners = [
            point
            for one, other in pieces
            if abs(one.x - other.x) + abs(one.y - other.y) < _FAR
            for point in (view.at(one.x, one.y), view.at(other.x + 0.01, other.y))
        ]
        if not corners:
            continue
        path = Path(corners, [Path.MOVETO, Path.LINETO] * (len(corners) // 2))
        canvas.axes.add_patch(
            PathPatch(
                path, facecolor="none", edgecolor=_colour(cluster), alpha=0.16, linewidth=2 * _REACH * view.scale,
                capstyle="round", joinstyle="round", zorder=0.2,
            )
        )  # fmt: skip


def _draw_lines(canvas: Canvas, shown: RolesMap, view: _View) -> None:
    from matplotlib.collections import LineCollection

    ends = ((shown.roles[one], shown.roles[other]) for one, other, _ in shown.ties)
    lines = [(view.at(one.x, one.y), view.at(other.x, other.y)) for one, other in ends]
    canvas.axes.add_collection(LineCollection(lines, colors=TONES["edge"].light, linewidths=0.5, zorder=0.5))


def _radius(shown: RolesMap, role: MapRole, view: _View) -> float:
    base = min(max(0.13 * 40 * view.scale, 1.3), 5.0)
    most = max((one.neighbour_of for one in shown.roles), default=0) or 1
    return float(base * (0.7 + 0.6 * (role.neighbour_of / most) ** 0.5))


def _draw_dot(canvas: Canvas, shown: RolesMap, role: MapRole, view: _View) -> None:
    from matplotlib.patches import Circle

    colour, radius = _colour(shown.clusters[role.cluster]), _radius(shown, role, view)
    dot = Circle(view.at(role.x, role.y), radius, facecolor=colour, edgecolor="white", linewidth=0.4, zorder=2)
    canvas.axes.add_patch(dot)


def _draw_names(canvas: Canvas, shown: RolesMap, view: _View) -> None:
    """Names of clusters, then of roles as far as there is room, the one in whose middle most are first."""
    taken: list[Box] = []
    for cluster in shown.clusters:
        size = min(8.5 + 9 * (len(cluster.members) / len(shown.roles)) ** 0.5, 13.0)
        lines = fitted(cluster.name, 130, size, 3, bold=True)
        wide, tall = _extent(lines, size, bold=True)
        xs, ys = (sorted(getattr(shown.roles[place], axis) for place in cluster.members) for axis in ("x", "y"))
        x, y = view.at(xs[len(xs) // 2], ys[len(ys) // 2])
        spots = [(x + dx * wide - wide / 2, y + dy * tall - tall / 2) for dx, dy in _ABOUT]
        _write(canvas, taken, lines, size, spots, colour=_colour(cluster), bold=True)
    named = 0
    for role in sorted(shown.roles, key=lambda role: (-role.neighbour_of, role.node.label)):
        if named == _MOST_NAMED:
            break
        lines = fitted(role.node.label, 120, _ROLE, 2)
        wide, tall = _extent(lines, _ROLE)
        spots = list(_beside(view.at(role.x, role.y), wide, tall, _radius(shown, role, view) + 2.5))
        named += _write(canvas, taken, lines, _ROLE, spots, colour=TONES["ink"].light, bold=False)


_ABOUT: Final = ((0, 0), (0, -0.8), (0, 0.8), (0.4, 0), (-0.4, 0), (0, -1.7), (0, 1.7))


def _beside(place: tuple[float, float], wide: float, tall: float, away: float) -> Iterator[tuple[float, float]]:
    x, y = place
    yield x + away, y - tall / 2
    yield x - away - wide, y - tall / 2
    yield x - wide / 2, y + away
    yield x - wide / 2, y - away - tall


def _extent(lines: list[str], size: float, *, bold: bool = False) -> tuple[float, float]:
    return max(text_width(line, bold=bold) for line in lines) * size, len(lines) * size * LEADING


def _write(
    canvas: Canvas, taken: list[Box], lines: list[str], size: float, spots: list[tuple[float, float]], *,
    colour: str, bold: bool,
) -> bool:  # fmt: skip
    """Write lines at the first spot that is free, on a ground that sets them apart; whether there was one."""
    from matplotlib.patheffects import withStroke

    wide, tall = _extent(lines, size, bold=bold)
    for x, y in spots:
        box = (x, y, x + wide, y + tall)
        if x < 4 or x + wide > _WIDTH - 4 or y < _TOP - 8 or y + tall > _HEIGHT - _BOTTOM:
            continue
        if any(
            box[0] < right and box[2] > left and box[1] < bottom and box[3] > top for left, top, right, bottom in taken
        ):
            continue
        taken.append(box)
        before = len(canvas.axes.texts)
        canvas.lines(x + wide / 2, y, lines, size=size, colour=colour, bold=bold, align="center")
        for text in canvas.axes.texts[before:]:
            text.set_path_effects([withStroke(linewidth=2.5, foreground="white")])
        return True
    return False
