"""Mappings as statements of a source: the relation of SKOS between two nodes, and a remark on who found it, and how.

The remark has the slots of SSSOM under their own names; `facts.matches` reads them back.
"""

from __future__ import annotations

import hashlib
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit

from rolegraph.facts.entities import MAPPING
from rolegraph.model.mappings import FIELDS, JUSTIFICATION, MappingSet, NodeMapping
from rolegraph.model.nodes import SOURCE, slugify
from rolegraph.rdf.vocabulary import DCTERMS, RDF, RG, SEMAPV, SSSOM
from rolegraph.rdf.writers import QuadWriter
from rolegraph.readers.import_output import Origin, is_web_iri, state_origin

_PARTS: Final = 2  # of the address of a set, that its source is named after
_ENDINGS: Final = (".tsv", ".csv", ".sssom")


def source_of(mapping_set: MappingSet) -> str:
    """The IRI of the source that a set is in a graph: that of its ID if it is one, or else named after it.

    >>> source_of(MappingSet("https://w3id.org/acme/jobs/to-esco.sssom.tsv", ()))
    'https://w3id.org/rolegraph/source/jobs-to-esco'
    """
    if mapping_set.id.startswith(SOURCE):
        return mapping_set.id
    address = urlsplit(mapping_set.id)
    parts = [part for part in PurePosixPath(unquote(address.path)).parts if part.strip("/")] or [address.netloc]
    last = parts[-1]
    for ending in _ENDINGS:
        last = last.removesuffix(ending) or last
    return SOURCE + slugify(" ".join([*parts[-_PARTS:-1], last]))


def mapping_statements(mapping_set: MappingSet) -> QuadWriter:
    """All that a set states, in the named graph of its source."""
    writer = QuadWriter(source_of(mapping_set), language="")
    title = mapping_set.title or writer.source.removeprefix(SOURCE)
    licence = mapping_set.licence if is_web_iri(mapping_set.licence) else ""
    digest = hashlib.sha256(repr(mapping_set._replace(left_out=())).encode()).hexdigest()
    origin = Origin(title, MAPPING, mapping_set.version, licence, ", ".join(mapping_set.creators))
    state_origin(writer, origin, digest)
    writer.string(writer.source, DCTERMS + "identifier", mapping_set.id)
    if mapping_set.description:
        writer.words(writer.source, DCTERMS + "description", mapping_set.description)
    for row in mapping_set.rows:
        _state(writer, row)
    return writer


def _state(writer: QuadWriter, row: NodeMapping) -> None:
    digest = hashlib.sha256(repr(row._replace(source=None)).encode()).hexdigest()[:12]
    remark = f"{writer.source}#mapping-{digest}"
    writer.link(row.subject, row.predicate.iri, row.object)
    writer.link(remark, RDF + "type", RDF + "Statement")
    writer.link(remark, RDF + "subject", row.subject)
    writer.link(remark, RDF + "predicate", row.predicate.iri)
    writer.link(remark, RDF + "object", row.object)
    if row.confidence is not None:
        writer.decimal(remark, RG + "confidence", row.confidence)
    if row.justification:
        is_other = ":" in row.justification
        writer.link(remark, SSSOM + JUSTIFICATION, row.justification if is_other else SEMAPV + row.justification)
    stated = [(slot, getattr(row, field)) for slot, field in FIELDS.items()]
    for slot, text in (*stated, *row.others):
        if text:
            (writer.link if is_web_iri(text) else writer.string)(remark, SSSOM + slot, text)
