"""Chains whose hardest hop is as small as can be, and which among these take the least in all.

The first is the bottleneck shortest path problem [1]_, here with a limit on the number of hops, solved by Bellman's
recursion over the number of hops [2]_; the second is an ordinary shortest path over the hops that are no harder.

References
----------
.. [1] M. Pollack, "The maximum capacity through a network", Operations Research 8, 1960.
.. [2] R. Bellman, "On a routing problem", Quarterly of Applied Mathematics 16, 1958.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np

    Vector = np.ndarray[tuple[int], np.dtype[Any]]
    Matrix = np.ndarray[tuple[int, int], np.dtype[Any]]


def easiest_chain(
    first: Vector, hops: Matrix, goal: int, most: int, *, limit: float = float("inf"), shut: Vector | None = None
) -> list[int] | None:
    """The nodes of a chain to a goal, without the start: by the hardest hop, then the sum, then the length.

    Parameters
    ----------
    first
        What the hop from the start to each node costs; infinity where there is none.
    hops
        Shape (nodes, nodes): what the hop from one node to another costs, 0 or more; infinity where there is none.
    goal
        The node to reach.
    most
        How many hops there may be.
    limit
        The most that a hop may cost.
    shut
        True for nodes that a chain may not go through.

    Returns
    -------
    list of int or None
        None where no chain of so many hops leads there.

    Notes
    -----
    Takes time in proportion to `most` times the entries of `hops` from nodes that are no farther from the start than
    the better of going directly and going over a single stone.

    Examples
    --------
    >>> import numpy as np
    >>> far = np.inf
    >>> easiest_chain(np.array([2.0, 9.0]), np.array([[far, 3.0], [far, far]]), goal=1, most=2)
    [0, 1]
    >>> easiest_chain(np.array([2.0, 9.0]), np.array([[far, 3.0], [far, far]]), goal=1, most=1)
    [1]
    """
    import numpy as np

    first = first if shut is None else np.where(shut, np.inf, first)
    bound = min(float(first[goal]), float(np.maximum(first, hops[:, goal]).min()) if most > 1 else np.inf)
    for below in (min(limit, bound), limit):
        layers, _ = _layers(first, hops, goal, most, _Step(np.maximum, below, shut))
        least = min(float(layer[goal]) for layer in layers)
        if np.isfinite(least):
            break
        # Neither directly nor over one stone: a longer chain may still lead there.
    else:
        return None
    layers, before = _layers(first, hops, goal, most, _Step(np.add, least, shut))
    length = int(np.argmin([round(float(layer[goal]), 3) for layer in layers]))
    chain = [goal]
    for layer in reversed(before[:length]):
        chain.append(int(layer[chain[-1]]))
    return chain[::-1]


class _Step(NamedTuple):
    """How a chain goes on: how costs are joined, the most that a hop may cost, and where it may not go."""

    join: Callable[[Vector, Matrix], Matrix]
    limit: float
    shut: Vector | None


def _layers(first: Vector, hops: Matrix, goal: int, most: int, step: _Step) -> tuple[list[Vector], list[Vector]]:
    """For each number of hops what the best chain to each node costs, and from the second on the node before it.

    With one hop left only the goal is looked at, with two only what the goal can be reached from.
    """
    import numpy as np

    from_goal = hops[:, goal] <= step.limit
    from_goal[goal] = True
    ends_left = [np.array([goal]), np.flatnonzero(from_goal)]
    layers = [np.where(first <= step.limit, first, np.inf)]
    before: list[Vector] = []
    for left in range(most - 2, -1, -1):
        rows = np.flatnonzero(np.isfinite(layers[-1]))
        if not len(rows):
            break
        ends = ends_left[left] if left < len(ends_left) else np.arange(len(first))
        block = hops[rows] if len(ends) == len(first) else hops[np.ix_(rows, ends)]
        through = step.join(layers[-1][rows, None], np.where(block <= step.limit, block, np.inf))
        best = through.argmin(axis=0)
        layer, parents = np.full(len(first), np.inf), np.full(len(first), -1)
        layer[ends], parents[ends] = through[best, np.arange(len(ends))], rows[best]
        if step.shut is not None:
            layer[step.shut] = np.inf
        layers.append(layer)
        before.append(parents)
    return layers, before


def hardest_hops(
    first: Vector, hops: Matrix, most: int, *, limit: float = float("inf"), shut: Vector | None = None
) -> Vector:
    """For each node the hardest hop of the chain to it whose hardest hop is smallest; infinity where there is none.

    Parameters are those of `easiest_chain`.
    """
    import numpy as np

    hardest: Vector = np.where(first <= limit, first, np.inf)
    if shut is not None:
        hardest[shut] = np.inf
    better = np.flatnonzero(np.isfinite(hardest))
    for _ in range(most - 1):
        if not len(better):
            break
        through = np.maximum(hops[better], hardest[better, None]).min(axis=0)
        through[through > limit] = np.inf
        if shut is not None:
            through[shut] = np.inf
        better = np.flatnonzero(through < hardest)
        hardest[better] = through[better]
    return hardest
