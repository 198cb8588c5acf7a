"""A process that answers requests, in this one."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from rolegraph.rdf.query_worker import read_frame, write_frame
from rolegraph.server import worker


def _long(_request: Request) -> Response:
    return PlainTextResponse("a" * 10_000, headers={"etag": '"of the graph"'})


def _failing(_request: Request) -> Response:
    raise ValueError("words of whoever asked")


def _full(_request: Request) -> Response:
    raise MemoryError


APPLICATION = Starlette(routes=[Route("/long", _long), Route("/failing", _failing), Route("/full", _full)])


def _asked(path: str, headers: tuple[tuple[str, str], ...] = ()) -> tuple[dict[str, Any], bytes, dict[str, Any]]:
    head = {"method": "GET", "path": path, "raw_path": path, "query_string": "", "scheme": "http", "server": None}
    sent, received = io.BytesIO(), io.BytesIO()
    write_frame(sent, json.dumps({**head, "http_version": "1.1", "headers": headers}).encode())
    write_frame(sent, b"")
    sent.seek(0)
    asyncio.run(worker._answer_all(APPLICATION, sent, received, 0 if path == "/full" else 1 << 50))
    received.seek(0)
    answered, body = json.loads(read_frame(received) or b"{}"), b""
    while piece := read_frame(received):
        body += piece
    return answered, body, json.loads(read_frame(received) or b"{}")


def test_an_answer_is_a_head_its_body_in_pieces_and_what_became_of_it() -> None:
    head, body, status = _asked("/long")
    assert (head["status"], body, status) == (200, b"a" * 10_000, {"spent": False})


def test_an_answer_is_compressed_for_whoever_accepts_that_and_its_tag_is_weak_either_way() -> None:
    plain, _, _ = _asked("/long")
    head, body, _ = _asked("/long", (("accept-encoding", "gzip"),))
    assert gzip.decompress(body) == b"a" * 10_000
    assert dict(head["headers"])["etag"] == dict(plain["headers"])["etag"] == 'W/"of the graph"'


def test_of_an_error_its_place_is_told_and_not_its_words() -> None:
    _, _, status = _asked("/failing")
    assert status["error"].startswith("ValueError in test_worker.py, line ")
    assert "words" not in json.dumps(status)


def test_a_process_whose_memory_was_full_answers_nobody_else() -> None:
    assert _asked("/full")[2] == {"failed": "memory", "spent": True}


def test_what_is_rehearsed_is_asked_and_goes_nowhere() -> None:
    asked = []

    def seen(request: Request) -> Response:
        asked.append(str(request.url.query))
        return PlainTextResponse("")

    worker.rehearse(Starlette(routes=[Route("/seen", seen)]), ["/seen?q=data", "/unknown"])
    assert asked == ["q=data"]
