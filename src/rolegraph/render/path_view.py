"""A learning path for people: what is there, what to learn in which order and why, what is optional."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from rolegraph.names import Node
from rolegraph.plans import Assessment, LearningPath, LearningStep, Option, Standing
from rolegraph.render.blocks import Block, Heading, Table, Tasks, Text
from rolegraph.render.progress_view import learning_blocks, progress_blocks, skipped_blocks
from rolegraph.scales import Necessity
from rolegraph.words import NOTHING, about, asked, counted, held_as, level

_MOST_OPTIONS: Final = 20  # of hundreds of tools that a source lists for a role, which nobody reads
_STEP_COLUMNS: Final = ("#", "Learn", "To level", "Hours", "Why")


def plan_blocks(path: LearningPath, hours_per_week: float | None = None) -> Iterator[Block]:
    """The whole answer as a plan, whose steps are to be ticked off: for documents."""
    for block in path_blocks(path, hours_per_week):
        if isinstance(block, Table) and block.columns == _STEP_COLUMNS:
            yield Tasks([_task(step, _learning(path)) for step in path.steps])
        else:
            yield block


def _task(step: LearningStep, learning: Collection[Node]) -> tuple[str, str]:
    _, label, to_level, hours, reasons = _step_row(0, step, learning)
    return label, f"{'to ' if step.from_level is None else ''}{to_level}, {hours} hours; {reasons}"


def path_blocks(path: LearningPath, hours_per_week: float | None = None) -> Iterator[Block]:
    """The whole answer; `hours_per_week` turns hours into weeks."""
    gap = path.gap
    essential = [one for one in gap.assessments if one.requirement.essential]
    met = list(gap.select(Standing.MET, Necessity.ESSENTIAL))
    yield Heading(f"From {gap.profile.name} to {gap.role.label}", 1)
    if essential:
        yield Text(f"You already meet {len(met)} of {counted(len(essential), 'essential requirement')}.")
    else:
        yield Text(f"The graph does not say what is essential for {gap.role.label}: there is nothing to plan for.")
    if path.progress is not None:
        yield from progress_blocks(path.progress)
    if met:
        yield Heading("What you already have")
        yield Table(("Asked for", "Level", "You have"), [_met_row(one) for one in met])
    if path.gates:
        yield Heading("Gates: not learned by doing")
        yield Table(("Asked for",), [(asked(one.requirement),) for one in path.gates])
    yield Heading("What to learn, in this order")
    if path.steps:
        rows = [_step_row(number, step, _learning(path)) for number, step in enumerate(path.steps, start=1)]
        yield Table(_STEP_COLUMNS, rows, right=frozenset({"#", "Hours"}))
        yield Text(_total(path, hours_per_week))
        yield Text(_caveat(path), quiet=True)
    elif any(one.left_open for one in path.skipped):
        yield Text("Nothing: every essential requirement that can be learned is met, but for what you skip.")
    elif essential:
        yield Text("Nothing: every essential requirement that can be learned is met.")
    else:
        yield Text("Nothing that is known to be essential.")
    if path.progress is not None:
        yield from learning_blocks(path.progress, [step.node.iri for step in path.steps])
    yield from skipped_blocks(path.skipped)
    yield from _optional_blocks(path)


def _learning(path: LearningPath) -> tuple[Node, ...]:
    return path.progress.learning if path.progress is not None else ()


def _met_row(one: Assessment) -> tuple[str, str, str]:
    return asked(one.requirement), level(one.requirement.level), held_as(one.by) if one.by else NOTHING


def _step_row(number: int, step: LearningStep, learning: Collection[Node] = ()) -> tuple[str, str, str, str, str]:
    reasons = [*(["you are learning it"] if step.node in learning else []), *_reasons(step)]
    to_level = str(step.to_level) if step.from_level is None else f"{step.from_level} to {step.to_level}"
    return str(number), step.node.label, to_level, about(step.hours), "; ".join(reasons)


def _reasons(step: LearningStep) -> Iterator[str]:
    for requirement in step.for_requirements:
        if [one.iri for one in requirement.any_of] == [step.node.iri]:
            yield "asked for"
        else:
            yield f"meets {asked(requirement)}"
    if step.needed_by:
        yield "needed for " + ", ".join(one.label for one in step.needed_by)
    if step.foothold is not None:
        reason = f": {step.foothold.reason}" if step.foothold.reason else ""
        yield f"foothold {step.foothold.node.label} saves {about(step.foothold.hours_saved)} h{reason}"


def _total(path: LearningPath, hours_per_week: float | None) -> str:
    total = f"{counted(len(path.steps), 'step')}, {about(path.hours)} hours"
    if hours_per_week:
        weeks = max(1, round(path.weeks(hours_per_week)))
        total += f": about {counted(weeks, 'week')} at {hours_per_week:g} hours a week"
    return total + "."


def _caveat(path: LearningPath) -> str:
    bases = sorted({step.effort.basis for step in path.steps})
    remark = f"Hours are estimates, not measurements ({', '.join(bases)})."
    if not path.optimal:
        remark += f" A shorter plan may exist; none takes less than {about(path.lower_bound)} hours."
    return remark


def _optional_blocks(path: LearningPath) -> Iterator[Block]:
    preferred = [one for one in path.options if not one.requirement.used]
    used = [one for one in path.options if one.requirement.used]
    for title, options in (("Preferred, but optional", preferred), ("Used in the role, but not asked for", used)):
        if options:
            yield Heading(title)
            rows = [_option_row(one) for one in options[:_MOST_OPTIONS]]
            yield Table(("What", "Level", "Hours more"), rows, frozenset({"Hours more"}))
            if len(options) > len(rows):
                yield Text(f"Showing {len(rows)} of {len(options)}; --format json has all.", quiet=True)


def _option_row(option: Option) -> tuple[str, str, str]:
    hours = NOTHING if option.hours is None else about(option.hours)
    return asked(option.requirement), level(option.requirement.level), hours
