"""Concepts and links of a taxonomy: what must go so that no circle is left, what is missing, what contradicts."""

from __future__ import annotations

import networkx as nx
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.model.nodes import Kind, Necessity
from rolegraph.rdf.writers import LineWriter
from rolegraph.readers.esco.concepts import (
    Concepts,
    RequirementLink,
    RoleRequirements,
    RowPlace,
    SkillRelations,
    Texts,
    closing_edges,
)
from rolegraph.readers.import_output import ImportReport

EDGES = st.lists(st.tuples(st.sampled_from("abcdefg"), st.sampled_from("abcdefg")), max_size=30)


@given(EDGES)
def test_no_circle_is_left_and_each_edge_that_goes_closed_one(edges: list[tuple[str, str]]) -> None:
    gone = closing_edges(edges)
    left: nx.DiGraph[str] = nx.DiGraph()
    left.add_nodes_from("abcdefg")
    left.add_edges_from(set(edges) - gone)
    assert nx.is_directed_acyclic_graph(left)
    assert all(nx.has_path(left, end, start) for start, end in gone)


@given(EDGES)
def test_the_order_of_the_edges_changes_nothing(edges: list[tuple[str, str]]) -> None:
    assert closing_edges(edges) == closing_edges(edges[::-1]) == closing_edges(edges * 2)


def test_a_long_way_round_is_no_trouble() -> None:
    count = 50_000  # deeper than Python calls functions
    edges = [(f"{place:06}", f"{(place + 1) % count:06}") for place in range(count)]
    assert closing_edges(edges) == {(f"{count - 1:06}", "000000")}


PLACE = RowPlace("t.csv", 2, "c")


def reasons(report: ImportReport) -> list[str]:
    return [trouble.reason for trouble in report.troubles()]


@given(st.permutations([("a", "essential"), ("a", "optional"), ("b", "optional"), ("c", "essential")]))
def test_relations_of_skills_are_essential_where_rows_differ_in_any_order(rows: list[tuple[str, str]]) -> None:
    report, lines = ImportReport(), list[str]()
    relations = SkillRelations(report)
    for other, kind in rows:
        relations.add(PLACE, "http://x/s", f"http://x/{other}", kind)
    relations.state(LineWriter("http://x/source", lines.append))
    assert sorted(line.split()[1].rpartition("#")[2] + line.split()[2] for line in lines) == [
        "closeTo><http://x/b>",
        "prerequisite><http://x/a>",
        "prerequisite><http://x/c>",
    ]
    assert reasons(report) == ["both essential and optional: taken as essential"]


def test_a_missing_concept_is_a_misfit_unless_a_rule_left_it_out() -> None:
    report, lines = ImportReport(), list[str]()
    concepts = Concepts(LineWriter("http://x/source", lines.append), report)
    concepts.keep("a", "http://x/a", Kind.SKILL, Texts("alloys", others="metals\nalloys", hidden="metals | aloys"))
    concepts.left_out["b"] = "not released"
    assert [found.iri for found in concepts.find((PLACE, "a"), (PLACE, "a")) or ()] == ["http://x/a"] * 2
    assert concepts.find((PLACE, "a"), (PLACE, "b")) is None
    assert [(left.rule, left.rows) for left in report.left()] == [("not released", 1)]
    assert concepts.find((PLACE, "b"), (PLACE, "c")) is None
    assert report.troubles() == ()
    assert concepts.find((PLACE, "c"), (PLACE, "a")) is None
    assert reasons(report) == ["names what has no row that was kept"]
    assert [line.split('"')[1] for line in lines if "Label" in line] == ["alloys", "metals", "aloys"]


def test_a_requirement_is_stated_once_with_its_signal() -> None:
    report, lines = ImportReport(), list[str]()
    requirements = RoleRequirements(report)
    assert not requirements
    for necessity in (Necessity.PREFERRED, Necessity.PREFERRED, Necessity.ESSENTIAL):
        requirements.add(PLACE, "http://x/r", "http://x/s", RequirementLink(necessity, "0.5", "low"))
    requirements.state(LineWriter("http://x/source", lines.append), "mine", "http://x/e")
    assert len([line for line in lines if "hasRequirement" in line]) == 1
    assert any("ns#requires>" in line for line in lines)
    assert not any("ns#prefers>" in line for line in lines)
    assert sum("signallingValue" in line for line in lines) == 1
    assert sorted(reasons(report)) == ["both essential and optional: taken as essential", "the same relation again"]
