"""What a board of a learning path is made of: phases, in them groups by theme, in these cards; and what joins cards.

A card stands for each step, with the number that the plan gives it, and one for whatever else the plan names. The
numbers increase from left to right and from top to bottom.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple

from rolegraph.model.nodes import Kind, Level
from rolegraph.render.figures.scene import Fact, SourceLink
from rolegraph.render.text import about, counted

FOLDED: Final = 45  # steps: of a longer plan the themes are folded
TALL: Final = 10.0  # cards that a column has at most, as far as that can be
_HEAD: Final = 0.5  # of a card: the height of a title
_OVER: Final = 1.25  # how much longer a column may be than its fair part, rather than cut a group in two

Tone = Literal["known", "learn", "deepen", "credential", "optional"]


class Card(NamedTuple):
    """A step, if it has a `number`, or what is had, a credential, or what is nice to have.

    `names` are the IRIs that it stands for, `meets` what it is for, `entry` is its key in a profile file. It is `done` from the beginning where
    the profile says so, and `learning` what somebody has begun.
    """

    id: str
    label: str
    kind: Kind
    names: tuple[str, ...] = ()
    number: int = 0
    level: Level | None = None
    before: Level | None = None
    hours: float | None = None
    why: str = ""
    facts: tuple[Fact, ...] = ()
    sources: tuple[SourceLink, ...] = ()
    meets: tuple[str, ...] = ()
    entry: str = ""
    done: bool = False
    learning: bool = False

    @property
    def rise(self) -> str:
        """To which level, and from which, in words."""
        if self.level is None:
            return ""
        if not self.number:
            return str(self.level)
        return f"to {self.level}" if self.before is None else f"{self.before} to {self.level}"


class Group(NamedTuple):
    """Cards of one theme; `continued` where they began in another column. Of many, `shown` ones are in sight."""

    title: str
    cards: tuple[Card, ...]
    continued: bool = False
    shown: int | None = None

    @property
    def size(self) -> str:
        """How many cards, and hours."""
        return sized(self.cards)


class Phase(NamedTuple):
    """A part of the plan: groups in one or more columns."""

    key: str
    title: str
    tone: Tone
    columns: tuple[tuple[Group, ...], ...]
    remark: str = ""

    @property
    def groups(self) -> Iterator[Group]:
        """All groups, in their order."""
        return (group for column in self.columns for group in column)

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards, in their order."""
        return tuple(card for group in self.groups for card in group.cards)

    @property
    def numbered(self) -> bool:
        """Whether its cards are steps."""
        return any(card.number for card in self.cards)


Stack = tuple[Phase, ...]
"""Phases that stand below each other."""


class Link(NamedTuple):
    """What joins two cards, by their ids: the first is needed for the second, which may only be shorter for it.

    It is `near` where the cards are neighbours: in columns side by side, or one below the other.
    """

    start: str
    end: str
    helps: str = ""
    near: bool = False


def sized(cards: Sequence[Card]) -> str:
    """How many steps, and how many hours where somebody has estimated them."""
    numbered = [card for card in cards if card.number]
    if not numbered:
        return f"{len(cards):,}"
    hours = [card.hours for card in numbered if card.hours is not None]
    takes = f", {about(sum(hours))} h" if hours else ""
    some = f" for {len(hours)} of them" if hours and len(hours) < len(numbered) else ""
    return counted(len(numbered), "step") + takes + some


def week_range(before: float, hours: float, per_week: float) -> str:
    """The weeks in which some hours are learned, after others; "" where they take none."""
    if hours <= 0:
        return ""
    first = round(before / per_week) + 1
    last = max(first, round((before + hours) / per_week))
    return f"week {first:,}" if first == last else f"weeks {first:,} to {last:,}"


def in_columns(groups: Sequence[Group], *, folded: bool) -> tuple[tuple[Group, ...], ...]:
    """Groups in as few columns as their height allows, of about one height; a long group may go on in the next.

    The titles of groups that are `folded` have to fit, not their cards.
    """
    wholes = [_height(group, folded=folded) for group in groups]
    count = max(1, math.ceil(sum(wholes) / TALL))
    fair = sum(wholes) / count
    columns: list[list[Group]] = [[]]
    filled = 0.0
    for group, height in zip(groups, wholes, strict=True):
        rest: Group | None = group
        while rest is not None:
            height = _height(rest, folded=folded)
            room = fair - filled
            is_last = len(columns) == count
            if is_last or filled + height <= fair * _OVER or folded:
                part, rest = rest, None
            else:
                part, rest = _cut(rest, room)
                if part is None and not filled:
                    part, rest = rest, None
            if part is not None:
                columns[-1].append(part)
                filled += _height(part, folded=folded)
            if not is_last and (rest is not None or filled >= fair):
                columns.append([])
                filled = 0.0
    return tuple(tuple(column) for column in columns if column)


def _height(group: Group, *, folded: bool) -> float:
    if folded:
        return 1.0
    return len(group.cards) + _HEAD * bool(group.title)


def _cut(group: Group, room: float) -> tuple[Group | None, Group]:
    """What of a group fits, and the rest; all of it is rest where next to nothing would stand alone."""
    fitting = math.floor(room - _HEAD * bool(group.title))
    if fitting < 2 or len(group.cards) - fitting < 2:
        return None, group
    first = group._replace(cards=group.cards[:fitting])
    return first, group._replace(cards=group.cards[fitting:], continued=True)


def stacked(phases: Iterable[Phase], *, folded: bool) -> tuple[Stack, ...]:
    """Phases from left to right; narrow ones of the same sort stand below each other where that is not too high."""
    stacks: list[list[Phase]] = []
    for phase in phases:
        below = stacks[-1] if stacks else []
        together = [*below, phase]
        alike = len({_sort(one) for one in together}) == 1 and all(len(one.columns) == 1 for one in together)
        height = sum(1 + _height(group, folded=folded) for one in together for group in one.groups)
        if below and alike and (height <= TALL * _OVER or not phase.numbered):
            below.append(phase)
        else:
            stacks.append([phase])
    return tuple(tuple(stack) for stack in stacks)


def _sort(phase: Phase) -> str:
    if phase.tone in ("known", "learn", "deepen"):
        return phase.tone
    return "besides"


def places_of(stacks: Iterable[Stack]) -> dict[str, tuple[int, int]]:
    """The column and the row of each card, by its id."""
    places: dict[str, tuple[int, int]] = {}
    column = 0
    for stack in stacks:
        rows = [0] * max(len(phase.columns) for phase in stack)
        for phase in stack:
            for beside, groups in enumerate(phase.columns):
                for card in (card for group in groups for card in group.cards):
                    places[card.id] = column + beside, rows[beside]
                    rows[beside] += 1
        column += len(rows)
    return places


def with_neighbours(stacks: Sequence[Stack], links: Iterable[Link]) -> tuple[Link, ...]:
    """Links, with those between neighbours marked."""
    places = places_of(stacks)

    def near(link: Link) -> bool:
        (one, above), (other, below) = places[link.start], places[link.end]
        return other == one + 1 or (one == other and below == above + 1)

    return tuple(link._replace(near=near(link)) for link in links)
