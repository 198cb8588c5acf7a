"""Answers as blocks of headings, text and tables: one function for each question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rolegraph.render.text import Block, Heading, Table, Text

Rows = list[tuple[str, ...]]


def section(
    title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], right: Iterable[str] = (), limit: int = 0
) -> Iterator[Block]:
    """A table under its title, and nothing if it has no rows; `limit` rows of it, if that is not 0."""
    if not rows:
        return
    yield Heading(title)
    yield Table(columns, rows[:limit] if limit else rows, frozenset(right))
    if limit and len(rows) > limit:
        yield Text(f"showing {limit:,} of {len(rows):,}", quiet=True)
