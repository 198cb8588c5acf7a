"""The configuration file: defaults that a person keeps in a TOML file, such as which graph to ask.

An option comes before the environment (`ROLEGRAPH_GRAPH` …), the environment before the file. Changes keep comments.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any, Final

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.rdf.files import check_text, is_address, read_bytes, write_atomically

KEYS: Final = {
    "graph": "the graph to ask or to add to: a path, or the address of a SPARQL endpoint",
    "hours_per_week": "hours a week for learning, from 0.1 to 168",
    "format": "the format of answers: table, json, markdown or csv",
}
_FORMATS: Final = ("table", "json", "markdown", "csv")
# The value of a key in a line of its own: a quoted text or a plain word, and what follows it.
_VALUE: Final = r"""("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^#'"\n]*?)([ \t]*(?:#[^\n]*)?)$"""


def config_file() -> Path:
    """The configuration file; it need not exist."""
    if place := os.environ.get("ROLEGRAPH_CONFIG"):
        return Path(place)
    from platformdirs import user_config_path

    return user_config_path("rolegraph", appauthor=False) / "config.toml"


def configured(key: str) -> Any:
    """What the environment or the configuration file says for a key; None where neither does."""
    if word := os.environ.get(variable := f"ROLEGRAPH_{key.upper()}"):
        try:
            return checked(key, word)
        except RolegraphError as error:
            raise RolegraphError(f"{variable}: {error}") from None
    value = read_config().get(key)
    if key == "graph" and value and not is_address(str(value)):
        return str(config_file().parent / Path(str(value)).expanduser())
    return value


def read_config() -> dict[str, object]:
    """What the configuration file says; nothing where there is no file.

    Raises
    ------
    SourceError
        When the file is not valid TOML, or has an unknown key or a value that cannot be.
    """
    file = config_file()
    return _read(_text(file), file) if file.is_file() else {}


def _text(file: Path) -> str:
    data = read_bytes(file)
    if data.strip():
        check_text(data, file, "write a TOML file")
    return data.decode("utf-8-sig")


def _read(text: str, file: Path) -> dict[str, object]:
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
    """A value that its key may have; a word is read as the number that it spells where the key is a number.

    >>> checked("hours_per_week", "7.5")
    7.5

    Raises
    ------
    RolegraphError
        When there is no such key, or it cannot have this value.
    """
    if key not in KEYS:
        raise RolegraphError(f"unknown key {key!r}: the keys are {', '.join(KEYS)}")
    if key == "hours_per_week":
        if isinstance(value, str) and re.fullmatch(r"\d+(\.\d+)?", value):
            value = float(value)
        valid = isinstance(value, int | float) and not isinstance(value, bool) and 0.1 <= value <= 168
    else:
        valid = isinstance(value, str) and bool(value) and (key != "format" or value in _FORMATS)
    if not valid:
        raise RolegraphError(f"{key} cannot be {value!r}: it is {KEYS[key]}")
    return value


def change_config(key: str, value: object | None) -> Path:
    """Set a key in the configuration file, or remove it where the value is None; the rest of the file stays.

    Raises
    ------
    SourceError
        When the file is broken, or written in a way that a line cannot be changed in.
    """
    file = config_file()
    text = _text(file) if file.is_file() else ""
    wanted = _read(text, file) | {key: value}
    if value is None:
        del wanted[key]
    line = re.compile(rf"^({key}[ \t]*=[ \t]*){_VALUE}(\n?)", re.MULTILINE)
    literal = json.dumps(value, ensure_ascii=False)
    if value is None:
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
    return file
