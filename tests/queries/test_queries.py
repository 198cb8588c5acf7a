"""The query library: every question is what it says, is answered, and agrees with what rolegraph computes itself."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import SMALL
from tests.drawing import holdings_of
from tests.folders import ROOT
from tests.worlds import World, dataset_of, worlds

import rolegraph
from rolegraph.cli.query import export, run, show
from rolegraph.errors import QueryError, RolegraphError, UnknownNode
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind, slug_of
from rolegraph.model.plans import Gap
from rolegraph.queries import TYPES, Parameter, Question, bound, library, question, read_question
from rolegraph.rdf.answers import Rows
from rolegraph.rdf.query_text import QueryForm, form_of, variables
from rolegraph.rdf.vocabulary import shorten
from rolegraph.render.views.node_views import library_page

LIBRARY = library()
each = pytest.mark.parametrize("one", LIBRARY, ids=[one.name for one in LIBRARY])
ROLES = ("baker", "pastry-chef")


def rows(graph: RoleGraph, name: str, **values: object) -> list[tuple[str, ...]]:
    """The rows of a question as texts, IRIs shortened."""
    found = graph.answer(name, values).value()
    assert isinstance(found, Rows)
    return [tuple("" if term is None else shorten(str(term)) for term in row) for row in found]


def test_there_are_all_forms_and_enough() -> None:
    assert len(LIBRARY) >= 14
    assert {form_of(one.text) for one in LIBRARY} >= {QueryForm.SELECT, QueryForm.ASK, QueryForm.CONSTRUCT}


@each
def test_a_question_says_what_it_asks(one: Question) -> None:
    assert one.title
    assert one.question.endswith("?")
    assert one.example.startswith(f"rolegraph query run {one.name}")
    for parameter in one.parameters:
        assert parameter.type in TYPES
        assert parameter.description
        assert set(parameter.variables) <= variables(one.text)


@each
def test_a_question_stands_alone(one: Question) -> None:
    """Its prefixes are declared: it is SPARQL without any help of rolegraph, in the file and as exported."""
    from pyoxigraph import Store

    Store().query(one.text)
    Store().query(rolegraph.open().sparql(one.name))


@each
def test_a_question_is_answered_with_its_defaults_and_as_in_its_example(one: Question) -> None:
    graph = rolegraph.open()
    words = shlex.split(one.example)[4:]
    given: dict[str, list[str]] = {}
    for name, value in zip(words[::2], words[1::2], strict=True):
        given.setdefault(name.removeprefix("--"), []).append(value)
    for values in ({}, dict(given)):
        answer = graph.answer(one.name, values)
        assert answer.truth is not None or answer.triples is not None or answer.table()[1], values


@each
def test_no_parameter_is_an_option_of_the_commands(one: Question) -> None:
    taken = {name for command in (run, show, export) for name in command.__annotations__}
    taken |= {"graph", "format", "timeout", "file", "expression", "dir", "all", "help"}
    assert not taken & {parameter.name for parameter in one.parameters}


def test_the_page_of_the_library_is_what_the_files_say() -> None:
    page = ROOT / "docs" / "reference" / "queries.md"
    assert page.read_text() == library_page(LIBRARY), "run bin/docs"


def standings(gap: Gap) -> dict[str, str]:
    """What a gap says of each requirement, without the tools that are only used."""
    return {slug_of(one.requirement.iri): one.standing.value for one in gap.assessments if not one.requirement.used}


@pytest.mark.parametrize("start", ROLES)
@pytest.mark.parametrize("goal", ROLES)
def test_the_gap_is_that_of_the_library_call(start: str, goal: str, small: RoleGraph) -> None:
    found = {row[0].removeprefix("requirement:"): row[3] for row in rows(small, "gap", start=start, goal=goal)}
    assert found == standings(small.gap(start, goal))


@given(world=worlds(closeness=False))
def test_the_gap_is_that_of_the_library_call_with_errors_of_what_is_measured(world: World) -> None:
    skills = len(world.hours)
    roles = (filter(lambda asked: max(*asked.any_of, *asked.examples, 0, 0) < skills, role) for role in world.roles)
    world = world._replace(roles=tuple(map(tuple, roles)))
    graph = RoleGraph(dataset_of(world))
    start, goal = world.role(0), world.role(len(world.roles) - 1)
    found = {row[0].removeprefix("requirement:"): row[3] for row in rows(graph, "gap", start=start, goal=goal)}
    assert found == standings(graph.gap(start, goal))


@given(st.data())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_gap_of_a_profile_is_that_of_the_library_call(data: st.DataObject) -> None:
    graph = rolegraph.open(SMALL)
    have = data.draw(holdings_of(graph, min_size=1))
    goal = data.draw(st.sampled_from(ROLES))
    named = [f"{node.path}:{level}" for node, level in have.items()]
    found = {
        row[0].removeprefix("requirement:"): row[3] for row in rows(graph, "gap-of-profile", have=named, goal=goal)
    }
    assert found == standings(graph.gap(graph.profile(have=have), goal))


def test_the_comparison_is_that_of_the_library_call(small: RoleGraph) -> None:
    found = {(row[1], row[3]) for row in rows(small, "compare", role=list(ROLES))}
    compared = small.compare(ROLES)
    expected = {
        (shorten(row.node.iri), shorten(role.iri))
        for row in compared.rows
        for role, ask in zip(compared.roles, row.asks, strict=True)
        if ask is not None
    }
    assert found == expected


def test_shared_requirements_are_met_by_any_alternative(small: RoleGraph) -> None:
    found = rows(small, "shared-requirements", start="baker", goal="pastry-chef")
    assert [(row[0], row[2]) for row in found] == [
        ("requirement:chef-degree", "degree:bachelor-food-science"),
        ("requirement:chef-dough", "skill:dough"),
        ("requirement:chef-oven", "tool:deck-oven"),
        ("requirement:chef-oven", "tool:stone-oven"),
    ]


def test_small_answers_checked_by_hand(small: RoleGraph) -> None:
    assert rows(small, "distinctive-tools", role="pastry-chef") == [
        ("tool:blowtorch", "Blowtorch", "1", "2"),
        ("tool:scale", "Scale", "2", "2"),
    ]
    assert rows(small, "who-could-move-here", goal="pastry-chef") == [("role:baker", "Baker", "3", "4")]
    assert rows(small, "prerequisites", capability="sugar work") == [
        ("skill:sugar-work", "skill:heat", "heat control", "10")
    ]
    assert rows(small, "close-capabilities", capability="dough") == [
        ("skill:dough", "skill:sugar-work", "sugar work", "0.5", "both are worked by hand")
    ]
    assert rows(small, "shared-industries", role="baker", other="pastry-chef") == [
        ("industry:food", "Food", "industry:food", "same"),
        ("industry:food", "Food", "industry:hotels", "related"),
    ]
    assert [row[:2] for row in rows(small, "roles-using-tool", tool="blowtorch")] == [
        ("tool:blowtorch", "role:pastry-chef")
    ] * 2
    assert {row[1] for row in rows(small, "unrequired-capabilities", kind="skill")} == {"skill:heat"}
    assert rows(small, "sources") == [("source:small", "A small graph", "editorial", str(small.dataset.size()))]
    assert small.query("asks-for", role="pastry-chef", capability="stone-oven") is True
    assert small.query("asks-for", role="baker", capability="french") is False
    assert ("skos:prefLabel", "says", "Baker", "source:small") in [
        row[1:] for row in rows(small, "statements", node="baker")
    ]


def test_counts_are_of_things_and_not_of_sources() -> None:
    """Two sources that say the same would count twice: an engine's union of graphs keeps both."""
    graph = rolegraph.open()
    for row in rows(graph, "distinctive-tools", role="lead-ml-engineer"):
        assert row[3] == str(len(graph.nodes(Kind.ROLE)))
    assert len(rows(graph, "nodes", kind="role")) == len(graph.nodes(Kind.ROLE))


@given(st.text(max_size=30) | st.text("{}\"'\\\n\r<>?;.# ROLEroleSERVICE", max_size=30))
def test_a_hostile_name_changes_nothing_but_the_answer(name: str) -> None:
    graph = rolegraph.open(SMALL)
    try:
        found = rows(graph, "requirements", role=name)
    except RolegraphError as error:
        assert "no role" in str(error) or "names more than one" in str(error) or not name
    else:
        assert rows(graph, "requirements", role=graph.resolve(name, (Kind.ROLE,))) == found


@given(st.text(max_size=30) | st.text("{}\"'\\\n\r<>?;.# breadBREADDROP", max_size=30))
def test_a_hostile_text_is_looked_for_and_nothing_else(text: str) -> None:
    graph = rolegraph.open(SMALL)
    names = {name for node in graph.lexicon for name in (node.label, *_other_names(graph, node.iri))}
    expected = {name for name in names if text.lower() in name.lower()}
    if text.isascii():  # engines differ in the lower case of letters that change their length
        assert {row[1] for row in rows(graph, "find", text=text)} == expected


def _other_names(graph: RoleGraph, iri: str) -> list[str]:
    return graph.dataset.objects(iri, "http://www.w3.org/2004/02/skos/core#altLabel")


def test_an_unknown_default_says_what_it_is(small: RoleGraph) -> None:
    with pytest.raises(RolegraphError, match=r"no role 'data-science-engineer'.*name another with --role"):
        small.query("requirements")


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"rolle": "baker"}, "has no parameter 'rolle': it has role"),
        ({"role": ["baker", "pastry-chef"]}, "takes one value, not 2"),
        ({"role": "backer"}, "no role 'backer': did you mean Baker"),
        ({"role": "dough"}, "no role 'dough'"),
    ],
)
def test_wrong_values_are_named(values: dict[str, object], problem: str, small: RoleGraph) -> None:
    with pytest.raises(RolegraphError, match=problem):
        small.answer("requirements", values)


def test_a_query_that_is_not_there_is_answered_with_one_that_is() -> None:
    with pytest.raises(UnknownNode) as caught:
        question("requirments")
    assert "requirements" in caught.value.suggestions
    with pytest.raises(UnknownNode):
        question("../queries/gap")


def test_a_text_of_ones_own_may_declare_parameters(small: RoleGraph) -> None:
    text = """# title: Names
# parameter: least (integer) = 1; how long
# parameter: kind (kind); what
SELECT DISTINCT ?name { ?node a ?kind ; skos:prefLabel ?name . FILTER (STRLEN(?name) >= ?least) } ORDER BY ?name"""
    asked = read_question(text)
    assert asked.parameters[0] == Parameter("least", "integer", False, ("1",), "how long")
    assert rows(small, text, kind="roles", least=6) == [("Pastry Chef",)]
    assert rows(small, text, kind="role", least="6") == [("Pastry Chef",)]
    with pytest.raises(RolegraphError, match="whole number"):
        small.query(text, least="6 } #")
    with pytest.raises(RolegraphError, match="no kind"):
        small.query(text, kind="rg:Role")


def test_values_may_be_nodes_numbers_and_terms(small: RoleGraph) -> None:
    query = "SELECT DISTINCT ?node ?x { ?node rg:effort|skos:prefLabel|rg:necessity ?x }"
    label = rdflib.Literal("dough", lang="en")
    assert rows(small, query, x=label) == [("skill:dough", "dough")]
    assert rows(small, query, x=rdflib.Literal("dough")) == []
    assert rows(small, query, x=rdflib.Literal(40)) == rows(small, query, x=40) == [("skill:dough", "40")]
    preferred = rdflib.URIRef("https://w3id.org/rolegraph/ns#preferred")
    assert rows(small, query, x=preferred) == [("requirement:chef-french", "rg:preferred")]
    assert rows(small, query, node=small.resolve("French"), x=[1, True, "dough"]) == []
    for wrong in (rdflib.URIRef("no iri"), rdflib.BNode("b"), rdflib.Variable("v")):
        with pytest.raises(RolegraphError):
            small.query(query, x=wrong)


def test_only_the_first_comments_make_a_question() -> None:
    text = "# title: A\r\n# parameter: x (text) = a; b\r\nASK { ?x ?y ?z }\n# parameter: y (wrong)\n# title: B"
    asked = read_question(text)
    assert (asked.title, [one.name for one in asked.parameters]) == ("A", ["x"])
    assert read_question("ASK {}\n# parameter: y (wrong)").parameters == ()


def test_a_parameter_that_is_not_written_as_it_should_be_is_named_with_its_line() -> None:
    with pytest.raises(QueryError, match="cannot read the parameter") as caught:
        read_question("# title: x\n# parameter: role [role]\nASK { ?role ?p ?o }")
    assert caught.value.line == 2


def test_a_query_as_exported_says_what_is_bound(small: RoleGraph) -> None:
    text = bound(question("requirements"), {"role": "Bread Maker"}, small.resolve)
    assert text.startswith("# Requirements of a role\n# What does a role ask for")
    assert "# with ?role = <https://w3id.org/rolegraph/id/role/baker>\n" in text
    assert "# parameter" not in text
    assert not re.search(r"^PREFIX role:", text, re.MULTILINE)


# Two roles in three languages, one in two of them, one in none, and a source in English.
_LANGUAGES = """
@prefix rg: <https://w3id.org/rolegraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix ex: <https://example.org/n/> .
ex:src a rg:Source ; skos:prefLabel "Guild"@en .
ex:a a rg:Role ; skos:prefLabel "Bäcker"@de , "Boulanger"@fr , "Padeiro"@pt-BR .
ex:b a rg:Role ; skos:prefLabel "Koch"@de , "Cuisinier"@fr , "Cozinheiro"@pt .
ex:c a rg:Role ; skos:prefLabel "Töpfer"@de-AT , "Potier"@fr .
ex:d a rg:Role ; skos:prefLabel "Wirt"@de .
ex:e a rg:Role ; skos:prefLabel "CNC-7" .
"""


@pytest.mark.parametrize("language", ["", "fr", "pt-PT,fr", "de-CH", "en", "it,pt-BR"])
def test_labels_are_those_of_every_other_answer_whatever_the_language(language: str, tmp_path: Path) -> None:
    file = tmp_path / "languages.ttl"
    file.write_text(_LANGUAGES, encoding="utf-8")
    graph = rolegraph.open(file, language=language)
    found = {row[1] for row in rows(graph, "nodes", kind="role")}
    assert found == {node.label for node in graph.nodes(Kind.ROLE)}
    from pyoxigraph import QuerySolutions, Store

    elsewhere = Store().query(graph.sparql("nodes", {"kind": "role"}))
    assert isinstance(elsewhere, QuerySolutions)


def test_a_graph_in_one_language_is_asked_in_that_one(tmp_path: Path) -> None:
    file = tmp_path / "german.ttl"
    file.write_text(
        _LANGUAGES.replace('"Guild"@en', '"Zunft"@de').split("ex:a ")[0]
        + 'ex:d a rg:Role ; skos:prefLabel "Wirt"@de .\n'
    )
    assert rows(rolegraph.open(file), "nodes", kind="role") == [("https://example.org/n/d", "Wirt")]
    assert 'FILTER (LANG(?label) IN ("de"))' in rolegraph.open(file).sparql("nodes")


def test_a_query_of_ones_own_is_asked_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "languages.ttl"
    file.write_text(_LANGUAGES, encoding="utf-8")
    text = question("nodes").text
    assert 'IN ("", "en")' in rolegraph.open(file).sparql(text.replace("?node", "?thing"))


def test_of_many_languages_a_query_asks_for_those_that_may_be_shown(tmp_path: Path) -> None:
    tags = ("en", "de", "fr", "it", "es", "sv", "da", "fi")
    labels = " , ".join(f'"baker {tag}"@{tag}' for tag in tags)
    file = tmp_path / "many.ttl"
    file.write_text(f"{_LANGUAGES.partition('ex:a ')[0]}ex:d a rg:Role ; skos:prefLabel {labels} .\n", encoding="utf-8")
    for language, shown in (("", "en"), ("sv", "sv"), ("xx,da", "da")):
        graph = rolegraph.open(file, language=language)
        assert rows(graph, "nodes", kind="role") == [("https://example.org/n/d", f"baker {shown}")]
        assert f'"{shown}"' in graph.sparql("nodes")
        assert graph.sparql("nodes").count("OPTIONAL") <= 2
