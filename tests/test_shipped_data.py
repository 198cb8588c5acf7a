"""The graph that is shipped: valid, free of circles and double names, every statement with its source."""

from __future__ import annotations

import re
import textwrap
from collections import Counter
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import pytest
import sssom_pydantic

import rolegraph
from rolegraph import Kind
from rolegraph.facts import labels
from rolegraph.model.mappings import MatchPredicate, taxonomy_of
from rolegraph.model.nodes import CAPABILITY_KINDS, LEARNABLE_KINDS, Necessity, Seniority, fold
from rolegraph.rdf.formats import read_quads
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.vocabulary import ID, RDF, RG, SKOS, SOURCE
from rolegraph.readers.mapping_files import read_mappings
from tests.folders import ROOT
from tests.shipped import FILES, FOLDER, MAPPED, MAPPINGS, canonical, mapped, source_of

GRAPH = rolegraph.open(FOLDER)
ROLES = [role.slug for role in GRAPH.nodes(Kind.ROLE)]
LADDERS = (
    ("junior-data-analyst", "data-analyst", "analytics-manager"),
    ("junior-data-engineer", "data-engineer", "senior-data-engineer", "data-engineering-manager"),
    ("data-scientist", "senior-data-scientist", "data-science-manager"),
    ("junior-ml-engineer", "ml-engineer", "senior-ml-engineer", "lead-ml-engineer"),
)
# Who leads people whose ladders are several, or have another name.
LEADERS = {
    "head-of-ai": ("senior-data-scientist", "senior-ml-engineer"),
    "head-of-data": ("senior-data-engineer", "senior-data-scientist", "analytics-manager"),
    "ml-platform-lead": ("mlops-engineer",),
}
planned = cache(GRAPH.path)
"""A plan from one role to another; many tests read the same ones."""


def test_every_triple_passes_the_shapes() -> None:
    assert GRAPH.validate().violations == ()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_is_one_source_in_canonical_form(path: Path) -> None:
    assert {str(quad.graph_name).strip("<>") for quad in read_quads(path)} == {SOURCE + source_of(path)}
    assert canonical(path) == path.read_bytes(), "run make data"


def test_no_words_of_others_are_shipped() -> None:
    assert not any("quote" in str(quad.predicate) for path in FILES for quad in read_quads(path))


def test_prerequisites_lead_nowhere_in_a_circle() -> None:
    # the view itself refuses a circle
    assert GRAPH.to_networkx("learning").number_of_nodes() > 200


def test_every_skill_and_tool_has_a_definition_and_an_effort() -> None:
    for kind in LEARNABLE_KINDS:
        for node in GRAPH.nodes(kind):
            assert GRAPH.dataset.objects(node.iri, SKOS + "definition"), node
            assert GRAPH.dataset.objects(node.iri, RG + "effort"), node


def test_a_name_means_one_capability() -> None:
    names = Counter(
        name
        for node, others, _, _ in labels.names(GRAPH.dataset)
        if node.kind in CAPABILITY_KINDS
        for name in {fold(node.label), *map(fold, others)}
    )
    assert [name for name, count in names.items() if count > 1] == []


def test_a_prerequisite_that_follows_from_another_is_not_stated() -> None:
    import networkx as nx

    learning = GRAPH.to_networkx("learning")
    before: nx.DiGraph[str] = nx.DiGraph()
    before.add_edges_from((a, b) for a, b, data in learning.edges(data=True) if "prerequisite" in data["relation"])
    superfluous = set(before.edges) - set(nx.transitive_reduction(before).edges)
    assert superfluous == set()


def test_nothing_is_close_to_its_own_prerequisite() -> None:
    # Efforts leave prerequisites out already; a foothold there would count the same hours twice.
    relations = [data["relation"].split("+") for _, _, data in GRAPH.to_networkx("learning").edges(data=True)]
    assert not [one for one in relations if {"close", "prerequisite"} <= set(one)]


def test_nothing_is_close_to_what_is_broader() -> None:
    # Closeness is a skos:related, which SKOS keeps apart from broader over any number of steps.
    import networkx as nx

    learning = GRAPH.to_networkx("learning")
    edges = [(a, b, data["relation"].split("+")) for a, b, data in learning.edges(data=True)]
    narrower: nx.DiGraph[str] = nx.DiGraph()
    narrower.add_nodes_from(learning)
    narrower.add_edges_from((a, b) for a, b, relations in edges if "narrower" in relations)
    assert nx.is_directed_acyclic_graph(narrower)
    assert not [(a, b) for a, b, relations in edges if "close" in relations and b in nx.descendants(narrower, a)]


@pytest.mark.parametrize("source", sorted({source_of(path) for path in FILES if path != MAPPED}))
def test_each_source_stands_alone(source: str, tmp_path: Path) -> None:
    # whatever a source points at among our own nodes, it also types and, where people call it by name, names
    for path in FILES:
        if source_of(path) == source:
            (tmp_path / path.name).write_bytes(path.read_bytes())
    alone = open_dataset([tmp_path])
    named = {entry.node.iri for entry in labels.names(alone)}
    typed = {iri for iri, _ in alone.pairs(RDF + "type")}
    objects = {str(quad.object).strip("<>") for quad in alone.quads()}
    pointed_at = {iri for iri in objects if iri.startswith(ID)}
    assert len(pointed_at) > 20
    assert pointed_at <= typed
    assert {iri for iri in named if not alone.objects(iri, SKOS + "prefLabel")} == set()


@pytest.mark.parametrize("slug", ROLES)
def test_a_role_says_what_a_reader_looks_for(slug: str) -> None:
    role = GRAPH.role(slug)
    seed = slug in ("data-science-engineer", "lead-ml-engineer")
    assert role.definitions
    assert role.seniority is not None
    assert 4 <= len(role.responsibilities) <= 8
    assert len([one for one in role.requirements if one.necessity is Necessity.ESSENTIAL]) >= 4
    assert {one.kind for need in role.requirements for one in need.any_of} >= {Kind.SKILL}
    assert role.tools
    assert role.industries
    assert seed or any(need.level for need in role.requirements)


def test_the_family_is_whole_from_entry_to_head() -> None:
    assert len(ROLES) >= 30
    seniorities = Counter(GRAPH.role(slug).seniority for slug in ROLES)
    assert min(seniorities[one] for one in Seniority) >= 3
    assert sum(len(GRAPH.nodes(kind)) for kind in LEARNABLE_KINDS) >= 250


def test_every_tool_has_a_category_and_every_skill_stands_in_a_group() -> None:
    for tool in GRAPH.nodes(Kind.TOOL):
        assert GRAPH.dataset.objects(tool.iri, RG + "category"), tool
    broader = dict(GRAPH.dataset.pairs(SKOS + "broader"))
    for skill in GRAPH.nodes(Kind.SKILL):
        iri: str | None = skill.iri
        while iri in broader:
            iri = broader[iri]
        assert iri in {group.iri for group in GRAPH.nodes(Kind.GROUP)}, skill


def test_no_two_nodes_are_defined_in_the_same_words() -> None:
    definitions = Counter(fold(text) for _, text in GRAPH.dataset.pairs(SKOS + "definition"))
    assert [text for text, count in definitions.items() if count > 1] == []


@pytest.mark.parametrize("start", ROLES)
def test_there_is_a_path_to_every_role_in_an_order_that_can_be_followed(start: str) -> None:
    before: dict[str, set[str]] = {}
    for capability, prerequisite in GRAPH.dataset.pairs(RG + "prerequisite"):
        before.setdefault(capability, set()).add(prerequisite)
    for goal in ROLES:
        path = planned(start, goal)
        # what is only deepened was leaned on before, and may wait; and it leans on nothing new
        place = {step.node.iri: number for number, step in enumerate(path.steps) if step.from_level is None}
        assert start != goal or not path.steps
        assert path.optimal
        for step in path.steps:
            number = place.get(step.node.iri, len(place))
            late = {iri for iri in before.get(step.node.iri, ()) if place.get(iri, -1) > number}
            assert not late, (goal, step.node.label, late)


def test_the_ladders_are_those_that_names_and_seniorities_show() -> None:
    for ladder in LADDERS:
        seniorities = [GRAPH.role(slug).seniority or 0 for slug in ladder]
        assert seniorities == sorted(set(seniorities)), ladder
    on_ladders = {slug for ladder in LADDERS for slug in ladder}
    named = {slug for slug in ROLES if slug.startswith(("junior-", "senior-", "lead-"))}
    assert named <= on_ladders


@pytest.mark.parametrize("ladder", LADDERS, ids=lambda ladder: ladder[-1])
def test_whoever_stands_higher_has_nothing_to_learn_for_what_is_below(ladder: tuple[str, ...]) -> None:
    for lower, higher in combinations(ladder, 2):
        down = planned(higher, lower)
        assert (down.steps, down.credentials) == ((), ()), (higher, lower)


@pytest.mark.parametrize("start", ROLES)
def test_a_higher_step_is_never_the_shorter_way(start: str) -> None:
    for ladder in LADDERS:
        for lower, higher in pairwise(ladder):
            if start not in (lower, higher):
                assert hours(start, higher) >= hours(start, lower), (lower, higher)


@pytest.mark.parametrize("leader", LEADERS)
def test_a_leader_is_not_reached_sooner_than_those_who_are_led(leader: str) -> None:
    rank = GRAPH.role(leader).seniority or 0
    for led in LEADERS[leader]:
        sooner = [start for start in ROLES if start != led and hours(start, leader) < hours(start, led)]
        # who leads already is nearer to leading others than to doing what these do
        assert all((GRAPH.role(start).seniority or 0) >= rank for start in sooner), (led, sooner)


def hours(start: str, goal: str) -> float:
    return planned(start, goal).hours or 0.0


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (
            "data-analyst",
            [
                "junior-data-analyst",
                "data-quality-analyst",
                "analytics-manager",
                "marketing-data-analyst",
                "business-intelligence-analyst",
            ],
        ),
        (
            "lead-ml-engineer",
            [
                "senior-ml-engineer",
                "ml-platform-lead",
                "ml-engineer",
                "data-science-manager",
                "senior-data-scientist",
            ],
        ),
    ],
)
def test_the_nearest_roles_are_those_a_practitioner_would_name(role: str, expected: list[str]) -> None:
    ranked = sorted(GRAPH.nearest(role, limit=100).neighbours, key=lambda one: -one.score)
    assert {*expected} <= {one.role.slug for one in ranked[:6]}


def test_the_path_that_the_readme_shows() -> None:
    path = GRAPH.path("data-science-engineer", "lead-ml-engineer")
    labels_ = [step.node.label for step in path.steps]
    assert set(labels_) >= {
        "machine learning",
        "statistical analysis",
        "data modeling",
        "leadership",
        "project management",
    }
    assert labels_.index("statistics") < labels_.index("machine learning") < labels_.index("Scikit-learn")
    assert "Python" not in labels_
    assert path.credentials == ()
    assert {one.requirement.label for one in path.options if one.requirement.used} >= {"Kubernetes", "GitHub"}


def test_the_guide_adds_a_role_as_it_says(tmp_path: Path) -> None:
    guide = (ROOT / "docs/how-to/add-a-role.md").read_text()
    (turtle,) = re.findall(r"   ```turtle\n(.*?)\n   ```", guide, flags=re.DOTALL)
    for path in FILES:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    added = tmp_path / "role-data-journalist.ttl"
    added.write_text(textwrap.dedent("   " + turtle.lstrip()) + "\n")
    assert canonical(added) == added.read_bytes()
    graph = rolegraph.open(tmp_path)
    assert graph.validate().violations == ()
    steps = [step.node.label for step in graph.path("data-analyst", "data-journalist").by_capability]
    assert steps == ["data storytelling"]
    assert "data-visualization-specialist" in [one.role.slug for one in graph.nearest("data-journalist").neighbours[:3]]


def test_mappings_are_sssom_and_speak_of_what_there_is() -> None:
    mappings, converter, about, errors = sssom_pydantic.read(MAPPINGS, return_errors=True)
    assert not errors
    assert about is not None
    assert len(mappings) > 400
    triples = [(str(one.subject), str(one.predicate), str(one.object)) for one in mappings]
    assert triples == sorted(set(triples))
    for one in mappings:
        node = GRAPH.resolve(str(converter.expand(one.subject.curie, strict=True)))
        assert one.subject.name == node.label
        assert one.confidence is not None
        assert 0 < one.confidence < 1
        kind, _, slug = one.object.identifier.partition("/")
        is_onet = one.object.prefix == "onet" or (one.object.prefix == "rgid" and slug.startswith("onet-"))
        assert one.object.prefix == "esco" or is_onet
        assert one.object_source_version == ("29.3" if is_onet else "1.1.1")
        is_role = one.object.prefix == "onet" or kind == "occupation"
        assert is_role == (node.kind is Kind.ROLE)


def test_the_statements_of_mappings_are_made_from_the_file() -> None:
    assert MAPPED.read_bytes() == mapped()  # otherwise: python -m tests.shipped


def test_no_two_nodes_are_exactly_one_of_a_taxonomy() -> None:
    exact = [row for row in read_mappings(MAPPINGS).rows if row.predicate is MatchPredicate.EXACT]
    assert len({(row.subject, taxonomy_of(row.object)[:4]) for row in exact}) == len(exact)
    assert len({row.object for row in exact}) == len(exact)
