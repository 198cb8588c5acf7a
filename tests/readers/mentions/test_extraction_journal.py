"""What a run leaves behind: known again by the next one of the same texts, removed by any other."""

from __future__ import annotations

from pathlib import Path

from rolegraph.readers.mentions.extraction_journal import ExtractionJournal
from rolegraph.readers.mentions.mention_file import write_part

RUN = {"texts": "1", "graph": "g", "version": "0", "kind": ""}


def begun(folder: Path, run: dict[str, str], *numbers: int) -> tuple[ExtractionJournal, list[str]]:
    notes: list[str] = []
    journal = ExtractionJournal(folder / "mentions.parquet", run, notes.append)
    for number in numbers:
        write_part(journal.part(number), [], {"texts": number})
    return journal, notes


def test_parts_of_the_same_run_are_known_with_their_reports(tmp_path: Path) -> None:
    begun(tmp_path, RUN, 2, 0)
    journal, notes = begun(tmp_path, RUN)
    assert journal.reports == {0: {"texts": 0}, 2: {"texts": 2}}
    assert journal.parts() == [journal.part(0), journal.part(2)]
    assert notes == []


def test_what_is_damaged_or_half_written_is_removed(tmp_path: Path) -> None:
    journal, _ = begun(tmp_path, RUN, 0, 1)
    journal.part(0).write_bytes(b"PAR1")
    (journal.folder / ".000003.parquet.77").write_bytes(b"half")
    journal, _ = begun(tmp_path, RUN)
    assert list(journal.reports) == [1]
    assert sorted(path.name for path in journal.folder.iterdir()) == ["000001.parquet", "journal.json"]


def test_another_run_begins_anew_and_says_what_is_other(tmp_path: Path) -> None:
    begun(tmp_path, RUN, 0)
    journal, notes = begun(tmp_path, RUN | {"texts": "2", "kind": "posting"})
    assert journal.reports == {}
    assert [note.partition(": ")[2] for note in notes] == [
        "an earlier run that was ended read other texts, other options: beginning anew"
    ]


def test_a_journal_that_was_not_written_to_its_end_is_of_no_run(tmp_path: Path) -> None:
    journal, _ = begun(tmp_path, RUN, 0)
    (journal.folder / "journal.json").write_text('{"texts"')
    journal, notes = begun(tmp_path, RUN)
    assert (journal.reports, notes) == ({}, [])
    journal.remove()
    assert list(tmp_path.iterdir()) == []
