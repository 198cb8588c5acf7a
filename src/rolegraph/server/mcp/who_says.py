"""Who says that a role asks for something: sources, with section, line and, where it may be kept, the words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar

from pydantic import Field

from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import CAPABILITY_KINDS, Node
from rolegraph.model.roles import Evidence, Requirement, Role
from rolegraph.render.text import NOTHING, Block, Heading, Table, Text, asked
from rolegraph.server.questions.inquiry import Answered, Inquiry, RoleName


class WhoSaysInquiry(Inquiry):
    """Which sources state that a role asks for something, in which section and line."""

    name: ClassVar[str] = "who_says"
    role: RoleName = Field(description="The role.")
    capability: RoleName | None = Field(None, description="Only what this skill, tool, degree or licence meets.")

    def ask(self, graph: RoleGraph) -> Answered:
        """Every requirement, with each of its sources."""
        role = graph.role(self.role)
        node = None if self.capability is None else graph.resolve(self.capability, CAPABILITY_KINDS)
        found = [*_stated(role, node)]
        return Answered(found, lambda _: _blocks(role, node, found), found=bool(found))


def _stated(role: Role, node: Node | None) -> Iterator[tuple[str, str, Evidence]]:
    def concerns(nodes: Iterable[Node]) -> bool:
        return node is None or node in nodes

    def of(need: Requirement) -> tuple[Node, ...]:
        return (*need.any_of, *need.examples)

    for need in role.requirements:
        if concerns(of(need)):
            how = need.necessity.value + (", estimated" if need.estimated else "")
            yield from ((asked(need), how, one) for one in need.evidence)
    for used in role.tools:
        if concerns([used.tool]):
            yield from ((used.tool.label, "used", one) for one in used.evidence)
    for also in role.also_asked:
        if concerns(of(also.requirement)):
            yield from ((asked(also.requirement), "asked for in texts", one) for one in also.requirement.evidence)


def _blocks(role: Role, node: Node | None, found: list[tuple[str, str, Evidence]]) -> Iterator[Block]:
    about = f" and {node.label}" if node else ""
    yield Heading(f"Who says it: {role.node.label}{about}", 1)
    if not found:
        yield Text("No source states it of this role. That is no statement that the role does not ask for it.")
        return
    rows = [
        (what, how, one.source.label, ", ".join(filter(None, (one.section, _line(one)))), one.quote or NOTHING)
        for what, how, one in found
    ]
    yield Table(("What", "Necessity", "Stated by", "Where", "Words"), rows).filled


def _line(one: Evidence) -> str:
    return f"line {one.line}" if one.line else ""
