"""How people of a table stand to roles: for each person the best roles, or for each role the best people."""

from __future__ import annotations

from typing import NamedTuple

from rolegraph.model import displayed
from rolegraph.model.moves import Thresholds
from rolegraph.model.nodes import Node


class MatchRequirement(NamedTuple):
    """A requirement of a role by its id, which is the same for all roles that ask for the same, and in words."""

    id: str
    label: str


class PersonMatch(NamedTuple):
    """How a person stands to a role, as far as a table says what they have.

    `rank` is 1 for the best role of a person, or the best person for a role. `score` is how much of what the role asks
    for and uses is shown, as `nearest` has it. Of `essential` requirements so many are `met`; others are `missing`,
    which means that nothing is said which meets them, or held at too low a level and `to_raise`. What is missing and
    met by `credentials` only stands apart. Whether the requirements are `estimated` is said, too.
    """

    person: str
    rank: int
    role: Node
    score: float
    essential: int
    met: int
    missing: tuple[MatchRequirement, ...] = ()
    to_raise: tuple[MatchRequirement, ...] = ()
    credentials: tuple[MatchRequirement, ...] = ()
    estimated: bool = False

    @property
    def coverage(self) -> float | None:
        """The share of what is essential that is met; None where nothing essential is recorded of the role."""
        return self.met / self.essential if self.essential else None


@displayed
class Matches(NamedTuple):
    """What was found of the `people` of a table in so many `roles`.

    `matches` has those of the people that are `shown`, or with `reverse` of the `shown_roles`, up to `top` for each.
    `rows` is how many were written in all, for how many people or roles (`matched`), or None where nothing was.
    `left_out` are names that mean nothing in the graph, in so many rows of the table. Where it has no levels, all that
    people have counts as held at working level; `unread` are its other columns. From scores of `thresholds` on
    roles are close or related, as for `nearest`. All this says what a table shows of people, and nothing of what they
    can do besides.
    """

    people: int
    roles: int
    top: int
    matches: tuple[PersonMatch, ...]
    thresholds: Thresholds
    shown: tuple[str, ...] = ()
    shown_roles: tuple[Node, ...] = ()
    reverse: bool = False
    rows: int | None = None
    matched: int | None = None
    left_out: tuple[str, ...] = ()
    rows_left_out: int = 0
    engine: str = ""
    seconds: float = 0.0
    has_levels: bool = True
    unread: tuple[str, ...] = ()
