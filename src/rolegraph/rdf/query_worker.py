"""The process that answers queries over one graph, since nothing but the end of its process stops the engine.

It reads frames from standard input and writes frames to standard output: eight bytes with a length, then that many
bytes. The first frame says what to open; without places, the next holds the statements as N-Quads. Every other frame
is a query. Its answer, as JSON or N-Triples, comes in frames that end with an empty one; after it comes a frame with
what went wrong, if anything. The process ends with its standard input, and when its parent is gone.
"""

from __future__ import annotations

import io
import json
import os
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store, serialize

from rolegraph.errors import QueryError, RolegraphError
from rolegraph.rdf.answers import evaluate
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.places import open_dataset

ALLOWANCE: Final = 1 << 30  # bytes of memory that a query may take besides the graph
_PIECE: Final = 1 << 18  # bytes of an answer in a frame
_WATCH: Final = 1.0  # seconds between looks at whether the parent is there


def write_frame(file: BinaryIO, data: bytes) -> None:
    """Write bytes after their length."""
    file.write(len(data).to_bytes(8, "big"))
    file.write(data)
    file.flush()


def read_frame(file: BinaryIO) -> bytes | None:
    """The bytes of the next frame; None when the file ends before it, or within it."""
    head = file.read(8)
    length = int.from_bytes(head, "big")
    data = file.read(length) if len(head) == 8 else b""
    return data if len(head) == 8 and len(data) == length else None


class _Frames(io.RawIOBase):
    """What is written becomes frames of another file."""

    def __init__(self, file: BinaryIO) -> None:
        super().__init__()
        self._file = file

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        write_frame(self._file, bytes(data))
        return len(data)


def main() -> None:
    """Answer queries until standard input ends; see the module for the protocol."""
    outlive_no_parent()
    receiver, sender = sys.stdin.buffer, sys.stdout.buffer
    opening = json.loads(read_frame(receiver) or b"{}")
    failure: Mapping[str, object] = {}
    dataset = Dataset(Store())
    limit_memory(machine_memory() * 3 // 4)
    try:
        if opening.get("places"):
            dataset = open_dataset(map(Path, opening["places"]))
        else:
            dataset.store.load(read_frame(receiver) or b"", RdfFormat.N_QUADS, lenient=True)
    except Exception as error:  # noqa: BLE001 - the process that asks reports it
        failure = _failure(error, dataset)
    if opening.get("fingerprint", dataset.fingerprint) != dataset.fingerprint:
        failure = {"kind": "changed"}
    before = memory_taken()
    limit_memory(min(before + ALLOWANCE, machine_memory()))
    while (query := read_frame(receiver)) is not None:
        status = failure or _answer(dataset, query.decode(), sender)
        # What a query leaves behind would be missing for those after it.
        spent = bool(failure) or status.get("kind") == "memory" or memory_taken() - before > ALLOWANCE // 4
        write_frame(sender, b"")
        write_frame(sender, json.dumps({**status, "spent": spent}).encode())


def _answer(dataset: Dataset, query: str, sender: BinaryIO) -> Mapping[str, object]:
    """Write the answer; gives what went wrong."""
    try:
        output = io.BufferedWriter(_Frames(sender), _PIECE)
        result = evaluate(dataset.store, query)
        if isinstance(result, QueryTriples):
            serialize(result, output, RdfFormat.N_TRIPLES)
        else:
            result.serialize(output, QueryResultsFormat.JSON)
        output.flush()
    except Exception as error:  # noqa: BLE001 - the process that asks reports it
        return _failure(error, dataset)
    return {}


def _failure(error: Exception, dataset: Dataset) -> Mapping[str, object]:
    if isinstance(error, MemoryError):
        return {"kind": "memory"}
    if isinstance(error, QueryError):
        return {"kind": "query", "problem": error.problem, "cure": error.cure, "line": error.line}
    # The engine has no other error while it reads a store that could be opened.
    is_damaged = dataset.stored is not None and isinstance(error, OSError | RuntimeError)
    expected = isinstance(error, RolegraphError | OSError | RuntimeError | SyntaxError | ValueError)
    problem = str(error) if expected else f"{type(error).__name__}: {error}"
    return {"kind": "damaged" if is_damaged else "query", "problem": problem or "could not be run"}


def outlive_no_parent() -> None:
    """End with the parent, however it ends, and leave an interrupt from the keyboard to it."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if os.name == "posix":  # elsewhere the identity of the parent does not change
        parent = os.getppid()

        def watch() -> None:
            while os.getppid() == parent:
                time.sleep(_WATCH)
            os._exit(1)

        threading.Thread(target=watch, daemon=True).start()


def memory_taken() -> int:
    """The size of this process in bytes, as its limit counts it; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError):
        return 0


def machine_memory() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return 0


def limit_memory(limit: int) -> None:
    """Let this process take so many bytes, where the system has such a limit and says how much is taken."""
    try:
        import resource

        if limit and memory_taken():
            _, most = resource.getrlimit(resource.RLIMIT_AS)
            limit = limit if most == resource.RLIM_INFINITY else min(limit, most)
            resource.setrlimit(resource.RLIMIT_AS, (limit, most))
    except (ImportError, OSError, ValueError):
        return


if __name__ == "__main__":
    main()
