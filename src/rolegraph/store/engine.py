"""Queries as the engine takes them: checked before anything runs, then asked of all sources together."""

from __future__ import annotations

import re
from functools import lru_cache

from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

from rolegraph.errors import QueryError
from rolegraph.sparql import form_of, has_dataset_clause, with_prefixes
from rolegraph.vocabulary import PREFIXES


@lru_cache(maxsize=256)
def checked_query(query: str) -> str:
    """A query that only reads and is well-formed, with the prefixes that it uses declared.

    Raises
    ------
    QueryError
        With the line, when it is not.
    """
    form_of(query)
    spelled_out = with_prefixes(query)
    try:
        Store().query(query, prefixes=PREFIXES)
    except SyntaxError as error:
        # "error at 3:7: expected one of GRAPH, …", and then every letter that a name may go on with
        found = re.match(r"error at (\d+):(\d+): ([^\n\[]*)", str(error))
        if found is None:
            raise QueryError(f"is no SPARQL: {error}") from None
        raise QueryError(f"is no SPARQL: {found[3].strip(' ,')}", f"at column {found[2]}", line=int(found[1])) from None
    except (OSError, RuntimeError, ValueError) as error:
        raise QueryError(str(error)) from None
    return spelled_out


def evaluate(store: Store, query: str) -> QuerySolutions | QueryTriples | QueryBoolean:
    """What the engine returns for a checked query, lazily; the union of all sources is its default graph.

    The engine's union gives a solution once for each source that makes a statement: only DISTINCT gives it once.
    """
    return store.query(query, use_default_graph_as_union=not has_dataset_clause(query))
