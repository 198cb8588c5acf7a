"""What a graph says of its roles and capabilities, as texts: what two graphs are compared by, node by node."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from rolegraph.facts.labels import names
from rolegraph.model.nodes import Kind, fold
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import RG, SKOS

_ASKED: Final = tuple(RG + term for term in ("requires", "prefers", "accepts", "usesTool"))
_DONE: Final = RG + "hasResponsibility"
_STEPS: Final = 9  # up a hierarchy
_NOT_IN_CODE: Final = re.compile(r"[\W_]+")


class NodeText(NamedTuple):
    """One node with what is said of it.

    `duties` is what holders of a role do, and `asked` what it asks for, as one text each; `askers` are the roles that
    ask for a capability. `groups` are what a node is part of: all that is broader, and the beginnings of its codes.
    """

    iri: str
    kind: Kind
    label: str
    names: tuple[str, ...]
    definition: str = ""
    duties: str = ""
    asked: str = ""
    codes: tuple[str, ...] = ()
    groups: frozenset[str] = frozenset()
    askers: frozenset[str] = frozenset()
    sort: str = ""

    @property
    def called(self) -> str:
        """The label and all other names."""
        return " . ".join((self.label, *self.names))


def node_texts(dataset: Dataset, kinds: Collection[Kind]) -> list[NodeText]:
    """All nodes of some kinds, by label; those that only knowledge below a graph has are left out."""
    entries = list(names(dataset, told_apart=False))
    label = {entry.node.iri: entry.node.label for entry in entries}
    for iri, text in dataset.values(SKOS + "prefLabel").items():
        label.setdefault(iri, text)
    definitions, sorts = dataset.values(SKOS + "definition"), dataset.values(RG + "skillType")
    codes, broader = _grouped(dataset.pairs(SKOS + "notation")), _grouped(dataset.pairs(SKOS + "broader"))
    asked, duties = _grouped(pair for term in _ASKED for pair in dataset.pairs(term)), _grouped(dataset.pairs(_DONE))
    askers = _grouped((capability, role) for role, found in asked.items() for capability in found)

    def together(iris: Iterable[str]) -> str:
        return " . ".join(sorted(label.get(iri, "") for iri in iris))

    found = []
    for node, others, labels, _ in entries:
        if node.kind in kinds and node.iri not in dataset.only_below:
            own = codes.get(node.iri, set())
            found.append(
                NodeText(
                    node.iri,
                    node.kind,
                    node.label,
                    tuple(sorted({*others, *labels} - own - {node.label})),
                    definitions.get(node.iri, ""),
                    together(duties.get(node.iri, ())),
                    together(asked.get(node.iri, ())),
                    tuple(sorted(own)),
                    _groups(node.iri, own, broader),
                    frozenset(askers.get(node.iri, ())),
                    sorts.get(node.iri, ""),
                )
            )
    return sorted(found, key=lambda one: (fold(one.label), one.iri))


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for key, value in pairs:
        found.setdefault(key, set()).add(value)
    return found


def _groups(iri: str, codes: Iterable[str], broader: Mapping[str, set[str]]) -> frozenset[str]:
    """All that is broader than a node, and what its codes begin with, letter by letter."""
    found: set[str] = set()
    latest = {iri}
    for _ in range(_STEPS):
        latest = {above for one in latest for above in broader.get(one, ())} - found - {iri}
        found |= latest
    signs = [_NOT_IN_CODE.sub("", code) for code in codes]
    return frozenset(found | {code[:end] for code in signs for end in range(1, min(len(code), 12))})


def finest_groups(nodes: Sequence[NodeText], fewest: int) -> list[str]:
    """For each node the smallest of its groups that has some members at least; empty where none has."""
    sizes = Counter(group for node in nodes for group in node.groups)
    found = []
    for node in nodes:
        large = [(sizes[group], group) for group in node.groups if sizes[group] >= fewest]
        found.append(min(large)[1] if large else "")
    return found
