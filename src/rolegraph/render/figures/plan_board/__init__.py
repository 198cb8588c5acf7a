"""A learning path as a plan: a board of phases with cards, to tick off and to print, on a slide, or as nodes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rolegraph.model.nodes import Node
from rolegraph.model.plans import LearningPath
from rolegraph.render.figures.picture import ImageFormat, Picture
from rolegraph.render.figures.plan_board.board import Board, board_of
from rolegraph.render.figures.scene import Scene

if TYPE_CHECKING:
    from rolegraph.graph import RoleGraph


@dataclass(frozen=True)
class PlanBoard(Picture):
    """A plan as a board."""

    board: Board

    def page(self) -> str:
        """A page with the board, to tick off and to print."""
        from rolegraph.render.figures.plan_board.board_page import board_page

        return board_page(self.board)

    def image(self, format_: ImageFormat) -> bytes:
        """The board on a slide; of a long plan its themes."""
        from rolegraph.render.figures.plan_board.board_image import board_image

        return board_image(self.board, format_)

    def scene(self) -> Scene:
        """All cards as nodes, and what joins them and leads to the goal as edges."""
        from rolegraph.render.figures.plan_board.board_scene import board_scene

        return board_scene(self.board)


def plan_board(
    graph: RoleGraph, path: LearningPath, start: Node | None = None, hours_per_week: float | None = None
) -> PlanBoard:
    """A path as a picture; `start` is the role that it starts from, if there is one."""
    from rolegraph.facts.labels import main_language

    board = board_of(graph.dataset, path, graph.resolve, start)
    board = board._replace(hours_per_week=hours_per_week, language=main_language(graph.dataset))
    return PlanBoard(board.name, board.title, board.language, board)
