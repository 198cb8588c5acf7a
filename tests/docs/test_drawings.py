"""Every picture in a page is drawn by commands that there are, small enough for a page, and shown somewhere."""

from __future__ import annotations

import re
from typing import Final

import pytest
from tests.docs.command_lines import problems
from tests.docs.drawings import DRAWN, FOLDER, drawn
from tests.docs.pages import PAGES

_MOST: Final = 250_000  # bytes


def test_pictures_are_those_that_are_drawn() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {*DRAWN}
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [name for name in DRAWN if name != "plan.png" and f"pictures/{name}" not in text] == []


@pytest.mark.parametrize("name", DRAWN)
def test_a_picture_is_small_and_its_commands_are_real(name: str) -> None:
    assert 1_000 < (FOLDER / name).stat().st_size < _MOST
    assert [wrong for command in DRAWN[name] for wrong in problems(command)] == []


@pytest.mark.parametrize("name", [name for name in DRAWN if name.endswith(".svg")])
def test_a_picture_can_be_drawn_anew_and_is_of_the_same_thing(name: str) -> None:
    kept, now = ((re.findall(rb"<title>.{1,100}</title>", one)) for one in ((FOLDER / name).read_bytes(), drawn(name)))
    assert kept == now != []
