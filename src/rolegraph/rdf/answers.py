"""Queries and their answers: a query is checked before it runs, and evaluated over all sources together.

An answer is rows, a graph, or yes or no; it is given as values of Python and rdflib, as a table, or in a W3C format.
"""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, overload

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolution,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse,
    parse_query_results,
)

from rolegraph.errors import QueryError, RolegraphError, SourceError
from rolegraph.rdf.blank_nodes import labelled
from rolegraph.rdf.limits import check_nesting
from rolegraph.rdf.query_text import check_brackets, check_iris, form_of, has_dataset_clause, runs_here, with_prefixes
from rolegraph.rdf.turtle import to_turtle
from rolegraph.rdf.vocabulary import PREFIXES, XSD, shorten

if TYPE_CHECKING:
    import pandas
    import rdflib


Note = Callable[[str], object]
"""What is called with a sentence for people about what was written."""

# What XML 1.0 cannot hold, not even escaped.
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MOST_SIGNS: Final = 4  # that a message says were expected


@lru_cache(maxsize=256)
def checked_query(query: str) -> str:
    """A query with its prefixes declared; `QueryError` with the line unless it is well-formed and only reads.

    Whether one that is too long for this process is well-formed is found when it runs.
    """
    form_of(query)
    check_brackets(query)
    check_iris(query)
    spelled_out = with_prefixes(query)
    if runs_here(query):
        try:
            Store().query(query, prefixes=PREFIXES)
        except SyntaxError as error:
            raise _malformed(str(error)) from None
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(str(error)) from None
    return spelled_out


def _malformed(message: str) -> QueryError:
    """An error of the parser in short: `error at 3:7: expected one of "$", "(", Prefix not found, ['A' ..= 'Z' | …`."""
    found = re.match(r"error at (\d+):(\d+): (?:expected (?:one of )?)?(.*)", message, flags=re.DOTALL)
    if found is None:
        return QueryError(f"is not valid SPARQL: {message}")
    reason = re.search(r"\b(Prefix not found|[A-Z]\w+ parsing failed)", found[3])
    # Only a short and complete list helps: others go on with classes of letters in brackets.
    signs = [] if "[" in found[3].replace('"["', "") else re.findall(r'"(?:\\.|[^"\\])+"|[A-Za-z]+', found[3])
    problem = f": expected {' or '.join(signs)}" if 0 < len(signs) <= _MOST_SIGNS else ""
    if reason is not None:
        problem = f": {reason[1]}"
    return QueryError(f"is not valid SPARQL{problem}", f"at column {found[2]}", line=int(found[1]))


def evaluate(store: Store, query: str) -> QuerySolutions | QueryTriples | QueryBoolean:
    """What the engine returns for a checked query, lazily; the union of all sources is its default graph.

    A solution is given once for each source that makes a statement; DISTINCT gives it once. Raises `QueryError` when
    the query is not well-formed.
    """
    try:
        return store.query(query, use_default_graph_as_union=not has_dataset_clause(query))
    except SyntaxError as error:
        raise _malformed(str(error)) from None


@contextmanager
def reading(stored: Path | None) -> Iterator[None]:
    """Raise the engine's errors in this block as a `SourceError` about a built store; None for one in memory."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        if stored is None or isinstance(error, RecursionError | NotImplementedError):
            raise
        if re.search(r"appending to file|for appending", str(error)):  # to a copy of it, which is to replace it
            raise SourceError(f"cannot be written: {str(error).rpartition(': ')[2]}", path=stored) from None
        raise SourceError(f"is no store that can be read: {error}", "build it anew", path=stored) from None


RESULT_FORMATS: Final = {
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
}


class Rows(Sequence[Any]):
    """The solutions of a SELECT: a sequence of named tuples of rdflib terms, None where a variable is unbound.

    Terms are converted when a row is read. Variables whose names are not valid in Python are named by position, `_2`;
    `variables` has their own names.

    >>> import rolegraph
    >>> rows = rolegraph.open().query("SELECT DISTINCT ?level { ?degree rg:degreeLevel ?level } ORDER BY ?level")
    >>> len(rows), [str(row.level).rpartition("#")[2] for row in rows]
    (3, ['bachelor', 'doctorate', 'master'])
    """

    def __init__(self, variables: Sequence[str], solutions: Sequence[QuerySolution]) -> None:
        self.variables = tuple(variables)
        self._solutions = solutions

    @cached_property
    def _row(self) -> Callable[..., Any]:
        return namedtuple("Row", self.variables, rename=True)  # noqa: PYI024 - names are data

    def __len__(self) -> int:
        return len(self._solutions)

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> Rows: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, slice):
            return Rows(self.variables, self._solutions[place])
        return self._row(*(None if term is None else to_rdflib(term) for term in self._solutions[place]))

    def __repr__(self) -> str:
        return f"<Rows of {', '.join(self.variables)}: {len(self)}>"

    def to_pandas(self, *, short: bool = False) -> pandas.DataFrame:
        """The rows as a data frame: numbers, dates and booleans as Python values, IRIs and texts as `str`.

        Parameters
        ----------
        short
            Write IRIs with their prefixes, such as `rg:expert`, where they have one.

        Raises
        ------
        RolegraphError
            Where pandas is not installed.
        """
        try:
            import pandas
        except ModuleNotFoundError:
            raise RolegraphError("pandas is not installed (pip install pandas)") from None
        rows = [[None if term is None else _plain(term, short) for term in row] for row in self]
        return pandas.DataFrame(rows, columns=list(self.variables))


class Cell(NamedTuple):
    """A term for people: IRIs shortened by their prefix, literals without language and datatype."""

    text: str
    is_iri: bool


class Answer:
    """An engine's answer that has not been read yet; it can be read once.

    Exactly one of `solutions`, `triples` and `truth` is given; `stored` is the built store that is read, if it is one.
    """

    def __init__(
        self,
        solutions: QuerySolutions | None = None,
        triples: QueryTriples | Iterator[Triple] | None = None,
        truth: bool | None = None,
        stored: Path | None = None,
    ) -> None:
        self.solutions, self.triples, self.truth, self.stored = solutions, triples, truth, stored

    @classmethod
    def of_engine(cls, result: object, stored: Path | None = None) -> Answer:
        """The answer that the engine returns."""
        if isinstance(result, QuerySolutions):
            return cls(solutions=result, stored=stored)
        if isinstance(result, QueryTriples):
            return cls(triples=result, stored=stored)
        return cls(truth=bool(result))

    @classmethod
    def of_results(cls, data: bytes, format_: QueryResultsFormat) -> Answer:
        """The answer in the bytes of a W3C result format; raises `SyntaxError` or `ValueError` when malformed."""
        check_nesting(data, format_)
        return cls.of_engine(parse_query_results(data, format_))

    @classmethod
    def of_graph(cls, data: bytes, format_: RdfFormat) -> Answer:
        """The answer in the bytes of an RDF format; raises `SyntaxError` or `ValueError` when malformed."""
        check_nesting(data, format_)
        return cls(triples=(quad.triple for quad in list(parse(data, format=format_))))

    def value(self) -> Rows | rdflib.Graph | bool:
        """The answer as rows of rdflib terms, a graph of rdflib, or a bool."""
        if self.solutions is not None:
            with reading(self.stored):
                return Rows([variable.value for variable in self.solutions.variables], list(self.solutions))
        if self.triples is not None:
            with reading(self.stored):
                graph = to_rdflib_graph(self.triples)
            for prefix, namespace in PREFIXES.items():
                graph.bind(prefix, namespace)
            return graph
        return bool(self.truth)

    def table(self) -> tuple[list[str], list[list[Cell | None]]]:
        """Variables and rows of a SELECT, for people."""
        if self.solutions is None:
            raise TypeError("only a SELECT gives a table")
        names = [variable.value for variable in self.solutions.variables]
        with reading(self.stored):
            return names, [[None if term is None else _cell(term) for term in solution] for solution in self.solutions]

    def serialize(self, format_: str, note: Note | None = None) -> bytes:
        """The answer in `csv`, `tsv`, `json` or `xml`, the W3C's formats for results; for a graph in `ttl`.

        XML cannot hold control characters: they become U+FFFD, and `note` is called with how many there are.

        Raises
        ------
        RolegraphError
            When the answer has no such format.
        """
        if self.triples is not None:
            if format_ != "ttl":
                raise RolegraphError(f"a graph has no format {format_}: use --format ttl")
            with reading(self.stored):
                return to_turtle(labelled(Quad(*triple) for triple in self.triples)).encode()
        if format_ not in RESULT_FORMATS or (self.truth is not None and format_ in ("csv", "tsv")):
            kind, formats = ("rows", "csv, tsv, json or xml") if self.truth is None else ("yes or no", "json or xml")
            raise RolegraphError(f"an answer of {kind} has no format {format_}: use --format {formats}")
        if self.solutions is not None:
            with reading(self.stored):
                data = self.solutions.serialize(format=RESULT_FORMATS[format_]) or b""
            # A parser makes a line feed of a carriage return, unless it is escaped.
            return xml_text(data.decode(), note).replace("\r", "&#13;").encode() if format_ == "xml" else data
        return _boolean(bool(self.truth), RESULT_FORMATS[format_])


def xml_text(text: str, note: Note | None = None) -> str:
    """A text with U+FFFD for what XML 1.0 cannot hold, of which `note` is told."""
    text, count = _NOT_XML.subn("\ufffd", text)
    if count and note is not None:
        note(f"control characters, which XML cannot hold, became U+FFFD: {count}")
    return text


def _boolean(truth: bool, format_: QueryResultsFormat) -> bytes:
    document = b'{"head":{},"boolean":%s}' % str(truth).lower().encode()
    result = parse_query_results(document, QueryResultsFormat.JSON)
    return result.serialize(format=format_) or b""


def _cell(term: object) -> Cell:
    if isinstance(term, NamedNode):
        return Cell(shorten(term.value), is_iri=True)
    return Cell(term.value if isinstance(term, Literal) else str(term), is_iri=isinstance(term, BlankNode))


def _plain(term: Any, short: bool) -> object:
    """A term of rdflib as a Python value; a literal that its datatype does not allow stays as it is written."""
    if short and type(term).__name__ == "URIRef":
        return shorten(str(term))
    value = term.toPython()
    return str(term) if isinstance(value, str) or value is term else value


def to_rdflib_graph(statements: Iterable[Quad | Triple]) -> rdflib.Graph:
    """The statements of all sources in one graph of rdflib, which is faster to walk than a view of the store."""
    import rdflib

    graph = rdflib.Graph()
    for statement in statements:
        graph.add((to_rdflib(statement.subject), to_rdflib(statement.predicate), to_rdflib(statement.object)))
    return graph


def to_rdflib(term: object) -> rdflib.term.Identifier:
    """A term of the engine as one of rdflib."""
    import rdflib

    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Literal):
        if term.language:
            return rdflib.Literal(term.value, lang=term.language)
        # For rdflib, a text with the datatype xsd:string, which every plain text has in SPARQL, is another text.
        datatype = None if term.datatype.value == XSD + "string" else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, datatype=datatype)
    raise TypeError(f"not a term of RDF 1.1: {term}")
