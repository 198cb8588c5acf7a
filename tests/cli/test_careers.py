"""`path`, `compare`, `nearest`, `route`, `whatif` and `demand` as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.running import Run
from tests.market.postings import asks, market, posting
from tests.test_one_graph import MILL, TAXONOMY, files, mapped

from rolegraph.rdf.formats import write_quads


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
    for words in ("From Baker to Pastry Chef, in small steps", "go directly", "One move may take"):
        assert words in result.out
    found = json.loads(run("route", "baker", "pastry-chef", "--format", "json").out)
    assert found["goal"]["slug"] == "pastry-chef"


def test_where_no_route_is_viable_it_is_said(run: Run) -> None:
    result = run("route", "baker", "pastry-chef", "--max-hours", "0.5")
    assert result.code == 1
    assert "There is no route" in result.out


def test_a_route_takes_its_goal_from_a_profile(run: Run, tmp_path: Path) -> None:
    profile = tmp_path / "me.yaml"
    profile.write_text("goal: pastry-chef\nhave: [dough]\n")
    words = ("route", "--profile", profile)
    assert run(*words) == run("route", "pastry-chef", "--profile", profile)
    profile.write_text("have: [dough]\n")
    assert "a route needs a goal" in run(*words).err


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("path", "baker", "pastry-chef", "--hours-per-week", "nan"), "--hours-per-week"),
        (("query", "run", "nodes", "--timeout", "nan"), "--timeout"),
        (("query", "run", "nodes", "--timeout", "inf"), "--timeout"),
        (("route", "baker", "pastry-chef", "--max-hours", "nan"), "--max-hours"),
        (("route", "baker", "pastry-chef", "--max-hours", "inf"), "--max-hours"),
    ],
)
def test_numbers_of_options_are_finite(run: Run, words: tuple[str, ...], option: str) -> None:
    result = run(*words)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(f"rolegraph: {option}: {words[-1]} is not ")


def test_what_if_says_what_comes_into_reach(run: Run) -> None:
    best = run("whatif", "baker")
    assert "What to learn next, for Baker" in best.out
    learned = run("whatif", "baker", "--learn", "sugar work:proficient")
    assert "If you learn" in learned.out
    assert "sugar work" in learned.out
    assert json.loads(run("whatif", "baker", "--learn", "sugar work", "--format", "json").out)["learned"]
    held = run("whatif", "baker", "--learn", "dough")
    assert "If you learn dough" in held.out
    assert "Nothing changes: that is held already." in held.out
    assert "No single capability" not in held.out


def test_statistics_are_counted(run: Run) -> None:
    result = run("stats", "--top", "2")
    for words in ("Most required", "Bridges", "What is missing", "Predicate"):
        assert words in result.out
    assert json.loads(run("stats", "--format", "json").out)["roles"] > 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("nearest",), "no starting point"),
        (("nearest", "nobody"), "nobody"),
        (("nearest", "baker", "--reverse", "--have", "dough"), "--reverse takes a role alone"),
        (("nearest", "--reverse", "--have", "dough"), "and name a role"),
        (("nearest", "baker", "--industry", "dough"), "dough"),
        (("nearest", "baker", "--seniority", "boss"), "boss"),
        (("route", "baker", "pastry-chef", "baker"), "--via"),
        (("route", "pastry-chef"), "no starting point"),
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


def test_path_says_what_is_there_and_what_to_learn(run: Run) -> None:
    result = run("path", "baker", "pastry-chef", "--hours-per-week", "7")
    assert result.code == 0
    assert result.err == ""
    for words in (
        "From Baker to Pastry Chef",
        "You already meet 2 of 4 essential requirements.",
        "To learn: 3 capabilities, 3 levels, ~140 hours: about 20 weeks at 7 hours a week.",
        "builds on dough, saves ~30 h: both are worked by hand",
        "Hours are estimates",
        "French",
    ):
        assert words in result.out


def test_names_resolve_in_any_spelling(run: Run) -> None:
    assert run("path", "Bread Maker", "PASTRY CHEF").out == run("path", "baker", "pastry-chef").out


def test_a_path_can_start_from_what_a_person_has(run: Run, tmp_path: Path) -> None:
    known = run("path", "pastry-chef", "--have", "dough:expert, heat control", "--format", "json")
    assert [step["node"]["slug"] for step in json.loads(known.out)["steps"]] == ["sugar-work", "convection-oven"]
    profile = tmp_path / "me.yaml"
    profile.write_text("name: Me\nhours_per_week: 10\nhave:\n  dough: expert\n  heat:\n")
    planned = run("path", "pastry-chef", "--profile", profile)
    assert "From Me to Pastry Chef" in planned.out
    assert "at 10 hours a week" in planned.out
    assert "From scratch to Pastry Chef" in run("path", "baker", "pastry-chef", "--from-scratch").out


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("have: [dough, zzz]", 1, "nothing is called 'zzz'"),
        ("name: x\nhave:\n  dough: guru\n", 3, "unknown level 'guru'"),
        ("hours_per_week: many", 1, "'many' is not a number of hours a week"),
        ("hours_per_week: [1]", 1, "is not a number of hours a week"),
        ("name: x\nskills: [dough]", 2, "unknown key 'skills'"),
        ("a: b: c", 1, "mapping values are not allowed here"),
        ("- dough", 1, "is not a mapping of names to values"),
        ("? [a]\n: b", 1, "a key that is not a word"),
    ],
)
def test_a_broken_profile_is_named_with_its_line(run: Run, text: str, line: int, problem: str, tmp_path: Path) -> None:
    profile = tmp_path / "me.yaml"
    profile.write_text(text)
    result = run("path", "baker", "pastry-chef", "--profile", profile)
    assert result.code == 2
    assert f"{profile}, line {line}: " in result.err
    assert problem in result.err


def test_a_profile_may_be_a_list_or_say_nothing(run: Run, tmp_path: Path) -> None:
    profile = tmp_path / "me.yaml"
    profile.write_text("have: [heat control]")
    assert run("path", "baker", "pastry-chef", "--profile", profile, "--format", "json").out.count('"step') == 1
    profile.write_text("# nothing yet\nhave:\n")
    assert "From Baker + me to" in run("path", "baker", "pastry-chef", "--profile", profile).out


def test_compare_puts_levels_side_by_side(run: Run) -> None:
    out = run("compare", "baker", "pastry-chef").out
    assert "6 of 12 items are shared by both roles." in out
    assert "proficient, essential  expert, essential" in out
    assert "Food (related: Food and hotels)" in out
    assert "Only Pastry Chef" in out
    assert "Only Baker" not in out
    rows = json.loads(run("compare", "baker", "pastry-chef", "--format", "json").out)["rows"]
    assert next(row for row in rows if row["node"]["slug"] == "blowtorch")["asks"][0] is None


@pytest.fixture
def posted(tmp_path: Path) -> Path:
    """The small graph with three postings for bakers, as a file."""
    graph = market(
        [posting(1, asks("skill/dough"), asks("skill/french")), posting(2, asks("skill/french")), posting(3)]
    )
    path = tmp_path / "market.trig"
    path.write_bytes(write_quads(graph.dataset.quads(), ".trig"))
    return path


def test_demand_says_what_postings_ask_for_in_every_format(run: Run, posted: Path) -> None:
    result = run("demand", "baker", graph=posted)
    assert (result.code, result.err) == (0, "")
    for words in (
        "What postings for Baker ask for",
        "3 postings, of which 2 say",
        "or more of 2",
        "100%",
        " 50%  9 to 91%",
        "not in the",
    ):
        assert words in result.out
    assert "9 to 91%" not in run("demand", "baker", "--share", "0.6", graph=posted).out
    assert "9 to 91%" in run("demand", "baker", "--share", "0.6", "--all", graph=posted).out
    found = json.loads(run("demand", "baker", "--json", graph=posted).out)
    assert found["capabilities"][0]["asked_by"]["share"] == 1.0
    heading, first, *_ = run("demand", "baker", "--format", "csv", graph=posted).out.splitlines()
    row = dict(zip(heading.split(","), first.split(","), strict=True))
    assert (row["node"], row["asked_by_postings"], row["standing"]) == ("French", "2", "no")


def test_demand_refuses_what_is_no_date(run: Run, posted: Path) -> None:
    result = run("demand", "baker", "--since", "last May", graph=posted)
    assert result.code == 2
    assert result.err == "rolegraph: --since: last May is no date: write year, month and day, as in 2026-01-31\n"
    assert "Left out: 3 older, or without a date" in " ".join(
        run("demand", "baker", "--since", "20260131", graph=posted).out.split()
    )


def test_a_path_by_demand_is_for_what_postings_ask_for(run: Run, posted: Path) -> None:
    result = run("path", "baker", "baker", "--by", "demand", "--share", "0.9", graph=posted)
    assert (result.code, result.err) == (0, "")
    assert "This plan is for what postings ask for (at least 90% of 2)" in result.out
    assert "French" in result.out
    assert "demand" not in json.loads(run("path", "baker", "baker", "--json", graph=posted).out)
    refused = run("path", "pastry-chef", "--from-scratch", "--by", "demand", graph=posted)
    assert refused.code == 2
    assert "no posting for Pastry Chef says what it asks for" in refused.err
    assert run("path", "baker", "baker", "--by", "demand", "--sparql", graph=posted).code == 2
    alone = run("path", "baker", "baker", "--share", "0.4", graph=posted)
    assert (alone.code, "add --by demand" in alone.err) == (2, True)


def test_a_plan_says_which_role_counts_and_which_one_a_name_means(run: Run, tmp_path: Path) -> None:
    alias = TAXONOMY.replace("'Millers'@en", "'miller'@en")
    graphs = [part for place in files(tmp_path, MILL, alias, mapped(0.9)) for part in ("--graph", place)]
    shown = run("path", "miller", "head-miller", "--alone", *graphs, graph=None)
    assert "What the same role has in other sources counts as yours: miller of taxonomy (exactMatch, 0.9)." in shown.out
    assert shown.err.count("called") == 1
