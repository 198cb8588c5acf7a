"""Whether `rolegraph serve` loses or mixes up answers: `python benchmarks/serving_chaos.py [--seconds 60]`.

64 clients ask all the time. Every second one of the processes that answer is killed, every ten the graph is replaced by
another one, and back. Each answer must be, to the byte, the one that the one or the other graph gives, and each request
must have one.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import httpx
from footprint import children, family, memory
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize
from serving import CLIENTS, running

import rolegraph
from rolegraph.model.nodes import Kind, node_iri
from rolegraph.rdf.files import shipped
from rolegraph.rdf.vocabulary import SKOS, SOURCE
from rolegraph.server.application import application
from rolegraph.server.served import ServedGraph

ROLES = ("data-analyst", "data-engineer", "data-scientist", "lead-ml-engineer")
PATHS = (
    *(f"/api/path?from={one}&to={other}" for one in ROLES for other in ROLES if one != other),
    *(f"/api/nearest?role={role}" for role in ROLES),
    *(f"/api/show?name={role}" for role in ROLES),
    *(f"/role/{role}" for role in ROLES),
    "/api/info",
    "/search?q=data",
    "/sources",
)


@dataclass
class Counted:
    """What clients got."""

    right: int = 0
    lost: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    from_second: int = 0
    slowest: float = 0


def two_graphs() -> tuple[bytes, bytes]:
    """What is shipped, and the same with another name for each of the roles, as N-Quads."""
    quads = list(rolegraph.open(shipped("data")).dataset.quads())
    source = NamedNode(SOURCE + "editorial")
    names = ((NamedNode(node_iri(Kind.ROLE, role)), Literal(f"the second {role}", language="en")) for role in ROLES)
    more = [Quad(role, NamedNode(SKOS + "altLabel"), name, source) for role, name in names]
    first, second = (serialize(these, format=RdfFormat.N_QUADS) or b"" for these in (quads, quads + more))
    return first, second


def right_answers(place: Path) -> dict[str, str]:
    """What the graph at a place answers to each path, asked in this process."""
    from starlette.testclient import TestClient

    client = TestClient(application(ServedGraph(rolegraph.open(place))), base_url="http://127.0.0.1")
    return {path: _digest(client.get(path).content) for path in PATHS}


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


async def ask(address: str, right: Sequence[dict[str, str]], until: float, counted: Counted, number: int) -> None:
    """Ask for paths in an order of one's own until the time is over, and compare each answer."""
    draw = random.Random(number)  # noqa: S311 - not for secrets
    async with httpx.AsyncClient(base_url=address, timeout=60, headers={"Accept-Encoding": "identity"}) as client:
        while time.monotonic() < until:
            path = draw.choice(PATHS)
            begin = time.monotonic()
            try:
                answer = await client.get(path)
            except httpx.HTTPError as error:
                counted.lost[f"{path}: {type(error).__name__} {error}"] += 1
                continue
            counted.slowest = max(counted.slowest, time.monotonic() - begin)
            if answer.status_code != 200:
                counted.lost[f"{path}: {answer.status_code} {answer.text[:200]}"] += 1
            elif (digest := _digest(answer.content)) in (right[0][path], right[1][path]):
                counted.right += 1
                counted.from_second += digest != right[0][path]
            else:
                counted.wrong[path] += 1


async def disturb(process: int, place: Path, graphs: Sequence[bytes], until: float) -> tuple[int, int]:
    """Kill one of the processes that answer every second, and replace the graph every ten."""
    draw = random.Random(7)  # noqa: S311 - not for secrets
    killed = replaced = 0
    for second in count(1):
        await asyncio.sleep(1)
        if time.monotonic() > until:
            break
        if workers := [one for opener in children(process) for one in children(opener)]:
            os.kill(draw.choice(workers), signal.SIGKILL)
            killed += 1
        if second % 10 == 5:
            replaced += 1
            write(place, graphs[replaced % 2])
    return killed, replaced


def write(place: Path, text: bytes) -> None:
    """Put a graph in place at once."""
    beside = place.with_suffix(".new")
    beside.write_bytes(text)
    beside.replace(place)


async def main(seconds: float) -> int:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "graph.nq"
        graphs = two_graphs()
        right: list[dict[str, str]] = []
        for text in reversed(graphs):
            write(place, text)
            right.insert(0, right_answers(place))
        assert all(right[0][path] != right[1][path] for path in PATHS if path.startswith("/role"))
        command = [sys.executable, "-m", "rolegraph", "serve", "--port", "0", "--graph", str(place)]
        with running(command) as (address, process):
            before, counted, until = memory(family(process)), Counted(), time.monotonic() + seconds
            disturbing = asyncio.create_task(disturb(process, place, graphs, until))
            await asyncio.gather(*(ask(address, right, until, counted, number) for number in range(CLIENTS)))
            killed, replaced = await disturbing
            after = memory(family(process))
    print(f"{killed} processes killed, the graph replaced {replaced} times")
    print(f"{counted.right:,} right answers, {counted.from_second:,} of them those of the second graph alone")
    print(f"{counted.wrong.total()} wrong: {counted.wrong.most_common(3)}")
    print(f"{counted.lost.total()} lost: {counted.lost.most_common(3)}")
    print(f"the slowest answer took {counted.slowest:.1f} s; {before:,.0f} MB before, {after:,.0f} MB after")
    return bool(counted.wrong or counted.lost)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=30)
    sys.exit(asyncio.run(main(parser.parse_args().seconds)))
