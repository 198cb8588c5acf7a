"""Debian's Chromium, once for all tests."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.browser.opened import CHROMIUM, QUIET, need


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    need(CHROMIUM, "chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET), timeout=60_000)
        yield browser
        browser.close()
