"""The statistics of a graph: counts, density, what is most required, and what bridges roles that share little else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from rolegraph.facts.entities import info
from rolegraph.facts.labels import node, nodes
from rolegraph.facts.role_matrix import ACCEPTS, PREFERS, REQUIRES, USES, RoleMatrix
from rolegraph.model.display import bundle
from rolegraph.model.nodes import CAPABILITY_KINDS, Node
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF, shorten

if TYPE_CHECKING:
    import networkx as nx


_ESSENTIAL: Final = REQUIRES | ACCEPTS
_PIVOTS: Final = 40  # from which betweenness is estimated where there are more nodes than _EXACT
_EXACT: Final = 1_500
_NAMED: Final = 20  # roles without requirements that are named


class Wanted(NamedTuple):
    """A capability, how many roles demand it (as one of several or alone), and how many prefer or only use it.

    `distinctiveness` is the logarithm of one plus all roles over those that have to do with it: high for what
    few roles share.
    """

    capability: Node
    demanded: int
    preferred: int
    used: int
    distinctiveness: float


class Bridge(NamedTuple):
    """A capability that joins roles which share little else: `score` is betweenness times one minus clustering."""

    capability: Node
    score: float
    betweenness: float
    clustering: float
    roles: int


class Stats(NamedTuple):
    """A graph in numbers.

    Parameters
    ----------
    kinds, predicates
        How many nodes of each kind, and how many statements with each predicate, the most first.
    ties, density
        How many pairs of a role and a capability are tied, since the role demands, prefers or uses it; and the share of
        all such pairs that this is.
    per_role
        How many capabilities a role is tied to: the fewest, the median and the most.
    wanted
        The capabilities that most roles demand.
    bridges
        The capabilities that bridge most; `estimated_from` is the number of pivots that betweenness is estimated from,
        0 where it is exact.
    without
        Roles of which nothing is known to be demanded; `without_count` is how many there are.
    unwanted
        How many capabilities no role has to do with.
    """

    kinds: Mapping[str, int]
    predicates: tuple[tuple[str, int], ...]
    roles: int
    capabilities: int
    ties: int
    density: float
    per_role: tuple[int, float, int]
    wanted: tuple[Wanted, ...]
    bridges: tuple[Bridge, ...]
    estimated_from: int
    without: tuple[Node, ...]
    without_count: int
    unwanted: int

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        return bundle(self)


def stats(dataset: Dataset, matrix: RoleMatrix, top: int = 10) -> Stats:
    """The statistics of a dataset.

    Parameters
    ----------
    matrix
        Its role by requirement matrix.
    top
        How many capabilities of each sort are named.

    Notes
    -----
    Bridges are found on the bipartite graph of roles and what they demand. Betweenness [1]_ is exact for small graphs,
    and estimated from pivots drawn with a fixed seed for others [2]_; clustering is that of bipartite graphs [3]_.

    References
    ----------
    .. [1] U. Brandes, "A faster algorithm for betweenness centrality", Journal of Mathematical Sociology 25, 2001.
    .. [2] U. Brandes and C. Pich, "Centrality estimation in large networks", Int. Journal of Bifurcation and Chaos 17,
       2007.
    .. [3] M. Latapy, C. Magnien and N. Del Vecchio, "Basic notions for the analysis of large two-mode networks", Social
       Networks 30, 2008.
    """
    import numpy as np

    tied = matrix.having()
    degrees = np.diff(tied.indptr)
    demanding = np.diff(matrix.having(_ESSENTIAL).indptr)
    without = [role for role, number in zip(matrix.roles, demanding.tolist(), strict=True) if not number]
    known = sum(len(dataset.subjects(RDF + "type", kind.class_iri)) for kind in CAPABILITY_KINDS)
    pairs = len(matrix.roles) * known
    bridges, pivots = _bridges(dataset, matrix, top)
    return Stats(
        kinds=info(dataset).counts,
        predicates=_predicates(dataset),
        roles=len(matrix.roles),
        capabilities=known,
        ties=int(tied.nnz),
        density=tied.nnz / pairs if pairs else 0.0,
        per_role=(int(degrees.min()), float(np.median(degrees)), int(degrees.max())) if len(degrees) else (0, 0.0, 0),
        wanted=_most_wanted(dataset, matrix, top),
        bridges=bridges,
        estimated_from=pivots,
        without=nodes(dataset, without)[:_NAMED],
        without_count=len(without),
        unwanted=known - int((np.bincount(tied.indices, minlength=len(matrix.capabilities)) > 0).sum()),
    )


def _predicates(dataset: Dataset) -> tuple[tuple[str, int], ...]:
    sizes = dataset.predicate_sizes()
    return tuple(sorted(((shorten(one), size) for one, size in sizes.items()), key=lambda row: (-row[1], row[0])))


def _most_wanted(dataset: Dataset, matrix: RoleMatrix, top: int) -> tuple[Wanted, ...]:
    import numpy as np

    def counts(bits: int) -> Any:
        return np.bincount(matrix.having(bits).indices, minlength=len(matrix.capabilities))

    demanded, preferred, used, tied = (
        counts(bits) for bits in (_ESSENTIAL, PREFERS, USES, _ESSENTIAL | PREFERS | USES)
    )
    order = np.lexsort((np.arange(len(tied)), -tied, -demanded))[:top]
    distinctiveness = np.log1p(len(matrix.roles) / np.maximum(tied, 1))
    return tuple(
        Wanted(
            node(dataset, matrix.capabilities[place]),
            int(demanded[place]),
            int(preferred[place]),
            int(used[place]),
            float(distinctiveness[place]),
        )
        for place in order.tolist()
    )


def _bridges(dataset: Dataset, matrix: RoleMatrix, top: int) -> tuple[tuple[Bridge, ...], int]:
    import networkx as nx

    graph = _demands(matrix)
    pivots = 0 if len(graph) <= _EXACT else _PIVOTS
    # networkx scales estimates by itself; the seed makes two runs the same.
    between: dict[str, float] = nx.betweenness_centrality(graph, k=pivots or None, seed=0)
    known = frozenset(matrix.capabilities)
    ranked = sorted((one for one in graph if one in known and between[one]), key=lambda one: (-between[one], one))
    found: list[Bridge] = []
    for one in ranked:
        # No score is above its betweenness: once that is below the best scores, the rest cannot be among them.
        if len(found) == top and between[one] <= found[-1].score:
            break
        clustering = cast(dict[str, float], nx.bipartite.clustering(graph, [one]))[one]
        score = between[one] * (1 - clustering)
        found.append(Bridge(node(dataset, one), score, between[one], clustering, graph.degree(one)))
        found = sorted(found, key=lambda bridge: (-bridge.score, bridge.capability.iri))[:top]
    return tuple(found), pivots


def _demands(matrix: RoleMatrix) -> nx.Graph[str]:
    """Roles and what they demand, as a bipartite graph; what they prefer or use where nothing is demanded at all."""
    import networkx as nx

    graph: nx.Graph[str] = nx.Graph()
    bits = _ESSENTIAL if matrix.having(_ESSENTIAL).nnz else PREFERS | USES
    graph.add_edges_from(matrix.pairs(bits))
    return graph
