"""Mappings that contradict each other or what their graphs state, and those to what a taxonomy no longer has.

Exact matches make one thing of several nodes. They contradict each other where that makes two nodes of one taxonomy the
same, nodes of kinds that cannot be, or a node broader than itself. A taxonomy is what names a node, or, where the graph
does not have it, whose IRIs begin alike.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Final

from rolegraph.facts.matches import all_mappings
from rolegraph.model.mappings import ESCO, OUR_TAXONOMY, MatchPredicate, NodeMapping, called, taxonomy_of
from rolegraph.model.nodes import CAPABILITY_KINDS, ID, LEARNABLE_KINDS, Kind, slug_of
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import DCTERMS, OWL, RDF, SKOS

if TYPE_CHECKING:
    import networkx as nx

_KIND_OF_CLASS: Final = {kind.class_iri: kind for kind in Kind}
_KIND_OF_PATH: Final = {"occupation": Kind.ROLE, "skill": Kind.SKILL, **{kind.value: kind for kind in Kind}}
_PRESENT: Final = 0.5  # the least share of a taxonomy's mapped nodes in a graph that is taken to have the taxonomy
Problems = Iterator[tuple[str, str]]


class _Mapped:
    """The mappings of a graph, and its nodes as they see them."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset.apart
        self.rows = all_mappings(dataset)
        self.labels = {row.object: row.object_label for row in self.rows if row.object_label}
        self.labels |= {row.subject: row.subject_label for row in self.rows if row.subject_label}
        self.ends = sorted({iri for row in self.rows for iri in (row.subject, row.object)})
        self._sources: dict[str, frozenset[str]] = {}

    @cached_property
    def classes(self) -> dict[str, str]:
        """The first of all nodes that exact matches make one, for each of them."""
        import networkx as nx

        exact = nx.Graph((row.subject, row.object) for row in self.rows if row.predicate is MatchPredicate.EXACT)
        return {iri: min(part) for part in nx.connected_components(exact) for iri in part}

    def called(self, iri: str) -> str:
        label = self.dataset.value(iri, SKOS + "prefLabel") or self.labels.get(iri, "")
        if _family(iri) != OUR_TAXONOMY:
            return called(label, iri)
        return f"{label} ({slug_of(iri)})" if label else slug_of(iri)

    def is_stated(self, iri: str) -> bool:
        return bool(self.dataset.objects(iri, RDF + "type"))

    def taxonomies(self, iri: str) -> frozenset[str]:
        """The sources that name a node; of one that the graph does not have, the family of its IRI."""
        if iri not in self._sources:
            named = {said.source for said in self.dataset.statements(iri, SKOS + "prefLabel")}
            self._sources[iri] = frozenset(named or {_family(iri)})
        return self._sources[iri]

    def kind(self, iri: str) -> Kind | None:
        """The kind of a node, by its class or else by its IRI; None where neither tells."""
        for class_iri in self.dataset.objects(iri, RDF + "type"):
            if class_iri in _KIND_OF_CLASS:
                return _KIND_OF_CLASS[class_iri]
        beginning = next((known for known in (ID, ESCO) if iri.startswith(known)), "")
        return _KIND_OF_PATH.get(iri.removeprefix(beginning).partition("/")[0]) if beginning else None

    def place(self, *iris: str) -> str:
        """The first of some nodes that the graph has, or else a source that maps one of them."""
        if found := next(filter(self.is_stated, iris), ""):
            return found
        rows = (row for row in self.rows if row.subject in iris or row.object in iris)
        return next((row.source.iri for row in rows if row.source), "")


def _family(iri: str) -> str:
    """Whose a node is that the graph does not have."""
    if iri.startswith((ESCO, ID)):
        return taxonomy_of(iri).partition(" ")[0]
    return iri[: max(iri.rfind(mark, 0, -1) for mark in "/#:") + 1]


def contradictions(dataset: Dataset) -> Problems:
    """Nodes with what mappings say of them that cannot be true together."""
    mapped = _Mapped(dataset)
    for find in (_of_one_pair, _of_kinds, _of_one_taxonomy, _circles) if mapped.rows else ():
        yield from ((place, problem) for place, problem in find(mapped) if place)


def _of_one_pair(mapped: _Mapped) -> Problems:
    """Two nodes that are said to be the same, and one broader; or each broader than the other."""
    said: defaultdict[tuple[str, str], dict[MatchPredicate, NodeMapping]] = defaultdict(dict)
    for row in mapped.rows:
        pair, predicate = (row.subject, row.object), row.predicate
        if pair[0] > pair[1]:
            pair, predicate = (pair[1], pair[0]), predicate.inverse
        said[pair].setdefault(predicate, row)
    for (subject, object_), rows in sorted(said.items()):
        found = [one for one in (MatchPredicate.EXACT, MatchPredicate.BROAD, MatchPredicate.NARROW) if one in rows]
        if len(found) > 1:
            place = mapped.place(subject, object_)
            is_turned = place == object_
            words = " and ".join(f"{(one.inverse if is_turned else one).words}{_by(rows[one])}" for one in found)
            yield place, f"has {mapped.called(subject if is_turned else object_)} at once as {words}"


def _by(row: NodeMapping) -> str:
    return f" (by {row.source.slug})" if row.source else ""


def _of_kinds(mapped: _Mapped) -> Problems:
    """A role that is mapped to a capability, or capabilities that are the same and of kinds that cannot be."""
    for row in mapped.rows:
        kinds = {mapped.kind(row.subject), mapped.kind(row.object)} - {None}
        is_between = Kind.ROLE in kinds and not kinds.isdisjoint(CAPABILITY_KINDS)
        is_exact = row.predicate is MatchPredicate.EXACT and not kinds <= set(LEARNABLE_KINDS)
        if len(kinds) > 1 and row.predicate is not MatchPredicate.RELATED and (is_between or is_exact):
            place = mapped.place(row.subject, row.object)
            is_turned = place == row.object
            predicate = row.predicate.inverse if is_turned else row.predicate
            other = mapped.called(row.subject if is_turned else row.object)
            yield place, f"has {other}, which is of another kind, as {predicate.words}{_by(row)}"


def _of_one_taxonomy(mapped: _Mapped) -> Problems:
    """Nodes of one taxonomy that exact matches make one."""
    members: defaultdict[str, list[str]] = defaultdict(list)
    for iri, first in sorted(mapped.classes.items()):
        members[first].append(iri)
    for iris in members.values():
        counts = Counter(taxonomy for iri in iris for taxonomy in mapped.taxonomies(iri))
        for taxonomy in sorted(taxonomy for taxonomy, count in counts.items() if count > 1):
            same = [iri for iri in iris if taxonomy in mapped.taxonomies(iri)]
            others = [iri for iri in iris if iri not in same]
            words = f"{' and '.join(map(mapped.called, same))} are one by exact matches, and are two in their taxonomy"
            yield mapped.place(*others, *same), words


def _circles(mapped: _Mapped) -> Problems:
    """Nodes that mappings, with what graphs state, make broader than themselves."""
    import networkx as nx

    network = _broader(mapped)
    for part in nx.strongly_connected_components(network):
        edges: list[tuple[str, str, bool]] = list(network.subgraph(part).edges(data="mapped"))
        is_circle = len(part) > 1 or any(start == end for start, end, _ in edges)
        if is_circle and any(by_mapping for _, _, by_mapping in edges):
            iris = sorted(part)
            steps = " and ".join(map(mapped.called, iris[:3])) + (f" and {len(iris) - 3} more" if iris[3:] else "")
            is_one = len(iris) == 1
            words = "is one by exact matches with what is broader" if is_one else "are by mappings each the broader"
            yield mapped.place(*iris), f"{steps} {words}"


def _broader(mapped: _Mapped) -> nx.DiGraph[str]:
    """What is broader than what, nodes that are the same as one; an edge says whether a mapping has a part in it."""
    import networkx as nx

    network: nx.DiGraph[str] = nx.DiGraph()
    one = mapped.classes

    def relate(narrow: str, broad: str, *, by_mapping: bool) -> None:
        ends = one.get(narrow, narrow), one.get(broad, broad)
        known = network.get_edge_data(*ends, default={"mapped": False})["mapped"]
        network.add_edge(*ends, mapped=known or by_mapping)

    for narrow, broad in mapped.dataset.links(SKOS + "broader"):
        relate(narrow, broad, by_mapping=narrow in one or broad in one)
    for row in mapped.rows:
        pair = (row.subject, row.object)
        is_exact = one.get(row.subject, row.subject) == one.get(row.object, row.object)
        if row.predicate in (MatchPredicate.BROAD, MatchPredicate.NARROW) and not is_exact:
            relate(*(pair if row.predicate is MatchPredicate.BROAD else pair[::-1]), by_mapping=True)
    return network


def obsolete_mappings(dataset: Dataset) -> Problems:
    """Mappings to nodes that a taxonomy no longer has, or has replaced, where the graph has the taxonomy."""
    mapped = _Mapped(dataset)
    families: defaultdict[str, list[str]] = defaultdict(list)
    for iri in mapped.ends:
        if (family := _family(iri)) != OUR_TAXONOMY:
            families[family].append(iri)
    gone = {iri: "is no longer in its taxonomy" for iris in families.values() for iri in _missing(mapped, iris)}
    for iri in mapped.ends:
        if mapped.dataset.objects(iri, DCTERMS + "isReplacedBy") or "true" in mapped.dataset.objects(
            iri, OWL + "deprecated"
        ):
            gone[iri] = "is no longer used by its taxonomy"
    for row in mapped.rows:
        for iri, other in ((row.object, row.subject), (row.subject, row.object)):
            if iri in gone:
                yield mapped.place(other, iri), f"is mapped to {mapped.called(iri)}, which {gone[iri]}{_by(row)}"


def _missing(mapped: _Mapped, iris: Iterable[str]) -> list[str]:
    """Of the mapped nodes of a taxonomy, those that a graph lacks which has most of them."""
    every = list(iris)
    lacking = [iri for iri in every if not mapped.is_stated(iri)]
    return lacking if len(lacking) < _PRESENT * len(every) else []
