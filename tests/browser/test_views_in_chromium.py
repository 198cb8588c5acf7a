"""Every kind of page that `view` and `path --report` write of the shipped graph, in a browser without a network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.browser.opened import AXE, SIZES, Opened, need, picture, violations

import rolegraph
from rolegraph.render.export import (
    picture_of,
    save,
    save_report,
)
from rolegraph.render.figures.scene import Scene

pytestmark = pytest.mark.slow

ROLES = ("data-science-engineer", "lead-ml-engineer")
GRAPH = rolegraph.open()
PATH = GRAPH.path(*ROLES)
SCENES: dict[str, Callable[[], Scene]] = {
    "view-path": lambda: picture_of(GRAPH, PATH, ROLES[0]),
    "view-compare": lambda: picture_of(GRAPH, GRAPH.compare(ROLES)),
    "view-role": lambda: picture_of(GRAPH, GRAPH.role(ROLES[1]), depth=2),
    "view-graph": lambda: picture_of(GRAPH, "graph"),
    "view-roles": lambda: picture_of(GRAPH, "roles"),
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", [*SCENES, "report"])
def test_every_kind_of_page(name: str, size: str, theme: str, chromium: Any, tmp_path: Path) -> None:
    need(AXE, "axe-core")
    page = tmp_path / f"{name}.html"
    scene = SCENES.get(name, SCENES["view-path"])()
    if name == "report":
        save_report(GRAPH, PATH, page, ROLES[0], 8)
    else:
        save(scene, "html", page)
    assert page.stat().st_size < 1_200_000
    context = chromium.new_context(viewport=SIZES[size], color_scheme=theme, reduced_motion="reduce")
    opened = Opened(context, page)
    assert opened.view("nodes") == len(scene.nodes)
    assert opened.view("edges") == len(scene.edges)
    picture(opened, f"{name}-{size}-{theme}")
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # Axe takes long on many nodes, and what it would find is on every page.
    if name != "view-graph":
        opened.page.evaluate(AXE.read_text(encoding="utf-8"))
        assert violations(opened) == []
    if name == "report":
        boxes = opened.page.locator("#plan input[type=checkbox]")
        assert boxes.count() == len(PATH.steps)
        boxes.first.check()
        assert boxes.first.is_checked()
    context.close()
    assert (opened.asked, opened.trouble) == ([], [])
