"""The image of a map: for a slide, with names that do not cover each other, and what is left out in words."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from itertools import combinations

import pytest

from rolegraph.render.figures.roles_map import RolesMap, map_image


def _texts(shown: RolesMap) -> str:
    """The texts of an image but for names on it, which are outlines."""
    return " ".join(re.findall(r">([^<>]+)</text>", shown.image("svg").decode()))


def test_it_fits_a_slide(shipped: RolesMap) -> None:
    from PIL import Image

    image = Image.open(io.BytesIO(shipped.image("png")))
    assert 1.6 < image.width / image.height < 1.85
    assert image.width >= 1600


def test_it_says_what_it_shows_and_how_to_read_it(shipped: RolesMap) -> None:
    text = _texts(shipped)
    assert shipped.title in text
    assert shipped.summary in text
    assert "A dot is a role" in text
    assert "no room" not in text


def test_what_is_cut_is_said(shipped: RolesMap) -> None:
    assert "400 roles of 458 not shown" in _texts(replace(shipped, total=458))


def test_names_do_not_cover_each_other(shipped: RolesMap, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[map_image._Names] = []
    draw = map_image._Names.__init__

    def kept(self: map_image._Names, *given: object) -> None:
        draw(self, *given)  # type: ignore[arg-type] # as it was called
        made.append(self)

    monkeypatch.setattr(map_image._Names, "__init__", kept)
    shipped.image("svg")
    assert len(made[0].taken) > len(shipped.clusters) + 20
    for (left, top, right, bottom), (l, t, r, b) in combinations(made[0].taken, 2):  # noqa: E741
        assert left >= r or right <= l or top >= b or bottom <= t
