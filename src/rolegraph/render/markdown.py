"""Blocks as Markdown, with every label's own signs escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from rolegraph.render.blocks import Block, Heading, Table, Tasks
from rolegraph.render.terminal import printable


def to_markdown(blocks: Iterable[Block]) -> str:
    """The blocks as a Markdown document.

    >>> print(to_markdown([Heading("a*b", 1)]), end="")
    # a\\*b
    """
    return "\n\n".join("\n".join(_lines(block)) for block in blocks) + "\n"


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * block.level} {_escape(block.text)}"
    elif isinstance(block, Table):
        yield _row(block.columns)
        yield "|" + "|".join("---:" if name in block.right else "---" for name in block.columns) + "|"
        yield from (_row(cells) for cells in block.rows)
    elif isinstance(block, Tasks):
        for number, (title, remark) in enumerate(block.items, start=1):
            yield f"- [ ] **{number}. {_escape(title)}**" + (f": {_escape(remark)}" if remark else "")
    else:
        text = _escape(block.text)
        yield f"*{text}*" if block.quiet else text


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_escape(cell) for cell in cells) + " |"


def _escape(text: str) -> str:
    flat = " ".join(printable(text).split())
    return re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", flat)
