"""Pages of scenes in Debian's Chromium, without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.browser.opened import CHROMIUM, QUIET, SIZES, Opened, need
from tests.browser.scenes import SCENES

from rolegraph.render.figures.page import page_html


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    need(CHROMIUM, "chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET), timeout=60_000)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium: Any, tmp_path: Path) -> Iterator[Callable[..., Opened]]:
    """Opens the page of a scene by name; at the end, no page has asked for anything or met an error."""
    opened: list[Opened] = []

    def open_page(name: str, size: str = "wide", theme: str = "light", fragment: str = "") -> Opened:
        path = tmp_path / f"{name}.html"
        path.write_text(page_html(SCENES[name]()), encoding="utf-8")
        context = chromium.new_context(
            viewport=SIZES[size], color_scheme=theme, reduced_motion="reduce", accept_downloads=True
        )
        opened.append(Opened(context, path, fragment))
        return opened[-1]

    yield open_page
    for one in opened:
        one.context.close()
    assert [one.asked for one in opened] == [[]] * len(opened)
    assert [one.trouble for one in opened] == [[]] * len(opened)
