"""Reading SHACL shapes as constraints on the values of nodes.

A part of SHACL Core is supported, and constraints that are SPARQL queries. Shapes that use anything more of SHACL are
refused, so that nothing that should be checked is skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from rolegraph.errors import SourceError
from rolegraph.rdf.formats import is_rdf, numbered_quads
from rolegraph.rdf.places import merged, not_rdf
from rolegraph.rdf.vocabulary import RDF, SH

# Components about the number of values of a node, and those that each value satisfies or breaks by itself.
COUNTING: Final = frozenset("minCount maxCount uniqueLang".split())
OF_VALUES: Final = frozenset(
    "nodeKind in class datatype minInclusive maxInclusive minExclusive maxExclusive pattern".split()
)
_COMPONENTS: Final = COUNTING | OF_VALUES | {"or", "lessThanOrEquals"}
_ABOUT_NODES: Final = OF_VALUES | {"or"}  # what a node shape itself may say of its nodes
_TARGETS: Final = frozenset("targetClass targetSubjectsOf targetObjectsOf".split())
# For people, not for validators.
_REMARKS: Final = frozenset("name description order group".split())
_NODE_KINDS: Final = frozenset("IRI Literal BlankNode BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral".split())


class Severity(StrEnum):
    """How bad a violation is, as SHACL names it; `VIOLATION` makes a graph invalid."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


class ShapeTarget(NamedTuple):
    """The nodes that a shape is about: `name` as in SHACL, and the class or property, as SPARQL spells it."""

    name: str
    term: str


class Component(NamedTuple):
    """A constraint component, by the name of its parameter, with its values as SPARQL spells them.

    `any_of` are the alternatives of an `or`. The values of a `select` are the query, whose solutions are the
    violations, and its prefixes.
    """

    name: str
    values: tuple[str, ...] = ()
    any_of: tuple[Component, ...] = ()


class Property(NamedTuple):
    """From a node to its values: along a property, or against it. `term` is its IRI as SPARQL spells it."""

    term: str
    inverse: bool = False


@dataclass(frozen=True, slots=True)
class Constraint:
    """One component of a shape. Without `path`, it is about the nodes themselves rather than about their values."""

    targets: tuple[ShapeTarget, ...]
    path: Property | None
    component: Component
    message: str
    severity: Severity


class _Object(NamedTuple):
    """An object of a triple: as SPARQL spells it, as text, and the line of the triple."""

    spelled: str
    text: str
    line: int


# Satisfied by everything.
_VACUOUS: Final = (Component("uniqueLang", ("false",)), Component("minCount", ("0",)))


# Objects by subject and predicate.
_Index = Mapping[str, Mapping[str, list[_Object]]]


def read_shapes(path: Path) -> tuple[Constraint, ...]:
    """The constraints in a file of SHACL shapes.

    Raises `SourceError` with the line when the shapes use what is not supported, or a constraint has no message.
    """
    if not is_rdf(path):
        raise not_rdf(path)
    index: dict[str, dict[str, list[_Object]]] = {}
    for quad, line in numbered_quads(path):
        object_ = _Object(str(quad.object), getattr(quad.object, "value", ""), line)
        index.setdefault(str(quad.subject), {}).setdefault(quad.predicate.value, []).append(object_)
    reader = _Reader(path, index, set())
    shapes = [subject for subject in index if _is_shape(index[subject])]
    constraints = [constraint for subject in shapes for constraint in _node_shape(reader, subject)]
    for subject, statements in index.items():
        unread = [predicate for predicate in statements if predicate.startswith(SH)]
        if unread and subject not in reader.seen:
            where = statements[unread[0]][0]
            raise reader.fault(where, f"sh:{unread[0].removeprefix(SH)} belongs to no shape")
    if not shapes:
        raise SourceError("holds no SHACL shape", "name a file of shapes in Turtle", path=path)
    return tuple(constraints)


@dataclass(frozen=True, slots=True)
class _Reader:
    """A file of shapes, and the subjects that have been read."""

    path: Path
    index: _Index
    seen: set[str]

    def fault(self, term: _Object, problem: str) -> SourceError:
        cure = "use the part of SHACL that rolegraph.shacl.shapes supports"
        return SourceError(problem, cure, path=self.path, line=term.line)

    def read(self, subject: str, known: frozenset[str], at: _Object | None = None) -> dict[str, list[_Object]]:
        """The objects of a subject by the local names of SHACL's predicates, all of which must be known.

        `at` is where the subject is named; it must be described then.
        """
        self.seen.add(subject)
        stated = self.index.get(subject, {})
        if at is not None and not stated:
            raise self.fault(at, f"{subject} is described nowhere")
        found = {predicate.removeprefix(SH): stated[predicate] for predicate in stated if predicate.startswith(SH)}
        for name in found.keys() - known:
            raise self.fault(found[name][0], f"sh:{name} is not supported")
        return found

    def only(self, found: Mapping[str, list[_Object]], name: str, at: _Object) -> _Object:
        """The value of what must be there once; `at` is where what it belongs to is named."""
        values = found.get(name, [])
        if len(values) != 1:
            problem = f"a constraint has {'more than one' if values else 'no'} sh:{name}"
            raise self.fault(values[0] if values else at, problem)
        return values[0]

    def text(self, found: Mapping[str, list[_Object]], name: str, at: _Object) -> str:
        """The text that must be there once."""
        value = self.only(found, name, at)
        if not value.spelled.startswith('"'):
            raise self.fault(value, f"sh:{name} is no text")
        return value.text

    def term(self, term: _Object) -> str:
        """A term as SPARQL spells it; SPARQL has no name for a blank node."""
        if term.spelled.startswith("_:"):
            raise self.fault(term, "a blank node cannot be asked for")
        return term.spelled

    def iri(self, term: _Object, name: str) -> str:
        """An IRI as SPARQL spells it."""
        if not self.term(term).startswith("<") or term.spelled.startswith("<<"):
            raise self.fault(term, f"the value of sh:{name} is not an IRI")
        return term.spelled

    def trial(self, term: _Object, query: str) -> list[dict[str, str]]:
        """What a query gives of nothing; a fault where it is none."""
        try:
            return merged(None, []).select(query)
        except (SourceError, TypeError) as error:
            raise self.fault(term, str(error).removeprefix("the query: ")) from None

    def items(self, head: _Object) -> list[_Object]:
        """The members of an RDF list."""
        found: list[_Object] = []
        passed: set[str] = set()
        while head.spelled != f"<{RDF}nil>":
            stated = self.index.get(head.spelled, {})
            first, rest = stated.get(RDF + "first", []), stated.get(RDF + "rest", [])
            if len(first) != 1 or len(rest) != 1 or head.spelled in passed:
                raise self.fault(head, "a list is broken")
            passed.add(head.spelled)
            found += first
            head = rest[0]
        return found


def _is_shape(stated: Mapping[str, list[_Object]]) -> bool:
    typed = any(class_.text == SH + "NodeShape" for class_ in stated.get(RDF + "type", []))
    return typed or any(SH + target in stated for target in _TARGETS)


def _node_shape(reader: _Reader, subject: str) -> Iterator[Constraint]:
    found = reader.read(subject, _TARGETS | _REMARKS | _ABOUT_NODES | {"property", "sparql", "severity", "message"})
    for class_ in reader.index[subject].get(RDF + "type", []):
        if class_.text != SH + "NodeShape":  # a class would be a target of itself
            raise reader.fault(class_, f"a shape is typed as {class_.text}")
    targets = tuple(
        ShapeTarget(name, reader.iri(term, name)) for name in sorted(_TARGETS) for term in found.get(name, [])
    )
    if not targets:
        somewhere = next(iter(reader.index[subject].values()))[0]
        raise reader.fault(somewhere, f"the shape {subject} has no target")
    if any(name in _ABOUT_NODES for name in found):
        yield from _constraints(reader, subject, found, targets, None)
    for shape in found.get("property", []):
        yield from _property_shape(reader, shape, targets)
    for sparql in found.get("sparql", []):
        parts = reader.read(sparql.spelled, frozenset({"message", "prefixes", "select"}), sparql)
        message, select = (reader.text(parts, name, sparql) for name in ("message", "select"))
        query = Component("select", (select, _prefixes(reader, parts)))
        reader.trial(parts["select"][0], query.values[1] + select)
        yield Constraint(targets, None, query, message, _severity(reader, found))


def _property_shape(reader: _Reader, shape: _Object, targets: tuple[ShapeTarget, ...]) -> Iterator[Constraint]:
    found = reader.read(shape.spelled, _COMPONENTS | _REMARKS | {"path", "message", "severity"}, shape)
    path = _path(reader, reader.only(found, "path", shape))
    yield from _constraints(reader, shape.spelled, found, targets, path)


def _constraints(
    reader: _Reader,
    shape: str,
    found: Mapping[str, list[_Object]],
    targets: tuple[ShapeTarget, ...],
    path: Property | None,
) -> Iterator[Constraint]:
    """The components of a node shape, which has no path, or of a property shape."""
    where = next(iter(reader.index[shape].values()))[0]
    message, severity = reader.text(found, "message", where), _severity(reader, found)
    for name, values in found.items():
        for value in values if name in _COMPONENTS else ():
            component = _component(reader, name, value)
            if component not in _VACUOUS:
                yield Constraint(targets, path, component, message, severity)


def _component(reader: _Reader, name: str, value: _Object) -> Component:
    if name == "or":
        return Component(name, any_of=tuple(_alternative(reader, member) for member in reader.items(value)))
    if name == "in":
        return Component(name, tuple(map(reader.term, reader.items(value))))
    if name == "nodeKind":
        if value.text.removeprefix(SH) not in _NODE_KINDS:
            raise reader.fault(value, f"{value.text} is not a kind of node")
        return Component(name, (value.text.removeprefix(SH),))
    if name in COUNTING:
        if not (value.text in ("true", "false") if name == "uniqueLang" else re.fullmatch("[0-9]+", value.text)):
            raise reader.fault(value, f"{value.text} is not a value of sh:{name}")
        return Component(name, (value.text,))
    if name in ("class", "datatype", "lessThanOrEquals"):
        return Component(name, (reader.iri(value, name),))
    if name == "pattern" and not reader.trial(value, f'SELECT (REGEX("", STR({reader.term(value)})) AS ?fits) {{}}')[0]:
        raise reader.fault(value, f"{value.text} is not a regular expression")
    return Component(name, (reader.term(value),))


def _alternative(reader: _Reader, member: _Object) -> Component:
    found = reader.read(member.spelled, OF_VALUES, member)
    if [len(values) for values in found.values()] != [1]:
        raise reader.fault(member, "an alternative of sh:or is not exactly one component")
    ((name, (value,)),) = found.items()
    return _component(reader, name, value)


def _path(reader: _Reader, path: _Object) -> Property:
    if path.spelled.startswith("<"):
        return Property(reader.iri(path, "path"))
    found = reader.read(path.spelled, frozenset({"inversePath"}))
    inverse = found.get("inversePath", [])
    if len(inverse) != 1 or not inverse[0].spelled.startswith("<"):
        raise reader.fault(path, "a path is neither a property nor the inverse of one")
    return Property(inverse[0].spelled, inverse=True)


def _severity(reader: _Reader, found: Mapping[str, list[_Object]]) -> Severity:
    for severity in found.get("severity", []):
        name = severity.text.removeprefix(SH).lower()
        if name not in list(Severity):
            raise reader.fault(severity, f"{severity.text} is not a severity")
        return Severity(name)
    return Severity.VIOLATION


def _prefixes(reader: _Reader, constraint: Mapping[str, list[_Object]]) -> str:
    """The prefixes of a query, as SPARQL declares them."""
    declared = []
    for prefixes in constraint.get("prefixes", []):
        for declaration in reader.read(prefixes.spelled, frozenset({"declare"}), prefixes).get("declare", []):
            found = reader.read(declaration.spelled, frozenset({"prefix", "namespace"}), declaration)
            prefix, namespace = (reader.text(found, name, declaration) for name in ("prefix", "namespace"))
            declared.append(f"PREFIX {prefix}: <{namespace}> ")
    return "".join(declared)
