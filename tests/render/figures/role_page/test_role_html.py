"""The page of a role as HTML: it holds everything, its parts have names of their own, and no text is more than text."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from rolegraph.graph import RoleGraph
from rolegraph.model.demands import Demand, DemandedCapability, Share
from rolegraph.model.nodes import Kind, Node
from rolegraph.model.observations import CountedGroup, Observation, Statistic
from rolegraph.model.roles import Definition, Outlook
from rolegraph.render.figures.role_page.nearby_roles import ShownMove, ShownMoves
from rolegraph.render.figures.role_page.role_facts import (
    RequirementTheme,
    ShownRequirement,
    ShownTool,
    ToolCategory,
    role_facts,
)
from rolegraph.render.figures.role_page.role_html import role_html
from rolegraph.render.figures.scene import Fact, SourceLink

HOSTILE = "</script><img src=x onerror=alert(1)> \"'& \u202etxt"


class Read(HTMLParser):
    """A page as its elements, and the text outside scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.attributes: set[str] = set()
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in ("meta", "link", "input"):
            self.open.append(tag)
        for name, value in attrs:
            self.attributes.add(name)
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in ("script", "style"):
            self.text += data


def page_of(graph: RoleGraph, name: str, **changed: object) -> Read:
    return Read(role_html(replace(role_facts(graph, graph.role(name)), **changed), "en"))  # type: ignore[arg-type]


def test_all_that_is_asked_for_is_on_the_page(small: RoleGraph) -> None:
    role = small.role("pastry-chef")
    read = page_of(small, "pastry-chef")
    for words in (
        *(one.label for one in role.requirements),
        *(used.tool.label for used in role.tools),
        "Food and hotels",
    ):
        assert words in read.text
    assert read.open == []
    assert "style" not in read.attributes
    assert not any(name.startswith("on") for name in read.attributes)


def test_parts_have_names_of_their_own_that_the_contents_lead_to(small: RoleGraph) -> None:
    read = page_of(small, "pastry-chef")
    assert len(read.ids) == len(set(read.ids))
    jumps = [link[1:] for link in read.links if link.startswith("#")]
    assert {"requirements", "credentials", "tools", "near", "industries", "sources"} <= set(jumps)
    assert set(jumps) <= set(read.ids)
    assert "tasks" not in jumps  # none are recorded


def test_hostile_texts_are_text_everywhere(small: RoleGraph) -> None:
    facts = role_facts(small, small.role("baker"))
    node = Node("x:x", Kind.ROLE, HOSTILE)
    role = facts.role._replace(node=node, other_names=(HOSTILE,) * 12, definitions=(Definition(HOSTILE, node),))
    asked = ShownRequirement(
        HOSTILE, Kind.SKILL, None, essential=True, examples=(HOSTILE,), facts=(Fact(HOSTILE, (HOSTILE,)),)
    )
    hostile = replace(
        facts,
        role=role,
        codes=(HOSTILE,),
        filed_under=(HOSTILE,),
        facts=(Fact(HOSTILE, (HOSTILE,)),),
        missing=(HOSTILE,),
        recorded=HOSTILE,
        together=HOSTILE,
        themes=(RequirementTheme(HOSTILE, HOSTILE, (asked,)),),
        tools=(ToolCategory(HOSTILE, tuple(ShownTool(HOSTILE, 1, HOSTILE) for _ in range(5))),),
        nearest_basis=(HOSTILE,),
        sources=(SourceLink(HOSTILE, HOSTILE, "javascript:alert(1)"), SourceLink("b", "", 'https://x.example/"><i>')),
    )
    read = Read(role_html(hostile, "en"))
    assert "img" not in read.tags
    assert not any(link.startswith("javascript") for link in read.links)
    assert 'https://x.example/"><i>' in read.links
    assert "</script><img src=x onerror=alert(1)>" in read.text
    assert "\u202e" not in read.text


def test_long_lists_fold_and_say_how_much_is_in_the_fold(small: RoleGraph) -> None:
    many = tuple(ShownRequirement(f"skill {number:03}", Kind.SKILL, None, essential=True) for number in range(300))
    read = page_of(small, "baker", themes=(RequirementTheme("", "", many),))
    assert "284 more" in read.text
    assert all(one.label in read.text for one in many)
    whole = page_of(small, "baker", themes=(RequirementTheme("", "", many[:17]),))  # a fold of one alone would be silly
    assert "1 more" not in whole.text


def test_levels_are_words_beside_their_marks(small: RoleGraph) -> None:
    page = role_html(role_facts(small, small.role("baker")), "en")
    assert re.search(
        r'<i class="full"></i><i class="full"></i><i class="full"></i><i class=""></i></span> proficient', page
    )


def test_what_is_not_known_is_left_out_or_said_once(small: RoleGraph) -> None:
    read = page_of(small, "baker")
    assert read.text.count("Not recorded: pay, outlook.") == 1
    assert "Where people" not in read.text
    assert "What postings ask for" not in read.text


def test_shares_of_postings_say_how_many_they_are_of(small: RoleGraph) -> None:
    dough = DemandedCapability(small.resolve("dough"), Share(3, 4, 0.3, 0.95), essential=3, alone=3)
    rare = DemandedCapability(small.resolve("French"), Share(0, 4, 0.0, 0.5), essential=0, alone=0)
    demand = Demand(small.resolve("baker"), 4, 4, first="2026-01-01", last="2026-02-01", capabilities=(dough, rare))
    read = page_of(small, "baker", demand=demand)
    assert "4 postings, 2026-01-01 to 2026-02-01. These are few" in read.text
    assert "75%" in read.text
    assert "0%" not in read.text.replace("100%", "")


def test_what_was_counted_and_forecast_is_in_tables_with_names_of_their_own(small: RoleGraph) -> None:
    role = small.role("baker")
    group = CountedGroup("x:bakers", roles=(role.node,))
    counted = Observation(group, Statistic("Office", "UK", 2024, 2024), 1200, 30000.0, currency="GBP")
    forecast = Outlook(3.5, 2024, 2034, "Bureau", role.requirements[0].evidence)
    page = role_html(role_facts(small, role._replace(observations=(counted,), outlooks=(forecast,))), "en")
    text = Read(page).text
    assert "GBP 30,000" in text
    assert "+3.5 %2024 to 2034BureauA small graph, all of it" in text
    names = re.findall(r'aria-label="([^"]+)"', page)
    assert {"Employment and pay", "Outlook"} <= set(names)
    assert len(names) == len(set(names))


def test_where_people_went_is_said_with_who_counted_them(small: RoleGraph) -> None:
    moves = (ShownMove("Pastry Chef", 12.0, "as Cooks"), ShownMove("Waiter", 3.0))
    counted = page_of(small, "baker", went=ShownMoves(moves, "As counted: Office.")).text
    assert "Where people wentAs counted: Office.Pastry Chef as Cooks12 %Waiter 3 %" in counted
    likely = page_of(small, "baker", went=ShownMoves(moves, "Estimates.", estimated=True)).text
    assert "Where people are likely to go (an estimate)" in likely
