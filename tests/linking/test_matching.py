"""Mappings between two small graphs: what is exact, what is broader, what is named as a conflict."""

from __future__ import annotations

from pathlib import Path

import pytest

import rolegraph
from rolegraph.model.mappings import GraphMapping, MatchPredicate

HEAD = "role,capability,kind,definition,other names\n"
OURS = HEAD + (
    "Beekeeper,hive inspection,skill,Keeps bees and harvests honey.,Apiarist\n"
    "Honey Taster,sensory testing,skill,Tastes honey and grades it.,\n"
    "Beekeeper,Hivemaster,tool,,\n"
    "Queen Bee Breeder,hive inspection,skill,Breeds queen bees for beekeepers.,\n"
)
THEIRS = HEAD + (
    "Beekeepers,inspecting hives,skill,Keep bees and harvest honey and wax.,Apiarists\n"
    "Food Grader,sensory testing,skill,Grades food.,\n"
    "Food Grader,Acme Hivemaster,tool,,\n"
)


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> list[rolegraph.RoleGraph]:
    return opened_in(tmp_path_factory.mktemp("graphs"))


def opened_in(folder: Path) -> list[rolegraph.RoleGraph]:
    """Both graphs, from files that are written into a folder."""
    found = []
    for name, table in (("ours", OURS), ("theirs", THEIRS)):
        Path(folder, f"{name}.csv").write_text(table)
        rolegraph.import_table(folder / f"{name}.csv", folder / f"{name}.ttl")
        found.append(rolegraph.open(folder / f"{name}.ttl", alone=True))
    return found


def _pairs(found: GraphMapping) -> dict[tuple[str, str], MatchPredicate]:
    return {
        (one.mapping.subject.rpartition("/")[2], one.mapping.object.rpartition("/")[2]): one.mapping.predicate
        for one in found.candidates
    }


def test_roles_of_one_label_are_exact_matches(graphs: list[rolegraph.RoleGraph]) -> None:
    assert _pairs(rolegraph.map_graphs(*graphs))["beekeeper", "beekeepers"] is MatchPredicate.EXACT


def test_order_of_graphs_makes_no_difference(graphs: list[rolegraph.RoleGraph]) -> None:
    there, back = rolegraph.map_graphs(*graphs), rolegraph.map_graphs(*reversed(graphs))
    assert there.candidates
    turned = {(other, one): predicate.inverse for (one, other), predicate in _pairs(back).items()}
    assert _pairs(there) == turned


def test_nothing_is_mapped_to_itself(graphs: list[rolegraph.RoleGraph]) -> None:
    same = rolegraph.map_graphs(graphs[0], graphs[0])
    assert all(one.mapping.subject != one.mapping.object for one in same.candidates)


def test_proposed_are_at_least_as_sure_as_asked(graphs: list[rolegraph.RoleGraph]) -> None:
    found = rolegraph.map_graphs(*graphs, least=0.9)
    assert found.proposed
    assert all((one.mapping.confidence or 0) >= 0.9 for one in found.proposed)


def test_each_row_says_who_made_it_and_why(graphs: list[rolegraph.RoleGraph]) -> None:
    for one in rolegraph.map_graphs(*graphs).candidates:
        assert one.mapping.tool == "rolegraph map"
        assert one.mapping.justification
        assert one.mapping.comment
        assert dict(one.mapping.others)["mapping_cardinality"] in ("1:1", "1:n", "n:1", "n:n")
