"""The JSON Schema of an answer, made from the class of the result as `serialization` writes it.

Nothing is said twice: fields, and which of them may be absent, are those that `serialization` writes, types are those
of the annotations, and descriptions are sentences of docstrings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum, IntEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

from rolegraph.model.nodes import Kind, Node
from rolegraph.render.text.serialization import names_in, rare_names

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_ADDRESS: Final = "https://w3id.org/rolegraph/schema/"
_PLAIN: Final = {str: "string", Path: "string", int: "integer", float: "number", bool: "boolean", NoneType: "null"}
_MORE: Final = {
    "description": "How many items of the lists beside it are left out; `--all` gives them.",
    "type": "object",
    "additionalProperties": {"type": "integer", "minimum": 1},
}


def schema_of(answers: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The schema of answers in JSON Schema 2020-12: closed, so that what is not in it is an error.

    Parameters
    ----------
    answers
        By what it answers, the class of each result, or an annotation such as `tuple[Node, ...]`.
    name
        What the address of the schema ends in.
    """
    found = _Schemas()
    parts = [{"title": title, **found.of(answer)} for title, answer in answers.items()]
    whole = parts[0] if len(parts) == 1 else {"anyOf": parts}
    return {"$schema": DIALECT, "$id": _ADDRESS + name, **whole, "$defs": dict(sorted(found.definitions.items()))}


class _Schemas:
    """The schemas of annotations; each class, other than plain ones, is a definition that others refer to."""

    def __init__(self) -> None:
        self.definitions: dict[str, Any] = {}

    def of(self, hint: Any) -> dict[str, Any]:
        """The schema of a value that is annotated so."""
        if hint in _PLAIN:
            return {"type": _PLAIN[hint]}
        origin, inside = get_origin(hint), get_args(hint)
        if origin in (Union, UnionType):
            return _any_of([self.of(each) for each in inside])
        if isinstance(origin, type):
            return self._several(origin, inside)
        if not isinstance(hint, type):
            raise TypeError(f"no JSON is known for {hint!r}")
        if hint.__name__ not in self.definitions:
            self.definitions[hint.__name__] = {}  # a class may contain itself
            self.definitions[hint.__name__] = self._class(hint)
        return {"$ref": f"#/$defs/{hint.__name__}"}

    def _several(self, origin: type, inside: tuple[Any, ...]) -> dict[str, Any]:
        if issubclass(origin, Mapping):
            key, value = inside
            words = {"propertyNames": self.of(key)} if key is not str else {}
            return {"type": "object", **words, "additionalProperties": self.of(value)}
        if origin is tuple and inside[-1] is not Ellipsis:
            count = len(inside)
            places = [self.of(each) for each in inside]
            return {"type": "array", "prefixItems": places, "items": False, "minItems": count}
        return {"type": "array", "items": self.of(inside[0])}

    def _class(self, kind: Any) -> dict[str, Any]:
        said = {"description": _in_json(summary)} if (summary := _summary(kind)) else {}
        if kind is Node:
            return said | self._node()
        if issubclass(kind, Enum):
            words = [str(member) if issubclass(kind, IntEnum) else member.value for member in kind]
            return said | {"type": "string", "enum": words}
        names = names_in(kind)
        if names is None:
            raise TypeError(f"no JSON is known for {kind!r}")
        rare, hints, about = rare_names(kind), get_type_hints(kind), field_descriptions(kind)
        fields = {
            name: self.of(hints[name] if name in hints else get_type_hints(getattr(kind, name).fget)["return"])
            for name in names
        }
        if any(each.get("type") == "array" for field in fields.values() for each in (field, *field.get("anyOf", ()))):
            self.definitions["More"] = _MORE
            fields["more"] = {"$ref": "#/$defs/More"}
        described = {
            name: {"description": _in_json(about[name]), **field} if name in about else field
            for name, field in fields.items()
        }
        required = [name for name in names if name not in rare]
        return said | _object(described, required)

    def _node(self) -> dict[str, Any]:
        described = {
            "iri": "The IRI, which no other node has.",
            "slug": "The name on the command line: the slug; `kind/slug` or the IRI where others have it, too.",
            "label": "The label in the language that is asked for.",
        }
        fields = {name: {"description": text, "type": "string"} for name, text in described.items()} | {
            "kind": self.of(Kind),
            "language": {"description": "That of the label, as a tag; null without one.", "type": ["string", "null"]},
            "labels": {
                "description": "With `--all-languages`, the label in each language by its tag.",
                "type": "object",
                "additionalProperties": {"type": "string"},
            },
        }
        return _object(fields, ["iri", "slug", "kind", "label"])


def _object(fields: dict[str, Any], required: list[str]) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": required, "additionalProperties": False}


def _in_json(text: str) -> str:
    """A text on Python's values in the words of JSON."""
    return re.sub(r"\bNone\b", "null", text)


def _any_of(schemas: list[dict[str, Any]]) -> dict[str, Any]:
    """One of several schemas; those of plain types are one schema with a list of types."""
    plain = [schema["type"] for schema in schemas if schema.keys() == {"type"}]
    if len(plain) == len(schemas):
        return {"type": plain}
    return {"anyOf": schemas}


def _summary(kind: type) -> str:
    """The first paragraph of the docstring of a class; that which Python makes of its fields is none."""
    doc = kind.__doc__ or ""
    return "" if doc.startswith(f"{kind.__name__}(") else _first_paragraph(doc)


_SECTION: Final = re.compile(r"^ *(Parameters|Attributes)\n *-+\n", re.MULTILINE)
_SENTENCE: Final = re.compile(r"(?<=[.;]) +(?=[A-Z`])")
_NAMES: Final = re.compile(r"[a-z_]+(, [a-z_]+){0,20}")


def field_descriptions(kind: Any) -> dict[str, str]:
    """What docstrings say of the fields of a result.

    That of the class either lists them, or has sentences that name them in backticks; of what is computed, the property
    says it itself.
    """
    from inspect import cleandoc

    prose, *listed = _SECTION.split(cleandoc(kind.__doc__ or ""), maxsplit=1)
    found: dict[str, str] = {}
    names: list[str] = []
    for line in listed[-1].splitlines() if listed else ():
        if _NAMES.fullmatch(line):
            names = line.split(", ")
        elif line.strip():
            found |= {name: f"{found.get(name, '')} {line.strip()}".strip() for name in names}
    sentences = _SENTENCE.split(" ".join(prose.split()))
    for name in names_in(kind) or ():
        computed = getattr(kind, name, None)
        if isinstance(computed, property):
            found[name] = _first_paragraph(computed.__doc__ or "")
        elif told := " ".join(sentence for sentence in sentences[1:] if f"`{name}`" in sentence):
            found.setdefault(name, told.removesuffix(";") + "." * told.endswith(";"))
    return {name: text for name, text in found.items() if text}


def _first_paragraph(doc: str) -> str:
    return " ".join(doc.partition("\n\n")[0].split())
