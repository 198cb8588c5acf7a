"""Files of mappings on the command line: put into a graph, merged with others, shown, counted, exported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.running import Run
from tests.conftest import SMALL
from tests.shipped import MAPPINGS

from rolegraph.readers.mapping_files import read_mappings

HEAD = """#curie_map:
#  rgid: https://w3id.org/rolegraph/id/
#  acme: https://acme.example/skills/
#mapping_set_id: https://acme.example/maps/skills
#mapping_set_title: ACME
"""
COLUMNS = "subject_id\tsubject_label\tpredicate_id\tobject_id\tmapping_justification\tconfidence\tpredicate_modifier\n"
ROW = "acme:17\tWeighing\tskos:broadMatch\trgid:tool/scale\tsemapv:ManualMappingCuration\t0.7\t\n"
DENIED = "acme:18\tWeaving\tskos:exactMatch\trgid:tool/scale\tsemapv:ManualMappingCuration\t0.9\tNot\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "acme.sssom.tsv"
    path.write_text(HEAD + COLUMNS + ROW)
    return path


def test_mappings_are_put_into_a_graph_and_given_back(run: Run, file: Path, tmp_path: Path) -> None:
    graph, out = tmp_path / "graph.trig", tmp_path / "out.sssom.tsv"
    done = run("ingest", file, graph=graph)
    assert done.code == 0
    assert "1 mapping" in done.out
    assert "Nothing to change" in run("ingest", file, graph=graph).out
    assert run("validate", graph=graph).code == 0
    assert run("export", out, graph=graph).code == 0
    assert read_mappings(out) == read_mappings(file)


def test_what_is_no_mapping_is_said_with_its_line_and_fails_if_strict(run: Run, file: Path, tmp_path: Path) -> None:
    file.write_text(HEAD + COLUMNS + ROW + DENIED)
    graph = tmp_path / "graph.trig"
    strict = run("ingest", file, "--strict", graph=graph)
    assert strict.code == 1
    assert not graph.exists()
    done = run("ingest", file, "--json", graph=graph)
    (finding,) = json.loads(done.out)["readings"][0]["findings"]
    assert finding["line"] == 8
    assert "says of what is not so" in finding["message"]


def test_a_table_is_known_by_its_columns(run: Run, file: Path, tmp_path: Path) -> None:
    table = file.rename(tmp_path / "acme.tsv")
    assert "1 mapping" in run("ingest", table, graph=tmp_path / "graph.trig").out


def test_a_broken_file_is_one_message_and_changes_nothing(run: Run, file: Path, tmp_path: Path) -> None:
    file.write_text(HEAD + COLUMNS + ROW.replace("acme:17", "acne:17"))
    done = run("ingest", file, graph=tmp_path / "graph.trig")
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1
    assert f"{file}, line 7: subject_id: the prefix acne is not in the curie_map" in done.err
    assert not (tmp_path / "graph.trig").exists()


def test_another_set_does_not_take_the_place_of_a_source(run: Run, file: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph.trig"
    run("ingest", file, graph=graph)
    before = graph.read_bytes()
    file.write_text((HEAD + COLUMNS + ROW).replace("acme.example/maps", "acme.example/other/maps"))
    done = run("ingest", file, graph=graph)
    assert done.code == 2
    assert "the graph holds another source maps-skills" in done.err
    assert graph.read_bytes() == before


def test_a_set_does_not_pose_as_a_source_that_is_shipped(run: Run, file: Path, tmp_path: Path) -> None:
    file.write_text((HEAD + COLUMNS + ROW).replace("acme.example/maps/skills", "w3id.org/rolegraph/source/editorial"))
    done = run("ingest", file, graph=tmp_path / "graph.trig")
    assert done.code == 2
    assert "rolegraph ships another source editorial" in done.err
    assert run("ingest", MAPPINGS, graph=tmp_path / "graph.trig").code == 0


def test_graphs_are_merged_with_mappings(run: Run, file: Path, tmp_path: Path) -> None:
    out = tmp_path / "graph.trig"
    done = run("build", SMALL, "--mappings", file, "--out", out, graph=None)
    assert done.code == 0
    assert "maps-skills" in done.out
    again = run("build", SMALL, file, "--out", tmp_path / "again.trig", graph=None)
    assert again.code == 0
    assert (tmp_path / "again.trig").read_bytes() == out.read_bytes()
    missing = run("build", SMALL, "--mappings", tmp_path / "none.sssom.tsv", "--out", out, graph=None)
    assert missing.code == 2
    assert "there is no such file" in missing.err


def test_a_node_shows_its_mappings_from_its_own_side(run: Run, file: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph.trig"
    run("ingest", file, graph=graph)
    run("ingest", SMALL, graph=graph)
    shown = run("show", "tool/scale", graph=graph)
    assert "narrow match" in shown.out
    assert "0.7 (doubtful)" in shown.out
    assert "manual mapping curation" in shown.out
    (mapping,) = json.loads(run("show", "tool/scale", "--json", graph=graph).out)["mappings"]
    assert (mapping["predicate"], mapping["confidence"]) == ("narrowMatch", 0.7)
    assert mapping["source"]["slug"] == "maps-skills"
    assert (mapping["subject_label"], mapping["object_label"]) == ("Scale", "Weighing")


def test_mappings_are_counted(run: Run, file: Path, tmp_path: Path) -> None:
    run("ingest", file, graph=tmp_path / "graph.trig")
    found = json.loads(run("info", "--json", graph=tmp_path / "graph.trig").out)
    assert found["counts"]["mapping"] == found["sources"][0]["counts"]["mapping"] == 1


def test_several_sets_are_exported_as_one_whose_rows_say_where_they_are_from(
    run: Run, file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.sssom.tsv"
    other.write_text((HEAD + COLUMNS + ROW).replace("maps/skills", "maps/others").replace("0.7", "0.9"))
    run("build", file, other, "--out", tmp_path / "graph.trig", graph=None)
    assert run("export", tmp_path / "all.sssom.tsv", graph=tmp_path / "graph.trig").code == 0
    rows = read_mappings(tmp_path / "all.sssom.tsv").rows
    assert {(row.confidence, *row.others) for row in rows} == {
        (0.7, ("mapping_source", "https://acme.example/maps/skills")),
        (0.9, ("mapping_source", "https://acme.example/maps/others")),
    }


def test_a_graph_without_mappings_exports_none(run: Run, tmp_path: Path) -> None:
    done = run("export", tmp_path / "out.sssom.tsv", graph=SMALL)
    assert done.code == 2
    assert "there are no mappings to write" in done.err
