"""Texts that fit, and drawings as files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("matplotlib")

from matplotlib.figure import Figure

from rolegraph.model.nodes import Kind
from rolegraph.render.figures.canvas import SIZE, Canvas, fitted, saved, text_width


@given(st.text(max_size=60), st.floats(20, 300), st.integers(1, 4))
def test_lines_fit_and_say_when_they_are_short_of_something(text: str, width: float, most: int) -> None:
    lines = fitted(text, width, most=most)
    assert len(lines) <= most
    assert all(text_width(line) * SIZE <= width or line == "…" for line in lines)
    if not any(line.endswith("…") for line in lines):
        assert "".join("".join(lines).split()) == "".join("".join(fitted(text, 1e9)).split())


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
