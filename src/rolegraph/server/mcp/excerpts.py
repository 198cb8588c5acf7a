"""An answer as text that an assistant can afford: pages of at most a hundred lines, sources only on request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from rolegraph.errors import SourceError, UnknownNode
from rolegraph.render.text import Block, Table, Text
from rolegraph.render.text.layout import printable, to_markdown

MOST_LINES: Final = 100
MOST_SIGNS: Final = 8_000
_LONGEST: Final = 1_500  # signs of a line
_LONGEST_NOTE: Final = 250
_MOST_LINES_OF_PAGE: Final = MOST_LINES - 6  # the rest is for notes, and for what says what is left out
_MOST_SIGNS_OF_PAGE: Final = MOST_SIGNS - 1_000
_CITATION: Final = re.compile(r"\[\d+\] ")
_SOURCE: Final = "Source"


def excerpt(blocks: Iterable[Block], page: int = 1, *, evidence: bool = False, notes: Sequence[str] = ()) -> str:
    """A page of an answer in Markdown, after some notes; what is left out is said.

    Without `evidence`, tables lack what says in which source something stands.
    """
    shown = blocks if evidence else _without_sources(blocks)
    pages = list(_pages(_compact(to_markdown(map(_for_assistants, shown)))))
    page = min(page, len(pages))
    lines = [f"Note: {_in_a_line(note)}" for note in notes[:3]] + pages[page - 1]
    if len(pages) > 1:
        more = f"; page={page + 1} continues" if page < len(pages) else ""
        lines.append(f"(page {page} of {len(pages)}{more})")
    return "\n".join(lines)


def message(error: Exception | str) -> str:
    """What went wrong, in the words of somebody who calls tools, not commands; at most half a page."""
    if isinstance(error, UnknownNode) and error.kind != "query":
        holds = next(filter(None, (one.holds for one in getattr(error, "errors", [error]))), None)
        error = f"{error.brief}\n{holds.has}. `search` looks for a part of a name." if holds else error.brief
    if isinstance(error, SourceError) and error.path is not None:  # where something lies is nobody's business
        name = Path(error.path).name.replace("<bytes>", "the text")
        error = SourceError(error.problem, error.cure, path=name, line=error.line)
    return "\n".join(map(_cut, _as_parameters(printable(str(error))).splitlines()[: MOST_LINES // 2]))


def _without_sources(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Table) and _SOURCE in block.columns[1:]:
            place = block.columns.index(_SOURCE)
            rows = [row[:place] + row[place + 1 :] for row in block.rows]
            yield block._replace(columns=block.columns[:place] + block.columns[place + 1 :], rows=rows)
        elif not (isinstance(block, Text) and block.quiet and _CITATION.match(block.text)):
            yield block


def _for_assistants(block: Block) -> Block:
    """A block whose hints are about parameters of tools, and whose columns all say something."""
    if isinstance(block, Table):
        filled = block.filled
        has_hints = "Parameters" in block.columns or any(_CUT in cell for row in block.rows for cell in row)
        return filled._replace(rows=[tuple(map(_as_parameters, row)) for row in filled.rows]) if has_hints else filled
    return block._replace(text=_as_parameters(block.text)) if isinstance(block, Text) else block


_CUT: Final = "--all shows all"
_TOOLS: Final = "path|compare|nearest|route|whatif|demand|show|search|list|info|stats"  # named as commands are
_COMMAND: Final = re.compile(rf"`rolegraph ({_TOOLS})\b([^`]{{0,200}})`")
_OPTION: Final = re.compile(r"(?<![\w-])--([a-z]{2,20}(?:-[a-z]{2,20}){0,3})(?![\w-])")


def _as_parameters(text: str) -> str:
    """Commands and options that a text names, as tools and parameters."""
    text = _COMMAND.sub(r"the tool `\1`\2", text.replace("`rolegraph query list`", "the tool `queries`"))
    text = text.replace(", or give it a longer timeout", ", with a LIMIT")
    text = re.sub(r"--as (\w)", r"kind=\1", text)
    text = re.sub(r"--(all|assume-hours)\b", r"--\1=true", text)
    return _OPTION.sub(lambda found: found[1].replace("-", "_"), text)


def _compact(markdown: str) -> list[str]:
    """The lines of a text in Markdown, without those that are empty, and escapes that nobody needs."""
    lines = filter(None, map(str.rstrip, markdown.splitlines()))
    return [_cut(re.sub(r"(?<=.)\\([~#*_`])", r"\1", line)) for line in lines]


def _cut(line: str) -> str:
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _in_a_line(note: str) -> str:
    return " ".join(message(note).split())[:_LONGEST_NOTE]


def _pages(lines: Sequence[str]) -> Iterator[list[str]]:
    """Lines in pages; one that begins within a section has its heading again, within a table the table's head."""
    page: list[str] = []
    heading: list[str] = []
    table: list[str] = []  # the head of the table that a line is in
    size = 0
    for line in lines:
        if line.startswith("#"):
            heading = [f"{line[:200]} (continued)"]
        if len(page) >= _MOST_LINES_OF_PAGE or size + len(line) > _MOST_SIGNS_OF_PAGE:
            yield page
            page = [*([] if line.startswith("#") else heading), *(table if line.startswith("|") else [])]
            size = sum(map(len, page))
        table = [*table, line][:2] if line.startswith("|") else []
        page.append(line)
        size += len(line) + 1
    yield page or ["Nothing."]
