"""What form a file has, judging by its first bytes, then by the ending of its name."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Final

from rolegraph.errors import SourceError
from rolegraph.readers.archives import UNREADABLE

HEAD: Final = 8_192  # bytes that are looked at
TABLES: Final = ("csv", "tsv", "jsonl", "parquet")
_FORMS: Final = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".htm": "html",
    ".html": "html",
    ".xhtml": "html",
    ".json": "json",
    ".jsonld": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
_AS_TEXT: Final = "save it as plain text, Markdown, HTML, PDF or DOCX"
_AS_TABLE: Final = "save the sheet as CSV in UTF-8"
_UNPACK: Final = "unpack it, and name the files or the folder"
_PICTURE: Final = ("is a picture", "read the words in it with OCR first, and name the text")
_SIGNATURES: Final = {
    b"\xd0\xcf\x11\xe0": ("is a document or workbook of the old kind (.doc, .xls), or one with a password", _AS_TEXT),
    b"{\\rtf": ("is in rich text format (RTF)", _AS_TEXT),
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
    b"II*\0": _PICTURE,
    b"MM\0*": _PICTURE,
    b"BM": _PICTURE,
    b"%!PS": ("is PostScript", "convert it to PDF"),
    b"\x1f\x8b": ("is packed with gzip", _UNPACK),
    b"BZh": ("is packed with bzip2", _UNPACK),
    b"7z\xbc\xaf": ("is packed with 7-Zip", _UNPACK),
    b"Rar!": ("is packed with RAR", _UNPACK),
    b"\xfd7zXZ": ("is packed with xz", _UNPACK),
    b"(\xb5/\xfd": ("is packed with Zstandard", _UNPACK),
    b"\x7fELF": ("is a program", "name a file that holds a text about a job"),
    b"SQLite format 3": ("is a database", "export the table with the texts as CSV"),
    b"MIME-Version:": ("is an e-mail or a web archive", "save the page as HTML, or the message as plain text"),
    b"From: <Saved by": ("is a web archive", "save the page as HTML"),
}
# What a zip is, by a file that lies in it.
_ARCHIVES: Final = {
    "xl/": ("is a workbook", _AS_TABLE),
    "ppt/": ("is a presentation", _AS_TEXT),
    "content.xml": ("is an OpenDocument file", _AS_TEXT),
    "META-INF/container.xml": ("is an e-book", _AS_TEXT),
    "Index/": ("is a document of Pages", _AS_TEXT),
}
_LEADS_MARKUP: Final = re.compile(
    r"(?:\s|<!--[^<>]{0,2000}-->|<\?xml[^<>]{0,300}\?>){0,20}<(?:!doctype\s+html|html|head|body|div|p|h[1-6]|ul|ol|section|article"
    r"|main|table|span|b|strong)\b",
    re.IGNORECASE,
)
_LEADS_XML: Final = re.compile(r"\s{0,99}<(?:\?xml|rss|feed|svg|rdf:RDF|urlset)\b", re.IGNORECASE)
_LEADS_JSON: Final = re.compile(r"\s{0,99}(?:\{\s{0,99}[\"}]|\[\s{0,99}[\[{\"])")


def form_of(source: Path | bytes, name: str) -> str:
    """The form of a file: text, markdown, html, json, pdf, docx, or that of a table in `TABLES`.

    Raises `SourceError`, with what to do, for what is known to be something else.
    """
    head = source[:HEAD] if isinstance(source, bytes) else read_head(source, HEAD)
    ending = Path(name).suffix.lower()
    if b"%PDF-" in head[:1_024]:
        return "pdf"
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"PK\x03\x04"):
        _check_docx(source, name)
        return "docx"
    problem = next((found for signature, found in _SIGNATURES.items() if head.startswith(signature)), None)
    if problem and not (head.startswith(b"BM") and head[2:200].isascii() and b"\0" not in head):
        raise SourceError(*problem, path=name)
    text = head.decode("latin-1").replace("\0", "").removeprefix("\xef\xbb\xbf").removeprefix("\xff\xfe")
    if (known := _FORMS.get(ending)) is not None:
        return known
    if ending in (".pdf", ".docx", ".parquet") and head:
        raise SourceError(
            f"is not what its ending says: it has not the beginning of a {ending[1:].upper()} file",
            "save or download it again",
            path=name,
        )
    if _LEADS_MARKUP.match(text):
        return "html"
    if _LEADS_XML.match(text):
        raise SourceError("is XML, and no web page", "save what it says as plain text or HTML", path=name)
    return "json" if _LEADS_JSON.match(text) else "text"


def read_head(path: Path, size: int) -> bytes:
    """The first bytes of a file."""
    with path.open("rb") as file:
        return file.read(size)


def _check_docx(source: Path | bytes, name: str) -> None:
    """Raise `SourceError` for a zip that is not a DOCX file."""
    try:
        with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as archive:
            names = archive.namelist()
    except (*UNREADABLE, ValueError) as error:
        problem = f"is a zip file, or one of a word processor, that cannot be read: {error}"
        raise SourceError(problem, "save or download it again", path=name) from None
    if "word/document.xml" in names:
        return
    for start, kind in _ARCHIVES.items():
        if any(member.startswith(start) for member in names):
            raise SourceError(*kind, path=name)
    raise SourceError("is a zip file", _UNPACK, path=name)
