"""What the shipped graph knows of capabilities, without its roles: what is learned before what, hours, what is close.

It lies below graphs that name such a capability, so that a plan for an employer's roles, or for those of a taxonomy,
has foundations first and hours where our editors have estimated them.
"""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import Final

from rolegraph.facts.cache import keep, kept_file, open_indexed
from rolegraph.model.nodes import Kind
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import shipped
from rolegraph.rdf.joined import MATCHES
from rolegraph.rdf.lexical_forms import LexicalStore
from rolegraph.rdf.places import read_snapshot, write_snapshot
from rolegraph.rdf.vocabulary import RDF, RG, SKOS

_FILE: Final = "knowledge.nq"
# Of what it says anything: what can be learned, and what that is a kind of.
_KINDS: Final = (Kind.SKILL, Kind.TOOL, Kind.DEGREE, Kind.CERTIFICATION, Kind.FIELD, Kind.CATEGORY, Kind.GROUP)
_BETWEEN: Final = (RG + "prerequisite", RG + "closeTo", RG + "effort", SKOS + "broader", *MATCHES)
_SAID: Final = frozenset(
    (
        *(RDF + "type", SKOS + "prefLabel", SKOS + "altLabel", SKOS + "definition", SKOS + "related"),
        *(RG + term for term in ("category", "degreeLevel", "field")),
        *_BETWEEN,
    )
)


def knowledge() -> Dataset:
    """What the shipped graph knows of capabilities and says of mappings; read when it is first asked for anything.

    It is read once in a process: what is shipped does not change meanwhile.
    """
    return _read_once(shipped("data"))


@cache
def _read_once(place: Path) -> Dataset:
    source = open_indexed([place])
    return Dataset(partial(_statements, source), fingerprint=source.fingerprint)


def _statements(source: Dataset) -> Dataset:
    if (path := kept_file(source, _FILE)) is not None:
        try:
            return read_snapshot(path)
        except (OSError, SyntaxError):  # damaged: it is made anew
            pass
    found = Dataset(_known(source))
    keep(source, _FILE, partial(_write, found))
    return found


def _write(found: Dataset, path: Path) -> None:
    write_snapshot(found, path)


def _known(source: Dataset) -> LexicalStore:
    capabilities = {iri for kind in _KINDS for iri in source.subjects(RDF + "type", kind.class_iri)}
    mapped = {iri for predicate in MATCHES for iri, _ in source.links(predicate)}
    remarks = {
        remark for predicate in _BETWEEN for remark in source.subjects(RDF + "predicate", predicate)
    }  # on any node: those of roles that are mapped too
    sources = set(source.sources())
    kept = LexicalStore()
    for quad in source.quads():
        subject, predicate = _bare(str(quad.subject)), quad.predicate.value
        about_capability = subject in capabilities and predicate in _SAID
        if about_capability or subject in remarks or subject in sources or (subject in mapped and predicate in MATCHES):
            kept.extend([quad])
    return kept


def _bare(spelled: str) -> str:
    return spelled[1:-1] if spelled.startswith("<") else spelled
