"""What is said of a node, as it is compared with those of another graph."""

from __future__ import annotations

from pathlib import Path

import rolegraph
from rolegraph.linking.node_texts import NodeText, finest_groups, node_texts
from rolegraph.model.nodes import Kind

TURTLE = """
@prefix rg: <https://w3id.org/rolegraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://example.org/> .
:baker a rg:Role ; skos:prefLabel "baker"@en ; skos:altLabel "bread maker"@en ; skos:notation "7512.1" ;
    skos:definition "Bakes bread."@en ; skos:broader :food ; rg:requires :kneading .
:cook a rg:Role ; skos:prefLabel "cook"@en ; skos:notation "5120" ; skos:broader :food .
:food a rg:Group ; skos:prefLabel "food trades"@en ; skos:broader :trades .
:trades a rg:Group ; skos:prefLabel "trades"@en .
:kneading a rg:Skill ; skos:prefLabel "kneading"@en .
"""


def texts(folder: Path, kind: Kind) -> dict[str, NodeText]:
    (folder / "small.ttl").write_text(TURTLE)
    dataset = rolegraph.open(folder / "small.ttl", alone=True).dataset
    return {text.label: text for text in node_texts(dataset, (kind,))}


def test_a_role_has_names_codes_and_all_that_is_broader(tmp_path: Path) -> None:
    baker = texts(tmp_path, Kind.ROLE)["baker"]
    assert baker.called == "baker . bread maker"
    assert baker.codes == ("7512.1",)
    assert baker.asked == "kneading"
    groups = baker.groups
    assert {"https://example.org/food", "https://example.org/trades", "7", "7512"} <= groups


def test_a_capability_knows_who_asks_for_it(tmp_path: Path) -> None:
    assert texts(tmp_path, Kind.SKILL)["kneading"].askers == {"https://example.org/baker"}


def test_the_finest_group_is_the_smallest_that_is_large_enough(tmp_path: Path) -> None:
    nodes = list(texts(tmp_path, Kind.ROLE).values())
    assert finest_groups(nodes, 2)[0] in ("https://example.org/food", "https://example.org/trades")
    assert finest_groups(nodes, 3) == ["", ""]
