"""Requests that nobody should send, and what every page must be all the same.

As a program, `python -m tests.server.pages.strange_requests [SECONDS]`, it sends them until the time is over, and says
what each fault was asked by.
"""

from __future__ import annotations

import json
import random
import sys
import time
from functools import cache
from typing import Any, Final
from urllib.parse import quote, quote_from_bytes

import html5rdf
from hypothesis import strategies as st
from pyoxigraph import Literal, Quad
from starlette.testclient import TestClient
from tests.server.pages.clients import client_of, shipped_client
from tests.versions import STATEMENTS, graph_of

from rolegraph.rdf.vocabulary import SKOS

HOSTILE: Final = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "</title></textarea></style><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}${7*7}",
    "javascript:alert(1)",
    "\u202eesrever\u202c \u0000\u0007\u200b",
    "&lt;b&gt; &amp; &#x27;",
    "مهندس برمجيات 🧑\u200d🍳",
    "x" * 5000,
    "a\r\nSet-Cookie: a=b",
    "../../../etc/passwd",
    "\n\n\t",
    "%00%0d%0a",
    "' OR 1=1 --",
)
_WORDS: Final = (
    *("data-analyst", "lead-ml-engineer", "baker", "python:expert", "python", "skill/statistics", "no such thing"),
    *("1", "0", "-1", "1e999", "nan", "99999999999999999999", "true", "de,en", "xx", "2020-01-01", "roles", "role"),
    *("https://w3id.org/rolegraph/id/role/data-analyst", "file:///etc/passwd", "", " ", "*", "\\", "a:b:c:d", ",,,"),
)
PARAMETERS: Final = (
    *("q", "kind", "page", "size", "from", "to", "have", "hours", "hours_per_week", "skip", "done", "role", "learn"),
    *("reverse", "by", "industry", "seniority", "degree", "top", "via", "avoid", "alternatives", "max_hours", "place"),
    *("max_steps", "max_jump", "max_moves", "since", "share", "all", "language", "name", "text", "query", "format"),
    *("assume_hours", "from_scratch", "skip_unknown", "min_pay", "start", "all_languages", "nobody-knows", "q[]", ""),
)
PATHS: Final = (
    *(
        "/",
        "/search",
        "/suggest",
        "/list/role",
        "/list/skill",
        "/role/data-analyst",
        "/role/baker",
        "/skill/statistics",
    ),
    *("/skill/dough", "/node", "/plan", "/plan.md", "/compare", "/nearest", "/route", "/whatif", "/demand", "/sources"),
    *("/source/editorial", "/source/small", "/about", "/query", "/queries", "/sparql", "/api", "/mcp", "/problems"),
    *(f"/api/{name}" for name in ("path", "compare", "nearest", "route", "whatif", "demand", "show", "search", "list")),
    *("/api/info", "/api/queries", "/api/extract", "/api/query/gap", "/static/site.css"),
    *(
        f"{page}?from={start}&to={goal}"
        for page in ("/plan", "/plan.md", "/plan.csv", "/plan.ics", "/plan.yaml", "/route", "/api/path", "/api/route")
        for start, goal in (("data-analyst", "data-scientist"), ("baker", "pastry-chef"))
    ),
    *(
        f"{page}?role={one}&role={other}"
        for page in ("/compare", "/api/compare", "/nearest", "/whatif", "/demand", "/api/nearest", "/api/whatif")
        for one, other in (("data-analyst", "data-engineer"), ("baker", "pastry-chef"))
    ),
)
_VALUES: Final = st.one_of(
    st.sampled_from(_WORDS),
    st.sampled_from(HOSTILE),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
).map(lambda text: quote(text, safe=""))
_VALUE: Final = _VALUES | st.binary(max_size=6).map(quote_from_bytes)
_PATH: Final = st.one_of(
    st.sampled_from(PATHS),
    st.sampled_from(PATHS),
    st.builds(
        "/{}/{}".format, st.sampled_from(["role", "skill", "tool", "list", "source", "static", "api", "x"]), _VALUE
    ),
)
_PAIR: Final = st.builds("{}={}".format, st.sampled_from(PARAMETERS).map(quote), _VALUE)


def _with(path: str, pairs: list[str]) -> str:
    """A path, which may have parameters, with more of them."""
    return path + ("&" if "?" in path else "?") * bool(pairs) + "&".join(pairs)


ADDRESS: Final = st.builds(
    lambda path, pairs, end: _with(path, pairs) + end,
    _PATH,
    st.lists(_PAIR, max_size=5),
    st.sampled_from(["", "", "", "&", "=&=", "&%", "#", "?"]),
)
"""Addresses with parameters of all kinds, known and not, repeated, empty, long, and with bytes that are no text."""


@cache
def hostile_client() -> TestClient:
    """A client over a graph in which everything has a name that is meant to break a page."""
    quads = sorted(STATEMENTS, key=str)
    names = 0
    for number, quad in enumerate(quads):
        if isinstance(quad.object, Literal) and quad.object.language:
            label = HOSTILE[names % len(HOSTILE)] + (f" {names}" if names >= len(HOSTILE) else "")
            quads[number] = Quad(quad.subject, quad.predicate, Literal(label, language="en"), quad.graph_name)
            names += quad.predicate.value.startswith(SKOS)
    return client_of(graph_of(quads))


def faults(client: TestClient, address: str, **asked: Any) -> list[str]:
    """What is wrong with the answer to a request, whatever was asked."""
    answer = client.request(asked.pop("method", "GET"), address, follow_redirects=False, **asked)
    kind = answer.headers.get("content-type", "").partition(";")[0]
    found = []
    if answer.status_code >= 500:
        found.append(f"status {answer.status_code}")
    if "Traceback (most recent call last)" in answer.text or 'File "/' in answer.text:
        found.append("a traceback")
    if any(character in value for value in answer.headers.values() for character in "\r\n"):
        found.append("a header of two lines")
    location = answer.headers.get("location", "")
    if location.startswith(("//", "http", "\\")) and not location.startswith(str(client.base_url)):
        found.append(f"leads elsewhere: {location[:100]}")
    if kind == "text/html":
        found += page_faults(answer.text)
    elif kind.endswith("json") and answer.text:
        try:
            json.loads(answer.text, parse_constant=lambda name: found.append(f"{name} is no JSON"))
        except ValueError as error:
            found.append(f"no JSON: {error}")
    return found


def page_faults(text: str) -> list[str]:
    """What is wrong with a page: HTML that is none, or what only a name that was not escaped can have brought in."""
    parser = html5rdf.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(text) if text.lstrip().startswith("<!") else parser.parseFragment(text)
    found = [f"HTML: {code} at {place}" for place, code, _ in parser.errors if code not in _ALLOWED]
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "script" and not str(element.get("src", "")).startswith("/static/"):
            found.append("a script that is not ours")
        found += [
            f"{name} on {element.tag}" for name in element.attrib if str(name).lower().startswith(("on", "style"))
        ]
        for name in ("href", "src", "action", "formaction"):
            if str(element.get(name, "")).strip().lower().startswith(("javascript:", "data:text", "//")):
                found.append(f"{name} {element.get(name)[:100]}")
    return found


_ALLOWED: Final = (
    "expected-doctype-but-got-start-tag",
    "expected-doctype-but-got-chars",
    "expected-doctype-but-got-eof",
)


def main(seconds: float) -> None:
    """Send strange requests until the time is over."""
    seen: set[str] = set()
    until, count = time.monotonic() + seconds, 0
    draw = random.Random(int(time.time()))  # noqa: S311 - not for secrets
    while time.monotonic() < until:
        pairs = [
            f"{draw.choice(PARAMETERS)}={quote(draw.choice((*_WORDS, *HOSTILE)))}" for _ in range(draw.randrange(6))
        ]
        address = _with(draw.choice(PATHS), pairs)
        count += 1
        for name, client in (("shipped", shipped_client()), ("hostile", hostile_client())):
            for fault in faults(client, address):
                if (key := f"{address.partition('?')[0]} {fault[:40]}") not in seen:
                    seen.add(key)
                    print(f"{name} {address[:600]}\n  {fault}", flush=True)  # noqa: T201
    print(f"{count:,} addresses, each of two servers: {len(seen)} faults")  # noqa: T201


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 60)
