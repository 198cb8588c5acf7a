"""What names were taken for, by what, and how an employer's word is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.readers.table.role_tables import HEAD, Written, imported, written

import rolegraph
from rolegraph import Kind
from rolegraph.rdf.vocabulary import SKOS
from rolegraph.readers.importing import import_table

__all__ = ["written"]  # a fixture


def test_each_name_says_what_it_was_taken_for_and_by_what(written: Written) -> None:
    result = imported(written("t.csv", HEAD + "Cook;Python\nCook;Survey design\nCook;dashboard\nCook;soups\n"))
    found = {each.name: (each.node.label, each.by, each.line) for each in result.names}
    assert found == {
        "Cook": ("Cook", "new", 2),
        "Python": ("Python", "label", 2),
        "Survey design": ("survey methodology", "other name", 3),
        "dashboard": ("dashboards", "spelling", 4),
        "soups": ("soups", "new", 5),
    }
    (sources,) = (each.sources for each in result.names if each.name == "Survey design")
    assert sources == ("editorial",)


def test_the_employer_s_word_stays_as_another_name_of_its_source(written: Written) -> None:
    path = written("ours.csv", HEAD + "Cook;Survey design\nCook;PYTHON\n")
    result = imported(path)
    graph = rolegraph.open(result.place, alone=True)
    node = graph.resolve("Survey design")
    assert node.label == "survey methodology"
    (stated,) = graph.dataset.statements(node.iri, SKOS + "altLabel")
    assert (stated.value, stated.source.rsplit("/", 1)[1]) == ("Survey design", "ours")
    assert graph.dataset.objects(graph.resolve("Python").iri, SKOS + "altLabel") == []  # only capitals
    again = imported(path)
    assert not again.change
    assert [each.by for each in again.names] == [each.by for each in result.names]


def test_kept_names_are_nodes_of_one_s_own(written: Written) -> None:
    path = written("t.csv", HEAD + "Cook;Survey design\nCook;survey methodology\n")
    both = imported(path)
    (trouble,) = both.troubles
    assert "--keep-names tells apart" in trouble.reason
    kept = import_table(path, path.with_name("kept.trig"), keep_names=True)
    assert kept.clean
    asked = rolegraph.open(kept.place).role("Cook").requirements
    assert [one.label for one in asked] == ["survey methodology", "Survey design"] or len(asked) == 2


def test_an_iri_says_which_node_a_name_is(written: Written) -> None:
    iri = "http://data.europa.eu/esco/skill/00000000-0000-0000-0000-000000000001"
    known = rolegraph.open().resolve("skill/statistics").iri
    text = (
        f"role,capability,iri\nCook,our soups,{iri}\nWaiter,our soups,\nWaiter,our numbers,{known}\nWaiter,x,nonsense\n"
    )
    result = imported(written("t.csv", text))
    assert [(each.column, each.first[0].line) for each in result.troubles] == [("iri", 5)]
    graph = rolegraph.open(result.place)
    assert {one.any_of[0].iri for one in graph.role("Waiter").requirements} == {iri, known}
    assert graph.resolve("our numbers").iri == known


def test_a_name_that_several_have_is_a_finding_with_the_cure(written: Written, tmp_path: Path) -> None:
    graph = tmp_path / "graph.trig"
    import_table(written("a.csv", "capability,other names,effort hours\nsoups,broth,1\nsauces,broth,1\n"), graph)
    result = import_table(written("b.csv", HEAD + "Cook;broth\n"), graph)
    (doubtful,) = [each for each in result.names if each.doubt]
    (note,) = [note for note in result.notes if "'broth'" in note]
    assert doubtful.by == "other name"
    for part in ("'soups' has that name, too", "--keep-names", "a column iri"):
        assert part in note


def test_two_roles_of_a_table_are_never_one(written: Written, tmp_path: Path) -> None:
    graph = tmp_path / "graph.trig"
    import_table(written("a.csv", "role,capability,other names\nBaker,dough,Bread Maker\n"), graph)
    alone = import_table(written("b.csv", HEAD + "Bread Maker;rye\n"), graph)
    assert {each.name: each.node.label for each in alone.names}["Bread Maker"] == "Baker"
    both = import_table(written("b.csv", HEAD + "Bread Maker;rye\nBaker;cakes\n"), graph)
    assert both.counts["role"] == 2


@pytest.mark.parametrize(
    ("name", "kind", "label"),
    [
        ("Bachelor's degree in Nursing", Kind.DEGREE, "Bachelor's degree in Nursing"),
        ("First Aid Certificate", Kind.CERTIFICATION, "First Aid certificate"),
        ("forklift licence", Kind.CERTIFICATION, "forklift licence"),
        ("Associate engagement", Kind.SKILL, "Associate engagement"),
    ],
)
def test_a_credential_is_known_by_how_it_reads(name: str, kind: Kind, label: str, written: Written) -> None:
    result = imported(written("t.csv", f"role,skill\nCook,{name}\n"))
    (asked,) = rolegraph.open(result.place).role("Cook").requirements
    assert (asked.any_of[0].kind, asked.any_of[0].label) == (kind, label)
