"""Estimates of what is not recorded, as statements: a source of their own beside the one whose roles they are about."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Final

from rolegraph.facts import labels
from rolegraph.facts.requirements import ESTIMATED, NEAR, SIMILARITY
from rolegraph.mobility.estimates import FEWEST, LEAST_FIT, MOST, EstimatedRole, Estimator
from rolegraph.mobility.index import remembering
from rolegraph.model.nodes import Kind, node_iri
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import DCTERMS, PROV, RDF, RG, SKOS

if TYPE_CHECKING:
    from rolegraph.rdf.writers import StatementWriter

KIND: Final = "estimate"  # of a source
ENDING: Final = "-estimates"  # of the name of a source

Writing = Callable[[str, str], AbstractContextManager["StatementWriter"]]


def add_estimates(dataset: Dataset, origin: str, writing: Writing, language: str) -> str:
    """State estimates of what is not recorded of a source's roles, as a source of their own; gives what came of it.

    `writing` gives a writer for a source and a language. Empty where all roles have requirements.
    """
    with remembering(dataset):
        estimator = Estimator(dataset)
        if not estimator.unknown:
            return ""
        found = list(estimator.estimates())
    made = [estimate for estimate in found if estimate.requirements]
    said = _summary(estimator, made)
    if made:
        state_estimates(dataset, origin, writing, language, f"{said}.", made)
        for predicate in {quad.predicate.value for quad in dataset.quads_of(origin + ENDING)}:
            dataset.cache.links.pop(predicate, None)  # there are more of them now
    return said


def state_estimates(
    dataset: Dataset, origin: str, writing: Writing, language: str, about: str, made: Iterable[EstimatedRole]
) -> None:
    """State estimates that have been made, and what is said `about` them."""
    with writing(origin + ENDING, language) as writer:
        _state_source(writer, dataset, origin, about)
        for estimate in made:
            _state_role(writer, estimate)


def _summary(estimator: Estimator, made: Sequence[EstimatedRole]) -> str:
    """What was estimated, from what, and how good that is, in a few sentences."""
    unknown, known = len(estimator.unknown), len(estimator.recorded.roles)
    said = f"{unknown:,} of {len(estimator.roles):,} roles have no essential requirement recorded"
    few = f"fewer than {FEWEST} roles with requirements are near enough"
    if known < FEWEST or not estimator.facets:
        return f"{said}, and nothing is estimated of them: {few}"
    used = estimator.calibration(estimator.facets)
    essential, asked = used.fit
    agreement = f"estimates of {used.roles:,} roles with requirements agree with what is recorded with a mean F1 of "
    if essential < LEAST_FIT:
        return f"{said}, and nothing is estimated of them: {agreement}{essential:.2f}, which is too little"
    if not made:
        return f"{said}, and nothing is estimated of them: {few}"
    said += f"; those of {len(made):,} are estimated from the {FEWEST} to {MOST} nearest of {known:,} that have"
    if left := unknown - len(made):
        said += f", and of {left:,} nothing is known, since {few}"
    return f"{said}. Made in the same way, {agreement}{essential:.2f} for the essential, and {asked:.2f} for all"


def _state_source(writer: StatementWriter, dataset: Dataset, origin: str, about: str) -> None:
    source = writer.source
    writer.link(source, RDF + "type", RG + "Source")
    writer.link(source, RDF + "type", PROV + "Entity")
    writer.link(source, PROV + "wasDerivedFrom", origin)
    writer.words(source, SKOS + "prefLabel", f"Estimates from {labels.node(dataset, origin).label}", "en")
    writer.words(source, DCTERMS + "description", about, "en")
    writer.string(source, RG + "sourceKind", KIND)
    if version := dataset.value(origin, RG + "version"):
        writer.string(source, RG + "version", version)
    if attribution := dataset.value(origin, RG + "attribution"):
        writer.string(source, RG + "attribution", f"Estimated by rolegraph. {attribution}")
    if licence := dataset.value(origin, DCTERMS + "license"):
        writer.link(source, DCTERMS + "license", licence)
    writer.link(_evidence(writer), RDF + "type", RG + "Evidence")
    writer.link(_evidence(writer), PROV + "wasDerivedFrom", source)
    writer.string(_evidence(writer), RG + "section", "nearest roles")


def _evidence(writer: StatementWriter) -> str:
    return f"{writer.source}#nearest-roles"


def _state_role(writer: StatementWriter, estimate: EstimatedRole) -> None:
    role = estimate.role
    for near, similarity in estimate.near:
        writer.link(role, RG + NEAR, near)
        remark = f"{writer.source}#near-{_digest(role, near)}"
        writer.link(remark, RDF + "type", RDF + "Statement")
        for term, node in (("subject", role), ("predicate", RG + NEAR), ("object", near)):
            writer.link(remark, RDF + term, node)
        writer.decimal(remark, RG + SIMILARITY, f"{similarity:.4f}")
    for requirement in estimate.requirements:
        terms = requirement.terms
        iri = node_iri(Kind.REQUIREMENT, f"estimate-{_digest(role, *sorted(terms.any_of))}")
        writer.link(role, RG + ESTIMATED, iri)
        writer.link(iri, RDF + "type", RG + "EstimatedRequirement")
        for capability in sorted(terms.any_of):
            writer.link(iri, RG + "anyOf", capability)
        writer.link(iri, RG + "necessity", terms.necessity.iri)
        if terms.level is not None:
            writer.link(iri, RG + "level", terms.level.iri)
        if terms.open_to_related:
            writer.true(iri, RG + "openToRelated")
        writer.decimal(iri, RG + "share", f"{100 * requirement.share:.1f}")
        for name, number in requirement.numbers.items():
            writer.decimal(iri, RG + name, f"{number:.2f}")
        writer.link(iri, RG + "evidence", _evidence(writer))


def _digest(*words: str) -> str:
    return hashlib.sha256("\n".join(words).encode()).hexdigest()[:16]
