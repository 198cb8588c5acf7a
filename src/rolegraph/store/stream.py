"""One source's statements on their way into a store: plain strings in, lines of N-Triples out.

For sources of millions of statements. `sheet.Sheet` does the same for small ones, holds them as quads, and sees to it
that a node has one name only; here whoever writes sees to that.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from pyoxigraph import NamedNode

from rolegraph.vocabulary import XSD

_ESCAPES: Final = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_LANGUAGE_TAG: Final = re.compile(r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*")
_DECIMAL: Final = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")


def is_iri(text: str) -> bool:
    """Whether a text from outside may stand as an IRI; what may not could be stored, but never looked up.

    >>> is_iri("http://data.europa.eu/esco/skill/1"), is_iri("x:a> <x:b"), is_iri("skill 1"), is_iri("x:%zz")
    (True, False, False, False)
    """
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def is_language(text: str) -> bool:
    """Whether a text may stand as a language tag.

    >>> is_language("de"), is_language("en-us"), is_language("en us")
    (True, True, False)
    """
    return _LANGUAGE_TAG.fullmatch(text) is not None


def is_decimal(text: str) -> bool:
    """Whether a text is a number as xsd:decimal writes it.

    >>> is_decimal("4.12"), is_decimal("1e3"), is_decimal("n/a")
    (True, False, False)
    """
    return _DECIMAL.fullmatch(text) is not None


class Stream:
    """Writes what one source states.

    Parameters
    ----------
    source
        The IRI of the source, which is the named graph that all of it will lie in.
    write
        Takes a text; what is written to a file, in UTF-8, is N-Triples.
    language
        The language of labels and definitions.

    Notes
    -----
    IRIs are written as they are: those from outside must have passed `is_iri`.

    Examples
    --------
    >>> lines = []
    >>> stream = Stream("https://w3id.org/rolegraph/source/mine", lines.append)
    >>> stream.words("x:a", "x:says", 'a "b"')
    >>> lines
    ['<x:a> <x:says> "a \\\\"b\\\\""@en .\\n']
    """

    def __init__(self, source: str, write: Callable[[str], object], language: str = "en") -> None:
        if not is_language(language):
            raise ValueError(f"no language tag: {language!r}")
        self.source, self.language = source, language
        self._write = write

    def link(self, subject: str, predicate: str, object_: str) -> None:
        """State a relation between two nodes."""
        self._write(f"<{subject}> <{predicate}> <{object_}> .\n")

    def words(self, subject: str, predicate: str, text: str, language: str = "") -> None:
        """State a text in the source's language, or in another: a label, a definition, a note."""
        self._write(f'<{subject}> <{predicate}> "{text.translate(_ESCAPES)}"@{language or self.language} .\n')

    def string(self, subject: str, predicate: str, text: str) -> None:
        """State a text that is in no language: a code, a version."""
        self._write(f'<{subject}> <{predicate}> "{text.translate(_ESCAPES)}" .\n')

    def decimal(self, subject: str, predicate: str, number: str) -> None:
        """State a number, as the digits that a source has it in, which must have passed `is_decimal`."""
        self._write(f'<{subject}> <{predicate}> "{number}"^^<{XSD}decimal> .\n')

    def integer(self, subject: str, predicate: str, number: int) -> None:
        self._write(f'<{subject}> <{predicate}> "{number}"^^<{XSD}integer> .\n')

    def true(self, subject: str, predicate: str) -> None:
        self._write(f'<{subject}> <{predicate}> "true"^^<{XSD}boolean> .\n')
