"""Validation of a graph against SHACL shapes, with messages in words and the file and line of each violation.

Every constraint becomes a SPARQL query whose solutions are the violations in the whole graph: the node `?this` and,
where one value is at fault, `?value`. Queries compare columns as a whole (MINUS, GROUP BY, subqueries): on disk that is
several times as fast as looking up node by node where nearly nothing is wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from rolegraph.facts.requirements import reachable
from rolegraph.model.nodes import slug_of
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import shipped
from rolegraph.rdf.vocabulary import RDFS, XSD
from rolegraph.shacl.locations import BLANK, Pattern, Place, patterns, places_of
from rolegraph.shacl.shapes import COUNTING, Component, Constraint, Property, Severity, ShapeTarget, read_shapes
from rolegraph.shacl.terms import TermFinding, term_findings
from rolegraph.shacl.whole_graph import GraphFinding, graph_findings

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
    if component.name == "select":
        select, prefixes = component.values
        # Gives the same solutions in any query: the engine only takes what stands by itself as a column.
        broken = "{ " + _TRIPLE.sub(r"{ SELECT * { \1 \2 \3 } }", select) + " }"
    elif path is None:
        nodes = f"{{ SELECT DISTINCT ?this {{ {_united(targets)} }} }} BIND(?this AS ?value)"
        broken = f"{nodes} {_by_value(component, classes)}"
    else:
        triple = f"?value {path.term} ?this" if path.inverse else f"?this {path.term} ?value"
        counts = component.name in COUNTING
        broken = _by_count(component, triple, targets) if counts else f"{triple} {_by_value(component, classes)}"
    variables = " ".join(f"?{name}" for name in names)
    is_target = " || ".join(f"EXISTS {{ {pattern} }}" for pattern in targets)
    return f"""{prefixes}SELECT * WHERE {{
  {{ SELECT {variables} WHERE {{ {broken} }} GROUP BY {variables} }}
  FILTER({is_target}) }}"""


def _united(patterns: Iterable[str]) -> str:
    return " UNION ".join(f"{{ {pattern} }}" for pattern in patterns)


def _by_count(component: Component, triple: str, targets: list[str]) -> str:
    """A pattern for nodes that have too few values, or too many; what several sources say counts once."""
    pairs, (number,) = f"{{ SELECT DISTINCT ?this ?value {{ {triple} }} }}", component.values
    if component.name == "minCount":
        enough = f"{{ SELECT ?this {{ {pairs} }} GROUP BY ?this HAVING(COUNT(*) >= {number}) }}"
        return f"{{ {_united(targets)} }} MINUS {{ {triple if number == '1' else enough} }}"
    most, language, wanted = number, "", ""
    if component.name == "uniqueLang":
        most, language, wanted = "1", "(LANG(?value) AS ?language)", 'FILTER(LANG(?value) != "")'
    # Few nodes have more than one statement at all: only their values are then told apart.
    several = f"{{ SELECT ?this {{ {triple} }} GROUP BY ?this HAVING(COUNT(*) > {most}) }}"
    return f"{{ SELECT ?this {{ {several} {pairs} {wanted} }} GROUP BY ?this {language} HAVING(COUNT(*) > {most}) }}"


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


class StatedValue(NamedTuple):
    """One of several values that contradict each other, and where it is stated."""

    value: str
    path: Path | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Violation:
    """One way in which one node breaks a shape; `message` says what to fix.

    Where values are too many, `values` are all of them, each with its place.
    """

    severity: Severity
    node: str
    message: str
    property: str = ""
    value: str = ""
    path: Path | None = None
    line: int | None = None
    values: tuple[StatedValue, ...] = ()


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
        """The gravest severity of a violation; None where there is none."""
        return self.violations[0].severity if self.violations else None


class _Found(NamedTuple):
    """A violation before its place is looked up: `patterns` are statements to look for, the most exact first."""

    violation: Violation
    patterns: tuple[Pattern, ...] = ()
    values: tuple[tuple[str, tuple[Pattern, ...]], ...] = ()


def validate(dataset: Dataset, shapes: Path | None = None) -> Report:
    """Validate a dataset, all sources together.

    Parameters
    ----------
    dataset
        What is validated, as it is stated. Nothing is inferred, other than that a member of a class is one of every
        class that the dataset itself puts above it, as SHACL has it. A dataset at an endpoint is fetched as a whole.
    shapes
        A file of SHACL shapes to validate against, and nothing else. Without it, the shapes that rolegraph ships, the
        terms of the vocabulary, the lexical form of each literal, and what makes a graph usable as a whole.

    Raises
    ------
    SourceError
        When the shapes are broken, or use a part of SHACL that is not supported.

    Notes
    -----
    A number too large for 64 bits is not taken for a number. What is said of a whole graph depends on what it is
    validated with: a file whose nodes another file describes is not valid alone.
    """
    dataset.quads()  # fetches an endpoint once, before several queries at the same time do
    predicates = dataset.verify()
    classes = _classes_below(dataset)
    groups = _grouped(shapes or shipped("ontology") / "shapes.ttl")
    found: list[_Found] = []
    # The engine lets go of the interpreter while it computes; of more queries at once, memory would hold the columns.
    with ThreadPoolExecutor(max_workers=2) as pool:
        others = [] if shapes else [pool.submit(lambda: [_of_term(one) for one in term_findings(dataset, predicates)])]
        for constraints, solutions in zip(
            groups, pool.map(lambda group: _solutions(dataset, group, classes), groups), strict=True
        ):
            # Most often there are none. Only where there are some, each shape of the group is asked by itself.
            for constraint in constraints if solutions else ():
                broken = solutions if len(constraints) == 1 else _solutions(dataset, (constraint,), classes)
                found += [_of_shape(dataset, constraint, solution) for solution in broken]
        found += [one for other in others for one in other.result()]
    if shapes is None:
        found += [_of_graph(dataset, one) for one in graph_findings(dataset, classes)]
    return Report(tuple(sorted(dict.fromkeys(_located(dataset, found)), key=_rank)), dataset.size())


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
    select = first.component.name == "select"
    names = {"this", "path", "value", *_PLACEHOLDER.findall(first.message)} if select else ("this", "value")
    return dataset.select(violations(first.component, first.path, patterns, classes, sorted(names)))


def _of_shape(dataset: Dataset, constraint: Constraint, solution: Mapping[str, str]) -> _Found:
    message, predicate = constraint.message, ""
    node, value = solution.get("this", ""), solution.get("value", "")
    if constraint.component.name == "select":
        predicate = solution.get("path", "")
        message = _PLACEHOLDER.sub(lambda name: _called(solution.get(name[1], name[0])), message)
        at = patterns(dataset, node, predicate, value)
    elif constraint.path is not None and constraint.path.inverse:
        at = (*(patterns(dataset, value, constraint.path.term[1:-1], node) if value else ()), *patterns(dataset, node))
    else:
        predicate = "" if constraint.path is None else constraint.path.term[1:-1]
        at = patterns(dataset, node, predicate, value)
    violation = Violation(constraint.severity, _name(node), message, predicate, _name(value))
    several = constraint.component.name in ("maxCount", "uniqueLang") and predicate
    return _Found(violation, at, _all_values(dataset, constraint.component, node, predicate) if several else ())


def _all_values(
    dataset: Dataset, component: Component, node: str, predicate: str
) -> tuple[tuple[str, tuple[Pattern, ...]], ...]:
    """The values that are too many: all, or those of a language that has several."""
    objects = {quad.object for quad in dataset.match(node, predicate)}
    if component.name == "uniqueLang":
        languages = Counter(language for each in objects if (language := getattr(each, "language", None)))
        objects = {each for each in objects if languages[getattr(each, "language", "") or ""] > 1}
    texts = sorted({str(getattr(each, "value", each)) for each in objects})
    return tuple((_name(text), patterns(dataset, node, predicate, text)) for text in texts)


def _of_term(found: TermFinding) -> _Found:
    violation = Violation(found.severity, _name(found.subject), found.message, found.predicate, found.value)
    return _Found(violation, (Pattern(None, found.predicate, found.value or None),))


def _of_graph(dataset: Dataset, found: GraphFinding) -> _Found:
    violation = Violation(found.severity, _name(found.node), found.message, found.predicate, found.value)
    if found.source:
        return _Found(violation, (Pattern(source=BLANK if found.source.startswith(BLANK) else found.source),))
    values = tuple((label, patterns(dataset, node)) for node, label in found.nodes)
    return _Found(violation, patterns(dataset, found.node, found.predicate, found.value) if found.node else (), values)


def _located(dataset: Dataset, found: Sequence[_Found]) -> Iterator[Violation]:
    """The violations with their places."""
    wanted = {pattern for one in found for group in (one.patterns, *(at for _, at in one.values)) for pattern in group}
    known = places_of(dataset, wanted)
    # A file without lines, or a statement that is missing: the file at least.
    somewhere = Place(dataset.files[0]) if len(dataset.files) == 1 else None

    def place(group: tuple[Pattern, ...]) -> Place | tuple[None, None]:
        return next(filter(None, map(known.get, group)), somewhere) or (None, None)

    for one in found:
        path, line = place(one.patterns)
        values = tuple(StatedValue(value, *place(group)) for value, group in one.values)
        yield replace(one.violation, path=path, line=line, values=values)


def _name(text: str) -> str:
    """An IRI or text; nothing for a blank node, whose name changes from one run to the next."""
    return "" if text.startswith(BLANK) else text


def _called(text: str) -> str:
    """A node in a message."""
    return "[ ]" if text.startswith(BLANK) else slug_of(text)


def _rank(found: Violation) -> tuple[object, ...]:
    severity, place = list(Severity).index(found.severity), (str(found.path), found.line or 0)
    return (severity, *place, found.node, found.message, found.property, found.value)
