"""Lists for people: search results, nodes of a kind, postings, what a graph holds, validation reports.

A role, a capability or any other node for people, with who says so.

What `lint` found, for people: rule by rule, with the cure.

The query library, and what a query gives, for people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rolegraph.model.nodes import Node, fold, slug_of
from rolegraph.model.roles import Capability, Cited, Definition, Info, Outlook, Posting, Role
from rolegraph.render.text import NOTHING, Block, Citations, Heading, Table, Text, about, asked, counted, level

if TYPE_CHECKING:
    from rolegraph.queries import Parameter, Question
    from rolegraph.rdf.answers import Answer, Cell
    from rolegraph.shacl.lint import Lint, LintFinding
    from rolegraph.shacl.validation import Report, Violation


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


def lint_blocks(lint: Lint) -> Iterator[Block]:
    """How many findings, and a table for each rule that has some."""
    from rolegraph.shacl.lint import called

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


def _place(finding: LintFinding) -> str:
    if finding.path is None:
        return ", ".join(finding.sources) or NOTHING
    return f"{finding.path.name}, line {finding.line}"


def library_blocks(questions: Iterable[Question]) -> Iterator[Block]:
    """Each question with its parameters; one in brackets may be left out."""
    rows = [(one.name, one.question, " ".join(map(_usage, one.parameters)) or NOTHING) for one in questions]
    yield Table(("Name", "Question", "Parameters"), rows)


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
    """The query library as a page of Markdown: what each query asks, its parameters, an example, and the query."""
    from rolegraph.queries import body_of

    lines = [
        "# The query library",
        "",
        "<!-- Written by bin/docs from the files in src/rolegraph/queries; change those. -->",
        "",
        "Every query is SPARQL 1.1 without any engine's extensions. `rolegraph query run NAME` asks it of a graph,",
        "`rolegraph query export NAME --dir DIR` writes it as a file that runs anywhere, with values written in.",
        "A parameter in brackets may be left out; one followed by dots may be given several times.",
        "",
    ]
    lines += [f"- [{one.name}](#{one.name}): {one.title}" for one in questions]
    for one in questions:
        lines += ["", f"## {one.name}", "", f"*{one.title}.* {one.question}".replace("?.*", "?*"), ""]
        for parameter in one.parameters:
            default = f" Default: `{', '.join(parameter.default)}`." if parameter.default else ""
            lines.append(f"- `{_usage(parameter)}` ({parameter.type}): {parameter.description}.{default}")
        lines += [""] if one.parameters else []
        lines += ["```sh", one.example, "```", "", "```sparql", body_of(one.text).rstrip(), "```"]
    return "\n".join([*lines, ""])
