"""Nodes by the labels that a dataset gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from rolegraph.names import Entry, Node, fold
from rolegraph.store.dataset import Dataset
from rolegraph.vocabulary import ID, RDF, SKOS, SOURCE, Kind, slug_of

_KIND_OF_CLASS: Final = {kind.class_iri: kind for kind in Kind}
_KIND_OF_WORD: Final = {kind.value: kind for kind in Kind}
_BLANK: Final = "_:"  # nodes of a file's own; nobody outside can call them anything
_OTHER_NAMES: Final = tuple(SKOS + term for term in ("altLabel", "hiddenLabel", "notation"))
# Whatever is said with any other predicate, `names` and `names_of` give the same.
NAMING: Final = frozenset((RDF + "type", SKOS + "prefLabel", *_OTHER_NAMES))
# Texts of an article, and what is only reached through a role: nobody calls them by name.
_NAMELESS: Final = (Kind.REQUIREMENT, Kind.RATING, Kind.RESPONSIBILITY, Kind.OUTLOOK, Kind.TIP, Kind.POSTING)


def node(dataset: Dataset, iri: str) -> Node:
    """The node with its kind and label; a node without a label goes by its slug."""
    known: Node | None = dataset.kept.memo.get(iri)
    if known is None:
        label = dataset.value(iri, SKOS + "prefLabel") or slug_of(iri)
        known = dataset.kept.memo[iri] = Node(iri, kind_of(dataset, iri), label)
    return known


def remember(dataset: Dataset, known: Iterable[Node]) -> None:
    """Let `node` give what is known from elsewhere to be the nodes of a dataset, without asking for each."""
    dataset.kept.memo.update((one.iri, one) for one in known)


def nodes(dataset: Dataset, iris: Iterable[str]) -> tuple[Node, ...]:
    """Several nodes by label."""
    return tuple(sorted((node(dataset, iri) for iri in iris), key=lambda one: (fold(one.label), one.iri)))


def kind_of(dataset: Dataset, iri: str) -> Kind:
    """The kind of a node, by its IRI where that is one of ours, otherwise by its class.

    Raises
    ------
    SourceError
        When nothing says what kind of thing it is.
    """
    if iri.startswith(SOURCE):
        return Kind.SOURCE
    if iri.startswith(ID) and (kind := _KIND_OF_WORD.get(iri.removeprefix(ID).partition("/")[0])):
        return kind
    for class_iri in dataset.objects(iri, RDF + "type"):
        if class_iri in _KIND_OF_CLASS:
            return _KIND_OF_CLASS[class_iri]
    raise dataset.fault(f"<{iri}> has no kind", "give it a class of rolegraph, such as rg:Skill", iri)


def names(dataset: Dataset) -> Iterator[Entry]:
    """What people call by name, each with its other names: the entries of a `Lexicon`."""
    others: dict[str, list[str]] = {}
    for predicate in _OTHER_NAMES:
        for iri, name in dataset.pairs(predicate):
            others.setdefault(iri, []).append(name)
    labels = dataset.values(SKOS + "prefLabel")
    for kind in Kind:
        if kind not in _NAMELESS:
            for iri in dataset.subjects(RDF + "type", kind.class_iri):
                if not iri.startswith(_BLANK):
                    yield Node(iri, kind, labels.get(iri) or slug_of(iri)), others.get(iri, [])


def names_of(dataset: Dataset, iri: str) -> list[Entry]:
    """The entries among `names` that are about one node: one for each kind that it is said to be of."""
    if iri.startswith(_BLANK):
        return []
    classes = dataset.objects(iri, RDF + "type")
    kinds = [kind for kind in Kind if kind not in _NAMELESS and kind.class_iri in classes]
    if not kinds:
        return []
    label = dataset.value(iri, SKOS + "prefLabel") or slug_of(iri)
    others = [name for predicate in _OTHER_NAMES for name in dataset.objects(iri, predicate)]
    return [(Node(iri, kind, label), others) for kind in kinds]


def nodes_of(dataset: Dataset, kind: Kind) -> tuple[Node, ...]:
    """All nodes of a kind, by label."""
    return nodes(dataset, dataset.subjects(RDF + "type", kind.class_iri))
