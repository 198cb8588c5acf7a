"""`import moves` and `import observations` as a person types them, and what `nearest` then says."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.running import Run
from tests.counting import MOVES, OBSERVATIONS, graph_at, written


def test_what_was_counted_is_imported_and_shown(run: Run, tmp_path: Path) -> None:
    graph, moves = graph_at(tmp_path), written(tmp_path, "m.csv", MOVES)
    result = run("import", "moves", moves, "--graph", graph, "--place", "Sealand", graph=None)
    assert (result.code, result.err) == (0, "")
    assert "4 groups, 1 statistic, 4 moves" in result.out
    result = run("import", "observations", written(tmp_path, "o.csv", OBSERVATIONS), "--graph", graph, graph=None)
    assert (result.code, result.err) == (0, "")
    went = run("nearest", "baker", "--by", "moves", graph=graph)
    assert "50 % of those who left Bakers went there (Guild, Sealand, 2011 to 2019)" in " ".join(went.out.split())
    found = json.loads(run("nearest", "baker", "--by", "likely", "--json", graph=graph).out)
    assert found["by"] == "likely"
    assert all(one["likely"]["share"] > 0 for one in found["neighbours"])
    assert "11,390" in run("show", "baker", graph=graph).out


def test_what_cannot_be_is_said_in_one_line(run: Run, tmp_path: Path) -> None:
    graph, moves = graph_at(tmp_path), written(tmp_path, "m.csv", MOVES)
    result = run("import", "moves", moves, "--graph", graph, "--column", "share", graph=None)
    assert (result.code, result.out) == (2, "")
    assert "write what the column is, and its heading" in result.err
    result = run("nearest", "baker", "--by", "moves", "--reverse", graph=graph)
    assert result.code == 2
    assert "leave out --reverse" in result.err


def test_counts_of_what_comes_with_rolegraph_go_into_another_graph(run: Run, tmp_path: Path) -> None:
    table = written(tmp_path, "m.csv", "from,to,count,year\nData Analyst,Data Scientist,5,2020\n")
    result = run("import", "moves", table, "--graph", "shipped", graph=None)
    assert (result.code, result.out) == (2, "")
    assert "nobody adds to" in result.err
    counted = tmp_path / "counted.ttl"
    result = run("import", "moves", table, "--graph", "shipped", "--out", counted, "--authority", "Guild", graph=None)
    assert (result.code, result.err) == (0, "")
    went = run("nearest", "data-analyst", "--by", "moves", "--graph", "shipped", "--graph", counted, graph=None)
    assert "100 % of those who left went there (Guild, 2020)" in " ".join(went.out.split())
