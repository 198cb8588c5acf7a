"""The page of a scene as a browser shows it, and as people use it."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from tests.browser.opened import AXE, SIZES, Opened, need, picture, violations
from tests.browser.scenes import HOSTILE, SCENES

pytestmark = pytest.mark.slow

Visit = Callable[..., Opened]


@pytest.mark.parametrize("name", SCENES)
def test_it_draws_everything_and_asks_for_nothing(visit: Visit, name: str) -> None:
    scene = SCENES[name]()
    opened = visit(name)
    known = {node.id for node in scene.nodes}
    assert opened.view("nodes") == len(scene.nodes)
    assert opened.view("edges") == sum(edge.start in known and edge.end in known for edge in scene.edges)
    assert opened.page.locator("tbody tr").count() == len(scene.nodes)
    assert opened.page.title() == scene.title == opened.page.locator("h1").text_content()
    assert opened.view("labels")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SCENES)
def test_it_can_be_looked_at(visit: Visit, name: str, size: str, theme: str) -> None:
    opened = visit(name, size, theme)
    picture(opened, f"{name}-{size}-{theme}")
    opened.click_node(SCENES[name]().nodes[-1 if name == "path" else 0].id)
    picture(opened, f"{name}-{size}-{theme}-chosen")
    assert opened.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    ("name", "size", "theme"),
    # The large scene takes axe long, and has nothing that the others do not have.
    [*product(("path", "comparison", "hostile"), SIZES, ("light", "dark")), ("large", "wide", "light")],
)
def test_axe_finds_nothing_serious(visit: Visit, name: str, size: str, theme: str) -> None:
    need(AXE, "axe-core")
    opened = visit(name, size, theme)
    opened.page.evaluate(AXE.read_text(encoding="utf-8"))
    opened.page.evaluate("document.getElementById('all').open = true")
    assert violations(opened) == []
    opened.page.locator("#kinds button").first.click()
    opened.find("n")
    assert violations(opened) == []
    opened.page.keyboard.press("Enter")
    opened.settle()
    assert violations(opened) == []


def test_the_search_box_finds_by_any_name_without_accents(visit: Visit) -> None:
    opened = visit("path")
    opened.find("ALGEBRE LIN")
    option = opened.page.get_by_role("option")
    assert option.count() == 1
    assert "Algèbre linéaire" in option.text_content()
    opened.page.keyboard.press("Enter")
    opened.settle()
    node = SCENES["path"]().nodes[4]
    assert (opened.view("chosen"), node.label) == ("x:step1", "linear algebra")
    assert opened.view("centre") == pytest.approx({"x": node.x, "y": node.y}, abs=1)
    assert opened.page.evaluate("document.activeElement.id") == "chosen"


def test_the_list_of_what_is_found_is_moved_through_with_arrows(visit: Visit) -> None:
    opened = visit("path")
    box = opened.page.get_by_role("combobox")
    opened.find("learning")
    labels = opened.page.get_by_role("option").locator(".name").all_text_contents()
    assert len(labels) == 3
    for key in ("ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"):
        opened.page.keyboard.press(key)
    assert box.get_attribute("aria-activedescendant") == "found-2"
    assert opened.page.locator("[aria-selected=true]").count() == 1
    opened.page.keyboard.press("Escape")
    assert (box.get_attribute("aria-expanded"), opened.view("chosen")) == ("false", None)
    opened.find("nothing of the kind")
    opened.page.keyboard.press("Enter")
    assert opened.view("chosen") is None


def test_a_click_shows_the_card_and_dims_the_rest(visit: Visit) -> None:
    opened = visit("path")
    opened.click_node("x:step1")
    card = opened.page.locator("#card")
    for words in ("linear algebra", "skill, to learn", "Algèbre linéaire", "about 60 hours", "section 3", "line 7"):
        assert words in card.text_content(), words
    link = card.locator("a")
    assert link.count() == 1
    assert link.get_attribute("href") == "https://example.org/handbook?a=1&b=2"
    assert link.get_attribute("rel") == "noopener noreferrer"
    assert sorted(opened.view("lit")) == ["x:known0", "x:start", "x:step1", "x:step2"]
    card.get_by_role("button", name="probability").click()
    assert opened.view("chosen") == "x:step2"
    opened.page.mouse.click(5, opened.page.locator("#drawing").bounding_box()["y"] + 5)
    opened.settle()
    assert (opened.view("chosen"), len(opened.view("lit"))) == (None, 11)


def test_a_click_on_a_label_chooses_its_node(visit: Visit) -> None:
    opened = visit("path")
    place = opened.page.evaluate("window.rolegraphView.place('x:step3')")
    opened.page.mouse.click(place["x"] + 8, place["y"] + 22)
    opened.settle()
    assert opened.view("chosen") == "x:step3"


def test_the_pointer_tells_what_an_edge_is(visit: Visit) -> None:
    opened = visit("path")
    one, other = (opened.page.evaluate(f"window.rolegraphView.place('x:step{i}')") for i in (1, 2))
    opened.page.mouse.move((one["x"] + other["x"]) / 2, (one["y"] + other["y"]) / 2)
    opened.settle()
    tip = opened.page.locator("#tip")
    assert tip.is_visible()
    assert tip.text_content() == "linear algebra — then → probabilitylinear algebra comes first"


def test_escape_leads_back_to_where_one_was(visit: Visit) -> None:
    opened = visit("path")
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.activeElement.id") == "skip"
    opened.page.keyboard.press("Enter")
    assert opened.page.evaluate("[document.activeElement.id, location.hash]") == ["all-summary", ""]
    opened.page.locator("tbody").get_by_role("button", name="MLOps").focus()
    opened.page.keyboard.press("Enter")
    opened.settle()
    assert opened.view("chosen") == "x:step6"
    assert opened.page.evaluate("document.activeElement.id") == "chosen"
    opened.page.locator("#card .neighbours button").first.press("Enter")
    opened.page.keyboard.press("Escape")
    assert opened.view("chosen") is None
    assert opened.page.evaluate("document.activeElement.textContent") == "MLOps"


def test_everything_is_reached_with_the_keyboard_and_shows_it(visit: Visit) -> None:
    opened = visit("path", fragment="#node=x:step1")
    wanted = opened.page.locator("a, button, input, summary, section[tabindex='0']").count()
    seen = set()
    for _ in range(wanted + 5):
        opened.page.keyboard.press("Tab")
        here = opened.page.evaluate(
            "() => { const at = document.activeElement; at.dataset.at ??= Math.random();"
            " return [at.dataset.at, at.tagName, getComputedStyle(at).outlineStyle]; }"
        )
        if here[1] == "BODY":
            break
        assert here[2] != "none", here
        seen.add(here[0])
    table = opened.page.locator("tbody button").count()
    assert len(seen) >= wanted - table


def test_the_graph_moves_and_zooms_by_keys(visit: Visit) -> None:
    opened = visit("path")
    scale, centre = opened.view("scale"), opened.view("centre")
    opened.page.locator("#graph").focus()
    for key in ("+", "ArrowRight", "ArrowDown"):
        opened.page.keyboard.press(key)
    opened.settle()
    assert opened.view("scale") > scale
    assert opened.view("centre")["x"] > centre["x"] and opened.view("centre")["y"] > centre["y"]
    opened.page.get_by_role("button", name="Whole graph").click()
    assert opened.view("scale") == pytest.approx(scale)


def test_a_kind_is_hidden_and_shown_by_its_button(visit: Visit) -> None:
    opened = visit("path")
    button = opened.page.get_by_role("button", name="skills 6")
    assert button.get_attribute("aria-pressed") == "true"
    opened.click_node("x:step1")
    button.click()
    assert (button.get_attribute("aria-pressed"), opened.view("hidden")) == ("false", ["skill"])
    assert (opened.view("nodes"), opened.view("chosen")) == (5, None)
    assert opened.view("edges") == 1
    button.click()
    assert (opened.view("nodes"), opened.view("edges")) == (11, 12)
    button.click()
    opened.find("mlops")
    opened.page.keyboard.press("Enter")
    assert (opened.view("hidden"), opened.view("chosen")) == ([], "x:step6"), "what is chosen is shown"


def test_the_address_brings_everything_back(visit: Visit) -> None:
    opened = visit("path")
    opened.page.get_by_role("button", name="degree 1").click()
    opened.find("python")
    opened.page.keyboard.press("Enter")
    opened.page.get_by_role("button", name="Zoom in").click()
    opened.settle()
    names = ("chosen", "hidden", "nodes", "scale", "centre")
    before = [opened.view(name) for name in names]
    fragment = opened.page.evaluate("location.hash")
    assert before[:2] == ["x:step3", ["degree"]]
    opened.go()
    assert (opened.view("chosen"), opened.view("hidden")) == (None, [])
    opened.page.evaluate("hash => { location.hash = hash; }", fragment)
    opened.settle()
    opened.go(fragment)
    after = [opened.view(name) for name in names]
    assert after[:3] == before[:3]
    assert after[3] == pytest.approx(before[3], abs=0.001)
    assert after[4] == pytest.approx(before[4], abs=1)


@pytest.mark.parametrize(
    "fragment",
    [
        "#node=nobody&hide=,nothing,__proto__&view=1,2",
        "#view=NaN,Infinity,-1",
        "#view=0,0,-5",
        "#view=1e300,0,1",
        "#%E0%A4%A",
        "#node=__proto__&hide=constructor",
        "#node=<img src=x onerror=alert(1)>&view=,,",
        "#all",
    ],
)
def test_a_bad_address_does_no_harm(visit: Visit, fragment: str) -> None:
    opened = visit("path", fragment=fragment)
    assert (opened.view("nodes"), opened.view("chosen"), opened.view("hidden")) == (11, None, [])
    assert 0.01 < opened.view("scale") <= 5


def test_names_are_text_wherever_they_stand(visit: Visit) -> None:
    opened = visit("hostile")
    opened.find("<img")
    assert opened.page.get_by_role("option").locator(".name").first.text_content() == f"1\u2002{HOSTILE}"
    opened.page.keyboard.press("Enter")
    assert HOSTILE in opened.page.locator("#card h2").text_content()
    assert opened.page.locator("#card a").count() == 1, "only addresses of the web are links"
    assert opened.page.locator("tbody th").first.text_content() == HOSTILE
    assert opened.page.evaluate("document.querySelectorAll('img, b, i, iframe, object').length") == 0
    place = opened.page.evaluate("window.rolegraphView.place('x:one')")
    opened.page.mouse.move(place["x"] + 3, place["y"] + 3)
    opened.settle()
    opened.click_node("__proto__")
    assert opened.view("chosen") == "__proto__"


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("path", "path-data-analyst-lead-ml-engineer.png"),
        ("hostile", "graph-CON.-b.png"),
        ("large", "neighbourhood.png"),
    ],
)
def test_the_picture_is_saved(visit: Visit, tmp_path: Path, name: str, file: str) -> None:
    opened = visit(name)
    with opened.page.expect_download() as download:
        opened.page.locator("#save").click()
    assert download.value.suggested_filename == file
    download.value.save_as(tmp_path / "saved.png")
    content = (tmp_path / "saved.png").read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    frame = opened.page.locator("#drawing").bounding_box()
    width, height = int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    assert [width, height] == pytest.approx([frame["width"], frame["height"]], abs=2)
    assert len(content) > 5_000


def test_dark_and_light_change_at_once(visit: Visit) -> None:
    opened = visit("path")
    pixel = "() => [...document.querySelector('#drawing canvas').getContext('2d').getImageData(0, 0, 1, 1).data]"
    before = opened.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    opened.page.emulate_media(color_scheme="dark")
    opened.settle()
    assert opened.page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != before
    assert opened.page.evaluate(pixel) == [0, 0, 0, 0], "the ground is the page's, and in a saved picture added"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", SCENES)
def test_nothing_lies_over_anything_else(visit: Visit, name: str, size: str) -> None:
    opened = visit(name, size, fragment="#node=x:step1")
    boxes = [opened.page.locator(part).bounding_box() for part in ("header", ".toolbar", "#graph", "#card", "#legend")]
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            apart = one["x"] + one["width"] <= other["x"] + 1 or other["x"] + other["width"] <= one["x"] + 1
            below = one["y"] + one["height"] <= other["y"] + 1 or other["y"] + other["height"] <= one["y"] + 1
            assert apart or below, (one, other)
    cut = "() => [...document.querySelectorAll('h1, p, button, li, dd, label, summary')].filter("
    cut += "at => at.getClientRects().length && at.scrollWidth > at.clientWidth + 1 && getComputedStyle(at).display !="
    assert opened.page.evaluate(cut + " 'inline' && !at.matches('.heard')).map(at => at.outerHTML)") == []
    if size == "wide":
        assert opened.page.locator("#all-summary").bounding_box()["y"] < SIZES[size]["height"]


def test_how_soon_a_large_graph_is_usable(visit: Visit) -> None:
    opened = visit("large")
    timing = opened.page.evaluate("performance.getEntriesByType('navigation')[0].toJSON()")
    start = time.perf_counter()
    opened.page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    frames = 1000 * (time.perf_counter() - start)
    choice = opened.page.evaluate(
        "() => { const start = performance.now(); document.querySelector('tbody button').click();"
        " return performance.now() - start; }"
    )
    loaded = timing["loadEventEnd"]
    print(f"500 nodes, 1,500 edges: loaded in {loaded:.0f} ms, drawn in {frames:.0f}, chosen in {choice:.0f}")  # noqa: T201
    assert opened.view("nodes") == 500
