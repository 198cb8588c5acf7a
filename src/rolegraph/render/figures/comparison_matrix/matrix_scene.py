"""A comparison as nodes and edges, for Mermaid, DOT, GraphML, GEXF and pyvis: roles, and everything they have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from rolegraph.render.figures.arrangement import columns, placed
from rolegraph.render.figures.comparison_matrix.compared_rows import Mark, MatrixRow
from rolegraph.render.figures.scene import Fact, Scene, SceneEdge, SceneNode

if TYPE_CHECKING:
    from rolegraph.render.figures.comparison_matrix import ComparisonMatrix

_GROUPS: Final = {"all": "shared", "some": "", "only": "own"}
_RELATIONS: Final = {
    Mark.REQUIRED: "requires",
    Mark.PREFERRED: "prefers",
    Mark.EXAMPLE: "example",
    Mark.USED: "uses",
    Mark.PRESENT: "industry",
}


def matrix_scene(matrix: ComparisonMatrix) -> Scene:
    """Columns from left to right: what only the first role has, that role, what is shared, the others, what they have.

    Nothing is left out.
    """
    roles = matrix.roles
    nodes = [*matrix.cards, *(_row_node(matrix, row) for row in matrix.rows)]
    first = [row.node.iri for row in matrix.rows if row.only == 0]
    others = [row.node.iri for row in matrix.rows if row.only]
    shared = [row.node.iri for row in matrix.rows if row.only is None]
    places = columns([first, [roles[0].iri], shared, [role.iri for role in roles[1:]], others], tallest=24)
    return Scene(
        name=matrix.name,
        title=matrix.title,
        summary=matrix.summary,
        nodes=placed(nodes, places),
        edges=tuple(edge for row in matrix.rows for edge in _row_edges(matrix, row)),
        total=len(nodes),
        language=matrix.language,
    )


def _row_node(matrix: ComparisonMatrix, row: MatrixRow) -> SceneNode:
    return SceneNode(
        id=row.node.iri,
        label=row.node.label,
        kind=row.node.kind,
        names=row.names,
        group=_GROUPS[row.share],
        important=float(row.shared_by),
        facts=tuple(Fact(role.label, (cell.words,)) for role, cell in zip(matrix.roles, row.cells, strict=True)),
        sources=tuple(dict.fromkeys(source for cell in row.cells for source in cell.sources)),
    )


def _row_edges(matrix: ComparisonMatrix, row: MatrixRow) -> Iterable[SceneEdge]:
    for role, cell in zip(matrix.roles, row.cells, strict=True):
        if cell.has:
            loose = cell.mark not in (Mark.REQUIRED, Mark.PRESENT)
            yield SceneEdge(role.iri, row.node.iri, _RELATIONS[cell.mark], cell.words, loose=loose)
    for other in row.similar:
        if other > row.node:
            yield SceneEdge(row.node.iri, other.iri, "similar", loose=True)
