"""A process that answers requests over one graph, one at a time, with a limit on memory.

Requests come as frames and so do answers, as `rdf.query_worker` has them: a head in JSON and a body; then the head of
the answer, its body in pieces until an empty one, and what became of it: `failed` where there is no whole answer,
`error` where something of rolegraph went wrong, and `spent` where the process ends after it.
"""

from __future__ import annotations

import asyncio
import io
import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from starlette.middleware.gzip import GZipMiddleware

from rolegraph.rdf.query_worker import (
    ALLOWANCE,
    limit_memory,
    machine_memory,
    memory_taken,
    outlive_no_parent,
    read_frame,
    write_frame,
)

if TYPE_CHECKING:
    from starlette.applications import Starlette

    from rolegraph.server.served import ServedGraph

_PIECE: Final = 1 << 18  # bytes of an answer in a frame
_COMPRESSED: Final = 1_000  # bytes of an answer from which it is compressed


def answer_requests(application: Starlette, receiver: BinaryIO, sender: BinaryIO) -> None:
    """Answer until no request comes any more, or an answer has left little memory for those after it."""
    before = memory_taken()
    limit_memory(min(before + ALLOWANCE, machine_memory()))
    asyncio.run(_answer_all(application, receiver, sender, before))


async def _answer_all(application: Starlette, receiver: BinaryIO, sender: BinaryIO, before: int) -> None:
    answering = GZipMiddleware(_weakly_tagged(application), minimum_size=_COMPRESSED, compresslevel=5)
    async with application.router.lifespan_context(application):
        # Nothing else runs in this loop while it waits for a request.
        while (head := read_frame(receiver)) is not None and (body := read_frame(receiver)) is not None:
            status = await _answer(answering, _scope(json.loads(head), application), body, sender)
            spent = status.get("failed") == "memory" or memory_taken() - before > ALLOWANCE // 4
            write_frame(sender, b"")
            write_frame(sender, json.dumps({**status, "spent": spent}).encode())
            if spent:
                return


def rehearse(application: Starlette, addresses: Iterable[str]) -> None:
    """Answer requests for some addresses for nobody, so that the first ones of somebody find all loaded."""

    async def answer_each() -> None:
        for address in addresses:
            path, _, query = address.partition("?")
            head = {"method": "GET", "path": path, "raw_path": path, "query_string": query, "scheme": "http"}
            scope = _scope({**head, "http_version": "1.1", "server": None, "headers": []}, application)
            await _answer(application, scope, b"", io.BytesIO())

    asyncio.run(answer_each())


def _scope(head: Mapping[str, Any], application: Starlette) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "root_path": "",
        "client": None,
        "app": application,
        **head,
        "server": tuple(head["server"] or ()) or None,
        "raw_path": head["raw_path"].encode("latin-1"),
        "query_string": head["query_string"].encode("latin-1"),
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in head["headers"]],
    }


async def _answer(application: Any, scope: dict[str, Any], body: bytes, sender: BinaryIO) -> Mapping[str, object]:
    """Send the answer but for the frames that end it; gives what went wrong."""
    asked = [{"type": "http.request", "body": body, "more_body": False}]
    begun = ended = plain = False

    async def receive() -> dict[str, Any]:
        # Who asked is still there: an application that waits for them to go would wait for ever.
        return asked.pop() if asked else await asyncio.Future()

    async def send(message: Mapping[str, Any]) -> None:
        nonlocal begun, ended, plain
        if message["type"] == "http.response.start":
            headers = [[name.decode("latin-1"), value.decode("latin-1")] for name, value in message["headers"]]
            write_frame(sender, json.dumps({"status": message["status"], "headers": headers}).encode())
            begun = True
            plain = any(name.lower() == "content-type" and value.startswith("text/plain") for name, value in headers)
        elif message["type"] == "http.response.body":
            data = message.get("body", b"")
            for start in range(0, len(data), _PIECE):
                write_frame(sender, data[start : start + _PIECE])
            ended = not message.get("more_body", False)

    try:
        await application(scope, receive, send)
    except MemoryError:
        return {"failed": "memory"}
    except Exception as error:  # noqa: BLE001 - the front reports it
        # What the framework says in two words, the front says better.
        return {"error": _place_of(error), **({} if ended and not plain else {"failed": "error"})}
    return {} if begun and ended else {"failed": "error", "error": "no answer"}


def _place_of(error: BaseException) -> str:
    """What went wrong and where, without words of whoever asked."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f" in {Path(trace.tb_frame.f_code.co_filename).name}, line {trace.tb_lineno}" if trace is not None else ""
    return f"{type(error).__name__}{place}"


def _weakly_tagged(application: Any) -> Any:
    """The application, whose tags of answers do not depend on whether they are compressed."""

    async def tagged(scope: Any, receive: Any, send: Any) -> None:
        async def weakly(message: Any) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    (name, b"W/" + value if name.lower() == b"etag" and not value.startswith(b"W/") else value)
                    for name, value in message["headers"]
                ]
            await send(message)

        await application(scope, receive, weakly)

    return tagged


def main() -> None:
    """Open a graph and answer requests from standard input: where the system cannot copy a process that has it open."""
    from rolegraph.server.application import application
    from rolegraph.server.opening import opened, outward

    outlive_no_parent()
    sender = outward()
    receiver = sys.stdin.buffer
    served: ServedGraph = opened(json.loads(read_frame(receiver) or b"{}"))
    write_frame(sender, served.fingerprint.encode())
    answer_requests(application(served), receiver, sender)


if __name__ == "__main__":
    main()
