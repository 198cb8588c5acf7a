"""A history of two releases: what graphs that take it in understand, and the same as mappings."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from tests.analysis.test_succession import CHEF, HEAT, NEW, SUGAR, moved, named
from tests.versions import GRAPH, STATEMENTS, graph_of, one, said

import rolegraph
from rolegraph.analysis.history_file import history_mappings
from rolegraph.errors import AmbiguousNode, SourceError
from rolegraph.graph import RoleGraph
from rolegraph.model.mappings import MatchPredicate
from rolegraph.model.nodes import Kind
from rolegraph.rdf.formats import write_quads
from rolegraph.rdf.vocabulary import RDF, RG, SKOS
from rolegraph.readers.mapping_files import read_mappings

COOK = one(Kind.ROLE, "p-7")


def release(folder: Path, name: str, quads: set[Quad], version: str = "") -> Path:
    """A small graph as a file."""
    path = folder / f"{name}.ttl"
    more = [said(GRAPH, RG + "version", Literal(version))] if version else []
    path.write_bytes(write_quads([*quads, *more], ".ttl"))
    return path


@pytest.fixture
def second(tmp_path: Path) -> Path:
    quads = moved({SUGAR: NEW, CHEF: COOK}, {NEW: "sugar work", COOK: "Dessert Chef", HEAT: "temperature control"})
    return release(tmp_path, "second", quads | {named(COOK, "altLabel", "Pastry Chef")}, "2")


def test_a_graph_with_its_history_understands_the_names_of_the_release_before(small: RoleGraph, second: Path) -> None:
    history = second.with_name("history.ttl")
    new = rolegraph.open(second)
    small.write_history(new, history)
    built = rolegraph.build([second, history], second.with_name("graph"))
    assert built.written
    assert not built.report.violations
    graph = rolegraph.open(second.with_name("graph"))
    for name, node in (
        (CHEF.value, COOK),
        ("pastry-chef", COOK),
        ("role/pastry-chef", COOK),
        (SUGAR.value, NEW),
        ("heat control", HEAT),
    ):
        assert graph.resolve(name).iri == node.value
    assert [source.source.slug for source in built.sources] == ["small", "small-history-2"]
    assert graph.lint(["missing-label", "orphan"]).count == new.lint(["missing-label", "orphan"]).count
    assert new.diff(graph).added == new.diff(graph).removed == ()


def test_histories_of_several_releases_are_followed(small: RoleGraph, second: Path, tmp_path: Path) -> None:
    third = release(tmp_path, "third", moved({SUGAR: one(Kind.SKILL, "s-3"), CHEF: COOK}), "3")
    graphs = small, rolegraph.open(second), rolegraph.open(third)
    files = [tmp_path / "a.ttl", tmp_path / "b.nq"]
    for (older, newer), file in zip(pairwise(graphs), files, strict=True):
        older.write_history(newer, file)
    graph = rolegraph.open(third, *files)
    assert graph.resolve(SUGAR.value).slug == "s-3"
    assert graph.resolve(NEW.value).slug == "s-3"


def test_only_what_is_sure_is_stated_and_all_of_it_is_mapped(small: RoleGraph, tmp_path: Path) -> None:
    parts = one(Kind.SKILL, "s-1"), one(Kind.SKILL, "s-2")
    quads = moved({CHEF: COOK, SUGAR: parts[0]}, {COOK: "Xyz", parts[0]: "pulled sugar"})
    quads |= {
        said(parts[1], RDF + "type", NamedNode(Kind.SKILL.class_iri)),
        named(parts[1], "prefLabel", "blown sugar"),
    }
    quads |= {named(part, "altLabel", "sugar work") for part in parts}
    new = graph_of(quads)
    small.write_history(new, tmp_path / "history.ttl")
    graph = graph_of({*quads, *rolegraph.open(tmp_path / "history.ttl").dataset.quads()})
    with pytest.raises(AmbiguousNode, match="has been split"):
        graph.resolve(SUGAR.value)
    with pytest.raises(rolegraph.UnknownNode):
        graph.resolve("pastry-chef")
    mapped = history_mappings(small.dataset, new.dataset, small.diff(new)).rows
    assert [(row.subject, row.object, row.predicate) for row in mapped] == [
        (CHEF.value, COOK.value, MatchPredicate.EXACT),
        *((SUGAR.value, part.value, MatchPredicate.NARROW) for part in reversed(parts)),
    ]
    assert mapped[0].doubtful
    small.write_history(new, tmp_path / "history.sssom.tsv")
    read = read_mappings(tmp_path / "history.sssom.tsv").rows
    assert sorted((row.subject, row.object, row.predicate, row.confidence, row.comment) for row in read) == sorted(
        (row.subject, row.object, row.predicate, row.confidence, row.comment) for row in mapped
    )
    assert (mapped[0].justification, mapped[1].justification) == ("StructuralMatching", "LexicalMatching")


def test_a_label_that_something_else_has_now_is_no_other_name(small: RoleGraph, tmp_path: Path) -> None:
    new = graph_of(moved({}, {HEAT: "dough", one(Kind.SKILL, "dough"): "heat control"}))
    small.write_history(new, tmp_path / "history.ttl")
    assert SKOS + "hiddenLabel" not in rolegraph.open(tmp_path / "history.ttl").dataset.predicate_sizes()


def test_a_file_of_another_kind_is_refused(small: RoleGraph, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="has a name of no known format"):
        small.write_history(graph_of(STATEMENTS), tmp_path / "history.docx")
    assert not (tmp_path / "history.docx").exists()
