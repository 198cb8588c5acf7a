"""`profile`: a file of what a person has, has learned, is learning and does not want to learn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from rolegraph.cli.careers import AssumeOption, HoursOption
from rolegraph.cli.options import (
    PROFILES,
    GraphOption,
    argument,
    complete,
    flag,
    group,
    label_language,
    option,
    selected,
)
from rolegraph.cli.output import Printed, session

if TYPE_CHECKING:
    from rolegraph.profiles.tracking import ProfileChange

FileArgument = Annotated[Path, argument("FILE", PROFILES[1])]
_capabilities = complete("skill", "tool", "degree", "certification")
CapabilitiesArgument = Annotated[
    list[str], argument("NAME[:LEVEL]...", "For example python or spark:proficient.", _capabilities)
]
NamesArgument = Annotated[list[str], argument("NAME...", "Skills or tools.", complete("skill", "tool"))]


def init(
    file: FileArgument,
    role: Annotated[str | None, option("ROLE", "The role you have now.", autocompletion=complete("role"))] = None,
    have: Annotated[str, option("NAME[:LEVEL],...", "What else you know.")] = "",
    goal: Annotated[str | None, option("ROLE", "The role you want.", autocompletion=complete("role"))] = None,
    name: Annotated[str, option("TEXT", "Your name, for headings. [default: the file's name]")] = "",
    hours_per_week: HoursOption = None,
    force: Annotated[bool, flag("Replace an existing file.", "--force")] = False,
    graph: GraphOption = None,
) -> None:
    """Write a new profile, with comments that explain it."""
    from rolegraph.profiles.tracking import begin
    from rolegraph.render.text import counted

    unknown: list[str] | None = [] if session.skip_unknown else None
    begun = begin(
        selected(graph),
        file,
        role=role,
        have=have,
        goal=goal,
        name=name,
        hours_per_week=hours_per_week,
        force=force,
        unknown=unknown,
    )
    session.note_unknown("--have", unknown or ())
    advice = "read it and correct what is wrong" if begun.holdings else "add what you have with `rolegraph profile add`"
    session.note(f"wrote {file}: {counted(len(begun.holdings), 'capability')}; {advice}")


def from_(
    file: Annotated[Path, argument("FILE", "Your CV: a text, web page, PDF or DOCX file; - for standard input.")],
    out: Annotated[Path | None, option("FILE", "Write the profile to this file.", "--out", "-o")] = None,
    as_: Annotated[
        Literal["cv"] | None, flag("Read it as a CV, even if it seems to be something else.", "--as")
    ] = None,
    name: Annotated[str, option("TEXT", "Your name, for headings. [default: the file's name]")] = "",
    force: Annotated[bool, flag("Replace an existing file.", "--force")] = False,
    graph: GraphOption = None,
) -> Printed:
    """Propose a profile from your CV, with the line that shows each thing.

    Nothing is claimed that it does not say. Your name and address stay out of the profile, and the text stays on this
    machine. Without --out, the proposal is shown and nothing is written.
    """
    from rolegraph.model.proposals import HeldJob, ShownCapability, Unplaced
    from rolegraph.render.views.proposal_view import proposal_blocks

    found = selected(graph).profile_from(file, out, name=name, force=force, as_cv=as_ == "cv")
    if out is not None:
        session.note(f"wrote {out}: read it and correct what is wrong")
    tables = {
        "capabilities": (found.capabilities, ShownCapability),
        "jobs": (found.jobs, HeldJob),
        "not in the graph": (found.unplaced, Unplaced),
    }
    named = {"--graph": graph, "--language": session.language}
    options = "".join(f" {option} {value}" for option, value in named.items() if value)
    return Printed(found, proposal_blocks(found, out, options), tables)


def add(file: FileArgument, names: CapabilitiesArgument, graph: GraphOption = None) -> Printed:
    """Add what you knew from the beginning."""
    from rolegraph.profiles import tracking

    return _changed(tracking.add, graph, file, names)


def done(file: FileArgument, names: CapabilitiesArgument, graph: GraphOption = None) -> Printed:
    """Add what you have learned.

    Without a level, it is the level that the path to your goal requires, or else working.
    """
    from rolegraph.profiles import tracking

    return _changed(tracking.done, graph, file, names)


def learning(file: FileArgument, names: NamesArgument, graph: GraphOption = None) -> Printed:
    """Add what you are learning now."""
    from rolegraph.profiles import tracking

    return _changed(tracking.learning, graph, file, names)


def skip(file: FileArgument, names: NamesArgument, graph: GraphOption = None) -> Printed:
    """Add what you do not want to learn; plans leave it out."""
    from rolegraph.profiles import tracking

    return _changed(tracking.skip, graph, file, names)


def _changed(
    change: Callable[..., tuple[ProfileChange, ...]], graph: list[str] | None, file: Path, names: list[str]
) -> Printed:
    from rolegraph.profiles.tracking import ProfileChange, read
    from rolegraph.render.views.path_view import change_blocks

    opened = selected(graph)
    if session.skip_unknown:
        session.note_unknown(file, read(opened, file, skip_unknown=True).unknown)
    changes = change(opened, file, names, skip_unknown=session.skip_unknown)
    return Printed(changes, change_blocks(changes), {"changes": (changes, ProfileChange)})


def show(file: FileArgument, assume_hours: AssumeOption = False, graph: GraphOption = None) -> Printed:
    """What the file says, and how far you have come."""
    from rolegraph.profiles.tracking import read
    from rolegraph.profiles.tracking import show as shown
    from rolegraph.render.views.path_view import profile_blocks

    opened = selected(graph, assume_hours=assume_hours)
    if session.skip_unknown:
        session.note_unknown(file, read(opened, file, skip_unknown=True).unknown)
    found = shown(opened, file, skip_unknown=session.skip_unknown)
    tables = {
        "what you have": "profile.holdings",
        "learning": "profile.learning",
        "skipped": "profile.skipped",
        "what you learned": "progress.learned",
    }
    return Printed(found, profile_blocks(found), tables)


def migrate(
    file: FileArgument,
    old: Annotated[
        str | None, option("PATH|URL", "The graph that its names are of, if --graph does not say.", "--from")
    ] = None,
    out: Annotated[Path | None, option("FILE", "Write to this file instead of FILE.", "--out", "-o")] = None,
    dry_run: Annotated[bool, flag("Only show what would change.", "--dry-run")] = False,
    force: Annotated[bool, flag("Replace an existing file.", "--force")] = False,
    graph: GraphOption = None,
) -> Printed:
    """Bring the file to a later release of a graph.

    Names that have been replaced are replaced in the file. What cannot be carried over becomes a comment in it, with
    what to choose from, and the exit code is then 1.
    """
    from rolegraph.graph import open_graph
    from rolegraph.profiles.migration import CarriedName
    from rolegraph.render.views.diff_view import migration_blocks

    new = selected(graph)
    older = open_graph(old, language=label_language()) if old else None
    found = new.migrate_profile(file, older, out=out, force=force, dry_run=dry_run)
    if found.written:
        session.note(f"wrote {found.path}")
    return Printed(found, migration_blocks(found), {"names": (found.names, CarriedName)}, code=int(bool(found.open)))


app = group(
    "profile",
    "Keep a file of what you know, and of your progress.",
    [init, from_, add, done, learning, skip, show, migrate],
)
