"""`config`: show and change the defaults in the configuration file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from rolegraph.cli.configuration import KEYS, change_config, checked, config_file, configured, read_config
from rolegraph.cli.options import argument, command, group
from rolegraph.cli.output import Printed, session
from rolegraph.rdf.files import is_address

app = group("Show and change defaults: the graph to ask, hours a week, the format of answers.")

KeyArgument = Annotated[str, argument("KEY", f"One of {', '.join(KEYS)}.", autocompletion=lambda: list(KEYS))]


@command(app, "show")
def show() -> Printed:
    """All defaults, and where each is from."""
    from rolegraph.render.text import NOTHING, Table, Text

    in_file, rows = read_config(), []
    for key in KEYS:
        variable = f"ROLEGRAPH_{key.upper()}"
        origin = f"environment ({variable})" if os.environ.get(variable) else "file" if key in in_file else "default"
        rows.append({"key": key, "value": configured(key), "origin": origin})
    table = [(row["key"], NOTHING if row["value"] is None else str(row["value"]), row["origin"]) for row in rows]
    file = config_file()
    remark = f"Configuration file: {file}" + ("" if file.is_file() else " (there is none yet)")
    result = {"file": file, "settings": rows}
    return Printed(result, lambda: [Table(("Key", "Value", "From"), table), Text(remark, quiet=True)])


@command(app, "path")
def path() -> None:
    """Where the configuration file is; ROLEGRAPH_CONFIG names another place."""
    typer.echo(str(config_file()))


@command(app, "get")
def get(key: KeyArgument) -> None:
    """One default; ends with 1 where nothing sets it."""
    checked_key(key)
    value = configured(key)
    if value is None:
        raise typer.Exit(1)
    typer.echo(str(value))


@command(app, "set")
def set_(key: KeyArgument, value: Annotated[str, argument("VALUE", "What it is to be.")]) -> None:
    """Set a default in the configuration file; comments there are kept."""
    wanted = checked(key, value)
    if key == "graph" and not is_address(value):
        wanted = str(Path(value).expanduser().absolute())
    session.note(f"{key} is now {wanted} ({change_config(key, wanted)})")


@command(app, "unset")
def unset(key: KeyArgument) -> None:
    """Remove a default from the configuration file."""
    checked_key(key)
    if key in read_config():
        session.note(f"{key} is no longer set ({change_config(key, None)})")
    else:
        session.note(f"{key} was not set")


def checked_key(key: str) -> None:
    """Refuse a key that there is not."""
    if key not in KEYS:
        checked(key, None)
