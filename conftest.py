"""For all tests and all examples in docstrings: a home of their own, and how much Hypothesis tries."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# No deadlines: a slow machine is no bug. A developer's run tries a few examples, others each time; the run that decides
# whether a change goes in tries many, and the same ones each time.
settings.register_profile("dev", deadline=None, max_examples=25)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("XDG_DATA_HOME", str(home))
    monkeypatch.setenv("HOME", str(home))
    for name in ("ROLEGRAPH_GRAPH", "COLUMNS", "NO_COLOR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
