"""What is said where Spark cannot start, before it tries for a minute; and what a session leaves behind."""

from __future__ import annotations

import gc
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rolegraph.errors import RolegraphError
from rolegraph.market.engines import engine_named


def refused(master: str = "") -> str:
    with pytest.raises(RolegraphError) as raised:
        engine_named("spark", spark_master=master)
    assert "\n" not in str(raised.value)
    return str(raised.value)


@pytest.fixture(autouse=True)
def no_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if nothing had been started in this process."""
    from pyspark import SparkContext

    monkeypatch.setattr(SparkContext, "_active_spark_context", None)


def _java(folder: Path, version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A Java that says which it is and does nothing else."""
    (folder / "bin").mkdir()
    (folder / "bin" / "java").write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2024-01-01' >&2\n")
    (folder / "bin" / "java").chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(folder))


def test_there_is_no_java(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert refused().startswith("Spark needs Java, and there is none on the PATH: install Java 17 or later")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert refused().startswith(f"Spark needs Java, and JAVA_HOME is {tmp_path}, where there is none: ")


@pytest.mark.parametrize(("version", "number"), [("1.8.0_402", 1), ("11.0.22", 11)])
def test_java_is_too_old(version: str, number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _java(tmp_path, version, monkeypatch)
    assert refused().startswith(f"Spark needs Java 17 or later, and {tmp_path}/bin/java is {number}: ")


def test_no_master_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _java(tmp_path, "17.0.1", monkeypatch)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens there
        address = f"spark://127.0.0.1:{taken.getsockname()[1]}"
        assert refused(address).startswith(f"no master of Spark answers at {address}: ")


@pytest.mark.parametrize("master", ["spark://", "spark://host", "spark://127.0.0.1:999999", "spark://:x"])
def test_what_is_no_address_of_a_master(master: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _java(tmp_path, "21", monkeypatch)
    assert refused(master).startswith(f"no master of Spark answers at {master}: ")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # Spark leaves a pipe to Java open
def test_java_that_does_not_start_spark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pyspark import SparkContext

    _java(tmp_path, "17.0.1", monkeypatch)
    monkeypatch.setattr(SparkContext, "_gateway", None)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    assert refused("local[1]").startswith("Spark does not start: ")
    assert not list(scratch.iterdir())
    gc.collect()


HERE = """
from pathlib import Path
from rolegraph.market.engines import engine_named
from rolegraph.errors import RolegraphError
import pyarrow as pa

with engine_named("spark", spark_master="local[1]") as engine:
    print(engine.collect(engine.frame(pa.table({"name": ["é"]}))).to_pylist())
try:
    engine_named("spark", spark_master="nonsense")
except RolegraphError as error:
    print(error)
"""


@pytest.mark.spark
def test_a_session_is_silent_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "scratch").mkdir()
    (tmp_path / "here").mkdir()
    environment = {**os.environ, "TMPDIR": str(tmp_path / "scratch")}
    done = subprocess.run(
        [sys.executable, "-c", HERE], cwd=tmp_path / "here", env=environment, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    rows, refusal = done.stdout.splitlines()
    assert rows == "[{'name': 'é'}]"
    assert refusal.startswith("Spark does not start: ")
    assert "nonsense" in refusal
    assert not list((tmp_path / "here").iterdir())
    for _ in range(300):  # Java ends a little later
        if not (left := list((tmp_path / "scratch").iterdir())):
            break
        time.sleep(0.1)
    assert left == []
