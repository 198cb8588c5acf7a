"""Which HTTP status says what went wrong: one rule for pages, API and endpoint."""

from __future__ import annotations

from typing import Final

from starlette.exceptions import HTTPException

from rolegraph.errors import AmbiguousNode, EndpointError, QueryTimeout, RolegraphError, UnknownNames, UnknownNode

RETRY_AFTER: Final = 5  # seconds, where a limit was met and it may be better soon


def status_of(error: Exception) -> int:
    """The status of an answer that is none because of an error.

    >>> status_of(UnknownNode("role", "nurse")), status_of(AmbiguousNode("role", "cook", ("a", "b")))
    (404, 409)
    >>> status_of(RolegraphError("that is no number")), status_of(QueryTimeout(5)), status_of(ValueError("a fault"))
    (400, 503, 500)
    """
    if isinstance(error, HTTPException):
        return error.status_code
    if isinstance(error, UnknownNames) and all(isinstance(one, AmbiguousNode) for one in error.errors):
        return 409
    for kind, status in ((UnknownNode, 404), (AmbiguousNode, 409), (QueryTimeout, 503), (EndpointError, 502)):
        if isinstance(error, kind):
            return status
    return 400 if isinstance(error, RolegraphError) else 500
