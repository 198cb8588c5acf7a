"""What learning opens, for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rolegraph.moves import Lever, Opened, WhatIf
from rolegraph.render.blocks import Block, Heading, Table, Text
from rolegraph.render.nearest_view import limits
from rolegraph.words import NOTHING, about, counted

_FEW: Final = 4  # roles that are named


def whatif_blocks(found: WhatIf) -> Iterator[Block]:
    """The whole answer: what was asked about, or else the best levers."""
    if found.learned:
        yield from _learned(found)
    else:
        yield Heading(f"What opens most, for {found.start}", 1)
        yield Text(f"{counted(found.in_reach, 'role')} in reach already. Each of these is taken by itself.")
        rows = [_lever_row(number, one) for number, one in enumerate(found.levers, start=1)]
        if rows:
            yield Table(("#", "Learn", "Hours", "Comes into reach"), rows, frozenset({"#", "Hours"}))
        else:
            yield Text("Nothing that is learned by doing makes any role that is near take fewer hours.")
    yield Text(f"In reach is what is related or close, without a gate, and takes {limits(found.limits)}.", quiet=True)
    yield Text("Hours are estimates.", quiet=True)


def _learned(found: WhatIf) -> Iterator[Block]:
    names = ", ".join(step.node.label for step in found.learned)
    yield Heading(f"If you learn {names}", 1)
    yield Text(f"That takes {about(found.hours)} hours, and {counted(found.changed, 'role')} then take fewer.")
    opened = [one for one in found.roles if one.in_reach_after and not one.in_reach_before]
    others = [one for one in found.roles if one not in opened]
    for title, group in (("Comes into reach", opened), ("Comes nearer", others)):
        if group:
            yield Heading(title)
            columns = ("Role", "Meets", "Then", "Hours", "Then hours")
            yield Table(columns, [_opened_row(one) for one in group], frozenset({"Hours", "Then hours"}))
    if not opened:
        yield Text("No role comes into reach by this alone.")


def _opened_row(one: Opened) -> tuple[str, ...]:
    meets, then = (f"{met} of {one.essential}" for met in (one.met_before, one.met_after))
    return one.role.label, meets, then, about(one.hours_before), about(one.hours_after)


def _lever_row(number: int, one: Lever) -> tuple[str, ...]:
    named = ", ".join(role.label for role in one.opened[:_FEW])
    more = len(one.opened) - _FEW
    opened = f"{len(one.opened)}: {named}{f' and {more} more' if more > 0 else ''}" if one.opened else NOTHING
    return str(number), one.capability.label, about(one.hours), opened
