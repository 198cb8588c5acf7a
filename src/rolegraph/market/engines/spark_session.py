"""A session of Spark: started, with what Java says kept from the screen, or joined where there is one already."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import warnings
from pathlib import Path
from tempfile import gettempdir
from typing import Any, Final, Self
from zipfile import ZipFile

from rolegraph import errors
from rolegraph.errors import RolegraphError
from rolegraph.market.engines.scratch_folder import ScratchFolder

_OLDEST_JAVA: Final = 17
_JAVA_VERSION: Final = re.compile(r'version "(\d{1,4})')
_SECONDS: Final = 5.0  # for a machine that has to answer
_LONGEST: Final = 300  # characters of what Spark says that are repeated
_LOCAL: Final = re.compile(r"local(?:$|\[|-cluster)")
# A configuration of the environment comes before these.
_WANTED: Final = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.python.sql.dataFrameDebugging.enabled": "false",  # takes half of what Python does
    "spark.log.level": "ERROR",
}
# What makes rows equal to those of other engines, in a session of ours.
_RULES: Final = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",
    "spark.sql.ansi.enabled": "true",
    "spark.sql.legacy.parquet.nanosAsLong": "true",
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
}
# Where there are few rows, to plan questions and to compile them takes longer than to answer them.
_FEW: Final = 100_000
_OF_FEW: Final = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.adaptive.enabled": "false",
}
# Java is to compile well what runs for minutes, and not all of what Spark plans with.
_JAVA: Final = (
    "-XX:+IgnoreUnrecognizedVMOptions -XX:Tier4InvocationThreshold=50000 -XX:Tier4MinInvocationThreshold=6000"
    " -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000"
)


def calm() -> warnings.catch_warnings[None]:
    """A block in which Spark does not warn that a version of pandas is new."""
    return warnings.catch_warnings(action="ignore", category=FutureWarning)


class SparkHome:
    """A session, inside a `with` block or until it is closed; one that was there before stays.

    RolegraphError where there is no Java, where that is too old, or where the master cannot be reached.
    """

    def __init__(self, master: str = "") -> None:
        self._folder = ScratchFolder()
        self._is_own = self._is_shipped = False
        try:
            with calm():
                self.session: Any = self._session(master)
        except BaseException:
            self._folder.remove()
            raise
        self.is_local = _LOCAL.match(self.session.sparkContext.master) is not None
        for name, value in _RULES.items():
            self.session.conf.set(name, value)
        self._of_many = {name: self.session.conf.get(name) for name in _OF_FEW}

    def _session(self, master: str) -> Any:
        from pyspark import SparkContext
        from pyspark.sql import SparkSession

        there: Any = SparkContext._active_spark_context  # noqa: SLF001 - to ask for it in public starts one
        if there is None:
            _check_java()
            _check_master(master)
            there = _started(master, self._folder.path)
            self._is_own = True
        elif master not in ("", there.master):
            raise RolegraphError(
                f"a session of Spark with master {there.master} is open: close it before one with {master}"
            )
        return SparkSession(there).newSession()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop the session that was started."""
        if self._is_own:
            self.session.stop()
            self._is_own = False
        self._folder.remove()

    def suit(self, rows: int) -> None:
        """Set what suits tables of so many rows, or else what there was."""
        for name, value in (_OF_FEW if rows <= _FEW else self._of_many).items():
            self.session.conf.set(name, value)

    def ship(self) -> None:
        """Give the machines of a cluster the code of this package; what it imports has to be there."""
        if self.is_local or self._is_shipped:
            return
        package = Path(errors.__file__).parent
        archive = self._folder.path / "rolegraph.zip"
        with ZipFile(archive, "w") as zipped:
            for file in package.rglob("*.py"):
                zipped.write(file, file.relative_to(package.parent))
        self.session.sparkContext.addPyFile(str(archive))
        self._is_shipped = True


def _check_java() -> None:
    """RolegraphError where there is no Java, or an old one."""
    home = os.environ.get("JAVA_HOME", "")
    java = shutil.which("java", path=str(Path(home, "bin"))) if home else shutil.which("java")
    cure = f"install Java {_OLDEST_JAVA} or later, as Debian's openjdk-{_OLDEST_JAVA}-jre-headless, or set JAVA_HOME"
    if java is None:
        where = f"JAVA_HOME is {home}, where there is none" if home else "there is none on the PATH"
        raise RolegraphError(f"Spark needs Java, and {where}: {cure}")
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603
    found = _JAVA_VERSION.search(said)
    if found is not None and int(found[1]) < _OLDEST_JAVA:
        raise RolegraphError(f"Spark needs Java {_OLDEST_JAVA} or later, and {java} is {found[1]}: {cure}")


def _check_master(master: str) -> None:
    """RolegraphError where no machine of a cluster of Spark's own answers: Spark itself would try for a minute."""
    if not master.startswith("spark://"):
        return
    for address in master.removeprefix("spark://").split(","):
        host, _, port = address.rpartition(":")
        try:
            socket.create_connection((host.strip("[]"), int(port)), _SECONDS).close()
        except (OSError, ValueError, OverflowError) as error:
            reason = error
        else:
            return
    raise RolegraphError(f"no master of Spark answers at {master}: {reason}")


def _started(master: str, folder: Path) -> Any:
    """A new context, for which Java writes what it has to say into a file."""
    from pyspark import SparkConf, SparkContext, java_gateway

    launch: Any = java_gateway.launch_gateway
    log = folder / "spark.log"
    conf = SparkConf()
    for name, value in _wanted(master, folder).items():
        conf.setIfMissing(name, value)
    if master:
        conf.setMaster(master)
    if not master or _LOCAL.match(master):
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        if SparkContext._gateway is None:  # noqa: SLF001 - a process has one, and it outlives sessions
            with log.open("wb") as said:
                gateway = launch(conf, {"stderr": said, "stdout": said})
            SparkContext._ensure_initialized(gateway=gateway, conf=conf)  # noqa: SLF001
        return SparkContext.getOrCreate(conf)
    except Exception as error:  # noqa: BLE001 - whatever Java or Python say of it
        raise RolegraphError(f"Spark does not start: {_reason(error, log)}") from None


def _wanted(master: str, folder: Path) -> dict[str, str]:
    wanted = {**_WANTED, "spark.app.name": "rolegraph", "spark.sql.warehouse.dir": str(folder / "warehouse")}
    if master and _LOCAL.match(master):
        wanted |= {
            "spark.driver.host": "127.0.0.1",
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.local.dir": gettempdir(),  # Java removes what it makes there, also for a session after this one
            "spark.driver.memory": "1g",
            "spark.driver.defaultJavaOptions": _JAVA,
            "spark.sql.shuffle.partitions": "8",
        }
    return wanted


def _reason(error: Exception, log: Path) -> str:
    """What Spark complained of: in its error, or in the last of its lines that names one."""
    lines = [*str(error).splitlines(), *(log.read_text("utf-8", "replace").splitlines() if log.exists() else ())]
    named = [line.strip(" \t:") for line in lines if "Exception: " in line or "Error: " in line]
    return next(iter(named), lines[0] if lines else type(error).__name__)[:_LONGEST]
