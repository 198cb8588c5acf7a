"""`/compare`: up to six roles side by side, what they share first, and what each asks for that the others do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from starlette.routing import BaseRoute, Route

from rolegraph.analysis.comparison import COMPARED_KINDS
from rolegraph.model.nodes import CAPABILITY_KINDS, Level, Necessity, Node
from rolegraph.model.plans import Standing
from rolegraph.render.figures.comparison_matrix import comparison_matrix
from rolegraph.render.figures.comparison_matrix.compared_rows import Mark, MatrixCell, MatrixRow, RowGroup
from rolegraph.render.text import Table, beginning
from rolegraph.server.pages.answer_page import answer_page, between, roles_to_begin_with, said
from rolegraph.server.pages.asking import AskedFields, command_line
from rolegraph.server.served import notes_on

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.requests import Request
    from starlette.responses import Response

    from rolegraph.render.figures.comparison_matrix import ComparisonMatrix
    from rolegraph.render.figures.scene import SourceLink

_MOST: Final = 6  # roles
_KINDS: Final = COMPARED_KINDS


class Compared(NamedTuple):
    """One of the roles: how much it has, and the addresses of this page without it."""

    role: Node
    items: int
    without: str


class Counts(NamedTuple):
    """How somebody who does one role stands to what is essential to another, and what of theirs is not asked there."""

    start: Node
    end: Node
    met: int
    too_low: int
    missing: int
    surplus: int
    plan: str

    @property
    def essential(self) -> int:
        """How much is essential."""
        return self.met + self.too_low + self.missing


class ShownGroup(NamedTuple):
    """Rows that as many roles have, those that are shown, and how many there are."""

    title: str
    key: str
    rows: tuple[MatrixRow, ...]
    size: int


def compare_page(request: Request) -> Response:
    """The form, and the roles side by side."""
    asked = AskedFields(request)
    with notes_on(asked.graph) as notes:
        roles = asked.nodes("role", _MOST)
        kind = asked.word("kind", _KINDS)
        context: dict[str, Any] = {
            "title": "Compare roles",
            "roles": [Compared(role, 0, _with(asked, [one for one in roles if one != role])) for role in roles],
            "names": [asked.name(role) for role in roles],
            "wrong": asked.wrong("role"),
            "kinds": [(str(one), one.plural) for one in _KINDS],
            "kind": kind,
            "essential": asked.is_set("essential"),
            "most": _MOST,
            "notes": notes,
            "begin": () if roles else roles_to_begin_with(asked),
            "near": _near(asked, roles) if len(roles) == 1 else (),
        }
        if len(roles) > 1:
            context |= _answer(asked, roles, kind)
    return answer_page(request, "compare.html", asked, **context)


def _with(asked: AskedFields, roles: Iterable[Node]) -> str:
    """The address of this page with other roles."""
    return asked.elsewhere(role=[asked.name_of(role) for role in roles])


def _near(asked: AskedFields, roles: list[Node]) -> list[tuple[Node, str]]:
    """What the only role may be compared with."""
    found = asked.graph.nearest(roles[0], limit=5).neighbours
    return [(one.role, _with(asked, [*roles, one.role])) for one in found]


def _answer(asked: AskedFields, roles: list[Node], kind: str) -> dict[str, Any]:
    graph, everything = asked.graph, asked.is_set("all")
    matrix = comparison_matrix(graph.dataset, graph.compare(roles))
    groups = [_group(group, kind, asked.is_set("essential"), everything) for group in matrix.groups]
    shown = [row for group in groups for row in group.rows]
    sources = list(dict.fromkeys(source for row in shown for source in _cited(row)))
    names = [asked.name_of(role) for role in roles]
    return {
        "title": matrix.title,
        "found": matrix,
        "told": [" ".join(matrix.summary)],
        "roles": [
            Compared(role, count, _with(asked, [one for one in roles if one != role]))
            for role, count in zip(roles, matrix.totals, strict=True)
        ],
        "counts": _counts(asked, roles, matrix) if len(roles) == 2 else (),
        "groups": [group for group in groups if group.size],
        "preparation": [block for block in matrix.preparation if isinstance(block, Table)],
        "remarks": said(matrix.preparation)[0],
        "sources": sources,
        "cited": {row: [sources.index(one) + 1 for one in _cited(row)] for row in shown},
        "levels": tuple(Level),
        "has_levels": any(cell.level for row in shown for cell in row.cells),
        "has_errors": any(cell.within_error for row in shown for cell in row.cells),
        "more": asked.elsewhere(all=1) if sum(len(group.rows) < group.size for group in groups) else "",
        "json": asked.as_json("compare", role=names, all=everything),
        "command": command_line("compare", *names, all=everything),
    }


def _cited(row: MatrixRow) -> list[SourceLink]:
    """Who says what is in a row, each once."""
    return list(dict.fromkeys(source._replace(where="") for cell in row.cells for source in cell.sources))


def _group(group: RowGroup, kind: str, essential: bool, everything: bool) -> ShownGroup:
    """The rows of a group that the filters leave, or the first of them, those of least rank."""
    rows = [row for row in group.rows if kind in ("", row.node.kind) and (not essential or _is_required(row.cells))]
    chosen = set(beginning(sorted(rows, key=lambda row: row.rank), everything))
    return ShownGroup(group.title, group.key, tuple(row for row in rows if row in chosen), len(rows))


def _is_required(cells: Iterable[MatrixCell]) -> bool:
    return any(cell.mark is Mark.REQUIRED for cell in cells)


def _counts(asked: AskedFields, roles: list[Node], matrix: ComparisonMatrix) -> list[Counts]:
    """Both directions between two roles, as far as it is known what is essential."""
    found = []
    for place, (start, end) in enumerate([(roles[0], roles[1]), (roles[1], roles[0])]):
        gap = asked.graph.gap(start, end)
        numbers = {one: sum(1 for _ in gap.select(one, Necessity.ESSENTIAL)) for one in Standing}
        if not gap.known or not sum(numbers.values()):
            continue
        own = sum(row.only == place and row.node.kind in CAPABILITY_KINDS for row in matrix.rows)
        plan = between(asked, "/plan", start, end)
        found.append(
            Counts(start, end, numbers[Standing.MET], numbers[Standing.TOO_LOW], numbers[Standing.MISSING], own, plan)
        )
    return found


def routes() -> list[BaseRoute]:
    """The address of the page."""
    return [Route("/compare", compare_page)]
