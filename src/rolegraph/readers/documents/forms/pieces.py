"""Pieces of a text as its layout shows them: headings, bullets, paragraphs and tables, and the lines they make.

Web pages, word processors and PDF give pieces; what reads sections sees the same lines for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from rolegraph.readers.documents.headings import Section, divides_section, section_of
from rolegraph.readers.documents.plain_text import BOLD, Line, clean_text

ROW_DEPTH: Final = 5  # of the headings that are made of a table's first column, or of its first row
COLUMN_DEPTH: Final = 6
LONGEST_BOLD: Final = 150  # a longer paragraph in bold is no heading
_LONGEST_LABEL: Final = 60
_LONGEST_VALUE: Final = 100  # of what stands beside a label on its line
_CORNERS: Final = frozenset(("", "aspect", "area", "category", "criteria", "criterion", "factor", "feature", "role"))
_ASKING: Final = (Section.RESPONSIBILITIES, Section.SKILLS, Section.EDUCATION, Section.TOOLS, Section.INDUSTRIES)
# Columns of a specification that say how a criterion is tested, which is none.
_TESTED: Final = re.compile(r"(?:assess|evidence|tested|measured|how |method|weight)", re.IGNORECASE)
_STEP: Final = 2  # columns by which a list in a list is indented
_SIGN: Final = re.compile(r"o(?=\s+[A-Z])|[-*+•·▪◦●○‣⁃➢➤►✓✔✅\uf0b7\uf0a7](?=\s|$)|[•▪●‣➢►✓✔✅\uf0b7\uf0a7]")


class LayoutPiece(NamedTuple):
    """A heading (with a depth), a bullet, a paragraph, or more of the piece before it.

    `level` is that of the list around it, `row` the row of the table that it stands in, counted from 0, or -1.
    """

    text: str
    depth: int = 0
    is_bullet: bool = False
    level: int = 0
    continues: bool = False
    row: int = -1


Cell = Sequence[str]  # the paragraphs and bullets in a cell of a table, without signs


def starts_with_sign(text: str) -> bool:
    """Whether a text begins as a bullet does."""
    return _SIGN.match(text) is not None


def is_sign(text: str) -> bool:
    """Whether a text is nothing but the sign of a bullet."""
    return _SIGN.fullmatch(text.strip()) is not None


def without_sign(text: str) -> str:
    """A bullet's text."""
    text = text.strip()
    sign = _SIGN.match(text)
    return text[sign.end() :].strip() if sign else text


def lines_of(pieces: Iterable[LayoutPiece], numbers: Sequence[int] = ()) -> list[Line]:
    """Clean lines, with empty ones between what does not belong together.

    They are counted from 1; `numbers` has those of the rows of a table, which is then all that there is. The heading
    above a table comes again below one that has headings of its own.
    """
    lines: list[Line] = []
    above: LayoutPiece | None = None
    is_divided = False  # whether the last heading is one of a table
    for piece in pieces:
        if piece.row < 0 and piece.depth:
            above = piece
        elif piece.row < 0 and is_divided and above is not None:
            lines += _lines(above, len(lines), numbers, is_first=False)
        is_divided = piece.row >= 0 and (is_divided or piece.depth > 0)
        lines += _lines(piece, len(lines), numbers, is_first=not lines)
    return lines


def _lines(piece: LayoutPiece, count: int, numbers: Sequence[int], *, is_first: bool) -> Iterator[Line]:
    """The line of a piece, after `count` others, and an empty one before it."""
    text = clean_text(piece.text)
    sign = _SIGN.match(text)
    is_bullet = not piece.depth and (piece.is_bullet or sign is not None)
    if is_bullet:
        text = "- " + text[sign.end() if sign else 0 :].strip()
    if not text.removeprefix("- "):
        return
    if not is_first and not is_bullet and not piece.continues:
        count += 1
        yield Line(numbers[piece.row] if numbers else count, "")
    indent = _STEP * max(0, piece.level - 1) + (_STEP if piece.continues else 0)
    yield Line(numbers[piece.row] if numbers else count + 1, text, indent, piece.depth)


def is_data(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether rows are those of a table, rather than the frame that a page is laid out in."""
    if len(rows) < 2 or len(rows[0]) < 2 or any(len(row) != len(rows[0]) for row in rows):
        return False
    has_labels = all(len(" ".join(row[0])) <= _LONGEST_LABEL for row in rows)
    return has_labels or _are_sections([" ".join(cell) for cell in rows[0]])


def table_pieces(rows: Sequence[Sequence[Cell]], *, has_header: bool = False) -> Iterator[LayoutPiece]:
    """A table, with rows of equal length, read as a person does.

    Where rows or columns are sections, as in a comparison of roles, there are headings for the row and the column, and
    bullets for what is said. A table of two columns without sections is a list of labels with what they are, any other
    a list of its rows. `has_header` is set where the first row is marked as a header.
    """
    titles = [" ".join(cell) for cell in rows[0]]
    body = list(enumerate(rows[1:], start=1))
    if body and _are_sections(titles):
        for index, title in enumerate(titles):
            yield LayoutPiece(title, ROW_DEPTH, row=0)
            for number, row in body:
                yield from _bullets(row[index], number)
    elif len(titles) == 2:
        for number, row in body if has_header else enumerate(rows):
            yield from _labelled(" ".join(row[0]), row[1], number)
    else:
        labels = [" ".join(row[0]) for row in rows[1:]]
        known = [label for label in labels if section_of(label)]
        is_divided = any(map(asks, titles[1:] + labels)) or len(known) > len(labels) / 2
        read = _below_headings if is_divided else _listed
        for number, row in body:
            yield from read(titles, row, number)


def _below_headings(titles: Sequence[str], row: Sequence[Cell], number: int) -> Iterator[LayoutPiece]:
    yield LayoutPiece(" ".join(row[0]), ROW_DEPTH, row=number)
    for title, cell in zip(titles[1:], row[1:], strict=True):
        if cell:
            yield LayoutPiece(title, COLUMN_DEPTH, row=number)
            yield from _bullets(cell, number)


def _listed(titles: Sequence[str], row: Sequence[Cell], number: int) -> Iterator[LayoutPiece]:
    said = [
        f"{title} {' '.join(cell)}"
        for title, cell in zip(titles[1:], row[1:], strict=True)
        if cell and not _TESTED.match(title)
    ]
    yield LayoutPiece(": ".join(filter(None, (" ".join(row[0]), "; ".join(said)))), is_bullet=True, row=number)


def asks(text: str) -> bool:
    """Whether a text is a heading of what a job asks for: its duties, skills, education, tools."""
    return 0 < len(text) <= _LONGEST_LABEL and (section_of(text) in _ASKING or divides_section(text))


def _are_sections(titles: Sequence[str]) -> bool:
    """Whether the columns of a table are sections, rather than a list of things and what is said of each."""
    return titles[0].casefold() not in _CORNERS and all(map(asks, titles))


def _labelled(label: str, cell: Cell, row: int) -> Iterator[LayoutPiece]:
    is_long = len(cell) > 1 or len(" ".join(cell)) > _LONGEST_VALUE
    if label and (asks(label) or is_long):
        yield LayoutPiece(label, ROW_DEPTH if section_of(label) else BOLD, row=row)
        yield from _bullets(cell, row)
    else:
        yield LayoutPiece(": ".join(filter(None, (label.rstrip(" :"), " ".join(cell)))), row=row)


def _bullets(texts: Iterable[str], row: int) -> Iterator[LayoutPiece]:
    for text in texts:
        parts = [text] if ". " in text else text.split(";")
        yield from (LayoutPiece(part.strip(), is_bullet=True, row=row) for part in parts if part.strip())
