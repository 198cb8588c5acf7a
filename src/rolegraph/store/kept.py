"""What a dataset keeps of the answers it has given: it is asked about the same few nodes over and over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

_MOST: Final = 200_000  # answers


class Said(NamedTuple):
    """An object of a triple with what it is chosen by: English first, then what is in no language."""

    rank: int
    value: str
    source: str


class Column(NamedTuple):
    """All that is said with one predicate, by subject; and the subjects, by the nodes that it links them to."""

    of: dict[str, list[Said]]
    to: dict[str, list[str]]


@dataclass(slots=True)
class Kept:
    """Answers by what was asked for. `said` has an entry with no predicate for each subject that is all there.

    `asked` counts how often a predicate was asked for; `memo` and `requirements` are what others made of the answers,
    by IRI of a node and of a role. `links` are the links of whole predicates, which are only kept while `remembers` is
    true, as they take much memory.
    """

    said: dict[tuple[str, str], tuple[Said, ...]] = field(default_factory=dict)
    pointing: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    used: dict[str, bool] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    columns: dict[str, Column] = field(default_factory=dict)
    memo: dict[str, Any] = field(default_factory=dict)
    links: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    requirements: dict[str, Any] = field(default_factory=dict)
    remembers: bool = False

    def make_room(self) -> None:
        """Forget single answers when there are too many."""
        if len(self.said) + len(self.pointing) >= _MOST:
            for answers in (self.said, self.pointing, self.memo, self.requirements):
                answers.clear()

    def forget(self) -> None:
        """Forget everything, for the statements have changed."""
        for answers in (self.said, self.pointing, self.used, self.asked, self.columns, self.memo, self.links):
            answers.clear()
        self.requirements.clear()
