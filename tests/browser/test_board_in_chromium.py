"""The board of a plan in a browser: ticks that stay, weeks, the address, paper, and a phone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from tests.browser.opened import AXE, SIZES, Opened, need, picture, violations

import rolegraph
from rolegraph.render.export import picture_of

pytestmark = pytest.mark.slow

Visit = Callable[..., Opened]
START, GOAL = "data-analyst", "lead-ml-engineer"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    graph = rolegraph.open()
    board = picture_of(graph, graph.path(START, GOAL), START, hours_per_week=8)
    return board.save(tmp_path_factory.mktemp("board") / "plan.html")


@pytest.fixture
def visit(chromium: Any, page: Path) -> Iterator[Visit]:
    """Opens the page; at the end it has asked for nothing and met no error."""
    opened: list[Opened] = []

    def open_page(size: str = "wide", theme: str = "light", fragment: str = "", file: Path = page) -> Opened:
        context = chromium.new_context(viewport=SIZES[size], color_scheme=theme, reduced_motion="reduce")
        opened.append(Opened(context, file, fragment))
        return opened[-1]

    yield open_page
    for one in opened:
        one.context.close()
    assert [(one.asked, one.trouble) for one in opened] == [([], [])] * len(opened)


def tick(opened: Opened, number: int) -> None:
    opened.page.locator(f"#step-{number} .tick").first.click()


def progress(opened: Opened) -> str:
    return str(opened.page.locator("#progress").text_content())


def test_ticks_stay_and_count(visit: Visit) -> None:
    opened = visit()
    assert progress(opened) == "0 of 31 steps done, 0 of ~2,640 h; about 330 weeks left"
    assert opened.page.locator(".card.next").get_attribute("id") == "step-1"
    tick(opened, 1)
    tick(opened, 2)
    assert progress(opened).startswith("2 of 31 steps done, ~200 of ~2,640 h; about 305 weeks left")
    opened.go()
    assert opened.page.locator("#step-2 .tick").is_checked()
    assert opened.page.locator(".card.next").get_attribute("id") == "step-3"
    opened.page.locator("#clear").click()
    assert progress(opened).startswith("0 of 31")
    opened.page.locator("#clear").click()
    assert progress(opened).startswith("2 of 31")


def test_who_is_proficient_is_past_what_comes_before(visit: Visit) -> None:
    opened = visit()
    (working, deeper) = opened.page.evaluate(
        "rolegraphPlan.cards.filter((card) => card.label === 'Python').map((card) => card.number)"
    )
    tick(opened, deeper)
    assert opened.page.evaluate("rolegraphPlan.entries()") == "done:\n  python: proficient\n"
    tick(opened, working)
    assert opened.page.evaluate("rolegraphPlan.entries()") == "done: {}\n"


def test_what_is_done_goes_into_a_profile_file(visit: Visit, tmp_path: Path) -> None:
    opened = visit()
    for number in (1, 2, 20):
        tick(opened, number)
    opened.page.locator("#step-4 summary").click()
    opened.page.get_by_role("button", name="I am learning this").click()
    opened.page.locator("#copy").click()
    text = opened.page.locator("#entries").input_value()
    file = tmp_path / "me.yaml"
    file.write_text(text)
    graph = rolegraph.open()
    path = graph.path(graph.profile(START, given=[graph.read_profile(file)]), GOAL)
    assert path.progress is not None
    assert {item.holding.label for item in path.progress.learned} == {
        "linear algebra", "calculus", "statistical analysis",
    }  # fmt: skip
    assert [node.label for node in path.progress.learning] == ["Python"]
    again = visit(file=picture_of(graph, path, START).save(tmp_path / "again.html"))
    assert progress(again).startswith("4 of 31 steps done")
    assert again.page.locator("#have .card.done").count() == 3
    assert again.page.locator(".card.learning .name").text_content() == "Python"


def test_hours_a_week_are_in_the_address_and_weeks_follow(visit: Visit) -> None:
    opened = visit()
    opened.page.locator("#per-week").fill("40")
    opened.settle()
    assert opened.page.url.endswith("#hours=40")
    assert opened.page.locator("#foundations .weeks").text_content() == "weeks 1 to 16"
    opened.page.locator("#per-week").fill("")
    assert opened.page.locator("#foundations .weeks").text_content() == ""


def test_a_copied_address_shows_the_same(visit: Visit) -> None:
    opened = visit()
    opened.page.locator("#as-list").click()
    opened.page.locator("#have > summary").click()
    opened.page.locator("#step-3 summary").click()
    opened.settle()
    other = visit(fragment="#" + opened.page.url.partition("#")[2])
    assert other.page.locator("#plan").get_attribute("class") == opened.page.locator("#plan").get_attribute("class")
    assert not other.page.locator("#have-1").is_visible()
    assert other.page.locator("#step-3 .more").is_visible()
    picture(other, "board-list")


def test_an_address_or_a_memory_that_makes_no_sense_is_passed_over(visit: Visit) -> None:
    opened = visit(fragment="#hours=%3Cb%3E&view=x&open=__proto__,%22&folded=,")
    assert progress(opened).endswith("about 330 weeks left")
    opened.page.evaluate("localStorage.setItem(`rolegraph ${JSON.parse(data.text).key}`, '{\"done\": 3}')")
    opened.go()
    assert progress(opened).startswith("0 of 31")


def test_arrows_join_neighbours_that_are_in_sight(visit: Visit) -> None:
    opened = visit()
    near = opened.page.evaluate("JSON.parse(document.querySelector('#data').textContent).links.filter(l => l.near)")
    arrows = opened.page.locator(".joined > path")
    assert arrows.count() == len(near) > 5
    opened.page.locator("#foundations > summary").click()
    opened.settle()
    assert 0 < arrows.count() < len(near)


def test_a_plan_is_printed_on_one_sheet(visit: Visit, tmp_path: Path) -> None:
    from pypdf import PdfReader

    opened = visit()
    opened.page.pdf(path=tmp_path / "plan.pdf", prefer_css_page_size=True)
    (sheet,) = PdfReader(tmp_path / "plan.pdf").pages
    assert sheet.mediabox.width > sheet.mediabox.height
    text = " ".join(normalize("NFKC", sheet.extract_text()).split())
    for words in ("31 data modeling", "proficient", "an estimate of hours", "Editorial judgement"):
        assert words in text


def test_a_long_plan_is_folded_and_printed_as_a_list_of_all_its_steps(visit: Visit, tmp_path: Path) -> None:
    from pypdf import PdfReader

    graph = rolegraph.open()
    path = graph.path("ai-engineer", "head-of-data")
    opened = visit(file=picture_of(graph, path, "ai-engineer").save(tmp_path / "long.html"))
    cards = opened.page.locator(".card .tick")
    assert 0 < sum(cards.nth(number).is_visible() for number in range(cards.count())) < len(path.steps)
    opened.page.pdf(path=tmp_path / "long.pdf", prefer_css_page_size=True)
    text = " ".join(page.extract_text() for page in PdfReader(tmp_path / "long.pdf").pages)
    words = " ".join(normalize("NFKC", text).split())
    for number, step in enumerate(path.steps, start=1):
        assert re.search(rf"\b{number} {re.escape(step.node.label)}", words), step.node.label


def test_a_phone_shows_the_phase_of_the_next_step(visit: Visit) -> None:
    opened = visit("phone")
    assert opened.page.locator("#foundations").get_attribute("open") is not None
    assert opened.page.locator("#working").get_attribute("open") is None
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    picture(opened, "board-phone")


@pytest.mark.parametrize(("size", "theme"), [("wide", "light"), ("phone", "dark")])
def test_the_board_is_accessible(size: str, theme: str, visit: Visit) -> None:
    need(AXE, "axe-core")
    opened = visit(size, theme)
    opened.page.locator("#step-1 summary").click()
    opened.page.evaluate(AXE.read_text(encoding="utf-8"))
    assert violations(opened) == []
