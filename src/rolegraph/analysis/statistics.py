"""A graph in numbers: counts, density, what is most required, and what bridges roles that share little else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from rolegraph.facts.arrays import ACCEPTS, PREFERS, REQUIRES, USES, RoleMatrix
from rolegraph.facts.entities import info
from rolegraph.facts.labels import node, nodes
from rolegraph.facts.requirements import ESTIMATED
from rolegraph.model import displayed
from rolegraph.model.nodes import CAPABILITY_KINDS, Node
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF, RG, shorten

if TYPE_CHECKING:
    import networkx as nx


_ESSENTIAL: Final = REQUIRES | ACCEPTS
_PIVOTS: Final = 40  # from which betweenness is estimated where there are more nodes than _EXACT
_EXACT: Final = 1_500
_NAMED: Final = 20  # roles without requirements that are named


class RequiredCapability(NamedTuple):
    """A capability, and how many roles require it (alone or as one of several), prefer it, or use it.

    `distinctiveness` is the logarithm of one plus all roles over those that do any of this: high for what few roles
    share.
    """

    capability: Node
    required: int
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


@displayed
class Stats(NamedTuple):
    """A graph in numbers.

    Parameters
    ----------
    kinds, predicates
        How many nodes of each kind, and how many statements with each predicate, the most first.
    ties, density
        How many pairs of a role and a capability there are in which the role requires, prefers or uses the capability;
        and the share of all pairs that this is.
    per_role
        How many capabilities a role requires, prefers or uses: the fewest, the median and the most.
    most_required
        The capabilities that most roles require.
    bridges
        The capabilities that bridge most; `estimated_from` is the number of pivots that betweenness is estimated from,
        0 where it is exact.
    without_requirement
        The first roles of which no essential requirement is recorded; `without_requirement_count` is how many there
        are, and `estimated_count` of how many of them requirements are estimated.
    unused
        How many capabilities no role requires, prefers or uses.
    """

    kinds: Mapping[str, int]
    predicates: tuple[tuple[str, int], ...]
    roles: int
    capabilities: int
    ties: int
    density: float
    per_role: tuple[int, float, int]
    most_required: tuple[RequiredCapability, ...]
    bridges: tuple[Bridge, ...]
    estimated_from: int
    without_requirement: tuple[Node, ...]
    without_requirement_count: int
    unused: int
    estimated_count: int = 0


def stats(dataset: Dataset, matrix: RoleMatrix, top: int = 10) -> Stats:
    """The statistics of a dataset; `top` is how many of the most required capabilities and of the bridges are named.

    Bridges are found on the bipartite graph of roles and what they require. Betweenness [1]_ is exact for small graphs,
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

    ties = matrix.having()
    degrees = np.diff(ties.indptr)
    required = np.diff(matrix.having(_ESSENTIAL).indptr)
    without = {role for role, number in zip(matrix.roles, required.tolist(), strict=True) if not number}
    typed = (dataset.subjects(RDF + "type", kind.class_iri) for kind in CAPABILITY_KINDS)
    capabilities = sum(len(set(iris) - dataset.only_below) for iris in typed)
    pairs = len(matrix.roles) * capabilities
    bridges, pivots = _bridges(dataset, matrix, top)
    sizes = sorted(dataset.predicate_sizes().items(), key=lambda item: (-item[1], shorten(item[0])))
    return Stats(
        kinds=info(dataset).counts,
        predicates=tuple((shorten(predicate), size) for predicate, size in sizes),
        roles=len(matrix.roles),
        capabilities=capabilities,
        ties=int(ties.nnz),
        density=ties.nnz / pairs if pairs else 0.0,
        per_role=(int(degrees.min()), float(np.median(degrees)), int(degrees.max())) if len(degrees) else (0, 0.0, 0),
        most_required=_most_required(dataset, matrix, top),
        bridges=bridges,
        estimated_from=pivots,
        without_requirement=nodes(dataset, without)[:_NAMED],
        without_requirement_count=len(without),
        unused=capabilities - len(np.unique(ties.indices)),
        estimated_count=len(without & {role for role, _ in dataset.links(RG + ESTIMATED)}) if dataset.estimates else 0,
    )


def _most_required(dataset: Dataset, matrix: RoleMatrix, top: int) -> tuple[RequiredCapability, ...]:
    import numpy as np

    required, preferred, used, any_tie = (
        np.bincount(matrix.having(bits).indices, minlength=len(matrix.capabilities))
        for bits in (_ESSENTIAL, PREFERS, USES, _ESSENTIAL | PREFERS | USES)
    )
    order = np.lexsort((np.arange(len(any_tie)), -any_tie, -required))[:top]
    distinctiveness = np.log1p(len(matrix.roles) / np.maximum(any_tie, 1))
    columns = zip(*(counts[order].tolist() for counts in (required, preferred, used, distinctiveness)), strict=True)
    return tuple(
        RequiredCapability(node(dataset, matrix.capabilities[place]), *numbers)
        for place, numbers in zip(order.tolist(), columns, strict=True)
    )


def _bridges(dataset: Dataset, matrix: RoleMatrix, top: int) -> tuple[tuple[Bridge, ...], int]:
    """The capabilities that bridge most, on the graph of roles and what they require.

    Where nothing is required at all, it is the graph of what they prefer or use.
    """
    import networkx as nx

    bits = _ESSENTIAL if matrix.having(_ESSENTIAL).nnz else PREFERS | USES
    roles = frozenset(matrix.roles)  # where a graph is not valid, a role may require another
    graph: nx.Graph[str] = nx.Graph([pair for pair in matrix.pairs(bits) if pair[1] not in roles])
    pivots = 0 if len(graph) <= _EXACT else _PIVOTS
    # networkx scales estimates by itself; the seed makes two runs the same.
    betweenness: dict[str, float] = nx.betweenness_centrality(graph, k=pivots or None, seed=0)
    capabilities = (frozenset(matrix.capabilities) - roles) & {iri for iri, value in betweenness.items() if value}
    found: list[Bridge] = []
    for iri in sorted(capabilities, key=lambda iri: (-betweenness[iri], iri)):
        # No score is above its betweenness: once that is below the best scores, the rest cannot be among them.
        if len(found) == top and betweenness[iri] <= found[-1].score:
            break
        clustering = cast(dict[str, float], nx.bipartite.clustering(graph, [iri]))[iri]
        score = betweenness[iri] * (1 - clustering)
        found.append(Bridge(node(dataset, iri), score, betweenness[iri], clustering, graph.degree(iri)))
        found = sorted(found, key=lambda bridge: (-bridge.score, bridge.capability.iri))[:top]
    return tuple(found), pivots
