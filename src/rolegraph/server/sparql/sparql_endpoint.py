"""The endpoint at `/sparql`: answers to queries by the SPARQL 1.1 Protocol, and a description of itself."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from errno import EDQUOT, ENOSPC
from functools import partial
from hashlib import sha256
from http import HTTPStatus
from re import sub
from typing import TYPE_CHECKING, BinaryIO, Final, cast
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response, StreamingResponse

from rolegraph.errors import RolegraphError
from rolegraph.model import __version__
from rolegraph.rdf.answer_formats import GRAPH_FORMATS, ROW_FORMATS, AnswerFormat, formats_of
from rolegraph.rdf.query_text import changes_each_time, form_of
from rolegraph.rdf.service_description import described
from rolegraph.rdf.strangers_queries import ANSWER_LIMITS, answered, check_length
from rolegraph.server.pages.shell import address, served
from rolegraph.server.problem_details import problem
from rolegraph.server.sparql.media_types import preferred
from rolegraph.server.sparql.sparql_requests import ProtocolQuery, asked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from rolegraph.rdf.answers import Answer

METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")
_HTML: Final = ("text/html", "application/xhtml+xml")
_IN_MEMORY: Final = 1 << 23  # bytes of an answer; more of it waits on disk
_PIECE: Final = 1 << 18
_FORMAT_NAMES: Final = {
    "turtle": "ttl",
    "n3": "ttl",
    "ntriples": "nt",
    "n-triples": "nt",
    "rdfxml": "rdf",
    "rdf+xml": "rdf",
    "json-ld": "jsonld",
    "nquads": "nq",
    "sparql-results+json": "json",
    "srj": "json",
    "srx": "xml",
}


async def sparql(request: Request) -> Response:
    """Answer a query, or describe the service."""
    if request.method not in METHODS:
        refusal = HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, "queries come with GET or POST", _allowed())
        return problem(refusal)
    if request.method == "OPTIONS":
        return Response(status_code=HTTPStatus.NO_CONTENT, headers=_allowed())
    try:
        found = await asked(request)
        answer = _description if found.query is None else _answer
        return await run_in_threadpool(answer, request, found)
    except (HTTPException, RolegraphError) as error:
        return problem(error)


def _allowed() -> dict[str, str]:
    return {"Allow": ", ".join(METHODS)}


def _answer(request: Request, found: ProtocolQuery) -> Response:
    query = found.query or ""
    check_length(query)
    formats = formats_of(form_of(query))
    if not found.format and request.method != "POST" and _is_for_people(request, formats):
        return RedirectResponse(address("/query", query=query), HTTPStatus.SEE_OTHER, {"Vary": "Accept"})
    format_ = _chosen(request, found.format, formats)
    headers = _headers(request, format_, (query, found.graphs), changes_each_time(query))
    if _is_known(request, headers):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if found.download:
        name = sub(r"[^\w-]+", "-", found.download)[:80].strip("-") or "answer"
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.{format_.name}"
    dataset = served(request).graph.dataset.stated
    file, replaced = answered(dataset, query, partial(_written, format_=format_.name), found.graphs)
    if replaced:
        headers["Rolegraph-Note"] = "; ".join(replaced)
    return _sent(request, file, format_, headers)


def _written(answer: Answer, format_: str) -> tuple[BinaryIO, list[str]]:
    """The answer in a file, which is complete before anything of it is sent, and what is to be noted about it."""
    notes: list[str] = []
    file = cast(BinaryIO, tempfile.SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 - closed when it has been sent
    try:
        answer.write(file, format_, limits=ANSWER_LIMITS, note=notes.append)
    except BaseException as error:
        with suppress(OSError):  # what it still holds cannot be written either
            file.close()
        if isinstance(error, OSError) and error.errno in (ENOSPC, EDQUOT):
            detail = "there is no room for so large an answer now: ask for less"
            raise HTTPException(HTTPStatus.SERVICE_UNAVAILABLE, detail) from None
        raise
    return file, notes


def _description(request: Request, found: ProtocolQuery) -> Response:
    """What the service is and can do, in RDF; for people the page that asks it."""
    if not found.format and _is_for_people(request, GRAPH_FORMATS):
        return RedirectResponse("/query", HTTPStatus.SEE_OTHER, {"Vary": "Accept"})
    format_ = _chosen(request, found.format, GRAPH_FORMATS)
    where = str(request.url.replace(query="", fragment=""))
    headers = _headers(request, format_, where, varies=False)
    if _is_known(request, headers):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    file, _ = _written(described(served(request).graph.dataset.stated, where), format_.name)
    return _sent(request, file, format_, headers)


def _is_for_people(request: Request, formats: Sequence[AnswerFormat]) -> bool:
    """Whether a browser asks, which shows pages before anything else."""
    accept = request.headers.get("Accept", "")
    return "html" in accept and preferred(accept, [_HTML, *(one.media_types for one in formats)]) == 0


def _chosen(request: Request, name: str, formats: Sequence[AnswerFormat]) -> AnswerFormat:
    """The format that a request names, or accepts; `HTTPException` where the answer has no such format."""
    if name:
        wanted = name.strip().lower()
        wanted = _FORMAT_NAMES.get(wanted, wanted)
        if formats == GRAPH_FORMATS:  # what clients say who have one word for every form of query
            wanted = {"xml": "rdf", "json": "jsonld"}.get(wanted, wanted)
        for format_ in formats:
            if wanted == format_.name or wanted in format_.media_types:
                return format_
    else:
        accept = ", ".join(request.headers.getlist("Accept"))
        number = preferred(accept, [one.media_types for one in formats])
        if number is not None:
            return formats[number]
        # Clients that accept the same for every form of query, such as rdflib's, read whatever they are sent.
        if preferred(accept, [one.media_types for one in (*ROW_FORMATS, *GRAPH_FORMATS)]) is not None:
            return formats[0]
    known = ", ".join(f"{one.media_types[0]} (format={one.name})" for one in formats)
    raise HTTPException(HTTPStatus.NOT_ACCEPTABLE, f"the answer to this query can be had as {known}")


def _headers(request: Request, format_: AnswerFormat, question: object, varies: bool) -> dict[str, str]:
    """What is said of an answer: it is the same as long as graph and program are, unless it `varies`."""
    headers = {"Vary": "Accept", "Cache-Control": "no-store" if varies else "no-cache"}
    if not varies and request.method != "POST":
        parts = (served(request).fingerprint, __version__, format_.name, question)
        headers["ETag"] = f'"{sha256(repr(parts).encode()).hexdigest()[:32]}"'
    return headers


def _is_known(request: Request, headers: dict[str, str]) -> bool:
    """Whether whoever asks has this answer."""
    known = [tag.strip().removeprefix("W/") for tag in request.headers.get("If-None-Match", "").split(",")]
    return "ETag" in headers and (headers["ETag"] in known or "*" in known)


def _sent(request: Request, file: BinaryIO, format_: AnswerFormat, headers: dict[str, str]) -> Response:
    size = file.tell()
    headers = {**headers, "Content-Length": str(size), "Content-Type": format_.content_type}
    if request.method == "HEAD":
        file.close()
        return Response(headers=headers)
    file.seek(0)
    return StreamingResponse(_pieces(file), headers=headers)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with closing(file):
        while piece := file.read(_PIECE):
            yield piece
