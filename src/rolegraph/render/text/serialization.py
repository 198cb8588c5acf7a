"""Results for programs: JSON with every field by its name, and rectangular tables for CSV files and workbooks.

In JSON a node has an IRI, a slug, a kind and a label. In tables it has a column for its label and one for its IRI.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum, IntEnum
from pathlib import Path
from typing import Any, Final

from rolegraph.errors import RolegraphError
from rolegraph.model.differences import Differences, PathDifferences, RequirementState
from rolegraph.model.moves import Lever, Move, Piece, Route
from rolegraph.model.nodes import Node
from rolegraph.model.plans import LearningPath, Progress
from rolegraph.model.roles import Requirement

# What a result computes from its fields, and programs read as well.
_DERIVED: Final[dict[type, tuple[str, ...]]] = {
    LearningPath: ("hours", "optimal"),
    Progress: ("hours_done", "hours_in_all"),
    Requirement: ("label",),
    Differences: ("identical", "counts"),
    PathDifferences: ("same",),
    RequirementState: ("label",),
    Piece: ("label",),
    Move: ("hours",),
    Route: ("hours", "hardest"),
    Lever: ("per_hour",),
}


def to_json(result: object) -> str:
    """A result as indented JSON, in the order of its fields."""
    return json.dumps(plain(result), ensure_ascii=False, indent=2)


def plain(value: object) -> Any:
    """A result as dictionaries, lists, texts and numbers; numbers rounded to six digits, null for infinity."""
    if isinstance(value, Node):
        return {"iri": value.iri, "slug": value.slug, "kind": value.kind.value, "label": value.label}
    if isinstance(value, Enum):
        return str(value) if isinstance(value, IntEnum) else value.value
    if is_dataclass(value) or hasattr(value, "_fields"):
        names = [field.name for field in fields(value)] if is_dataclass(value) else value._fields
        return {name: plain(getattr(value, name)) for name in (*_DERIVED.get(type(value), ()), *names)}
    if isinstance(value, Mapping):
        return {str(key): plain(inside) for key, inside in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(inside) for inside in value]
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None  # JSON has no infinity
    return value


Row = dict[str, Any]
_DEPTH: Final = 2  # of objects in objects whose lists become tables


def _is_node(value: object) -> bool:
    return isinstance(value, dict) and set(value) == {"iri", "slug", "kind", "label"}


def flat_tables(result: object) -> dict[str, list[Row]]:
    """A result as tables by name, columns as in JSON: one for each list of objects, and for each list in their rows.

    A table of what is in the rows of another, such as `routes_moves`, begins with the number of the row there.
    """
    value = plain(result)
    tables: dict[str, list[Row]] = {}
    if isinstance(value, list):
        _add_table(tables, "result", value, [])
    else:
        _add_object(tables, "", value, 0)
    return {name: rows for name, rows in tables.items() if rows}


def _add_object(tables: dict[str, list[Row]], prefix: str, value: Row, depth: int) -> None:
    compared = value.get("roles")
    roles = compared if isinstance(compared, list) and all(map(_is_node, compared)) else []
    for key, inside in value.items():
        if isinstance(inside, list) and inside:
            _add_table(tables, prefix + key, inside, roles)
        elif isinstance(inside, dict) and depth < _DEPTH and not _is_node(inside):
            _add_object(tables, f"{prefix}{key}_", inside, depth + 1)


def _add_table(tables: dict[str, list[Row]], name: str, values: list[Any], roles: list[Row]) -> None:
    rows = tables.setdefault(name, [])
    for number, value in enumerate(values, start=1):
        row = value if isinstance(value, dict) else {"value": value}
        rows.append(dict(_cells(row, roles)))
        for key, inside in row.items():
            if isinstance(inside, list) and len(inside) != len(roles) and not all(map(_is_node, inside)):
                children = [{name: number, **item} for item in inside if isinstance(item, dict)]
                tables.setdefault(f"{name}_{key}", []).extend(dict(_cells(child, [])) for child in children)


def _cells(value: Row, roles: list[Row], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The cells of a row by column; a list with an entry for each compared role gives a column for each."""
    if _is_node(value) and not prefix:
        yield from value.items()
        return
    for key, inside in value.items():
        name = prefix + key
        items = inside if isinstance(inside, list) else [inside]
        nodes = bool(items) and all(map(_is_node, items))
        if isinstance(inside, dict) and not nodes:
            yield from [(name, _word(inside))] if prefix else _cells(inside, [], f"{name}_")
        elif isinstance(inside, list) and len(inside) == len(roles) > 0 and not nodes:
            yield from ((role["slug"], _word(item)) for role, item in zip(roles, inside, strict=True))
        else:
            yield name, "; ".join(str(_word(item)) for item in items) if isinstance(inside, list) else _word(inside)
            if nodes:
                yield f"{name}_iri", "; ".join(item["iri"] for item in items)


def _word(value: Any) -> Any:
    """A value in a cell: an object by its label, or that of what it is about, or by all that it says."""
    if isinstance(value, list):
        return ", ".join(str(_word(item)) for item in value)
    if not isinstance(value, dict):
        return value
    if "label" in value:
        return value["label"]
    labelled = [inside["label"] for inside in value.values() if isinstance(inside, dict) and "label" in inside]
    return labelled[0] if labelled else ", ".join(str(inside) for inside in value.values() if isinstance(inside, str))


def _columns_of(rows: Iterable[Row]) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def to_csv(rows: Sequence[Row]) -> str:
    """A table as CSV with column names; text that a spreadsheet would take for a formula gets an apostrophe."""
    file = io.StringIO()
    columns = _columns_of(rows)
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(map(_harmless, columns))
    writer.writerows([_harmless(row.get(name)) for name in columns] for row in rows)
    return file.getvalue() if columns else ""


def _harmless(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\n")) else text


def to_xlsx(tables: Mapping[str, Sequence[Row]]) -> bytes:
    """Tables as the sheets of a workbook; texts are texts, whatever they begin with. Needs openpyxl."""
    try:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    except ModuleNotFoundError:
        cure = "pip install openpyxl"
        raise RolegraphError(f"writing a workbook needs openpyxl, which is not installed: {cure}") from None
    book = Workbook(write_only=True)
    for number, (name, rows) in enumerate(tables.items() or [("result", ())]):
        # A title has at most 31 characters; a number keeps those apart that begin alike.
        sheet = book.create_sheet(name if len(name) <= 31 else f"{name[:27]}_{number}")
        columns = _columns_of(rows)
        for row in (dict(zip(columns, columns, strict=True)), *rows):
            cells: list[Any] = [row.get(column) for column in columns]
            for place, value in enumerate(cells):
                if isinstance(value, str):
                    cells[place] = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value))
                    cells[place].data_type = "s"
            sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
