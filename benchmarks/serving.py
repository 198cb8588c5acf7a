"""`rolegraph serve` under load, beside bare pyoxigraph and rdflib-endpoint: `python benchmarks/serving.py [GRAPH …]`.

64 clients (wrk) ask for search, path and nearest, each time for other words and roles, on the joined graph of what is
shipped and O*NET's facts, or on the places that are given. The others answer the question in SPARQL that comes nearest,
which is far less than the answer: no order to learn in, no levels, no reasons. rdflib-endpoint has one client only, as
64 get no answer. `--minutes 10` has the server answer all three for ten minutes and says what became of its memory.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import quote, urlencode

from footprint import family, memory

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind
from rolegraph.rdf.vocabulary import PREFIXES

CLIENTS: Final = 64
TRIED: Final = 200  # addresses of each question, in turn
ORDER: Final = ("path", "nearest", "search")  # what takes longest in SPARQL last: it goes on when nobody waits for it
HERE: Final = Path(__file__).parent
_READY: Final = re.compile(r"http://127\.0\.0\.1:(\d+)")
_LUA: Final = """
local paths, at = {}, 0
for line in io.lines(os.getenv("ADDRESSES")) do paths[#paths + 1] = line end
local threads = 0
function setup(thread) thread:set("at", threads * 97); threads = threads + 1 end
function request() at = at + 1; return wrk.format("GET", paths[at % #paths + 1]) end
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    '{"answers": %d, "seconds": %f, "p50": %f, "p99": %f, "refused": %d, "lost": %d, "late": %d}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    e.status, e.connect + e.read + e.write, e.timeout))
end
"""


class Driven(NamedTuple):
    """What clients got: answers, milliseconds that half of them and 99 of 100 took at most, and what went wrong."""

    answers: int
    seconds: float
    p50: float
    p99: float
    refused: int
    """Answers that say that there is no answer."""
    lost: int
    """Connections that broke."""
    late: int
    """Requests that took more than half a minute."""

    def __str__(self) -> str:
        rate = self.answers / self.seconds
        wrong = f"{self.refused} refused, {self.lost} lost, {self.late} late"
        return f"{rate:9,.1f}/s  p50 {self.p50:9,.1f} ms  p99 {self.p99:9,.1f} ms  {wrong}"


def drive(address: str, paths: Iterable[str], seconds: float, clients: int = CLIENTS) -> Driven:
    """Have clients ask for paths in turn, as fast as they are answered."""
    with tempfile.TemporaryDirectory() as folder:
        script, list_ = Path(folder) / "paths.lua", Path(folder) / "paths.txt"
        script.write_text(_LUA, encoding="utf-8")
        list_.write_text("".join(f"{path}\n" for path in paths), encoding="utf-8")
        command = [
            "wrk",
            f"-t{min(2, clients)}",
            f"-c{clients}",
            f"-d{seconds:.0f}s",
            "--timeout",
            "30s",
            "-s",
            str(script),
            address,
        ]
        environment = os.environ | {"ADDRESSES": str(list_)}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return Driven(**json.loads(done.stdout.splitlines()[-1]))


@contextmanager
def running(command: list[str], address: str = "") -> Iterator[tuple[str, int]]:
    """A server as a process, once it answers: its address, which it says itself unless it is given, and its number."""
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, cwd=HERE, stdout=said, stderr=said)
        try:
            for _ in range(3000):
                said.seek(0)
                text = said.read()
                found = address or ((match := _READY.search(text)) and match[0]) or ""
                if found and _answers(found):
                    break
                if process.poll() is not None:
                    raise SystemExit(f"{' '.join(command)} ended:\n{text}")
                time.sleep(0.1)
            else:
                raise SystemExit(f"{' '.join(command)} does not answer:\n{text}")
            yield found, process.pid
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address + "/health", timeout=5):  # noqa: S310 - on this machine
            return True
    except urllib.error.HTTPError as error:
        return error.code != 503
    except OSError:
        return False


class Asked(NamedTuple):
    """What is asked: addresses of the server's API and pages, and the queries that come nearest."""

    api: list[str]
    pages: list[str]
    queries: list[str]


def questions(graph: RoleGraph) -> dict[str, Asked]:
    """Questions about roles that are drawn at random, always the same ones."""
    names = graph.lexicon
    roles = graph.nodes(Kind.ROLE)
    draw = random.Random(19)  # noqa: S311 - not for secrets
    chosen = [draw.choice(roles) for _ in range(TRIED)]
    others = [draw.choice(roles) for _ in range(TRIED)]
    words = [draw.choice(re.findall(r"\w{4,}", node.label) or ["data"]).lower() for node in chosen]
    search, path, nearest = Asked([], [], []), Asked([], [], []), Asked([], [], [])
    for word in words:
        search.api.append("/api/search?" + urlencode({"text": word}))
        search.pages.append("/search?" + urlencode({"q": word}))
        search.queries.append(
            "SELECT DISTINCT ?node ?label WHERE { ?node skos:prefLabel|skos:altLabel ?label"
            f' FILTER(CONTAINS(LCASE(STR(?label)), "{word}")) }} LIMIT 20'
        )
    for one, other in zip(chosen, others, strict=True):
        start, goal = names.name_of(one), names.name_of(other)
        path.api.append("/api/path?" + urlencode({"from": start, "to": goal}))
        path.pages.append("/plan?" + urlencode({"from": start, "to": goal}))
        path.queries.append(
            f"SELECT DISTINCT ?missing ?label WHERE {{ <{other.iri}> rg:requires ?missing ."
            f" ?missing skos:prefLabel ?label FILTER NOT EXISTS {{ <{one.iri}> rg:requires ?missing }} }}"
        )
        nearest.api.append("/api/nearest?" + urlencode({"role": start}))
        nearest.pages.append("/nearest?" + urlencode({"role": start}))
        nearest.queries.append(
            f"SELECT ?other (COUNT(DISTINCT ?shared) AS ?count) WHERE {{ <{one.iri}> rg:requires ?shared ."
            f" ?other rg:requires ?shared FILTER(?other != <{one.iri}>) }}"
            " GROUP BY ?other ORDER BY DESC(?count) LIMIT 10"
        )
    return {"search": search, "path": path, "nearest": nearest}


def sparql(queries: Iterable[str]) -> list[str]:
    """The addresses at which an endpoint answers queries."""
    prefixes = "".join(f"PREFIX {name}: <{PREFIXES[name]}> " for name in ("rg", "skos"))
    return [f"/sparql?query={quote(prefixes + query)}" for query in queries]


def first_page(address: str) -> None:
    """Print what the first page takes from a server that is warm, and what it weighs with all that it loads."""
    taken = []
    for _ in range(20):
        begin = time.perf_counter()
        html = _read(address + "/")
        taken.append((time.perf_counter() - begin) * 1000)
    parts = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', html.decode("utf-8")))
    weight = len(html) + sum(len(_read(address + part)) for part in parts)
    median = statistics.median(taken)
    print(f"\nThe first page: {median:.1f} ms (goal: under 300)")
    print(f"  {weight / 1000:.0f} kB with all that it loads, uncompressed (goal: under 200)")


def _read(address: str) -> bytes:
    with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 - on this machine
        body: bytes = answer.read()
        return body


def compare(places: list[str], store: Path, asked: Mapping[str, Asked], seconds: float) -> None:
    """Print how fast each server answers each question."""
    rates: dict[tuple[str, str], float] = {}
    with running(ours(places)) as (address, process):
        first_page(address)
        for question in ORDER:
            one = asked[question]
            for kind, paths in (("", one.api), (" as a page", one.pages), (" in SPARQL", sparql(one.queries))):
                driven = drive(address, paths, seconds)
                rates[f"rolegraph{kind}", question] = driven.answers / driven.seconds
                print(f"  {question:8} {'rolegraph' + kind:20} {driven}  {memory(family(process)):7,.0f} MB")
    for number, (which, clients) in enumerate({"pyoxigraph": CLIENTS, "rdflib": 1}.items()):
        base = f"http://127.0.0.1:{8471 + number}"
        command = [sys.executable, "serving_others.py", which, str(store), str(8471 + number)]
        with running(command, base) as (address, process):
            for question in ORDER:
                driven = drive(address, sparql(asked[question].queries), seconds, clients)
                rates[which, question] = driven.answers / driven.seconds
                print(f"  {question:8} {which:20} {driven}  {memory(family(process)):7,.0f} MB  {clients} clients")
    for question in asked:
        for other in ("pyoxigraph", "rdflib"):
            ratio = rates["rolegraph", question] / (rates[other, question] or 1 / seconds)
            print(f"  {ratio:9.2f} x   {question}: answers of rolegraph / rows of {other}")


def soak(places: list[str], asked: Mapping[str, Asked], minutes: float) -> None:
    """Print what becomes of errors and memory while all questions are asked for some minutes."""
    mixed = [path for one in asked.values() for path in (*one.api, *one.pages)]
    random.Random(19).shuffle(mixed)  # noqa: S311 - not for secrets
    with running(ours(places)) as (address, process):
        print(f"\nAll questions for {minutes:g} minutes by {CLIENTS} clients")
        for part in range(10):
            driven = drive(address, mixed, minutes * 6)
            print(f"  {part * minutes:4.0f} tenths: {driven}  {memory(family(process)):7,.0f} MB")


def ours(places: list[str]) -> list[str]:
    """The command that serves these places, with no limit on how often one client asks."""
    given = [word for place in places for word in ("--graph", place)]
    return [sys.executable, "-m", "rolegraph", "serve", "--port", "0", *given]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("places", nargs="*", metavar="GRAPH")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--minutes", type=float, default=0)
    given = parser.parse_args()
    if not shutil.which("wrk"):
        raise SystemExit("wrk makes the requests, and is not installed: apt-get install wrk")
    from pyoxigraph import Store

    graph = rolegraph.open(*(given.places or ["shipped", "onet"]))
    asked = questions(graph)
    print(f"{graph.dataset.size():,} statements; {CLIENTS} clients; the queries beside it find less: see this module")
    if given.minutes:
        soak(given.places, asked, given.minutes)
        return
    with tempfile.TemporaryDirectory() as folder:
        Store(folder).bulk_extend(graph.dataset.quads())
        compare(given.places, Path(folder), asked, given.seconds)


if __name__ == "__main__":
    main()
