"""Listening at an address: connections that neither send nor read are closed, and a stop leaves no answer half sent."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any, Final

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from rolegraph.errors import RolegraphError
from rolegraph.server.front import Front, log_line
from rolegraph.server.workforce import Workforce

_HEAD: Final = 15.0  # seconds in which the head of a request has to come
_KEPT: Final = 15.0  # seconds that a connection is kept without a request
_TAKEN: Final = 15.0  # seconds in which a reader takes something of what is left to send when a connection is closed
_SILENT: Final = 60.0  # seconds between two lines that say that no more files can be opened
_FULL: Final = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
_MOST_HEAD: Final = 32_768  # bytes of the head of a request
_MOST_CONNECTIONS: Final = 1_000
_FINISHING: Final = 35.0  # seconds that answers have to be finished in after a stop


class _Connection(H11Protocol):
    """A connection on which a request must come within a time, however slowly its bytes do.

    One that is closed waits for its reader no longer than there is somebody who takes what is left to send.
    """

    _waiting: asyncio.TimerHandle | None = None
    _watching: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._wait()
        self._watch(0)

    def data_received(self, data: bytes) -> None:
        """Take what came; a head that is not complete yet does not begin the waiting anew."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._wait_no_more()
        elif self._waiting is None:
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._wait_no_more()
        if self._watching is not None:
            self._watching.cancel()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(_HEAD, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _watch(self, before: int) -> None:
        """Cut the connection if it is closed, and as much is left to send as was before."""
        left = self.transport.get_write_buffer_size()
        if self.transport.is_closing() and left and left == before:
            self.transport.abort()
        else:
            self._watching = self.loop.call_later(_TAKEN, self._watch, left)


def listener(host: str, port: int) -> socket.socket:
    """A socket that listens at an address; `RolegraphError` where it cannot."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        found = socket.socket(family, kind, protocol)
        try:
            if os.name == "posix":  # elsewhere that lets two programs listen at one port
                found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            found.bind(address)
            found.listen(1_024)
        except OSError:
            found.close()
            raise
    except (socket.gaierror, UnicodeError):
        raise RolegraphError(f"there is no address of the name {host!r}: give another with --host") from None
    except OSError as error:
        raise RolegraphError(_problem(error, host, port)) from None
    return found


def _problem(error: OSError, host: str, port: int) -> str:
    cure = "choose another with --port, or 0 for any that is free"
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use: {cure}"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"port {port} is not for everybody: {cure}"
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is no address of this machine: give another with --host"
    return f"cannot listen at {host}, port {port}: {error.strerror}"


def run(found: socket.socket, workforce: Workforce, front: Front, started: Callable[[], object]) -> None:
    """Open the graph, say that it has `started`, and answer until the process is told to stop.

    Raises `RolegraphError` where the graph cannot be opened.
    """
    asyncio.run(_run(found, workforce, front, started))


class _Faults:
    """Takes what goes wrong beside requests; that no more files can be opened it says once a minute, in a line.

    Else each connection that waits would be told of with a traceback, again and again.
    """

    def __init__(self, note: Callable[[str], object]) -> None:
        self._note, self._silent_until = note, 0.0

    def __call__(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        error = context.get("exception")
        if not isinstance(error, OSError) or error.errno not in _FULL:
            loop.default_exception_handler(context)
        elif loop.time() >= self._silent_until:
            self._silent_until = loop.time() + _SILENT
            self._note(f"rolegraph: no more connections can be taken: {error.strerror} (ulimit -n allows more)")


async def _run(found: socket.socket, workforce: Workforce, front: Front, started: Callable[[], object]) -> None:
    logging.getLogger("uvicorn").addHandler(logging.NullHandler())
    config = uvicorn.Config(
        front,
        http=_Connection,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=int(_KEPT),
        timeout_graceful_shutdown=int(_FINISHING),
        h11_max_incomplete_event_size=_MOST_HEAD,
        limit_concurrency=_MOST_CONNECTIONS,
    )
    server = uvicorn.Server(config)
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(_Faults(log_line))
    opening = asyncio.ensure_future(workforce.start())

    def stop() -> None:
        if server.should_exit:
            server.force_exit = True  # who asks twice does not want to wait
        server.should_exit = True
        opening.cancel()

    def hang_up() -> None:
        if sys.stdin is not None and sys.stdin.isatty():  # the terminal that this was started from is closed
            stop()
        else:
            workforce.reload()

    if os.name == "posix":
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop)
        loop.add_signal_handler(signal.SIGHUP, hang_up)
    try:
        await opening
        started()
        await server._serve([found])  # noqa: SLF001 - `serve` would take the signals for itself
    except asyncio.CancelledError:
        if not server.should_exit:
            raise
    finally:
        await workforce.close()
