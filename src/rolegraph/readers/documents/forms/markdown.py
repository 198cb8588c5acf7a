"""Plain text and Markdown: front matter apart from the text, tables as headings and bullets, tags of HTML left out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from rolegraph.errors import SourceError
from rolegraph.readers.documents.forms.document import has_text
from rolegraph.readers.documents.forms.pieces import lines_of, table_pieces, without_sign
from rolegraph.readers.documents.plain_text import Line, read_lines

_FENCES: Final = ("---", "+++")
_MOST_FRONT_MATTER: Final = 200  # lines
_LONGEST_RULE: Final = 1_000
_RULE: Final = re.compile(r"\|?(?:\s?:?-{1,200}:?\s?\|){1,60}(?:\s?:?-{1,200}:?)?")
_BREAK: Final = re.compile(r"<br\s?/?>", re.IGNORECASE)
_TAG: Final = re.compile(
    r"<!--[^<>]{0,500}-->|</?(?:p|div|span|b|i|u|em|strong|a|img|center|details|summary|sub|sup|hr|h[1-6]|ul|ol|li|small"
    r"|font|picture|source)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_KEY: Final = re.compile(rb"[\w.-]{1,60}\"?\s{0,10}[:=]")


def read_markdown(data: bytes, name: str) -> tuple[list[Line], str]:
    """The lines of a text, plain or in Markdown, and the title that its front matter states.

    Lines keep their numbers. Those of the front matter are there, and empty. Raises what `read_lines` raises.
    """
    lines = read_lines(data, name)
    end, title = _front_matter(data)
    lines[:end] = [Line(line.number, "") for line in lines[:end]]
    lines = _with_tables_read(lines)
    if not has_text(lines):
        raise SourceError("holds nothing but front matter", "name a file that holds a text about a job", path=name)
    return lines, title


def _with_tables_read(lines: Sequence[Line]) -> list[Line]:
    """The lines with the rows of tables as headings and bullets, and without tags."""
    out: list[Line] = []
    above: Line | None = None
    index, is_divided = 0, False  # by headings that were made of a table
    while index < len(lines):
        table = lines[index : _table_end(lines, index)]
        line = lines[index] if "<" not in lines[index].text else _untagged(lines[index])
        if table:
            rows = [_cells(row.text, len(_cells(table[0].text))) for row in (table[0], *table[2:])]
            numbers = [row.number for row in (table[0], *table[2:])]
            made = lines_of(table_pieces(rows), numbers)
            out += [Line(table[0].number, ""), *made]
            index, is_divided = index + len(table), any(line.depth for line in made)
            continue
        if line.depth:
            above = line
        elif line.text and is_divided and above is not None:
            out.append(replace(above, number=line.number))
        is_divided = is_divided and not line.text
        out.append(line)
        index += 1
    return out


def _table_end(lines: Sequence[Line], start: int) -> int:
    """The end of the table that begins at a line; its start where none does."""
    end = start
    is_ruled = start + 1 < len(lines) and _RULE.fullmatch(lines[start + 1].text[:_LONGEST_RULE]) is not None
    while is_ruled and end < len(lines) and "|" in lines[end].text:
        end += 1
    return end if end - start > 1 and len(_cells(lines[start].text)) > 1 else start


def _cells(text: str, width: int = 0) -> list[list[str]]:
    """The cells of a row, as many as `width`, each with its parts."""
    cells = text.strip().removeprefix("|").removesuffix("|").split("|")
    parts = [[without_sign(_TAG.sub("", part)) for part in _BREAK.split(cell)] for cell in cells]
    kept = [[part for part in cell if part] for cell in parts]
    return (kept + [[]] * (width - len(kept)))[:width] if width else kept


def _untagged(line: Line) -> Line:
    return replace(line, text=" ".join(_TAG.sub("", _BREAK.sub(" ", line.text)).split()))


def _front_matter(data: bytes) -> tuple[int, str]:
    """How many lines the front matter has, with its fences, and its title."""
    head = data.removeprefix(b"\xef\xbb\xbf").splitlines()[: _MOST_FRONT_MATTER + 1]
    if not head or (fence := head[0].rstrip().decode("utf-8", "replace")) not in _FENCES:
        return 0, ""
    ends = {fence.encode(), b"..."} if fence == "---" else {fence.encode()}
    end = next((index for index, line in enumerate(head[1:], start=1) if line.rstrip() in ends), 0)
    if not end or not _KEY.match(head[1]):
        return 0, ""
    block = b"\n".join(head[1:end]).decode("utf-8")
    return end + 1, _title(block, is_toml=fence == "+++")


def _title(block: str, *, is_toml: bool) -> str:
    """The title in front matter; "" for none, or for a block that is not what its fences say."""
    import tomllib

    import yaml

    try:
        data = tomllib.loads(block) if is_toml else yaml.safe_load(block)
    except (tomllib.TOMLDecodeError, yaml.YAMLError, ValueError, RecursionError):
        return ""
    title = data.get("title") if isinstance(data, dict) else None
    return " ".join(title.split()) if isinstance(title, str) else ""
