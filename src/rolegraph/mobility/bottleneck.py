"""Chains of moves whose hardest move is as small as it can be, and of these the one that takes the least in all.

The first is the bottleneck shortest path problem [1]_, here with a limit on the number of moves, solved by Bellman's
recursion over the number of moves [2]_; the second is an ordinary shortest path over the moves that are no harder.

References
----------
.. [1] M. Pollack, "The maximum capacity through a network", Operations Research 8, 1960.
.. [2] R. Bellman, "On a routing problem", Quarterly of Applied Mathematics 16, 1958.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from rolegraph.facts.arrays import Matrix, Vector


def easiest_chain(
    first: Vector,
    moves: Matrix,
    goal: int,
    max_moves: int,
    *,
    limit: float = float("inf"),
    excluded: Vector | None = None,
) -> list[int] | None:
    """The nodes of a chain to a goal, without the start: by the hardest move, then the sum, then the length.

    Parameters
    ----------
    first
        What the move from the start to each node costs; infinity where there is none.
    moves
        Shape (nodes, nodes): what the move from one node to another costs, 0 or more; infinity where there is none.
    goal
        The node to reach.
    max_moves
        The most moves that a chain may have.
    limit
        The most that a move may cost.
    excluded
        True for nodes that a chain may not go through; the goal is not one of them.

    Returns
    -------
    list of int or None
        None where no chain of so many moves leads there.

    Notes
    -----
    Takes time in proportion to `max_moves` times the entries of `moves` from nodes that are no farther from the start
    than the hardest move of the best chain that is shorter.

    Examples
    --------
    >>> import numpy as np
    >>> far = np.inf
    >>> easiest_chain(np.array([2.0, 9.0]), np.array([[far, 3.0], [far, far]]), goal=1, max_moves=2)
    [0, 1]
    >>> easiest_chain(np.array([2.0, 9.0]), np.array([[far, 3.0], [far, far]]), goal=1, max_moves=1)
    [1]
    """
    import numpy as np

    first = first if excluded is None else np.where(excluded, np.inf, first)
    least = float(first[goal]) if first[goal] <= limit else np.inf
    for length in range(2, max_moves + 1):
        # Only what is easier than the best so far is looked at, which with every move more is less.
        below = min(limit, float(np.nextafter(np.float32(least), np.float32(-np.inf))))
        least = min(least, float(_layers(first, moves, goal, length, _Step(np.maximum, below, excluded))[-1][goal]))
    if not np.isfinite(least):
        return None
    adding = _Step(np.add, least, excluded)
    found = [_layers(first, moves, goal, length, adding) for length in range(1, max_moves + 1)]
    best = int(np.argmin([round(float(layers[-1][goal]), 3) for layers in found]))
    return _backwards(found[best], moves, goal, adding)


class _Step(NamedTuple):
    """How a chain goes on: how costs are joined, the most that a move may cost, and where it may not go."""

    join: Callable[[Any, Any], Any]
    limit: float
    excluded: Vector | None

    def after(self, layer: Vector, moves: Vector | Matrix) -> Any:
        """What chains cost that go on with some moves; infinity where a move is too hard."""
        import numpy as np

        return self.join(layer, np.where(moves <= self.limit, moves, np.inf))


def _layers(first: Vector, moves: Matrix, goal: int, length: int, step: _Step) -> list[Vector]:
    """For each number of moves up to a length, the cost of the best chain to each node that can lead on to the goal.

    With one move left only the goal is looked at, with two only what the goal can be reached from.
    """
    import numpy as np

    last = [np.array([goal]), np.flatnonzero(moves[:, goal] <= step.limit)]
    layers = [np.where(first <= step.limit, first, np.inf)]
    for left in range(length - 2, -1, -1):
        rows = np.flatnonzero(np.isfinite(layers[-1]))
        ends = last[left] if left < len(last) else np.arange(len(first))
        layer = np.full(len(first), np.inf, dtype=first.dtype)
        if len(rows) and len(ends):
            block = moves[rows] if len(ends) == len(first) else moves[np.ix_(rows, ends)]
            layer[ends] = step.after(layers[-1][rows, None], block).min(axis=0)
        if step.excluded is not None:
            layer[step.excluded] = np.inf
        layers.append(layer)
    return layers


def _backwards(layers: list[Vector], moves: Matrix, goal: int, step: _Step) -> list[int]:
    """The chain that the cost of the goal in the last layer is of."""
    chain = [goal]
    for layer in reversed(layers[:-1]):
        chain.append(int(step.after(layer, moves[:, chain[-1]]).argmin()))
    return chain[::-1]


def hardest_moves(
    first: Vector, moves: Matrix, max_moves: int, *, limit: float = float("inf"), excluded: Vector | None = None
) -> Vector:
    """For each node the hardest move of the chain to it whose hardest move is smallest; infinity where there is none.

    Parameters are those of `easiest_chain`.
    """
    import numpy as np

    hardest: Vector = np.where(first <= limit, first, np.inf)
    if excluded is not None:
        hardest[excluded] = np.inf
    better = np.flatnonzero(np.isfinite(hardest))
    for _ in range(max_moves - 1):
        if not len(better):
            break
        through = np.maximum(moves[better], hardest[better, None]).min(axis=0)
        through[through > limit] = np.inf
        if excluded is not None:
            through[excluded] = np.inf
        better = np.flatnonzero(through < hardest)
        hardest[better] = through[better]
    return hardest
