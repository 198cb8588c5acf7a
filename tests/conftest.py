"""What tests share: the small graph, facts of a small release of O*NET, a browser, and Spark."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

import rolegraph
from rolegraph.graph import RoleGraph
from tests.browser.opened import CHROMIUM, QUIET, need
from tests.folders import FIXTURES
from tests.needs import missing

SMALL = FIXTURES / "small.ttl"


def pytest_collection_modifyitems(items: Sequence[pytest.Item]) -> None:
    """Leave out what is marked `spark`: a session takes long to start. `ROLEGRAPH_SPARK=1` asks for it."""
    if os.environ.get("ROLEGRAPH_SPARK") == "1":
        return
    for item in items:
        if item.get_closest_marker("spark"):
            item.add_marker(pytest.mark.skip(reason="ROLEGRAPH_SPARK=1 runs what needs a session of Spark"))


@pytest.fixture
def small_path() -> Path:
    return SMALL


@pytest.fixture
def small() -> RoleGraph:
    return rolegraph.open(SMALL)


@pytest.fixture(scope="session")
def _made_facts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small release of ours, and its facts."""
    import onet_facts

    from tests.readers.onet.onet_files import many_occupations, write_release

    folder = tmp_path_factory.mktemp("onet")
    write_release(folder / "db_29_3_text", many_occupations())
    onet_facts.write_facts(folder / "db_29_3_text", folder / "onet-29.3-facts.zip")
    return folder


@pytest.fixture
def small_facts(_made_facts: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The facts of a small release of ours in place of those that are shipped; gives the release."""
    from rolegraph.readers.onet import carried_facts

    def forget() -> None:
        carried_facts._stamp.cache_clear()
        carried_facts._text.cache_clear()

    monkeypatch.setattr(carried_facts, "archive", lambda: _made_facts / "onet-29.3-facts.zip")
    forget()
    yield _made_facts / "db_29_3_text"
    forget()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """Debian's Chromium, once in a process, as the library for it demands."""
    need(CHROMIUM, "chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET), timeout=60_000)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def spark_session() -> Iterator[Any]:
    """A session of Spark on this machine, once in a process: an engine that is opened meanwhile joins it."""
    if shutil.which("java") is None:
        missing("Spark needs Java")
    from rolegraph.market.engines.spark_session import SparkHome

    with pytest.MonkeyPatch.context() as environment:
        # What runs for seconds is not worth compiling: without that it takes half the time.
        environment.setenv("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        never = "--conf spark.sql.codegen.wholeStage=false --conf spark.sql.codegen.factoryMode=NO_CODEGEN"
        few = "--conf spark.sql.shuffle.partitions=2"
        environment.setenv("PYSPARK_SUBMIT_ARGS", f"{never} {few} pyspark-shell")
        with SparkHome("local[2]") as home:
            yield home.session
