"""Places of roles on a map, such that those that are alike are near each other; whole numbers, the same every time.

It is t-SNE: roles pull at those most similar to them, as strongly as these are likely to be their neighbours, and push
all others away. It begins with the two slowest modes of the same neighbourhood, so that the large features of a map do
not depend on chance; ties are loosened by noise with a seed. Afterwards dots that would cover each other are moved
apart. On a plane no map keeps all neighbours: what a role is nearest to is a list.

References
----------
van der Maaten, L., Hinton, G. (2008), Visualizing data using t-SNE, Journal of Machine Learning Research 9. Kobak, D.,
Linderman, G. C. (2021), Initialization is critical for preserving global data structure in both t-SNE and UMAP, Nature
Biotechnology 39. Jacobs, R. A. (1988), Increased rates of convergence through learning rate adaptation, Neural Networks
1 (4).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    from scipy.sparse import csr_array

    from rolegraph.linking.vectors import Floats, Positions

    Singles = np.ndarray[Any, np.dtype[np.float32]]

WIDE: Final = 46  # neighbours that pull, three for each of the effective ones
_EFFECTIVE: Final = 15.0  # neighbours: the perplexity
_SEED: Final = 7
_STEPS: Final = 250
_GATHERING: Final = 75  # of these, first, in which roles pull so many times harder
_HARDER: Final = 12.0
_MODES: Final = 200  # steps of power iteration
_BLOCK: Final = 64  # roles whose distances to all others are held at once, as a processor's cache does
_BISECTIONS: Final = 50
_SPACING: Final = 40.0  # usual distance of neighbouring roles on the map
_CLOSEST: Final = 0.3  # of that, between any two dots
_ASPECT: Final = 1.5  # width over height of a screen


def placed(alike: Positions, scores: Floats) -> Positions:
    """Where roles are, by the places of those most similar to each and their similarities, both of shape (roles, k).

    Roles that have nothing in common with any other stand in rows below the map. Returns whole numbers of the shape
    (roles, 2); y grows downwards. Time grows with the square of the roles.
    """
    import numpy as np

    count = len(alike)
    places = np.zeros((count, 2))
    known = np.flatnonzero(scores[:, 0] > 0) if scores.shape[1] else np.zeros(0, dtype=np.intp)
    if len(known) > 2:
        pull = affinities(alike, scores)[known][:, known]
        places[known] = _scaled(_embedded(pull))
    elif len(known):
        places[known, 0] = np.arange(len(known)) * _SPACING
    without = np.setdiff1d(np.arange(count), known)
    if len(without):
        across = max(
            1, round(1.5 * len(without) ** 0.5), round(np.ptp(places[known, 0]) / _SPACING) if len(known) else 1
        )
        bottom = places[known, 1].max() + 3 * _SPACING if len(known) else 0.0
        left = places[known, 0].min() if len(known) else 0.0
        row, column = np.divmod(np.arange(len(without)), across)
        places[without] = np.stack([left + column * _SPACING, bottom + row * _SPACING], axis=1)
    return places.round().astype(np.intp)


def affinities(alike: Positions, scores: Floats) -> csr_array[np.float64]:
    """How strongly each two roles pull at each other, symmetric, of the sum 1; nothing pulls where a similarity is 0.

    The pull falls with the square of the distance, 1 less the similarity, as fast as leaves each role so many effective
    neighbours.
    """
    import numpy as np
    from scipy.sparse import csr_array

    count, wide = alike.shape
    if not wide:
        return csr_array((count, count))
    apart = (1.0 - scores) ** 2
    apart = apart - apart[:, :1]
    wanted = np.log(min(_EFFECTIVE, max(1.0, wide / 1.5)))
    low, high = np.zeros(count), np.full(count, 1e9)
    for _ in range(_BISECTIONS):
        steep = np.sqrt(np.maximum(low, 1e-3) * high)
        pull = np.exp(-apart * steep[:, None])
        total = pull.sum(axis=1)
        entropy = np.log(total) + steep * (apart * pull).sum(axis=1) / total
        low, high = np.where(entropy > wanted, steep, low), np.where(entropy > wanted, high, steep)
    pull = np.exp(-apart * high[:, None]) * (scores > 0)
    pull /= np.maximum(pull.sum(axis=1, keepdims=True), 1e-12)
    one_way = csr_array((pull.ravel(), (np.repeat(np.arange(count), wide), alike.ravel())), shape=(count, count))
    both = (one_way + one_way.T).tocsr()
    return csr_array(both / max(both.sum(), 1e-12))


def _embedded(pull: csr_array[np.float64]) -> Singles:
    """Places on a plane, of any size, by the gradient of t-SNE."""
    import numpy as np

    ends = pull.tocoo()
    rows, columns, strength = ends.row, ends.col, ends.data.astype(np.float32)
    places = _slowest_modes(pull)
    count = len(places)
    rate = np.float32(max(count / _HARDER, 4.0))
    speed, gain = np.zeros_like(places), np.ones_like(places)
    for step in range(_STEPS):
        apart = places[rows] - places[columns]
        weight = strength / (1 + (apart**2).sum(axis=1))
        pulled = np.stack([np.bincount(rows, weight * apart[:, axis], count) for axis in (0, 1)], axis=1)
        slope = 4 * ((_HARDER if step < _GATHERING else 1.0) * pulled - _pushed(places))
        gain = np.where((slope > 0) != (speed > 0), gain + 0.2, gain * 0.8).clip(0.01)
        speed = ((0.5 if step < _GATHERING else 0.8) * speed - rate * gain * slope).astype(np.float32)
        places = places + speed
        places -= places.mean(axis=0)
    return places


def _pushed(places: Singles) -> Floats:
    """How all others push each role, block by block."""
    import numpy as np

    across, down = np.ascontiguousarray(places.T)
    push, total = np.zeros(places.shape), 0.0
    for start in range(0, len(places), _BLOCK):
        block = slice(start, start + _BLOCK)
        near = (across[block, None] - across) ** 2
        near += (down[block, None] - down) ** 2
        near += 1
        np.reciprocal(near, out=near)
        total += float(near.sum(dtype=np.float64)) - len(near)  # a role does not push itself
        near *= near
        # Not by BLAS, whose threads wait for each other longer than this takes.
        pushes = [np.einsum("ij,j->i", near, axis) for axis in (across, down)]
        push[block] = near.sum(axis=1)[:, None] * places[block] - np.stack(pushes, axis=1)
    return push / max(total, 1e-12)


def _slowest_modes(pull: csr_array[np.float64]) -> Singles:
    """The start: the two slowest modes of a walk along the pulls, by power iteration, small and slightly shaken."""
    import numpy as np
    from scipy.sparse import diags_array

    strength: Floats = np.asarray(pull.sum(axis=1)).ravel()
    walk = diags_array(1 / np.maximum(strength, 1e-12)) @ pull
    noise = np.random.default_rng(_SEED).normal(size=(2, pull.shape[0], 2))
    modes = noise[0]
    for _ in range(_MODES):
        modes = (modes + walk @ modes) / 2
        modes -= (strength[:, None] * modes).sum(axis=0) / strength.sum()
        modes, _ = np.linalg.qr(modes)
    modes = modes / np.maximum(modes.std(axis=0), 1e-12)
    return np.asarray((modes * 1e-2 + noise[1] * 1e-4).astype(np.float32))


def _scaled(places: Singles) -> Floats:
    """Lying, as a screen does, at the usual distances, and no two dots on each other."""
    import numpy as np
    from scipy.spatial import KDTree

    points = places.astype(float)
    points -= points.mean(axis=0)
    _, axes = np.linalg.eigh(points.T @ points)
    longest = axes[:, 1] * (1 if axes[np.abs(axes[:, 1]).argmax(), 1] > 0 else -1)
    points = np.stack([points @ longest, points @ np.array([-longest[1], longest[0]])], axis=1)
    width, height = np.ptp(points, axis=0).clip(1e-9)
    area = width * height / len(points)
    points *= _SPACING / area**0.5
    stretch = min(1.25, max(1.0, (_ASPECT * height / width) ** 0.5))
    points *= [stretch, 1 / stretch]
    for _ in range(30):
        pairs = KDTree(points).query_pairs(_CLOSEST * _SPACING, output_type="ndarray")
        if not len(pairs):
            break
        pairs = pairs[np.lexsort(pairs.T)]
        between = points[pairs[:, 0]] - points[pairs[:, 1]]
        between[(between == 0).all(axis=1)] = 1e-3, 0.0
        distance = np.hypot(*between.T)[:, None]
        push = between / distance * (1.05 * _CLOSEST * _SPACING - distance) / 2
        for axis in (0, 1):
            points[:, axis] += np.bincount(pairs[:, 0], push[:, axis], len(points))
            points[:, axis] -= np.bincount(pairs[:, 1], push[:, axis], len(points))
    return points
