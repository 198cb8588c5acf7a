"""A warm process and its workers; what workers do with requests is tested with the workforce that they are part of."""

from __future__ import annotations

import asyncio
import io
import signal
import sys
from typing import Any, cast

import pytest

from rolegraph.rdf.query_worker import read_frame
from rolegraph.server import crew
from rolegraph.server.crew import Crew, Worker, framed


def test_what_is_framed_is_read_as_it_was() -> None:
    assert read_frame(io.BytesIO(framed(b"data") + framed(b""))) == b"data"
    assert read_frame(io.BytesIO(framed(b""))) == b""


@pytest.mark.parametrize(
    ("code", "said", "cause"),
    [
        (-signal.SIGKILL, "", None),
        (-signal.SIGTERM, "", None),
        (0, "", None),
        (-signal.SIGSEGV, "", "crash"),
        (1, "thread 'main' has overflowed its stack", "crash"),
        (-signal.SIGABRT, "memory allocation of 80 bytes failed", "memory"),
        (1, "MemoryError", "memory"),
    ],
)
def test_a_request_is_to_blame_for_an_end_that_nobody_brought_about(code: int, said: str, cause: str | None) -> None:
    async def blamed() -> str | None:
        worker = Worker(cast(Crew, None), cast(Any, None), cast(Any, None), lambda: None)
        worker.ended.set_result((code, said))
        found = await worker.cause()
        return found.cause if found else None

    assert asyncio.run(blamed()) == cause


def test_what_a_process_says_last_is_not_buried_under_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUST_BACKTRACE", "1")  # of developers: the engine would say much more of a lack of memory
    monkeypatch.setattr(crew, "_PYTHON", (sys.executable, "-c", "import os; print(os.environ['RUST_BACKTRACE'])"))

    async def heard() -> bytes:
        process = await crew._started("warm", None)
        said, _ = await process.communicate()
        return said

    assert asyncio.run(heard()).strip() == b"0"
