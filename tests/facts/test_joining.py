"""How graphs are joined: by exact matches, by names, by what follows from other mappings."""

from __future__ import annotations

from pathlib import Path

import pytest

import rolegraph
from rolegraph.facts.joining import joined
from rolegraph.graph import RoleGraph
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.joined import JoinedDataset
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.vocabulary import RG, SKOS
from rolegraph.readers.ingest import merge

EX = "https://example.org/"
PREFIXES = """
@prefix rg: <https://w3id.org/rolegraph/ns#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix : <https://example.org/> .
"""
OURS = """:ours { :ours a rg:Source ; skos:prefLabel 'Ours' .
    :dough a rg:Skill ; skos:prefLabel 'dough'@en ; rg:effort 40 . :bread a rg:Skill ; skos:prefLabel 'bread'@en ;
    rg:prerequisite :dough . :oven a rg:Tool ; skos:prefLabel 'oven'@en }"""
THEIRS = """:theirs { :theirs a rg:Source ; skos:prefLabel 'Theirs' .
    :pastry a rg:Skill ; skos:prefLabel 'pastry'@en . :loaves a rg:Skill ; skos:prefLabel 'loaves'@en .
    :rolls a rg:Skill ; skos:prefLabel 'rolls'@en . :baker a rg:Role ; skos:prefLabel 'Baker'@en }"""


def mappings(*rows: tuple[str, str, str, float | None]) -> str:
    """A mapping set: subjects, predicates, objects, and how sure each is."""
    lines = [":set { :set a rg:Source ; rg:sourceKind 'mapping' ; skos:prefLabel 'A set' ."]
    for number, (subject, predicate, object_, confidence) in enumerate(rows):
        lines.append(f":{subject} skos:{predicate} :{object_} .")
        if confidence is not None:
            lines.append(
                f":m{number} a rdf:Statement ; rdf:subject :{subject} ; rdf:predicate skos:{predicate} ; "
                f"rdf:object :{object_} ; rg:confidence {confidence} ."
            )
    return "\n".join([*lines, "}"])


def opened(folder: Path, *graphs: str) -> Dataset:
    parts = []
    for number, trig in enumerate(graphs):
        path = folder / f"{number}.trig"
        path.write_text(PREFIXES + trig, encoding="utf-8")
        parts.append(open_dataset([path]))
    return joined(parts, alone=True)


def test_an_exact_match_makes_one_node_of_two(tmp_path: Path) -> None:
    dataset = opened(tmp_path, THEIRS, OURS, mappings(("dough", "exactMatch", "pastry", 0.9)))
    assert dataset.one(EX + "dough") == EX + "pastry"  # that of the first place
    graph = RoleGraph(dataset)
    assert graph.resolve("dough") == graph.resolve("pastry")
    assert graph.capability("pastry").effort == graph.capability("dough").effort
    assert graph.capability("pastry").effort.hours == 40  # type: ignore[union-attr]
    assert [node.label for node in graph.capability("bread").prerequisites] == ["pastry"]


def test_a_single_graph_without_mappings_stays_as_it_is(tmp_path: Path) -> None:
    assert not isinstance(opened(tmp_path, OURS), JoinedDataset)


@pytest.mark.parametrize(
    "rows",
    [
        [("dough", "exactMatch", "pastry", 0.7), ("dough", "exactMatch", "rolls", 0.9)],
        [("dough", "exactMatch", "pastry", 0.7), ("rolls", "exactMatch", "dough", 0.9)],
    ],
)
def test_of_mappings_that_contradict_each_other_the_surest_counts(
    tmp_path: Path, rows: list[tuple[str, str, str, float]]
) -> None:
    dataset = opened(tmp_path, OURS, THEIRS, mappings(*rows))
    assert dataset.one(EX + "rolls") == EX + "dough"
    assert dataset.one(EX + "pastry") == EX + "pastry"
    assert EX + "pastry" in dataset.objects(EX + "dough", RG + "closeTo") + dataset.objects(
        EX + "pastry", RG + "closeTo"
    )


def test_what_is_hardly_sure_joins_nothing(tmp_path: Path) -> None:
    dataset = opened(tmp_path, OURS, THEIRS, mappings(("dough", "exactMatch", "pastry", 0.4)))
    assert dataset.one(EX + "pastry") == EX + "pastry"


def test_close_and_broader_matches_are_related_as_nodes_of_one_graph(tmp_path: Path) -> None:
    rows = [
        ("bread", "broadMatch", "loaves", None),
        ("rolls", "narrowMatch", "dough", 0.9),
        ("dough", "closeMatch", "pastry", 0.5),
    ]
    graph = RoleGraph(opened(tmp_path, OURS, THEIRS, mappings(*rows)))
    assert graph.dataset.objects(EX + "bread", SKOS + "broader") == [EX + "loaves"]
    assert graph.dataset.objects(EX + "dough", SKOS + "broader") == [EX + "rolls"]
    (close,) = graph.capability("dough").close_to
    assert (close.node.label, close.strength, close.reason) == ("pastry", 0.4, "mapped as closeMatch, 0.5")


def test_broader_matches_in_a_circle_are_not_followed_round(tmp_path: Path) -> None:
    rows = [("bread", "broadMatch", "loaves", 0.9), ("loaves", "broadMatch", "bread", 0.8)]
    dataset = opened(tmp_path, OURS, THEIRS, mappings(*rows))
    assert dataset.pairs(SKOS + "broader") == [(EX + "bread", EX + "loaves")]


def test_roles_are_never_made_one(tmp_path: Path) -> None:
    ours = OURS.replace("}", ". :cook a rg:Role ; skos:prefLabel 'Cook'@en }")
    dataset = opened(tmp_path, ours, THEIRS, mappings(("cook", "exactMatch", "baker", 0.99)))
    assert dataset.one(EX + "baker") == EX + "baker"


def test_prerequisites_never_lead_in_a_circle_since_nodes_are_joined(tmp_path: Path) -> None:
    theirs = THEIRS.replace(":loaves a rg:Skill ;", ":loaves a rg:Skill . :pastry rg:prerequisite :loaves . :loaves")
    rows = [("dough", "exactMatch", "pastry", 0.9), ("bread", "exactMatch", "loaves", 0.9)]
    graph = RoleGraph(opened(tmp_path, OURS, theirs, mappings(*rows)))
    assert len(graph.dataset.pairs(RG + "prerequisite")) == 1
    assert graph.to_networkx("learning").number_of_nodes() == 4


MINE = """
<https://w3id.org/rolegraph/source/mine> a rg:Source ; skos:prefLabel 'Mine' .
:py a rg:Skill ; skos:prefLabel 'Python' . :juggling a rg:Skill ; skos:prefLabel 'juggling' .
:clerk a rg:Role ; skos:prefLabel 'Clerk' ; rg:requires :py ; rg:hasRequirement [ a rg:Requirement ;
    rg:anyOf :py ; rg:necessity rg:essential ; rg:level rg:working ] .
"""


def test_what_the_shipped_graph_knows_serves_a_graph_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(PREFIXES + MINE, encoding="utf-8")
    graph, alone = rolegraph.open(path), rolegraph.open(path, alone=True)
    assert graph.capability(EX + "py").effort.hours == rolegraph.open().capability("python").effort.hours  # type: ignore[union-attr]
    assert graph.resolve("Python").iri == EX + "py"
    found, before = graph.path(graph.profile(), "clerk"), alone.path(alone.profile(), "clerk")
    assert [step.node.label for step in before.steps] == ["Python"]
    assert len(found.steps) >= 1
    assert found.steps[-1].node.label == "Python"
    assert found.hours is not None
    # and nothing of it is in the graph
    assert [node.label for node in graph.nodes(rolegraph.Kind.SKILL)] == ["juggling", "Python"]
    assert graph.info() == alone.info()
    assert list(graph.dataset.quads()) == list(alone.dataset.quads())


def test_a_graph_that_names_nothing_of_it_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "mine.ttl"
    path.write_text(PREFIXES + MINE.replace("'Python'", "'kneading'"), encoding="utf-8")
    assert not isinstance(rolegraph.open(path).dataset, JoinedDataset)


def test_a_built_store_and_the_shipped_graph_are_asked_together(tmp_path: Path) -> None:
    path = tmp_path / "mine.trig"
    path.write_text(PREFIXES + THEIRS, encoding="utf-8")
    merge([path], tmp_path / "built")
    graph = rolegraph.open(tmp_path / "built", "shipped")
    assert graph.resolve("Baker").iri == EX + "baker"
    assert graph.resolve("data-analyst").label == "Data Analyst"
    assert graph.query("ASK { ?role a rg:Role }") is True
    assert len(graph.nodes(rolegraph.Kind.ROLE)) == len(rolegraph.open().nodes(rolegraph.Kind.ROLE)) + 1
