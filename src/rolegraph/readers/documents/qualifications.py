"""Degrees and certificates as requirements: which nodes they are, and which of them are alternatives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rolegraph.linking import Linker
from rolegraph.model.nodes import DegreeLevel, Kind, node_iri, slug_of, slugify
from rolegraph.readers.documents.fields.certificates import CertificateName
from rolegraph.readers.documents.fields.credentials import Credential, CredentialGroup, credentials
from rolegraph.readers.documents.fields.degrees import DegreeName
from rolegraph.readers.documents.records import Passage, Qualification, RequirementRecord, distinct

_DEGREE_LABELS: Final = {
    DegreeLevel.ASSOCIATE: "Associate degree",
    DegreeLevel.BACHELOR: "Bachelor's degree",
    DegreeLevel.MASTER: "Master's degree",
    DegreeLevel.DOCTORATE: "Doctorate",
}


def qualifications(text: str, passage: Passage, linker: Linker) -> list[RequirementRecord]:
    """The degrees and certifications that a bullet or sentence asks for; empty if it names none.

    "A degree in X" without a level is taken for a bachelor's, with a note. A certification without a name or field is
    not a requirement.
    """
    records: list[RequirementRecord] = []
    for group in credentials(text):
        options = list(_options(group, passage, linker))
        if options:
            any_of = distinct(options, lambda option: option.iri)
            records.append(
                RequirementRecord(any_of, group.necessity, passage, open_to_related=group.is_open, note=group.note)
            )
    return records


def _options(group: CredentialGroup, passage: Passage, linker: Linker) -> Iterator[Qualification]:
    for credential in group.options:
        fields = group.fields_of(credential)
        for degree in credential.degrees:
            yield from _degrees(degree, fields, passage, linker)
        yield from _certifications(credential, fields, passage, linker)


def _degrees(degree: DegreeName, fields: list[str], passage: Passage, linker: Linker) -> Iterator[Qualification]:
    if degree.level is DegreeLevel.SECONDARY:
        fields = []
    for name in [degree.field] if degree.field else fields or [""]:
        label = degree.name or _DEGREE_LABELS[degree.level]
        slug = slugify(degree.name) if degree.name else degree.level.word
        study = linker.field(name, passage.line) if name else None
        if study is not None:
            is_training = label.startswith(("Apprenticeship", "Vocational"))
            label = f"{label} ({study.label})" if is_training else f"{label} in {study.label}"
            slug = f"{slug}-{slug_of(study.iri)}"
        yield Qualification(node_iri(Kind.DEGREE, slug), Kind.DEGREE, label, level=degree.level, field=study)


def _certifications(
    credential: Credential, fields: list[str], passage: Passage, linker: Linker
) -> Iterator[Qualification]:
    for certificate in credential.certificates:
        yield _named_certification(certificate, passage, linker)
    for name in fields if credential.is_certification else ():
        study = linker.field(name, passage.line)
        label = f"Certification in {linker.truecase.label(study.label)}"
        yield Qualification(node_iri(Kind.CERTIFICATION, slug_of(study.iri)), Kind.CERTIFICATION, label, field=study)


def _named_certification(certificate: CertificateName, passage: Passage, linker: Linker) -> Qualification:
    names = (certificate.name, *certificate.alt)
    known = (linker.known(name, (Kind.CERTIFICATION,), passage.line) for name in names)
    if (found := next(filter(None, known), None)) is not None:
        return Qualification(found.iri, found.kind, found.label)
    iri = node_iri(Kind.CERTIFICATION, slugify(certificate.name))
    return Qualification(iri, Kind.CERTIFICATION, certificate.name, certificate.alt)
