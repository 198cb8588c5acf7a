"""Queries with a time limit, each in a process of its own, since nothing but the end of its process stops the engine.

The process runs this module. It reads a line of JSON with the `places` of the graph and the `query`; without places,
the statements follow as N-Quads. It writes the answer as JSON or N-Triples.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store, serialize

from rolegraph.errors import QueryError, QueryTimeout, RolegraphError
from rolegraph.rdf.answers import Answer, checked_query, evaluate, reading
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.query_text import form_of

# -P keeps Python from importing modules from the current folder.
_COMMAND = (sys.executable, "-P", "-m", __name__)
# The exit code where a built store turns out to be damaged.
_DAMAGED = 3
# The share of the machine's memory that a query may take.
_SHARE_OF_MEMORY = 0.75


def answer(dataset: Dataset, query: str, timeout: float | None) -> Answer:
    """The answer of a dataset to a query that only reads, within `timeout` seconds; None means no limit.

    Raises `QueryError` when it is not a query or would do more than read, and `QueryTimeout` when it was stopped.
    """
    if timeout is None or dataset.is_remote:
        return dataset.answer(query, timeout)
    return answer_within(timeout, dataset, checked_query(query))


def answer_within(seconds: float, dataset: Dataset, query: str) -> Answer:
    """The engine's answer to a checked query; `QueryTimeout` after so many seconds, when its process has been ended.

    Raises `QueryError` when the engine refuses the query, or runs out of memory.
    """
    request = json.dumps({"places": [str(place) for place in dataset.places], "query": query}).encode() + b"\n"
    if not dataset.places:
        request += serialize(dataset.quads(), format=RdfFormat.N_QUADS) or b""
    # A file, since the output of a query that fails may be larger than memory.
    with tempfile.TemporaryFile() as output:
        try:
            done = subprocess.run(  # noqa: S603 - our own module; the query is data on its standard input
                _COMMAND, input=request, stdout=output, stderr=subprocess.PIPE, timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired:
            raise QueryTimeout(seconds) from None
        if done.returncode < 0 or b"memory allocation" in done.stderr or b"MemoryError" in done.stderr:
            raise QueryError("takes more memory than there is", "ask for less")
        if done.returncode == _DAMAGED:
            with reading(dataset.stored):
                raise RuntimeError(done.stderr.decode(errors="replace").strip())
        if done.returncode:
            raise QueryError(done.stderr.decode(errors="replace").strip() or "could not be run")
        output.seek(0)
        data = output.read()
    if form_of(query).gives_graph:
        return Answer.of_graph(data, RdfFormat.N_TRIPLES)
    return Answer.of_results(data, QueryResultsFormat.JSON)


def main() -> None:
    """Answer the query on standard input; otherwise write a message to standard error and exit with 2 or `_DAMAGED`."""
    _limit_memory()
    request = json.loads(sys.stdin.buffer.readline())
    try:
        if request["places"]:
            dataset = open_dataset(Path(place) for place in request["places"])
        else:
            dataset = Dataset(Store())
            dataset.store.load(sys.stdin.buffer, RdfFormat.N_QUADS)
        result = evaluate(dataset.store, request["query"])
        if isinstance(result, QueryTriples):
            serialize(result, sys.stdout.buffer, RdfFormat.N_TRIPLES)
        else:
            result.serialize(sys.stdout.buffer, QueryResultsFormat.JSON)
    except (RolegraphError, RuntimeError, SyntaxError, ValueError, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201 - the process that started this one reads it
        # The engine has no other error while it reads a store that could be opened.
        sys.exit(_DAMAGED if isinstance(error, RuntimeError) and dataset.stored else 2)


def _limit_memory() -> None:
    try:
        import os
        import resource

        limit = int(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * _SHARE_OF_MEMORY)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ImportError, OSError, ValueError):
        return  # this system has no such limit


if __name__ == "__main__":
    main()
