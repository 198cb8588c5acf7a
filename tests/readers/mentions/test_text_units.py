"""Units of work: all texts once, in their order, the same at each run; what cannot be read says why."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.mentions.advertisements import row, write_csv, write_json_lines, write_texts

from rolegraph.readers.documents.forms import read_documents
from rolegraph.readers.mentions import text_units
from rolegraph.readers.mentions.text_units import FoundText, TextUnit, text_files, texts_of, units_of


def names(units: list[TextUnit], skipped: set[str] | None = None) -> list[str]:
    return [text.name for unit in units for text in texts_of(unit, "", lambda _name: None, skipped or ())]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder, rows = tmp_path_factory.mktemp("places"), [row(number) for number in range(7)]
    table, lines = write_csv(folder / "ads.csv", rows), write_json_lines(folder / "ads.jsonl", rows)
    return [write_texts(folder / "some", rows[:3]), table, lines, write_texts(folder / "more", rows[3:5])]


@given(size=st.integers(1, 9), done=st.sets(st.integers(0, 20)))
def test_slices_of_any_size_have_all_texts_once_in_order(size: int, done: set[int], places: list[Path]) -> None:
    files = list(text_files(places))
    whole = [document.name for file in files for document in read_documents(Path(file.name), file.name)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_units, "SLICE", size)
        units = list(units_of(files, ""))
        assert names(units) == whole
        assert [unit.number for unit in units] == list(range(len(units)))
        assert sum(unit.texts for unit in units) == sum(file.texts for file in files) == len(whole)
        assert list(units_of(files, "", done)) == [unit for unit in units if unit.number not in done]


def test_a_document_of_a_slice_is_the_one_that_is_read_of_the_whole_table(places: list[Path]) -> None:
    for place in places[1:3]:
        found = [text.document for unit in units_of(list(text_files([place])), "") for text in _texts(unit)]
        assert found == list(read_documents(place, str(place)))


def _texts(unit: TextUnit) -> list[FoundText]:
    return list(texts_of(unit, "", lambda _name: None))


def test_each_text_is_begun_before_it_is_read_and_what_is_skipped_is_not(places: list[Path]) -> None:
    files = list(text_files(places[:2]))
    begun: list[str] = []
    units = list(units_of(files, ""))
    for unit in units:
        for text in texts_of(unit, "", begun.append):
            assert begun[-1] == text.name
    one, two = files[0].name, f"{places[1]} row 3"
    assert set(names(units)) - set(names(units, {one, two})) == {one, two}


def test_a_file_changes_its_hash_with_its_content(tmp_path: Path) -> None:
    place = write_csv(tmp_path / "ads.csv", [row(0)])
    (before,) = text_files([place])
    place.write_bytes(place.read_bytes().replace(b"Mill 0", b"Mill 1"))
    (after,) = text_files([place])
    assert before.size == after.size and before.sha256 != after.sha256


def test_a_folder_without_a_text_and_a_broken_file_say_so(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("title,description\n")
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 60)
    problems = {Path(file.name).name: file.problem for file in text_files([tmp_path])}
    assert "has no row with a text" in problems["empty.csv"]
    assert "save it as plain text" in problems["old.doc"]
    (unit,) = units_of(list(text_files([tmp_path])), "")
    assert [text.problem for text in _texts(unit)] == list(problems.values())


def test_postings_in_a_page_have_names_of_their_own_and_its_file(tmp_path: Path) -> None:
    posting = '{"@type": "JobPosting", "title": "Baker", "description": "Bakes rye bread at night."}'
    (tmp_path / "jobs.json").write_text(f"[{posting}, {posting}]")
    (unit,) = units_of(list(text_files([tmp_path])), "")
    place = str(tmp_path / "jobs.json")
    assert [(text.name, text.file, text.row) for text in _texts(unit)] == [
        (f"{place} posting 1", place, None),
        (f"{place} posting 2", place, None),
    ]
    (tmp_path / "jobs.json").write_text('[{"title": "Baker", "description": "Bakes rye bread."}]')
    (unit,) = units_of(list(text_files([tmp_path])), "")
    assert [(text.name, text.row) for text in _texts(unit)] == [(f"{place} row 1", 1)]
