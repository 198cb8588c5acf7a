"""What all imports state alike: the source itself, evidence by file, named nodes, requirements and ratings."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from rolegraph.model.nodes import Kind, Necessity, slugify
from rolegraph.rdf.vocabulary import DCTERMS, OURS, PROV, RDF, RG, SKOS
from rolegraph.rdf.writers import is_iri

if TYPE_CHECKING:
    from rolegraph.rdf.writers import LineWriter, QuadWriter


_WEB: Final = re.compile(r"https?://[^/?#]", re.IGNORECASE)


def is_web_iri(text: str) -> bool:
    """Whether a text from outside may name a node: an address of the web, and none of ours.

    >>> is_web_iri("http://data.europa.eu/esco/skill/1"), is_web_iri("https://w3id.org/rolegraph/source/mine")
    (True, False)
    """
    return _WEB.match(text) is not None and not text.startswith(OURS) and is_iri(text)


_VERSION: Final = re.compile(r"(?<![\d.])\d{1,2}(?:[._]\d{1,2}){1,2}(?!\d)")


def version_in(name: str) -> str:
    """The version that a folder or zip is named after; empty where its name has none.

    >>> version_in("ESCO dataset - v1.2.0 - classification - en - csv.zip"), version_in("esco-1.1"), version_in("esco")
    ('1.2.0', '1.1', '')
    >>> version_in("db_29_3_text.zip"), version_in("onet-29.3"), version_in("downloads")
    ('29.3', '29.3', '')
    """
    found = _VERSION.search(name)
    return found[0].replace("_", ".") if found else ""


class Origin(NamedTuple):
    """What a source says of itself; what is not known is empty."""

    title: str
    kind: str
    version: str = ""
    licence: str = ""
    attribution: str = ""


def state_origin(writer: LineWriter | QuadWriter, origin: Origin, content_hash: str) -> None:
    """Describe the source that a stream belongs to."""
    source = writer.source
    writer.link(source, RDF + "type", RG + "Source")
    writer.link(source, RDF + "type", PROV + "Entity")
    writer.words(source, SKOS + "prefLabel", origin.title)
    writer.string(source, RG + "sourceKind", origin.kind)
    writer.string(source, RG + "contentHash", content_hash)
    if origin.version:
        writer.string(source, RG + "version", origin.version)
    if origin.licence:
        writer.link(source, DCTERMS + "license", origin.licence)
    if origin.attribution:
        writer.string(source, RG + "attribution", origin.attribution)


def state_evidence(writer: LineWriter, file: str) -> str:
    """The IRI of the evidence for all that a file says: the file itself, as a section of the source."""
    iri = f"{writer.source}#{slugify(file)}"
    writer.link(iri, RDF + "type", RG + "Evidence")
    writer.link(iri, PROV + "wasDerivedFrom", writer.source)
    writer.string(iri, RG + "section", file)
    return iri


def state_requirement(
    writer: LineWriter, role: str, capability: str, iri: str, necessity: Necessity, evidence: str
) -> None:
    """One capability that a role asks for, with the direct link that follows from it."""
    writer.link(iri, RDF + "type", Kind.REQUIREMENT.class_iri)
    writer.link(role, RG + "hasRequirement", iri)
    writer.link(iri, RG + "anyOf", capability)
    writer.link(iri, RG + "necessity", necessity.iri)
    writer.link(iri, RG + "evidence", evidence)
    writer.link(role, RG + ("requires" if necessity is Necessity.ESSENTIAL else "prefers"), capability)


def state_rating(writer: LineWriter, role: str, rated: str, iri: str) -> None:
    """What a source measures of a role, which asks for nothing; the numbers are for the caller to state."""
    writer.link(iri, RDF + "type", Kind.RATING.class_iri)
    writer.link(role, RG + "hasRating", iri)
    writer.link(iri, RG + "rates", rated)


def state_named(writer: LineWriter, iri: str, kind: Kind, label: str, others: Iterable[str] = ()) -> None:
    """A node with its label; other names that only repeat it are left out."""
    writer.link(iri, RDF + "type", kind.class_iri)
    writer.words(iri, SKOS + "prefLabel", label)
    for name in dict.fromkeys(others):
        if name != label:
            writer.words(iri, SKOS + "altLabel", name)
