"""The profile file that the server was started with, as tools: shown, and changed only where that was allowed.

No tool names a file: there is this one, or none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field

from rolegraph.graph import RoleGraph
from rolegraph.profiles import tracking
from rolegraph.rdf.files import read_bytes
from rolegraph.render.text import Block, Heading, Text
from rolegraph.server.questions.inquiry import Answered, Inquiry, RoleName

Action = Literal["add", "done", "learning", "skip", "remove"]
_ACTIONS: Final = (
    "add: what they had from the start. done: what they have learned. learning: what they learn now. skip: what they do"
    " not want to learn. remove: take it out of the file."
)
_NAMES: Final = "Capabilities; for add and done each may have a level: spark:proficient."


def profile_text(path: Path) -> str:
    """What the file says; raises `SourceError` where it cannot be read."""
    return read_bytes(path).decode(errors="surrogateescape")


def inquiries(path: Path, *, writes: bool) -> tuple[type[Inquiry], ...]:
    """The questions about one file, and with `writes` what changes it."""

    class ProfileInquiry(Inquiry):
        """What the person has said of themselves: what they have, have learned, are learning, and skip."""

        name = "profile"

        def ask(self, graph: RoleGraph) -> Answered:
            from rolegraph.render.views.path_view import profile_blocks

            shown = tracking.show(graph, path, skip_unknown=True)
            return Answered(shown, lambda _: profile_blocks(shown), notes=_unknown(graph, path))

    class ProfileUpdate(Inquiry):
        """Change the person's profile file: only when they have said so."""

        name = "update_profile"
        action: Action = Field(description=_ACTIONS)
        names: Annotated[tuple[RoleName, ...], Field(min_length=1, max_length=50, description=_NAMES)]

        def ask(self, graph: RoleGraph) -> Answered:
            changes = _changed(graph, path, self.action, self.names)
            return Answered(changes, lambda _: _change_blocks(self.action, changes))

    return (ProfileInquiry, ProfileUpdate) if writes else (ProfileInquiry,)


def _unknown(graph: RoleGraph, path: Path) -> tuple[str, ...]:
    """Names in the file that mean nothing in the graph."""
    return tuple(f"the profile, {name} (left out)" for name in tracking.read(graph, path, skip_unknown=True).unknown)


def _changed(graph: RoleGraph, path: Path, action: Action, names: Sequence[str]) -> tuple[tracking.ProfileChange, ...]:
    changes = {
        "add": tracking.add,
        "done": tracking.done,
        "learning": tracking.learning,
        "skip": tracking.skip,
        "remove": tracking.remove,
    }
    return changes[action](graph, path, names, skip_unknown=True)


def _change_blocks(action: Action, changes: Sequence[tracking.ProfileChange]) -> Iterator[Block]:
    from rolegraph.render.views.path_view import change_blocks

    yield Heading("Changed in the profile", 1)
    if action != "remove":
        yield from change_blocks(changes)
        return
    for change in changes:
        yield Text(f"{change.node.label}: " + (f"removed from {change.section}" if change.changed else "not in it"))
