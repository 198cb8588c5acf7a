"""The process that reads what strangers made: web pages, PDF, word processors' files and Parquet.

It reads frames from standard input, a request in JSON and the bytes of a file, and writes frames to standard output:
what was read, in JSON, piece by piece, then an empty frame, then what went wrong, if anything. It may neither speak to
a network nor start a program, and has limits on memory; whoever asks limits its time. It ends with its standard input.
"""

from __future__ import annotations

import json
import logging
import sys
import warnings
from collections.abc import Iterator, Mapping
from typing import Any, Final

from rolegraph.errors import SourceError
from rolegraph.rdf.query_worker import (
    limit_memory,
    machine_memory,
    memory_taken,
    outlive_no_parent,
    read_frame,
    write_frame,
)

ALLOWANCE: Final = 1_500_000_000  # bytes of memory that a file may take, unpacked and taken apart
_FORBIDDEN: Final = (
    "socket.connect",
    "socket.getaddrinfo",
    "socket.sendto",
    "subprocess.Popen",
    "urllib.Request",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "os.fork",
)


def read(request: Mapping[str, Any], data: bytes) -> Iterator[object]:
    """What a file holds, as values that JSON has: one for a page or a document, one for each row of a table."""
    form = request["form"]
    if form == "html":
        from rolegraph.readers.documents.forms.web_pages import decode_markup, read_page

        yield read_page(decode_markup(data))
    elif form == "pdf":
        from rolegraph.readers.documents.forms.pdf_files import read_pdf

        yield read_pdf(data)
    elif form == "docx":
        from rolegraph.readers.documents.forms.docx_files import read_docx

        yield read_docx(data)
    else:
        from rolegraph.readers.documents.forms.text_columns import read_parquet

        yield from read_parquet(request["path"] or data, request["column"])


def main() -> None:
    """Read one file after another until standard input ends; see the module for the protocol."""
    outlive_no_parent()
    logging.disable()
    warnings.simplefilter("ignore")
    sys.addaudithook(_forbid)
    receiver, sender = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # nothing that a library prints is an answer
    if taken := memory_taken():
        limit_memory(min(taken + ALLOWANCE, machine_memory()))
    while (request := read_frame(receiver)) is not None and (data := read_frame(receiver)) is not None:
        status: Mapping[str, object] = {}
        try:
            for value in read(json.loads(request), data):
                write_frame(sender, json.dumps(value).encode())
        except Exception as error:  # noqa: BLE001 - the process that asks reports it
            status = _failure(error)
        write_frame(sender, b"")
        write_frame(sender, json.dumps(status).encode())


def _forbid(event: str, arguments: object) -> None:
    if event in _FORBIDDEN:
        raise PermissionError(f"reading a file may not do this: {event} {arguments}")


def _failure(error: Exception) -> Mapping[str, object]:
    if isinstance(error, SourceError):
        return {"kind": "source", "problem": error.problem, "cure": error.cure}
    if isinstance(error, ImportError):
        return {"kind": "missing", "problem": str(error)}
    if isinstance(error, MemoryError):
        return {"kind": "memory"}
    return {"kind": "damaged", "problem": " ".join((str(error) or type(error).__name__).split())[:200]}


if __name__ == "__main__":
    main()
