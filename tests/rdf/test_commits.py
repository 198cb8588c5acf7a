"""Files and folders are replaced together or not at all, by one writer at a time."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from rolegraph.errors import SourceError
from rolegraph.rdf.commits import transaction, write_atomically
from rolegraph.rdf.locks import settle


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


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


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root may give files away")
def test_a_file_of_another_user_stays_theirs(tmp_path: Path) -> None:
    (tmp_path / "theirs").touch(0o600)
    os.chown(tmp_path / "theirs", 1234, 1235)
    write_atomically(tmp_path / "theirs", b"x")
    held = (tmp_path / "theirs").stat()
    assert (held.st_uid, held.st_gid, held.st_mode & 0o777) == (1234, 1235, 0o600)


def test_files_are_added_replaced_and_removed_together(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "b").write_bytes(b"2")
    with transaction(tmp_path) as changes:
        changes.stage_file(tmp_path / "a", b"3")
        changes.stage(tmp_path / "b", None)
        changes.stage_file(tmp_path / "c", b"4")
        assert (tmp_path / "a").read_bytes() == b"1"
    assert content(tmp_path) == {"a": b"3", "c": b"4"}


def full_disk(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Let nothing more take the place of files with these names."""
    replace = Path.replace

    def fail(path: Path, target: Path) -> Path:
        if Path(target).name in names:
            raise OSError(28, "No space left on device")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", fail)


def test_a_swap_that_fails_undoes_those_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "b").write_bytes(b"2")
    full_disk(monkeypatch, "d")
    with pytest.raises(SourceError, match="cannot be written"), transaction(tmp_path) as changes:
        changes.stage_file(tmp_path / "a", b"3")
        changes.stage(tmp_path / "b", None)
        changes.stage_file(tmp_path / "c", b"4")
        changes.stage_file(tmp_path / "d", b"5")
    assert content(tmp_path) == {"a": b"1", "b": b"2"}


def test_what_cannot_be_put_back_is_finished_by_the_next_who_opens_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a").write_bytes(b"1")
    (tmp_path / "b").write_bytes(b"2")
    with pytest.raises(SourceError, match="No space left"), transaction(tmp_path) as changes:
        for name in ("a", "b"):
            changes.stage_file(tmp_path / name, b"3")
        full_disk(monkeypatch, "a", "b")
        monkeypatch.setattr(Path, "rename", Path.replace)
    monkeypatch.undo()
    settle(tmp_path)
    assert content(tmp_path) in ({"a": b"3", "b": b"3"}, {"a": b"1", "b": b"2"})


# What is at the target


def _file(place: Path) -> None:
    place.write_text("kept")
    place.chmod(0o640)


def _folder(place: Path) -> None:
    (place / "deep").mkdir(parents=True)
    (place / "deep" / "letter").write_text("kept")


def _link_to_folder(place: Path) -> None:
    _folder(place.with_name("far"))
    place.symlink_to("far")


def _link_to_file(place: Path) -> None:
    _file(place.with_name("far"))
    place.symlink_to("far")


def _read_only(place: Path) -> None:
    _file(place)
    place.chmod(0o444)


def _loop(place: Path) -> None:
    place.symlink_to(place.name)


def _socket(place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(place))


def _below_a_file(place: Path) -> None:
    place.parent.rmdir()
    place.parent.write_text("kept")


def snapshot(folder: Path) -> dict[str, tuple[int, bytes | str]]:
    """Mode and content of all that lies below a folder, links as links."""
    found: dict[str, tuple[int, bytes | str]] = {}
    for path in folder.rglob("*"):
        mode = path.lstat().st_mode
        held: bytes | str = (
            str(path.readlink()) if stat.S_ISLNK(mode) else path.read_bytes() if stat.S_ISREG(mode) else ""
        )
        found[str(path.relative_to(folder))] = mode, held
    return found


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (_folder, r"is a folder, not a file \(name a file in it\)"),
        (Path.mkdir, "is a folder, not a file"),
        (_link_to_folder, "is a folder, not a file"),
        (_read_only, r"is read-only \(make it writable first\)"),
        (_socket, "is neither a file nor a pipe"),
        (_loop, "cannot be written: Too many levels of symbolic links"),
        (_below_a_file, "cannot be written: Not a directory"),
    ],
)
def test_where_no_file_can_be_written_everything_stays(
    tmp_path: Path, make: Callable[[Path], None], problem: str
) -> None:
    place = tmp_path / "at" / "x"
    place.parent.mkdir()
    make(place)
    before = snapshot(tmp_path)
    with pytest.raises(SourceError, match=problem) as caught:
        write_atomically(place, b"new")
    assert caught.value.path == place
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("make", [_file, _folder, _link_to_file, _link_to_folder, _loop, os.mkfifo, Path.exists])
def test_nothing_is_lost_when_a_change_of_several_files_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: Callable[[Path], object]
) -> None:
    (tmp_path / "first").write_text("kept")
    make(tmp_path / "x")
    before = snapshot(tmp_path)
    full_disk(monkeypatch, "last")
    with pytest.raises(SourceError), transaction(tmp_path) as changes:
        for name in ("first", "x", "last"):
            changes.stage_file(tmp_path / name, b"new")
    assert snapshot(tmp_path) == before


@pytest.mark.parametrize("new", [None, "file"])
def test_a_folder_is_never_removed_for_less_than_a_folder(tmp_path: Path, new: str | None) -> None:
    _folder(tmp_path / "x")
    before = snapshot(tmp_path)
    with pytest.raises(SourceError, match="is a folder"), transaction(tmp_path) as changes:
        staged = None if new is None else changes.scratch(new)
        if staged is not None:
            staged.touch()
        changes.stage(tmp_path / "x", staged)
    assert snapshot(tmp_path) == before


def test_a_broken_link_gets_its_file(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "far" / "file")
    write_atomically(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "far" / "file").read_bytes() == b"new"


def test_a_pipe_is_written_into_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_atomically(pipe, b"new")
        assert os.read(reader, 99) == b"new"
    finally:
        os.close(reader)
    assert pipe.is_fifo()
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


def test_a_device_is_written_into_and_stays() -> None:
    write_atomically(Path("/dev/null"), b"new")
    assert Path("/dev/null").is_char_device()
    full = Path("/dev/full")
    if full.exists():
        with pytest.raises(SourceError, match=r"^/dev/full: cannot be written: No space left on device$"):
            write_atomically(full, b"new")
        assert full.is_char_device()


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="the system has no names for open files")
def test_an_open_file_is_written_on_rather_than_replaced(tmp_path: Path) -> None:
    with (tmp_path / "log").open("ab", buffering=0) as log:
        log.write(b"before ")
        write_atomically(Path(f"/dev/fd/{log.fileno()}"), b"new ")
        log.write(b"after")
    assert (tmp_path / "log").read_bytes() == b"before new after"


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="there is no folder in which no file can be made")
def test_where_no_file_can_be_made_nobody_waits() -> None:
    # a bug: the lock was tried for again and again
    with pytest.raises(SourceError, match="cannot be written"):
        write_atomically(Path("/proc/rolegraph.json"), b"x")


def test_in_a_folder_that_was_removed_nobody_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    with pytest.raises(SourceError, match="cannot be written"):
        write_atomically(Path("x.json"), b"x")
