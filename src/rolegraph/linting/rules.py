"""The rules of `lint`: each finds nodes and says what is the matter with them. docs/lint.md tells why, and the cure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Final, NamedTuple

from rolegraph.linting.facts import Facts, group_of
from rolegraph.names import Node, fold
from rolegraph.vocabulary import CAPABILITY_KINDS, DCTERMS, LEARNABLE_KINDS, RDF, RG, SKOS, Kind, slug_of, slugify

Found = Iterable[tuple[str, str]]
"""IRIs, each with what is the matter."""


class Severity(StrEnum):
    """How much a finding matters, worst first: answers go wrong, answers are worse for it, worth a look."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Rule(NamedTuple):
    """One thing to look for; `cure` says what to do about it."""

    name: str
    severity: Severity
    cure: str
    find: Callable[[Facts], Found]


# What is said of every node, whether or not it is of any use.
_IDLE: Final = frozenset(
    (
        *(RDF + term for term in ("type", "subject", "predicate", "object")),
        *(SKOS + term for term in ("prefLabel", "altLabel", "hiddenLabel", "notation", "note", "inScheme")),
        *(DCTERMS + term for term in ("created", "modified", "identifier")),
        RG + "hotTechnology",
    )
)
_LISTED: Final = 3  # other nodes that a finding names
# How a capability can be wanted, by a role or by another capability.
_WANTING: Final = (
    *(RG + term for term in ("anyOf", "example", "usesTool", "inDemand", "rates", "requires", "accepts", "prefers")),
    RG + "prerequisite",
    SKOS + "broader",
)


def missing_label(facts: Facts) -> Found:
    for iri in sorted(facts.named):
        if iri not in facts.labelled:
            yield iri, "has no skos:prefLabel, and goes by its slug"


def duplicate_label(facts: Facts) -> Found:
    for nodes in _alike(facts, lambda text: text):
        for node in nodes:
            yield node.iri, f"has the same label as {_listed(one for one in nodes if one != node)}"


def label_case(facts: Facts) -> Found:
    for nodes in _alike(facts, fold):
        for node in nodes:
            others = [one for one in nodes if one.label != node.label]
            if others:
                spelled = ", ".join(f'"{one.label}" ({one.slug})' for one in others[:_LISTED])
                yield node.iri, f'"{node.label}" differs only in spelling from {spelled}'


def _alike(facts: Facts, spelling: Callable[[str], str]) -> Iterator[list[Node]]:
    """Nodes with the same label in some spelling, two or more together, that people cannot tell apart by kind."""
    by_label: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for iri, (node, _) in sorted(facts.named.items()):
        if iri in facts.labelled:
            by_label[group_of(node), spelling(node.label)].append(node)
    return (nodes for _, nodes in sorted(by_label.items()) if len(nodes) > 1)


def ambiguous_name(facts: Facts) -> Found:
    by_name: dict[tuple[str, str], list[str]] = defaultdict(list)
    for iri, (node, others) in sorted(facts.named.items()):
        for name in {fold(node.label), *map(fold, others)}:
            by_name[group_of(node), name].append(iri)
    for (_, name), iris in sorted(by_name.items()):
        labels = {fold(facts.named[iri][0].label) for iri in iris}
        if len(iris) > 1 and labels != {name}:  # all called so by label is for duplicate-label and label-case
            for iri in iris:
                rest = _listed(facts.named[one][0] for one in iris if one != iri)
                yield iri, f'"{name}" also names {rest}'


def _listed(nodes: Iterable[Node]) -> str:
    """Some nodes by slug, and by label where that tells more."""
    words = [called(one) for one in nodes]
    return ", ".join(words[:_LISTED]) + (f" and {len(words) - _LISTED} more" if len(words) > _LISTED else "")


def called(node: Node) -> str:
    """A node as one would ask for it, with its label where that tells more."""
    return node.slug if slugify(node.label, node.kind) == node.slug else f"{node.label} ({node.slug})"


def orphan(facts: Facts) -> Found:
    for node in facts.of(*(kind for kind in Kind if kind is not Kind.SOURCE)):
        if facts.says_nothing_but(node.iri, _IDLE) and not facts.is_pointed_at(node.iri):
            yield node.iri, "nothing points at it, and nothing is said of it but its names"


def cycle(facts: Facts) -> Found:
    import networkx as nx

    for predicate, words in ((SKOS + "broader", "broader than"), (RG + "prerequisite", "a prerequisite of")):
        network = nx.DiGraph(facts.dataset.links(predicate))
        loops = {node for node in network if network.has_edge(node, node)}
        for part in nx.strongly_connected_components(network):
            if len(part) > 1 or part & loops:
                first = min(part)
                members = ", ".join(slug_of(one) for one in sorted(part)[:_LISTED])
                more = f" and {len(part) - _LISTED} more" if len(part) > _LISTED else ""
                yield first, f"is, step by step, {words} itself: {members}{more}"


def unwanted_capability(facts: Facts) -> Found:
    wanted = facts.objects(_WANTING)
    for node in facts.of(*CAPABILITY_KINDS):
        if node.iri not in wanted:
            yield node.iri, "no role asks for it or uses it, and nothing builds on it"


def nothing_essential(facts: Facts) -> Found:
    for node in facts.of(Kind.ROLE):
        if node.iri not in facts.essential:
            yield node.iri, "asks for nothing essential, so that nobody is missing anything"


def uncategorized_tool(facts: Facts) -> Found:
    kept = facts.subjects(RG + "category")
    for node in facts.of(Kind.TOOL):
        if node.iri not in kept:
            yield node.iri, "is in no category"


def missing_effort(facts: Facts) -> Found:
    estimated = facts.subjects(RG + "effort")
    estimating = {one.source for iri in estimated for one in facts.dataset.statements(iri, RG + "effort")}
    if not estimating:
        return
    for node in facts.of(*LEARNABLE_KINDS):
        # A source that estimates efforts is expected to do so for all that it speaks of; others are not.
        if node.iri not in estimated:
            speakers = {one.source for one in facts.dataset.statements(node.iri, RDF + "type")}
            if speakers & estimating:
                yield node.iri, "has no effort, and counts as much as the graph's median"


def copied_definition(facts: Facts) -> Found:
    by_text: dict[str, set[str]] = defaultdict(set)
    for iri, text in facts.dataset.links(SKOS + "definition"):
        if iri in facts.named:
            by_text[fold(text)].add(iri)
    for _, iris in sorted(by_text.items()):
        for iri in sorted(iris):
            if len(iris) > 1:
                rest = _listed(facts.named[one][0] for one in sorted(iris) if one != iri)
                yield iri, f"is defined in the same words as {rest}"


RULES: Final = (
    Rule("missing-label", Severity.ERROR, "add a skos:prefLabel", missing_label),
    Rule("cycle", Severity.ERROR, "remove one of the links, so that each leads on", cycle),
    Rule("nothing-essential", Severity.WARNING, "say with rg:necessity what is rg:essential", nothing_essential),
    Rule("duplicate-label", Severity.WARNING, "merge them, or name what sets them apart", duplicate_label),
    Rule("label-case", Severity.WARNING, "merge them, or keep one spelling", label_case),
    Rule("copied-definition", Severity.WARNING, "say what sets each apart", copied_definition),
    Rule("missing-effort", Severity.WARNING, "add an rg:effort in hours", missing_effort),
    Rule("uncategorized-tool", Severity.WARNING, "add an rg:category", uncategorized_tool),
    Rule("orphan", Severity.WARNING, "link it to something, or remove it", orphan),
    Rule("ambiguous-name", Severity.NOTE, "leave the name to one of them", ambiguous_name),
    Rule("unwanted-capability", Severity.NOTE, "have a role ask for it, or remove it", unwanted_capability),
)
