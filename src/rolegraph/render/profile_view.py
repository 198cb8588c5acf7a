"""A profile file for people: what it says as the graph understands it, and what a command has changed in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rolegraph.plans import Holding
from rolegraph.profiles.reading import DONE, HAVE, LEARNING, SKIP
from rolegraph.render.blocks import Block, Heading, Table, Text
from rolegraph.render.progress_view import progress_line
from rolegraph.tracking import Change, Shown
from rolegraph.words import NOTHING, holding_level

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


def change_blocks(changes: Iterable[Change]) -> Iterator[Block]:
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
