"""Every pinned answer is still what it was, but for names of keys and for what is said to have changed, and why."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from rolegraph.cli.schema import answers
from rolegraph.render.text.json_schema import schema_of
from tests.characterisation.record import (
    ANSWERS,
    CHANGED,
    DOWNLOADS,
    IMPORTS,
    NAMES,
    QUESTIONS,
    RENAMED,
    WORDING,
    World,
    graph_of,
    recorded_in,
    written,
)
from tests.downloads import of_the_run

LONGEST_DIFF = 120


@pytest.fixture(scope="session")
def world_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], World]:
    """Graphs by name, each built once."""
    return cache(lambda graph: World(graph, tmp_path_factory.mktemp(graph), of_the_run(tmp_path_factory)))


def renamed(value: Any) -> Any:
    """A recorded answer with the names that keys have now, those that name columns of a table among them."""
    if isinstance(value, dict):
        return {
            RENAMED.get(key, key): [RENAMED.get(one, one) for one in inside] if key == "vars" else renamed(inside)
            for key, inside in value.items()
        }
    return [renamed(one) for one in value] if isinstance(value, list) else value


def worded(value: Any) -> Any:
    """An answer without the digests of sentences that are written for people and may be put in other words."""
    if isinstance(value, dict):
        return {
            key: "a sentence" if key in WORDING and str(inside).startswith("sha256:") else worded(inside)
            for key, inside in value.items()
        }
    return [worded(one) for one in value] if isinstance(value, list) else value


OF_EVERY_ANSWER = pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow if graph_of(name) in DOWNLOADS else ()) for name in NAMES]
)


@OF_EVERY_ANSWER
def test_an_answer_is_what_it_was(name: str, world_of: Callable[[str], World]) -> None:
    need(name)
    before = written(worded(renamed(json.loads(recorded_in(name).read_text(encoding="utf-8")))))
    now = written(worded(world_of(graph_of(name)).answer(name)))
    if before != now:
        lines = list(difflib.unified_diff(before.splitlines(), now.splitlines(), "recorded", "now", lineterm=""))
        more = [f"... and {len(lines) - LONGEST_DIFF} lines more"] if len(lines) > LONGEST_DIFF else []
        pytest.fail("\n".join([f"{name} changed:", *lines[:LONGEST_DIFF], *more]), pytrace=False)


@OF_EVERY_ANSWER
def test_an_answer_is_as_its_schema_says(name: str, world_of: Callable[[str], World]) -> None:
    need(name)
    words = ("import", graph_of(name)) if name in IMPORTS else QUESTIONS[name].words
    _, answer = world_of(graph_of(name)).printed(name)
    if words[:2] == ("query", "run"):
        assert set(answer) == {"head", "results"}, "the W3C's format"
        return
    command = next(" ".join(words[:count]) for count in (1, 2) if " ".join(words[:count]) in answers())
    validator_of(command).validate(answer)


@cache
def validator_of(command: str) -> Draft202012Validator:
    """What checks the answers of a command."""
    return Draft202012Validator(schema_of({command: answers()[command]}, command))


def need(name: str) -> None:
    """Skip where the download is not there that an answer is about."""
    folder = DOWNLOADS.get(graph_of(name))
    if folder and not folder.is_dir():
        pytest.skip(f"needs ../shared/data/{folder.name}, beside the repository")


def test_every_answer_has_a_file_and_every_file_an_answer() -> None:
    assert {path.stem for path in ANSWERS.glob("*.json")} == set(NAMES)
    assert {path.stem for path in ANSWERS.glob("changed/*.json")} == set(CHANGED)
    assert set(CHANGED) <= set(NAMES)
    assert all(CHANGED.values())
