"""A map of roles: it says what `nearest` says, leaves nothing out in silence, and is the same in every form."""

from __future__ import annotations

from pathlib import Path

import pytest

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind
from rolegraph.render.export import picture_of
from rolegraph.render.figures.roles_map import MapRole, RolesMap, roles_map
from rolegraph.render.text.layout import to_text
from rolegraph.render.views.mobility_views import nearest_blocks

SHIPPED = rolegraph.open()


def _role(found: RolesMap, slug: str) -> MapRole:
    return next(role for role in found.roles if role.node.slug == slug)


def test_all_roles_are_on_it(shipped: RolesMap) -> None:
    assert {role.node for role in shipped.roles} == {*SHIPPED.nodes(Kind.ROLE)}
    assert shipped.cut == ""
    assert len({(role.x, role.y) for role in shipped.roles}) == len(shipped.roles)


@pytest.mark.parametrize("slug", ["data-analyst", "lead-ml-engineer", "ontologist"])
def test_the_list_of_a_role_is_that_of_nearest(shipped: RolesMap, slug: str) -> None:
    answer = SHIPPED.nearest(slug)
    links = _role(shipped, slug).links
    assert [link.label for link in links] == [one.role.label for one in answer.neighbours]
    assert [(f"{link.score:.2f}", link.tier) for link in links] == [
        (f"{one.score:.2f}", str(one.tier)) for one in answer.neighbours
    ]
    text = to_text(nearest_blocks(answer))
    assert all(link.heading in text for link in links)


def test_of_the_chosen_role_it_says_what_each_move_takes(shipped: RolesMap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rolegraph.render.figures.roles_map.DETAILED", 0)
    found = roles_map(SHIPPED.mobility, 30, SHIPPED.resolve("data-analyst").iri)
    answer = SHIPPED.nearest("data-analyst")
    links = _role(found, "data-analyst").links
    for link, one in zip(links, answer.neighbours, strict=True):
        assert f"meets {one.met} of {one.essential}" in link.takes
        assert "Shared: " in link.why
    assert [(link.label, link.heading) for link in links] == [
        (link.label, link.heading) for link in _role(shipped, "data-analyst").links
    ]


def test_otherwise_it_says_what_both_have_in_common(shipped: RolesMap) -> None:
    alike = {thing for link in _role(shipped, "data-engineer").links for thing in link.alike}
    assert "SQL" in alike


def test_what_is_cut_is_said_and_the_chosen_role_stays(shipped: RolesMap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rolegraph.render.figures.roles_map.DETAILED", 0)
    least = min(shipped.roles, key=lambda role: role.neighbour_of).node
    cut = roles_map(SHIPPED.mobility, 12, least.iri)
    assert len(cut.roles) == 12
    assert cut.chosen is not None
    assert cut.roles[cut.chosen].node == least
    assert cut.cut.startswith(f"{len(shipped.roles) - 12} roles of {len(shipped.roles)} not shown")
    assert any(link.place is None for role in cut.roles for link in role.links)
    assert cut.cut in cut.page()


def test_ties_join_those_that_are_among_each_others_best(shipped: RolesMap) -> None:
    assert shipped.ties
    for one, other, score in shipped.ties:
        ends = shipped.roles[one], shipped.roles[other]
        assert {ends[1].node.label} <= {link.label for link in ends[0].links}
        assert score == max(link.score for link in ends[0].links if link.place == other)


def test_the_scene_has_every_neighbour(shipped: RolesMap) -> None:
    scene = shipped.scene()
    assert len(scene.nodes) == len(shipped.roles)
    assert len(scene.edges) == sum(len(role.links) for role in shipped.roles)
    assert {edge.relation for edge in scene.edges} <= {"close", "related", "further"}
    assert any(edge.strong for edge in scene.edges)


def test_a_diagram_has_the_strongest_of_them_and_says_so(shipped: RolesMap) -> None:
    diagram = shipped.diagram()
    assert {frozenset((edge.start, edge.end)) for edge in diagram.edges} == {
        frozenset((shipped.roles[one].node.iri, shipped.roles[other].node.iri)) for one, other, _ in shipped.ties
    }
    assert "others are not" in shipped.data("mermaid").decode()


def test_the_same_graph_gives_the_same_bytes(small: RoleGraph) -> None:
    one, other = (picture_of(small, "roles") for _ in range(2))
    for format_ in ("html", "svg", "graphml"):
        assert one.data(format_) == other.data(format_)


@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_few_roles_and_none(count: int, tmp_path: Path) -> None:
    path = tmp_path / "few.ttl"
    names = [f"Role {number}" for number in range(count)]
    path.write_text(
        "<https://w3id.org/rolegraph/id/skill/x> a <https://w3id.org/rolegraph/ns#Skill> ; "
        '<http://www.w3.org/2004/02/skos/core#prefLabel> "x" .\n'
        + "\n".join(
            f"<https://w3id.org/rolegraph/id/role/r{number}> a <https://w3id.org/rolegraph/ns#Role> ;"
            f' <http://www.w3.org/2004/02/skos/core#prefLabel> "{name}"@en .'
            for number, name in enumerate(names)
        )
    )
    found = picture_of(rolegraph.open(path, alone=True), "roles")
    page = found.page()
    assert all(name in page for name in names)
    assert found.image("png").startswith(b"\x89PNG")
    assert [node.label for node in found.scene().nodes] == names
    assert ("The graph has no roles." in page) == (count == 0)
