"""`config`, and the TOML file of defaults that it shows and changes, such as which graph to ask.

An option comes before the environment (`ROLEGRAPH_GRAPH` …), the environment before the file. Changes keep comments.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Annotated, Any, Final, NamedTuple

import typer

from rolegraph.cli.output import Printed, put, session, without_password
from rolegraph.errors import RolegraphError, SourceError
from rolegraph.model.languages import listed
from rolegraph.rdf.commits import write_atomically
from rolegraph.rdf.files import check_text, is_address, platform_folder, read_bytes
from rolegraph.rdf.locks import locked

KEYS: Final = {
    "graph": "the graph to ask or to add to: a path, or the address of a SPARQL endpoint",
    "hours_per_week": "hours a week for learning, from 0.1 to 168",
    "format": "the format of answers: table, json, markdown or csv",
    "language": "the languages of labels, best first, such as de,en or pt-BR",
    "no_estimates": "true to have only requirements that are recorded, and no estimates; or false",
    "no_onet": "true to never look up in the facts of O*NET what the default graph does not know; or false",
    "alone": "true to have only what a graph states, and nothing that the shipped one knows besides; or false",
}
_FORMATS: Final = ("table", "json", "markdown", "csv")
_DEFAULTS: Final = {
    "graph": "the graph that rolegraph ships, and your own",
    "hours_per_week": "none: plans show hours, not weeks",
    "format": "table",
    "language": "the one that labels most nodes, English among equals",
    "no_estimates": "false",
    "no_onet": "false",
    "alone": "false",
}
_TRUTHS: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
# The value of a key in a line of its own: a quoted text or a plain word, and what follows it.
_VALUE: Final = r"""("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^#'"\n]*?)([ \t]*(?:#[^\n]*)?)$"""


class Setting(NamedTuple):
    """A default: its key, its value, null where nothing sets it, and where that is from."""

    key: str
    value: str | float | bool | None
    origin: str


class Settings(NamedTuple):
    """The configuration file, which need not exist, and all defaults."""

    file: Path
    settings: list[Setting]


def config_file() -> Path:
    """The configuration file; it need not exist, and without a home folder cannot."""
    if place := os.environ.get("ROLEGRAPH_CONFIG"):
        return Path(place)
    return (platform_folder("config") or Path(os.devnull)) / "config.toml"


def configured(key: str) -> Any:
    """What the environment or the configuration file says for a key; None where neither does."""
    if word := os.environ.get(variable := f"ROLEGRAPH_{key.upper()}"):
        try:
            return checked(key, word)
        except RolegraphError as error:
            raise RolegraphError(f"{variable}: {error}") from None
    value = read_config().get(key)
    if key == "graph" and value and not is_address(str(value)):
        return str(config_file().parent / os.path.expanduser(str(value)))  # noqa: PTH111 - that of pathlib needs a home folder
    return value


def origin(key: str) -> str:
    """Where the value of a key is from: `environment (ROLEGRAPH_GRAPH)`, `file` or `default`."""
    if os.environ.get(variable := f"ROLEGRAPH_{key.upper()}"):
        return f"environment ({variable})"
    return "file" if key in read_config() else "default"


def read_config() -> dict[str, object]:
    """What the configuration file says, nothing where there is no file; a SourceError where it is broken."""
    file = config_file()
    return _read(_text(file), file)


def _text(file: Path) -> str:
    data = read_bytes(file) if file.is_file() else b""
    if data.strip():
        check_text(data, file, "write a TOML file")
    return data.decode("utf-8-sig")


def _read(text: str, file: Path) -> dict[str, object]:
    if not text:
        return {}
    import tomllib

    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).partition(" (at ")
        number = re.search(r"line (\d+)", place)
        line = int(number[1]) if number else text.count("\n") + 1
        raise SourceError(f"is not valid TOML: {reason}", "correct the line", path=file, line=line) from None
    for key, value in found.items():
        try:
            found[key] = checked(key, value)
        except RolegraphError as error:
            match = re.search(rf"^[ \t\[]*[\"']?{re.escape(key)}\b", text, re.MULTILINE)
            line = text.count("\n", 0, match.start()) + 1 if match else 1
            raise SourceError(str(error), "correct or remove the line", path=file, line=line) from None
    return found


def checked(key: str, value: object) -> object:
    """A value that its key may have, hours as a number, truths as such; RolegraphError for any other value or key."""
    _check_key(key)
    if key in ("no_estimates", "no_onet", "alone"):
        value = _TRUTHS.get(str(value).lower(), value)
        valid = isinstance(value, bool)
    elif key == "hours_per_week":
        if isinstance(value, str) and re.fullmatch(r"\d+(\.\d+)?", value):
            value = float(value)
        valid = isinstance(value, int | float) and not isinstance(value, bool) and 0.1 <= value <= 168
    else:
        valid = isinstance(value, str) and bool(value) and "\0" not in value and (key != "format" or value in _FORMATS)
        valid = valid and (key != "language" or _are_languages(str(value)))
    if not valid:
        raise RolegraphError(f"{key} cannot be {value!r}: it is {KEYS[key]}")
    return value


def _are_languages(text: str) -> bool:
    try:
        return bool(listed(text))
    except RolegraphError:
        return False


def _check_key(key: str) -> None:
    if key not in KEYS:
        raise RolegraphError(f"unknown key {key!r}: the keys are {', '.join(KEYS)}")


def change_config(key: str, value: object | None) -> Path:
    """Set a key in the configuration file, or remove it where the value is None; the rest of the file stays.

    A SourceError where the file is broken, or written in a way that a line cannot be changed in.
    """
    file = config_file()
    with locked(file):
        _change(file, key, value)
    return file


def _change(file: Path, key: str, value: object | None) -> None:
    text = _text(file)
    wanted = _read(text, file) | {key: value}
    line = re.compile(rf"^({key}[ \t]*=[ \t]*){_VALUE}(\n?)", re.MULTILINE)
    literal = json.dumps(value, ensure_ascii=False)
    if value is None:
        del wanted[key]
        changed = line.sub("", text, count=1)
    elif line.search(text):
        changed = line.sub(lambda match: match[1] + literal + match[3] + match[4], text, count=1)
    else:
        changed = text + ("\n" if text and not text.endswith("\n") else "") + f"{key} = {literal}\n"
    try:
        safe = _read(changed, file) == wanted
    except SourceError:
        safe = False
    if not safe:
        raise SourceError(f"{key} cannot be changed without touching the rest", "edit the file by hand", path=file)
    write_atomically(file, changed.encode())


_KEY: Final = f"One of {', '.join(KEYS)}."
KeyArgument = Annotated[str, typer.Argument(metavar="KEY", help=_KEY, autocompletion=lambda: list(KEYS))]


def show() -> Printed:
    """All defaults, and where each is from."""
    from rolegraph.render.text import Table, Text

    file, rows, cells = config_file(), [], []
    for key in KEYS:
        value = without_password(value) if isinstance(value := configured(key), str) else value
        rows.append(Setting(key, value, origin(key)))
        cells.append((key, _DEFAULTS[key] if value is None else _in_words(value), origin(key)))
    remark = f"Configuration file: {file}" + ("" if file.is_file() else " (there is none yet)")
    table = Table(("Key", "Value", "From"), cells)
    return Printed(Settings(file, rows), [table, Text(remark, quiet=True)], {"settings": "settings"})


def path() -> None:
    """Where the configuration file is; ROLEGRAPH_CONFIG names another place."""
    put(f"{config_file()}\n")


def get(key: KeyArgument) -> None:
    """One default; ends with 1 where nothing sets it."""
    _check_key(key)
    if (value := configured(key)) is None:
        raise typer.Exit(1)
    put(f"{_in_words(value)}\n")


def _in_words(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def set_(key: KeyArgument, value: Annotated[str, typer.Argument(metavar="VALUE", help="What it is to be.")]) -> None:
    """Set a default in the configuration file; comments there are kept."""
    wanted = checked(key, value)
    if key == "graph" and is_address(value) and without_password(value) != value:
        cure = "leave them out, and set ROLEGRAPH_USER and ROLEGRAPH_PASSWORD in the environment"
        raise RolegraphError(f"the address {without_password(value)} has a user name or password: {cure}")
    if key == "graph" and not is_address(value):
        wanted = str(Path(os.path.expanduser(value)).absolute())  # noqa: PTH111 - as above
    missing = key == "graph" and not is_address(value) and not Path(str(wanted)).exists()  # raises for an endless name
    session.note(f"{key} is now {_in_words(wanted)} ({change_config(key, wanted)})")
    if missing:
        session.note("there is no graph at this place yet: `rolegraph ingest` creates it")


def unset(key: KeyArgument) -> None:
    """Remove a default from the configuration file."""
    _check_key(key)
    was_set = key in read_config()
    session.note(f"{key} is no longer set ({change_config(key, None)})" if was_set else f"{key} was not set")
