"""Statistics as PNG and SVG files."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

from tests.conftest import SMALL

import rolegraph
from rolegraph.analysis.statistics import Stats
from rolegraph.graph import RoleGraph
from rolegraph.render.figures.plots import stats_image


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
