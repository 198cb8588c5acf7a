"""Blocks as Markdown, with every label's own signs escaped.

Blocks as HTML: for a notebook's cell, and for the text of a report. Every label is escaped; nothing is loaded.

Results as JSON: every field of the result objects by name, nodes by IRI, slug, kind and label.
"""

from __future__ import annotations

import html
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum, IntEnum
from pathlib import Path
from typing import Any, Final

from rolegraph.model.differences import Differences, PathDifferences, RequirementState
from rolegraph.model.moves import Lever, Move, Piece, Route
from rolegraph.model.nodes import Node
from rolegraph.model.plans import LearningPath, Progress
from rolegraph.model.roles import Requirement
from rolegraph.render.text import Block, Heading, Table, Tasks
from rolegraph.render.text.terminal import printable


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


# What a result computes from its fields, and a program wants to read as well.
_DERIVED: Final[dict[type, tuple[str, ...]]] = {
    LearningPath: ("hours", "optimal"),
    Progress: ("hours_done", "hours_in_all"),
    Requirement: ("label",),
    Differences: ("identical", "counts"),
    PathDifferences: ("same",),
    RequirementState: ("label",),
    Piece: ("label",),
    Move: ("hours",),
    Route: ("hours", "hardest"),
    Lever: ("per_hour",),
}


def to_json(result: object) -> str:
    """A result as indented JSON, in the order of its fields.

    >>> print(to_json({"level": None}))
    {
      "level": null
    }
    """
    return json.dumps(plain(result), ensure_ascii=False, indent=2)


def plain(value: object) -> Any:
    """A result as dictionaries, lists, texts and numbers; numbers rounded to six digits, null for infinity."""
    if isinstance(value, Node):
        return {"iri": value.iri, "slug": value.slug, "kind": value.kind.value, "label": value.label}
    if isinstance(value, IntEnum):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if (names := _field_names(value)) is not None:
        return {name: plain(getattr(value, name)) for name in (*_DERIVED.get(type(value), ()), *names)}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None  # JSON has no infinity
    return value


def _field_names(value: object) -> tuple[str, ...] | None:
    """The names of the fields of a dataclass or named tuple; None for anything else."""
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return tuple(value._fields)
    if is_dataclass(value) and not isinstance(value, type):
        return tuple(one.name for one in fields(value))
    return None
