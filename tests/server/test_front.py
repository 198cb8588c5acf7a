"""What faces the network, with somebody in place of the workers."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from typing import Any, cast

import httpx
import pytest

from rolegraph.server import front
from rolegraph.server.admission import COOKIE, Admission
from rolegraph.server.crew import Unanswered
from rolegraph.server.front import Front
from rolegraph.server.workforce import Workforce

TOKEN = "0123456789abcdef"  # noqa: S105 - of this test


class _Reply:
    """An answer of nobody."""

    complete, error = True, ""

    def __init__(self, status: int, headers: list[tuple[bytes, bytes]], body: list[bytes]) -> None:
        self.status, self.headers, self._body = status, headers, body

    async def pieces(self) -> AsyncIterator[bytes]:
        for piece in self._body:
            yield piece


class _Nobody:
    """Answers with what it was asked, or as a test says."""

    fingerprint, ready, problem = "abc", 2, ""

    def __init__(self, answer: Callable[[dict[str, Any]], _Reply] | None = None) -> None:
        self.heads: list[dict[str, Any]] = []
        self._answer = answer

    @contextlib.asynccontextmanager
    async def asked(self, head: bytes, body: bytes) -> AsyncIterator[_Reply]:
        self.heads.append(json.loads(head))
        if self._answer:
            yield self._answer(self.heads[-1])
        else:
            yield _Reply(200, [(b"content-type", b"text/plain"), (b"x-frame-options", b"ALLOW")], [body])


def _front(force: _Nobody, log: list[str] | None = None, **settings: Any) -> Front:
    return Front(cast(Workforce, force), Admission(**settings), 30.0, None if log is None else log.append)


def _ask(asked: Front, method: str, address: str, **given: Any) -> httpx.Response:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(asked, client=("192.0.2.7", 1234))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
            return await client.request(method, address, **given)

    return asyncio.run(ask())


def test_every_answer_has_the_headers_that_keep_it_safe_and_once() -> None:
    answer = _ask(_front(_Nobody()), "GET", "/role/baker")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers.get_list("x-frame-options") == ["DENY"]
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert _ask(_front(_Nobody()), "POST", "/plan", content=b"a").headers["cache-control"] == "no-store"
    assert "content-security-policy" in _ask(_front(_Nobody()), "GET", "/", headers={"host": "example.org"}).headers


@pytest.mark.parametrize("path", ["/api/path?from=a", "/sparql"])
def test_pages_of_others_may_ask_for_data_unless_there_is_a_token(path: str) -> None:
    assert _ask(_front(_Nobody()), "GET", path).headers["access-control-allow-origin"] == "*"
    preflight = _ask(_front(_Nobody()), "OPTIONS", path)
    assert (preflight.status_code, preflight.headers["access-control-allow-methods"]) == (204, "GET, HEAD, POST")
    closed = _ask(_front(_Nobody(), token=TOKEN), "GET", path, headers={"authorization": f"Bearer {TOKEN}"})
    assert closed.status_code == 200
    assert "access-control-allow-origin" not in closed.headers
    assert "access-control-allow-origin" not in _ask(_front(_Nobody()), "GET", "/role/baker").headers


def test_a_worker_is_told_all_but_the_token() -> None:
    force = _Nobody()
    headers = {"authorization": f"Bearer {TOKEN}", "accept-language": "de"}
    assert _ask(_front(force, token=TOKEN), "POST", "/a%20b?q=%C3%A4", headers=headers, content=b"data").text == "data"
    (head,) = force.heads
    assert (head["method"], head["raw_path"], head["path"], head["query_string"]) == (
        "POST",
        "/a%20b",
        "/a b",
        "q=%C3%A4",
    )
    assert ["accept-language", "de"] in head["headers"]
    assert TOKEN not in json.dumps(head)


def test_a_browser_gets_a_cookie_for_a_token_and_an_address_without_it() -> None:
    asked = _front(_Nobody(), token=TOKEN)
    page = _ask(asked, "GET", "/", headers={"accept": "text/html"})
    assert page.status_code == 401
    assert '<form method="post" action="/token">' in page.text
    for answer in (
        _ask(asked, "GET", f"/role/baker?a=1&token={TOKEN}"),
        _ask(asked, "POST", "/token", data={"token": TOKEN}),
    ):
        assert answer.status_code == 303
        assert TOKEN not in str(answer.headers)
        assert answer.headers["set-cookie"].endswith("; Path=/; HttpOnly; SameSite=Strict")
        assert answer.headers["location"] in ("/role/baker?a=1", "/")
        cookie = answer.headers["set-cookie"].partition(";")[0]
        assert _ask(asked, "GET", "/", headers={"cookie": cookie}).status_code == 200
    assert _ask(asked, "POST", "/token", data={"token": TOKEN + "0"}).status_code == 401
    assert _ask(asked, "GET", "/?token=é").status_code == 401
    elsewhere = _ask(asked, "GET", f"http://localhost:8000//example.org/?token={TOKEN}")
    assert elsewhere.headers["location"] == "/example.org/"
    assert COOKIE in cookie


@pytest.mark.parametrize("is_said", [True, False])
def test_a_body_that_is_too_large_is_heard_out_and_refused(is_said: bool) -> None:
    sent: list[int] = []

    async def pieces() -> AsyncIterator[bytes]:
        for number in range(5):
            sent.append(number)
            yield b"a" * 50

    force = _Nobody()
    headers = {"accept": "application/json", **({"content-length": "250"} if is_said else {})}
    answer = _ask(_front(force, most_bytes=100), "POST", "/plan", content=pieces(), headers=headers)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["cure"] == "send a smaller file"
    assert (force.heads, len(sent)) == ([], 5)


@pytest.mark.parametrize("cause", ["busy", "time", "memory", "size", "crash", "error"])
def test_where_there_is_no_answer_it_is_said_why_and_what_helps(cause: str) -> None:
    def none(_: dict[str, Any]) -> _Reply:
        raise Unanswered(cause, "in file.py, line 7")

    log: list[str] = []
    answer = _ask(_front(_Nobody(none), log), "GET", "/api/path?from=nurse")
    assert answer.status_code == (500 if cause == "error" else 503)
    assert ("retry-after" in answer.headers) is (cause != "error")
    assert "file.py" not in answer.text
    assert answer.json()["cure"]
    assert answer.json()["cure"] not in answer.json()["detail"]
    assert log[0].endswith("(in file.py, line 7)")


def test_the_log_says_neither_who_asked_nor_what() -> None:
    log: list[str] = []
    _ask(_front(_Nobody(), log), "POST", "/plan%0Aevil?have=secret", content=b"private")
    (line,) = log
    when, method, path, status, size, took = line.split()
    assert (method, path, status, size) == ("POST", "/plan%0Aevil", "200", "7")
    assert when.endswith("Z")
    assert float(took) >= 0
    assert not {"192.0.2.7", "secret", "private"} & set(line.replace("?", " ").split())


def test_health_says_what_is_served_and_what_is_not() -> None:
    force = _Nobody()
    well = _ask(_front(force, token=TOKEN), "GET", "/health")
    assert (well.status_code, well.json()["status"], well.json()["fingerprint"]) == (200, "ok", "abc")
    force.problem = "/home/somebody/graph.ttl, line 1: ends"
    outdated = _ask(_front(force), "GET", "/health")
    assert outdated.json()["status"] == "outdated"
    assert "somebody" not in outdated.text
    force.ready = 0
    ill = _ask(_front(force), "GET", "/health")
    assert (ill.status_code, ill.json()["status"]) == (503, "failing")
    assert force.heads == []


def test_who_goes_away_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "_GRACE", 0.01)
    ended: list[str] = []

    class _Slow(_Nobody):
        @contextlib.asynccontextmanager
        async def asked(self, head: bytes, body: bytes) -> AsyncIterator[_Reply]:  # noqa: ARG002
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                ended.append("stopped")
                raise
            yield _Reply(200, [], [])

    async def ask() -> None:
        coming: list[dict[str, Any]] = [
            {"type": "http.disconnect"},
            {"type": "http.request", "body": b"", "more_body": False},
        ]
        head = {"type": "http", "method": "GET", "path": "/", "raw_path": b"/", "query_string": b"", "scheme": "http"}
        scope = {**head, "headers": [(b"host", b"localhost")], "client": None, "http_version": "1.1", "server": None}

        async def receive() -> dict[str, Any]:
            return coming.pop()

        async def send(_message: dict[str, Any]) -> None:
            ended.append("answered")

        await _front(_Slow())(scope, receive, send)

    asyncio.run(ask())
    assert ended == ["stopped"]


def test_a_reader_that_takes_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "_SLOW", 0.05)

    async def ask() -> None:
        head = {"type": "http", "method": "GET", "path": "/", "raw_path": b"/", "query_string": b"", "scheme": "http"}
        scope = {**head, "headers": [(b"host", b"localhost")], "client": None, "http_version": "1.1", "server": None}
        coming: list[dict[str, Any]] = [{"type": "http.request", "body": b"", "more_body": False}]

        async def receive() -> dict[str, Any]:
            return coming.pop() if coming else await asyncio.Future()

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.body":
                await asyncio.Future()

        with pytest.raises(ConnectionAbortedError):
            await _front(_Nobody(lambda _: _Reply(200, [], [b"a"])))(scope, receive, send)

    asyncio.run(ask())
