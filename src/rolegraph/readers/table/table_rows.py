"""The rows of tables as our own tables have them: one for each requirement, whatever the layout of the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from rolegraph.errors import SourceError
from rolegraph.model.nodes import Kind, Necessity, fold
from rolegraph.readers.delimited import BROKEN_QUOTES
from rolegraph.readers.import_output import ImportReport
from rolegraph.readers.table.column_titles import (
    DESCRIPTION,
    FACTS,
    GROUP,
    Meaning,
    graded,
    is_grade,
    is_total,
    plain,
)
from rolegraph.readers.table.layouts import (
    AxisNames,
    LaidOut,
    NotATable,
    TableLayout,
    TableOptions,
    UndecidedTable,
    items_of,
    lay_out,
    stated_top,
)
from rolegraph.readers.table.scales import AskedFor, Scale, Unreadable, fit, legend_entries, necessity_in
from rolegraph.readers.table.spreadsheets import MOST_ROWS, SEVERAL, CellPlace, TableSheet, clean

KINDS: Final = {kind.value: kind for kind in (Kind.SKILL, Kind.TOOL, Kind.DEGREE, Kind.CERTIFICATION)}
_TAIL: Final = re.compile(r"(.{1,200}?)\s*(?:\(([^()]{1,40})\)|\s[-–]\s?([^\s–-][^–-]{0,30})|:\s*([^:]{1,30}))")
_OF_ROLE: Final = ("other names", "definition", "seniority", "industry", "responsibility")
_OF_SKILL: Final = ("kind", "note", "examples", "iri")
_NOTHING_MARKED: Final = "a name of which nothing is marked"
_LEVEL_ZERO: Final = "a level that asks for nothing"
_SUM: Final = "adds up others"
_MOST_TABLES: Final = 500
_SHOWN: Final = 10  # of the roles that sheets are named after


@dataclass(frozen=True, slots=True)
class TableRow:
    """The cells of a row that are not empty, by column, and where it stands.

    `describes` is whether its table is about capabilities, and has no roles.
    """

    place: CellPlace
    line: int
    cells: Mapping[str, str]
    describes: bool = False

    def __getitem__(self, name: str) -> str:
        """The cell in a column; empty where there is none."""
        return self.cells.get(name, "")


def parts(cell: str) -> tuple[str, ...]:
    """What stands in a cell between the signs that separate several things.

    >>> parts("Python | R||")
    ('Python', 'R')
    """
    return tuple(dict.fromkeys(filter(None, map(str.strip, cell.split(SEVERAL)))))


def rows_of(
    sheets: Iterable[TableSheet], path: Path, options: TableOptions, known: AxisNames, report: ImportReport
) -> Iterator[TableRow]:
    """The rows of all sheets that are tables, as they were understood, which is noted.

    Raises `SourceError` where no sheet is one, or one has two readings.
    """
    tables, legend, refused = _laid_out(sheets, options, known)
    if not tables:
        refused.append(NotATable("has no sheet with a table of roles", "name the columns of one", path=path))
        raise next((error for error in refused if isinstance(error, UndecidedTable)), refused[0])
    for table in tables:
        legend = {**legend, **table.legend}
    for error in refused:
        report.note(f"{error.path}: not read: {error.problem}")
    scale = fit(_scaled_cells(tables), legend, max(map(stated_top, tables)))
    _note(tables, report)
    reader = _RowReader(scale, report)
    for table in tables:
        yield from reader.matrix(table) if table.layout is TableLayout.MATRIX else reader.listed(table)
    if said := scale.said():
        report.note(f"{tables[0].place.path}: levels and marks are read so: {said}")


def _laid_out(
    sheets: Iterable[TableSheet], options: TableOptions, known: AxisNames
) -> tuple[list[LaidOut], dict[str, str], list[NotATable]]:
    """The tables, the legends that have sheets of their own, and why the other sheets are none."""
    tables: list[LaidOut] = []
    refused: list[NotATable] = []
    legend: dict[str, str] = {}
    waiting = list(reversed(list(sheets)))
    while waiting:
        sheet = waiting.pop()
        if len(tables) >= _MOST_TABLES:
            cure = "is it the right file? If so, import it in parts"
            raise SourceError(f"has more than {_MOST_TABLES:,} tables", cure, path=sheet.place.path)
        try:
            tables.append(lay_out(sheet, options, known))
            waiting += filter(None, [tables[-1].rest])
        except NotATable as error:
            entries = [
                legend_entries([clean(cell) for cell in cells or ()], below_title=True) for _, cells in sheet.lines
            ]
            if sum(map(bool, entries)) > 1:
                legend |= {key: text for each in entries for key, text in each.items()}
            else:
                refused.append(error)
    return tables, legend, refused


def _scaled_cells(tables: Iterable[LaidOut]) -> Iterator[str]:
    for table in tables:
        for at in (*table.at("level"), *table.answers):
            yield from table.filled(at)


def _note(tables: Iterable[LaidOut], report: ImportReport) -> None:
    """Say how tables that are not ours were understood, sheets of one form together, and what was not read of them."""
    readings: dict[str, list[LaidOut]] = {}
    for table in tables:
        readings.setdefault(_reading(table), []).append(table)
    for reading, alike in readings.items():
        files = [table.place.file for table in alike]
        where = files[0] if len(files) == 1 else f"{files[0]} and {len(files) - 1:,} more sheets"
        if reading:
            report.note(f"{where}: {reading}")
        if roles := [repr(table.role) for table in alike if table.role]:
            report.note(f"{where}: the role is {', '.join(roles[:_SHOWN])}{' …' if len(roles) > _SHOWN else ''}")
    for table in chain.from_iterable(readings.values()):
        for said, titles in (("not a column of these tables", table.ignored), ("nothing stands there", table.unmarked)):
            if titles:
                report.note(f"{table.place.file}: ignored, {said}: {', '.join(dict.fromkeys(titles))[:300]}")
        if table.sections:
            names = ", ".join(f"{name!r}" for name in list(table.sections.values())[:_SHOWN])
            report.note(f"{table.place.file}: taken for headings of the rows below them: {names}")
        if table.unread:
            report.note(f"{table.place.file}: above the heading, not read: {', '.join(table.unread)[:300]}")


def _reading(table: LaidOut) -> str:
    if table.layout is TableLayout.MATRIX:
        axes = ("roles", "skills") if table.rows_are_roles else ("skills", "roles")
        return f"read as a matrix, with {axes[0]} in rows and {axes[1]} in columns"
    if table.is_own:
        return ""
    rows = "a role" if table.layout is TableLayout.WIDE else "a requirement"
    named = ((table.titles[at] or f"column {at + 1}", _named(found)) for at, found in table.columns.items())
    return f"read as one row {rows}: {', '.join(f'{title!r} is the {name}' for title, name in named if name)}"


def _named(found: Meaning) -> str:
    """What a column is called in a note; empty for one that is not read."""
    if found.column in ("ignored", "person", "total"):
        return ""
    return " ".join(filter(None, (found.necessity, found.kind or found.column)))


class _RowReader:
    """Reads the tables of a file on one scale."""

    def __init__(self, scale: Scale, report: ImportReport) -> None:
        self._scale, self._report = scale, report
        self._given = 0

    def _row(self, table: LaidOut, line: int, cells: Mapping[str, str], *, describes: bool = False) -> TableRow:
        self._given += 1
        if self._given > MOST_ROWS:
            problem = f"asks for more than {MOST_ROWS:,} things"
            raise SourceError(problem, "is it the right file? If so, import it in parts", path=table.place.path)
        return TableRow(table.place, line, {name: text for name, text in cells.items() if text}, describes)

    def listed(self, table: LaidOut) -> Iterator[TableRow]:
        """The rows of a list, each with what it asks for; several where cells list several."""
        width = max(at for at, title in enumerate(table.titles) if title) + 1
        describes = not table.at("role") and not table.role
        groups_are_kinds, in_grades = _are_kinds(table), _in_grades(table)
        if in_grades:
            said = f"each grade of these is a role of its own: {', '.join(sorted(in_grades))}"
            self._report.note(f"{table.place.file}: {said[:300]}")
        by_skill, skill, group = _sorting_column(table), "", ""
        for line, cells in table.body:
            texts = None if cells is None else [clean(cell) for cell in cells]
            if texts is not None and not any(texts):
                continue
            if texts is None or any(texts[width:]):
                self._report.read(table.place.file)
                why = "more cells than the heading has: a text that holds the separator must stand in quotation marks"
                extra = "" if texts is None else next(filter(None, texts[width:]))
                self._report.misfit(table.place.file, line, "(row)", why if texts is not None else BROKEN_QUOTES, extra)
                continue
            found = {at: texts[at] for at in table.columns if at < len(texts) and texts[at]}
            if not any(_named(table.columns[at]) for at in found):
                self._report.read(table.place.file)
                self._report.leave_out(table.place.file, "nothing in a column that is known")
                continue
            if table.is_own:
                own = {table.columns[at].column: text for at, text in found.items()}
                yield from self._checked(table, line, {"role": table.role} | own, describes=describes)
                continue
            grouping = [found[at] for at in table.at(GROUP) if at in found]
            group = "; ".join(grouping) or ("" if found.keys() & set(table.at("role")) else group)
            for at in table.at("role"):
                if found.get(at) in in_grades and (
                    grades := [found[at] for at in table.at("seniority") if at in found]
                ):
                    found[at] = graded(grades[0], found[at])
            if by_skill is not None:
                skill = found.setdefault(by_skill, skill)
            yield from self._foreign(table, line, cells or (), found, group, groups_are_kinds)

    def _foreign(
        self,
        table: LaidOut,
        line: int,
        cells: Sequence[str],
        found: Mapping[int, str],
        group: str,
        groups_are_kinds: bool,
    ) -> Iterator[TableRow]:
        """What a row of somebody else's list asks for."""
        shared = {table.columns[at].column: text for at, text in found.items()}
        role = {"role": shared.get("role", table.role), **{name: shared.get(name, "") for name in _OF_ROLE}}
        notes = [group, *(shared.get(name, "") for name in ("note", DESCRIPTION))]
        if shared.get("kind") and not groups_are_kinds:
            notes.insert(0, shared.pop("kind"))
        asked = [
            (at, item)
            for at in table.at("capability")
            if at in found
            for item in items_of(
                cells[at] if cells[at].strip() else found[at],
                commas=table.has_commas and table.columns[at].kind != Kind.DEGREE,
            )
        ]
        if not asked:
            yield from self._checked(table, line, {**role, **{name: shared.get(name, "") for name in FACTS}})
        several = len(asked) > 1
        for at, item in asked:
            beside = self._beside(table, at, found)
            name, tail = self._with_tail(item)
            row = {
                **role,
                **{name_: shared.get(name_, "") for name_ in ("examples", *FACTS, *(() if several else ("iri",)))},
                "capability": name,
                "kind": table.columns[at].kind or shared.get("kind", ""),
                "necessity": beside.get("necessity", "") or tail.get("necessity", "") or table.columns[at].necessity,
                "level": beside.get("level", "") or tail.get("level", ""),
                "note": "; ".join(dict.fromkeys(filter(None, (*notes, tail.get("note", ""))))),
            }
            yield from self._checked(table, line, row, flag=beside.get("flag", ""))
            role = {"role": role["role"]}

    def _beside(self, table: LaidOut, at: int, found: Mapping[int, str]) -> dict[str, str]:
        """The level and necessity of what stands in a column: those right of it, or those of the row."""
        several = len(table.at("capability")) > 1
        result = {}
        for name in ("level", "necessity"):
            places = table.at(name)
            if several and len(places) > 1:
                following = [other for other in table.at("capability") if other > at]
                places = [place for place in places if at < place < (following[0] if following else len(table.titles))]
            if places and places[0] in found:
                result[name] = found[places[0]]
                result["flag"] = table.columns[places[0]].necessity if name == "necessity" else result.get("flag", "")
        return result

    def _with_tail(self, item: str) -> tuple[str, dict[str, str]]:
        """An item of a list without the level or necessity behind it, as in "Python (expert)"."""
        match = _TAIL.fullmatch(item)
        tail = next(filter(None, match.groups()[1:]), "") if match else ""
        if match and tail and not tail.isdecimal():
            try:
                asked = self._scale.read(tail)
            except Unreadable:
                asked = None
            if asked is not None and not asked.note and (asked.level or asked.necessity):
                return match[1], _in_cells(asked)
        return item, {}

    def _checked(
        self, table: LaidOut, line: int, cells: dict[str, str], *, describes: bool = False, flag: str = ""
    ) -> Iterator[TableRow]:
        """A row with level and necessity in our words; what is in none of them stays, and is reported later."""
        self._report.read(table.place.file)
        if level := cells.get("level"):
            try:
                asked = self._scale.read(level)
            except Unreadable:
                asked = AskedFor()
            if asked is None:
                self._report.leave_out(table.place.file, _LEVEL_ZERO)
                return
            if asked.level is not None or asked.necessity is not None:
                said = _in_cells(asked)
                cells |= {
                    "level": said.get("level", ""),
                    "necessity": cells.get("necessity") or said.get("necessity", ""),
                }
        if necessity := cells.get("necessity"):
            yes = Necessity.PREFERRED if flag == str(Necessity.PREFERRED) else Necessity.ESSENTIAL
            cells["necessity"] = str(necessity_in(necessity, yes=yes) or necessity)
        yield self._row(table, line, cells, describes=describes)

    def matrix(self, table: LaidOut) -> Iterator[TableRow]:
        """What a matrix asks for, cell by cell, with what other columns say of the name of the row."""
        heads = _heads(table)
        group, kinds = "", _are_kinds(table)
        for line, cells in table.body:
            texts = None if cells is None else [clean(cell) for cell in cells]
            if texts is None:
                self._report.read(table.place.file)
                self._report.misfit(table.place.file, line, "(row)", BROKEN_QUOTES)
                continue
            if not any(texts):
                continue
            own = texts[table.names] if table.names < len(texts) else ""
            if line in table.sections:
                group = own.rstrip(" :")
                continue
            if is_total(own) or (
                len(own) > 2 and len(set(filter(None, texts))) == 1 and len(texts) > 1 and any(texts[1:])
            ):
                self._leave(table, line, own, is_total(own))
                continue
            found = {at: texts[at] for at in table.columns if at < len(texts) and texts[at]}
            grouping = [found[at] for at in table.at(GROUP) if at in found]
            group = "; ".join(grouping) or group
            marks = [(at, texts[at]) for at in heads if at < len(texts) and texts[at]]
            yield from self._marked(table, line, own, heads, marks, found, group, kinds)

    def _leave(self, table: LaidOut, line: int, own: str, adds_up: bool) -> None:
        self._report.read(table.place.file)
        self._report.leave_out(table.place.file, _SUM if adds_up else _NOTHING_MARKED)
        if not adds_up:
            self._report.note(f"{table.place.file}, line {line}: not read: {own[:100]!r}")

    def _marked(
        self,
        table: LaidOut,
        line: int,
        own: str,
        heads: Mapping[int, str],
        marks: Sequence[tuple[int, str]],
        found: Mapping[int, str],
        group: str,
        kinds: bool,
    ) -> Iterator[TableRow]:
        """The requirements of a row of a matrix."""
        shared = {table.columns[at].column: text for at, text in found.items()}
        if not own:
            for _, text in marks[:1]:
                self._report.read(table.place.file)
                self._report.misfit(table.place.file, line, "(row)", "has marks, and no name", text)
            return
        about = _about(table, shared, group, kinds)
        asked_for = 0
        for at, text in marks:
            self._report.read(table.place.file)
            try:
                asked = self._scale.read(text)
            except Unreadable:
                reason = "is no mark and no level that is known: explain it in a legend, such as 1 = basic"
                self._report.misfit(table.place.file, line, table.titles[at], reason, text)
                continue
            if asked is None:
                self._report.leave_out(table.place.file, "a cell that asks for nothing")
                continue
            asked_for += 1
            role, skill = (own, heads[at]) if table.rows_are_roles else (heads[at], own)
            said = _in_cells(asked)
            under = table.groups.get(at, "") if table.rows_are_roles else ""
            notes = (under, about.get("note", ""), said.get("note", ""))
            row = {**about, **{name: text for name, text in said.items() if text}}
            row |= {"role": role, "capability": skill, "note": "; ".join(dict.fromkeys(filter(None, notes)))}
            yield self._row(table, line, row)
        facts = {name: shared.get(name, "") for name in _OF_ROLE} if table.rows_are_roles else {}
        if not facts.get("definition") and table.rows_are_roles:
            facts["definition"] = shared.get(DESCRIPTION, "")
        if any(facts.values()):
            self._report.read(table.place.file)
            yield self._row(table, line, {"role": own, **facts})
        elif not asked_for and not marks:
            self._leave(table, line, own, adds_up=False)


def _about(table: LaidOut, shared: Mapping[str, str], group: str, kinds: bool) -> dict[str, str]:
    """What the other columns of a matrix say of every requirement of a row."""
    notes = [group, shared.get("note", "")]
    if table.rows_are_roles:
        return {"note": "; ".join(filter(None, notes))}
    notes += [shared.get(DESCRIPTION, ""), shared.get("definition", "")]
    about = {name: shared.get(name, "") for name in _OF_SKILL}
    if not kinds:
        notes.insert(0, about.pop("kind", ""))
    about |= {name: shared.get(name, "") for name in ("level", "necessity")}
    return {**about, "note": "; ".join(dict.fromkeys(filter(None, notes)))}


def _heads(table: LaidOut) -> dict[int, str]:
    """The names of the columns of a matrix, with the role that a grade is of."""
    heads = {}
    for at in table.answers:
        title = table.titles[at]
        base = table.groups.get(at) or table.role
        heads[at] = graded(title, base) if not table.rows_are_roles and is_grade(title) and base else title
    return heads


def _sorting_column(table: LaidOut) -> int | None:
    """The column of skills of a list sorted by them, in which an empty cell means the one above it."""
    roles, skills = table.at("role"), table.at("capability")
    return skills[0] if len(skills) == 1 and roles and skills[0] < roles[0] and not table.is_own else None


def _in_grades(table: LaidOut) -> set[str]:
    """The roles of somebody else's list that are there with several seniorities."""
    found: dict[str, set[str]] = {}
    for role, grade in zip(table.at("role"), table.at("seniority"), strict=False):
        for _, cells in table.body:
            if cells is not None and max(role, grade) < len(cells) and clean(cells[grade]):
                found.setdefault(clean(cells[role]), set()).add(fold(cells[grade]))
    return {name for name, grades in found.items() if name and len(grades) > 1 and not table.is_own}


def _are_kinds(table: LaidOut) -> bool:
    """Whether a column that may say of which kind things are does so in every row."""
    known = {plain(kind) for kind in KINDS}
    return all(plain(text) in known for at in table.at("kind") for text in table.filled(at))


def _in_cells(asked: AskedFor) -> dict[str, str]:
    return {
        "necessity": str(asked.necessity) if asked.necessity is not None else "",
        "level": str(asked.level) if asked.level is not None else "",
        "note": asked.note,
    }
