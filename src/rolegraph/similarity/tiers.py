"""From which similarity on two roles are close, or related: calibrated from the graph, not borrowed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from rolegraph.similarity.vectors import Floats, Places

_SAMPLE: Final = 500  # roles that are looked at, at most
_NEAREST: Final = 10
_BLOCK: Final = 100


class Thresholds(NamedTuple):
    """The least similarity of two roles that are close, and of two that are related, and what both rest on.

    `close` is a mean over pairs of roles, `related` that mean less one standard deviation.
    """

    close: float
    related: float
    basis: str


def thresholds(among: Callable[[Places], Floats], groups: Sequence[Sequence[int]], roles: int) -> Thresholds:
    """Thresholds of a graph.

    Parameters
    ----------
    among
        Gives the similarities of some roles, by their places, to all.
    groups
        The places of the roles of each of the graph's own groups.
    roles
        How many there are.

    Returns
    -------
    Thresholds
        From the similarities of roles in the same group, where there are groups of two or more; otherwise from those
        of each role to the ten that are nearest to it.

    Notes
    -----
    Among more than 500 roles every so many-th is looked at, with all others.
    """
    import numpy as np

    if roles < 2:
        return Thresholds(1.0, 1.0, "there are no two roles")
    mates: dict[int, set[int]] = {}
    for group in groups:
        if len(group) > 1:
            for place in group:
                mates.setdefault(place, set()).update(group)
    looked_at = sorted(mates) if mates else list(range(roles))
    looked_at = looked_at[:: -(-len(looked_at) // _SAMPLE)]
    found: list[float] = []
    for start in range(0, len(looked_at), _BLOCK):
        block = looked_at[start : start + _BLOCK]
        for place, scores in zip(block, among(np.array(block)), strict=True):
            if mates:
                found += scores[sorted(mates[place] - {place})].tolist()
            else:
                others = np.delete(scores, place)
                found += np.sort(others)[-_NEAREST:].tolist()
    mean, deviation = float(np.mean(found)), float(np.std(found))
    basis = (
        "similarity of roles in the same group of the graph"
        if mates
        else f"similarity of each role to its {min(_NEAREST, roles - 1)} nearest"
    )
    return Thresholds(mean, max(0.0, mean - deviation), basis)
