"""The README in thirty seconds; its examples are run, and its commands and links checked, by `tests/docs`."""

from __future__ import annotations

import re

from rolegraph.cli import app
from tests.docs.pages import read_page
from tests.folders import ROOT

PAGE = read_page(ROOT / "README.md")
TEXT = PAGE.path.read_text(encoding="utf-8")


def test_it_is_short_and_begins_with_what_it_is_a_picture_and_how_to_run_it() -> None:
    assert len(TEXT.splitlines()) <= 150
    begin = TEXT.splitlines()[:40]
    picture = next(number for number, line in enumerate(begin) if line.startswith("!["))
    commands = [line.split("#")[0].strip() for line in begin[picture:] if line.startswith(("bin/", "rolegraph "))]
    assert commands[:2] == ["bin/rolegraph path data-science-engineer lead-ml-engineer", "bin/test"]
    assert commands[2].startswith("rolegraph path ")


def test_it_names_every_command() -> None:
    named = {words.split()[0] for _, code in PAGE.inline_code if (words := code.removeprefix("rolegraph ").strip())}
    named |= set(re.findall(r"rolegraph ([a-z]+)", TEXT))
    commands = {command.name or command.callback.__name__ for command in app.registered_commands if command.callback}
    groups = {group.name for group in app.registered_groups}
    assert {"path", "nearest", "validate"} <= commands
    assert (commands | groups) - {"schema", "setup", "config"} <= named
