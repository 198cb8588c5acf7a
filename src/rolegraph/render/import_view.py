"""What came of an import, for people: what went in, what stayed out and why, and what the graph now holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rolegraph.importing import Import
from rolegraph.render.blocks import Block, Heading, Table, Text
from rolegraph.sources.tally import FileTally, Left, Trouble
from rolegraph.words import counted


def import_blocks(result: Import) -> Iterator[Block]:
    """Rows by file, rules that left rows out, rows that do not fit, then the graph."""
    yield Heading(f"{result.graph.sources[0].node.label}: {result.place}", 1)
    yield Text(", ".join(counted(number, kind) for kind, number in result.graph.counts.items() if kind != "source"))
    yield from row_blocks(result.files, result.left_out)
    if result.troubles:
        yield Heading("Rows that do not fit, and were skipped")
        yield Table(
            ("File", "Rows", "Column", "Why", "First"),
            [(one.file, f"{one.rows:,}", one.column, one.reason, _first(one)) for one in result.troubles],
            right=frozenset({"Rows"}),
        )
    for note in result.notes:
        yield Text(f"To know: {note}", quiet=True)
    yield Text(f"{counted(result.graph.statements, 'statement')}, valid. Ask it with --graph {result.place}")


def row_blocks(files: Sequence[FileTally], left_out: Sequence[Left]) -> Iterator[Block]:
    """What became of the rows of each file, and the rules that left some out."""
    yield Table(
        ("File", "Rows", "Kept", "Left out", "Do not fit"),
        [(one.file, *(f"{number:,}" for number in one[1:])) for one in files],
        right=frozenset({"Rows", "Kept", "Left out", "Do not fit"}),
    )
    if left_out:
        yield Heading("Left out, by rule")
        rows = [(one.file, f"{one.rows:,}", one.rule) for one in left_out]
        yield Table(("File", "Rows", "Rule"), rows, right=frozenset({"Rows"}))


def _first(trouble: Trouble) -> str:
    one = trouble.first[0]
    return f"line {one.line}" + (f": {one.value}" if one.value else "")
