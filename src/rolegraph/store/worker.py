"""A process of its own for one query, since nothing but the end of its process stops a query in the engine.

`rolegraph.store.children` starts it, with a line of JSON on standard input: where the graph is (`places`) and the
`query`. Without places, the statements follow as N-Quads. It answers on standard output, in JSON or N-Triples.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat, Store, serialize

from rolegraph.errors import RolegraphError
from rolegraph.store.dataset import Dataset
from rolegraph.store.engine import evaluate
from rolegraph.store.opening import open_dataset

# The share of the machine's memory beyond which a query is given up, lest it take the whole machine down.
_SHARE_OF_MEMORY = 0.75


def main() -> None:
    """Answer the query on standard input; a message on standard error and exit code 2 where it cannot be."""
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
        sys.exit(2)


def _limit_memory() -> None:
    try:
        import os
        import resource

        limit = int(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") * _SHARE_OF_MEMORY)
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ImportError, OSError, ValueError):
        return  # not a system that can


if __name__ == "__main__":
    main()
