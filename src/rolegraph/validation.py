"""SHACL: what in a graph breaks the ontology's shapes, said in words, with the file and line where that is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rolegraph.constraints import of_target, violations
from rolegraph.resources import shipped
from rolegraph.shapes import Component, Constraint, Property, Severity, read_shapes
from rolegraph.store.dataset import Dataset
from rolegraph.vocabulary import RDFS, slug_of

__all__ = ["Report", "Severity", "Violation", "validate"]

# A variable of a query in the message about what it finds.
_PLACEHOLDER = re.compile(r"\{[$?](\w+)\}")


@dataclass(frozen=True, slots=True)
class Violation:
    """One way in which one node breaks a shape; `message` says what to fix."""

    severity: Severity
    node: str
    message: str
    property: str = ""
    value: str = ""
    path: Path | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Everything found, worst first, among how many statements; one that several sources make counts for each."""

    violations: tuple[Violation, ...]
    statements: int

    @property
    def valid(self) -> bool:
        """Whether nothing is worse than a warning."""
        return all(one.severity is not Severity.VIOLATION for one in self.violations)

    @property
    def worst(self) -> Severity | None:
        return self.violations[0].severity if self.violations else None


def validate(dataset: Dataset, shapes: Path | None = None) -> Report:
    """Hold a dataset, all sources together, against SHACL shapes.

    Parameters
    ----------
    dataset
        What is held against them; one at an endpoint is fetched as a whole.
    shapes
        A file of shapes, as `shapes.read_shapes` understands them; None for those that rolegraph ships.

    Raises
    ------
    SourceError
        When the shapes say what is not understood.

    Notes
    -----
    Validates what is stated, without inference other than that a member of a class is one of every class that the
    dataset itself puts above it, as SHACL has it. A number too large for 64 bits is taken for none.
    """
    dataset.quads()  # has what is at an endpoint fetched, before several queries at once would do so
    classes = _classes_below(dataset)
    groups = _alike(shapes or shipped("ontology") / "shapes.ttl")
    found: list[Violation] = []
    # The engine lets go of the interpreter while it computes; of more queries at once, memory would hold the columns.
    with ThreadPoolExecutor(max_workers=2) as pool:
        for constraints, solutions in zip(
            groups, pool.map(lambda one: _asked(dataset, one, classes), groups), strict=True
        ):
            # Most often there are none. Only where there are some, shapes that ask for the same are told apart.
            for one in constraints if solutions else ():
                broken = solutions if len(constraints) == 1 else _asked(dataset, (one,), classes)
                found += [_violation(dataset, one, solution) for solution in broken]
    return Report(tuple(sorted(dict.fromkeys(found), key=_rank)), dataset.size())


@cache
def _alike(shapes: Path) -> tuple[tuple[Constraint, ...], ...]:
    """The constraints of shapes, together those that ask the same of different nodes."""
    groups: dict[tuple[Component, Property | None], list[Constraint]] = {}
    for one in read_shapes(shapes):
        groups.setdefault((one.component, one.path), []).append(one)
    return tuple(map(tuple, groups.values()))


def _classes_below(dataset: Dataset) -> dict[str, set[str]]:
    """For each class what the dataset states to be below it, over any number of steps, as SPARQL spells them."""
    direct: dict[str, set[str]] = {}
    for quad in dataset.match(None, RDFS + "subClassOf"):
        direct.setdefault(str(quad.object), set()).add(str(quad.subject))
    below: dict[str, set[str]] = {}
    for one, lowers in direct.items():
        waiting, found = list(lowers), below.setdefault(one, set())
        while waiting:
            lower = waiting.pop()
            if lower not in found:
                found.add(lower)
                waiting += direct.get(lower, ())
    # One without an IRI cannot be asked for: in a query it would stand for anything.
    return {one: {lower for lower in found if lower.startswith("<")} for one, found in below.items()}


def _asked(
    dataset: Dataset, constraints: Sequence[Constraint], classes: Mapping[str, Iterable[str]]
) -> list[dict[str, str]]:
    """What breaks constraints that ask the same, of the nodes of any of them."""
    patterns = [pattern for one in constraints for target in one.targets for pattern in of_target(target, classes)]
    first = constraints[0]
    names = {"this", "path", "value", *_PLACEHOLDER.findall(first.message)} if first.path is None else ("this", "value")
    return dataset.select(violations(first.component, first.path, patterns, classes, sorted(names)))


def _violation(dataset: Dataset, constraint: Constraint, solution: Mapping[str, str]) -> Violation:
    message, property_ = constraint.message, ""
    if constraint.path is None:
        property_ = solution.get("path", "")
        message = _PLACEHOLDER.sub(lambda name: slug_of(solution.get(name[1], name[0])), message)
    elif not constraint.path.inverse:
        property_ = constraint.path.term.strip("<>")
    node, value = (_name(solution.get(name, "")) for name in ("this", "value"))
    path, line = (dataset.locate(node, property_) if node else None) or (None, None)
    return Violation(constraint.severity, node, message, property_, value, path, line)


def _name(text: str) -> str:
    """A node as people know it: nothing for one without an IRI, whose name changes from one run to the next."""
    return "" if text.startswith("_:") else text


def _rank(one: Violation) -> tuple[object, ...]:
    place = (str(one.path), one.line or 0)
    return (list(Severity).index(one.severity), *place, one.node, one.message, one.property, one.value)
