"""Several datasets read as one, in which nodes that mean the same are one node.

Whoever asks in plain strings sees, of each class of nodes that mean the same, its representative only: in place of the
others, with what is stated of any of them. Their labels are its other names, but for those in languages in which it has
none itself. Nodes that are merely close, or one broader than the other, are related as nodes of one graph are.

Queries, and whoever asks for statements as they were written, see what the parts state, and nothing of what lies below.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import Final, NamedTuple

from pyoxigraph import Literal, NamedNode, Quad

from rolegraph.rdf.dataset import AnswerCache, Dataset, Statement, TaggedValue
from rolegraph.rdf.lexical_forms import LexicalStore
from rolegraph.rdf.turtle import spelled_literal, unspelled
from rolegraph.rdf.vocabulary import RDF, RG, SKOS, SOURCE, XSD

MATCHES: Final = tuple(SKOS + f"{word}Match" for word in ("exact", "close", "broad", "narrow", "related"))
_TYPE, _LABEL, _OTHER_NAME = RDF + "type", SKOS + "prefLabel", SKOS + "altLabel"
_PREREQUISITE: Final = RG + "prerequisite"
_EFFORT: Final = RG + "effort"
_UNNAMED: Final = SOURCE + "mappings"


class _Layer(NamedTuple):
    """A dataset, without the sources that a later one replaces."""

    dataset: Dataset
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True)
class JoinedDataset(Dataset):
    """Datasets as one.

    Parameters
    ----------
    parts
        What the graph is made of, in the order in which sources replace each other.
    below
        What answers know besides; it is no part of the graph. None where there is nothing.
    same
        Of each node that means the same as another one, the representative of both; representatives are not in it.
    derived
        What follows from mappings: which nodes are close to each other, and which broader. None where nothing does.
    cut
        Prerequisites that are left out, each after what it is needed for: with others they would lead in a circle.
    below_fingerprint
        That of what may lie below, whether or not it does.
    merge
        Gives several parts as one dataset, for questions that no part can answer; None where they are put together in
        memory.
    """

    parts: tuple[Dataset, ...] = ()
    below: Dataset | None = None
    same: Mapping[str, str] = field(default_factory=dict, repr=False)
    derived: Dataset | None = None
    cut: frozenset[tuple[str, str]] = field(default=frozenset(), repr=False)
    below_fingerprint: str = ""
    merge: Callable[[], Dataset | None] = field(default=lambda: None, repr=False)

    @cached_property
    def lexical_store(self) -> LexicalStore:
        """The store of all statements of the parts."""
        return self._whole.lexical_store

    @cached_property
    def _whole(self) -> Dataset:
        """The only part, or all parts as one dataset."""
        if len(self.parts) == 1:
            return self.parts[0]
        if (merged := self.merge()) is not None:
            return merged
        store = LexicalStore()
        for layer in self._stated:
            store.extend(quad for quad in layer.dataset.quads() if _source(quad) not in layer.hidden)
        return Dataset(store, self.files, self.places)

    @cached_property
    def _stated(self) -> tuple[_Layer, ...]:
        """The parts; of equal sources the last one's is taken."""
        layers: list[_Layer] = []
        later: set[str] = set()
        for part in reversed(self.parts):
            own = set(part.sources()) if len(self.parts) > 1 else set()
            layers.append(_Layer(part, frozenset(own & later)))
            later |= own
        return tuple(reversed(layers))

    @cached_property
    def _layers(self) -> tuple[_Layer, ...]:
        layers = list(self._stated)
        if self.below is not None:
            hidden = {source for part in self.parts for source in part.sources()} & set(self.below.sources())
            layers.append(_Layer(self.below, frozenset(hidden)))
        return (*layers, *([_Layer(self.derived)] if self.derived is not None else ()))

    @cached_property
    def _members(self) -> dict[str, list[str]]:
        members: defaultdict[str, list[str]] = defaultdict(list)
        for member, representative in self.same.items():
            members[representative].append(member)
        return {representative: [representative, *sorted(some)] for representative, some in members.items()}

    @cached_property
    def stated(self) -> Dataset:
        """The statements of the parts as they are stated."""
        return replace(self._whole, language=self.language, assumes_hours=self.assumes_hours, estimates=self.estimates)

    @property
    def joins(self) -> bool:
        """Whether any node stands for others, or mappings relate some."""
        return bool(self.same) or self.derived is not None

    @property
    def each(self) -> tuple[Dataset, ...]:
        """The parts."""
        return self.parts

    @cached_property
    def apart(self) -> Dataset:
        """The parts and what lies below, with no nodes made one."""
        parts = (*([self.below] if self.below is not None else []), *self.parts)
        nothing: frozenset[tuple[str, str]] = frozenset()
        return replace(
            self, parts=parts, below=None, same={}, derived=None, cut=nothing, fingerprint="", cache=AnswerCache()
        )

    def members(self, iri: str) -> Sequence[str]:
        """All nodes that a node stands for, itself first."""
        return self._members.get(iri, (iri,))

    def one(self, iri: str) -> str:
        """The node that stands for a node."""
        return self.same.get(iri, iri)

    @cached_property
    def only_below(self) -> frozenset[str]:
        """The nodes of which only what lies below the graph says what they are."""
        nodes = {self.one(iri) for iri, _ in self.below.links(_TYPE)} if self.below is not None else ()
        stated = {
            iri
            for iri in nodes
            for layer in self._stated
            for member in self.members(iri)
            if layer.dataset._tagged(member, _TYPE)  # noqa: SLF001
        }
        return frozenset(nodes) - stated

    def _is_used(self, predicate: str) -> bool:
        return any(layer.dataset._is_used(predicate) for layer in self._layers)  # noqa: SLF001

    def _tagged(self, subject: str, predicate: str) -> Iterable[TaggedValue]:
        known = self.cache.values.get((subject, predicate))
        if known is None:
            self.cache.make_room()
            found = self._read_tagged(self.one(subject), predicate)
            known = self.cache.values[subject, predicate] = tuple(dict.fromkeys(found))
        return known

    def _read_tagged(self, subject: str, predicate: str) -> Iterator[TaggedValue]:
        members = self.members(subject)
        if predicate in (_TYPE, _LABEL) and len(members) > 1:
            own = list(self._of_member(subject, predicate))
            yield from own
            if predicate == _LABEL:
                taken = {language for language, _, _ in own}
                yield from _first_of_each_language(self._labels_of_others(subject), taken)
            return
        for member in members:
            for language, value, source in self._of_member(member, predicate):
                one = value if predicate in MATCHES else self.same.get(value, value)
                if (value == member or one != subject) and self._holds(subject, predicate, one):
                    yield language, one, source
        if predicate == _OTHER_NAME and len(members) > 1:
            shown = set(self._tagged(subject, _LABEL))
            yield from (label for label in self._labels_of_others(subject) if label not in shown)

    def _holds(self, subject: str, predicate: str, object_: str) -> bool:
        return predicate != _PREREQUISITE or (subject, object_) not in self.cut

    def _of_member(self, member: str, predicate: str) -> Iterator[TaggedValue]:
        layers = self._stated if predicate == _EFFORT and self.one(member) in self._with_effort else self._layers
        for dataset, hidden in layers:
            found = dataset._tagged(member, predicate)  # noqa: SLF001
            yield from found if not hidden else (value for value in found if value[2] not in hidden)

    @cached_property
    def _with_effort(self) -> frozenset[str]:
        """The nodes whose effort the parts state: what lies below is only asked for that of others."""
        stated = (iri for layer in self._stated for iri, _ in layer.dataset.links(_EFFORT))
        return frozenset(map(self.one, stated)) if self.below is not None else frozenset()

    def own_statements(self, subject: str, predicate: str) -> list[Statement]:
        """What is stated of a node itself, as it is stated, sorted."""
        return sorted({Statement(value, source) for _, value, source in self._of_member(subject, predicate)})

    def _labels_of_others(self, subject: str) -> list[TaggedValue]:
        others = self.members(subject)[1:]
        return sorted(set(chain.from_iterable(self._of_member(member, _LABEL) for member in others)))

    def subjects(self, predicate: str, object_: str) -> list[str]:
        """The subjects that a predicate links to a node, sorted."""
        known = self.cache.subjects.get((predicate, object_))
        if known is None:
            self.cache.make_room()
            known = self.cache.subjects[predicate, object_] = tuple(sorted(self._read_subjects(predicate, object_)))
        return list(known)

    def _read_subjects(self, predicate: str, object_: str) -> set[str]:
        found = set()
        target = self.one(object_)
        for dataset, hidden in self._layers:
            for member in self.members(target):
                for subject in _subjects(dataset, hidden, predicate, member):
                    one = self.same.get(subject, subject)
                    if predicate == _TYPE and one != subject:
                        continue
                    if (subject == member or one != target) and self._holds(one, predicate, target):
                        found.add(one)
        return found

    def links(self, predicate: str) -> Iterable[tuple[str, str]]:
        """All (subject, object) of a predicate in no order, once for each source; what parts remember is not read."""
        if predicate in (_LABEL, _OTHER_NAME) or predicate in MATCHES:
            return super().links(predicate)
        if (known := self.cache.links.get(predicate)) is not None:
            return known
        found = self._mapped(predicate)
        if not self.cache.remembers:
            return found
        self.cache.links[predicate] = remembered = list(found)
        return remembered

    def _mapped(self, predicate: str) -> Iterator[tuple[str, str]]:
        same, is_type, is_cut = self.same, predicate == _TYPE, predicate == _PREREQUISITE and bool(self.cut)
        for dataset, hidden in self._layers:
            pairs: Iterable[tuple[str, str]] = dataset.links(predicate)
            if hidden:
                pairs = ((unspelled(one), unspelled(other)) for one, other in _shown(dataset, hidden, predicate))
            if predicate == _EFFORT and dataset is self.below:
                pairs = (pair for pair in pairs if self.one(pair[0]) not in self._with_effort)
            if not same and not is_cut:
                yield from pairs
                continue
            for subject, object_ in pairs:
                one, other = same.get(subject, subject), same.get(object_, object_)
                if is_type:
                    if one == subject:
                        yield one, object_
                elif (one != other or subject == object_) and not (is_cut and (one, other) in self.cut):
                    yield one, other

    def _spelled(self, predicate: str) -> Iterable[tuple[str, str]]:
        same = self._spelled_same
        is_cut = predicate == _PREREQUISITE
        cut = {(f"<{iri}>", f"<{needed}>") for iri, needed in self.cut} if is_cut else set[tuple[str, str]]()
        for dataset, hidden in self._layers:
            pairs = dataset._spelled(predicate) if not hidden else _shown(dataset, hidden, predicate)  # noqa: SLF001
            if not (same or cut):
                yield from pairs
            elif predicate in (_TYPE, _LABEL):
                yield from (pair for pair in pairs if pair[0] not in same)
            elif predicate in MATCHES:
                yield from ((same.get(subject, subject), object_) for subject, object_ in pairs)
            else:
                for subject, object_ in pairs:
                    one, other = same.get(subject, subject), same.get(object_, object_)
                    if (one != other or subject == object_) and (one, other) not in cut:
                        yield one, other
        if predicate in (_LABEL, _OTHER_NAME):
            yield from self._other_labels(predicate)

    def _other_labels(self, predicate: str) -> Iterator[tuple[str, str]]:
        """The labels of nodes that others stand for: labels of these in languages that they lack, or other names."""
        for representative, members in self._members.items():
            own = {language for language, _, _ in self._of_member(representative, _LABEL)}
            labels = self._labels_of_others(representative) if len(members) > 1 else []
            as_labels = set(_first_of_each_language(labels, own))
            for label in labels:
                if (label in as_labels) == (predicate == _LABEL):
                    yield f"<{representative}>", spelled_literal(label[1], language=label[0] or None)

    @cached_property
    def _spelled_same(self) -> dict[str, str]:
        return {f"<{member}>": f"<{representative}>" for member, representative in self.same.items()}

    def grouped(self, predicate: str) -> Iterator[tuple[str, Iterable[str]]]:
        """Each node that a predicate points at, with all its subjects in no order."""
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for subject, object_ in self._spelled(predicate):
            if object_.startswith(("<", "_:")):
                groups[object_].append(subject)
        for object_, subjects in groups.items():
            yield _bare(object_), map(_bare, subjects)

    def about(self, subject: str) -> list[tuple[str, Statement]]:
        """Everything that the parts state of a subject, or of a node that it stands for, as predicate and statement."""
        found = (
            one for layer, member in self._ends(subject) for one in layer.dataset.about(member) if _is_shown(layer, one)
        )
        return sorted(set(found))

    def pointing_at(self, object_: str) -> list[tuple[str, Statement]]:
        """Everything that points at a node, or one that it stands for, as predicate and statement."""
        found = (
            one
            for layer, member in self._ends(object_)
            for one in layer.dataset.pointing_at(member)
            if _is_shown(layer, one)
        )
        return sorted(set(found))

    def _ends(self, iri: str) -> Iterator[tuple[_Layer, str]]:
        return ((layer, member) for layer in self._stated for member in self.members(self.one(iri)))

    def sources(self) -> list[str]:
        """The IRIs of all sources of the parts, sorted."""
        return sorted({source for part in self.parts for source in part.sources()})

    def quads_of(self, source: str) -> Iterable[Quad]:
        """Every statement that a source makes, as it was written."""
        part = self._part_with(source)
        return part.quads_of(source) if part is not None else ()

    def _part_with(self, source: str) -> Dataset | None:
        found = (layer.dataset for layer in self._stated if source in layer.dataset.sources())
        return next((dataset for dataset in [*found][::-1]), None)

    def size(self) -> int:
        """How many statements the parts make; one that several sources make counts for each."""
        hidden = sum(layer.dataset.size_of(source) for layer in self._stated for source in layer.hidden)
        return sum(part.size() for part in self.parts) - hidden

    def size_of(self, source: str) -> int:
        """How many statements a source makes."""
        part = self._part_with(source)
        return part.size_of(source) if part is not None else 0

    def class_sizes(self, sources: Iterable[str]) -> dict[str, int]:
        """How many nodes of each class sources have together; a node that two parts have counts for both."""
        wanted, sizes = set(sources), defaultdict[str, int](int)
        for dataset, hidden in self._stated:
            own = (wanted & set(dataset.sources())) - hidden
            for class_, size in dataset.class_sizes(sorted(own)).items():
                sizes[class_] += size
        return dict(sizes)

    def predicate_sizes(self) -> dict[str, int]:
        """How many statements the parts make with each predicate."""
        if any(layer.hidden for layer in self._stated):
            return super().predicate_sizes()
        sizes: defaultdict[str, int] = defaultdict(int)
        for part in self.parts:
            for predicate, size in part.predicate_sizes().items():
                sizes[predicate] += size
        return dict(sizes)


def joined_fingerprint(fingerprints: Iterable[str]) -> str:
    """The fingerprint of datasets that are read as one; empty where one of them has none."""
    known = list(fingerprints)
    return hashlib.sha256(" ".join(["joined", *known]).encode()).hexdigest() if all(known) else ""


def dataset_of_relations(
    close: Iterable[tuple[str, str, float, str, str]], broader: Iterable[tuple[str, str, str]]
) -> Dataset:
    """What mappings say, as statements of one graph.

    Nodes that are close to each other come with a strength, a reason and a source, broader ones with a source.
    """
    store = LexicalStore()
    for subject, object_, source in broader:
        store.extend([_stated(subject, SKOS + "broader", NamedNode(object_), source)])
    for number, (subject, object_, strength, reason, source) in enumerate(close):
        remark = f"{source or _UNNAMED}#close-{number}"
        said: dict[str, NamedNode | Literal] = {
            RDF + "type": NamedNode(RDF + "Statement"),
            RDF + "subject": NamedNode(subject),
            RDF + "predicate": NamedNode(RG + "closeTo"),
            RDF + "object": NamedNode(object_),
            RG + "strength": Literal(f"{strength:.2f}", datatype=NamedNode(XSD + "decimal")),
            SKOS + "note": Literal(reason),
        }
        store.extend([_stated(subject, RG + "closeTo", NamedNode(object_), source)])
        store.extend(_stated(remark, predicate, value, source) for predicate, value in said.items())
    return Dataset(store)


def _stated(subject: str, predicate: str, object_: NamedNode | Literal, source: str) -> Quad:
    return Quad(NamedNode(subject), NamedNode(predicate), object_, NamedNode(source or _UNNAMED))


def _subjects(dataset: Dataset, hidden: frozenset[str], predicate: str, object_: str) -> Iterable[str]:
    if not hidden:
        return dataset.subjects(predicate, object_)
    matched = dataset._matched(None, predicate, object_)  # noqa: SLF001
    return {_bare(str(quad.subject)) for quad in matched if _source(quad) not in hidden}


def _shown(dataset: Dataset, hidden: frozenset[str], predicate: str) -> Iterator[tuple[str, str]]:
    """All subjects and objects of a predicate as Turtle spells them, but for those of hidden sources."""
    matched = dataset._matched(None, predicate)  # noqa: SLF001
    return ((str(quad.subject), str(quad.object)) for quad in matched if _source(quad) not in hidden)


def _first_of_each_language(labels: Iterable[TaggedValue], taken: set[str]) -> Iterator[TaggedValue]:
    seen = set(taken)
    for label in labels:
        if label[0] not in seen:
            seen.add(label[0])
            yield label


def _is_shown(layer: _Layer, stated: tuple[str, Statement]) -> bool:
    return stated[1].source not in layer.hidden


def _source(quad: Quad) -> str:
    return _bare(str(quad.graph_name))


def _bare(spelled: str) -> str:
    return spelled[1:-1] if spelled.startswith("<") else spelled
