"""The image of a plan: what the page shows, on a slide, the same bytes each time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import rolegraph
from rolegraph.render.export import picture_of

pytest.importorskip("matplotlib")


def texts_of(svg: bytes) -> list[str]:
    return [re.sub(r"<[^>]*>", "", text).strip() for text in re.findall(r"<text.*?</text>", svg.decode(), re.DOTALL)]


def test_an_image_has_every_step_with_its_hours_and_a_legend() -> None:
    graph = rolegraph.open()
    board = picture_of(graph, graph.path("data-engineer", "data-science-engineer"), hours_per_week=8)
    texts = texts_of(board.image("svg"))
    assert board.title in texts
    for word in ("1", "7", "data structures", "Power BI", "~60 h", "needed for", "expert", "tool"):
        assert word in texts
    assert [text for text in texts if text.startswith("weeks 1 to ")]
    assert any("Hours are estimates" in text for text in texts)
    assert board.image("svg") == board.image("svg")


def test_an_image_says_how_many_things_it_leaves_out() -> None:
    graph = rolegraph.open()
    path = graph.path("data-analyst", "data-scientist")
    texts = texts_of(picture_of(graph, path).image("svg"))
    left = [int(text.split()[1]) for text in texts if re.fullmatch(r"and \d+ more", text)]
    named = [option.requirement.label for option in path.options if option.requirement.label in texts]
    assert sum(left) > 0
    assert sum(left) + len(named) <= len(path.options)


def test_an_image_of_nothing_to_learn_says_so(small_path: Path) -> None:
    graph = rolegraph.open(small_path)
    texts = texts_of(picture_of(graph, graph.path("baker", "baker"), "baker").image("svg"))
    assert any("Nothing that can be learned is missing." in text for text in texts)


def test_an_image_fits_a_slide() -> None:
    graph = rolegraph.open()
    png = picture_of(graph, graph.path("data-analyst", "lead-ml-engineer")).image("png")
    width, height = (int.from_bytes(png[place : place + 4]) for place in (16, 20))
    assert width >= 1600
    assert 1.2 < width / height < 2.4
