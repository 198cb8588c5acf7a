"""What `lint` found, for people: rule by rule, with the cure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rolegraph.linting.rules import called
from rolegraph.render.blocks import Block, Heading, Table, Text
from rolegraph.words import NOTHING, counted

if TYPE_CHECKING:
    from rolegraph.linting.checking import Finding, Lint


def lint_blocks(lint: Lint) -> Iterator[Block]:
    """How many findings, and a table for each rule that has some."""
    yield Text(f"{counted(lint.nodes, 'node')}, {counted(lint.rules, 'rule')}, {counted(lint.count, 'finding')}.")
    for one in lint.checked:
        yield Heading(f"{one.severity}: {one.rule}, {counted(one.count, 'time')}")
        yield Table(
            ("Node", "What is the matter", "Where"),
            [(f"{each.node.kind} {called(each.node)}", each.problem, _place(each)) for each in one.findings],
        )
        if one.count > len(one.findings):
            yield Text(f"The first {len(one.findings)} of {one.count:,}.", quiet=True)
        yield Text(f"Cure: {one.cure}.")


def _place(finding: Finding) -> str:
    if finding.path is None:
        return ", ".join(finding.sources) or NOTHING
    return f"{finding.path.name}, line {finding.line}"
