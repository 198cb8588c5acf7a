"""`docs/reference/cli.md`: what is written there by hand, and below it the help of every command; run to write it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import typer.main
from tests.folders import ROOT

from rolegraph.cli import app
from rolegraph.cli.options import SHARED

PAGE: Final = ROOT / "docs" / "reference" / "cli.md"
MARK: Final = "<!-- Below this line, bin/docs writes the help of every command; change src/rolegraph/cli. -->\n"


def commands(group: Any = None, parent: Any = None, name: str = "rolegraph") -> Iterator[tuple[str, Any, Any]]:
    """Every command and group with its full name and a context that it shows its help in."""
    command = group or typer.main.get_command(app)
    context = typer.Context(command, info_name=name, parent=parent, terminal_width=80, **command.context_settings)
    yield context.command_path, command, context
    for inner, each in getattr(command, "commands", {}).items():
        yield from commands(each, context, inner)


def help_page() -> str:
    """The page as it should be."""
    above = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
    sections = []
    for path, command, context in commands():
        text = command.get_help(context)
        if path != "rolegraph":  # what all commands share is listed once
            text = text.partition(f"\n\n{SHARED}:")[0]
        sections.append(f"## `{path}`\n\n```text\n{text.rstrip()}\n```\n")
    return above + MARK + "\n" + "\n".join(sections)


if __name__ == "__main__":
    PAGE.write_text(help_page(), encoding="utf-8")
