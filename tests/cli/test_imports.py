"""`import` as a person types it: what it says went in and stayed out, and what it refuses."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode
from tests.readers.onet.onet_files import ANALYST, more, write_release
from tests.readers.tables import write_folder, write_zip

import rolegraph
from rolegraph.cli import main
from rolegraph.rdf.vocabulary import SKOS


def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: str | Path
) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["rolegraph", *map(str, words)])
    try:
        main()
        code = 0
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 0
    return (code, *capsys.readouterr())


def test_it_says_what_went_in_and_every_command_takes_the_graph(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    changes = more("Job Zones.txt", ("11-9999.00", "", "3", "", ""))
    release, graph = write_release(tmp_path / "db_29_3_text", changes), tmp_path / "graph"
    code, out, err = run(capsys, monkeypatch, "import", "onet", release, "--out", graph)
    assert (code, err) == (0, "")
    assert out.startswith(f"O*NET 29.3 Database: {graph}\n2 roles, 4 skills")
    assert "Invalid rows, which were skipped" in out
    assert "line 3: 11-9999.00" in out
    for words in (
        ("path", ANALYST, "Program Builders"),
        ("compare", ANALYST, "Program Builders"),
        ("show", "reader of tables"),
        ("search", "program"),
        ("list", "roles"),
        ("validate",),
        ("query", "run", "requirements", "--role", ANALYST),
        ("view", "path", ANALYST, "Program Builders", "--out", tmp_path / "path.html"),
    ):
        code, out, err = run(capsys, monkeypatch, *words, "--graph", graph)
        assert code == 0, (words, err)
        assert out or words[0] == "view"


def test_a_zip_gives_the_same_and_programs_get_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    release = write_release(tmp_path / "db_29_3_text")
    with zipfile.ZipFile(tmp_path / "db_29_3_text.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in release.iterdir():
            archive.write(path, f"db_29_3_text/{path.name}")
    answers = []
    for place in (release, tmp_path / "db_29_3_text.zip"):
        code, out, _ = run(capsys, monkeypatch, "import", "onet", place, "--out", tmp_path / "g", "--format", "json")
        assert code == 0
        answers.append(json.loads(out))
    assert answers[0] == answers[1]
    assert answers[0]["graph"]["sources"][0]["version"] == "29.3"


def test_several_places_make_one_graph_and_one_of_them_is_refused_with_the_cure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    concept = "conceptUri;preferredLabel\nhttp://x/{};{}\n"
    words = {"occupations_en.csv": concept.format(1, "tailor"), "skills_en.csv": concept.format(2, "sewing")}
    one, other = write_zip(tmp_path / "v1.2.0.zip", words), tmp_path / "relations"
    write_folder(other, {"occupationSkillRelations.csv": f"{LINK}\nhttp://x/1;essential;http://x/2\n"})
    graph = tmp_path / "graph"
    code, out, err = run(capsys, monkeypatch, "import", "esco", one, "--out", graph)
    assert (code, out, err.count("\n"), graph.exists()) == (2, "", 1, False)
    assert "relations, too, or go on without with --incomplete" in err
    code, out, _ = run(capsys, monkeypatch, "import", "esco", one, other, "--out", graph, "--format", "json")
    assert (code, json.loads(out)["graph"]["counts"]) == (0, {"role": 1, "skill": 1, "requirement": 1, "source": 1})
    assert f"read from {other}: occupationSkillRelations.csv" in json.loads(out)["notes"]
    code, *_ = run(capsys, monkeypatch, "import", "esco", one, "--out", tmp_path / "more", "--incomplete")
    assert code == 0


def test_the_language_of_a_taxonomy_of_tabiyas_can_be_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    place = write_folder(tmp_path / "taxonomy", {"occupations.csv": "ID,PREFERREDLABEL\n1,umthungi\n"})
    words = ("import", "tabiya", place, "--out", tmp_path / "graph", "--format", "json")
    code, out, _ = run(capsys, monkeypatch, *words)
    assert (code, [note for note in json.loads(out)["notes"] if "--language" in note] != []) == (0, True)
    code, out, _ = run(capsys, monkeypatch, *words, "--language", "zu")
    assert (code, [note for note in json.loads(out)["notes"] if "--language" in note]) == (0, [])
    labels = {
        quad.object for quad in rolegraph.open(tmp_path / "graph").dataset.quads() if quad.predicate == PREF_LABEL
    }
    assert Literal("umthungi", language="zu") in labels


PREF_LABEL = NamedNode(SKOS + "prefLabel")
LINK = "occupationUri;relationType;skillUri"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("nowhere", "--out", "g"), "nowhere: there is no such folder or file (check the name)"),
        ((".", "--out", "g"), "has no Occupation Data.txt (name the folder or zip of a download of O*NET)"),
        ((".", "--out", "https://example.org/sparql"), "https://example.org/sparql is an endpoint"),
    ],
)
def test_what_it_refuses(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, monkeypatch, "import", "onet", *words)
    assert (code, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_strict_stops_at_the_first_row_that_does_not_fit_and_leaves_the_old_graph(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = tmp_path / "graph"
    run(capsys, monkeypatch, "import", "onet", write_release(tmp_path / "good"), "--out", graph)
    before = {path.name: path.stat().st_mtime_ns for path in graph.iterdir()}
    bad = write_release(tmp_path / "bad", more("Job Zones.txt", ("11-9999.00", "", "3", "", "")))
    code, _, err = run(capsys, monkeypatch, "import", "onet", bad, "--out", graph, "--strict")
    assert code == 2
    assert "Job Zones.txt, line 3: O*NET-SOC Code: no such occupation" in err
    assert {path.name: path.stat().st_mtime_ns for path in graph.iterdir()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad", "good", "graph"]


def test_rows_of_files_come_as_csv(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    release = write_release(tmp_path / "db_29_3_text")
    words = ("import", "onet", release, "--out", tmp_path / "graph", "-f", "csv")
    code, out, err = run(capsys, monkeypatch, *words)
    assert code == 0
    assert out.startswith("file,rows,kept,left_out,misfits\n")
    assert "the CSV has the table 'files'" in err


def test_ctrl_c_leaves_nothing(tmp_path: Path) -> None:
    release = write_release(tmp_path / "release")
    with (release / "Task Statements.txt").open("a", encoding="utf-8") as file:
        file.writelines(f"{ANALYST}\t\t{number}\tDo it again.\t\r\n" for number in range(10, 400_000))
    # Whoever starts the tests in the background lets children ignore Ctrl-C.
    heed = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    program = f"{heed}; from rolegraph.cli import main; main()"
    command = [sys.executable, "-c", program, "import", "onet", str(release), "--out"]
    child = subprocess.Popen([*command, str(tmp_path / "graph")], stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    # A store that is being filled, not only a folder for it: what is made in between, the next command removes.
    while not any(tmp_path.glob(".graph.change/*-store/*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    child.send_signal(signal.SIGINT)
    _, err = child.communicate(timeout=60)
    assert child.returncode not in (0, 2)
    assert b"Traceback" not in err
    assert [path.name for path in tmp_path.iterdir()] == ["release"]
