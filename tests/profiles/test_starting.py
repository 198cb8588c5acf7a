"""What a person starts with."""

from __future__ import annotations

from pathlib import Path

import pytest

import rolegraph
from rolegraph.errors import RolegraphError, UnknownNames
from rolegraph.profiles.starting import refuse_alike, starting_profile


@pytest.fixture(scope="module")
def graph() -> rolegraph.RoleGraph:
    return rolegraph.open("shipped")


def test_nobody_says_anything(graph: rolegraph.RoleGraph) -> None:
    assert starting_profile(graph, ["data-analyst"]) is None


def test_the_text_of_a_profile_means_what_its_file_means(graph: rolegraph.RoleGraph, tmp_path: Path) -> None:
    file = tmp_path / "profile.yaml"
    file.write_text("goal: data-scientist\nhave: {python: expert, sql: working}\nskip: [r]\n")
    assert starting_profile(graph, profile=file) == starting_profile(graph, profile=file.read_bytes())


def test_names_of_roles_and_of_what_is_held_and_learned_are_checked_together(graph: rolegraph.RoleGraph) -> None:
    with pytest.raises(UnknownNames) as caught:
        starting_profile(graph, ["dragon tamer"], "swordplay", "alchemy")
    assert len(caught.value.errors) == 3


def test_what_is_left_out_is_told_with_its_file(graph: rolegraph.RoleGraph, tmp_path: Path) -> None:
    file = tmp_path / "me.yaml"
    file.write_text("have: {python: expert, swordplay: working}\n")
    told: list[tuple[Path | None, str]] = []
    found = starting_profile(
        graph, have="alchemy", profile=file, on_unknown=lambda place, names: told.extend((place, one) for one in names)
    )
    assert found is not None
    assert [holding.label for holding in found.holdings] == ["Python"]
    assert [place for place, _ in told] == [None, file]


def test_roles_to_compare_are_different() -> None:
    refuse_alike(["a", "b"])
    for roles in (["a"], ["a", "b", "a"]):
        with pytest.raises(RolegraphError, match="different roles"):
            refuse_alike(roles)
