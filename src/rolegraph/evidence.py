"""Who says so: evidence of a node, and what is remarked on single statements (`rdf:Statement`)."""

from __future__ import annotations

from collections.abc import Iterable

from rolegraph.labels import node
from rolegraph.model import Evidence
from rolegraph.store.dataset import Dataset
from rolegraph.vocabulary import RDF, RG, SKOS


def remarks_on(dataset: Dataset, subject: str) -> dict[tuple[str, str], list[str]]:
    """The `rdf:Statement`s about a subject's triples, by predicate and object."""
    remarks: dict[tuple[str, str], list[str]] = {}
    for iri in dataset.subjects(RDF + "subject", subject):
        predicate, object_ = dataset.value(iri, RDF + "predicate"), dataset.value(iri, RDF + "object")
        if predicate and object_:
            remarks.setdefault((predicate, object_), []).append(iri)
    return remarks


def note_of(dataset: Dataset, remarks: Iterable[str]) -> str:
    """The notes of remarks, as one text."""
    return "; ".join(note for remark in remarks for note in dataset.objects(remark, SKOS + "note"))


def evidence_of(dataset: Dataset, iris: Iterable[str]) -> tuple[Evidence, ...]:
    """Where nodes are spoken of, in the order of sources and lines."""
    found = {_passage(dataset, said.value, said.source) for iri in iris for said in dataset.said(iri, RG + "evidence")}
    return tuple(sorted(found, key=lambda one: (one.source.iri, one.line or 0, one.section)))


def _passage(dataset: Dataset, iri: str, source: str) -> Evidence:
    key = f"{iri} in {source}"
    known: Evidence | None = dataset.kept.memo.get(key)
    if known is None:
        line = dataset.value(iri, RG + "line")
        known = dataset.kept.memo[key] = Evidence(
            source=node(dataset, source),
            section=dataset.value(iri, RG + "section") or "",
            line=int(line) if line and line.isdecimal() else None,
            quote=dataset.value(iri, RG + "quote") or "",
        )
    return known


def sources_of(dataset: Dataset, subject: str, term: str) -> dict[str, list[str]]:
    """For each object of a subject with a term of ours, the sources that state it."""
    sources: dict[str, list[str]] = {}
    for said in dataset.statements(subject, RG + term):
        sources.setdefault(said.value, []).append(said.source)
    return sources


def evidence_of_statement(dataset: Dataset, sources: Iterable[str], remarks: Iterable[str]) -> tuple[Evidence, ...]:
    """The evidence remarked on a statement, or at least the sources that make it."""
    return evidence_of(dataset, remarks) or tuple(Evidence(node(dataset, one)) for one in sources)
