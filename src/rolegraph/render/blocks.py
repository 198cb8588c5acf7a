"""What an answer is made of before it has a look: headings, lines of text, and tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Heading(NamedTuple):
    """A title; `level` 1 is the answer's own."""

    text: str
    level: int = 2


class Text(NamedTuple):
    """A paragraph; a `quiet` one is a remark that may be shown with less weight."""

    text: str
    quiet: bool = False


class Table(NamedTuple):
    """Rows of cells under column names. Columns named in `right` hold numbers."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    right: frozenset[str] = frozenset()


class Tasks(NamedTuple):
    """Things to do and to tick off, in order: each a title and a remark."""

    items: Sequence[tuple[str, str]]


Block = Heading | Text | Table | Tasks
