"""Templates to fill in: every column with what it means, and an example that can be imported as it is."""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.readers.table.entries import parts
from rolegraph.readers.table.rows import COLUMNS, FACTS, REMARK
from rolegraph.readers.table.spreadsheets import ABOUT, CAPABILITIES, EXTRA, ROLES

Cells = Mapping[str, str]


_OF_CAPABILITY: Final = ("capability", "kind", "category", "other names", "definition", *FACTS, "note")
_OF_ROLE: Final = ("role", "other names", "definition", "seniority", "industry", "responsibility")
_INTRODUCTION: Final = (
    "One row for each thing that a role asks for. Replace the example by your own roles.",
    "Columns may come in any order; all but role and capability may be missing.",
    "A row with one of the last four columns and no role describes a capability, and asks for nothing.",
)
_MUSEUM: Final[tuple[Cells, ...]] = (
    {
        "role": "Visitor Assistant",
        "capability": "visitor service",
        "level": "proficient",
        "other names": "Front of House Assistant",
        "definition": "Looks after the guests of a museum, from the door to the shop.",
        "seniority": "entry",
        "industry": "museums",
        "responsibility": "Sell tickets and answer questions | Keep an eye on the rooms",
    },
    {"capability": "till system", "kind": "tool", "category": "sales software", "level": "working"},
    {
        "capability": "French | Spanish",
        "necessity": "nice to have",
        "level": "2",
        "note": "most guests come from abroad",
    },
    {
        "role": "Registrar",
        "capability": "collection documentation",
        "level": "expert",
        "examples": "CollectiveAccess | MuseumPlus",
        "definition": "Knows where each object is, whose it is, and in what state.",
        "seniority": "mid",
        "industry": "museums",
        "responsibility": "Write and keep the papers of loans",
    },
    {"capability": "handling of objects", "necessity": "must", "level": "working"},
    {"capability": "Bachelor's degree in Art History or a related field", "kind": "degree"},
    {"capability": "First Aid Certificate", "kind": "certification", "necessity": "preferred"},
)
_KNOWN: Final[tuple[Cells, ...]] = (
    {
        "capability": "collection documentation",
        "other names": "cataloguing",
        "prerequisites": "handling of objects",
        "effort hours": "80",
    },
    {"capability": "handling of objects", "broader": "preventive conservation", "effort hours": "40"},
    {"capability": "Spanish", "effort hours": "350", "close to": "French"},
)


def template(name: Path) -> bytes:
    """A template, in the format that a file's name asks for.

    Raises
    ------
    SourceError
        When the name ends in something else than .csv, .yaml or .xlsx.
    RolegraphError
        When the package that writes workbooks is not installed.
    """
    writers: dict[str, Callable[[], bytes]] = {".csv": _csv, ".yaml": _yaml, ".yml": _yaml, ".xlsx": _xlsx}
    writer = writers.get(name.suffix.lower())
    if writer is None:
        raise SourceError("is no name for a template", "it should end in " + ", ".join(writers), path=name)
    return writer()


def _csv() -> bytes:
    """UTF-8 with a byte order mark, without which spreadsheets take it for something else."""
    file = io.StringIO(newline="")
    rows = csv.writer(file)
    rows.writerows([f"{REMARK} {line}"] for line in _explained())
    rows.writerow(COLUMNS)
    rows.writerows([cells.get(name, "") for name in COLUMNS] for cells in (*_MUSEUM, *_KNOWN))
    return file.getvalue().encode("utf-8-sig")


def _explained() -> Iterator[str]:
    yield from _INTRODUCTION
    for name, meaning in COLUMNS.items():
        yield f"{name}: {meaning}"


def _yaml() -> bytes:
    lines = [
        part
        for line in _explained()
        for part in textwrap.wrap(line, 100, initial_indent="# ", subsequent_indent="#   ")
    ]
    lines += ["#", "# Of several things, each is an item of a list. Roles need no empty cells here.", "", f"{ROLES}:"]
    for cells in _MUSEUM:
        if "role" in cells:
            lines += _item({"name": cells["role"], **{name: cells[name] for name in _OF_ROLE[1:] if name in cells}}, 1)
            lines.append("    requirements:")
        lines += _item({name: text for name, text in cells.items() if name not in _OF_ROLE}, 3)
    lines += ["", f"{CAPABILITIES}:"]
    for cells in _KNOWN:
        lines += _item(cells, 1)
    return ("\n".join(lines) + "\n").encode()


def _item(cells: Cells, depth: int) -> Iterator[str]:
    """A mapping as an item of a list."""
    mark = "- "
    for name, text in cells.items():
        several = parts(text)
        value = f"[{', '.join(map(_quoted, several))}]" if len(several) > 1 else _quoted(text)
        yield "  " * depth + f"{mark}{name}: {value}"
        mark = "  "


def _quoted(text: str) -> str:
    return f'"{text}"' if set(text) & set("\"'#:{}[],&*!|>%@`") else text


def _xlsx() -> bytes:
    try:
        from openpyxl import Workbook
        from openpyxl.styles import Font
    except ImportError:
        raise RolegraphError(f"writing a workbook needs packages that are not installed ({EXTRA})") from None
    book = Workbook()
    book.remove(book.active)
    asked = [name for name in COLUMNS if name not in FACTS]
    for title, names, rows in ((ROLES, asked, _MUSEUM), (CAPABILITIES, _OF_CAPABILITY, _KNOWN)):
        sheet = book.create_sheet(title)
        sheet.append(list(names))
        for cells in rows:
            sheet.append([cells.get(name) for name in names])
        sheet.freeze_panes = "A2"
    about = book.create_sheet(ABOUT)
    about.append(["column", "what it means"])
    for name, meaning in COLUMNS.items():
        about.append([name, meaning])
    for line in _INTRODUCTION:
        about.append([None, line])
    for sheet in book:
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for letter in "ABCDEFGHIJKLM":
            sheet.column_dimensions[letter].width = 24
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
