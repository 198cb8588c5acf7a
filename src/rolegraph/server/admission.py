"""Who may ask: names of this server, a token, addresses that ask too often, and what a request may have."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import json
import re
import time
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final
from urllib.parse import unquote_to_bytes

Headers = Iterable[tuple[bytes, bytes]]
COOKIE: Final = "rolegraph_token"
_OPEN: Final = ("/api/", "/sparql")  # addresses that pages of others may ask
_FOR_PROGRAMS: Final = ("/api/", "/sparql", "/mcp")
_LONGEST_ADDRESS: Final = 8_000  # bytes
_MOST_HEADERS: Final = 16_000  # bytes
_MOST_ADDRESSES: Final = 10_000  # whose requests are counted
_BURST: Final = 5.0  # seconds, of which somebody may ask all requests at once
_HOST: Final = re.compile(r"(?:\[([^\[\]]{1,64})\]|([^:\[\]]{1,255}))(?::[0-9]{0,5})?")
_METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS", "DELETE")


class TurnedAway(Exception):
    """A request that gets no answer from the graph: what is wrong with it, and what helps."""

    def __init__(
        self, status: int, problem: str, cure: str = "", headers: Mapping[str, str] | None = None, *, form: str = ""
    ) -> None:
        super().__init__(problem)
        self.status, self.problem, self.cure, self.headers, self.form = status, problem, cure, headers or {}, form

    def as_json(self) -> bytes:
        """Problem details, as RFC 9457 has them."""
        title = HTTPStatus(self.status).phrase
        said = {"type": "about:blank", "title": title, "status": self.status, "detail": self.problem, "cure": self.cure}
        return json.dumps({name: value for name, value in said.items() if value}, indent=2).encode() + b"\n"

    def as_page(self) -> bytes:
        """A page for people, which needs nothing but the style sheet."""
        title = escape(HTTPStatus(self.status).phrase)
        sentences = "".join(
            f"<p>{escape(text[:1].upper() + text[1:])}.</p>" for text in (self.problem, self.cure) if text
        )
        return (
            '<!doctype html><html lang="en"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{title} · rolegraph</title>"
            '<link rel="stylesheet" href="/static/looks.css"><link rel="stylesheet" href="/static/site.css"></head>'
            f'<body><main id="main"><h1>{title}</h1>{sentences}{self.form}'
            '<p><a href="/">rolegraph</a></p></main></body></html>'
        ).encode()


ASKING: Final = (
    '<form method="post" action="/token"><p><label for="token">Token</label> '
    '<input id="token" name="token" type="password" autocomplete="current-password" required> '
    "<button>Open</button></p></form>"
)


def is_loopback(host: str) -> bool:
    """Whether an address or name is this machine's own."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def header(headers: Headers, name: bytes) -> str:
    """The value of a header; empty where it is not given."""
    return next((value.decode("latin-1") for key, value in headers if key == name), "")


def in_origin_form(scope: Mapping[str, Any]) -> Mapping[str, Any]:
    """A request, of which the address names no server: what it names is the host, as a proxy would send it."""
    raw: bytes = scope["raw_path"]
    if not raw.lower().startswith((b"http://", b"https://")):
        return scope
    host, slash, rest = raw.partition(b"://")[2].partition(b"/")
    headers = [(b"host", host), *((name, value) for name, value in scope["headers"] if name != b"host")]
    path = (slash + rest) or b"/"
    return {**scope, "raw_path": path, "path": unquote_to_bytes(path).decode("utf-8", "replace"), "headers": headers}


def is_open(path: str) -> bool:
    """Whether pages of others may ask an address."""
    return path.startswith(_OPEN[0]) or path == _OPEN[1]


def is_for_programs(path: str, accept: str) -> bool:
    """Whether who asks is better served with JSON than with a page."""
    if path == "/health" or path.startswith(_FOR_PROGRAMS):
        return True
    return "json" in accept and "text/html" not in accept


@dataclass
class Admission:
    """What is asked of requests before they reach the graph.

    Parameters
    ----------
    host
        The name or address that is listened at.
    hosts
        Other names under which this server may be asked.
    token
        What every request needs, where it is given.
    rate
        Requests a second from one address; 0 for any number.
    most_bytes
        Of a request's body.
    """

    host: str = "127.0.0.1"
    hosts: Collection[str] = ()
    token: str = ""
    rate: float = 0.0
    most_bytes: int = 10_000_000
    clock: Callable[[], float] = time.monotonic
    _asked: dict[str, tuple[float, float]] = field(default_factory=dict, repr=False)

    def check(self, scope: Mapping[str, Any]) -> None:
        """Turn a request away by its head, but for a token; raises `TurnedAway`."""
        if scope["method"] not in _METHODS:
            raise TurnedAway(
                405, f"{scope['method'][:20]} means nothing here", "use GET or POST", {"allow": "GET, HEAD, POST"}
            )
        if len(scope["raw_path"]) + len(scope["query_string"]) > _LONGEST_ADDRESS:
            raise TurnedAway(414, f"an address has at most {_LONGEST_ADDRESS:,} bytes", "ask for less, or with POST")
        if sum(len(name) + len(value) for name, value in scope["headers"]) > _MOST_HEADERS:
            raise TurnedAway(431, f"the headers of a request have at most {_MOST_HEADERS:,} bytes", "remove cookies")
        if header(scope["headers"], b"transfer-encoding") and header(scope["headers"], b"content-length"):
            # A proxy in front may go by the other one, and so see the next request elsewhere.
            cure = "send Content-Length or Transfer-Encoding"
            raise TurnedAway(400, "a request says in one way where it ends", cure, {"connection": "close"})
        self._check_host(scope)
        self._check_rate(scope)
        length = header(scope["headers"], b"content-length")
        if length.isdecimal() and len(length) < 20 and int(length) > self.most_bytes:
            raise self.too_large()

    def too_large(self) -> TurnedAway:
        """What is said of a body that is too large."""
        return TurnedAway(
            413, f"a request has at most {self.most_bytes / 1e6:g} MB", "send a smaller file", {"connection": "close"}
        )

    def _check_host(self, scope: Mapping[str, Any]) -> None:
        """A page of somebody else may have its name lead here: what is asked under that name gets no answer."""
        asked = header(scope["headers"], b"host")
        if not self.knows(asked):
            cure = "rolegraph serve --allow-host NAME allows another name"
            raise TurnedAway(421, "this server is not called so", cure)

    def knows(self, host: str) -> bool:
        """Whether a header names this server."""
        name = _name_of(host)
        if not is_loopback(self.host) and not self.hosts:
            return True
        return is_loopback(name) or name in {_name_of(known) for known in (self.host, *self.hosts)}

    def _check_rate(self, scope: Mapping[str, Any]) -> None:
        """Each address has so many requests in store, which fill up with time."""
        if not self.rate or not scope.get("client") or scope["path"] == "/health":
            return
        client, now = _network_of(scope["client"][0]), self.clock()
        most = max(1.0, self.rate * _BURST)
        left, since = self._asked.get(client, (most, now))
        left = min(most, left + (now - since) * self.rate)
        if left < 1:
            wait = {"retry-after": str(max(1, round((1 - left) / self.rate)))}
            raise TurnedAway(429, f"an address may ask {self.rate:g} times a second", "wait a moment", wait)
        if len(self._asked) >= _MOST_ADDRESSES:
            full = [known for known, (some, then) in self._asked.items() if some + (now - then) * self.rate >= most]
            for known in full or list(self._asked):
                del self._asked[known]
        self._asked[client] = (left - 1, now)

    def check_token(self, scope: Mapping[str, Any]) -> None:
        """Turn a request away that needs a token and has none; raises `TurnedAway`."""
        if not self.token or scope["path"].startswith("/static/"):
            return
        headers = scope["headers"]
        kind, _, given = header(headers, b"authorization").partition(" ")
        if kind.lower() == "bearer" and self.is_token(given.strip()):
            return
        if hmac.compare_digest(_cookies(headers).encode("utf-8", "replace"), self.cookie().encode()):
            return
        problem, cure = (
            "this server asks for a token",
            "ask whoever runs it; programs send it as Authorization: Bearer TOKEN",
        )
        raise TurnedAway(401, problem, cure, {"www-authenticate": 'Bearer realm="rolegraph"'}, form=ASKING)

    def is_token(self, given: str) -> bool:
        """Whether somebody has the token; takes equally long for all that is not."""
        return hmac.compare_digest(given.encode("utf-8", "replace"), self.token.encode())

    def cookie(self) -> str:
        """What a browser is given for the token."""
        return hmac.new(self.token.encode(), b"rolegraph serve", hashlib.sha256).hexdigest()


def _cookies(headers: Headers) -> str:
    try:
        found = SimpleCookie(header(headers, b"cookie")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _name_of(host: str) -> str:
    """The name in a header, without a port; empty where it is none."""
    name = host.strip().lower()
    if name.count(":") > 1 and not name.startswith("["):
        return name
    found = _HOST.fullmatch(name)
    return (found[1] or found[2].removesuffix(".")) if found else ""


def _network_of(address: str) -> str:
    """The address that requests are counted by: whoever has one of the sixth version has many."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False)) if found.version == 6 else address
