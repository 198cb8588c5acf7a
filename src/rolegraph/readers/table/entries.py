"""The rows of a table read one by one, and the nodes that their names mean.

What is known keeps its node, the rest gets one, under the same name in every row.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple, TypeVar

from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking import LONGEST_LABEL, Linker, Mention
from rolegraph.linking.truecase import Truecase
from rolegraph.model.nodes import CAPABILITY_KINDS, LEARNABLE_KINDS, Kind, Level, Necessity, Seniority, fold, slugify
from rolegraph.readers.documents.qualifications import qualifications
from rolegraph.readers.documents.records import Passage
from rolegraph.readers.import_output import ImportReport
from rolegraph.readers.table.spreadsheets import (
    FACTS,
    KINDS,
    LEVELS,
    NECESSITIES,
    SENIORITIES,
    SEVERAL,
    TableRow,
    parts,
    plain,
)

Word = TypeVar("Word")

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


class NamedCapability(NamedTuple):
    """The alternatives of a requirement, and what the wording of a degree adds to them."""

    any_of: tuple[Mention, ...]
    open_to_related: bool = False
    note: str = ""


class Resolver:
    """Finds what a table means by its names.

    It is given all rows, since a kind that one of them gives holds in all, and so do other names; the names already
    known; and the resolver of a first reading, by which each name has one spelling, whatever the order of the rows.
    """

    def __init__(self, entries: Iterable[TableEntry], lexicon: MemoryLexicon, before: Resolver | None = None) -> None:
        self.linker: Linker = Linker(lexicon, Truecase([], lexicon), before.linker if before else None)
        self._kinds: dict[str, tuple[Kind, int]] = {}
        self._roles: dict[str, str] = {}
        self._capabilities: dict[str, str] = {}
        for entry in entries:
            if entry.role:
                _add_aliases(self._roles, entry.role, entry.several("other names"))
            elif entry.capability:
                _add_aliases(self._capabilities, entry.capability[0], entry.several("other names"))
        for entry in entries:
            kind = entry.kind or (Kind.TOOL if entry.row["category"] else None)
            for name in entry.capability if kind else ():
                self._kinds.setdefault(slugify(self._main(name)), (kind or Kind.SKILL, entry.row.line))

    def role(self, entry: TableEntry) -> Mention:
        """The role of a row."""
        name = self._roles.get(fold(entry.role), entry.role)
        known = self.linker.known(name, (Kind.ROLE,), entry.row.line)
        return known or self.linker.stated(Kind.ROLE, name, entry.row.line)

    def capability(self, entry: TableEntry, report: ImportReport) -> NamedCapability:
        """What a row requires, or the one capability that it describes.

        Raises `Unfit` when its kind contradicts another row, or a degree cannot be read.
        """
        found = [self._alternative(name, entry, report) for name in entry.capability]
        mentions = {mention.iri: mention for each in found for mention in each.any_of}
        if entry.row["category"] and any(mention.kind is not Kind.TOOL for mention in mentions.values()):
            raise Unfit("category", "is for tools alone, and this is not a tool", entry.row["capability"])
        note = "; ".join(dict.fromkeys(each.note for each in found if each.note))
        return NamedCapability(tuple(mentions.values()), any(each.open_to_related for each in found), note)

    def named(self, column: str, entry: TableEntry, default: Kind = Kind.SKILL) -> tuple[Mention, ...]:
        """The capabilities in a cell that gives no kind; what is new is of the default kind."""
        found = [self._resolve(self._main(name), entry, default) for name in entry.several(column)]
        return tuple({mention.iri: mention for each in found for mention in each.any_of}.values())

    def titled(self, kind: Kind, column: str, entry: TableEntry) -> tuple[Mention, ...]:
        """The industries or categories in a cell."""
        found = [self.linker.titled(kind, name, entry.row.line) for name in entry.several(column)]
        return tuple({mention.iri: mention for mention in found}.values())

    def _main(self, name: str) -> str:
        return self._capabilities.get(fold(name), name)

    def _alternative(self, name: str, entry: TableEntry, report: ImportReport) -> NamedCapability:
        name = self._main(name)
        stated, line = self._kinds.get(slugify(name), (None, 0))
        kind = entry.kind or stated
        if stated is not None and kind is not stated:
            raise Unfit("kind", f"is {kind}, but {stated} in line {line}", name)
        named = self._resolve(name, entry, Kind.SKILL)
        for mention in named.any_of:
            if entry.kind in LEARNABLE_KINDS and mention.kind is not entry.kind:
                note = f"{mention.label!r} is already known as a {mention.kind}: the kind {entry.kind} is ignored"
                report.note(f"{entry.row.place.file}, line {entry.row.line}: {note}")
        return named

    def _resolve(self, name: str, entry: TableEntry, default: Kind) -> NamedCapability:
        """What a name means, by the kind that any row gives, or else by what is known."""
        stated, line = self._kinds.get(slugify(name), (None, 0))[0], entry.row.line
        if stated is Kind.DEGREE:
            return self._degree(name, entry)
        kinds = (stated,) if stated is Kind.CERTIFICATION else LEARNABLE_KINDS if stated else CAPABILITY_KINDS
        known = self.linker.known(name, kinds, line, prefer=stated or Kind.SKILL)
        if known is not None and known.kind is Kind.DEGREE:
            return self._degree(name, entry)
        return NamedCapability((known or self.linker.stated(stated or default, name, line),))

    def _degree(self, name: str, entry: TableEntry) -> NamedCapability:
        read = qualifications(name, entry.passage, self.linker)
        degrees = tuple(degree for record in read for degree in record.any_of if degree.kind is Kind.DEGREE)
        if not degrees or len(read) > 1:
            cure = "write its level and field, such as Bachelor's degree in History"
            raise Unfit("capability", f"is not a degree that can be read: {cure}", name)
        return NamedCapability(degrees, read[0].open_to_related, read[0].note)


def _add_aliases(aliases: dict[str, str], name: str, others: Iterable[str]) -> None:
    main = aliases.get(fold(name), name)
    for other in others:
        if fold(other) != fold(main):
            aliases.setdefault(fold(other), main)
