"""What came of importing a table, for people: what was read, what does not fit and why, what changed."""

from __future__ import annotations

from collections.abc import Iterator

from rolegraph.render.blocks import Block, Heading, Table, Text
from rolegraph.render.import_view import row_blocks
from rolegraph.tabling import TableImport
from rolegraph.words import counted


def table_blocks(result: TableImport) -> Iterator[Block]:
    """What the table says, its rows, those that do not fit, then the graph."""
    yield Heading(f"{result.source}: {result.place}", 1)
    yield Text(", ".join(counted(number, kind) for kind, number in result.counts.items()))
    yield from row_blocks(result.files, result.left_out)
    misfits = sorted((one for each in result.troubles for one in each.first), key=lambda one: (one.file, one.line))
    if misfits:
        yield Heading("Rows that do not fit, and were skipped")
        yield Table(
            ("File", "Line", "Column", "Why", "There"),
            [(one.file, str(one.line), one.column, one.reason, one.value) for one in misfits],
            right=frozenset({"Line"}),
        )
        if more := sum(one.rows for one in result.troubles) - len(misfits):
            yield Text(f"… and {counted(more, 'row')} more with the same troubles")
    for note in result.notes:
        yield Text(f"To know: {note}", quiet=True)
    if result.change:
        amount = f"{counted(result.change.added, 'statement')} added, {result.change.removed:,} removed, valid"
        yield Text(f"{amount}. Ask it with --graph {result.place}")
    else:
        yield Text(f"Nothing to change: {result.place} holds all of it already.")
