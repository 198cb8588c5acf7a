"""Blocks for a terminal: as wide as it is, in bold only where there is one, labels never read as control signs.

Laid out here and not by a library: the ones there are take longer to load than all the rest of a command.
"""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, TextIO

from rolegraph.render.text import Block, Heading, Table, Tasks

_GAP: Final = "  "
_NARROWEST: Final = 8  # columns a cell keeps however little room there is
# Where nobody looks (a pipe, a file) lines are not broken for the eye.
_WIDTH_OF_A_PIPE: Final = 200
_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def write_terminal(blocks: Iterable[Block], file: TextIO | None = None) -> None:
    """Print blocks to standard output, or to a file."""
    file = file or sys.stdout
    in_terminal = file.isatty()
    width = shutil.get_terminal_size((80, 24)).columns if in_terminal or "COLUMNS" in os.environ else _WIDTH_OF_A_PIPE
    styled = in_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    for number, block in enumerate(blocks):
        if number and isinstance(block, Heading):
            file.write("\n")
        for line, style in _lines(block, width):
            file.write(f"{style}{line}{_PLAIN}\n" if styled and style else f"{line}\n")


def printable(text: str) -> str:
    """A text without the control characters by which a label could steer a terminal.

    >>> printable("red\\x1b[31m")
    'red[31m'
    """
    return "".join(sign for sign in text if sign.isprintable() or sign == "\n")


def _lines(block: Block, width: int) -> Iterator[tuple[str, str]]:
    if isinstance(block, Table):
        yield from _table_lines(block, width)
    elif isinstance(block, Heading):
        yield from ((line, _BOLD) for line in _wrapped(block.text, width))
    elif isinstance(block, Tasks):
        for number, (title, remark) in enumerate(block.items, start=1):
            text = f"[ ] {number}. {title}" + (f": {remark}" if remark else "")
            yield from ((line, "") for line in _wrapped(text, width))
    else:
        yield from ((line, _DIM if block.quiet else "") for line in _wrapped(block.text, width))


def _table_lines(table: Table, width: int) -> Iterator[tuple[str, str]]:
    natural = [
        max(_columns(line) for row in (table.columns, *table.rows) for line in printable(row[place]).split("\n"))
        for place in range(len(table.columns))
    ]
    widths = _fitting(natural, width - len(_GAP) * (len(natural) - 1))
    for line in _row_lines(table, table.columns, widths):
        yield line, _BOLD
    yield _GAP.join("\N{BOX DRAWINGS LIGHT HORIZONTAL}" * one for one in widths), ""
    for row in table.rows:
        for line in _row_lines(table, row, widths):
            yield line, ""


def _fitting(natural: list[int], room: int) -> list[int]:
    """Column widths that fit: the widest columns give way first, and none below `_NARROWEST`.

    >>> _fitting([3, 10, 60], 50)
    [3, 10, 37]
    """
    widths = list(natural)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widest = max(widths)
        next_widest = max((one for one in widths if one < widest), default=_NARROWEST)
        shared = [place for place, one in enumerate(widths) if one == widest]
        excess = sum(widths) - room
        cut = min(widest - max(next_widest, _NARROWEST), -(-excess // len(shared))) or 1
        for place in shared:
            widths[place] -= cut
    return widths


def _row_lines(table: Table, row: tuple[str, ...], widths: list[int]) -> Iterator[str]:
    cells = [_wrapped(cell, width) or [""] for cell, width in zip(row, widths, strict=True)]
    for number in range(max(map(len, cells))):
        parts = []
        for name, lines, width in zip(table.columns, cells, widths, strict=True):
            line = lines[number] if number < len(lines) else ""
            padding = " " * (width - _columns(line))
            parts.append(padding + line if name in table.right else line + padding)
        yield _GAP.join(parts).rstrip()


def _wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most so many columns, broken between words where it can be."""
    lines = []
    for paragraph in printable(text).split("\n"):
        if _columns(paragraph) == len(paragraph):
            lines += textwrap.wrap(paragraph, max(width, 1), break_on_hyphens=False) or [""]
        else:
            lines += _wrapped_wide(paragraph, max(width, 2))
    return lines


def _wrapped_wide(text: str, width: int) -> Iterator[str]:
    """The same for a text with characters that take two columns or none."""
    line = ""
    for sign in text:
        if _columns(line + sign) > width:
            yield line.rstrip()
            line = ""
        line += sign
    yield line


def _columns(text: str) -> int:
    """How many columns a text takes.

    >>> _columns("data"), _columns("データ")
    (4, 6)
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )
