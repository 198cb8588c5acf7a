"""Comparisons as scenes.

What all roles share is in the middle, what some of them share between those, and what only one has at its side.
"""

from __future__ import annotations

import math

from rolegraph.analysis.comparison import ComparedRequirement, Comparison, ComparisonRow
from rolegraph.model.nodes import Necessity, slugify
from rolegraph.rdf.dataset import Dataset
from rolegraph.render.figures.arrangement import COLUMN, ROW, Point, apart, grid, placed
from rolegraph.render.figures.cards import scene_node
from rolegraph.render.figures.scene import Fact, Scene, SceneEdge, capped
from rolegraph.render.text import origins
from rolegraph.render.views.analysis_views import how


def comparison_scene(dataset: Dataset, comparison: Comparison, most: int) -> Scene:
    """Roles with everything they require, use or are found in, each near the roles that have it."""
    roles = comparison.roles
    nodes = [scene_node(dataset, role, group="start", important=4.0) for role in roles]
    edges = []
    for row in comparison.rows:
        facts = []
        for role, requirement in zip(roles, row.asks, strict=True):
            facts.append(Fact(role.label, (how(requirement),)))
            if requirement is not None:
                word, loose = _relation(requirement)
                edges.append(SceneEdge(role.iri, row.node.iri, word, how(requirement), loose=loose))
        group = "shared" if row.count == len(roles) else "own" if row.count == 1 else ""
        nodes.append(scene_node(dataset, row.node, *facts, group=group, important=float(row.count)))
        later = (other for other in row.related if other > row.node)
        edges += [SceneEdge(row.node.iri, other.iri, "related", loose=True) for other in later]
    kept, between, total = capped(nodes, edges, most)
    shared = len(comparison.shared())
    own = ", ".join(f"{len(comparison.only(place))} only {role.label}" for place, role in enumerate(roles))
    return Scene(
        name=slugify("compare " + " ".join(role.slug for role in roles)),
        title=" and ".join(role.label for role in roles),
        summary=(f"{shared} shared by all; {own}.", *(text.text for text in origins(comparison.unrecorded))),
        nodes=placed(kept, _comparison_places(comparison)),
        edges=tuple(between),
        total=total,
    )


def _comparison_places(comparison: Comparison) -> dict[str, Point]:
    """Two roles at the sides, more on a circle; what only some have stands between or outside of them."""
    roles = comparison.roles
    groups: dict[tuple[bool, ...], list[ComparisonRow]] = {}
    for row in comparison.rows:
        groups.setdefault(tuple(requirement is not None for requirement in row.asks), []).append(row)
    largest = max((len(rows) for rows in groups.values()), default=1)
    radius = COLUMN * (1.6 + 0.4 * math.sqrt(largest))
    centres = [_on_circle(place, len(roles), radius * 0.62) for place in range(len(roles))]
    places = {role.iri: centre for role, centre in zip(roles, centres, strict=True)}
    for pattern, rows in groups.items():
        having = [place for place, there in enumerate(pattern) if there]
        if len(having) == 1:
            centre = _on_circle(having[0], len(roles), radius * 1.25)
        else:
            pull = 0.0 if len(having) == len(roles) else 0.7
            centre = (
                pull * sum(centres[place][0] for place in having) / len(having),
                pull * sum(centres[place][1] for place in having) / len(having),
            )
        across = max(1, round(math.sqrt(len(rows) * ROW / COLUMN)))
        places |= grid([row.node.iri for row in rows], centre, across)
    return apart(places, width=COLUMN * 0.8, height=ROW * 0.8) if len(roles) > 2 else places


def _on_circle(place: int, count: int, radius: float) -> Point:
    """The place of a role: the first at the left, and then clockwise."""
    angle = math.pi + 2 * math.pi * place / count
    return radius * math.cos(angle), radius * math.sin(angle) * (0.75 if count > 2 else 0.0)


def _relation(requirement: ComparedRequirement) -> tuple[str, bool]:
    """What an edge is called, and whether the role can do without."""
    if requirement.necessity is None:
        return ("uses", True) if requirement.used else ("industry", False)
    if requirement.example:
        return "example", True
    return ("requires", False) if requirement.necessity is Necessity.ESSENTIAL else ("prefers", True)
