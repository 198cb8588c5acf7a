"""The map of the shipped roles in a browser: choosing, searching, the address, and what is read aloud."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from tests.browser.opened import SIZES, Opened, picture

import rolegraph
from rolegraph.render.figures import roles_map
from rolegraph.render.figures.roles_map import map_image

pytestmark = pytest.mark.slow

GRAPH = rolegraph.open()
NEAREST = [one.role.label for one in GRAPH.nearest("data-analyst").neighbours]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(roles_map, "DETAILED", 0)
        return roles_map.roles_map(GRAPH.mobility).save(tmp_path_factory.mktemp("map") / "roles.html")


@pytest.fixture(params=["wide", "phone"])
def shown(request: pytest.FixtureRequest, chromium: Any, page: Path) -> Iterator[Opened]:
    context = chromium.new_context(viewport=SIZES[request.param], reduced_motion="reduce")
    opened = Opened(context, page)
    yield opened
    context.close()
    assert (opened.asked, opened.trouble) == ([], [])


def _said(opened: Opened, name: str) -> Any:
    return opened.page.evaluate("name => window.rolegraphMap[name]", name)


def _inside(opened: Opened, role: str) -> bool:
    place = opened.page.evaluate("id => window.rolegraphMap.place(id)", role)
    box = opened.page.locator("#drawing").bounding_box()
    return bool(box["x"] < place["x"] < box["x"] + box["width"] and box["y"] < place["y"] < box["y"] + box["height"])


def test_search_flies_to_a_role_and_keeps_its_neighbours_in_sight(shown: Opened) -> None:
    shown.find("dätä analyst")
    shown.page.keyboard.press("Enter")
    shown.settle()
    picture(shown, f"map-chosen-{shown.page.viewport_size['width']}")
    assert _said(shown, "chosen") == "data-analyst"
    assert all(_inside(shown, role) for role in _said(shown, "lit"))
    assert shown.page.locator("#card ol .name").all_inner_texts() == NEAREST
    assert shown.page.locator("#chosen").evaluate("one => one === document.activeElement")
    shown.page.keyboard.press("Escape")
    shown.settle()
    assert len(_said(shown, "lit")) == len(GRAPH.nodes(rolegraph.Kind.ROLE))


def test_the_address_holds_what_is_chosen_seen_and_open(shown: Opened) -> None:
    shown.page.locator("#by-cluster summary").first.click()
    shown.page.locator("#by-cluster li a").first.click()
    shown.page.locator("#closer").click()
    shown.settle()
    chosen, scale, address = _said(shown, "chosen"), _said(shown, "scale"), shown.page.evaluate("location.hash")
    assert chosen
    shown.go(address)
    assert (_said(shown, "chosen"), _said(shown, "scale")) == (chosen, pytest.approx(scale, rel=0.01))
    assert shown.page.locator("#by-cluster details").first.get_attribute("open") is not None
    shown.go("#role=nothing&cluster=999&view=1,x,2&open=a")
    assert _said(shown, "chosen") is None


def test_labels_do_not_cover_each_other_and_come_closer_by(shown: Opened) -> None:
    def labels() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = _said(shown, "labels")
        boxes = [label["box"] for label in found]
        for number, (left, top, right, bottom) in enumerate(boxes):
            for l, t, r, b in boxes[:number]:  # noqa: E741
                assert left >= r or right <= l or top >= b or bottom <= t
        return found

    assert len(labels()) > 5
    picture(shown, f"map-whole-{shown.page.viewport_size['width']}")
    shown.page.locator("#map").focus()
    for key in ("+", "+", "ArrowLeft"):
        shown.page.keyboard.press(key)
    shown.settle()
    assert _said(shown, "scale") > 1.5
    assert labels()


def test_a_dot_can_be_pressed_and_dragging_chooses_nothing(shown: Opened) -> None:
    place = shown.page.evaluate("id => window.rolegraphMap.place(id)", "data-scientist")
    shown.page.mouse.click(place["x"], place["y"])
    shown.settle()
    assert _said(shown, "chosen") == "data-scientist"
    shown.page.locator("#whole").click()
    shown.page.mouse.move(200, 400)
    shown.page.mouse.down()
    shown.page.mouse.move(260, 430, steps=4)
    shown.page.mouse.up()
    shown.settle()
    assert _said(shown, "chosen") is None
    assert "view=" in shown.page.evaluate("location.hash")


def test_a_cluster_is_entered_by_its_name(shown: Opened) -> None:
    shown.page.locator("#card .link").first.click()
    shown.settle()
    assert _said(shown, "cluster")
    assert len(_said(shown, "lit")) == shown.page.locator("#card ul .link").count() > 5


def test_paper_lists_all_roles_though_they_are_folded_on_the_screen(shown: Opened, tmp_path: Path) -> None:
    from pypdf import PdfReader

    shown.page.pdf(path=tmp_path / "map.pdf")
    text = " ".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "map.pdf").pages)
    words = " ".join(normalize("NFKC", text).split())
    assert [role.label for role in GRAPH.nodes(rolegraph.Kind.ROLE) if role.label not in words] == []


def test_the_only_cluster_has_no_name_over_its_roles(chromium: Any, tmp_path: Path) -> None:
    table = tmp_path / "roles.csv"
    table.write_text("Role,Skill\nBaker,Kneading\nBaker,Baking\nCook,Baking\nCook,Frying\nGrocer,Frying\n")
    rolegraph.import_table(table, tmp_path / "roles.ttl")
    few = roles_map.roles_map(rolegraph.open(tmp_path / "roles.ttl").mobility)
    (only,) = few.clusters
    drawn = [text.get_text() for text in map_image._drawn(few).axes[0].texts]  # the SVG has their outlines
    assert "Baker" in drawn
    assert only.name.split(" · ")[0] not in drawn
    context = chromium.new_context(viewport=SIZES["wide"])
    opened = Opened(context, few.save(tmp_path / "few.html"))
    assert sorted(label["text"] for label in _said(opened, "labels")) == ["Baker", "Cook", "Grocer"]
    assert opened.page.locator("#card h2").count() == 0
    context.close()
    assert (opened.asked, opened.trouble) == ([], [])
