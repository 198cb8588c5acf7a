"""The editor works as a plain form, says what is wrong beside the line, and shows whatever comes as text."""

from __future__ import annotations

import html
import re
import shlex
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.server.pages.clients import links_of, shipped_client, shipped_graph, text_of

from rolegraph.rdf.strangers_queries import answered

ROLES = "SELECT ?role { ?role a rg:Role } ORDER BY ?role"


def page_of(query: str, **parameters: str) -> str:
    answer = shipped_client().get("/query", params={"query": query, **parameters})
    assert answer.status_code == 200, text_of(answer.text)
    return answer.text


def test_it_begins_with_a_query_that_has_an_answer() -> None:
    page = shipped_client().get("/query").text
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert found
    assert "result" not in page
    assert "20 rows" in text_of(page_of(html.unescape(found[1])))


def test_rows_name_nodes_and_lead_to_their_pages() -> None:
    page = page_of(ROLES)
    assert "AI Engineer role:ai-engineer" in text_of(page)
    assert "/role/ai-engineer" in links_of(page)


def test_each_download_is_the_same_answer_in_its_format() -> None:
    links = [link for link in links_of(page_of(ROLES)) if link.startswith("/sparql?query")]
    assert [parse_qs(urlsplit(link).query)["format"] for link in links] == [["json"], ["xml"], ["csv"], ["tsv"]]
    saved = shipped_client().get(links[2])
    assert saved.headers["content-disposition"].endswith("answer.csv")
    assert saved.content == shipped_graph().answer(ROLES).serialize("csv")


def test_the_command_for_a_terminal_sends_the_query_as_it_is() -> None:
    query = "SELECT ?role { ?role skos:prefLabel ?label . FILTER (?label = 'it\\'s $HOME') }"
    found = re.search(r'<pre class="copy"[^>]*>(.*?)</pre>', page_of(query), re.DOTALL)
    assert found
    words = shlex.split(html.unescape(found[1]))
    assert (words[0], words[-1]) == ("curl", "query=" + query)


def test_a_fault_is_told_with_its_line_and_marked_in_the_field() -> None:
    answer = shipped_client().get("/query", params={"query": "SELECT ?a {\n ?a ?b\n}"})
    assert answer.status_code == 400
    assert "No answer: the query, in line 3, is not valid SPARQL" in text_of(answer.text)
    assert 'aria-invalid="true" data-line="3" aria-describedby="query-problem"' in answer.text


def test_pages_of_an_answer_lead_to_one_another() -> None:
    query = "SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 150"
    (following,) = [link for link in links_of(page_of(query)) if "page=2" in link]
    second = shipped_client().get(following).text
    assert "150 rows; rows 101 to 150" in text_of(second)
    assert any("page=1" in link for link in links_of(second))


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 50, "99999"])
def test_a_page_that_is_none_is_no_fault(number: str) -> None:
    assert shipped_client().get("/query", params={"query": ROLES, "page": number}).status_code == 200


def test_a_long_query_comes_in_a_form() -> None:
    query = f"{ROLES}\n# {'x' * 20_000}"
    answer = shipped_client().post("/query", data={"query": query})
    assert "AI Engineer" in text_of(answer.text)
    assert not [link for link in links_of(answer.text) if link.startswith("/sparql?query")]


def test_yes_and_no_and_nothing_are_said_in_words() -> None:
    assert "Answer Yes." in text_of(page_of("ASK { ?role a rg:Role }"))
    assert "Answer No." in text_of(page_of("ASK { ?role a rg:Nothing }"))
    assert "Nothing in this graph fits the query" in text_of(page_of("SELECT * { ?role a rg:Nothing }"))


def test_a_graph_is_shown_as_statements() -> None:
    page = page_of("DESCRIBE role:data-scientist")
    assert "subject predicate object" in text_of(page)
    assert "Turtle" in text_of(page)


def test_what_comes_from_a_query_is_shown_as_text() -> None:
    hostile = "<script>alert(1)</script>\"'</textarea>"
    page = page_of(f"SELECT ?x {{ VALUES ?x {{ '''{hostile}''' <https://a/{'b' * 20}?c=%22%3E> }} }}")
    assert "<script>alert" not in page
    assert page.count("</textarea>") == 1
    assert "style=" not in page


def test_terms_complete_what_is_written() -> None:
    known = shipped_client().get("/query/terms.json").json()
    assert known["prefixes"]["rg"].endswith("/ns#")
    assert {"rg:Role", "rg:Skill"} <= set(known["classes"])
    assert "rg:hasRequirement" in known["properties"]
    for term in (*known["classes"], *known["properties"]):
        assert answered(shipped_graph().dataset.stated, f"ASK {{ ?s ?p {term} }}", lambda answer: answer.truth) in (
            True,
            False,
        )
    nodes = shipped_client().get("/query/terms.json", params={"q": "machine lea"}).json()
    assert {"term": "skill:machine-learning", "label": "machine learning", "kind": "skill"} in nodes
