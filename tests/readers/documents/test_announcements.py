"""Bullets that announce those below them."""

from __future__ import annotations

import pytest
from tests.readers.documents.reading import read

TITLE = "Baker vs. Miller\nRequired Skills\nBaker\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- At least one of the following:\n- Python\n- R\n- Julia\nMiller\n- milling", [["Python", "R", "Julia"]]),
        ("- One or more of:\n  - kneading\n  - scoring\n- glazing", [["kneading", "scoring"], ["glazing"]]),
        (
            "- Experience with any of these ovens:\n- deck oven\n- rack oven\n- Knowledge of flour",
            [["deck oven", "rack oven"], ["flour"]],
        ),
        ("- Knowledge of the following:\n  - kneading\n  - scoring", [["kneading"], ["scoring"]]),
    ],
)
def test_announced_bullets(text: str, expected: list[list[str]]) -> None:
    article = read(TITLE + text)
    asked = [[option.label for option in record.any_of] for record in article.roles[0].requirements]
    assert asked == expected


def test_an_announcement_gives_its_level_and_its_line() -> None:
    (record,) = read(TITLE + "- Strong knowledge of one of the following:\n- rye\n- spelt").roles[0].requirements
    assert (str(record.level), record.passage.line) == ("proficient", 4)


def test_a_paragraph_announces_bullets() -> None:
    article = read(TITLE + "Bakers need one or more of the following:\n- kneading\n- scoring")
    assert [[option.label for option in record.any_of] for record in article.roles[0].requirements] == [
        ["kneading", "scoring"]
    ]
