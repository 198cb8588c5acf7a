"""What became of the nodes of a release, as a source that graphs take in, and as mappings for others.

As RDF: a retired node with its names and `dcterms:isReplacedBy`, each with how it is known in a remark; and the former
labels of nodes that were renamed. Histories of several releases lie side by side, and chains are followed.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from rolegraph.errors import SourceError
from rolegraph.facts.history import DEPRECATED, REPLACED_BY
from rolegraph.facts.labels import plain_label
from rolegraph.model import __version__
from rolegraph.model.differences import Differences, Succession
from rolegraph.model.mappings import MappingSet, MatchPredicate, NodeMapping
from rolegraph.model.nodes import SOURCE, Kind, fold, slug_of, slugify
from rolegraph.rdf.commits import write_atomically
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.formats import is_rdf, write_quads
from rolegraph.rdf.vocabulary import PROV, RDF, RG, SKOS
from rolegraph.rdf.writers import QuadWriter
from rolegraph.readers.mapping_files import is_mapping_file, write_mappings

KIND: Final = "history"  # of a source
_DERIVED: Final = ("estimate", "mapping", KIND)
_PREDICATES: Final = {"split": MatchPredicate.NARROW, "merged": MatchPredicate.BROAD}


def write_history(old: Dataset, new: Dataset, found: Differences, path: Path) -> None:
    """Write what became of the nodes of the old graph, in the form that the name of the file asks for."""
    if is_mapping_file(path):
        write_mappings(path, history_mappings(old, new, found))
        return
    if not is_rdf(path):
        raise SourceError("has a name of no known format", "end it in .ttl, .nq, .jsonld or .sssom.tsv", path=path)
    write_atomically(path, history_of(old, new, found, path.suffix.lower()))


def history_of(old: Dataset, new: Dataset, found: Differences, suffix: str) -> bytes:
    """What became of the nodes of the old graph, as RDF in the format of a file's ending; only what is sure of it."""
    origin = _release(new)
    writer = QuadWriter(SOURCE + _name(new, origin), "")
    writer.link(writer.source, RDF + "type", Kind.SOURCE.class_iri)
    writer.link(writer.source, RDF + "type", PROV + "Entity")
    writer.words(writer.source, SKOS + "prefLabel", _title(old, new), "en")
    writer.string(writer.source, RG + "sourceKind", KIND)
    if version := new.value(origin, RG + "version"):
        writer.string(writer.source, RG + "version", version)
    for row in found.successions:
        if row.sure:
            _state_succession(writer, old, row)
    in_use = {fold(text) for _, _, text in new.tagged(SKOS + "prefLabel")}
    for renaming in found.renamed:
        for language, text in old.texts(renaming.node.iri, SKOS + "prefLabel"):
            if text == renaming.before and fold(text) not in in_use:
                writer.words(renaming.node.iri, SKOS + "hiddenLabel", text, language)
    return write_quads(writer.quads, suffix)


def _state_succession(writer: QuadWriter, old: Dataset, row: Succession) -> None:
    iri = row.before.iri
    writer.link(iri, RDF + "type", SKOS + "Concept")
    writer.true(iri, DEPRECATED)
    for term in ("prefLabel", "altLabel", "hiddenLabel"):
        for language, text in old.texts(iri, SKOS + term):
            writer.words(iri, SKOS + term, text, language)
    for code in old.objects(iri, SKOS + "notation"):
        writer.string(iri, SKOS + "notation", code)
    for node in row.after:
        writer.link(iri, REPLACED_BY, node.iri)
        remark = f"{writer.source}#{slugify(f'{slug_of(iri)} {slug_of(node.iri)}')}"
        remark = writer.unused(remark)
        writer.link(remark, RDF + "type", RDF + "Statement")
        for term, end in (("subject", iri), ("predicate", REPLACED_BY), ("object", node.iri)):
            writer.link(remark, RDF + term, end)
        if row.confidence is not None:
            writer.decimal(remark, RG + "confidence", row.confidence)
        writer.words(remark, SKOS + "note", row.reason, "en")


def history_mappings(old: Dataset, new: Dataset, found: Differences) -> MappingSet:
    """The same as mappings from what was to what is, doubtful ones included: a part is narrower than what was split."""
    before, after = (dataset.value(_release(dataset), RG + "version") or "" for dataset in (old, new))
    rows = [
        NodeMapping(
            row.before.iri,
            node.iri,
            _PREDICATES.get(row.change, MatchPredicate.EXACT),
            row.confidence,
            _justification(row),
            row.before.label,
            node.label,
            before,
            after,
            "rolegraph",
            __version__,
            row.reason,
        )
        for row in found.successions
        for node in row.after
    ]
    return MappingSet(SOURCE + _name(new, _release(new)), tuple(rows), _title(old, new), version=after)


def _justification(row: Succession) -> str:
    if row.confidence is None:
        return "UnspecifiedMatching"
    return "StructuralMatching" if "links" in row.reason else "LexicalMatching"


def _release(dataset: Dataset) -> str:
    """The source that says most of all that are not made from others."""
    kinds = dict(dataset.links(RG + "sourceKind"))
    sources = [source for source in dataset.sources() if kinds.get(source) not in _DERIVED]
    return max(sources, key=dataset.size_of, default=SOURCE)


def _name(new: Dataset, origin: str) -> str:
    return slugify(f"{slug_of(origin)} history {new.value(origin, RG + 'version') or ''}")


def _title(old: Dataset, new: Dataset) -> str:
    before, after = (_named(dataset, _release(dataset)) for dataset in (old, new))
    return f"What became of {before}" + (f" in {after}" if after != before else "")


def _named(dataset: Dataset, source: str) -> str:
    """A source with its version, where its label does not have it."""
    label, version = plain_label(dataset, source), dataset.value(source, RG + "version") or ""
    return label if version in label else f"{label} {version}"
