"""Which HTTP status says what went wrong."""

from __future__ import annotations

import pytest
from starlette.exceptions import HTTPException

from rolegraph.errors import (
    AmbiguousNode,
    EndpointError,
    NoPath,
    QueryTimeout,
    RolegraphError,
    SourceError,
    UnknownNames,
    UnknownNode,
)
from rolegraph.server.statuses import status_of

UNKNOWN = UnknownNode("role", "nurse")
AMBIGUOUS = AmbiguousNode("role", "cook", ("one", "other"))


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (UNKNOWN, 404),
        (AMBIGUOUS, 409),
        (UnknownNames([UNKNOWN, AMBIGUOUS]), 404),
        (UnknownNames([AMBIGUOUS, AMBIGUOUS]), 409),
        (SourceError("is empty"), 400),
        (NoPath("cannot be learned"), 400),
        (RolegraphError("no languages"), 400),
        (QueryTimeout(3), 503),
        (EndpointError("http://example.org", "is silent"), 502),
        (HTTPException(405), 405),
        (ValueError("a fault"), 500),
    ],
)
def test_each_error_has_a_status(error: Exception, status: int) -> None:
    assert status_of(error) == status
