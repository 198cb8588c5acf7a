"""Every kind of page that `view` and `path --report` write of the shipped graph, in a browser without a network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.browser.opened import AXE, SIZES, Opened, need, picture, violations

import rolegraph
from rolegraph.render.figures.picture import Picture

pytestmark = pytest.mark.slow

ROLES = ("data-science-engineer", "lead-ml-engineer")
GRAPH = rolegraph.open()
PATH = GRAPH.path(*ROLES)
PICTURES: dict[str, Callable[[], Picture]] = {
    "view-path": lambda: GRAPH.picture(PATH, start=ROLES[0]),
    "view-compare": lambda: GRAPH.picture(GRAPH.compare(ROLES)),
    "view-role": lambda: GRAPH.picture(GRAPH.role(ROLES[1]), depth=2),
    "view-graph": lambda: GRAPH.picture("graph"),
    "view-roles": lambda: GRAPH.picture("roles"),
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PICTURES)
def test_every_kind_of_page(name: str, size: str, theme: str, chromium: Any, tmp_path: Path) -> None:
    need(AXE, "axe-core")
    page = PICTURES[name]().save(tmp_path / f"{name}.html")
    assert page.stat().st_size < 1_200_000
    context = chromium.new_context(viewport=SIZES[size], color_scheme=theme, reduced_motion="reduce")
    opened = Opened(context, page)
    picture(opened, f"{name}-{size}-{theme}")
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    opened.page.evaluate(AXE.read_text(encoding="utf-8"))
    assert violations(opened) == []
    context.close()
    assert (opened.asked, opened.trouble) == ([], [])
