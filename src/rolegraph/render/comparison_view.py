"""A comparison for people: what is shared, what only one role has, levels side by side."""

from __future__ import annotations

from collections.abc import Iterator

from rolegraph.comparison import COMPARED_KINDS, Ask, Comparison, Row
from rolegraph.render.blocks import Block, Heading, Table, Text
from rolegraph.words import NOTHING


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


def _section(title: str, rows: tuple[Row, ...], labels: list[str], place: int | None = None) -> Iterator[Block]:
    if not rows:
        return
    yield Heading(title)
    table = []
    for kind in COMPARED_KINDS:
        for row in (row for row in rows if row.node.kind is kind):
            asks = row.asks if place is None else (row.asks[place],)
            table.append((kind.value, _name(row), *(_ask(ask) for ask in asks)))
    yield Table(("Kind", "What", *labels), table)


def _name(row: Row) -> str:
    if not row.related:
        return row.node.label
    return f"{row.node.label} (related: {', '.join(one.label for one in row.related)})"


def _ask(ask: Ask | None) -> str:
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
