"""What answers are made of before they have a look: headings, texts, tables, tasks; and phrases that views share."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple, TypeVar

from rolegraph.model.nodes import Kind, Level, Node
from rolegraph.model.plans import Holding, LearningPath
from rolegraph.model.roles import ASSUMED, Evidence, Requirement, Unrecorded

Item = TypeVar("Item")

NOTHING = "-"
_FEW: Final = 3  # roles that an estimate is from, which are named
JOINERS: Final = "\u200c\u200d"  # which scripts and emoji need
# Control characters but tab and line ends, and what turns the direction of a text around.
_CONTROLS: Final = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def without_controls(text: str) -> str:
    """A text without the characters by which a label could steer a program, or show other than it is."""
    return _CONTROLS.sub("", text)


def about(hours: float | None) -> str:
    """Hours as an estimate, without digits that it cannot have: ~7, ~45, ~1,230; a dash where there is none."""
    if hours is None:
        return NOTHING
    step = 1 if hours < 20 else 5 if hours < 200 else 10
    return f"~{round(hours / step) * step:,}"


def hours_in_words(path: LearningPath) -> str:
    """What a path takes: hours as far as somebody has estimated them."""
    if path.hours is not None:
        assumed = any(step.effort.basis == ASSUMED for step in path.steps)
        return f"{about(path.hours)} hours{' (assumed)' if assumed else ''}"
    if not path.hours_estimated:
        return "nobody has estimated hours"
    estimated = len(path.steps) - path.unestimated
    return f"{about(path.hours_estimated)} hours for {counted(estimated, 'step')}, no estimate for {path.unestimated}"


def effort(hours: float | None, steps: int, capabilities: int | None = None) -> str:
    """What is to be learned: hours where they are estimated, otherwise capabilities and levels (steps)."""
    if not steps:
        return "nothing to learn"
    if hours is not None:
        return f"{about(hours)} hours"
    levels = counted(steps, "level")
    return levels if capabilities is None else f"{counted(capabilities, 'capability')}, {levels}"


def origin_of(found: Unrecorded) -> str:
    """What the requirements of a role are estimated from, or that nothing is recorded, in a sentence."""
    if not found.near:
        return f"Nothing essential is recorded of {found.role.label}."
    names = [near.label for near in found.near[:_FEW]]
    listed = ("; " if any("," in name for name in names) else ", ").join(names)
    more = f" and {len(found.near) - _FEW} more" if len(found.near) > _FEW else ""
    return f"Requirements of {found.role.label} are estimated from {listed}{more}: nothing essential is recorded."


def origins(found: Iterable[Unrecorded | None]) -> Iterator[Text]:
    """The same for some roles, each once."""
    for one in dict.fromkeys(filter(None, found)):
        yield Text(origin_of(one))


def level(value: Level | None) -> str:
    """A level in a word; one that no source states is not filled in."""
    return NOTHING if value is None else str(value)


def held_as(holding: Holding) -> str:
    """What a person has, with its level, such as `Python (proficient)`."""
    if holding_level(holding) == NOTHING:
        return holding.label + (" or a related field" if holding.open_to_related else "")
    return f"{holding.label} ({holding.level}{', ' + holding.basis if holding.implied else ''})"


def holding_level(holding: Holding) -> str:
    """The level of what a person has; a degree or certification has none."""
    credential = all(node.kind in (Kind.DEGREE, Kind.CERTIFICATION) for node in holding.one_of)
    return NOTHING if credential else str(holding.level)


def asked(requirement: Requirement) -> str:
    """A requirement in words, with its examples."""
    if not requirement.examples:
        return requirement.label
    return f"{requirement.label} (e.g. {', '.join(node.label for node in requirement.examples)})"


class Citations:
    """Numbers the sources of an answer as they are first cited, to be listed once at its end."""

    def __init__(self) -> None:
        self._numbers: dict[Node, int] = {}

    def places(self, evidence: Iterable[Evidence]) -> str:
        """The number of each source, with section and line: `[1] Skills, line 7`."""
        places = []
        for item in evidence:
            number = self._numbers.setdefault(item.source, len(self._numbers) + 1)
            parts = [item.section, f"line {item.line}" if item.line else ""]
            places.append(" ".join([f"[{number}]", ", ".join(part for part in parts if part)]).strip())
        return "; ".join(dict.fromkeys(places)) or NOTHING

    @property
    def sources(self) -> list[str]:
        """What the numbers stand for."""
        return [f"[{number}] {source.label} ({source.slug})" for source, number in self._numbers.items()]


def counted(number: int, noun: str) -> str:
    """A number with its noun: 1 step, 2 industries."""
    if number == 1:
        return f"1 {noun}"
    is_changed = noun.endswith("y") and noun[-2:-1] not in "aeiou"  # capability, but not way
    return f"{number:,} " + (noun[:-1] + "ies" if is_changed else noun + "s")


class Heading(NamedTuple):
    """A title; `level` 1 is the answer's own."""

    text: str
    level: int = 2


class Text(NamedTuple):
    """A paragraph; a `quiet` one is a remark that may be shown with less weight."""

    text: str
    quiet: bool = False


class Table(NamedTuple):
    """Rows of cells under column names. Columns named in `right` hold numbers.

    `titles` stand before the rows with some indices, and say what the rows from there on have in common.
    """

    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    right: frozenset[str] = frozenset()
    titles: Mapping[int, str] = MappingProxyType({})

    @property
    def filled(self) -> Table:
        """The same without the columns in which no row says anything."""
        places = [
            place for place in range(len(self.columns)) if any(row[place] not in ("", NOTHING) for row in self.rows)
        ]
        rows = [tuple(row[place] for place in places) for row in self.rows]
        return self._replace(columns=tuple(self.columns[place] for place in places), rows=rows)


class Tasks(NamedTuple):
    """Things to do and to tick off, in order: each a number, a title and a remark."""

    items: Sequence[tuple[str, str, str]]


Block = Heading | Text | Table | Tasks

# Rows of a table for programs, and their class or the names of their columns.
Rows = tuple[Iterable[object], type | Sequence[str]]
# Tables by name: a list in a result, as a path of its fields, or rows. The first is the main one.
Tables = Mapping[str, str | Rows]


def table_rows(rows: Iterable[Sequence[object]], *columns: str) -> Rows:
    """Rows of a table with these columns."""
    return [dict(zip(columns, row, strict=True)) for row in rows], columns


MOST_ROWS: Final = 10  # of a long list, unless all of it is asked for


def beginning(items: Sequence[Item], everything: bool) -> Sequence[Item]:
    """All of a list, or of a long one its beginning, unless `everything` is asked for."""
    return items if everything or len(items) <= MOST_ROWS + 1 else items[:MOST_ROWS]


def cut_section(title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], count: int) -> Iterator[Block]:
    """A table of the beginning of a list under its title, with how many there are where that is not all."""
    left = count - len(rows)
    yield from section(f"{title} ({count:,})" if left else title, columns, rows)
    if left:
        yield Text(f"{left:,} more; --all shows all", quiet=True)


def section(
    title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], right: Iterable[str] = (), limit: int = 0
) -> Iterator[Block]:
    """A table under its title, and nothing if it has no rows; `limit` rows of it, if that is not 0."""
    if not rows:
        return
    yield Heading(title)
    yield Table(columns, rows[:limit] if limit else rows, frozenset(right))
    if limit and len(rows) > limit:
        yield Text(f"showing {limit:,} of {len(rows):,}", quiet=True)
