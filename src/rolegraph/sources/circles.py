"""Links that lead back in a circle, where a graph must have none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Edge = tuple[str, str]


def closing_edges(edges: Iterable[Edge]) -> set[Edge]:
    """Edges without which no circle is left; each of them closes one with edges that stay.

    Parameters
    ----------
    edges
        Pairs of start and end, in any order.

    Notes
    -----
    A walk in depth from every node, in alphabetical order: an edge that leads back to where the walk has come from
    closes a circle. So the answer does not depend on the order of the edges, and the time grows with their number
    alone. It is not always the smallest such set, which nobody knows how to find fast.

    Examples
    --------
    >>> closing_edges([("c", "a"), ("a", "b"), ("b", "c"), ("a", "c")])
    {('c', 'a')}
    """
    ends: dict[str, list[str]] = {}
    for start, end in sorted(edges):
        ends.setdefault(start, []).append(end)
    found: set[Edge] = set()
    done: set[str] = set()
    for root in ends:
        if root not in done:
            found.update(_walk(root, ends, done))
    return found


def _walk(root: str, ends: dict[str, list[str]], done: set[str]) -> Iterator[Edge]:
    """The closing edges among those that a walk from one node meets; what it meets is then done."""
    behind, way = {root}, [(root, iter(ends[root]))]
    while way:
        node, rest = way[-1]
        for end in rest:
            if end in behind:
                yield node, end
            elif end not in done:
                behind.add(end)
                way.append((end, iter(ends.get(end, ()))))
                break
        else:
            way.pop()
            behind.remove(node)
            done.add(node)
