"""The image of a map of roles, for a slide: clusters as soft regions under their names, and roles in their middle."""

from __future__ import annotations

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
_LARGEST: Final = 2.4  # points to a unit of the map
_ROLE: Final = 7.5  # points, of a role's name
_MOST_NAMED: Final = 60
_FARTHEST: Final = 75.0  # points, of the name of a cluster from the middle of its roles; twice that where few are
_MANY: Final = 150  # roles on a map, of which names may cover a dot or two

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


class _View(NamedTuple):
    """From places on the map to points of the image; how large dots are, by how many roles one is near to at `most`."""

    scale: float
    left: float
    top: float
    most: int

    @property
    def dot(self) -> float:
        return min(max(0.13 * 40 * self.scale, 1.3), 5.0)

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
    _draw_dots(canvas, shown, view)
    unnamed = _draw_names(canvas, shown, view)
    legend = (
        "A dot is a role; the larger, the more roles have it among their ten nearest. A line joins two roles that are "
        "among each other's two nearest."
    )
    if len(shown.clusters) > 1:
        legend += " Clusters are named by what most of their roles have and few others do"
        legend += f"; there was no room for the names of {unnamed}." if unnamed else "."
    canvas.lines(16, _HEIGHT - 27, fitted(legend, _WIDTH - 32, 7.5), size=7.5, colour=TONES["muted"].light)
    return canvas.figure


def _view(shown: RolesMap) -> _View:
    """The whole map, in the middle of what is free."""
    xs, ys = ([getattr(role, axis) for role in shown.roles] or [0] for axis in ("x", "y"))
    width, height = _WIDTH - 2 * _SIDE, _HEIGHT - _TOP - _BOTTOM - 56
    scale = min(_LARGEST, width / max(1, max(xs) - min(xs)), height / max(1, max(ys) - min(ys)))
    middle = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    most = max((role.neighbour_of for role in shown.roles), default=0) or 1
    return _View(scale, _WIDTH / 2 - middle[0] * scale, (_HEIGHT + _TOP - _BOTTOM) / 2 - middle[1] * scale, most)


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


def _radius(role: MapRole, view: _View) -> float:
    return float(view.dot * (0.7 + 0.6 * (role.neighbour_of / view.most) ** 0.5))


def _draw_dots(canvas: Canvas, shown: RolesMap, view: _View) -> None:
    places = [view.at(role.x, role.y) for role in shown.roles]
    canvas.axes.scatter(
        [x for x, _ in places],
        [y for _, y in places],
        s=[(2 * _radius(role, view)) ** 2 for role in shown.roles],
        c=[_colour(shown.clusters[role.cluster]) for role in shown.roles],
        edgecolors="white",
        linewidths=0.4,
        zorder=2,
    )


class _Names:
    """Writes names one after the other, the most wanted first; none covers another, and few cover dots."""

    def __init__(self, canvas: Canvas, shown: RolesMap, view: _View) -> None:
        import numpy as np

        self.canvas, self.shown, self.view = canvas, shown, view
        self.taken: list[Box] = []
        self.dots = np.array([view.at(role.x, role.y) for role in shown.roles]).reshape(-1, 2)
        self.most = 2 if len(shown.roles) > _MANY else 0

    def covered(self, box: Box) -> int:
        """How many dots a name would cover."""
        left, top, right, bottom = box
        across, down = self.dots.T
        return int(((across > left) & (across < right) & (down > top) & (down < bottom)).sum())

    def is_free(self, box: Box) -> bool:
        left, top, right, bottom = box
        if left < 4 or right > _WIDTH - 4 or top < _TOP - 8 or bottom > _HEIGHT - _BOTTOM:
            return False
        return not any(left < r and right > l and top < b and bottom > t for l, t, r, b in self.taken)  # noqa: E741

    def cluster(self, cluster: Cluster) -> bool:
        """The name of a cluster, in the middle of its roles or near it, where it covers few dots; if there is room."""
        size = min(8.5 + 9 * (len(cluster.members) / len(self.shown.roles)) ** 0.5, 13.0)
        first, *others = cluster.name.split(" · ")
        parts = [first, *(f"· {other}" for other in others)]
        lines = [line for part in parts for line in fitted(part, 130, size, 2, bold=True)]
        xs, ys = (sorted(getattr(self.shown.roles[place], axis) for place in cluster.members) for axis in ("x", "y"))
        x, y = self.view.at(xs[len(xs) // 2], ys[len(ys) // 2])
        wide, tall = _extent(lines, size, bold=True)
        around = ((x + dx * wide / 2, y + 0.7 * dy * tall) for dy in range(-4, 5) for dx in range(-3, 4))
        boxes = [(a - wide / 2, b - tall / 2, a + wide / 2, b + tall / 2) for a, b in around]
        free = [
            (((left + right) / 2 - x) ** 2 + ((top + bottom) / 2 - y) ** 2, (left, top, right, bottom))
            for left, top, right, bottom in boxes
            if self.is_free((left, top, right, bottom))
        ]
        free = [(far, box) for far, box in free if far < (_FARTHEST * (1 if self.most else 2)) ** 2]
        if free:
            _, box = min(
                (far**0.5 / (14 if self.most else 30) + self.covered(box) / (1 + self.most), box) for far, box in free
            )
            self._write(lines, size, box, colour=_colour(cluster), bold=True)
        return bool(free)

    def role(self, role: MapRole) -> bool:
        """The name of a role beside its dot; whether there was room for it."""
        lines = fitted(role.node.label, 120, _ROLE, 2)
        wide, tall = _extent(lines, _ROLE)
        (x, y), away = self.view.at(role.x, role.y), _radius(role, self.view) + 2.5
        corners = (
            (x + away, y - tall / 2),
            (x - away - wide, y - tall / 2),
            (x - wide / 2, y + away),
            (x - wide / 2, y - away - tall),
        )
        for left, top in corners:
            box = (left, top, left + wide, top + tall)
            if self.is_free(box) and self.covered(box) <= self.most:
                self._write(lines, _ROLE, box, colour=TONES["ink"].light, bold=False)
                return True
        return False

    def _write(self, lines: list[str], size: float, box: Box, *, colour: str, bold: bool) -> None:
        from matplotlib.patheffects import withStroke

        self.taken.append(box)
        before = len(self.canvas.axes.texts)
        self.canvas.lines((box[0] + box[2]) / 2, box[1], lines, size=size, colour=colour, bold=bold, align="center")
        for text in self.canvas.axes.texts[before:]:
            text.set_path_effects([withStroke(linewidth=2.5, foreground="white")])


def _draw_names(canvas: Canvas, shown: RolesMap, view: _View) -> int:
    """Names of clusters, then of roles as far as there is room, those first that most others are near to.

    The only cluster is the whole map, and has none.

    Returns how many clusters have no name for want of room.
    """
    names, named = _Names(canvas, shown, view), 0
    unnamed = sum(not names.cluster(cluster) for cluster in shown.clusters if len(shown.clusters) > 1)
    for role in sorted(shown.roles, key=lambda role: (-role.neighbour_of, role.node.label)):
        named += names.role(role)
        if named == _MOST_NAMED:
            break
    return unnamed


def _extent(lines: list[str], size: float, *, bold: bool = False) -> tuple[float, float]:
    return max(text_width(line, bold=bold) for line in lines) * size, len(lines) * size * LEADING
