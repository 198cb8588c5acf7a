"""Answers show themselves by what the package registers, and by nothing where nothing is."""

from __future__ import annotations

import pytest

from rolegraph.model import display


def test_what_is_registered_last_shows_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "_registered", {})
    assert display.bundle("answer") == {}
    display.register(bundle=lambda result: {"text/plain": f"first {result}"})
    display.register(bundle=lambda result: {"text/plain": f"then {result}"})
    assert display.bundle("answer") == {"text/plain": "then answer"}


def test_a_network_is_made_with_all_options(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(display, "_registered", {})
    display.register(network=lambda *args, **options: (args, options))
    assert display.network("graph", "roles", most=3) == (("graph", "roles"), {"most": 3})
