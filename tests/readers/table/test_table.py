"""Role profiles from tables: what they say, the same from every kind of file, and which rows do not fit."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.readers.table.role_tables import HEAD, Written, facts, imported, to_csv, written

import rolegraph
from rolegraph import Kind, SourceError
from rolegraph.model.nodes import Level, Necessity
from rolegraph.rdf.vocabulary import RG
from rolegraph.readers.importing import import_table
from rolegraph.readers.ingest import ingest

__all__ = ["written"]  # a fixture


ROWS: tuple[dict[str, str], ...] = (
    {"role": "Cook", "capability": "sauces", "level": "4", "definition": "Cooks.", "industry": "hotels|restaurants"},
    {"role": "Cook", "capability": "oven|grill", "kind": "tool", "category": "hot kitchen", "seniority": "mid"},
    {"role": "Cook", "capability": "Sauces and Dips", "necessity": "nice to have", "other names": "Chef de partie"},
    {"role": "Cook", "capability": "menus", "examples": "Menu Planner", "responsibility": "Cook|Taste"},
    {"role": "Cook", "capability": "Python", "broader": "programming"},
    {"role": "Waiter", "capability": "Menus", "level": "working"},
    {"role": "Waiter", "capability": "Master's degree in History", "kind": "degree"},
    {"capability": "sauces", "effort hours": "60", "close to": "Menus", "prerequisites": "knives"},
)  # fmt: skip  # fmt: skip


def test_what_a_table_says(written: Written) -> None:
    path = written("kitchen.csv", to_csv(ROWS))
    result = imported(path)
    assert result.clean
    assert result.source == "kitchen"
    graph = rolegraph.open(path.with_suffix(".trig"))
    cook = graph.role("chef de partie")
    assert (cook.node.label, cook.definitions[0].text if cook.definitions else "") == ("Cook", "Cooks.")
    assert {one.node.label for one in cook.industries} == {"Hotels", "Restaurants"}
    asked = {one.label: one for one in cook.requirements}
    assert asked["sauces"].level is Level.EXPERT
    assert asked["Sauces and Dips"].necessity is Necessity.PREFERRED
    assert {one.kind for one in asked["grill or oven"].any_of} == {Kind.TOOL}
    assert [one.label for one in asked["Menus"].examples] == ["Menu Planner"]
    assert asked["Python"].any_of[0].iri == rolegraph.open().resolve("Python").iri
    (evidence,) = asked["Sauces and Dips"].evidence
    assert (evidence.source.slug, evidence.section, evidence.line) == ("kitchen", "roles", 4)
    sauces = graph.capability("sauces")
    assert sauces.effort is not None
    assert sauces.effort.hours == 60
    assert [one.label for one in sauces.prerequisites] == ["knives"]
    assert graph.path("Waiter", "Cook").steps[0].node.label == "knives"
    (source,) = graph.info().sources
    assert graph.dataset.objects(source.node.iri, RG + "sourceKind") == ["table"]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_the_order_of_rows_changes_nothing_but_lines(seed: int, tmp_path: Path) -> None:
    rows = list(ROWS)
    random.Random(seed).shuffle(rows)  # noqa: S311 - no secret
    one, other = tmp_path / "one.csv", tmp_path / "other.csv"
    one.write_text(to_csv(ROWS))
    other.write_text(to_csv(rows))
    for path in (one, other):
        import_table(path, path.with_suffix(".trig"), source="kitchen")
    assert facts(one.with_suffix(".trig")) == facts(other.with_suffix(".trig"))


def test_the_empty_role_is_the_one_above_also_where_that_row_does_not_fit(written: Written) -> None:
    text = "sep=;\n" + HEAD + "Cook;sauces;;;guru\n;soups\nWaiter;menus\n;;;;;;\n;sauces\n"
    result = imported(written("t.csv", text))
    graph = rolegraph.open(result.place)
    assert [one.label for one in graph.role("Cook").requirements] == ["soups"]
    assert [one.label for one in graph.role("Waiter").requirements] == ["menus", "sauces"]
    assert result.files[0] == (str(result.place.with_suffix(".csv")), 4, 3, 0, 1)


MISFITS = [
    ("Cook;soups;;;guru", 3, "level", "is not one of familiar, working, proficient, expert, 1, 2, 3, 4"),
    ("Cook;soups;;perhaps", 3, "necessity", "is not one of essential, must"),
    ("Cook;soups;gadget", 3, "kind", "is not one of skill, tool, degree, certification"),
    ("Cook;;;must", 3, "capability", "is empty"),
    ("Cook", 3, "capability", "is empty"),
    ("Cook;???", 3, "capability", "has no letter and no digit"),
    (f"Cook;{'x' * 101}", 3, "capability", "has more than 100 characters"),
    ("Cook;SAUCES", 3, "capability", "is asked for already, in line 2"),
    ("Cook|Waiter;soups", 3, "role", "names several"),
    ("Waiter;knife work;tool", 3, "kind", "is tool, but skill in line 2"),
    ("Cook;a plumber's papers;degree", 3, "capability", "is not a degree that can be read"),
    (";soups;;;;zero", 3, "effort hours", "is not a number of hours above 0"),
    (";soups;;;;-3", 3, "effort hours", "is not a number of hours above 0"),
    (";soups;;;;1e9", 3, "effort hours", "is not a number of hours above 0"),
    (";soups;;;expert;30", 3, "level", "is about a role, but the row describes a capability"),
    (";soups|dips;;;;30", 3, "capability", "names several capabilities, but a row describes only one"),
    (";soups;;;;;soups", 3, "prerequisites", "names the capability itself"),
    (
        ";soups;;;;;dips\n;dips;;;;;soups",
        4,
        "prerequisites",
        "form a circle: soups already leads to this capability",
    ),
    (";soups;;;;30\n;soups;;;;40", 4, "effort hours", "differs from that in line 3"),
    ("Cook;soups;;;;;;;extra", 3, "(row)", "more cells than the heading has"),
    ('Cook;"sou"ps', 3, "(row)", "a quotation mark in the middle of a cell"),
]


@pytest.mark.parametrize(("rows", "line", "column", "reason"), MISFITS)
def test_a_row_that_does_not_fit_is_reported_and_the_rest_goes_in(
    rows: str, line: int, column: str, reason: str, written: Written
) -> None:
    first = "sauces" if "SAUCES" in rows else "sauces|knife work"
    text = f"{HEAD}Cook;{first};skill\n{rows}\nCook;bread\n"
    path = written("t.csv", text)
    result = imported(path)
    (trouble,) = result.troubles
    (misfit,) = trouble.first
    assert (misfit.file, misfit.line, misfit.column) == (str(path), line, column)
    assert misfit.reason.startswith(reason)
    assert sum(result.files[0][2:]) == result.files[0].rows
    graph = rolegraph.open(result.place)
    assert "bread" in [one.label for one in graph.role("Cook").requirements]
    assert graph.validate().valid
    strict = path.with_name("strict.ttl")
    with pytest.raises(SourceError) as caught:
        import_table(path, strict, strict=True)
    assert (caught.value.path, caught.value.line) == (path, line)
    assert str(caught.value).startswith(f"{path}, line {line}: {column}: {reason}")
    assert not strict.exists()


def test_role_facts_may_stand_in_any_row_but_not_contradict(written: Written) -> None:
    text = "role,capability,seniority,definition,responsibility\nCook,soups,,,\nCook,,head,Cooks.,Taste\nCook,,mid,,\n"
    result = imported(written("t.csv", text))
    (trouble,) = result.troubles
    assert (trouble.column, trouble.reason) == ("seniority", "differs from that in line 3")
    assert str(rolegraph.open(result.place).role("Cook").seniority) == "head"


def test_a_circle_over_what_the_graph_has_is_a_misfit(written: Written, tmp_path: Path, small_path: Path) -> None:
    graph = tmp_path / "graph.trig"
    ingest([small_path], graph)
    known = rolegraph.open(graph).dataset.pairs(RG + "prerequisite")[0]
    later, sooner = (one.rsplit("/", 1)[1] for one in known)
    result = import_table(written("t.csv", HEAD + f"Cook;soups\n;{sooner};;;;;{later}\n"), graph)
    assert [one.column for one in result.troubles] == ["prerequisites"]
    assert len(rolegraph.open(graph).info().sources) == 2


def test_known_names_keep_their_node_and_kind(written: Written) -> None:
    result = imported(written("t.csv", HEAD + "Cook;PYTHON;skill\n;statistics;tool\n;statisticks\n"))
    asked = {one.label: one.any_of[0].kind for one in rolegraph.open(result.place).role("Cook").requirements}
    assert asked == {"Python": Kind.TOOL, "statistics": Kind.SKILL, "statisticks": Kind.SKILL}
    assert [note.partition(": ")[2] for note in result.notes] == [
        "'Python' is already known as a tool: the kind skill is ignored",
        "'statistics' is already known as a skill: the kind tool is ignored",
        "'statisticks' is new; did you mean 'statistics'?",
    ]


def test_a_certification_is_none_of_the_tools_that_are_called_so(written: Written) -> None:
    result = imported(written("t.csv", HEAD + "Cook;Kubernetes;certification\n"))
    (asked,) = rolegraph.open(result.place).role("Cook").requirements
    assert asked.any_of[0].path == "certification/kubernetes"
