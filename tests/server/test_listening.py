"""Listening at an address."""

from __future__ import annotations

import asyncio
import errno
import socket
from typing import Any

import pytest
import uvicorn

from rolegraph.errors import RolegraphError
from rolegraph.server import listening
from rolegraph.server.listening import listener


def test_a_port_that_is_in_use_or_an_address_that_is_none_is_said_with_a_cure() -> None:
    with listener("127.0.0.1", 0) as found:
        port = found.getsockname()[1]
        with pytest.raises(RolegraphError, match=f"port {port} is in use: choose another with --port"):
            listener("127.0.0.1", port)
    with pytest.raises(RolegraphError, match=r"there is no address of the name 'no\.such\.host\.invalid'"):
        listener("no.such.host.invalid", 0)
    with pytest.raises(RolegraphError, match=r"192\.0\.2\.1 is no address of this machine"):
        listener("192.0.2.1", 0)


async def _served(found: socket.socket) -> tuple[uvicorn.Server, asyncio.Task[None]]:
    async def application(scope: Any, receive: Any, send: Any) -> None:  # noqa: ARG001
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
        await send({"type": "http.response.body", "body": b"ok"})

    server = uvicorn.Server(
        uvicorn.Config(application, http=listening._Connection, lifespan="off", log_config=None, access_log=False)
    )
    return server, asyncio.create_task(server._serve([found]))


def test_a_request_that_comes_a_byte_at_a_time_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "_HEAD", 0.3)

    async def talk() -> None:
        with listener("127.0.0.1", 0) as found:
            server, serving = await _served(found)
            reader, writer = await asyncio.open_connection(*found.getsockname())
            writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert b"200" in await reader.readuntil(b"ok")
            # The second request on a connection is waited for as long as the first one.
            began = asyncio.get_running_loop().time()
            for byte in b"GET / HTTP/1.1\r\nHost: localhost\r\n":
                writer.write(bytes([byte]))
                await asyncio.sleep(0.05)
                if reader.at_eof():
                    break
            assert await reader.read() == b""
            assert asyncio.get_running_loop().time() - began < 1.5
            writer.close()
            server.should_exit = True
            await serving

    asyncio.run(talk())


def test_a_connection_is_cut_whose_reader_takes_nothing_of_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "_TAKEN", 0.05)
    transports: list[asyncio.Transport] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:  # noqa: ARG001
        await send({"type": "http.response.start", "status": 200, "headers": [(b"connection", b"close")]})
        await send({"type": "http.response.body", "body": b"x" * 50_000_000})

    class Noted(listening._Connection):
        def connection_made(self, transport: Any) -> None:
            transports.append(transport)
            super().connection_made(transport)

    async def talk() -> None:
        config = uvicorn.Config(application, http=Noted, lifespan="off", log_config=None, access_log=False)
        with listener("127.0.0.1", 0) as found, socket.socket() as reader:
            server = uvicorn.Server(config)
            serving = asyncio.create_task(server._serve([found]))
            reader.setblocking(False)
            loop = asyncio.get_running_loop()
            await loop.sock_connect(reader, found.getsockname())
            await loop.sock_sendall(reader, b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            async with asyncio.timeout(10):
                while not (transports and transports[0].is_closing()):
                    await asyncio.sleep(0.01)
                while transports[0].get_write_buffer_size():
                    await asyncio.sleep(0.01)
            server.should_exit = True
            await serving

    asyncio.run(talk())


def test_that_no_more_files_can_be_opened_is_said_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    said: list[str] = []

    async def meet() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(listening._Faults(said.append))
        for _ in range(100):
            loop.call_exception_handler({"message": "", "exception": OSError(errno.EMFILE, "Too many open files")})
        assert not caplog.records
        loop.call_exception_handler({"message": "", "exception": ValueError("another fault")})

    asyncio.run(meet())
    assert said == ["rolegraph: no more connections can be taken: Too many open files (ulimit -n allows more)"]
    assert "another fault" in caplog.text
