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
    """The page as it should be: a contents, and the help of each command under the heading of its group."""
    above = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
    panels: dict[str, list[str]] = {"All": []}  # sections by the panel of the help that their command is in
    contents: dict[str, list[str]] = {}
    panel = "All"
    for path, command, context in commands():
        text, depth = command.get_help(context), len(path.split())
        if depth > 1:  # what all commands share is listed once
            text = text.partition(f"\n\n{SHARED}:")[0]
        if depth == 2:
            panel = command.rich_help_panel
            name, anchor = path.split()[1], path.replace(" ", "-")
            contents.setdefault(panel, []).append(f"[{name}](#{anchor})")
        level = "#" * max(2, depth + 1)
        panels.setdefault(panel, []).append(f"{level} `{path}`\n\n```text\n{text.rstrip()}\n```\n")
    lines = [f"- **{panel}**: {', '.join(links)}" for panel, links in contents.items()]
    (first,) = panels.pop("All")
    sections = [section for panel, below in panels.items() for section in (f"## {panel}\n", *below)]
    return above + MARK + "\n" + "\n".join([*lines, "", first, *sections])


if __name__ == "__main__":
    PAGE.write_text(help_page(), encoding="utf-8")
