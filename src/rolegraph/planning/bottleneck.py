"""Chains whose hardest hop is as small as can be, and which among these take the least in all.

The first is the bottleneck shortest path problem [1]_, here with a limit on the number of hops, solved by Bellman's
recursion over the number of hops [2]_; the second is an ordinary shortest path over the hops that are no harder.

References
----------
.. [1] M. Pollack, "The maximum capacity through a network", Operations Research 8, 1960.
.. [2] R. Bellman, "On a routing problem", Quarterly of Applied Mathematics 16, 1958.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

    Vector = np.ndarray[tuple[int], np.dtype[Any]]
    Matrix = np.ndarray[tuple[int, int], np.dtype[Any]]


def easiest_chain(first: Vector, hops: Matrix, goal: int, most: int) -> list[int] | None:
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

    Returns
    -------
    list of int or None
        None where no chain of so many hops leads there.

    Notes
    -----
    Takes time in proportion to `most` times the entries of `hops` between nodes that a chain may go through.

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

    hardest = hardest_hops(first, hops, most, below=float(first[goal]))
    least = float(min(first[goal], hardest[goal]))
    if not np.isfinite(least):
        return None
    inside = np.flatnonzero(hardest <= least)
    if goal not in inside:
        return [goal]
    within = hops[np.ix_(inside, inside)]
    within = np.where(within <= least, within, np.inf)
    sums = np.where(first[inside] <= least, first[inside], np.inf)
    return [int(inside[one]) for one in _shortest(sums, within, int(np.searchsorted(inside, goal)), most)]


def hardest_hops(first: Vector, hops: Matrix, most: int, below: float = float("inf")) -> Vector:
    """For each node the hardest hop of the chain to it whose hardest hop is smallest; infinity where there is none.

    Parameters
    ----------
    below
        Chains with a hop harder than this are not looked at.
    """
    import numpy as np

    hardest: Vector = np.where(first <= below, first, np.inf)
    better = np.flatnonzero(np.isfinite(hardest))
    for _ in range(most - 1):
        if not len(better):
            break
        through = np.maximum(hops[better], hardest[better, None]).min(axis=0)
        through[through > below] = np.inf
        better = np.flatnonzero(through < hardest)
        hardest[better] = through[better]
    return hardest


def _shortest(sums: Vector, hops: Matrix, goal: int, most: int) -> list[int]:
    """The chain with the smallest sum, and of these the shortest; there must be one."""
    import numpy as np

    layers = [sums]
    before: list[Vector] = []
    for _ in range(most - 1):
        through = layers[-1][:, None] + hops
        before.append(through.argmin(axis=0))
        layers.append(through.min(axis=0))
    length = int(np.argmin([round(float(layer[goal]), 9) for layer in layers]))
    chain = [goal]
    for layer in reversed(before[:length]):
        chain.append(int(layer[chain[-1]]))
    return chain[::-1]
