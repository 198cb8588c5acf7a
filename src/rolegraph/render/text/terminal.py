"""Blocks for a terminal: as wide as it is, in bold only where there is one, labels never read as control signs.

Laid out here and not by a library: the ones there are take longer to load than all the rest of a command.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final, TextIO

from rolegraph.render.text import NOTHING, Block, Heading, Table, Tasks

_GAP: Final = "  "
_WORD: Final = 16  # columns of a word that a column is not made narrower than
_PIPE: Final = 100  # columns of a pipe or a file, where a table may be wider rather than break a word
_PATH: Final = re.compile(r"(?:/|~/|[A-Za-z]:\\)\S+[/\\]\S+")
_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def write_terminal(blocks: Iterable[Block], file: TextIO | None = None, color: bool | None = None) -> None:
    """Print blocks to standard output, or to a file.

    Parameters
    ----------
    color
        Whether to use bold and dim text; by default in a terminal, unless NO_COLOR is set or TERM is `dumb`, and
        wherever FORCE_COLOR is set.
    """
    file = file or sys.stdout
    in_terminal = file.isatty()
    exact = in_terminal or "COLUMNS" in os.environ
    width = shutil.get_terminal_size((80, 24)).columns if exact else _PIPE
    styled = _colorful(in_terminal) if color is None else color
    for line, style in _all_lines(blocks, width, exact):
        file.write(f"{style}{line}{_PLAIN}\n" if styled and style else f"{line}\n")


def to_text(blocks: Iterable[Block]) -> str:
    """The blocks as plain text, as a pipe gets them."""
    return "".join(f"{line}\n" for line, _ in _all_lines(blocks, _PIPE, exact=False))


def _colorful(in_terminal: bool) -> bool:
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or (in_terminal and os.environ.get("TERM") != "dumb")


def printable(text: str) -> str:
    """A text without the control characters by which a label could steer a terminal.

    >>> printable("red\\x1b[31m")
    'red[31m'
    """
    return "".join(sign for sign in text if sign.isprintable() or sign == "\n")


def _all_lines(blocks: Iterable[Block], width: int, exact: bool) -> Iterator[tuple[str, str]]:
    for number, block in enumerate(blocks):
        if number and isinstance(block, Heading):
            yield "", ""
        yield from _lines(block, width, exact)


def _lines(block: Block, width: int, exact: bool) -> Iterator[tuple[str, str]]:
    if isinstance(block, Table):
        yield from _table_lines(block, width, exact)
    elif isinstance(block, Heading):
        yield from ((line, _BOLD) for line in _wrapped(block.text, width, exact=exact))
    elif isinstance(block, Tasks):
        for number, (title, remark) in enumerate(block.items, start=1):
            text = f"[ ] {number}. {title}" + (f": {remark}" if remark else "")
            yield from ((line, "") for line in _wrapped(text, width, exact=exact))
    else:
        yield from ((line, _DIM if block.quiet else "") for line in _wrapped(block.text, width, exact=exact))


def _table_lines(table: Table, width: int, exact: bool) -> Iterator[tuple[str, str]]:
    columns = [[printable(row[place]) for row in (table.columns, *table.rows)] for place in range(len(table.columns))]
    words = [max(_columns(word) for cell in cells for word in cell.split() or [""]) for cells in columns]
    floors = [min(_WORD, word) for word in words] if exact else words
    room = max(width - len(_GAP) * (len(columns) - 1), 0 if exact else sum(floors))
    if sum(floors) > room:
        yield from _record_lines(table, width)
        return
    natural = [max(_columns(line) for cell in cells for line in cell.split("\n")) for cells in columns]
    widths = _fitting(natural, floors, room)
    right = [name in table.right for name in table.columns]
    yield from ((line, _BOLD) for line in _row_lines(table.columns, widths, right))
    yield _GAP.join("\N{BOX DRAWINGS LIGHT HORIZONTAL}" * wide for wide in widths), ""
    for row in table.rows:
        yield from ((line, "") for line in _row_lines(row, widths, right))


def _record_lines(table: Table, width: int) -> Iterator[tuple[str, str]]:
    """Rows as records, with a line or more for each field that says something."""
    label = min(max(_columns(printable(name)) for name in table.columns), width // 3)
    for number, row in enumerate(table.rows):
        if number:
            yield "", ""
        for field in zip(table.columns, row, strict=True):
            if field[1] not in ("", NOTHING):
                yield from ((line, "") for line in _row_lines(field, [label, width - label - len(_GAP)], [False] * 2))


def _fitting(natural: list[int], floors: list[int], room: int) -> list[int]:
    """Column widths that fit: the widest columns give way first, and none below its floor.

    >>> _fitting([3, 10, 60], [3, 8, 8], 50)
    [3, 10, 37]
    """
    widths = [max(min(wide, room), floor) for wide, floor in zip(natural, floors, strict=True)]
    while sum(widths) > room:
        widest = max((place for place in range(len(widths)) if widths[place] > floors[place]), key=widths.__getitem__)
        widths[widest] -= 1
    return widths


def _row_lines(row: tuple[str, ...], widths: list[int], right: list[bool]) -> Iterator[str]:
    cells = [_wrapped(cell, width) for cell, width in zip(row, widths, strict=True)]
    for number in range(max(map(len, cells))):
        parts = []
        for lines, width, on_the_right in zip(cells, widths, right, strict=True):
            line = lines[number] if number < len(lines) else ""
            padding = " " * (width - _columns(line))
            parts.append(padding + line if on_the_right else line + padding)
        yield _GAP.join(parts).rstrip()


def _wrapped(text: str, width: int, *, exact: bool = True) -> list[str]:
    """A text in lines of at most so many columns, broken between words.

    Where no line may be longer, paths of files are shortened and other long words broken; elsewhere they stand out.
    """
    lines = []
    flat = printable(text)
    for paragraph in (_PATH.sub(lambda path: _shortened(path[0], width), flat) if exact else flat).split("\n"):
        if _columns(paragraph) == len(paragraph):
            broken = textwrap.wrap(paragraph, max(width, 1), break_on_hyphens=False, break_long_words=exact)
            lines += broken or [""]
        else:
            lines += _wrapped_wide(paragraph, max(width, 2))
    return lines


def _shortened(path: str, width: int) -> str:
    """A path with folders in its middle left out, where it is too long and its beginning and end are not.

    >>> _shortened("/home/ada/graphs/2026/small.ttl", 24)
    '/home/…/2026/small.ttl'
    """
    parts = re.split(r"(?<=[/\\])", path)
    for kept in range(len(parts) - 1 if len(path) > width else 0, 1, -1):
        begin = min(2, kept - 1)
        short = "".join([*parts[:begin], "…", parts[begin - 1][-1], *parts[len(parts) - kept + begin :]])
        if len(short) <= width:
            return short
    return path


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
