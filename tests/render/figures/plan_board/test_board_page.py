"""The page of a plan: readable without scripts, with every card to tick; and no text is anything but text."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.render.export import picture_of


def page_of(graph: RoleGraph, start: str, goal: str, hours: float | None = None) -> str:
    return picture_of(graph, graph.path(start, goal), start, hours_per_week=hours).page()


def body_of(page: str) -> str:
    return page.partition("<body>")[2].partition('<script type="application/json"')[0]


def test_the_plan_can_be_read_without_scripts(small: RoleGraph) -> None:
    body = body_of(page_of(small, "baker", "pastry-chef", 7))
    words = re.sub(r"<[^>]*>|\s+", " ", body)
    for title in ("What I have", "To working level", "Deeper: expert", "Nice to have"):
        assert f"{title}</h2>" in body
    assert re.search(r"1 +skill +heat control +to working +~10 h", words)
    assert re.search(r"2 +skill +sugar work +to working +~30 h +builds on dough +after 1", words)
    assert "weeks 1 to 6" in words
    assert 'aria-label="Done: dough, proficient to expert"' in body
    assert "A small graph" in words


def test_what_scripts_read_is_what_the_page_shows(small: RoleGraph) -> None:
    page = page_of(small, "baker", "pastry-chef", 7)
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    data = json.loads(found[1])
    assert [card["id"] for card in data["cards"]] == re.findall(r'<li class="card" id="(step-\d+)"', page)
    assert (data["hours"], data["perWeek"]) == (140.0, 7)


def test_weeks_are_asked_for_only_where_hours_are_known(tmp_path: Path) -> None:
    graph = tmp_path / "g.ttl"
    graph.write_text(
        "@prefix rg: <https://w3id.org/rolegraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> ."
        '<https://w3id.org/rolegraph/id/role/a> a rg:Role ; skos:prefLabel "A"@en .'
        '<https://w3id.org/rolegraph/id/role/b> a rg:Role ; skos:prefLabel "B"@en ;'
        " rg:hasRequirement <x:1> ."
        "<x:1> a rg:Requirement ; rg:necessity rg:essential ; rg:anyOf <https://w3id.org/rolegraph/id/skill/s> ."
        '<https://w3id.org/rolegraph/id/skill/s> a rg:Skill ; skos:prefLabel "S"@en .'
    )
    opened = rolegraph.open(graph)
    body = body_of(picture_of(opened, opened.path(opened.profile(), "b"), hours_per_week=8).page())
    assert "0 of 1 step done<" in body
    assert "Hours a week" not in body
    assert "weeks" not in re.sub(r"<[^>]*>", "", body)
    assert " h<" not in body
    nothing = body_of(page_of(opened, "b", "a"))
    assert "Nothing essential is recorded of A" in nothing
    assert "Choose a role near to it" in nothing
    assert 'type="checkbox"' not in nothing


class _Tags(HTMLParser):
    """The elements of a page, those that are open, and the attributes that there are."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: set[str] = set()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in ("meta", "link", "input"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize(
    "label", ["</script><img src=x onerror=alert(1)>", '"><b style="x">', "a & b <!-- c", "\u202eabc"]
)
def test_a_hostile_label_is_text(label: str, small_path: Path, tmp_path: Path) -> None:
    escaped = label.replace("\\", "\\\\").replace('"', '\\"')
    file = tmp_path / "g.ttl"
    file.write_text(small_path.read_text().replace('"sugar work"@en', f'"{escaped}"@en'), encoding="utf-8")
    page = page_of(rolegraph.open(file), "baker", "pastry-chef")
    tags = _Tags()
    tags.feed(page)
    assert tags.open == []
    assert "img" not in tags.tags
    assert not tags.attributes & {"style", "onerror", "onclick"}
    assert "\u202e" not in page


def test_a_plan_that_fits_is_printed_on_one_sheet_and_a_long_one_as_a_list(small: RoleGraph) -> None:
    assert "A4 landscape" in page_of(small, "baker", "pastry-chef")
    shipped = rolegraph.open()
    assert "A4 landscape" not in page_of(shipped, "ai-engineer", "head-of-data")
