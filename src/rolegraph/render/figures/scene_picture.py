"""A scene as a picture: drawn on by vis-network as a page, by matplotlib as an image."""

from __future__ import annotations

from dataclasses import dataclass

from rolegraph.render.figures.picture import ImageFormat, Picture
from rolegraph.render.figures.scene import Scene


@dataclass(frozen=True)
class ScenePicture(Picture):
    """Nodes and edges at places of their own."""

    drawn: Scene

    @property
    def cut(self) -> str:
        """How much of it is shown, such as "showing 500 of 9,214"; empty if all is."""
        return self.drawn.cut

    def page(self) -> str:
        """A page to explore it."""
        from rolegraph.render.figures.page import page_html

        return page_html(self.drawn)

    def image(self, format_: ImageFormat) -> bytes:
        """The same as an image."""
        from rolegraph.render.figures.plots import to_image

        return to_image(self.drawn, format_)

    def scene(self) -> Scene:
        """The scene itself."""
        return self.drawn


def scene_picture(scene: Scene) -> ScenePicture:
    """A scene as a picture, with its own name, title and language."""
    return ScenePicture(scene.name, scene.title, scene.language, scene)
