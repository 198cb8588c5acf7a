"""What is found out for a person: profiles, gaps and learning paths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from rolegraph.model import displayed
from rolegraph.model.demands import DemandBasis
from rolegraph.model.mappings import Through
from rolegraph.model.nodes import Level, Necessity, Node
from rolegraph.model.roles import Effort, Measure, Preparation, Requirement, Unrecorded, either

# The level at which someone is taken to hold what their role asks for or uses without a word about how well.
ASSUMED_LEVEL = Level.WORKING
# The level at which someone is taken to hold a tool that their role uses without requiring it.
USED_LEVEL = Level.FAMILIAR


class Holding(NamedTuple):
    """A capability that a person has at a level, or one of several of which it is not known which.

    One of `one_of` is held, at `level`. `basis` says how we know: "Data Science Engineer" for what the role asks for,
    "given" for what a person said. What is `implied` follows from another holding, and `basis` says from which. What is
    `learned` was not there when the person began; `since` is the day on which they said so (ISO 8601), empty where it
    is not known. What was learned `on_the_way`, for another role, counts as what it is, and not as evidence of
    something broader. `measure` is what a source measured of those in the role that `basis` names. Where graphs are
    joined, `named` are the nodes by which its own source names what is held, and `through` is the mapping by which
    another source's role is the one that it is held in.
    """

    one_of: tuple[Node, ...]
    level: Level
    basis: str
    open_to_related: bool = False
    implied: bool = False
    learned: bool = False
    since: str = ""
    on_the_way: bool = False
    measure: Measure | None = None
    named: tuple[str, ...] = ()
    through: tuple[Through, ...] = ()

    @property
    def label(self) -> str:
        """What is held in words."""
        return either(self.one_of)


class Profile(NamedTuple):
    """What a person has. `name` is for headings: a role's label, a file's name, or what was given.

    `holdings` are what they have; `hours_per_week` is how long they learn, None where it is not said. `learning` is
    what they are learning now, `skipped` what no plan may ask them to learn, `goal` the role they are on the way to,
    `preparation` what the role takes that they do, where that is known. `unrecorded` is that role, where nothing
    essential is recorded of it.
    """

    name: str
    holdings: tuple[Holding, ...] = ()
    hours_per_week: float | None = None
    learning: tuple[Node, ...] = ()
    skipped: tuple[Node, ...] = ()
    goal: Node | None = None
    preparation: Preparation | None = None
    unrecorded: tuple[Unrecorded, ...] = ()

    @property
    def unknown(self) -> bool:
        """Whether nothing is known of what they have: at most the tools of a role of which nothing else is known."""
        roles = {found.role.label for found in self.unrecorded if not found.near}
        return bool(roles) and all(holding.basis in roles for holding in self.holdings)


def combined(profiles: Sequence[Profile]) -> Profile:
    """What a person has by several profiles together; hours a week and goal are those of the last that gives any."""
    latest = profiles[::-1]
    return Profile(
        name=" + ".join(part.name for part in profiles) or "scratch",
        holdings=tuple(holding for part in profiles for holding in part.holdings),
        hours_per_week=next((part.hours_per_week for part in latest if part.hours_per_week), None),
        learning=tuple(sorted({node for part in profiles for node in part.learning})),
        skipped=tuple(sorted({node for part in profiles for node in part.skipped})),
        goal=next((part.goal for part in latest if part.goal), None),
        preparation=next((part.preparation for part in profiles if part.preparation), None),
        unrecorded=tuple(dict.fromkeys(role for part in profiles for role in part.unrecorded)),
    )


class Standing(StrEnum):
    """How a profile stands to one requirement."""

    MET = "met"
    TOO_LOW = "too low"
    MISSING = "missing"
    UNKNOWN = "not known"


class Assessment(NamedTuple):
    """One requirement, how a profile stands to it, and the holding that meets it or comes closest.

    `by` is that holding, None where there is none. It is the same thing, or evidence of it, `through` mappings where
    graphs are joined.
    """

    requirement: Requirement
    standing: Standing
    by: Holding | None = None
    through: tuple[Through, ...] = ()


class Gap(NamedTuple):
    """A profile compared with a role: every requirement assessed, in the order the role's requirements have.

    `assessments` are these requirements, each with how the `profile` stands to it. `unrecorded` says so where nothing
    essential is recorded of the role, and what its requirements are estimated from.
    """

    profile: Profile
    role: Node
    assessments: tuple[Assessment, ...]
    unrecorded: Unrecorded | None = None

    @property
    def known(self) -> bool:
        """Whether it is known what is essential to the role, or estimated, and what the person has."""
        return not self.profile.unknown and (self.unrecorded is None or bool(self.unrecorded.near))

    def select(self, standing: Standing, necessity: Necessity | None = None) -> Iterator[Assessment]:
        """The assessments of one standing, and of one necessity where given."""
        for assessment in self.assessments:
            if assessment.standing == standing and necessity in (None, assessment.requirement.necessity):
                yield assessment


class BuildsOn(NamedTuple):
    """Something known already (or learned earlier in the plan) that makes a step shorter.

    `hours_saved` are estimated from how close the two are, for the `reason` that a source gives.
    """

    node: Node
    hours_saved: float
    reason: str = ""


class LearningStep(NamedTuple):
    """Acquire one capability, to *working* level at most, or raise it by one level.

    `node` is what is learned, from `from_level`, None where nothing of it is held, to `to_level`. `effort` is what the
    hours are made from: those to *working* level, and whose estimate that is. `builds_on` is what makes it shorter.

    `hours` are an estimate, None where nobody has made one. `weight` is what the planner counts: the hours, or else
    `problem.STEP_WEIGHT` for each step. `for_requirements` are the requirements that it meets, or leads towards where
    they ask for a higher level, `needed_by` the capabilities in the plan that it is a prerequisite of. A step has at
    least one of these: nothing is learned without a reason.

    `theme` is the group of the step: something broader, a category or a kind. What is `general` is asked for in most
    roles and comes last. `practises` is the field of knowledge, learned in the step before, that a skill of the same
    name puts into practice. `opens` is what else has it as a prerequisite, where nothing in the plan does: what roles
    in the groups of the planned one ask for, or any where it is filed in none; what most roles ask for comes first.
    Where graphs are joined, what is asked for, held and estimated may be one thing only `through` mappings.
    """

    node: Node
    to_level: Level
    hours: float | None
    effort: Effort
    from_level: Level | None = None
    builds_on: BuildsOn | None = None
    for_requirements: tuple[Requirement, ...] = ()
    needed_by: tuple[Node, ...] = ()
    weight: float = 0.0
    theme: str = ""
    general: bool = False
    practises: Node | None = None
    opens: tuple[Node, ...] = ()
    through: tuple[Through, ...] = ()


class Option(NamedTuple):
    """Something preferred, or only used in the role, with the hours it would add after the path.

    `hours` is None for a credential, and where nobody has estimated them.
    """

    requirement: Requirement
    hours: float | None


class Skipped(NamedTuple):
    """A capability that is not to be learned, and what that costs.

    `left_open` are essential requirements that nothing else meets, `missed_by` the steps that build on it and are
    planned without it. Where both are empty, the plan does not need it.
    """

    node: Node
    left_open: tuple[Requirement, ...] = ()
    missed_by: tuple[Node, ...] = ()


class Learned(NamedTuple):
    """A capability learned since the beginning, and what it has done for the plan.

    `meets` are essential requirements that it meets and that were not met before, `raises` those for which it is still
    held too low, `needed_by` the steps of the first plan that it was a prerequisite of. Where all are empty it counts
    as held, and that is all.
    """

    holding: Holding
    meets: tuple[Requirement, ...] = ()
    raises: tuple[Requirement, ...] = ()
    needed_by: tuple[Node, ...] = ()


class Progress(NamedTuple):
    """What has been learned, measured by the plan to a role: as it would be without what was learned, and as it is.

    `hours_at_start` is None where there was no plan then, and hours are None where nobody has estimated some of them.
    All hours are estimates. `steps_at_start` and `steps_left` count the steps of both plans.
    """

    learned: tuple[Learned, ...]
    learning: tuple[Node, ...]
    met_at_start: int
    met: int
    essential: int
    hours_at_start: float | None
    hours_left: float | None
    steps_at_start: int | None = None
    steps_left: int = 0

    @property
    def hours_done(self) -> float | None:
        """By how much the plan has become shorter; never below 0."""
        if self.hours_left is None:
            return None
        return max(0.0, (self.hours_at_start or 0.0) - self.hours_left)

    @property
    def hours_in_all(self) -> float | None:
        """What is done and what is left."""
        return None if self.hours_left is None else (self.hours_done or 0.0) + self.hours_left


@displayed
class LearningPath(NamedTuple):
    """The cheapest ordered set of steps that closes a gap.

    `gap` is what it closes, with every requirement. `steps` are in the order in which they are to be learned. `options`
    are what is nice to have. `credentials` are degrees and certifications that are asked for and not held: they stand
    apart from what can be learned by doing and have no hours. `lower_bound` is a weight that no plan can go below;
    where it equals `weight` the plan is the optimum. `skipped` is what the person does not want to learn; `progress` is
    there where they have learned something since they began, or are learning it. `preparation` is what the role usually
    takes before it is begun, where that is known. `demand` says so where the plan is for what postings ask for.
    """

    gap: Gap
    steps: tuple[LearningStep, ...]
    credentials: tuple[Assessment, ...]
    options: tuple[Option, ...]
    lower_bound: float
    skipped: tuple[Skipped, ...] = ()
    progress: Progress | None = None
    preparation: Preparation | None = None
    demand: DemandBasis | None = None

    @property
    def known(self) -> bool:
        """Whether anything is known to be essential to the role: otherwise there is nothing to plan for."""
        return self.gap.known and any(assessment.requirement.essential for assessment in self.gap.assessments)

    @property
    def weight(self) -> float:
        """What the planner counts: the hours of all steps, where nobody has estimated some, of steps instead."""
        return sum(step.weight for step in self.steps)

    @property
    def hours(self) -> float | None:
        """The hours of all steps; None where nobody has estimated some, or nothing is known to be essential."""
        return self.weight if self.known and not self.unestimated else None

    @property
    def hours_estimated(self) -> float:
        """The hours of those steps of which somebody has estimated them."""
        return sum(step.hours or 0.0 for step in self.steps)

    @property
    def unestimated(self) -> int:
        """How many steps have no estimate of hours."""
        return sum(step.hours is None for step in self.steps)

    @property
    def capabilities(self) -> int:
        """How many capabilities are learned or raised; each takes one step a level."""
        return len({step.node for step in self.steps})

    @property
    def by_capability(self) -> tuple[LearningStep, ...]:
        """All steps of a capability as one, at the place of the first."""
        found: dict[Node, LearningStep] = {}
        for step in self.steps:
            first = found.setdefault(step.node, step)
            if first is not step:
                hours = None if first.hours is None or step.hours is None else first.hours + step.hours
                weight = first.weight + step.weight
                builds_on = first.builds_on or step.builds_on
                if first.builds_on and step.builds_on:
                    saved = first.builds_on.hours_saved + step.builds_on.hours_saved
                    builds_on = first.builds_on._replace(hours_saved=saved)
                found[step.node] = first._replace(
                    to_level=step.to_level, hours=hours, weight=weight, builds_on=builds_on
                )
        return tuple(found.values())

    @property
    def optimal(self) -> bool:
        """Whether no cheaper plan exists, up to rounding."""
        return self.weight <= self.lower_bound + 1e-6

    def weeks(self, hours_per_week: float) -> float | None:
        """How long it takes at so many hours a week; None where hours are not known."""
        return None if self.hours is None else self.hours / hours_per_week
