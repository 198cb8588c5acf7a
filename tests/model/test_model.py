"""Answers show themselves by what the package registers, and by nothing where nothing is."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from rolegraph import model


def test_what_is_registered_last_shows_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "_registered", {})
    assert model.bundle("answer") == {}
    model.register(bundle=lambda result: {"text/plain": f"first {result}"})
    model.register(bundle=lambda result: {"text/plain": f"then {result}"})
    assert model.bundle("answer") == {"text/plain": "then answer"}


def test_a_network_is_made_with_all_options(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "_registered", {})
    model.register(network=lambda *args, **options: (args, options))
    assert model.network("graph", "roles", most=3) == (("graph", "roles"), {"most": 3})


def test_a_displayed_class_shows_itself_as_html_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "_registered", {"bundle": lambda result: {"text/html": f"<b>{result.name}</b>"}})

    @model.displayed
    class Answer(NamedTuple):
        name: str

    answer: Any = Answer("bread")
    assert answer._repr_mimebundle_(include=None) == {"text/html": "<b>bread</b>"}
    assert answer._repr_html_() == "<b>bread</b>"
