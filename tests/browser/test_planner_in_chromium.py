"""The planner in a browser: ticks that stay, plans without what is done or not wanted, and a CV that is dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.browser.opened import AXE, need
from tests.browser.served import PAIRS, SETTINGS, Visitor, serving

pytestmark = pytest.mark.slow
PLAN = "/plan?from=data-analyst&to=data-scientist&hours=8"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("served"), "--graph", "shipped") as found:
        yield found


@pytest.fixture
def visitor(chromium: Any, address: str) -> Iterator[Visitor]:
    visitor = Visitor(chromium, address, SETTINGS[0])
    yield visitor
    visitor.close()


def test_ticks_stay_in_the_browser_and_the_next_plan_is_without_them(visitor: Visitor) -> None:
    visitor.visit(PLAN)
    page = visitor.page
    page.check("#step-1 .tick")
    assert page.inner_text("#progress").startswith("1 of 14 steps done")
    visitor.visit(PLAN)
    assert page.is_checked("#step-1 .tick")
    page.click("text=Plan again without what is ticked")
    page.wait_for_selector("text=Learned so far")
    assert "done=linear-algebra%3Aworking" in page.url
    assert page.inner_text("#progress").startswith("1 of 14 steps done")
    assert visitor.trouble == []


def test_the_profile_has_what_is_ticked_and_what_is_being_learned(visitor: Visitor) -> None:
    visitor.visit(PLAN)
    page = visitor.page
    page.check("#step-1 .tick")
    page.click("#step-2 summary")
    page.click("#step-2 >> text=I am learning this")
    page.click("#step-1 .tick")
    page.click("#step-1 .tick")
    with page.expect_download() as download:
        page.click("text=Profile (YAML)")
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert "\ndone:\n  linear-algebra: working\n" in text
    assert "\nlearning:\n  calculus:\n" in text


def test_a_button_of_a_card_changes_the_plan_without_scripts(chromium: Any, address: str) -> None:
    visitor = Visitor(chromium, address, next(one for one in SETTINGS if not one.scripts))
    visitor.visit(PLAN)
    visitor.page.click("#step-1 summary")
    visitor.page.click("#step-1 >> text=Leave it out")
    visitor.page.wait_for_selector("#skipped")
    assert "skip=linear-algebra" in visitor.page.url
    visitor.close()


def test_a_cv_is_dropped_anywhere_and_leaves_no_word_in_the_address(visitor: Visitor) -> None:
    visitor.visit("/plan")
    page = visitor.page
    page.evaluate(
        """text => {
            const dropped = new DataTransfer();
            dropped.items.add(new File([text], "cv.txt", { type: "text/plain" }));
            for (const name of ["dragover", "drop"]) {
                dispatchEvent(new DragEvent(name, { dataTransfer: dropped, cancelable: true }));
            }
        }""",
        "CV\n\nSkills\n\nPython (expert), SQL, Quuxlang\n",
    )
    page.wait_for_selector("text=What your CV shows")
    assert page.url == f"{visitor.address}/plan"
    page.fill("#field-goal", "data scientist")
    page.uncheck("input[value=sql]")
    page.click("text=Plan with this")
    page.wait_for_selector("#plan")
    assert "have=python%3Aexpert" in page.url
    assert not re.search("sql|quux", page.url, re.IGNORECASE)
    assert visitor.trouble == []


@pytest.mark.parametrize("setting", [one for one in PAIRS if one.scripts], ids=str)
def test_forms_and_their_problems_can_be_used_by_everybody(chromium: Any, address: str, setting: Any) -> None:
    need(AXE, "axe-core")
    visitor = Visitor(chromium, address, setting)
    for path, status in (("/plan", 200), ("/plan?from=data-analyst", 200), ("/plan?to=data+scentist&have=pyton", 400)):
        assert visitor.visit(path, status) == []
        assert visitor.barriers() == []
    visitor.close()


def test_paper_shows_a_plan_on_one_sheet_without_what_is_only_for_the_screen(visitor: Visitor) -> None:
    visitor.visit(PLAN)
    page = visitor.page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator("#plan details.rest[open], #plan .card > details[open]").count() == 0
    for hidden in (".toolbar", ".change", ".after-plan", "nav", ".do"):
        assert not page.locator(hidden).first.is_visible()
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1
