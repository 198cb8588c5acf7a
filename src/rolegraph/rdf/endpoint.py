"""A SPARQL 1.1 endpoint over HTTP: queries, answers, and errors that say what failed.

Credentials are in the environment: `ROLEGRAPH_TOKEN` (a bearer token), or `ROLEGRAPH_USER` and `ROLEGRAPH_PASSWORD`.
They are sent to the endpoint's own address only, never along a redirect, and are never shown.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import io
import json
import os
import socket
import ssl
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import QueryResultsFormat, RdfFormat

from rolegraph.errors import EndpointError, QueryTimeout, RolegraphError
from rolegraph.rdf.answers import Answer
from rolegraph.rdf.limits import MOST_ANSWER_BYTES, NestingError
from rolegraph.rdf.query_text import form_of, has_dataset_clause

DEFAULT_TIMEOUT: Final = 30.0  # seconds
_CHUNK: Final = 1 << 16
_LONGEST_REMARK: Final = 200  # characters of what a server says about an error


_RESULTS: Final = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/xml": QueryResultsFormat.XML,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
_GRAPHS: Final = {
    "application/n-triples": RdfFormat.N_TRIPLES,
    "text/turtle": RdfFormat.TURTLE,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
_ACCEPT_RESULTS: Final = "application/sparql-results+json, application/sparql-results+xml;q=0.8"
_ACCEPT_GRAPH: Final = "application/n-triples, text/turtle;q=0.9, application/rdf+xml;q=0.8"


@dataclass(frozen=True)
class Endpoint:
    """The address of an endpoint. `graphs` are asked together as the default graph; with none, the server chooses."""

    url: str
    timeout: float = DEFAULT_TIMEOUT
    graphs: Sequence[str] = ()
    _authorization: str = field(default="", repr=False)

    @property
    def shown(self) -> str:
        """The address for messages, without the query string, which may hold a key."""
        return self.url.partition("?")[0]

    def ask(self, query: str, timeout: float | None = None) -> Answer:
        """The endpoint's answer to a query that was checked.

        Raises `EndpointError` when it cannot be reached, refuses, redirects, or does not answer with results, and
        `QueryTimeout` when all of its answer has not come in time.
        """
        chosen = () if has_dataset_clause(query) else self.graphs
        graphs = [(key, iri) for key in ("default-graph-uri", "named-graph-uri") for iri in chosen]
        body = urllib.parse.urlencode([("query", query), *graphs]).encode()
        gives_graph = form_of(query).gives_graph
        data, media_type = self._post(body, _ACCEPT_GRAPH if gives_graph else _ACCEPT_RESULTS, timeout or self.timeout)
        try:
            if gives_graph and media_type in _GRAPHS:
                return Answer.of_graph(data, _GRAPHS[media_type])
            if not gives_graph and media_type in _RESULTS:
                # Rows are parsed lazily; an answer that is cut off must be an error before its first row is used.
                for _ in Answer.of_results(data, _RESULTS[media_type]).solutions or ():
                    pass
                return Answer.of_results(data, _RESULTS[media_type])
        except NestingError as error:
            raise EndpointError(self.shown, f"its answer {error.problem}", "ask for less") from None
        except (SyntaxError, ValueError) as error:
            raise EndpointError(self.shown, f"its answer is cut off or malformed: {_first_line(str(error))}") from None
        cure = "is this the address of a SPARQL endpoint?"
        raise EndpointError(self.shown, f"answers with {media_type or 'no media type'}, not with results", cure)

    def _post(self, body: bytes, accept: str, timeout: float) -> tuple[bytes, str]:
        request = urllib.request.Request(self.url, body, {"Accept": accept, "User-Agent": "rolegraph"})  # noqa: S310
        if self._authorization:
            request.add_unredirected_header("Authorization", self._authorization)
        # In a thread, since the limits of a socket hold for each byte, and not for looking up the name of a host.
        sockets: list[socket.socket] = []
        done: Future[tuple[bytes, str]] = Future()

        def exchange() -> None:
            try:
                done.set_result(self._exchange(request, timeout, sockets))
            except BaseException as error:  # noqa: BLE001 - it is raised where the answer is waited for
                done.set_exception(error)

        threading.Thread(target=exchange, daemon=True).start()
        try:
            return done.result(timeout)
        except TimeoutError:
            raise QueryTimeout(timeout) from None
        finally:
            for one in sockets:  # an exchange that goes on ends
                with contextlib.suppress(OSError):
                    socket.socket.shutdown(one, socket.SHUT_RDWR)

    def _exchange(
        self, request: urllib.request.Request, timeout: float, sockets: list[socket.socket]
    ) -> tuple[bytes, str]:
        """The body of the answer and its media type. The sockets that are opened for it are added to `sockets`."""
        opener = urllib.request.build_opener(_NoRedirect, *_handlers(sockets))
        try:
            with opener.open(request, timeout=timeout) as response:
                if response.headers.get("X-SPARQL-MaxRows"):
                    cure = "ask for less, or raise its limit (ResultSetMaxRows)"
                    raise EndpointError(self.shown, "answers with a part of the rows only", cure)
                if coding := response.headers.get("Content-Encoding", "").strip().lower().removeprefix("identity"):
                    problem = f"answers compressed ({_first_line(coding)}), which was not asked for"
                    raise EndpointError(self.shown, problem)
                return self._read(response), response.headers.get_content_type()
        except urllib.error.HTTPError as error:
            with error:
                raise self._refusal(error) from None
        except (urllib.error.URLError, OSError, http.client.HTTPException, UnicodeError) as error:
            raise self._failure(error, timeout) from None

    def _read(self, response: Any) -> bytes:
        """The body, up to `MOST_ANSWER_BYTES`."""
        body = io.BytesIO()
        while chunk := response.read1(_CHUNK):
            if body.tell() + len(chunk) > MOST_ANSWER_BYTES:
                problem = f"its answer is larger than {MOST_ANSWER_BYTES >> 20:,} MB"
                raise EndpointError(self.shown, problem, "ask for less, for example with LIMIT")
            body.write(chunk)
        if response.length:  # read1 raises no error for what is missing
            raise http.client.IncompleteRead(b"", response.length)
        return body.getvalue()

    def _refusal(self, error: urllib.error.HTTPError) -> EndpointError:
        status = f"answers {error.code} {error.reason}".rstrip()
        if 300 <= error.code < 400:
            place = self.without_secrets(urllib.parse.urljoin(self.url, error.headers.get("Location", "")))
            return EndpointError(self.shown, f"{status}: it has moved to {place}", "name that", status=error.code)
        if error.code in (401, 403):
            cure = "set ROLEGRAPH_USER and ROLEGRAPH_PASSWORD, or ROLEGRAPH_TOKEN"
            return EndpointError(self.shown, status, cure, status=error.code)
        try:
            remark = _remark(error.read(_CHUNK).decode(errors="replace"), error.headers.get_content_type())
        except (OSError, http.client.HTTPException):
            remark = ""
        remark = self.without_secrets(remark) if "html" not in error.headers.get_content_type() else ""
        cure = "check the address" if error.code in (404, 405, 410) else ""
        return EndpointError(self.shown, status + (f": {remark}" if remark else ""), cure, status=error.code)

    def _failure(self, error: Exception, timeout: float) -> EndpointError | QueryTimeout:
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        if isinstance(reason, TimeoutError):
            return QueryTimeout(timeout)
        if isinstance(reason, ssl.SSLCertVerificationError):
            cure = "name the certificate of a private authority in SSL_CERT_FILE"
            return EndpointError(self.shown, f"its certificate is not trusted: {reason.verify_message}", cure)
        if isinstance(reason, ssl.SSLError):
            return EndpointError(self.shown, f"no secure connection: {reason.reason or reason}", "does it speak TLS?")
        if isinstance(reason, socket.gaierror | UnicodeError):  # the second for a name that no host can have
            return EndpointError(self.shown, "there is no such host", "check the address")
        if isinstance(reason, ConnectionRefusedError):
            return EndpointError(self.shown, "nothing answers there", "is the server running?")
        if isinstance(reason, http.client.IncompleteRead):
            return EndpointError(self.shown, "its answer breaks off")
        return EndpointError(self.shown, f"the connection failed: {self.without_secrets(_first_line(str(reason)))}")

    def without_secrets(self, text: str) -> str:
        """A text from a server, without the credentials that were sent to it."""
        for secret in filter(None, (os.environ.get(name) for name in ("ROLEGRAPH_TOKEN", "ROLEGRAPH_PASSWORD"))):
            text = text.replace(secret, "…")
        return text.replace(self._authorization.partition(" ")[2] or "\0", "…")


def endpoint_at(url: str, timeout: float = DEFAULT_TIMEOUT) -> Endpoint:
    """An endpoint with the credentials of the environment.

    Raises `EndpointError` when the address is not valid, holds a password, or credentials would be sent unencrypted.
    """
    try:
        parts = urllib.parse.urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise EndpointError("the address", f"is not valid: {error}") from None
    if "@" in parts.netloc:
        cure = "set ROLEGRAPH_USER and ROLEGRAPH_PASSWORD"
        raise EndpointError(f"{parts.scheme}://{host}", "an address must not hold a password", cure)
    if not host or not url.isascii() or not url.isprintable() or " " in url:
        raise EndpointError(url, "is not an address", "write https://host/path")
    authorization = _authorization()
    if authorization and parts.scheme != "https" and host not in ("localhost", "127.0.0.1", "::1"):
        cure = "use https, or unset ROLEGRAPH_USER and ROLEGRAPH_TOKEN"
        raise EndpointError(url, "credentials would be sent unencrypted", cure)
    return Endpoint(url, timeout, (), authorization)


def _authorization() -> str:
    if token := os.environ.get("ROLEGRAPH_TOKEN", "").strip():
        if not (token.isascii() and token.isprintable()):
            raise RolegraphError("ROLEGRAPH_TOKEN holds characters that no token has (a line break, perhaps)")
        return f"Bearer {token}"
    if user := os.environ.get("ROLEGRAPH_USER"):
        pair = f"{user}:{os.environ.get('ROLEGRAPH_PASSWORD', '')}"
        return "Basic " + base64.b64encode(pair.encode()).decode()
    return ""


def _handlers(sockets: list[socket.socket]) -> tuple[urllib.request.HTTPHandler, urllib.request.HTTPSHandler]:
    """What connects, and adds each socket that it opens to a list."""

    class Connection(http.client.HTTPConnection):
        def connect(self) -> None:
            super().connect()
            sockets.append(self.sock)

    class SecureConnection(http.client.HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            sockets.append(self.sock)

    class Handler(urllib.request.HTTPHandler):
        def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
            return self.do_open(Connection, req)

    class SecureHandler(urllib.request.HTTPSHandler):
        def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
            return self.do_open(SecureConnection, req)

    return Handler(), SecureHandler()


def _remark(text: str, media_type: str) -> str:
    """What a server says is wrong, in one line: problem details by RFC 9457, or a text."""
    if media_type == "application/problem+json":
        with contextlib.suppress(ValueError, AttributeError):
            said = json.loads(text)
            return _first_line(str(said.get("detail") or said.get("title") or ""))
    return _first_line(text)


def _first_line(text: str) -> str:
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= _LONGEST_REMARK else line[:_LONGEST_REMARK] + " …"


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Redirects are reported: following one would turn POST to GET, and could lead anywhere."""

    def redirect_request(self, *_: object) -> None:
        return None
