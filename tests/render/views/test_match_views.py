"""Matches as tables: what is shown, what is not, and no word that judges anybody."""

from __future__ import annotations

import pytest

from rolegraph.model.moves import Thresholds
from rolegraph.model.nodes import ID, Kind, Node
from rolegraph.model.person_matches import Matches, MatchRequirement, PersonMatch
from rolegraph.render.text.layout import to_html, to_markdown, to_text, write_terminal
from rolegraph.render.views.match_views import match_blocks

USUAL = Thresholds(0.4, 0.2, "the average")
ROLES = [Node(f"{ID}role/{name}", Kind.ROLE, name.title()) for name in ("baker", "miller", "cook", "waiter")]
ASKED = tuple(MatchRequirement(f"{number:016x}", f"skill {number}") for number in range(5))


def of_person(name: str, count: int = 4) -> tuple[PersonMatch, ...]:
    return tuple(
        PersonMatch(name, rank, role, 0.5, 8, 2, missing=ASKED, to_raise=ASKED[:1], credentials=ASKED[1:2])
        for rank, role in enumerate(ROLES[:count], start=1)
    )


def test_a_few_people_have_their_three_best_roles_and_the_rest_on_request() -> None:
    found = Matches(100, 4, 10, of_person("ann") + of_person("bob"), USUAL, shown=("ann", "bob", "cat"))
    text = to_markdown(match_blocks(found))
    assert "100 people and 4 roles, of which the first 3 people are shown" in text
    assert "| 1 | Baker | 0.50 | 2 of 8 | skill 0; skill 1; skill 2 and 2 more | skill 0 | skill 1 |" in text
    assert "The table says nothing of them that a role asks for." in text.partition("cat")[2]
    assert "Waiter" not in text
    assert "Waiter" in to_markdown(match_blocks(found, everything=True))
    assert "What is not shown is not known" in text
    assert "Close: a score of 0.40 or more. Related: 0.20 or more. How these were set: the average." in text


def test_of_one_person_everything_that_is_not_shown_is_named() -> None:
    found = Matches(100, 4, 10, of_person("ann"), USUAL, shown=("ann",))
    text = " ".join(to_text(match_blocks(found)).split())
    assert "Roles for ann" in text
    assert "Not shown: skill 0; skill 1; skill 2; skill 3; skill 4." in text
    assert "At too low a level: skill 0." in text
    assert "Credentials not shown: skill 1." in text
    assert text.count("Not shown: ") == 4


def test_roles_have_their_people_or_it_is_said_that_nobody_has_anything() -> None:
    matches = tuple(one._replace(role=ROLES[0]) for one in of_person("ann", 1) + of_person("bob", 1))
    found = Matches(
        100, 4, 10, matches, USUAL, shown_roles=(ROLES[0], ROLES[1]), reverse=True, rows=9, matched=3, engine="polars"
    )
    text = " ".join(to_text(match_blocks(found)).split())
    assert "People for roles" in text
    assert "100 people and 4 roles: 9 rows of matches in 0.0 s with polars. For 1 role nobody has anything" in text
    assert "Miller Nobody has anything that it asks for, as far as the table says." in text


def test_a_table_without_levels_says_what_counts_instead() -> None:
    found = Matches(100, 4, 10, of_person("ann"), USUAL, shown=("ann",))
    assert "'level'" not in to_text(match_blocks(found))
    text = " ".join(to_text(match_blocks(found._replace(has_levels=False, unread=("rating", "name")))).split())
    assert "has no column 'level': all that people have counts as held at working level." in text
    assert "Columns that are not read: rating, name." in text


def test_what_is_not_recorded_estimated_or_left_out_is_said() -> None:
    (match,) = of_person("ann", 1)
    found = Matches(
        5, 4, 10, (match._replace(essential=0, met=0), match._replace(estimated=True)), USUAL, ("ann", "bob")
    )
    found = found._replace(left_out=("a", "b", "c", "d"), rows_left_out=7, rows=9, matched=4)
    text = to_markdown(match_blocks(found))
    assert "| not recorded |" in text
    assert "| 2 of 8 (estimated) |" in text
    assert "Left out, as they mean nothing here, or several things: a, b, c and 1 more, in 7 rows." in text
    assert "Of 1 person the table says nothing" in text


def test_what_people_are_called_is_text(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    name = "<b>x</b>\x1b[31m|"
    found = Matches(100, 4, 10, of_person(name), USUAL, shown=(name, "bob"))
    assert "<b>" not in to_html(match_blocks(found))
    write_terminal(match_blocks(found), color=False)
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= 80
