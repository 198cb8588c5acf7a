"""Learning paths as tables or as a plan to tick off, with the progress made, and profile files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from rolegraph.errors import joined
from rolegraph.model.nodes import Level, Necessity, Node
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
from rolegraph.model.roles import BY_MAPPING
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
    origins,
    section,
)
from rolegraph.render.views.demand_view import basis_blocks
from rolegraph.render.views.preparation_view import has_degree, preparation_blocks

_MOST: Final = 8  # rows of what is held, nice to have or only used, unless all is asked for
_THEMED: Final = 12  # steps: a longer plan is grouped by theme
_NAMED: Final = 3  # names in a reason, unless there is but one more
_ALL: Final = "--all shows all"
LITTLE_RECORDED: Final = (
    "Choose a role near to it of which more is recorded (rolegraph nearest), or add a source that says what it takes"
    " (rolegraph import, rolegraph ingest)."
)
NOTHING_KNOWN: Final = (
    "What you already meet is not known, so there is no plan: say with --have or --profile what you know."
)


class _Line(NamedTuple):
    """A step of a plan in words; or two, of a field of knowledge and the skill that practises it."""

    number: str
    label: str
    level: str
    hours: str
    why: str
    theme: str


class _Phase(NamedTuple):
    """A part of a plan: all that comes to one level, or all that is general."""

    title: str
    lines: Sequence[_Line]
    general: bool = False


def plan_blocks(path: LearningPath, hours_per_week: float | None = None, everything: bool = False) -> Iterator[Block]:
    """A path as a plan whose steps can be ticked off, for documents; only other lists are cut."""
    for block in _blocks(path, hours_per_week, everything, each_step=True):
        if not isinstance(block, Table) or block.columns[0] != "#":
            yield block
            continue
        tasks: list[tuple[str, str, str]] = []
        for row, cells in enumerate(block.rows):
            if row in block.titles:
                if tasks:
                    yield Tasks(tasks)
                    tasks = []
                yield Heading(block.titles[row], 3)
            said = {
                name: cell for name, cell in zip(block.columns[2:], cells[2:], strict=True) if cell not in ("", NOTHING)
            }
            remark = "; ".join(f"{cell} hours" if name == "Hours" else cell for name, cell in said.items())
            tasks.append((cells[0], cells[1], remark))
        yield Tasks(tasks)


def path_blocks(path: LearningPath, hours_per_week: float | None = None, everything: bool = False) -> Iterator[Block]:
    """What is missing in short, the steps in order, what is met and what is optional.

    `hours_per_week` turns hours into weeks. Unless `everything` is wanted, what is general is named and not listed step
    by step, and long lists are cut.
    """
    return _blocks(path, hours_per_week, everything, each_step=everything)


def _blocks(path: LearningPath, hours_per_week: float | None, everything: bool, each_step: bool) -> Iterator[Block]:
    gap, progress = path.gap, path.progress
    yield Heading(f"From {gap.profile.name} to {gap.role.label}", 1)
    yield from origins((*gap.profile.unrecorded, gap.unrecorded))
    yield from basis_blocks(path)
    if gap.profile.unknown:
        yield Text(NOTHING_KNOWN)
        return
    yield from _summary_blocks(path, hours_per_week)
    yield from _preparation(path)
    if progress is not None and progress.learned:
        yield from _progress_blocks(progress)
    rows = [(asked(item.requirement), item.requirement.necessity.value) for item in path.credentials]
    yield from section("Credentials to obtain", ("Credential", "Necessity"), rows)
    yield from _step_blocks(path, each_step)
    yield from _also_learning(path)
    rows = [(item.node.label, consequence(item)) for item in path.skipped]
    yield from section("Skipped", ("Skipped", "Consequence"), rows)
    met: list[tuple[str, ...]] = [
        (asked(item.requirement), level(item.requirement.level), _met_by(item))
        for item in gap.select(Standing.MET, Necessity.ESSENTIAL)
    ]
    yield from _listed("What you already have", ("Requirement", "Level", "You have"), met, everything)
    yield from _optional_blocks(path.options, everything)


def summary_lines(path: LearningPath) -> Iterator[str]:
    """What is met and how much there is to learn, or why that is not known; first what is only an estimate."""
    yield from (one.text for one in origins((*path.gap.profile.unrecorded, path.gap.unrecorded)))
    if path.gap.profile.unknown:
        yield NOTHING_KNOWN
        return
    yield _met(path)
    if path.steps:
        yield f"{_to_learn(path)}."
    elif path.known:
        yield "Nothing that can be learned is missing."
    else:
        yield LITTLE_RECORDED


def remark_blocks(path: LearningPath) -> Iterator[Block]:
    """What has to be known of a plan beside it: what it is for, what was counted, whose estimates its hours are."""
    yield from basis_blocks(path)
    if path.gap.profile.unknown:
        return
    yield from _same_elsewhere(path)
    if path.progress is not None and path.progress.learned:
        yield Text(_progress_line(path.progress))
    if path.steps and (caveat := _caveat(path)):
        yield Text(caveat)
    yield from _preparation(path)
    yield from _also_learning(path)


def _preparation(path: LearningPath) -> Iterator[Block]:
    profile = path.gap.profile
    asked_for = (one for item in path.gap.assessments for one in item.requirement.any_of)
    return preparation_blocks(path.preparation, has_degree(asked_for), profile.preparation, profile.name)


def _also_learning(path: LearningPath) -> Iterator[Block]:
    planned = {step.node for step in path.steps}
    learning = path.progress.learning if path.progress else ()
    if others := [node.label for node in learning if node not in planned]:
        yield Text(f"You are also learning: {', '.join(others)}.", quiet=True)


def _same_elsewhere(path: LearningPath) -> Iterator[Block]:
    same = dict.fromkeys(one for holding in path.gap.profile.holdings for one in holding.through)
    if same:
        yield Text(f"What the same role has in other sources counts as yours: {', '.join(one.named for one in same)}.")


def _met(path: LearningPath) -> str:
    """How many essential requirements are met."""
    essential = sum(item.requirement.essential for item in path.gap.assessments)
    if not essential:
        return "So there is nothing to plan for."
    met = len(list(path.gap.select(Standing.MET, Necessity.ESSENTIAL)))
    return f"You already meet {met} of {counted(essential, 'essential requirement')}."


def _to_learn(path: LearningPath) -> str:
    total = f"To learn: {counted(path.capabilities, 'capability')}, {counted(len(path.steps), 'level')}"
    return f"{total}{', ' if path.hours_estimated else '; '}{hours_in_words(path)}"


def _met_by(item: Assessment) -> str:
    """What meets a requirement; where that is held lower, that both are rated alike within their errors."""
    if item.by is None:
        return NOTHING
    mapped = "".join(f"; {one.words}" for one in item.through)
    asked_level = item.requirement.level
    lower = asked_level is not None and item.by.level < asked_level
    return held_as(item.by) + (", the same within error" if lower else "") + mapped


def _summary_blocks(path: LearningPath, hours_per_week: float | None) -> Iterator[Block]:
    """How much is met, and what is missing: how much, by theme, and by whose estimate."""
    yield Text(_met(path))
    if not any(item.requirement.essential for item in path.gap.assessments):
        return
    yield from _same_elsewhere(path)
    if not path.steps:
        return
    total = _to_learn(path)
    if hours_per_week and (weeks := path.weeks(hours_per_week)) is not None:
        total += f": about {counted(max(1, round(weeks)), 'week')} at {hours_per_week:g} hours a week"
    elif hours_per_week:
        total += ", so weeks cannot be counted (--assume-hours makes a guess)"
    yield Text(total + ".")
    themes = Counter(step.theme for step in path.by_capability)
    if len(path.steps) > _THEMED and len(themes) > 1:
        yield Text("; ".join(f"{_capital(theme)} ({count})" for theme, count in themes.items()) + ".")
    if caveat := _caveat(path):
        yield Text(caveat, quiet=True)


def _caveat(path: LearningPath) -> str:
    stated = {step.effort.basis for step in path.steps if step.hours is not None}
    bases = sorted({basis.removesuffix(BY_MAPPING) for basis in stated})
    if any(basis.endswith(BY_MAPPING) for basis in stated):
        bases.append("some by mappings")
    remarks = [f"Hours are estimates, not measurements ({', '.join(bases)})."] if bases else []
    if not path.optimal:
        remark = "Not proven to be the shortest"
        if path.hours is not None:
            remark += f": none takes less than {about(path.lower_bound)} hours"
        if path.lower_bound:
            remark += f", so this one is at most {path.weight / path.lower_bound - 1:.0%} above"
        remarks.append(f"{remark}.")
    return " ".join(remarks)


def _step_blocks(path: LearningPath, each_step: bool) -> Iterator[Block]:
    if not path.steps:
        yield Heading("What to learn")
        skipping = " except what you skip" if any(item.left_open for item in path.skipped) else ""
        learned = f"Nothing: every essential requirement that can be learned is met{skipping}."
        yield Text(learned if path.known else "Nothing that is known to be essential.")
    for phase in _phases(path):
        yield Heading(phase.title)
        if phase.general and not each_step:
            yield Text(_named_by_level(step for step in path.by_capability if step.general))
            yield Text("--all shows them step by step", quiet=True)
            continue
        titles: dict[int, str] = {}
        themes = {line.theme for line in phase.lines}
        if len(path.steps) > _THEMED and 1 < len(themes) <= len(phase.lines) / 2:
            pairs = pairwise(["", *(line.theme for line in phase.lines)])
            titles = {row: _capital(theme) for row, (before, theme) in enumerate(pairs) if theme != before}
        cells = [line[: len(_COLUMNS)] for line in phase.lines]
        yield Table(_COLUMNS, cells, frozenset({"#", "Hours"}), titles).filled


_COLUMNS: Final = ("#", "Learn", "Level", "Hours", "Why")


def _phases(path: LearningPath) -> Iterator[_Phase]:
    """The steps in parts: to *working* level, then each deeper level, then all that is general."""
    learning = path.progress.learning if path.progress else ()
    numbered = list(enumerate(path.steps, start=1))
    for (general, goal), group in groupby(numbered, key=lambda item: phase_of(item[1])):
        steps = list(group)
        lines = list(_lines(steps, goal, learning, path.steps))
        if all(line.why in ("", "required") for line in lines):
            lines = [line._replace(why="") for line in lines]
        part = [step for _, step in steps]
        size = counted(len({step.node for step in part}), "capability")
        hours = [step.hours for step in part if step.hours is not None]
        takes = f", {about(sum(hours))} hours" if hours else ""
        some = f" for {len(hours)} of them" if hours and len(hours) < len(part) else ""
        if general:
            title = "Also expected, in this role as in most"
        elif goal == Level.WORKING:
            title = f"To {max(step.to_level for step in part)} level"
        else:
            title = f"Deeper: to {goal} level"
        yield _Phase(f"{title}: {size}{takes}{some}", lines, general)


def phase_of(step: LearningStep) -> tuple[bool, Level | None]:
    return step.general, None if step.general else max(step.to_level, Level.WORKING)


def _lines(
    steps: Sequence[tuple[int, LearningStep]],
    goal: Level | None,
    learning: Collection[Node],
    everything: Sequence[LearningStep],
) -> Iterator[_Line]:
    """A line for each step; a skill stands on one with the field that it practises."""
    begun = {step.node for step in everything[: steps[0][0] - 1]}
    together: list[list[tuple[int, LearningStep]]] = []
    for number, step in steps:
        if step.practises is not None and together:
            together[-1].append((number, step))
        else:
            together.append([(number, step)])
    for some in together:
        part = [step for _, step in some]
        why = ["in progress"] if any(step.node in learning and step.node not in begun for step in part) else []
        for step in part:
            why += reasons(step, step.node in begun)
            begun.add(step.node)
        hours = [step.hours for step in part if step.hours is not None]
        yield _Line(
            number="-".join(str(number) for number, _ in some),
            label=" and ".join(step.node.label for step in part),
            level=", ".join(dict.fromkeys(filter(None, (_rise(step, goal) for step in part)))),
            hours=about(sum(hours)) if hours else NOTHING,
            why="; ".join(dict.fromkeys(why)),
            theme=part[0].theme,
        )


def _rise(step: LearningStep, goal: Level | None) -> str:
    """From which level to which, where that is not as in the rest of the phase."""
    if step.to_level == goal and (step.from_level is None or goal > Level.WORKING):
        return ""
    return str(step.to_level) if step.from_level is None else f"{step.from_level} to {step.to_level}"


def reasons(step: LearningStep, begun: bool) -> Iterator[str]:
    """Why a step is there; of what has `begun` before only how far it has to go."""
    for requirement in step.for_requirements:
        reached = requirement.level is None or step.to_level >= requirement.level
        if begun:
            yield "required" if reached else f"towards {requirement.level}"
            continue
        towards = "" if reached else f" at {requirement.level}"
        if [node.iri for node in requirement.any_of] == [step.node.iri]:
            yield f"required{towards}"
        else:
            others = [node.label for node in requirement.examples if node != step.node]
            also = f", as would {joined(others)}" if others and step.node in requirement.examples else ""
            yield f"meets {requirement.label}{towards}{also}"
    if step.needed_by:
        yield "needed for " + _names(step.needed_by)
    elif step.opens and not begun:
        yield "opens " + _names(step.opens, 2)
    if not begun:
        yield from (one.words for one in step.through)
    if step.builds_on is not None:
        reason = f": {step.builds_on.reason}" if step.builds_on.reason else ""
        yield f"builds on {step.builds_on.node.label}, saves {about(step.builds_on.hours_saved)} h{reason}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _names(some: Sequence[Node], most: int = _NAMED) -> str:
    """The labels of some nodes, of many only the first."""
    shown = some if len(some) <= most + 1 else some[:most]
    more = f" and {len(some) - len(shown)} more" if len(shown) < len(some) else ""
    return ", ".join(node.label for node in shown) + more


def _named_by_level(steps: Iterable[LearningStep]) -> str:
    """Capabilities by the level that they are raised to, the highest first."""
    levels: dict[Level, list[str]] = {}
    for step in steps:
        levels.setdefault(step.to_level, []).append(step.node.label)
    return " ".join(f"To {goal} level: {', '.join(levels[goal])}." for goal in sorted(levels, reverse=True))


def _listed(title: str, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]], everything: bool) -> Iterator[Block]:
    """Rows under a title: a table, or names alone where there is nothing else to say; not all of many."""
    if not rows:
        return
    shown = rows if everything or len(rows) <= _MOST + 1 else rows[:_MOST]
    more = f"{len(rows) - len(shown)} more; {_ALL}" if len(shown) < len(rows) else ""
    table = Table(columns, shown, frozenset({"Hours"})).filled
    yield Heading(f"{title} ({len(rows)})" if more else title)
    yield table if len(table.columns) > 1 else Text("; ".join(row[0] for row in shown) + ".")
    if more:
        yield Text(more, quiet=True)


def _optional_blocks(options: Sequence[Option], everything: bool) -> Iterator[Block]:
    preferred = [option for option in options if not option.requirement.used]
    used = [option for option in options if option.requirement.used]
    for title, group in (("Nice to have", preferred), ("Used in the role, but not required", used)):
        rows = [(asked(option.requirement), level(option.requirement.level), about(option.hours)) for option in group]
        yield from _listed(title, ("Name", "Level", "Hours"), rows, everything)
    if any(option.hours is not None for option in options):
        yield Text("Hours of these come on top of the plan, each with what it needs first.", quiet=True)


def _progress_blocks(progress: Progress) -> Iterator[Block]:
    rows = [
        (item.holding.label, holding_level(item.holding), item.holding.since or NOTHING, worth(item))
        for item in progress.learned
    ]
    yield Heading("Done so far")
    yield Text(_progress_line(progress))
    yield Table(("Learned", "Level", "Date", "Counts towards"), rows)


def _progress_line(progress: Progress) -> str:
    """How far someone has come, in a sentence or two."""
    line = f"{counted(len(progress.learned), 'capability')} learned"
    if not progress.essential:
        return f"{line}; nothing essential is recorded of the goal."
    line += f": {progress.met} of "
    line += f"{counted(progress.essential, 'essential requirement')} met, {progress.met_at_start} at the start"
    if progress.hours_at_start is None or progress.hours_done is None or not progress.hours_in_all:
        return line + "."
    share = progress.hours_done / progress.hours_in_all
    done, in_all = about(progress.hours_done), about(progress.hours_in_all)
    return f"{line}; {done} of an estimated {in_all} hours are done ({share:.0%})."


def worth(learned: Learned) -> str:
    worth = []
    if learned.meets:
        worth.append("meets " + ", ".join(asked(requirement) for requirement in learned.meets))
    if learned.raises:
        goals = ", ".join(f"{asked(requirement)} ({requirement.level})" for requirement in learned.raises)
        worth.append(f"towards {goals}")
    if learned.needed_by:
        worth.append("needed for " + ", ".join(node.label for node in learned.needed_by))
    return "; ".join(worth) or "not needed for this role"


def consequence(skipped: Skipped) -> str:
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
    yield from origins(profile.unrecorded)
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
