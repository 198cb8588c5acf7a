"""`query` and `--sparql` as a person types them: what comes out, where, and with which exit code."""

from __future__ import annotations

import io
import json
import re
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from tests.cli.running import Result, Run
from tests.conftest import SMALL
from tests.engines import OxigraphServer, need

import rolegraph
from rolegraph.queries import library
from rolegraph.render.export import export

NAMES = [one.name for one in library()]


def piped(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def as_rows(text: str, data: Path) -> list[tuple[Any, ...]]:
    """What plain pyoxigraph, which knows nothing of rolegraph, answers to each of the queries in a text."""
    store = pyoxigraph.Store()
    store.bulk_load(path=data)
    return [tuple(store.query(one)) for one in re.split(r"(?m)^(?=# [^\n]+\n# [^\n]+\?$)", text) if one.strip()]  # type: ignore[arg-type]


def test_list_names_every_query_and_its_parameters(run: Run) -> None:
    result = run("query", "list", graph=None)
    assert result.code == 0
    for one in library():
        assert one.name in result.out
    assert "[--kind]" in result.out
    assert "--have..." in result.out
    found = json.loads(run("query", "list", "--format", "json", graph=None).out)
    assert [one["name"] for one in found] == NAMES


def test_show_prints_the_file_and_with_values_what_would_run(run: Run) -> None:
    assert run("query", "show", "gap", graph=None).out.startswith("# title: The gap between two roles\n")
    result = run("query", "show", "requirements", "--role", "Bread Maker")
    assert "VALUES ?role { <https://w3id.org/rolegraph/id/role/baker> }" in result.out
    assert run("query", "show").code == 2


def test_run_resolves_names_as_everywhere(run: Run) -> None:
    wanted = run("query", "run", "requirements", "--role", "baker").out
    assert "skill:dough" in wanted
    assert "9 rows" not in wanted
    for name in ("Baker", "BREAD maker", "role/baker", "https://w3id.org/rolegraph/id/role/baker"):
        assert run("query", "run", "requirements", f"--role={name}").out == wanted


def test_every_format(run: Run) -> None:
    words = ("query", "run", "nodes", "--kind", "role", "--format")
    assert run(*words, "csv").out.splitlines()[1] == "https://w3id.org/rolegraph/id/role/baker,Baker"
    assert run(*words, "tsv").out.splitlines()[0] == "?node\t?label"
    assert json.loads(run(*words, "json").out)["head"]["vars"] == ["node", "label"]
    assert run(*words, "xml").out.startswith("<?xml")
    assert run(*words, "table").out.splitlines()[0].split() == ["node", "label"]
    assert "role:baker" in run(*words, "table").out
    result = run(*words, "ttl")
    assert result.code == 2
    assert "--format csv, tsv, json or xml" in result.err


def test_truths_graphs_and_nothing(run: Run) -> None:
    words = ("query", "run", "asks-for", "--role", "baker", "--capability")
    assert run(*words, "dough").out == "yes\n"
    assert run(*words, "french").out == "no\n"
    assert json.loads(run(*words, "french", "-f", "json").out)["boolean"] is False
    assert run("query", "run", "neighbourhood", "--role", "baker").out.startswith("@prefix")
    assert run("query", "run", "find", "--text", "no such thing").out == "0 rows.\n"


def test_a_query_from_a_file_from_words_and_from_standard_input(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "SELECT DISTINCT ?tool { ?role rg:usesTool ?tool } ORDER BY ?tool"
    wanted = "tool\r\nhttps://w3id.org/rolegraph/id/tool/scale\r\n"
    file = tmp_path / "my query.rq"
    file.write_text("\ufeff" + query)
    assert run("query", "run", "--file", file, "--role", "baker", "-f", "csv").out == wanted
    assert run("query", "run", "-e", query, "--role", "baker", "-f", "csv").out == wanted
    for words in ((), ("-",), ("--file", "-")):
        piped(monkeypatch, query)
        assert run("query", "run", *words, "--role", "baker", "-f", "csv").out == wanted


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("requirments",), "no query 'requirments': did you mean requirements"),
        (("requirements", "--role", "bakre"), "no role 'bakre': did you mean Baker"),
        (
            ("requirements",),
            "no role 'data-science-engineer' (it is the default of the query requirements",
        ),
        (("requirements", "--rolle", "baker"), "has no parameter 'rolle': it has role"),
        (("requirements", "--role"), "--role has no value"),
        (("requirements", "baker"), "'baker' has no parameter before it"),
        (("-e", "SELEKT"), "the query, line 1: is not a query (begin it with SELECT"),
        (("-e", ""), "the query: is not a query"),
        (("-e", "DELETE WHERE { ?s ?p ?o }"), "DELETE changes a graph, and a query only reads"),
        (("-e", "LOAD <http://x/>"), "LOAD fetches a graph from elsewhere"),
        (("-e", "SELECT * { SERVICE <http://x/> { ?s ?p ?o } }"), "SERVICE would ask another server"),
        (("-e", "ASK { ?s esco:x ?o }"), "the prefix esco: is not declared"),
        (("-e", "ASK { <a> ?p ?o }"), "line 1: has no base for the relative IRI <a> (give one with --base"),
        (("-e", "ASK { <a> ?p ?o }", "--base", "b"), "the base 'b' is not an absolute IRI"),
        (("-e", "ASK {" + "{" * 3000), "line 1: nests brackets deeper than 100 levels"),
        (("-e", "ASK {", "--file", "x.rq"), "give one query"),
        (("--file", "no/such.rq"), "there is no such file"),
    ],
)
def test_what_cannot_be_run_is_one_line_on_standard_error(words: tuple[str, ...], message: str, run: Run) -> None:
    result = run("query", "run", *words)
    assert result.code == 2
    assert result.out == ""
    assert message in result.err
    assert result.err.count("\n") == 1


def test_a_fault_in_a_file_names_the_file_and_the_line(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "broken.rq"
    file.write_text("PREFIX rg: <https://w3id.org/rolegraph/ns#>\n# a comment\nSELECT ?x { ?x rg:level }\n")
    result = run("query", "run", "--file", file)
    assert result.code == 2
    assert f"{file}, line 3: is not valid SPARQL" in result.err


def test_relative_iris_have_the_base_that_is_given(run: Run) -> None:
    words = ("query", "run", "-e", "SELECT ?label { <role/baker> skos:prefLabel ?label }", "-f", "csv", "--base")
    assert run(*words, "https://w3id.org/rolegraph/id/").out == "label\r\nBaker\r\n"
    assert run(*words, "https://example.org/").out == "label\r\n"


def test_a_query_without_end_is_stopped(run: Run) -> None:
    query = "SELECT * { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(20)) + " }"
    result = run("query", "run", "-e", query, "--timeout", "0.5", "-f", "csv")
    assert (result.code, result.out) == (2, "")
    assert "stopped after 0.5 s" in result.err


def test_export_writes_files_that_stand_alone_and_an_index(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert run("query", "export", "--all", "--dir", folder, graph=None).code == 0
    assert sorted(path.stem for path in folder.glob("*.rq")) == NAMES
    index = (folder / "index.md").read_text()
    for one in library():
        text = (folder / f"{one.name}.rq").read_text()
        assert text.startswith(f"# {one.title}\n# {one.question}\n")
        pyoxigraph.Store().query(text)
        assert f"[{one.name}.rq]({one.name}.rq): {one.title}" in index
    bakers = [word for parameter in ("--goal", "--role", "--start") for word in (parameter, "baker")]
    run("query", "export", "gap", "requirements", "--dir", folder, *bakers)
    assert (folder / "gap.rq").read_text().count("id/role/baker") > 2
    assert (folder / "index.md").read_text() == index


def test_an_exported_file_runs_as_it_is(run: Run, tmp_path: Path) -> None:
    run("query", "export", "requirements", "--dir", tmp_path, "--role", "baker")
    again = run("query", "run", "--file", tmp_path / "requirements.rq", "-f", "csv")
    assert again.out == run("query", "run", "requirements", "--role", "baker", "-f", "csv").out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "name the queries to export, or use --all"),
        (("gap", "--all"), "name the queries to export, or use --all"),
        (("requirements", "--tool", "x"), "none of these queries has a parameter 'tool': they have role"),
        (("requirements", "--role", "nobody"), "no role 'nobody'"),
    ],
)
def test_an_export_that_fails_writes_nothing(words: tuple[str, ...], message: str, run: Run, tmp_path: Path) -> None:
    result = run("query", "export", *words, "--dir", tmp_path / "out")
    assert result.code == 2
    assert message in result.err
    assert not (tmp_path / "out").exists()


def test_sparql_behind_a_path_gives_its_gap(run: Run, tmp_path: Path) -> None:
    data = tmp_path / "graph.ttl"
    export(rolegraph.open(SMALL), data)
    found = as_rows(run("path", "baker", "pastry-chef", "--sparql").out, data)
    gap = rolegraph.open(SMALL).gap("baker", "pastry-chef")
    assert {row["requirement"].value: row["standing"].value for row in found[0]} == {
        one.requirement.iri: one.standing.value for one in gap.assessments if not one.requirement.used
    }
    assert len(found) == 3
    scratch = run("path", "pastry-chef", "--from-scratch", "--sparql").out
    assert scratch.startswith("# Requirements of a role\n")
    both = run("path", "baker", "pastry-chef", "--have", "french:expert,dough", "--sparql").out
    assert "# The gap between two roles\n" in both
    assert "# The gap between what someone has and a role\n" in both
    assert "<https://w3id.org/rolegraph/id/skill/french> <https://w3id.org/rolegraph/ns#expert>" in both


@pytest.mark.parametrize(
    ("words", "name", "values"),
    [
        (("compare", "baker", "pastry-chef"), "compare", {"role": ["baker", "pastry-chef"]}),
        (("list", "roles"), "nodes", {"kind": "role"}),
        (("list", "postings"), "postings", {}),
        (("show", "Food Science"), "statements", {"node": "field/food-science"}),
    ],
)
def test_sparql_behind_other_answers_runs_elsewhere(
    words: tuple[str, ...], name: str, values: dict[str, object], run: Run, tmp_path: Path
) -> None:
    # Turtle leaves the graph in the default graph, where who says so cannot be asked for.
    data = tmp_path / ("graph.trig" if name == "statements" else "graph.ttl")
    export(rolegraph.open(SMALL), data)
    (found,) = as_rows(run(*words, "--sparql").out, data)
    wanted = rolegraph.open(SMALL).answer(name, values).solutions
    assert set(map(str, found)) == set(map(str, wanted or ()))
    assert found or name == "postings"


def test_sparql_behind_a_node_depends_on_its_kind(run: Run) -> None:
    role, skill = (run("show", name, "--sparql").out for name in ("baker", "dough"))
    assert ["# Requirements of a role" in text for text in (role, skill)] == [True, False]
    assert ["# Roles that ask for a capability" in text for text in (role, skill)] == [False, True]
    assert all("# Statements by source" in text for text in (role, skill))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    need(OxigraphServer)
    data = tmp_path_factory.mktemp("served") / "graph.trig"
    export(rolegraph.open(), data)
    with OxigraphServer(data, union=False) as server:
        yield f"http://127.0.0.1:{server.port}/query"


@pytest.mark.parametrize(
    "words",
    [
        "path data-science-engineer lead-ml-engineer",
        "path lead-ml-engineer data-science-engineer --format json",
        "path lead-ml-engineer --have python:expert,docker --hours-per-week 7 --format markdown",
        "compare data-science-engineer lead-ml-engineer",
        "compare lead-ml-engineer data-science-engineer --format json",
        "show lead-ml-engineer",
        "show kubernetes --format json",
        "list skills",
        "list postings --format json",
        "search learn",
        "query run gap --format csv",
        "query run statements --node kubernetes --format tsv",
    ],
)
def test_an_endpoint_gives_byte_for_byte_what_the_graph_gives_here(words: str, address: str, run: Run) -> None:
    here = run(*words.split(), graph=None)
    there = run(*words.split(), "--graph", address, graph=None)
    assert here.code == 0
    assert there == here


def test_queries_for_an_endpoint_differ_in_the_languages_of_labels_only(address: str, run: Run) -> None:
    words = "path data-science-engineer lead-ml-engineer --sparql".split()

    def without_labels(answer: Result) -> list[str]:
        return [line for line in answer.out.splitlines() if "?label" not in line]

    here, there = run(*words, graph=None), run(*words, "--graph", address, graph=None)
    assert without_labels(there) == without_labels(here)
    assert 'LANG(?label_2) IN ("en")' in there.out  # its labels were not read


def test_an_endpoint_is_named_by_the_environment_too(address: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLEGRAPH_GRAPH", address)
    assert run("list", "roles", graph=None).code == 0
    result = run("ingest", SMALL, graph=None)
    assert result.code == 2
    assert f"{address} is an endpoint, which rolegraph only reads" in result.err


def test_a_long_query_at_an_endpoint_is_given_up(address: str, run: Run) -> None:
    query = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(20)) + " }"
    result = run("query", "run", "-e", query, "--timeout", "0.5", "--graph", address, graph=None)
    assert result.code == 2
    assert "stopped after 0.5 s" in result.err


def test_an_endpoint_that_is_silent_from_the_start_is_given_up(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        result = run("query", "run", "-e", "ASK {}", "--timeout", "0.3", "--graph", address, graph=None)
    assert (result.code, result.out) == (2, "")
    assert "stopped after 0.3 s" in result.err


def test_an_address_where_nothing_answers_is_one_line(run: Run) -> None:
    result = run("path", "a", "b", "--graph", "http://127.0.0.1:9/sparql", graph=None)
    assert result.code == 2
    assert result.err.startswith("rolegraph: http://127.0.0.1:9/sparql: ")
    assert result.err.count("\n") == 1


def test_a_graph_is_not_replaced_by_what_is_asked_of_it(run: Run, tmp_path: Path) -> None:
    graph, link = tmp_path / "g.ttl", tmp_path / "link.ttl"
    graph.write_bytes(SMALL.read_bytes())
    link.symlink_to(graph)
    query = ("query", "run", "-e", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }")
    for words in ((*query, "-o", graph), (*query, "-o", link), ("export", graph), ("export", link)):
        result = run(*words, graph=graph)
        assert result.code == 2
        reasons = (f"{words[-1]}: belongs to the graph that is asked", f"name the same file, {words[-1]}")
        assert any(reason in result.err for reason in reasons)
    assert run("info", "-o", graph, "--format", "json", graph=graph).code == 2
    assert graph.read_bytes() == SMALL.read_bytes()
    assert run(*query, "-o", tmp_path / "other.ttl", graph=graph).code == 0
