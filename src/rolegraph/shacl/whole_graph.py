"""What shapes cannot say of a graph: whether its named graphs are sources, whether each node is of one kind and can be
named, and whether anything in it is ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from rolegraph.model.nodes import CAPABILITY_KINDS, Kind, slug_of
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.formats import base_of
from rolegraph.rdf.vocabulary import OURS, RDF, RDFS, RG, SKOS, SOURCE, shorten
from rolegraph.shacl.locations import BLANK
from rolegraph.shacl.shapes import Severity

_KIND_CLASSES: Final = tuple(kind.class_iri for kind in Kind)
_FEW: Final = 1_000  # nodes that are looked at one by one
# What is asked for by name; others are reached from these, and need no name.
_NAMED: Final = (*CAPABILITY_KINDS, *map(Kind, "role field category industry group collection source".split()))


class GraphFinding(NamedTuple):
    """Something wrong with a node, with the statement that says so where there is one; "" for the graph as a whole.

    `source` is the named graph that is wrong, if it is one. `nodes` are those that it is about, where they are several,
    each with its label.
    """

    message: str
    node: str = ""
    predicate: str = ""
    value: str = ""
    source: str = ""
    severity: Severity = Severity.VIOLATION
    nodes: tuple[tuple[str, str], ...] = ()


def graph_findings(dataset: Dataset, classes: Mapping[str, Iterable[str]]) -> Iterator[GraphFinding]:
    """Everything of that kind in a dataset; `classes` are the subclasses of each class that it states itself."""
    yield from _sources(dataset)
    yield from _foreign(dataset, classes)
    yield from _kinds(dataset)
    yield from _nameless(dataset)
    yield from _subclasses(dataset, classes)
    yield from _relative(dataset)


def _sources(dataset: Dataset) -> Iterator[GraphFinding]:
    declared = set(dataset.subjects(RDF + "type", Kind.SOURCE.class_iri))
    for iri in dataset.sources():
        if iri in declared or iri.startswith(SOURCE):
            continue
        if iri.startswith(BLANK):
            message = "statements lie in a named graph without an IRI: name it by the IRI of an rg:Source"
            yield GraphFinding(message, source=iri)
        else:
            message = f"the named graph <{iri}> is no source: add <{iri}> a rg:Source with a skos:prefLabel"
            yield GraphFinding(message, iri, source=iri, severity=Severity.WARNING)


def _foreign(dataset: Dataset, classes: Mapping[str, Iterable[str]]) -> Iterator[GraphFinding]:
    """A finding where there are statements, and none is about anything of ours."""
    # In a graph of ours, the first class that is looked for is there.
    if any(dataset.select(f"SELECT ?node {{ ?node a <{class_}> }} LIMIT 1") for class_ in _KIND_CLASSES):
        return
    used = {*(row["class"] for row in dataset.select("SELECT DISTINCT ?class { ?node a ?class }")), *classes}
    if any(class_.lstrip("<").startswith(RG) for class_ in used) or not dataset.size():
        return
    ours = f'STRSTARTS(STR(?node), "{OURS}") || STRSTARTS(STR(?p), "{OURS}")'
    if not dataset.select(f"SELECT ?node {{ ?node ?p ?o FILTER({ours}) }} LIMIT 1"):
        cure = "type its nodes as rg:Role, rg:Skill and so on; for O*NET, ESCO and tables see rolegraph import"
        yield GraphFinding(f"the graph holds nothing of rolegraph: {cure}")


def _kinds(dataset: Dataset) -> Iterator[GraphFinding]:
    """Nodes of two kinds, and capabilities of none."""
    several = "SELECT ?this {{ ?this a ?class {} }} GROUP BY ?this HAVING(COUNT(*) > 1)"
    ours = f"VALUES ?class {{ {' '.join(f'<{class_}>' for class_ in _KIND_CLASSES)} }}"
    rows = dataset.select(several.format(""))
    if len(rows) > _FEW:  # most nodes have a class of another vocabulary as well
        rows = dataset.select(several.format(ours))
    for row in rows:
        # Of several sources, each may say the same.
        kinds = [kind for kind in Kind if kind.class_iri in dataset.objects(row["this"], RDF + "type")]
        if len(kinds) > 1:
            names = " and ".join(shorten(kind.class_iri) for kind in kinds)
            message = f"it is typed as {names}: keep the one that it is"
            yield GraphFinding(message, row["this"], RDF + "type", kinds[-1].class_iri)
    named = {kind.class_iri for kind in CAPABILITY_KINDS}
    for iri in dataset.subjects(RDF + "type", RG + "Capability"):
        if named.isdisjoint(dataset.objects(iri, RDF + "type")):
            message = "rg:Capability alone does not say what it is: type it as rg:Skill, rg:Tool or another kind"
            yield GraphFinding(message, iri, RDF + "type", RG + "Capability")


def _nameless(dataset: Dataset) -> Iterator[GraphFinding]:
    for kind in _NAMED:
        for row in dataset.select(f"SELECT DISTINCT ?this {{ ?this a <{kind.class_iri}> FILTER(isBlank(?this)) }}"):
            message = f"{_a(kind)} without an IRI cannot be asked for: give it one in place of [ ] or _:"
            severity = Severity.VIOLATION if kind is Kind.SOURCE else Severity.WARNING
            yield GraphFinding(message, row["this"], RDF + "type", kind.class_iri, severity=severity)


def _a(kind: Kind) -> str:
    return f"{'an' if kind.value[0] in 'aeiou' else 'a'} {kind}"


def _subclasses(dataset: Dataset, classes: Mapping[str, Iterable[str]]) -> Iterator[GraphFinding]:
    """Members of classes that the graph puts below ours, which answers do not know, and ours put below each other."""
    for above in _KIND_CLASSES:
        for below in sorted(class_[1:-1] for class_ in classes.get(f"<{above}>", ())):
            if below == above:
                continue
            if below in _KIND_CLASSES:
                message = f"{shorten(below)} is put below {shorten(above)}: remove that rdfs:subClassOf"
                yield GraphFinding(message, below, RDFS + "subClassOf")
                continue
            for iri in dataset.subjects(RDF + "type", below):
                if above not in dataset.objects(iri, RDF + "type"):
                    message = f"it is typed as {slug_of(below)} alone, which answers do not know: add {shorten(above)}"
                    yield GraphFinding(message, iri, RDF + "type", below)


def _relative(dataset: Dataset) -> Iterator[GraphFinding]:
    """Relative IRIs that are spelled alike in several files, and are nodes of their own in each."""
    if len(dataset.files) <= 1:
        return
    bases = {base_of(path) for path in dataset.files}
    alike: dict[str, list[tuple[str, str]]] = {}
    for row in dataset.select('SELECT DISTINCT ?node { ?node a ?class FILTER(STRSTARTS(STR(?node), "file:///")) }'):
        node = row["node"]
        if base := next((base for base in bases if node.startswith(base)), None):
            label = dataset.value(node, SKOS + "prefLabel") or slug_of(node)
            alike.setdefault(node.removeprefix(base), []).append((node, label))
    for spelling, nodes in sorted(alike.items()):
        if len(nodes) > 1:
            message = f"<{spelling}> is relative, and another node in each of {len(nodes)} files: give one @base, or a "
            message += "full IRI, if they are to be the same"
            yield GraphFinding(message, nodes[0][0], severity=Severity.INFO, nodes=tuple(nodes))
