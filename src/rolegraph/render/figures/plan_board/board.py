"""A learning path as a board of phases from left to right, made from the path: what all its forms show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Final, NamedTuple

from rolegraph.model.nodes import LEARNABLE_KINDS, Level, Node, slugify
from rolegraph.model.plans import LearningPath, LearningStep
from rolegraph.rdf.dataset import Dataset
from rolegraph.render.figures.plan_board.phases import (
    FOLDED,
    Card,
    Phase,
    Stack,
    StepArrow,
    ThemeGroup,
    Tone,
    arranged,
    with_neighbours,
)
from rolegraph.render.figures.plan_board.plan_cards import CardMaker
from rolegraph.render.text import Block, Text
from rolegraph.render.views.path_view import phase_of, remark_blocks, summary_lines

_HELD: Final = 12  # of what somebody has, that are in sight
_SHOWN: Final = 6  # options of a sort that are in sight
_HALF: Final = 0.5  # of the steps to working level: the most that count as foundations


class Board(NamedTuple):
    """A plan: phases with cards, and what joins cards.

    `name` is what its file is called. `start` is the role that is left, if there is one, `goal` the one that is
    reached. `hours_per_week` is what weeks are counted with, `hours` those of all steps, None where nobody has
    estimated some. `steps_done` and `hours_done` were done before. `key` is what ticks are kept under.
    """

    name: str
    title: str
    language: str
    start: Node | None
    goal: Node
    summary: tuple[str, ...]
    stacks: tuple[Stack, ...]
    links: tuple[StepArrow, ...]
    remarks: tuple[Block, ...]
    key: str
    hours: float | None = None
    hours_per_week: float | None = None
    steps_done: int = 0
    hours_done: float = 0.0

    @property
    def phases(self) -> Iterator[Phase]:
        """All phases, from left to right."""
        return (phase for stack in self.stacks for phase in stack)

    @property
    def steps(self) -> tuple[Card, ...]:
        """The cards of the plan's steps, in its order."""
        return tuple(card for phase in self.phases for card in phase.cards if card.number)

    @property
    def folded(self) -> bool:
        """Whether there are so many steps that themes are folded."""
        return len(self.steps) > FOLDED


def board_of(dataset: Dataset, path: LearningPath, resolve: Callable[..., Node], start: Node | None = None) -> Board:
    """A path as a board; `resolve` finds nodes by name, `start` is the role that it starts from, if there is one."""
    start = None if start == path.gap.role else start
    maker = CardMaker(dataset, path, resolve)
    phases = list(_phases(maker))
    stacks = arranged(phases, folded=len(path.steps) > FOLDED)
    held = [card for phase in phases if phase.tone == "known" for card in phase.cards]
    progress = path.progress
    begun = progress is not None and progress.steps_at_start is not None
    name = slugify(f"path {start.slug if start else path.gap.profile.name} {path.gap.role.slug}")
    return Board(
        name=name,
        title=f"From {path.gap.profile.name} to {path.gap.role.label}",
        language="",
        start=start,
        goal=path.gap.role,
        summary=tuple(summary_lines(path)),
        stacks=stacks,
        links=with_neighbours(stacks, [*maker.links(), *maker.helps(held)]),
        remarks=(*remark_blocks(path), *_level_remarks(path)),
        key=f"plan {start.iri if start else path.gap.profile.name} {path.gap.role.iri}",
        hours=path.hours if path.steps else None,
        steps_done=max(0, (progress.steps_at_start or 0) - progress.steps_left) if progress and begun else 0,
        hours_done=progress.hours_done or 0.0 if progress else 0.0,
    )


def _level_remarks(path: LearningPath) -> Iterator[Block]:
    """That the marks on the cards are an assumption, where the source of a role gives no level at all."""
    asked = [item.requirement for item in path.gap.assessments if item.requirement.essential]
    learned = [one for one in asked if any(node.kind in LEARNABLE_KINDS for node in one.any_of)]
    if path.steps and learned and all(one.level is None for one in learned):
        yield Text(f"No level is recorded for what {path.gap.role.label} requires: {Level.WORKING} level is assumed.")


def _phases(maker: CardMaker) -> Iterator[Phase]:
    """The phases that have a card."""
    yield from _phase("have", "What I have", "known", maker.held(_HELD), "as far as it counts here")
    yield from _step_phases(maker)
    yield from _phase("credentials", "Credentials", "credential", maker.credentials())
    yield from _phase("optional", "Nice to have", "optional", maker.options(_SHOWN))
    yield from _phase("skipped", "Skipped", "optional", maker.skipped())


def _phase(key: str, title: str, tone: Tone, groups: Iterable[ThemeGroup], remark: str = "") -> Iterator[Phase]:
    if found := tuple(groups):
        yield Phase(key, title, tone, (found,), remark)


def _step_phases(maker: CardMaker) -> Iterator[Phase]:
    """Foundations and the rest to working level, what goes deeper, and what most roles expect."""
    steps = maker.steps()
    for (general, level), some in groupby(steps, key=lambda item: phase_of(item[0])):
        part = list(some)
        groups = list(_by_theme(part))
        if general:
            groups = [group._replace(title="") for group in groups]
            yield Phase("general", "Also expected", "deepen", (tuple(groups),), "in most roles")
        elif level == Level.WORKING:
            highest = max(step.to_level for step, _ in part)
            first = _foundations(part, groups)
            for key, title, chosen, remark in (
                ("foundations", "Foundations", groups[:first], "other things build on these"),
                ("working", f"To {highest} level", groups[first:], ""),
            ):
                if chosen:
                    yield Phase(key, title, "learn", (tuple(chosen),), remark)
        else:
            key, title = f"deeper-{level}", f"Deeper: {level}"
            yield Phase(key, title, "deepen", (tuple(groups),))


def _by_theme(steps: list[tuple[LearningStep, Card]]) -> Iterator[ThemeGroup]:
    """Groups in the order of the plan; without a title if there is but one."""
    themes = [
        (theme, tuple(card for _, card in some)) for theme, some in groupby(steps, key=lambda item: item[0].theme)
    ]
    for theme, cards in themes:
        yield ThemeGroup(theme[:1].upper() + theme[1:] if len(themes) > 1 else "", cards)


def _foundations(steps: list[tuple[LearningStep, Card]], groups: list[ThemeGroup]) -> int:
    """How many groups at the beginning are foundations: each has something that others need, build on or open with."""
    built_on = {step.builds_on.node for step, _ in steps if step.builds_on}
    carrying = {card.id for step, card in steps if step.needed_by or step.opens or step.node in built_on}
    most = max(len(groups[0].cards), _HALF * len(steps))
    count = cards = 0
    for group in groups[:-1]:
        cards += len(group.cards)
        if cards > most or not any(card.id in carrying for card in group.cards):
            break
        count += 1
    return count
