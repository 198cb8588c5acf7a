"""What faces the network: lets requests in or turns them away, has them answered, and says what became of them.

It holds no graph and computes nothing, so that no request can stop it from answering others.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable, Mapping, MutableMapping
from contextlib import suppress
from typing import Any, Final
from urllib.parse import parse_qs, urlencode

from rolegraph.model import __version__
from rolegraph.server.admission import (
    ASKING,
    COOKIE,
    Admission,
    TurnedAway,
    header,
    in_origin_form,
    is_for_programs,
    is_open,
)
from rolegraph.server.crew import MOST, Reply, Unanswered
from rolegraph.server.workforce import Workforce

Message = MutableMapping[str, Any]
_PIECE: Final = 1 << 16  # bytes that are sent at once
_SLOW: Final = 30.0  # seconds that a reader takes for a piece, or a sender for the next
_GRACE: Final = 2.0  # seconds until an answer is given up that nobody waits for any more
_LONGER: Final = 4  # times the limit that an answer may take which is sent while it is made
_MOST_HEARD: Final = 100_000_000  # bytes of a body that is too large
_MOST_FORM: Final = 10_000  # bytes of a form with a token
_SECURITY: Final = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_FOR_ALL: Final = {
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "ETag, Link, Retry-After, Rolegraph-Note, Rolegraph-Total",
    "cross-origin-resource-policy": "cross-origin",
}
_PREFLIGHT: Final = {
    "access-control-allow-methods": "GET, HEAD, POST",
    "access-control-allow-headers": "Accept, Content-Type, If-None-Match",
    "access-control-max-age": "86400",
}


class Front:
    """An ASGI application that passes requests on to workers.

    Parameters
    ----------
    workforce
        Who answers.
    admission
        Who may ask.
    limit
        The most seconds that an answer takes; it is said to people, and keeps answers that are sent while they are
        made from taking for ever.
    log
        Called with a line for each request, without anything that says who asked, or what.
    """

    def __init__(
        self, workforce: Workforce, admission: Admission, limit: float, log: Callable[[str], object] | None = None
    ) -> None:
        self.workforce, self.admission, self.limit, self._log = workforce, admission, limit, log

    async def __call__(self, scope: Mapping[str, Any], receive: Any, send: Any) -> None:
        """Reply a request."""
        if scope["type"] != "http":
            return
        await _Exchange(self, in_origin_form(scope), receive, send).run()

    def note(self, line: str) -> None:
        """Write a line into the log, if there is one."""
        if self._log is not None:
            self._log(line)

    def health(self) -> tuple[int, bytes]:
        """Whether requests are answered, and from what."""
        force = self.workforce
        status = "ok" if force.ready else "starting"
        about = {"status": status, "version": __version__, "fingerprint": force.fingerprint, "workers": force.ready}
        if force.problem:
            # Where the graph lies on this machine is told to its log, not to whoever asks.
            problem = "the graph that is there now cannot be opened: the log says why"
            about |= {"status": "outdated" if force.ready else "failing", "problem": problem}
        return 200 if force.ready else 503, json.dumps(about).encode()

    def turned_away(self, error: Unanswered) -> TurnedAway:
        """What is said where there is no answer."""
        again = {"retry-after": "5"}
        match error.cause:
            case "busy":
                return TurnedAway(503, "more is asked than can be answered now", "try again in a moment", again)
            case "time":
                problem = f"the answer takes longer than {self.limit:g} s, and was stopped"
                return TurnedAway(503, problem, "ask for less", again)
            case "memory":
                return TurnedAway(503, "the answer takes more memory than there is for one", "ask for less", again)
            case "size":
                return TurnedAway(503, f"the answer has more than {MOST >> 20:,} MB", "ask for less", again)
            case "crash":
                problem = "the process that was to answer ended over the question, and was replaced"
                return TurnedAway(503, problem, "ask for less, or in a simpler way", again)
            case _:
                return TurnedAway(500, "an error of rolegraph itself", "please report it, with the address")


class _Exchange:
    """A request and its answer."""

    def __init__(self, front: Front, scope: Mapping[str, Any], receive: Any, send: Any) -> None:
        self._front, self._scope, self._receive, self._send = front, scope, receive, send
        self._workforce, self._admission, self._limit = front.workforce, front.admission, front.limit
        self._path: str = scope["path"]
        self._status = self._sent = 0
        self._detail = ""

    async def run(self) -> None:
        """Have it answered, or turned away, and write it down."""
        begun = time.perf_counter()
        try:
            await self._answer()
        except TurnedAway as error:
            if error.status == 413:
                await self._hear_out()
            await self._turn_away(error)
        except Unanswered as error:
            self._detail = error.detail
            if self._status:  # what was begun cannot be taken back: it ends before its end
                self._detail = self._detail or error.cause
                raise ConnectionAbortedError from None
            await self._turn_away(self._front.turned_away(error))
        except TimeoutError:
            self._detail = "the answer was not taken, or not made, in time"
            raise ConnectionAbortedError from None
        finally:
            self._note(begun)

    def _note(self, begun: float) -> None:
        when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        path = self._scope["raw_path"].decode("latin-1")[:200]
        took = f"{(time.perf_counter() - begun) * 1000:.1f}"
        said = f" ({self._detail})" if self._detail else ""
        self._front.note(f"{when} {self._scope['method'][:20]} {path} {self._status} {self._sent} {took}{said}")

    async def _answer(self) -> None:
        self._admission.check(self._scope)
        if self._path == "/health":
            status, data = self._front.health()
            await self._give(status, {"content-type": "application/json", "cache-control": "no-store"}, data)
        elif self._scope["method"] == "OPTIONS" and is_open(self._path) and not self._admission.token:
            await self._give(204, _PREFLIGHT, b"")
        elif not (self._admission.token and await self._is_about_token()):
            self._admission.check_token(self._scope)
            await self._ask(await self._body(self._admission.most_bytes))

    async def _is_about_token(self) -> bool:
        """Give a browser a cookie for a token, and lead it to an address without one."""
        query = parse_qs(self._scope["query_string"].decode("latin-1"), keep_blank_values=True)
        onward = self._scope["raw_path"].decode("latin-1")
        if self._path == "/token":
            if self._scope["method"] != "POST":
                raise TurnedAway(401, "this server asks for a token", form=ASKING)
            form = parse_qs((await self._body(_MOST_FORM)).decode("latin-1"))
            given, query, onward = form.get("token", [""]), {}, "/"
        elif "token" not in query or self._scope["method"] != "GET":
            return False
        else:
            given = query.pop("token")
        if not self._admission.is_token(given[0].strip()):
            raise TurnedAway(401, "that is not the token of this server", "ask who runs it", form=ASKING)
        secure = "; Secure" if self._scope["scheme"] == "https" else ""
        cookie = f"{COOKIE}={self._admission.cookie()}; Path=/; HttpOnly; SameSite=Strict{secure}"
        # An address that begins with two slashes would lead elsewhere.
        place = "/" + onward.lstrip("/\\") + (f"?{urlencode(query, doseq=True)}" if query else "")
        await self._give(303, {"location": place, "set-cookie": cookie, "cache-control": "no-store"}, b"")
        return True

    async def _body(self, most: int) -> bytes:
        """All of the body, which must come without long pauses, and within a limit on time."""
        body = bytearray()
        try:
            async with asyncio.timeout(4 * _SLOW):
                while True:
                    async with asyncio.timeout(_SLOW):
                        message = await self._receive()
                    if message["type"] == "http.disconnect":
                        raise TurnedAway(400, "the request was not sent to its end")
                    body += message.get("body", b"")
                    if len(body) > most:
                        raise self._admission.too_large()
                    if not message.get("more_body", False):
                        return bytes(body)
        except TimeoutError:
            cure = {"connection": "close"}
            raise TurnedAway(408, "the request takes too long to come", "send it again", cure) from None

    async def _hear_out(self) -> None:
        """Take the rest of a body, within reason: a browser that is not done sending does not read an answer."""
        taken = 0
        with suppress(TimeoutError):
            async with asyncio.timeout(_SLOW):
                while taken < _MOST_HEARD and (message := await self._receive()).get("more_body", False):
                    taken += len(message.get("body", b""))

    async def _ask(self, body: bytes) -> None:
        """Pass the request on to a worker, and the answer back, unless nobody waits for it any more."""
        answering = asyncio.ensure_future(self._pass_on(body))
        leaving = asyncio.ensure_future(self._receive())
        try:
            await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
            if not answering.done():
                await asyncio.wait({answering}, timeout=_GRACE)
            if answering.done():
                return await answering
            self._detail = "nobody waited for the answer"
        finally:
            answering.cancel()
            leaving.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await answering

    async def _pass_on(self, body: bytes) -> None:
        async with self._workforce.asked(self._head(), body) as answer:
            self._detail = answer.error
            async with asyncio.timeout(None if answer.complete else _LONGER * self._limit):
                await self._give_on(answer)

    def _head(self) -> bytes:
        scope = self._scope
        headers = [
            [name.decode("latin-1"), value.decode("latin-1")]
            for name, value in scope["headers"]
            if name != b"authorization"
        ]
        about = {name: scope[name] for name in ("method", "path", "scheme", "http_version", "server")}
        texts = {name: scope[name].decode("latin-1") for name in ("raw_path", "query_string")}
        return json.dumps({**about, **texts, "headers": headers}).encode()

    async def _give_on(self, answer: Reply) -> None:
        headers = [(name, value) for name, value in answer.headers if name.decode("latin-1") not in self._ours()]
        await self._begin(answer.status, headers)
        async for piece in answer.pieces():
            await self._write(piece)
        await self._write(b"", more=False)

    def _ours(self) -> Mapping[str, str]:
        """The headers that every answer to this request has."""
        for_all = is_open(self._path) and not self._admission.token
        return {**_SECURITY, **(_FOR_ALL if for_all else {"cross-origin-resource-policy": "same-origin"})}

    async def _give(self, status: int, headers: Mapping[str, str], data: bytes) -> None:
        """A whole answer."""
        given = {**headers, "content-length": str(len(data))}
        await self._begin(status, [(name.encode(), value.encode("latin-1")) for name, value in given.items()])
        await self._write(data, more=False)

    async def _begin(self, status: int, headers: list[tuple[bytes, bytes]]) -> None:
        ours = [(name.encode(), value.encode()) for name, value in self._ours().items()]
        if not header(headers, b"cache-control"):
            kept = b"no-store" if self._scope["method"] == "POST" else b"private, no-cache"
            ours.append((b"cache-control", kept))
        self._status = status
        await self._send({"type": "http.response.start", "status": status, "headers": [*headers, *ours]})

    async def _write(self, data: bytes, *, more: bool = True) -> None:
        """Send a part of a body, which must be taken without long pauses."""
        self._sent += len(data)
        for start in range(0, len(data) or 1, _PIECE):
            part = data[start : start + _PIECE]
            is_last = not more and start + _PIECE >= len(data)
            async with asyncio.timeout(_SLOW):
                await self._send({"type": "http.response.body", "body": part, "more_body": not is_last})

    async def _turn_away(self, error: TurnedAway) -> None:
        for_programs = is_for_programs(self._path, header(self._scope["headers"], b"accept"))
        kind = "application/problem+json" if for_programs else "text/html; charset=utf-8"
        headers = {"content-type": kind, "cache-control": "no-store", **error.headers}
        await self._give(error.status, headers, error.as_json() if for_programs else error.as_page())


def log_line(line: str) -> None:
    """Write a line to standard error, which may be closed."""
    with suppress(OSError, ValueError):
        sys.stderr.write(line + "\n")
        sys.stderr.flush()
