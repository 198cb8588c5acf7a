"""How requests reach the MCP server: standard input and output, or POST to an address of the web server."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Final, NoReturn
from urllib.parse import urlsplit

import anyio
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from rolegraph.server.mcp.protocol import server
from rolegraph.server.served import ServedGraph

PATH: Final = "/mcp"
_INTERRUPTED: Final = 130  # the exit code


def serve_stdio(served: Callable[[], ServedGraph], profile: Path | None = None, *, writes: bool = False) -> NoReturn:
    """Answer what comes over standard input, until that ends; then the process ends.

    It does so at once, also when interrupted: neither an answer that nobody waits for any more nor a read of standard
    input, which are in threads, keeps it. What is written is put in place as a whole.
    """

    async def run() -> None:
        made = server(served, profile, writes=writes)
        async with stdio_server() as (incoming, outgoing):
            await made.run(incoming, outgoing, made.create_initialization_options())

    signal.signal(signal.SIGINT, lambda *_: os._exit(_INTERRUPTED))
    try:
        anyio.run(run)
    except BaseException as error:
        leaving = [one for one in _parts(error) if not isinstance(one, BrokenPipeError | ConnectionResetError)]
        if leaving:
            raise
    os._exit(0)


def _parts(error: BaseException) -> list[BaseException]:
    """The errors in a group of them."""
    if isinstance(error, BaseExceptionGroup):
        return [part for one in error.exceptions for part in _parts(one)]
    return [error]


class HttpEndpoint:
    """The streamable HTTP transport, without sessions: each POST is answered for itself, in JSON.

    It only reads, and knows no profile: whoever reaches it is a stranger. A request that a page of another origin sends
    is refused.
    """

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        request = Request(scope)
        if request.method != "POST":
            refused = PlainTextResponse("POST only\n", 405, {"Allow": "POST"})
        elif _is_foreign(request):
            refused = PlainTextResponse("A page of another origin may not ask here\n", 403)
        else:
            made = server(lambda: scope["app"].state.served)
            manager = StreamableHTTPSessionManager(made, json_response=True, stateless=True)
            async with manager.run():
                await manager.handle_request(scope, receive, send)
            return
        await refused(scope, receive, send)


def _is_foreign(request: Request) -> bool:
    origin = request.headers.get("origin")
    return origin is not None and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower()


def routes() -> list[BaseRoute]:
    """The address of the endpoint."""
    return [Route(PATH, HttpEndpoint())]
