"""An endpoint that refuses, redirects, breaks off, drips or talks nonsense: one clear line, and no secret in it."""

from __future__ import annotations

import base64
import contextlib
import gzip
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import trustme

import rolegraph
from rolegraph.errors import EndpointError, QueryTimeout, RolegraphError
from rolegraph.rdf import endpoint
from rolegraph.rdf.endpoint import Endpoint, endpoint_at

JSON = "application/sparql-results+json"
YES = b'{"head":{},"boolean":true}'
SECRET = "correct-horse"  # noqa: S105 - a password of a test

Reply = Callable[[BaseHTTPRequestHandler], None]


class Peer:
    """A server on the loopback that answers every request with the same reply, and remembers what it was asked."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.reply: Reply = answering(YES)
        self.headers: list[dict[str, str]] = []
        self.forms: list[dict[str, list[str]]] = []
        peer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                peer.headers.append(dict(self.headers))
                peer.forms.append(parse_qs(body.decode()))
                peer.reply(self)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        if context:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.url = f"{'https' if context else 'http'}://localhost:{self.server.server_port}/sparql"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


def answering(body: bytes, type_: str = JSON, status: int = 200, **headers: str) -> Reply:
    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", type_)
        more = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"Content-Length": str(len(body)), **more}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return reply


@pytest.fixture(autouse=True)
def _without_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "ROLEGRAPH_USER", "ROLEGRAPH_PASSWORD", "ROLEGRAPH_TOKEN"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def peer() -> Iterator[Peer]:
    found = Peer()
    yield found
    found.close()


def test_the_query_goes_out_as_a_form_with_the_graphs_asked(peer: Peer) -> None:
    assert Endpoint(peer.url, graphs=("http://x/a", "http://x/b")).ask("ASK { ?s ?p 'é&=' }").truth is True
    assert peer.forms == [
        {
            "query": ["ASK { ?s ?p 'é&=' }"],
            "default-graph-uri": ["http://x/a", "http://x/b"],
            "named-graph-uri": ["http://x/a", "http://x/b"],
        }
    ]
    assert "Authorization" not in peer.headers[0]


def test_a_query_that_names_its_graphs_itself_is_left_alone(peer: Peer) -> None:
    Endpoint(peer.url, graphs=("http://x/a",)).ask("ASK FROM <http://x/b> { ?s ?p ?o }")
    assert peer.forms[0].keys() == {"query"}


@pytest.mark.parametrize(
    ("reply", "message"),
    [
        (
            answering(b'{"title": "No", "detail": "line 2 is odd", "status": 400}', "application/problem+json", 400),
            "answers 400 Bad Request: line 2 is odd",
        ),
        (answering(b"[1, 2]", "application/problem+json", 400), "answers 400 Bad Request: [1, 2]"),
        (answering(b"", status=404), "answers 404 Not Found (check the address)"),
        (answering(b"\n  bad query\nat line 7", "text/plain", 400), "answers 400 Bad Request: bad query"),
        (answering(b"<h1>no</h1>", "text/html", 500), "answers 500 Internal Server Error"),
        (answering(b"", status=401), "answers 401 Unauthorized (set ROLEGRAPH_USER"),
        (answering(b"", status=302, Location="/elsewhere"), "it has moved to http://localhost:"),
        (
            answering(b"", status=307, Location="https://example.org/q"),
            "it has moved to https://example.org/q (name that)",
        ),
        (answering(b"<html></html>", "text/html; charset=utf-8"), "answers with text/html, not with results"),
        (answering(b'{"head":{"vars":["a"]},"resul'), "its answer is cut off or malformed"),
        (answering(b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":{"type":"uri","va'), "cut off or malformed"),
        (answering(b"?a\n<http://x/a>\n<http://x", "text/tab-separated-values"), "cut off or malformed"),
        (answering(b"<sparql", "application/sparql-results+xml"), "its answer is cut off or malformed"),
        (answering(b"", JSON), "its answer is cut off or malformed"),
        (answering(YES, Content_Length="400"), "its answer breaks off"),
        (answering(YES, X_SPARQL_MaxRows="10000"), "answers with a part of the rows only"),
        (lambda handler: handler.connection.close(), "the connection failed"),
        (lambda handler: handler.wfile.write(b"ICY 200 OK\r\n\r\n") and None, "the connection failed"),
    ],
)
def test_what_goes_wrong_is_said_in_one_line(reply: Reply, message: str, peer: Peer) -> None:
    peer.reply = reply
    with pytest.raises(EndpointError) as caught:
        Endpoint(peer.url).ask("SELECT ?a { ?a ?p ?o }")
    assert message in str(caught.value)
    assert str(caught.value).startswith(peer.url)
    assert "\n" not in str(caught.value)


def test_a_graph_is_asked_for_as_a_graph(peer: Peer) -> None:
    peer.reply = answering(b"<http://x/s> <http://x/p> 'o' .", "text/turtle")
    answer = Endpoint(peer.url).ask("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
    assert [str(triple) for triple in answer.triples or ()] == ['<http://x/s> <http://x/p> "o"']
    assert "n-triples" in peer.headers[0]["Accept"]
    peer.reply = answering(b"<http://x/s> <http://x/p> 'o", "text/turtle")
    with pytest.raises(EndpointError, match="malformed"):
        Endpoint(peer.url).ask("DESCRIBE <http://x/s>")


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Never silent for long, and never done."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(b" ")
            time.sleep(0.05)
    except OSError:
        return


def drip_headers(handler: BaseHTTPRequestHandler) -> None:
    """Headers without end, a byte at a time."""
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX: ")
        while True:
            handler.wfile.write(b"x")
            time.sleep(0.05)
    except OSError:
        return


def drip_refusal(handler: BaseHTTPRequestHandler) -> None:
    """A remark on an error that never ends."""
    handler.send_response(400)
    drip(handler)


@pytest.mark.parametrize("reply", [drip, drip_headers, drip_refusal, lambda _: time.sleep(3)])
def test_a_server_that_takes_too_long_is_left(reply: Reply, peer: Peer) -> None:
    peer.reply = reply
    before = threading.active_count()
    with pytest.raises(QueryTimeout, match=r"after 0\.5 s"):
        Endpoint(peer.url).ask("ASK {}", 0.5)
    for _ in range(100):
        if threading.active_count() <= before + 1:  # the server's own may still sleep
            return
        time.sleep(0.05)
    pytest.fail("the request goes on")


def test_opening_an_endpoint_takes_no_longer_than_is_allowed(peer: Peer) -> None:
    peer.reply = drip
    with pytest.raises(QueryTimeout, match=r"after 0\.3 s"):
        rolegraph.open(peer.url, timeout=0.3)


@pytest.mark.parametrize("host", ["x" * 300, "a..b"])
def test_a_name_that_no_host_can_have_is_unknown(host: str) -> None:
    with pytest.raises(EndpointError, match="there is no such host"):
        endpoint_at(f"https://{host}/sparql").ask("ASK {}")


def test_an_answer_larger_than_memory_is_not_read(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoint, "MOST_ANSWER_BYTES", 1 << 20)
    sent: list[int] = []

    def pour(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", JSON)
        handler.end_headers()
        with contextlib.suppress(OSError):
            while len(sent) < 1000:
                handler.wfile.write(b" " * (1 << 20))
                sent.append(1)

    peer.reply = pour
    with pytest.raises(EndpointError, match=r"its answer is larger than 1 MB \(ask for less, for example with LIMIT\)"):
        Endpoint(peer.url).ask("ASK {}")
    assert len(sent) < 1000
    peer.reply = answering(gzip.compress(YES), Content_Encoding="gzip")
    with pytest.raises(EndpointError, match=r"answers compressed \(gzip\), which was not asked for"):
        Endpoint(peer.url).ask("ASK {}")


@pytest.mark.parametrize(
    ("query", "type_", "body"),
    [
        (
            "SELECT * {}",
            JSON,
            b'{"head":{"vars":["a"]},"results":{"bindings":[{"a":' + b'{"value":{"object":' * 100_000,
        ),
        ("SELECT * {}", "application/sparql-results+xml", b"<sparql>" + b"<triple>" * 100_000),
        ("DESCRIBE <http://x/a>", "text/turtle", b"<http://x/s> <http://x/p> " * 2 + b"<<( " * 100_000),
        ("DESCRIBE <http://x/a>", "application/rdf+xml", b"<a>" * 100_000),
    ],
)
def test_an_answer_that_nests_without_end_is_refused(query: str, type_: str, body: bytes, peer: Peer) -> None:
    peer.reply = answering(body, type_)
    with pytest.raises(EndpointError, match=r"its answer nests deeper than 64 levels \(ask for less\)"):
        Endpoint(peer.url).ask(query)


def test_where_nothing_answers_says_so() -> None:
    gone = Peer()
    gone.close()
    with pytest.raises(EndpointError, match="nothing answers there"):
        Endpoint(gone.url).ask("ASK {}")
    with pytest.raises(EndpointError, match="no such host"):
        Endpoint("http://nowhere.invalid/").ask("ASK {}")
    with pytest.raises(EndpointError, match="nothing answers there"):
        rolegraph.open(gone.url)


def test_a_certificate_must_be_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    server = Peer(context)
    with pytest.raises(EndpointError, match=r"certificate is not trusted.*SSL_CERT_FILE"):
        Endpoint(server.url).ask("ASK {}")
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    assert Endpoint(server.url).ask("ASK {}").truth is True
    server.close()


def test_a_server_without_tls_is_said_to_have_none(peer: Peer) -> None:
    with pytest.raises(EndpointError, match="no secure connection"):
        Endpoint(peer.url.replace("http:", "https:")).ask("ASK {}")


def test_credentials_come_from_the_environment(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLEGRAPH_USER", "ann")
    monkeypatch.setenv("ROLEGRAPH_PASSWORD", SECRET)
    endpoint_at(peer.url).ask("ASK {}")
    expected = base64.b64encode(f"ann:{SECRET}".encode()).decode()
    assert peer.headers[-1]["Authorization"] == f"Basic {expected}"
    monkeypatch.setenv("ROLEGRAPH_TOKEN", SECRET)
    endpoint_at(peer.url).ask("ASK {}")
    assert peer.headers[-1]["Authorization"] == f"Bearer {SECRET}"


def test_no_error_shows_what_was_sent_to_say_who_asks(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLEGRAPH_USER", "ann")
    monkeypatch.setenv("ROLEGRAPH_PASSWORD", SECRET)
    pair = base64.b64encode(f"ann:{SECRET}".encode())
    said = b"bad login ann:" + SECRET.encode() + b" (Basic " + pair + b")"
    for reply in (
        answering(said, "text/plain", 500),
        answering(b"", status=302, Location=f"http://localhost/?password={SECRET}"),
        answering(b"", status=403),
        answering(said, JSON),
    ):
        peer.reply = reply
        asked = endpoint_at(peer.url + f"?key={SECRET}")
        with pytest.raises(EndpointError) as caught:
            asked.ask("ASK {}")
        assert SECRET not in str(caught.value) + repr(endpoint_at(peer.url))
        assert pair.decode() not in str(caught.value) + repr(endpoint_at(peer.url))


def test_credentials_never_go_out_unencrypted_or_along_a_redirect(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLEGRAPH_TOKEN", SECRET)
    with pytest.raises(EndpointError, match="unencrypted"):
        endpoint_at("http://example.org/sparql")
    other = Peer()
    peer.reply = answering(b"", status=307, Location=other.url)
    with pytest.raises(EndpointError, match="moved"):
        endpoint_at(peer.url).ask("ASK {}")
    assert other.headers == []
    other.close()
    monkeypatch.setenv("ROLEGRAPH_TOKEN", "two\nlines")
    with pytest.raises(RolegraphError, match="ROLEGRAPH_TOKEN") as caught:
        endpoint_at(peer.url)
    assert "two" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        (f"https://ann:{SECRET}@example.org/", "must not hold a password"),
        ("https://", "is not an address"),
        ("http://exa mple.org/", "is not an address"),
        ("https://example.org:port/", "is not valid"),
        ("https://[::1/", "is not valid"),
        ("https://example.org/\n", "is not an address"),
    ],
)
def test_what_is_no_address_is_refused(url: str, problem: str) -> None:
    with pytest.raises(EndpointError, match=problem) as caught:
        rolegraph.open(url)
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        YES,
        b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"1"}}]}}',
        b'{"head":{"vars":["g"]},"results":{"bindings":[{"g":{"type":"uri","value":"http://x/g"}}]}}',
        b'{"head":{"vars":["g"]},"results":{"bindings":[]}}',
        b'{"head":{"vars":["g","s","p","o"]},"results":{"bindings":[{"s":{"type":"literal","value":"1"}}]}}',
    ],
)
def test_an_unexpected_answer_is_refused(body: bytes, peer: Peer) -> None:
    peer.reply = answering(body)
    with pytest.raises(EndpointError, match="an unexpected answer"):
        rolegraph.open(peer.url).info()


def test_an_endpoint_is_opened_alone(peer: Peer) -> None:
    with pytest.raises(RolegraphError, match="alone"):
        rolegraph.open(peer.url, "graph.ttl")
