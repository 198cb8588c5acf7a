"""Results as JSON: every field of the result objects by name, nodes by IRI, slug, kind and label."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum, IntEnum
from pathlib import Path
from typing import Any, Final

from rolegraph.differences.model import Asked, Differences, PathDifferences
from rolegraph.model import Requirement
from rolegraph.moves import Hop, Lever, Piece, Route
from rolegraph.names import Node
from rolegraph.plans import LearningPath, Progress

# What a result computes from its fields, and a program wants to read as well.
_DERIVED: Final[dict[type, tuple[str, ...]]] = {
    LearningPath: ("hours", "optimal"),
    Progress: ("hours_done", "hours_in_all"),
    Requirement: ("label",),
    Differences: ("identical", "counts"),
    PathDifferences: ("same",),
    Asked: ("label",),
    Piece: ("label",),
    Hop: ("hours",),
    Route: ("hours", "hardest"),
    Lever: ("per_hour",),
}


def to_json(result: object) -> str:
    """A result as indented JSON, in the order of its fields.

    >>> print(to_json({"level": None}))
    {
      "level": null
    }
    """
    return json.dumps(plain(result), ensure_ascii=False, indent=2)


def plain(value: object) -> Any:
    """A result as dictionaries, lists, texts and numbers; numbers rounded to six digits, null for infinity."""
    if isinstance(value, Node):
        return {"iri": value.iri, "slug": value.slug, "kind": value.kind.value, "label": value.label}
    if isinstance(value, IntEnum):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if (names := _field_names(value)) is not None:
        return {name: plain(getattr(value, name)) for name in (*_DERIVED.get(type(value), ()), *names)}
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None  # JSON has no infinity
    return value


def _field_names(value: object) -> tuple[str, ...] | None:
    """The names of the fields of a dataclass or named tuple; None for anything else."""
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return tuple(value._fields)
    if is_dataclass(value) and not isinstance(value, type):
        return tuple(one.name for one in fields(value))
    return None
