"""What a CV shows, as tables: what is proposed for the profile, what is in doubt, what the graph has no name for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from rolegraph.model.nodes import LEARNABLE_KINDS
from rolegraph.model.proposals import HeldJob, ProfileProposal, Quote, ShownCapability
from rolegraph.render.text import NOTHING, Block, Heading, Text, counted, section

_LONGEST: Final = 60
_SURE: Final = 0.9  # from which a role is named in a command


def proposal_blocks(found: ProfileProposal, out: Path | None = None, options: str = "") -> Iterator[Block]:
    """What is proposed from a CV, and what to do next; `out` is the file that was written, `options` name its graph."""
    yield Heading(f"What {found.source} shows", 1)
    proposed, rated = found.proposed, sum(shown.level is not None for shown in found.proposed)
    words = [counted(len(proposed), "capability") + (f", {rated} with a level" if rated else "")]
    words += [f"{len(found.doubtful)} in doubt"] if found.doubtful else []
    words += [f"{len(found.unplaced)} that this graph has no name for"] if found.unplaced else []
    yield Text("; ".join(words) + ".")
    yield from section("Jobs", ("Title", "From", "To", "Role", "Sure", "Line"), [_job(job) for job in found.jobs])
    learnable = [shown for shown in proposed if shown.one_of[0].kind in LEARNABLE_KINDS]
    others = [shown for shown in proposed if shown.one_of[0].kind not in LEARNABLE_KINDS]
    yield from section("Skills and tools", ("Name", "Level", "Shown by"), [_capability(shown) for shown in learnable])
    yield from section(
        "Degrees and certificates", ("Name", "Shown by"), [(_capability(one)[0], _where(one.shown)) for one in others]
    )
    doubtful = [
        (*_capability(shown)[:2], shown.doubt or "names more than one thing", _where(shown.shown))
        for shown in found.doubtful
    ]
    yield from section("In doubt, for you to decide", ("Name", "Level", "Why", "Shown by"), doubtful)
    rows = [(one.name, one.kind, str(one.level or NOTHING), str(one.shown.line)) for one in found.unplaced]
    yield from section("Not in this graph", ("Name", "Kind", "Level", "Line"), rows)
    if found.left_out:
        yield Text(f"Left out: {', '.join(found.left_out)}.")
    yield Text(_advice(found, out, options))


def _advice(found: ProfileProposal, out: Path | None, options: str) -> str:
    if out is None:
        return "Nothing is written: --out profile.yaml writes this as a profile for you to correct."
    held = next((job for job in found.jobs if job.role and job.confidence >= _SURE), None)
    role = f"{held.role.slug} " if held and held.role else ""
    commands = [
        f"rolegraph nearest {role}--profile {out}{options}",
        f"rolegraph path {role}GOAL --profile {out}{options}",
    ]
    return f"Correct {out}, then: {'; '.join(commands)}."


def _job(job: HeldJob) -> tuple[str, ...]:
    sure = f"{job.confidence:.0%}" if job.role else NOTHING
    role = job.role.label if job.role else " or ".join(node.label for node in job.candidates[:3]) or NOTHING
    return job.title, job.start or NOTHING, job.end or NOTHING, role, sure, str(job.shown.line)


def _capability(shown: ShownCapability) -> tuple[str, str, str]:
    names = " or ".join(node.label for node in shown.one_of)
    return names, str(shown.level or NOTHING), _where(shown.shown)


def _where(quotes: Iterable[Quote]) -> str:
    first, *others = quotes
    text = first.text if len(first.text) <= _LONGEST else first.text[:_LONGEST].rsplit(" ", 1)[0] + " …"
    more = f"; {', '.join(str(quote.line) for quote in others)}" if others else ""
    return f"line {first.line}{more}" + (f": {text}" if text else "")
