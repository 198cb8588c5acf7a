"""Tables of mentions: what is in them, in whatever form texts come; what is left out, and what is resumed."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.readers.mentions.advertisements import (
    COMPARISON,
    CV,
    description,
    row,
    write_csv,
    write_json_lines,
    write_texts,
)

import rolegraph
from rolegraph import RolegraphError, SourceError
from rolegraph.market.mention_columns import MENTION_COLUMNS
from rolegraph.market.parquet_tables import open_table
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.locks import Busy, locked
from rolegraph.readers import mentions
from rolegraph.readers.mentions import extraction_workers, text_units
from rolegraph.readers.mentions.posting_rows import PostingReader

ROWS = [row(number) for number in range(12)]


def extracted(files: list[Path], path: Path, **options: Any) -> mentions.MentionTable:
    return rolegraph.open().extract_mentions(files, path, workers=options.pop("workers", 1), **options)


def rows_of(path: Path) -> list[dict[str, Any]]:
    return list(pq.read_table(path).to_pylist())


def left_behind(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.name.startswith("."))


def test_a_row_has_what_the_posting_states_and_what_is_asked_for(tmp_path: Path) -> None:
    found = extracted([write_csv(tmp_path / "ads.csv", ROWS[:2])], out := tmp_path / "mentions.parquet")
    assert (found.texts, found.postings, found.copies, found.left_out) == (2, 2, 0, {})
    assert (found.first, found.last) == ("2026-01-15", "2026-02-15")
    rows = [one for one in rows_of(out) if one["row"] == 2]
    assert found.mentions == len(rows_of(out))
    asked = {one["capability"].rpartition("/")[2]: one for one in rows}
    assert {name: one["necessity"] for name, one in asked.items()} == {
        "sql": "essential",
        "tableau": "essential",
        "power-bi": "essential",
        "python": "preferred",
    }
    assert (asked["sql"]["years"], asked["tableau"]["years"], asked["python"]["level"]) == (3, None, 1)
    assert asked["tableau"]["requirement"] == asked["power-bi"]["requirement"] != asked["sql"]["requirement"]
    assert asked["tableau"]["alternatives"] == " ".join(
        sorted([asked["tableau"]["capability"], asked["power-bi"]["capability"]])
    )
    assert asked["sql"]["alternatives"] == asked["sql"]["capability"]
    for one in rows:
        assert one["role"].endswith("/data-analyst")
        assert 0.5 < one["role_confidence"] <= 1
        assert (one["posting"], one["file"]) == (f"{tmp_path / 'ads.csv'} row 2", str(tmp_path / "ads.csv"))
        stated = "posted place pay_low pay_high currency pay_period duplicate_of"
        assert [str(one[name]) for name in stated.split()] == [
            *("2026-02-15", "Ghent", "40100.0", "50100.0", "EUR", "year", "None")
        ]
    assert len(open_table(out, MENTION_COLUMNS).columns) == len(MENTION_COLUMNS)
    assert left_behind(tmp_path) == []


def test_demand_counts_the_same_in_the_table_and_in_a_graph_that_the_same_texts_are_read_into(tmp_path: Path) -> None:
    source = write_csv(tmp_path / "ads.csv", ROWS)
    rolegraph.ingest([source], tmp_path / "graph.trig")
    graph = rolegraph.open("shipped", tmp_path / "graph.trig")
    graph.extract_mentions([source], tmp_path / "mentions.parquet", workers=1)
    rows = rows_of(tmp_path / "mentions.parquet")
    for name in ("data-engineer", "data-analyst", "data-scientist"):
        demand = graph.demand(name)
        of_role = [one for one in rows if one["role"] == demand.role.iri]
        once = {(one["posting"], one["capability"]): one for one in of_role}
        counted = Counter(capability for _, capability in once)
        assert demand.postings == len({one["posting"] for one in of_role}) > 0
        assert {one.node.iri: one.asked_by.postings for one in demand.capabilities} == counted
        essential = Counter(key[1] for key, one in once.items() if one["necessity"] == "essential")
        assert {one.node.iri: one.essential for one in demand.capabilities if one.essential} == essential
        alone = Counter(key[1] for key, one in once.items() if " " not in one["alternatives"])
        assert {one.node.iri: one.alone for one in demand.capabilities if one.alone} == alone
        paid = {one["posting"]: (one["pay_low"] + one["pay_high"]) / 2 for one in of_role if one["pay_low"]}
        assert sum(band.pay.postings for band in demand.pay) == len(paid)


def test_every_form_and_number_of_processes_gives_the_same_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_units, "SLICE", 3)
    pq.write_table(
        pa.Table.from_pylist([{name: str(cell) for name, cell in one.items()} for one in ROWS]),
        tmp_path / "ads.parquet",
    )
    places = [
        write_csv(tmp_path / "ads.csv", ROWS),
        write_json_lines(tmp_path / "ads.jsonl", ROWS),
        tmp_path / "ads.parquet",
    ]
    found = []
    for place in places:
        for workers in (1, 3) if place.suffix == ".csv" else (2,):
            extracted([place], out := tmp_path / "mentions.parquet", workers=workers)
            found.append([one | {"file": "", "posting": one["row"]} for one in rows_of(out)])
    assert all(one == found[0] for one in found)
    assert [one["row"] for one in found[0]] == sorted(one["row"] for one in found[0])
    extracted([write_texts(tmp_path / "texts", ROWS)], out)
    asked = [(one["capability"], one["necessity"], one["role"]) for one in rows_of(out)]
    assert asked == [(one["capability"], one["necessity"], one["role"]) for one in found[0]]


@pytest.mark.skipif(sys.platform == "win32", reason="no process is copied there anyway")
def test_processes_that_are_no_copies_read_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = write_csv(tmp_path / "ads.csv", ROWS[:2])
    extracted([source], tmp_path / "copied.parquet")
    monkeypatch.setattr(extraction_workers, "START", "spawn")
    extracted([source], tmp_path / "new.parquet")
    assert rows_of(tmp_path / "new.parquet") == rows_of(tmp_path / "copied.parquet")


def test_only_postings_have_rows_and_of_a_cv_nothing_is_said(tmp_path: Path) -> None:
    folder = write_texts(tmp_path / "texts", ROWS[:1])
    (folder / "sam-cv.txt").write_text(CV)
    (folder / "two-roles.txt").write_text(COMPARISON)
    (folder / "cake.txt").write_text("Beat the eggs.")
    found = extracted([folder], out := tmp_path / "mentions.parquet")
    assert (found.texts, found.postings) == (4, 1)
    assert found.left_out == {"CV": 1, "comparison of roles": 1, "text of no clear kind": 1}
    assert [Path(one.name).name for one in found.unread] == ["cake.txt"]
    assert "sam" not in str(found) and "sam" not in str(rows_of(out))
    found = extracted([folder], out, kind="posting")
    assert found.left_out["CV"] == 1


def test_texts_without_a_title_are_read_where_they_are_said_to_be_postings(tmp_path: Path) -> None:
    source = write_json_lines(tmp_path / "ads.jsonl", [{"text": "Strong Python and SQL", "date": "2026-03-01"}])
    with pytest.raises(RolegraphError, match=r"no posting among the texts .*--as posting"):
        extracted([source], out := tmp_path / "mentions.parquet")
    assert not out.exists() and left_behind(tmp_path) == []
    assert extracted([source], out, kind="posting").postings == 1
    assert {(one["capability"].rpartition("/")[2], str(one["posted"]), one["role"]) for one in rows_of(out)} == {
        ("python", "2026-03-01", None),
        ("sql", "2026-03-01", None),
    }


def test_a_posting_that_names_nothing_known_has_a_row_and_its_words_are_counted(tmp_path: Path) -> None:
    text = (
        "Data Engineer\nWe are hiring.\nWhat you need\n- Experience with Qwertzle\nHow to apply\nSend your application."
    )
    (tmp_path / "ad.txt").write_text(text)
    found = extracted([tmp_path / "ad.txt"], out := tmp_path / "mentions.parquet")
    assert [one["capability"] for one in rows_of(out)] == [None]
    assert (found.postings, found.mentions, found.new_mentions) == (1, 0, 1)
    assert found.new_names == (mentions.NewName("Qwertzle", 1),)


def test_a_broken_row_is_left_out_with_its_line_and_the_others_are_read(tmp_path: Path) -> None:
    lines = [json.dumps(row(0)), "{", "[1]", json.dumps({"title": "no text"}), json.dumps(row(1))]
    (tmp_path / "ads.jsonl").write_text("\n".join(lines))
    source = write_csv(tmp_path / "ads.csv", ROWS[:2])
    source.write_text(source.read_text() + 'a,b,c,d,e,f,g,h,i,j\n"a"b,c\n\u200b,,,,,,,,\u200b\n"open')
    found = extracted([tmp_path / "ads.jsonl", source], out := tmp_path / "mentions.parquet")
    assert {(Path(one["file"]).name, one["row"]) for one in rows_of(out)} == {
        ("ads.jsonl", 1),
        ("ads.jsonl", 5),
        ("ads.csv", 1),
        ("ads.csv", 2),
    }
    said = {one.name.rpartition("/")[2]: one.reason for one in found.unread}
    assert said["ads.jsonl row 2"].startswith("line 2: is not JSON")
    assert said["ads.jsonl row 3"].startswith("line 3: is no object in JSON")
    assert "has no column that is called like a text" in said["ads.jsonl row 4"]
    assert "has 10 cells where there are 9 columns" in said["ads.csv row 3"]
    assert "a quotation mark in the middle of a cell" in said["ads.csv row 4"]
    assert "is not a table from here on" in said["ads.csv row 6"]
    assert len(said) == found.left_out["text that could not be read"] == 6


def test_a_file_that_cannot_be_read_is_said_in_one_line_and_alone_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "ads.parquet").write_bytes(b"PAR1 and no more")
    source = write_csv(tmp_path / "ads.csv", ROWS[:1])
    found = extracted([tmp_path / "ads.parquet", source, tmp_path / "gone.csv"], out := tmp_path / "mentions.parquet")
    assert [Path(one.name).name for one in found.unread] == ["ads.parquet", "gone.csv"]
    out.write_bytes(b"of before")
    for place, problem in (("ads.parquet", "is not a Parquet file"), ("gone.csv", "there is no such file")):
        with pytest.raises(SourceError, match=problem):
            extracted([tmp_path / place], out)
    with pytest.raises(SourceError, match="has no column 'body'"):
        extracted([source], out, column="body")
    assert out.read_bytes() == b"of before" and left_behind(tmp_path) == []


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"kind": "cv"}, "a table of mentions is of postings"),
        ({"kind": "poem"}, "no kind of text 'poem'"),
        ({"workers": 0}, "give 1 or more"),
    ],
)
def test_what_is_not_possible_is_refused_before_anything_is_read(
    options: dict[str, Any], problem: str, tmp_path: Path
) -> None:
    with pytest.raises(RolegraphError, match=problem):
        extracted([tmp_path / "ads.csv"], tmp_path / "mentions.parquet", **options)
    with pytest.raises(SourceError, match="in a folder that is not there"):
        extracted([tmp_path / "ads.csv"], tmp_path / "gone" / "mentions.parquet")
    with pytest.raises(SourceError, match="is no file"):
        extracted([tmp_path / "ads.csv"], tmp_path)


class _Stopped(Exception):
    """In place of a run that is ended."""


def _ended_after(done: int, files: list[Path], path: Path) -> None:
    def progress(read: int, _: int) -> None:
        if read >= done:
            raise _Stopped

    with pytest.raises(_Stopped):
        extracted(files, path, progress=progress)


def test_a_run_that_is_ended_goes_on_and_gives_the_same_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(text_units, "SLICE", 2)
    source = write_csv(tmp_path / "ads.csv", ROWS)
    whole = extracted([source], tmp_path / "whole.parquet")
    out = tmp_path / "mentions.parquet"
    _ended_after(5, [source], out)
    assert not out.exists() and left_behind(tmp_path) == [".mentions.parquet.parts"]
    parts = sorted((tmp_path / ".mentions.parquet.parts").glob("*.parquet"))
    parts[0].write_bytes(parts[0].read_bytes()[:-9])  # what is damaged is read again
    with caplog.at_level(logging.WARNING):
        found = extracted([source], out, workers=2)
    assert f"going on after {found.resumed} texts of an earlier run" in caplog.text
    assert 0 < found.resumed < 12
    assert found == replace(whole, path=out, resumed=found.resumed)
    assert rows_of(out) == rows_of(tmp_path / "whole.parquet")
    assert pq.read_metadata(out).metadata == pq.read_metadata(tmp_path / "whole.parquet").metadata
    assert left_behind(tmp_path) == []


def test_a_run_with_other_texts_or_another_graph_begins_anew_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(text_units, "SLICE", 2)
    source, out = write_csv(tmp_path / "ads.csv", ROWS[:6]), tmp_path / "mentions.parquet"
    _ended_after(3, [source], out)
    write_csv(source, [ROWS[6], *ROWS[1:6]])
    with caplog.at_level(logging.WARNING):
        assert extracted([source], out).resumed == 0
    assert "read other texts: beginning anew" in caplog.text
    assert rows_of(out)[0]["posted"].month == 7
    _ended_after(3, [source], out)
    (tmp_path / "more.ttl").write_text(
        "@prefix rg: <https://w3id.org/rolegraph/ns#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<x:/tool/qwertzle> a rg:Tool ; skos:prefLabel "Qwertzle"@en .\n'
    )
    with caplog.at_level(logging.WARNING):
        other = rolegraph.open("shipped", tmp_path / "more.ttl")
        assert other.extract_mentions([source], out, workers=1).resumed == 0
    assert "read another graph: beginning anew" in caplog.text


def test_of_two_runs_at_once_the_second_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import threading

    monkeypatch.setattr(mentions, "_WAIT", 0.0)
    source, out = write_csv(tmp_path / "ads.csv", ROWS[:1]), tmp_path / "mentions.parquet"
    held, over = threading.Event(), threading.Event()

    def hold() -> None:
        with locked(out, beside=True):
            held.set()
            over.wait(60)

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(60)
    try:
        with pytest.raises(Busy, match="is being written to by another process"):
            extracted([source], out)
    finally:
        over.set()
        thread.join()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="what a test changes is not known to a new process")
@pytest.mark.parametrize(
    ("fault", "reason"),
    [("crash", "ended the process that read it"), ("sleep", "could not be read within"), ("fail", "ZeroDivisionError")],
)
def test_a_text_that_ends_or_holds_up_its_process_costs_itself_only(
    fault: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = PostingReader.rows

    def rows(self: PostingReader, document: Any, *rest: Any) -> Any:
        if any("team 2." in line.text for line in document.lines):
            if fault == "crash":
                os.kill(os.getpid(), signal.SIGKILL)
            time.sleep(600 if fault == "sleep" else 0)
            raise ZeroDivisionError
        return read(self, document, *rest)

    monkeypatch.setattr(PostingReader, "rows", rows)
    monkeypatch.setattr(extraction_workers, "LONGEST", 4.0 if fault == "sleep" else 120.0)
    source = write_csv(tmp_path / "ads.csv", ROWS[:5])
    found = extracted([source, write_texts(tmp_path / "texts", ROWS[:1])], out := tmp_path / "mentions.parquet")
    assert [(one.name.rpartition("/")[2], reason in one.reason) for one in found.unread] == [("ads.csv row 3", True)]
    assert (found.texts, found.postings) == (6, 5)
    assert {one["row"] for one in rows_of(out)} == {1, 2, 4, 5, None}


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_a_run_that_is_killed_leaves_no_process_and_goes_on(tmp_path: Path) -> None:
    rows = [row(number) for number in range(240)]
    source, out = write_csv(tmp_path / "ads.csv", rows), tmp_path / "mentions.parquet"
    command = [sys.executable, "-m", "rolegraph", "extract", str(source), "-o", str(out), "--workers", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, start_new_session=True) as process:
        parts = tmp_path / ".mentions.parquet.parts"
        end = time.monotonic() + 60
        while not list(parts.glob("0*.parquet")) and time.monotonic() < end:
            time.sleep(0.05)
        process.kill()
        assert process.stdout is not None
        process.stdout.read()  # ends when the workers, who have it too, have ended
    assert not out.exists()
    found = extracted([source], out, workers=2)
    assert 0 < found.resumed < found.texts == 240
    assert [one["row"] for one in rows_of(out)] == sorted(one["row"] for one in rows_of(out))
    assert len({one["posting"] for one in rows_of(out)}) == found.postings == 240


def test_copies_are_named_with_the_earliest_and_the_table_says_what_it_was_made_of(tmp_path: Path) -> None:
    long = "\n".join(
        f"- {word} knowledge of the {word} line"
        for word in "oven mill flour dough steam rye salt yeast malt crust".split()
    )
    texts = [f"{description(0)}\nMore\n{long}\nReference {number}" for number in range(3)]
    rows = [
        row(0) | {"company": "Mill", "date_posted": day, "location": place, "description": text}
        for text, day, place in zip(texts, ("2026-05-02", "", "2026-04-01"), ("Leeds", "Ghent", "Bruges"), strict=True)
    ]
    source = write_csv(tmp_path / "ads.csv", rows)
    found = extracted([source], out := tmp_path / "mentions.parquet")
    assert found.copies == 2
    assert {one["row"]: one["duplicate_of"] for one in rows_of(out)} == {
        1: f"{source} row 3",
        2: f"{source} row 3",
        3: None,
    }
    said = json.loads(pq.read_metadata(out).metadata[b"rolegraph"])
    assert said["files"] == [[str(source), said["files"][0][1]]]
    assert (said["texts"], said["postings"], said["copies"]) == (3, 3, 2)
    assert (said["first"], said["last"]) == ("2026-04-01", "2026-05-02")
    assert said["graph"] == rolegraph.open().dataset.fingerprint


def test_a_file_is_read_once_and_the_table_itself_never(tmp_path: Path) -> None:
    source, out = write_csv(tmp_path / "ads.csv", ROWS[:2]), tmp_path / "mentions.parquet"
    first = extracted([tmp_path, source], out)
    assert (first.texts, first.postings, first.copies) == (2, 2, 0)
    assert extracted([tmp_path, source], out) == first


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names of files are text there")
def test_what_is_no_text_is_escaped_in_names_and_cells(tmp_path: Path) -> None:
    source = write_json_lines(tmp_path / "ads.jsonl", [row(0) | {"location": "L\ud800eds"}])
    folder = write_texts(tmp_path / "texts", ROWS[:2])
    for number, name in enumerate((b"\xfe.txt", b"\xff.txt")):
        (folder / f"{number:03}.txt").rename(folder / os.fsdecode(name))
    extracted([source, folder], out := tmp_path / "mentions.parquet")
    assert {(Path(one["file"]).name, one["place"]) for one in rows_of(out)} == {
        ("ads.jsonl", "L\\ud800eds"),
        ("\\udcfe.txt", None),
        ("\\udcff.txt", None),
    }


def test_where_nothing_can_be_written_one_message_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(mentions, "write_table", full)
    with pytest.raises(SourceError, match=r"mentions\.parquet: cannot be written: No space left on device"):
        extracted([write_csv(tmp_path / "ads.csv", ROWS[:1])], tmp_path / "mentions.parquet")
    assert not (tmp_path / "mentions.parquet").exists()


def test_what_is_known_below_a_graph_by_one_of_its_own_names_is_its_own_node(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.ttl").write_text(
        "@prefix rg: <https://w3id.org/rolegraph/ns#> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<x:/tool/kubernetes> a rg:Tool ; skos:prefLabel "Kubernetes"@en .\n'
    )
    below = rolegraph.open("shipped")
    monkeypatch.setattr(Dataset, "only_below", frozenset(node.iri for node in below.lexicon))
    graph = rolegraph.open("shipped", tmp_path / "own.ttl")
    source = write_csv(tmp_path / "ads.csv", ROWS[:2])
    graph.extract_mentions([source], out := tmp_path / "mentions.parquet", workers=1)
    found = {one["capability"] for one in rows_of(out)}
    assert "x:/tool/kubernetes" in found
    assert all(graph.lexicon.with_iri(iri) is not None for iri in found)
    (one, _) = graph.extract([source], near=0)
    assert "x:/tool/kubernetes" in {link.node.iri for thing in one.named for link in thing.links}
