"""Tables as text, with cells between commas, semicolons or tabs, in the encodings that spreadsheets write.

Workbooks (.xlsx): checked as archives before anything parses them, then read sheet by sheet.

Role profiles as YAML: roles with their requirements below them, and what is known of capabilities.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.profiles.yaml_nodes import compose, entries, fault
from rolegraph.readers.delimited import numbered_rows
from rolegraph.readers.downloads import LARGEST_CELL, UNREADABLE, is_bomb
from rolegraph.readers.import_report import ImportReport
from rolegraph.readers.table.rows import (
    COLUMNS,
    REMARK,
    SEVERAL,
    CellPlace,
    TableLine,
    TableRow,
    clean,
    column,
    note_ignored,
    plain,
    rows_under_heading,
)

if TYPE_CHECKING:
    import yaml
    from python_calamine import CalamineWorkbook


_DELIMITERS: Final = ",;\t"
_SECTION: Final = "roles"
_ZIP: Final = b"PK\x03\x04"
_ANNOUNCED: Final = "sep="  # a first line by which one program tells another what stands between cells


def read_delimited(data: bytes, path: Path, report: ImportReport) -> Iterator[TableRow]:
    """The rows of a CSV file.

    Raises
    ------
    SourceError
        When it is no text, has no heading, or a quotation mark is left open.
    """
    text = decoded(data, path, report)
    place = CellPlace(path, str(path), _SECTION)
    limit = csv.field_size_limit(LARGEST_CELL)
    try:
        yield from rows_under_heading(_lines(text, path), place, report)
    finally:
        csv.field_size_limit(limit)


def decoded(data: bytes, path: Path, report: ImportReport) -> str:
    """A file's text: UTF-8 or UTF-16 by its byte order mark, otherwise UTF-8, otherwise Windows-1252.

    Raises
    ------
    SourceError
        When it is empty, or no text.
    """
    if data.startswith(_ZIP):
        raise SourceError("is a workbook or an archive, not text", "let its name end in .xlsx", path=path)
    text = None
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _as(data, "utf-16")
    elif (text := _as(data, "utf-8-sig")) is None and (text := _as(data, "cp1252")) is not None:
        report.note(f"{path} is not UTF-8: read as Windows-1252")
    if text is None or "\0" in text:
        raise SourceError("is no text that can be read", "save it as CSV in UTF-8", path=path)
    if not text.strip():
        raise SourceError("is empty", "was it written to the end?", path=path)
    return text


def _as(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _lines(text: str, path: Path) -> Iterator[TableLine]:
    """The rows of a text with the lines that they begin on; None for one that breaks the rules of quotation marks."""
    for line, cells in numbered_rows(io.StringIO(text, newline=""), path, delimiter=_delimiter(text)):
        if line > 1 or not text.lower().startswith(_ANNOUNCED):
            yield line, cells


def _delimiter(text: str) -> str:
    """What stands between cells: that with which the heading names the most columns.

    >>> _delimiter("# a remark; with commas, too\\nRole;Capability;Level, if any\\n")
    ';'
    """
    lines = (line for line in text.splitlines() if line.strip(_DELIMITERS + ' "'))
    head = next((line for line in lines if not line.lstrip('" ').startswith((REMARK, _ANNOUNCED))), "")

    def known(delimiter: str) -> int:
        return len({column(title) for title in head.split(delimiter)} - {None})

    return max(_DELIMITERS, key=known)


EXTRA: Final = "pip install openpyxl python-calamine"
ABOUT: Final = "about"  # the sheet of the template that explains the others
_LARGEST: Final = 100_000_000  # bytes, unpacked
_MOST_CELLS: Final = 5_000_000  # of the rectangle that a sheet's cells lie in
_OLD: Final = b"\xd0\xcf\x11\xe0"
# A cell that holds something, and its address: a sheet is read as a full rectangle, so one far out costs memory.
_CELL: Final = re.compile(rb'<(?:\w+:)?c\b(?=[^>]*\br="([A-Za-z]{1,4})(\d{1,9})")[^>]*[^/>]>')


def read_workbook(data: bytes, path: Path, report: ImportReport) -> Iterator[TableRow]:
    """The rows of all sheets that are tables of role profiles, sheet after sheet.

    Raises
    ------
    SourceError
        When it is no workbook, unpacks to an absurd size, or no sheet has a column for capabilities.
    RolegraphError
        When the package that reads workbooks is not installed.
    """
    check_archive(data, path)
    book = _opened(data, path)
    found = False
    for sheet in book.sheets_metadata:
        lines = _sheet_lines(book, sheet.name, path)
        place = CellPlace(path, f"{path}, sheet {sheet.name!r}", clean(sheet.name))
        if _names_capabilities(lines):
            found = True
            yield from rows_under_heading(lines, place, report)
        elif lines and sheet.name != ABOUT:
            report.note(f"{place.file}: not read, for it has no column capability")
    if not found:
        raise SourceError("has no sheet with a column capability", "name the columns in a sheet's first row", path=path)


def check_archive(data: bytes, path: Path) -> None:
    """Refuse what is no whole workbook, or would be an absurd amount of data.

    Raises
    ------
    SourceError
        Before anything is unpacked into memory.
    """
    if data.startswith(_OLD):
        problem = "is a workbook of the old kind, or one with a password"
        raise SourceError(problem, "save it as .xlsx without a password, or as CSV in UTF-8", path=path)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            total = 0
            for info in archive.infolist():
                total += info.file_size
                if is_bomb(info) or total > _LARGEST:
                    problem = f"unpacks to {total:,} bytes, which no table of roles does"
                    raise SourceError(problem, "do not trust it: save the table as CSV in UTF-8", path=path)
            for info in archive.infolist():
                # Reading to the end proves that the sizes above are true: what unpacks to more fails its checksum.
                _check_extent(archive.read(info), path)
    except (*UNREADABLE, RuntimeError) as error:  # the last for one with a password
        problem = f"is no workbook that can be read: {error}"
        raise SourceError(problem, "save it again as .xlsx, or as CSV in UTF-8", path=path) from None


def _check_extent(xml: bytes, path: Path) -> None:
    """Refuse a sheet whose cells lie so far apart that the rectangle around them is absurd."""
    columns = rows = 0
    for letters, number in _CELL.findall(xml):
        columns, rows = max(columns, _number(letters)), max(rows, int(number))
    if columns * rows > _MOST_CELLS:
        problem = f"has a sheet of {rows:,} rows and {columns:,} columns"
        raise SourceError(problem, "delete what stands far from the table, or save it as CSV in UTF-8", path=path)


def _number(letters: bytes) -> int:
    """
    >>> _number(b"A"), _number(b"AA")
    (1, 27)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - ord("A") + 1
    return number


def _opened(data: bytes, path: Path) -> CalamineWorkbook:
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise RolegraphError(f"{path}: reading a workbook needs packages that are not installed ({EXTRA})") from None
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, OSError, ValueError) as error:
        problem = f"is no workbook that can be read: {error}"
        raise SourceError(problem, "save it again as .xlsx, or as CSV in UTF-8", path=path) from None


def _sheet_lines(book: CalamineWorkbook, name: str, path: Path) -> list[TableLine]:
    from python_calamine import CalamineError

    try:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        if "WorksheetNotFound" in type(error).__name__:
            return []  # a sheet that holds a chart
        problem = f"has a sheet that cannot be read, {name!r}: {error}"
        raise SourceError(problem, "save it again as .xlsx, or as CSV in UTF-8", path=path) from None
    return [(number, [_text(cell) for cell in row]) for number, row in enumerate(rows, start=1)]


def _text(cell: object) -> str:
    """What a cell shows: a spreadsheet keeps every number as one with decimals.

    >>> _text(3.0), _text(2.5), _text("3.0")
    ('3', '2.5', '3.0')
    """
    if isinstance(cell, float) and cell.is_integer():
        return f"{cell:.0f}"
    return str(cell)


def _names_capabilities(lines: list[TableLine]) -> bool:
    for _, cells in lines:
        titles = [clean(cell) for cell in cells or ()]
        if any(titles) and not next(filter(None, titles)).startswith(REMARK):
            return "capability" in map(column, titles)
    return False


ROLES: Final = "roles"
CAPABILITIES: Final = "capabilities"
_SHAPE: Final = "write `roles:` and below it a list of roles, each with a name and a list of requirements"


def read_nested(data: bytes, path: Path, report: ImportReport) -> Iterator[TableRow]:
    """The rows that a YAML file stands for: one for what is said of a role, one for each requirement and capability.

    Raises
    ------
    SourceError
        When it is no YAML, has an alias or a tag, or is not built as it should be.
    """
    root = compose(data, path, _SHAPE)
    if root is None:
        raise SourceError("is empty", _SHAPE, path=path)
    ignored: list[str] = []
    sections = dict(_entries(root, path))
    if not any(key.value in (ROLES, CAPABILITIES) for key in sections):
        raise _fault(root, path, f"has neither {ROLES} nor {CAPABILITIES}")
    for key, node in sections.items():
        place = CellPlace(path, str(path), str(key.value))
        if key.value == ROLES:
            for item in _items(node, path):
                yield from _role(item, place, report, ignored)
        elif key.value == CAPABILITIES:
            for item in _items(node, path):
                cells = _cells(item, place, "capability", ignored)
                report.read(place.file)
                yield TableRow(place, item.start_mark.line + 1, cells, describes=True)
        else:
            ignored.append(str(key.value))
    note_ignored(ignored, CellPlace(path, str(path), ""), report)


def _role(item: yaml.Node, place: CellPlace, report: ImportReport, ignored: list[str]) -> Iterator[TableRow]:
    """A role's own row, where there is something to say in it, and one for each requirement."""
    import yaml

    requirements: list[yaml.Node] = []
    if isinstance(item, yaml.MappingNode):
        for key, value in _entries(item, place.path):
            if plain(key.value) == "requirement":
                requirements = _items(value, place.path)
    cells = _cells(item, place, "role", ignored)
    if "role" not in cells:
        report.read(place.file)
        report.misfit(
            place.file, item.start_mark.line + 1, "role", "has no name, and was left out with all it asks for"
        )
        return
    if len(cells) > 1 or not requirements:
        report.read(place.file)
        yield TableRow(place, item.start_mark.line + 1, cells)
    for one in requirements:
        report.read(place.file)
        asked = _cells(one, place, "capability", ignored)
        yield TableRow(place, one.start_mark.line + 1, {**asked, "role": cells["role"]})


def _cells(item: yaml.Node, place: CellPlace, named: str, ignored: list[str]) -> dict[str, str]:
    """The cells of a mapping, whose `name` is the column `named`; a bare text is nothing but that."""
    import yaml

    if isinstance(item, yaml.ScalarNode) or (named == "capability" and isinstance(item, yaml.SequenceNode)):
        return _filled({named: _scalar_text(item, place.path)})
    cells: dict[str, str] = {}
    for key, value in _entries(item, place.path):
        if plain(key.value) == "requirement" and named == "role":
            continue
        name = named if plain(key.value) == "name" else column(key.value)
        if name is None:
            ignored.append(key.value)
        elif name in cells:
            raise _fault(key, place.path, f"{key.value} is there twice", "keep one of them")
        else:
            cells[name] = _scalar_text(value, place.path)
    return _filled(cells)


def _filled(cells: dict[str, str]) -> dict[str, str]:
    return {name: cells[name] for name in COLUMNS if cells.get(name)}


def _scalar_text(node: yaml.Node, path: Path) -> str:
    """A text as it is written, whatever YAML takes it for; several with the sign between them that tables have."""
    import yaml

    if isinstance(node, yaml.SequenceNode):
        return SEVERAL.join(filter(None, (_scalar_text(one, path) for one in node.value)))
    if not isinstance(node, yaml.ScalarNode):
        raise _fault(
            node, path, "has a mapping where a text should be", "is a text with a colon not in quotation marks?"
        )
    return "" if node.tag == "tag:yaml.org,2002:null" else clean(node.value)


def _items(node: yaml.Node, path: Path) -> list[yaml.Node]:
    import yaml

    if isinstance(node, yaml.ScalarNode) and not node.value:
        return []
    if not isinstance(node, yaml.SequenceNode):
        raise _fault(node, path, "is no list", "begin each item with a hyphen")
    return list(node.value)


def _entries(node: yaml.Node, path: Path) -> Iterator[tuple[yaml.ScalarNode, yaml.Node]]:
    return entries(node, path, _SHAPE)


def _fault(node: yaml.Node, path: Path, problem: str, cure: str = _SHAPE) -> SourceError:
    return fault(node, path, problem, cure)
