"""What a request asks by the SPARQL 1.1 Protocol: a query, graphs that it is about, and the format of the answer."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final, NamedTuple
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request

from rolegraph.errors import QueryError
from rolegraph.rdf.answers import ChosenGraphs

_FORM: Final = "application/x-www-form-urlencoded"
_QUERY: Final = "application/sparql-query"
_UPDATE: Final = "application/sparql-update"
_ENCODINGS: Final = ("", "utf-8", "utf8", "us-ascii")
_MOST_PARAMETERS: Final = 2_000
READ_ONLY: Final = "this endpoint only reads: send a query, not an update"


class ProtocolQuery(NamedTuple):
    """A query, which is None where none was sent; the graphs it is about, None for all; and a format by name."""

    query: str | None
    graphs: ChosenGraphs | None = None
    format: str = ""
    download: str = ""  # the name of a file, without its ending, that a browser is to save


async def asked(request: Request) -> ProtocolQuery:
    """What a request asks.

    Raises `HTTPException` where it is not one that the protocol knows, and `QueryError` for a query that is not text.
    """
    pairs = _pairs(request.url.query.encode())
    if request.method == "POST":
        media_type, _, parameters = request.headers.get("Content-Type", "").partition(";")
        media_type = media_type.strip().lower()
        if media_type == _UPDATE:
            raise HTTPException(HTTPStatus.FORBIDDEN, READ_ONLY)
        if media_type not in (_FORM, _QUERY) or _charset(parameters) not in _ENCODINGS:
            detail = f"a query is sent as {_QUERY} or {_FORM}, in UTF-8, not as {media_type or 'nothing'!r}"
            raise HTTPException(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, detail)
        body = await request.body()
        pairs += [("query", _text(body))] if media_type == _QUERY else _pairs(body)
    found = _asked(pairs)
    if found.query is None and request.method == "POST":
        raise HTTPException(HTTPStatus.BAD_REQUEST, "a request has a query: there is none in this one")
    return found


def _asked(pairs: list[tuple[str, str]]) -> ProtocolQuery:
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        given.setdefault(name, []).append(value)
    if "update" in given:
        raise HTTPException(HTTPStatus.FORBIDDEN, READ_ONLY)
    if len(queries := given.get("query", [])) > 1:
        raise HTTPException(HTTPStatus.BAD_REQUEST, "a request has one query, and not several")
    if "using-graph-uri" in given or "using-named-graph-uri" in given:
        detail = "using-graph-uri is for updates: a query has default-graph-uri and named-graph-uri"
        raise HTTPException(HTTPStatus.BAD_REQUEST, detail)
    graphs = ChosenGraphs(tuple(given.get("default-graph-uri", ())), tuple(given.get("named-graph-uri", ())))
    return ProtocolQuery(
        queries[0] if queries else None,
        graphs if any(graphs) else None,
        (given.get("format") or given.get("output") or [""])[-1],
        (given.get("download") or [""])[-1],
    )


def _pairs(data: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(
            data.decode(), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS, separator="&"
        )
    except UnicodeDecodeError:
        raise QueryError("is not text in UTF-8", "send it in that encoding") from None
    except ValueError:
        detail = f"a request has at most {_MOST_PARAMETERS:,} parameters"
        raise HTTPException(HTTPStatus.BAD_REQUEST, detail) from None


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise QueryError("is not text in UTF-8", "send it in that encoding", line=line) from None


def _charset(parameters: str) -> str:
    for parameter in parameters.split(";"):
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "charset":
            return value.strip().strip('"').lower()
    return ""
