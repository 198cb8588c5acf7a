"""What a CV shows, as a proposal for a profile: each thing with the line that shows it, and what speaks against it."""

from __future__ import annotations

from typing import NamedTuple

from rolegraph.model import displayed
from rolegraph.model.nodes import Level, Node


class Quote(NamedTuple):
    """A line of a CV, counted from 1, and its words; these are empty where they would say who the person is."""

    line: int
    text: str = ""


class HeldJob(NamedTuple):
    """A job that a person has or had, and the role that its title means, with how sure that is.

    Where several roles have the title, `role` is None and these are the `candidates`.

    `start` and `end` are in ISO 8601, as exact as they are written; the end of what goes on is "present".
    """

    title: str
    shown: Quote
    start: str = ""
    end: str = ""
    role: Node | None = None
    confidence: float = 0.0
    candidates: tuple[Node, ...] = ()


class ShownCapability(NamedTuple):
    """A capability that a CV shows, at a level only where its words set one.

    More than one node is in `one_of` where the name means several. `doubt` says why it is left to the person to decide
    ("a wish or an interest"); what is being learned is such a doubt as well. Empty where it is proposed.
    """

    one_of: tuple[Node, ...]
    level: Level | None
    shown: tuple[Quote, ...]
    doubt: str = ""

    @property
    def is_proposed(self) -> bool:
        """Whether the profile has it, rather than a comment that offers it."""
        return not self.doubt and len(self.one_of) == 1


class Unplaced(NamedTuple):
    """What a CV shows that the graph has no name for: a "skill", "degree", "certificate" or "language"."""

    name: str
    kind: str
    shown: Quote
    level: Level | None = None


@displayed
class ProfileProposal(NamedTuple):
    """What a CV shows, for its person to correct: nothing that its text does not say, and nothing that says who it is.

    `jobs` begin with the latest; `left_out` says what was not read for a capability, and why.
    """

    source: str
    jobs: tuple[HeldJob, ...] = ()
    capabilities: tuple[ShownCapability, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def proposed(self) -> tuple[ShownCapability, ...]:
        """The capabilities that the profile has."""
        return tuple(shown for shown in self.capabilities if shown.is_proposed)

    @property
    def doubtful(self) -> tuple[ShownCapability, ...]:
        """The capabilities that a comment in the profile offers."""
        return tuple(shown for shown in self.capabilities if not shown.is_proposed)
