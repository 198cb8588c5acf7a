"""A role as an image: no text beyond its column, nothing left out in silence, the same bytes each time."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind, Level
from rolegraph.render.figures.role_page.role_facts import RequirementTheme, RoleFacts, ShownRequirement, role_facts
from rolegraph.render.figures.role_page.role_slide import role_slide


def texts_of(facts: RoleFacts) -> list[str]:
    root = ET.fromstring(role_slide(facts, "svg"))  # noqa: S314 - our own
    return [" ".join(element.itertext()) for element in root.iter("{http://www.w3.org/2000/svg}text")]


def many(themes: int, each: int) -> tuple[RequirementTheme, ...]:
    return tuple(
        RequirementTheme("", f"theme {place}", tuple(
            ShownRequirement(f"skill {place}-{number}", Kind.SKILL, Level.WORKING, essential=number % 2 == 0)
            for number in range(each)
        ))
        for place in range(themes)
    )  # fmt: skip


def test_it_says_what_the_role_asks_for_uses_and_is_near_to(small: RoleGraph) -> None:
    words = texts_of(role_facts(small, small.role("pastry-chef")))
    for text in ("Pastry Chef", "dough", "sugar work (such as Blowtorch)", "expert", "Tools in use (2)", "Baker"):
        assert any(text in line for line in words)
    assert not any("Left out" in line for line in words)


@pytest.mark.parametrize(("themes", "each"), [(1, 300), (30, 3), (12, 20), (80, 1)])
def test_what_has_no_room_is_counted(themes: int, each: int, small: RoleGraph) -> None:
    facts = replace(role_facts(small, small.role("baker")), themes=many(themes, each))
    words = texts_of(facts)
    shown = sum(line.startswith("skill ") for line in words)
    total = themes * each + len(facts.credentials)
    left = total - shown - sum(line.startswith("Bachelor") for line in words)
    assert 0 < shown < total
    assert any(f"Left out here: {left:,} of {total:,} requirements" in line for line in words)


def test_the_same_role_gives_the_same_bytes(small: RoleGraph) -> None:
    facts = role_facts(small, small.role("baker"))
    first = role_slide(facts, "png")
    assert first.startswith(b"\x89PNG")
    assert role_slide(facts, "png") == first


def test_a_role_of_which_nothing_is_known_is_drawn(small: RoleGraph) -> None:
    bare = small.role("baker")._replace(requirements=(), tools=(), definitions=(), seniority=None)
    assert "Baker" in texts_of(role_facts(small, bare))
