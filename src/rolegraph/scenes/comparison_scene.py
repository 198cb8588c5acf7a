"""A comparison as a scene: what all roles share in the middle, what some do between them, their own at the sides."""

from __future__ import annotations

import math

from rolegraph.comparison import Ask, Comparison, Row
from rolegraph.scales import Necessity
from rolegraph.scenes.capping import capped
from rolegraph.scenes.cards import scene_node
from rolegraph.scenes.layout import COLUMN, ROW, Place, apart, grid, placed
from rolegraph.scenes.model import Fact, Scene, SceneEdge
from rolegraph.store.dataset import Dataset
from rolegraph.vocabulary import slugify


def comparison_scene(dataset: Dataset, comparison: Comparison, most: int = 500) -> Scene:
    """Roles, and everything that they ask for, use or are found in, each thing near the roles that have it."""
    roles = comparison.roles
    nodes = [scene_node(dataset, role, group="start", important=4.0) for role in roles]
    edges = []
    for row in comparison.rows:
        facts = [Fact(role.label, (_words(ask),)) for role, ask in zip(roles, row.asks, strict=True)]
        group = "shared" if row.count == len(roles) else "own" if row.count == 1 else ""
        nodes.append(scene_node(dataset, row.node, *facts, group=group, important=float(row.count)))
        for role, ask in zip(roles, row.asks, strict=True):
            if ask is not None:
                edges.append(SceneEdge(role.iri, row.node.iri, _relation(ask), _words(ask), loose=_is_loose(ask)))
        later = (other for other in row.related if other > row.node)
        edges += [SceneEdge(row.node.iri, other.iri, "related", loose=True) for other in later]
    kept, between, total = capped(nodes, edges, most)
    shared = len(comparison.shared())
    own = ", ".join(f"{len(comparison.only(place))} only {role.label}" for place, role in enumerate(roles))
    return Scene(
        name=slugify("compare " + " ".join(role.slug for role in roles)),
        title=" and ".join(role.label for role in roles),
        summary=(f"{shared} shared by all; {own}.",),
        nodes=placed(kept, _places(comparison)),
        edges=tuple(between),
        total=total,
    )


def _places(comparison: Comparison) -> dict[str, Place]:
    """Two roles at the sides, more on a circle; what only some have stands between or outside of them."""
    roles = comparison.roles
    groups: dict[tuple[bool, ...], list[Row]] = {}
    for row in comparison.rows:
        groups.setdefault(tuple(ask is not None for ask in row.asks), []).append(row)
    largest = max((len(rows) for rows in groups.values()), default=1)
    radius = COLUMN * (1.6 + 0.4 * math.sqrt(largest))
    centres = {place: _on_circle(place, len(roles), radius * 0.62) for place in range(len(roles))}
    places = {role.iri: centres[place] for place, role in enumerate(roles)}
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
    return apart(places, list(places), width=COLUMN * 0.8, height=ROW * 0.8) if len(roles) > 2 else places


def _on_circle(place: int, count: int, radius: float) -> Place:
    """The place of a role: the first at the left, and then clockwise."""
    angle = math.pi + 2 * math.pi * place / count
    return radius * math.cos(angle), radius * math.sin(angle) * (0.75 if count > 2 else 0.0)


def _relation(ask: Ask) -> str:
    if ask.necessity is None:
        return "uses" if ask.used else "found in"
    return "example" if ask.example else "asks for" if ask.necessity is Necessity.ESSENTIAL else "prefers"


def _is_loose(ask: Ask) -> bool:
    """What a role can do without."""
    if ask.necessity is None:
        return ask.used
    return ask.example or ask.necessity is not Necessity.ESSENTIAL


def _words(ask: Ask | None) -> str:
    """How a role asks for something, in words."""
    if ask is None:
        return "-"
    if ask.necessity is None:
        return "uses it" if ask.used else "is found there"
    parts = [ask.necessity.value]
    parts += [f"at {ask.level} level"] if ask.level else []
    parts += ["an example"] if ask.example else [f"one of {ask.one_of}"] if ask.one_of > 1 else []
    parts += ["in use"] if ask.used else []
    return ", ".join(parts)
