"""What went wrong, as problem details for programs (RFC 9457): one rule for the API and the SPARQL endpoint."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response

from rolegraph.errors import (
    AmbiguousNode,
    QueryError,
    QueryTimeout,
    RolegraphError,
    SourceError,
    UnknownNames,
    UnknownNode,
    brief,
    joined,
)
from rolegraph.server.statuses import RETRY_AFTER, status_of

MEDIA_TYPE: Final = "application/problem+json"
PAGE: Final = "/problems"  # which says what each type means

# Each type of problem with its title, and what it means; an error is of the first whose class it is.
TYPES: Final[Mapping[str, tuple[type[Exception], str, str]]] = {
    "several-names": (
        UnknownNames,
        "Names that do not mean one thing",
        "Several of the names that were given mean nothing in this graph, or more than one thing. `errors` has each.",
    ),
    "unknown-name": (
        UnknownNode,
        "A name that means nothing",
        "No node of the graph has the name that was given. `names` are those that are spelled alike.",
    ),
    "ambiguous-name": (
        AmbiguousNode,
        "A name that means several things",
        "Several nodes have the name that was given, and rolegraph does not guess. `names` mean each of them alone.",
    ),
    "out-of-time": (
        QueryTimeout,
        "An answer that takes too long",
        "The answer was not there within the time that this server gives one. Ask for less.",
    ),
    "bad-query": (
        QueryError,
        "A query that cannot be answered",
        "The query is not valid SPARQL, or would do more than read. `line` says where.",
    ),
    "bad-text": (
        SourceError,
        "A text that cannot be read",
        "What was sent, such as a profile or a CV, cannot be read for what it should be. `line` says where.",
    ),
    "bad-question": (
        RolegraphError,
        "A question that cannot be answered",
        "A parameter is missing, not known or of another type, or two contradict each other. `parameter` names it.",
    ),
}
_COMMAND: Final = re.compile(r"`rolegraph (list|search|show|query list|ingest FILE)(?: ([^`]{1,400}))?`")
_ADDRESSES: Final = {"query list": "/api/queries", "ingest FILE": "/api/extract"}
_OPTION: Final = re.compile(r"(?<![\w-])--([a-z]{2,20}(?:-[a-z]{2,20}){0,3})")
_PARAMETERS: Final = {"list": "kind", "search": "text", "show": "name"}


def problem(error: Exception, status: int | None = None) -> Response:
    """What an error says, with what is to be done; `status` is the one of its kind by default.

    What the errors of rolegraph carry are members of their own: `cure`, `line` and `parameter`, `names` that were
    perhaps meant, and `errors` for each name that does not mean one thing. Of any other error nothing is told.
    """
    code = HTTPStatus(status_of(error) if status is None else status)
    said: dict[str, Any] = {"type": "about:blank", "title": code.phrase, "status": code.value}
    if isinstance(error, RolegraphError):
        said |= _told(error)
    elif isinstance(error, HTTPException) and error.detail != code.phrase:
        said["detail"] = error.detail
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    if code == HTTPStatus.SERVICE_UNAVAILABLE:
        headers.setdefault("Retry-After", str(RETRY_AFTER))
    # A text that was sent may hold halves of letters, which UTF-8 lacks.
    content = json.dumps(said, ensure_ascii=False, indent=2).encode(errors="replace") + b"\n"
    return Response(content, code.value, {"Cache-Control": "no-store", **headers}, MEDIA_TYPE)


def _told(error: RolegraphError) -> dict[str, Any]:
    """The members that an error of ours has."""
    name, (_, title, _) = next((name, each) for name, each in TYPES.items() if isinstance(error, each[0]))
    found = {
        "type": f"{PAGE}#{name}",
        "title": title,
        "detail": for_programs(_detail(error)),
        "cure": for_programs(_cure(error)),
        "parameter": getattr(error, "parameter", None),
        "line": getattr(error, "line", None),
    }
    each = error.errors if isinstance(error, UnknownNames) else (error,)
    errors = [_name(one) for one in each if isinstance(one, UnknownNode | AmbiguousNode)]
    found["names"] = list(dict.fromkeys(one["name"] for meant in errors for one in meant["names"]))
    found["errors"] = errors
    if all(one["names"] for one in errors) and errors:
        found["cure"] = "use one of the names, or an IRI"
    return {key: value for key, value in found.items() if value}


def _detail(error: RolegraphError) -> str:
    if isinstance(error, SourceError):
        # Where something lies on this machine is nobody's business, and what was sent has no name.
        place = None if error.path is None or str(error.path)[:1] in ("/", "<") else error.path
        return str(SourceError(error.problem, path=place, line=error.line))
    return brief(error)


def _cure(error: RolegraphError) -> str:
    """What to do: what an error says, or what the graph has in place of names that mean nothing."""
    if isinstance(error, UnknownNode):
        first = next((one for one in getattr(error, "errors", (error,)) if getattr(one, "holds", None)), None)
        holds = first.holds if isinstance(first, UnknownNode) else None
        if holds is None:
            return ""
        return holds.has + (f", such as {joined(holds.examples, 'and')}." if holds.examples else ".")
    return str(getattr(error, "cure", "")).removeprefix("or ")


def _name(error: UnknownNode | AmbiguousNode) -> dict[str, Any]:
    """A name that does not mean one thing, with those that were perhaps meant and where each is looked up."""
    meant = error.suggestions if isinstance(error, UnknownNode) else error.candidates

    def show(name: str) -> str:
        return f"/api/query/{name}" if error.kind == "query" else address_of_answer("show", name=name)

    return {
        "name": error.name,
        "kind": error.kind,
        "detail": for_programs(brief(error)),
        "names": [{"name": name, "show": show(name)} for name in meant],
    }


def address_of_answer(question: str, **parameters: str) -> str:
    """The address of an answer of the API."""
    return f"/api/{question}?{urlencode(parameters, errors='replace')}" if parameters else f"/api/{question}"


def for_programs(text: str) -> str:
    """A message in the words of the API: commands are addresses, options are parameters.

    >>> for_programs("no role 'nurse': see `rolegraph list roles` (or leave it out with --skip-unknown)")
    "no role 'nurse': see /api/list?kind=roles (or leave it out with skip_unknown)"
    """

    def address(found: re.Match[str]) -> str:
        command, value = found[1], (found[2] or "").strip("'")
        if command in _ADDRESSES:
            return _ADDRESSES[command]
        return address_of_answer(command, **({_PARAMETERS[command]: value} if value else {}))

    text = _COMMAND.sub(address, text).replace("--as ", "kind=")
    return _OPTION.sub(lambda found: found[1].replace("-", "_"), text)
