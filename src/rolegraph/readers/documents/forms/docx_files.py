"""DOCX: paragraphs, lists and tables in their order, with headings by style. What a file refers to is not looked at."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from rolegraph.errors import SourceError
from rolegraph.readers.archives import is_bomb
from rolegraph.readers.documents.forms.pieces import LONGEST_BOLD, LayoutPiece, is_data, table_pieces, without_sign
from rolegraph.readers.documents.plain_text import BOLD

if TYPE_CHECKING:
    from docx.document import Document as DocxDocument

_LARGEST: Final = 200_000_000  # bytes, unpacked, pictures included
_LARGEST_XML: Final = 50_000_000
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Elements whose text is not in the paragraph as it is read: what was deleted, and what stands in a box beside it.
_SKIPPED: Final = (f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent", f"{_W}rPr", f"{_W}pPr", _FALLBACK)
_BREAKS: Final = (f"{_W}br", f"{_W}cr")
_OFF: Final = ("0", "false", "none", "off")
_HEADING: Final = re.compile(r"heading ([1-6])", re.IGNORECASE)
_NO_TITLE: Final = re.compile(r"template|untitled|\.docx?\b|^word document$", re.IGNORECASE)
_MOST_STYLES: Final = 10  # that are based on each other


def read_docx(data: bytes) -> tuple[str, list[LayoutPiece]]:
    """The title of a document, by its style or its properties, and its text. Raises `SourceError` for a zip bomb."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
    total = sum(info.file_size for info in entries)
    for info in entries:
        is_xml = info.filename.endswith((".xml", ".rels"))
        if is_bomb(info) or (is_xml and info.file_size > _LARGEST_XML) or total > _LARGEST:
            problem = f"unpacks to {total:,} bytes, which no text does"
            raise SourceError(problem, "do not trust it: save its text as plain text")
    import docx

    document = docx.Document(io.BytesIO(data))
    pieces = list(_Walk(document).pieces(document.element.body))
    stated = str(document.core_properties.title or "").strip()
    heading = next((piece.text for piece in pieces if piece.depth == 1), "")
    if not any(piece.text.strip() for piece in pieces):
        raise SourceError("has no text in it", "if it holds a picture of a text, run OCR over it first")
    return stated if stated and not _NO_TITLE.search(stated) else heading, pieces


class _Walk:
    """A document from top to bottom."""

    def __init__(self, document: DocxDocument) -> None:
        self._styles = {style.style_id: style.element for style in document.styles}

    def pieces(self, parent: Any) -> Iterator[LayoutPiece]:
        """What stands in the body, in a cell or in a box."""
        for element in parent.iterchildren():
            if element.tag == f"{_W}p":
                yield from self._paragraph(element)
            elif element.tag == f"{_W}tbl":
                yield from self._table(element)
            elif element.tag not in _SKIPPED and isinstance(element.tag, str):
                yield from self.pieces(element)

    def _table(self, table: Any) -> Iterator[LayoutPiece]:
        cells = [
            [list(self.pieces(cell)) for cell in row.iter(f"{_W}tc") if self._is_of(cell, table)]
            for row in table.iter(f"{_W}tr")
            if self._is_of(row, table)
        ]
        rows = [[[without_sign(piece.text) for piece in cell] for cell in row] for row in cells]
        is_nested = table.find(f".//{_W}tbl") is not None
        if not is_nested and is_data(rows):
            yield from table_pieces(rows)
        else:
            yield from (piece for row in cells for cell in row for piece in cell)

    @staticmethod
    def _is_of(element: Any, table: Any) -> bool:
        """Whether a row or cell is one of this table, and not of one within it."""
        return next(element.iterancestors(f"{_W}tbl")) is table

    def _paragraph(self, paragraph: Any) -> Iterator[LayoutPiece]:
        runs = list(self._runs(paragraph))
        lines = "".join(text for text, _ in runs).split("\n")
        is_bold = all(bold for text, bold in runs if text.strip())
        depth, level = self._depth(paragraph), self._level(paragraph)
        for number, text in enumerate(line for line in lines if line.strip()):
            if depth:
                yield LayoutPiece(text, depth)
            elif level:
                yield LayoutPiece(text, is_bullet=not number, level=level, continues=bool(number))
            else:
                yield LayoutPiece(text, BOLD if is_bold and len(text) <= LONGEST_BOLD else 0)
        for box in paragraph.iter(f"{_W}txbxContent"):
            outer = [element for element in box.iterancestors() if element.tag in (f"{_W}p", _FALLBACK)]
            if outer[0] is paragraph:
                yield from self.pieces(box)

    def _runs(self, paragraph: Any) -> Iterator[tuple[str, bool]]:
        """The texts of a paragraph, and whether they are bold."""
        waiting = list(reversed(paragraph))
        is_bold_style = any(self._is_on(style.find(f"{_W}rPr/{_W}b")) for style in self._based(paragraph))
        while waiting:
            element = waiting.pop()
            if element.tag == f"{_W}r":
                bold, hidden = (element.find(f"{_W}rPr/{_W}{name}") for name in ("b", "vanish"))
                if not self._is_on(hidden):
                    yield "".join(self._texts(element)), self._is_on(bold) or (is_bold_style and bold is None)
            elif element.tag not in _SKIPPED:
                waiting += reversed(element)

    @staticmethod
    def _texts(run: Any) -> Iterator[str]:
        for element in run:
            if element.tag == f"{_W}t":
                yield element.text or ""
            elif element.tag in _BREAKS:
                yield "\n"
            elif element.tag == f"{_W}tab":
                yield " "
            elif element.tag == f"{_W}noBreakHyphen":
                yield "-"
            elif element.tag == f"{_W}sym":
                yield "\u2022"

    @staticmethod
    def _is_on(element: Any) -> bool:
        return element is not None and element.get(f"{_W}val", "1") not in _OFF

    def _based(self, paragraph: Any) -> Iterator[Any]:
        """The style of a paragraph, and those that it is based on."""
        reference = paragraph.find(f"{_W}pPr/{_W}pStyle")
        for _ in range(_MOST_STYLES):
            style = self._styles.get(reference.get(f"{_W}val")) if reference is not None else None
            if style is None:
                return
            yield style
            reference = style.find(f"{_W}basedOn")

    def _depth(self, paragraph: Any) -> int:
        """The depth of a heading, by its style or its level in the outline; 0 for any other paragraph."""
        for holder in (paragraph, *self._based(paragraph)):
            name = holder.find(f"{_W}name")
            title = name.get(f"{_W}val", "") if name is not None else ""
            if match := _HEADING.fullmatch(title):
                return int(match[1])
            if title.casefold() == "title":
                return 1
            outline = holder.find(f"{_W}pPr/{_W}outlineLvl")
            if outline is not None and outline.get(f"{_W}val", "9") in "012345":
                return int(outline.get(f"{_W}val")) + 1
        return 0

    def _level(self, paragraph: Any) -> int:
        """The level of an item of a list, from 1; 0 for any other paragraph."""
        for holder in (paragraph, *self._based(paragraph)):
            numbering = holder.find(f"{_W}pPr/{_W}numPr")
            if numbering is not None:
                number, level = (numbering.find(f"{_W}{name}") for name in ("numId", "ilvl"))
                if number is not None and number.get(f"{_W}val") == "0":
                    return 0
                depth = level.get(f"{_W}val", "0") if level is not None else "0"
                return int(depth) + 1 if depth.isdigit() else 1
            name = holder.find(f"{_W}name")
            if name is not None and name.get(f"{_W}val", "").casefold().startswith("list bullet"):
                return 1
        return 0
