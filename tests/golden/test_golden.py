"""Answers on the shipped graph, O*NET and ESCO that were read and found right are still given."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable
from functools import cache

import pytest

from tests.downloads import of_the_run
from tests.golden.answers_file import DOWNLOADS, Asked, Golden, every
from tests.needs import missing


@pytest.fixture(scope="session")
def asked_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Asked]:
    """Graphs by name, each built once."""
    return cache(lambda graph: Asked(graph, tmp_path_factory.mktemp(graph), of_the_run(tmp_path_factory)))


@pytest.mark.parametrize(
    "golden",
    [
        pytest.param(golden, id=golden.path.stem, marks=pytest.mark.slow if golden.graph in DOWNLOADS else ())
        for golden in every()
    ],
)
def test_an_answer_is_the_one_that_was_found_right(golden: Golden, asked_of: Callable[[str], Asked]) -> None:
    if golden.graph in DOWNLOADS and not DOWNLOADS[golden.graph].is_dir():
        missing(f"needs ../shared/data/{DOWNLOADS[golden.graph].name}, beside the repository")
    now = asked_of(golden.graph).answer(golden)
    if now != golden.answer:
        lines = difflib.unified_diff(golden.answer.splitlines(), now.splitlines(), "right", "now", lineterm="", n=1)
        pytest.fail("\n".join([f"{golden.question} {golden.remark}", *lines]), pytrace=False)


def test_twenty_answers_of_each_graph_were_read_and_each_says_why_it_is_right() -> None:
    counts = Counter(golden.graph for golden in every())
    assert all(counts[graph] >= 20 for graph in ("shipped", *DOWNLOADS)), counts
    assert all(golden.remark and golden.answer for golden in every())
