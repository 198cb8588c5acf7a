"""The page at `/query`, on which queries are written and run, and what completes them while they are written."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.facts.labels import node as node_of
from rolegraph.queries import library
from rolegraph.rdf.answer_formats import formats_of
from rolegraph.rdf.query_text import form_of
from rolegraph.rdf.service_description import counts_of
from rolegraph.rdf.strangers_queries import answered, check_length
from rolegraph.rdf.vocabulary import PREFIXES, shorten
from rolegraph.server.pages.shell import address, graph_of, page, served
from rolegraph.server.sparql.result_table import ResultTable, result_table
from rolegraph.server.statuses import status_of

if TYPE_CHECKING:
    from starlette.requests import Request

    from rolegraph.graph import RoleGraph
    from rolegraph.rdf.answers import Answer

FIRST_QUERY: Final = """\
# The roles that ask for most
SELECT ?role ?label (COUNT(DISTINCT ?requirement) AS ?requirements) {
  ?role a rg:Role ; skos:prefLabel ?label ; rg:hasRequirement ?requirement .
  FILTER (LANG(?label) IN ("", "en"))
}
GROUP BY ?role ?label
ORDER BY DESC(?requirements)
LIMIT 20
"""
_MOST_PAGES: Final = 100_000
_SUGGESTED: Final = 8
_LONGEST_ADDRESS: Final = 6_000  # letters of a query that is sent in an address
_KEYWORDS: Final = (
    "SELECT DISTINCT WHERE OPTIONAL FILTER UNION MINUS VALUES BIND GROUP ORDER BY LIMIT OFFSET ASK CONSTRUCT DESCRIBE"
    " GRAPH EXISTS COUNT SAMPLE GROUP_CONCAT CONTAINS LCASE LANG STR REGEX COALESCE BOUND PREFIX HAVING"
).split()


async def query(request: Request) -> Response:
    """The editor, with the answer to the query that is in its address or its form."""
    given: Mapping[str, Any] = request.query_params
    if request.method == "POST":
        given = {**request.query_params, **await request.form(max_files=0, max_part_size=1 << 21)}
    return await run_in_threadpool(_page, request, given)


def _page(request: Request, given: Mapping[str, Any]) -> Response:
    text = str(given.get("query") or "")
    context: dict[str, Any] = {"query": text or FIRST_QUERY, "prefixes": PREFIXES, "saved": library()}
    status = 200
    if text:
        status, shown = answer_context(request, text, str(given.get("page") or ""))
        context |= shown
    return page(
        request,
        "query.html",
        status,
        title="Ask in SPARQL",
        canonical="/query",
        description="Write a query in SPARQL over this graph, run it, and take its answer away.",
        **context,
    )


def answer_context(request: Request, text: str, number: str = "") -> tuple[int, dict[str, Any]]:
    """The status of an answer, and what a template shows of it: a table or a word, or else what is wrong."""
    at = int(number) if number.isascii() and number.isdigit() and 0 < len(number) < 7 else 1
    use = partial(_read, number=min(max(at, 1), _MOST_PAGES), graph=graph_of(request))
    try:
        check_length(text)
        formats = formats_of(form_of(text))
        table, truth = answered(served(request).graph.dataset.stated, text, use)
    except RolegraphError as error:
        line = getattr(error, "line", None)
        said = error.problem if isinstance(error, SourceError) else str(error)
        cure = error.cure if isinstance(error, SourceError) else ""
        return status_of(error), {"problem": said, "cure": cure, "line": line}
    except MemoryError:
        problem, cure = "takes more memory than a query may", "ask for less"
        return 503, {"problem": problem, "cure": cure, "line": None}
    is_short = len(text) <= _LONGEST_ADDRESS
    return 200, {
        "table": table,
        "truth": truth,
        "downloads": [(one.title, address("/sparql", query=text, format=one.name)) for one in formats if is_short],
        "curl": curl(request, text, "csv" if table is not None and formats[0].name == "json" else formats[0].name),
        "text": text,
        "at": partial(_page_at, request, text),
    }


def _page_at(request: Request, text: str, number: int) -> str:
    """The address of another page of an answer."""
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] != "page"]
    if request.method == "POST":
        pairs = [("query", text)]
    return f"{request.url.path}?{urlencode([*pairs, ('page', number)], errors='replace')}"


def _read(answer: Answer, number: int, graph: RoleGraph) -> tuple[ResultTable | None, bool | None]:
    if answer.truth is not None:
        return None, answer.truth
    return result_table(answer, number, graph), None


def curl(request: Request, text: str, format_: str) -> str:
    """A command that asks the same on a command line."""
    where = str(request.url.replace(path="/sparql", query="", fragment=""))
    return f"curl {shlex.quote(where)} -d format={format_} --data-urlencode {shlex.quote('query=' + text)}"


def terms(request: Request) -> Response:
    """What completes a query: prefixes, classes and properties of the graph; for `q`, nodes with such a name."""
    text = request.query_params.get("q", "").strip()[:100]
    if text:
        found, _ = served(request).names.search(text, (), _SUGGESTED)
        nodes = [node_of(graph_of(request).dataset, one.iri) for one in found]
        answer: Any = [{"term": _spelled(node.iri), "label": node.label, "kind": node.kind.value} for node in nodes]
    else:
        counts = counts_of(served(request).graph.dataset.stated)
        answer = {
            "prefixes": PREFIXES,
            "keywords": _KEYWORDS,
            "classes": sorted(map(_spelled, counts.classes)),
            "properties": sorted(map(_spelled, counts.predicates)),
        }
    return JSONResponse(answer, headers={"Cache-Control": "private, max-age=300", "Vary": "Cookie"})


def _spelled(iri: str) -> str:
    """An IRI as a query may write it: with a prefix where what follows needs no escape."""
    short = shorten(iri)
    prefix, _, local = short.partition(":")
    is_plain = short != iri and prefix in PREFIXES and local.replace("-", "").replace("_", "").isalnum()
    return short if is_plain and local.isascii() and not local.endswith("-") else f"<{iri}>"


def routes() -> list[BaseRoute]:
    """The editor and what completes queries in it."""
    return [Route("/query", query, methods=["GET", "POST"]), Route("/query/terms.json", terms)]
