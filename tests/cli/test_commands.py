"""Every command as a person types it: what it prints, where, and with which exit code."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest
from tests.cli.running import Result, Run
from tests.conftest import SMALL

from rolegraph.cli.options import complete


def test_path_says_what_is_there_and_what_to_learn(run: Run) -> None:
    result = run("path", "baker", "pastry-chef", "--hours-per-week", "7")
    assert result.code == 0
    assert result.err == ""
    for words in (
        "From Baker to Pastry Chef",
        "You already meet 2 of 4 essential requirements.",
        "builds on dough, saves ~30 h: both are worked by hand",
        "3 steps, ~140 hours: about 20 weeks at 7 hours a week.",
        "Hours are estimates",
        "French",
    ):
        assert words in result.out


def test_names_resolve_in_any_spelling(run: Run) -> None:
    assert run("path", "Bread Maker", "PASTRY CHEF").out == run("path", "baker", "pastry-chef").out


def test_a_path_can_start_from_what_a_person_has(run: Run, tmp_path: Path) -> None:
    known = run("path", "pastry-chef", "--have", "dough:expert, heat control", "--format", "json")
    assert [step["node"]["slug"] for step in json.loads(known.out)["steps"]] == ["convection-oven", "sugar-work"]
    profile = tmp_path / "me.yaml"
    profile.write_text("name: Me\nhours_per_week: 10\nhave:\n  dough: expert\n  heat:\n")
    planned = run("path", "pastry-chef", "--profile", profile)
    assert "From Me to Pastry Chef" in planned.out
    assert "at 10 hours a week" in planned.out
    assert "From scratch to Pastry Chef" in run("path", "baker", "pastry-chef", "--from-scratch").out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["path", "baker", "pastri-chef"], "no role 'pastri-chef': did you mean pastry-chef?"),
        (["path", "pastry-chef"], "say what you have with --have, --profile or --from-scratch"),
        (["path", "baker", "baker", "baker"], "not through 3"),
        (
            ["path", "baker", "pastry-chef", "--have", "dough:guru"],
            "unknown level 'guru' for dough: use one of",
        ),
        (["path", "baker", "pastry-chef", "--have", "duogh"], "no node 'duogh': did you mean dough?"),
        (["path", "baker", "pastry-chef", "--profile", "absent.yaml"], "absent.yaml: there is no such file"),
        (["compare", "baker"], "two or more different roles"),
        (["compare", "baker", "baker"], "two or more different roles"),
        (["show", "zzz"], "no node 'zzz'"),
        (["list", "zzz"], "no kind 'zzz': use one of roles, skills"),
        (["export", "graph.xyz"], "no format for 'graph.xyz'"),
        (["export", "graph.json", "--view", "zzz"], "no view 'zzz'"),
        (["validate", "--fail-on", "zzz"], "no severity 'zzz'"),
        (["ingest", "absent.txt"], "absent.txt: there is no such file"),
    ],
)
def test_what_cannot_be_done_is_one_clear_message(run: Run, words: list[str], message: str) -> None:
    result = run(*words)
    assert result.code == 2
    assert result.out == ""
    assert message in result.err
    assert result.err.startswith("rolegraph: ")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("have: [dough, zzz]", 1, "no node 'zzz'"),
        ("name: x\nhave:\n  dough: guru\n", 3, "unknown level 'guru'"),
        ("hours_per_week: many", 1, "'many' is no number of hours a week"),
        ("hours_per_week: [1]", 1, "is no number of hours a week"),
        ("name: x\nskills: [dough]", 2, "unknown key 'skills'"),
        ("a: b: c", 1, "mapping values are not allowed here"),
        ("- dough", 1, "is no mapping of names to values"),
        ("? [a]\n: b", 1, "a key that is no word"),
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


def test_show_a_role_a_capability_and_anything_else(run: Run) -> None:
    role = run("show", "baker").out
    assert "Bakes bread and sells it." in role
    assert "[1] all of it" in role
    assert "[1] A small graph (small)" in role
    capability = run("show", "sugar work").out
    assert "Effort to working level: ~60 hours (estimate: A small graph)" in capability
    assert "Close to (50%)" in capability
    assert "field/chemistry" not in run("show", "chemistry").out
    assert "rg:closeTo" in run("show", "field/chemistry").out
    degree = run("show", "bachelor-chemistry").out
    assert "Degree: bachelor in Chemistry" in degree


def test_search_finds_other_names_and_suggests(run: Run) -> None:
    found = run("search", "making")
    assert "dough making" in found.out
    missing = run("search", "duogh")
    assert missing.code == 1
    assert missing.err == "rolegraph: nothing is called 'duogh': did you mean dough?\n"
    assert run("search", "duogh", "--format", "json") == Result(1, "[]\n", "")


def test_list_takes_singular_and_plural(run: Run) -> None:
    assert run("list", "roles").out == run("list", "Role").out
    assert "Pastry Chef" in run("list", "roles").out
    assert run("list", "postings").out == "None.\n"
    assert run("list", "tips").out == "None.\n"


def test_info_shows_sources_and_counts(run: Run) -> None:
    out = run("info").out
    assert "from 1 source" in out
    assert "A small graph" in out
    assert str(SMALL) in out


@pytest.mark.parametrize("format_", ["table", "markdown", "json"])
@pytest.mark.parametrize(
    "words",
    [
        ("path", "baker", "pastry-chef"),
        ("compare", "baker", "pastry-chef"),
        ("show", "baker"),
        ("show", "dough"),
        ("search", "o"),
        ("list", "tools"),
        ("info",),
    ],
)
def test_every_answer_comes_in_every_format_and_always_the_same(run: Run, words: tuple[str, ...], format_: str) -> None:
    first, second = run(*words, "--format", format_), run(*words, "--format", format_)
    assert first == second
    assert first.code == 0
    if format_ == "json":
        json.loads(first.out)
    else:
        assert first.out


def test_the_environment_names_a_graph(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLEGRAPH_GRAPH", str(SMALL))
    assert "Pastry Chef" in run("list", "roles", graph=None).out


ARTICLES = SMALL.parent / "articles"


def test_ingest_says_what_it_read_and_what_it_changed(run: Run, tmp_path: Path) -> None:
    graph = tmp_path / "g.ttl"
    dry = run("ingest", ARTICLES / "seed-form.txt", "--dry-run", graph=graph)
    assert "2 roles" in dry.out
    assert "Dry run: it would be" in dry.out
    assert not graph.exists()
    assert f"statements added, 0 removed: {graph}" in run("ingest", ARTICLES / "seed-form.txt", graph=graph).out
    assert "Nothing to change" in run("ingest", ARTICLES / "seed-form.txt", graph=graph).out
    postings = run("list", "postings", graph=graph).out
    assert "Pay a year" in postings
    assert "USD" in postings
    assert "Outlook" in run("show", "analytics-engineer", graph=graph).out


def test_ingest_reads_standard_input(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = io.TextIOWrapper(io.BytesIO((ARTICLES / "seed-form.txt").read_bytes()))
    monkeypatch.setattr(sys, "stdin", text)
    assert "2 roles" in run("ingest", "-", graph=tmp_path / "g.ttl").out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert "<standard input>: is empty" in run("ingest", "-", graph=tmp_path / "g.ttl").err


def test_a_strict_ingest_fails_on_findings(run: Run, tmp_path: Path) -> None:
    graph = tmp_path / "g.ttl"
    strict = run("ingest", ARTICLES / "truncated.txt", "--strict", graph=graph)
    assert strict.code == 1
    assert "the article ends in mid-sentence" in strict.out
    assert "Nothing written because of the notes above" in strict.out
    assert not graph.exists()
    assert run("ingest", ARTICLES / "truncated.txt", graph=graph).code == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"\x00\x01", "is binary"),
        (b"A vs. B\n" + b"x" * 2_000_000, "line 2: a line is 2,000,000 characters long"),
        ("A vs. B\n\u2019".encode("windows-1252"), "line 2: byte 0x92 is not UTF-8"),
        (b"<!doctype html><p>A vs. B", "line 1: is a web page"),
        (b"hello", 'no line reads "X vs. Y"'),
    ],
)
def test_what_is_no_article_is_one_clear_message(run: Run, content: bytes, message: str, tmp_path: Path) -> None:
    path = tmp_path / "article.txt"
    path.write_bytes(content)
    result = run("ingest", path, graph=tmp_path / "g.ttl")
    assert result.code == 2
    assert result.err.startswith(f"rolegraph: {path}")
    assert message in result.err
    assert result.err.count("\n") == 1
    assert not (tmp_path / "g.ttl").exists()


def test_validate_says_what_to_fix_and_where(run: Run, tmp_path: Path) -> None:
    assert run("validate").code == 0
    broken = tmp_path / "broken.ttl"
    broken.write_text(SMALL.read_text() + "\nskill:sugar-work rg:effort -1 .\n")
    result = run("validate", broken)
    assert result.code == 1
    assert "not valid, 1 finding." in result.out
    assert "number of hours above 0" in result.out
    assert "line" in result.out
    bare = tmp_path / "bare.ttl"
    bare.write_text(
        "@prefix rg: <https://w3id.org/rolegraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<https://w3id.org/rolegraph/id/role/x> a rg:Role ; skos:prefLabel "X"@en .\n'
    )
    assert run("validate", bare).code == 0
    assert run("validate", bare, "--fail-on", "warning").code == 1


@pytest.mark.parametrize("suffix", [".ttl", ".trig", ".nt", ".nq", ".jsonld", ".graphml", ".gexf", ".json"])
def test_export_writes_what_others_can_read(run: Run, suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"out{suffix}"
    result = run("export", path)
    assert result == Result(0, "", f"wrote {path}\n")
    first = path.read_bytes()
    run("export", path)
    assert path.read_bytes() == first
    if suffix in (".ttl", ".trig", ".nt", ".nq", ".jsonld"):
        assert run("path", "baker", "pastry-chef", graph=path).out == run("path", "baker", "pastry-chef").out


def test_names_are_completed_from_the_graph_that_is_named() -> None:
    def completed(graph: str, word: str) -> list[tuple[str, str]]:
        return complete("role")(mock.Mock(params={"graph": graph}), word)

    assert completed(str(SMALL), "pas") == [("pastry-chef", "Pastry Chef")]
    assert completed(f"{SMALL}.absent.ttl", "") == []
    assert completed("https://example.org/sparql", "") == []


def test_a_label_cannot_steer_a_terminal(run: Run, tmp_path: Path) -> None:
    graph = tmp_path / "g.ttl"
    graph.write_text(
        "<https://w3id.org/rolegraph/id/role/x> a <https://w3id.org/rolegraph/ns#Role> ;"
        ' <http://www.w3.org/2004/02/skos/core#prefLabel> "\\u001b[31m<b>|*x*[bold]"@en .'
    )
    assert "[31m<b>|*x*[bold]" in run("list", "roles", graph=graph).out
    assert "\x1b" not in run("list", "roles", graph=graph).out
    markdown = run("list", "roles", "--format", "markdown", graph=graph).out
    assert r"\[31m\<b\>\|\*x\*\[bold\]" in markdown


def test_a_narrow_terminal_breaks_lines_not_words(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    out = run("path", "baker", "pastry-chef").out
    assert max(map(len, out.splitlines())) <= 60
    assert "convection" in out.lower()


def test_help_lists_every_command(run: Run) -> None:
    out = run("--help", graph=None).out
    for command in ("path", "compare", "show", "search", "list", "ingest", "validate", "export", "info"):
        assert f"  {command} " in out
        assert "Usage: rolegraph " + command in run(command, "--help", graph=None).out
    assert run("--version", graph=None).out.startswith("rolegraph ")


def test_role_names_are_completed() -> None:
    environment = {
        **os.environ,
        "_ROLEGRAPH_COMPLETE": "complete_bash",
        "COMP_WORDS": "rolegraph path pas",
        "COMP_CWORD": "2",
        "ROLEGRAPH_GRAPH": str(SMALL),
    }
    program = "import sys; sys.argv = ['rolegraph']; from rolegraph.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)
    assert done.stdout.split() == ["pastry-chef"]


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = f"{sys.executable} -c 'from rolegraph.cli import main; main()' list tools --graph {SMALL} | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True)  # noqa: S607
    assert done.stderr == ""
    assert done.stdout.startswith("Slug")


def test_an_answer_can_be_what_one_source_says(run: Run) -> None:
    whole = run("show", "sugar-work", "--format", "json")
    small = run("show", "sugar-work", "--source", "small", "--format", "json")
    assert (small.code, small.out) == (0, whole.out)  # which has one source only
    for sources in (("--source", "nobody"), ("--source", "small", "--source", "nobody")):
        unknown = run("show", "sugar-work", *sources)
        assert (unknown.code, unknown.out) == (2, "")
        assert "no source 'nobody': did you mean small?" in unknown.err
    assert "leave out --source" in run("show", "sugar-work", "--source", "small", "--sparql").err
