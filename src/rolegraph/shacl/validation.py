"""Validation of a graph against SHACL shapes, with messages in words and the file and line of each violation.

Every constraint becomes a SPARQL query whose solutions are the violations in the whole graph: the node `?this` and,
where one value is at fault, `?value`. Queries compare columns as a whole (MINUS, GROUP BY, subqueries): on disk that is
several times as fast as looking up node by node where nearly nothing is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from rolegraph.facts.requirements import reachable
from rolegraph.model.nodes import slug_of
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import shipped
from rolegraph.rdf.vocabulary import RDFS, XSD
from rolegraph.shacl.shapes import COUNTING, Component, Constraint, Property, Severity, ShapeTarget, read_shapes

# Whether ?value is of a kind of node.
_IS: Final[dict[str, str]] = {
    "IRI": "isIRI(?value)",
    "Literal": "isLiteral(?value)",
    "BlankNode": "isBlank(?value)",
    "BlankNodeOrIRI": "!isLiteral(?value)",
    "BlankNodeOrLiteral": "!isIRI(?value)",
    "IRIOrLiteral": "!isBlank(?value)",
}
# Whether a literal of a datatype has a value: "yes" as a boolean has none. Other datatypes are not checked.
_WELL_FORMED: Final[dict[str, str]] = {
    **dict.fromkeys(("integer", "decimal", "float", "double"), "isNumeric(?value)"),
    **{name: f"STRLEN(STR(xsd:{name}(STR(?value)))) > 0" for name in ("boolean", "date", "dateTime")},
}
_BY_COMPARISON: Final = {"minInclusive": ">=", "minExclusive": ">", "maxInclusive": "<=", "maxExclusive": "<"}
# One triple of a pattern, closed by a full stop of its own.
_TRIPLE: Final = re.compile(r"([$?]\w+) (\w+:\w+|[$?]\w+) ([$?]\w+|\w+:\w+) ?\.(?=\s)")


def of_target(target: ShapeTarget, classes: Mapping[str, Iterable[str]]) -> list[str]:
    """The nodes that a shape is about, as patterns for `?this` that together match all; `classes` are subclasses."""
    if target.name == "targetSubjectsOf":
        return [f"?this {target.term} ?any"]
    if target.name == "targetObjectsOf":
        return [f"?any {target.term} ?this"]
    return [f"?this a {class_}" for class_ in (target.term, *classes.get(target.term, ()))]


def violations(
    component: Component,
    path: Property | None,
    targets: Iterable[str],
    classes: Mapping[str, Iterable[str]],
    names: Iterable[str] = ("this", "value"),
) -> str:
    """The query, with some variables, for what breaks a constraint among the nodes that match one of some patterns.

    Grouping makes the engine look up the node of each wrong value rather than of each value.
    """
    targets, prefixes = list(targets), ""
    if path is None:
        select, prefixes = component.values
        # Gives the same solutions in any query: the engine only takes what stands by itself as a column.
        broken = "{ " + _TRIPLE.sub(r"{ SELECT * { \1 \2 \3 } }", select) + " }"
    else:
        triple = f"?value {path.term} ?this" if path.inverse else f"?this {path.term} ?value"
        counts = component.name in COUNTING
        broken = _by_count(component, triple, targets) if counts else f"{triple} {_by_value(component, classes)}"
    variables = " ".join(f"?{name}" for name in names)
    is_target = " || ".join(f"EXISTS {{ {pattern} }}" for pattern in targets)
    return f"""{prefixes}SELECT * WHERE {{
  {{ SELECT {variables} WHERE {{ {broken} }} GROUP BY {variables} }}
  FILTER({is_target}) }}"""


def _by_count(component: Component, triple: str, targets: list[str]) -> str:
    """A pattern for nodes that have too few values, or too many; what several sources say counts once."""
    pairs, (number,) = f"{{ SELECT DISTINCT ?this ?value {{ {triple} }} }}", component.values
    if component.name == "maxCount":
        return f"{{ SELECT ?this {{ {pairs} }} GROUP BY ?this HAVING(COUNT(*) > {number}) }}"
    if component.name == "uniqueLang":
        language = "(LANG(?value) AS ?language)"
        several = f'{pairs} FILTER(LANG(?value) != "") }} GROUP BY ?this {language} HAVING(COUNT(*) > 1)'
        return f"{{ SELECT ?this {{ {several} }}"
    nodes = " UNION ".join(f"{{ {pattern} }}" for pattern in targets)
    enough = f"{{ SELECT ?this {{ {pairs} }} GROUP BY ?this HAVING(COUNT(*) >= {number}) }}"
    return f"{{ SELECT DISTINCT ?this {{ {nodes} }} }} MINUS {{ {triple if number == '1' else enough} }}"


def _by_value(component: Component, classes: Mapping[str, Iterable[str]]) -> str:
    """What keeps, of pairs of node and value, those that break a component."""
    if component.name == "or":
        return " ".join(_by_value(alternative, classes) for alternative in component.any_of)
    if component.name == "in":
        return f"MINUS {{ VALUES ?value {{ {' '.join(component.values)} }} }}"
    (value,) = component.values
    if component.name == "class":
        return " ".join(f"MINUS {{ ?value a {class_} }}" for class_ in (value, *classes.get(value, ())))
    if component.name == "lessThanOrEquals":
        return f". ?this {value} ?bound FILTER(!COALESCE(?value <= ?bound, false))"
    return f"FILTER(!({_holds(component.name, value)}))"


def _holds(name: str, bound: str) -> str:
    """Whether `?value` by itself satisfies a component."""
    if name == "nodeKind":
        return _IS[bound]
    if name == "pattern":
        return f"COALESCE(REGEX(STR(?value), STR({bound})), false)"
    if name in _BY_COMPARISON:
        return f"COALESCE(?value {_BY_COMPARISON[name]} {bound}, false)"
    well_formed = _WELL_FORMED.get(bound.removeprefix(f"<{XSD}").removesuffix(">"), "true")
    return f"isLiteral(?value) && COALESCE(DATATYPE(?value) = {bound} && {well_formed}, false)"


# A variable of a query in the message about its solutions.
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
    """All violations, worst first, and the number of statements; one that several sources make counts for each."""

    violations: tuple[Violation, ...]
    statements: int

    @property
    def valid(self) -> bool:
        """Whether nothing is worse than a warning."""
        return all(found.severity is not Severity.VIOLATION for found in self.violations)

    @property
    def worst(self) -> Severity | None:
        return self.violations[0].severity if self.violations else None


def validate(dataset: Dataset, shapes: Path | None = None) -> Report:
    """Validate a dataset, all sources together, against SHACL shapes: those in a file, or those that rolegraph ships.

    A dataset at an endpoint is fetched as a whole. Validates what is stated, without inference other than that a member
    of a class is one of every class that the dataset itself puts above it, as SHACL has it. A number too large for 64
    bits is not taken for a number. Raises `SourceError` when the shapes use a part of SHACL that is not supported.
    """
    dataset.quads()  # fetches an endpoint once, before several queries at the same time do
    dataset.verify()
    classes = _classes_below(dataset)
    groups = _grouped(shapes or shipped("ontology") / "shapes.ttl")
    found: list[Violation] = []
    # The engine lets go of the interpreter while it computes; of more queries at once, memory would hold the columns.
    with ThreadPoolExecutor(max_workers=2) as pool:
        for constraints, solutions in zip(
            groups, pool.map(lambda group: _solutions(dataset, group, classes), groups), strict=True
        ):
            # Most often there are none. Only where there are some, each shape of the group is asked by itself.
            for constraint in constraints if solutions else ():
                broken = solutions if len(constraints) == 1 else _solutions(dataset, (constraint,), classes)
                found += [_violation(dataset, constraint, solution) for solution in broken]
    return Report(tuple(sorted(dict.fromkeys(found), key=_rank)), dataset.size())


@cache
def _grouped(shapes: Path) -> tuple[tuple[Constraint, ...], ...]:
    """The constraints of shapes, in groups that ask the same of different nodes."""
    groups: dict[tuple[Component, Property | None], list[Constraint]] = {}
    for constraint in read_shapes(shapes):
        groups.setdefault((constraint.component, constraint.path), []).append(constraint)
    return tuple(map(tuple, groups.values()))


def _classes_below(dataset: Dataset) -> dict[str, set[str]]:
    """For each class its subclasses in the dataset, over any number of steps, as SPARQL spells them."""
    direct: dict[str, set[str]] = {}
    for quad in dataset.match(None, RDFS + "subClassOf"):
        direct.setdefault(str(quad.object), set()).add(str(quad.subject))
    below = {above: reachable(lowers, lambda iri: direct.get(iri, ())) for above, lowers in direct.items()}
    # In a query, a blank node would stand for anything.
    return {above: {lower for lower in found if lower.startswith("<")} for above, found in below.items()}


def _solutions(
    dataset: Dataset, constraints: Sequence[Constraint], classes: Mapping[str, Iterable[str]]
) -> list[dict[str, str]]:
    """What breaks a group of constraints, among the nodes of any of them."""
    targets = [target for constraint in constraints for target in constraint.targets]
    patterns = [pattern for target in targets for pattern in of_target(target, classes)]
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
    """An IRI or text; nothing for a blank node, whose name changes from one run to the next."""
    return "" if text.startswith("_:") else text


def _rank(found: Violation) -> tuple[object, ...]:
    severity, place = list(Severity).index(found.severity), (str(found.path), found.line or 0)
    return (severity, *place, found.node, found.message, found.property, found.value)
