"""The page of a map: all roles as text, an address for each, and nothing of strangers but text."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import rolegraph
from rolegraph.render.export import picture_of
from rolegraph.render.figures.roles_map import RolesMap

_HOSTILE = "</script><img src=x onerror=alert(1)>\"'"


def _data(page: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def _text(page: str) -> str:
    return html.unescape(re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL))


def test_without_scripts_it_lists_every_role_once_under_its_cluster(shipped: RolesMap) -> None:
    text = _text(shipped.page())
    for role in shipped.roles:
        assert text.count(f'href="#role={role.node.slug}">{role.node.label}</a>') == 1
    assert all(text.count(f'<span class="name">{cluster.name}</span>') == 1 for cluster in shipped.clusters)


def test_its_data_are_those_of_the_map(shipped: RolesMap) -> None:
    data = _data(shipped.page())
    assert [role["label"] for role in data["roles"]] == [role.node.label for role in shipped.roles]
    for given, role in zip(data["roles"], shipped.roles, strict=True):
        assert [link["score"] for link in given["links"]] == [f"{link.score:.2f}" for link in role.links]
        assert [link["to"] for link in given["links"]] == [link.place for link in role.links]
        alike = [tuple(data["things"][thing] for thing in link.get("alike", ())) for link in given["links"]]
        assert alike == [link.alike for link in role.links]
    assert "Close: a score of" in data["measure"]


def test_roles_of_one_slug_have_an_address_each(tmp_path: Path) -> None:
    path = tmp_path / "same.ttl"
    path.write_text(
        "\n".join(
            f"<https://{place}.example/role/clerk> a <https://w3id.org/rolegraph/ns#Role> ;"
            f' <http://www.w3.org/2004/02/skos/core#prefLabel> "Clerk of {place}"@en .'
            for place in ("a", "b")
        )
    )
    data = _data(rolegraph.open(path, alone=True).picture("roles").page())
    assert {role["id"] for role in data["roles"]} == {"https://a.example/role/clerk", "https://b.example/role/clerk"}


def test_texts_of_strangers_stay_texts(tmp_path: Path) -> None:
    path = tmp_path / "hostile.ttl"
    label = _HOSTILE.replace('"', '\\"')
    path.write_text(
        "<https://w3id.org/rolegraph/id/role/x> a <https://w3id.org/rolegraph/ns#Role> ;"
        f' <http://www.w3.org/2004/02/skos/core#prefLabel> "{label}"@en .',
        encoding="utf-8",
    )
    page = picture_of(rolegraph.open(path, alone=True), "roles").page()
    assert page.count("<script") == 2
    assert "<img" not in page
    assert _HOSTILE in _text(page)
    assert _data(page)["roles"][0]["label"] == _HOSTILE
