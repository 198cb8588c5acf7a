"""A comparison for people: what is shared, what only one role has, levels side by side.

The statistics of a graph for people: tables, and a picture of what is most required and what bridges.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from rolegraph.analysis.comparison import COMPARED_KINDS, ComparedRequirement, Comparison, ComparisonRow
from rolegraph.analysis.statistics import Stats
from rolegraph.render.text import NOTHING, Block, Heading, Table, Text, counted

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from rolegraph.render.figures.plots import ImageFormat


def comparison_blocks(comparison: Comparison) -> Iterator[Block]:
    """Shared by all, shared by some, and each role's own; in each, by kind."""
    labels = [role.label for role in comparison.roles]
    yield Heading(" and ".join(labels), 1)
    shared = comparison.shared()
    all_of_them = "both roles" if len(labels) == 2 else f"all {len(labels)} roles"
    yield Text(f"{len(shared)} of {len(comparison.rows)} things are shared by {all_of_them}.")
    yield from _section("Shared by all", shared, labels)
    yield from _section("Shared by some", comparison.partly_shared(), labels)
    for place, label in enumerate(labels):
        yield from _section(f"Only {label}", comparison.only(place), [label], place)


def _section(
    title: str, rows: tuple[ComparisonRow, ...], labels: list[str], place: int | None = None
) -> Iterator[Block]:
    if not rows:
        return
    yield Heading(title)
    table = []
    for kind in COMPARED_KINDS:
        for row in (row for row in rows if row.node.kind is kind):
            asks = row.asks if place is None else (row.asks[place],)
            table.append((kind.value, _name(row), *(_ask(ask) for ask in asks)))
    yield Table(("Kind", "What", *labels), table)


def _name(row: ComparisonRow) -> str:
    if not row.related:
        return row.node.label
    return f"{row.node.label} (related: {', '.join(one.label for one in row.related)})"


def _ask(ask: ComparedRequirement | None) -> str:
    if ask is None:
        return NOTHING
    if ask.necessity is None:
        return "used" if ask.used else "yes"
    words = ["" if ask.level is None else str(ask.level), ask.necessity.value]
    if ask.example:
        words.append("as an example")
    elif ask.one_of > 1:
        words.append(f"1 of {ask.one_of}")
    if ask.used:
        words.append("used")
    return ", ".join(word for word in words if word)


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
                f"{one.distinctiveness:.2f}",
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
    from rolegraph.render.figures.plots import drawn

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
    from rolegraph.render.figures.plots import fonts

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
