"""Progress for people: what has been learned and what for, what is skipped and what that means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rolegraph.plans import Learned, Progress, Skipped
from rolegraph.render.blocks import Block, Heading, Table, Text
from rolegraph.words import NOTHING, about, asked, counted, holding_level


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
