"""The text of SPARQL queries: what form a query has, what it may not do, and which prefixes and variables it uses.

A lexer and no parser: the engine says whether a query is well-formed. SPARQL's lexical grammar is regular, so where a
word is a keyword, and where a brace opens a group, is found for certain, whatever strings and comments contain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from rolegraph.errors import QueryError
from rolegraph.vocabulary import PREFIXES


class Form(StrEnum):
    """The four forms of a query."""

    SELECT = "SELECT"
    ASK = "ASK"
    CONSTRUCT = "CONSTRUCT"
    DESCRIBE = "DESCRIBE"

    @property
    def gives_graph(self) -> bool:
        return self in (Form.CONSTRUCT, Form.DESCRIBE)


class Token(NamedTuple):
    """A token that matters here, with its place in the text."""

    kind: str
    text: str
    start: int
    end: int


# The terminals of the SPARQL 1.1 grammar (section 19.8), as far as they hide or show words, variables and braces.
_TOKEN: Final = re.compile(
    r"""
      (?P<skip>   \s+ | \#[^\n\r]* )
    | (?P<iri>    <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<string> \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\" | '''(?:[^'\\]|\\.|'(?!''))*'''
                | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*' )
    | (?P<tag>    @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<var>    [?$]\w+ )
    | (?P<name>   (?:[^\W\d_](?:[\w.-]*[\w-])?|_)?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\.)* )
    | (?P<word>   [A-Za-z_]\w* )
    | (?P<sign>   . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")

_CHANGES: Final = frozenset("INSERT DELETE CLEAR DROP CREATE ADD MOVE COPY WITH".split())
_REFUSED: Final = {
    **dict.fromkeys(_CHANGES, ("{} changes a graph, and a query only reads", "`rolegraph ingest` adds to one")),
    "LOAD": ("LOAD fetches a graph from elsewhere, and a query only reads", "`rolegraph ingest` reads a file"),
    "SERVICE": ("SERVICE would ask another server", "open that one as a graph of its own, by its address"),
}


@lru_cache(maxsize=256)
def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a query without white space and comments.

    >>> [token.text for token in tokens("ASK { ?s a <http://x/#y> } # done")]
    ['ASK', '{', '?s', 'a', '<http://x/#y>', '}']
    """
    found = (Token(match.lastgroup or "", match[0], *match.span()) for match in _TOKEN.finditer(text))
    return tuple(token for token in found if token.kind != "skip")


def form_of(text: str) -> Form:
    """The form of a query, which is one that only reads and asks nobody else.

    Raises
    ------
    QueryError
        For an update, for LOAD and SERVICE, and for what is no query at all.

    Notes
    -----
    SPARQL resolves `\\u0053` before it reads the grammar, so keywords are looked for with and without such escapes.
    """
    for spelled in dict.fromkeys((text, _ESCAPE.sub(lambda code: chr(int(code[1] or code[2], 16) % 0x110000), text))):
        for token in tokens(spelled):
            reason = _REFUSED.get(token.text.upper()) if token.kind == "word" else None
            if reason:
                raise QueryError(reason[0].format(token.text.upper()), reason[1], line=line_of(spelled, token.start))
    first = next(_after_prologue(text), None)
    form = first and next((form for form in Form if form == first.text.upper()), None)
    if form is None:
        line = line_of(text, first.start) if first else None
        raise QueryError("is no query", f"begin it with {', '.join(Form)}", line=line)
    return form


def has_dataset_clause(text: str) -> bool:
    """Whether a query says itself, with FROM, which graphs it asks."""
    return any(token.kind == "word" and token.text.upper() == "FROM" for token in tokens(text))


@lru_cache(maxsize=256)
def variables(text: str) -> frozenset[str]:
    """The names of all variables in a query.

    >>> sorted(variables("SELECT ?a { ?a ?b '?c' } # ?d"))
    ['a', 'b']
    """
    return frozenset(token.text[1:] for token in tokens(text) if token.kind == "var")


@lru_cache(maxsize=256)
def with_prefixes(text: str, between: str = " ") -> str:
    """A query with the declarations of those prefixes of rolegraph that it uses without declaring them.

    Parameters
    ----------
    between
        What follows each declaration; a blank keeps the numbers of lines as they are.

    Raises
    ------
    QueryError
        When a prefix is neither declared nor one of `vocabulary.PREFIXES`.
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
