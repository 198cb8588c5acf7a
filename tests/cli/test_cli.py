"""The command line as a whole: one clear message for what cannot be done, help, pipes, and what messages name."""

from __future__ import annotations

import ast
import errno
import io
import itertools
import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from tests.cli.help_page import PAGE, commands, help_page
from tests.cli.running import Result, Run
from tests.conftest import SMALL
from tests.folders import ROOT
from typer.testing import CliRunner

from rolegraph.cli import _with_command, app, main


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["path", "baker", "pastri-chef"], "no role 'pastri-chef': did you mean 'Pastry Chef'?"),
        (["path", "pastry-chef"], "use --have, --profile or --from-scratch"),
        (["path", "baker", "baker", "baker"], "name two roles, not 3"),
        (["path", "pastry", "chef", "to", "baker"], "(did you mean: rolegraph path 'pastry chef' baker)"),
        (["path", "fire", "eater", "baker"], "(put a name of several words in quotation marks)"),
        (["compare", "pastry", "chef", "and", "baker"], "did you mean: rolegraph compare 'pastry chef' baker"),
        (
            ["path", "baker", "pastry-chef", "--have", "dough:guru"],
            "unknown level 'guru' for dough: use one of",
        ),
        (["path", "baker", "pastry-chef", "--have", "duogh"], "nothing is called 'duogh': did you mean dough?"),
        (["path", "baker", "pastry-chef", "--profile", "absent.yaml"], "absent.yaml: there is no such file"),
        (["compare", "baker"], "two or more different roles"),
        (["compare", "baker", "baker"], "two or more different roles"),
        (["show", "zzz"], "nothing is called 'zzz'"),
        (["list", "zzz"], "no kind 'zzz': use one of roles, skills"),
        (["export", "graph.xyz"], "no format for 'graph.xyz'"),
        (["export", "graph.json", "--view", "zzz"], "no view 'zzz'"),
        (["export", "accepts"], "name the folder for the tables"),
        (["export", "accepts", "-o", "-"], "name the folder for the tables"),
        (["export", "accepts", "-o", "folder", "--flat"], "--flat and --view are for a FILE"),
        (["export", "graph.ttl", "-o", "folder"], "a GRAPH and --out are for accepts: use --graph with 'graph.ttl'"),
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
    assert result.err.count("\n") <= (1 if "'zzz'" not in message else 8)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nearest", "--top", "a"], "--top: 'a' is not a whole number (see `rolegraph nearest --help`)"),
        (["nearest", "--top", "0"], "--top: 0 is not between 1 and 1000 (see `rolegraph nearest --help`)"),
        (["route", "--max-hours", "-1"], "--max-hours: -1.0 is less than 0 (see `rolegraph route --help`)"),
        (["route", "--max-hours", "x"], "--max-hours: 'x' is not a number (see `rolegraph route --help`)"),
        (["show"], "missing argument 'NODE' (see `rolegraph show --help`)"),
        (
            ["list", "roles", "b"],
            "too many arguments: b; a name of several words takes quotation marks (see `rolegraph list --help`)",
        ),
        (["pth"], "no command 'pth': did you mean 'path'?"),
        (
            ["data analyst"],
            "no command 'data analyst': `rolegraph show 'data analyst'` says what is known of a role or skill"
            " (see `rolegraph --help`)",
        ),
        (["config", "zzz"], "no command 'zzz' (see `rolegraph config --help`)"),
        (["nearest", "--revers"], "no option --revers: did you mean --reverse, --verbose?"),
        (["info", "--all"], "no option --all (see `rolegraph info --help`)"),
        (["nearest", "--top"], "option '--top' needs a value (see `rolegraph --help`)"),
    ],
)
def test_a_wrong_option_is_one_line_in_plain_words(run: Run, words: list[str], message: str) -> None:
    assert run(*words, graph=None) == Result(2, "", f"rolegraph: {message}\n")


def in_a_shell(line: str, **environment: str) -> Result:
    """What a line gives in which `rolegraph` is the command line on the small graph."""
    program = f"{sys.executable} -c 'from rolegraph.cli import main; main()'"
    script = f'rolegraph() {{ {program} "$@"; }}; {line}'
    variables = {**os.environ, "ROLEGRAPH_GRAPH": str(SMALL), **environment}
    done = subprocess.run(["bash", "-c", script], capture_output=True, env=variables)  # noqa: S607
    return Result(done.returncode, done.stdout.decode("latin-1"), done.stderr.decode("latin-1"))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("words", ["list roles", "list roles --json", "--help"])
def test_a_full_standard_output_is_one_line(words: str) -> None:
    result = in_a_shell(f"rolegraph {words} > /dev/full")
    assert result.code == 2
    assert result.err.startswith("rolegraph: standard output cannot be written: No space left on device (")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(
    ("line", "code", "message"),
    [
        ("rolegraph list roles >&-", 2, "rolegraph: standard output cannot be written: it is closed ("),
        ("rolegraph list roles --json >&-", 2, "rolegraph: standard output cannot be written: it is closed ("),
        ("rolegraph show zzz 2>&-", 2, ""),
        ("rolegraph -v list roles 2>&-", 0, ""),
        ("rolegraph ingest - <&-", 2, "rolegraph: <standard input>: is empty ("),
        ("rolegraph query run - <&-", 2, "rolegraph: <standard input>: is empty ("),
        ("rolegraph query run --file - <&-", 2, "rolegraph: <standard input>: is empty ("),
    ],
)
def test_a_closed_stream_is_at_most_one_line(line: str, code: int, message: str) -> None:
    result = in_a_shell(line)
    assert result.code == code
    assert result.err.startswith(message)
    assert result.err.count("\n") == bool(message)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437"])
def test_signs_that_an_encoding_lacks_get_plainer(tmp_path: Path, encoding: str) -> None:
    graph = tmp_path / "g.ttl"
    graph.write_text(
        "<https://w3id.org/rolegraph/id/role/x> a <https://w3id.org/rolegraph/ns#Role> ;"
        ' <http://www.w3.org/2004/02/skos/core#prefLabel> "a – b … \u6c34"@en .',
        encoding="utf-8",
    )
    settings = {"PYTHONIOENCODING": encoding, "ROLEGRAPH_GRAPH": str(graph)}
    table = in_a_shell("rolegraph list roles", **settings)
    assert table.code == 0
    assert table.out.encode("latin-1").decode(encoding).splitlines()[2].endswith("?")
    if encoding == "ascii":
        assert table.out == "Slug  Label\n----  ----------\nx     a - b ... ?\n"
    assert json.loads(in_a_shell("rolegraph list roles --json", **settings).out)[0]["label"] == "a – b … \u6c34"
    error = in_a_shell("rolegraph show '\u6c34'", **settings, PYTHONUTF8="1")
    assert (error.code, error.err.splitlines()[0]) == (2, "rolegraph: nothing is called '?'")


@pytest.mark.parametrize("graph", [str(SMALL), ""], ids=["small", "shipped"])
@pytest.mark.parametrize("words", ["show", "search", "path --from-scratch", "query run requirements --role"])
def test_an_argument_that_is_no_text_is_shown_with_escapes(words: str, graph: str) -> None:
    for settings in ({}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}):
        result = in_a_shell(f"rolegraph {words} $'a\\xff'", ROLEGRAPH_GRAPH=graph, **settings)
        assert (result.code, result.out) == (1 if words == "search" else 2, "")
        assert re.match(r"rolegraph: (nothing is called|no role) 'a\\udcff'", result.err)
        assert result.err.count("\n") <= 8


def test_a_file_whose_name_is_no_text_is_in_answers_with_escapes(tmp_path: Path) -> None:
    line = f"cp {SMALL} $'a\\xff.ttl' && rolegraph info -g $'a\\xff.ttl'"
    for more in ("", " --json", " --json >out.json", " -o out.json", " -o out.txt", " -o out.md"):
        assert in_a_shell(f"cd {tmp_path} && {line}{more}").code == 0
    assert "a\udcff.ttl" in json.dumps(json.loads((tmp_path / "out.json").read_text()), ensure_ascii=False)


def test_help_lists_every_command(run: Run) -> None:
    out = run("--help", graph=None).out
    for command in ("path", "compare", "show", "search", "list", "ingest", "validate", "export", "info"):
        assert f"  {command} " in out
        assert "Usage: rolegraph " + command in run(command, "--help", graph=None).out
    assert run("--version", graph=None).out.startswith("rolegraph ")


def test_a_reader_that_leaves_early_is_no_error() -> None:
    command = f"{sys.executable} -c 'from rolegraph.cli import main; main()' list tools --graph {SMALL} | head -1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True)  # noqa: S607
    assert done.stderr == ""
    assert done.stdout.startswith("Slug")
    assert done.returncode == 0


def texts_for_people() -> Iterator[tuple[str, str]]:
    """Every text in the package that is no docstring of a function or module, with its module; help of commands too."""
    for path in sorted((ROOT / "src").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
            and isinstance(node.body[0], ast.Expr)
            and ("cli" not in path.parts or isinstance(node, ast.Module))
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                yield path.name, node.value


def test_messages_name_commands_and_options_that_there_are() -> None:
    known = {path: command for path, command, _ in commands()}
    options = {name for command in known.values() for option in command.params for name in option.opts} | {"--help"}
    options.add("--data-urlencode")  # of curl
    seen = 0
    for module, text in texts_for_people():
        for found in re.finditer(r"`?\brolegraph ((?:[a-z]+ ?){1,2})", text):
            words = found[1].split()
            if f"rolegraph {words[0]}" in known or found[0].startswith("`"):
                assert f"rolegraph {words[0]}" in known, (module, text)
                if hasattr(known[f"rolegraph {words[0]}"], "commands") and len(words) > 1:
                    assert f"rolegraph {' '.join(words)}" in known, (module, text)
                seen += 1
        for option in re.findall(r"(?<![\w`-])--[a-z]+(?:-[a-z]+)*(?![\w-])", text):
            assert option in options or f"var({option})" in text or f"{option}:" in text, (module, option, text)
    assert seen > 10


def test_messages_name_packages_that_the_project_depends_on() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = [*project["dependencies"], *chain(*project["optional-dependencies"].values())]
    wanted = {re.split(r"[<>=~]", text)[0] for text in required}
    wanted |= {f"'rolegraph[{extra}]'" for extra in project["optional-dependencies"]}
    cures = [cure for _, text in texts_for_people() for cure in re.findall(r"pip install ([^)]*)", text)]
    named = {name for cure in cures for name in cure.split()}
    assert {"openpyxl", "matplotlib", "pandas"} <= named <= wanted


def test_the_page_on_the_command_line_is_what_help_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == help_page()  # bin/docs writes it


def test_general_options_stand_before_the_command_or_after_it(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "roles.csv"
    assert run("list", "roles", "-o", place) == Result(0, "", f"wrote {place}\n")
    for words in (("-q", "list", "roles"), ("list", "-q", "roles")):
        assert run(*words, "-o", place) == Result(0, "", "")
    for words in (("-v", "list", "roles"), ("list", "roles", "--verbose")):
        result = run(*words)
        assert f"opening {SMALL}" in result.err
        assert result.err.splitlines()[-1].endswith("s  done")
        assert result.out == run("list", "roles").out


def test_json_is_short_for_a_format(run: Run) -> None:
    assert run("show", "baker", "--json").out == run("show", "baker", "--format", "json").out
    assert "contradicts --format csv" in run("show", "baker", "--json", "--format", "csv").err


def test_a_command_built_alone_is_the_command_among_all() -> None:
    runner = CliRunner()
    names = [str(command.name) for command in app.registered_commands]
    names += [str(group.name) for group in app.registered_groups]
    assert {"path", "search", "profile"} <= set(names)
    for name in names:
        words = [name, "--help"]
        among_all, alone = (
            runner.invoke(each, words, prog_name="rolegraph") for each in (app, _with_command(app, words))
        )
        assert among_all.exit_code == alone.exit_code == 0
        assert alone.output == among_all.output
    assert len(_with_command(app, ["--version", "search"]).registered_commands) == 1
    for words in ([], ["--help"], ["seek"]):
        assert _with_command(app, words) is app


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (KeyError("x"), "rolegraph: internal error, KeyError: 'x' (please report it, with what --verbose shows)\n"),
        (RecursionError("a\nb\x1b"), "rolegraph: internal error, RecursionError: a b (please report it, with what"),
        (MemoryError(), "rolegraph: memory is full ("),
        (ValueError("embedded null byte"), "rolegraph: the name of a file holds a null character (check the name)\n"),
        (OSError(errno.EMFILE, "Too many open files"), "rolegraph: Too many open files (check that there is still"),
        (OSError(errno.EFBIG, "File too large"), "rolegraph: standard output cannot be written: File too large ("),
        (PermissionError(13, "Permission denied", "x.ttl"), "rolegraph: x.ttl: Permission denied (check the name"),
    ],
)
def test_whatever_happens_is_one_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception, message: str
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("rolegraph.graph.open_graph", broken)
    monkeypatch.setattr("rolegraph.cli.silence", lambda _: None)
    result = run("list", "roles")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(message)
    assert result.err.count("\n") == 1
    told = run("list", "roles", "--verbose").err
    assert ("Traceback (most recent call last):" in told) == ("internal" in message)
    assert "\x1b" not in told


@pytest.mark.parametrize(
    "words", ["--help", "path --help", "list tools", "list tools --json", "show baker -f markdown"]
)
def test_a_reader_that_has_left_already_is_no_error(words: str) -> None:
    result = in_a_shell(f"set -o pipefail; rolegraph {words} | true")
    assert (result.code, result.out, result.err) == (0, "", "")


# Every command on the small graph; `ME`, `TABLE` and `ARTICLE` are files, `NEW` is a place.
_LINES = [
    *(f"list {kind}" for kind in ("roles", "skills", "tools", "degrees", "sources")),
    *("show baker", "show dough", "search o", "info", "stats", "validate", "lint", "config show", "query list"),
    *(
        "path baker pastry-chef",
        "compare baker pastry-chef",
        "nearest baker",
        "route baker pastry-chef",
        "whatif baker",
    ),
    *("path baker pastry-chef --sparql", "query run requirements --role baker", "query show requirements"),
    *(f"view graph -o - -f {format_}" for format_ in ("html", "svg", "mermaid", "dot", "graphml")),
    *("profile show ME", "path --profile ME", "import table TABLE --out NEW", "ingest ARTICLE --dry-run -g NEW"),
    *("", "path --help", "query run --help", "show \u6c34\u2192", "path \u2500 \u2013"),
]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437", "cp850"])
def test_every_command_fits_every_console(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    graph = tmp_path / "g.ttl"
    graph.write_text(SMALL.read_text(encoding="utf-8").replace("Baker", "B\u00e4cker \u2192 \u6c34"), encoding="utf-8")
    files = {"ME": tmp_path / "me.yaml", "TABLE": tmp_path / "t.csv", "NEW": tmp_path / "new.ttl"}
    files["ARTICLE"] = SMALL.parent / "articles" / "markdown.txt"
    files["ME"].write_text("name: \u6c34\ngoal: pastry-chef\nhave: [dough]\n", encoding="utf-8")
    files["TABLE"].write_text("role,capability\n\u6c34,\u201cx\u201d \u2192 y\nZ,\n", encoding="utf-8")
    for line, more in itertools.product(_LINES, ([], ["--json"], ["-f", "markdown"])):
        if more and (
            encoding != "ascii"
            or line.partition(" ")[0] in ("", "view", "query", "config", "import", "ingest")
            or "--" in line
        ):
            continue
        words = [str(files.get(word, word)) for word in line.split()]
        alone = {"--help", "-g", "--out", "config"} & set(words) or line in ("", "query list")
        monkeypatch.setattr(sys, "argv", ["rolegraph", *words, *more, *([] if alone else ["--graph", str(graph)])])
        streams = [io.TextIOWrapper(io.BytesIO(), encoding=encoding) for _ in range(2)]
        monkeypatch.setattr(sys, "stdout", streams[0])
        monkeypatch.setattr(sys, "stderr", streams[1])
        with pytest.raises(SystemExit) as caught:
            main()
        for stream in streams:
            stream.flush()
        # A picture is a document of its own, which says that it is UTF-8.
        out = streams[0].buffer.getvalue().decode("utf-8" if line.startswith("view") else encoding)
        err = streams[1].buffer.getvalue().decode(encoding)
        asked_for_nothing = line in ("", "show \u6c34\u2192", "path \u2500 \u2013")
        assert caught.value.code in ([2] if asked_for_nothing else [None, 0, 1] if line == "lint" else [None, 0]), (
            line,
            err,
        )
        assert "internal error" not in err
        assert out or asked_for_nothing
