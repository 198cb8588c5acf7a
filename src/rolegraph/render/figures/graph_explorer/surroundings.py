"""What is around a node: its relations in groups, of each a few nodes at most, and so on for as many steps as wanted.

Groups stand to both sides of the node as the branches of a tree, which keeps names readable however many there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, NamedTuple

from rolegraph.model.nodes import Node, slugify
from rolegraph.render.figures.graph_explorer.contents import Contents
from rolegraph.render.figures.scene import Fact, Scene, SceneEdge, SceneNode, SourceLink
from rolegraph.render.text import counted

MOST_DRAWN: Final = 150
_FEW_GROUPS: Final = 4
_OF_FEW, _OF_MANY = 12, 8  # how many of a group are drawn at first, where there are few groups or many
_OF_SEVERAL_STEPS: Final = 3  # the same where more is drawn around each
_ACROSS, _DOWN = 330.0, 62.0  # between nodes of a diagram, where it needs places
_FARTHER: Final = 4  # nodes that are drawn around each of these, of one group two


class Neighbours(NamedTuple):
    """The neighbours of a node by one relation in one direction: numbers of nodes, each with a level or 0."""

    relation: int
    backward: bool
    words: str
    members: tuple[tuple[int, int], ...]


@dataclass
class Branch:
    """A node that is drawn, and what is drawn around it: groups, with those of their members that are.

    Of a node that is farther away some groups stay `closed`.
    """

    number: int
    level: int = 0
    bunches: list[Bunch] = field(default_factory=list)
    closed: list[Neighbours] = field(default_factory=list)

    @property
    def rest(self) -> str:
        """What is in groups that stay closed, in words."""
        if not self.closed:
            return ""
        return f"{counted(len(self.closed), 'other relation')}: {sum(len(group.members) for group in self.closed):,}"


@dataclass
class Bunch:
    """A group of which some members are drawn; `elsewhere` counts those drawn in another place already."""

    group: Neighbours
    branches: list[Branch] = field(default_factory=list)
    elsewhere: int = 0

    @property
    def more(self) -> int:
        """How many of it are not drawn."""
        return len(self.group.members) - len(self.branches) - self.elsewhere

    @property
    def rest(self) -> str:
        """How many of it are not drawn, or are drawn in another place, in words."""
        parts = (self.more, f"{self.more:,} more"), (self.elsewhere, f"{self.elsewhere:,} drawn already")
        return ", ".join(words for number, words in parts if number)


class Surroundings:
    """The neighbours of all nodes of a graph."""

    def __init__(self, contents: Contents) -> None:
        self.contents = contents

    @cached_property
    def _edges(self) -> dict[int, list[tuple[int, bool, int, int]]]:
        found: dict[int, list[tuple[int, bool, int, int]]] = {}
        for number, relation in enumerate(self.contents.relations):
            symmetric = relation.words.forward == relation.words.backward
            for start, end, level in relation.edges:
                found.setdefault(start, []).append((number, False, end, level))
                found.setdefault(end, []).append((number, not symmetric, start, level))
        return found

    def groups(self, number: int) -> list[Neighbours]:
        """The relations of a node, with the neighbours of the highest level first, and then the most connected."""
        by_relation: dict[tuple[int, bool], list[tuple[int, int]]] = {}
        for relation, backward, other, level in self._edges.get(number, ()):
            by_relation.setdefault((relation, backward), []).append((other, level))
        groups = []
        for (relation, backward), members in sorted(by_relation.items(), key=lambda item: (item[0][1], item[0][0])):
            words = self.contents.relations[relation].words
            ordered = sorted(members, key=lambda member: (-member[1], member[0]))
            groups.append(Neighbours(relation, backward, words.backward if backward else words.forward, tuple(ordered)))
        return groups

    def around(self, number: int, depth: int, most: int = MOST_DRAWN) -> Branch:
        """A node with what is drawn around it, the nearest first, each node once."""
        root = Branch(number)
        drawn, level = {number}, [root]
        for step in range(depth):
            nearer, level = level, []
            for branch in nearer:
                groups = self.groups(branch.number)
                few = _OF_FEW if len(groups) <= _FEW_GROUPS else _OF_MANY
                few, room = (2, _FARTHER) if step else (_OF_SEVERAL_STEPS if depth > 1 else few, most)
                for group in groups:
                    new = [(other, stated) for other, stated in group.members if other not in drawn]
                    taken = new[: min(few, room, most - len(drawn))]
                    if step and not taken:
                        branch.closed.append(group)
                        continue
                    room -= len(taken)
                    drawn.update(other for other, _ in taken)
                    bunch = Bunch(group, [Branch(other, stated) for other, stated in taken])
                    bunch.elsewhere = len(group.members) - len(new)
                    branch.bunches.append(bunch)
                    level += bunch.branches
        return root

    def within(self, number: int, depth: int) -> list[int]:
        """All nodes so many steps away at most, the nearest first."""
        found = {number: None}
        border = [number]
        for _ in range(depth):
            border = [other for near in border for _, _, other, _ in self._edges.get(near, ()) if other not in found]
            border = list(dict.fromkeys(border))
            found |= dict.fromkeys(border)
        return list(found)


def branches_of(root: Branch) -> Iterator[Branch]:
    """A node and all that is drawn around it."""
    yield root
    for bunch in root.bunches:
        for branch in bunch.branches:
            yield from branches_of(branch)


def left_out(root: Branch) -> int:
    """How many neighbours of what is opened are not drawn."""
    drawn = {branch.number for branch in branches_of(root)}
    around = {
        other
        for branch in branches_of(root)
        for group in (*(bunch.group for bunch in branch.bunches), *branch.closed)
        for other, _ in group.members
    }
    return len(around - drawn)


def scene_node(contents: Contents, number: int) -> SceneNode:
    """A node with its definition and its sources."""
    node, definition = contents.nodes[number], contents.definitions[number]
    sources = (contents.sources[place] for place in contents.origins[number])
    return SceneNode(
        node.iri,
        node.label,
        node.kind,
        contents.names[number],
        facts=(Fact("Definition", (definition,)),) if definition else (),
        sources=tuple(SourceLink(source.title, "", source.url) for source in sources),
    )


def whole_scene(contents: Contents, numbers: Sequence[int], name: str, title: str) -> Scene:
    """Nodes with all relations between them, for other tools."""
    there = set(numbers)
    nodes = tuple(
        scene_node(contents, number)._replace(important=float(len(numbers) - place))
        for place, number in enumerate(numbers)
    )
    edges = tuple(
        SceneEdge(contents.nodes[start].iri, contents.nodes[end].iri, relation.words.forward, level_words(level))
        for relation in contents.relations
        for start, end, level in relation.edges
        if start in there and end in there
    )
    return Scene(name, title, contents.summary, nodes, edges, len(nodes), contents.language)


def drawn_scene(contents: Contents, root: Branch) -> Scene:
    """What is drawn around a node, with what is left out as nodes of their own, for diagrams."""
    nodes = [scene_node(contents, root.number)._replace(group="goal")]
    edges: list[SceneEdge] = []
    half = len(root.bunches) // 2
    for side, bunches in ((1, root.bunches[half:]), (-1, root.bunches[:half])):
        added = _add_around(contents, root, bunches, edges)
        middle = (len(added) - 1) / 2
        nodes += [
            node._replace(x=side * depth * _ACROSS, y=round((row - middle) * _DOWN))
            for row, (depth, node) in enumerate(added)
        ]
    node = contents.nodes[root.number]
    title = f"Around {node.label}"
    return Scene(around_name(node), title, (), tuple(nodes), tuple(edges), len(nodes), contents.language)


def _add_around(
    contents: Contents, branch: Branch, bunches: Sequence[Bunch], edges: list[SceneEdge]
) -> list[tuple[int, SceneNode]]:
    """The nodes around one, each with how many steps away it is; adds the edges to them."""
    added: list[tuple[int, SceneNode]] = []
    node = contents.nodes[branch.number]
    for bunch in bunches:
        words = contents.relations[bunch.group.relation].words.forward
        for other in bunch.branches:
            ends = (node.iri, contents.nodes[other.number].iri)
            start, end = reversed(ends) if bunch.group.backward else ends
            edges.append(SceneEdge(start, end, words, level_words(other.level)))
            added.append((1, scene_node(contents, other.number)))
            added += [(depth + 1, more) for depth, more in _add_around(contents, other, other.bunches, edges)]
        if bunch.more:
            rest = f"{node.iri} {bunch.group.relation} {bunch.group.backward}"
            kind = contents.nodes[bunch.group.members[-1][0]].kind
            added.append((1, SceneNode(rest, f"{bunch.more:,} more", kind)))
            edges.append(SceneEdge(node.iri, rest, bunch.group.words, loose=True))
    if branch.rest:
        added.append((1, SceneNode(f"{node.iri} rest", branch.rest, node.kind)))
        edges.append(SceneEdge(node.iri, f"{node.iri} rest", "related", loose=True))
    return added


def around_name(node: Node) -> str:
    """What the file of a neighbourhood is called."""
    return slugify(f"around {node.slug}")


def level_words(level: int) -> str:
    """A level on an edge, in words."""
    return f"at {('familiar', 'working', 'proficient', 'expert')[level - 1]} level" if level else ""
