"""Every command marks what is estimated, and of roles of which nothing is known says so, without hours or shares."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import RdfFormat
from tests.cli.running import Run
from tests.trades import estimated, recorded

import rolegraph
from rolegraph.cli.config import change_config
from rolegraph.facts.requirements import ESTIMATED

FROM = "Requirements of new baker are estimated from "
NOTHING = "Nothing essential is recorded of "
WRONG = r"\b0 of|\d of 0\b|~0|\d hours|directly"
ASKED = [
    ("path", "new baker", "night clerk"),
    ("path", "night clerk", "new baker"),
    ("compare", "night clerk", "new baker"),
    ("nearest", "new baker"),
    ("nearest", "new baker", "--reverse"),
    ("route", "new baker", "night clerk"),
    ("route", "night clerk", "new baker"),
    ("whatif", "new baker"),
    ("whatif", "new baker", "--learn", "stamp"),
    ("show", "new baker"),
]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("trades") / "trades.trig"
    estimated()[0].store.dump(str(place), RdfFormat.TRIG)
    return place


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_what_is_estimated_is_marked(words: tuple[str, ...], run: Run, graph: Path) -> None:
    shown = flat(run(*words, graph=graph).out)
    assert f"{FROM}" in shown
    assert "and 5 more: nothing essential is recorded." in shown
    assert '"near": [' in run(*words, "--json", graph=graph).out


@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_without_estimates_nothing_is_known(words: tuple[str, ...], run: Run, graph: Path) -> None:
    result = run(*words, "--no-estimates", graph=graph)
    shown = flat(result.out)
    assert f"{NOTHING}new baker." in shown
    assert re.findall(WRONG + "|estimated from", shown) == []
    assert '"estimated": true' not in run(*words, "--no-estimates", "--json", graph=graph).out


@pytest.mark.parametrize("flags", [(), ("--no-estimates",)], ids=["estimates", "none"])
@pytest.mark.parametrize("words", ASKED, ids=" ".join)
def test_a_role_that_is_like_no_other_is_unknown_either_way(
    words: tuple[str, ...], flags: tuple[str, ...], run: Run, graph: Path
) -> None:
    shown = flat(run(*("astronaut" if word == "new baker" else word for word in words), *flags, graph=graph).out)
    assert f"{NOTHING}Astronaut." in shown
    assert re.findall(WRONG, shown) == []


def test_requirements_say_of_each_whether_it_is_estimated(run: Run, graph: Path) -> None:
    for name, expected in (("new baker", True), ("night baker", False)):
        role = json.loads(run("show", name, "--json", graph=graph).out)
        assert {one["estimated"] for one in role["requirements"]} == {expected}
        assert ("essential, estimated" in run("show", name, graph=graph).out) == expected


def test_there_is_no_route_where_nothing_is_recorded(run: Run, graph: Path) -> None:
    result = run("route", "night clerk", "astronaut", graph=graph)
    assert result.code == 1
    assert flat(result.out).endswith(f"{NOTHING}Astronaut. So there is no route to plan.")
    found = json.loads(run("route", "night clerk", "astronaut", "--json", graph=graph).out)
    assert (found["routes"], found["direct"]["hours"], found["reachable"]) == ([], None, None)


def test_neighbours_of_an_unknown_role_have_no_shares_and_no_hours(run: Run, graph: Path) -> None:
    for words in (("nearest", "new baker"), ("nearest", "new baker", "--reverse")):
        found = json.loads(run(*words, "--no-estimates", "--json", graph=graph).out)
        for one in found["neighbours"]:
            assert (one["met"], one["essential"], one["hours"], one["in_reach"]) == (0, 0, None, False)
            assert one["missing"] == one["shared"] == one["credentials"] == []


def test_who_says_what_they_have_gets_a_plan_even_from_an_unknown_role(run: Run, graph: Path) -> None:
    shown = run("path", "astronaut", "night clerk", "--have", "ledger:proficient", graph=graph).out
    assert "You already meet 1 of 2" in shown
    found = json.loads(run("nearest", "astronaut", "--have", "ledger:proficient", "--json", graph=graph).out)
    assert any(one["steps"] is not None for one in found["neighbours"])


def test_what_is_not_known_to_be_there_is_not_called_missing(run: Run, graph: Path) -> None:
    path = json.loads(run("path", "astronaut", "night clerk", "--json", graph=graph).out)
    assert {one["standing"] for one in path["gap"]["assessments"]} == {"not known"}
    assert path["steps"] == []


def test_statistics_count_both(run: Run, graph: Path) -> None:
    assert "4 roles without any essential requirement recorded. Those of 3 are estimated." in flat(
        run("stats", graph=graph).out
    )
    assert "Those of" not in flat(run("stats", "--no-estimates", graph=graph).out)


def test_the_difference_of_two_paths_says_what_is_not_recorded(run: Run, graph: Path) -> None:
    words = ("diff", graph, graph, "--path", "night clerk", "new baker")
    assert FROM in flat(run(*words, graph=None).out)
    shown = flat(run(*words, "--no-estimates", graph=None).out)
    for side in ("old", "new"):
        assert f"No path to compare: in the {side} graph nothing essential is recorded of new baker." in shown
    found: dict[str, Any] = json.loads(run(*words, "--no-estimates", "--json", graph=None).out)
    assert (found["hours_before"], found["hours_after"]) == (None, None)


@pytest.mark.parametrize("words", [("path", "night clerk"), ("role",), ("compare", "night clerk")], ids=" ".join)
def test_pictures_say_so(words: tuple[str, ...], run: Run, graph: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    run("view", *words, "new baker", "--out", page, graph=graph)
    assert FROM in page.read_text()
    run("view", *words, "new baker", "--no-estimates", "--out", page, graph=graph)
    assert f"{NOTHING}new baker." in page.read_text()


def test_an_exported_network_tells_estimates_by_their_relation(run: Run, graph: Path, tmp_path: Path) -> None:
    network = tmp_path / "network.graphml"
    run("export", network, graph=graph)
    assert ESTIMATED in network.read_text()
    run("export", network, "--no-estimates", graph=graph)
    assert ESTIMATED not in network.read_text()


def test_a_default_or_the_environment_turn_estimates_off(
    run: Run, graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("path", "night clerk", "new baker")
    assert run("config", "set", "no_estimates", "yes", graph=None).code == 0
    assert run("config", "get", "no_estimates", graph=None).out == "true\n"
    assert NOTHING in run(*asked, graph=graph).out
    monkeypatch.setenv("ROLEGRAPH_NO_ESTIMATES", "false")
    assert "You already meet" in run(*asked, graph=graph).out
    change_config("no_estimates", None)
    monkeypatch.setenv("ROLEGRAPH_NO_ESTIMATES", "1")
    assert NOTHING in run(*asked, graph=graph).out
    monkeypatch.setenv("ROLEGRAPH_NO_ESTIMATES", "perhaps")
    refused = run(*asked, graph=graph)
    assert refused.code == 2
    assert "no_estimates cannot be 'perhaps'" in refused.err


def test_the_library_opens_a_graph_without_estimates(graph: Path) -> None:
    assert rolegraph.open(graph).role("new-baker").requirements
    without = rolegraph.open(graph, estimates=False)
    assert without.role("new-baker").requirements == ()
    assert without.from_sources("table").role("new-baker").requirements == ()


def test_the_difference_of_two_graphs_is_of_what_is_recorded(run: Run, graph: Path, tmp_path: Path) -> None:
    before = tmp_path / "before.trig"
    recorded().store.dump(str(before), RdfFormat.TRIG)
    found = json.loads(run("diff", before, graph, "--json", graph=None).out)
    assert found["roles"] == []
    assert "trades-estimates" in json.dumps(found["sources"])
    assert "estimatedRequirement" in json.dumps(found["others"])
