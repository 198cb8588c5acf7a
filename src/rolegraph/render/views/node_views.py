"""Nodes and lists of nodes as tables, with sources; findings of `validate` and `lint`; queries and their results."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rolegraph.model.mappings import NodeMapping, called
from rolegraph.model.nodes import Node, fold, slug_of
from rolegraph.model.observations import CountedGroup
from rolegraph.model.roles import Capability, Definition, Info, Posting, Requirement, Role
from rolegraph.rdf.vocabulary import shorten
from rolegraph.render.text import (
    NOTHING,
    Block,
    Citations,
    Heading,
    Rows,
    Table,
    Tables,
    Text,
    about,
    asked,
    beginning,
    counted,
    cut_section,
    level,
    origins,
    section,
    table_rows,
)
from rolegraph.render.views.preparation_view import has_degree, preparation_blocks

if TYPE_CHECKING:
    from rolegraph.queries import Parameter, Question
    from rolegraph.rdf.answers import Answer, Cell
    from rolegraph.shacl.lint import Lint, LintFinding
    from rolegraph.shacl.validation import Report, Violation


_LONGEST: Final = 60  # characters of a value in a finding


def search_blocks(
    found: Iterable[tuple[Node, str]], named: Callable[[Node], str] = attrgetter("slug")
) -> Iterator[Block]:
    """Each node, by the name that means it alone, with the name that matched where that is not its label."""
    rows = [
        (node.kind.value, named(node), node.label, "" if name == fold(node.label) else name) for node, name in found
    ]
    yield Table(("Kind", "Slug", "Label", "Also called"), rows)


def list_blocks(nodes: Sequence[Node], named: Callable[[Node], str] = attrgetter("slug")) -> Iterator[Block]:
    """Names that mean each node alone, and labels."""
    if nodes:
        yield Table(("Slug", "Label"), [(named(node), node.label) for node in nodes])
    else:
        yield Text("None.")


def posting_blocks(postings: Sequence[Posting]) -> Iterator[Block]:
    """Job postings with their pay."""
    if not postings:
        yield Text("None.")
        return
    yearly = all(posting.pay_period in ("", "year") for posting in postings)
    rows = [
        (
            posting.title,
            posting.employer or NOTHING,
            posting.place or NOTHING,
            ", ".join(posting.employment_types) or NOTHING,
            str(posting.seniority or NOTHING),
            _pay(posting, yearly),
            posting.role.label if posting.role else NOTHING,
            posting.posted or NOTHING,
        )
        for posting in postings
    ]
    pay = "Pay a year" if yearly else "Pay"
    columns = ("Title", "Employer", "Place", "Employment", "Seniority", pay, "For", "Posted")
    yield Table(columns, rows).filled


def _pay(posting: Posting, yearly: bool) -> str:
    amounts = dict.fromkeys(f"{amount:,}" for amount in (posting.pay_low, posting.pay_high) if amount is not None)
    period = "" if yearly else f"{'an' if posting.pay_period == 'hour' else 'a'} {posting.pay_period or 'year'}"
    return " ".join(filter(None, (posting.currency, " to ".join(amounts), period))) if amounts else NOTHING


def info_blocks(info: Info) -> Iterator[Block]:
    """Sources and counts."""
    yield Heading(f"{counted(info.statements, 'statement')} from {counted(len(info.sources), 'source')}", 1)
    rows: list[tuple[str, ...]] = [
        (source.node.slug, source.kind or NOTHING, f"{source.statements:,}", source.node.label)
        for source in info.sources
    ]
    yield Table(("Source", "Kind", "Statements", "Title"), rows, frozenset({"Statements"}))
    for source in info.sources:
        details = {
            "Version": source.version,
            "Licence": source.licence,
            "Attribution": source.attribution,
            "Hash": source.hash,
            "Description": source.description,
            "Nodes": ", ".join(counted(number, kind) for kind, number in source.counts.items() if kind != "source"),
        }
        rows = [(term, text) for term, text in details.items() if text]
        yield from section(source.node.label, ("Property", "Value"), rows)
    rows = [(kind, f"{count:,}") for kind, count in info.counts.items()]
    yield from section("Nodes", ("Kind", "Count"), rows, ["Count"])
    for folder, places in groupby(info.places, key=lambda place: Path(place).parent):
        first, *others = places
        what = f"{counted(1 + len(others), 'file')} in {folder}" if others else first
        yield Text(f"Read from {what}", quiet=True)


def report_blocks(report: Report) -> Iterator[Block]:
    """Findings of a validation, the worst first."""
    verdict = "valid" if report.valid else "not valid"
    yield Text(f"{counted(report.statements, 'statement')}, {verdict}, {counted(len(report.violations), 'finding')}.")
    if report.violations:
        yield violation_table(report.violations)


def violation_table(violations: Iterable[Violation]) -> Table:
    """A row for each constraint that a node violates."""
    rows = []
    for found in violations:
        node = slug_of(found.node) if found.node else NOTHING
        places = [_where(stated.path, stated.line) for stated in found.values] or [_where(found.path, found.line)]
        rows.append((found.severity.value, node, found.message + _values(found), "; ".join(dict.fromkeys(places))))
    return Table(("Severity", "Node", "Problem", "Where"), rows)


def _values(found: Violation) -> str:
    """The values at fault that the message does not name itself."""
    values = [stated.value for stated in found.values]
    if not values and found.value and slug_of(found.value) not in found.message:
        values = [found.value]
    shown = [value if (value := shorten(text)) != text else _cited(text) for text in values]
    return f" ({', '.join(shown)})" if shown else ""


def _cited(text: str) -> str:
    return f'"{text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"}"'


def _where(path: Path | None, line: int | None) -> str:
    return NOTHING if path is None else str(path) if line is None else f"{path}, line {line}"


def role_blocks(role: Role, everything: bool = False) -> Iterator[Block]:
    """What the graph says about a role, with its sources; of long lists the beginning, or `everything`."""
    citations = Citations()
    places = citations.places
    yield from _head(role.node, role.other_names, role.definitions, everything)
    if role.seniority is not None:
        yield Text(f"Seniority level: {role.seniority}")
    yield from origins([role.unrecorded])
    yield from preparation_blocks(
        role.preparation, has_degree(one for need in role.requirements for one in need.any_of)
    )
    rows: list[tuple[str, ...]] = [
        (asked(need), level(need.level), _necessity(need), places(need.evidence))
        for need in _requirements(role, everything)
    ]
    yield from cut_section(
        "Requirements", ("Requirement", "Level", "Necessity", "Source"), rows, len(role.requirements)
    )
    tools = beginning(role.tools, everything)
    rows = [(used.tool.label, _labels(used.categories), places(used.evidence)) for used in tools]
    yield from cut_section("Tools in use", ("Tool", "Category", "Source"), rows, len(role.tools))
    rows = [
        (
            asked(one.requirement),
            "used" if one.requirement.used else _necessity(one.requirement),
            f"{one.texts} of {counted(one.of, 'text')}",
            places(one.requirement.evidence),
        )
        for one in beginning(role.also_asked, everything)
    ]
    yield from cut_section(
        "Also asked for, by texts", ("Requirement", "Necessity", "By", "Source"), rows, len(role.also_asked)
    )
    cited = (("Responsibilities", role.responsibilities), ("Industries", role.industries), ("Tips", role.tips))
    for title, items in cited:
        shown = beginning(items, everything)
        rows = [(item.node.label, item.note or NOTHING, places(item.evidence)) for item in shown]
        with_notes = any(item.note for item in shown)
        columns = ("Name", "Note", "Source") if with_notes else ("Name", "Source")
        yield from cut_section(title, columns, rows if with_notes else [(row[0], row[2]) for row in rows], len(items))
    rows = []
    for outlook in role.outlooks:
        growth = NOTHING if outlook.growth is None else f"{outlook.growth:+g} %"
        period = f"{outlook.start or '?'} to {outlook.end or '?'}" if outlook.start or outlook.end else NOTHING
        rows.append((growth, period, outlook.authority or NOTHING, places(outlook.evidence)))
    yield from section("Outlook", ("Growth", "Period", "According to", "Source"), rows)
    yield from counted_blocks(role, everything)
    yield from mapping_blocks(role.mappings, everything)
    yield from (Text(source, quiet=True) for source in citations.sources)


def mapping_blocks(mappings: Sequence[NodeMapping], everything: bool) -> Iterator[Block]:
    """The nodes that others have for the same, or for something like it: how near they are, and who says so."""
    rows: list[tuple[str, ...]] = []
    for mapping in beginning(mappings, everything):
        confidence = NOTHING if mapping.confidence is None else f"{mapping.confidence:g}"
        how = f"{confidence} (doubtful)" if mapping.doubtful else confidence
        to = called(mapping.object_label, mapping.object)
        source = mapping.source.label if mapping.source else NOTHING
        rows.append((mapping.predicate.words, to, how, mapping.how or NOTHING, source))
    columns = ("Match", "Node", "Confidence", "Found by", "Source")
    yield from cut_section("Mappings", columns, rows, len(mappings))


def counted_blocks(role: Role, everything: bool) -> Iterator[Block]:
    """How many work in a role, and what they are paid, as somebody counted it."""
    rows = []
    for one in beginning(role.observations, everything):
        employed = NOTHING if one.employment is None else f"{one.employment:,}"
        told = (_counted_as(one.group, role.node), one.counted.place, one.counted.period, one.counted.authority)
        amounts = one.amount(one.pay_mean), one.amount(one.pay_median)
        rows.append((employed, *(text or NOTHING for text in (*amounts, *told))))
    columns = ("Employed", "Mean pay", "Median pay", "Counted as", "Place", "Period", "According to")
    known = [at for at in range(len(columns)) if any(row[at] != NOTHING for row in rows)]
    shown = [tuple(row[at] for at in known) for row in rows]
    yield from cut_section("Employment and pay", tuple(columns[at] for at in known), shown, len(role.observations))


def _counted_as(group: CountedGroup, role: Node) -> str:
    """What a role is counted as, where that is not its own name alone."""
    if len(group.roles) > 1:
        return f"{group.label} ({len(group.roles)} roles)"
    return "" if fold(group.label) == fold(role.label) else group.label


def _requirements(role: Role, everything: bool) -> Sequence[Requirement]:
    """All requirements of a role, or those that are essential, with the beginning of the others."""
    essential = [need for need in role.requirements if need.essential]
    others = [need for need in role.requirements if not need.essential]
    return role.requirements if everything else [*essential, *beginning(others, everything)]


def _necessity(need: Requirement) -> str:
    return need.necessity.value + (", estimated" if need.estimated else "")


def capability_blocks(capability: Capability, everything: bool = False) -> Iterator[Block]:
    """What the graph says about a capability; of long lists the beginning, or `everything`."""
    yield from _head(capability.node, capability.other_names, capability.definitions, everything)
    if capability.effort is not None and not capability.effort.estimated:
        yield Text("Effort to working level: nobody has estimated hours.")
    elif capability.effort is not None:
        reason = f": {capability.effort.reason}" if capability.effort.reason else ""
        hours, basis = about(capability.effort.hours), capability.effort.basis
        yield Text(f"Effort to working level: {hours} hours (estimate: {basis}{reason})")
    if capability.degree_level is not None:
        yield Text(f"Degree: {capability.degree_level}" + (f" in {capability.field.label}" if capability.field else ""))
    rows = [
        (name, _labels(beginning(nodes, everything)) + _more(nodes, everything))
        for name, nodes in _relations(capability)
        if nodes
    ]
    for close in capability.close_to:
        reason = f": {close.reason}" if close.reason else ""
        rows.append((f"Close to ({close.strength:.0%})", f"{close.node.label}{reason}"))
    if rows:
        yield Table(("Relation", "To"), rows)
    yield from mapping_blocks(capability.mappings, everything)


def _relations(capability: Capability) -> tuple[tuple[str, tuple[Node, ...]], ...]:
    return (
        ("Category", capability.categories),
        ("Broader", capability.broader),
        ("Narrower", capability.narrower),
        ("Needs first", capability.prerequisites),
        ("Needed for", capability.opens),
        ("Required by", capability.required_by),
        ("Nice to have for", capability.preferred_by),
        ("Example for", capability.example_for),
        ("Used by", capability.used_by),
    )


def relation_rows(capability: Capability) -> Rows:
    """The nodes that a capability is related to, one in a row."""
    rows: list[dict[str, object]] = [
        {"relation": name.lower(), "node": node, "kind": node.kind}
        for name, nodes in _relations(capability)
        for node in nodes
    ]
    rows += [{"relation": "close to", "kind": close.node.kind, **close._asdict()} for close in capability.close_to]
    return rows, ("relation", "node", "node_iri", "kind", "strength", "reason")


def node_blocks(node: Node, statements: Iterable[tuple[str, str, str]]) -> Iterator[Block]:
    """Any other node by its statements: predicate, object and source."""
    yield Heading(f"{node.label} ({node.kind})", 1)
    yield Table(("Predicate", "Object", "Source"), list(statements))


def _more(items: Sequence[object], everything: bool) -> str:
    """How many of a list are not shown."""
    left = len(items) - len(beginning(items, everything))
    return f" and {left:,} more; --all shows all" if left else ""


def _head(
    node: Node, other_names: tuple[str, ...], definitions: tuple[Definition, ...], everything: bool
) -> Iterator[Block]:
    yield Heading(f"{node.label} ({node.path})", 1)
    for definition in definitions:
        yield Text(definition.text)
        yield Text(f"- {definition.source.label}", quiet=True)
    if other_names:
        names = ", ".join(beginning(other_names, everything))
        yield Text(f"Also called: {names}{_more(other_names, everything)}")


def _labels(nodes: Sequence[Node]) -> str:
    labels = [node.label for node in nodes]
    return ("; " if any("," in label for label in labels) else ", ").join(labels) or NOTHING


def lint_blocks(lint: Lint) -> Iterator[Block]:
    """The number of findings, and a table for each rule that has some."""
    from rolegraph.shacl.lint import called

    yield Text(f"{counted(lint.nodes, 'node')}, {counted(lint.rules, 'rule')}, {counted(lint.count, 'finding')}.")
    for rule in lint.checked:
        yield Heading(f"{rule.severity}: {rule.rule}, {counted(rule.count, 'finding')}")
        rows = [(f"{found.node.kind} {called(found.node)}", found.problem, _place(found)) for found in rule.findings]
        yield Table(("Node", "Problem", "Where"), rows)
        if rule.count > len(rule.findings):
            yield Text(f"showing {len(rule.findings)} of {rule.count:,}", quiet=True)
        yield Text(f"Fix: {rule.cure}.")


def _place(finding: LintFinding) -> str:
    if finding.path is None:
        return ", ".join(finding.sources) or NOTHING
    return f"{finding.path.name}, line {finding.line}"


def library_blocks(questions: Iterable[Question]) -> Iterator[Block]:
    """Each query with its parameters; those in brackets are optional."""
    rows = [(query.name, query.question, " ".join(map(_usage, query.parameters)) or NOTHING) for query in questions]
    yield Table(("Name", "Question", "Parameters"), rows)


def library_rows(questions: Iterable[Question]) -> Tables:
    """The queries without their texts, and their parameters."""
    columns = ("name", "title", "question", "parameters", "example")
    rows = [(q.name, q.title, q.question, " ".join(map(_usage, q.parameters)), q.example) for q in questions]
    parameters = [{"query": query.name, **parameter._asdict()} for query in questions for parameter in query.parameters]
    return {"queries": table_rows(rows, *columns), "parameters": (parameters, ())}


def _usage(parameter: Parameter) -> str:
    usage = f"--{parameter.name}" + ("..." if parameter.repeated else "")
    return usage if parameter.default else f"[{usage}]"


def answer_blocks(answer: Answer) -> Iterator[Block]:
    """Rows as a table, with IRIs shortened by their prefixes; the truth of an ASK as a word."""
    if answer.solutions is None:
        yield Text("yes" if answer.truth else "no")
        return
    names, rows = answer.table()
    if rows and names:
        numbers = {name for place, name in enumerate(names) if all(_is_number(row[place]) for row in rows)}
        cells = [tuple(NOTHING if cell is None else cell.text for cell in row) for row in rows]
        yield Table(tuple(names), cells, right=frozenset(numbers))
    yield Text(counted(len(rows), "row") + ".", quiet=True)


def _is_number(cell: Cell | None) -> bool:
    return cell is not None and not cell.is_iri and re.fullmatch(r"-?\d+(\.\d+)?", cell.text) is not None


def library_page(questions: Sequence[Question]) -> str:
    """The query library as a page of Markdown: each query with its question, parameters and an example."""
    from rolegraph.queries import body_of

    lines = [
        "# The query library",
        "",
        "<!-- Written by bin/docs from the files in src/rolegraph/queries; change those. -->",
        "",
        "Every query is SPARQL 1.1 without any engine's extensions. `rolegraph query run NAME` runs it on a graph,",
        "`rolegraph query export NAME --dir DIR` writes it as a file that runs anywhere, with values written in.",
        "A parameter in brackets is optional; one followed by dots may be given several times.",
        "",
    ]
    lines += [f"- [{query.name}](#{query.name}): {query.title}" for query in questions]
    for query in questions:
        lines += ["", f"## {query.name}", "", f"*{query.title}.* {query.question}".replace("?.*", "?*"), ""]
        for parameter in query.parameters:
            default = f" Default: `{', '.join(parameter.default)}`." if parameter.default else ""
            lines.append(f"- `{_usage(parameter)}` ({parameter.type}): {parameter.description}.{default}")
        lines += [""] if query.parameters else []
        lines += ["```sh", query.example, "```", "", "```sparql", body_of(query.text).rstrip(), "```"]
    return "\n".join([*lines, ""])
