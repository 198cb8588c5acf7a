"""The text of SPARQL queries: their form, what is refused, prefixes and variables, and values written into them.

This is a lexer, not a parser: the engine decides whether a query is well-formed. SPARQL's lexical grammar is regular,
so keywords and braces are found reliably, whatever strings and comments contain.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import chain, islice
from typing import Final, NamedTuple

from rolegraph.errors import QueryError
from rolegraph.rdf.vocabulary import PREFIXES


class QueryForm(StrEnum):
    """The four forms of a query."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"

    @property
    def gives_graph(self) -> bool:
        return self in (QueryForm.CONSTRUCT, QueryForm.DESCRIBE)


class Token(NamedTuple):
    """A token with its place in the text."""

    kind: str
    text: str
    start: int
    end: int


# The terminals of the SPARQL 1.1 grammar (section 19.8) that are, or may contain, words, variables and braces.
_TOKEN: Final = re.compile(
    r"""
      (?P<skip>   \s+ | \#[^\n\r]* )
    | (?P<iri>    <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<string> \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
                | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
    | (?P<unclosed> ["'] .* )
    | (?P<tag>    @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<var>    [?$]\w+ )
    | (?P<name>   (?:[^\W\d_](?:[\w.-]{0,100}[\w-])?|_)?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)* )
    | (?P<word>   [A-Za-z_]\w* )
    | (?P<sign>   . )
    """,
    re.VERBOSE | re.DOTALL,
)
_AROUND_GROUPS: Final = ("UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "NOT", "EXISTS")
_ABSOLUTE: Final = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:")
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_CHANGES: Final = frozenset("INSERT DELETE CLEAR DROP CREATE ADD MOVE COPY WITH".split())
_REFUSED: Final = {
    **dict.fromkeys(_CHANGES, ("{} changes a graph, and a query only reads", "`rolegraph ingest` adds to one")),
    "LOAD": ("LOAD fetches a graph from elsewhere, and a query only reads", "`rolegraph ingest` reads a file"),
    "SERVICE": ("SERVICE would ask another server", "open that one as a graph of its own, by its address"),
}


_NEW_EACH_TIME: Final = frozenset("NOW RAND UUID STRUUID BNODE".split())

# What the engine's parser, optimizer and evaluation need of the stack grows with the depth of brackets and with chains
# of operators and patterns, and its time with the cube of the latter. Beyond the first limit no query goes; what is
# beyond the second, or is asked by a thread with a smaller stack, is left to a process of its own.
MOST_BRACKETS: Final = 100
_MOST_EFFORT: Final = 400
_LEAST_STACK: Final = 1 << 19
# Of signs that make a step of a path or a pattern with few others.
_EFFORTS: Final = {"/": 3, ",": 3, ";": 2}


@lru_cache(maxsize=256)
def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a query without white space and comments."""
    found = (Token(match.lastgroup or "", match[0], *match.span()) for match in _TOKEN.finditer(text))
    return tuple(token for token in found if token.kind != "skip")


def form_of(text: str) -> QueryForm:
    r"""The form of a query that only reads; `QueryError` for an update, LOAD, SERVICE, and what is not a query at all.

    SPARQL resolves `\u0053` before parsing, so keywords are looked for with and without such escapes.
    """
    for spelled in dict.fromkeys((text, _ESCAPE.sub(lambda code: chr(int(code[1] or code[2], 16) % 0x110000), text))):
        for token in tokens(spelled):
            if token.kind == "unclosed" and spelled == text:
                raise QueryError("has a text without an end", "close its quotes", line=line_of(text, token.start))
            reason = _REFUSED.get(token.text.upper()) if token.kind == "word" else None
            if reason:
                raise QueryError(reason[0].format(token.text.upper()), reason[1], line=line_of(spelled, token.start))
    first = next(_after_prologue(text), None)
    if first is None or first.text.upper() not in list(QueryForm):
        line = line_of(text, first.start) if first else None
        raise QueryError("is not a query", f"begin it with {', '.join(QueryForm)}", line=line)
    return QueryForm(first.text.upper())


def check_brackets(text: str) -> None:
    """Raise `QueryError` with the line where the brackets of a query nest deeper than `MOST_BRACKETS`."""
    depth = 0
    for token in tokens(text):
        depth = max(0, depth + _bracket(token))
        if depth > MOST_BRACKETS:
            problem = f"nests brackets deeper than {MOST_BRACKETS} levels"
            raise QueryError(problem, "write it flatter", line=line_of(text, token.start))


def check_iris(text: str) -> None:
    """Raise `QueryError` with the line of the first relative IRI in a query that declares no base for it."""
    before = ""
    for token in tokens(text):
        if before == "BASE" and _ABSOLUTE.match(token.text):
            return
        if token.kind == "iri" and not _ABSOLUTE.match(token.text):
            cure = "give one with --base, or begin with BASE <…>"
            raise QueryError(f"has no base for the relative IRI {token.text}", cure, line=line_of(text, token.start))
        before = token.text.upper()


def with_base(text: str, base: str) -> str:
    """A query with a base for its relative IRIs; a base that it declares itself is relative to this one.

    Raises `QueryError` when the base is not an absolute IRI.
    """
    if not (_ABSOLUTE.match(f"<{base}>") and [token.kind for token in tokens(f"<{base}>")] == ["iri"]):
        raise QueryError(f"the base {base!r} is not an absolute IRI", "write it out, such as https://example.org/")
    place = next((token.start for token in tokens(text)), len(text))
    return f"{text[:place]}BASE <{base}> {text[place:]}"


def runs_here(text: str) -> bool:
    """Whether the engine can be given a query in this thread, where a crash would end the caller."""
    return not 0 < threading.stack_size() < _LEAST_STACK and effort(text) <= _MOST_EFFORT


@lru_cache(maxsize=256)
def effort(text: str) -> int:
    """An estimate from above of what the engine needs of the stack for a query: about 1 KB for each.

    What is long without being deep, such as a list for IN, counts as well. The rows of VALUES cost nothing.
    """
    groups = [_Effort("")]  # those that are open, the innermost at the end
    is_values, rows = False, 0  # how many brackets of VALUES are open
    for token in tokens(text):
        step = _bracket(token)
        if rows or (is_values and token.text == "{"):
            rows, is_values = rows + step, False
        elif step > 0:
            groups.append(_Effort(token.text))
        elif step < 0 and len(groups) > 1:
            groups[-2].add(groups.pop())
        else:
            is_values = is_values or token.text.upper() == "VALUES"
            # An item of a collection is a pattern of its own, as is a block of VALUES.
            is_item = groups[-1].bracket == "(" and token.kind not in ("sign", "word")
            groups[-1].own += 8 if is_item or is_values else _EFFORTS.get(token.text, 1)
    while len(groups) > 1:
        groups[-2].add(groups.pop())
    return groups[0].own + groups[0].inner


@dataclass(slots=True)
class _Effort:
    """What a group in brackets needs: for what is directly in it, and for the group in it that needs most."""

    bracket: str
    own: int = 0
    inner: int = 0

    def add(self, group: _Effort) -> None:
        """Count a group that is in this one."""
        self.own += 4
        self.inner = max(self.inner, group.own + group.inner + 8)


def _bracket(token: Token) -> int:
    """1 for a bracket that opens, -1 for one that closes, otherwise 0."""
    return (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))


def has_dataset_clause(text: str) -> bool:
    """Whether a query names the graphs that it asks, with FROM."""
    return any(token.kind == "word" and token.text.upper() == "FROM" for token in tokens(text))


def default_graphs(text: str) -> list[str] | None:
    """The graphs that a query names with FROM as its default graph, by IRI; None where one is not written out."""
    found = []
    waiting = iter(tokens(text))
    for token in waiting:
        if token.kind != "word" or token.text.upper() != "FROM":
            continue
        name = next(waiting, token)
        if name.kind == "word" and name.text.upper() == "NAMED":
            name = next(waiting, token)
        elif _ABSOLUTE.match(name.text):
            found.append(name.text[1:-1])
        if not _ABSOLUTE.match(name.text) or "\\" in name.text:
            return None
    return found


def changes_each_time(text: str) -> bool:
    """Whether the same query may have another answer when it is asked again, whatever the graph says."""
    return any(token.kind == "word" and token.text.upper() in _NEW_EACH_TIME for token in tokens(text))


class GraphPattern(NamedTuple):
    """A group that is asked of a named graph: the name as it is written, and the places of GRAPH and of the braces.

    `opening` is behind the first brace, `closing` before the last.
    """

    name: str
    keyword: int
    opening: int
    closing: int


def graph_patterns(text: str) -> Iterator[GraphPattern]:
    """The groups of a query that begin with GRAPH."""
    found = tokens(text)
    partners = _partners(found)
    for place, token in enumerate(found):
        if token.kind == "word" and token.text.upper() == "GRAPH" and place + 2 in partners:
            name, brace = found[place + 1], found[place + 2]
            yield GraphPattern(name.text, token.start, brace.end, found[partners[place + 2]].start)


def asks_graphs_only(text: str) -> bool:
    """Whether a SELECT or ASK query asks for statements inside GRAPH only; no where that is not plain to see."""
    found = tokens(text)
    partners = _partners(found)
    opening = next((place for place, token in enumerate(found) if token.text == "{"), None)
    closing = partners.get(opening or 0)
    if form_of(text).gives_graph or opening is None or closing is None or "{" in (one.text for one in found[closing:]):
        return False
    inner, depth, place = found[:closing], 0, opening
    while place < len(inner):
        token = inner[place]
        word = token.text.upper() if token.kind == "word" else ""
        depth += (token.text == "(") - (token.text == ")")
        if word == "GRAPH" and place + 2 in partners:
            place = partners[place + 2]
        elif word == "VALUES":
            place = next((partners.get(at, at) for at in range(place, len(inner)) if inner[at].text == "{"), place)
        elif depth:
            if token.text == "{":
                return False
        elif token.text not in ("{", "}", ".", ")") and word not in _AROUND_GROUPS:
            return False
        place += 1
    return True


@lru_cache(maxsize=256)
def variables(text: str) -> frozenset[str]:
    """The names of all variables in a query."""
    return frozenset(token.text[1:] for token in tokens(text) if token.kind == "var")


@lru_cache(maxsize=256)
def with_prefixes(text: str, between: str = " ") -> str:
    """A query with declarations of those of rolegraph's prefixes that it uses without declaring them.

    Each is followed by `between`; a blank keeps the line numbers. Raises `QueryError` for a prefix that is neither
    declared nor one of `vocabulary.PREFIXES`.
    """
    declared: set[str] = set()
    used: dict[str, Token] = {}
    before = ""
    for token in tokens(text):
        if token.kind == "name" and not token.text.startswith("_:"):
            prefix = token.text.partition(":")[0]
            if before == "PREFIX":
                declared.add(prefix)
            else:
                used.setdefault(prefix, token)
        before = token.text.upper()
    for prefix in used.keys() - declared - PREFIXES.keys():
        line = line_of(text, used[prefix].start)
        raise QueryError(f"the prefix {prefix}: is not declared", f"add PREFIX {prefix}: <…>", line=line)
    missing = [prefix for prefix in PREFIXES if prefix in used.keys() - declared]
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>{between}" for prefix in missing) + text


def has_more_tokens(text: str, most: int) -> bool:
    """Whether a query has more tokens than some number; it takes the time of so many."""
    return next(islice(_TOKEN.finditer(text), most, None), None) is not None


def forget() -> None:
    """Give back the memory that what is known of queries takes: of a long one that is many times its size."""
    for known in (tokens, effort, variables, with_prefixes):
        known.cache_clear()


def line_of(text: str, place: int) -> int:
    """The line of a place in a text, counted from 1."""
    return text.count("\n", 0, place) + 1


def _after_prologue(text: str) -> Iterator[Token]:
    """The tokens after all BASE and PREFIX declarations."""
    waiting = iter(tokens(text))
    for token in waiting:
        keyword = token.text.upper() if token.kind == "word" else ""
        if keyword == "PREFIX":
            next(waiting, None)
        if keyword in ("PREFIX", "BASE"):
            next(waiting, None)
        else:
            yield token


class Group(NamedTuple):
    """A group that is evaluated on its own: where it (or its query) begins, its brace opens, and it ends."""

    begin: int
    opens: int
    end: int
    is_query: bool = True


def with_values(text: str, values: Mapping[tuple[str, ...], Iterable[tuple[str, ...]]]) -> str:
    """A query with tuples of variables, without their question marks, bound to rows of terms as SPARQL spells them.

    A `VALUES` block is written at the start of each group that is evaluated on its own and in which the variables
    occur: the WHERE groups of the query and its subqueries, which do not see outer bindings, and the branches of a
    UNION, which see them only after all their solutions are computed. Every engine of SPARQL 1.1 reads that alike;
    rdflib's lets outer bindings leak into a subquery, so nothing is bound where it does not occur. Raises `QueryError`
    when a variable is not in the query, or there is no WHERE group to write into.
    """
    if not values:
        return text
    groups = list(_groups(text))
    if not groups:
        raise QueryError("has no WHERE group in which a value could be bound", "write `WHERE { … }` out")
    if missing := {name for names in values for name in names} - variables(text):
        known = ", ".join(f"?{name}" for name in sorted(variables(text)))
        raise QueryError(f"has no variable ?{min(missing)}", f"it has {known or 'none'}")
    blocks: dict[int, list[str]] = {}
    for group in groups:
        own = _own_variables(text, group, groups)
        here = {names: list(rows) for names, rows in values.items() if own & set(names)}
        blocks[group.opens + 1] = list(_values_blocks(here))
    pieces, last = [], 0
    for place, added in sorted((place, added) for place, added in blocks.items() if added):
        line = text[text.rfind("\n", 0, place) + 1 : place]
        indent = "\n" + " " * (len(line) - len(line.lstrip()) + 2)
        rest = text[place:].partition("\n")[0]
        pieces += [text[last:place], *(indent + block for block in added), indent if rest.strip() else ""]
        last = place + (len(rest) - len(rest.lstrip()))
    return "".join([*pieces, text[last:]])


def with_dataset(text: str, graphs: Iterable[str]) -> str:
    """A query with `FROM` and `FROM NAMED` clauses for graphs, given by IRI, before its outermost WHERE group."""
    group = next(_groups(text), None)
    if group is None:
        raise QueryError("has no WHERE group before which FROM could stand")
    where = [token for token in tokens(text) if token.end <= group.opens][-1]
    place = where.start if where.text.upper() == "WHERE" else group.opens
    clauses = "".join(f"FROM <{iri}>\nFROM NAMED <{iri}>\n" for iri in graphs)
    return text[:place] + clauses + text[place:]


def _own_variables(text: str, group: Group, groups: Iterable[Group]) -> set[str]:
    """The variables of a group, without those that occur only in a subquery."""
    inner = [other for other in groups if other.is_query and group.begin < other.begin < group.end]
    return {
        token.text[1:]
        for token in tokens(text)
        if token.kind == "var"
        and group.begin <= token.start < group.end
        and not any(other.begin <= token.start < other.end for other in inner)
    }


def _groups(text: str) -> Iterator[Group]:
    """The WHERE group of the query, then those of its subqueries and the branches of its unions, as they open."""
    found = tokens(text)
    partners = _partners(found)
    depth, place = 0, 0
    begun: tuple[int, int] | None = None  # of a query whose group has not opened: its start and depth in parentheses
    ends: list[int] = []  # of the groups that are open
    while place < len(found):
        token = found[place]
        keyword = token.text.upper() if token.kind == "word" else ""
        depth += (token.text == "(") - (token.text == ")")
        if keyword in list(QueryForm):
            begun = token.start, depth
            following = found[place + 1].text if place + 1 < len(found) else ""
            if keyword == QueryForm.CONSTRUCT and following == "{":
                place = partners.get(place + 1, place + 1)  # skip the template
            elif keyword == QueryForm.CONSTRUCT and following.upper() == "WHERE":
                return  # the short form holds triples only
        elif token.text == "{":
            if begun is not None and begun[1] == depth:
                yield Group(begun[0], token.start, ends[-1] if ends else len(text))
                begun = None
            elif place in partners:
                closes = partners[place]
                around = [*found[place - 1 : place], *found[closes + 1 : closes + 2]]
                if any(token.kind == "word" and token.text.upper() == "UNION" for token in around):
                    yield Group(token.start, token.start, found[closes].start, is_query=False)
            ends.append(found[partners[place]].start if place in partners else len(text))
        elif token.text == "}" and ends:
            ends.pop()
        place += 1


def _partners(found: tuple[Token, ...]) -> dict[int, int]:
    """The index of the closing brace of each opening one."""
    partners, waiting = {}, []
    for place, token in enumerate(found):
        if token.text == "{":
            waiting.append(place)
        elif token.text == "}" and waiting:
            partners[waiting.pop()] = place
    return partners


def _values_blocks(values: Mapping[tuple[str, ...], list[tuple[str, ...]]]) -> Iterator[str]:
    """One block for all variables that have a single value, which engines join at once, and one for each other."""
    single = {names: rows[0] for names, rows in values.items() if len(rows) == 1}
    if single:
        yield _values_block(tuple(chain(*single)), [tuple(chain(*single.values()))])
    yield from (_values_block(names, rows) for names, rows in values.items() if names not in single)


def _values_block(names: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    if len(names) == 1:
        return f"VALUES ?{names[0]} {{ {' '.join(row[0] for row in rows)} }}"
    head = " ".join(f"?{name}" for name in names)
    return f"VALUES ({head}) {{ {' '.join('(' + ' '.join(row) + ')' for row in rows)} }}"
