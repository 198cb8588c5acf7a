"""The command line: parses words, makes one library call, renders the answer; here is the list of commands.

Exit codes: 0 done; 1 done, with findings that count (an invalid graph, nothing found); 2 could not run; 130 stopped.
"""

from __future__ import annotations

import copy
import errno
import gc
import re
import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Final

import typer

from rolegraph.cli import careers, config, demand_command, graphs, profile, query, view
from rolegraph.cli.assistant import mcp
from rolegraph.cli.graphs import build, diff, export, ingest, lint, validate
from rolegraph.cli.lookups import info, list_, search, show, stats
from rolegraph.cli.map_command import map_
from rolegraph.cli.options import NoColorOption, PlainGroup, QuietOption, VerboseOption, command, flag, group
from rolegraph.cli.output import prepare_streams, put, session, silence, tell
from rolegraph.cli.people import match
from rolegraph.cli.schema import schema
from rolegraph.cli.serve import serve
from rolegraph.cli.setup import setup
from rolegraph.cli.texts import extract
from rolegraph.errors import RolegraphError

app = typer.Typer(
    cls=PlainGroup,
    help="What you have, what is missing, in what order to learn it, and where each statement comes from.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        put(f"rolegraph {version('rolegraph')}\n")
        raise typer.Exit


@app.callback()
def _options(
    _version: Annotated[bool, flag("Show the version.", "--version", callback=_show_version, is_eager=True)] = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = False,
    no_color: NoColorOption = False,
) -> None:
    session.start(quiet, verbose, no_color)


_SETTINGS = group(
    "config",
    "Show and change defaults: the graph to ask, hours a week, the format of answers.",
    [config.show, config.path, config.get, config.set_, config.unset],
)
_PANELS: dict[str, list[Any]] = {
    "Plan a career": [
        *(careers.path, careers.compare, careers.nearest, careers.route, careers.whatif, demand_command.demand),
        match,
        profile.app,
    ],
    "Look into a graph": [show, search, list_, info, stats, view.app, query.app],
    "Build and check graphs": [ingest, extract, build, map_, validate, lint, diff, export, graphs.app],
    "Serve a graph": [serve, mcp],
    "Settings": [_SETTINGS, setup, schema],
}
for panel, entries in _PANELS.items():
    for entry in entries:
        if isinstance(entry, typer.Typer):
            app.add_typer(entry, name=entry.info.name, rich_help_panel=panel)
        else:
            command(app, entry, rich_help_panel=panel)


def _with_command(app: typer.Typer, words: Sequence[str]) -> typer.Typer:
    """The application with only the command that a line names, since Typer builds all options of each that it has."""
    name = next((word for word in words if not word.startswith("-")), None)
    commands = [command for command in app.registered_commands if command.name == name]
    groups = [group for group in app.registered_groups if group.name == name]
    if commands or groups:
        app = copy.copy(app)
        app.registered_commands, app.registered_groups = commands, groups
    return app


def main() -> None:
    """Run the command line and leave the process with its exit code."""
    # A command lives for a moment; at the usual threshold a tenth of that goes into looking for garbage in imports.
    gc.set_threshold(100_000, 50, 50)
    prepare_streams()
    try:
        code = _with_command(app, sys.argv[1:])(prog_name="rolegraph", standalone_mode=False)
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = 130
    except SystemExit as error:
        if not isinstance(error.__context__, BrokenPipeError):  # Typer ends with 1 where the reader has left
            raise
        code = _left()
    except BrokenPipeError:
        code = _left()
    except Exception as error:  # noqa: BLE001 - no traceback reaches people, unless they ask for it
        if isinstance(error, OSError) and not error.filename:
            silence(sys.stdout)
        tell(_message(error) or _internal(error))
        code = 2
    finally:
        gc.freeze()  # to look for garbage at the end would take a tenth of a short command
    sys.exit(code)


def _left() -> int:
    """The exit code where whoever read the output has seen enough."""
    silence(sys.stdout)
    return 0


def _internal(error: Exception) -> str:
    """What people are told of an error of the program itself."""
    if session.verbose or {"-v", "--verbose"} & set(sys.argv):
        import traceback

        tell("".join(traceback.format_exception(error)).rstrip())
    about = " ".join(f"{type(error).__name__}: {error}".split())
    return f"rolegraph: internal error, {about} (please report it, with what --verbose shows)"


# Errors of writing to what is open already: closed, full, too large, quota, a device that fails.
_WRITING: Final = (None, errno.EBADF, errno.ENOSPC, errno.EFBIG, errno.EIO, errno.EINVAL)


def _hint(alike: str | None) -> str:
    return f": did you mean {alike}?" if alike else ""


def _no_option(match: re.Match[str]) -> str:
    """Typer takes dashes for letters in common, and offers `--sparql` for `--all`."""
    from difflib import get_close_matches

    names = [name.strip(" -") for name in (match[3] or "").split(",")]
    alike = get_close_matches(match[1].strip("-"), names)
    return f"no option {match[1]}{_hint(', '.join(f'--{name}' for name in alike))}"


# What Typer says of words on a command line, in plain words.
_PLAINLY: Final[tuple[tuple[str, str | Callable[[re.Match[str]], str]], ...]] = (
    (r"^Invalid value for '(.*?)': ", r"\1: "),
    (r"is not a valid int(eger)?( range)?$", "is not a whole number"),
    (r"is not a valid float( range)?$", "is not a number"),
    (r"is not in the range (\S+?)<=x<=(\S+)$", r"is not between \1 and \2"),
    (r"is not in the range x>=(\S+)$", r"is less than \1"),
    (
        r"^Got unexpected extra arguments?(\(s\))? \((.*)\)$",
        r"too many arguments: \2; a name of several words takes quotation marks",
    ),
    (r" requires an argument$", " needs a value"),
    (r"^No such option: (\S+)( \(Possible options: (.*)\))?$", _no_option),
    (r"^No such command (.*?)(?:\. Did you mean (.*)\?)?$", lambda m: f"no command {m[1]}{_hint(m[2])}"),
    (r"^(Missing|Option) ", lambda match: match[0].lower()),
)


def _system_message(error: OSError) -> str:
    if error.filename:
        return f"rolegraph: {error.filename}: {error.strerror} (check the name, and that it may be used)"
    if error.errno not in _WRITING:
        return f"rolegraph: {error.strerror} (check that there is still memory, disk, and the folder that this runs in)"
    problem = error.strerror or "it is closed"
    return f"rolegraph: standard output cannot be written: {problem} (name another place with --out FILE)"


def _message(error: Exception) -> str:
    """What people are told of an error, in one line; empty for an error of the program itself."""
    if isinstance(error, RolegraphError):
        return f"rolegraph: {error}"
    if isinstance(error, UnicodeEncodeError):
        return f"rolegraph: nothing is called {error.object!r}: it is not text in this locale (check LC_ALL)"
    if isinstance(error, OSError):
        return _system_message(error)
    if isinstance(error, MemoryError):
        return "rolegraph: memory is full (ask for less, or of a smaller graph)"
    if isinstance(error, ValueError) and "null byte" in str(error):
        return "rolegraph: the name of a file holds a null character (check the name)"
    if (format_message := getattr(error, "format_message", None)) is None:  # of errors that Typer raises
        return ""
    text = str(format_message())
    if text.startswith("Usage:"):
        return text  # of a group without a command: its help
    text = " ".join(text.split()).removesuffix(".")
    for pattern, plain in _PLAINLY:
        text = re.sub(pattern, plain, text)
    command = getattr(getattr(error, "ctx", None), "command_path", "rolegraph")
    if command == "rolegraph" and text.startswith("no command") and not text.endswith("?"):
        text += f": `rolegraph show{text.removeprefix('no command')}` says what is known of a role or skill"
    return f"rolegraph: {text}" + ("" if text.endswith("?") else f" (see `{command} --help`)")
