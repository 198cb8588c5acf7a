"""The queries behind an answer run on their own and speak of what was asked about."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from rolegraph.graph import RoleGraph
from rolegraph.model.level_words import parse_have
from rolegraph.model.nodes import Kind
from rolegraph.planning.gap import given_profile
from rolegraph.queries.explain import explain_comparison, explain_list, explain_node, explain_path


def titles(queries: list[str]) -> list[str]:
    for query in queries:
        Store().query(query)
    return [query.partition("\n")[0].removeprefix("# ") for query in queries]


def test_a_path_from_a_role_rests_on_its_gap(small: RoleGraph) -> None:
    queries = explain_path(small.sparql, "baker", None, "pastry-chef")
    assert titles(queries) == [
        "The gap between two roles",
        "What learning for a role may involve",
        "What learning for a role can build on",
    ]
    assert small.resolve("baker").iri in queries[0]
    assert all(small.resolve("pastry-chef").iri in query for query in queries)


def test_what_is_given_besides_a_role_has_a_query_of_its_own(small: RoleGraph) -> None:
    given = given_profile(parse_have("dough:expert", small.resolve))
    queries = explain_path(small.sparql, "baker", given, "pastry-chef")
    assert titles(queries)[:2] == ["The gap between two roles", "The gap between what someone has and a role"]
    assert small.resolve("dough").iri in queries[1]


def test_a_path_from_nothing_rests_on_the_requirements(small: RoleGraph) -> None:
    assert titles(explain_path(small.sparql, None, None, "pastry-chef"))[0] == "Requirements of a role"


def test_a_comparison_names_every_role(small: RoleGraph) -> None:
    roles = list(small.nodes(Kind.ROLE))
    (query,) = explain_comparison(small.sparql, roles)
    assert titles([query]) == ["Roles side by side"]
    assert all(role.iri in query for role in roles)


@pytest.mark.parametrize(
    ("name", "first"), [("baker", "Requirements of a role"), ("dough", "Roles that ask for a capability")]
)
def test_a_node_is_explained_by_its_kind_and_all_statements(small: RoleGraph, name: str, first: str) -> None:
    queries = explain_node(small.sparql, small.resolve(name))
    assert titles(queries)[0] == first
    assert titles(queries)[-1] == "Statements by source"
    assert all(small.resolve(name).iri in query for query in queries)


@pytest.mark.parametrize(("kind", "title"), [(Kind.POSTING, "Job postings"), (Kind.SKILL, "Nodes of a kind")])
def test_a_list_is_explained_by_its_kind(small: RoleGraph, kind: Kind, title: str) -> None:
    assert titles(explain_list(small.sparql, kind)) == [title]
