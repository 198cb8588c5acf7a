"""The page of a comparison: its numbers, two or three roles as sets, the matrix, and who says so.

All of it is in the HTML. The page's script folds what is of less weight, sorts, searches, and opens rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from rolegraph.model.nodes import Kind, Level
from rolegraph.render.figures.comparison_matrix.compared_rows import (
    FEW_ROLES,
    NAMED_ROLES,
    Mark,
    MatrixCell,
    MatrixRow,
    RowGroup,
    legend,
)
from rolegraph.render.figures.comparison_matrix.role_sets import (
    COUNT_SIZE,
    SIZE,
    TITLE_SIZE,
    RoleSets,
    SetPart,
    TextLine,
)
from rolegraph.render.figures.looks import LOOKS
from rolegraph.render.figures.page import Parts, as_html, document
from rolegraph.render.text import counted
from rolegraph.render.text.layout import to_html

if TYPE_CHECKING:
    from rolegraph.render.figures.comparison_matrix import ComparisonMatrix
    from rolegraph.render.figures.scene import SourceLink

FIRST_ROWS: Final = 40
_SHADES: Final = 5  # of the numbers that pairs share


def matrix_page(matrix: ComparisonMatrix) -> str:
    """The whole page."""
    body = "".join(_body(matrix)) if matrix.rows else ""
    return document(
        Parts(
            title=matrix.title,
            summary=matrix.summary,
            body=f"<main>\n{_role_list(matrix)}{body}</main>\n",
            language=matrix.language,
            data=_data(matrix),
            styles=("matrix",),
            scripts=("matrix",) if matrix.rows else (),
        )
    )


def _body(matrix: ComparisonMatrix) -> Iterator[str]:
    size = "pair few" if len(matrix.roles) == 2 else "few" if len(matrix.roles) <= FEW_ROLES else "many"
    yield _toolbar(matrix)
    yield f'<div class="comparison {size}">\n<div class="beside">\n'
    if matrix.sets:
        yield _sets_section(matrix.sets, matrix.labels)
    if len(matrix.roles) > 2:
        yield _pairs_section(matrix)
    yield _legend(matrix)
    yield "</div>\n"
    yield _table(matrix)
    yield "</div>\n"
    yield from _preparation_section(matrix)
    yield _sources_section(matrix)


def _role_list(matrix: ComparisonMatrix) -> str:
    """The roles by name: a title has no room for many."""
    if len(matrix.roles) <= NAMED_ROLES:
        return ""
    items = "".join(f'<li class="name">{as_html(label)}</li>' for label in matrix.labels)
    return f'<ul class="compared" aria-label="Compared roles">{items}</ul>\n'


def _toolbar(matrix: ComparisonMatrix) -> str:
    sizes = Counter(row.node.kind for row in matrix.rows)
    buttons = "".join(
        f'<li><button type="button" class="kind" data-kind="{kind.value}" aria-pressed="true">{_sign(kind)}'
        f"{counted(count, kind.value)}</button></li>"
        for kind in Kind
        if (count := sizes[kind])
    )
    return (
        '<div class="toolbar" role="search">\n<div class="search"><label for="search">Find</label>'
        '<input id="search" type="search" autocomplete="off" spellcheck="false" placeholder="a skill, a tool, …"></div>'
        f'<ul class="kinds" aria-label="Kinds to show">{buttons}</ul>\n'
        '<button type="button" id="regroup" hidden>Group by what is shared</button>\n'
        '<p class="note"><span id="count"></span>. Press a name for who says so, a heading to sort.</p></div>\n'
    )


def _table(matrix: ComparisonMatrix) -> str:
    counts = '<th scope="col" class="count"><button type="button" data-sort="roles">Roles</button></th>'
    heads = "".join(
        f'<th scope="col"><button type="button" data-sort="{place}">{as_html(label)}</button>'
        f"<small>{counted(total, 'item')}</small></th>"
        for place, (label, total) in enumerate(zip(matrix.labels, matrix.totals, strict=True))
    )
    groups = "".join(_group(group, len(matrix.roles)) for group in matrix.groups)
    return (
        '<div class="wide" id="wide" tabindex="0" role="region" aria-label="Matrix">\n<table id="matrix">\n'
        '<caption class="heard">What each role asks for. Press a heading to sort.</caption>\n<thead><tr>'
        f'<th scope="col"><button type="button" data-sort="name">Name</button></th>{counts}{heads}</tr></thead>\n'
        f'{groups}<tbody id="sorted" hidden></tbody>\n</table>\n</div>\n'
    )


def _group(group: RowGroup, roles: int) -> str:
    wide, size = roles + 2, f"<small>{len(group.rows):,}</small>"
    title = f'<th scope="rowgroup" colspan="{wide}"><span>{as_html(group.title)} {size}</span></th>'
    head = f'<tr class="group">{title}</tr>'
    fold = f'<tr class="more" hidden><td colspan="{wide}"><button type="button"></button></td></tr>'
    rows = "\n".join(_row(row) for row in group.rows)
    more = as_html(group.more)
    return f'<tbody data-group="{group.key}" data-more="{more}">{head}\n{rows}\n{fold}</tbody>\n'


def _row(row: MatrixRow) -> str:
    cells = "".join(map(cell_html, row.cells))
    name = f'<span>{_sign(row.node.kind)}<span class="name">{as_html(row.node.label)}</span></span>'
    head = f'<th scope="row">{name}</th><td class="count">{row.shared_by}</td>'
    return f'<tr id="r{row.rank}" class="{row.share}">{head}{cells}</tr>'


def cell_html(cell: MatrixCell) -> str:
    """A cell of the table; what is not asked for is empty, and shown as a dash by the style."""
    if cell.mark is Mark.NONE:
        return "<td></td>"
    return f'<td>{mark_html(cell)}<span class="words">{as_html(cell.words)}</span></td>'


def mark_html(cell: MatrixCell) -> str:
    """The sign of how a role has something."""
    if cell.mark is Mark.NONE:
        return '<span class="mark none" aria-hidden="true">–</span>'
    bars = ""
    if cell.level:
        full = "".join(f"<i{' class=full' if bar <= cell.level else ''}></i>" for bar in range(1, 5))
        bars = f'<span class="level">{full}</span>'
    text = {Mark.EXAMPLE: "e.g.", Mark.UNKNOWN: "?"}.get(cell.mark, "")
    extra = ("≈" if cell.within_error else "") + (" or" if cell.alternatives else "")
    more = f"<small>{extra.strip()}</small>" if extra else ""
    estimated = " estimated" if cell.estimated else ""
    return f'<span class="mark {cell.mark}{estimated}" aria-hidden="true"><b>{text}{bars}</b>{more}</span>'


def _sign(kind: Kind) -> str:
    """The sign of a kind, as the scripts of other pages draw it, with the kind in words for who cannot see it."""
    look = LOOKS[kind]
    return (
        f'<svg class="sign {kind.value}" viewBox="-1.9 -1.9 3.8 3.8" role="img" aria-label="{kind.value}">'
        f'<path d="{look.path}"/></svg>'
    )


def _sets_section(figure: RoleSets, labels: tuple[str, ...]) -> str:
    """The circles as a drawing; what it says is said in words as well."""
    said = "; ".join(f"{counted(part.size, 'item')} {_whose(part, labels)}" for part in figure.parts)
    circles = "".join(f'<circle cx="{c.x:.1f}" cy="{c.y:.1f}" r="{c.radius:g}"/>' for c in figure.circles)
    texts = "".join(_svg_text(line, "title", TITLE_SIZE) for circle in figure.circles for line in circle.title)
    for part in figure.parts:
        texts += _svg_text(part.number, f"number {part.share}", COUNT_SIZE)
        texts += _svg_text(part.middle, f"middle {part.share}", COUNT_SIZE)
        texts += "".join(_svg_text(line, "item", SIZE) for line in part.names)
    return (
        f'<section class="sets" aria-label="Roles as sets"><svg viewBox="0 0 {figure.width:.0f} {figure.height:.0f}" '
        f'role="img" aria-label="{as_html(said)}">{circles}{texts}</svg>'
        '<p class="note">All circles have one size: the numbers count, not the areas.</p></section>\n'
    )


def _whose(part: SetPart, labels: tuple[str, ...]) -> str:
    having = [label for label, there in zip(labels, part.having, strict=True) if there]
    return f"only {having[0]}" if len(having) == 1 else " and ".join(having)


def _svg_text(line: TextLine, name: str, size: float) -> str:
    return f'<text class="{name}" x="{line.x:.1f}" y="{line.y:.1f}" font-size="{size:g}">{as_html(line.text)}</text>'


def _pairs_section(matrix: ComparisonMatrix) -> str:
    """How much each pair shares, as a triangle; the pairs that share most and least are named above it."""
    pairs, labels = matrix.overlaps, matrix.labels
    most, least = max(pairs, key=lambda pair: pair.shared), min(pairs, key=lambda pair: pair.shared)
    by_pair = {(pair.first, pair.second): pair.shared for pair in pairs}
    rows = ""
    for row in range(1, len(labels)):
        cells = "".join(
            f'<td class="heat-{_shade(by_pair[column, row], most.shared)}">{by_pair[column, row]}</td>'
            for column in range(row)
        )
        rows += f'<tr><th scope="row">{as_html(labels[row])}</th>{cells}</tr>\n'
    heads = "".join(f'<th scope="col"><span>{as_html(label)}</span></th>' for label in labels[:-1])
    named = [f"{as_html(labels[p.first])} and {as_html(labels[p.second])} ({p.shared})" for p in (most, least)]
    return (
        f'<details class="pairs"><summary>Shared by each pair: most by {named[0]}, least by {named[1]}</summary>\n'
        '<div class="wide" tabindex="0" role="region" aria-label="Shared by each pair"><table>'
        f"<thead><tr><td></td>{heads}</tr></thead>\n<tbody>{rows}</tbody></table></div></details>\n"
    )


def _shade(shared: int, most: int) -> int:
    return -(-_SHADES * shared // most) if most else 0


def _legend(matrix: ComparisonMatrix) -> str:
    """What the marks mean that are in the matrix."""
    entries = "".join(f"<li>{mark_html(cell)} {words}</li>" for cell, words in legend(matrix.rows))
    if any(cell.level for row in matrix.rows for cell in row.cells):
        entries += "".join(f"<li>{_level(level)} {level}</li>" for level in Level)
    colours = "".join(
        f'<li class="{share}"><span class="mark required" aria-hidden="true"><b></b></span> {words}</li>'
        for share, words in (("all", "shared by all"), ("some", "shared by some"), ("only", "only one has it"))
        if any(row.share == share for row in matrix.rows)
    )
    return f'<section class="legend" aria-label="Legend"><ul>{entries}{colours}</ul></section>\n'


def _level(level: int) -> str:
    bars = "".join(f"<i{' class=full' if bar <= level else ''}></i>" for bar in range(1, 5))
    return f'<span class="level" aria-hidden="true">{bars}</span>'


def _preparation_section(matrix: ComparisonMatrix) -> Iterator[str]:
    if matrix.preparation:
        yield '<section class="preparation wide" tabindex="0" aria-label="Preparation">\n'
        yield to_html(matrix.preparation, top=2)
        yield "</section>\n"


def _sources_section(matrix: ComparisonMatrix) -> str:
    lines = "".join(f"<li>{_source(source)}</li>" for source in _titles(matrix))
    return f'<section class="sources"><h2>Sources</h2>\n<ul>{lines}</ul></section>\n' if lines else ""


def _titles(matrix: ComparisonMatrix) -> list[SourceLink]:
    """All sources, each once, without where in it."""
    return list(dict.fromkeys(source._replace(where="") for source in _cited(matrix)))


def _source(source: SourceLink) -> str:
    title = as_html(source.title)
    if not source.url:
        return title
    return f'<a href="{as_html(source.url)}" rel="noopener noreferrer" target="_blank">{title}</a>'


def _cited(matrix: ComparisonMatrix) -> list[SourceLink]:
    """All that the cells cite, each once."""
    return list(dict.fromkeys(source for row in matrix.rows for cell in row.cells for source in cell.sources))


def _data(matrix: ComparisonMatrix) -> dict[str, Any]:
    """What the page's script sorts by, searches in and opens; rows in the order of the table, by what is not empty."""
    sources = _cited(matrix)
    places = {source: place for place, source in enumerate(sources)}
    rows = {row.node: place for place, row in enumerate(matrix.rows)}

    def details(cell: MatrixCell) -> list[Any]:
        return [[places[source] for source in cell.sources], list(cell.alternatives)]

    return {
        "name": matrix.name,
        "roles": [{"label": role.label, "slug": role.slug} for role in matrix.roles],
        "sources": [source._asdict() for source in sources],
        "first": FIRST_ROWS,
        "rows": [
            {
                "id": f"r{row.rank}",
                "rank": row.rank,
                "label": row.node.label,
                "kind": row.node.kind.value,
                "names": list(row.names),
                "count": row.shared_by,
                "strengths": [cell.strength for cell in row.cells],
                "similar": [rows[other] for other in row.similar if other in rows],
                "cells": {column: details(cell) for column, cell in enumerate(row.cells) if cell.has},
            }
            for row in matrix.rows
        ],
    }
