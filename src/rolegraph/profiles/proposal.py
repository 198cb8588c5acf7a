"""A proposal that was read from a CV as a new profile file, with the line that shows each thing as a comment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from rolegraph.model.nodes import LEARNABLE_KINDS
from rolegraph.model.plans import ASSUMED_LEVEL, Holding
from rolegraph.model.proposals import HeldJob, ProfileProposal, Quote, ShownCapability, Unplaced
from rolegraph.profiles.editing import NewProfile, scalar, spelling, write_profile
from rolegraph.profiles.profile_file import HAVE, LEARNING
from rolegraph.profiles.tracking import Planner, capability_names, role_names

_LEARNED: Final = "being learned"
_TITLES: Final = {
    "skill": "Skills that this graph has no name for",
    "degree": "Degrees and schooling that this graph has no name for",
    "certificate": "Certificates and licences that this graph has no name for",
    "language": "Languages that this graph has no name for",
}


def write_proposal(
    graph: Planner, proposal: ProfileProposal, path: Path, *, name: str = "", force: bool = False
) -> None:
    """Write a new profile file that proposes what a CV shows, for its person to correct.

    What is doubtful, ambiguous or not in the graph is in comments. `name` is for headings; without it the profile has
    that of the file. Raises `SourceError` when there is such a file already and `force` is false, or it cannot be
    written.
    """
    learnable = [shown for shown in proposal.proposed if shown.one_of[0].kind in LEARNABLE_KINDS]
    qualifications = [shown for shown in proposal.proposed if shown.one_of[0].kind not in LEARNABLE_KINDS]
    groups = (
        ("", _holdings(learnable)),
        ("Degrees and certificates.", _holdings(qualifications)),
    )
    notes = {
        HAVE: tuple(_notes(graph, proposal)),
        LEARNING: tuple(_offered(graph, shown) for shown in proposal.doubtful if shown.doubt == _LEARNED),
    }
    new = NewProfile(
        name=name or path.stem,
        holdings=groups,
        preface=tuple(_preface(graph, proposal)),
        remarks={shown.one_of: _where(shown.shown) for shown in proposal.proposed},
        notes=notes,
        unrated=frozenset(shown.one_of for shown in proposal.proposed if shown.level is None),
    )
    write_profile(path, new, capability_names(graph), role_names(graph), force=force)


def _holdings(shown: Iterable[ShownCapability]) -> tuple[Holding, ...]:
    found = (Holding(one.one_of, one.level or ASSUMED_LEVEL, "given") for one in shown)
    return tuple(sorted(found, key=lambda holding: holding.label.casefold()))


def _preface(graph: Planner, proposal: ProfileProposal) -> Iterator[str]:
    yield f"Proposed from {proposal.source}: read it, correct what is wrong, and delete what is not so."
    yield "Each entry has the lines that show it. A level is there only where the words set one."
    if proposal.jobs:
        yield ""
        yield "Jobs, the latest first:"
        yield from (f"- {_job(graph, job)}" for job in proposal.jobs)
        yield "What they usually ask for is not claimed here; `rolegraph path ROLE GOAL --profile FILE` counts it."
    yield ""


def _job(graph: Planner, job: HeldJob) -> str:
    period = f", {job.start} to {job.end}" if job.start != job.end else f", {job.start}" if job.start else ""
    role = "no role of this graph"
    if job.candidates:
        names = [spelling(node, role_names(graph)) for node in job.candidates]
        role = f"{' or '.join(names)}, say which"
    if job.role is not None:
        sure = "" if job.confidence >= 1 else f" ({job.confidence:.0%} sure)"
        role = f"{spelling(job.role, role_names(graph))}{sure}"
    return f"{job.title}{period}: {role}; line {job.shown.line}"


def _notes(graph: Planner, proposal: ProfileProposal) -> Iterator[str]:
    """What is left to the person: capabilities that are in doubt, and what the graph has no name for."""
    doubtful = [shown for shown in proposal.doubtful if shown.doubt != _LEARNED]
    if doubtful:
        yield "In doubt: take away the sign in front of what you have."
        yield from (_offered(graph, shown) for shown in doubtful)
    for kind, title in _TITLES.items():
        found = [one for one in proposal.unplaced if one.kind == kind]
        if found:
            yield f"{title}:"
            yield from (f"- {_named(one)}" for one in found)


def _offered(graph: Planner, shown: ShownCapability) -> str:
    """An entry that is commented out; a name that means several has its candidates."""
    names = [scalar(spelling(node, capability_names(graph))) for node in shown.one_of]
    level = f" {shown.level}" if shown.level and shown.doubt != _LEARNED else ""
    reason = shown.doubt or "names more than one thing"
    entry = f"- {names[0]}" if shown.doubt == _LEARNED else f"{names[0]}:{level}"
    others = f", or {', '.join(names[1:])}" if len(names) > 1 else ""
    return f"{entry}  # {reason}{others}; {_where(shown.shown)}"


def _where(quotes: Iterable[Quote]) -> str:
    return "; ".join(f'line {quote.line}: "{quote.text}"' if quote.text else f"line {quote.line}" for quote in quotes)


def _named(one: Unplaced) -> str:
    level = f" ({one.level})" if one.level else ""
    return f"{one.name}{level}; line {one.shown.line}"
