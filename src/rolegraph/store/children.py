"""Queries with a limit on their time, each in a process of its own that is ended when it is reached."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING

from pyoxigraph import QueryResultsFormat, RdfFormat, serialize

from rolegraph.errors import QueryError, QueryTimeout
from rolegraph.sparql import form_of
from rolegraph.store.answers import Answer

if TYPE_CHECKING:
    from rolegraph.store.dataset import Dataset

# -P keeps what lies in the current folder from being taken for a module.
_COMMAND = (sys.executable, "-P", "-m", "rolegraph.store.worker")


def answer_within(seconds: float, dataset: Dataset, query: str) -> Answer:
    """What the engine answers within so many seconds.

    Raises
    ------
    QueryTimeout
        When it has not answered by then. The process is gone, and what it took is free again.
    QueryError
        When the engine refuses the query, or runs out of memory.
    """
    request = json.dumps({"places": [str(place) for place in dataset.places], "query": query}).encode() + b"\n"
    if not dataset.places:
        request += serialize(dataset.quads(), format=RdfFormat.N_QUADS) or b""
    # What a query gives may be more than memory holds, until it is known to have ended well.
    with tempfile.TemporaryFile() as output:
        try:
            done = subprocess.run(  # noqa: S603 - our own module; the query is data on its standard input
                _COMMAND, input=request, stdout=output, stderr=subprocess.PIPE, timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired:
            raise QueryTimeout(seconds) from None
        if done.returncode < 0 or b"memory allocation" in done.stderr or b"MemoryError" in done.stderr:
            raise QueryError("takes more memory than there is", "ask for less")
        if done.returncode:
            raise QueryError(done.stderr.decode(errors="replace").strip() or "could not be run")
        output.seek(0)
        data = output.read()
    if form_of(query).gives_graph:
        return Answer.of_graph(data, RdfFormat.N_TRIPLES)
    return Answer.of_results(data, QueryResultsFormat.JSON)
