"""Each page of the server in a browser that reaches nothing else: wide and narrow, light and dark, scripts or none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.browser.opened import AXE, need
from tests.browser.served import ADDRESSES, PAIRS, Setting, Visitor, expected, serving

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("served"), "--graph", "shipped") as found:
        yield found


@pytest.fixture(scope="module", params=PAIRS, ids=str)
def visitor(request: pytest.FixtureRequest, chromium: Any, address: str) -> Iterator[Visitor]:
    need(AXE, "axe-core")
    yield (found := Visitor(chromium, address, request.param))
    found.close()


@pytest.mark.parametrize("path", ADDRESSES)
def test_a_page_is_whole_and_without_barriers(path: str, visitor: Visitor) -> None:
    assert visitor.visit(path, expected(path)) == []
    assert visitor.barriers() == []


def test_a_keyboard_gets_past_the_navigation_and_picks_a_suggestion(chromium: Any, address: str) -> None:
    visitor = Visitor(chromium, address, Setting("wide", "light", scripts=True))
    assert visitor.visit("/about") == []
    keys = visitor.page.keyboard
    keys.press("Tab")
    assert visitor.page.evaluate("document.activeElement.getAttribute('href')") == "#content"
    assert visitor.page.evaluate("document.activeElement.getBoundingClientRect().top >= 0")
    keys.press("Enter")
    assert visitor.page.evaluate("location.hash") == "#content"
    box = visitor.page.get_by_role("combobox").first
    box.focus()
    keys.type("lead machine lea")
    visitor.page.get_by_role("option").first.wait_for()
    keys.press("ArrowDown")
    keys.press("Enter")
    visitor.page.wait_for_url("**/role/lead-ml-engineer*")
    assert visitor.trouble == []
    visitor.close()


def test_a_plan_is_asked_for_without_scripts(chromium: Any, address: str) -> None:
    visitor = Visitor(chromium, address, Setting("phone", "light", scripts=False))
    assert visitor.visit("/plan") == []
    visitor.page.fill("[name=from]", "data analyst")
    visitor.page.locator("[name=to]").first.fill("data scientist")
    visitor.page.get_by_role("button", name="Plan", exact=True).click()
    visitor.page.wait_for_url("**/plan?*")
    assert "Data Analyst to Data Scientist" in visitor.page.inner_text("h1")
    assert visitor.page.get_by_text("linear algebra").first.is_visible()
    assert visitor.trouble == []
    visitor.close()


def test_what_asks_for_anything_elsewhere_or_breaks_a_rule_is_found(chromium: Any, address: str) -> None:
    visitor = Visitor(chromium, address, Setting("phone", "dark", scripts=True))
    assert visitor.visit("/about") == []
    visitor.page.evaluate("document.body.append(Object.assign(new Image(), {src: 'http://192.0.2.1/a.png'}))")
    visitor.page.wait_for_timeout(100)
    assert any("Content Security Policy" in one or "asks for" in one for one in visitor.trouble)
    assert visitor.visit("/no-such-page", 200) == ["/no-such-page (phone-dark-scripts): status 404, expected 200"]
    visitor.close()
