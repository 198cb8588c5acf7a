"""The statistics of a graph for people: tables, and a picture of what is most required and what bridges."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from rolegraph.census import Stats
from rolegraph.render.blocks import Block, Heading, Table, Text
from rolegraph.words import counted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from rolegraph.render.plots import ImageFormat

_BLUE, _ORANGE = "#0072b2", "#d55e00"  # of Okabe and Ito's palette, which everybody tells apart
_LONGEST: Final = 34  # letters of a name beside a bar
_INCHES_A_BAR: Final = 0.27


def stats_blocks(found: Stats) -> Iterator[Block]:
    """The whole answer."""
    yield Heading(f"{counted(found.roles, 'role')}, {counted(found.capabilities, 'capability')}", 1)
    least, median, most = found.per_role
    yield Text(
        f"{counted(found.ties, 'pair')} of a role and a capability are tied: {100 * found.density:.3g} percent of all. "
        f"A role has to do with {least:,} to {most:,} capabilities, in the median with {median:,.0f}."
    )
    yield Heading("Most required")
    yield Table(
        ("Capability", "Kind", "Demanded by", "Preferred by", "Used by", "Telling"),
        [
            (
                one.capability.label,
                str(one.capability.kind),
                f"{one.demanded:,}",
                f"{one.preferred:,}",
                f"{one.used:,}",
                f"{one.telling:.2f}",
            )
            for one in found.wanted
        ],
        frozenset({"Demanded by", "Preferred by", "Used by", "Telling"}),
    )
    yield from _bridges(found)
    yield from _holes(found)
    yield Heading("Nodes")
    yield Table(("Kind", "Count"), [(kind, f"{size:,}") for kind, size in found.kinds.items()], frozenset({"Count"}))
    yield Heading("Statements")
    rows = [(predicate, f"{size:,}") for predicate, size in found.predicates]
    yield Table(("Predicate", "Count"), rows, frozenset({"Count"}))


def _bridges(found: Stats) -> Iterator[Block]:
    yield Heading("Bridges: they join roles that share little else")
    if not found.bridges:
        yield Text("None.")
        return
    rows = [
        (
            one.capability.label,
            f"{one.score:.4f}",
            f"{one.betweenness:.4f}",
            f"{one.clustering:.2f}",
            f"{one.roles:,}",
        )
        for one in found.bridges
    ]
    columns = ("Capability", "Score", "Betweenness", "Clustering", "Roles")
    yield Table(columns, rows, frozenset(columns[1:]))
    how = f"Betweenness is estimated from {found.estimated_from} nodes. " if found.estimated_from else ""
    yield Text(f"{how}The score is betweenness times one minus clustering.", quiet=True)


def _holes(found: Stats) -> Iterator[Block]:
    yield Heading("What is missing")
    yield Text(f"{counted(found.unwanted, 'capability')} that no role demands, prefers or uses.")
    yield Text(f"{counted(found.without_count, 'role')} of which nothing is known to be demanded.")
    if found.without:
        more = found.without_count - len(found.without)
        named = ", ".join(one.label for one in found.without)
        yield Text(f"{named}{f' and {more:,} more' if more else ''}.", quiet=True)


def stats_image(found: Stats, format_: ImageFormat) -> bytes:
    """What is most required, and what bridges most, as two panels of bars.

    Raises
    ------
    RolegraphError
        Where matplotlib is not installed.
    """
    from rolegraph.render.plots import drawn

    return drawn(lambda: _figure(found), format_, _title(found))


def _title(found: Stats) -> str:
    return f"What {counted(found.roles, 'role')} ask for, of {counted(found.capabilities, 'capability')}"


def _figure(found: Stats) -> Figure:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    bars = max(len(found.wanted), len(found.bridges), 3)
    figure = Figure(figsize=(11, 1.4 + _INCHES_A_BAR * bars), facecolor="white", layout="constrained")
    FigureCanvasAgg(figure)
    figure.suptitle(_title(found), fontweight="bold")
    left, right = figure.subplots(1, 2)
    names, numbers = [one.capability.label for one in found.wanted], [one.demanded for one in found.wanted]
    _bars(left, "Most required", "roles that demand it", names, numbers, _BLUE)
    names, scores = [one.capability.label for one in found.bridges], [one.score for one in found.bridges]
    estimate = ", estimated" if found.estimated_from else ""
    _bars(right, "Bridges", f"betweenness × (1 − clustering){estimate}", names, scores, _ORANGE)
    return figure


def _bars(axes: Axes, title: str, unit: str, names: Sequence[str], numbers: Sequence[float], colour: str) -> None:
    from rolegraph.render.plots import fonts

    places = range(len(names))
    axes.barh(places, numbers, color=colour, height=0.7)
    short = [name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…" for name in names]
    # Names are shown as the text that they are: a dollar sign in one begins no formula.
    axes.set_yticks(places, [name.replace("$", r"\$") for name in short], family=list(fonts()))
    axes.invert_yaxis()
    axes.set_title(title, loc="left")
    axes.set_xlabel(unit)
    axes.spines[["top", "right"]].set_visible(False)
    if not names:
        axes.set_xticks([])
        axes.text(0.5, 0.5, "nothing to show", transform=axes.transAxes, ha="center")
