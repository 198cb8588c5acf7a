"""SHACL constraints as SPARQL: for each a query whose solutions are what breaks it, in the whole graph at once.

A solution names the node `?this` and, where one value is at fault, `?value`. Queries have the form that is quickest for
the engine where nearly nothing is wrong: it compares columns as a whole (MINUS, GROUP BY, subqueries) rather than look
up node by node, which on disk takes several times as long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from rolegraph.shapes import COUNTING, Component, Property, Target

# Whether ?value is of a kind of node.
_IS: Final[dict[str, str]] = {
    "IRI": "isIRI(?value)",
    "Literal": "isLiteral(?value)",
    "BlankNode": "isBlank(?value)",
    "BlankNodeOrIRI": "!isLiteral(?value)",
    "BlankNodeOrLiteral": "!isIRI(?value)",
    "IRIOrLiteral": "!isBlank(?value)",
}
# Whether a literal of a datatype has a value: "yes" as a boolean has none. Other datatypes are taken at their word.
_WELL_FORMED: Final[dict[str, str]] = {
    **dict.fromkeys(("integer", "decimal", "float", "double"), "isNumeric(?value)"),
    **{name: f"STRLEN(STR(xsd:{name}(STR(?value)))) > 0" for name in ("boolean", "date", "dateTime")},
}
_XSD: Final = "<http://www.w3.org/2001/XMLSchema#"
_BY_COMPARISON: Final = {"minInclusive": ">=", "minExclusive": ">", "maxInclusive": "<=", "maxExclusive": "<"}
# One triple of a pattern, closed by a full stop of its own.
_TRIPLE: Final = re.compile(r"([$?]\w+) (\w+:\w+|[$?]\w+) ([$?]\w+|\w+:\w+) ?\.(?=\s)")


def of_target(target: Target, classes: Mapping[str, Iterable[str]]) -> list[str]:
    """The nodes that a shape is about, as patterns for `?this`: each matches some, all together match all.

    Parameters
    ----------
    target
        Of the shape.
    classes
        Of each class that has some, those that fall under it.

    Examples
    --------
    >>> of_target(Target("targetClass", "<x:C>"), {"<x:C>": ["<x:D>"]})
    ['?this a <x:C>', '?this a <x:D>']
    """
    if target.name == "targetSubjectsOf":
        return [f"?this {target.term} ?any"]
    if target.name == "targetObjectsOf":
        return [f"?any {target.term} ?this"]
    return [f"?this a {one}" for one in (target.term, *classes.get(target.term, ()))]


def violations(
    component: Component,
    path: Property | None,
    targets: Iterable[str],
    classes: Mapping[str, Iterable[str]],
    names: Iterable[str] = ("this", "value"),
) -> str:
    """The query for what breaks a component among the nodes that match one of some patterns.

    Parameters
    ----------
    component, path
        Of the constraint.
    targets, classes
        As for `of_target`.
    names
        The variables of the solutions.

    Examples
    --------
    >>> print(violations(Component("nodeKind", ("IRI",)), Property("<x:p>"), ["?this a <x:C>"], {}))
    SELECT * WHERE {
      { SELECT ?this ?value WHERE { ?this <x:p> ?value FILTER(!(isIRI(?value))) } GROUP BY ?this ?value }
      FILTER(EXISTS { ?this a <x:C> }) }

    Notes
    -----
    Grouping keeps the engine from asking of each value, rather than of each that is wrong, what its node is.
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
        return " ".join(_by_value(one, classes) for one in component.any_of)
    if component.name == "in":
        return f"MINUS {{ VALUES ?value {{ {' '.join(component.values)} }} }}"
    (value,) = component.values
    if component.name == "class":
        return " ".join(f"MINUS {{ ?value a {one} }}" for one in (value, *classes.get(value, ())))
    if component.name == "lessThanOrEquals":
        return f". ?this {value} ?bound FILTER(!COALESCE(?value <= ?bound, false))"
    return f"FILTER(!({_HOLDS[component.name](component.name, value)}))"


def _has_datatype(_: str, datatype: str) -> str:
    well_formed = _WELL_FORMED.get(datatype.removeprefix(_XSD).removesuffix(">"), "true")
    return f"isLiteral(?value) && COALESCE(DATATYPE(?value) = {datatype} && {well_formed}, false)"


def _compares(name: str, bound: str) -> str:
    return f"COALESCE(?value {_BY_COMPARISON[name]} {bound}, false)"


# Whether a value by itself is as it must be.
_HOLDS: Final[dict[str, Callable[[str, str], str]]] = {
    "nodeKind": lambda _, kind: _IS[kind],
    "datatype": _has_datatype,
    "pattern": lambda _, pattern: f"COALESCE(REGEX(STR(?value), STR({pattern})), false)",
    **dict.fromkeys(_BY_COMPARISON, _compares),
}
