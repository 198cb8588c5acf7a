"""The degrees and certificates that a text or a label names, as what reads job advertisements knows them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rolegraph.model.nodes import DegreeLevel, Necessity
from rolegraph.rdf.vocabulary import RDF, RG, SKOS
from rolegraph.readers.documents.records import Qualification

if TYPE_CHECKING:
    from rolegraph.linking import Linker, Mention
    from rolegraph.rdf.writers import LineWriter


def credentials_in(text: str) -> list[tuple[tuple[Mention, ...], Necessity]]:
    """What a text asks for of degrees and certificates: alternatives together, each group with its necessity."""
    from rolegraph.readers.documents.qualifications import qualifications
    from rolegraph.readers.documents.records import Passage

    return [(record.any_of, record.necessity) for record in qualifications(text, Passage("", 1, text), _linker())]


@cache
def _linker() -> Linker:
    """One that knows no names."""
    from rolegraph.facts.lexicon import MemoryLexicon
    from rolegraph.linking import Linker
    from rolegraph.linking.truecase import Truecase

    lexicon = MemoryLexicon(())
    return Linker(lexicon, Truecase([], lexicon))


def degree_level(label: str) -> DegreeLevel | None:
    """The level of the degree that a label names; None where it names none."""
    options = (option for options, _ in credentials_in(label) for option in options)
    return next((option.level for option in options if isinstance(option, Qualification) and option.level), None)


def state_credential(writer: LineWriter, option: Mention) -> str:
    """State a degree or certificate with its name, level and field; gives its IRI."""
    for mention in (option, option.field if isinstance(option, Qualification) else None):
        if mention is not None:
            writer.link(mention.iri, RDF + "type", mention.kind.class_iri)
            writer.words(mention.iri, SKOS + "prefLabel", mention.label, "en")
    if isinstance(option, Qualification) and option.level is not None:
        writer.link(option.iri, RG + "degreeLevel", option.level.iri)
    if isinstance(option, Qualification) and option.field is not None:
        writer.link(option.iri, RG + "field", option.field.iri)
    return option.iri
