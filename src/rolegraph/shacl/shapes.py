"""SHACL shapes, read as constraints: what must hold of which values of which nodes.

A part of SHACL Core is understood, and constraints that are SPARQL queries. Shapes that say anything more in the words
of SHACL are refused, so that nothing is passed over that somebody wrote to be checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from rolegraph.errors import SourceError
from rolegraph.rdf.formats import numbered_quads
from rolegraph.rdf.vocabulary import RDF, SH

# Components that look at how many values a node has, and those that each value breaks or keeps by itself.
COUNTING: Final = frozenset("minCount maxCount uniqueLang".split())
OF_VALUES: Final = frozenset(
    "nodeKind in class datatype minInclusive maxInclusive minExclusive maxExclusive pattern".split()
)
_COMPONENTS: Final = COUNTING | OF_VALUES | {"or", "lessThanOrEquals"}
_TARGETS: Final = frozenset("targetClass targetSubjectsOf targetObjectsOf".split())
# What people read and no validator does.
_REMARKS: Final = frozenset("name description order group".split())
_NODE_KINDS: Final = frozenset("IRI Literal BlankNode BlankNodeOrIRI BlankNodeOrLiteral IRIOrLiteral".split())


class Severity(StrEnum):
    """How bad a violation is, as SHACL names it; `VIOLATION` makes a graph invalid."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


class Target(NamedTuple):
    """Which nodes a shape is about: `name` as SHACL has it, and the class or property, as SPARQL spells it."""

    name: str
    term: str


class Component(NamedTuple):
    """What must hold: a constraint component by the name of its parameter, with its values as SPARQL spells them.

    `any_of` are the components of which `or` asks that one holds. Of a `select` the values are the query, whose
    solutions are the violations, and the prefixes that it goes by.
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
    """One component of a shape. Without `path`, it is a query about the nodes themselves."""

    targets: tuple[Target, ...]
    path: Property | None
    component: Component
    message: str
    severity: Severity


class _Said(NamedTuple):
    """An object of a triple: as SPARQL spells it, as text, and the line of the triple."""

    spelled: str
    text: str
    line: int


# What holds of everything.
_VACUOUS: Final = (Component("uniqueLang", ("false",)), Component("minCount", ("0",)))


# Of each subject, what is said with each predicate.
_Index = Mapping[str, Mapping[str, list[_Said]]]


def read_shapes(path: Path) -> tuple[Constraint, ...]:
    """The constraints in a file of SHACL shapes.

    Raises
    ------
    SourceError
        With the line, when the shapes use what is not understood here, or a constraint has no message.

    Examples
    --------
    >>> from rolegraph.rdf.files import shipped
    >>> first = read_shapes(shipped("ontology") / "shapes.ttl")[0]
    >>> first.component, first.message
    (Component(name='minCount', values=('1',), any_of=()), 'a role needs a name: add one skos:prefLabel')
    """
    index: dict[str, dict[str, list[_Said]]] = {}
    for quad, line in numbered_quads(path):
        said = _Said(str(quad.object), getattr(quad.object, "value", ""), line)
        index.setdefault(str(quad.subject), {}).setdefault(quad.predicate.value, []).append(said)
    reader = _Reader(path, index, set())
    constraints = [one for subject in index if _is_shape(index[subject]) for one in _node_shape(reader, subject)]
    for subject, statements in index.items():
        unread = [predicate for predicate in statements if predicate.startswith(SH)]
        if unread and subject not in reader.seen:
            where = statements[unread[0]][0]
            raise reader.fault(where, f"sh:{unread[0].removeprefix(SH)} stands where no shape asks for it")
    return tuple(constraints)


@dataclass(frozen=True, slots=True)
class _Reader:
    """A file of shapes, and the subjects of which everything was understood."""

    path: Path
    index: _Index
    seen: set[str]

    def fault(self, said: _Said, problem: str) -> SourceError:
        cure = "say it with what rolegraph.shacl.shapes understands, or teach it more"
        return SourceError(problem, cure, path=self.path, line=said.line)

    def read(self, subject: str, known: frozenset[str]) -> dict[str, list[_Said]]:
        """What is said of a subject in SHACL's words, by their local names, which are all to be known."""
        self.seen.add(subject)
        said = self.index.get(subject, {})
        found = {predicate.removeprefix(SH): said[predicate] for predicate in said if predicate.startswith(SH)}
        for name in found.keys() - known:
            raise self.fault(found[name][0], f"sh:{name} is not understood here")
        return found

    def one(self, found: Mapping[str, list[_Said]], name: str, subject: str) -> _Said:
        """The only value of what must be there once."""
        values = found.get(name, [])
        if len(values) != 1:
            somewhere = next(iter(values or next(iter(self.index[subject].values()))))
            raise self.fault(somewhere, f"a constraint has {'more than one' if values else 'no'} sh:{name}")
        return values[0]

    def term(self, said: _Said) -> str:
        """A term as SPARQL spells it, which can only spell those that have a name."""
        if said.spelled.startswith("_:"):
            raise self.fault(said, "a node without an IRI cannot be asked for")
        return said.spelled

    def items(self, head: _Said) -> list[_Said]:
        """The members of an RDF list."""
        found: list[_Said] = []
        while head.spelled != f"<{RDF}nil>":
            said = self.index.get(head.spelled, {})
            first, rest = said.get(RDF + "first", []), said.get(RDF + "rest", [])
            if len(first) != 1 or len(rest) != 1:
                raise self.fault(head, "a list is broken")
            found += first
            head = rest[0]
        return found


def _is_shape(said: Mapping[str, list[_Said]]) -> bool:
    typed = any(one.text == SH + "NodeShape" for one in said.get(RDF + "type", []))
    return typed or any(SH + target in said for target in _TARGETS)


def _node_shape(reader: _Reader, subject: str) -> Iterator[Constraint]:
    found = reader.read(subject, _TARGETS | _REMARKS | {"property", "sparql", "severity"})
    for one in reader.index[subject].get(RDF + "type", []):
        if one.text != SH + "NodeShape":  # one that is a class as well would be the target of itself
            raise reader.fault(one, f"a shape is typed as {one.text}")
    targets = tuple(Target(name, reader.term(one)) for name in sorted(_TARGETS) for one in found.get(name, []))
    if not targets:
        somewhere = next(iter(reader.index[subject].values()))[0]
        raise reader.fault(somewhere, f"the shape {subject} has no target")
    for one in found.get("property", []):
        yield from _property_shape(reader, one, targets)
    for one in found.get("sparql", []):
        asked = reader.read(one.spelled, frozenset({"message", "prefixes", "select"}))
        message, select = (reader.one(asked, name, one.spelled).text for name in ("message", "select"))
        query = Component("select", (select, _prefixes(reader, asked)))
        yield Constraint(targets, None, query, message, _severity(reader, found))


def _property_shape(reader: _Reader, shape: _Said, targets: tuple[Target, ...]) -> Iterator[Constraint]:
    found = reader.read(shape.spelled, _COMPONENTS | _REMARKS | {"path", "message", "severity"})
    path = _path(reader, reader.one(found, "path", shape.spelled))
    message, severity = reader.one(found, "message", shape.spelled).text, _severity(reader, found)
    for name, values in found.items():
        for value in values if name in _COMPONENTS else ():
            component = _component(reader, name, value)
            if component not in _VACUOUS:
                yield Constraint(targets, path, component, message, severity)


def _component(reader: _Reader, name: str, value: _Said) -> Component:
    if name == "or":
        return Component(name, any_of=tuple(_alternative(reader, one) for one in reader.items(value)))
    if name == "in":
        return Component(name, tuple(reader.term(one) for one in reader.items(value)))
    if name == "nodeKind":
        if value.text.removeprefix(SH) not in _NODE_KINDS:
            raise reader.fault(value, f"{value.text} is no kind of node")
        return Component(name, (value.text.removeprefix(SH),))
    if name in COUNTING:
        if not (value.text in ("true", "false") if name == "uniqueLang" else value.text.isdecimal()):
            raise reader.fault(value, f"{value.text} is no value of sh:{name}")
        return Component(name, (value.text,))
    return Component(name, (reader.term(value),))


def _alternative(reader: _Reader, member: _Said) -> Component:
    found = reader.read(member.spelled, OF_VALUES)
    if [len(values) for values in found.values()] != [1]:
        raise reader.fault(member, "an alternative of sh:or is not exactly one component")
    ((name, (value,)),) = found.items()
    return _component(reader, name, value)


def _path(reader: _Reader, path: _Said) -> Property:
    if path.spelled.startswith("<"):
        return Property(path.spelled)
    found = reader.read(path.spelled, frozenset({"inversePath"}))
    inverse = found.get("inversePath", [])
    if len(inverse) != 1 or not inverse[0].spelled.startswith("<"):
        raise reader.fault(path, "a path is neither a property nor the inverse of one")
    return Property(inverse[0].spelled, inverse=True)


def _severity(reader: _Reader, found: Mapping[str, list[_Said]]) -> Severity:
    for one in found.get("severity", []):
        named = one.text.removeprefix(SH).lower()
        if named not in list(Severity):
            raise reader.fault(one, f"{one.text} is no severity")
        return Severity(named)
    return Severity.VIOLATION


def _prefixes(reader: _Reader, constraint: Mapping[str, list[_Said]]) -> str:
    """The prefixes that a query goes by, as SPARQL declares them."""
    declared = []
    for one in constraint.get("prefixes", []):
        for declaration in reader.read(one.spelled, frozenset({"declare"})).get("declare", []):
            found = reader.read(declaration.spelled, frozenset({"prefix", "namespace"}))
            prefix, namespace = (reader.one(found, name, declaration.spelled).text for name in ("prefix", "namespace"))
            declared.append(f"PREFIX {prefix}: <{namespace}> ")
    return "".join(declared)
