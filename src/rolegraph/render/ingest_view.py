"""What came of reading files, for people: what was found, what could not be placed, what changed."""

from __future__ import annotations

from collections.abc import Iterator

from rolegraph.ingest import Ingest, Reading
from rolegraph.render.blocks import Block, Heading, Table, Text
from rolegraph.words import NOTHING, counted


def ingest_blocks(result: Ingest, *, dry_run: bool = False) -> Iterator[Block]:
    """Every file, then what became of the graph."""
    for reading in result.readings:
        yield from _reading(reading)
    yield Text(_outcome(result, dry_run=dry_run))


def _reading(reading: Reading) -> Iterator[Block]:
    yield Heading(f"{reading.path}: {', '.join(reading.sources)}", 1)
    yield Text(", ".join(counted(number, kind) for kind, number in reading.counts.items() if kind != "source"))
    if reading.findings:
        yield Table(
            ("Line", "To know"),
            [(NOTHING if one.line is None else str(one.line), one.message) for one in reading.findings],
            right=frozenset({"Line"}),
        )


def _outcome(result: Ingest, *, dry_run: bool) -> str:
    change = result.change
    if not change:
        return f"Nothing to change: {result.place} holds all of it already."
    amount = f"{counted(change.added, 'statement')} added, {change.removed:,} removed"
    if result.written:
        return f"{amount}: {result.place}"
    if dry_run:
        return f"Dry run: it would be {amount} in {result.place}."
    return f"Nothing written, for there are findings; it would be {amount} in {result.place}."
