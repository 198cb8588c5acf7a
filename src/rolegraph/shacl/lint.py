"""Lint: rules that find what makes a valid graph hard to use, with the place where each node is stated.

A rule is a function that gives IRIs, each with a problem. docs/reference/lint.md explains every rule and its cure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from rolegraph.errors import RolegraphError
from rolegraph.facts.labels import names
from rolegraph.facts.labels import node as node_of
from rolegraph.model.nodes import CAPABILITY_KINDS, LEARNABLE_KINDS, Kind, Node, fold, slug_of, slugify
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.vocabulary import DCTERMS, RDF, RG, SKOS
from rolegraph.shacl.contradictions import contradictions, obsolete_mappings
from rolegraph.shacl.ladders import shortfalls

Found = Iterable[tuple[str, str]]
"""IRIs, each with a problem."""


class LintFacts:
    """A dataset as the rules read it, each part in bulk when a rule first needs it."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset

    @cached_property
    def named(self) -> Mapping[str, tuple[Node, Collection[str]]]:
        """Every node that has names, by IRI in order, with its other names."""
        found = sorted(names(self.dataset, told_apart=False), key=lambda entry: entry.node.iri)
        return {entry.node.iri: (entry.node, entry.others) for entry in found}

    @cached_property
    def labelled(self) -> Mapping[str, str]:
        """The labels that are stated, by IRI."""
        return self.dataset.values(SKOS + "prefLabel")

    def subjects(self, *terms: str) -> set[str]:
        """The subjects of statements with any of some terms of ours."""
        return {subject for term in terms for subject, _ in self.dataset.links(RG + term)}

    def lacking(self, kinds: Collection[Kind], having: Collection[str], problem: str) -> Found:
        """The nodes of some kinds that are not among those that have something."""
        for iri, (node, _) in self.named.items():
            if node.kind in kinds and iri not in having:
                yield iri, problem


class LintSeverity(StrEnum):
    """How much a finding matters, worst first: answers are wrong, answers are worse, worth a look."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Rule(NamedTuple):
    """Something to look for, and what to do about it."""

    name: str
    severity: LintSeverity
    cure: str
    find: Callable[[LintFacts], Found]


# Predicates that say nothing of a node's use.
_IDLE: Final = frozenset(
    (
        *(RDF + term for term in "type subject predicate object".split()),
        *(SKOS + term for term in "prefLabel altLabel hiddenLabel notation note inScheme".split()),
        *(DCTERMS + term for term in "created modified identifier".split()),
        RG + "hotTechnology",
    )
)
# How a role or another capability uses a capability.
_USES: Final = (
    *(RG + term for term in "anyOf example usesTool inDemand rates requires accepts prefers prerequisite".split()),
    SKOS + "broader",
)
_LISTED: Final = 3  # other nodes that a finding names


def missing_label(facts: LintFacts) -> Found:
    for iri in sorted(facts.named.keys() - facts.labelled.keys()):
        yield iri, "has no skos:prefLabel, and goes by its slug"


def duplicate_label(facts: LintFacts) -> Found:
    for nodes in _alike(facts, lambda text: text):
        for node in nodes:
            yield node.iri, f"has the same label as {_listed(other for other in nodes if other != node)}"


def label_case(facts: LintFacts) -> Found:
    for nodes in _alike(facts, fold):
        for node in nodes:
            others = [f'"{other.label}" ({other.slug})' for other in nodes if other.label != node.label]
            if others:
                yield node.iri, f'"{node.label}" differs only in spelling from {", ".join(others[:_LISTED])}'


def _alike(facts: LintFacts, spelling: Callable[[str], str]) -> Iterator[list[Node]]:
    """Nodes of one group with the same label in some spelling, two or more together."""
    by_label: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for iri, (node, _) in facts.named.items():
        if iri in facts.labelled:
            by_label[_group_of(node), spelling(node.label)].append(node)
    return (nodes for _, nodes in sorted(by_label.items()) if len(nodes) > 1)


def _group_of(node: Node) -> str:
    """The group in which names should differ: a skill and a tool of one name are easily confused."""
    return "capability" if node.kind in CAPABILITY_KINDS else node.kind.value


def ambiguous_name(facts: LintFacts) -> Found:
    by_name: dict[tuple[str, str], list[str]] = defaultdict(list)
    for iri, (node, others) in facts.named.items():
        for name in {fold(node.label), *map(fold, others)}:
            by_name[_group_of(node), name].append(iri)
    for (_, name), iris in sorted(by_name.items()):
        labels = {fold(facts.named[iri][0].label) for iri in iris}
        if len(iris) > 1 and labels != {name}:  # otherwise duplicate-label or label-case finds them
            for iri in iris:
                yield iri, f'"{name}" also names {_listed(facts.named[other][0] for other in iris if other != iri)}'


def _listed(nodes: Iterable[Node]) -> str:
    return _first(list(map(called, nodes)))


def _first(words: Sequence[str]) -> str:
    return ", ".join(words[:_LISTED]) + (f" and {len(words) - _LISTED} more" if len(words) > _LISTED else "")


def called(node: Node) -> str:
    """A node by its slug, with its label where that adds something."""
    return node.slug if slugify(node.label, node.kind) == node.slug else f"{node.label} ({node.slug})"


def orphan(facts: LintFacts) -> Found:
    match = facts.dataset.match
    for iri, (node, _) in facts.named.items():
        if node.kind is Kind.SOURCE or any(match(None, None, iri)):
            continue
        if all(quad.predicate.value in _IDLE for quad in match(iri)):
            yield iri, "nothing points at it, and nothing is said of it but its names"


def cycle(facts: LintFacts) -> Found:
    import networkx as nx

    for predicate, words in ((SKOS + "broader", "broader than"), (RG + "prerequisite", "a prerequisite of")):
        network = nx.DiGraph(facts.dataset.links(predicate))
        for part in nx.strongly_connected_components(network):
            first = min(part)
            if len(part) > 1 or network.has_edge(first, first):
                yield first, f"is, step by step, {words} itself: {_first(list(map(slug_of, sorted(part))))}"


def unused_capability(facts: LintFacts) -> Found:
    used = {object_ for predicate in _USES for _, object_ in facts.dataset.links(predicate)}
    return facts.lacking(CAPABILITY_KINDS, used, "no role asks for it or uses it, and nothing builds on it")


def nothing_essential(facts: LintFacts) -> Found:
    essential = {iri for iri, value in facts.dataset.values(RG + "necessity").items() if value == RG + "essential"}
    having = facts.subjects("requires", "accepts")
    having |= {role for role, requirement in facts.dataset.links(RG + "hasRequirement") if requirement in essential}
    return facts.lacking((Kind.ROLE,), having, "asks for nothing essential, so that nobody is missing anything")


def uncategorized_tool(facts: LintFacts) -> Found:
    return facts.lacking((Kind.TOOL,), facts.subjects("category"), "is in no category")


def missing_effort(facts: LintFacts) -> Found:
    estimated = facts.subjects("effort")
    estimating = {source for iri in estimated for _, source in facts.dataset.statements(iri, RG + "effort")}
    for iri, problem in facts.lacking(LEARNABLE_KINDS, estimated, "has no effort") if estimating else ():
        # A source that estimates efforts should do so for everything that it describes; others need not.
        if any(source in estimating for _, source in facts.dataset.statements(iri, RDF + "type")):
            yield iri, f"{problem}, so that no plan that teaches it has a total of hours"


def lower_step(facts: LintFacts) -> Found:
    for higher, lower, lacking in shortfalls(facts.dataset, facts.named):
        yield higher, f"asks for less than {called(facts.named[lower][0])} below it: {_first(list(map(str, lacking)))}"


def contradicting_mapping(facts: LintFacts) -> Found:
    return contradictions(facts.dataset)


def obsolete_mapping(facts: LintFacts) -> Found:
    return obsolete_mappings(facts.dataset)


def copied_definition(facts: LintFacts) -> Found:
    by_text: dict[str, set[str]] = defaultdict(set)
    for iri, text in facts.dataset.links(SKOS + "definition"):
        if iri in facts.named:
            by_text[fold(text)].add(iri)
    for _, iris in sorted(by_text.items()):
        for iri in sorted(iris) if len(iris) > 1 else ():
            others = _listed(facts.named[other][0] for other in sorted(iris - {iri}))
            yield iri, f"is defined in the same words as {others}"


RULES: Final = (
    Rule("missing-label", LintSeverity.ERROR, "add a skos:prefLabel", missing_label),
    Rule("cycle", LintSeverity.ERROR, "remove one of the links, so that each leads on", cycle),
    Rule("nothing-essential", LintSeverity.WARNING, "say with rg:necessity what is rg:essential", nothing_essential),
    Rule("lower-step", LintSeverity.WARNING, "ask for it here too, or for less of it below", lower_step),
    Rule("contradicting-mapping", LintSeverity.WARNING, "keep the mapping that is right", contradicting_mapping),
    Rule("obsolete-mapping", LintSeverity.WARNING, "map to what took its place, or remove it", obsolete_mapping),
    Rule("duplicate-label", LintSeverity.WARNING, "merge them, or name what sets them apart", duplicate_label),
    Rule("label-case", LintSeverity.WARNING, "merge them, or keep one spelling", label_case),
    Rule("copied-definition", LintSeverity.WARNING, "say what sets each apart", copied_definition),
    Rule("missing-effort", LintSeverity.WARNING, "add an rg:effort in hours", missing_effort),
    Rule("uncategorized-tool", LintSeverity.WARNING, "add an rg:category", uncategorized_tool),
    Rule("orphan", LintSeverity.WARNING, "link it to something, or remove it", orphan),
    Rule("ambiguous-name", LintSeverity.NOTE, "leave the name to one of them", ambiguous_name),
    Rule("unwanted-capability", LintSeverity.NOTE, "have a role ask for it, or remove it", unused_capability),
)


class LintFinding(NamedTuple):
    """A node with its problem, the slugs of the sources that describe it, and file and line if it is in a file."""

    node: Node
    problem: str
    sources: tuple[str, ...]
    path: Path | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """How many findings one rule has, and the first of them."""

    rule: str
    severity: LintSeverity
    cure: str
    count: int
    findings: tuple[LintFinding, ...]


@dataclass(frozen=True, slots=True)
class Lint:
    """The findings of all rules, worst first; rules without any are only counted."""

    checked: tuple[Checked, ...]
    rules: int
    nodes: int

    @property
    def count(self) -> int:
        """How many findings all rules have together."""
        return sum(checked.count for checked in self.checked)

    @property
    def worst(self) -> LintSeverity | None:
        """The gravest severity of a finding; None where there is none."""
        return self.checked[0].severity if self.checked else None


def lint(dataset: Dataset, only: Collection[str] = (), ignored: Collection[str] = (), limit: int | None = 20) -> Lint:
    """Find what makes a graph hard to use, although it is valid; see `RoleGraph.lint`.

    `only` and `ignored` are names of `RULES`, of which others raise `RolegraphError`; `limit` is how many findings of
    each rule are given with their places, None for all. All are counted.
    """
    known = [rule.name for rule in RULES]
    for name in (*only, *ignored):
        if name not in known:
            raise RolegraphError(f"no rule {name!r}: use one of {', '.join(known)}")
    dataset.quads()  # fetches an endpoint at once rather than node by node
    facts = LintFacts(dataset)
    rules = [rule for rule in RULES if (not only or rule.name in only) and rule.name not in ignored]
    checked = [_checked(dataset, rule, rule.find(facts), limit) for rule in rules]
    return Lint(tuple(found for found in checked if found.count), len(rules), len(facts.named))


def _checked(dataset: Dataset, rule: Rule, found: Found, limit: int | None) -> Checked:
    every = iter(found)
    first = tuple(_finding(dataset, iri, problem) for iri, problem in islice(every, limit))
    return Checked(rule.name, rule.severity, rule.cure, len(first) + sum(1 for _ in every), first)


def _finding(dataset: Dataset, iri: str, problem: str) -> LintFinding:
    sources = tuple(sorted({slug_of(source) for _, source in dataset.statements(iri, RDF + "type")}))
    path, line = dataset.locate(iri) or (None, None)
    return LintFinding(node_of(dataset, iri), problem, sources, path, line)
