"""Both ways to the MCP server, with the client of the SDK: a process on its standard streams, and HTTP."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from mcp import Client, StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from starlette.testclient import TestClient
from tests.conftest import SMALL
from tests.server.mcp.asked import Said, said

import rolegraph
from rolegraph.server.application import application
from rolegraph.server.served import ServedGraph

COMMAND = ("-m", "rolegraph", "mcp", "--graph", str(SMALL))


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(application(ServedGraph(rolegraph.open(SMALL))))


def post(client: TestClient, body: Any = None, **headers: str) -> httpx2.Response:
    text = body if isinstance(body, bytes) else json.dumps(body or {"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
    given = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    return client.post("/mcp", content=text, headers={**given, **headers})


def test_a_process_answers_on_its_standard_streams(tmp_path: Path) -> None:
    profile = tmp_path / "me.yaml"
    profile.write_text("name: Me\nhave: [dough]\n", encoding="utf-8")
    arguments = [*COMMAND, "--profile", str(profile), "--write"]
    parameters = StdioServerParameters(command=sys.executable, args=arguments, env=dict(os.environ))

    async def talk() -> list[Said]:
        async with Client(parameters) as client:
            update = await client.call_tool("update_profile", {"action": "learning", "names": ["sugar work"]})
            found = await client.call_tool("path", {"to": "pastry chef", "me": True})
            wrong = await client.call_tool("show", {"name": "🥖 \u2028 baguette"})
            return [said(update), said(found), said(wrong)]

    update, found, wrong = anyio.run(talk)
    assert "in progress" in update.text
    assert "sugar-work" in profile.read_text(encoding="utf-8")
    assert "# From Me to Pastry Chef" in found.text
    assert wrong.wrong


def lines_of(process: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in process.stdout.splitlines()]


def test_nothing_but_the_protocol_is_on_standard_output() -> None:
    call = {"name": "show", "arguments": {"name": "bakers"}}
    asked = json.dumps({"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": call}).encode()
    sent = [b"nonsense", b"[" * 100_000, asked]
    ran = subprocess.run(
        [sys.executable, *COMMAND, "--verbose"],
        input=b"\n".join(sent) + b"\n",
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert b"Traceback" not in ran.stderr
    assert all(line["jsonrpc"] == "2.0" for line in lines_of(ran))


def test_an_interrupt_ends_a_process_that_waits_for_messages() -> None:
    hello = {"jsonrpc": "2.0", "id": 1, "method": "server/discover", "params": {}}
    with subprocess.Popen([sys.executable, *COMMAND], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(hello).encode() + b"\n")
        process.stdin.flush()
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_http_answers_clients_of_old_and_new_revisions(mode: str) -> None:
    app = application(ServedGraph(rolegraph.open(SMALL)))

    async def talk() -> tuple[set[str], Said]:
        transport = httpx2.ASGITransport(app=app)
        async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:1") as http:
            streams = streamable_http_client("http://127.0.0.1:1/mcp", http_client=http)
            async with Client(streams, mode=mode) as client:
                names = {tool.name for tool in (await client.list_tools()).tools}
                return names, said(await client.call_tool("path", {"from": "baker", "to": "pastry chef"}))

    names, found = anyio.run(talk)
    assert "# From Baker to Pastry Chef" in found.text
    assert not {"profile", "update_profile"} & names


def test_http_takes_nothing_but_posts_and_keeps_no_session(client: TestClient) -> None:
    for method in ("GET", "DELETE", "PUT"):
        refused = client.request(method, "/mcp")
        assert (refused.status_code, refused.headers["allow"]) == (405, "POST")
    answered = post(client)
    assert answered.status_code == 200
    assert answered.headers["content-type"] == "application/json"
    assert "mcp-session-id" not in answered.headers


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("http://testserver", 200),
        ("http://evil.example", 403),
        ("http://testserver.evil.example", 403),
        ("http://testserver:81", 403),
        ("null", 403),
        ("", 403),
    ],
)
def test_pages_of_other_origins_may_not_ask(client: TestClient, origin: str, status: int) -> None:
    assert post(client, Origin=origin).status_code == status


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"a":' * 100_000, b"[" * 100_000, b'{"jsonrpc": "2.0", "id": 1}'],
)
def test_what_is_no_message_gets_one_clear_refusal(client: TestClient, body: bytes) -> None:
    answered = post(client, body)
    assert 400 <= answered.status_code < 500
    assert "Traceback" not in answered.text


def test_a_message_of_another_type_is_refused(client: TestClient) -> None:
    assert post(client, **{"Content-Type": "text/plain"}).status_code in (400, 415)
    assert post(client, **{"MCP-Protocol-Version": "1999-01-01"}).status_code == 400
    huge = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "x" * 5_000_000}).encode()
    assert post(client, huge).status_code == 413
