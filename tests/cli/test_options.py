"""Options that commands share, completion, and help: whole sentences, commands by what they are for, no rich."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest
from tests.cli.help_page import commands
from tests.cli.running import Run
from tests.conftest import SMALL

from rolegraph.cli.options import complete


def test_the_environment_names_a_graph(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLEGRAPH_GRAPH", str(SMALL))
    assert "Pastry Chef" in run("list", "roles", graph=None).out


def test_names_are_completed_from_the_graph_that_is_named() -> None:
    def completed(graph: str, word: str) -> list[tuple[str, str]]:
        return complete("role")(mock.Mock(params={"graph": [graph]}), word)

    assert completed(str(SMALL), "pas") == [("pastry-chef", "Pastry Chef")]
    assert completed(f"{SMALL}.absent.ttl", "") == []
    assert completed("https://example.org/sparql", "") == []


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


def test_nothing_is_completed_where_the_configuration_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.toml").write_text("graph =")
    monkeypatch.setenv("ROLEGRAPH_CONFIG", str(tmp_path / "config.toml"))
    assert complete("role")(mock.Mock(params={"graph": None}), "") == []
    assert complete("role")(mock.Mock(params={"graph": [str(SMALL)]}), "b") == [("baker", "Baker")]


def test_every_command_and_option_says_what_it_is_for() -> None:
    for path, command, context in commands():
        assert command.help, path
        assert command.help.split("\n\n")[0].rstrip(".)") != command.help.split("\n\n")[0], path
        for parameter in command.params:
            assert parameter.help, (path, parameter.name)
        assert max(map(len, command.get_help(context).splitlines())) <= 80, path


def test_summaries_are_whole_sentences_in_their_groups(run: Run) -> None:
    out = run("-h", graph=None).out
    assert "..." not in out.replace("[ARGS]...", "")
    places = [out.index(f"\n{panel}:\n") for panel in ("Plan a career", "Look into a graph", "Build and check graphs")]
    assert places == sorted(places)
    assert places[0] < out.index("  nearest ") < places[1] < out.index("  stats ") < places[2] < out.index("  lint ")


def test_h_is_short_for_help_everywhere(run: Run) -> None:
    for path, _, _ in commands():
        words = path.split()[1:]
        assert run(*words, "-h", graph=None) == run(*words, "--help", graph=None)


def test_shared_options_stand_apart(run: Run) -> None:
    own, _, shared = run("path", "--help", graph=None).out.partition("\nOptions of every command:\n")
    assert "--have" in own
    begun = [line.split()[0] for line in shared.splitlines() if line[2] == "-"]
    assert begun == ["--language", "--all-languages", "--no-estimates", "--alone", "-q,", "-v,", "--no-color", "-h,"]
    assert "--quiet" not in own


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys; sys.argv = ['rolegraph', '--help']; from rolegraph.cli import main\n"
        "try: main()\nexcept SystemExit: pass\n"
        "print([name for name in ('rich', 'numpy', 'networkx', 'rdflib', 'pyoxigraph', 'tomllib', 'platformdirs') "
        "if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("-q", "list", "roles", "-v"), "--quiet contradicts --verbose: drop one"),
        (("path", "baker", "pastry-chef", "--sparql", "--json"), "leave out --json"),
        (("path", "baker", "pastry-chef", "--sparql", "-f", "csv"), "leave out --format csv"),
        (("path", "baker", "pastry-chef", "--sparql", "-o", "x.json"), "leave out --out x.json"),
        (("path", "baker", "pastry-chef", "--sparql", "--report", "x.html"), "leave out --report"),
        (
            ("path", "baker", "pastry-chef", "--report", "x.html", "-o", "./x.html"),
            "--out and --report name the same file",
        ),
        (("ingest", "a.txt", "-o", "a.txt"), "--out and FILE... name the same file"),
        (("query", "run", "--file", "a.csv", "-o", "a.csv"), "--out and --file name the same file"),
        (("path", "baker", "pastry-chef", "--have", ",,"), "',,' names nothing"),
    ],
)
def test_contradictions_are_refused_before_anything_is_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*words)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert result.err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_queries_may_be_written_to_a_file(run: Run, tmp_path: Path) -> None:
    assert run("path", "baker", "pastry-chef", "--sparql", "-o", tmp_path / "path.rq").code == 0
    assert "SELECT" in (tmp_path / "path.rq").read_text()
