"""Texts that fit, and drawings as files."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("matplotlib")

from matplotlib.figure import Figure

from rolegraph.errors import RolegraphError
from rolegraph.model.nodes import Kind
from rolegraph.render.figures.canvas import SIZE, Canvas, fitted, letters_within, saved, text_width


@given(st.text(max_size=60), st.floats(20, 300), st.integers(1, 4))
def test_lines_fit_and_say_when_they_are_short_of_something(text: str, width: float, most: int) -> None:
    lines = fitted(text, width, most=most)
    assert len(lines) <= most
    assert all(text_width(line) * SIZE <= width or line == "…" for line in lines)
    if not any(line.endswith("…") for line in lines):
        assert "".join("".join(lines).split()) == "".join("".join(fitted(text, 1e9)).split())


@given(st.integers(0, 5_000), st.integers(0, 5_000))
def test_the_letters_that_fit_are_found_in_few_measurements(letters: int, room: int) -> None:
    measured: list[int] = []

    def fits(text: str) -> bool:
        measured.append(len(text))
        return len(text) <= room

    assert letters_within("x" * letters, fits) == min(letters, room)
    assert len(measured) <= 13


def test_a_word_of_thousands_of_letters_is_measured_a_few_times() -> None:
    text_width.cache_clear()
    (line,) = fitted("x" * 3_000, 100)
    assert line.endswith("…")
    assert text_width.cache_info().misses < 20


def test_a_drawing_has_its_texts_and_the_same_bytes_each_time() -> None:
    def draw() -> Figure:
        canvas = Canvas(300, 100)
        canvas.card(10, 10, 120, 60, dashed=True)
        canvas.arrow((140, 20), (200, 20))
        canvas.line((10, 90), (290, 90))
        canvas.sign(20, 20, Kind.SKILL)
        assert canvas.level(20, 50, 3) > 20
        assert canvas.lines(30, 10, ["a price of $5 < $6", "b"]) > 10
        return canvas.figure

    svg = saved(draw, "svg", "Cards & arrows")
    assert b"a price of $5 &lt; $6" in svg
    assert b"Cards &amp; arrows" in svg
    assert svg == saved(draw, "svg", "Cards & arrows")
    assert saved(draw, "png", "x").startswith(b"\x89PNG")


def test_pictures_do_not_touch_what_matplotlib_shares() -> None:
    # Looking at the backend's name would choose one.
    code = """
import sys
from rolegraph.render.figures.canvas import Canvas, saved

def held():
    return {name: matplotlib.rcParams[name] for name in matplotlib.rcParams if name != "backend"}

assert "matplotlib" not in sys.modules
import matplotlib
before = held()
for format_ in ("svg", "png"):
    saved(lambda: Canvas(100, 100).figure, format_, "A title")
assert held() == before
assert "matplotlib.pyplot" not in sys.modules
"""
    run = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr


def test_a_missing_matplotlib_is_an_error_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(RolegraphError, match=r"matplotlib is not installed \(pip install matplotlib\)"):
        saved(lambda: Canvas(100, 100).figure, "png", "A title")
