"""Role profiles as YAML, with requirements below their roles, and templates made from an example in YAML."""

from __future__ import annotations

import csv
import io
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import yaml

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.profiles.yaml_nodes import compose, entries, fault
from rolegraph.readers import workbooks
from rolegraph.readers.delimited import REMARK
from rolegraph.readers.import_output import ImportReport
from rolegraph.readers.table.column_titles import COLUMNS, FACTS, column, plain
from rolegraph.readers.table.spreadsheets import ABOUT, CAPABILITIES, ROLES, SEVERAL, CellPlace, clean
from rolegraph.readers.table.table_rows import TableRow

_SHAPE: Final = "write `roles:` and below it a list of roles, each with a name and a list of requirements"


def read_nested(data: bytes, path: Path, report: ImportReport) -> Iterator[TableRow]:
    """The rows that a YAML file stands for: one for what is said of a role, one for each requirement and capability.

    Raises `SourceError` when it is not valid YAML, has an alias or a tag, or is not built as it should be.
    """
    root = compose(data, path, _SHAPE)
    if root is None:
        raise SourceError("is empty", _SHAPE, path=path)
    reader = _NestedReader(path, report)
    sections = dict(entries(root, path, _SHAPE))
    if not any(key.value in (ROLES, CAPABILITIES) for key in sections):
        raise fault(root, path, f"has neither {ROLES} nor {CAPABILITIES}", _SHAPE)
    for key, node in sections.items():
        reader.section = str(key.value)
        if key.value == ROLES:
            for item in reader.items(node):
                yield from reader.role(item)
        elif key.value == CAPABILITIES:
            for item in reader.items(node):
                yield reader.row(item, reader.cells(item, "capability"), describes=True)
        else:
            reader.ignored.append(reader.section)
    if reader.ignored:
        names = ", ".join(dict.fromkeys(reader.ignored))
        report.note(f"{path}: ignored, not a column of these tables: {names[:300]}")


class _NestedReader:
    """Reads the nodes of a file, section by section, and keeps the keys that are not columns."""

    def __init__(self, path: Path, report: ImportReport) -> None:
        self.section = ""
        self.ignored: list[str] = []
        self._path, self._report = path, report

    def row(self, item: yaml.Node, cells: dict[str, str], *, describes: bool = False) -> TableRow:
        self._report.read(str(self._path))
        place = CellPlace(self._path, str(self._path), self.section)
        return TableRow(place, item.start_mark.line + 1, cells, describes)

    def role(self, item: yaml.Node) -> Iterator[TableRow]:
        """A role's own row, where there is something to say in it, and one for each requirement."""
        requirements: list[yaml.Node] = []
        if isinstance(item, yaml.MappingNode):
            for key, value in entries(item, self._path, _SHAPE):
                if plain(key.value) == "requirement":
                    requirements = self.items(value)
        cells = self.cells(item, "role")
        row = self.row(item, cells) if len(cells) > 1 or not requirements or "role" not in cells else None
        if row is not None and "role" not in cells:
            reason = "has no name: the role and its requirements are left out"
            self._report.misfit(row.place.file, row.line, "role", reason)
            return
        if row is not None:
            yield row
        for requirement in requirements:
            yield self.row(requirement, {**self.cells(requirement, "capability"), "role": cells["role"]})

    def cells(self, item: yaml.Node, named: str) -> dict[str, str]:
        """The cells of a mapping, whose `name` is the column `named`; a bare text is nothing but that."""
        cells: dict[str, str] = {}
        if isinstance(item, yaml.ScalarNode) or (named == "capability" and isinstance(item, yaml.SequenceNode)):
            cells[named] = self._text(item)
        else:
            for key, value in entries(item, self._path, _SHAPE):
                if plain(key.value) == "requirement" and named == "role":
                    continue
                name = named if plain(key.value) == "name" else column(key.value)
                if name is None:
                    self.ignored.append(key.value)
                elif name in cells:
                    raise fault(key, self._path, f"{key.value} is there twice", "keep one of them")
                else:
                    cells[name] = self._text(value)
        return {name: cells[name] for name in COLUMNS if cells.get(name)}

    def _text(self, node: yaml.Node) -> str:
        """A text as it is written, whatever YAML takes it for; several with the sign between them that tables have."""
        if isinstance(node, yaml.SequenceNode):
            return SEVERAL.join(filter(None, map(self._text, node.value)))
        if not isinstance(node, yaml.ScalarNode):
            cure = "is a text with a colon not in quotation marks?"
            raise fault(node, self._path, "has a mapping where a text should be", cure)
        return "" if node.tag == "tag:yaml.org,2002:null" else clean(node.value)

    def items(self, node: yaml.Node) -> list[yaml.Node]:
        """The nodes of a list; none of an empty value."""
        if isinstance(node, yaml.ScalarNode) and not node.value:
            return []
        if not isinstance(node, yaml.SequenceNode):
            raise fault(node, self._path, "is not a list", "begin each item with a hyphen")
        return list(node.value)


_EXAMPLE: Final = Path(__file__).with_name("template.yaml")  # from which the templates of all formats are made
_INTRODUCTION: Final = (
    "One row for each thing that a role asks for. Replace the example by your own roles.",
    "Columns may come in any order; all but role and capability may be missing.",
    "A row with one of the last four columns and no role describes a capability, and asks for nothing.",
)
_OF_CAPABILITY: Final = ("capability", "kind", "category", "other names", "definition", *FACTS, "note")


def template(name: Path) -> bytes:
    """A template in the format that a file's name asks for: every column with what it means, and an example.

    Raises `SourceError` when the name ends otherwise, `RolegraphError` when no package that writes workbooks is there.
    """
    writers: dict[str, Callable[[], bytes]] = {".csv": _csv, ".yaml": _yaml, ".yml": _yaml, ".xlsx": _xlsx}
    writer = writers.get(name.suffix.lower())
    if writer is None:
        raise SourceError("is not a name for a template", "it should end in " + ", ".join(writers), path=name)
    return writer()


def _example() -> tuple[list[dict[str, str]], list[dict[str, str]]]:
    """The example's rows that ask for something, each role in the first of its own, and those that describe."""
    asking, describing, role = [], [], {}
    for row in read_nested(_EXAMPLE.read_bytes(), _EXAMPLE, ImportReport()):
        cells = {name: text.replace(SEVERAL, f" {SEVERAL} ") for name, text in row.cells.items()}
        if row.describes:
            describing.append(cells)
        elif "capability" not in cells:
            role = cells
        else:
            del cells["role"]
            asking.append({**role, **cells})
            role = {}
    return asking, describing


def _explained() -> list[str]:
    return [*_INTRODUCTION, *(f"{name}: {meaning}" for name, meaning in COLUMNS.items())]


def _csv() -> bytes:
    """UTF-8 with a byte order mark, without which spreadsheets take it for something else."""
    file = io.StringIO(newline="")
    rows = csv.writer(file)
    rows.writerows([f"{REMARK} {line}"] for line in _explained())
    rows.writerow(COLUMNS)
    rows.writerows([cells.get(name, "") for name in COLUMNS] for part in _example() for cells in part)
    return file.getvalue().encode("utf-8-sig")


def _yaml() -> bytes:
    wrapped = [textwrap.wrap(line, 100, initial_indent="# ", subsequent_indent="#   ") for line in _explained()]
    lines = [part for parts in wrapped for part in parts]
    lines += [
        "#",
        "# Of several things, each is an item of a list. Roles need no empty cells here.",
        "",
        _EXAMPLE.read_text("utf-8"),
    ]
    return "\n".join(lines).encode()


def _xlsx() -> bytes:
    try:
        from openpyxl import Workbook
        from openpyxl.styles import Font
    except ImportError:
        problem = "writing a workbook needs packages that are not installed"
        raise RolegraphError(f"{problem} ({workbooks.EXTRA})") from None
    book = Workbook()
    book.remove(book.active)
    columns = [name for name in COLUMNS if name not in FACTS]
    for title, names, rows in zip((ROLES, CAPABILITIES), (columns, _OF_CAPABILITY), _example(), strict=True):
        sheet = book.create_sheet(title)
        sheet.append(list(names))
        for cells in rows:
            sheet.append([cells.get(name) for name in names])
        sheet.freeze_panes = "A2"
    about = book.create_sheet(ABOUT)
    introduction = [(None, line) for line in _INTRODUCTION]
    for row in (("column", "what it means"), *COLUMNS.items(), *introduction):
        about.append(row)
    for sheet in book:
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for letter in "ABCDEFGHIJKLM":
            sheet.column_dimensions[letter].width = 24
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
