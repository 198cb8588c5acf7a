"""What became of the nodes of one release in the next: what is stated, or else found by labels, codes, names, links.

A node that a later graph still has is itself, whatever it is called now. Of one that is gone, or said to be replaced,
the surest evidence decides; where it points at several nodes alike, it was split into these.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Final, NamedTuple, TypeVar

from rolegraph.facts.graph_facts import GraphFacts
from rolegraph.facts.history import replacements
from rolegraph.facts.labels import kind_of
from rolegraph.facts.requirements import grouped
from rolegraph.model.differences import Succession
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind, Node, fold, slug_of, slugify
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RDF, RG, SKOS

PairSet = set[tuple[str, str]]
Value = TypeVar("Value")

_BLANK: Final = "_:"
# Nodes without an identity of their own, or reported separately.
UNNAMED: Final = (Kind.REQUIREMENT, Kind.RATING, Kind.SOURCE)
# What is known by a name that people use, beside roles and capabilities.
_SUCCEEDED: Final = frozenset(
    (Kind.ROLE, *CAPABILITY_KINDS, Kind.FIELD, Kind.CATEGORY, Kind.INDUSTRY, Kind.GROUP, Kind.COLLECTION)
)
_KIND_ORDER: Final = {kind: place for place, kind in enumerate(Kind)}
_NAMES: Final = ("prefLabel", "altLabel", "hiddenLabel")
# By what a node is known where its name has changed: what it asks for, and what asks for it.
_LINKS: Final = (
    *(RG + term for term in ("requires", "accepts", "prefers", "usesTool", "prerequisite", "category", "field")),
    SKOS + "broader",
)
_MOST_LINKED: Final = 200  # new nodes that one old one links to: more say nothing about each
_LEAST_SHARED, _LEAST_ALIKE, _LEAST_LEAD = 0.3, 0.6, 0.1
_LEAST_KEPT: Final = 0.5  # of the nodes of a kind, where two graphs are releases of one taxonomy
_BY_LINKS: Final = 0.7  # how sure the same links are without a similar name


class ReleaseFacts(GraphFacts):
    """One release of a graph as it is compared with another: its nodes with their kinds, labels and names.

    `now` says by which IRI a node goes in the other release: it goes by that here, too. `read` is the same release by
    its own IRIs, as far as it has been read already.
    """

    def __init__(
        self, dataset: Dataset, now: Mapping[str, str] = MappingProxyType({}), read: ReleaseFacts | None = None
    ) -> None:
        super().__init__(dataset)
        self._now, self._own = now, read

    def has_read(self, predicate: str) -> bool:
        """Whether the statements with a predicate need not be read again."""
        return predicate in self._pairs

    def pairs(self, predicate: str) -> PairSet:
        if predicate not in self._pairs:
            own, now = self._own, self._now.get
            found = own.pairs(predicate) if own and own.has_read(predicate) else super().pairs(predicate)
            self._pairs[predicate] = {(now(a, a), now(b, b)) for a, b in found} if self._now else found
        return self._pairs[predicate]

    def _as_now(self, of_nodes: Mapping[str, Value]) -> dict[str, Value]:
        """What is known of nodes, of those that go by another IRI unless something else goes by it already."""
        if not self._now:
            return dict(of_nodes)
        found = {iri: value for iri, value in of_nodes.items() if iri not in self._now}
        for iri in sorted(of_nodes.keys() & self._now.keys()):
            found.setdefault(self._now[iri], of_nodes[iri])
        return found

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(self._now.get(iri, iri) for iri in super().roles)

    def node(self, iri: str) -> Node:
        """A node with its kind and label; SourceError where nothing says what kind of thing it is."""
        kind = self.kinds.get(iri) or kind_of(self.dataset, iri)
        return Node(iri, kind, self.labels.get(iri) or self._titles.get(iri) or slug_of(iri))

    @cached_property
    def kinds(self) -> dict[str, Kind]:
        """The kind of every node that is known by a name."""
        if self._own is not None:
            return self._as_now(self._own.kinds)
        kinds: dict[str, Kind] = {}
        for kind in Kind:
            if kind not in UNNAMED:
                for iri in self.dataset.subjects(RDF + "type", kind.class_iri):
                    if not iri.startswith(_BLANK):
                        kinds.setdefault(iri, kind)
        return kinds

    @cached_property
    def labels(self) -> dict[str, str]:
        return self.dataset.values(SKOS + "prefLabel") if self._own is None else self._as_now(self._own.labels)

    @cached_property
    def _titles(self) -> dict[str, str]:
        return dict(sorted(self.pairs(RG + "title"), reverse=True))

    @cached_property
    def names(self) -> PairSet:
        """All names of nodes, in all languages."""
        return set().union(*(self.pairs(SKOS + term) for term in _NAMES))


class _Evidence(NamedTuple):
    """What a node has become, how sure that is, and why."""

    ends: tuple[str, ...]
    confidence: float | None
    reason: str


def successions(old: ReleaseFacts, new: ReleaseFacts) -> tuple[Succession, ...]:
    """What became of each node of the old release that the new one does not have, where anything is known to have.

    Roles, capabilities, and what groups them. Of doubtful successions each is for a person to confirm.
    """
    search = _Search(old, new)
    found = search.found()
    stands_for = Counter(end for evidence in found.values() for end in evidence.ends)

    def change(evidence: _Evidence) -> str:
        if len(evidence.ends) > 1:
            return "split"
        return "merged" if evidence.ends[0] in old.kinds or stands_for[evidence.ends[0]] > 1 else "replaced"

    rows = [
        Succession(
            change(evidence),
            old.node(iri),
            tuple(sorted(map(new.node, evidence.ends), key=_by_label)),
            evidence.confidence,
            evidence.reason,
        )
        for iri, evidence in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: (_KIND_ORDER[row.before.kind], *_by_label(row.before))))


def _by_label(node: Node) -> tuple[str, str]:
    return fold(node.label), node.iri


def single_successors(found: Iterable[Succession]) -> dict[str, str]:
    """For each node that surely is one other node now, which that is."""
    return {row.before.iri: row.after[0].iri for row in found if row.sure and len(row.after) == 1}


class _Search:
    """The nodes that are gone and those that are new, by what tells which have become which."""

    def __init__(self, old: ReleaseFacts, new: ReleaseFacts) -> None:
        self.old, self.new = old, new
        self.stated, before = replacements(new.dataset), replacements(old.dataset)
        self.gone = [
            iri
            for iri, kind in old.kinds.items()
            if kind in _SUCCEEDED and iri not in before and (iri not in new.kinds or iri in self.stated)
        ]
        self.arrivals = new.kinds.keys() - old.kinds.keys()

    def found(self) -> dict[str, _Evidence]:
        """The evidence of every node of which there is any."""
        found: dict[str, _Evidence] = {}
        for iri in self.gone:
            evidence = next(filter(None, (look(iri) for look in self._looks)), None)
            if evidence is not None:
                found[iri] = evidence
        taken = {end for evidence in found.values() for end in evidence.ends}
        lost, free = [iri for iri in self.gone if iri not in found], self.arrivals - taken
        if lost and free:
            found |= self._alike(lost, free, found)
        return found

    @property
    def _looks(self) -> tuple[Callable[[str], _Evidence | None], ...]:
        return self._by_statement, self._by_label, self._by_code, self._by_words, self._by_names, self._by_old_names

    def _fitting(self, iri: str, ends: Iterable[str], confidence: float, reason: str) -> _Evidence | None:
        """Evidence from nodes of the same kind; for a capability else from one of another kind."""
        kind, ends = self.old.kinds[iri], sorted(set(ends))
        same = tuple(end for end in ends if self.new.kinds[end] is kind)
        if same or kind not in CAPABILITY_KINDS:
            return _Evidence(same, confidence, reason) if same else None
        others = tuple(end for end in ends if self.new.kinds[end] in CAPABILITY_KINDS)
        return _Evidence(others, round(confidence - 0.1, 2), f"{reason}, of another kind") if others else None

    def _by_statement(self, iri: str) -> _Evidence | None:
        if iri in self.stated:
            return _Evidence(tuple(end for end in self.stated[iri] if end in self.new.kinds), None, "stated")
        ends = tuple(sorted(end for end in self._matched.get(iri, ()) if end in self.new.kinds))
        return _Evidence(ends, None, "stated to be the same") if ends else None

    @cached_property
    def _matched(self) -> Mapping[str, set[str]]:
        pairs = self.old.pairs(SKOS + "exactMatch") | self.new.pairs(SKOS + "exactMatch")
        return grouped((*pairs, *((b, a) for a, b in pairs)))

    def _by_label(self, iri: str) -> _Evidence | None:
        """By new nodes with its label; or else by one that both releases have, and which bears it now."""
        ends = self._labelled.get(fold(self.old.labels.get(iri, "")), set())
        return self._fitting(iri, ends & self.arrivals, 0.95, "the same label") or (
            self._fitting(iri, ends, 0.9, "the same label")
        )

    @cached_property
    def _labelled(self) -> Mapping[str, set[str]]:
        labels, kinds = self.new.pairs(SKOS + "prefLabel"), self.new.kinds
        return grouped((fold(text), iri) for iri, text in labels if iri in kinds and iri not in self.stated)

    def _by_code(self, iri: str) -> _Evidence | None:
        ends = {end for code in self._codes.get(iri, ()) for end in self._coded.get(code, ())}
        same = tuple(sorted(end for end in ends if self.new.kinds[end] is self.old.kinds[iri]))
        return _Evidence(same, 0.9, "the same code") if same else None

    @cached_property
    def _codes(self) -> Mapping[str, set[str]]:
        return grouped(self.old.pairs(SKOS + "notation"))

    @cached_property
    def _coded(self) -> Mapping[str, set[str]]:
        return grouped((code, iri) for iri, code in self.new.pairs(SKOS + "notation") if iri in self.arrivals)

    def _by_words(self, iri: str) -> _Evidence | None:
        ends = self._worded.get(_words(self.old.labels.get(iri, "")), ())
        return self._fitting(iri, ends, 0.9, "a label of the same words")

    @cached_property
    def _worded(self) -> Mapping[str, set[str]]:
        labels = self.new.pairs(SKOS + "prefLabel")
        return grouped((_words(text), iri) for iri, text in labels if iri in self.arrivals)

    def _by_names(self, iri: str) -> _Evidence | None:
        """By new nodes that have its label as another name, and those that have gained it."""
        named = self._named.get(fold(self.old.labels.get(iri, "")), set())
        gained = {end for end in named if end in self.arrivals or not self._had(end, iri)}
        reason = "its label is another name of this now"
        return self._fitting(iri, gained, self._by_name(iri), reason) if gained else None

    def _by_old_names(self, iri: str) -> _Evidence | None:
        """By new nodes whose label was one of its names; or else those of which its label has been a name before."""
        ends = {end for name in self._old_names.get(iri, ()) for end in self._labelled.get(name, ())} & self.arrivals
        own = {end for end in ends if self._bearers[fold(self.new.labels[end])] == 1}
        found = self._fitting(iri, own or ends, self._by_name(iri) if own else 0.6, "the label was another name of it")
        if found is not None:
            return found
        named = self._named.get(fold(self.old.labels.get(iri, "")), ())
        return self._fitting(iri, named, 0.6, "its label has been another name of this before")

    def _by_name(self, iri: str) -> float:
        """How sure another name makes: in a taxonomy of other nodes it may be that of something wider."""
        return 0.85 if self._kept[self.old.kinds[iri]] >= _LEAST_KEPT else 0.6

    @cached_property
    def _kept(self) -> dict[Kind, float]:
        """For each kind the part of its old nodes that there still are."""
        kinds = self.old.kinds
        kept, known = Counter(kinds[iri] for iri in kinds if iri in self.new.kinds), Counter(kinds.values())
        return {kind: kept[kind] / known[kind] for kind in known}

    @cached_property
    def _bearers(self) -> Counter[str]:
        """Of how many nodes of the old release each was another name: one of several says little."""
        return Counter(name for names in self._old_names.values() for name in names)

    def _had(self, end: str, iri: str) -> bool:
        return fold(self.old.labels.get(iri, "")) in self._old_names.get(end, ())

    @cached_property
    def _named(self) -> Mapping[str, set[str]]:
        """What has a name now, and is still in use."""
        kinds = self.new.kinds
        return grouped((fold(n), iri) for iri, n in self.new.names if iri in kinds and iri not in self.stated)

    @cached_property
    def _old_names(self) -> Mapping[str, set[str]]:
        return grouped((iri, fold(name)) for iri, name in self.old.names)

    def _alike(
        self, lost: Iterable[str], free: Iterable[str], found: Mapping[str, _Evidence]
    ) -> Iterator[tuple[str, _Evidence]]:
        """Pairs of a lost and a new node that are linked to nearly the same, and have similar names."""
        from rapidfuzz import fuzz

        before = _linked(self.old, set(lost), {iri: evidence.ends for iri, evidence in found.items()})
        after = _linked(self.new, set(free), {})
        linked = grouped((other, iri) for iri, others in after.items() for other in others)
        scores: dict[tuple[str, str], tuple[float, float]] = {}
        for iri, others in before.items():
            shared = Counter(
                end for other in others if len(ends := linked.get(other, ())) <= _MOST_LINKED for end in ends
            )
            for end, number in shared.items():
                part = number / len(others | after[end])
                if part >= _LEAST_SHARED and self.new.kinds[end] is self.old.kinds[iri]:
                    label, other_label = self.old.node(iri).label, self.new.node(end).label
                    name = fuzz.token_sort_ratio(fold(label), fold(other_label)) / 100
                    scores[iri, end] = max((part + name) / 2, _BY_LINKS * part), part
        best: defaultdict[str, list[float]] = defaultdict(list)
        for pair, (score, _) in scores.items():
            for iri in pair:
                best[iri] = sorted((*best[iri], score))[-2:]
        for (iri, end), (score, part) in scores.items():
            leads = all(best[one] == [score] or best[one][0] + _LEAST_LEAD <= score for one in (iri, end))
            if score >= _LEAST_ALIKE and leads:
                named = "a similar name, and " if score > _BY_LINKS * part else ""
                yield iri, _Evidence((end,), round(score, 2), f"{named}{part:.0%} of the same links")


def _words(label: str) -> str:
    """The words of a label in order of the alphabet, without the ending of a plural."""
    return " ".join(sorted(word.removesuffix("s") for word in slugify(label).split("-")))


def _linked(facts: ReleaseFacts, iris: set[str], now: Mapping[str, tuple[str, ...]]) -> dict[str, set[str]]:
    """What is linked to some nodes, in either direction, or what has become of that."""
    found: dict[str, set[str]] = {}
    for predicate in _LINKS:
        for subject, object_ in facts.pairs(predicate):
            for iri, other in ((subject, object_), (object_, subject)):
                if iri in iris:
                    found.setdefault(iri, set()).update(now.get(other, (other,)))
    return found
