"""Files of texts as sources: kinds and names of sources, folders, tables, what is left out, accepted candidates."""

from __future__ import annotations

import csv
import errno
import os
from pathlib import Path
from typing import Any

import pytest

import rolegraph
from rolegraph import RolegraphError, SourceError, UnknownNode
from rolegraph.readers.text_files import files_in

POSTING = "We are hiring a data engineer.\nData Engineer\nWhat you need\n- Python\n- SQL\nHow to apply\nSend your CV.\n"
DESCRIPTION = "What does a data engineer do?\nSkills\n- Python\n- Scala\nResponsibilities\n- Builds pipelines.\n"
COMPARISON = (
    "Baker vs. Miller\nRequired Skills\nBaker\n- Knowledge of fermentation.\nMiller\n- Knowledge of grain grading.\n"
)


def written(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text)
    return folder


def test_a_folder_is_read_as_a_whole_and_what_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    folder = written(tmp_path / "texts", ad=POSTING, about=DESCRIPTION, pair=COMPARISON, cake="Beat the eggs.")
    (folder / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 50)
    (folder / ".hidden.txt").write_text("not a text")
    found = rolegraph.ingest([folder], tmp_path / "graph.trig")
    assert sorted(kind for reading in found.readings for kind in reading.kinds) == ["article", "description", "posting"]
    assert [Path(each.name).name for reading in found.readings for each in reading.left_out] == ["cake.txt", "logo.png"]
    assert not found.clean
    assert rolegraph.open(tmp_path / "graph.trig").resolve("Baker").slug == "baker"


def test_a_single_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    folder = written(tmp_path / "texts", cake="Beat the eggs.")
    with pytest.raises(SourceError, match=r"cake\.txt"):
        rolegraph.ingest([folder / "cake.txt"], tmp_path / "graph.trig")
    assert not (tmp_path / "graph.trig").exists()


def test_an_empty_folder_and_a_built_graph_are_no_texts(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match="is a folder without files"):
        rolegraph.ingest([tmp_path / "empty"], tmp_path / "graph.trig")
    rolegraph.ingest([written(tmp_path / "texts", pair=COMPARISON) / "pair.txt"], tmp_path / "built")
    with pytest.raises(SourceError, match="is a built graph"):
        rolegraph.ingest([tmp_path / "built"], tmp_path / "graph.trig")


def test_a_folder_within_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = tmp_path / "closed"
    closed.mkdir()
    (tmp_path / "cook.txt").write_text(DESCRIPTION)

    def scan(folder: str, scan: Any = os.scandir) -> Any:
        if Path(folder) == closed:
            raise PermissionError(errno.EACCES, "Permission denied", folder)
        return scan(folder)

    monkeypatch.setattr(os, "scandir", scan)
    with pytest.raises(SourceError, match="closed: cannot be read: Permission denied"):
        list(files_in([tmp_path], lambda _folder: False))


def test_texts_on_one_role_or_pair_are_sources_of_their_own(tmp_path: Path) -> None:
    other = COMPARISON.replace("Baker vs. Miller", "Baker vs. Miller: who earns more?").replace("grain", "flour")
    folder = written(
        tmp_path / "texts", first=COMPARISON, second=other, here=DESCRIPTION, there=DESCRIPTION + "- Tests.\n"
    )
    rolegraph.ingest([folder], tmp_path / "graph.trig")
    sources = {source.slug for source in rolegraph.open(tmp_path / "graph.trig").nodes(rolegraph.Kind.SOURCE)}
    assert sources == {
        "article-baker-vs-miller",
        "article-baker-vs-miller--second",
        "description-data-engineer--here",
        "description-data-engineer--there",
    }


@pytest.mark.parametrize("text", [POSTING, DESCRIPTION, COMPARISON])
def test_reading_a_text_again_changes_nothing_and_a_changed_description_replaces_the_old(
    tmp_path: Path, text: str
) -> None:
    file = written(tmp_path / "texts", one=text) / "one.txt"
    rolegraph.ingest([file], tmp_path / "graph.trig")
    assert not rolegraph.ingest([file], tmp_path / "graph.trig").change
    if text is DESCRIPTION:
        file.write_text(text.replace("Scala", "Java"))
        rolegraph.ingest([file], tmp_path / "graph.trig")
        graph = rolegraph.open(tmp_path / "graph.trig")
        labels = {requirement.label for requirement in graph.role("data-engineer").requirements}
        assert labels == {"Python", "Java"}


def test_the_same_text_twice_in_a_folder_is_left_out_once(tmp_path: Path) -> None:
    folder = written(tmp_path / "texts", one=POSTING, two=POSTING)
    found = rolegraph.ingest([folder], tmp_path / "graph.trig")
    assert [each.reason for reading in found.readings for each in reading.left_out] == [
        "says what an earlier file says"
    ]
    assert len(rolegraph.open(tmp_path / "graph.trig").postings()) == 1


def test_the_postings_of_a_table_are_one_source_with_passages_by_row(tmp_path: Path) -> None:
    file = tmp_path / "jobs.csv"
    with file.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["title", "company", "description"])
        rows.writerow(["Data Engineer", "Northlight", "What you need\n- Python\n- SQL"])
        rows.writerow(["Data Engineer", "Southlight", "What you need\n- Scala"])
        rows.writerow(["Cake", "", "Beat the eggs."])
    found = rolegraph.ingest([file], tmp_path / "graph.trig")
    (reading,) = found.readings
    assert reading.sources == ("postings-jobs",)
    assert reading.counts["posting"] == 2
    assert [each.name for each in reading.left_out] == [f"{file} row 3"]
    assert [finding.message for finding in reading.findings] == []
    postings = rolegraph.open(tmp_path / "graph.trig").postings()
    assert {posting.employer for posting in postings} == {"Northlight", "Southlight"}


def test_a_posting_is_for_the_role_that_is_named(tmp_path: Path) -> None:
    file = written(tmp_path / "texts", ad=POSTING.replace("Data Engineer", "Plumber of pipelines")) / "ad.txt"
    with pytest.raises(UnknownNode, match="shoe"):
        rolegraph.ingest([file], tmp_path / "graph.trig", role="shoe polisher")
    rolegraph.ingest([file], tmp_path / "graph.trig", kind="posting", role="data engineer")
    assert rolegraph.open(tmp_path / "graph.trig").demand("data-engineer").postings == 1
    pair = written(tmp_path / "texts", pair=COMPARISON) / "pair.txt"
    with pytest.raises(RolegraphError, match="a comparison names its own"):
        rolegraph.ingest([pair], tmp_path / "graph.trig", role="data engineer")


def test_a_candidate_becomes_a_node_only_where_it_is_accepted(tmp_path: Path) -> None:
    text = POSTING.replace("- SQL", "- You explain pipelines of data to anybody who asks, patiently")
    file = written(tmp_path / "texts", ad=text) / "ad.txt"
    first = rolegraph.ingest([file], tmp_path / "graph.trig")
    (words,) = first.readings[0].candidates
    graph = rolegraph.open(tmp_path / "graph.trig")
    assert [node.label for node in graph.nodes(rolegraph.Kind.SKILL)] == []
    rolegraph.ingest([file], tmp_path / "graph.trig", accept=[words.upper()])
    graph = rolegraph.open(tmp_path / "graph.trig")
    assert [node.label for node in graph.nodes(rolegraph.Kind.SKILL)] == [words]
    assert rolegraph.ingest([file], tmp_path / "graph.trig", accept=[f"tool:{words}"]).readings[0].counts["tool"] >= 2


def test_a_cv_never_enters_a_graph(tmp_path: Path) -> None:
    text = "Curriculum vitae\nWork experience\n2019 - 2023 Data analyst\n- Reports in SQL\nEducation\n2015 - 2018 BSc\n"
    file = written(tmp_path / "texts", cv=text) / "cv.txt"
    with pytest.raises(SourceError, match="rolegraph profile from"):
        rolegraph.ingest([file], tmp_path / "graph.trig")
    assert not (tmp_path / "graph.trig").exists()
    found = rolegraph.ingest([written(file.parent, ad=POSTING)], tmp_path / "graph.trig", kind="posting")
    assert [(Path(each.name).name, each.reason) for reading in found.readings for each in reading.left_out] == [
        ("cv.txt", "is a CV, it seems")
    ]


def test_what_many_rows_have_in_common_is_said_once(tmp_path: Path) -> None:
    file = tmp_path / "jobs.csv"
    rows = "".join(f"Whisk Designer,Company {number},What you need: Python\n" for number in range(6))
    file.write_text("title,company,description\n" + rows)
    (reading,) = rolegraph.ingest([file], tmp_path / "graph.trig").readings
    (finding,) = (finding for finding in reading.findings if "Whisk Designer" in finding.message)
    assert finding.message.startswith("row 1, row 2, row 3 and 3 more: no known role")
