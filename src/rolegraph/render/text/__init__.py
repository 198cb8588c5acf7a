"""What answers are made of before they have a look: headings, texts, tables, tasks; and phrases that views share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rolegraph.model.nodes import Kind, Level, Node
from rolegraph.model.plans import Holding
from rolegraph.model.roles import Evidence, Requirement

NOTHING = "-"


def about(hours: float) -> str:
    """Hours as an estimate, without digits that it cannot have: ~7, ~45, ~1,230."""
    step = 1 if hours < 20 else 5 if hours < 200 else 10
    return f"~{round(hours / step) * step:,}"


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
    return f"{number:,} " + (noun[:-1] + "ies" if noun.endswith("y") else noun + "s")


class Heading(NamedTuple):
    """A title; `level` 1 is the answer's own."""

    text: str
    level: int = 2


class Text(NamedTuple):
    """A paragraph; a `quiet` one is a remark that may be shown with less weight."""

    text: str
    quiet: bool = False


class Table(NamedTuple):
    """Rows of cells under column names. Columns named in `right` hold numbers."""

    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    right: frozenset[str] = frozenset()


class Tasks(NamedTuple):
    """Things to do and to tick off, in order: each a title and a remark."""

    items: Sequence[tuple[str, str]]


Block = Heading | Text | Table | Tasks


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
