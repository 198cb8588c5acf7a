"""What the page of a role says: each requirement and tool once, in an order that helps, nothing that is not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from tests.worlds import World, dataset_of, worlds

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.model.demands import Demand, PayBand, Spread
from rolegraph.model.nodes import Kind, Level, Necessity, Node
from rolegraph.model.observations import CountedGroup, Observation, Statistic
from rolegraph.model.roles import Evidence, Outlook, Role
from rolegraph.render.figures.role_page.role_facts import RoleFacts, outlook_words, passages, role_facts
from rolegraph.render.figures.scene import Fact

_PREFIXES = """
@prefix rg: <https://w3id.org/rolegraph/ns#> .
@prefix role: <https://w3id.org/rolegraph/id/role/> .
@prefix skill: <https://w3id.org/rolegraph/id/skill/> .
@prefix tool: <https://w3id.org/rolegraph/id/tool/> .
@prefix category: <https://w3id.org/rolegraph/id/category/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""


def facts_of(graph: RoleGraph, name: str) -> RoleFacts:
    return role_facts(graph, graph.role(name))


def opened(tmp_path: Path, turtle: str) -> RoleGraph:
    (tmp_path / "graph.ttl").write_text(_PREFIXES + turtle, encoding="utf-8")
    return rolegraph.open(tmp_path / "graph.ttl", alone=True)


def test_requirements_are_grouped_with_levels_and_alternatives(small: RoleGraph) -> None:
    facts = facts_of(small, "pastry-chef")
    asked = {one.label: one for one in facts.asked}
    assert asked["dough"].level is Level.EXPERT
    assert asked["sugar work"].examples == ("Blowtorch",)
    assert asked["Convection oven, Deck oven or Stone oven"].level is None
    assert (asked["French"].essential, asked["French"].standing) == (False, "nice to have")
    assert [one.label for one in facts.credentials] == [
        "Bachelor's degree in Chemistry or Food Science or a related field"
    ]
    assert facts.facts[0].texts == ("4 essential, 1 nice to have",)
    assert facts.missing == ("pay", "outlook")


def test_what_is_folded_says_what_it_means_and_takes(small: RoleGraph) -> None:
    (dough,) = (one for one in facts_of(small, "baker").asked if one.label == "dough")
    details = {fact.term: fact.texts for fact in dough.facts}
    assert details["To working level"] == ("~40 hours (estimate: A small graph)",)
    assert details["Asked for by"] == ("2 of 2 roles",)
    (ovens,) = (one for one in facts_of(small, "baker").asked if "oven" in one.label)
    assert {fact.term: fact.texts for fact in ovens.facts}["Asked for by"] == (
        "Deck oven: 2 of 2 roles",
        "Stone oven: 2 of 2 roles",
    )


def test_who_says_all_of_it_is_said_once(small: RoleGraph) -> None:
    facts = facts_of(small, "baker")
    assert facts.together == "A small graph, all of it"
    assert not any(fact.term == "Said by" for one in facts.asked for fact in one.facts)


@settings(max_examples=25, deadline=None)
@given(world=worlds())
def test_each_requirement_and_each_tool_is_there_once(world: World) -> None:
    graph = RoleGraph(dataset_of(world))
    for number in range(len(world.roles)):
        role = graph.role(Node(world.role(number), Kind.ROLE, ""))
        facts = role_facts(graph, role)
        assert Counter(one.label for one in facts.asked) == Counter(one.label for one in role.requirements)
        for theme in facts.themes:
            essential = [one.essential for one in theme.asked]
            assert essential == sorted(essential, reverse=True)
        shown = Counter(tool.label for category in facts.tools for tool in category.tools)
        assert shown == Counter(used.tool.label for used in role.tools)


def test_every_role_that_is_shipped_shows_all_that_it_asks_for() -> None:
    graph = rolegraph.open()
    for node in graph.nodes(Kind.ROLE)[::15]:
        role = graph.role(node)
        asked = role_facts(graph, role).asked
        assert Counter(one.label for one in asked) == Counter(one.label for one in role.requirements)


def test_tools_have_one_category_and_the_most_used_come_first(tmp_path: Path) -> None:
    graph = opened(
        tmp_path,
        """
    role:x a rg:Role ; skos:prefLabel "X"@en ; rg:usesTool tool:a , tool:b , tool:c , tool:d ; rg:inDemand tool:d .
    role:y a rg:Role ; skos:prefLabel "Y"@en ; rg:usesTool tool:b .
    tool:a a rg:Tool ; skos:prefLabel "A"@en ; rg:category category:many , category:one .
    tool:b a rg:Tool ; skos:prefLabel "B"@en ; rg:category category:many .
    tool:c a rg:Tool ; skos:prefLabel "C"@en .
    tool:d a rg:Tool ; skos:prefLabel "D"@en ; rg:category category:few .
    category:many a rg:Category ; skos:prefLabel "many"@en .
    category:one a rg:Category ; skos:prefLabel "one"@en .
    category:few a rg:Category ; skos:prefLabel "few"@en .
    """,
    )
    shown = [(one.title, [tool.label for tool in one.tools]) for one in facts_of(graph, "x").tools]
    assert shown == [("few", ["D"]), ("many", ["B", "A"]), ("Without a category", ["C"])]
    (in_demand,) = facts_of(graph, "x").tools[0].tools
    assert (in_demand.roles, in_demand.note) == (1, "in many postings")


def test_a_role_of_which_nothing_is_recorded_says_so(tmp_path: Path) -> None:
    facts = facts_of(opened(tmp_path, 'role:x a rg:Role ; skos:prefLabel "X"@en .'), "x")
    assert (facts.asked, facts.tools, facts.groups, facts.facts) == ((), (), (), ())
    assert facts.recorded == "Nothing essential is recorded of X."


@pytest.mark.parametrize(
    ("outlook", "words"),
    [
        (Outlook(31.0, 2019, 2029, "BLS"), "+31 % jobs from 2019 to 2029 (BLS)"),
        (Outlook(-2.5, None, None, ""), "-2.5 % jobs"),
        (Outlook(None, 2019, 2029, "BLS"), ""),
    ],
)
def test_a_forecast_in_words(outlook: Outlook, words: str) -> None:
    assert outlook_words(outlook) == words


def test_pay_and_employment_say_who_counted_them(small: RoleGraph) -> None:
    both = CountedGroup("x:group", roles=(small.resolve("baker"), small.resolve("pastry-chef")))
    counted = Observation(both, Statistic("Office", "UK", 2024, 2024), 1200, 30000.0, None, "GBP")
    role: Role = small.role("baker")._replace(observations=(counted,))
    facts = {fact.term: fact.texts for fact in role_facts(small, role).facts}
    assert facts["Pay"] == ("GBP 30,000 mean, with 1 other role (Office, UK, 2024)",)
    assert facts["People employed"] == ("1,200, with 1 other role (Office, UK, 2024)",)


def test_a_passage_is_source_section_and_line(small: RoleGraph) -> None:
    source = small.resolve("baker")._replace(kind=Kind.SOURCE, label="A list")
    found = passages([Evidence(source, "Skills", 7), Evidence(source), Evidence(source, "Skills", 7)])
    assert found == ["A list, Skills, line 7", "A list"]


def test_nothing_estimated_is_shown_as_recorded(small: RoleGraph) -> None:
    role = small.role("baker")
    estimated = tuple(one._replace(estimated=True) for one in role.requirements)
    facts = role_facts(small, role._replace(requirements=estimated))
    assert all("estimated" in one.standing for one in facts.asked)
    assert facts.facts[0].texts == ("3 essential, estimated",)
    assert all(one.necessity is Necessity.ESSENTIAL for one in estimated)


def test_pay_that_postings_offer_is_known_pay(small: RoleGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    bands = (PayBand(None, "GBP", "hour", Spread(2, 21.6, 20, 23)), PayBand(None, "GBP", "year", Spread(1, 1, 1, 1)))
    monkeypatch.setattr(small, "demand", lambda role: Demand(role, 3, 3, pay=bands))
    monkeypatch.setattr(small.dataset.__class__, "subjects", _with_posting(small.dataset.__class__.subjects))
    facts = facts_of(small, "baker")
    assert Fact("Pay in postings", ("GBP 22 an hour, the median of 2 postings",)) in facts.facts
    assert facts.missing == ("outlook",)


def _with_posting(subjects: Callable[..., list[str]]) -> Callable[..., list[str]]:
    def found(self: object, predicate: str, value: str) -> list[str]:
        return ["x:posting"] if predicate.endswith("forRole") else subjects(self, predicate, value)

    return found


def test_an_endpoint_is_asked_for_little(small: RoleGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(small.dataset), "is_remote", True)
    facts = facts_of(small, "baker")
    assert (facts.groups, facts.went.moves) == ((), ())
    assert [tool.roles for category in facts.tools for tool in category.tools] == [0]
    assert not any(fact.term == "Asked for by" for one in facts.asked for fact in one.facts)


def test_what_is_estimated_of_what_is_recorded_is_counted(small: RoleGraph) -> None:
    role = small.role("baker")
    first, *others = role.requirements
    facts = role_facts(small, role._replace(requirements=(first._replace(estimated=True), *others)))
    assert facts.facts[0].texts == ("3 essential, 1 of these estimated",)


def test_a_code_leads_to_its_page_in_the_web(tmp_path: Path) -> None:
    text = """
    <https://w3id.org/rolegraph/id/role/onet-13-2054.00> a rg:Role ; skos:prefLabel "X"@en .
    <http://data.europa.eu/esco/occupation/1> a rg:Role ; skos:prefLabel "Y"@en .
    role:z a rg:Role ; skos:prefLabel "Z"@en .
    """
    graph = opened(tmp_path, text)
    assert [facts_of(graph, name).address for name in "XYZ"] == [
        "https://www.onetonline.org/link/summary/13-2054.00",
        "http://data.europa.eu/esco/occupation/1",
        "",
    ]
