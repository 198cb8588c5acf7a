"""Nodes, lists, findings and query results as tables."""

from __future__ import annotations

from pathlib import Path

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind, Node
from rolegraph.model.roles import Effort
from rolegraph.queries import library, question
from rolegraph.rdf.vocabulary import RG
from rolegraph.render.text import NOTHING, Table, Text
from rolegraph.render.text.layout import to_markdown
from rolegraph.render.views.node_views import (
    answer_blocks,
    capability_blocks,
    info_blocks,
    library_blocks,
    library_rows,
    lint_blocks,
    list_blocks,
    node_blocks,
    posting_blocks,
    relation_rows,
    report_blocks,
    role_blocks,
    search_blocks,
    violation_table,
)
from rolegraph.shacl.shapes import Severity
from rolegraph.shacl.validation import StatedValue, Violation


def test_a_role_shows_each_requirement_with_its_source(small: RoleGraph) -> None:
    role = small.role("pastry-chef")
    table = next(block for block in role_blocks(role) if isinstance(block, Table))
    assert table.columns == ("Requirement", "Level", "Necessity", "Source")
    assert len(table.rows) == len(role.requirements)
    assert all(row[3].startswith("[1] ") for row in table.rows)
    assert Text("[1] A small graph (small)", quiet=True) in list(role_blocks(role))


def test_notes_are_a_column_only_where_there_are_some() -> None:
    graph = rolegraph.open()
    roles = [graph.role(role) for role in graph.nodes(Kind.ROLE)]
    for role in roles:
        text = to_markdown(role_blocks(role))
        if role.industries and "## Industries" in text:
            table = text[text.index("## Industries") :].split("\n")[2]
            assert ("Note" in table) is any(industry.note for industry in role.industries)


def test_of_long_lists_the_beginning_is_shown_and_all_on_request(small: RoleGraph) -> None:
    role = small.role("pastry-chef")
    many = role._replace(tools=role.tools * 30, other_names=tuple(map(str, range(40))))
    short, long = (to_markdown(role_blocks(many, everything)) for everything in (False, True))
    assert f"Tools in use ({len(many.tools)})" in short
    assert f"{len(many.tools) - 10} more; --all shows all" in short
    assert "9 and 30 more; --all shows all" in short
    assert "--all" not in long
    assert long.count(role.tools[0].tool.label) > short.count(role.tools[0].tool.label)


def test_what_is_essential_is_never_cut(small: RoleGraph) -> None:
    role = small.role("pastry-chef")
    essential = [need for need in role.requirements if need.essential]
    others = [need for need in role.requirements if not need.essential]
    text = to_markdown(role_blocks(role._replace(requirements=(*essential * 20, *others * 20))))
    assert text.count("| essential |") == 20 * len(essential)
    assert text.count("| preferred |") == 10


def test_hours_that_nobody_estimated_are_not_shown(small: RoleGraph) -> None:
    capability = small.capability("heat")
    default = capability._replace(effort=Effort(80, "default", estimated=False))
    text = to_markdown(capability_blocks(default))
    assert "nobody has estimated hours" in text
    assert "80" not in text


def test_labels_with_commas_are_told_apart(small: RoleGraph) -> None:
    capability = small.capability("heat")
    roles = (Node("x:a", Kind.ROLE, "Teachers, Primary"), Node("x:b", Kind.ROLE, "Cooks"))
    text = to_markdown(capability_blocks(capability._replace(used_by=roles)))
    assert "Teachers, Primary; Cooks" in text


def test_a_capability_shows_what_needs_it(small: RoleGraph) -> None:
    text = to_markdown(capability_blocks(small.capability("heat")))
    assert "| Needed for | sugar work |" in text


def test_other_nodes_are_their_statements(small: RoleGraph) -> None:
    (source,) = small.nodes(Kind.SOURCE)
    statements = small.statements(source)
    _, table = node_blocks(source, statements)
    assert isinstance(table, Table)
    assert list(table.rows) == statements


def test_lists_say_when_they_are_empty(small: RoleGraph) -> None:
    assert list(list_blocks([])) == list(posting_blocks([])) == [Text("None.")]
    (table,) = list_blocks(small.nodes(Kind.ROLE))
    assert isinstance(table, Table)
    assert list(table.rows) == [("baker", "Baker"), ("pastry-chef", "Pastry Chef")]


def test_a_search_shows_the_name_that_matched_only_if_it_is_another(small: RoleGraph) -> None:
    (table,) = search_blocks(small.search("baker"))
    assert isinstance(table, Table)
    assert ("role", "baker", "Baker", "") in table.rows


def test_info_counts_nodes_of_every_kind(small: RoleGraph) -> None:
    info = small.info()
    tables = [block for block in info_blocks(info) if isinstance(block, Table)]
    assert list(tables[-1].rows) == [(kind, f"{count:,}") for kind, count in info.counts.items()]


def test_info_names_one_file_by_its_path_and_several_by_their_folder(small: RoleGraph) -> None:
    info = small.info()._replace(places=("/a/one.ttl", "/b/one.ttl", "/b/two.ttl", "https://example.org/sparql"))
    assert [block.text for block in info_blocks(info) if isinstance(block, Text)] == [
        "Read from /a/one.ttl",
        "Read from 2 files in /b",
        "Read from https://example.org/sparql",
    ]


def test_findings_are_shown_with_their_fix(small: RoleGraph) -> None:
    assert next(iter(report_blocks(small.validate()))) == Text(
        f"{small.validate().statements} statements, valid, 0 findings."
    )
    lint = small.lint(limit=1)
    text = to_markdown(lint_blocks(lint))
    assert text.count("Fix: ") == len(lint.checked)


def test_a_violation_names_the_values_at_fault_and_all_their_places() -> None:
    one, two = StatedValue("one", Path("a.ttl"), 3), StatedValue(RG + "expert", Path("b.ttl"))
    found = (
        Violation(Severity.VIOLATION, "https://example.org/a", "too many", values=(one, two)),
        Violation(
            Severity.VIOLATION, "https://example.org/a", "is no tool", value="x" * 80, path=Path("a.ttl"), line=1
        ),
        Violation(Severity.WARNING, "", "rg:Rol is no class", value=RG + "Rol"),
    )
    assert violation_table(found).rows == [
        ("violation", "a", 'too many ("one", rg:expert)', "a.ttl, line 3; b.ttl"),
        ("violation", "a", f'is no tool ("{"x" * 59}…")', "a.ttl, line 1"),
        ("warning", NOTHING, "rg:Rol is no class", NOTHING),
    ]


def test_a_query_result_is_a_table_and_a_truth_is_a_word(small: RoleGraph) -> None:
    assert list(answer_blocks(small.answer("ASK { ?role a rg:Role }"))) == [Text("yes")]
    table, count = answer_blocks(small.answer("SELECT (COUNT(?role) AS ?roles) { ?role a rg:Role }"))
    assert table == Table(("roles",), [("2",)], frozenset({"roles"}))
    assert count == Text("1 row.", quiet=True)


def test_the_library_shows_which_parameters_are_optional() -> None:
    (table,) = library_blocks(library())
    assert isinstance(table, Table)
    usage = {row[0]: row[2] for row in table.rows}
    for parameter in question("gap").parameters:
        assert f"--{parameter.name}" in usage["gap"]


def test_each_relation_of_a_capability_is_a_row(small: RoleGraph) -> None:
    capability = small.capability("dough")
    rows = list(relation_rows(capability)[0])
    wanted = [{"relation": "required by", "node": role, "kind": Kind.ROLE} for role in capability.required_by]
    assert wanted
    assert [row for row in rows if isinstance(row, dict) and row["relation"] == "required by"] == wanted


def test_rows_of_queries_have_no_text_and_their_parameters_apart() -> None:
    tables = library_rows([question("requirements")])
    (query,) = tables["queries"][0]
    assert isinstance(query, dict)
    assert query.keys() == {"name", "title", "question", "parameters", "example"}
    (parameter, *_) = tables["parameters"][0]
    assert isinstance(parameter, dict)
    assert parameter["query"] == "requirements"


def test_what_texts_say_of_a_role_stands_apart_with_how_many_say_it() -> None:
    text = to_markdown(role_blocks(rolegraph.open().role("lead-ml-engineer")))
    assert "## Also asked for, by texts" in text
    assert "| C++ | used | 1 of 1 text |" in text


def test_one_amount_of_pay_is_shown_once() -> None:
    posting = rolegraph.open().postings()[0]._replace(pay_low=22, pay_high=22, currency="USD", pay_period="hour")
    (table,) = posting_blocks([posting])
    assert isinstance(table, Table)
    assert table.rows[0][table.columns.index("Pay")] == "USD 22 an hour"
