"""Files are read with errors that name the line, and replaced together or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rolegraph.errors import SourceError
from rolegraph.rdf.files import LONGEST_LINE, check_text, is_address, read_bytes, shipped, transaction, write_atomically


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_shipped_folders_are_there() -> None:
    assert (shipped("ontology") / "shapes.ttl").is_file()
    assert list(shipped("data").glob("*.ttl"))


@pytest.mark.parametrize(
    ("place", "expected"),
    [("http://localhost:3030/x", True), ("HTTPS://example.org", True), ("http.ttl", False), ("ftp://a", False)],
)
def test_an_address_is_told_from_a_path(place: str, expected: bool) -> None:
    assert is_address(place) is expected


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        read_bytes(tmp_path / "absent")
    with pytest.raises(SourceError, match="is a folder"):
        read_bytes(tmp_path)


@pytest.mark.parametrize(
    ("data", "line"), [(b"a\n\xff", 2), (b"a\nb\0", 2), (b" \n", None), (b"\n" + b"x" * (LONGEST_LINE + 1), 2)]
)
def test_what_is_no_text_is_refused_with_its_line(data: bytes, line: int | None) -> None:
    with pytest.raises(SourceError) as caught:
        check_text(data, Path("x.ttl"))
    assert caught.value.line == line


def test_the_longest_line_and_a_byte_order_mark_are_text() -> None:
    check_text(b"x" * LONGEST_LINE, Path("x.ttl"))
    check_text(b"\xef\xbb\xbfa", Path("x.ttl"))


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.ttl", tmp_path / "link.ttl"
    real.write_text("old")
    link.symlink_to(real)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_permissions_stay_and_those_of_new_files_follow_the_umask(tmp_path: Path) -> None:
    (tmp_path / "old").touch(0o640)
    (tmp_path / "old").chmod(0o640)
    before = os.umask(0o027)
    try:
        write_atomically(tmp_path / "old", b"x")
        write_atomically(tmp_path / "deep" / "new", b"x")
    finally:
        os.umask(before)
    assert (tmp_path / "old").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "deep" / "new").stat().st_mode & 0o777 == 0o640


def test_files_are_added_replaced_and_removed_together(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "b").write_bytes(b"2")
    with transaction(tmp_path) as changes:
        changes.stage_file(tmp_path / "a", b"3")
        changes.stage(tmp_path / "b", None)
        changes.stage_file(tmp_path / "c", b"4")
        assert (tmp_path / "a").read_bytes() == b"1"
    assert content(tmp_path) == {"a": b"3", "c": b"4"}


def test_a_swap_that_fails_undoes_those_before_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "b").write_bytes(b"2")
    with pytest.raises(SourceError, match="cannot be written"), transaction(tmp_path) as changes:
        changes.stage_file(tmp_path / "a", b"3")
        changes.stage(tmp_path / "b", None)
        changes.stage_file(tmp_path / "c", b"4")
        changes.stage(tmp_path / "absent", None)
    assert content(tmp_path) == {"a": b"1", "b": b"2"}


def test_what_cannot_be_put_back_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"1")

    def refuse(_path: Path, _target: Path) -> None:
        raise OSError(5, "Input/output error")

    with pytest.raises(SourceError, match="Input/output"), transaction(tmp_path) as changes:
        changes.stage_file(tmp_path / "a", b"2")
        monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.undo()
    assert (tmp_path / "a").read_bytes() == b"1"
    assert [path.read_bytes() for path in tmp_path.glob(".a.*/old-0")] == [b"1"]
