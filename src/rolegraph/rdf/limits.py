"""What is refused before the engine sees it: data that nests so deeply, or grows so much, that the engine would crash.

The engine reads nested triple terms and JSON-LD by recursion, and a stack that is full ends the whole process, which no
`except` can catch. Its limits depend on the stack of the thread that calls it; those here hold for 256 KB.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from pyoxigraph import QueryResultsFormat, RdfFormat

MOST_NESTED: Final = 64  # levels of triple terms, of brackets in JSON, of elements in XML; and terms behind each other
MOST_ANSWER_BYTES: Final = 1 << 30  # of an answer that is read into this process

_TURTLE: Final = re.compile(
    rb"""  \#[^\n\r]*+ | <[^<>"{}|^`\x00-\x20]*+>
      | \"\"\"(?:[^"\\]++|\\.|"(?!""))*+\"\"\" | '''(?:[^'\\]++|\\.|'(?!''))*+'''
      | "(?:[^"\\\n\r]++|\\.)*+" | '(?:[^'\\\n\r]++|\\.)*+' | \\.
      | (?P<opens> << ) | (?P<closes> >> ) """,
    re.VERBOSE | re.DOTALL,
)
_JSON: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"|(?P<opens>[\[{])|(?P<closes>[\]}])', re.DOTALL)
_XML: Final = re.compile(
    rb"""  <!--.*?--> | <!\[CDATA\[.*?\]\]> | <\?.*?\?>
      | (?P<closes> </ ) | (?P<opens> <(?![/!])(?:[^<>"']++|"[^"]*+"|'[^']*+')*+(?<!/)> ) """,
    re.VERBOSE | re.DOTALL,
)
_SHORT_ENTITY: Final = re.compile(
    rb"""<!ENTITY\s{1,100}[\w.-]{1,100}\s{1,100}(?:"[^"&%<]{0,300}"|'[^'&%<]{0,300}')\s{0,100}>"""
)
_JSON_STRING: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_JSON_STEPS: Final = {ord("["): 1, ord("{"): 1, ord("]"): -1, ord("}"): -1}
_NOT_BRACKETS: Final = bytes(set(range(256)) - _JSON_STEPS.keys())
# The key "@context", of which any letter may be escaped.
_CONTEXT: Final = re.compile(
    '"' + "".join(rf"(?:{letter}|\\u00{ord(letter):02x})" for letter in "@context") + r'"\s*:\s*', re.IGNORECASE
)


# In a result, whatever its format: a sign in TSV, an element in XML, keys in JSON, of which any letter may be escaped.
_TRIPLE_TERM: Final = re.compile(rb'<<|<!ENTITY|triple|statement|"(?:subject|predicate|object)"|\\u00[67]')


class NestingError(ValueError):
    """What the engine must not read: `problem` in words, and the `line` on which it begins."""

    def __init__(self, problem: str, line: int) -> None:
        self.problem, self.line = problem, line
        super().__init__(f"{problem} (line {line})")


def check_nesting(data: bytes, format_: RdfFormat | QueryResultsFormat) -> None:
    """Raise `NestingError` where the engine could crash or run out of memory on bytes in a format.

    It is a lexer, not a parser: what is malformed is left to the engine, which stops at the first fault.
    """
    if isinstance(format_, QueryResultsFormat) and not _TRIPLE_TERM.search(data):
        return  # nothing else in a result nests for the engine
    if format_ in (RdfFormat.JSON_LD, QueryResultsFormat.JSON):
        _check_json(data)
        if format_ == RdfFormat.JSON_LD:
            _check_contexts(data)
    elif format_ in (RdfFormat.RDF_XML, QueryResultsFormat.XML):
        if (place := _unsafe_entity(data, format_)) >= 0:
            raise NestingError("declares entities, which may grow without end", _line_at(data, place))
        _check_depth(data, _XML)
    elif data.count(b"<<") > MOST_NESTED:  # what else nests, the engine keeps on a heap
        _check_depth(data, _TURTLE)


def _unsafe_entity(data: bytes, format_: RdfFormat | QueryResultsFormat) -> int:
    """Where an entity is declared that may grow; -1 without any. Ontologies have some that only shorten IRIs."""
    harmless = _SHORT_ENTITY if format_ == RdfFormat.RDF_XML else None
    found = (entity.start() for entity in re.finditer(b"<!ENTITY", data))
    return next((at for at in found if harmless is None or not harmless.match(data, at)), -1)


def _check_json(data: bytes) -> None:
    if sum(map(data.count, (b"[", b"{"))) > MOST_NESTED:
        brackets = _JSON_STRING.sub(b"", data).translate(None, _NOT_BRACKETS)
        if max(accumulate(map(_JSON_STEPS.__getitem__, brackets)), default=0) > MOST_NESTED:
            _check_depth(data, _JSON)


def _check_depth(data: bytes, tokens: re.Pattern[bytes]) -> None:
    depth = 0
    for token in tokens.finditer(data):
        depth = max(0, depth + (token.lastgroup == "opens") - (token.lastgroup == "closes"))
        if depth > MOST_NESTED:
            raise NestingError(f"nests deeper than {MOST_NESTED} levels", _line_at(data, token.start()))


def _check_contexts(data: bytes) -> None:
    """Refuse contexts whose terms are spelled by one another: the engine follows such a chain by recursion."""
    text = data.decode("utf-8", errors="replace")
    for found in _CONTEXT.finditer(text):
        try:
            context, _ = json.JSONDecoder(strict=False).raw_decode(text, found.end())
        except ValueError:
            continue  # left to the engine, which gives the fault a line
        for terms in context if isinstance(context, list) else [context]:
            if isinstance(terms, dict) and len(terms.keys() & set(_spelling(terms))) > MOST_NESTED:
                problem = f"has a context with more than {MOST_NESTED} terms that others are spelled by"
                raise NestingError(problem, text.count("\n", 0, found.start()) + 1)


def _spelling(terms: dict[str, object]) -> Iterator[str]:
    """The terms, or prefixes, that the terms of a context are spelled by."""
    for term, meaning in terms.items():
        parts = meaning.values() if isinstance(meaning, dict) else (meaning,)
        for text in (term if ":" in term else None, *parts):
            if isinstance(text, str):
                yield text.partition(":")[0]
                yield text


def _line_at(data: bytes, place: int) -> int:
    return data.count(b"\n", 0, place) + 1
