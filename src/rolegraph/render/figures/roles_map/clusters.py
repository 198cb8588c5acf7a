"""Clusters of roles that are alike, each named by what tells it from the others; never by the name of one role.

Clusters are communities in the network of who pulls at whom on the map (Louvain's method). A cluster is called what a
group of the graph is called that most of its roles are in, such as one of ISCO, and otherwise by the one or two things
that many of its roles ask for and few others do; where nothing is known of that, by words of what is said of the roles.

Blondel, V. D., Guillaume, J.-L., Lambiotte, R., Lefebvre, E. (2008), Fast unfolding of communities in large networks,
Journal of Statistical Mechanics P10008.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.facts.arrays import sparse
from rolegraph.facts.labels import plain_label
from rolegraph.mobility.similarity import Similarity
from rolegraph.model.nodes import Kind, fold
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF, SKOS

if TYPE_CHECKING:
    from rolegraph.linking.vectors import FloatMatrix, Floats, Positions

_SEED: Final = 7
_STRONGEST: Final = 15  # pulls of each role that count
_LEAST: Final = 3  # roles of a cluster
_SMALLEST: Final = 0.004  # of all roles
_IN_GROUP: Final = 0.4  # of a cluster are in a group that gives it its name
_OF_GROUP: Final = 0.3  # of such a group are in the cluster
_MANY: Final = 0.35  # of a cluster have something that it is called by
_SECOND: Final = 0.5  # how telling a second name has to be beside the first
_LONG: Final = 30.0  # letters of a name, from which on it counts less
_UP: Final = 6  # steps that groups are followed upwards
# What roles are compared by, in the order in which clusters are named by it.
_TELLING: Final = (("requirements", "knowledge", "skills"), ("work", "names"))
_NOTHING: Final = "Nothing to compare by"


class Cluster(NamedTuple):
    """Some roles, by their places, under a name; those next to each other on the map differ in `colour`, a number."""

    name: str
    members: tuple[int, ...]
    colour: int


def clusters_of(
    dataset: Dataset, similarity: Similarity, rows: Sequence[int], pull: FloatMatrix, places: Positions, colours: int
) -> tuple[Cluster, ...]:
    """The clusters of the roles of some rows, the largest first; roles at which nothing pulls are one of their own."""
    groups = _communities(pull)
    names = _names(dataset, similarity, rows, groups)
    painted = _painted([places[group] for group in groups], colours)
    found = [Cluster(name, tuple(group), colour) for name, group, colour in zip(names, groups, painted, strict=True)]
    apart = sorted(set(range(len(rows))) - {one for group in groups for one in group})
    return (*found, *([Cluster(_NOTHING, tuple(apart), 0)] if apart else []))


def _communities(pull: FloatMatrix) -> list[list[int]]:
    """Communities, the largest first; what is smaller than a cluster belongs to the one that pulls most."""
    import networkx as nx

    network: nx.Graph[int] = nx.Graph()
    for role in range(pull.shape[0]):
        strength = pull[[role]].tocoo()
        order = (-strength.data).argsort(kind="stable")[:_STRONGEST]
        network.add_weighted_edges_from((role, int(strength.col[one]), float(strength.data[one])) for one in order)
    if not network.number_of_edges():
        return []
    found = [sorted(group) for group in nx.community.louvain_communities(network, seed=_SEED)]
    found.sort(key=lambda group: (-len(group), group))
    least = max(_LEAST, round(_SMALLEST * pull.shape[0]))
    large = [group for group in found if len(group) >= least] or found[:1]
    for group in found[len(large) :]:
        drawn = [float(pull[group][:, other].sum()) for other in large]
        if max(drawn) > 0:
            large[drawn.index(max(drawn))].extend(group)
        else:
            large.append(group)
    return sorted((sorted(group) for group in large), key=lambda group: (-len(group), group))


# ---- names ----


class _Candidates(NamedTuple):
    """What clusters may be called: names, and how much each role has of each; shape (roles, names)."""

    names: tuple[str, ...]
    having: FloatMatrix


def _names(dataset: Dataset, similarity: Similarity, rows: Sequence[int], groups: list[list[int]]) -> list[str]:
    roles = [similarity.roles[row] for row in rows]
    ways = [_groups_above(dataset, roles), *_facets(dataset, similarity, rows)]
    taken = {fold(plain_label(dataset, role)) for role in roles}
    names: list[str] = []
    for group in groups:
        spoken = (_name(way, group, taken, is_group=way is ways[0]) for way in ways)
        name = next(filter(None, spoken), "") or f"Cluster {len(names) + 1}"
        taken |= {fold(name), fold(name.partition(" · ")[0])}
        names.append(name)
    return names


def _groups_above(dataset: Dataset, roles: Sequence[str]) -> _Candidates:
    """The groups, such as those of ISCO, that roles are in, near and far."""
    above = defaultdict(list)
    for narrower, broader in dataset.pairs(SKOS + "broader"):
        above[narrower].append(broader)
    cells: list[tuple[int, str]] = []
    for place, role in enumerate(roles):
        seen, latest = {role}, [role]
        for _ in range(_UP):
            latest = [broader for one in latest for broader in above.get(one, ()) if broader not in seen]
            seen.update(latest)
        cells += [(place, one) for one in seen if one != role]
    known = set(dataset.subjects(RDF + "type", Kind.GROUP.class_iri))
    groups = sorted({one for _, one in cells} & known)
    column = {one: number for number, one in enumerate(groups)}
    having = sparse(
        [(place, column[one], 1.0) for place, one in cells if one in column], (len(roles), len(column)), "float64"
    )
    return _Candidates(tuple(plain_label(dataset, one) for one in groups), having)


def _facets(dataset: Dataset, similarity: Similarity, rows: Sequence[int]) -> Iterator[_Candidates]:
    """What roles are compared by, first what they ask for, then what is said of them."""
    facets = {facet.name: facet for facet in similarity.facets}
    for names in _TELLING:
        facet = next((facets[name] for name in names if name in facets), None)
        if facet is not None:
            labels = tuple(plain_label(dataset, term) if ":" in term else term for term in facet.terms)
            yield _Candidates(labels, facet.shared[list(rows)])


def _name(way: _Candidates, group: list[int], taken: Collection[str], *, is_group: bool) -> str:
    """The most telling one or two names for a group of roles that are not taken; none where nothing is telling."""
    import numpy as np

    if not way.names:
        return ""
    inside, others = way.having[group], way.having.shape[0] - len(group)
    having = np.diff(inside.tocsc().indptr)
    much = _mean(inside)
    elsewhere = (_mean(way.having) * way.having.shape[0] - much * len(group)) / max(1, others)
    telling = much * np.log((much + 1e-9) / (elsewhere.clip(0) + 0.02 * much.max() + 1e-9))
    telling /= 1 + np.array([max(0.0, len(name) - _LONG) for name in way.names]) / _LONG
    telling[having < (_IN_GROUP if is_group else _MANY) * len(group)] = 0
    if is_group:
        telling[having < _OF_GROUP * np.diff(way.having.tocsc().indptr)] = 0
    best: dict[str, float] = {}
    for number in np.lexsort((np.arange(len(telling)), -telling.round(9))).tolist():
        name = way.names[number]
        if telling[number] <= 0 or len(best) == 2:
            break
        if fold(name) not in taken and name not in best:
            best[name] = telling[number]
    first, second = (*best, "", "")[:2]
    return f"{first} · {second}" if second and not is_group and best[second] > _SECOND * best[first] else first


def _mean(having: FloatMatrix) -> Floats:
    import numpy as np

    return np.asarray(having.sum(axis=0)).ravel() / max(1, having.shape[0])


def _painted(places: Sequence[Positions], colours: int) -> list[int]:
    """A colour for each group: the one whose other groups are farthest from it."""
    import numpy as np

    centres = [np.median(group, axis=0) for group in places]
    painted: list[int] = []
    for centre in centres:
        near = [1e12 - colour for colour in range(colours)]  # how far the nearest group of each colour is
        for other, colour in zip(centres, painted, strict=False):
            near[colour] = min(near[colour], float(np.hypot(*(centre - other))))
        painted.append(near.index(max(near)))
    return painted
