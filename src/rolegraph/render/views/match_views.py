"""Matches of people with roles as tables: what a table shows of what roles ask for, and what it does not show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from rolegraph.model.nodes import Node
from rolegraph.model.person_matches import Matches, MatchRequirement, PersonMatch
from rolegraph.render.text import NOTHING, Block, Heading, Table, Text, counted
from rolegraph.render.views.cube_views import unread_columns

_ROLES: Final = 3  # of each of several people
_NAMED: Final = 3  # requirements in a cell
_RIGHT: Final = frozenset({"#", "Score"})
_SHOWN: Final = (
    "What is not shown is not known: a table says what people have, not what they lack. A score is how much of what "
    "a role asks for and uses is shown, what sets the role apart counting most; it is about roles, and judges nobody."
)


def match_blocks(found: Matches, everything: bool = False) -> Iterator[Block]:
    """A few people with their best roles, or roles with the best people; of one person all that is not shown."""
    one = _is_of_one(found)
    of_people = f"Roles for {found.shown[0]}" if one else "Roles for people"
    yield Heading("People for roles" if found.reverse else of_people, 1)
    yield Text(_counted(found))
    if found.left_out:
        yield Text(_left_out(found))
    if not found.has_levels:
        yield Text("The table has no column 'level': all that people have counts as held at working level.")
    if found.unread:
        yield Text(unread_columns(found.unread), quiet=True)
    groups = {key: list(some) for key, some in groupby(found.matches, lambda match: _subject(found, match))}
    for key in found.shown_roles if found.reverse else found.shown:
        some = groups.get(key, [])
        if not one:
            yield Heading(key if isinstance(key, str) else key.label)
        if some:
            yield _table(found, some if one or everything or found.reverse else some[:_ROLES], named=not one)
        else:
            nobody = "Nobody has anything that it asks for, as far as the table says."
            yield Text(nobody if found.reverse else "The table says nothing of them that a role asks for.")
        if one:
            yield from _not_shown(some)
    yield Text(found.thresholds.words, quiet=True)
    yield Text(_SHOWN, quiet=True)


def _is_of_one(found: Matches) -> bool:
    return not found.reverse and len(found.shown) == 1


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number:,} people"


def _subject(found: Matches, match: PersonMatch) -> str | Node:
    return match.role if found.reverse else match.person


def _counted(found: Matches) -> str:
    """How many people and roles there are, and how many matches were written."""
    text = f"{_people(found.people)} and {counted(found.roles, 'role')}"
    if found.rows is None:
        shown, every, kind = len(found.shown), found.people, "people"
        if found.reverse:
            shown, every, kind = len(found.shown_roles), found.roles, "roles"
        if shown < every and not _is_of_one(found):
            text += f", of which the first {shown:,} {kind} are shown; -o FILE.parquet writes all"
        return f"{text}."
    text += f": {found.rows:,} rows of matches in {found.seconds:,.1f} s with {found.engine}."
    if found.matched is not None and found.reverse and found.matched < found.roles:
        text += f" For {counted(found.roles - found.matched, 'role')} nobody has anything that they ask for."
    elif found.matched is not None and not found.reverse and found.matched < found.people:
        text += f" Of {_people(found.people - found.matched)} the table says nothing that a role asks for."
    return text


def _left_out(found: Matches) -> str:
    names = ", ".join(found.left_out[:_NAMED])
    more = f" and {len(found.left_out) - _NAMED:,} more" if len(found.left_out) > _NAMED else ""
    rows = counted(found.rows_left_out, "row")
    return f"Left out, as they mean nothing here, or several things: {names}{more}, in {rows}."


def _table(found: Matches, matches: Sequence[PersonMatch], *, named: bool) -> Table:
    """A row for each match, with some of what is not shown where it is to be `named`."""
    columns = (
        "#",
        "Person" if found.reverse else "Role",
        "Score",
        "Shown",
        "Not shown",
        "Too low",
        "Credentials not shown",
    )
    rows = [
        (
            f"{match.rank}",
            match.person if found.reverse else match.role.label,
            f"{match.score:.2f}",
            _covered(match),
            *(_some(asked) if named else NOTHING for asked in (match.missing, match.to_raise, match.credentials)),
        )
        for match in matches
    ]
    return Table(columns, rows, _RIGHT).filled


def _covered(match: PersonMatch) -> str:
    if not match.essential:
        return "not recorded"
    return f"{match.met} of {match.essential}" + (" (estimated)" if match.estimated else "")


def _some(asked: Sequence[MatchRequirement]) -> str:
    if not asked:
        return NOTHING
    more = f" and {len(asked) - _NAMED:,} more" if len(asked) > _NAMED else ""
    return "; ".join(one.label for one in asked[:_NAMED]) + more


def _not_shown(matches: Sequence[PersonMatch]) -> Iterator[Block]:
    """All that is not shown of what each role asks for."""
    for match in matches:
        lists = (
            ("Not shown", match.missing),
            ("At too low a level", match.to_raise),
            ("Credentials not shown", match.credentials),
        )
        rows = [(title, "; ".join(one.label for one in asked)) for title, asked in lists if asked]
        if rows:
            yield Heading(match.role.label)
            yield from (Text(f"{title}: {labels}.") for title, labels in rows)
