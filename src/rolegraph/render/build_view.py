"""What came of merging graphs, for people: each source, where it is from, what it replaces."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rolegraph.merging import Merge, MergedSource
from rolegraph.render.blocks import Block, Heading, Table, Text
from rolegraph.render.list_views import violation_table
from rolegraph.validation import Severity
from rolegraph.words import NOTHING, counted

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
