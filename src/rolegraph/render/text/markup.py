"""Blocks as Markdown, and as HTML for a notebook, a page or a report; every label is escaped, nothing is loaded."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import Final

from rolegraph.render.text import Block, Heading, Table, Tasks
from rolegraph.render.text.terminal import printable

_STYLE: Final = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse}th,td{text-align:left;vertical-align:top;padding:.25rem 1rem .25rem 0;"
    "border-bottom:1px solid #ccc}.number{text-align:right}"
)


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


def to_html(blocks: Iterable[Block], top: int = 1) -> str:
    """The blocks as a fragment of HTML, whose first heading is of the level `top`.

    >>> to_html([Heading("<b>", 1)])
    '<h1>&lt;b&gt;</h1>'
    """
    return "\n".join(line for block in blocks for line in _html_lines(block, top - 1))


def to_html_page(blocks: Iterable[Block]) -> str:
    """The blocks as a page of their own, with the first heading for a title."""
    everything = list(blocks)
    title = next((block.text for block in everything if isinstance(block, Heading)), "rolegraph")
    head = f'<meta charset="utf-8"><title>{_html_escape(title)}</title><style>{_STYLE}</style>'
    return f'<!doctype html>\n<html lang="en"><head>{head}</head>\n<body>\n{to_html(everything)}\n</body></html>\n'


def _html_lines(block: Block, deeper: int) -> Iterator[str]:
    if isinstance(block, Heading):
        tag = f"h{min(block.level + deeper, 6)}"
        yield f"<{tag}>{_html_escape(block.text)}</{tag}>"
    elif isinstance(block, Table):
        yield "<table><thead>" + _html_row("th", block.columns, block) + "</thead><tbody>"
        yield from (_html_row("td", cells, block) for cells in block.rows)
        yield "</tbody></table>"
    elif isinstance(block, Tasks):
        yield "<ol>"
        for title, remark in block.items:
            box = f'<label><input type="checkbox"> <strong>{_html_escape(title)}</strong></label>'
            yield f"<li>{box}{': ' + _html_escape(remark) if remark else ''}</li>"
        yield "</ol>"
    else:
        yield (
            f"<p><small>{_html_escape(block.text)}</small></p>" if block.quiet else f"<p>{_html_escape(block.text)}</p>"
        )


def _html_row(tag: str, cells: Iterable[str], table: Table) -> str:
    named = zip(table.columns, cells, strict=True)
    marked = ((' class="number"' if name in table.right else "", cell) for name, cell in named)
    return "<tr>" + "".join(f"<{tag}{mark}>{_html_escape(cell)}</{tag}>" for mark, cell in marked) + "</tr>"


def _html_escape(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")
