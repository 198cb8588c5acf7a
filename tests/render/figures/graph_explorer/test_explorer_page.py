"""The page of a graph: everything is in it, small ones as they are and large ones packed, and texts stay texts."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode
from typing import Any

import pytest

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.render.figures.graph_explorer import explorer_page
from rolegraph.render.figures.graph_explorer.contents import read_contents
from rolegraph.render.figures.graph_explorer.explorer_page import graph_data, packed
from rolegraph.render.figures.graph_explorer.kind_map import ties_of

GRAPH = rolegraph.open()
CONTENTS = read_contents(GRAPH.dataset, GRAPH.lexicon)


def data_in(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def edges_in(data: dict[str, Any]) -> list[set[tuple[int, int, int]]]:
    """The edges of each relation, read as the page reads them."""
    found = []
    for steps, ends, levels in data["edges"]:
        start, edges = 0, set()
        for place, (step, end) in enumerate(zip(steps, ends, strict=True)):
            start += step
            edges.add((start, end, levels[place] if levels else 0))
        found.append(edges)
    return found


def test_columns_give_back_every_node_and_edge() -> None:
    data = graph_data(CONTENTS)
    kinds = [kind for kind, count in data["kinds"] for _ in range(count)]
    assert list(zip(data["ids"], kinds, data["labels"], strict=True)) == [
        (node.iri, node.kind.value, node.label) for node in CONTENTS.nodes
    ]
    assert edges_in(data) == [set(relation.edges) for relation in CONTENTS.relations]


def test_a_large_graph_is_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = data_in(GRAPH.picture("graph").page())
    assert (plain["packed"], plain["cut"]) == ("", "")
    monkeypatch.setattr(explorer_page, "_FEW", 10)
    data = data_in(GRAPH.picture("graph").page())
    assert data["graph"] is None
    assert json.loads(zlib.decompress(b64decode(data["packed"]), -zlib.MAX_WBITS)) == plain["graph"]
    assert len(data["packed"]) < len(json.dumps(plain["graph"])) / 2


def test_what_is_packed_keeps_hostile_texts() -> None:
    text = "</script>\u2028 \U0001f9ea"
    assert json.loads(zlib.decompress(b64decode(packed([text])), -zlib.MAX_WBITS)) == [text]


def test_kinds_and_relations_can_be_read_without_scripts() -> None:
    page = GRAPH.picture("graph").page()
    markup = re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL)
    for tie in ties_of(CONTENTS):
        assert f'href="#{tie.address}"' in markup
        assert f"<td>{tie.edges:,}</td>" in markup
    for source in CONTENTS.sources:
        assert source.title in markup
    assert " style=" not in markup


def test_the_page_begins_with_what_is_around_a_node(small: RoleGraph) -> None:
    data = data_in(small.picture(small.resolve("dough"), depth=2).page())
    root = data["start"]["node"]
    assert data["graph"]["labels"][root] == "dough"
    opened = dict(data["start"]["open"])
    assert root in opened
    assert len(opened) > 1
