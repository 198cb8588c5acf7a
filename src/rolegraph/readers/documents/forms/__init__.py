"""The forms that texts about jobs come in, each read into documents: clean lines, and what the form states as data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from rolegraph.errors import SourceError
from rolegraph.readers.documents.forms.document import Document, PostingFields, content_hash
from rolegraph.readers.documents.forms.markdown import read_markdown

__all__ = ["LARGEST_TEXT", "Document", "PostingFields", "read_documents"]

LARGEST_TEXT: Final = 20_000_000  # bytes of one text; a book has one or two million


def read_documents(source: Path | bytes, name: str, *, column: str = "") -> Iterator[Document]:
    """The documents in a file, or in bytes of one; `name` is what messages call it, and tells its ending."""
    if column:
        raise SourceError("has no columns", path=name)
    data = source if isinstance(source, bytes) else source.read_bytes()
    lines, title = read_markdown(data, name)
    yield Document(name, lines, content_hash(data), "text", title)
