"""Each page of the server in a browser that reaches nothing else: wide and narrow, light and dark, scripts or none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.browser.opened import AXE, need
from tests.browser.served import ADDRESSES, PAIRS, Visitor, expected, serving

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
