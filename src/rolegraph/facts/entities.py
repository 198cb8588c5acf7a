"""Roles, postings and sources as typed objects, each statement with the source that makes it.

Only what is asked for is read, so that an answer about one role takes the same time in a graph of any size.
"""

from __future__ import annotations

from collections.abc import Mapping

from rolegraph.facts.labels import (
    definitions,
    evidence_of,
    evidence_of_statement,
    node,
    nodes,
    note_of,
    remarks_on,
    sources_of,
)
from rolegraph.facts.requirements import capability_requirements, used_tools
from rolegraph.facts.scales import number_of, seniority_of
from rolegraph.model.nodes import Kind
from rolegraph.model.roles import Cited, Info, Outlook, Posting, Role, SourceInfo
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import DCTERMS, RG, SKOS


def role(dataset: Dataset, iri: str) -> Role:
    """Everything that is said of a role.

    Raises
    ------
    SourceError
        When something is stated that is not on its scale, or no number.
    """
    remarks = remarks_on(dataset, iri)

    def cited(term: str) -> tuple[Cited, ...]:
        found = []
        sources = sources_of(dataset, iri, term)
        for target in nodes(dataset, sources):
            statements = remarks.get((RG + term, target.iri), [])
            note = note_of(dataset, statements) or dataset.value(target.iri, DCTERMS + "description") or ""
            own = evidence_of(dataset, [target.iri])
            found.append(Cited(target, note, own or evidence_of_statement(dataset, sources[target.iri], statements)))
        return tuple(found)

    return Role(
        node=node(dataset, iri),
        other_names=tuple(dataset.objects(iri, SKOS + "altLabel")),
        definitions=definitions(dataset, iri),
        seniority=seniority_of(dataset, iri),
        requirements=capability_requirements(dataset, iri),
        tools=used_tools(dataset, iri),
        responsibilities=tuple(sorted(cited("hasResponsibility"), key=lambda cited: cited.evidence)),
        industries=cited("foundIn"),
        outlooks=tuple(_outlook(dataset, outlook) for outlook in dataset.objects(iri, RG + "hasOutlook")),
        tips=tuple(sorted(cited("hasTip"), key=lambda cited: cited.evidence)),
    )


def _outlook(dataset: Dataset, iri: str) -> Outlook:
    return Outlook(
        growth=number_of(dataset, iri, "growth"),
        start=_whole(dataset, iri, "periodStart"),
        end=_whole(dataset, iri, "periodEnd"),
        authority=dataset.value(iri, RG + "authority") or "",
        evidence=evidence_of(dataset, [iri]),
    )


def posting(dataset: Dataset, iri: str) -> Posting:
    """A job posting with everything that is said of it.

    Raises
    ------
    SourceError
        When its seniority is not on its scale, or its pay is no number.
    """
    return Posting(
        iri=iri,
        title=dataset.value(iri, RG + "title") or "",
        employer=dataset.value(iri, RG + "employer") or "",
        place=dataset.value(iri, RG + "place") or "",
        employment_types=tuple(dataset.objects(iri, RG + "employmentType")),
        seniority=seniority_of(dataset, iri),
        pay_low=_whole(dataset, iri, "payLow"),
        pay_high=_whole(dataset, iri, "payHigh"),
        currency=dataset.value(iri, RG + "currency") or "",
        evidence=evidence_of(dataset, [iri]),
    )


def _whole(dataset: Dataset, iri: str, term: str) -> int | None:
    value = number_of(dataset, iri, term)
    return None if value is None else int(value)


def info(dataset: Dataset) -> Info:
    """The sources of a dataset with what they say of themselves, and how many nodes of each kind there are."""
    sources = tuple(_source_info(dataset, iri) for iri in dataset.sources())
    return Info(dataset.size(), sources, _by_kind(dataset.class_sizes(dataset.sources())), dataset.origins())


def _source_info(dataset: Dataset, iri: str) -> SourceInfo:
    def text(predicate: str) -> str:
        return dataset.value(iri, predicate) or ""

    return SourceInfo(
        node=node(dataset, iri),
        kind=text(RG + "sourceKind"),
        statements=dataset.size_of(iri),
        version=text(RG + "version"),
        licence=text(DCTERMS + "license"),
        attribution=text(RG + "attribution"),
        hash=text(RG + "contentHash"),
        counts=_by_kind(dataset.class_sizes([iri])),
    )


def _by_kind(sizes: Mapping[str, int]) -> dict[str, int]:
    return {kind.value: sizes[kind.class_iri] for kind in Kind if kind.class_iri in sizes}
