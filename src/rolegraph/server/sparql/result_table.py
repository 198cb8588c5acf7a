"""The answer to a query as a page of a table, with the labels of nodes beside their IRIs, and links to their pages."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.errors import SourceError
from rolegraph.facts.labels import node as node_of
from rolegraph.model.languages import ENGLISH, primary
from rolegraph.rdf.vocabulary import RG

if TYPE_CHECKING:
    from rolegraph.graph import RoleGraph
    from rolegraph.model.nodes import Node
    from rolegraph.rdf.answers import Answer, Cell

PAGE_SIZE: Final = 100  # rows
_MOST_COUNTED: Final = 10_000
_MOST_NAMED: Final = 4  # alternatives of a requirement
_LONGEST: Final = 600  # letters of a text that are shown
_NUMBER: Final = re.compile(r"-?\d{1,30}(?:\.\d{1,30})?(?:[eE][+-]?\d{1,4})?")
_WEB: Final = ("https://", "http://")


class ShownTerm(NamedTuple):
    """A term of a row: its text, for an IRI all of it, and the node that it is, if any."""

    text: str
    iri: str = ""
    node: Node | None = None
    words: str = ""  # for a node that has no name of its own
    href: str = ""  # of what is elsewhere on the web
    language: str = ""


class ResultTable(NamedTuple):
    """A page of rows. `total` is how many there are, or at least are where there are `more`."""

    columns: list[str]
    numbers: frozenset[str]  # the columns that hold numbers only
    rows: list[list[ShownTerm | None]]
    total: int
    more: bool
    number: int  # of the page

    @property
    def first(self) -> int:
        """The number of the first row of the page."""
        return (self.number - 1) * PAGE_SIZE + 1

    @property
    def pages(self) -> int:
        """How many pages there are at least."""
        return max(1, -(-self.total // PAGE_SIZE))


def result_table(answer: Answer, number: int, graph: RoleGraph) -> ResultTable:
    """The rows of a page, counted from 1; of more rows than are counted, only so many are read."""
    rows = answer.rows()
    start = (number - 1) * PAGE_SIZE
    before = sum(1 for _ in islice(rows, start))
    found = list(islice(rows, PAGE_SIZE))
    left = sum(1 for _ in islice(rows, max(0, _MOST_COUNTED - start - len(found))))
    columns = answer.columns
    numbers = frozenset(
        name
        for place, name in enumerate(columns)
        if any(row[place] for row in found) and all(_is_number(row[place]) for row in found)
    )
    known: dict[str, tuple[Node | None, str]] = {}
    shown = [[None if cell is None else _shown(cell, graph, known) for cell in row] for row in found]
    more = next(rows, None) is not None
    return ResultTable(columns, numbers, shown, before + len(found) + left, more, number)


def _is_number(cell: Cell | None) -> bool:
    return cell is None or (not cell.is_iri and _NUMBER.fullmatch(cell.text) is not None)


def _shown(cell: Cell, graph: RoleGraph, known: dict[str, tuple[Node | None, str]]) -> ShownTerm:
    if not cell.iri:
        text = cell.text[:_LONGEST] + " …" if len(cell.text) > _LONGEST else cell.text
        return ShownTerm(text, language="" if primary(cell.language) == ENGLISH else cell.language)
    if cell.iri not in known:
        known[cell.iri] = _node(graph, cell.iri)
    node, words = known[cell.iri]
    is_elsewhere = node is None and cell.text == cell.iri and cell.iri.startswith(_WEB)
    return ShownTerm(cell.text, cell.iri, node, words, cell.iri if is_elsewhere else "")


def _node(graph: RoleGraph, iri: str) -> tuple[Node | None, str]:
    """The node with an IRI, none for terms of vocabularies and what is elsewhere; and words for one without a name."""
    try:
        node = node_of(graph.dataset, iri)
        if node.label != node.slug:
            return node, ""
        named = [*graph.dataset.objects(iri, RG + "anyOf"), *graph.dataset.objects(iri, RG + "rates")]
        return node, " or ".join(node_of(graph.dataset, one).label for one in named[:_MOST_NAMED])
    except SourceError:
        return None, ""
