"""Matches of people with roles as tables: what a table shows of what roles ask for, and what it does not show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from rolegraph.model.person_matches import Matches, MatchRequirement, PersonMatch
from rolegraph.render.text import NOTHING, Block, Heading, Table, Text, counted

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
    yield Heading(
        "People for roles" if found.reverse else f"Roles for {found.shown[0]}" if one else "Roles for people", 1
    )
    yield Text(_counted(found))
    if found.left_out:
        yield Text(_left_out(found))
    groups = {name: list(some) for name, some in groupby(found.matches, lambda match: _group(found, match))}
    for name in found.shown:
        some = groups.get(name, [])
        if not one:
            yield Heading(some[0].role.label if found.reverse and some else name)
        if some:
            shown = some if one or everything or found.reverse else some[:_ROLES]
            yield _table(found, shown)
        else:
            nobody = "Nobody has anything that it asks for, as far as the table says."
            yield Text(nobody if found.reverse else "The table says nothing of them that a role asks for.")
        if one:
            yield from _not_shown(some, everything)
    close, related, basis = found.thresholds
    tiers = f"Close: a score of {close:.2f} or more. Related: {related:.2f} or more."
    yield Text(f"{tiers} How these were set: {basis}.", quiet=True)
    yield Text(_SHOWN, quiet=True)


def _is_of_one(found: Matches) -> bool:
    return not found.reverse and len(found.shown) == 1


def _group(found: Matches, match: PersonMatch) -> str:
    return match.role.iri if found.reverse else match.person


def _counted(found: Matches) -> str:
    """How many people and roles there are, and how many matches were written."""
    text = f"{found.people:,} people and {counted(found.roles, 'role')}"
    if found.rows is None:
        if len(found.shown) < (found.roles if found.reverse else found.people) and not _is_of_one(found):
            kind = "roles" if found.reverse else "people"
            text += f", of which the first {len(found.shown):,} {kind} are shown; -o FILE.parquet writes all"
        return f"{text}."
    text += f": {found.rows:,} rows of matches in {found.seconds:,.1f} s with {found.engine}."
    if found.matched is not None and found.reverse and found.matched < found.roles:
        text += f" For {counted(found.roles - found.matched, 'role')} nobody has anything that they ask for."
    elif found.matched is not None and not found.reverse and found.matched < found.people:
        text += f" Of {found.people - found.matched:,} people the table says nothing that a role asks for."
    return text


def _left_out(found: Matches) -> str:
    names = ", ".join(found.left_out[:_NAMED])
    more = f" and {len(found.left_out) - _NAMED:,} more" if len(found.left_out) > _NAMED else ""
    rows = counted(found.rows_left_out, "row")
    return f"Left out, as they mean nothing here, or several things: {names}{more}, in {rows}."


def _table(found: Matches, matches: Sequence[PersonMatch]) -> Table:
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
            _some(match.missing),
            _some(match.to_raise),
            _some(match.credentials),
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
    return ", ".join(one.label for one in asked[:_NAMED]) + more


def _not_shown(matches: Sequence[PersonMatch], everything: bool) -> Iterator[Block]:
    """All that is not shown of what each role asks for, or of the first roles."""
    for match in matches if everything else matches[:_ROLES]:
        lists = (
            ("Not shown", match.missing),
            ("At too low a level", match.to_raise),
            ("Credentials not shown", match.credentials),
        )
        rows = [(title, "; ".join(one.label for one in asked)) for title, asked in lists if asked]
        if rows:
            yield Heading(match.role.label)
            yield from (Text(f"{title}: {labels}.") for title, labels in rows)
    if not everything and len(matches) > _ROLES:
        yield Text(f"{len(matches) - _ROLES:,} more; --all shows all", quiet=True)
