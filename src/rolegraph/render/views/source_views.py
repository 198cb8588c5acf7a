"""What reading, importing and merging did, as tables: rows read, rows skipped and why, and what the graph now has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from rolegraph.readers.counts import CountImport
from rolegraph.readers.import_output import FileReport, Left, Trouble
from rolegraph.readers.importing import Import, TableImport
from rolegraph.readers.ingest import Ingest, Merge, MergedSource, Reading
from rolegraph.readers.table.resolving import LABEL, NEW, ResolvedName
from rolegraph.render.text import NOTHING, Block, Heading, Table, Text, counted, section
from rolegraph.render.views.node_views import violation_table
from rolegraph.shacl.shapes import Severity

_SHOWN: Final = 20  # violations
_INVALID: Final = "Invalid rows, which were skipped"


def import_blocks(result: Import) -> Iterator[Block]:
    """Rows by file, rules that left rows out, invalid rows, then the graph."""
    yield Heading(f"{result.graph.sources[0].node.label}: {result.place}", 1)
    yield _counts(result.graph.counts)
    yield from row_blocks(result.files, result.left_out)
    yield from _trouble_blocks(result.troubles)
    yield from (Text(f"Note: {note}", quiet=True) for note in result.notes)
    yield Text(f"{counted(result.graph.statements, 'statement')}, valid. Use it with --graph {result.place}")


def _trouble_blocks(troubles: Sequence[Trouble]) -> Iterator[Block]:
    rows = []
    for trouble in troubles:
        first = trouble.first[0]
        place = ": ".join(filter(None, (f"line {first.line}" if first.line else "", first.value)))
        rows.append((trouble.file, f"{trouble.rows:,}", trouble.column, trouble.reason, place))
    yield from section(_INVALID, ("File", "Rows", "Column", "Reason", "First"), rows, ["Rows"])


def row_blocks(files: Sequence[FileReport], left_out: Sequence[Left]) -> Iterator[Block]:
    """What became of the rows of each file, and the rules that left some out."""
    numbers = ("Rows", "Kept", "Left out", "Invalid")
    rows = [(report.file, *(f"{number:,}" for number in report[1:])) for report in files]
    yield Table(("File", *numbers), rows, frozenset(numbers))
    rows = [(left.file, f"{left.rows:,}", left.rule) for left in left_out]
    yield from section("Left out by rule", ("File", "Rows", "Rule"), rows, ["Rows"])


def _counts(counts: dict[str, int]) -> Text:
    return Text(", ".join(counted(number, kind) for kind, number in counts.items() if kind != "source"))


def table_blocks(result: TableImport) -> Iterator[Block]:
    """What a table contains, its rows, the invalid ones, then the graph."""
    yield Heading(f"{result.source}: {result.place}", 1)
    yield _counts(result.counts)
    yield from row_blocks(result.files, result.left_out)
    invalid = sorted(
        (row for trouble in result.troubles for row in trouble.first), key=lambda row: (row.file, row.line)
    )
    rows = [(row.file, str(row.line), row.column, row.reason, row.value) for row in invalid]
    yield from section(_INVALID, ("File", "Line", "Column", "Reason", "Value"), rows, ["Line"])
    if more := sum(trouble.rows for trouble in result.troubles) - len(invalid):
        yield Text(f"… and {counted(more, 'row')} more with the same problems")
    yield from _resolved(result.names)
    yield from (Text(f"Note: {note}", quiet=True) for note in result.notes)
    yield _change(result)


def _change(result: TableImport | CountImport) -> Text:
    if not result.change:
        return Text(f"Nothing to change: {result.place} already has all of it.")
    amount = f"{counted(result.change.added, 'statement')} added, {result.change.removed:,} removed, valid"
    return Text(f"{amount}. Use it with --graph {result.place}")


def count_blocks(result: CountImport) -> Iterator[Block]:
    """What a table of counts states, what became of its rows, and what its codes stand for."""
    yield Heading(f"{result.source}: {result.place}", 1)
    yield _counts(result.counts)
    yield from row_blocks(result.files, result.left_out)
    yield from _trouble_blocks(result.troubles)
    yield from (Text(f"Note: {note}", quiet=True) for note in result.notes)
    yield _change(result)


def _resolved(names: Sequence[ResolvedName]) -> Iterator[Block]:
    """What names were taken for that are not the labels of known nodes; how many are, and how many are new."""
    ways = Counter(each.by for each in names)
    weaker = [each for each in names if each.by not in (LABEL, NEW)]
    rows = [
        (each.name, f"{each.node.label} ({each.node.kind})", each.by, ", ".join(each.sources) or NOTHING)
        for each in weaker[:_SHOWN]
    ]
    yield from section("Resolved names", ("In the file", "Taken for", "By", "Source"), rows)
    if len(weaker) > _SHOWN:
        yield Text(f"{len(weaker) - _SHOWN:,} more; --json has all", quiet=True)
    known, new = ways[LABEL], ways[NEW]
    if names:
        yield Text(f"{counted(known, 'name')} known by label, {new:,} new; --json has all", quiet=True)


_FILES_IN_FULL: Final = 5  # read at once that are shown one by one; of more, what they come to
_MOST_WORDS: Final = 10

_NOT_RECOGNISED: Final = "is not recognised"


def ingest_blocks(result: Ingest, *, dry_run: bool = False) -> Iterator[Block]:
    """What was read from each file, or from many files together, then what became of the graph."""
    if len(result.readings) > _FILES_IN_FULL:
        yield from _many(result.readings)
    else:
        for reading in result.readings:
            yield Heading(f"{reading.path}: {', '.join(reading.sources) or 'nothing'}", 1)
            if reading.counts:
                yield _counts(reading.counts)
            rows = [(NOTHING if note.line is None else str(note.line), note.message) for note in reading.findings]
            if rows:
                yield Table(("Line", "Note"), rows, frozenset({"Line"}))
    yield from _candidates(result.readings)
    left_out = [(each.name, each.reason) for reading in result.readings for each in reading.left_out]
    yield from section("Left out", ("Text", "Reason"), left_out[:_SHOWN])
    if len(left_out) > _SHOWN:
        yield Text(f"{len(left_out) - _SHOWN:,} more left out; --json has all", quiet=True)
    if any(_NOT_RECOGNISED in reason for _, reason in left_out):
        yield Text("Where the kind of text is not seen, --as posting (or comparison, role) says it.")
    yield Text(_outcome(result, dry_run=dry_run))


def _many(readings: Sequence[Reading]) -> Iterator[Block]:
    """How many files of each kind there are, and what they state together."""
    kinds = Counter(kind for reading in readings for kind in reading.kinds)
    counts: Counter[str] = Counter()
    for reading in readings:
        counts.update(reading.counts)
    about = ", ".join(f"{number:,} with {kind}s" for kind, number in kinds.most_common())
    yield Heading(f"{len(readings):,} files{': ' if about else ''}{about}", 1)
    yield _counts(counts)
    findings = sum(len(reading.findings) for reading in readings)
    if findings:
        yield Text(f"{counted(findings, 'note')} on how they were read; --json has them", quiet=True)


def _candidates(readings: Sequence[Reading]) -> Iterator[Block]:
    words: Counter[str] = Counter()
    for reading in readings:
        words.update(reading.candidates)
    if not words:
        return
    shown = ", ".join(f"{text!r}" + (f" ({n})" if n > 1 else "") for text, n in words.most_common(_MOST_WORDS))
    more = f" and {len(words) - _MOST_WORDS:,} more" if len(words) > _MOST_WORDS else ""
    yield Text(f"Possible skills, kept as notes: {shown}{more}. --accept WORDS makes one a skill.")


def _outcome(result: Ingest, *, dry_run: bool) -> str:
    change = result.change
    if not any(reading.sources for reading in result.readings):
        return "Nothing to add: what was read states nothing."
    if not change:
        return f"Nothing to change: {result.place} already has all of it."
    amount = f"{counted(change.added, 'statement')} added, {change.removed:,} removed"
    if result.written:
        return f"{amount}: {result.place}"
    if dry_run:
        return f"Dry run: it would be {amount} in {result.place}."
    return f"Nothing written because of the notes above; it would be {amount} in {result.place}."


def build_blocks(result: Merge) -> Iterator[Block]:
    """The sources, what differs between places, and whether the graph was written."""
    amount = f"{counted(result.statements, 'statement')} from {counted(len(result.sources), 'source')}"
    yield Heading(f"{result.place}: {amount}", 1)
    columns: tuple[str, ...] = ("Source", "Statements", "From", "Replaces")
    rows = [(row.source.slug, f"{row.statements:,}", str(row.place), _replaced(row)) for row in result.sources]
    shown = 4 if any(row.replaced for row in result.sources) else 3
    yield Table(columns[:shown], [row[:shown] for row in rows], frozenset({"Statements"}))
    for row in result.sources:
        if differing := " and in ".join(str(other.place) for other in row.replaced if not other.same):
            yield Text(f"Warning: {row.source.slug} differs in {differing}; it was taken from {row.place}.")
    violations = result.report.violations
    if result.written:
        findings = f" {counted(len(violations), 'finding')}, but no violation: see rolegraph validate."
        yield Text(f"Valid and written.{findings if violations else ''}")
        return
    broken = tuple(found for found in violations if found.severity is Severity.VIOLATION)
    yield Heading(f"Nothing written: {counted(len(broken), 'violation')} of the shapes")
    yield violation_table(broken[:_SHOWN])
    if len(broken) > _SHOWN:
        yield Text(f"showing {_SHOWN} of {len(broken):,}; --format json has all", quiet=True)


def _replaced(row: MergedSource) -> str:
    places = (f"{other.place} ({'the same' if other.same else 'differs'})" for other in row.replaced)
    return "; ".join(places) or NOTHING
