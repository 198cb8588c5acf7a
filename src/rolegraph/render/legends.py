"""What a picture's legend says: each look that occurs in it, and in words what the look means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from rolegraph.render.looks import ENDS, KNOWN, edges_between, kinds_of, lines_of
from rolegraph.scenes.model import Scene, SceneEdge
from rolegraph.vocabulary import Kind

_RELATIONS: Final = 4


class Entry(NamedTuple):
    """A sample and its meaning: of a kind, of a group as one of its nodes looks, or of an edge."""

    text: str
    kind: Kind | None = None
    group: str = ""
    edge: SceneEdge | None = None


def entries_of(scene: Scene) -> list[Entry]:
    """The legend of a scene: kinds, then what outlines mean, then edges with what they are called.

    >>> from rolegraph.scenes.model import SceneNode
    >>> nodes = (SceneNode("x:a", "A", Kind.ROLE, group="goal"), SceneNode("x:b", "B", Kind.TOOL))
    >>> edges = (SceneEdge("x:b", "x:a", "helps", loose=True), SceneEdge("x:a", "x:b", "asks for"))
    >>> [entry.text for entry in entries_of(Scene("one", "One", (), nodes, edges, 2))]
    ['role', 'tool', 'goal', 'asks for', 'helps']
    """
    entries = [Entry(kind.value, kind) for kind in kinds_of(scene)]
    groups = {node.group for node in scene.nodes}
    if said := [group for group in ("start", "goal") if group in groups & ENDS]:
        entries.append(Entry(" or ".join(said), _kind_in(scene, said[0]), said[0]))
    if KNOWN in groups:
        entries.append(Entry("known already", _kind_in(scene, KNOWN), KNOWN))
    edges = edges_between(scene)
    for strong, loose in ((True, False), (False, False), (False, True)):
        alike = [edge for edge in edges if edge.strong is strong and (edge.loose and not edge.strong) is loose]
        if alike:
            entries.append(Entry(_relations(alike), edge=alike[0]))
    return entries


def _kind_in(scene: Scene, group: str) -> Kind:
    return next(node.kind for node in scene.nodes if node.group == group)


def _relations(edges: Iterable[SceneEdge]) -> str:
    said = list(dict.fromkeys(" ".join(lines_of(edge.relation)) for edge in edges if edge.relation.strip()))
    return ", ".join(said[:_RELATIONS]) + (", …" if len(said) > _RELATIONS else "")
