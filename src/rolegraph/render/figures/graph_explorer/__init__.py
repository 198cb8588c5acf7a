"""A graph to explore: first its kinds and what joins them, then what is around a node, opened step by step.

`graph_explorer` makes the picture of a graph.
"""

from __future__ import annotations

from dataclasses import dataclass

from rolegraph.facts.lexicon import Lexicon
from rolegraph.model.nodes import Node
from rolegraph.rdf.dataset import Dataset
from rolegraph.render.figures.graph_explorer.contents import MOST_NODES, Contents, read_contents
from rolegraph.render.figures.graph_explorer.kind_map import kinds_scene
from rolegraph.render.figures.graph_explorer.surroundings import (
    Branch,
    Surroundings,
    around_name,
    drawn_scene,
    whole_scene,
)
from rolegraph.render.figures.picture import ImageFormat, Picture
from rolegraph.render.figures.scene import Scene


@dataclass(frozen=True)
class GraphExplorer(Picture):
    """All of a graph, seen from its kinds, or from a node with what is up to `depth` steps around it."""

    contents: Contents
    centre: int | None = None
    depth: int = 1

    @property
    def cut(self) -> str:
        """What is left out of it, in words."""
        return self.contents.cut

    def page(self) -> str:
        """A page with the whole graph in it, which opens what one wants to see."""
        from rolegraph.render.figures.graph_explorer.explorer_page import explorer_page

        return explorer_page(self.contents, self.title, self._drawn)

    def image(self, format_: ImageFormat) -> bytes:
        """The kinds and what joins them, or the neighbourhood; it says what is not drawn."""
        from rolegraph.render.figures.graph_explorer.explorer_image import kinds_image, surroundings_image

        if self._drawn is None:
            return kinds_image(self.contents, self.title, format_)
        return surroundings_image(self.contents, self._drawn, self.title, format_)

    def scene(self) -> Scene:
        """Every node and every relation, or all that is up to `depth` steps away."""
        if self.centre is None:
            return whole_scene(self.contents, range(len(self.contents.nodes)), self.name, self.title)
        near = Surroundings(self.contents).within(self.centre, self.depth)
        return whole_scene(self.contents, near, self.name, self.title)

    def diagram(self) -> Scene:
        """The kinds with counts, or the neighbourhood as it is drawn, with what is not."""
        return kinds_scene(self.contents) if self._drawn is None else drawn_scene(self.contents, self._drawn)

    @property
    def _drawn(self) -> Branch | None:
        return None if self.centre is None else Surroundings(self.contents).around(self.centre, self.depth)


def graph_explorer(
    dataset: Dataset, lexicon: Lexicon, around: Node | None = None, depth: int = 1, most: int | None = None
) -> GraphExplorer:
    """The picture of a graph, or of what is around a node of it."""
    contents = read_contents(dataset, lexicon, most or MOST_NODES, around)
    if around is None:
        return GraphExplorer("graph", "What is in the graph", contents.language, contents)
    centre = next(number for number, node in enumerate(contents.nodes) if node.iri == around.iri)
    return GraphExplorer(around_name(around), f"Around {around.label}", contents.language, contents, centre, depth)
