"""`RoleGraph`: one call for each question, names resolved everywhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import rolegraph
from rolegraph import Kind, Level, RoleGraph, RolegraphError, Rows, SourceError, UnknownNode
from tests.conftest import SMALL


def test_a_name_that_is_near_one_is_taken_for_it_and_that_is_told(small: RoleGraph) -> None:
    told: list[tuple[str, str]] = []
    graph = RoleGraph(small.dataset)
    graph.on_near = lambda name, node: told.append((name, node.label))
    assert graph.resolve("Pastry Chefs", (Kind.ROLE,)) == graph.resolve("pastry-chef")
    assert graph.resolve("stoneoven").label == "Stone oven"
    assert told == [("Pastry Chefs", "Pastry Chef"), ("stoneoven", "Stone oven")]
    with pytest.raises(UnknownNode, match="that is a name of a skill"):
        graph.resolve("dough", (Kind.ROLE,))


def test_a_role_is_meant_by_slug_iri_label_or_node(small: RoleGraph) -> None:
    baker = small.resolve("baker")
    for name in (baker, baker.iri, "Baker", "role/baker", " BAKER "):
        assert small.role(name).node == baker


def test_a_role_is_no_capability(small: RoleGraph) -> None:
    with pytest.raises(UnknownNode):
        small.capability("baker")
    with pytest.raises(UnknownNode):
        small.role("dough")


def test_one_endpoint_is_opened_alone(tmp_path: Path) -> None:
    with pytest.raises(RolegraphError, match="can only be opened alone"):
        rolegraph.open("https://example.org/sparql", SMALL)
    with pytest.raises(SourceError):
        rolegraph.open(tmp_path / "nothing.ttl")


def test_a_later_place_replaces_a_source_of_the_same_name(tmp_path: Path) -> None:
    changed = tmp_path / "small.ttl"
    changed.write_text(SMALL.read_text(encoding="utf-8").replace('"Baker"@en', '"Master Baker"@en'), encoding="utf-8")
    assert rolegraph.open(SMALL, changed).resolve("baker").label == "Master Baker"
    assert rolegraph.open(changed, SMALL).resolve("baker").label == "Baker"


def test_a_start_is_a_role_a_profile_or_both(small: RoleGraph) -> None:
    dough = small.resolve("dough", (Kind.SKILL,))
    have = small.profile(have={dough: Level.EXPERT})
    assert small.path(have, "pastry-chef").gap.profile == have
    assert small.path("baker", "baker").steps == ()
    assert small.profile("baker", {dough: Level.EXPERT}).name == "Baker + what you have"
    with pytest.raises(ValueError, match="a role or a profile is needed"):
        small.what_if()
    with pytest.raises(ValueError, match="reverse takes a role"):
        small.nearest(besides=have, reverse=True)


def test_some_sources_alone_say_no_more_than_all(small: RoleGraph) -> None:
    (source,) = (node.slug for node in small.nodes(Kind.SOURCE))
    assert small.from_sources(source).diff(small).same
    with pytest.raises(UnknownNode, match="no source 'nobody'"):
        small.from_sources("nobody")


def test_statements_about_a_node_have_their_source(small: RoleGraph) -> None:
    rows = small.statements("baker")
    assert ("skos:prefLabel", "Baker", "small") in rows
    assert all(len(row) == 3 and row[2] for row in rows)


def test_questions_of_the_library_and_texts_are_both_queries(small: RoleGraph) -> None:
    text = "SELECT DISTINCT ?capability { ?role rg:hasRequirement/rg:anyOf ?capability }"
    by_name, by_text = small.query("requirements", role="baker"), small.query(text, role="baker")
    assert isinstance(by_name, Rows)
    assert isinstance(by_text, Rows)
    assert {row.capability for row in by_name} == {row.capability for row in by_text}
    assert len(by_text) == 4


def test_a_repr_is_short_and_loads_nothing(small: RoleGraph, tmp_path: Path) -> None:
    small.nodes(Kind.ROLE)
    assert re.fullmatch(r"<RoleGraph: [0-9,]+ statements from 1 source>", repr(small))
    rolegraph.build([SMALL], tmp_path / "built")
    assert repr(rolegraph.open(tmp_path / "built")) == f"<RoleGraph: {tmp_path / 'built'}>"


def test_one_name_where_a_list_is_needed_is_a_type_error(small: RoleGraph) -> None:
    with pytest.raises(TypeError, match=r"roles should be a list, not a single str: write \['baker'\]"):
        small.compare("baker")
    with pytest.raises(TypeError, match="via should be a list"):
        small.route("baker", "pastry-chef", via="baker")
    with pytest.raises(TypeError, match="only should be a list"):
        small.lint("cycle")


def test_a_name_of_another_type_is_a_type_error(small: RoleGraph) -> None:
    with pytest.raises(TypeError, match="a name is a text or a Node, not int: 5"):
        small.resolve(5)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="the start is a role or a Profile, not int: 5"):
        small.path(5, "baker")  # type: ignore[arg-type]
    with pytest.raises(UnknownNode, match="no role 'skill/dough'"):
        small.role(small.resolve("dough", (Kind.SKILL,)))


def test_a_profile_is_read_with_the_names_of_the_graph(small: RoleGraph, tmp_path: Path) -> None:
    (tmp_path / "me.yaml").write_text("have:\n  dough: expert\n")
    read = small.read_profile(str(tmp_path / "me.yaml"))
    assert [holding.level for holding in read.holdings] == [Level.EXPERT]


def test_capabilities_of_a_person_may_be_names(small: RoleGraph) -> None:
    dough = small.resolve("dough")
    assert small.profile(None, {"dough": Level.EXPERT}) == small.profile(None, {dough: Level.EXPERT})
    assert small.what_if("baker", {"sugar work": Level.WORKING}) == small.what_if(
        "baker", {small.resolve("sugar work"): Level.WORKING}
    )
    with pytest.raises(UnknownNode, match="did you mean dough"):
        small.profile(None, {"duogh": Level.EXPERT})
    with pytest.raises(TypeError, match="capabilities come with levels"):
        small.what_if("baker", ["dough"])  # type: ignore[arg-type]


def test_only_graphs_are_compared(small: RoleGraph) -> None:
    with pytest.raises(TypeError, match="graphs are compared, not"):
        small.diff("graph.ttl")  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="graphs are compared, not"):
        rolegraph.diff("graph.ttl", small)  # type: ignore[arg-type]
