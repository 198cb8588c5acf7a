"""Pages of answers, as tests ask for them: what they link to and say, and the same answer elsewhere."""

from __future__ import annotations

import html
import os
import re
import shlex
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.testclient import TestClient
from tests.commands import run_command
from tests.folders import FIXTURES
from tests.server.pages.clients import client_of, links_of, shipped_client

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.render.text import Heading
from rolegraph.server.pages.shell import address
from rolegraph.server.questions import QUESTIONS
from rolegraph.server.questions.addresses import question_of

HOSTILE = "<script>alert(1)</script> & 'quoted' " + "x" * 2000


def page_of(path: str, client: TestClient | None = None, /, *, status: int = 200, **parameters: Any) -> str:
    """The page at an address, which has a status."""
    found = (client or shipped_client()).get(address(path, **parameters))
    assert found.status_code == status, found.text
    return found.text


def title_of(page: str) -> str:
    """The only heading of the first level."""
    (title,) = re.findall(r"<h1[^>]*>(.*?)</h1>", page)
    return html.unescape(title)


def problems_of(page: str) -> list[str]:
    """What is said of fields."""
    return [html.unescape(found) for found in re.findall(r'<p class="problem">(.*?)</p>', page)]


def line_of(page: str) -> str:
    """The line for a terminal that a page gives."""
    found: str = re.findall(r'<code class="copy">(rolegraph [^<]*)</code>', page)[-1]
    return html.unescape(found)


def title_in_terminal(page: str, home: Path) -> str:
    """The first line of what the command prints that a page gives."""
    cache = os.environ.get("XDG_CACHE_HOME", str(Path.home() / ".cache"))  # what the pages computed is there already
    words = [*shlex.split(line_of(page))[1:], "--graph", "shipped"]
    code, out, errors = run_command(words, home, XDG_CACHE_HOME=cache)
    assert code == 0, errors
    return out.splitlines()[0]


def title_for_programs(page: str, graph: RoleGraph) -> str:
    """The title of what the API answers at the address that a page gives for programs."""
    (link,) = [found for found in links_of(page) if found.startswith("/api/")]
    parts = urlsplit(link)
    pairs = [(name, value) for name, value in parse_qsl(parts.query) if name not in ("all", "language")]
    answered = question_of(QUESTIONS[parts.path.removeprefix("/api/")], pairs).ask(graph)
    return next(block.text for block in answered.blocks(False) if isinstance(block, Heading))


@cache
def small_client(label: str = "sugar work") -> TestClient:
    """A client over the small graph of two bakers, in which a skill has another label."""
    text = (FIXTURES / "small.ttl").read_text(encoding="utf-8")
    escaped = label.replace("\\", "\\\\").replace('"', '\\"')
    with TemporaryDirectory() as folder:
        path = Path(folder) / "small.ttl"
        path.write_text(text.replace('"sugar work"', f'"{escaped}"'), encoding="utf-8")
        return client_of(rolegraph.open(path, alone=True))


@cache
def postings_client() -> TestClient:
    """A client over the shipped graph, with three postings of ours."""
    with TemporaryDirectory() as folder:
        table, market = Path(folder) / "adverts.csv", Path(folder) / "market.ttl"
        table.write_text(
            "title,description,posted,place\n"
            'Data Engineer,"You need Python and SQL. 60,000 to 80,000 GBP a year.",2026-02-01,Leeds\n'
            'Data Engineer,"You need SQL and Apache Spark. 3 years of experience.",2026-02-11,Leeds\n'
            'Data Engineer,"You need Python, SQL, Docker and dbt.",2026-03-05,York\n',
            encoding="utf-8",
        )
        rolegraph.ingest([table], market, kind="posting")
        return client_of(rolegraph.open("shipped", market, widening=None))
