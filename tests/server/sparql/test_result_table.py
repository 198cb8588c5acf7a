"""Rows of an answer on pages: nodes by their names, numbers apart, and no more of them read than are counted."""

from __future__ import annotations

from itertools import count

from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from tests.server.pages.clients import shipped_graph

from rolegraph.rdf.answers import Answer
from rolegraph.server.sparql.result_table import PAGE_SIZE, ResultTable, result_table

ROLE = "https://w3id.org/rolegraph/id/role/data-scientist"


def table_of(query: str, number: int = 1) -> ResultTable:
    return result_table(shipped_graph().dataset.stated.answer(query), number, shipped_graph())


def test_a_node_has_its_name_and_its_iri_in_short() -> None:
    (row,) = table_of(f"SELECT ?role {{ VALUES ?role {{ <{ROLE}> }} }}").rows
    assert row[0] is not None
    assert row[0].node is not None
    assert (row[0].text, row[0].iri, row[0].node.label) == ("role:data-scientist", ROLE, "Data Scientist")


def test_a_requirement_is_called_after_what_it_asks_for() -> None:
    rows = table_of(f"SELECT ?x {{ <{ROLE}> rg:hasRequirement ?x . ?x rg:anyOf tool:python }}").rows
    assert "Python" in [cell.words.partition(" or ")[0] for row in rows for cell in row if cell]


def test_what_is_elsewhere_is_linked_and_what_is_a_term_is_not() -> None:
    ((term, web, own),) = table_of('SELECT * { VALUES (?a ?b ?c) { (rg:Role <https://example.org/a> "x") } }').rows
    assert term and web and own
    assert (term.node, term.href, web.href, own.href) == (None, "", "https://example.org/a", "")
    ((script,),) = table_of("SELECT * { VALUES ?a { <javascript:alert(1)> } }").rows
    assert script is not None
    assert script.href == ""


def test_columns_of_numbers_are_known_and_what_is_unbound_is_empty() -> None:
    table = table_of('SELECT * { VALUES (?a ?b ?c ?d) { (1 "2.5" "x" UNDEF) (-3 UNDEF 4 UNDEF) } }')
    assert table.numbers == {"a", "b"}
    assert sorted([cell.text if cell else "" for cell in row] for row in table.rows) == [
        ["-3", "", "4", ""],
        ["1", "2.5", "x", ""],
    ]


def test_pages_follow_one_another_and_count_all() -> None:
    query = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 250"
    pages = [table_of(query, number) for number in (1, 2, 3, 4)]
    assert [len(page.rows) for page in pages] == [PAGE_SIZE, PAGE_SIZE, 50, 0]
    assert [(page.total, page.more, page.pages) for page in pages[:3]] == [(250, False, 3)] * 3
    assert [page.first for page in pages] == [1, 101, 201, 301]


def test_an_answer_without_end_is_read_to_a_limit() -> None:
    node = NamedNode("x:p")
    endless = Answer(triples=(Triple(BlankNode(), node, Literal(number)) for number in count()))
    table = result_table(endless, 1, shipped_graph())
    assert (table.total, table.more, table.columns) == (10_000, True, ["subject", "predicate", "object"])


def test_a_long_text_is_cut_and_a_language_told_where_it_is_another() -> None:
    ((long, german, english),) = table_of(
        f'SELECT * {{ VALUES (?a ?b ?c) {{ ("{"x" * 2000}" "Rolle"@de "role"@en-GB) }} }}'
    ).rows
    assert long and german and english
    assert long.text.endswith("x …")
    assert len(long.text) < 700
    assert (german.language, english.language) == ("de", "")
