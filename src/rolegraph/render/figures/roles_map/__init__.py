"""Roles as a map: those that are alike near each other, clusters named, and for each role those nearest to it.

What is near on the map is what `nearest` names as far as a plane allows; the lists beside it are those of `nearest`,
with its scores and words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from rolegraph.facts.labels import definitions, main_language, node, other_names
from rolegraph.mobility.index import MobilityIndex
from rolegraph.mobility.nearest import nearest
from rolegraph.mobility.neighbourhoods import NOTHING_ALIKE, Neighbourhoods, neighbourhoods
from rolegraph.mobility.similarity import Facet
from rolegraph.model.moves import Nearest, Thresholds
from rolegraph.model.nodes import Kind, Node
from rolegraph.rdf.dataset import Dataset
from rolegraph.render.figures.looks import SERIES
from rolegraph.render.figures.picture import ImageFormat, Picture
from rolegraph.render.figures.roles_map.clusters import Cluster, clusters_of
from rolegraph.render.figures.roles_map.map_places import WIDE, affinities, placed
from rolegraph.render.figures.scene import Fact, Scene, SceneEdge, SceneNode
from rolegraph.render.text import counted, effort
from rolegraph.render.views.mobility_views import heading_of, reasons

MOST_ROLES: Final = 5_000  # on a map, unless more are asked for
NEIGHBOURS: Final = 10  # of each role that are named
DETAILED: Final = 100  # roles of a map for which it is said what a move to each neighbour takes
_STRONGEST: Final = 2  # neighbours of a role; two that are among each other's are joined by a line
_NAMED: Final = 3  # things that two roles have in common
_ALIKE_IN: Final = ("requirements", "knowledge", "skills", "work")  # the first of these that the graph has


class MapLink(NamedTuple):
    """A neighbour of a role: its label, its place among the roles of the map if it is on it, and how near it is.

    `heading` is what `nearest` lists it under; `takes` what a move there takes and `why` what is shared and missing,
    where the map says so; `alike` is what both have in common.
    """

    label: str
    place: int | None
    score: float
    tier: str
    heading: str
    takes: str = ""
    why: str = ""
    alike: tuple[str, ...] = ()


class MapRole(NamedTuple):
    """A role on the map, with its place, its cluster by number, its neighbours, and how many roles it is one of."""

    node: Node
    names: tuple[str, ...]
    definition: str
    x: int
    y: int
    cluster: int
    links: tuple[MapLink, ...]
    neighbour_of: int


@dataclass(frozen=True)
class RolesMap(Picture):
    """Roles as a map."""

    roles: tuple[MapRole, ...]
    clusters: tuple[Cluster, ...]
    total: int
    thresholds: Thresholds
    chosen: int | None = None

    @property
    def cut(self) -> str:
        """How many roles are not on the map."""
        left = self.total - len(self.roles)
        return f"{counted(left, 'role')} of {self.total:,} not shown: those of which least is recorded" if left else ""

    @property
    def summary(self) -> str:
        """What the map shows, in a line."""
        if not self.roles:
            return "The graph has no roles."
        clusters = f" in {counted(len(self.clusters), 'cluster')}" if len(self.clusters) > 1 else ""
        return f"{counted(len(self.roles), 'role')}{clusters}. The nearer, the more alike."

    @property
    def is_detailed(self) -> bool:
        """Whether it says of every role what a move to each neighbour takes."""
        return len(self.roles) <= DETAILED

    @property
    def ties(self) -> tuple[tuple[int, int, float], ...]:
        """Pairs of roles, by place, that are among each other's most similar, with their similarity."""
        best: list[dict[int, float]] = []
        for role in self.roles:
            links = sorted(role.links, key=lambda link: -link.score)[:_STRONGEST]
            best.append({link.place: link.score for link in links if link.place is not None})
        return tuple(
            (one, other, score)
            for one, its in enumerate(best)
            for other, score in sorted(its.items())
            if one < other and one in best[other]
        )

    def page(self) -> str:
        """A page to explore the map."""
        from rolegraph.render.figures.roles_map.map_page import map_page

        return map_page(self)

    def image(self, format_: ImageFormat) -> bytes:
        """The map with its clusters named, and the roles that most others are near to."""
        from rolegraph.render.figures.roles_map.map_image import map_image

        return map_image(self, format_)

    def scene(self) -> Scene:
        """All roles, each with the neighbours that `nearest` gives of it."""
        nodes = tuple(_scene_node(role, self.clusters) for role in self.roles)
        ties = {pair for one, other, _ in self.ties for pair in ((one, other), (other, one))}
        edges = tuple(
            SceneEdge(
                role.node.iri,
                self.roles[link.place].node.iri,
                link.tier,
                f"similarity {link.score:.2f}",
                strong=(place, link.place) in ties,
                loose=(place, link.place) not in ties,
            )
            for place, role in enumerate(self.roles)
            for link in role.links
            if link.place is not None
        )
        summary = tuple(filter(None, (self.summary, self.cut)))
        return Scene(self.name, self.title, summary, nodes, edges, self.total, self.language)

    def diagram(self) -> Scene:
        """All roles, joined where they are among each other's most similar: more lines than these are no diagram."""
        scene, words = self.scene(), "Roles that are among each other's two most similar are joined; others are not."
        edges = tuple(edge for edge in scene.edges if edge.strong and edge.start < edge.end)
        return scene._replace(title=f"{self.title}. {words}", edges=edges)


def roles_map(index: MobilityIndex, most: int | None = None, chosen: str | None = None) -> RolesMap:
    """The map of the roles of a graph, or of so many, those of which most is recorded; begun at one, by its IRI.

    Parameters
    ----------
    index
        Of the graph.
    most
        How many roles are shown at most; 5,000 where None.
    chosen
        A role to begin at; it is on the map in any case.

    Notes
    -----
    A plane holds fewer neighbours than there are: of the ten nearest to a role, about six are among the ten dots that
    are closest to its own. The list of a role is exact.
    """
    dataset, similarity = index.dataset, index.similarity
    rows = _shown(index, MOST_ROLES if most is None else most, chosen)
    found = neighbourhoods(index, rows, NEIGHBOURS, WIDE)
    places = placed(found.alike, found.scores)
    pull = affinities(found.alike, found.scores)
    clusters = clusters_of(dataset, similarity, rows, pull, places, len(SERIES))
    cluster_of = {place: number for number, cluster in enumerate(clusters) for place in cluster.members}
    place_of = {row: place for place, row in enumerate(rows)}
    popular = Counter(near.row for of_role in found.nearest for near in of_role)
    start = None if chosen is None else place_of[similarity.row_of[chosen]]
    roles = []
    for place, row in enumerate(rows):
        iri, (x, y) = similarity.roles[row], places[place].tolist()
        is_detailed = len(rows) <= DETAILED or place == start
        links = _detailed(index, row, place_of) if is_detailed else _links(index, found, place, place_of)
        definition = next((one.text for one in definitions(dataset, iri)), "")
        names = other_names(dataset, iri)
        roles.append(MapRole(node(dataset, iri), names, definition, x, y, cluster_of[place], links, popular[row]))
    language = main_language(dataset)
    return RolesMap(
        "roles", "A map of roles", language, tuple(roles), clusters, len(similarity.roles), similarity.thresholds, start
    )


def _shown(index: MobilityIndex, most: int, chosen: str | None) -> list[int]:
    """The rows of the roles that are shown: those of which most is recorded, where not all are."""
    import numpy as np

    efforts = index.efforts
    recorded = np.diff(efforts.weights.indptr) + np.diff(efforts.tool_weights.indptr)
    order = np.lexsort((np.arange(len(recorded)), -recorded)).tolist()
    if chosen is not None:
        row = index.similarity.row_of[chosen]
        order = [row, *(other for other in order if other != row)]
    return sorted(order[:most])


def _links(index: MobilityIndex, found: Neighbourhoods, place: int, place_of: dict[int, int]) -> tuple[MapLink, ...]:
    near = found.nearest[place]
    roles, facet = index.similarity.roles, _facet(index)
    directed = any(one.move is not None for one in near)
    return tuple(
        MapLink(
            node(index.dataset, roles[one.row]).label,
            place_of.get(one.row),
            one.score,
            str(one.tier),
            heading_of(one.tier, one.move, directed=directed),
            alike=_common(index.dataset, facet, found.rows[place], one.row),
        )
        for one in near
    )


def _detailed(index: MobilityIndex, row: int, place_of: dict[int, int]) -> tuple[MapLink, ...]:
    """The same from the answer of `nearest`, with what each move takes."""
    roles = index.similarity
    answer = nearest(index, roles.roles[row], limit=NEIGHBOURS)
    directed = any(one.move is not None for one in answer.neighbours)
    return tuple(
        MapLink(
            one.role.label,
            place_of.get(roles.row_of[one.role.iri]),
            one.score,
            str(one.tier),
            heading_of(one.tier, one.move, directed=directed),
            takes=_takes(answer, number),
            why=" ".join(list(reasons(one, answer))[1:]),
        )
        for number, one in enumerate(answer.neighbours)
        if one.score >= NOTHING_ALIKE
    )


def _takes(answer: Nearest, number: int) -> str:
    """How much of what is essential is met, and what is left to learn."""
    one = answer.neighbours[number]
    if not one.essential:
        return ""
    estimated = ", estimated" if one.unrecorded is not None else ""
    left = effort(one.hours, one.steps or 0, one.capabilities) if one.steps is not None else ""
    return "; ".join(filter(None, (f"meets {one.met} of {one.essential}{estimated}", left)))


def _facet(index: MobilityIndex) -> Facet | None:
    """What says what two roles have in common."""
    facets = {facet.name: facet for facet in index.similarity.facets}
    return next((facets[name] for name in _ALIKE_IN if name in facets), None)


def _common(dataset: Dataset, facet: Facet | None, one: int, other: int) -> tuple[str, ...]:
    terms: Sequence[str] = () if facet is None else facet.most_shared(one, other)[:_NAMED]
    return tuple(node(dataset, term).label if ":" in term else term for term in terms)


def _scene_node(role: MapRole, clusters: Sequence[Cluster]) -> SceneNode:
    facts = [Fact("Cluster", (clusters[role.cluster].name,))]
    if role.definition:
        facts.append(Fact("Definition", (role.definition,)))
    return SceneNode(
        id=role.node.iri,
        label=role.node.label,
        kind=Kind.ROLE,
        names=role.names,
        x=float(role.x),
        y=float(role.y),
        important=float(role.neighbour_of),
        facts=tuple(facts),
    )
