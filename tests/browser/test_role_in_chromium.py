"""The page of a role in a browser: what folds, what the address holds, what is printed, and names that are no names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.browser.opened import AXE, SIZES, Opened, need, picture, violations

import rolegraph
from rolegraph.model.nodes import Kind, Level
from rolegraph.render.figures.role_page.role_facts import RequirementTheme, ShownRequirement, role_facts
from rolegraph.render.figures.role_page.role_html import role_html

pytestmark = pytest.mark.slow

GRAPH = rolegraph.open()
HOSTILE = "</summary><img src=x onerror=alert(1)>"
RIGHT_TO_LEFT = "מהנדסת תוכנה"
LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a role that is shipped."""
    return Path(GRAPH.picture(GRAPH.role("lead-ml-engineer")).save(tmp_path_factory.mktemp("role") / "role.html"))


@pytest.fixture
def opened(page: Path, chromium: Any) -> Any:
    context = chromium.new_context(viewport=SIZES["wide"], reduced_motion="reduce")
    yield (found := Opened(context, page))
    context.close()
    assert (found.asked, found.trouble) == ([], [])


def open_folds(opened: Opened) -> list[str]:
    found: list[str] = opened.page.evaluate("[...document.querySelectorAll('main details[open]')].map((one) => one.id)")
    return found


def fragment(opened: Opened) -> str:
    return str(opened.page.evaluate("location.hash"))


def test_a_copied_link_opens_what_its_sender_sees(opened: Opened) -> None:
    opened.page.get_by_text("statistical analysis", exact=True).click()
    opened.page.get_by_role("link", name="Roles near this one").click()
    opened.settle()
    sent, folds = fragment(opened), open_folds(opened)
    assert len(folds) == 1
    opened.go(sent)
    assert open_folds(opened) == folds
    assert "Asked for by" in opened.page.locator(f"#{folds[0]}").inner_text()
    assert opened.page.evaluate("document.activeElement.id") == "near"
    assert opened.page.evaluate("document.getElementById('near').getBoundingClientRect().top < innerHeight")


def test_all_folds_open_and_close_at_once_by_keyboard(opened: Opened) -> None:
    button = opened.page.get_by_role("button", name="Open all")
    button.focus()
    opened.page.keyboard.press("Enter")
    opened.settle()
    assert len(open_folds(opened)) == opened.page.locator("main details").count()
    assert "open=all" in fragment(opened)
    picture(opened, "role-all-open")
    opened.page.get_by_role("button", name="Close all").press("Enter")
    opened.settle()
    assert open_folds(opened) == []
    assert "open" not in fragment(opened)


def with_requirements(tmp_path: Path, labels: list[str]) -> Path:
    """The page of a role that asks for these."""
    asked = tuple(
        ShownRequirement(label, Kind.SKILL, Level.EXPERT, essential=bool(n % 3)) for n, label in enumerate(labels)
    )
    facts = role_facts(GRAPH, GRAPH.role("data-analyst"))
    place = tmp_path / "role.html"
    place.write_text(role_html(replace(facts, themes=(RequirementTheme("", "", asked),)), "en"), encoding="utf-8")
    return place


def test_what_is_asked_for_is_on_paper_though_it_is_folded(tmp_path: Path, chromium: Any) -> None:
    context = chromium.new_context(viewport=SIZES["wide"])
    opened = Opened(context, with_requirements(tmp_path, [f"skill {number}" for number in range(60)]))
    last = opened.page.get_by_text("skill 59", exact=True)
    assert not last.is_visible()
    opened.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert last.is_visible()
    opened.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not last.is_visible()
    context.close()


@pytest.mark.parametrize("size", SIZES)
def test_names_that_are_long_or_hostile_or_from_right_to_left(size: str, tmp_path: Path, chromium: Any) -> None:
    need(AXE, "axe-core")
    context = chromium.new_context(viewport=SIZES[size], color_scheme="dark")
    opened = Opened(context, with_requirements(tmp_path, [HOSTILE, RIGHT_TO_LEFT, LONG, *map(str, range(300))]))
    picture(opened, f"role-names-{size}")
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert opened.page.get_by_text(HOSTILE, exact=True).is_visible()
    opened.page.evaluate(AXE.read_text(encoding="utf-8"))
    assert violations(opened) == []
    context.close()
    assert (opened.asked, opened.trouble) == ([], [])
