"""Every IRI that rolegraph spells: namespaces and terms.

Plain strings, so that importing this module costs nothing; `store` turns them into terms of the engine.
"""

from __future__ import annotations

from typing import Final

from rolegraph.model.nodes import ID as ID
from rolegraph.model.nodes import OURS as OURS
from rolegraph.model.nodes import RG as RG
from rolegraph.model.nodes import SOURCE as SOURCE
from rolegraph.model.nodes import Kind

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
PROV: Final = "http://www.w3.org/ns/prov#"
SH: Final = "http://www.w3.org/ns/shacl#"
SSSOM: Final = "https://w3id.org/sssom/"
SEMAPV: Final = "https://w3id.org/semapv/vocab/"


PREFIXES: Final[dict[str, str]] = {
    "rg": RG,
    **{kind.value: f"{ID}{kind.value}/" for kind in Kind if kind is not Kind.SOURCE},
    "source": SOURCE,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "prov": PROV,
    "sssom": SSSOM,
    "semapv": SEMAPV,
}


def shorten(iri: str) -> str:
    """An IRI with its prefix where it has a known one, such as `skos:prefLabel`; any other text as it is."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri[len(namespace) :]}"
    return iri
