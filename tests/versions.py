"""Versions of the small graph: with statements taken away, and with requirements, tools, links and estimates added."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind, Level, Necessity, node_iri
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF, RG, SKOS, SOURCE, XSD
from tests.conftest import SMALL

GRAPH = NamedNode(SOURCE + "small")
STATEMENTS = frozenset(rolegraph.open(SMALL).dataset.quads())
# Without these a requirement has no meaning, and what a thing is called in a message nobody could tell.
NEEDED = frozenset(RG + term for term in ("anyOf", "necessity")) | {RDF + "type"}
_ROLES = ("baker", "pastry-chef")
_SKILLS = ("dough", "sugar-work", "heat", "french")
_TOOLS = ("stone-oven", "deck-oven", "convection-oven", "blowtorch", "scale")


def graph_of(quads: Iterable[Quad]) -> RoleGraph:
    """A graph in memory."""
    store = Store()
    store.extend(quads)
    return RoleGraph(Dataset(store))


def said(subject: NamedNode, predicate: str, value: NamedNode | Literal) -> Quad:
    return Quad(subject, NamedNode(predicate), value, GRAPH)


def one(kind: Kind, slug: str) -> NamedNode:
    return NamedNode(node_iri(kind, slug))


def requirement(
    role: str, slug: str, any_of: Iterable[NamedNode], necessity: Necessity, level: Level | None
) -> set[Quad]:
    """A requirement of a role, under an IRI of its own."""
    asked = one(Kind.REQUIREMENT, slug)
    quads = {
        said(one(Kind.ROLE, role), RG + "hasRequirement", asked),
        said(asked, RDF + "type", NamedNode(Kind.REQUIREMENT.class_iri)),
        said(asked, RG + "necessity", NamedNode(necessity.iri)),
        *(said(asked, RG + "anyOf", capability) for capability in any_of),
    }
    return quads | ({said(asked, RG + "level", NamedNode(level.iri))} if level else set())


def added() -> st.SearchStrategy[set[Quad]]:
    """Statements that may be added to any version, no one of which leaves the others without meaning."""
    skills, tools = (st.sampled_from([one(kind, slug) for slug in slugs]) for kind, slugs in _PLACES)
    roles = st.sampled_from([one(Kind.ROLE, slug) for slug in _ROLES])
    capabilities = skills | tools
    links = st.builds(said, capabilities, st.sampled_from([RG + "prerequisite", SKOS + "broader"]), capabilities)
    close = st.builds(said, capabilities, st.just(RG + "closeTo"), capabilities)
    uses = st.builds(said, roles, st.just(RG + "usesTool"), tools)
    hours = st.integers(1, 300).map(lambda number: Literal(str(number), datatype=NamedNode(XSD + "decimal")))
    efforts = st.builds(said, capabilities, st.just(RG + "effort"), hours)
    names = st.builds(said, capabilities | roles, st.just(SKOS + "altLabel"), st.text("ab", min_size=1).map(Literal))
    labels = st.builds(said, capabilities | roles, st.just(SKOS + "prefLabel"), st.text("AB", min_size=1).map(_english))
    single = st.sets(links | close | uses | efforts | names | labels, max_size=4)
    asked = st.builds(
        requirement,
        st.sampled_from(_ROLES),
        st.sampled_from("abcdef"),
        st.sets(capabilities, min_size=1, max_size=3),
        st.sampled_from(Necessity),
        st.sampled_from([None, *Level]),
    )
    return st.builds(lambda some, parts: set(some).union(*parts), single, st.lists(asked, max_size=3))


_PLACES: Any = ((Kind.SKILL, _SKILLS), (Kind.TOOL, _TOOLS))


def _english(text: str) -> Literal:
    return Literal(text, language="en")


class Version(NamedTuple):
    """The small graph without some of its statements, and with others; shown by these alone where a law is broken."""

    gone: set[Quad]
    more: set[Quad]

    @property
    def quads(self) -> frozenset[Quad]:
        return frozenset((STATEMENTS - self.gone) | self.more)


def versions() -> st.SearchStrategy[Version]:
    """Graphs that are like the small one."""
    loose = sorted((quad for quad in STATEMENTS if quad.predicate.value not in NEEDED), key=str)
    return st.builds(Version, st.sets(st.sampled_from(loose), max_size=8), added())
