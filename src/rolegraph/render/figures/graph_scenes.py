"""Roles of a graph as a scene: all of them, joined by what they share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from rolegraph.facts.cache import matrix_of
from rolegraph.facts.lexicon import Lexicon
from rolegraph.model.nodes import Kind
from rolegraph.rdf.dataset import Dataset
from rolegraph.render.figures.arrangement import placed, springs
from rolegraph.render.figures.cards import scene_node
from rolegraph.render.figures.scene import Fact, Scene, SceneEdge
from rolegraph.render.text import counted

if TYPE_CHECKING:
    from rolegraph.facts.arrays import RoleMatrix


_ALIKE: Final = 0.5  # from which share on a line is drawn thick
_NEIGHBOURS: Final = 3  # of a role: more edges would hide the graph


def roles_scene(dataset: Dataset, lexicon: Lexicon, most: int) -> Scene:
    """Roles, each joined to those that share most with it: near is alike.

    The similarity of two roles is the number of capabilities that both require, accept, prefer or use, over the number
    that either does (Jaccard 1901). What it takes to move from one to the other is what a path says.
    """
    matrix = matrix_of(dataset)
    sizes: dict[str, int] = dict(zip(matrix.roles, matrix.having().sum(axis=1).tolist(), strict=True))
    roles = sorted(
        (node for node in lexicon if node.kind is Kind.ROLE),
        key=lambda node: (-sizes.get(node.iri, 0), node.label, node.iri),
    )
    kept = roles[:most]
    ids = [node.iri for node in kept]
    nodes = []
    for node in kept:
        size = sizes.get(node.iri, 0)
        fact = Fact("Requires or uses", (counted(size, "capability"),))
        nodes.append(scene_node(dataset, node, fact, important=size))
    edges, weighted = [], []
    for one, other, shared, score in _alike(matrix, ids):
        note = f"{shared} in common, {score:.0%} of what either requires or uses"
        edges.append(SceneEdge(one, other, "shares", note, strong=score >= _ALIKE))
        weighted.append((one, other, score))
    return Scene(
        name="roles",
        title="Roles by what they share",
        summary=(f"{counted(len(roles), 'role')}; each is joined to the {_NEIGHBOURS} that share most with it.",),
        nodes=placed(nodes, springs(ids, weighted, 75.0 * len(ids) ** 0.6)),
        edges=tuple(edges),
        total=len(roles),
    )


def _alike(matrix: RoleMatrix, roles: Sequence[str]) -> list[tuple[str, str, int, float]]:
    """Each role with the few that share most with it: how many capabilities, and over how many that either has."""
    import numpy as np

    row = {role: place for place, role in enumerate(matrix.roles)}
    places = [row[role] for role in roles]
    shared = matrix.shared()[places][:, places].toarray().astype(np.float32)
    sizes = shared.diagonal()
    score = shared / np.maximum(sizes[:, None] + sizes[None, :] - shared, 1)
    np.fill_diagonal(score, 0)
    nearest = np.argsort(-score, axis=1, kind="stable")[:, :_NEIGHBOURS]
    pairs = {(min(a, int(b)), max(a, int(b))) for a, near in enumerate(nearest) for b in near if score[a, b]}
    return [(roles[a], roles[b], int(shared[a, b]), float(score[a, b])) for a, b in sorted(pairs)]
