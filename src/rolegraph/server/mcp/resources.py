"""What an assistant can read by an address: nodes, what the graph holds, the vocabulary, saved queries."""

from __future__ import annotations

from typing import Final, NamedTuple
from urllib.parse import unquote

from rolegraph.errors import RolegraphError
from rolegraph.model.nodes import Kind
from rolegraph.queries import library, question
from rolegraph.rdf.files import shipped
from rolegraph.server.mcp.excerpts import excerpt
from rolegraph.server.questions import QUESTIONS
from rolegraph.server.served import ServedGraph

SCHEME: Final = "rolegraph://"
NODE: Final = f"{SCHEME}node/{{kind}}/{{slug}}"
QUERY: Final = f"{SCHEME}queries/{{name}}"
INFO: Final = f"{SCHEME}graph/info"
ONTOLOGY: Final = f"{SCHEME}ontology"
MARKDOWN: Final = "text/markdown"
TURTLE: Final = "text/turtle"
SPARQL: Final = "application/sparql-query"


class Readable(NamedTuple):
    """What an address leads to: its media type and text."""

    type: str
    text: str


def listed() -> tuple[tuple[str, str, str, str], ...]:
    """Addresses that need no name, each with a name, what it is, and its media type."""
    return (
        (INFO, "graph-info", "Sources, versions, licences and counts of the graph.", MARKDOWN),
        (ONTOLOGY, "ontology", "The vocabulary that the graph is written in, as RDF.", TURTLE),
        *((QUERY.format(name=one.name), one.name, one.question, SPARQL) for one in library()),
    )


def read(served: ServedGraph, address: str) -> Readable:
    """What is at an address; raises `RolegraphError` where there is nothing."""
    if address == ONTOLOGY:
        return Readable(TURTLE, (shipped("ontology") / "rolegraph.ttl").read_text(encoding="utf-8"))
    if address == INFO:
        return Readable(MARKDOWN, _text(served, "info", {}))
    kind, _, rest = address.removeprefix(SCHEME).partition("/")
    if address.startswith(SCHEME) and kind == "queries":
        return Readable(SPARQL, question(unquote(rest)).text)
    if address.startswith(SCHEME) and kind == "node":
        return Readable(MARKDOWN, _node(served, *rest.partition("/")[::2]))
    raise RolegraphError(f"nothing is at {address[:200]!r}: there are {NODE}, {QUERY}, {INFO} and {ONTOLOGY}")


def _node(served: ServedGraph, kind: str, slug: str) -> str:
    known = next((one for one in Kind if one.value == kind), None)
    if known is None:
        raise RolegraphError(f"no kind {kind[:100]!r}: it is one of {', '.join(one.value for one in Kind)}")
    node = served.asked().resolve(unquote(slug), (known,))
    return _text(served, "show", {"name": node.iri}, everything=True)


def _text(served: ServedGraph, name: str, arguments: dict[str, str], *, everything: bool = False) -> str:
    _, answered = QUESTIONS[name].model_validate(arguments).ask_served(served)
    return excerpt(answered.blocks(everything), evidence=True, notes=answered.notes)
