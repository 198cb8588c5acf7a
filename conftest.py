"""For all tests and all examples in docstrings: a home of their own, and how much Hypothesis tries.

What rolegraph ships is parsed once: in each home is a copy of its index.
"""

from __future__ import annotations

import gc
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# No deadlines: a slow machine is no bug. A developer's run tries a few examples, others each time; the run that decides
# whether a change goes in tries many, and the same ones each time.
settings.register_profile("dev", deadline=None, max_examples=25)
settings.register_profile("ci", deadline=None, max_examples=50, derandomize=True, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files of tests that are slow begin first, so that no process is left with one of them while the others idle."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def shipped_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache with nothing but the statements and names of what is shipped."""
    import rolegraph
    from rolegraph.rdf.files import cache

    with pytest.MonkeyPatch.context() as environment:
        _move(tmp_path_factory.mktemp("shipped"), environment)
        rolegraph.open().lexicon  # noqa: B018 - is computed and kept
        cache().mkdir(parents=True, exist_ok=True)
        return cache()


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, shipped_index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rolegraph.rdf.files import cache

    # A command leaves its garbage to the end of its process; with many commands in one, open files would run out.
    monkeypatch.setattr(gc, "freeze", lambda: None)
    _move(tmp_path_factory.mktemp("home"), monkeypatch)
    shutil.copytree(shipped_index, cache(), copy_function=os.link)


def _move(home: Path, environment: pytest.MonkeyPatch) -> None:
    environment.setenv("XDG_DATA_HOME", str(home))
    environment.setenv("HOME", str(home))
    own = [name for name in os.environ if name.startswith("ROLEGRAPH_")]
    for name in (*own, "COLUMNS", "NO_COLOR", "FORCE_COLOR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        environment.delenv(name, raising=False)
