"""The page of a map of roles: the map, the neighbours of the chosen role, and all roles by cluster as text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from string import Template
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from rolegraph.render.figures.looks import SERIES
from rolegraph.render.figures.page import Parts, as_html, document, search_box
from rolegraph.render.text import counted

if TYPE_CHECKING:
    from rolegraph.render.figures.roles_map import MapLink, RolesMap

_NAMED: Final = 3  # neighbours that the text names of each role

_BODY: Final = Template("""<a class="skip" id="skip" href="#by-cluster">Skip to all roles by cluster</a>
<div class="toolbar" role="search">
$search<div class="buttons">
<button type="button" id="closer" aria-label="Zoom in" title="Zoom in">+</button>
<button type="button" id="farther" aria-label="Zoom out" title="Zoom out">&minus;</button>
<button type="button" id="whole">Whole map</button>
<button type="button" id="save">Save as PNG</button>
</div>
</div>
<main class="map">
<section id="map" tabindex="0" aria-label="Map: arrow keys move it, plus and minus zoom">
<canvas id="drawing" role="img" aria-label="A map of roles; the text below says the same"></canvas>
</section>
<section id="card" tabindex="0" aria-label="Chosen role"></section>
</main>
""")


def map_page(shown: RolesMap) -> str:
    """The page as HTML."""
    return document(
        Parts(
            title=shown.title,
            summary=(shown.summary, shown.cut),
            body=_BODY.substitute(search=search_box("a role")) + "".join(_text(shown)),
            language=shown.language,
            data=_data(shown),
            styles=("map",),
            scripts=("map_view", "map_drawing", "search", "map"),
        )
    )


def _text(shown: RolesMap) -> Iterator[str]:
    """Clusters and their roles as lists, each role with the first of its neighbours."""
    ids = _ids(shown)
    yield '<section id="by-cluster" tabindex="-1" aria-labelledby="by-cluster-title">'
    yield '<h2 id="by-cluster-title">All roles by cluster</h2>\n'
    if not shown.roles:
        yield "<p>There is nothing to show.</p>"
    for number, cluster in enumerate(shown.clusters):
        words = counted(len(cluster.members), "role")
        yield f'<details data-cluster="{number}"><summary><i class="dot series-{cluster.colour}"></i>'
        yield f'<span class="name">{as_html(cluster.name)}</span> <small>{words}</small></summary>\n<ul>\n'
        for place in sorted(cluster.members, key=lambda place: shown.roles[place].node.label.casefold()):
            role = shown.roles[place]
            near = "; ".join(as_html(link.label) for link in sorted(role.links, key=lambda link: -link.score)[:_NAMED])
            yield f'<li><a href="#role={quote(ids[place], safe="")}">{as_html(role.node.label)}</a>'
            yield f' <span class="note">near {near}</span></li>\n' if near else "</li>\n"
        yield "</ul></details>\n"
    yield "</section>\n"


def _ids(shown: RolesMap) -> list[str]:
    """What the address calls each role: its slug, or its IRI where several have that slug."""
    slugs = Counter(role.node.slug for role in shown.roles)
    return [role.node.slug if slugs[role.node.slug] == 1 else role.node.iri for role in shown.roles]


def _data(shown: RolesMap) -> dict[str, Any]:
    """What the scripts read; names of things that several roles have in common are given once, by number."""
    things: dict[str, int] = {}
    ids = _ids(shown)
    return {
        "name": shown.name,
        "kinds": [{"colour": kind.value} for kind in SERIES],
        "clusters": [
            {"name": cluster.name, "colour": cluster.colour, "members": cluster.members} for cluster in shown.clusters
        ],
        "roles": [
            {
                "id": ids[place],
                "label": role.node.label,
                "names": role.names,
                "definition": role.definition,
                "x": role.x,
                "y": role.y,
                "cluster": role.cluster,
                "near": role.neighbour_of,
                "links": [_link(link, things) for link in role.links],
            }
            for place, role in enumerate(shown.roles)
        ],
        "ties": [(one, other) for one, other, _ in shown.ties],
        "chosen": shown.chosen,
        "things": list(things),
        "measure": _measure(shown),
    }


def _link(link: MapLink, things: dict[str, int]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "to": link.label if link.place is None else link.place,
        "score": f"{link.score:.2f}",
        "tier": link.tier,
        "heading": link.heading,
        "takes": link.takes,
        "why": link.why,
        "alike": [things.setdefault(thing, len(things)) for thing in link.alike],
    }
    return {name: value for name, value in found.items() if value not in ("", [])}


def _measure(shown: RolesMap) -> str:
    close, related, basis = shown.thresholds
    brief = "" if shown.is_detailed else " What a move takes is said by `rolegraph nearest`."
    return (
        f"Close: a score of {close:.2f} or more. Related: {related:.2f} or more. How these were set: {basis}. "
        "A map cannot show all neighbours of all roles next to each other: the list is exact." + brief
    )
