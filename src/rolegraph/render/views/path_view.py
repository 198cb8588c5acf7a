"""Progress for people: what has been learned and what for, what is skipped and what that means.

A learning path for people: what is there, what to learn in which order and why, what is optional.

A profile file for people: what it says as the graph understands it, and what a command has changed in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from rolegraph.model.nodes import Necessity, Node
from rolegraph.model.plans import (
    Assessment,
    Holding,
    Learned,
    LearningPath,
    LearningStep,
    Option,
    Progress,
    Skipped,
    Standing,
)
from rolegraph.profiles.profile_file import DONE, HAVE, LEARNING, SKIP
from rolegraph.profiles.tracking import ProfileChange, Shown
from rolegraph.render.text import (
    NOTHING,
    Block,
    Heading,
    Table,
    Tasks,
    Text,
    about,
    asked,
    counted,
    held_as,
    holding_level,
    level,
)


def progress_blocks(progress: Progress) -> Iterator[Block]:
    """What has been learned; nothing where nothing has."""
    if not progress.learned:
        return
    yield Heading("Done so far")
    yield Text(progress_line(progress))
    rows = [
        (one.holding.label, holding_level(one.holding), one.holding.since or NOTHING, _worth(one))
        for one in progress.learned
    ]
    yield Table(("Learned", "Level", "On", "What it does"), rows)


def progress_line(progress: Progress) -> str:
    """How far someone has come, in a sentence or two."""
    line = f"{counted(len(progress.learned), 'capability')} learned: {progress.met} of "
    line += f"{counted(progress.essential, 'essential requirement')} met, {progress.met_at_start} at the start"
    if progress.hours_at_start is None or not progress.hours_in_all:
        return line + "."
    share = progress.hours_done / progress.hours_in_all
    done, in_all = about(progress.hours_done), about(progress.hours_in_all)
    return f"{line}; by the estimates {done} of {in_all} hours are done ({share:.0%})."


def _worth(one: Learned) -> str:
    worth = []
    if one.meets:
        worth.append("meets " + ", ".join(asked(requirement) for requirement in one.meets))
    if one.raises:
        worth.append("on the way to " + ", ".join(f"{asked(each)} ({each.level})" for each in one.raises))
    if one.needed_by:
        worth.append("needed for " + ", ".join(node.label for node in one.needed_by))
    return "; ".join(worth) or "counts as had; this plan did not ask for it"


def learning_blocks(progress: Progress, planned: Sequence[str]) -> Iterator[Block]:
    """What is being learned though no step of the plan, given by IRI, is about it."""
    besides = [one.label for one in progress.learning if one.iri not in planned]
    if besides:
        yield Text(f"You are learning besides: {', '.join(besides)}.", quiet=True)


def skipped_blocks(skipped: Sequence[Skipped]) -> Iterator[Block]:
    """What is skipped, and what that means."""
    if skipped:
        yield Heading("Skipped")
        yield Table(("Skipped", "What that means"), [(one.node.label, _consequence(one)) for one in skipped])


def _consequence(one: Skipped) -> str:
    said = []
    if one.left_open:
        said.append("stays unmet: " + ", ".join(asked(requirement) for requirement in one.left_open))
    if one.missed_by:
        verbs = "builds on it, and is" if len(one.missed_by) == 1 else "build on it, and are"
        said.append(f"{', '.join(each.label for each in one.missed_by)} {verbs} planned without it")
    return "; ".join(said) or "the plan does not need it"


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
    if path.credentials:
        yield Heading("Credentials: not learned by doing")
        yield Table(("Asked for",), [(asked(one.requirement),) for one in path.credentials])
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
    if step.builds_on is not None:
        reason = f": {step.builds_on.reason}" if step.builds_on.reason else ""
        yield f"foothold {step.builds_on.node.label} saves {about(step.builds_on.hours_saved)} h{reason}"


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


_VERBS = {HAVE: ("had", "had already"), DONE: ("done", "held already")}
_VERBS |= {LEARNING: ("being learned", "being learned already"), SKIP: ("skipped", "skipped already")}


def profile_blocks(shown: Shown) -> Iterator[Block]:
    """The whole file."""
    profile = shown.profile
    yield Heading(profile.name, 1)
    goal = f"On the way to {profile.goal.label}" if profile.goal else "No goal"
    hours = f", at {profile.hours_per_week:g} hours a week" if profile.hours_per_week else ""
    yield Text(f"{goal}{hours}.")
    if shown.progress and shown.progress.learned:
        yield Text(progress_line(shown.progress))
    had = [one for one in profile.holdings if not one.learned]
    learned = [one for one in profile.holdings if one.learned]
    yield Heading("Had from the beginning")
    if had:
        yield Table(("What", "Kind", "Level"), [_row(one) for one in sorted(had, key=_place)])
    else:
        yield Text("Nothing.")
    if learned:
        yield Heading("Learned since")
        rows = [(*_row(one), one.since or NOTHING) for one in sorted(learned, key=lambda one: (one.since, _place(one)))]
        yield Table(("What", "Kind", "Level", "On"), rows)
    for title, nodes in (("Being learned", profile.learning), ("Skipped", profile.skipped)):
        if nodes:
            yield Heading(title)
            yield Table(("What", "Kind"), [(one.label, one.kind.value) for one in nodes])


def change_blocks(changes: Iterable[ProfileChange]) -> Iterator[Block]:
    """A line for each capability."""
    for one in changes:
        verb = _VERBS[one.section][0 if one.changed else 1]
        yield Text(f"{one.node.label}: {verb}" + (f", {one.level}" if one.level else ""))


def _row(holding: Holding) -> tuple[str, str, str]:
    return (
        holding.label + (" or a related field" if holding.open_to_related else ""),
        _kinds(holding),
        holding_level(holding),
    )


def _kinds(holding: Holding) -> str:
    return " or ".join(sorted({one.kind.value for one in holding.one_of}))


def _place(holding: Holding) -> tuple[str, str]:
    return _kinds(holding), holding.label.casefold()
