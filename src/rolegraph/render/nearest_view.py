"""The roles nearest to someone, for people: tiers, what is met, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from rolegraph.moves import Limits, Nearest, Neighbour, Piece
from rolegraph.render.blocks import Block, Heading, Table, Text
from rolegraph.similarity import Thresholds
from rolegraph.words import NOTHING, about, counted

_FEW: Final = 3  # parts, and pieces, that are named
_COLUMNS: Final = ("#", "Role", "Score", "Meets", "Hours", "Move")


def nearest_blocks(found: Nearest, *, explain: bool = False) -> Iterator[Block]:
    """The whole answer; `explain` adds all parts of each score."""
    yield Heading(_title(found), 1)
    numbered = list(enumerate(found.neighbours, start=1))
    if not numbered:
        yield Text("No role passes the filters." if found.filters else "There is no other role.")
    for tier, group in groupby(numbered, key=lambda one: one[1].tier):
        yield Heading(str(tier).capitalize())
        yield Table(_COLUMNS, [_row(number, one) for number, one in group], frozenset({"#", "Score", "Hours"}))
    if numbered:
        yield Heading("Why")
        yield Table(("#", "Why"), [(str(number), " ".join(_reasons(one))) for number, one in numbered])
    if explain:
        for number, one in numbered:
            yield Heading(f"{number}. {one.role.label}: {one.score:.3f}")
            yield Table(("Part", "Points", "Made of"), list(_parts(one)), frozenset({"Points"}))
    yield from _small_print(found)


def _title(found: Nearest) -> str:
    if found.reverse:
        return f"Who could move to {found.start}"
    return f"Nearest to {found.start}"


def _row(number: int, one: Neighbour) -> tuple[str, ...]:
    meets = f"{one.met} of {one.essential}" if one.essential else "not known"
    hours = NOTHING if one.hours is None else about(one.hours)
    return str(number), one.role.label, f"{one.score:.2f}", meets, hours, str(one.move or NOTHING)


def _reasons(one: Neighbour) -> Iterator[str]:
    parts = ", ".join(f"{part.name} {part.points:.2f}" for part in one.contributions[:_FEW])
    if parts:
        yield f"Score: {parts}{' …' if len(one.contributions) > _FEW else ''}."
    if one.shared:
        yield f"Shared: {_names(one.shared)}."
    if one.missing:
        more = one.essential - one.met - len(one.gates) - len(one.missing)
        named = ", ".join(f"{piece.label} ({about(piece.hours or 0.0)} h)" for piece in one.missing)
        yield f"Missing: {named}{f' and {more} more' if more > 0 else ''}."
    if one.gates:
        yield f"Gate: {_names(one.gates)}."
    if one.in_reach:
        yield "In reach."
    elif one.reach_with:
        yield f"Would be in reach with {' and '.join(piece.label for piece in one.reach_with)}."


def _names(pieces: Iterable[Piece]) -> str:
    return "; ".join(piece.label for piece in pieces)


def _parts(one: Neighbour) -> Iterator[tuple[str, ...]]:
    for part in one.contributions:
        made_of = ", ".join(item if isinstance(item, str) else item.label for item in part.detail[: 2 * _FEW])
        yield part.name, f"{part.points:.3f}", made_of or NOTHING
    yield "score", f"{sum(part.points for part in one.contributions):.3f}", NOTHING


def _small_print(found: Nearest) -> Iterator[Block]:
    for name, left_out in found.filters:
        yield Text(f"Filter: {name}; it leaves out {counted(left_out, 'role')}.", quiet=True)
    yield Text(f"{len(found.neighbours)} of {counted(found.considered, 'role')}. {tiers(found.thresholds)}", quiet=True)
    yield Text(f"In reach is what is related or close, without a gate, and takes {limits(found.limits)}.", quiet=True)
    yield Text("Hours are estimates; `path` plans them exactly, and may find fewer.", quiet=True)


def tiers(thresholds: Thresholds) -> str:
    """From which scores on roles are close or related, in a sentence."""
    return f"Close from {thresholds.close:.2f}, related from {thresholds.related:.2f} ({thresholds.basis})."


def limits(one: Limits) -> str:
    """What one hop may take, in words."""
    jump = "" if one.jump is None else f" and {counted(one.jump, 'rung')} up in {one.by}"
    hours = "any number of hours" if one.hours == float("inf") else f"at most {about(one.hours)} hours"
    return f"{hours}{jump} ({one.basis})"
