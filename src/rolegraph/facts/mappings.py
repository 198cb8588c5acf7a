"""What a graph states of mappings: which of its nodes mean the same as others, or nearly, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rolegraph.facts.labels import node, number_of
from rolegraph.model.mappings import MatchPredicate, NodeMapping
from rolegraph.model.nodes import slug_of
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF, RG


def all_mappings(dataset: Dataset) -> list[NodeMapping]:
    """All mappings that a graph states, in the order of their nodes; SourceError where a confidence is no number."""
    found: list[NodeMapping] = []
    for predicate in MatchPredicate:
        pairs = dataset.pairs(predicate.iri)
        remarks = _remarks(dataset, predicate) if pairs else {}
        for subject, object_ in pairs:
            found += _rows(dataset, subject, predicate, object_, remarks.get((subject, object_), ()))
    return sorted(found)


def _remarks(dataset: Dataset, predicate: MatchPredicate) -> dict[tuple[str, str], list[str]]:
    """What is said of the statements with a predicate: the remarks by subject and object."""
    found: dict[tuple[str, str], list[str]] = {}
    for remark in dataset.subjects(RDF + "predicate", predicate.iri):
        for subject in dataset.objects(remark, RDF + "subject"):
            for object_ in dataset.objects(remark, RDF + "object"):
                found.setdefault((subject, object_), []).append(remark)
    return found


def _rows(
    dataset: Dataset, subject: str, predicate: MatchPredicate, object_: str, remarks: Iterable[str]
) -> Iterator[NodeMapping]:
    """One mapping for each source that states it."""
    said = [statement.source for statement in dataset.statements(subject, predicate.iri) if statement.value == object_]
    for source in said:
        own = [remark for remark in remarks if _states(dataset, remark, source)]
        confidences = [number_of(dataset, remark, "confidence") for remark in own]
        justifications = [slug_of(value) for remark in own for value in dataset.objects(remark, RG + "justification")]
        yield NodeMapping(
            subject,
            object_,
            predicate,
            confidence=max((value for value in confidences if value is not None), default=None),
            justification=min(justifications, default=""),
            source=node(dataset, source),
        )


def _states(dataset: Dataset, remark: str, source: str) -> bool:
    return any(statement.source == source for statement in dataset.statements(remark, RDF + "type"))
