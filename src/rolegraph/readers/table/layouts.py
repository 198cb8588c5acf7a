"""How a sheet is laid out: where its heading is, what its columns mean, and whether it is a list or a matrix.

What cannot be told is refused, with what was understood and the option that decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol

from rolegraph.errors import SourceError
from rolegraph.model.nodes import fold
from rolegraph.readers.delimited import REMARK
from rolegraph.readers.table.column_titles import (
    FACTS,
    GROUP,
    IGNORED,
    PERSON,
    TOTAL,
    Meaning,
    column,
    is_grade,
    meaning,
    range_in,
)
from rolegraph.readers.table.scales import is_answer, is_flag, is_legend_title, legend_entries, necessity_in
from rolegraph.readers.table.spreadsheets import CellPlace, TableLine, TableSheet, clean

_MOST_OF: Final = 0.5  # names that must read like roles where nothing else says so
_MOST_ABOVE: Final = 40  # rows among which a heading is looked for
_GENERIC: Final = re.compile(
    r"(?:sheet|tabelle|feuil(?:le)?|hoja|table|data|daten|list|matrix|skills?|competenc(?:ies|y)|kompetenzen|roles?)"
    r"[ _-]?(?:matrix)?[ _-]?\d*",
    re.IGNORECASE,
)
_SEPARATORS: Final = re.compile(r"[\n;•]")
_COMMA: Final = re.compile(r",(?![^()]*\))")


class TableLayout(StrEnum):
    """How a table is laid out: a row for each requirement, a row for each role, or roles across skills."""

    LONG = "long"
    WIDE = "wide"
    MATRIX = "matrix"


@dataclass(frozen=True, slots=True)
class TableOptions:
    """What somebody says of a table that it does not say itself; columns by their heading or letter.

    `role` is that of a table without a column for it; with `keep_names`, only labels mean nodes that are known.
    """

    layout: TableLayout | None = None
    role_column: str = ""
    skill_column: str = ""
    level_column: str = ""
    role: str = ""
    keep_names: bool = False


class AxisNames(Protocol):
    """What tells roles from capabilities where no heading does."""

    def is_role(self, name: str) -> bool: ...

    def is_capability(self, name: str) -> bool: ...


class NotATable(SourceError):
    """A sheet that holds no table of roles and what they ask for; in a workbook, others may."""


class UndecidedTable(NotATable):
    """A sheet of marks of which nothing says where its roles are: it may be one, and may be something else."""


@dataclass(slots=True)
class LaidOut:
    """A sheet whose columns are understood: `columns` are those with a meaning, by place.

    In a matrix `answers` are the columns of marks, `names` that of the names of rows, roles if `rows_are_roles`,
    and `sections` the lines that only sort those below. `role` is the role of a sheet that has no column for it,
    and `rest` what stands in the sheet from the next heading on.
    """

    place: CellPlace
    line: int
    titles: list[str]
    columns: dict[int, Meaning]
    body: list[TableLine]
    legend: dict[str, str]
    layout: TableLayout = TableLayout.LONG
    is_own: bool = False
    role: str = ""
    names: int = 0
    answers: list[int] = field(default_factory=list)
    rows_are_roles: bool = True
    groups: dict[int, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    sections: dict[int, str] = field(default_factory=dict)
    has_commas: bool = False
    rest: TableSheet | None = None

    def at(self, name: str) -> list[int]:
        """The places of the columns with a meaning."""
        return [at for at, found in self.columns.items() if found.column == name]

    def filled(self, at: int) -> Iterator[str]:
        """The cells of a column that hold something."""
        for _, cells in self.body:
            if cells is not None and at < len(cells) and (text := clean(cells[at])):
                yield text

    def fault(self, problem: str, cure: str) -> SourceError:
        """An error about the heading."""
        return SourceError(f"{self.shown}{problem}", cure, path=self.place.path, line=self.line)

    @property
    def shown(self) -> str:
        """What a message begins with, where the path does not say which sheet it is."""
        return f"sheet {self.place.section!r}: " if self.place.is_sheet else ""


def lay_out(sheet: TableSheet, options: TableOptions, known: AxisNames) -> LaidOut:
    """Understand a sheet; raises `NotATable` for one without a table, `SourceError` for one with two readings."""
    table = _found(sheet, options)
    _check_people(table)
    _choose(table, "role", options.role_column)
    _choose(table, "level", options.level_column)
    if options.skill_column:
        _choose(table, "capability", options.skill_column)
    _sort_flags(table)
    _take_legend(table)
    marked = [] if table.is_own else _answer_columns(table, known)
    if options.layout is TableLayout.MATRIX or (options.layout is None and marked and _may_be_matrix(table)):
        _as_matrix(table, marked, options, known)
    else:
        _as_list(table, options)
    read = {*table.answers, table.names} if table.answers else set()
    for at, title in enumerate(table.titles):
        if title and at not in read and not _is_read(table.columns.get(at)):
            holds = table.layout is not TableLayout.MATRIX or next(table.filled(at), "")
            (table.ignored if holds else table.unmarked).append(title)
    return table


def _is_read(found: Meaning | None) -> bool:
    return found is not None and found.column not in (IGNORED, PERSON, TOTAL)


def _found(sheet: TableSheet, options: TableOptions) -> LaidOut:
    """The heading of a sheet with what stands below it, and what stands above."""
    rows = [
        (at, [clean(cell) for cell in cells or ()]) for at, (_, cells) in enumerate(sheet.lines[: 10 * _MOST_ABOVE])
    ]
    rows = [(at, cells) for at, cells in rows if any(cells)]
    rows = [(at, cells) for at, cells in rows if not next(filter(None, cells)).startswith(REMARK)][:_MOST_ABOVE]
    if not rows:
        raise NotATable("has no heading", "begin with a row that names the columns", path=sheet.place.path)
    chosen = [name for name in (options.role_column, options.skill_column, options.level_column) if len(name) > 2]
    scored = [(_score(cells, chosen), -index) for index, (_, cells) in enumerate(rows)]
    best, index = max(scored)
    index = next((i for i, (score, _) in enumerate(scored) if score > 1 and sum(map(bool, rows[i][1])) > 2), -index)
    if best <= 1:
        index = next((i for i in range(len(rows)) if _heads_marks(rows, i)), index)
    groups: dict[int, str] = {}
    if index + 1 < len(rows) and _is_second_heading(rows, index):
        groups, index = _spread_out(rows[index][1]), index + 1
    elif index and _is_grouping(rows[index - 1][1], rows[index][1]):
        groups = _spread_out(rows[index - 1][1])
    at, titles = rows[index]
    line, body = sheet.lines[at][0], sheet.lines[at + 1 :]
    columns = {place: found for place, title in enumerate(titles) if title and (found := meaning(title)) is not None}
    titles = [title if at in columns or not is_legend_title([title]) else "" for at, title in enumerate(titles)]
    table = LaidOut(sheet.place, line, titles, columns, body, {}, groups=groups)
    _cut(table)
    for above, cells in rows[: index - bool(groups)]:
        if entries := legend_entries(cells):
            table.legend |= entries
        elif not table.at("role") and (stated := _stated_role(cells)):
            table.role = stated
        else:
            table.unread.append(f"line {sheet.lines[above][0]} ({' '.join(dict.fromkeys(filter(None, cells)))[:60]})")
    asked = [titles[place] for place in table.at("capability")]
    table.is_own = bool(asked) and all(column(title) == "capability" for title in asked)
    if not table.is_own:
        table.columns |= {at: Meaning(GROUP) for at in table.at("category")}
    return table


def _stated_role(cells: Sequence[str]) -> str:
    """The role that a line above a table states, such as "Position:" and its name; otherwise empty."""
    filled = list(dict.fromkeys(filter(None, cells)))
    heading = meaning(filled[0]) if len(filled) == 2 else None
    return filled[1] if heading is not None and heading.column == "role" else ""


def _cut(table: LaidOut) -> None:
    """End a table where its heading stands again, above other columns: what follows is a table of its own."""
    anchors = [at for name in ("role", "capability") for at in table.at(name)]
    for index, (_, cells) in enumerate(table.body):
        if any(at < len(cells or ()) and fold(clean((cells or ())[at])) == fold(table.titles[at]) for at in anchors):
            table.rest = TableSheet(table.place, table.body[index:])
            table.body = table.body[:index]
            return


def _score(cells: Sequence[str], chosen: Sequence[str]) -> float:
    """How much a row looks like a heading: by what its cells mean, above all by columns that were named."""
    found = [meaning(cell) for cell in cells if cell]
    named = sum(any(fold(cell) == fold(name) for cell in cells) for name in chosen)
    columns = {each.column for each in found if each is not None}
    anchors = columns & {"role", "capability", PERSON}
    return 10 * named + (2 * len(anchors) + len(columns) if anchors and len([c for c in cells if c]) > 1 else 0)


def _heads_marks(rows: Sequence[tuple[int, list[str]]], index: int) -> bool:
    """Whether the row below a row of names has marks under them."""
    places = [at for at, cell in enumerate(rows[index][1]) if at and cell and not is_answer(cell)]
    for _, cells in rows[index + 1 : index + 3]:
        marks = [cells[at] for at in places if at < len(cells) and cells[at]]
        if len(places) > 1 and marks and sum(map(is_answer, marks)) * 2 > len(marks) and cells[0]:
            return True
    return False


def _is_second_heading(rows: Sequence[tuple[int, list[str]]], index: int) -> bool:
    """Whether the row below a heading names the columns, which the heading only sorts."""
    upper, lower = rows[index][1], rows[index + 1][1]
    if not lower or (lower[0] and fold(lower[0]) != fold(upper[0])) or rows[index + 1][0] != rows[index][0] + 1:
        return False
    names = [cell for cell in lower[1:] if cell]
    return len(names) > 1 and not any(map(is_answer, names)) and len(set(names)) >= len(set(filter(None, upper[1:])))


def _is_grouping(upper: Sequence[str], heading: Sequence[str]) -> bool:
    """Whether the row above a heading sorts its columns, as a title in its first cell does not."""
    names = [cell for cell in upper[1:] if cell]
    starts_free = not upper[0] or (len(names) > 1 and fold(upper[0]) == fold(heading[0]))
    return bool(names) and starts_free and not any(map(is_answer, names)) and not legend_entries(upper)


def _spread_out(cells: Sequence[str]) -> dict[int, str]:
    """What each column is sorted under: a merged cell stands above all columns up to the next one."""
    found, last = {}, ""
    for at, cell in enumerate([*cells, *[""] * 1000]):
        last = cell or last
        if at and last:
            found[at] = last
    return found


def _check_people(table: LaidOut) -> None:
    if people := [table.titles[at] for at in table.at(PERSON)]:
        problem = f"{table.shown}is about people, by its column {people[0]!r}, not about what roles ask for"
        cure = "import what roles ask for; what a person has belongs into a profile (rolegraph profile)"
        raise NotATable(problem, cure, path=table.place.path, line=table.line)


def _choose(table: LaidOut, name: str, chosen: str) -> None:
    """Keep one column of a meaning: the one that was named, by heading or letter, or the only one."""
    option = f"--{'skill' if name == 'capability' else name}-column"
    if chosen:
        at = _place_of(table, chosen, option)
        for other in table.at(name):
            del table.columns[other]
        table.columns[at] = Meaning(name)
        return
    places = table.at(name)
    if len(places) < 2:
        return
    if name == "level" and (_grades(table, places) or len(table.at("capability")) > 1):
        return
    texts = {tuple(table.filled(at)) for at in places}
    if len(texts) > 1 and not table.is_own:
        titles = " or ".join(repr(table.titles[at]) for at in places[:3])
        raise table.fault(f"has several columns for the {name}: {titles}", f"say which with {option} HEADING")
    for at in places[1:]:
        del table.columns[at]


def _place_of(table: LaidOut, chosen: str, option: str) -> int:
    for at, title in enumerate(table.titles):
        if fold(title) == fold(chosen):
            return at
    if re.fullmatch(r"[A-Za-z]{1,2}", chosen):
        place = 0
        for letter in chosen.upper():
            place = place * 26 + ord(letter) - ord("A") + 1
        if place <= max(len(table.titles), 1):
            return place - 1
    shown = ", ".join(filter(None, table.titles))[:200]
    raise table.fault(f"has no column {chosen!r}", f"give {option} a heading, of these: {shown}; or a letter such as A")


def _grades(table: LaidOut, places: Sequence[int]) -> bool:
    return all(is_grade(table.titles[at]) for at in places)


def _sort_flags(table: LaidOut) -> None:
    """Tell columns of yes and no from columns of names, where their heading may be that of either."""
    names_skills = any(not table.columns[at].is_flag for at in table.at("capability"))
    for at, found in list(table.columns.items()):
        words = list(table.filled(at)) if found.is_flag else []
        if found.column == "necessity" and words and not names_skills and not any(map(necessity_in, words)):
            table.columns[at] = Meaning("capability", necessity="essential")
        elif found.column == "capability" and words and all(map(is_flag, words)):
            table.columns[at] = Meaning("necessity", necessity=found.necessity)


def _take_legend(table: LaidOut) -> None:
    """Take legends out of what stands below the heading: in rows of their own, and beside the table."""
    below_title = False
    body: list[TableLine] = []
    for line, cells in table.body:
        if cells is None:
            body.append((line, cells))
            continue
        inside = [clean(cell) for cell in cells[: len(table.titles)]]
        alone = not any(inside[1:]) or below_title or not any(inside)
        if is_legend_title([clean(cell) for cell in cells]):
            below_title = True
            continue
        entries = legend_entries([cell.strip() for cell in cells], below_title=below_title) if alone else {}
        if entries:
            table.legend |= {clean(key): clean(text) for key, text in entries.items()}
            continue
        below_title = below_title and not any(inside)
        body.append((line, _without_legend(table, cells)))
    table.body = body


def _without_legend(table: LaidOut, cells: Sequence[str]) -> Sequence[str]:
    """A row without what stands in it beside the table, where that is part of a legend."""
    beside = [at for at, cell in enumerate(cells) if cell.strip() and not (at < len(table.titles) and table.titles[at])]
    texts = [clean(cells[at]) for at in beside]
    if not texts or not (is_legend_title(texts) or (entries := legend_entries(texts, below_title=True))):
        return cells
    if not is_legend_title(texts):
        table.legend |= entries
    return ["" if at in beside else cell for at, cell in enumerate(cells)]


def _answer_columns(table: LaidOut, known: AxisNames) -> list[int]:
    """The columns without a meaning whose cells say how well or how urgently something is asked for."""
    grades = [at for at in table.at("level") if is_grade(table.titles[at])]
    grades = grades if len(grades) > 1 and len(table.at("capability")) == 1 else []
    found = []
    for at, title in enumerate(table.titles):
        if not title or (at in table.columns and at not in grades):
            continue
        answers = [is_answer(cell) for cell in table.filled(at)]
        is_name = is_grade(title) or known.is_role(title) or known.is_capability(title)
        if answers and (sum(answers) * 2 >= len(answers) or is_name) and any(map(str.isalpha, title)):
            found.append(at)
    return found if len(found) > 1 or not table.at("level") else []


def _may_be_matrix(table: LaidOut) -> bool:
    """Whether the columns that have a meaning leave room for roles across skills: not both have a column."""
    return not (table.at("role") and table.at("capability"))


def _as_matrix(table: LaidOut, answers: list[int], options: TableOptions, known: AxisNames) -> None:
    """Say which axis has the roles: by the heading of the names, by an option, or by what is known of the names."""
    table.layout = TableLayout.MATRIX
    roles, skills = table.at("role"), table.at("capability")
    if roles and skills and options.layout is TableLayout.MATRIX:
        raise table.fault("has a column of roles and one of skills, as a list has", "leave out --layout matrix")
    if not answers:
        raise table.fault("has no column of marks or levels", "leave out --layout matrix, or put x or 1 to 4 there")
    if roles or skills:
        table.names = (roles or skills)[0]
        table.rows_are_roles = bool(roles)
    else:
        table.names = next((at for at in range(len(table.titles)) if at not in answers and at not in table.columns), -1)
        if table.names < 0:
            heads = _some([table.titles[at] for at in answers])
            problem = f"{table.shown}has marks under {heads}, and no column of roles or skills"
            cure = "name that column Role or Skill, or say --role-column HEADING or --skill-column HEADING"
            raise UndecidedTable(problem, cure, path=table.place.path, line=table.line)
        table.rows_are_roles = _guessed_rows(table, answers, known)
    table.answers = [at for at in answers if at != table.names]
    for at in (table.names, *answers):
        table.columns.pop(at, None)
    if not table.rows_are_roles:
        _check_grades(table, options)
        table.sections = _sections(table, known)


def _guessed_rows(table: LaidOut, answers: Sequence[int], known: AxisNames) -> bool:
    """Whether the rows of a matrix are roles: most names of one side must read like roles, or they may be people."""
    rows = list(dict.fromkeys(table.filled(table.names)))
    heads = [table.titles[at] for at in answers]

    def share(names: Sequence[str], is_one: Callable[[str], bool]) -> float:
        return sum(map(is_one, names)) / max(len(names), 1)

    role_rows, role_heads = share(rows, known.is_role), share(heads, lambda name: is_grade(name) or known.is_role(name))
    as_roles = role_rows + share(heads, known.is_capability)
    as_skills = share(rows, known.is_capability) + role_heads
    if max(as_roles, as_skills) < 2 * min(as_roles, as_skills) or as_roles == as_skills:
        what, names = "rows may be roles or skills", f"{_some(rows)} × {_some(heads)}"
    elif as_roles > as_skills:
        what, names = ("" if role_rows > _MOST_OF else "rows may be roles or people"), _some(rows)
    else:
        what, names = ("" if role_heads > _MOST_OF else "columns may be roles or people"), _some(heads)
    if what:
        letter = chr(ord("A") + table.names) if table.names < 26 else table.titles[table.names]
        raise UndecidedTable(
            f"{table.shown}is a matrix whose {what}: {names}",
            f"name its first column Role or Skill, or say --role-column {letter} or --skill-column {letter}",
            path=table.place.path,
            line=table.line,
        )
    return as_roles > as_skills


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")


def _sections(table: LaidOut, known: AxisNames) -> dict[int, str]:
    """The lines of a matrix of skills with a name and no mark, if the first one is such: they sort the rows below."""
    lines: dict[int, str] = {}
    first = 0
    for line, cells in table.body:
        texts = [clean(cell) for cell in cells or ()]
        own = texts[table.names] if table.names < len(texts) else ""
        others = {text for at, text in enumerate(texts) if text and at != table.names}
        if own and not (others - {own}) and not is_answer(own) and not known.is_capability(own):
            lines[line] = own
        first = first or (line if any(texts) else 0)
    return lines if first in lines else {}


def _check_grades(table: LaidOut, options: TableOptions) -> None:
    """Find the role whose grades head the columns: above them, by the option, or by the name of the sheet."""
    grades = [at for at in table.answers if is_grade(table.titles[at])]
    if not grades or all(table.groups.get(at) for at in grades):
        return
    table.role = options.role or table.role or sheet_role(table.place)
    if not table.role:
        titles = _some([table.titles[at] for at in grades])
        raise table.fault(
            f"has columns for grades, {titles}, and does not say of which role", "say it with --role NAME"
        )


def sheet_role(place: CellPlace) -> str:
    """The role that a sheet of a workbook is named after; empty for a name that every sheet may have."""
    return place.section if place.is_sheet and not _GENERIC.fullmatch(place.section) else ""


def _as_list(table: LaidOut, options: TableOptions) -> None:
    """Check that there is a role and something asked for, and say whether cells hold several things."""
    shown = ", ".join(filter(None, table.titles))[:200]
    asked = table.at("capability")
    has_facts = any(table.at(name) for name in FACTS)
    missing = [] if asked else ["capability"]
    role = (
        options.role
        or table.role
        or (sheet_role(table.place) if asked and not has_facts and len(table.columns) > 1 else "")
    )
    if not table.at("role") and not has_facts:
        table.role = role
    missing += [] if table.at("role") or has_facts or table.role else ["role"]
    if missing:
        problem = f"{table.shown}has no column {' and no column '.join(missing)}"
        options_ = {"capability": "--skill-column HEADING", "role": "--role-column HEADING, or --role NAME"}
        cure = f"name it in the heading, which is: {shown}; or say {options_[missing[0]]}"
        raise NotATable(problem, cure, path=table.place.path, line=table.line)
    if table.is_own and len(asked) > 1:
        for at in asked[1:]:
            del table.columns[at]
        return
    if not table.is_own:
        _check_alternatives(table, asked)
        table.has_commas = _cells_are_lists(table, asked, options)
        if len(asked) > 1 or table.has_commas:
            table.layout = TableLayout.WIDE


def _check_alternatives(table: LaidOut, asked: Sequence[int]) -> None:
    """Refuse two columns of skills with different headings, of which one may sort the other."""
    plain_ = [at for at in asked if table.columns[at] == Meaning("capability")]
    bare = Counter(re.sub(r"[\W\d_]+$", "", fold(table.titles[at])).removesuffix("s") for at in plain_)
    if len(bare) > 1:
        titles = " and ".join(repr(table.titles[at]) for at in plain_[:2])
        raise table.fault(
            f"has two columns that may name what is asked for, {titles}", "say which with --skill-column HEADING"
        )


def _cells_are_lists(table: LaidOut, asked: Sequence[int], options: TableOptions) -> bool:
    """Whether a comma in a cell stands between two things: where each role has one row, most of them with commas."""
    if options.layout is not None:
        return options.layout is TableLayout.WIDE
    roles = table.at("role")
    names = list(table.filled(roles[0])) if roles else []
    differ = len({table.columns[at] for at in asked}) > 1 or any(table.columns[at].is_part for at in asked)
    cells = [cell for at in asked if table.columns[at].kind != "degree" for cell in table.filled(at)]
    rows = sum(1 for _, each in table.body if each and any(cell.strip() for cell in each))
    if not names or len(set(map(fold, names))) < len(names) or len(names) < rows:
        return False
    with_commas = sum(_COMMA.search(cell) is not None for cell in cells)
    if not with_commas or differ or with_commas * 2 >= len(cells):
        return with_commas > 0
    raise table.fault(
        f"has a row for each role, and a comma in {with_commas} of {len(cells)} cells of what it asks for",
        "say --layout wide if commas stand between skills, or --layout long if each cell is one skill",
    )


def items_of(cell: str, *, commas: bool) -> list[str]:
    """What a cell lists, one a line or behind bullets, semicolons or, if so, commas.

    >>> items_of("SQL (joins, views), Excel", commas=True), items_of("- bread, cakes\\n- dough", commas=False)
    (['SQL (joins, views)', 'Excel'], ['bread, cakes', 'dough'])
    """
    parts = [part for piece in _SEPARATORS.split(cell) for part in (_COMMA.split(piece) if commas else [piece])]
    stripped = (re.sub(r"^\s*(?:[-–*·▪]\s+|\d{1,2}[.)]\s+|and\s+|und\s+|et\s+|y\s+)", "", part) for part in parts)
    return list(dict.fromkeys(text for part in stripped if (text := clean(part).strip(" ,"))))


def stated_top(table: LaidOut) -> int:
    """The highest number of the scale that a heading or a title states; 0 for none."""
    titles = [table.titles[at] for at in table.at("level")]
    return max((range_in(text) for text in (*titles, *table.unread)), default=0)
