"""A comparison in a browser: sorted, searched, unfolded, opened, and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.browser.opened import AXE, SIZES, Opened, need, picture

import rolegraph
from rolegraph.model.nodes import Kind
from rolegraph.model.roles import Preparation
from rolegraph.render.figures.comparison_matrix import ComparisonMatrix
from rolegraph.render.views.preparation_view import compared_preparations

pytestmark = pytest.mark.slow

Visit = Callable[..., Opened]


@cache
def matrix(count: int) -> ComparisonMatrix:
    graph = rolegraph.open()
    three = ["data-scientist", "data-analyst", "data-engineer"]
    found = graph.picture(graph.compare(three[:count] if count <= 3 else graph.nodes(Kind.ROLE)[:count]))
    assert isinstance(found, ComparisonMatrix)
    return found


@pytest.fixture
def compared(chromium: Any, tmp_path: Path) -> Iterator[Visit]:
    """Opens the page of a comparison; at the end, it has asked for nothing and met no error."""
    opened: list[Opened] = []

    def open_page(count: int, size: str = "wide", fragment: str = "", **options: Any) -> Opened:
        page = matrix(count).save(tmp_path / f"{count}.html")
        context = chromium.new_context(viewport=SIZES[size], reduced_motion="reduce", **options)
        opened.append(Opened(context, page, fragment))
        return opened[-1]

    yield open_page
    for one in opened:
        one.context.close()
        assert (one.asked, one.trouble) == ([], [])


def rows(opened: Opened) -> list[str]:
    """The names of the rows that are seen, from top to bottom."""
    names: list[str] = opened.page.locator("#matrix tbody th[scope=row]:visible .name").all_text_contents()
    return names


def test_what_matters_most_is_shown_and_the_rest_unfolds(compared: Visit) -> None:
    opened = compared(3)
    picture(opened, "matrix-three")
    assert len(rows(opened)) == 40
    assert opened.page.locator("#matrix .group:visible").all_text_contents()[0] == "Shared by all 3 5"
    more = opened.page.get_by_role("button", name="more only for Data Engineer")
    hidden = int(more.text_content().split()[0])
    more.click()
    assert len(rows(opened)) == 40 + hidden
    opened.settle()
    opened.go("#" + opened.page.url.partition("#")[2])
    assert len(rows(opened)) == 40 + hidden


def test_a_heading_sorts_and_the_address_keeps_it(compared: Visit) -> None:
    opened = compared(12)
    heading = opened.page.locator("#matrix thead th", has_text="Data Analyst")
    heading.get_by_role("button").click()
    opened.settle()
    assert heading.get_attribute("aria-sort") == "descending"
    place = next(n for n, label in enumerate(matrix(12).labels) if label == "Data Analyst")
    strengths = {row.node.label: row.cells[place].strength for row in matrix(12).rows}
    shown = [strengths[name] for name in rows(opened)]
    assert shown == sorted(strengths.values(), reverse=True)[:40]
    assert "sort=data-analyst" in opened.page.url
    opened.go("#sort=data-analyst")
    assert [strengths[name] for name in rows(opened)] == shown
    opened.page.get_by_role("button", name="Name", exact=True).click()
    names = rows(opened)
    assert names == sorted(names, key=str.casefold)
    opened.page.get_by_role("button", name="Group by what is shared").click()
    assert opened.page.locator("#matrix .group:visible").count() == 2


def test_search_and_kinds_leave_what_is_wanted(compared: Visit) -> None:
    opened = compared(12)
    opened.page.get_by_label("Find").fill("DATA")
    wanted = [row for row in matrix(12).rows if any("data" in name.lower() for name in (row.node.label, *row.names))]
    assert rows(opened) == [row.node.label for row in wanted]
    opened.page.get_by_role("button", name="skills").click()
    assert rows(opened) == [row.node.label for row in wanted if row.node.kind is not Kind.SKILL]
    opened.page.get_by_label("Find").fill("no such thing")
    assert rows(opened) == []
    assert opened.page.locator("#status").text_content() == "0 of 175 rows shown"


def test_a_row_opens_to_say_who_says_so_by_keyboard_alone(compared: Visit) -> None:
    opened = compared(3)
    opener = opened.page.get_by_role("button", name="Python", exact=False).first
    opener.focus()
    opened.page.keyboard.press("Enter")
    assert opener.get_attribute("aria-expanded") == "true"
    details = opened.page.locator(".details")
    for words in ("one of 3", "instead: Java or Scala", "Editorial judgement of rolegraph", "Similar"):
        assert words in details.text_content()
    opened.settle()
    opened.go("#" + opened.page.url.partition("#")[2])
    assert opened.page.locator(".details").count() == 1
    opened.page.get_by_role("button", name="Python").first.click()
    assert opened.page.locator(".details").count() == 0


def test_on_a_phone_the_matrix_scrolls_within_itself_under_its_names(compared: Visit) -> None:
    opened = compared(12, "phone")
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    opened.page.locator("#wide").evaluate("box => box.scrollTo(400, 200)")
    head, name = (
        opened.page.locator(where).first.bounding_box()
        for where in ("#matrix thead th", "#matrix tbody th[scope=row]:visible")
    )
    box = opened.page.locator("#wide").bounding_box()
    assert abs(head["x"] - box["x"]) < 2 > abs(name["x"] - box["x"])
    assert abs(head["y"] - box["y"]) < 2
    picture(opened, "matrix-twelve-phone")


def test_two_roles_fit_on_a_phone(compared: Visit) -> None:
    # a bug: the second role was out of sight
    opened = compared(2, "phone")
    assert opened.page.locator("#wide").evaluate("box => box.scrollWidth <= box.clientWidth + 1")


@pytest.mark.parametrize(
    ("count", "size", "theme"), [(2, "phone", "light"), (3, "wide", "dark"), (12, "wide", "light")]
)
def test_axe_finds_nothing(count: int, size: str, theme: str, compared: Visit) -> None:
    need(AXE, "axe-core")
    opened = compared(count, size, color_scheme=theme)
    opened.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = opened.page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
    picture(opened, f"matrix-{count}-{size}-{theme}")


def test_without_scripts_everything_can_be_read(chromium: Any, tmp_path: Path) -> None:
    context = chromium.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(matrix(3).save(tmp_path / "three.html").as_uri())
    names = page.locator("#matrix tbody th[scope=row]")
    assert names.count() == len(matrix(3).rows)
    assert names.last.is_visible()
    context.close()


def test_on_paper_no_table_is_wider_than_the_sheet(chromium: Any, tmp_path: Path) -> None:
    twelve = matrix(12)
    known = compared_preparations(twelve.roles, [Preparation()] * len(twelve.roles), ())
    context = chromium.new_context(viewport={"width": 1047, "height": 718})
    opened = Opened(context, replace(twelve, preparation=tuple(known)).save(tmp_path / "twelve.html"))
    opened.page.emulate_media(media="print")
    ends = opened.page.evaluate("[...document.querySelectorAll('table')].map(one => one.getBoundingClientRect().right)")
    assert opened.page.locator(".preparation table").is_visible()
    context.close()
    assert max(ends) <= 1047 + 1
