"""Lists for people: search results, nodes of a kind, postings, what a graph holds, validation reports."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rolegraph.model import Info, Posting
from rolegraph.names import Node, fold
from rolegraph.render.blocks import Block, Heading, Table, Text
from rolegraph.vocabulary import slug_of
from rolegraph.words import NOTHING, counted

if TYPE_CHECKING:
    from rolegraph.validation import Report, Violation


def search_blocks(found: Iterable[tuple[Node, str]]) -> Iterator[Block]:
    """Each node with the name that matched, where that is not its label."""
    rows = [(node.kind.value, node.slug, node.label, "" if name == fold(node.label) else name) for node, name in found]
    yield Table(("Kind", "Slug", "Label", "Also called"), rows)


def list_blocks(nodes: Sequence[Node]) -> Iterator[Block]:
    """Slugs and labels."""
    if nodes:
        yield Table(("Slug", "Label"), [(node.slug, node.label) for node in nodes])
    else:
        yield Text("None.")


def posting_blocks(postings: Sequence[Posting]) -> Iterator[Block]:
    """Job postings with their pay."""
    if not postings:
        yield Text("None.")
        return
    rows = [
        (
            one.title,
            one.employer or NOTHING,
            one.place or NOTHING,
            ", ".join(one.employment_types) or NOTHING,
            NOTHING if one.seniority is None else str(one.seniority),
            _pay(one),
        )
        for one in postings
    ]
    yield Table(("Title", "Employer", "Place", "Employment", "Seniority", "Pay a year"), rows)


def _pay(posting: Posting) -> str:
    amounts = [f"{amount:,}" for amount in (posting.pay_low, posting.pay_high) if amount is not None]
    return " ".join(part for part in (posting.currency, " to ".join(amounts)) if part) if amounts else NOTHING


def info_blocks(info: Info) -> Iterator[Block]:
    """Sources and counts."""
    yield Heading(f"{counted(info.statements, 'statement')} from {counted(len(info.sources), 'source')}", 1)
    yield Table(
        ("Source", "Kind", "Statements", "Title"),
        [(one.node.slug, one.kind or NOTHING, f"{one.statements:,}", one.node.label) for one in info.sources],
        right=frozenset({"Statements"}),
    )
    for one in info.sources:
        said = (
            ("Version", one.version),
            ("Licence", one.licence),
            ("Attribution", one.attribution),
            ("Hash", one.hash),
        )
        counts = ", ".join(counted(number, kind) for kind, number in one.counts.items() if kind != "source")
        rows = [(term, text) for term, text in (*said, ("Nodes", counts)) if text]
        if rows:
            yield Heading(one.node.label)
            yield Table(("What", "As the source says"), rows)
    yield Heading("Nodes")
    rows = [(kind, f"{count:,}") for kind, count in info.counts.items()]
    yield Table(("Kind", "Count"), rows, right=frozenset({"Count"}))
    for place in info.places:
        yield Text(f"Read from {place}", quiet=True)


def report_blocks(report: Report) -> Iterator[Block]:
    """What is wrong, worst first, and where."""
    verdict = "valid" if report.valid else "not valid"
    yield Text(f"{counted(report.statements, 'statement')}, {verdict}, {counted(len(report.violations), 'finding')}.")
    if report.violations:
        yield violation_table(report.violations)


def violation_table(violations: Iterable[Violation]) -> Table:
    """One row for each way in which a node breaks a shape."""
    rows = []
    for one in violations:
        place = "" if one.path is None else f"{one.path}, line {one.line}"
        rows.append((one.severity.value, slug_of(one.node), one.message, place or NOTHING))
    return Table(("Severity", "Node", "What to fix", "Where"), rows)
