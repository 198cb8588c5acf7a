"""pyvis networks of answers in a browser without a network: drawn whole, nothing asked for, every text as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.browser.opened import SCREENSHOTS, SIZES
from tests.browser.scenes import HOSTILE, hostile_scene

import rolegraph
from rolegraph.render.figures.vis_network import to_pyvis

pytestmark = pytest.mark.slow

GRAPH = rolegraph.open()


@pytest.fixture
def show(chromium: Any, tmp_path: Path) -> Iterator[Callable[[Any, bool], Any]]:
    """Opens the page of a network, or a notebook's output of it; at the end nothing was asked for or complained of."""
    context = chromium.new_context(viewport=SIZES["wide"])
    context.set_offline(True)
    asked: list[str] = []
    trouble: list[str] = []

    def open_page(network: Any, in_notebook: bool = False) -> Any:
        place = tmp_path / "network.html"
        if in_notebook:
            place.write_text(f"<!doctype html><p>Out[1]</p>{network._repr_html_()}", encoding="utf-8")
        else:
            network.write_html(str(place))
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: trouble.append(message.text))
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.on("dialog", lambda dialog: trouble.append(dialog.message))
        page.goto(place.as_uri())
        page.wait_for_timeout(300)
        asked.remove(place.as_uri())
        return page

    yield open_page
    context.close()
    assert (asked, trouble) == ([], [])


@pytest.mark.parametrize("name", ["path", "comparison", "role", "roles"])
def test_a_network_is_drawn_with_the_network_cut_off(show: Callable[..., Any], name: str) -> None:
    roles = ("data-science-engineer", "lead-ml-engineer")
    shown: dict[str, Any] = {
        "path": GRAPH.path(*roles),
        "comparison": GRAPH.compare(roles),
        "role": GRAPH.role(roles[1]),
        "roles": "roles",
    }
    network = GRAPH.to_pyvis(shown[name])
    page = show(network)
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"pyvis-{name}.png")
    assert page.evaluate("nodes.length") == len(network.nodes) > 5
    assert page.evaluate("edges.length") == len(network.edges)
    first = network.nodes[0]
    assert page.evaluate("id => network.getPosition(id)", first["id"]) == {"x": first["x"], "y": first["y"]}


def test_a_notebook_shows_it_in_a_frame(show: Callable[..., Any]) -> None:
    page = show(GRAPH.to_pyvis(GRAPH.path("data-science-engineer", "lead-ml-engineer")), in_notebook=True)
    frame = page.frames[1]
    assert frame.evaluate("nodes.length") > 10
    assert frame.locator("canvas").bounding_box()["width"] > 800


def test_labels_and_tooltips_are_text(show: Callable[..., Any]) -> None:
    scene = hostile_scene()
    link = scene.nodes[1]._replace(label="<a href=x>link</a>")
    page = show(to_pyvis(scene._replace(nodes=(scene.nodes[0], link, *scene.nodes[2:]))))
    for node in (scene.nodes[0], link):
        page.evaluate("id => network.body.emitter.emit('showPopup', id)", node.id)
        place = page.evaluate("id => network.canvasToDOM(network.getPosition(id))", node.id)
        frame = page.locator("#mynetwork").bounding_box()
        page.mouse.move(frame["x"] + place["x"], frame["y"] + place["y"])
        page.wait_for_timeout(400)
        shown = page.evaluate(
            "[...document.querySelectorAll('.vis-tooltip, .popup')].map(at => at.innerText).join(' ')"
        )
        assert node.label in shown
    assert page.evaluate("document.querySelectorAll('#mynetwork img, #mynetwork a, #mynetwork b').length") == 0
    assert HOSTILE in page.evaluate("nodes.get('x:one').label")
