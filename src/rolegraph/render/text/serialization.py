"""Results for programs: JSON with every field by its name, and rectangular tables for CSV files and workbooks.

In JSON a node has an IRI, a slug (`kind/slug` or an IRI where that means others too), a kind and a label; where the
graph is asked, also the language of the label. In tables it has a column for its label and one for its IRI.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields, is_dataclass
from enum import Enum, IntEnum
from functools import cache
from itertools import takewhile
from operator import attrgetter
from pathlib import Path
from types import UnionType
from typing import Any, Final, NamedTuple, cast, get_args, get_origin, get_type_hints

from rolegraph.analysis.comparison import ComparedRequirement, Comparison
from rolegraph.errors import RolegraphError
from rolegraph.model.demands import Demand, DemandBasis, DemandedCapability, Share
from rolegraph.model.differences import Differences, PathDifferences, RequirementState
from rolegraph.model.moves import Move, Nearest, Neighbour, Piece, Route, WhatIf
from rolegraph.model.nodes import Node
from rolegraph.model.observations import ObservedMove
from rolegraph.model.person_matches import PersonMatch
from rolegraph.model.plans import Assessment, Holding, LearningPath, LearningStep, Profile, Progress
from rolegraph.model.roles import Evidence, Posting, Requirement, Role
from rolegraph.render.text import Tables, without_controls

# What a result computes from its fields, and programs read as well.
_DERIVED: Final[dict[type, tuple[str, ...]]] = {
    LearningPath: ("hours", "hours_estimated", "unestimated", "capabilities", "optimal"),
    Progress: ("hours_done", "hours_in_all"),
    Requirement: ("label",),
    Share: ("share",),
    PersonMatch: ("coverage",),
    Differences: ("identical", "counts"),
    PathDifferences: ("same",),
    RequirementState: ("label",),
    Piece: ("label",),
    Move: ("hours", "steps"),
    ObservedMove: ("note",),
    Route: ("hours", "hardest", "steps"),
    WhatIf: ("hours",),
}

# What few graphs know: it has no key and no column where it is not known.
_RARE: Final[dict[type, frozenset[str]]] = {
    Requirement: frozenset({"measure"}),
    Holding: frozenset({"measure", "named", "through"}),
    Assessment: frozenset({"through"}),
    LearningStep: frozenset({"through"}),
    Profile: frozenset({"preparation"}),
    LearningPath: frozenset({"preparation", "demand"}),
    Move: frozenset({"moved"}),
    Role: frozenset({"preparation", "also_asked", "observations"}),
    Neighbour: frozenset({"moved", "observed", "likely", "demand"}),
    Demand: frozenset({"counted", "beside", "unused"}),
    DemandedCapability: frozenset({"growth"}),
    DemandBasis: frozenset({"counted"}),
    Nearest: frozenset({"by", "basis"}),
    Posting: frozenset("pay_period role confidence remote posted closes minimum_years".split()),
    Comparison: frozenset({"preparations"}),
    ComparedRequirement: frozenset({"within_error"}),
    Differences: frozenset({"successions"}),
}


# What JSON may hold as it is, but turns the direction of a text around, ends lines or begins commands of a terminal.
_STEERING: Final = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")

Named = Callable[[Node], str]
"""What gives the name of a node that means it alone: its slug, or what `Lexicon.name_of` gives where others have it."""
_SLUG: Final[Named] = attrgetter("slug")
Spoken = Callable[[Node], Mapping[str, object]]
"""What JSON says of a node besides: the language of its label, or its labels in all languages."""


def _unspoken(_: Node) -> Mapping[str, object]:
    return {}


def to_json(
    result: object, named: Named = _SLUG, most: int | None = None, main: str = "", spoken: Spoken = _unspoken
) -> str:
    """A result as indented JSON, in the order of its fields; signs that could steer a terminal are escaped.

    One of more than about `most` characters is given in part: lists are cut, all but the `main` one to half of what
    that keeps, and those that lie deeper to less. Where a list was cut, `more` beside it says how many items are left
    out.
    """
    value = _Plain(named, spoken=spoken).of(result) if most is None else _part(result, named, most, main, spoken)
    text = json.dumps(value, ensure_ascii=False, indent=2)
    return _STEERING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)


def plain(value: object, named: Named = _SLUG) -> Any:
    """A result as dictionaries, lists, texts and numbers; numbers rounded to six digits, null for infinity."""
    return _Plain(named).of(value)


MOST_SIGNS: Final = 38_000  # of an answer that is small first: 40 kB with letters that take two bytes
# Of an answer that is given in part: the most items of its main list; others keep half, and half again a level deeper.
_SIZES: Final = (160, 120, 80, 60, 40, 30, 20, 16, 12, 10, 8, 6, 4, 2)
_UPPER: Final = 2  # levels on which a list keeps a few items
_FEW: Final = 3
_MARKS: Final = 6  # that a field takes: quotes, a colon with a space, a comma with a line's end


class _TooLongError(Exception):
    """Ends what would be longer than it may be."""


def _part(result: object, named: Named, most: int, main: str, spoken: Spoken) -> Any:
    """As much of a result as makes so many characters: all of it, or what the largest size that fits keeps."""
    with suppress(_TooLongError):
        return _Plain(named, most=most, spoken=spoken).of(result)
    found = None
    low, high = 0, len(_SIZES) - 1
    while low < high:
        middle = (low + high) // 2
        try:
            found, high = _Plain(named, _SIZES[middle], main, most, spoken).of(result), middle
        except _TooLongError:
            low = middle + 1
    return _Plain(named, _SIZES[-1], main, spoken=spoken).of(result) if found is None else found


def rare_names(kind: type) -> frozenset[str]:
    """The names of a kind of result that are left out where nothing is known of them."""
    return _RARE.get(kind, frozenset())


@cache
def names_in(kind: Any) -> tuple[str, ...] | None:
    """The names of what there is to say of a kind of result; None for a plain value."""
    if kind is Node or issubclass(kind, Enum) or not (is_dataclass(kind) or hasattr(kind, "_fields")):
        return None
    given = getattr(kind, "_fields", ()) or tuple(field.name for field in fields(kind))
    return (*_DERIVED.get(kind, ()), *given)


class _Plain:
    """Makes plain values of a result, with lists cut to a size if there is one, and no more than so many characters."""

    def __init__(
        self,
        named: Named,
        size: int | None = None,
        main: str = "",
        most: int | None = None,
        spoken: Spoken = _unspoken,
    ) -> None:
        self._named, self._size, self._main, self._spoken = named, size, main, spoken
        self._left = math.inf if most is None else most

    def of(self, value: object, level: int = 1, indent: int = 2) -> Any:
        """A value that is so many fields deep in a result."""
        kind: Any = type(value)
        if kind is str:
            self._count(len(cast(str, value)) + 2)
            return value
        if kind is Node:
            node = cast(Node, value)
            texts = {"iri": node.iri, "slug": self._named(node), "kind": node.kind.value, "label": node.label}
            self._count(sum(map(len, texts.values())) + 4 * (indent + 15))
            more = self._spoken(node)
            if "labels" in more:  # the language alone does not count: an answer has as many items as without
                self._count(len(str(more)))
            return {**texts, **more}
        if (names := names_in(kind)) is not None:
            rare = rare_names(kind)
            parts = [(name, inside) for name in names if (inside := getattr(value, name)) or name not in rare]
            return self._object(parts, level, indent)
        if isinstance(value, Mapping):
            return self._object([(str(key), inside) for key, inside in value.items()], level, indent)
        if isinstance(value, list | tuple | set | frozenset):
            self._count((len(value) + 1) * (indent + 2))
            return [self.of(inside, level, indent + 2) for inside in value]
        single = _single(value)
        self._count(len(str(single)) + 2)
        return single

    def _object(self, values: list[tuple[str, Any]], level: int, indent: int) -> dict[str, Any]:
        self._count(sum(len(name) + indent + _MARKS for name, _ in values) + indent)
        found: dict[str, Any] = {}
        more: dict[str, int] = {}
        for name, value in values:
            kept = value
            if self._size is not None and isinstance(value, list | tuple) and not hasattr(value, "_fields"):
                kept = value[: self._most_items(self._size, level, name)]
                if len(kept) < len(value):
                    more[name] = len(value) - len(kept)
            found[name] = self.of(kept, level + 1, indent + 2)
        if more:
            self._count(sum(len(name) + indent + _MARKS + 4 for name in ("more", *more)))
        return {**found, "more": more} if more else found

    def _most_items(self, size: int, level: int, name: str) -> int:
        if level == 1 and name == self._main:
            return max(size, _FEW)
        return max(size >> level, _FEW if level <= _UPPER else 0)

    def _count(self, characters: int) -> None:
        self._left -= characters
        if self._left < 0:
            raise _TooLongError


def _single(value: object) -> Any:
    """A value without parts as JSON has it."""
    if isinstance(value, Enum):
        return str(value) if isinstance(value, IntEnum) else value.value
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, float):
        return round(value, 6) if math.isfinite(value) else None  # JSON has no infinity
    return value


Row = dict[str, Any]
_PARENT: Final = ("role", "severity", "rule", "path")  # what says from which row of another table a row is


class Sheet(NamedTuple):
    """A rectangular table: the names of its columns, which it has without rows too, and its rows by column."""

    columns: list[str]
    rows: list[Row]


def flat_tables(result: object, tables: Tables, named: Named = _SLUG) -> dict[str, Sheet]:
    """The tables of a result by name: the first, which is the main one, and those of the others that have rows.

    Columns are named as in JSON. What is in rows of another table (`routes.moves`) begins with what that row is about,
    or with its number.
    """
    found = {
        name: _sheet_at(result, place.split("."), named) if isinstance(place, str) else flat_table(*place, named)
        for name, place in tables.items()
    }
    return {name: sheet for number, (name, sheet) in enumerate(found.items()) if sheet.rows or not number}


def flat_table(items: Iterable[object], kind: type | Sequence[str], named: Named = _SLUG) -> Sheet:
    """Objects as a table, with the columns of their class, or with named ones, and what their rows have besides."""
    rows = [dict(_cells(row)) for row in (plain(item, named) for item in items)]
    headings = list(_headings(kind) if isinstance(kind, type) else kind)
    seen = dict.fromkeys(name for row in rows for name in row)
    first = takewhile(lambda name: name not in headings, seen)
    filled = [name for name in seen if any(row.get(name) not in (None, "") for row in rows)]
    return Sheet(list(dict.fromkeys([*first, *headings, *filled])), rows)


def _sheet_at(result: object, path: Sequence[str], named: Named) -> Sheet:
    kind: Any = type(result)
    headings: list[str] = []
    for place, field in enumerate(path, start=1):
        hint = get_type_hints(kind)[field]
        kind = _class_in(hint)
        if place < len(path) and get_origin(hint) is tuple:
            about = [name for name in _headings(kind) if name.removesuffix("_iri") in _PARENT]
            headings += about or [_number(field)]
    return flat_table(_rows_at(plain(result, named), path, {}), [*headings, *_headings(kind)])


def _rows_at(value: Row | None, path: Sequence[str], parent: Row) -> Iterator[Row]:
    field, *rest = path
    inside = (value or {}).get(field)
    if not isinstance(inside, list):
        yield from _rows_at(inside, rest, parent) if rest else ()
        return
    for number, item in enumerate(inside, start=1):
        if rest:
            known = ((name, item.get(name)) for name in _PARENT)
            about = {name: cell for name, cell in known if _is_node(cell) or isinstance(cell, str)}
            yield from _rows_at(item, rest, parent | (about or {_number(field): number}))
        else:
            yield parent | (item if isinstance(item, dict) else {field: item})


def _number(field: str) -> str:
    return f"{field.removesuffix('s')}_number"


def _is_node(value: object) -> bool:
    return isinstance(value, dict) and set(value) == {"iri", "slug", "kind", "label"}


def _is_record(kind: object) -> bool:
    return is_dataclass(kind) or hasattr(kind, "_fields")


def _class_in(hint: Any) -> Any:
    """The class of what a field has, or has several of; None aside."""
    return _class_in(get_args(hint)[0]) if get_origin(hint) in (tuple, UnionType) else hint


def _headings(kind: type, prefix: str = "") -> Iterator[str]:
    """The columns of a class, as `_cells` gives them for objects whose fields are all filled."""
    if kind is Node:
        yield from ("iri", "slug", "kind", "label")
        return
    hints = {name: hint for name, hint in get_type_hints(kind).items() if name not in rare_names(kind)}
    for name in (*_DERIVED.get(kind, ()), *hints):
        hint = hints.get(name, str)
        inside = _class_in(hint)
        if inside is Node:
            yield from (prefix + name, f"{prefix}{name}_iri")
        elif _is_record(inside) and not prefix and get_origin(hint) is not tuple:
            yield from _headings(inside, f"{name}_")
        elif get_origin(inside) is None:  # a mapping has its own columns
            yield prefix + name


def _cells(value: Row, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The cells of a row by column."""
    if _is_node(value) and not prefix:
        yield from value.items()
        return
    for key, inside in value.items():
        name = prefix + key
        items = inside if isinstance(inside, list) else [inside]
        if isinstance(inside, dict) and not _is_node(inside):
            yield from [(name, _word(inside))] if prefix else _cells(inside, f"{name}_")
        else:
            yield name, "; ".join(str(_word(item)) for item in items) if isinstance(inside, list) else _word(inside)
            if items and all(map(_is_node, items)):
                yield f"{name}_iri", "; ".join(item["iri"] for item in items)


def _word(value: Any) -> Any:
    """A value in a cell: an object by its label, or that of what it is about, or by all that it says."""
    if isinstance(value, list):
        return ", ".join(str(_word(item)) for item in value)
    if not isinstance(value, dict):
        return value
    if "label" in value:
        return value["label"]
    if set(value) == set(Evidence._fields):
        line = f"line {value['line']}" if value["line"] else ""
        return ", ".join(filter(None, [value["source"]["label"], value["section"], line]))
    labelled = [inside["label"] for inside in value.values() if isinstance(inside, dict) and "label" in inside]
    return labelled[0] if labelled else ", ".join(str(inside) for inside in value.values() if isinstance(inside, str))


def to_csv(sheet: Sheet) -> str:
    """A table as CSV with column names; text that a spreadsheet would take for a formula gets an apostrophe."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(map(_harmless, sheet.columns))
    writer.writerows([_harmless(row.get(name)) for name in sheet.columns] for row in sheet.rows)
    return file.getvalue() if sheet.columns else ""


# What a spreadsheet computes: full-width signs are signs to those of East Asia, and white space before one is dropped.
_FORMULA: Final = re.compile(r"[\s\ufeff\u200b]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\n]")


def _harmless(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = without_controls(value.replace("\r\n", "\n").replace("\r", "\n"))
    return f"'{text}" if _FORMULA.match(text) else text


def to_xlsx(tables: Mapping[str, Sheet]) -> bytes:
    """Tables as the sheets of a workbook; texts are texts, whatever they begin with. Needs openpyxl."""
    try:
        from openpyxl import Workbook
        from openpyxl.cell import WriteOnlyCell
    except ModuleNotFoundError:
        cure = "pip install openpyxl"
        raise RolegraphError(f"writing a workbook needs openpyxl, which is not installed: {cure}") from None
    book = Workbook(write_only=True)
    for name, (columns, rows) in tables.items():
        sheet = book.create_sheet(name)
        for row in (dict(zip(columns, columns, strict=True)), *rows):
            cells: list[Any] = [row.get(column) for column in columns]
            for place, value in enumerate(cells):
                if isinstance(value, str):
                    cells[place] = cell = WriteOnlyCell(sheet, without_controls(value))
                    cell.data_type = "s"
                    cell.quotePrefix = bool(_FORMULA.match(cell.value))
            sheet.append(cells)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
