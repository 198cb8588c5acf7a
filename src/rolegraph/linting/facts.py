"""What the rules ask of a graph, each thing read at once and only when a rule asks for it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property

from rolegraph.labels import names
from rolegraph.names import Node
from rolegraph.store.dataset import Dataset
from rolegraph.vocabulary import CAPABILITY_KINDS, RG, SKOS, Kind


class Facts:
    """A dataset as the rules see it: nodes that people call by name, and what points where."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset

    @cached_property
    def named(self) -> Mapping[str, tuple[Node, Collection[str]]]:
        """Every node that people call by name, by IRI, with its other names."""
        return {node.iri: (node, others) for node, others in names(self.dataset)}

    @cached_property
    def labelled(self) -> Mapping[str, str]:
        """The labels that are stated, by IRI."""
        return self.dataset.values(SKOS + "prefLabel")

    def of(self, *kinds: Kind) -> Iterator[Node]:
        """The nodes of some kinds, by IRI."""
        return (node for _, (node, _) in sorted(self.named.items()) if node.kind in kinds)

    def subjects(self, predicate: str) -> set[str]:
        """What has something said of it with a predicate."""
        return {subject for subject, _ in self.dataset.links(predicate)}

    def objects(self, predicates: Iterable[str]) -> set[str]:
        """What some predicates point at."""
        return {object_ for predicate in predicates for _, object_ in self.dataset.links(predicate)}

    def says_nothing_but(self, iri: str, predicates: Collection[str]) -> bool:
        """Whether all that is said of a node is said with these predicates."""
        return all(quad.predicate.value in predicates for quad in self.dataset.match(iri))

    def is_pointed_at(self, iri: str) -> bool:
        """Whether any statement has a node as its object."""
        return next(iter(self.dataset.match(None, None, iri)), None) is not None

    @cached_property
    def essential(self) -> set[str]:
        """The roles that ask for something essential: by a requirement, or by a relation that says so."""
        necessities = self.dataset.values(RG + "necessity")
        essential = RG + "essential"
        by_requirement = {
            role for role, asked in self.dataset.links(RG + "hasRequirement") if necessities.get(asked) == essential
        }
        return by_requirement | self.subjects(RG + "requires") | self.subjects(RG + "accepts")


def group_of(node: Node) -> str:
    """What a name must be told apart within: people call skills and tools alike, and may not know which is which."""
    return "capability" if node.kind in CAPABILITY_KINDS else node.kind.value
