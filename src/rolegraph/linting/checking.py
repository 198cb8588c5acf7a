"""Running the rules, and what comes out: findings by rule, with where each node is stated."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from rolegraph.errors import RolegraphError
from rolegraph.labels import node as node_of
from rolegraph.linting.facts import Facts
from rolegraph.linting.rules import RULES, Found, Rule, Severity
from rolegraph.names import Node
from rolegraph.store.dataset import Dataset
from rolegraph.vocabulary import RDF, slug_of


class Finding(NamedTuple):
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
    severity: Severity
    cure: str
    count: int
    findings: tuple[Finding, ...]


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
    def worst(self) -> Severity | None:
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
    facts = Facts(dataset)
    rules = [rule for rule in RULES if (not only or rule.name in only) and rule.name not in ignored]
    checked = [_checked(dataset, rule, rule.find(facts), limit) for rule in rules]
    return Lint(tuple(one for one in checked if one.count), len(rules), len(facts.named))


def _checked(dataset: Dataset, rule: Rule, found: Found, limit: int | None) -> Checked:
    every = iter(found)
    first = tuple(_finding(dataset, iri, problem) for iri, problem in islice(every, limit))
    return Checked(rule.name, rule.severity, rule.cure, len(first) + sum(1 for _ in every), first)


def _finding(dataset: Dataset, iri: str, problem: str) -> Finding:
    sources = tuple(sorted({slug_of(one.source) for one in dataset.statements(iri, RDF + "type")}))
    path, line = dataset.locate(iri) or (None, None)
    return Finding(node_of(dataset, iri), problem, sources, path, line)
