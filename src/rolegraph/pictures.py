"""Pictures of answers, in every format: a page to click through, images, diagrams for documents, networks for tools."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rolegraph.errors import RolegraphError
from rolegraph.plans import LearningPath
from rolegraph.store.files import write_atomically
from rolegraph.vocabulary import Kind

if TYPE_CHECKING:
    from rolegraph.graph import RoleGraph
    from rolegraph.moving import Name
    from rolegraph.scenes.model import Scene

FORMATS: Final = {
    "html": ".html",
    "png": ".png",
    "svg": ".svg",
    "mermaid": ".mmd",
    "dot": ".dot",
    "graphml": ".graphml",
    "gexf": ".gexf",
}
MOST_NODES: Final = 500


def picture_of_path(graph: RoleGraph, path: LearningPath, start: Name | None = None, most: int = MOST_NODES) -> Scene:
    """What is known, what to learn in order, and footholds; `start` is the role that the path starts from, if any."""
    from rolegraph.scenes.path_scene import path_scene

    return path_scene(graph.dataset, path, graph.resolve(start, (Kind.ROLE,)) if start is not None else None, most)


def picture_of_comparison(graph: RoleGraph, roles: Sequence[Name], most: int = MOST_NODES) -> Scene:
    """What roles share in the middle, each role's own at its side."""
    from rolegraph.scenes.comparison_scene import comparison_scene

    return comparison_scene(graph.dataset, graph.compare(roles), most)


def picture_of_role(graph: RoleGraph, role: Name, depth: int = 1, most: int = MOST_NODES) -> Scene:
    """A role's neighbourhood, so many steps deep."""
    from rolegraph.scenes.neighbourhood import role_scene

    return role_scene(graph.dataset, graph.resolve(role, (Kind.ROLE,)), depth, most)


def picture_of_graph(graph: RoleGraph, most: int = MOST_NODES) -> Scene:
    """Everything that has a name, by kind."""
    from rolegraph.scenes.overview import graph_scene

    return graph_scene(graph.dataset, graph.lexicon, most)


def picture_of_roles(graph: RoleGraph, most: int = MOST_NODES) -> Scene:
    """Roles, joined by what they share."""
    from rolegraph.scenes.overview import roles_scene

    return roles_scene(graph.dataset, graph.lexicon, most)


def draw(scene: Scene, format_: str) -> bytes:
    """A picture in one of `FORMATS`.

    Raises
    ------
    RolegraphError
        When there is no such format, or what draws it is not installed.
    """
    if format_ == "html":
        from rolegraph.render.page import page_html

        return page_html(scene).encode()
    if format_ in ("png", "svg"):
        from rolegraph.render.plots import to_image

        return to_image(scene, "png" if format_ == "png" else "svg")
    if format_ in ("mermaid", "dot"):
        from rolegraph.render.diagrams import to_dot, to_mermaid

        return (to_mermaid(scene) if format_ == "mermaid" else to_dot(scene)).encode()
    if format_ in FORMATS:
        from rolegraph.exporting import network_bytes
        from rolegraph.render.scene_network import to_network

        return network_bytes(to_network(scene), FORMATS[format_])
    raise RolegraphError(f"no format {format_!r}: use one of {', '.join(FORMATS)}")


def save_report(
    graph: RoleGraph, path: LearningPath, place: Path, start: Name | None = None, hours_per_week: float | None = None
) -> None:
    """Write a learning path as a page with the graph, and below it the plan in words, to print and to tick off.

    Raises
    ------
    RolegraphError
        When the file's name does not end in .html.
    """
    from rolegraph.render.page import page_html
    from rolegraph.render.path_view import plan_blocks

    if place.suffix.lower() not in (".html", ".htm"):
        raise RolegraphError(f"a report is a page: the name of {place.name!r} should end in .html")
    page = page_html(picture_of_path(graph, path, start), plan_blocks(path, hours_per_week))
    write_atomically(place, page.encode())


def save_ontology(place: Path) -> None:
    """Write the ontology as a page for readers, from the Turtle that rolegraph ships."""
    from rolegraph.ontology import read_ontology
    from rolegraph.render.ontology_page import ontology_html

    write_atomically(place, ontology_html(read_ontology()).encode())


def save(scene: Scene, format_: str = "html", path: Path | None = None) -> Path:
    """Write a picture, by default under its own name in the current folder; gives the path written to."""
    place = path or Path(scene.name + FORMATS.get(format_, ""))
    write_atomically(place, draw(scene, format_))
    return place
