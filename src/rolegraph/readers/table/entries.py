"""The rows of a table read one by one: what each asks for or describes, or what keeps it out."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from rolegraph.linking import LONGEST_LABEL
from rolegraph.model.nodes import Kind, Level, Necessity, Seniority
from rolegraph.readers.documents.records import Passage
from rolegraph.readers.table.column_titles import FACTS, plain
from rolegraph.readers.table.scales import NECESSITIES
from rolegraph.readers.table.spreadsheets import SEVERAL
from rolegraph.readers.table.table_rows import KINDS, TableRow, parts

Word = TypeVar("Word")
LEVELS: Final = {level.word: level for level in Level} | {str(int(level)): level for level in Level}
SENIORITIES: Final = {seniority.word: seniority for seniority in Seniority} | {"junior": Seniority.ENTRY}

_ASKING: Final = ("necessity", "level", "examples")
_OF_ROLE: Final = ("seniority", "industry", "responsibility")
_SAID_OF_ROLE: Final = ("other names", "definition", *_OF_ROLE)
_NAMES: Final = ("role", "other names", "industry", "category", "examples", "broader", "prerequisites", "close to")
_MOST_HOURS: Final = 100_000


class Unfit(Exception):
    """What keeps a row out: the column, the reason, and what stands there."""

    def __init__(self, column: str, reason: str, value: str = "") -> None:
        self.column, self.reason, self.value = column, reason, value
        super().__init__(f"{column}: {reason}")


@dataclass(frozen=True, slots=True)
class TableEntry:
    """A row, read. Without a role it describes its capability; without a capability it describes its role."""

    row: TableRow
    role: str
    capability: tuple[str, ...]
    kind: Kind | None
    necessity: Necessity
    level: Level | None
    seniority: Seniority | None
    hours: float | None

    @property
    def passage(self) -> Passage:
        """Where the row stands."""
        return Passage(self.row.place.section, self.row.line, "", part=self.row.place.section)

    @property
    def role_facts(self) -> dict[str, Any]:
        """What is stated of the role that it has but one of, by column."""
        return _filled({"definition": self.row["definition"], "seniority": self.seniority})

    @property
    def capability_facts(self) -> dict[str, Any]:
        """The same of the capability, of which a row with a role gives no definition."""
        return _filled({"effort hours": self.hours, "definition": "" if self.role else self.row["definition"]})

    def several(self, column: str) -> tuple[str, ...]:
        """What stands in a cell, taken apart."""
        return parts(self.row[column])


def _filled(facts: dict[str, Any]) -> dict[str, Any]:
    return {column: fact for column, fact in facts.items() if fact is not None and fact != ""}


def read_entry(row: TableRow, above: str) -> TableEntry:
    """A row by itself, in the role of the row above it if it names none; raises `Unfit` with the first thing wrong."""
    capability = parts(row["capability"])
    facts = [name for name in FACTS if row[name]]
    describes = row.describes or (not row["role"] and bool(facts) and bool(capability))
    role = "" if describes else row["role"] or above
    if not role and not describes:
        raise Unfit("role", "is empty, and no role stands above it")
    _check_shape(row, capability, facts, describes=describes)
    for column in _NAMES:
        for name in parts(row[column]):
            _check_name(column, name)
    for name in capability:
        _check_name("capability", name)
    return TableEntry(
        row=row,
        role=role,
        capability=capability,
        kind=_word(row, "kind", KINDS),
        necessity=_word(row, "necessity", NECESSITIES) or Necessity.ESSENTIAL,
        level=_word(row, "level", LEVELS),
        seniority=_word(row, "seniority", SENIORITIES),
        hours=_hours(row["effort hours"]),
    )


def _check_shape(row: TableRow, capability: tuple[str, ...], facts: list[str], *, describes: bool) -> None:
    """Refuse cells that have nothing to be about."""
    if not capability:
        about_role = any(row[name] for name in _SAID_OF_ROLE)
        if describes or not about_role or any(row[name] for name in ("kind", "category", "note", *_ASKING, *facts)):
            raise Unfit("capability", "is empty")
    if (facts or describes) and len(capability) > 1:
        raise Unfit("capability", "names several capabilities, but a row describes only one", row["capability"])
    if SEVERAL in row["role"]:
        raise Unfit("role", "names several: give each its own row", row["role"])
    if describes and (stray := next((name for name in (*_ASKING, *_OF_ROLE) if row[name]), None)):
        raise Unfit(stray, "is about a role, but the row describes a capability: repeat the role", row[stray])


def _check_name(column: str, name: str) -> None:
    if len(name) > LONGEST_LABEL:
        raise Unfit(
            column, f"has more than {LONGEST_LABEL} characters: give it a name, and put the rest into note", name
        )
    if not any(map(str.isalnum, name)):
        raise Unfit(column, "has no letter and no digit", name)


def _word(row: TableRow, column: str, words: Mapping[str, Word]) -> Word | None:
    """What a word in a cell stands for; None for an empty cell."""
    stated = row[column]
    if not stated:
        return None
    for word, meaning in words.items():
        if plain(word) == plain(stated):
            return meaning
    raise Unfit(column, f"is not one of {', '.join(words)}", stated)


def _hours(cell: str) -> float | None:
    """
    >>> _hours("40"), _hours("2,5 h"), _hours("")
    (40.0, 2.5, None)
    """
    if not cell:
        return None
    number = re.sub(r"\s*(?:h|hrs?|hours?)\.?$", "", cell, flags=re.IGNORECASE)
    # ASCII digits only: what else Python takes for a number nobody writes into a table.
    hours = float(number.replace(",", ".")) if re.fullmatch(r"[0-9]{1,9}(?:[.,][0-9]{1,9})?", number) else math.nan
    if not 0 < hours <= _MOST_HOURS:
        raise Unfit("effort hours", "is not a number of hours above 0", cell)
    return hours
