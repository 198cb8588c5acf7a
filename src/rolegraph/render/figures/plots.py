"""Images made with matplotlib, as PNG or SVG: scenes at their own positions, and the statistics of a graph as bars."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from rolegraph.render.figures.canvas import SIZE, new_figure, saved, text_width
from rolegraph.render.figures.image_layout import LEADING, SMALL, DrawnEdge, Label, Layout, Marker, lay_out, wrap
from rolegraph.render.figures.looks import LOOKS, TONES
from rolegraph.render.figures.picture import ImageFormat
from rolegraph.render.figures.scene import ENDS, KNOWN, LegendEntry, Scene, SceneEdge, SceneNode, entries_of, lines_of
from rolegraph.render.text import counted, without_controls

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from rolegraph.analysis.statistics import Stats

_INK: Final = TONES["ink"].light
_QUIET: Final = TONES["muted"].light
_MANY: Final = 150  # edges, which are then thin
_TITLE: Final = 14.0
_LEAST_WIDTH: Final = 300.0
_LEAST_HEIGHT: Final = 60.0


def to_image(scene: Scene, format_: ImageFormat) -> bytes:
    """A scene as a file; labels that find no room are left out, and the image says how many are."""
    return saved(lambda: _scene_figure(scene), format_, scene.title)


def stats_image(stats: Stats, format_: ImageFormat) -> bytes:
    """What is most required, and what bridges roles most, as two panels of bars."""
    title = f"What {counted(stats.roles, 'role')} ask for, of {counted(stats.capabilities, 'capability')}"
    return saved(lambda: _stats_figure(stats, title), format_, title)


def _scene_figure(scene: Scene) -> Figure:
    layout = lay_out(scene, text_width)
    left, top, right, bottom = layout.box
    width, height = max(right - left, _LEAST_WIDTH), max(bottom - top, _LEAST_HEIGHT)
    figure = new_figure(width, height)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set(xlim=(left, left + width), ylim=(top + height, top), autoscale_on=False)
    _draw_edges(axes, layout.edges)
    _draw_labels(axes, layout.relations, SMALL, _QUIET)
    _draw_labels(axes, layout.labels, SIZE, _INK)
    _draw_markers(axes, layout.markers)
    for artist in axes.get_children():
        artist.set_in_layout(False)  # all of them are inside the axes, which need not be measured again
    _draw_legend(axes, entries_of(scene))
    _draw_title(axes, scene, layout, width)
    return figure


def _draw_edges(axes: Axes, edges: Sequence[DrawnEdge]) -> None:
    """Edges as arrows: strong ones thick and above the others, loose ones dashed, many of them thin."""
    from matplotlib.patches import FancyArrowPatch

    for drawn in sorted(edges, key=lambda drawn: drawn.edge.strong):
        arrow = FancyArrowPatch(
            (drawn.start.x, drawn.start.y),
            (drawn.end.x, drawn.end.y),
            connectionstyle=f"arc3,rad={drawn.bend:.4f}",
            arrowstyle="-|>",
            shrinkA=drawn.start.radius + 1,
            shrinkB=drawn.end.radius + 2,
            mutation_scale=9 if drawn.edge.strong else 6.5,
            **_edge_look(drawn.edge, thin=len(edges) > _MANY),
        )
        axes.add_patch(arrow)


def _edge_look(edge: SceneEdge, thin: bool = False) -> dict[str, Any]:
    if edge.strong:
        return {"linewidth": 2.0, "color": "#444444"}
    look = {"linewidth": 0.5, "color": "#b5b5b5"} if thin else {"linewidth": 0.8, "color": "#8c8c8c"}
    return {**look, "linestyle": (0, (4, 2.5)) if edge.loose else "solid"}


def _draw_markers(axes: Axes, markers: Sequence[Marker]) -> None:
    """Nodes, with the numbers of steps on them."""
    for node, x, y, radius in markers:
        axes.plot([x], [y], zorder=3, **_node_look(node, radius))
        if node.step is not None:
            size, ink = 8.0 if node.step < 100 else 5.5, LOOKS[node.kind].ink
            look: dict[str, Any] = {"color": ink, "weight": "bold", "ha": "center", "va": "center_baseline"}
            axes.text(x, y, str(node.step), size=size, zorder=4, **look)


def _node_look(node: SceneNode, radius: float) -> dict[str, Any]:
    """A node's marker: a strong outline at the ends of an answer, pale where it is known already."""
    look = LOOKS[node.kind]
    return {
        "linestyle": "none",
        "marker": [(across, -down) for across, down in look.outline],
        # matplotlib makes every shape as large as its farthest corner is far.
        "markersize": 2 * radius * max(abs(number) for corner in look.outline for number in corner),
        "markerfacecolor": look.pale if node.group == KNOWN else look.fill,
        "markeredgecolor": _INK if node.group in ENDS else look.fill if node.group == KNOWN else "#555555",
        "markeredgewidth": 2.0 if node.group in ENDS else 1.4 if node.group == KNOWN else 0.8,
    }


def _draw_labels(axes: Axes, labels: Iterable[Label], size: float, colour: str) -> None:
    """Labels in their boxes, over paler lines."""
    ground = {"facecolor": "white", "edgecolor": "none", "alpha": 0.7, "pad": 0.5}
    for lines, box, align in labels:
        x = {"left": box.left, "right": box.right}.get(align, (box.left + box.right) / 2)
        for number, line in enumerate(lines):
            y = box.top + (number + 0.5) * LEADING * size
            axes.text(x, y, line, size=size, color=colour, ha=align, va="center_baseline", bbox=ground, zorder=2)


def _draw_legend(axes: Axes, entries: Sequence[LegendEntry]) -> None:
    from matplotlib.lines import Line2D

    handles = []
    for entry in entries:
        if entry.edge:
            handles.append(Line2D([], [], **_edge_look(entry.edge)))
        elif entry.kind:
            handles.append(Line2D([], [], **_node_look(SceneNode("", "", entry.kind, group=entry.group), 4.5)))
    texts = ["\n".join(wrap(entry.text, 24)) for entry in entries]
    if entries:
        axes.legend(handles, texts, loc="upper left", bbox_to_anchor=(1, 1), frameon=False, handlelength=2.6)


def _draw_title(axes: Axes, scene: Scene, layout: Layout, width: float) -> None:
    """The title, and below it the summary and what is not shown, as wide as the graph."""
    left_out = f"{layout.without:,} labels left out for lack of space" if layout.without else ""
    notes = [*scene.summary, "; ".join(filter(None, (scene.cut, left_out)))]
    notes += [] if scene.nodes else ["nothing to show"]
    lines = [line for note in notes for line in wrap(" ".join(lines_of(note)), round(width / (0.55 * SIZE)), 3)]
    title = "\n".join(wrap(" ".join(lines_of(scene.title)), round(width / (0.65 * _TITLE)), 3))
    for text, off, look in (
        ("\n".join(lines), 8.0, {"color": _QUIET}),
        (title, LEADING * SIZE * len(lines) + 12, {"color": _INK, "weight": "bold", "size": _TITLE}),
    ):
        place: Any = {"xycoords": "axes fraction", "xytext": (0, off), "textcoords": "offset points"}
        axes.annotate(text, (0, 1), va="bottom", **place, **look)


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
