"""A role, a capability or any other node for people, with who says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rolegraph.model import Capability, Cited, Definition, Outlook, Role
from rolegraph.names import Node
from rolegraph.render.blocks import Block, Heading, Table, Text
from rolegraph.words import NOTHING, Citations, about, asked, level


def role_blocks(role: Role) -> Iterator[Block]:
    """Everything that is said of a role."""
    citations = Citations()
    places = citations.places
    yield from _head(role.node, role.other_names, role.definitions)
    if role.seniority is not None:
        yield Text(f"Seniority: {role.seniority}")
    if role.requirements:
        yield Heading("Requirements")
        yield Table(
            ("Asked for", "Level", "Necessity", "Who says so"),
            [(asked(one), level(one.level), one.necessity.value, places(one.evidence)) for one in role.requirements],
        )
    if role.tools:
        yield Heading("Tools in use")
        yield Table(
            ("Tool", "Category", "Who says so"),
            [(one.tool.label, _labels(one.categories), places(one.evidence)) for one in role.tools],
        )
    for title, things in (
        ("Responsibilities", role.responsibilities),
        ("Industries", role.industries),
        ("Tips", role.tips),
    ):
        yield from _cited(title, things, citations)
    if role.outlooks:
        yield Heading("Outlook")
        yield Table(
            ("Growth", "Period", "According to", "Who says so"),
            [(_growth(one), _period(one), one.authority or NOTHING, places(one.evidence)) for one in role.outlooks],
        )
    yield from (Text(source, quiet=True) for source in citations.sources)


def capability_blocks(one: Capability) -> Iterator[Block]:
    """Everything that is said of a capability."""
    yield from _head(one.node, one.other_names, one.definitions)
    if one.effort is not None:
        reason = f": {one.effort.reason}" if one.effort.reason else ""
        yield Text(f"Effort to working level: {about(one.effort.hours)} hours (estimate: {one.effort.basis}{reason})")
    if one.degree_level is not None:
        yield Text(f"Degree: {one.degree_level}" + (f" in {one.field.label}" if one.field else ""))
    relations = (
        ("Category", one.categories),
        ("Broader", one.broader),
        ("Narrower", one.narrower),
        ("Learn first", one.prerequisites),
        ("Opens", one.opens),
        ("Asked for by", one.required_by),
        ("Preferred by", one.preferred_by),
        ("Example for", one.example_for),
        ("Used by", one.used_by),
    )
    rows = [(name, _labels(nodes)) for name, nodes in relations if nodes]
    rows += [(f"Close to ({close.strength:.0%})", _with_reason(close.node, close.reason)) for close in one.close_to]
    if rows:
        yield Table(("Relation", "To"), rows)


def node_blocks(node: Node, statements: Iterable[tuple[str, str, str]]) -> Iterator[Block]:
    """Any other node: its statements, as predicate, object and source."""
    yield Heading(f"{node.label} ({node.kind})", 1)
    yield Table(("Predicate", "Object", "Who says so"), list(statements))


def _head(node: Node, other_names: tuple[str, ...], definitions: tuple[Definition, ...]) -> Iterator[Block]:
    yield Heading(f"{node.label} ({node.path})", 1)
    for definition in definitions:
        yield Text(definition.text)
        yield Text(f"- {definition.source.label}", quiet=True)
    if other_names:
        yield Text("Also called: " + ", ".join(other_names))


def _cited(title: str, things: tuple[Cited, ...], citations: Citations) -> Iterator[Block]:
    if things:
        yield Heading(title)
        with_notes = any(one.note for one in things)
        rows = [
            (one.node.label, *((one.note or NOTHING,) if with_notes else ()), citations.places(one.evidence))
            for one in things
        ]
        yield Table(("What", *(("Remark",) if with_notes else ()), "Who says so"), rows)


def _labels(nodes: tuple[Node, ...]) -> str:
    return ", ".join(node.label for node in nodes) or NOTHING


def _with_reason(node: Node, reason: str) -> str:
    return f"{node.label}: {reason}" if reason else node.label


def _growth(outlook: Outlook) -> str:
    return NOTHING if outlook.growth is None else f"{outlook.growth:+g} %"


def _period(outlook: Outlook) -> str:
    if outlook.start is None and outlook.end is None:
        return NOTHING
    return f"{outlook.start or '?'} to {outlook.end or '?'}"
