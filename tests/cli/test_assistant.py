"""`rolegraph mcp`: what is refused before an assistant is answered, and which graph is asked."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytest import MonkeyPatch
from tests.cli.running import Run

from rolegraph.server.served import ServedGraph


@pytest.fixture
def started(monkeypatch: MonkeyPatch) -> list[tuple[Callable[[], ServedGraph], Path | None, bool]]:
    """What the server was started with, in place of one that waits for messages."""
    found: list[tuple[Callable[[], ServedGraph], Path | None, bool]] = []

    def serve(served: Callable[[], ServedGraph], profile: Path | None = None, *, writes: bool = False) -> None:
        found.append((served, profile, writes))

    monkeypatch.setattr("rolegraph.server.mcp.transports.serve_stdio", serve)
    return found


def test_it_serves_the_graph_that_is_named(run: Run, started: list[Any], tmp_path: Path) -> None:
    profile = tmp_path / "me.yaml"
    profile.write_text("have: [dough, quarks]\n", encoding="utf-8")
    assert run("mcp", "--profile", profile, "--write").code == 0
    ((served, path, writes),) = started
    assert served().asked().resolve("baker").label == "Baker"
    assert (path, writes) == (profile, True)


@pytest.mark.usefixtures("small_facts")
def test_by_default_the_facts_of_onet_are_beside_what_is_shipped(
    run: Run, started: list[Any], monkeypatch: MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    result = run("mcp", graph=None)
    assert result.out == ""
    assert "once" in result.err
    served = started[0][0]()
    assert any(source.endswith("onet") for source in served.graph.dataset.sources())
    assert served.asked().resolve("data analyst").label == "Data Analyst"
    assert served.graph.widening is None

    again = run("mcp", graph=None)
    assert "once" not in again.err
    monkeypatch.setenv("ROLEGRAPH_NO_ONET", "1")
    run("mcp", graph=None)
    assert not any(source.endswith("/onet") for source in started[2][0]().graph.dataset.sources())


@pytest.mark.parametrize(
    ("words", "graph", "part"),
    [
        (["--write"], None, "name it with --profile"),
        (["--profile", "gone.yaml"], Path(__file__), ""),
        ([], Path("gone.ttl"), "gone.ttl"),
        (["--profile", "gone.yaml"], Path("gone.ttl"), "gone.ttl"),
    ],
)
def test_what_cannot_be_served_is_refused_at_once(
    run: Run, started: list[Any], words: list[str], graph: Path | None, part: str
) -> None:
    result = run("mcp", *words, graph=graph)
    assert result.code == 2
    assert result.out == ""
    assert part in result.err
    assert len(result.err.splitlines()) == 1
    assert not started


def test_a_broken_profile_is_refused(run: Run, started: list[Any], tmp_path: Path) -> None:
    profile = tmp_path / "me.yaml"
    profile.write_text("have: [", encoding="utf-8")
    result = run("mcp", "--profile", profile)
    assert (result.code, started) == (2, [])
    assert "me.yaml" in result.err


def test_without_the_sdk_it_says_how_to_get_it(run: Run, monkeypatch: MonkeyPatch) -> None:
    import sys

    for name in [name for name in sys.modules if name.startswith("rolegraph.server.mcp")]:
        monkeypatch.delitem(sys.modules, name)
    load = builtins.__import__

    def without(name: str, *arguments: Any, **more: Any) -> Any:
        if name.partition(".")[0] in ("mcp", "mcp_types"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return load(name, *arguments, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    result = run("mcp")
    assert result.code == 2
    assert result.err == "rolegraph: an assistant needs an extra: pip install 'rolegraph[mcp]'\n"
