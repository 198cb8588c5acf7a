"""A document: the clean lines of a text about jobs, whatever form it came in, with what its form states as data."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from rolegraph.readers.documents.plain_text import Line


@dataclass(frozen=True, slots=True)
class PostingFields:
    """What the data of a posting state apart from its text, "" or None where nothing is said.

    `remote` is "remote", "hybrid" or "on site"; dates are in ISO 8601; pay is in whole units of `currency` (ISO 4217)
    for a `pay_period` ("hour", "day", "week", "month", "year"); `seniority`, `industry` and `employment_types` are in
    the words of the source.
    """

    title: str = ""
    employer: str = ""
    place: str = ""
    remote: str = ""
    employment_types: tuple[str, ...] = ()
    seniority: str = ""
    pay_low: int | None = None
    pay_high: int | None = None
    currency: str = ""
    pay_period: str = ""
    posted: str = ""
    closes: str = ""
    industry: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One text: a file, a posting in a web page, or a row of a table.

    Parameters
    ----------
    name
        What messages call it: the path, with `row n` or `posting n` where a file holds several.
    lines
        Clean lines, headings with their depth, bullets with their sign. They have the numbers of the file's own lines
        in plain text and Markdown, and count the lines of the text itself in every other form.
    content_hash
        SHA-256 of what was read, in hexadecimal.
    form
        What it was: `text`, `markdown`, `html`, `json`, `pdf`, `docx`, `csv`, `parquet`, `jsonl`.
    title
        The title that its form states: in front matter, in a page's head, in a file's properties.
    posting
        What the form states about a job posting, if it is one.
    language
        The language of its words, where turns of phrase have been put into English; empty for any text as it is.
    """

    name: str
    lines: list[Line] = field(repr=False)
    content_hash: str
    form: str
    title: str = ""
    posting: PostingFields | None = None
    language: str = ""


def content_hash(*parts: bytes) -> str:
    """The hash by which a text is known again."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()


def has_text(lines: Sequence[Line]) -> bool:
    """Whether any line says something."""
    return any(line.text for line in lines)
