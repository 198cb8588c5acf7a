"""What is stated of a node: label and names, evidence, values on scales, numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from tests.versions import GRAPH, STATEMENTS, Version, graph_of, one, said, versions

from rolegraph import AmbiguousNode, SourceError
from rolegraph.facts.labels import (
    NAMING,
    definitions,
    evidence_of,
    evidence_of_statement,
    highest,
    kind_of,
    languages_of,
    names,
    names_of,
    node,
    nodes,
    nodes_of,
    note_of,
    number,
    number_of,
    on_scale,
    other_names,
    preparation_ranks,
    remarks_on,
    remember,
    seniority_of,
    seniority_ranks,
    shown_labels,
    sources_of,
)
from rolegraph.facts.lexicon import LexiconEntry, MemoryLexicon
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import DegreeLevel, Kind, Level, Necessity, Node, Seniority, fold, slug_of
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import ID, RDF, RG, SKOS, SOURCE

BAKER, CHEF = one(Kind.ROLE, "baker"), one(Kind.ROLE, "pastry-chef")
SUGAR = one(Kind.SKILL, "sugar-work")


def test_a_node_without_a_label_goes_by_its_slug(small: RoleGraph) -> None:
    assert node(small.dataset, BAKER.value) == Node(BAKER.value, Kind.ROLE, "Baker")
    assert node(small.dataset, ID + "skill/juggling").label == "juggling"


def test_an_english_label_comes_before_others() -> None:
    more = {said(BAKER, SKOS + "prefLabel", Literal("Bäcker", language="de"))}
    assert node(graph_of(STATEMENTS | more).dataset, BAKER.value).label == "Baker"


def labelled(*labels: tuple[Kind, str, str]) -> Dataset:
    """Nodes of two letters each, the first of which is the node, with labels such as `a-de`, or `a` in no language."""
    quads = set()
    for kind, slug, tags in labels:
        quads.add(said(one(kind, slug), RDF + "type", NamedNode(kind.class_iri)))
        for tag in tags.split():
            text = Literal(f"{slug} {tag}", language=tag) if tag != "-" else Literal(slug)
            quads.add(said(one(kind, slug), SKOS + "prefLabel", text))
    return graph_of(quads).dataset


@pytest.mark.parametrize(
    ("tags", "shown"),
    [
        (("de fr", "de fr"), "de"),
        (("de fr", "fr"), "fr"),
        (("de en fr", "de fr", "fr"), "fr"),
        (("de en", "de en"), "en"),
        (("de-at en-gb", "en de"), "en-gb"),
        (("de -", "de -"), ""),
        (("de -", "de"), ""),
        (("fr zxx",), "zxx"),
    ],
)
def test_a_list_is_in_one_language_where_one_covers_it(tags: tuple[str, ...], shown: str) -> None:
    dataset = labelled(*((Kind.ROLE, slug, of_node) for slug, of_node in zip("abc", tags, strict=False)))
    first, *others = nodes_of(dataset, Kind.ROLE)
    assert first.label == f"a {shown}".strip()
    primary = shown.partition("-")[0]
    assert all(known.label.partition(" ")[2].startswith(primary) for known in others)


def test_a_graph_is_in_one_language_whatever_the_kinds_of_its_nodes() -> None:
    skills = [(Kind.SKILL, slug, "de") for slug in "xyz"]
    dataset = labelled((Kind.ROLE, "a", "de fr"), (Kind.ROLE, "b", "fr"), (Kind.SKILL, "w", "de fr"), *skills)
    assert [known.label for known in nodes_of(dataset, Kind.ROLE)] == ["a de", "b fr"]
    assert [known.label for known in nodes_of(dataset, Kind.SKILL)] == ["w de", "x de", "y de", "z de"]


def test_sources_do_not_decide_on_the_language() -> None:
    sources = [(Kind.SOURCE, slug, "en") for slug in "xyz"]
    dataset = labelled((Kind.ROLE, "a", "de en"), (Kind.ROLE, "b", "de"), *sources)
    assert [known.label for known in nodes_of(dataset, Kind.ROLE)] == ["a de", "b de"]


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("", "en"),
        ("de", "de"),
        ("DE-CH", "de"),
        ("pt-BR", "pt-br"),
        ("pt-PT", "pt"),
        ("pt", "pt"),
        ("fi", "en"),
        ("fi,pt-BR,de", "pt-br"),
        ("en,de", "en"),
        ("x-guild", "en"),
    ],
)
def test_people_say_in_which_language_they_want_labels(wanted: str, shown: str) -> None:
    dataset = replace(labelled((Kind.ROLE, "a", "en de pt pt-br")), language=wanted)
    assert node(dataset, one(Kind.ROLE, "a").value).label == f"a {shown}"
    assert shown_labels(dataset) == {one(Kind.ROLE, "a").value: f"a {shown}"}
    assert [entry.node.label for entry in names(dataset)] == [f"a {shown}"]
    assert set(other_names(dataset, one(Kind.ROLE, "a").value)) == {"a en", "a de", "a pt", "a pt-br"} - {f"a {shown}"}


def test_names_that_differ_in_case_only_are_one() -> None:
    dataset = called((Kind.SKILL, "a", "survey design", {SKOS + "altLabel": "Survey Design"}))
    more = {said(one(Kind.SKILL, "a"), SKOS + "altLabel", Literal(text)) for text in ("Sampling", "sampling")}
    dataset = graph_of({*dataset.quads(), *more}).dataset
    assert other_names(dataset, one(Kind.SKILL, "a").value) == ("Sampling",)


def test_knowledge_below_the_graph_does_not_decide_on_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    below = [(Kind.SKILL, slug, "en") for slug in "xyz"]
    dataset = labelled((Kind.ROLE, "a", "de en"), (Kind.ROLE, "b", "de"), *below)
    only = frozenset(one(Kind.SKILL, slug).value for slug in "xyz")
    monkeypatch.setattr(Dataset, "only_below", only)
    assert [known.label for known in nodes_of(dataset, Kind.ROLE)] == ["a de", "b de"]


def test_a_definition_is_in_one_language_for_each_source() -> None:
    role = one(Kind.ROLE, "a")
    texts = [Literal("bakes", language="en"), Literal("backt", language="de"), Literal("cuit", language="fr")]
    quads = {said(role, RDF + "type", NamedNode(Kind.ROLE.class_iri))}
    dataset = graph_of(quads | {said(role, SKOS + "definition", text) for text in texts}).dataset
    for wanted, shown in (("", "bakes"), ("fr,de", "cuit"), ("de-AT", "backt")):
        assert [found.text for found in definitions(replace(dataset, language=wanted), role.value)] == [shown]


TAGS = st.lists(st.sampled_from(["en", "de", "de-at", "fr", "zxx", "-"]), unique=True).map(" ".join)


@given(
    st.lists(st.tuples(st.sampled_from([Kind.ROLE, Kind.SKILL]), TAGS), max_size=6),
    st.sampled_from(["", "fr", "de", "de-at,fr"]),
)
def test_every_label_is_a_name_and_all_ways_to_read_labels_agree(said_: list[tuple[Kind, str]], wanted: str) -> None:
    dataset = replace(labelled(*((kind, f"n{n}", tags) for n, (kind, tags) in enumerate(said_))), language=wanted)
    lexicon = MemoryLexicon(names(dataset))
    for kind, slug, tags in ((kind, f"n{n}", tags) for n, (kind, tags) in enumerate(said_)):
        iri = one(kind, slug).value
        known = node(dataset, iri)
        assert shown_labels(dataset).get(iri, slug) == known.label
        for tag in tags.split():
            name = slug if tag == "-" else f"{slug} {tag}"
            assert lexicon.resolve(name) == known
            assert languages_of(dataset, iri, name) == (() if tag == "-" else (tag,))


def called(*said_: tuple[Kind, str, str, dict[str, str]]) -> Dataset:
    """Nodes by kind, slug and label, with more that is stated of each."""
    quads = set()
    for kind, slug, label, more in said_:
        quads.add(said(one(kind, slug), RDF + "type", NamedNode(kind.class_iri)))
        quads.add(said(one(kind, slug), SKOS + "prefLabel", Literal(label, language="en")))
        for term, value in more.items():
            is_node = term == SKOS + "broader"
            quads.add(said(one(kind, slug), term, one(Kind.GROUP, value) if is_node else Literal(value)))
    return graph_of(quads).dataset


def shown(dataset: Dataset) -> dict[str, str]:
    return {slug_of(iri): label for iri, label in shown_labels(dataset).items()}


def test_what_has_one_name_is_told_apart_by_the_first_that_differs() -> None:
    types = [{RG + "skillType": word} for word in ("skill", "knowledge")]
    dataset = called(
        (Kind.SKILL, "a", "Mathematics", types[0]),
        (Kind.SKILL, "b", "mathematics", types[1]),
        (Kind.SKILL, "c", "Statistics", types[0]),
        (Kind.SKILL, "d", "Drill", {}),
        (Kind.TOOL, "e", "Drill", {}),
        (Kind.GROUP, "work", "Trade", {}),
        (Kind.GROUP, "art", "Art", {}),
        (Kind.ROLE, "f", "Painter", {SKOS + "broader": "work"}),
        (Kind.ROLE, "g", "Painter", {SKOS + "broader": "art"}),
        (Kind.ROLE, "h", "Baker", {SKOS + "notation": "12"}),
        (Kind.ROLE, "i", "Baker", {SKOS + "notation": "13"}),
        (Kind.GROUP, "j", "Baker", {}),
        (Kind.ROLE, "k", "Cook", {}),
        (Kind.ROLE, "l", "Cook", {}),
        (Kind.SKILL, "m", "Art", {}),
        (Kind.GROUP, "n", "Work", {SKOS + "notation": "1"}),
        (Kind.GROUP, "o", "Work", {SKOS + "notation": "11", SKOS + "broader": "n"}),
    )
    assert shown(dataset) == {
        "a": "Mathematics (skill)",
        "b": "mathematics (knowledge)",
        "c": "Statistics",
        "d": "Drill (skill)",
        "e": "Drill (tool)",
        "work": "Trade",
        "art": "Art",
        "f": "Painter (Trade)",
        "g": "Painter (Art)",
        "h": "Baker (12)",
        "i": "Baker (13)",
        "j": "Baker",
        "k": "Cook (k)",
        "l": "Cook (l)",
        "m": "Art",
        "n": "Work (1)",
        "o": "Work (11)",
    }
    assert [node(dataset, iri).label for iri in shown_labels(dataset)] == list(shown_labels(dataset).values())


def test_no_node_is_called_as_another_is_called_already() -> None:
    drills = [(kind, f"drill-{kind}", "Drill", dict[str, str]()) for kind in (Kind.SKILL, Kind.TOOL)]
    found = shown(called(*drills, (Kind.TOOL, "other", "drill (Skill)", {})))
    assert found["other"] == "drill (Skill)"
    assert len(set(map(fold, found.values()))) == 3


def test_a_name_that_two_have_names_both_and_each_of_its_forms_means_one() -> None:
    codes = {"onet-2.A": "skill", "onet-2.C": "knowledge"}
    dataset = called(*((Kind.SKILL, slug, "Mathematics", {RG + "skillType": word}) for slug, word in codes.items()))
    graph = RoleGraph(dataset)
    with pytest.raises(AmbiguousNode, match=r"say 'Mathematics \(skill\)' or 'Mathematics \(knowledge\)'"):
        graph.resolve("mathematics")
    for slug, word in codes.items():
        assert graph.resolve(f"Mathematics ({word})").slug == slug
        assert other_names(dataset, graph.resolve(slug).iri) == ()


@given(st.lists(st.tuples(st.sampled_from([Kind.ROLE, Kind.SKILL, Kind.TOOL]), st.sampled_from(["a", "A", "b"]))))
def test_no_two_roles_or_capabilities_are_shown_alike_however_labels_are_read(said_: list[tuple[Kind, str]]) -> None:
    dataset = called(*((kind, f"n{number}", label, {}) for number, (kind, label) in enumerate(said_)))
    found = shown_labels(dataset)
    assert len(set(map(fold, found.values()))) == len(said_)
    assert {entry.node.iri: entry.node.label for entry in names(dataset)} == found
    assert all(node(dataset, iri).label == label for iri, label in found.items())


def test_nodes_that_are_remembered_are_not_read(small: RoleGraph) -> None:
    known = Node(BAKER.value, Kind.ROLE, "Known from elsewhere")
    remember(small.dataset, [known])
    assert node(small.dataset, BAKER.value) is known


def test_nodes_are_sorted_by_label_whatever_its_case(small: RoleGraph) -> None:
    iris = [ID + slug for slug in ("tool/scale", "skill/french", "skill/dough")]
    assert [each.label for each in nodes(small.dataset, iris)] == ["dough", "French", "Scale"]
    assert [each.label for each in nodes_of(small.dataset, Kind.ROLE)] == ["Baker", "Pastry Chef"]


def test_the_kind_of_a_foreign_node_is_its_class() -> None:
    foreign = NamedNode("https://example.org/kneading")
    graph = graph_of(STATEMENTS | {said(foreign, RDF + "type", NamedNode(Kind.SKILL.class_iri))})
    assert kind_of(graph.dataset, foreign.value) is Kind.SKILL
    assert kind_of(graph.dataset, ID + "tool/never-heard-of") is Kind.TOOL
    assert kind_of(graph.dataset, SOURCE + "small") is Kind.SOURCE
    with pytest.raises(SourceError, match=r"<https://example.org/other> has no kind"):
        kind_of(graph.dataset, "https://example.org/other")


@given(versions())
def test_the_names_of_all_nodes_are_those_of_each(version: Version) -> None:
    dataset = graph_of(version.quads).dataset
    for entry in names(dataset, told_apart=False):
        entries = {each.node.kind: _plain(each) for each in names_of(dataset, entry.node.iri)}
        assert entries[entry.node.kind] == _plain(entry)


@given(versions())
def test_names_depend_on_naming_statements_alone(version: Version) -> None:
    naming = [quad for quad in version.quads if quad.predicate.value in NAMING]
    read = (names(graph_of(quads).dataset, told_apart=False) for quads in (version.quads, naming))
    every, few = (set(map(_plain, entries)) for entries in read)
    assert every == few


def _plain(entry: LexiconEntry) -> tuple[Node, tuple[str, ...], tuple[str, ...]]:
    return entry.node, tuple(sorted(entry.others)), tuple(sorted(entry.labels))


def test_what_has_no_name_of_its_own_is_in_no_lexicon() -> None:
    blank = BlankNode()
    more = {Quad(blank, NamedNode(RDF + "type"), NamedNode(Kind.SKILL.class_iri), GRAPH)}
    dataset = graph_of(STATEMENTS | more).dataset
    kinds = {entry.node.kind for entry in names(dataset)}
    assert Kind.REQUIREMENT not in kinds
    assert not [entry for entry in names(dataset) if entry.node.iri.startswith("_:")]
    assert names_of(dataset, str(blank)) == names_of(dataset, ID + "requirement/chef-dough") == []


def test_definitions_name_their_source(small: RoleGraph) -> None:
    ((definition),) = definitions(small.dataset, BAKER.value)
    assert (definition.text, definition.source.slug) == ("Bakes bread and sells it.", "small")


def test_remarks_are_found_by_what_they_are_about(small: RoleGraph) -> None:
    remarks = remarks_on(small.dataset, SUGAR.value)
    assert remarks == {(RG + "closeTo", ID + "skill/dough"): [SOURCE + "small#close"]}
    assert note_of(small.dataset, [SOURCE + "small#close"]) == "both are worked by hand"
    assert remarks_on(small.dataset, BAKER.value) == {}


def test_evidence_is_a_passage_or_at_least_a_source(small: RoleGraph) -> None:
    ((passage),) = evidence_of(small.dataset, [ID + "requirement/chef-dough", ID + "requirement/chef-sugar"])
    assert (passage.source.slug, passage.section, passage.line) == ("small", "all of it", None)
    sources = sources_of(small.dataset, BAKER.value, "usesTool")
    assert sources == {ID + "tool/scale": [SOURCE + "small"]}
    ((whole),) = evidence_of_statement(small.dataset, sources[ID + "tool/scale"], [])
    assert (whole.source.slug, whole.section) == ("small", "")


def test_evidence_is_in_the_order_of_its_lines() -> None:
    more = set()
    for line in (12, 3):
        passage = NamedNode(f"{SOURCE}small#{line}")
        more |= {said(BAKER, RG + "evidence", passage), said(passage, RG + "line", Literal(line))}
    found = evidence_of(graph_of(STATEMENTS | more).dataset, [BAKER.value])
    assert [passage.line for passage in found] == [3, 12]


@pytest.mark.parametrize("scale", [Level, Seniority, DegreeLevel, Necessity])
def test_every_member_of_a_scale_is_read_and_no_member_of_another(small: RoleGraph, scale: type[Level]) -> None:
    for member in scale:
        assert on_scale(small.dataset, scale, "x:node", "level", member.iri) is member
    with pytest.raises(SourceError, match=r"unknown level 'steep': use one of|unknown level 'steep'"):
        on_scale(small.dataset, scale, "x:node", "level", RG + "steep")
    other = Level.EXPERT if scale is not Level else Seniority.HEAD
    with pytest.raises(SourceError, match="unknown"):
        on_scale(small.dataset, scale, "x:node", "level", other.iri)


@given(st.lists(st.none() | st.sampled_from(Level)))
def test_the_highest_is_at_least_each(levels: list[Level | None]) -> None:
    found = highest(levels)
    stated = [level for level in levels if level is not None]
    assert found in stated if stated else found is None
    assert all(found is not None and found >= level for level in stated)


@pytest.mark.parametrize("text", ["much", "", "inf", "nan", "1,5"])
def test_what_is_no_finite_number_is_refused(small: RoleGraph, text: str) -> None:
    with pytest.raises(SourceError, match="is not a number"):
        number(small.dataset, "x:node", "effort", text)


def test_numbers_are_read_as_they_are_stated(small: RoleGraph) -> None:
    assert number(small.dataset, "x:node", "effort", "2.5") == 2.5
    assert number_of(small.dataset, one(Kind.SKILL, "dough").value, "effort") == 40
    assert number_of(small.dataset, BAKER.value, "effort") is None


def test_of_several_seniorities_the_highest_counts_in_any_reading() -> None:
    more = {said(BAKER, RG + "seniority", NamedNode(Seniority.LEAD.iri))}
    dataset = graph_of(STATEMENTS | more).dataset
    assert seniority_of(dataset, BAKER.value) is Seniority.LEAD
    assert seniority_ranks(dataset) == {BAKER.value: Seniority.LEAD, CHEF.value: Seniority.SENIOR}
    assert seniority_of(dataset, one(Kind.SKILL, "dough").value) is None


def test_preparation_is_ranked_by_the_zone_of_a_role() -> None:
    zones = [NamedNode(f"https://example.org/zone-{rank}") for rank in (2, 4)]
    more = {said(zone, RG + "rank", Literal(rank)) for zone, rank in zip(zones, (2, 4), strict=True)}
    more |= {said(role, RG + "preparation", zone) for role, zone in zip((BAKER, CHEF), zones, strict=True)}
    assert preparation_ranks(graph_of(STATEMENTS | more).dataset) == {BAKER.value: 2, CHEF.value: 4}


def test_the_class_of_a_node_goes_before_what_its_iri_looks_like() -> None:
    # a bug: a tool named as a skill was a skill to some commands and a tool to others
    oven = one(Kind.SKILL, "oven")
    dataset = graph_of(STATEMENTS | {said(oven, RDF + "type", NamedNode(Kind.TOOL.class_iri))}).dataset
    assert kind_of(dataset, oven.value) is Kind.TOOL
    assert kind_of(dataset, ID + "skill/untyped") is Kind.SKILL
