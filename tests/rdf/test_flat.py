"""A default graph without bookkeeping: nothing said of the world is lost, nothing said of statements is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib

from rolegraph.graph import RoleGraph
from rolegraph.model.nodes import Kind
from rolegraph.rdf.flat import flat
from rolegraph.rdf.formats import write_quads
from rolegraph.rdf.vocabulary import DCTERMS, RDF, RDFS, RG, SKOS


@pytest.mark.parametrize(("suffix", "format_"), [(".ttl", "turtle"), (".rdf", "xml"), (".nt", "nt")])
def test_rdflib_sees_roles_and_labels_at_once(suffix: str, format_: str, small: RoleGraph, tmp_path: Path) -> None:
    (tmp_path / f"a{suffix}").write_bytes(write_quads(flat(small.dataset.quads()), suffix))
    graph = rdflib.Graph().parse(tmp_path / f"a{suffix}", format=format_)
    roles = set(graph.subjects(rdflib.RDF.type, rdflib.URIRef(RG + "Role")))
    assert {str(role) for role in roles} == {node.iri for node in small.nodes(Kind.ROLE)}
    assert roles <= set(graph.subjects(rdflib.RDF.type, rdflib.SKOS.Concept))
    assert all(graph.value(role, rdflib.RDFS.label) for role in roles)
    assert all(graph.value(role, rdflib.DCTERMS.source) for role in roles)


def test_only_bookkeeping_is_left_out_and_only_what_follows_added(small: RoleGraph) -> None:
    before = {(str(quad.subject), quad.predicate.value, str(quad.object)) for quad in small.dataset.quads()}
    after = {(str(quad.subject), quad.predicate.value, str(quad.object)) for quad in flat(small.dataset.quads())}
    added = {predicate for _, predicate, _ in after - before}
    assert added <= {RDF + "type", RDFS + "label", DCTERMS + "source"}
    gone = {RG + "evidence", RG + "statedIn", RG + "contentHash"}
    remarks = {s for s, p, o in before if p == RDF + "type" and o in (f"<{RDF}Statement>", f"<{RG}Evidence>")}
    assert all(s in remarks or p in gone or o in remarks for s, p, o in before - after)
    assert not {p for _, p, _ in after} & gone
    assert (SKOS + "prefLabel") in {p for _, p, _ in after}
