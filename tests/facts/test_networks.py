"""The NetworkX views."""

from __future__ import annotations

import io
import json
from typing import cast

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.facts.networks import VIEWS, View, learning_graph
from rolegraph.graph import RoleGraph
from rolegraph.rdf.vocabulary import ID
from rolegraph.render.export import NETWORK_FORMATS
from rolegraph.render.figures.diagrams import network_bytes


@pytest.mark.parametrize("view", VIEWS)
def test_every_node_and_edge_is_typed(small: RoleGraph, view: View) -> None:
    graph = small.to_networkx(view)
    assert all({"label", "kind"} <= data.keys() for _, data in graph.nodes(data=True))
    assert all(data["relation"] for _, _, data in graph.edges(data=True))
    assert not graph.is_multigraph()


def test_the_learning_view(small: RoleGraph) -> None:
    graph = small.to_networkx("learning")
    sugar, heat, dough, stone = (
        ID + name for name in ("skill/sugar-work", "skill/heat", "skill/dough", "tool/stone-oven")
    )
    assert graph.edges[heat, sugar]["relation"] == "prerequisite"
    assert graph.edges[stone, heat]["relation"] == "narrower"
    assert graph.edges[dough, sugar]["strength"] == graph.edges[sugar, dough]["strength"] == 0.5
    assert graph.edges[dough, sugar]["weight"] == 60 - 0.5 * 40
    assert nx.shortest_path(graph, heat, dough, weight="weight") == [heat, sugar, dough]


def test_a_part_of_the_learning_view_holds_all_that_may_be_involved(small: RoleGraph) -> None:
    graph = learning_graph(small.dataset, [ID + "skill/sugar-work"])
    assert {name.removeprefix(ID) for name in graph} == {
        "skill/sugar-work",
        "skill/heat",
        "tool/stone-oven",
        "skill/dough",
    }


def test_the_requirement_view(small: RoleGraph) -> None:
    graph = cast("nx.DiGraph[str]", small.to_networkx("requirements"))
    chef = ID + "role/pastry-chef"
    assert {data["relation"] for _, _, data in graph.out_edges(chef, data=True)} == {
        "hasRequirement",
        "usesTool",
        "foundIn",
    }
    assert graph.nodes[ID + "requirement/chef-dough"] == {
        "label": "dough", "kind": "requirement", "necessity": "essential", "level": 4,
    }  # fmt: skip


def test_the_role_view(small: RoleGraph) -> None:
    graph = small.to_networkx("roles")
    ((_, _, data),) = graph.edges(data=True)
    assert data == {"relation": "shares", "shared": 5, "jaccard": 0.5}


def test_another_view_is_refused(small: RoleGraph) -> None:
    with pytest.raises(ValueError, match="no view 'other': use one of requirements, learning, roles"):
        small.to_networkx(cast("View", "other"))


def content(graph: nx.Graph[str]) -> tuple[dict[str, dict[str, object]], dict[frozenset[str], dict[str, object]]]:
    """Nodes and edges with their attributes, less the identifiers that GEXF gives to edges."""
    nodes = {name: dict(data) for name, data in graph.nodes(data=True)}
    edges = {
        frozenset([f"1 {one}", f"2 {other}"]) if graph.is_directed() else frozenset([one, other]): {
            key: value for key, value in data.items() if key != "id"
        }
        for one, other, data in graph.edges(data=True)
    }
    return nodes, edges


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("suffix", NETWORK_FORMATS)
def test_networks_survive_a_round_trip(small: RoleGraph, view: View, suffix: str) -> None:
    graph = small.to_networkx(view)
    assert content(read(network_bytes(graph, suffix), suffix)) == content(graph)


LABELS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=12)


@given(st.dictionaries(st.sampled_from("abcd"), LABELS, min_size=1), st.sampled_from(NETWORK_FORMATS))
def test_any_label_survives_a_round_trip(labels: dict[str, str], suffix: str) -> None:
    graph: nx.Graph[str] = nx.Graph()
    for name, label in labels.items():
        graph.add_node(name, label=label, kind="tool")
    assert content(read(network_bytes(graph, suffix), suffix)) == content(graph)


def read(data: bytes, suffix: str) -> nx.Graph[str]:
    if suffix == ".json":
        return cast("nx.Graph[str]", nx.node_link_graph(json.loads(data), edges="edges"))
    reader = nx.read_graphml if suffix == ".graphml" else nx.read_gexf
    return cast("nx.Graph[str]", reader(io.BytesIO(data)))


@pytest.mark.parametrize("suffix", [".graphml", ".gexf", ".json"])
def test_the_same_network_gives_the_same_bytes(small: RoleGraph, suffix: str) -> None:
    assert network_bytes(small.to_networkx("learning"), suffix) == network_bytes(small.to_networkx("learning"), suffix)
    assert b"lastmodified" not in network_bytes(small.to_networkx("learning"), suffix)


def test_what_xml_cannot_hold_is_replaced() -> None:
    graph: nx.Graph[str] = nx.Graph()
    graph.add_node("a", label="x\x00y<&>", kind="tool")
    for suffix in (".graphml", ".gexf"):
        assert read(network_bytes(graph, suffix), suffix).nodes["a"]["label"] == "x\ufffdy<&>"
