"""Queries and their answers: a query is checked before it runs, and evaluated over all sources together.

An answer is rows, a graph, or yes or no; it is given as values of Python and rdflib, as a table, or in a W3C format.
"""

from __future__ import annotations

import io
import re
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple, overload

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
from rolegraph.rdf.answer_formats import (
    ROW_FORMATS,
    TRUTH_FORMATS,
    AnswerLimits,
    Note,
    write_graph,
    write_rows,
    write_truth,
)
from rolegraph.rdf.limits import check_nesting
from rolegraph.rdf.query_text import check_brackets, check_iris, form_of, has_dataset_clause, runs_here, with_prefixes
from rolegraph.rdf.vocabulary import PREFIXES, XSD, shorten

if TYPE_CHECKING:
    import pandas
    import rdflib


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


class ChosenGraphs(NamedTuple):
    """The graphs, by IRI, that a request asks: those that together are its default graph, and those for GRAPH."""

    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


def evaluate(
    store: Store, query: str, graphs: ChosenGraphs | None = None
) -> QuerySolutions | QueryTriples | QueryBoolean:
    """What the engine returns for a checked query, lazily; the union of all sources is its default graph.

    Other `graphs` take the place of those that the query names. A solution is given once for each source that makes a
    statement; DISTINCT gives it once. Raises `QueryError` when the query is not well-formed.
    """
    try:
        if graphs is None:
            return store.query(query, use_default_graph_as_union=not has_dataset_clause(query))
        return store.query(query, default_graph=[*_named(graphs.default)], named_graphs=[*_named(graphs.named)])
    except SyntaxError as error:
        raise _malformed(str(error)) from None


def _named(graphs: Iterable[str]) -> Iterator[NamedNode]:
    for iri in graphs:
        try:
            yield NamedNode(iri)
        except ValueError:
            raise QueryError(f"asks a graph whose name is no IRI: {iri!r}", "write it out, with its scheme") from None


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
    iri: str = ""  # in full; empty for what has none
    language: str = ""


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
        return self.columns, list(self.rows())

    @property
    def columns(self) -> list[str]:
        """The names of the variables; of a graph the parts of a statement, of a truth none."""
        if self.solutions is not None:
            return [variable.value for variable in self.solutions.variables]
        return ["subject", "predicate", "object"] if self.triples is not None else []

    def rows(self) -> Iterator[list[Cell | None]]:
        """The rows, or statements, for people, each as it is found."""
        with reading(self.stored):
            for row in self.solutions or self.triples or ():
                yield [None if term is None else _cell(term) for term in row]

    def serialize(self, format_: str, note: Note | None = None) -> bytes:
        """The answer in `csv`, `tsv`, `json` or `xml`, the W3C's formats for results; for a graph in `ttl`.

        XML cannot hold control characters: they become U+FFFD, and `note` is called with how many there are.

        Raises
        ------
        RolegraphError
            When the answer has no such format.
        """
        if self.triples is not None and format_ != "ttl":
            raise RolegraphError(f"a graph has no format {format_}: use --format ttl")
        known = ROW_FORMATS if self.solutions is not None else TRUTH_FORMATS
        if self.triples is None and format_ not in [one.name for one in known]:
            kind, formats = ("rows", "csv, tsv, json or xml") if self.truth is None else ("yes or no", "json or xml")
            raise RolegraphError(f"an answer of {kind} has no format {format_}: use --format {formats}")
        output = io.BytesIO()
        self.write(output, format_, note=note)
        return output.getvalue()

    def write(
        self, output: BinaryIO, format_: str, *, limits: AnswerLimits | None = None, note: Note | None = None
    ) -> None:
        """Write the answer in one of its formats, given by name.

        Raises `QueryError` when it is more than the limits allow, and `SourceError` for what a format cannot hold.
        """
        with reading(self.stored):
            if self.triples is not None:
                write_graph(self.triples, format_, output, limits)
            elif self.solutions is not None:
                write_rows(self.solutions, format_, output, limits, note)
            else:
                write_truth(bool(self.truth), format_, output)


def _cell(term: object) -> Cell:
    if isinstance(term, NamedNode):
        return Cell(shorten(term.value), is_iri=True, iri=term.value)
    if isinstance(term, Literal):
        return Cell(term.value, is_iri=False, language=term.language or "")
    return Cell(str(term), is_iri=isinstance(term, BlankNode))


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
