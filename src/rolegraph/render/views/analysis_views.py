"""Comparisons of roles, and the statistics of a graph, as tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rolegraph.analysis.comparison import COMPARED_KINDS, ComparedRequirement, Comparison, ComparisonRow
from rolegraph.analysis.statistics import Stats
from rolegraph.render.text import (
    NOTHING,
    Block,
    Heading,
    Rows,
    Tables,
    Text,
    beginning,
    counted,
    cut_section,
    origins,
    section,
    table_rows,
)
from rolegraph.render.views.preparation_view import compared_preparations, has_degree

WITHIN: Final = "within error"


def comparison_blocks(comparison: Comparison, everything: bool = False) -> Iterator[Block]:
    """Shared by all, shared by some, and each role's own; in each, by kind.

    Unless `everything` is asked for, a long section has only what matters most: what is required, at the highest level.
    """
    labels = [role.label for role in comparison.roles]
    yield Heading(f"{', '.join(labels[:-1])} and {labels[-1]}", 1)
    yield from origins(comparison.unrecorded)
    if not comparison.rows:
        yield Text("Nothing is recorded of what these roles ask for or use, so there is nothing to compare.")
        return
    yield Text(shared_in_words(comparison))
    asked_for = [[row.node for row in comparison.rows if row.asks[place]] for place in range(len(labels))]
    degreeless = [role for role, nodes in zip(comparison.roles, asked_for, strict=True) if not has_degree(nodes)]
    yield from compared_preparations(comparison.roles, comparison.preparations, degreeless)
    yield from _compared("Shared by all", comparison.shared(), labels, everything)
    yield from _compared("Shared by some", comparison.partly_shared(), labels, everything)
    for place, label in enumerate(labels):
        yield from _compared(f"Only {label}", comparison.only(place), [label], everything, place)
    if any(ask is not None and ask.within_error for row in comparison.rows for ask in row.asks):
        yield Text(
            f"{WITHIN}: lower than the highest by no more than the error of the ratings.".capitalize(), quiet=True
        )


def shared_in_words(comparison: Comparison) -> str:
    """How much the roles share; no share of it all where that is not known of one of them."""
    shared, count = len(comparison.shared()), len(comparison.roles)
    roles = "both roles" if count == 2 else f"all {count} roles"
    if all(found.near for found in comparison.unrecorded):
        return f"{shared} of {counted(len(comparison.rows), 'item')} are shared by {roles}."
    return (
        f"What is recorded of {roles}: {counted(shared, 'item')}." if shared else "So only what is recorded is shown."
    )


def _compared(
    title: str, rows: Sequence[ComparisonRow], labels: Sequence[str], everything: bool, place: int | None = None
) -> Iterator[Block]:
    shown = beginning(rows if everything else sorted(rows, key=lambda row: row.weight, reverse=True), everything)
    table = [
        (kind.value, _name(row), *map(how, row.asks if place is None else row.asks[place : place + 1]))
        for kind in COMPARED_KINDS
        for row in shown
        if row.node.kind is kind
    ]
    yield from cut_section(title, ("Kind", "Name", *labels), table, len(rows))


def _name(row: ComparisonRow) -> str:
    related = ", ".join(node.label for node in row.related)
    return f"{row.node.label} (related: {related})" if related else row.node.label


def how(requirement: ComparedRequirement | None) -> str:
    """How a role has something, in words: level, necessity, and whether it is one of several."""
    if requirement is None:
        return NOTHING
    if requirement.necessity is None:
        return "used" if requirement.used else "yes"
    level = "" if requirement.level is None else str(requirement.level)
    words = [level + (f" ({WITHIN})" if requirement.within_error else ""), requirement.necessity.value]
    if requirement.example:
        words.append("as an example")
    elif requirement.one_of > 1:
        words.append(f"one of {requirement.one_of}")
    words += ["estimated" if requirement.estimated else "", "used" if requirement.used else ""]
    return ", ".join(filter(None, words))


def comparison_rows(comparison: Comparison) -> Rows:
    """Everything compared, with a column for each role that says what it says on screen."""
    slugs = [role.slug for role in comparison.roles]
    names = slugs if len(set(slugs)) == len(slugs) else [role.iri for role in comparison.roles]
    rows = []
    for row in comparison.rows:
        asks = ("" if ask is None else how(ask) for ask in row.asks)
        words = dict(zip(names, asks, strict=True))
        rows.append({"node": row.node, "kind": row.node.kind} | words | {"related": row.related})
    return rows, ("node", "node_iri", "kind", *names, "related", "related_iri")


def _range(least: int, median: float, most: int) -> str:
    if least == most:
        return f"Each role has {counted(most, 'capability')}." if most else ""
    return f"A role has {least:,} to {most:,} capabilities, with a median of {median:,.0f}."


def stats_blocks(stats: Stats) -> Iterator[Block]:
    """Counts and density, what is most required, what bridges roles, what is missing, and the kinds of statements."""
    yield Heading(f"{counted(stats.roles, 'role')}, {counted(stats.capabilities, 'capability')}", 1)
    yield Text(
        f"{stats.ties:,} pairs of a role and a capability are connected: {100 * stats.density:.3g} percent of all. "
        + _range(*stats.per_role)
    )
    numbers = ("Required by", "Nice to have for", "Used by", "Distinctive")
    rows = [
        (
            row.capability.label,
            str(row.capability.kind),
            *(f"{number:,}" for number in (row.required, row.preferred, row.used)),
            f"{row.distinctiveness:.2f}",
        )
        for row in stats.most_required
    ]
    yield from section("Most required", ("Capability", "Kind", *numbers), rows, numbers)
    yield from _bridges(stats)
    yield from _missing(stats)
    rows = [(kind, f"{size:,}") for kind, size in stats.kinds.items()]
    yield from section("Nodes", ("Kind", "Count"), rows, ["Count"])
    rows = [(predicate, f"{size:,}") for predicate, size in stats.predicates]
    yield from section("Statements", ("Predicate", "Count"), rows, ["Count"])


def stats_rows(stats: Stats) -> Tables:
    """The tables of the statistics, and their numbers each with its name."""
    fewest, median, most = stats.per_role
    numbers = {
        "roles": stats.roles,
        "capabilities": stats.capabilities,
        "pairs of a role and a capability": stats.ties,
        "share of all pairs": stats.density,
        "fewest capabilities of a role": fewest,
        "median of capabilities of a role": median,
        "most capabilities of a role": most,
        "capabilities that no role requires, prefers or uses": stats.unused,
        "roles without any essential requirement recorded": stats.without_requirement_count,
        "roles whose requirements are estimated": stats.estimated_count,
    }
    return {
        "most required": "most_required",
        "bridges": "bridges",
        "numbers": table_rows(numbers.items(), "measure", "value"),
        "nodes": table_rows(stats.kinds.items(), "kind", "count"),
        "statements": table_rows(stats.predicates, "predicate", "count"),
        "roles without requirements": "without_requirement",
    }


def _bridges(stats: Stats) -> Iterator[Block]:
    title = "Bridges: capabilities that connect roles which share little else"
    numbers = ("Score", "Betweenness", "Clustering", "Roles")
    rows = [
        (
            bridge.capability.label,
            f"{bridge.score:.4f}",
            f"{bridge.betweenness:.4f}",
            f"{bridge.clustering:.2f}",
            f"{bridge.roles:,}",
        )
        for bridge in stats.bridges
    ]
    yield from section(title, ("Capability", *numbers), rows, numbers)
    if not rows:
        yield from (Heading(title), Text("None."))
        return
    estimate = f"Betweenness is estimated from {stats.estimated_from} nodes. " if stats.estimated_from else ""
    yield Text(f"{estimate}The score is betweenness times one minus clustering.", quiet=True)


def _missing(stats: Stats) -> Iterator[Block]:
    yield Heading("What is missing")
    yield Text(f"{counted(stats.unused, 'capability')} that no role requires, prefers or uses.")
    estimated = f" Those of {stats.estimated_count:,} are estimated." if stats.estimated_count else ""
    yield Text(
        f"{counted(stats.without_requirement_count, 'role')} without any essential requirement recorded.{estimated}"
    )
    if stats.without_requirement:
        more = stats.without_requirement_count - len(stats.without_requirement)
        names = ", ".join(role.label for role in stats.without_requirement)
        yield Text(f"{names}{f' and {more:,} more' if more else ''}.", quiet=True)
