"""`nearest`, `route`, `whatif` and `stats` as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.running import Run


def test_nearest_says_who_is_near_and_why(run: Run) -> None:
    result = run("nearest", "baker")
    assert (result.code, result.err) == (0, "")
    for words in ("Nearest to Baker", "Pastry Chef", "Meets", "2 of 4", "Score:", "Shared:", "Missing:", "calibrat"):
        assert words in result.out or words == "calibrat"
    assert "Part" not in result.out
    assert "Points" in run("nearest", "baker", "--explain").out


def test_nearest_for_programs_adds_up(run: Run) -> None:
    found = json.loads(run("nearest", "baker", "--format", "json", "--top", "1").out)
    (one,) = found["neighbours"]
    assert one["score"] == pytest.approx(sum(part["points"] for part in one["contributions"]))
    assert one["role"]["slug"]
    assert found["thresholds"]["basis"]
    assert found["limits"]["basis"]


def test_nearest_starts_from_what_a_person_has(run: Run, tmp_path: Path) -> None:
    profile = tmp_path / "me.yaml"
    profile.write_text("name: Me\nhave:\n  dough: expert\n")
    assert "Nearest to Me" in run("nearest", "--profile", profile).out
    assert "Nearest to Baker + Me" in run("nearest", "baker", "--profile", profile).out
    assert "Nearest to what you have" in run("nearest", "--have", "dough").out


def test_who_could_move_here(run: Run) -> None:
    result = run("nearest", "pastry-chef", "--reverse")
    assert "Who could move to Pastry Chef" in result.out
    assert "Baker" in result.out


def test_filters_are_named_with_what_they_leave_out(run: Run) -> None:
    assert "Filter: no degree above associate" in run("nearest", "baker", "--degree", "associate").out
    assert "it excludes" in run("nearest", "baker", "--seniority", "head").out
    assert "No role passes the filters." in run("nearest", "baker", "--min-pay", "1").out


def test_a_route_is_shown_with_what_is_learned_for_each_hop(run: Run) -> None:
    result = run("route", "baker", "pastry-chef", "--alternatives", "2")
    assert (result.code, result.err) == (0, "")
    for words in ("From Baker to Pastry Chef, in small steps", "The direct move, for comparison", "One move may take"):
        assert words in result.out
    found = json.loads(run("route", "baker", "pastry-chef", "--format", "json").out)
    assert found["goal"]["slug"] == "pastry-chef"


def test_where_no_route_is_viable_it_is_said(run: Run) -> None:
    result = run("route", "baker", "pastry-chef", "--max-hours", "0.5")
    assert result.code == 0
    assert "There is no route" in result.out


def test_what_if_says_what_comes_into_reach(run: Run) -> None:
    best = run("whatif", "baker")
    assert "What opens most roles for Baker" in best.out
    learned = run("whatif", "baker", "--learn", "sugar work:proficient")
    assert "If you learn" in learned.out
    assert "sugar work" in learned.out
    assert json.loads(run("whatif", "baker", "--learn", "sugar work", "--format", "json").out)["learned"]


def test_statistics_are_counted(run: Run) -> None:
    result = run("stats", "--top", "2")
    for words in ("Most required", "Bridges", "What is missing", "Predicate"):
        assert words in result.out
    assert json.loads(run("stats", "--format", "json").out)["roles"] > 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("nearest",), "it has to start somewhere"),
        (("nearest", "nobody"), "nobody"),
        (("nearest", "baker", "--reverse", "--have", "dough"), "nothing that you have"),
        (("nearest", "--reverse", "--have", "dough"), "name that role"),
        (("nearest", "baker", "--industry", "dough"), "dough"),
        (("nearest", "baker", "--seniority", "boss"), "boss"),
        (("route", "baker", "pastry-chef", "baker"), "--via"),
        (("route", "pastry-chef"), "it has to start somewhere"),
        (("route", "baker", "pastry-chef", "--via", "nobody"), "nobody"),
        (("whatif", "baker", "--learn", "nothing at all"), "nothing at all"),
        (("whatif", "baker", "--learn", "dough:godlike"), "godlike"),
        (("stats", "--plot", "picture.txt"), "should end in .png or .svg"),
    ],
)
def test_bad_words_get_one_message(words: tuple[str, ...], message: str, run: Run) -> None:
    result = run(*words)
    assert result.code == 2
    assert message in result.err
    assert "Traceback" not in result.err
    assert result.out == ""
