"""What came of an import, for people: what went in, what stayed out and why, and what the graph now holds.

What came of merging graphs, for people: each source, where it is from, what it replaces.

What came of reading files, for people: what was found, what could not be placed, what changed.

What came of importing a table, for people: what was read, what does not fit and why, what changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from rolegraph.readers.build import Merge, MergedSource
from rolegraph.readers.import_report import FileReport, Left, Trouble
from rolegraph.readers.importing import Import, TableImport
from rolegraph.readers.ingest import Ingest, Reading
from rolegraph.render.text import NOTHING, Block, Heading, Table, Text, counted
from rolegraph.render.views.node_views import violation_table
from rolegraph.shacl.shapes import Severity


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


def row_blocks(files: Sequence[FileReport], left_out: Sequence[Left]) -> Iterator[Block]:
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


_SHOWN: Final = 20  # violations


def build_blocks(result: Merge) -> Iterator[Block]:
    """The sources, what to know about them, and whether the graph was written."""
    amount = f"{counted(result.statements, 'statement')} from {counted(len(result.sources), 'source')}"
    yield Heading(f"{result.place}: {amount}", 1)
    rows = [(one.source.slug, f"{one.statements:,}", str(one.place), _instead(one)) for one in result.sources]
    if any(one.replaced for one in result.sources):
        yield Table(("Source", "Statements", "From", "Instead of"), rows, frozenset({"Statements"}))
    else:
        yield Table(("Source", "Statements", "From"), [row[:3] for row in rows], frozenset({"Statements"}))
    yield from (Text(line) for line in _warnings(result))
    if result.written:
        rest = len(result.report.violations)
        remark = (
            f" {counted(rest, 'finding')}, none of which is a violation: rolegraph validate has them." if rest else ""
        )
        yield Text(f"Valid and written.{remark}")
    else:
        broken = tuple(one for one in result.report.violations if one.severity is Severity.VIOLATION)
        yield Heading(f"Nothing written: {counted(len(broken), 'violation')} of the shapes")
        yield violation_table(broken[:_SHOWN])
        if len(broken) > _SHOWN:
            yield Text(f"showing {_SHOWN} of {len(broken):,}; --format json has all", quiet=True)


def _warnings(result: Merge) -> Iterator[str]:
    """One line for each source of which two places hold different content."""
    for one in result.sources:
        differing = [str(other.place) for other in one.replaced if not other.same]
        if differing:
            there = " and in ".join(differing)
            yield f"Warning: {one.source.slug} is not the same in {there} as in {one.place}, from where it was taken."


def _instead(one: MergedSource) -> str:
    return "; ".join(_place(other.place, other.same) for other in one.replaced) or NOTHING


def _place(place: Path, same: bool) -> str:
    return f"{place} ({'the same' if same else 'differs'})"


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
