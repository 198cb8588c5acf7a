"""`ingest`, `validate`, `export`, `build` and `diff` as a person types them."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.running import Run
from tests.conftest import SMALL

import rolegraph
from rolegraph.model.differences import Differences
from rolegraph.model.nodes import Kind, Node
from rolegraph.render.export import bundle
from rolegraph.render.text.layout import to_markdown
from rolegraph.render.views.diff_view import diff_blocks

NEWER = SMALL.read_text()
for old, new in (
    ("requirement:chef-sugar a", "requirement:chef-sugar-2 a"),
    ("requirement:chef-sugar ,", "requirement:chef-sugar-2 ,"),
    ("rg:necessity rg:essential ; rg:level rg:proficient", "rg:necessity rg:preferred ; rg:level rg:familiar"),
    ("rg:requires skill:dough , degree", "rg:prefers skill:dough ; rg:requires degree"),
    ('"Baker"@en', '"Artisan Baker"@en'),
    (
        "rg:usesTool tool:scale ;\n    rg:foundIn industry:food .",
        "rg:usesTool tool:blowtorch ;\n    rg:foundIn industry:food .",
    ),
    ("rg:closeTo skill:dough", "skos:broader skill:heat ; rg:closeTo skill:dough"),
    ("rg:effort 60", "rg:effort 70"),
    ("rg:strength 0.5", "rg:strength 0.4"),
    ('"French"@en', '"French"@en ; skos:altLabel "français"@fr'),
    ("rg:seniority rg:mid", "rg:seniority rg:senior"),
):
    assert old in NEWER
    NEWER = NEWER.replace(old, new, 1)


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    place = tmp_path / "newer" / "small.ttl"
    place.parent.mkdir()
    place.write_text(NEWER)
    return place


def test_diff_says_how_much_changed_and_then_what(run: Run, newer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "110")
    result = run("diff", SMALL, newer, graph=None)
    assert (result.code, result.err) == (0, "")
    for line in (
        "1 role renamed.",
        "1 requirement changed in 1 role; 1 use of a tool added, 1 removed in 1 role.",
        "1 link between capabilities added, 1 changed; 1 effort changed; 1 other name added for 1 node.",
        "role  Baker   Artisan Baker",
        "Artisan Baker  dough        essential, proficient  preferred, familiar",
        "Artisan Baker  Blowtorch  Scale",
        "sugar work  is narrower than  heat control",
        "dough  sugar work  0.5     0.4",
        "sugar work      60   70",
        "French  français  -",
        "rg:seniority      0        0        1",
    ):
        assert line in result.out


def test_diff_of_the_same_says_so(run: Run, newer: Path, tmp_path: Path) -> None:
    same = run("diff", newer, newer, graph=None)
    assert (same.code, same.out.splitlines()[1:]) == (0, ["No difference."])
    remarked = tmp_path / "small.ttl"
    remarked.write_text(SMALL.read_text().replace('"all of it"', '"all of this"'))
    found = run("diff", SMALL, remarked, graph=None)
    assert found.code == 0
    assert found.out.splitlines()[-1] == (
        "Roles and capabilities are the same in both. "
        "Only notes on statements differ: evidence, sections, lines or remarks."
    )


def test_a_table_is_limited_and_json_is_not() -> None:
    nodes = tuple(Node(f"x:{number:02}", Kind.TOOL, f"tool {number:02}") for number in range(30))
    found = Differences("old", "new", added=nodes)
    assert "showing 20 of 30" in to_markdown(diff_blocks(found))
    assert "showing 2 of 30" in to_markdown(diff_blocks(found, 2))
    everything = to_markdown(diff_blocks(found, 0))
    assert "showing" not in everything
    assert "tool 29" in everything


def test_diff_as_json_and_markdown(run: Run, newer: Path) -> None:
    found = json.loads(run("diff", SMALL, newer, "--format", "json", graph=None).out)
    assert found["identical"] is False
    assert found["counts"]["requirement"] == {"changed": 1, "roles": 1}
    assert found["roles"][0]["changed"][0]["after"]["label"] == "dough"
    assert found["old"] == str(SMALL)
    assert "| Role | Requirement | Before | Now |" in run("diff", SMALL, newer, "-f", "markdown", graph=None).out


def test_diff_of_a_path(run: Run, newer: Path) -> None:
    result = run("diff", SMALL, newer, "--path", "Baker", "pastry-chef", graph=None)
    assert result.code == 0
    for line in ("Before: 3 steps, ~140 hours.", "Now: 3 steps, ~250 hours.", "2. working, ~30 h"):
        assert line in result.out
    found = json.loads(run("diff", SMALL, newer, "--path", "baker", "pastry-chef", "-f", "json", graph=None).out)
    assert (found["same"], found["hours_before"]) == (False, 140)


def test_a_path_whose_role_is_missing(run: Run, newer: Path) -> None:
    other = NEWER.replace("role:pastry-chef", "role:confectioner")
    newer.write_text(other.replace('"Pastry Chef"@en', '"Confectioner"@en'))
    result = run("diff", SMALL, newer, "--path", "baker", "Confectioner", graph=None)
    assert result.code == 0
    assert "No path to compare: Confectioner (confectioner) is not in the old graph." in result.out
    assert "Now: ~250 hours." in result.out
    lost = run("diff", SMALL, newer, "--path", "baker", SMALL_CHEF, graph=None)
    assert lost.code == 0
    assert "No path to compare: Pastry Chef (pastry-chef) is not in the new graph." in lost.out
    assert "Before: ~140 hours." in lost.out
    newer.write_text(other)  # the same label under another IRI is the same role
    result = run("diff", SMALL, newer, "--path", "baker", "confectioner", graph=None)
    assert result.out.startswith("From Artisan Baker to Pastry Chef")
    assert "No path" not in result.out


SMALL_CHEF = "https://w3id.org/rolegraph/id/role/pastry-chef"


def test_what_cannot_be_compared(run: Run, tmp_path: Path) -> None:
    result = run("diff", SMALL, tmp_path / "absent.ttl", graph=None)
    assert (result.code, result.out) == (2, "")
    assert "there is no such file" in result.err
    unknown = run("diff", SMALL, SMALL, "--path", "bakr", "pastry-chef", graph=None)
    assert unknown.code == 2
    assert "did you mean Baker?" in unknown.err


def test_build_says_where_sources_are_from(run: Run, newer: Path, tmp_path: Path) -> None:
    place = tmp_path / "built"
    result = run("build", SMALL, newer, "--out", place, graph=None)
    assert (result.code, result.err) == (0, "")
    assert "Warning: small differs in" in result.out
    assert result.out.splitlines()[-1].startswith("Valid and written.")
    assert run("diff", newer, place, graph=None).out.splitlines()[1] == "No difference."
    assert json.loads(run("build", SMALL, "-o", place, "-f", "json", graph=None).out)["written"] is True


def test_build_of_what_is_invalid_ends_with_1(run: Run, newer: Path, tmp_path: Path) -> None:
    newer.write_text(NEWER.replace("rg:effort ", "rg:effort -"))
    result = run("build", newer, "--out", tmp_path / "built", graph=None)
    assert result.code == 1
    assert "Nothing written: 8 violations of the shapes" in result.out
    assert "above 0" in result.out
    assert not (tmp_path / "built").exists()


def test_build_refuses_what_it_would_spoil(run: Run, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear baker")
    result = run("build", SMALL, "--out", tmp_path, graph=None)
    assert (result.code, result.out) == (2, "")
    assert "already exists, and is not a built graph" in result.err


@given(st.text(max_size=12))
def test_any_label_can_be_told(label: str) -> None:
    node = Node("https://example.org/x", Kind.ROLE, label)
    assert "Added" in to_markdown(diff_blocks(Differences("a", "b", added=(node,))))


def test_it_shows_itself_in_a_notebook(newer: Path) -> None:
    old, new = rolegraph.open(SMALL), rolegraph.open(newer)
    for found in (old.diff(new), old.path_diff(new, "baker", "pastry-chef")):
        assert "<table" in bundle(found)["text/html"]


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
        (b"<!doctype html><p>A vs. B", "is not recognised as a text about a job"),
        (b"hello", "say what it is with --as comparison, --as role, --as posting, --as cv"),
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
    in_named_graphs = suffix in (".trig", ".nq", ".jsonld")
    assert (result.code, result.out) == (0, "")
    assert result.err.endswith(f"wrote {path}\n")
    assert ("--flat writes one default graph" in result.err) == in_named_graphs
    first = path.read_bytes()
    run("export", path)
    assert path.read_bytes() == first
    if suffix in (".ttl", ".trig", ".nt", ".nq", ".jsonld"):
        assert run("path", "baker", "pastry-chef", graph=path).out == run("path", "baker", "pastry-chef").out


def test_export_accepts_writes_tables_of_the_graph_that_is_named(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "accepts"  # of the name that the command has
    result = run("export", "accepts", SMALL, "--out", folder, graph=None)
    assert (result.code, result.out) == (0, "")
    assert result.err == f"wrote {folder}: 12 tables, 96 rows, described in manifest.json\n"
    for words in (["--graph", SMALL], ["--graph", SMALL, "--quiet"]):
        before = {path.name: path.read_bytes() for path in folder.iterdir()}
        assert run("export", "accepts", "-o", folder, *words, graph=None).code == 0
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    both = run("export", "accepts", SMALL, "-g", "shipped", "-o", tmp_path / "both", graph=None)
    assert "12 tables, 6," in both.err


def test_every_change_is_in_a_workbook(run: Run, newer: Path, tmp_path: Path) -> None:
    rows = run("diff", SMALL, newer, "-f", "csv", graph=None).out.splitlines()
    assert rows[0].startswith("role,role_iri,")
    assert rows[1].startswith("Artisan Baker,https://w3id.org/rolegraph/id/role/baker,")
    assert run("diff", SMALL, newer, "-o", tmp_path / "changes.xlsx", graph=None).code == 0
    book = openpyxl.load_workbook(tmp_path / "changes.xlsx")
    assert {"renamed", "roles", "requirements changed", "links added", "efforts"} <= set(book.sheetnames)


def test_lines_that_are_longer_than_a_buffer_have_findings_with_their_line(run: Run, tmp_path: Path) -> None:
    # a bug: a line of more than 4,096 bytes ended the process; an article with a long paragraph makes such a line
    article, graph = tmp_path / "article.txt", tmp_path / "graph.ttl"
    remark = "One thing follows from another, said somebody, without pause; " * 100
    skills = "Data Wrangler\n\n- SQL or Python\n- Excel\n\nData Herder\n\n- Spark\n- Kafka\n\n"
    article.write_text(f"Data Wrangler vs. Data Herder\n\n{skills}Final Remarks\n\n{remark}\n")
    assert run("ingest", article, graph=graph).code == 0
    with graph.open("a") as file:
        file.write(f"\n# {remark}\n<https://example.org/r> a <https://w3id.org/rolegraph/ns#Role> .\n")
    last = len(graph.read_text().splitlines())
    assert max(map(len, graph.read_text().splitlines())) > 4096
    for command in ("validate", "lint"):
        result = run(command, graph, graph=None)
        assert result.code == 1
        assert f"line {last}" in " ".join(result.out.split())


def test_a_file_that_states_nothing_is_said_to(run: Run, tmp_path: Path) -> None:
    # a bug: a graph that was never made was said to have all of it
    (tmp_path / "empty.ttl").write_text("# nothing yet\n")
    done = run("ingest", tmp_path / "empty.ttl", graph=tmp_path / "new.ttl")
    assert (done.code, done.out.splitlines()[-1]) == (0, "Nothing to add: what was read states nothing.")
    assert not (tmp_path / "new.ttl").exists()


def test_diff_tells_what_became_of_what(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "110")
    later, history = tmp_path / "later.ttl", tmp_path / "history.ttl"
    later.write_text(SMALL.read_text().replace("skill:sugar-work", "skill:s-2"))
    found = run("diff", SMALL, later, "--history", history, graph=None)
    assert (found.code, found.err) == (0, f"wrote {history}\n")
    assert "1 skill replaced." in found.out
    assert "skill  sugar work  replaced  sugar work  the same label (0.95)" in found.out
    assert "Removed" not in found.out
    both = tmp_path / "both"
    assert run("build", later, history, "-o", both, graph=None).code == 0
    shown = run("show", "skill/sugar-work", "--graph", both, graph=None)
    said = "rolegraph: 'skill/sugar-work' is 'sugar work' now (What became of A small graph)\n"
    assert (shown.code, shown.err) == (0, said)


def test_a_history_is_of_all_of_both_graphs(run: Run, tmp_path: Path) -> None:
    refused = run("diff", SMALL, SMALL, "--path", "baker", "pastry-chef", "--history", tmp_path / "h.ttl", graph=None)
    assert (refused.code, (tmp_path / "h.ttl").exists()) == (2, False)
    assert "leave out one" in refused.err
    assert "end it in .ttl" in run("diff", SMALL, SMALL, "--history", tmp_path / "h.doc", graph=None).err


def test_the_words_for_graphs_are_places_to_build_from_and_not_to_add_to(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("build", "shipped", SMALL, "--out", "both.trig", graph=None)
    assert (result.code, result.err) == (0, "")
    assert run("show", "lead-ml-engineer", graph=tmp_path / "both.trig").code == 0
    result = run("ingest", SMALL, "--graph", "onet", graph=None)
    assert (result.code, result.out) == (2, "")
    assert "write ./onet" in result.err
    assert not Path("onet").exists()
    assert run("ingest", SMALL, "--graph", "./onet", graph=None).code == 0
    assert Path("onet").exists()
