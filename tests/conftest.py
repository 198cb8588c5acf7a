"""What tests share: the small graph, and a home of one's own, so that no test reads or writes the user's graph."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

import rolegraph
from rolegraph.graph import RoleGraph
from tests.folders import TESTS

HERE = TESTS
SMALL = HERE / "fixtures" / "small.ttl"

settings.register_profile("untimed", deadline=None)  # a slow machine is no bug
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    monkeypatch.setenv("HOME", str(home))
    for name in ("ROLEGRAPH_GRAPH", "COLUMNS", "NO_COLOR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def small_path() -> Path:
    return SMALL


@pytest.fixture
def small() -> RoleGraph:
    return rolegraph.open(SMALL)
