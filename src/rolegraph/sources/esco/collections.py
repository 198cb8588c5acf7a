"""ESCO's collections of skills and occupations, such as digital or green skills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rolegraph.sources.concepts import NO_ROW, Concepts
from rolegraph.sources.esco.files import COLLECTIONS, Files
from rolegraph.sources.esco.rows import NOT_RELEASED
from rolegraph.vocabulary import RDF, SKOS, Kind, node_iri

if TYPE_CHECKING:
    from rolegraph.sources.downloads import Download
    from rolegraph.store.stream import Stream


def read_collections(download: Download, stream: Stream, files: Files, concepts: Concepts) -> None:
    """State which concepts are in which collection; collections have names of ours, for the files give none."""
    for stem, (slug, label) in COLLECTIONS.items():
        if stem in files:
            collection = node_iri(Kind.COLLECTION, f"esco-{slug}")
            stream.link(collection, RDF + "type", Kind.COLLECTION.class_iri)
            stream.words(collection, SKOS + "prefLabel", label, "en")
            _read_members(download, stream, files[stem], concepts, collection)


def _read_members(download: Download, stream: Stream, file: str, concepts: Concepts, collection: str) -> None:
    tally, members = download.tally, set()
    for line, (iri, status) in download.rows(file, ("conceptUri",), optional=("status",)):
        if iri in members:
            tally.misfit(file, line, "conceptUri", "the same concept again", iri)
        elif iri in concepts.by_name:
            members.add(iri)
            stream.link(collection, SKOS + "member", iri)
        elif iri in concepts.left_out or (status and status.casefold() != "released"):
            tally.leave_out(file, NOT_RELEASED)
        else:
            tally.misfit(file, line, "conceptUri", NO_ROW, iri)
