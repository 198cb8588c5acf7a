"""`setup`, and commands that ask for occupations of O*NET, here of a small release."""

from __future__ import annotations

import pytest
from tests.cli.running import Run

from rolegraph.rdf.files import is_built
from rolegraph.readers.onet import carried_facts

pytestmark = pytest.mark.usefixtures("small_facts")
COMMANDS = [
    ("show", "Number Readers"),
    ("path", "CNR", "data-analyst"),
    ("path", "data-analyst", "Number Readers", "--have", "grid-o-matic"),
    ("compare", "data-analyst", "Number Readers"),
    ("nearest", "Number Readers"),
    ("nearest", "data-analyst", "--have", "Grid-O-Matic"),
    ("route", "Number Readers", "data-analyst"),
    ("whatif", "Number Readers"),
    ("search", "umber rea"),
    ("demand", "Number Readers"),
]


def test_commands_answer_about_an_occupation_that_only_onet_knows(run: Run) -> None:
    for words in COMMANDS:
        result = run(*words, graph=None)
        assert result.code == 0, result.err
        assert "O*NET 29.3" in result.err
        assert "Number Readers" in result.out or "Grid" in result.out or "Data Analyst" in result.out
        assert run(*words, "--quiet", graph=None) == (0, result.out, "")


def test_it_is_set_up_once_and_removed(run: Run) -> None:
    first = run("setup", graph=None)
    assert (first.code, first.out) == (0, "")
    assert str(carried_facts.graph()) in first.err
    assert "roles can be asked for by name" in first.err
    assert is_built(carried_facts.graph())
    shown = run("nearest", "Number Readers", graph=None)
    assert "Computing" not in shown.err  # all is there
    assert "freed" in run("setup", "--remove", graph=None).err
    assert not is_built(carried_facts.graph())


def test_a_default_says_never(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLEGRAPH_NO_ONET", "1")
    result = run("show", "Number Readers", graph=None)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("rolegraph: nothing is called 'Number Readers'\n")
    assert "add --graph shipped --graph onet" in result.err
    assert not is_built(carried_facts.graph())
    monkeypatch.delenv("ROLEGRAPH_NO_ONET")
    assert run("config", "set", "no_onet", "true", graph=None).code == 0
    assert run("show", "Number Readers", graph=None).code == 2


def test_a_word_names_it(run: Run) -> None:
    assert "Number Readers" in run("list", "roles", "--graph", "onet", graph=None).out
    assert run("info", "--graph", "onet", graph=None).out.count("used under CC BY 4.0") >= 1
