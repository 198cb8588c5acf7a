"""Suggestions while a name is written, by keyboard and by mouse, in a browser."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.browser.served import serving
from tests.conftest import SMALL

pytestmark = pytest.mark.slow
OPEN = ".found:not([hidden]) li"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("served"), "--graph", str(SMALL), "--alone") as found:
        yield found


@pytest.fixture
def page(chromium: Any, address: str) -> Iterator[Any]:
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.goto(address)
    yield page
    context.close()


def test_a_role_is_chosen_by_keyboard_and_a_reader_hears_it(page: Any) -> None:
    field = page.get_by_label("I want to become a").first
    field.press_sequentially("ba")
    page.wait_for_selector(OPEN)
    assert (field.get_attribute("role"), field.get_attribute("aria-expanded")) == ("combobox", "true")
    field.press("ArrowDown")
    active = page.locator(f"#{field.get_attribute('aria-activedescendant')}")
    assert (active.get_attribute("aria-selected"), active.inner_text().split("\n")[0]) == ("true", "Baker")
    field.press("Enter")
    assert field.input_value() == "Baker"
    assert page.locator(OPEN).count() == 0


def test_what_is_searched_for_is_opened_and_escape_leaves_what_is_written(page: Any) -> None:
    field = page.locator("#find")
    field.press_sequentially("bread")
    page.wait_for_selector(OPEN)
    assert "also called bread maker" in page.locator(OPEN).first.inner_text()
    field.press("Escape")
    assert (page.locator(OPEN).count(), field.input_value()) == (0, "bread")
    field.press("ArrowDown")
    page.wait_for_selector(OPEN)
    page.locator(OPEN).first.click()
    page.wait_for_url("**/role/baker")


def test_fields_that_are_empty_stay_out_of_the_address(page: Any, address: str) -> None:
    page.get_by_label("I want to become a").first.fill("Baker")
    page.get_by_role("button", name="Make a plan").click()
    page.wait_for_url("**/plan?*")
    assert page.url == f"{address}/plan?to=Baker"
