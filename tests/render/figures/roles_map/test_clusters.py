"""Clusters of roles: each role in one, named by what tells them apart, and never by a role."""

from __future__ import annotations

from pathlib import Path

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind, fold
from rolegraph.render.figures.looks import SERIES
from rolegraph.render.figures.roles_map import RolesMap, roles_map

SHIPPED = rolegraph.open()


def _trades(folder: Path, groups: str = "") -> RoleGraph:
    """Two trades of six roles each, which share three skills, and one skill that all of them ask for."""
    lines = [f"@prefix rg: <{rolegraph.model.nodes.RG}> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> ."]
    lines.append("@base <https://w3id.org/rolegraph/id/> .")
    trades = {"oven": ["baking", "dough", "ovens"], "wood": ["sawing", "planing", "joints"]}
    skills = [*trades["oven"], *trades["wood"], "teamwork"]
    lines += [f'<skill/{skill}> a rg:Skill ; skos:prefLabel "{skill}"@en .' for skill in skills]
    for trade, own in trades.items():
        for number in range(6):
            role = f"role/{trade}-{number}"
            lines.append(f'<{role}> a rg:Role ; skos:prefLabel "{trade} {number}"@en {groups.format(trade=trade)} .')
            for skill in [*own, "teamwork"]:
                wanted = f"<requirement/{trade}-{number}-{skill}>"
                lines.append(
                    f"<{role}> rg:hasRequirement {wanted} ; rg:requires <skill/{skill}> . {wanted} a rg:Requirement ;"
                )
                lines.append(f"rg:anyOf <skill/{skill}> ; rg:necessity rg:essential .")
    lines += [f'<group/{trade}> a rg:Group ; skos:prefLabel "Workers with {trade}"@en .' for trade in trades]
    path = folder / "trades.ttl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return rolegraph.open(path, alone=True)


def test_each_role_is_in_one_cluster(shipped: RolesMap) -> None:
    members = [place for cluster in shipped.clusters for place in cluster.members]
    assert sorted(members) == list(range(len(shipped.roles)))
    assert all(place in shipped.clusters[role.cluster].members for place, role in enumerate(shipped.roles))


def test_names_differ_and_are_none_of_a_role(shipped: RolesMap) -> None:
    names = [fold(cluster.name) for cluster in shipped.clusters]
    assert len({name.partition(" · ")[0] for name in names}) == len(names) > 2
    assert not {*names} & {fold(node.label) for node in SHIPPED.nodes(Kind.ROLE)}
    assert all(0 <= cluster.colour < len(SERIES) for cluster in shipped.clusters)


def test_a_cluster_is_called_by_what_its_roles_have_and_others_do_not(tmp_path: Path) -> None:
    found = roles_map(_trades(tmp_path).mobility)
    words = [set(cluster.name.split(" · ")) for cluster in found.clusters]
    assert len(words) == 2
    assert {"baking", "dough", "ovens"} >= words[0] or {"baking", "dough", "ovens"} >= words[1]
    assert {"sawing", "planing", "joints"} >= words[0] or {"sawing", "planing", "joints"} >= words[1]


def test_a_group_that_most_are_in_gives_its_name(tmp_path: Path) -> None:
    found = roles_map(_trades(tmp_path, "; skos:broader <group/{trade}>").mobility)
    assert {cluster.name for cluster in found.clusters} == {"Workers with oven", "Workers with wood"}


def test_neighbouring_clusters_have_different_colours(shipped: RolesMap) -> None:
    colours = [cluster.colour for cluster in shipped.clusters]
    assert len(set(colours)) == min(len(colours), len(SERIES))
