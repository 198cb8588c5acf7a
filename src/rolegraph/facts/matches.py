"""What a graph states of mappings: which nodes mean the same as others, or nearly, who says so, and how they know."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, Final

from rolegraph.facts.labels import node, number_of, plain_label, remarks_on
from rolegraph.facts.requirements import reachable
from rolegraph.model.mappings import (
    FIELDS,
    JUSTIFICATION,
    OUR_TAXONOMY,
    MappingSet,
    MatchPredicate,
    NodeMapping,
    Through,
    taxonomy_of,
)
from rolegraph.model.nodes import Kind
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import DCTERMS, RDF, RG, SEMAPV, SKOS, SOURCE, SSSOM

LEAST_CONFIDENCE: Final = 0.5  # an exact match that is less sure makes nothing one

_FROM: Final = "mapping_source"
_FIELD_OF: Final = {SSSOM + slot: field for slot, field in FIELDS.items()}


def mappings_of(dataset: Dataset, iri: str) -> tuple[NodeMapping, ...]:
    """Every mapping of a node or what it stands for, as said of it, the surest first; raises as `all_mappings` does.

    Where a mapping does not say what the nodes are called the graph may.
    """
    found: set[NodeMapping] = set()
    members, dataset = dataset.members(dataset.one(iri)), dataset.apart
    for predicate in MatchPredicate:
        pairs = [(member, other) for member in members for other in dataset.objects(member, predicate.iri)]
        pairs += [(other, member) for member in members for other in dataset.subjects(predicate.iri, member)]
        for subject, object_ in pairs:
            remarks = remarks_on(dataset, subject).get((predicate.iri, object_), ())
            found.update(_rows(dataset, subject, predicate, object_, remarks))
    own = [row.turned if row.subject not in members or row.object == iri else row for row in found]
    labelled = (_labelled(dataset, row) for row in own)
    return tuple(sorted(labelled, key=lambda row: (-_sureness(row), _order(row))))


def through(dataset: Dataset, iri: str, names: Collection[str]) -> tuple[Through, ...]:
    """The mappings by which a node is the same as what sources name otherwise; none where all name it as it is shown.

    Of each name it is the surest mapping that has the name on one side, the node itself on the other where that can be.
    """
    others = sorted(set(names) & set(dataset.members(iri)) - {iri})
    rows = [row for row in mappings_of(dataset, iri) if row.predicate is MatchPredicate.EXACT] if others else []
    found = []
    for other in others:
        touching = [row for row in rows if other in (row.subject, row.object)]
        if touching:
            row = max(touching, key=lambda row: (iri in (row.subject, row.object), _sureness(row)))
            label = row.subject_label if row.subject == other else row.object_label
            found.append(Through(label, _from(dataset, other), row))
    return tuple(found)


def same_roles(dataset: Dataset, role: str) -> dict[str, Through]:
    """The roles that mappings say are exactly a role, by IRI, each with the surest mapping that says so.

    Two that one source names are never the same, whatever leads from one to the other.
    """
    found: dict[str, Through] = {}
    others = sorted(_exactly(dataset.apart, role))
    rows = [row for iri in (role, *others) for row in mappings_of(dataset, iri) if _joins(row)] if others else []
    for other in others:
        touching = [row for row in rows if other in (row.subject, row.object)]
        row = max(touching, key=lambda row: (role in (row.subject, row.object), _sureness(row)))
        found[other] = Through(plain_label(dataset, other), _from(dataset, other), row)
    return found


def all_same_roles(dataset: Dataset) -> dict[str, frozenset[str]]:
    """What `same_roles` finds, for every role that has any."""
    dataset = dataset.apart
    ends = {iri for pair in dataset.pairs(MatchPredicate.EXACT.iri) for iri in pair}
    return {iri: found for iri in sorted(ends) if _is_role(dataset, iri) and (found := _exactly(dataset, iri))}


def _exactly(dataset: Dataset, role: str) -> frozenset[str]:
    exact = MatchPredicate.EXACT

    def matched(iri: str) -> Iterator[str]:
        pairs = [(iri, other) for other in dataset.objects(iri, exact.iri)]
        pairs += [(other, iri) for other in dataset.subjects(exact.iri, iri)]
        for subject, object_ in pairs:
            remarks = remarks_on(dataset, subject).get((exact.iri, object_), ())
            if any(map(_joins, _rows(dataset, subject, exact, object_, remarks))):
                yield object_ if subject == iri else subject

    own = naming(dataset, [role])
    found = (iri for iri in reachable([role], matched) if iri != role and _is_role(dataset, iri))
    return frozenset(iri for iri in found if own.isdisjoint(naming(dataset, [iri])))


def _joins(row: NodeMapping) -> bool:
    return row.predicate is MatchPredicate.EXACT and (row.confidence is None or row.confidence >= LEAST_CONFIDENCE)


def _is_role(dataset: Dataset, iri: str) -> bool:
    return Kind.ROLE.class_iri in dataset.objects(iri, RDF + "type")


def _from(dataset: Dataset, iri: str) -> str:
    """Where a node is from, for people: a taxonomy, or else what names it, unless that is the shipped graph."""
    taxonomy, dataset = taxonomy_of(iri), dataset.apart
    if taxonomy not in (OUR_TAXONOMY, iri):
        return taxonomy
    sources = sorted(naming(dataset, [iri]))
    if not sources or any(dataset.value(source, RG + "sourceKind") == "editorial" for source in sources):
        return taxonomy
    return plain_label(dataset, sources[0])


def naming(dataset: Dataset, iris: Iterable[str]) -> set[str]:
    """The sources that name nodes: none names one thing twice."""
    return {said.source for iri in iris for said in dataset.statements(iri, SKOS + "prefLabel")}


def broader_through(dataset: Dataset, held: str, asked: Collection[str]) -> tuple[Through, ...]:
    """The mappings by which something that is held is a kind of what is asked for."""
    found = []
    for row in mappings_of(dataset, held):
        if row.predicate in (MatchPredicate.BROAD, MatchPredicate.NARROW):
            is_broad = row.predicate is MatchPredicate.BROAD
            narrow, broad = (row.subject, row.object) if is_broad else (row.object, row.subject)
            if dataset.one(narrow) == held and dataset.one(broad) in asked:
                found.append(Through(row.object_label if is_broad else row.subject_label, _from(dataset, broad), row))
    return tuple(found)


def _labelled(dataset: Dataset, row: NodeMapping) -> NodeMapping:
    def label(iri: str) -> str:
        return plain_label(dataset, iri) if dataset.value(iri, SKOS + "prefLabel") else ""

    subject, object_ = row.subject_label or label(row.subject), row.object_label or label(row.object)
    return row._replace(subject_label=subject, object_label=object_)


def all_mappings(dataset: Dataset, between: Callable[[str], bool] = lambda _iri: True) -> list[NodeMapping]:
    """All mappings that a graph states between some nodes, in the order of these.

    A source that describes one mapping several times, as found in several ways, states several; one that does not
    describe it states one with neither confidence nor justification. Raises `SourceError` for a confidence that is no
    number.
    """
    found: list[NodeMapping] = []
    dataset = dataset.apart
    for predicate in MatchPredicate:
        pairs = [(one, other) for one, other in dataset.pairs(predicate.iri) if between(other) and between(one)]
        remarks = _remarks(dataset, predicate) if pairs else {}
        for subject, object_ in pairs:
            found += _rows(dataset, subject, predicate, object_, remarks.get((subject, object_), ()))
    return sorted(found, key=_order)


def _sureness(row: NodeMapping) -> float:
    return -1.0 if row.confidence is None else row.confidence


def _order(row: NodeMapping) -> tuple[object, ...]:
    return *row[:3], _sureness(row), *row[4:-2], row.source or ("",), row.others


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
    """The mapping that a statement is, for each source that states it once for each of its remarks on it."""
    plain = NodeMapping(subject, object_, predicate)
    stated = {(source.source, remark) for remark in remarks for source in dataset.statements(remark, RDF + "type")}
    for source in (said.source for said in dataset.statements(subject, predicate.iri) if said.value == object_):
        own = sorted(remark for other, remark in stated if other == source)
        for row in [_described(dataset, remark, plain) for remark in own] or [plain]:
            yield row._replace(source=node(dataset, source))


def _described(dataset: Dataset, remark: str, plain: NodeMapping) -> NodeMapping:
    """A mapping with what a remark on it says."""
    fields: dict[str, Any] = {}
    others: set[tuple[str, str]] = set()
    for predicate, stated in dataset.about(remark):
        if predicate in _FIELD_OF:
            fields[_FIELD_OF[predicate]] = stated.value
        elif predicate == SSSOM + JUSTIFICATION:
            fields["justification"] = stated.value.removeprefix(SEMAPV)
        elif predicate.startswith(SSSOM):
            others.add((predicate.removeprefix(SSSOM), stated.value))
    confidence = number_of(dataset, remark, "confidence")
    return plain._replace(confidence=confidence, others=tuple(sorted(others)), **fields)


def mapping_sets(dataset: Dataset) -> tuple[MappingSet, ...]:
    """All mappings as sets, one for each source that states some; raises as `all_mappings` does."""
    rows: dict[str, list[NodeMapping]] = {}
    for row in all_mappings(dataset):
        if row.source is not None:
            rows.setdefault(row.source.iri, []).append(row._replace(source=None))
    return tuple(_set(dataset, source, tuple(rows[source])) for source in sorted(rows))


def _set(dataset: Dataset, source: str, rows: tuple[NodeMapping, ...]) -> MappingSet:
    def text(predicate: str) -> str:
        return dataset.value(source, predicate) or ""

    attribution = text(RG + "attribution")
    return MappingSet(
        text(DCTERMS + "identifier") or source,
        rows,
        title=plain_label(dataset, source),
        description=text(DCTERMS + "description"),
        licence=text(DCTERMS + "license"),
        version=text(RG + "version"),
        creators=(attribution,) if attribution else (),
    )


def joined_sets(sets: Sequence[MappingSet]) -> MappingSet:
    """Several sets as one, whose rows say which they are from (`mapping_source`); a single one as it is."""
    if len(sets) == 1:
        return sets[0]
    rows = [
        row if any(slot == _FROM for slot, _ in row.others) else row._replace(others=_with(row.others, one.id))
        for one in sets
        for row in one.rows
    ]
    licences = {one.licence for one in sets}
    return MappingSet(
        SOURCE + "mappings",
        tuple(rows),
        title="; ".join(filter(None, (one.title for one in sets))),
        licence=licences.pop() if len(licences) == 1 else "",
    )


def _with(others: Iterable[tuple[str, str]], identifier: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted([*others, (_FROM, identifier)]))
