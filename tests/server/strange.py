"""Run in place of Python: a process of the server whose application does strange things when it is asked to."""

from __future__ import annotations

import asyncio
import os
import runpy
import sys
import time
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from rolegraph.server import application as serving
from rolegraph.server import opening
from rolegraph.server.served import ServedGraph


def who(request: Request) -> Response:
    """The process, and the graph that it has; after some seconds, where the address says so."""
    served: ServedGraph = request.app.state.served
    time.sleep(float(request.query_params.get("seconds", 0)))
    return PlainTextResponse(f"{os.getpid()} {served.fingerprint}", headers={"x-fingerprint": served.fingerprint})


def crash(request: Request) -> Response:
    """End by a signal, as the engine does over what is too deep."""
    os.kill(os.getpid(), int(request.query_params["signal"]))
    time.sleep(5)
    return PlainTextResponse("alive")


def memory(_request: Request) -> Response:
    """Take all memory there is for an answer."""
    taken = [bytes(1 << 24) for _ in range(1_000)]
    return PlainTextResponse(str(len(taken)))


def large(request: Request) -> Response:
    """So many megabytes; with an end before the end, where the address says so."""

    async def pieces() -> AsyncIterator[bytes]:
        for number in range(int(request.query_params["mb"])):
            if request.query_params.get("ends") == str(number):
                await asyncio.sleep(0.1)
                os.kill(os.getpid(), 9)
            yield bytes([number % 256]) * 1_000_000

    return StreamingResponse(pieces(), media_type="application/octet-stream")


def error(_request: Request) -> Response:
    """An error of the program, of which nobody hears the words."""
    raise TypeError("the secret of whoever asked")


async def echo(request: Request) -> Response:
    """What was sent, and the headers that came."""
    data = await request.body()
    return PlainTextResponse(data, headers={"x-headers": ",".join(request.headers), "etag": '"one"'})


def strange(served: ServedGraph) -> Starlette:
    routes = [Route(f"/{endpoint.__name__}", endpoint) for endpoint in (who, crash, memory, large, error)]
    made = Starlette(routes=[*routes, Route("/echo", echo, methods=["GET", "POST"])])
    made.state.served = served
    return made


if __name__ == "__main__":
    serving.application = strange
    opening._LARGE = int(os.environ.get("LARGE", opening._LARGE))  # type: ignore[misc] # nodes of a large graph
    runpy.run_module(sys.argv[1], run_name="__main__", alter_sys=True)
