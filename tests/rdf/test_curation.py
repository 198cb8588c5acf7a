"""What texts say of roles that a curated source describes stands beside it, whichever came first."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad
from tests.conftest import SMALL

import rolegraph
from rolegraph.facts.requirements import demand
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import ID, Kind, Necessity
from rolegraph.rdf.curation import TEXTS, set_texts_apart, shortcut, texts_set_apart
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.formats import read_quads
from rolegraph.rdf.lexical_forms import LexicalStore
from rolegraph.rdf.vocabulary import PROV, RDF, RG, SKOS, SOURCE
from rolegraph.readers.ingest import ingest, merge

PREFIXES: Final = (
    f"@prefix rg: <{RG}> . @prefix skos: <{SKOS}> . @prefix rdf: <{RDF}> . @prefix prov: <{PROV}> . "
    f"@prefix role: <{ID}role/> . @prefix skill: <{ID}skill/> . @prefix tool: <{ID}tool/> . "
    f"@prefix requirement: <{ID}requirement/> .\n"
)
CURATED, TEXT = SOURCE + "guild", SOURCE + "article"
BAKER = ID + "role/baker"
NAMES: Final = (
    'role:baker a rg:Role ; skos:prefLabel "Baker"@en . role:chef a rg:Role ; skos:prefLabel "Chef"@en . '
    'skill:dough a rg:Skill ; skos:prefLabel "dough"@en . skill:icing a rg:Skill ; skos:prefLabel "icing"@en . '
    'tool:oven a rg:Tool ; skos:prefLabel "oven"@en . '
)


def said(source: str, kind: str, *asked: str, role: str = "baker", more: str = "") -> str:
    """A source in TriG, with what it says a role asks for, each as capabilities and a necessity: `dough|icing?`."""
    lines = [f'<{source}> a rg:Source ; skos:prefLabel "S"@en ; rg:sourceKind "{kind}" . ']
    lines.append(f"<{source}#here> a rg:Evidence ; prov:wasDerivedFrom <{source}> . {NAMES} {more}")
    for number, one in enumerate(asked):
        necessity = Necessity.PREFERRED if one.endswith("?") else Necessity.ESSENTIAL
        options = [f"skill:{name}" for name in one.rstrip("?").split("|")]
        iri = f"requirement:{role}-{source.rpartition('/')[2]}-{number}"
        term = shortcut(necessity.iri, len(options)).removeprefix(RG)
        lines.append(f"role:{role} rg:hasRequirement {iri} ; rg:{term} {', '.join(options)} . ")
        lines.append(f"{iri} a rg:Requirement ; rg:anyOf {', '.join(options)} ; rg:necessity rg:{necessity} ; ")
        lines.append(f"rg:evidence <{source}#here> . ")
    return f"<{source}> {{ {''.join(lines)} }}\n"


ASKS = said(CURATED, "table", "dough")
USES = f"role:baker rg:usesTool tool:oven . <{TEXT}#1> a rdf:Statement ; rdf:subject role:baker ; " + (
    f"rdf:predicate rg:usesTool ; rdf:object tool:oven ; rg:evidence <{TEXT}#here> . "
)
SAYS = said(TEXT, "article", "icing", "dough|icing", "icing?", more=USES)


def quads_of(text: str) -> list[Quad]:
    return read_quads(Path("text.trig"), f"{PREFIXES}{text}".encode())


def relations(quads: list[Quad], role: str = BAKER) -> set[str]:
    """How a text's graph points from a role."""
    return {
        quad.predicate.value.removeprefix(RG)
        for quad in quads
        if quad.subject == NamedNode(role)
        and quad.graph_name == NamedNode(TEXT)
        and quad.predicate.value.startswith(RG)
    }


PROFILE = {"hasRequirement", "usesTool", "requires", "accepts", "prefers"}


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(PREFIXES + text)
    return path


def test_a_text_is_the_profile_of_a_role_that_nothing_curated_describes() -> None:
    quads = quads_of(SAYS + said(CURATED, "table", "dough", role="chef"))
    store = LexicalStore()
    store.extend(quads)
    set_texts_apart(store)
    assert set(store) == set(quads)


@pytest.mark.parametrize("order", [("guild", "article"), ("article", "guild")], ids="-then-".join)
@pytest.mark.parametrize("place", ["graph.trig", "folder", "built"])
def test_beside_a_curated_source_it_is_no_requirement(order: tuple[str, str], place: str, tmp_path: Path) -> None:
    texts = {"guild": ASKS, "article": SAYS}
    graph = tmp_path / place
    if place == "folder":
        graph.mkdir()
        write(graph, "other.ttl", f'<{SOURCE}other> a rg:Source ; skos:prefLabel "O"@en .')
    for name in order:
        ingest([write(tmp_path, f"{name}.trig", texts[name])], graph)
    opened = rolegraph.open(graph)
    assert opened.validate().valid
    assert relations(list(opened.dataset.quads())) == {"alsoAsks", "alsoUses"}
    assert [one.label for one in opened.role("baker").requirements] == ["dough"]
    assert opened.role("baker").tools == ()
    again = ingest([write(tmp_path, "article.trig", SAYS)], graph)
    assert not again.change


def test_what_stands_in_files_that_are_laid_over_each_other_or_merged_is_seen_so(tmp_path: Path) -> None:
    files = [write(tmp_path, "a.trig", SAYS), write(tmp_path, "b.trig", ASKS)]
    merge(files, tmp_path / "built")
    for graph in (rolegraph.open(*files), rolegraph.open(tmp_path / "built")):
        assert relations(list(graph.dataset.quads())) == {"alsoAsks", "alsoUses"}
        assert relations(list(graph.from_sources("article").dataset.quads())) == PROFILE


def test_it_is_the_profile_again_where_nothing_curated_is_left(tmp_path: Path) -> None:
    graph = tmp_path / "graph.trig"
    ingest([write(tmp_path, "article.trig", SAYS)], graph)
    alone = set(rolegraph.open(graph).dataset.quads())
    ingest([write(tmp_path, "guild.trig", ASKS)], graph)
    ingest([write(tmp_path, "guild.trig", said(CURATED, "table", "dough", role="chef"))], graph)
    left = set(rolegraph.open(graph).from_sources("article").dataset.quads())
    assert left == alone
    assert relations(list(left)) == PROFILE


@pytest.mark.parametrize(
    ("kind", "beside"), [("table", True), ("posting", False), ("estimate", False), (TEXTS[1], False)]
)
def test_only_curated_sources_put_it_beside(kind: str, beside: bool) -> None:
    store = LexicalStore()
    store.extend(quads_of(SAYS + said(CURATED, kind, "dough")))
    set_texts_apart(store)
    assert relations(list(store)) == ({"alsoAsks", "alsoUses"} if beside else PROFILE)


def test_a_text_that_is_shipped_is_not_copied_into_ones_own_graph(tmp_path: Path) -> None:
    mine = said(CURATED, "table", "dough").replace("role:baker", "role:data-science-engineer")
    mine = mine.replace('"Baker"', '"Data Science Engineer"')
    result = ingest([write(tmp_path, "guild.trig", mine)])
    assert result.change.removed == 0
    assert rolegraph.open(result.place).dataset.sources() == [CURATED]
    assert [one.label for one in rolegraph.open().role("data-science-engineer").requirements] == ["dough"]


def _text_about(role: str, draw: st.DataObject) -> list[Quad]:
    """Whatever a text may say of a role of the small graph."""
    text, me = NamedNode(TEXT), NamedNode(f"{ID}role/{role}")
    words = st.text("abc ", min_size=1).map(lambda one: Literal(one, language="en"))
    quads = [Quad(text, NamedNode(RG + "sourceKind"), Literal(draw.draw(st.sampled_from(TEXTS))), text)]
    for term in (SKOS + "altLabel", SKOS + "definition"):
        quads += [Quad(me, NamedNode(term), one, text) for one in draw.draw(st.lists(words, max_size=2))]
    for duty in draw.draw(st.lists(st.sampled_from("pq"), max_size=2)):
        iri = NamedNode(f"{ID}responsibility/{duty}")
        quads.append(Quad(me, NamedNode(RG + "hasResponsibility"), iri, text))
        quads.append(Quad(iri, NamedNode(SKOS + "prefLabel"), Literal(f"bake {duty}", language="en"), text))
    for oven in draw.draw(st.lists(st.sampled_from(("stone-oven", "scale")), max_size=2)):
        quads.append(Quad(me, NamedNode(RG + "usesTool"), NamedNode(f"{ID}tool/{oven}"), text))
    skills = st.sets(st.sampled_from(("dough", "sugar-work", "heat", "french")), min_size=1, max_size=2)
    for number, options in enumerate(draw.draw(st.lists(skills, max_size=3))):
        necessity = draw.draw(st.sampled_from(Necessity))
        iri = NamedNode(f"{ID}requirement/{role}-text-{number}")
        quads.append(Quad(me, NamedNode(RG + "hasRequirement"), iri, text))
        quads.append(Quad(iri, NamedNode(RG + "necessity"), NamedNode(necessity.iri), text))
        for option in options:
            skill = NamedNode(f"{ID}skill/{option}")
            quads.append(Quad(iri, NamedNode(RG + "anyOf"), skill, text))
            quads.append(Quad(me, NamedNode(shortcut(necessity.iri, len(options))), skill, text))
    return quads


def _answers(store: LexicalStore) -> list[object]:
    """What is answered about roles: gaps, plans, neighbours, how many ask for a capability, and SPARQL."""
    graph = RoleGraph(Dataset(store))
    roles = ("baker", "pastry-chef")
    pairs = [(one, other) for one in roles for other in roles if one != other]
    skills = [node.iri for node in graph.nodes(Kind.SKILL)]
    asked = "SELECT ?role ?capability { ?role rg:hasRequirement ?asked . ?asked rg:anyOf ?capability }"
    return [
        *(graph.gap(*pair) for pair in pairs),
        *(graph.path(*pair).steps for pair in pairs),
        *([(one.role, one.score, one.met) for one in graph.nearest(role).neighbours] for role in roles),
        [demand(graph.dataset, iri) for iri in skills],
        graph.dataset.select(f"PREFIX rg: <{RG}> {asked}"),
        *(graph.dataset.pairs(RG + term) for term in ("requires", "accepts", "prefers", "usesTool")),
    ]


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_no_text_about_a_curated_role_changes_an_answer(draw: st.DataObject) -> None:
    before, after = LexicalStore(), LexicalStore()
    before.extend(read_quads(SMALL))
    after.extend(read_quads(SMALL))
    for role in draw.draw(st.sets(st.sampled_from(("baker", "pastry-chef")), min_size=1)):
        after.extend(_text_about(role, draw))
    set_texts_apart(after)
    assert _answers(after) == _answers(before)


_ASKED = st.lists(st.sampled_from(("dough", "icing", "dough|icing", "icing?")), max_size=2)
_SOURCES = st.lists(
    st.tuples(st.sampled_from(("table", "article", "description")), st.sampled_from(("baker", "chef")), _ASKED),
    min_size=1,
    max_size=4,
)


@settings(max_examples=60)
@given(_SOURCES, st.randoms(use_true_random=False))
def test_the_order_in_which_sources_come_makes_no_difference(
    sources: list[tuple[str, str, list[str]]], chance: Random
) -> None:
    texts = [said(f"{SOURCE}s{n}", kind, *asked, role=role) for n, (kind, role, asked) in enumerate(sources)]
    whole = LexicalStore()
    whole.extend(quads_of("".join(texts)))
    set_texts_apart(whole)
    order = list(range(len(texts)))
    chance.shuffle(order)
    grown = LexicalStore()
    for number in order:
        for source, quads in texts_set_apart(grown, {f"{SOURCE}s{number}": quads_of(texts[number])}).items():
            grown.remove([NamedNode(source)])
            grown.extend(quads)
    assert set(grown) == set(whole)
    set_texts_apart(grown)
    assert set(grown) == set(whole)
