"""The page of a graph in a browser: from kinds to a node, opened step by step, back, and by a copied address."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.browser.opened import AXE, Opened, need, picture, violations

import rolegraph
from rolegraph.render.figures.graph_explorer import explorer_page

pytestmark = pytest.mark.slow

GRAPH = rolegraph.open()
PYTHON = GRAPH.resolve("python").iri
Visit = Callable[..., Opened]


@pytest.fixture
def visit(chromium: Any, tmp_path: Path) -> Iterator[Visit]:
    """Opens the page of the shipped graph; at the end, it has asked for nothing and met no error."""
    opened: list[Opened] = []

    def open_page(fragment: str = "", width: int = 1440, theme: str = "light", around: str = "") -> Opened:
        shown = GRAPH.picture(GRAPH.resolve(around) if around else "graph")
        path = shown.save(tmp_path / f"{len(opened)}.html")
        size = {"width": width, "height": 900}
        context = chromium.new_context(viewport=size, color_scheme=theme, reduced_motion="reduce")
        opened.append(Opened(context, path, fragment))
        opened[-1].page.wait_for_function("window.rolegraphView.ready")
        return opened[-1]

    yield open_page
    for one in opened:
        one.context.close()
    assert [(one.asked, one.trouble) for one in opened] == [([], [])] * len(opened)


def test_from_a_kind_to_a_node_and_back(visit: Visit) -> None:
    page = visit()
    page.page.get_by_role("link", name="skills", exact=True).click()
    page.page.get_by_role("searchbox", name="Narrow these skills").fill("modeling")
    page.page.get_by_role("button", name="data modeling").click()
    page.settle()
    assert page.view("root") == GRAPH.resolve("data-modeling").iri
    page.page.get_by_role("button", name="Back").click()
    page.settle()
    assert page.view("what") == "kind"
    assert page.page.locator("input.within").input_value() == "modeling"
    page.page.get_by_role("button", name="All kinds").click()
    page.settle()
    assert page.view("what") == "kinds"


def test_a_relation_lists_what_it_joins(visit: Visit) -> None:
    page = visit()
    page.page.locator("#kinds-map").get_by_role("link", name="roles to skills: requires 400").click()
    page.settle()
    assert page.page.get_by_role("heading", name="role requires skill: 400").is_visible()
    picture(page, "explorer-relation")


def test_a_node_is_found_opened_and_shown_again_by_its_address(visit: Visit) -> None:
    page = visit()
    page.find("pyth")
    page.page.keyboard.press("Enter")
    page.settle()
    assert page.view("root") == PYTHON
    drawn = len(page.view("drawn"))
    head = next(part for part in page.view("parts") if part["text"] == "needed for 37")
    rest = next(part["id"] for part in page.view("parts") if part["id"] == head["id"].replace("head", "more"))
    page.click_node(rest)
    assert len(page.view("drawn")) == drawn + 12
    places = {part["id"]: (part["left"], part["top"]) for part in page.view("parts")}
    page.go(page.page.evaluate("location.hash"))
    page.page.wait_for_function("window.rolegraphView.ready")
    page.settle()
    assert {part["id"] for part in page.view("parts")} == set(places)
    picture(page, "explorer-node")


def test_opening_a_neighbour_moves_nothing_to_another_side(visit: Visit) -> None:
    page = visit(f"#node={PYTHON}")
    before = {part["id"]: part["left"] for part in page.view("parts")}
    item = next(part for part in page.view("parts") if part["text"] == "Data Architect")
    place = page.page.evaluate("id => window.rolegraphView.place(id)", item["id"])
    page.page.mouse.click(place["knob"], place["y"])
    page.settle()
    after = {part["id"]: part["left"] for part in page.view("parts")}
    assert len(after) > len(before)
    assert {one: round(after[one]) for one in before if one in after} == {one: round(before[one]) for one in before}


def test_no_two_parts_meet(visit: Visit) -> None:
    for width in (1440, 390):
        parts = visit(f"#node={PYTHON}", width).view("parts")
        for number, one in enumerate(parts):
            for other in parts[:number]:
                apart = one["right"] <= other["left"] or other["right"] <= one["left"]
                assert apart or one["bottom"] <= other["top"] or other["bottom"] <= one["top"], (one, other)


def test_a_packed_graph_begins_around_a_node(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(explorer_page, "_FEW", 10)
    page = visit(around="python")
    page.page.wait_for_function("window.rolegraphView.what === 'node'")
    assert page.view("root") == PYTHON


def test_lists_and_cards_are_accessible(visit: Visit) -> None:
    need(AXE, "axe-core")
    for fragment, width, theme in (("#kind=skill", 390, "light"), (f"#node={PYTHON}", 1440, "dark")):
        page = visit(fragment, width, theme)
        assert page.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.page.evaluate(AXE.read_text(encoding="utf-8"))
        assert violations(page) == []
