"""Learning paths as tables or as a plan to tick off, with the progress made, and profile files."""

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
    hours_in_words,
    level,
    section,
)
from rolegraph.render.views.preparation_view import has_degree, preparation_blocks

_MOST_OPTIONS: Final = 20  # a source may list hundreds of tools for a role
_STEP_COLUMNS: Final = ("#", "Learn", "To level", "Hours", "Why")


def plan_blocks(path: LearningPath, hours_per_week: float | None = None) -> Iterator[Block]:
    """A path as a plan whose steps can be ticked off, for documents."""
    for block in path_blocks(path, hours_per_week):
        if isinstance(block, Table) and block.columns == _STEP_COLUMNS:
            tasks = []
            for step, (_, label, levels, hours, reasons) in zip(path.steps, block.rows, strict=True):
                to = "to " if step.from_level is None else ""
                takes = "" if step.hours is None else f", {hours} hours"
                tasks.append((label, f"{to}{levels}{takes}; {reasons}"))
            yield Tasks(tasks)
        else:
            yield block


def path_blocks(path: LearningPath, hours_per_week: float | None = None) -> Iterator[Block]:
    """What is met, the steps in order and what is optional; `hours_per_week` turns hours into weeks."""
    gap, progress = path.gap, path.progress
    essential = [item for item in gap.assessments if item.requirement.essential]
    met = list(gap.select(Standing.MET, Necessity.ESSENTIAL))
    yield Heading(f"From {gap.profile.name} to {gap.role.label}", 1)
    if essential:
        yield Text(f"You already meet {len(met)} of {counted(len(essential), 'essential requirement')}.")
    else:
        yield Text(f"The graph records no essential requirement of {gap.role.label}, so there is nothing to plan for.")
    asked_for = (one for item in gap.assessments for one in item.requirement.any_of)
    yield from preparation_blocks(path.preparation, has_degree(asked_for), gap.profile.preparation, gap.profile.name)
    if progress is not None and progress.learned:
        yield from _progress_blocks(progress)
    rows: list[tuple[str, ...]] = [
        (asked(item.requirement), level(item.requirement.level), _met_by(item)) for item in met
    ]
    yield from section("What you already have", ("Requirement", "Level", "You have"), rows)
    rows = [(asked(item.requirement), item.requirement.necessity.value) for item in path.credentials]
    yield from section("Credentials to obtain", ("Credential", "Necessity"), rows)
    yield from _step_blocks(path, bool(essential), hours_per_week)
    if progress is not None:
        planned = {step.node for step in path.steps}
        if others := [node.label for node in progress.learning if node not in planned]:
            yield Text(f"You are also learning: {', '.join(others)}.", quiet=True)
    rows = [(item.node.label, _consequence(item)) for item in path.skipped]
    yield from section("Skipped", ("Skipped", "Consequence"), rows)
    yield from _optional_blocks(path.options)


def _met_by(item: Assessment) -> str:
    """What meets a requirement; where that is held lower, that both are rated alike within their errors."""
    if item.by is None:
        return NOTHING
    asked_level = item.requirement.level
    lower = asked_level is not None and item.by.level < asked_level
    return held_as(item.by) + (", the same within error" if lower else "")


def _step_blocks(path: LearningPath, essential: bool, hours_per_week: float | None) -> Iterator[Block]:
    yield Heading("What to learn, in this order")
    if path.steps:
        learning = path.progress.learning if path.progress else ()
        rows = [_step_row(number, step, learning) for number, step in enumerate(path.steps, start=1)]
        yield Table(_STEP_COLUMNS, rows, right=frozenset({"#", "Hours"}))
        yield Text(_total(path, hours_per_week))
        if caveat := _caveat(path):
            yield Text(caveat, quiet=True)
    elif not essential:
        yield Text("Nothing that is known to be essential.")
    else:
        skipping = " except what you skip" if any(item.left_open for item in path.skipped) else ""
        yield Text(f"Nothing: every essential requirement that can be learned is met{skipping}.")


def _step_row(number: int, step: LearningStep, learning: Collection[Node]) -> tuple[str, str, str, str, str]:
    reasons = [*(["in progress"] if step.node in learning else []), *_reasons(step)]
    to_level = str(step.to_level) if step.from_level is None else f"{step.from_level} to {step.to_level}"
    return str(number), step.node.label, to_level, about(step.hours), "; ".join(reasons)


def _reasons(step: LearningStep) -> Iterator[str]:
    for requirement in step.for_requirements:
        towards = f" at {requirement.level}" if requirement.level and step.to_level < requirement.level else ""
        named = [node.iri for node in requirement.any_of] == [step.node.iri]
        yield f"required{towards}" if named else f"meets {asked(requirement)}{towards}"
    if step.needed_by:
        yield "needed for " + ", ".join(node.label for node in step.needed_by)
    if step.builds_on is not None:
        reason = f": {step.builds_on.reason}" if step.builds_on.reason else ""
        yield f"builds on {step.builds_on.node.label}, saves {about(step.builds_on.hours_saved)} h{reason}"


def _total(path: LearningPath, hours_per_week: float | None) -> str:
    total = f"{counted(len(path.steps), 'step')} in {counted(path.capabilities, 'capability')}, {hours_in_words(path)}"
    if hours_per_week and (weeks := path.weeks(hours_per_week)) is not None:
        total += f": about {counted(max(1, round(weeks)), 'week')} at {hours_per_week:g} hours a week"
    return total + "."


def _caveat(path: LearningPath) -> str:
    bases = sorted({step.effort.basis for step in path.steps if step.hours is not None})
    remarks = [f"Hours are estimates, not measurements ({', '.join(bases)})."] if bases else []
    if not path.optimal:
        remark = "Not proven to be the shortest"
        if path.hours is not None:
            remark += f": none takes less than {about(path.lower_bound)} hours"
        if path.lower_bound:
            remark += f", so this one is at most {path.weight / path.lower_bound - 1:.0%} above"
        remarks.append(f"{remark}.")
    return " ".join(remarks)


def _optional_blocks(options: Sequence[Option]) -> Iterator[Block]:
    preferred = [option for option in options if not option.requirement.used]
    used = [option for option in options if option.requirement.used]
    for title, group in (("Nice to have", preferred), ("Used in the role, but not required", used)):
        rows = [
            (
                asked(option.requirement),
                level(option.requirement.level),
                NOTHING if option.hours is None else about(option.hours),
            )
            for option in group
        ]
        yield from section(title, ("Name", "Level", "Hours"), rows, ["Hours"], _MOST_OPTIONS)


def _progress_blocks(progress: Progress) -> Iterator[Block]:
    rows = [
        (item.holding.label, holding_level(item.holding), item.holding.since or NOTHING, _worth(item))
        for item in progress.learned
    ]
    yield Heading("Done so far")
    yield Text(_progress_line(progress))
    yield Table(("Learned", "Level", "Date", "Counts towards"), rows)


def _progress_line(progress: Progress) -> str:
    """How far someone has come, in a sentence or two."""
    line = f"{counted(len(progress.learned), 'capability')} learned: {progress.met} of "
    line += f"{counted(progress.essential, 'essential requirement')} met, {progress.met_at_start} at the start"
    if progress.hours_at_start is None or progress.hours_done is None or not progress.hours_in_all:
        return line + "."
    share = progress.hours_done / progress.hours_in_all
    done, in_all = about(progress.hours_done), about(progress.hours_in_all)
    return f"{line}; {done} of an estimated {in_all} hours are done ({share:.0%})."


def _worth(learned: Learned) -> str:
    worth = []
    if learned.meets:
        worth.append("meets " + ", ".join(asked(requirement) for requirement in learned.meets))
    if learned.raises:
        goals = ", ".join(f"{asked(requirement)} ({requirement.level})" for requirement in learned.raises)
        worth.append(f"towards {goals}")
    if learned.needed_by:
        worth.append("needed for " + ", ".join(node.label for node in learned.needed_by))
    return "; ".join(worth) or "not needed for this role"


def _consequence(skipped: Skipped) -> str:
    effects = []
    if skipped.left_open:
        effects.append("stays unmet: " + ", ".join(asked(requirement) for requirement in skipped.left_open))
    if skipped.missed_by:
        verbs = "builds on it, and is" if len(skipped.missed_by) == 1 else "build on it, and are"
        effects.append(f"{', '.join(node.label for node in skipped.missed_by)} {verbs} planned without it")
    return "; ".join(effects) or "the plan does not need it"


def profile_blocks(shown: Shown) -> Iterator[Block]:
    """A profile file as the graph understands it."""
    profile = shown.profile
    yield Heading(profile.name, 1)
    goal = f"On the way to {profile.goal.label}" if profile.goal else "No goal"
    hours = f", at {profile.hours_per_week:g} hours a week" if profile.hours_per_week else ""
    yield Text(f"{goal}{hours}.")
    if shown.progress and shown.progress.learned:
        yield Text(_progress_line(shown.progress))
    holdings = sorted(profile.holdings, key=lambda holding: (_kinds(holding), holding.label.casefold()))
    rows: list[tuple[str, ...]] = [_holding_row(holding) for holding in holdings if not holding.learned]
    if rows:
        yield from section("Held from the start", ("Name", "Kind", "Level"), rows)
    else:
        yield from (Heading("Held from the start"), Text("Nothing."))
    learned = sorted((holding for holding in holdings if holding.learned), key=lambda holding: holding.since or "")
    rows = [(*_holding_row(holding), holding.since or NOTHING) for holding in learned]
    yield from section("Learned since", ("Name", "Kind", "Level", "Date"), rows)
    for title, nodes in (("In progress", profile.learning), ("Skipped", profile.skipped)):
        yield from section(title, ("Name", "Kind"), [(node.label, node.kind.value) for node in nodes])


_VERBS: Final = {
    HAVE: ("added", "already held"),
    DONE: ("done", "already held"),
    LEARNING: ("in progress", "already in progress"),
    SKIP: ("skipped", "already skipped"),
}


def change_blocks(changes: Iterable[ProfileChange]) -> Iterator[Block]:
    """What a command changed in a profile file: a line for each capability."""
    for change in changes:
        verb = _VERBS[change.section][0 if change.changed else 1]
        yield Text(f"{change.node.label}: {verb}" + (f", {change.level}" if change.level else ""))


def _holding_row(holding: Holding) -> tuple[str, str, str]:
    related = " or a related field" if holding.open_to_related else ""
    return holding.label + related, _kinds(holding), holding_level(holding)


def _kinds(holding: Holding) -> str:
    return " or ".join(sorted({node.kind.value for node in holding.one_of}))
