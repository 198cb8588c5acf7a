"""The forms that texts about jobs come in, each read into documents: clean lines, and what the form states as data."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rolegraph.errors import SourceError
from rolegraph.rdf.files import check_name, is_folder
from rolegraph.readers.documents.forms.document import Document as Document
from rolegraph.readers.documents.forms.document import PostingFields as PostingFields
from rolegraph.readers.documents.forms.document import content_hash, has_text
from rolegraph.readers.documents.forms.job_postings import posting_documents, postings_in_scripts
from rolegraph.readers.documents.forms.markdown import read_markdown
from rolegraph.readers.documents.forms.pieces import LayoutPiece, lines_of
from rolegraph.readers.documents.forms.reading_process import read_apart
from rolegraph.readers.documents.forms.recognition import TABLES, form_of
from rolegraph.readers.documents.forms.text_columns import read_json, read_rows

STANDARD_INPUT: Final = Path("-")
LARGEST_TEXT: Final = 20_000_000  # bytes of one text; a book has one or two million
LARGEST_FILE: Final = 200_000_000  # bytes of a PDF or DOCX file, pictures included


def name_of(path: Path) -> str:
    """What messages call a file."""
    return "<standard input>" if path == STANDARD_INPUT else str(path)


def content_of(path: Path) -> Path | bytes:
    """What is to be read: the file, or what standard input holds."""
    if path != STANDARD_INPUT:
        return path
    data = sys.stdin.buffer.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise SourceError(f"is larger than {LARGEST_FILE:,} bytes", "name the file", path="<standard input>")
    return data


def read_documents(source: Path | bytes, name: str, *, column: str = "") -> Iterator[Document]:
    """The documents in a file, whatever its form: one, or one for each posting in it, or each row of a table.

    Parameters
    ----------
    source
        A file, or the bytes of one. What a table holds is read row by row, of a file of any size.
    name
        What messages call it; its ending says what the content leaves open.
    column
        The column with the texts, for CSV, TSV, JSON Lines and Parquet; by default one that is called like a text. A
        text without a known ending is then a table, too.

    Raises
    ------
    SourceError
        When it is missing, of a form that is not read, damaged, locked, without any text, larger than any text is, or
        has no such column.
    RolegraphError
        When the packages that read its form are not installed.

    Notes
    -----
    Nothing that a file refers to is fetched, and nothing in it is run. Web pages, PDF, DOCX and Parquet are read in a
    process of its own with limits. What is the main text of a page, a heading in a PDF or a table of data is judged by
    layout, and can be wrong.

    Examples
    --------
    >>> (page,) = read_documents(b"<h1>Baker</h1><ul><li>Bakes rye bread</ul>", "page.html")
    >>> [line.text for line in page.lines], page.title
    (['Baker', '- Bakes rye bread'], 'Baker')
    """
    if isinstance(source, Path):
        check_name(source)
    try:
        yield from _documents(source, name, column)
    except FileNotFoundError:
        raise SourceError("there is no such file", "check the name", path=name) from None
    except IsADirectoryError:
        raise is_folder(Path(name)) from None
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror or error}", path=name) from None
    except RecursionError:
        raise SourceError("nests more deeply than any text does", "save it as plain text", path=name) from None


def table_form(source: Path | bytes, name: str, column: str = "") -> str:
    """The form of a table with a text in each row; "" for a file of any other form, raises as `form_of`."""
    form = _form(source, name, column)
    return form if form in TABLES else ""


def _form(source: Path | bytes, name: str, column: str) -> str:
    form = form_of(source, name)
    return "csv" if column and form in ("text", "markdown") else form


def _documents(source: Path | bytes, name: str, column: str) -> Iterator[Document]:
    form = _form(source, name, column)
    if form in TABLES:
        yield from read_rows(source, name, form, column)
        return
    if column and form != "json":
        raise SourceError(f"has no columns: it is not a table ({form})", "leave --column out", path=name)
    data = _content(source, name, LARGEST_FILE if form in ("pdf", "docx") else LARGEST_TEXT)
    if form == "json":
        yield from read_json(data, name, column)
    elif form in ("text", "markdown"):
        lines, title = read_markdown(data, name)
        yield Document(name, lines, content_hash(data), form, title)
    else:
        yield from _pages(data, name, form)


def _pages(data: bytes, name: str, form: str) -> Iterator[Document]:
    """The text of a web page, a PDF or a DOCX file; of a page that holds postings as data, these."""
    ((title, pieces, *scripts),) = read_apart(form, data, name)
    lines = lines_of(LayoutPiece(*piece) for piece in pieces)
    postings = postings_in_scripts(scripts[0]) if scripts else []
    documents = list(posting_documents(postings, name, form, lines))
    if documents:
        yield from documents
    elif has_text(lines):
        yield Document(name, lines, content_hash(data), form, title)
    else:
        cure = "if a browser shows a text there, copy it into a file"
        raise SourceError("has no text in it", cure, path=name)


def _content(source: Path | bytes, name: str, largest: int) -> bytes:
    """The bytes of a file; raises `SourceError` for more than a text has."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            data = file.read(largest + 1)
    else:
        data = source
    if not data:
        raise SourceError("is empty", "name a file that holds a text about a job", path=name)
    if len(data) > largest:
        problem = f"is larger than {largest // 1_000_000:,} MB, which no text about a job is"
        cure = "name one text; where each row of a table holds one, name the column with --column"
        raise SourceError(problem, cure, path=name)
    return data
