"""What has been replaced, followed to what there is now, and what its names mean."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store
from tests.versions import STATEMENTS, graph_of, one, said

from rolegraph.errors import AmbiguousNode, UnknownNode
from rolegraph.facts.history import DEPRECATED, REPLACED_BY, REPLACES, authority_of, replacements
from rolegraph.facts.labels import names
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.facts.stored_lexicon import StoredLexicon, write_names
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import SKOS, SOURCE

DOUGH, HEAT, SUGAR = (one(Kind.SKILL, slug) for slug in ("dough", "heat", "sugar-work"))
BLOWTORCH = one(Kind.TOOL, "blowtorch")


def was(slug: str, label: str, *now: NamedNode) -> set[Quad]:
    """Statements about a retired skill, which has no class."""
    iri = one(Kind.SKILL, slug)
    label_of = said(iri, SKOS + "prefLabel", Literal(label, language="en"))
    return {label_of, *(said(iri, REPLACED_BY, node) for node in now)}


def with_history(*more: set[Quad]) -> RoleGraph:
    return graph_of(STATEMENTS.union(*more))


def test_names_of_what_was_replaced_mean_what_stands_in_its_place() -> None:
    graph = with_history(
        was("fire", "Fire keeping", HEAT), {said(one(Kind.SKILL, "fire"), SKOS + "notation", Literal("F.1"))}
    )
    heard: list[tuple[str, str]] = []
    graph.on_replaced = lambda name, node: heard.append((name, node.label))
    old = ("fire keeping", "fire", "skill/fire", one(Kind.SKILL, "fire").value, "f.1")
    assert {graph.resolve(name).iri for name in old} == {HEAT.value}
    assert heard == [(name, "heat control") for name in old]
    assert graph.resolve("heat control").iri == HEAT.value
    assert len(heard) == len(old)


def test_chains_are_followed_to_their_end() -> None:
    graph = with_history(was("ember", "ember", one(Kind.SKILL, "fire")), was("fire", "fire", HEAT))
    assert graph.resolve("ember").iri == HEAT.value
    long = [was(f"old-{n}", f"old {n}", one(Kind.SKILL, f"old-{n + 1}")) for n in range(3_000)]
    assert with_history(*long, was("old-3000", "old 3000", DOUGH)).resolve("old 0").iri == DOUGH.value


def test_what_was_split_names_its_parts() -> None:
    graph = with_history(was("baking", "baking", DOUGH, HEAT))
    with pytest.raises(AmbiguousNode, match="'baking' has been split: say dough or 'heat control'") as caught:
        graph.resolve("baking")
    assert caught.value.is_split
    assert [graph.resolve(name).iri for name in caught.value.candidates] == [DOUGH.value, HEAT.value]


def test_what_was_split_across_kinds_is_one_thing_among_those_asked_for() -> None:
    graph = with_history(was("flames", "flames", HEAT, BLOWTORCH))
    assert graph.resolve("flames", (Kind.TOOL,)).iri == BLOWTORCH.value
    with pytest.raises(AmbiguousNode):
        graph.resolve("flames", CAPABILITY_KINDS)
    with pytest.raises(UnknownNode):
        graph.resolve("flames", (Kind.ROLE,))


def test_circles_and_what_leads_nowhere_replace_nothing() -> None:
    dough_and_heat = {said(DOUGH, REPLACED_BY, HEAT), said(HEAT, REPLACED_BY, DOUGH)}
    graph = with_history(
        dough_and_heat,
        {said(SUGAR, REPLACED_BY, SUGAR), said(BLOWTORCH, REPLACED_BY, NamedNode("https://example.org/nothing"))},
        was("mixing", "mixing", DOUGH),
    )
    assert dict(replacements(graph.dataset)) == {one(Kind.SKILL, "mixing").value: (DOUGH.value,)}
    for name, node in (("dough", DOUGH), ("heat control", HEAT), ("sugar work", SUGAR), ("Blowtorch", BLOWTORCH)):
        assert graph.resolve(name).iri == node.value
    assert graph.resolve("mixing").iri == DOUGH.value


def test_a_replacement_may_be_stated_by_what_replaces() -> None:
    fire = one(Kind.SKILL, "fire")
    graph = with_history({said(HEAT, REPLACES, fire), said(fire, SKOS + "prefLabel", Literal("fire", language="en"))})
    assert graph.resolve("fire").iri == HEAT.value
    assert authority_of(graph.dataset, HEAT.value) == SOURCE + "small"


def test_a_retired_node_with_a_class_is_known_by_its_replacement_alone() -> None:
    graph = with_history({said(BLOWTORCH, REPLACED_BY, HEAT), said(BLOWTORCH, DEPRECATED, Literal(True))})
    assert graph.resolve("blowtorch").iri == HEAT.value
    assert graph.resolve(BLOWTORCH.value).iri == HEAT.value


def test_a_name_that_something_has_now_means_that() -> None:
    """Also where the old name went to another node: the label of one is given to another."""
    graph = with_history(was("old-dough", "heat control", DOUGH), was("old-heat", "dough making", HEAT))
    heard: list[str] = []
    graph.on_replaced = lambda name, _node: heard.append(name)
    assert (graph.resolve("heat control").iri, graph.resolve("dough making").iri) == (HEAT.value, DOUGH.value)
    assert heard == []
    assert graph.resolve("old-dough").iri == DOUGH.value
    assert heard == ["old-dough"]


IRIS = [one(Kind.SKILL, slug) for slug in ("dough", "heat", "french", "sugar-work", "gone-a", "gone-b", "gone-c")]


@given(st.sets(st.tuples(st.sampled_from(IRIS), st.sampled_from(IRIS)), max_size=12))
def test_every_end_is_there_and_is_not_replaced_itself(links: set[tuple[NamedNode, NamedNode]]) -> None:
    graph = with_history({said(a, REPLACED_BY, b) for a, b in links})
    found = replacements(graph.dataset)
    ends = {end for some in found.values() for end in some}
    assert ends <= {iri.value for iri in IRIS[:4]} - found.keys()
    for iri in found:
        for end in found[iri]:
            assert graph.resolve(end).iri == end


@given(st.sets(st.tuples(st.sampled_from(IRIS), st.sampled_from(IRIS)), max_size=8))
def test_names_that_are_kept_mean_the_same(links: set[tuple[NamedNode, NamedNode]]) -> None:
    import tempfile

    store = Store()
    store.extend(STATEMENTS | {said(a, REPLACED_BY, b) for a, b in links})
    lexicon = MemoryLexicon(names(Dataset(store)))
    with tempfile.TemporaryDirectory() as folder:
        write_names(lexicon, Path(folder, "names"))
        stored = StoredLexicon(Path(folder, "names"))
        for name in [*(iri.value for iri in IRIS), "gone-a", "gone-b", "skill/gone-c", "dough", "heat control"]:
            assert stored.find(name) == lexicon.find(name)
            assert stored.is_retired(name) == lexicon.is_retired(name)


def test_a_graph_without_history_is_as_it_was(small: RoleGraph) -> None:
    assert not replacements(small.dataset)
    assert authority_of(small.dataset, HEAT.value) == ""
