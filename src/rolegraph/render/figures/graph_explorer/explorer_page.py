"""The page on which a graph is explored: its kinds as a drawing and as tables, which need no scripts, and all of it as
data, from which scripts make lists and neighbourhoods.

Data of many nodes are compressed: a browser reads what `packed` gives.
"""

from __future__ import annotations

import zlib
from base64 import b64encode
from itertools import groupby
from string import Template
from typing import Any, Final

from rolegraph.render.figures.graph_explorer.contents import Contents, Relation
from rolegraph.render.figures.graph_explorer.kind_map import (
    LINE,
    OWN_LINES,
    KindMap,
    KindSpot,
    TieSpot,
    beside,
    control,
    kind_map,
    lines_of_ties,
    ties_of,
)
from rolegraph.render.figures.graph_explorer.surroundings import Branch, branches_of
from rolegraph.render.figures.looks import LOOKS
from rolegraph.render.figures.page import Parts, as_html, as_json, document, part, search_box

_FEW: Final = 2_000  # nodes, whose data are left as they are
_SCRIPTS: Final = ("explorer_data", "explorer_tree", "explorer_lists", "search", "explorer")
_ARROW: Final = (
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0 0L8 4L0 8Z" class="arrow"/></marker></defs>'
)


def explorer_page(contents: Contents, title: str, start: Branch | None) -> str:
    """The page of a graph, which begins with its kinds or with what is around a node."""
    drawn, graph = kind_map(contents), graph_data(contents)
    many = len(contents.nodes) > _FEW
    data = {
        "title": title,
        "cut": contents.cut,
        "kinds": [{"kind": kind.value, "plural": kind.plural} for kind in contents.by_kind],
        "relations": [relation.words._asdict() for relation in contents.relations],
        "start": None if start is None else _opened(start),
        "graph": None if many else graph,
        "packed": packed(graph) if many else "",
    }
    parts = {"search": search_box("a name"), "map": _drawing(drawn), "tables": _tables(contents)}
    body = Template(part("explorer.html")).substitute(parts)
    return document(
        Parts(
            title=title,
            summary=(*contents.summary, contents.cut),
            body=body,
            language=contents.language,
            data=data,
            styles=("explorer",),
            scripts=_SCRIPTS,
            network=True,
        )
    )


def graph_data(contents: Contents) -> dict[str, Any]:
    """All nodes and edges in columns; the nodes that edges start from as differences to the one before."""
    return {
        "kinds": [[kind.value, sum(1 for _ in some)] for kind, some in groupby(node.kind for node in contents.nodes)],
        "ids": [node.iri for node in contents.nodes],
        "labels": [node.label for node in contents.nodes],
        "names": contents.names,
        "definitions": contents.definitions,
        "codes": contents.codes,
        "hours": contents.hours,
        "origins": contents.origins,
        "sources": [{"title": source.title, "url": source.url} for source in contents.sources],
        "edges": [_columns(relation) for relation in contents.relations],
    }


def packed(value: object) -> str:
    """A value as JSON, compressed as browsers decompress it (raw deflate), in base64."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return b64encode(deflate.compress(as_json(value).encode("ascii")) + deflate.flush()).decode("ascii")


def _columns(relation: Relation) -> list[list[int]]:
    starts = [start for start, _, _ in relation.edges]
    steps = [start - before for start, before in zip(starts, [0, *starts], strict=False)]
    levels = [level for _, _, level in relation.edges]
    return [steps, [end for _, end, _ in relation.edges], levels if any(levels) else []]


def _opened(root: Branch) -> dict[str, Any]:
    """What is opened at first: for each node, how many of each of its groups are drawn."""
    opened = [
        [branch.number, [[bunch.group.relation, bunch.group.backward, len(bunch.branches)] for bunch in branch.bunches]]
        for branch in branches_of(root)
        if branch.bunches
    ]
    return {"node": root.number, "open": opened}


def _drawing(drawn: KindMap) -> str:
    """The kinds as SVG: each kind and each relation is a link, to its nodes or to examples."""
    lines = [_line(spot) for spot in drawn.ties]
    words = [_words(spot) for spot in drawn.ties]
    kinds = [_kind(spot) for spot in drawn.kinds]
    size = f'viewBox="0 0 {drawn.width:g} {drawn.height:g}" width="{drawn.width:g}" height="{drawn.height:g}"'
    return (
        f'<svg id="kinds-map" {size} role="group" aria-label="Kinds and what joins them">{_ARROW}'
        f"{''.join([*lines, *words, *kinds])}</svg>"
    )


def _line(spot: TieSpot) -> str:
    bent_x, bent_y = control(spot)
    (x0, y0), (x1, y1) = (beside(end, bent_x, bent_y) for end in (spot.start, spot.end))
    path = f"M{x0:.1f} {y0:.1f}Q{bent_x:.1f} {bent_y:.1f} {x1:.1f} {y1:.1f}"
    return f'<path class="tie" d="{path}" marker-end="url(#arrow)"/>'


def _words(spot: TieSpot) -> str:
    width, height = spot.size
    box = (
        f'<rect class="ground" x="{spot.x - width / 2:.1f}" y="{spot.y - height / 2:.1f}" width="{width:.1f}"'
        f' height="{height:.1f}"/>'
    )
    texts = []
    for number, (text, tie) in enumerate(spot.lines):
        y = spot.y - height / 2 + LINE * (number + 0.78)
        line = f'<text class="words" x="{spot.x:.1f}" y="{y:.1f}">{as_html(text)}</text>'
        says = f"{spot.start.kind.plural} to {spot.end.kind.plural}: {text}"
        texts.append(f'<a href="#{tie.address}" aria-label="{as_html(says)}">{line}</a>' if tie else line)
    return box + "".join(texts)


def _kind(spot: KindSpot) -> str:
    place = f"translate({spot.x:.1f} {spot.y:.1f}) scale({spot.radius:.1f})"
    shape = f'<path transform="{place}" fill="var(--{spot.kind})" d="{LOOKS[spot.kind].path}"/>'
    y = spot.y + spot.radius + 17
    name = f'<text class="kind-name" x="{spot.x:.1f}" y="{y:.1f}">{spot.text}</text>'
    own = []
    for number, (text, tie) in enumerate(lines_of_ties(spot.own, OWN_LINES), 1):
        line = f'<text class="words" x="{spot.x:.1f}" y="{y + LINE * number:.1f}">\u21bb {as_html(text)}</text>'
        says = f"{spot.kind.plural} among themselves: {text}"
        own.append(f'<a href="#{tie.address}" aria-label="{as_html(says)}">{line}</a>' if tie else line)
    return f'<a class="kind-link" href="#kind={spot.kind}">{shape}{name}</a>{"".join(own)}'


def _tables(contents: Contents) -> str:
    """Kinds, relations and sources as tables."""
    kinds = "".join(
        f'<tr><th scope="row"><a href="#kind={kind}">{kind.plural}</a></th><td>{count:,}</td></tr>'
        for kind, count in contents.by_kind.items()
    )
    ties = "".join(
        f'<tr><th scope="row"><a href="#{tie.address}">{tie.start} <em>{as_html(tie.words.forward)}</em> {tie.end}'
        f"</a></th><td>{tie.edges:,}</td></tr>"
        for tie in ties_of(contents)
    )
    total = sum(source.statements for source in contents.sources) or 1
    sources = "".join(
        f'<tr><th scope="row">{_source(source.title, source.url)}</th><td>{source.statements:,}</td>'
        f"<td>{_share(source.statements / total)}</td></tr>"
        for source in contents.sources
    )
    tables = (
        ("Kinds", "kind", ("nodes",), kinds),
        ("Relations", "from, relation, to", ("edges",), ties),
        ("Sources", "source", ("statements", "share"), sources),
    )
    return "".join(_table(*table) for table in tables if table[-1])


def _table(title: str, first: str, columns: tuple[str, ...], rows: str) -> str:
    heads = "".join(f'<th scope="col">{column}</th>' for column in columns)
    return (
        f'<h2>{title}</h2><table class="counts"><thead><tr><th scope="col">{first}</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _source(title: str, url: str) -> str:
    if not url:
        return as_html(title)
    return f'<a href="{as_html(url)}" rel="noopener noreferrer" target="_blank">{as_html(title)}</a>'


def _share(part_of: float) -> str:
    return f"{part_of:.0%}" if part_of >= 0.01 or not part_of else "under 1%"
