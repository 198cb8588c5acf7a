"""The process that answers queries, spoken to in its own protocol."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from rolegraph.rdf.places import fingerprint
from rolegraph.rdf.query_worker import read_frame, write_frame

ASK = "ASK { ?s ?p ?o }"


def spoken(*frames: bytes) -> list[bytes]:
    """What the process writes, in frames, when it has read these and then the end."""
    said = io.BytesIO()
    for frame in frames:
        write_frame(said, frame)
    command = [sys.executable, "-P", "-m", "rolegraph.rdf.query_worker"]
    output = io.BytesIO(subprocess.run(command, input=said.getvalue(), capture_output=True, check=True).stdout)
    found = []
    while (frame_ := read_frame(output)) is not None:
        found.append(frame_)
    return found


def opening(**parts: object) -> bytes:
    return json.dumps(parts).encode()


def status(frame: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(frame)
    return found


def test_one_process_answers_several_queries(small_path: Path) -> None:
    known = opening(places=[str(small_path)], fingerprint=fingerprint([small_path]))
    construct = "CONSTRUCT { <http://x/a> <http://x/b> 1 } {}"
    asked, end, done, triples, *_ = spoken(known, ASK.encode(), construct.encode())
    assert json.loads(asked)["boolean"] is True
    assert (end, status(done)) == (b"", {"spent": False})
    assert triples.startswith(b"<http://x/a> <http://x/b>")


def test_statements_come_as_they_are_and_may_be_none() -> None:
    quads = b'<http://x/s> <http://x/p> "o" <http://x/g> .\n'
    for data, truth in ((quads, True), (b"", False)):
        assert json.loads(spoken(b"{}", data, ASK.encode())[0])["boolean"] is truth


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("ASK {\n ?s", {"kind": "query", "line": 2}),
        ("SELECT (BNODE(1 / 0) AS ?x) {", {"kind": "query", "line": 1}),
    ],
)
def test_what_is_wrong_with_a_query_is_said_in_its_parts(query: str, said: dict[str, object]) -> None:
    found = status(spoken(b"{}", b"", query.encode())[-1])
    assert said.items() <= found.items()
    assert found["problem"].startswith("is not valid SPARQL")


def test_another_graph_than_the_one_meant_is_not_asked(small_path: Path, tmp_path: Path) -> None:
    assert status(spoken(opening(places=[str(small_path)], fingerprint="0" * 64), ASK.encode())[-1]) == {
        "kind": "changed",
        "spent": True,
    }
    gone = status(spoken(opening(places=[str(tmp_path / "gone.ttl")]), ASK.encode())[-1])
    assert "there is no such file" in gone["problem"]


def test_a_frame_that_is_cut_off_is_none() -> None:
    file = io.BytesIO()
    write_frame(file, b"whole")
    for length in range(len(file.getvalue())):
        assert read_frame(io.BytesIO(file.getvalue()[:length])) is None
    assert read_frame(io.BytesIO(file.getvalue())) == b"whole"
