"""What changed between two graphs: laws, one kind of change after the other, and what it does to a path."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from tests.conftest import SMALL
from tests.versions import NEEDED, STATEMENTS, Version, added, graph_of, one, requirement, said, versions

import rolegraph
from rolegraph import SourceError
from rolegraph.graph import RoleGraph
from rolegraph.model.differences import Differences, RequirementState
from rolegraph.model.nodes import Kind, Level, Necessity
from rolegraph.rdf.vocabulary import RDF, RG, SKOS, SOURCE, XSD

BAKER, CHEF = one(Kind.ROLE, "baker"), one(Kind.ROLE, "pastry-chef")
DOUGH, HEAT = one(Kind.SKILL, "dough"), one(Kind.SKILL, "heat")


@settings(max_examples=40)
@given(versions(), st.randoms(use_true_random=False))
def test_a_graph_does_not_differ_from_itself_in_any_order(version: Version, chance: random.Random) -> None:
    shuffled = sorted(version.quads, key=str)
    chance.shuffle(shuffled)
    assert graph_of(version.quads).diff(graph_of(shuffled)).identical


@settings(max_examples=40)
@given(versions(), versions())
def test_backwards_everything_is_the_other_way_round(a: Version, b: Version) -> None:
    old, new = graph_of(a.quads), graph_of(b.quads)
    there, back = old.diff(new), new.diff(old)
    assert _plain(there) == _turned(_plain(back))
    assert there.identical == back.identical


@settings(max_examples=40)
@given(versions(), versions())
def test_the_names_of_requirements_mean_nothing(a: Version, b: Version) -> None:
    old, new, other = graph_of(a.quads), graph_of(b.quads), graph_of(map(_with_other_names, a.quads))
    assert old.diff(other).identical
    assert _plain(old.diff(new)) == _plain(other.diff(new))


@settings(max_examples=40)
@given(versions(), added())
def test_what_is_added_and_removed_again_leaves_nothing(version: Version, more: set[Quad]) -> None:
    graph, larger = graph_of(version.quads), graph_of(version.quads | more)
    for quad in more - version.quads:
        larger.dataset.store.remove(quad)
    assert graph.diff(larger).identical


def _means_something(quad: Quad) -> bool:
    """Whether a statement does not only follow from others, and is no part of what a source says of itself."""
    term, value = quad.predicate.value.removeprefix(RG), str(quad.object).strip("<>").removeprefix(RG)
    if term == RDF + "type":
        return value in {kind.value.capitalize() for kind in Kind} - {"Requirement", "Source"}
    is_needed = quad.predicate.value in NEEDED  # without these a requirement has no meaning, as the next test has it
    return not (is_needed or term in ("requires", "accepts", "prefers") or quad.subject == NamedNode(SOURCE + "small"))


@pytest.mark.parametrize(
    "quad", [pytest.param(quad, id=str(quad.triple)) for quad in sorted(STATEMENTS, key=str) if _means_something(quad)]
)
def test_nothing_is_lost_unnoticed(quad: Quad) -> None:
    found = graph_of(STATEMENTS).diff(graph_of(STATEMENTS - {quad}))
    assert found.remarks or not found.same
    assert [change.source.slug for change in found.sources] == ["small"]


def test_what_has_no_meaning_is_refused_with_its_place(tmp_path: Path) -> None:
    text = SMALL.read_text()
    broken = tmp_path / "small.ttl"
    for right, wrong, message in (
        ("rg:level rg:working", "rg:level rg:superb", "unknown level 'superb'"),
        ("rg:level rg:working", 'rg:level "5"', "unknown level '5'"),
        ("rg:effort 60", 'rg:effort "much"', "rg:effort 'much' is not a number"),
        ("rg:anyOf skill:french ; ", "", "requirement chef-french names no capability"),
        ("rg:anyOf skill:french ; rg:necessity rg:preferred", "rg:anyOf skill:french", "has no necessity"),
    ):
        broken.write_text(text.replace(right, wrong))
        with pytest.raises(SourceError, match=message) as caught:
            rolegraph.open(SMALL).diff(rolegraph.open(broken))
        assert caught.value.path == broken
        assert caught.value.line is not None


def changed(*more: Quad, without: Callable[[Quad], bool] = lambda _: False) -> Differences:
    """What changes where the small graph gains some statements and loses others."""
    return graph_of(STATEMENTS).diff(graph_of({quad for quad in STATEMENTS if not without(quad)} | set(more)))


def test_requirements_are_matched_by_what_they_name() -> None:
    found = changed(
        *requirement("baker", "other", [HEAT], Necessity.PREFERRED, Level.WORKING),
        said(one(Kind.REQUIREMENT, "baker-dough"), RG + "level", NamedNode(RG + "expert")),
        without=lambda quad: quad.object == one(Kind.REQUIREMENT, "chef-french"),
    )
    baker, chef = found.roles
    assert (baker.role.label, chef.role.label) == ("Baker", "Pastry Chef")
    assert [(asked.label, asked.necessity, asked.level) for asked in baker.added] == [
        ("heat control", Necessity.PREFERRED, Level.WORKING)
    ]
    assert [(one.before.level, one.after.level) for one in baker.changed] == [(Level.PROFICIENT, Level.EXPERT)]
    assert [asked.label for asked in chef.removed] == ["French"]
    assert found.counts["requirement"] == {"added": 1, "removed": 1, "changed": 1, "roles": 2}


def test_a_requirement_of_two_sources_is_one_and_the_stricter_counts() -> None:
    again = requirement("baker", "again", [DOUGH], Necessity.PREFERRED, Level.FAMILIAR)
    assert changed(*again).same
    stricter = requirement("baker", "again", [DOUGH], Necessity.PREFERRED, Level.EXPERT)
    ((role),) = changed(*stricter).roles
    assert [(one.after.necessity, one.after.level) for one in role.changed] == [(Necessity.ESSENTIAL, Level.EXPERT)]


def test_nodes_come_go_and_are_renamed() -> None:
    bread = one(Kind.ROLE, "bread-scientist")
    found = changed(
        said(bread, RDF + "type", NamedNode(Kind.ROLE.class_iri)),
        said(bread, SKOS + "prefLabel", Literal("Bread Scientist", language="en")),
        *requirement("bread-scientist", "new", [DOUGH, HEAT], Necessity.ESSENTIAL, None),
        said(BAKER, SKOS + "prefLabel", Literal("Artisan Baker", language="en")),
        said(BAKER, SKOS + "altLabel", Literal("Bäcker", language="de")),
        without=lambda quad: (
            quad.subject == one(Kind.TOOL, "blowtorch")
            or quad.object == one(Kind.TOOL, "blowtorch")
            or str(quad.object) == '"Baker"@en'
        ),
    )
    assert [node.label for node in found.added] == ["Bread Scientist"]
    assert [(node.kind, node.label) for node in found.removed] == [(Kind.TOOL, "Blowtorch")]
    assert [(each.before, each.node.label) for each in found.renamed] == [("Baker", "Artisan Baker")]
    assert [(each.node.slug, each.gained, each.lost) for each in found.names] == [("baker", ("Bäcker",), ())]
    assert found.came == (1, 0)
    assert [role.role.slug for role in found.roles] == ["pastry-chef"]  # which used the blowtorch, as an example too
    assert [tool.label for tool in found.roles[0].tools_lost] == ["Blowtorch"]
    assert [each.before.examples[0].label for each in found.roles[0].changed] == ["Blowtorch"]


def test_a_name_that_was_the_label_is_still_a_name() -> None:
    found = changed(
        said(BAKER, SKOS + "prefLabel", Literal("Artisan Baker", language="en")),
        said(BAKER, SKOS + "altLabel", Literal("Baker", language="en")),
        without=lambda quad: str(quad.object) == '"Baker"@en',
    )
    assert len(found.renamed) == 1
    assert found.names == ()


def test_links_efforts_and_groups() -> None:
    group = NamedNode("https://example.org/food-workers")
    found = changed(
        said(group, RDF + "type", NamedNode(Kind.GROUP.class_iri)),
        said(BAKER, SKOS + "broader", group),
        said(DOUGH, RG + "prerequisite", HEAT),
        said(HEAT, RG + "closeTo", DOUGH),
        said(NamedNode(SOURCE + "small#close"), RG + "strength", _decimal("0.8")),
        said(HEAT, RG + "effort", _decimal("25")),
        without=lambda quad: quad.subject == one(Kind.TOOL, "stone-oven") and "broader" in str(quad.predicate),
    )
    assert [(role.role.slug, role.broader_gained[0].slug) for role in found.roles] == [("baker", "food-workers")]
    assert {(link.relation, link.node.label, link.other.label) for link in found.links_added} == {
        ("prerequisite", "dough", "heat control"),
        ("closeTo", "dough", "heat control"),
    }
    assert [(link.relation, link.node.label) for link in found.links_removed] == [("broader", "Stone oven")]
    assert [(each.before.strength, each.after.strength) for each in found.links_changed] == [(0.5, 0.8)]
    assert [(each.node.label, each.before, each.after) for each in found.efforts] == [("heat control", 10, 25)]


def test_closeness_has_no_direction() -> None:
    sugar = one(Kind.SKILL, "sugar-work")
    found = changed(
        said(DOUGH, RG + "closeTo", sugar),
        without=lambda quad: quad.subject == sugar and quad.predicate.value == RG + "closeTo",
    )
    assert found.same


def test_whatever_else_is_said_is_counted() -> None:
    found = changed(
        said(BAKER, RG + "seniority", NamedNode(RG + "lead")),
        said(BAKER, RG + "foundIn", one(Kind.INDUSTRY, "hotels")),
        without=lambda quad: quad.predicate.value in (RG + "seniority", SKOS + "definition"),
    )
    assert {change.predicate: change[1:] for change in found.others} == {
        "rg:foundIn": (1, 0, 0),
        "rg:seniority": (0, 1, 1),
        "skos:definition": (0, 1, 0),
    }


def test_only_remarks_differ() -> None:
    evidence = NamedNode(SOURCE + "small#all")
    found = changed(said(evidence, RG + "line", Literal("7", datatype=NamedNode(XSD + "integer"))))
    assert found.same
    assert found.remarks
    assert not found.identical


def test_nodes_without_an_iri_are_no_difference_for_their_names() -> None:
    def outlook(name: str) -> RoleGraph:
        blank = BlankNode(name)
        more = {
            Quad(BAKER, NamedNode(RG + "hasOutlook"), blank, NamedNode(SOURCE + "small")),
            Quad(blank, NamedNode(RG + "growth"), _decimal("3"), NamedNode(SOURCE + "small")),
        }
        return graph_of(STATEMENTS | more)

    assert outlook("a").diff(outlook("b")).identical
    assert not graph_of(STATEMENTS).diff(outlook("b")).same


def test_sources_with_version_hash_and_size() -> None:
    source = NamedNode(SOURCE + "small")
    other = NamedNode(SOURCE + "other")
    found = changed(
        said(source, RG + "version", Literal("2")),
        Quad(DOUGH, NamedNode(RDF + "type"), NamedNode(Kind.SKILL.class_iri), other),
    )
    small, new = sorted(found.sources, key=lambda change: change.before is None)
    assert small.before is not None
    assert small.after is not None
    assert (small.before.version, small.after.version) == ("", "2")
    assert small.after.statements == small.before.statements + 1
    assert (new.source.slug, new.before, new.after and new.after.statements) == ("other", None, 1)
    assert found.same


def test_the_same_from_a_file_and_from_a_built_store(tmp_path: Path) -> None:
    built = tmp_path / "built"
    from rolegraph.rdf.transactions import put

    put(built, STATEMENTS)
    assert rolegraph.open(SMALL).diff(rolegraph.open(built)).identical


def _decimal(text: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + "decimal"))


def _with_other_names(quad: Quad) -> Quad:
    def other(term: Any) -> Any:
        is_requirement = isinstance(term, NamedNode) and "/id/requirement/" in term.value
        return NamedNode(term.value + "-2") if is_requirement else term

    return Quad(other(quad.subject), quad.predicate, other(quad.object), quad.graph_name)


def _plain(found: Differences) -> dict[str, tuple[set[Any], set[Any]]]:
    """What came and what went, by IRI; what changed is there as what went and what came."""
    return {
        "sources": _both((one.source.iri, one.before, one.after) for one in found.sources),
        "nodes": ({one[:2] for one in found.added}, {one[:2] for one in found.removed}),
        "labels": _both((one.node.iri, one.before, one.node.label) for one in found.renamed),
        "names": (
            {(one.node.iri, name) for one in found.names for name in one.gained},
            {(one.node.iri, name) for one in found.names for name in one.lost},
        ),
        "asked": (
            {(role.role.iri, _iris(one)) for role in found.roles for one in role.added},
            {(role.role.iri, _iris(one)) for role in found.roles for one in role.removed},
        ),
        "asked otherwise": _both(
            (role.role.iri, _iris(one.before), _iris(one.after)) for role in found.roles for one in role.changed
        ),
        "tools": (
            {(role.role.iri, one.iri) for role in found.roles for one in role.tools_gained},
            {(role.role.iri, one.iri) for role in found.roles for one in role.tools_lost},
        ),
        "links": (
            {(one.relation, one.node.iri, one.other.iri, one.strength) for one in found.links_added},
            {(one.relation, one.node.iri, one.other.iri, one.strength) for one in found.links_removed},
        ),
        "strengths": _both(
            (one.after.node.iri, one.before.strength, one.after.strength) for one in found.links_changed
        ),
        "efforts": _both((one.node.iri, one.before, one.after) for one in found.efforts),
        "others": (
            {(one.predicate, one.added, one.changed) for one in found.others},
            {(one.predicate, one.removed, one.changed) for one in found.others},
        ),
        "came": ({found.came.added}, {found.came.removed}),
    }


def _both(changes: Any) -> tuple[set[Any], set[Any]]:
    changes = list(changes)
    return {(iri, after) for iri, _, after in changes}, {(iri, before) for iri, before, _ in changes}


def _turned(plain: dict[str, tuple[set[Any], set[Any]]]) -> dict[str, tuple[set[Any], set[Any]]]:
    return {name: (lost, gained) for name, (gained, lost) in plain.items()}


def _iris(asked: RequirementState) -> tuple[object, ...]:
    named = frozenset(one.iri for one in asked.any_of), frozenset(one.iri for one in asked.examples)
    return (*named, asked.necessity, asked.level, asked.open_to_related)


@pytest.mark.parametrize("term", ["alsoAsks", "asksFor"])
def test_what_a_text_or_posting_asks_for_is_compared_by_what_it_is(term: str) -> None:
    def graph(iri: str, necessity: Necessity) -> RoleGraph:
        asked = requirement("baker", iri, [DOUGH], necessity, None)
        own = {quad for quad in asked if quad.predicate.value != RG + "hasRequirement"}
        return graph_of([*STATEMENTS, *own, said(BAKER, RG + term, one(Kind.REQUIREMENT, iri))])

    essential = graph("a", Necessity.ESSENTIAL)
    assert essential.diff(graph("b", Necessity.ESSENTIAL)).same
    (change,) = essential.diff(graph("a", Necessity.PREFERRED)).others
    assert (change.predicate, change.changed) == (f"rg:{term}", 1)
