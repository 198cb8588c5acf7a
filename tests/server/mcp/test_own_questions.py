"""Questions that only assistants ask."""

from __future__ import annotations

import pytest

import rolegraph
from rolegraph.errors import QueryError
from rolegraph.graph import RoleGraph
from rolegraph.render.text.layout import to_text
from rolegraph.server.mcp.own_questions import CvInquiry, QueryInquiry


@pytest.fixture(scope="module")
def shipped() -> RoleGraph:
    return rolegraph.open(widening=None)


def test_what_a_cv_shows_can_be_asked_with(shipped: RoleGraph) -> None:
    text = to_text(
        CvInquiry(text="Skills: Python, SQL\n\nEducation\nBSc Mathematics, 2018\n").ask(shipped).blocks(False)
    )
    (line,) = (line for line in text.splitlines() if line.startswith("As `have`: "))
    names = line.removeprefix("As `have`: ").partition(". The person")[0].split(", ")
    assert {"Python", "SQL"} <= set(names)
    assert all(shipped.resolve(name) for name in names)
    assert "profile.yaml" not in text


def test_a_text_that_shows_nothing_gives_nothing(shipped: RoleGraph) -> None:
    assert "As `have`: nothing." in to_text(CvInquiry(text="x").ask(shipped).blocks(False))


def test_a_word_that_is_no_saved_query_is_a_query(shipped: RoleGraph) -> None:
    with pytest.raises(QueryError):
        QueryInquiry(query="SELECT").ask(shipped)
    assert "yes" in to_text(QueryInquiry(query="ASK {}").ask(shipped).blocks(False))


def test_statements_are_rows_with_short_names(shipped: RoleGraph) -> None:
    query = "CONSTRUCT { ?r skos:prefLabel ?l } { ?r skos:prefLabel ?l FILTER (?l = 'Data Engineer'@en) }"
    text = to_text(QueryInquiry(query=query).ask(shipped).blocks(False))
    assert text.splitlines()[-1].split() == ["role:data-engineer", "skos:prefLabel", "Data", "Engineer"]
