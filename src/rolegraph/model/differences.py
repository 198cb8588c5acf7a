"""What a comparison of two graphs answers with: plain result objects; `before` is the old graph, `after` the new."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import NamedTuple

from rolegraph.model import displayed
from rolegraph.model.mappings import DOUBTFUL
from rolegraph.model.nodes import Level, Necessity, Node
from rolegraph.model.plans import Standing
from rolegraph.model.roles import Unrecorded, either


class SourceState(NamedTuple):
    """What a graph holds of a source; what the source does not say of itself is empty."""

    version: str
    content_hash: str
    statements: int


class SourceChange(NamedTuple):
    """A source that was added (`before` is None), removed (`after` is None), or is another edition of itself."""

    source: Node
    before: SourceState | None
    after: SourceState | None


class Renaming(NamedTuple):
    """A node as it is labelled now, and the label it had."""

    node: Node
    before: str


class Succession(NamedTuple):
    """What became of a node that a later graph does not have, or says to be replaced.

    `change` is `replaced`, `merged` where what is there now stands for another node too, or `split` where it is several
    nodes. `confidence` is from 0 to 1, None where a graph states it; `reason` says what it was found by.
    """

    change: str
    before: Node
    after: tuple[Node, ...]
    confidence: float | None
    reason: str

    @property
    def sure(self) -> bool:
        """Whether to go by it; otherwise it is for a person to confirm."""
        return self.confidence is None or self.confidence >= DOUBTFUL


class NameChange(NamedTuple):
    """Names by which a node can be found now, and those by which it no longer can; its label apart."""

    node: Node
    gained: tuple[str, ...]
    lost: tuple[str, ...]


class RequirementState(NamedTuple):
    """What a role asks for, all sources together: any one of these, how needed, and how well."""

    any_of: tuple[Node, ...]
    necessity: Necessity
    level: Level | None = None
    examples: tuple[Node, ...] = ()
    open_to_related: bool = False

    @property
    def label(self) -> str:
        """The requirement in words."""
        return either(self.any_of) + (" or a related field" if self.open_to_related else "")


class RequirementChange(NamedTuple):
    """The same capabilities, asked for in another way."""

    before: RequirementState
    after: RequirementState


class RoleChange(NamedTuple):
    """What a role in both graphs asks for, uses or belongs to now and did not before, or the other way round."""

    role: Node
    added: tuple[RequirementState, ...] = ()
    removed: tuple[RequirementState, ...] = ()
    changed: tuple[RequirementChange, ...] = ()
    tools_gained: tuple[Node, ...] = ()
    tools_lost: tuple[Node, ...] = ()
    broader_gained: tuple[Node, ...] = ()
    broader_lost: tuple[Node, ...] = ()

    @property
    def requirements(self) -> int:
        """How many of its requirements are not what they were."""
        return len(self.added) + len(self.removed) + len(self.changed)


class Link(NamedTuple):
    """A link between capabilities, or groups of them; `relation` is `broader`, `prerequisite` or `closeTo`.

    `strength` is that of a closeness, where it is stated.
    """

    relation: str
    node: Node
    other: Node
    strength: float | None = None


class LinkChange(NamedTuple):
    """A closeness whose strength is stated otherwise."""

    before: Link
    after: Link


class EffortChange(NamedTuple):
    """Estimated hours to working level; None where a graph has no estimate."""

    node: Node
    before: float | None
    after: float | None


class OtherChange(NamedTuple):
    """How many statements with a predicate were added, removed, or say something else of the same subject."""

    predicate: str
    added: int
    removed: int
    changed: int


class Came(NamedTuple):
    """How many requirements came with roles that were added, and went with roles that were removed."""

    added: int
    removed: int


@displayed
class Differences(NamedTuple):
    """All that changed from one graph to another; empty where nothing did.

    `successions` are the nodes that other nodes stand for now: where that is sure, they are neither `added` nor
    `removed`, and what is said of the one is compared with what is said of the other. `names` are other names than
    labels. `roles` are those in both graphs. `remarks` is true where nothing changed but perhaps the sources, and what
    is remarked on statements did: evidence, sections, lines, notes.
    """

    old: str
    new: str
    sources: tuple[SourceChange, ...] = ()
    added: tuple[Node, ...] = ()
    removed: tuple[Node, ...] = ()
    renamed: tuple[Renaming, ...] = ()
    successions: tuple[Succession, ...] = ()
    names: tuple[NameChange, ...] = ()
    came: Came = Came(0, 0)
    roles: tuple[RoleChange, ...] = ()
    links_added: tuple[Link, ...] = ()
    links_removed: tuple[Link, ...] = ()
    links_changed: tuple[LinkChange, ...] = ()
    efforts: tuple[EffortChange, ...] = ()
    others: tuple[OtherChange, ...] = ()
    remarks: bool = False

    @property
    def same(self) -> bool:
        """Whether both graphs say the same, from whatever sources and with whatever remarks."""
        return self._replace(old="", new="", sources=(), remarks=False) == Differences("", "")

    @property
    def identical(self) -> bool:
        """Whether nothing differs at all."""
        return self.same and not (self.sources or self.remarks)

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """How many of what were added, removed, renamed or changed; what did not change at all is left out."""
        counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        renamed = [renaming.node for renaming in self.renamed]
        for word, nodes in (("added", self.added), ("removed", self.removed), ("renamed", renamed)):
            for node in nodes:
                counts[node.kind.value][word] += 1
        for found in self.successions:
            if found.sure:
                counts[found.before.kind.value][found.change] += 1
        counts["requirement"] = Counter(
            added=sum(len(role.added) for role in self.roles),
            removed=sum(len(role.removed) for role in self.roles),
            changed=sum(len(role.changed) for role in self.roles),
            roles=sum(role.requirements > 0 for role in self.roles),
        )
        counts["usesTool"] = Counter(
            added=sum(len(role.tools_gained) for role in self.roles),
            removed=sum(len(role.tools_lost) for role in self.roles),
            roles=sum(bool(role.tools_gained or role.tools_lost) for role in self.roles),
        )
        counts["moved"] = Counter(roles=sum(bool(role.broader_gained or role.broader_lost) for role in self.roles))
        counts["link"] = Counter(
            added=len(self.links_added), removed=len(self.links_removed), changed=len(self.links_changed)
        )
        counts["effort"] = Counter(changed=len(self.efforts))
        counts["name"] = Counter(
            added=sum(len(change.gained) for change in self.names),
            removed=sum(len(change.lost) for change in self.names),
            nodes=len(self.names),
        )
        return {name: dict(+counter) for name, counter in counts.items() if +counter}


class PlannedStep(NamedTuple):
    """A step of a learning path: its place in it, counted from 1, its estimated hours, and its levels."""

    place: int
    hours: float | None
    to_level: Level
    from_level: Level | None = None


class StepChange(NamedTuple):
    """A step that is new (`before` is None), gone (`after` is None), or not what it was.

    `moved` is true where it comes earlier or later among the steps that both paths have.
    """

    node: Node
    before: PlannedStep | None
    after: PlannedStep | None
    moved: bool = False


class RequirementStanding(NamedTuple):
    """What a role asks for, and how someone stands to it."""

    asked: RequirementState
    standing: Standing


class StandingChange(NamedTuple):
    """A requirement of a path's goal to which the start stands otherwise, or that is asked for in another way.

    None where the goal does not ask for it.
    """

    before: RequirementStanding | None
    after: RequirementStanding | None


@displayed
class PathDifferences(NamedTuple):
    """What the change of a graph does to one learning path.

    `hours` are the totals; None where there is no path, and `obstacles` then says why. `unchanged` counts the steps
    that are what they were, `estimated` are start and goal where their requirements are estimated in one of the graphs.
    """

    start: str
    goal: str
    old: str
    new: str
    hours_before: float | None
    hours_after: float | None
    obstacles: tuple[str, ...] = ()
    steps: tuple[StepChange, ...] = ()
    unchanged: int = 0
    requirements: tuple[StandingChange, ...] = ()
    estimated: tuple[Unrecorded, ...] = ()

    @property
    def same(self) -> bool:
        """Whether the path is the same, step by step, and meets the same requirements."""
        return not (self.obstacles or self.steps or self.requirements) and self.hours_before == self.hours_after
