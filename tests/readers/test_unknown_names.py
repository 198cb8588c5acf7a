"""Whoever asks for what a graph does not have is told what it has, and where the name may be found."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

import pytest
from tests.conftest import SMALL

import rolegraph
from rolegraph.errors import AmbiguousNode, UnknownNames, UnknownNode
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind, Level

pytestmark = pytest.mark.usefixtures("small_facts")
THEIRS = "Number Readers"  # of the facts of O*NET that these tests carry


def said(ask: Callable[[], object]) -> UnknownNode:
    with pytest.raises(UnknownNode) as caught:
        ask()
    lines = str(caught.value).splitlines()
    assert len(lines) <= 6 + len(getattr(caught.value, "errors", ()))
    assert all(len(line) <= 80 for line in lines[1:] if "/" not in line)
    return caught.value


def test_the_shipped_graph_says_what_it_has_and_that_onet_has_the_name() -> None:
    graph = rolegraph.open("shipped")
    error = said(lambda: graph.role(THEIRS))
    assert error.brief == f"no role {THEIRS!r}"
    assert error.holds is not None
    assert error.holds.has == "The graph that rolegraph ships has 58 roles of data and AI"
    assert len(error.holds.examples) == 3
    assert all(graph.resolve(name, (Kind.ROLE,)) for name in error.holds.examples)
    assert error.holds.found
    assert str(error).endswith("(no download) has it: add --graph shipped --graph onet.")
    assert rolegraph.open("shipped", "onet").role(THEIRS)


def test_the_shipped_graph_with_the_facts_of_onet_is_not_called_that_of_data_and_ai() -> None:
    error = said(lambda: rolegraph.open("shipped", "onet").role("Fire Eaters"))
    assert error.holds is not None
    assert error.holds.has.startswith("This graph has ")
    assert error.holds.has.endswith(" roles")


def test_it_says_so_of_another_number_of_the_name() -> None:
    error = said(lambda: rolegraph.open("shipped").role("Number Reader"))
    assert error.holds is not None
    assert error.holds.found


def test_all_names_are_reported_with_one_account_of_the_graph() -> None:
    error = said(lambda: rolegraph.open("shipped").compare([THEIRS, "Fire Eaters", "Rope Dancers"]))
    assert isinstance(error, UnknownNames)
    assert str(error).count("58 roles") == 1
    assert "has 'Number Readers': add --graph" in str(error)
    both = said(lambda: rolegraph.open("shipped").compare([THEIRS, "CNR"]))
    assert "(no download) has them: add --graph" in str(both)


def test_a_graph_of_ones_own_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    own = Path("own.ttl")
    own.write_bytes(SMALL.read_bytes())
    error = said(lambda: rolegraph.open(own).role("Fire Eater"))
    assert error.holds is not None
    assert error.holds.has == "The graph own.ttl has 2 roles"
    assert error.holds.options == f"--graph {own} --graph onet"
    assert "has more: add" in str(error).replace("\n", " ")


def test_the_cure_can_be_typed_where_the_name_of_a_file_has_spaces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    own = Path("our roles.ttl")
    own.write_bytes(SMALL.read_bytes())
    error = said(lambda: rolegraph.open(own).role("Fire Eater"))
    assert error.holds is not None
    assert error.holds.options == "--graph 'our roles.ttl' --graph onet"


def test_skills_and_tools_are_counted_where_one_is_asked_for(small: RoleGraph) -> None:
    error = said(lambda: small.gap(small.profile(have={"juggling": Level.EXPERT}), "baker"))
    assert error.holds is not None
    assert error.holds.has.endswith("has 4 skills and 5 tools")
    assert all(small.resolve(name, CAPABILITY_KINDS) for name in error.holds.examples)


def test_the_default_graph_says_that_onet_has_been_asked_too() -> None:
    error = said(lambda: rolegraph.open().role("Fire Eater"))
    assert error.holds is not None
    assert not error.holds.elsewhere
    assert any("which is asked as well, has nothing of this name" in cure for cure in error.holds.cures)


@pytest.mark.parametrize(
    ("name", "kinds", "kind"),
    [(THEIRS, CAPABILITY_KINDS, "a role"), ("Repairing", (Kind.ROLE,), "a skill or tool")],
)
def test_a_name_of_something_else_in_onet_is_not_said_to_be_unknown_there(
    name: str, kinds: Collection[Kind], kind: str
) -> None:
    # a bug: it was said that O*NET has nothing called cashier, where a skill was asked for
    error = said(lambda: rolegraph.open().resolve(name, kinds))
    assert error.holds is not None
    (cure,) = (cure for cure in error.holds.cures if "asked as well" in cure)
    assert cure.endswith(f"it is the name of {kind}.")


def test_who_is_given_similar_names_needs_no_more(small: RoleGraph) -> None:
    assert said(lambda: small.role("bakre")).holds is None
    assert said(lambda: small.resolve("dough", (Kind.ROLE,))).holds is None
    assert said(lambda: small.resolve("zzz", (Kind.INDUSTRY,))).holds is None


def test_a_sentence_that_names_several_roles_is_told_by_the_name_in_it(tmp_path: Path) -> None:
    # what to search for must be found, and no name has "I am a" in it
    table = tmp_path / "roles.csv"
    table.write_text("Role,Skill\nPost Guard,Watching\nNight Guard,Watching\n")
    rolegraph.import_table(table, tmp_path / "roles.ttl")
    graph = (tmp_path / "roles.ttl").read_text()
    for role in ("Post", "Night"):
        graph = graph.replace(f'"{role} Guard"@en', f'"{role} Guard"@en ; skos:altLabel "guard"@en')
    (tmp_path / "roles.ttl").write_text(graph)
    with pytest.raises(AmbiguousNode, match=r"^'guard' names more than one role"):
        rolegraph.open(tmp_path / "roles.ttl").role("I am a guard")
