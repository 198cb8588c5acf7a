"""A role as a page to read, an image for a slide, and nodes for other tools: what it asks for, uses and is near to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING

from rolegraph.model.nodes import slugify
from rolegraph.model.roles import Role
from rolegraph.render.figures.picture import ImageFormat, Picture
from rolegraph.render.figures.role_page.role_facts import RoleFacts, role_facts
from rolegraph.render.figures.scene import Scene

if TYPE_CHECKING:
    from rolegraph.graph import RoleGraph


@dataclass(frozen=True)
class RolePage(Picture):
    """A role with all that a graph says of it."""

    read: Callable[[], RoleFacts] = field(compare=False, repr=False)
    around: Callable[[], Scene] = field(compare=False, repr=False)

    @cached_property
    def facts(self) -> RoleFacts:
        """What page and image show; the roles near it take long in a large graph, and a scene does without them."""
        return self.read()

    def page(self) -> str:
        """A page to read, on which long lists fold."""
        from rolegraph.render.figures.role_page.role_html import role_html

        return role_html(self.facts, self.language)

    def image(self, format_: ImageFormat) -> bytes:
        """The role on a slide: what matters most of each theme, its tools, and the roles nearest to it."""
        from rolegraph.render.figures.role_page.role_slide import role_slide

        return role_slide(self.facts, format_)

    def scene(self) -> Scene:
        """The role and everything that it points at."""
        return self.around()


def role_page(graph: RoleGraph, role: Role, depth: int = 1) -> RolePage:
    """A role of a graph as a picture; only its scene has what is around it up to `depth` steps away."""
    from rolegraph.facts.labels import main_language
    from rolegraph.render.figures.role_page.role_network import role_scene

    language = main_language(graph.dataset)

    def around() -> Scene:
        return role_scene(graph.dataset, role, depth)._replace(language=language)

    name, title = slugify(f"role {role.node.slug}"), role.node.label
    return RolePage(name, title, language, partial(role_facts, graph, role), around)
