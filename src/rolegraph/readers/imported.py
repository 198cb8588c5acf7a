"""What all imports state alike: the source itself, evidence by file, requirements, and what costs what is missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.model.nodes import Kind, Necessity, slugify
from rolegraph.rdf.vocabulary import DCTERMS, OURS, PROV, RDF, RG, SKOS
from rolegraph.rdf.writers import is_iri

if TYPE_CHECKING:
    from rolegraph.rdf.writers import Stream
    from rolegraph.readers.downloads import Download


_WEB: Final = re.compile(r"https?://[^/?#]", re.IGNORECASE)


def is_web_iri(text: str) -> bool:
    """Whether a text from outside may name a node: an address of the web, and none of ours.

    >>> is_web_iri("http://data.europa.eu/esco/skill/1"), is_web_iri("https://w3id.org/rolegraph/source/mine")
    (True, False)
    """
    return _WEB.match(text) is not None and not text.startswith(OURS) and is_iri(text)


class Origin(NamedTuple):
    """What a source says of itself; what is not known is empty."""

    title: str
    kind: str
    version: str = ""
    licence: str = ""
    attribution: str = ""


def state_origin(stream: Stream, origin: Origin, content_hash: str) -> None:
    """Describe the source that a stream belongs to."""
    source = stream.source
    stream.link(source, RDF + "type", RG + "Source")
    stream.link(source, RDF + "type", PROV + "Entity")
    stream.words(source, SKOS + "prefLabel", origin.title)
    stream.string(source, RG + "sourceKind", origin.kind)
    stream.string(source, RG + "contentHash", content_hash)
    if origin.version:
        stream.string(source, RG + "version", origin.version)
    if origin.licence:
        stream.link(source, DCTERMS + "license", origin.licence)
    if origin.attribution:
        stream.string(source, RG + "attribution", origin.attribution)


def state_evidence(stream: Stream, file: str) -> str:
    """The IRI of the evidence for all that a file says: the file itself, as a section of the source."""
    iri = f"{stream.source}#{slugify(file)}"
    stream.link(iri, RDF + "type", RG + "Evidence")
    stream.link(iri, PROV + "wasDerivedFrom", stream.source)
    stream.string(iri, RG + "section", file)
    return iri


def state_requirement(
    stream: Stream, role: str, capability: str, iri: str, necessity: Necessity, evidence: str
) -> None:
    """One capability that a role asks for, with the direct link that follows from it."""
    stream.link(iri, RDF + "type", Kind.REQUIREMENT.class_iri)
    stream.link(role, RG + "hasRequirement", iri)
    stream.link(iri, RG + "anyOf", capability)
    stream.link(iri, RG + "necessity", necessity.iri)
    stream.link(iri, RG + "evidence", evidence)
    stream.link(role, RG + ("requires" if necessity is Necessity.ESSENTIAL else "prefers"), capability)


def state_named(stream: Stream, iri: str, kind: Kind, label: str, others: Iterable[str] = ()) -> None:
    """A node with its label; other names that only repeat it are left out."""
    stream.link(iri, RDF + "type", kind.class_iri)
    stream.words(iri, SKOS + "prefLabel", label)
    for name in dict.fromkeys(others):
        if name != label:
            stream.words(iri, SKOS + "altLabel", name)


def note_missing(download: Download, costs: Mapping[str, str]) -> None:
    """Say of each file that is not there what goes without it."""
    for name, cost in costs.items():
        if name not in download.names:
            download.tally.note(f"{name} is not there: {cost}")
