"""The whole graph as a scene, by kind; and its roles, joined by what they share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from rolegraph.columns import matrix_of
from rolegraph.matrices import ACCEPTS, PREFERS, REQUIRES, USES
from rolegraph.names import Names, Node
from rolegraph.scenes.cards import scene_node
from rolegraph.scenes.layout import placed, springs, sunflowers
from rolegraph.scenes.model import Fact, Scene, SceneEdge
from rolegraph.store.dataset import Dataset
from rolegraph.vocabulary import RG, SKOS, Kind
from rolegraph.words import counted

if TYPE_CHECKING:
    from rolegraph.matrices import RoleMatrix

# What joins nodes of the whole graph, the word for it, and whether it is loose.
_TIES: Final = (
    (REQUIRES, "requires", False),
    (ACCEPTS, "accepts", False),
    (PREFERS, "prefers", True),
    (USES, "uses", True),
)
_RELATIONS: Final = (
    (RG + "foundIn", "found in", True),
    (RG + "prerequisite", "needs", False),
    (SKOS + "broader", "is a kind of", True),
)
_ALIKE: Final = 0.5  # from which share on a line is drawn thick
_NEIGHBOURS: Final = 3  # of a role: more lines than that are a thicket


def graph_scene(dataset: Dataset, lexicon: Names, most: int = 500) -> Scene:
    """Everything that has a name, each kind in a cluster of its own; what most points at, or from, comes first."""
    matrix = matrix_of(dataset)
    pairs = [(pair, word, loose) for bit, word, loose in _TIES for pair in matrix.pairs(bit)]
    pairs += [(pair, word, loose) for predicate, word, loose in _RELATIONS for pair in dataset.pairs(predicate)]
    degree = Counter(end for pair, _, _ in pairs for end in pair)
    named = [node for node in lexicon if node.kind is not Kind.SOURCE]
    ordered = sorted(named, key=lambda node: (-degree[node.iri], node.label, node.iri))
    kept = _fairly(ordered, most)
    there = {node.iri for node in kept}
    nodes = [
        scene_node(dataset, node, Fact("Connections", (f"{degree[node.iri]:,}",)), important=float(degree[node.iri]))
        for node in kept
    ]
    edges = [
        SceneEdge(start, end, word, loose=loose)
        for (start, end), word, loose in pairs
        if start in there and end in there and start != end
    ]
    by_kind = [[node.iri for node in kept if node.kind is kind] for kind in Kind]
    counts = Counter(node.kind for node in named)
    return Scene(
        name="graph",
        title="The whole graph",
        summary=(", ".join(counted(counts[kind], kind.value) for kind in Kind if counts[kind]) + ".",),
        nodes=placed(nodes, sunflowers(by_kind)),
        edges=tuple(dict.fromkeys(edges))[: 3 * most],
        total=len(named),
    )


def _fairly(ordered: list[Node], most: int) -> list[Node]:
    """The first so many; a third of them roles, which the graph is about, however much else is more connected."""
    roles = [node for node in ordered if node.kind is Kind.ROLE]
    others = [node for node in ordered if node.kind is not Kind.ROLE]
    share = max(most // 3, most - len(others))
    chosen = {*roles[:share], *others[: most - min(share, len(roles))]}
    return [node for node in ordered if node in chosen]


def roles_scene(dataset: Dataset, lexicon: Names, most: int = 500) -> Scene:
    """Roles, each joined to those that share most with it: near is alike.

    How alike two roles are is the number of capabilities that both ask for, accept, prefer or use, over the number that
    either does (Jaccard 1901). What a person would need from one to the other is what a path says.
    """
    matrix = matrix_of(dataset)
    sizes: dict[str, int] = dict(zip(matrix.roles, matrix.having().sum(axis=1).tolist(), strict=True))
    roles = sorted(
        (node for node in lexicon if node.kind is Kind.ROLE),
        key=lambda node: (-sizes.get(node.iri, 0), node.label, node.iri),
    )
    kept = roles[:most]
    alike = _alike(matrix, [node.iri for node in kept])
    nodes = []
    for node in kept:
        size = sizes.get(node.iri, 0)
        nodes.append(
            scene_node(dataset, node, Fact("Asks for or uses", (counted(size, "capability"),)), important=size)
        )
    edges = []
    for (one, other), (shared, score) in alike.items():
        note = f"{shared} in common, {score:.0%} of what either asks for or uses"
        edges.append(SceneEdge(one, other, "shares", note, strong=score >= _ALIKE))
    ids = [node.iri for node in kept]
    weighted = [(*pair, score) for pair, (_, score) in alike.items()]
    return Scene(
        name="roles",
        title="Roles by what they share",
        summary=(f"{counted(len(roles), 'role')}; each is joined to the {_NEIGHBOURS} that share most with it.",),
        nodes=placed(nodes, springs(ids, weighted, 75.0 * len(ids) ** 0.6)),
        edges=tuple(edges),
        total=len(roles),
    )


def _alike(matrix: RoleMatrix, roles: Sequence[str]) -> dict[tuple[str, str], tuple[int, float]]:
    """For each role the few that share most with it: how many capabilities, and over how many that either has."""
    import numpy as np

    row = {role: place for place, role in enumerate(matrix.roles)}
    places = [row[role] for role in roles]
    shared = matrix.shared()[places][:, places].toarray().astype(np.float32)
    sizes = shared.diagonal()
    score = shared / np.maximum(sizes[:, None] + sizes[None, :] - shared, 1)
    np.fill_diagonal(score, 0)
    nearest = np.argsort(-score, axis=1, kind="stable")[:, :_NEIGHBOURS]
    pairs = {(min(a, int(b)), max(a, int(b))) for a, near in enumerate(nearest) for b in near if score[a, b]}
    return {(roles[a], roles[b]): (int(shared[a, b]), float(score[a, b])) for a, b in sorted(pairs)}
