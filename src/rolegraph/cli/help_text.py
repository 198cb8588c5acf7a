"""Help in plain text: commands grouped by what they are for, full summaries, shared options in one section.

Typer's own grouping needs rich, whose import takes longer than everything else that help does.
"""

from __future__ import annotations

from typing import Any, Final

from typer.core import TyperCommand, TyperGroup

SHARED: Final = "Options of every command"


class PlainCommand(TyperCommand):
    """A command whose help lists arguments, its own options, and the options of every command."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the sections that have entries."""
        _write_sections(self, ctx, formatter)


class PlainGroup(TyperGroup):
    """A group of commands whose help gives the whole first sentence of each."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the options, then the commands in their groups."""
        _write_sections(self, ctx, formatter)
        panels: dict[str, list[tuple[str, str]]] = {}
        for name, command in self.commands.items():
            panel = getattr(command, "rich_help_panel", None)
            panels.setdefault(panel or "Commands", []).append((name, _summary(command.help)))
        longest = max(map(len, self.commands))
        for panel, rows in panels.items():
            with formatter.section(panel):
                formatter.write_dl([(name.ljust(longest), summary) for name, summary in rows])


def _summary(text: str | None) -> str:
    """The first paragraph of a help text in one line.

    >>> _summary("What to learn,\\nand why.\\n\\nMore.")
    'What to learn, and why.'
    """
    return " ".join((text or "").partition("\n\n")[0].split())


def _write_sections(command: TyperCommand | TyperGroup, ctx: Any, formatter: Any) -> None:
    sections: dict[str, list[tuple[str, str]]] = {"Arguments": [], "Options": [], SHARED: []}
    for parameter in command.get_params(ctx):
        record = parameter.get_help_record(ctx)
        if record is not None:
            argument = parameter.param_type_name == "argument"
            panel = SHARED if parameter.name == "help" else getattr(parameter, "rich_help_panel", None)
            sections["Arguments" if argument else panel or "Options"].append(record)
    for title, rows in sections.items():
        if rows:
            with formatter.section(title):
                formatter.write_dl(rows)
