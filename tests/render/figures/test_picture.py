"""Pictures as files, and as a notebook shows them."""

from __future__ import annotations

import sys
from base64 import b64decode
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.scenes_by_hand import HOSTILE, hostile_scene, path_scene

from rolegraph.errors import RolegraphError
from rolegraph.render.figures.canvas import Canvas, saved
from rolegraph.render.figures.page import Parts, as_html, document
from rolegraph.render.figures.picture import FORMATS, ImageFormat, Picture
from rolegraph.render.figures.scene import Scene


@dataclass(frozen=True)
class Shown(Picture):
    """A picture that shows what its nodes are called."""

    drawn: Scene

    def page(self) -> str:
        return document(Parts(self.title, body="".join(f"<p>{as_html(node.label)}</p>" for node in self.drawn.nodes)))

    def image(self, format_: ImageFormat) -> bytes:
        return saved(lambda: Canvas(100, 100).figure, format_, self.title)

    def scene(self) -> Scene:
        return self.drawn


def shown_of(scene: Scene) -> Shown:
    return Shown(scene.name, scene.title, scene.language, scene)


@pytest.mark.parametrize("format_", FORMATS)
def test_a_picture_is_saved_under_its_own_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_: str) -> None:
    monkeypatch.chdir(tmp_path)
    picture = shown_of(path_scene())
    place = picture.save(format_=format_)
    assert place == Path(f"path{FORMATS[format_]}")
    assert place.read_bytes() == picture.data(format_)


@pytest.mark.parametrize(("ending", "format_"), [(ending, name) for name, ending in FORMATS.items()])
def test_the_ending_says_the_format(tmp_path: Path, ending: str, format_: str) -> None:
    picture = shown_of(path_scene())
    assert picture.save(tmp_path / f"plan{ending}").read_bytes() == picture.data(format_)


def test_an_unknown_format_is_an_error_and_writes_nothing(tmp_path: Path) -> None:
    picture = shown_of(path_scene())
    with pytest.raises(RolegraphError, match="no format 'jpeg': use one of html, png"):
        picture.data("jpeg")
    with pytest.raises(RolegraphError, match="no format 'jpeg': use one of html, png"):
        picture.save(format_="jpeg")
    with pytest.raises(RolegraphError, match=r"no format for 'plan.jpeg': end the name in one of \.html, \.png"):
        picture.save(tmp_path / "plan.jpeg")
    assert list(tmp_path.iterdir()) == []


def test_a_notebook_shows_the_page_in_a_frame_and_an_image() -> None:
    pytest.importorskip("matplotlib")
    picture = shown_of(hostile_scene())
    shown = picture._repr_mimebundle_()
    assert shown["text/html"].startswith('<iframe srcdoc="')
    assert shown["text/html"].count("<") == 2
    assert not any(text in shown["text/html"] for text in HOSTILE if "<" in text)
    assert b64decode(shown["image/png"]) == picture.image("png")


def test_without_matplotlib_a_notebook_shows_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    assert set(shown_of(path_scene())._repr_mimebundle_()) == {"text/html", "text/plain"}
