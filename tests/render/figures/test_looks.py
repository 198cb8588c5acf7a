"""Colours and shapes: told apart by everybody, on light ground and on dark."""

from __future__ import annotations

import json
import re

import pytest

from rolegraph.model.nodes import Kind
from rolegraph.render.figures.looks import LOOKS, TONES, css_variables, ink_on, js_shapes

LIGHT, DARK = TONES["paper"]


def contrast(one: str, other: str) -> float:
    """How two colours stand out from each other, as WCAG 2 counts it.

    >>> round(contrast("#000000", "#ffffff"))
    21
    """

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_every_kind_stands_out_and_no_two_look_alike() -> None:
    assert list(LOOKS) == list(Kind)
    for kind, look in LOOKS.items():
        assert contrast(look.fill, LIGHT) >= 3, kind
        assert contrast(look.dark, DARK) >= 3, kind
    for field in ("fill", "dark", "path", "shape"):
        assert len({getattr(look, field) for look in LOOKS.values()}) == len(Kind), field


@pytest.mark.parametrize("name", "ink muted accent known learn deepen credential optional shared only".split())
def test_words_can_be_read_on_paper_and_on_panels(name: str) -> None:
    tone, panel = TONES[name], TONES["panel"]
    for ground in (LIGHT, panel.light):
        assert contrast(tone.light, ground) >= 4.5
    for ground in (DARK, panel.dark):
        assert contrast(tone.dark, ground) >= 4.5


def test_pale_colours_are_lighter_and_ink_can_be_read() -> None:
    for look in LOOKS.values():
        fill, pale = (int(colour[1:], 16) for colour in (look.fill, look.pale))
        assert all((pale >> shift & 255) >= (fill >> shift & 255) for shift in (0, 8, 16))
        assert contrast(look.ink, look.fill) >= 4.5
    assert (ink_on("#ffffff"), ink_on("#000000")) == ("#000000", "#ffffff")


def test_pages_have_all_colours_twice_and_all_shapes() -> None:
    light, dark = css_variables().split("@media screen and (prefers-color-scheme: dark)")
    for part, place in ((light, "fill"), (dark, "dark")):
        found = dict(re.findall(r"--([a-z]+):(#[0-9a-f]{6});", part))
        assert {kind.value: getattr(look, place) for kind, look in LOOKS.items()}.items() <= found.items()
        assert set(found) == {kind.value for kind in Kind} | set(TONES)
    shapes = json.loads(js_shapes().removeprefix("const SHAPES = ").removesuffix(";\n"))
    assert set(shapes) == {kind.value for kind in Kind}
