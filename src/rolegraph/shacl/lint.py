"""What the rules ask of a graph, each thing read at once and only when a rule asks for it.

The rules of `lint`: each finds nodes and says what is the matter with them. docs/lint.md tells why, and the cure.

Running the rules, and what comes out: findings by rule, with where each node is stated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
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


class LintFacts:
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


Found = Iterable[tuple[str, str]]
"""IRIs, each with what is the matter."""


class LintSeverity(StrEnum):
    """How much a finding matters, worst first: answers go wrong, answers are worse for it, worth a look."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


class Rule(NamedTuple):
    """One thing to look for; `cure` says what to do about it."""

    name: str
    severity: LintSeverity
    cure: str
    find: Callable[[LintFacts], Found]


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


def missing_label(facts: LintFacts) -> Found:
    for iri in sorted(facts.named):
        if iri not in facts.labelled:
            yield iri, "has no skos:prefLabel, and goes by its slug"


def duplicate_label(facts: LintFacts) -> Found:
    for nodes in _alike(facts, lambda text: text):
        for node in nodes:
            yield node.iri, f"has the same label as {_listed(one for one in nodes if one != node)}"


def label_case(facts: LintFacts) -> Found:
    for nodes in _alike(facts, fold):
        for node in nodes:
            others = [one for one in nodes if one.label != node.label]
            if others:
                spelled = ", ".join(f'"{one.label}" ({one.slug})' for one in others[:_LISTED])
                yield node.iri, f'"{node.label}" differs only in spelling from {spelled}'


def _alike(facts: LintFacts, spelling: Callable[[str], str]) -> Iterator[list[Node]]:
    """Nodes with the same label in some spelling, two or more together, that people cannot tell apart by kind."""
    by_label: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for iri, (node, _) in sorted(facts.named.items()):
        if iri in facts.labelled:
            by_label[group_of(node), spelling(node.label)].append(node)
    return (nodes for _, nodes in sorted(by_label.items()) if len(nodes) > 1)


def ambiguous_name(facts: LintFacts) -> Found:
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


def orphan(facts: LintFacts) -> Found:
    for node in facts.of(*(kind for kind in Kind if kind is not Kind.SOURCE)):
        if facts.says_nothing_but(node.iri, _IDLE) and not facts.is_pointed_at(node.iri):
            yield node.iri, "nothing points at it, and nothing is said of it but its names"


def cycle(facts: LintFacts) -> Found:
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


def unwanted_capability(facts: LintFacts) -> Found:
    wanted = facts.objects(_WANTING)
    for node in facts.of(*CAPABILITY_KINDS):
        if node.iri not in wanted:
            yield node.iri, "no role asks for it or uses it, and nothing builds on it"


def nothing_essential(facts: LintFacts) -> Found:
    for node in facts.of(Kind.ROLE):
        if node.iri not in facts.essential:
            yield node.iri, "asks for nothing essential, so that nobody is missing anything"


def uncategorized_tool(facts: LintFacts) -> Found:
    kept = facts.subjects(RG + "category")
    for node in facts.of(Kind.TOOL):
        if node.iri not in kept:
            yield node.iri, "is in no category"


def missing_effort(facts: LintFacts) -> Found:
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


def copied_definition(facts: LintFacts) -> Found:
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
    Rule("missing-label", LintSeverity.ERROR, "add a skos:prefLabel", missing_label),
    Rule("cycle", LintSeverity.ERROR, "remove one of the links, so that each leads on", cycle),
    Rule("nothing-essential", LintSeverity.WARNING, "say with rg:necessity what is rg:essential", nothing_essential),
    Rule("duplicate-label", LintSeverity.WARNING, "merge them, or name what sets them apart", duplicate_label),
    Rule("label-case", LintSeverity.WARNING, "merge them, or keep one spelling", label_case),
    Rule("copied-definition", LintSeverity.WARNING, "say what sets each apart", copied_definition),
    Rule("missing-effort", LintSeverity.WARNING, "add an rg:effort in hours", missing_effort),
    Rule("uncategorized-tool", LintSeverity.WARNING, "add an rg:category", uncategorized_tool),
    Rule("orphan", LintSeverity.WARNING, "link it to something, or remove it", orphan),
    Rule("ambiguous-name", LintSeverity.NOTE, "leave the name to one of them", ambiguous_name),
    Rule("unwanted-capability", LintSeverity.NOTE, "have a role ask for it, or remove it", unwanted_capability),
)


class LintFinding(NamedTuple):
    """A node, what is the matter with it, the slugs of the sources that speak of it, and file and line if in a file."""

    node: Node
    problem: str
    sources: tuple[str, ...]
    path: Path | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """What one rule found: how many, and the first of them."""

    rule: str
    severity: LintSeverity
    cure: str
    count: int
    findings: tuple[LintFinding, ...]


@dataclass(frozen=True, slots=True)
class Lint:
    """What all rules found, worst first; rules that found nothing are only counted."""

    checked: tuple[Checked, ...]
    rules: int
    nodes: int

    @property
    def count(self) -> int:
        return sum(one.count for one in self.checked)

    @property
    def worst(self) -> LintSeverity | None:
        return self.checked[0].severity if self.checked else None


def lint(dataset: Dataset, only: Collection[str] = (), ignored: Collection[str] = (), limit: int | None = 20) -> Lint:
    """Look for what makes a graph hard to use, though it be valid.

    Parameters
    ----------
    dataset
        Any graph, all its sources together.
    only, ignored
        Names of rules to keep to, and of rules to leave out; `rules.RULES` has all.
    limit
        How many findings of each rule to give in full, with their places; None for all. All are counted.

    Raises
    ------
    RolegraphError
        When there is no rule of a name.

    Notes
    -----
    A finding is a matter of judgement: a capability that no role asks for may be there for roles to come. What must not
    be is for `validate`.
    """
    known = [rule.name for rule in RULES]
    for name in (*only, *ignored):
        if name not in known:
            raise RolegraphError(f"no rule {name!r}: use one of {', '.join(known)}")
    dataset.quads()  # has what is at an endpoint fetched at once, rather than node by node
    facts = LintFacts(dataset)
    rules = [rule for rule in RULES if (not only or rule.name in only) and rule.name not in ignored]
    checked = [_checked(dataset, rule, rule.find(facts), limit) for rule in rules]
    return Lint(tuple(one for one in checked if one.count), len(rules), len(facts.named))


def _checked(dataset: Dataset, rule: Rule, found: Found, limit: int | None) -> Checked:
    every = iter(found)
    first = tuple(_finding(dataset, iri, problem) for iri, problem in islice(every, limit))
    return Checked(rule.name, rule.severity, rule.cure, len(first) + sum(1 for _ in every), first)


def _finding(dataset: Dataset, iri: str, problem: str) -> LintFinding:
    sources = tuple(sorted({slug_of(one.source) for one in dataset.statements(iri, RDF + "type")}))
    path, line = dataset.locate(iri) or (None, None)
    return LintFinding(node_of(dataset, iri), problem, sources, path, line)
