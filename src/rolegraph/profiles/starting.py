"""What a person starts with, as they say it in a list, in a profile file or both; all names are checked at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from rolegraph.errors import RolegraphError, at_once
from rolegraph.model.level_words import parse_have
from rolegraph.model.nodes import LEARNABLE_KINDS
from rolegraph.model.plans import Profile, combined
from rolegraph.planning.gap import given_profile
from rolegraph.profiles.profile_file import ProfileFile, parse_file
from rolegraph.profiles.tracking import Planner, capability_names, read, role_names

SENT: Final = Path("profile")  # what messages call a profile that came without a file
DIFFERENT: Final = "a comparison takes two or more different roles; `rolegraph show` is about one"
OnUnknown = Callable[[Path | None, Sequence[str]], object]


def starting_profile(
    graph: Planner,
    roles: Iterable[str] = (),
    have: str = "",
    learn: str = "",
    profile: Path | bytes | None = None,
    on_unknown: OnUnknown | None = None,
) -> Profile | None:
    """What a person says they have; None where they say nothing.

    The names of `roles`, and of what they want to `learn`, are checked together with its own: all that mean nothing are
    one error. `profile` is a file, or the text of one. Where there is `on_unknown`, names of what is held that mean
    nothing are left out, and it is told of them, with the file that they stand in.
    """
    given: list[Profile] = []
    skips = on_unknown is not None

    def stated() -> None:
        unknown: list[str] | None = [] if skips else None
        levels = parse_have(have, capability_names(graph), unknown)
        if on_unknown is not None:
            on_unknown(None, unknown or ())
        if profile is not None:
            file = _file(graph, profile, skip_unknown=skips)
            if on_unknown is not None:
                on_unknown(file.path, file.unknown)
            given.append(file.profile)
        given.extend([given_profile(levels)] if levels else [])

    at_once(
        *(partial(role_names(graph), name) for name in roles),
        lambda: parse_have(learn, lambda name: graph.resolve(name, LEARNABLE_KINDS)),
        stated,
    )
    return combined(given) if have or profile is not None else None


def _file(graph: Planner, profile: Path | bytes, *, skip_unknown: bool) -> ProfileFile:
    if isinstance(profile, Path):
        return read(graph, profile, skip_unknown=skip_unknown)
    return parse_file(profile, SENT, capability_names(graph), role_names(graph), skip_unknown=skip_unknown)


def refuse_alike(roles: Sequence[object]) -> None:
    """Raise RolegraphError for roles to compare that are not two or more different ones."""
    if len(set(roles)) < max(2, len(roles)):
        raise RolegraphError(DIFFERENT)
