"""Scenes as PNG and SVG files."""

from __future__ import annotations

import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.conftest import SMALL
from tests.scenes_by_hand import HOSTILE, comparison_scene, empty_scene, hostile_scene, large_scene, path_scene

import rolegraph
from rolegraph.analysis.statistics import Stats
from rolegraph.errors import RolegraphError
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind
from rolegraph.render.figures.plots import stats_image, to_image
from rolegraph.render.figures.scene import Scene, SceneNode, lines_of

SCENES = (path_scene(), comparison_scene(), hostile_scene(), empty_scene(), large_scene(60, 9214))
TEXTS = st.lists(st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40)), max_size=4).map(tuple)


def _texts(svg: bytes) -> list[str]:
    """The texts of an SVG file, in which every text is one element."""
    found = ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")  # noqa: S314 - matplotlib wrote it
    return ["".join(text.itertext()) for text in found]


def _size(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    assert png[12:16] == b"IHDR"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_the_same_scene_gives_the_same_png(scene: Scene) -> None:
    png = to_image(scene, "png")
    width, height = _size(png)
    assert width >= 600
    assert height >= 100
    assert png == to_image(scene, "png")
    assert b"tEXt" not in png


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_an_svg_file_holds_every_label_as_text(scene: Scene) -> None:
    svg = to_image(scene, "svg")
    assert svg == to_image(scene, "svg")
    # Lines of a label stand one after another, and no line is broken anywhere but where words or long words are.
    shown = "".join("".join(text.split()) for text in _texts(svg))
    for text in (scene.title, *scene.summary, scene.cut, *(node.label for node in scene.nodes)):
        assert "".join(" ".join(lines_of(text)).split()) in shown
    steps = [str(node.step) for node in scene.nodes if node.step is not None]
    assert _texts(svg).count("1") >= steps.count("1")


@settings(max_examples=25)
@given(TEXTS)
def test_any_label_can_be_drawn(labels: tuple[str, ...]) -> None:
    scene = hostile_scene(labels)
    svg = to_image(scene, "svg")
    assert len(list(ET.fromstring(svg).iter())) > 1  # noqa: S314 - matplotlib wrote it
    _size(to_image(scene, "png"))


def test_what_finds_no_room_is_left_out_and_counted() -> None:
    nodes = tuple(SceneNode(f"x/{n}", f"Name {n}", Kind.SKILL) for n in range(40))
    texts = _texts(to_image(Scene("heap", "A heap", (), nodes, (), 40), "svg"))
    assert any("labels left out for lack of space" in text for text in texts)


def test_a_scene_spread_far_is_drawn_on_paper_of_some_size() -> None:
    nodes = tuple(SceneNode(f"x/{n}", f"Name {n}", Kind.SKILL, x=1e7 * n, y=-1e7 * n) for n in range(3))
    width, height = _size(to_image(Scene("far", "Far apart", (), nodes, (), 3), "png"))
    assert width * height < 30_000_000


def test_pictures_do_not_touch_what_matplotlib_shares() -> None:
    # Looking at the backend's name would choose one.
    code = """
import sys
from rolegraph.render.figures.plots import to_image
from tests.conftest import SMALL
from tests.scenes_by_hand import path_scene

def held():
    return {name: matplotlib.rcParams[name] for name in matplotlib.rcParams if name != "backend"}

assert "matplotlib" not in sys.modules
import matplotlib
before = held()
to_image(path_scene(), "svg")
to_image(path_scene(), "png")
assert held() == before
assert "matplotlib.pyplot" not in sys.modules
"""
    run = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr


def test_a_missing_matplotlib_is_an_error_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(RolegraphError, match=r"matplotlib is not installed \(pip install matplotlib\)"):
        to_image(path_scene(), "png")


def test_statistics_give_the_same_picture_twice(small: RoleGraph) -> None:
    result = small.stats()
    for format_ in ("png", "svg"):
        assert stats_image(result, format_) == stats_image(result, format_)
    drawn = stats_image(result, "svg").decode()
    assert result.most_required[0].capability.label in drawn
    assert "<title>" in drawn or "dc:title" in drawn


def test_a_picture_of_no_statistics_says_so() -> None:
    nothing = Stats({}, (), 0, 0, 0, 0.0, (0, 0.0, 0), (), (), 0, (), 0, 0)
    assert b"nothing to show" in stats_image(nothing, "svg")


def test_control_characters_in_labels_do_not_break_a_picture(tmp_path: Path) -> None:
    file = tmp_path / "g.ttl"
    file.write_text(
        SMALL.read_text(encoding="utf-8").replace('"dough"@en', '"do\\u001B\\u0007ugh --> &"@en'), encoding="utf-8"
    )
    drawn = stats_image(rolegraph.open(file).stats(), "svg")
    assert "dough --> &" in "".join(ET.fromstring(drawn).itertext())  # noqa: S314 - our own
