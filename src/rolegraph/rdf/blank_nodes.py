"""Labels of blank nodes that follow from what is stated of them.

A parser keeps the labels of a file, which may stand for other nodes in another file, and invents the rest anew in each
run. Here a label is made of all statements about a node and those that it is linked to by others: the same in every run
and every file, and another one for other statements. The W3C's RDFC-1.0 does that for graphs of any shape, but may take
exponential time: ten nodes that are all linked to each other take minutes. Here nodes that look the same `_ROUNDS`
statements deep are numbered in an order that their neighbours give and, if these look the same too, the file.
"""

from __future__ import annotations

import hashlib
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from pyoxigraph import BlankNode, Quad, Triple

_ROUNDS: Final = 4
_GAP: Final = BlankNode("gap")


class _Link(NamedTuple):
    """A statement about several blank nodes as one of them sees it: its text with gaps, its gap, and what fills all."""

    text: str
    gap: int
    nodes: tuple[BlankNode, ...]


def labelled(quads: Iterable[Quad]) -> list[Quad]:
    """The statements in their order, with a label for each blank node that follows from those around it.

    >>> from pyoxigraph import NamedNode
    >>> [str(quad) for quad in labelled(Quad(BlankNode(name), NamedNode("x:p"), NamedNode("x:o")) for name in "ab")]
    ['_:b20a372aa4922b37b <x:p> <x:o>', '_:b20a372aa4922b37bx2 <x:p> <x:o>']
    """
    quads = list(quads)
    return relabelled(quads, labels_of(quads))


def relabelled(quads: Sequence[Quad], labels: Mapping[BlankNode, BlankNode]) -> list[Quad]:
    """The statements with other labels for blank nodes; those without a new one keep theirs."""
    return [Quad(*(_renamed(term, labels) for term in quad)) for quad in quads] if labels else list(quads)


def labels_of(quads: Iterable[Quad]) -> dict[BlankNode, BlankNode]:
    """For each blank node in some statements, its label as these give it."""
    texts: dict[BlankNode, list[str]] = {}
    links: dict[BlankNode, list[_Link]] = {}
    for quad in quads:
        subject, _, object_, graph_name = quad
        if {type(subject), type(object_), type(graph_name)}.isdisjoint((BlankNode, Triple)):
            continue
        nodes = tuple(_nodes(subject, object_, graph_name))
        gaps = dict.fromkeys(nodes, _GAP)
        text = " ".join(str(_renamed(term, gaps)) for term in quad)
        for gap, node in enumerate(nodes):
            of_node = texts.setdefault(node, [])
            if len(nodes) == 1:
                of_node.append(f"{gap} {text}")
            else:
                links.setdefault(node, []).append(_Link(text, gap, nodes))
    colours = _colours(texts, links)
    labels: dict[BlankNode, BlankNode] = {}
    copies = Counter[str]()
    for part in _parts(links, colours):
        numbers = {node: number for number, node in enumerate(part)}
        about = [f"{number} {text}" for node, number in numbers.items() for text in texts[node]]
        among = {
            f"{[numbers[other] for other in link.nodes]} {link.text}" for node in part for link in links.get(node, ())
        }
        name = _hash(sorted([*about, *among]))
        copies[name] += 1
        if copies[name] > 1:
            name += f"x{copies[name]}"
        labels |= {node: BlankNode(f"b{name}-{number}" if number else f"b{name}") for node, number in numbers.items()}
    return labels


def _nodes(*terms: object) -> Iterator[BlankNode]:
    for term in terms:
        if isinstance(term, BlankNode):
            yield term
        elif isinstance(term, Triple):
            yield from _nodes(term.subject, term.object)


def _renamed(term: Any, labels: Mapping[BlankNode, BlankNode]) -> Any:
    if isinstance(term, BlankNode):
        return labels.get(term, term)
    if isinstance(term, Triple):
        return Triple(_renamed(term.subject, labels), term.predicate, _renamed(term.object, labels))
    return term


def _colours(texts: dict[BlankNode, list[str]], links: dict[BlankNode, list[_Link]]) -> dict[BlankNode, str]:
    """For each node a hash of what is stated around it."""
    colours = own = {node: _hash(sorted(of_node)) for node, of_node in texts.items()}
    for _ in range(_ROUNDS):
        seen = {node: sorted(_seen(link, node, colours) for link in of_node) for node, of_node in links.items()}
        colours = own | {node: _hash([own[node], *around]) for node, around in seen.items()}
    return colours


def _seen(link: _Link, node: BlankNode, colours: dict[BlankNode, str]) -> str:
    return f"{link.gap} {' '.join('self' if other == node else colours[other] for other in link.nodes)} {link.text}"


def _hash(texts: list[str]) -> str:
    return hashlib.blake2b("\n".join(texts).encode(), digest_size=8).hexdigest()


def _parts(links: dict[BlankNode, list[_Link]], colours: dict[BlankNode, str]) -> Iterator[list[BlankNode]]:
    """The nodes that are linked to each other, in an order that does not depend on theirs."""
    found: set[BlankNode] = set()
    for node in colours:
        if node not in found:
            part = _linked(node, links, colours)
            sizes = Counter(colours[other] for other in part)
            # What only one node looks like comes first: from there the order of the others follows.
            first = min(part, key=lambda other: (sizes[colours[other]], colours[other]))
            yield _linked(first, links, colours)
            found.update(part)


def _linked(first: BlankNode, links: dict[BlankNode, list[_Link]], colours: dict[BlankNode, str]) -> list[BlankNode]:
    """A node and all that are linked to it, the nearest first."""
    waiting, found = deque([first]), dict[BlankNode, None]()
    while waiting:
        node = waiting.popleft()
        if node not in found:
            found[node] = None
            near = sorted(links.get(node, ()), key=lambda link: _seen(link, node, colours))
            waiting.extend(other for link in near for other in link.nodes)
    return list(found)
