"""Blocks as HTML: for a notebook's cell, and for the text of a report. Every label is escaped; nothing is loaded."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator

from rolegraph.render.blocks import Block, Heading, Table, Tasks


def to_html(blocks: Iterable[Block], top: int = 1) -> str:
    """The blocks as a fragment of HTML, whose first heading is of the level `top`.

    >>> to_html([Heading("<b>", 1)])
    '<h1>&lt;b&gt;</h1>'
    """
    return "\n".join(line for block in blocks for line in _lines(block, top - 1))


def _lines(block: Block, deeper: int) -> Iterator[str]:
    if isinstance(block, Heading):
        tag = f"h{min(block.level + deeper, 6)}"
        yield f"<{tag}>{_escape(block.text)}</{tag}>"
    elif isinstance(block, Table):
        yield "<table><thead>" + _row("th", block.columns, block) + "</thead><tbody>"
        yield from (_row("td", cells, block) for cells in block.rows)
        yield "</tbody></table>"
    elif isinstance(block, Tasks):
        yield "<ol>"
        for title, remark in block.items:
            box = f'<label><input type="checkbox"> <strong>{_escape(title)}</strong></label>'
            yield f"<li>{box}{': ' + _escape(remark) if remark else ''}</li>"
        yield "</ol>"
    else:
        yield f"<p><small>{_escape(block.text)}</small></p>" if block.quiet else f"<p>{_escape(block.text)}</p>"


def _row(tag: str, cells: Iterable[str], table: Table) -> str:
    named = zip(table.columns, cells, strict=True)
    marked = ((' class="number"' if name in table.right else "", cell) for name, cell in named)
    return "<tr>" + "".join(f"<{tag}{mark}>{_escape(cell)}</{tag}>" for mark, cell in marked) + "</tr>"


def _escape(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")
