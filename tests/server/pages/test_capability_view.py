"""The page of a skill, tool, degree or certification."""

from __future__ import annotations

import pytest
from tests.conftest import SMALL
from tests.server.pages.clients import client_of, links_of, shipped_client, shipped_graph, text_of

import rolegraph
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind


def test_roles_stand_by_the_level_they_ask_for() -> None:
    words = text_of(client_of(rolegraph.open(SMALL)).get("/skill/dough").text)
    assert "2 roles require it" in words
    assert words.index("Required, expert") < words.index("Required, proficient")


def test_what_it_needs_and_opens_is_linked() -> None:
    page = shipped_client().get("/skill/feature-engineering").text
    assert "Needs first" in text_of(page)
    assert {"/skill/machine-learning", "/whatif?learn=feature+engineering", "/plan?have=feature+engineering"} <= set(
        links_of(page)
    )


def test_of_many_roles_some_are_shown_and_all_on_request() -> None:
    some, every = (shipped_client().get(f"/tool/python{asked}").text for asked in ("", "?all=1"))
    assert "/tool/python?all=1" in links_of(some)
    assert len(set(links_of(some))) < len(set(links_of(every)))


def test_hours_that_nobody_estimated_are_not_made_up() -> None:
    page = client_of(rolegraph.open(SMALL)).get("/skill/french").text
    assert "nobody has estimated hours" in text_of(page)


@pytest.mark.parametrize("kind", CAPABILITY_KINDS)
def test_every_kind_has_pages(kind: Kind) -> None:
    for node in shipped_graph().nodes(kind)[::15]:
        assert shipped_client().get(f"/{kind}/{node.slug}").status_code == 200


def test_a_role_is_no_skill() -> None:
    answer = shipped_client().get("/skill/data-scientist")
    assert answer.status_code == 404
    assert "/role/data-scientist" in links_of(answer.text)
