"""Blocks laid out: for a terminal or a pipe, as Markdown, and as HTML for a notebook, a page or a report.

No label is read as a control sign or as markup. Libraries for terminals take longer to load than the rest of a command.
"""

from __future__ import annotations

import html
import os
import re
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Final, TextIO

from rolegraph.render.text import JOINERS, NOTHING, Block, Heading, Table, Tasks, without_controls

_GAP: Final = "  "
_WORD: Final = 16  # columns of a word that may be broken anywhere, or shortened: a column is not made narrower
_NARROWEST: Final = 12  # columns that a text needs to be read with ease, in a terminal
_PIPE: Final = 100  # columns of a pipe or a file, where a table may be wider rather than break a word
_COMFORTABLE: Final = 24  # columns that a text needs there
_PATH: Final = re.compile(r"(?:/|~/|[A-Za-z]:\\)\S+[/\\]\S+")
_PATHS: Final = re.compile(rf"\w+://\S+|({_PATH.pattern})")  # and IRIs, which are not shortened: people copy them
_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_STYLE: Final = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse}th,td{text-align:left;vertical-align:top;padding:.25rem 1rem .25rem 0;"
    "border-bottom:1px solid #ccc}.number{text-align:right}"
)


def write_terminal(blocks: Iterable[Block], file: TextIO | None = None, color: bool | None = None) -> None:
    """Print blocks to standard output, or to a file; `color` is whether to use bold and dim text.

    By default that is so in a terminal, unless NO_COLOR is set or TERM is `dumb`, and wherever FORCE_COLOR is set.
    """
    file = file or sys.stdout
    in_terminal = file.isatty()
    exact = in_terminal or "COLUMNS" in os.environ
    width = shutil.get_terminal_size((80, 24)).columns if exact else _PIPE
    if color is None:
        able = os.environ.get("FORCE_COLOR") or (in_terminal and os.environ.get("TERM") != "dumb")
        color = bool(able) and not os.environ.get("NO_COLOR")
    for line, style in _lines(blocks, width, exact):
        file.write(f"{style}{line}{_PLAIN}\n" if color and style else f"{line}\n")


def to_text(blocks: Iterable[Block]) -> str:
    """The blocks as plain text, as a pipe gets them."""
    return "".join(f"{line}\n" for line, _ in _lines(blocks, _PIPE, exact=False))


def printable(text: str) -> str:
    """A text without the control characters by which a label could steer a terminal.

    Bytes of a command line that are no text are written as `\\xff`.
    """
    if text.isprintable():
        return text
    signs = (f"\\x{ord(sign) - 0xDC00:02x}" if "\udc80" <= sign <= "\udcff" else sign for sign in text)
    return "".join(sign for sign in signs if sign.isprintable() or sign in "\n" + JOINERS)


def _lines(blocks: Iterable[Block], width: int, exact: bool) -> Iterator[tuple[str, str]]:
    """Lines with their style; where `exact`, none is wider than `width`."""
    for number, block in enumerate(blocks):
        if isinstance(block, Table):
            yield from _table_lines(block, width, exact)
        elif isinstance(block, Tasks):
            for place, title, remark in block.items:
                text = f"[ ] {place}. {title}" + (f": {remark}" if remark else "")
                yield from ((line, "") for line in _wrapped(text, width, exact=exact))
        else:
            if isinstance(block, Heading) and number:
                yield "", ""
            style = _BOLD if isinstance(block, Heading) else _DIM if block.quiet else ""
            yield from ((line, style) for line in _wrapped(block.text, width, exact=exact))


def _table_lines(table: Table, width: int, exact: bool) -> Iterator[tuple[str, str]]:
    columns = [[printable(cell) for cell in cells] for cells in zip(table.columns, *table.rows, strict=True)]
    natural = [max(_columns(line) for cell in cells for line in cell.split("\n")) for cells in columns]
    least = _NARROWEST if exact else _COMFORTABLE
    words = [max(_unbroken(word, exact) for cell in cells for word in cell.split() or [""]) for cells in columns]
    floors = [max(word, min(wide, least)) for word, wide in zip(words, natural, strict=True)]
    room = max(width - len(_GAP) * (len(columns) - 1), 0 if exact else sum(floors))
    if len(columns) == 1:
        floors = [min(floors[0], room)]
    if sum(floors) > room:
        yield from _record_lines(table, width)
        return
    widths = _fitting(natural, floors, room)
    right = [name in table.right for name in table.columns]
    yield from ((line, _BOLD) for line in _row_lines(table.columns, widths, right))
    yield _GAP.join("\N{BOX DRAWINGS LIGHT HORIZONTAL}" * wide for wide in widths), ""
    for number, row in enumerate(table.rows):
        yield from _title_lines(table, number, width, exact)
        yield from ((line, "") for line in _row_lines(row, widths, right))


def _title_lines(table: Table, number: int, width: int, exact: bool) -> Iterator[tuple[str, str]]:
    """What stands before a row, if anything."""
    if number in table.titles:
        yield from ((line, _BOLD) for line in _wrapped(table.titles[number], width, exact=exact))


def _unbroken(word: str, exact: bool) -> int:
    """How many columns a word needs: a path may be shortened, and a word of a script without spaces broken."""
    wide = _columns(word)
    return min(wide, _WORD) if exact and (_PATH.match(word) or wide > len(word)) else wide


def _record_lines(table: Table, width: int) -> Iterator[tuple[str, str]]:
    """Rows as records, with a line or more for each field that says something."""
    label = min(max(_columns(printable(name)) for name in table.columns), width // 3)
    for number, row in enumerate(table.rows):
        if number:
            yield "", ""
        yield from _title_lines(table, number, width, exact=True)
        for field in zip(table.columns, row, strict=True):
            if field[1] not in ("", NOTHING):
                lines = _row_lines(field, [label, width - label - len(_GAP)], [False, False])
                yield from ((line, "") for line in lines)


def _fitting(natural: list[int], floors: list[int], room: int) -> list[int]:
    """Column widths that fit: the widest columns give way first, and none below its floor."""
    widths = [max(min(wide, room), floor) for wide, floor in zip(natural, floors, strict=True)]
    while sum(widths) > room:
        widest = max((place for place in range(len(widths)) if widths[place] > floors[place]), key=widths.__getitem__)
        widths[widest] -= 1
    return widths


def _row_lines(row: tuple[str, ...], widths: list[int], right: list[bool]) -> Iterator[str]:
    cells = [_wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
    for lines in zip_longest(*cells, fillvalue=""):
        parts = []
        for line, width, on_the_right in zip(lines, widths, right, strict=True):
            padding = " " * (width - _columns(line))
            parts.append(padding + line if on_the_right else line + padding)
        yield _GAP.join(parts).rstrip()


def _wrapped(text: str, width: int, *, exact: bool = True) -> list[str]:
    """A text in lines of at most so many columns, broken between words.

    Where no line may be longer, paths of files are shortened and other long words broken; elsewhere they stand out.
    """
    lines = []
    flat = printable(text)
    for paragraph in (
        _PATHS.sub(lambda at: _shortened(at[0], width) if at[1] else at[0], flat) if exact else flat
    ).split("\n"):
        if _columns(paragraph) == len(paragraph):
            broken = textwrap.wrap(paragraph, max(width, 1), break_on_hyphens=False, break_long_words=exact)
            lines += broken or [""]
        else:
            lines += _wrapped_wide(paragraph, max(width, 2))
    return lines


def _shortened(path: str, width: int) -> str:
    """A path with folders in its middle left out, where it is too long and its beginning and end are not."""
    parts = re.split(r"(?<=[/\\])", path)
    for kept in range(len(parts) - 1 if len(path) > width else 0, 1, -1):
        begin = min(2, kept - 1)
        short = "".join([*parts[:begin], "…", parts[begin - 1][-1], *parts[len(parts) - kept + begin :]])
        if len(short) <= width:
            return short
    return path


def _wrapped_wide(text: str, width: int) -> Iterator[str]:
    """The lines of a text with characters that take two columns or none, broken between words where that can be."""
    line = ""
    for word in re.findall(r" *[^ ]+", text):
        if line and _columns(line + word) > width:
            yield line
            line = ""
        for sign in word if line else word.lstrip():
            if _columns(line + sign) > width:
                yield line
                line = ""
            line += sign
    yield line


def _columns(text: str) -> int:
    """How many columns a text takes."""
    if text.isascii():
        return len(text)
    return sum(_column(sign, before) for sign, before in zip(text, " " + text, strict=False))


def _column(sign: str, before: str) -> int:
    """How many columns a sign takes: none where it combines, or a joiner or a skin colour makes one emoji of two."""
    wide = unicodedata.east_asian_width(sign) in "WF"
    if sign in JOINERS or unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    if wide and (before == "\u200d" or "\U0001f3fb" <= sign <= "\U0001f3ff"):
        return 0
    return 2 if wide else 1


def to_markdown(blocks: Iterable[Block]) -> str:
    """The blocks as a Markdown document."""
    return "\n\n".join("\n".join(_markdown_lines(block)) for block in blocks) + "\n"


def _markdown_lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * block.level} {_escape(block.text)}"
    elif isinstance(block, Table):
        head, *rows = ("| " + " | ".join(map(_escape, cells)) + " |" for cells in (block.columns, *block.rows))
        yield head
        yield "|" + "|".join("---:" if name in block.right else "---" for name in block.columns) + "|"
        for place, row in enumerate(rows):
            if place in block.titles:
                yield f"| | **{_escape(block.titles[place])}** |" + " |" * (len(block.columns) - 2)
            yield row
    elif isinstance(block, Tasks):
        for number, title, remark in block.items:
            yield f"- [ ] **{number}. {_escape(title)}**" + (f": {_escape(remark)}" if remark else "")
    else:
        text = _escape(block.text)
        yield f"*{text}*" if block.quiet else text


def _escape(text: str) -> str:
    flat = " ".join(printable(text).split())
    return re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", flat)


def to_html(blocks: Iterable[Block], top: int = 1) -> str:
    """The blocks as a fragment of HTML that loads nothing, whose first heading is of the level `top`."""
    return "\n".join(line for block in blocks for line in _html_lines(block, top - 1))


def to_html_page(blocks: Iterable[Block], language: str = "en") -> str:
    """The blocks as a page of their own, with the first heading for a title; most labels are in the language."""
    everything = list(blocks)
    title = next((block.text for block in everything if isinstance(block, Heading)), "rolegraph")
    head = f'<meta charset="utf-8"><title>{_html_escape(title)}</title><style>{_STYLE}</style>'
    start = f'<!doctype html>\n<html lang="{_html_escape(language)}"><head>{head}</head>'
    return f"{start}\n<body>\n{to_html(everything)}\n</body></html>\n"


def _html_lines(block: Block, deeper: int) -> Iterator[str]:
    if isinstance(block, Table):
        yield "<table><thead>" + _html_row("th", block.columns, block) + "</thead><tbody>"
        for row, cells in enumerate(block.rows):
            if row in block.titles:
                yield f'<tr><th colspan="{len(block.columns)}">{_html_escape(block.titles[row])}</th></tr>'
            yield _html_row("td", cells, block)
        yield "</tbody></table>"
    elif isinstance(block, Tasks):
        yield "<ol>"
        for number, title, remark in block.items:
            box = f'<label><input type="checkbox"> <strong>{_html_escape(title)}</strong></label>'
            value = number.partition("-")[0]
            yield f'<li value="{value}">{box}{": " + _html_escape(remark) if remark else ""}</li>'
        yield "</ol>"
    elif isinstance(block, Heading):
        tag = f"h{min(block.level + deeper, 6)}"
        yield f"<{tag}>{_html_escape(block.text)}</{tag}>"
    else:
        text = _html_escape(block.text)
        yield f"<p><small>{text}</small></p>" if block.quiet else f"<p>{text}</p>"


def _html_row(tag: str, cells: Iterable[str], table: Table) -> str:
    named = zip(table.columns, cells, strict=True)
    marked = ((' class="number"' if name in table.right else "", cell) for name, cell in named)
    return "<tr>" + "".join(f"<{tag}{mark}>{_html_escape(cell)}</{tag}>" for mark, cell in marked) + "</tr>"


def _html_escape(text: str) -> str:
    return html.escape(without_controls(text)).replace("\n", "<br>")
