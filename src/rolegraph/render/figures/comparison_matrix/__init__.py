"""A comparison as a matrix: what roles share on top, what only one has below, and how each asks for it.

What two or three roles have is drawn as sets as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from rolegraph.analysis.comparison import Comparison
from rolegraph.facts.labels import main_language
from rolegraph.model.nodes import Node, slugify
from rolegraph.rdf.dataset import Dataset
from rolegraph.render.figures.cards import scene_node
from rolegraph.render.figures.comparison_matrix.compared_rows import (
    NAMED_ROLES,
    MatrixRow,
    RowGroup,
    matrix_rows,
    row_groups,
)
from rolegraph.render.figures.comparison_matrix.role_sets import RoleSets, role_sets
from rolegraph.render.figures.picture import ImageFormat, Picture
from rolegraph.render.text import Block, origins
from rolegraph.render.views.analysis_views import shared_in_words
from rolegraph.render.views.preparation_view import compared_preparations, has_degree

if TYPE_CHECKING:
    from rolegraph.render.figures.scene import Scene, SceneNode


class Overlap(NamedTuple):
    """How many of the rows two roles share, by their columns."""

    first: int
    second: int
    shared: int


@dataclass(frozen=True)
class ComparisonMatrix(Picture):
    """Roles as columns, and everything that any of them has as rows.

    Attributes
    ----------
    roles
        The roles, in the order of the columns.
    rows
        What they have: shared by all, shared by some, and what only one has.
    summary
        What there is to say of it in sentences.
    preparation
        What each role takes before it is begun, as far as it is known.
    cards
        The roles with what is said of them.
    """

    roles: tuple[Node, ...]
    rows: tuple[MatrixRow, ...]
    summary: tuple[str, ...]
    preparation: tuple[Block, ...]
    cards: tuple[SceneNode, ...]

    @property
    def labels(self) -> tuple[str, ...]:
        """The names of the roles."""
        return tuple(role.label for role in self.roles)

    @property
    def groups(self) -> list[RowGroup]:
        """The rows by how many roles have them."""
        return row_groups(self.rows, self.labels)

    @property
    def totals(self) -> tuple[int, ...]:
        """How many of the rows each role has."""
        return tuple(sum(row.cells[place].has for row in self.rows) for place in range(len(self.roles)))

    @property
    def overlaps(self) -> list[Overlap]:
        """How much each pair of roles shares."""
        return [
            Overlap(one, other, sum(row.cells[one].has and row.cells[other].has for row in self.rows))
            for one, other in combinations(range(len(self.roles)), 2)
        ]

    @property
    def sets(self) -> RoleSets | None:
        """Two or three roles as overlapping circles."""
        if len(self.roles) > NAMED_ROLES or not self.rows:
            return None
        ranked = sorted(self.rows, key=lambda row: row.rank)
        having = [tuple(cell.has for cell in row.cells) for row in ranked]
        return role_sets(self.labels, having, [row.node.label for row in ranked])

    def page(self) -> str:
        """A table to sort, to search and to unfold; a row opens to say who says so."""
        from rolegraph.render.figures.comparison_matrix.matrix_page import matrix_page

        return matrix_page(self)

    def image(self, format_: ImageFormat) -> bytes:
        """The rows that matter most, with a legend; it says how many it leaves out."""
        from rolegraph.render.figures.comparison_matrix.matrix_image import matrix_image

        return matrix_image(self, format_)

    def scene(self) -> Scene:
        """Every role and all that any of them has, with an edge for each that has it."""
        from rolegraph.render.figures.comparison_matrix.matrix_scene import matrix_scene

        return matrix_scene(self)


def comparison_matrix(dataset: Dataset, comparison: Comparison) -> ComparisonMatrix:
    """The picture of a comparison; nothing of it is left out."""
    roles = comparison.roles
    labels = [role.label for role in roles]
    rows = matrix_rows(dataset, comparison)
    return ComparisonMatrix(
        name=slugify("compare " + " ".join(role.slug for role in roles)),
        title=_title(labels),
        language=main_language(dataset),
        roles=roles,
        rows=rows,
        summary=tuple(_summary(comparison, row_groups(rows, labels))),
        preparation=tuple(_preparation(comparison)),
        cards=tuple(scene_node(dataset, role, group="start", important=4.0) for role in roles),
    )


def _title(labels: Sequence[str]) -> str:
    """The roles by name, or how many there are: a title has no room for many names."""
    if len(labels) > NAMED_ROLES:
        return f"{len(labels)} roles compared"
    if any("," in label or " and " in label for label in labels):  # where one ends would be a riddle
        return f"Compared: {'; '.join(labels)}"
    return f"{', '.join(labels[:-1])} and {labels[-1]} compared"


def _summary(comparison: Comparison, groups: list[RowGroup]) -> Iterable[str]:
    yield from (text.text for text in origins(comparison.unrecorded))
    if not comparison.rows:
        yield "Nothing is recorded of what these roles ask for or use, so there is nothing to compare."
        return
    yield shared_in_words(comparison)
    yield from (f"{len(group.rows):,} {group.more}." for group in groups if group.key != "all")


def _preparation(comparison: Comparison) -> Iterable[Block]:
    asked = [[row.node for row in comparison.rows if row.asks[place]] for place in range(len(comparison.roles))]
    degreeless = [role for role, nodes in zip(comparison.roles, asked, strict=True) if not has_degree(nodes)]
    return compared_preparations(comparison.roles, comparison.preparations, degreeless)
