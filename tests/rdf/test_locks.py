"""A place has one writer at a time, whether others are processes, threads or users."""

from __future__ import annotations

import errno
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.rdf.commits import transaction, write_atomically
from rolegraph.rdf.journals import LOCK, hidden
from rolegraph.rdf.locks import Busy, Unwritable, locked, writing


def is_busy(place: Path, *, beside: bool = False) -> bool:
    """Whether another thread finds a place locked."""

    def try_it() -> bool:
        try:
            with locked(place, 0, beside=beside):
                return False
        except Busy:
            return True

    with ThreadPoolExecutor(1) as other:
        return other.submit(try_it).result()


def test_a_lock_is_of_one_thread_which_may_take_it_again(tmp_path: Path) -> None:
    place = tmp_path / "graph.ttl"
    with locked(place):
        with locked(place, 0):
            assert is_busy(place)
        assert is_busy(place)
    assert not is_busy(place)
    assert list(tmp_path.iterdir()) == []


def test_every_name_of_a_place_has_one_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("folder")
    (tmp_path / "link.ttl").symlink_to("folder/new.ttl")
    with locked(Path("folder")):
        assert is_busy(tmp_path / "link")
        monkeypatch.chdir(tmp_path / "folder")
        assert is_busy(Path())
    with locked(tmp_path / "link.ttl"):
        assert is_busy(Path("new.ttl"))


def test_an_empty_folder_stays_locked_while_it_becomes_a_store(tmp_path: Path) -> None:
    place = tmp_path / "graph"
    place.mkdir()
    with transaction(place, beside=True) as changes:
        store = changes.scratch("store")
        store.mkdir()
        (store / "CURRENT").touch()
        changes.stage(place, store)
        changes.commit()
        assert is_busy(place)
        changes._swaps.clear()
    assert not is_busy(place)
    assert [path.name for path in tmp_path.rglob("*")] == ["graph", "CURRENT"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no processes to fork")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded")
def test_a_process_that_is_forked_does_not_hold_the_lock_of_its_parent(tmp_path: Path) -> None:
    place = tmp_path / "graph.ttl"
    with locked(place):
        child = os.fork()
        if not child:
            try:
                with locked(place, 0):
                    os._exit(1)
            except Busy:
                os._exit(0)
            finally:
                os._exit(2)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert is_busy(place)


@pytest.mark.parametrize("folder_mode", [0o700, 0o770, 0o755])
def test_whoever_may_write_to_a_folder_can_wait_for_a_lock_in_it(tmp_path: Path, folder_mode: int) -> None:
    place = tmp_path / "shared" / "graph.ttl"
    place.parent.mkdir()
    place.parent.chmod(folder_mode)
    with locked(place):
        mode = hidden(place, LOCK).stat().st_mode
    assert mode & 0o022 == folder_mode & 0o022


@pytest.mark.parametrize("seconds", ["soon", "nan", "-1", "1,5"])
def test_a_time_to_wait_that_is_none_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: str) -> None:
    monkeypatch.setenv("ROLEGRAPH_WAIT", seconds)
    with pytest.raises(RolegraphError, match=rf"^ROLEGRAPH_WAIT is '{seconds}': give the seconds"):
        write_atomically(tmp_path / "new", b"x")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("seconds", ["", " ", "inf", "1e9", "0"])
def test_any_time_to_wait_will_do_where_nobody_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: str
) -> None:
    monkeypatch.setenv("ROLEGRAPH_WAIT", seconds)
    write_atomically(tmp_path / "new", b"x")
    assert (tmp_path / "new").read_bytes() == b"x"


def test_a_lock_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "letter").write_bytes(b"kept")
    hidden(tmp_path / "new", LOCK).symlink_to("letter")
    with pytest.raises(SourceError, match="cannot be written"):
        write_atomically(tmp_path / "new", b"x")
    assert (tmp_path / "letter").read_bytes() == b"kept"


@pytest.mark.skipif(not Path("/dev/fd").exists(), reason="the system has no names for open files")
def test_an_open_file_that_there_is_not_is_not_waited_for() -> None:
    beyond = 2**31 - 1  # no process can have it open, however many files it holds
    with pytest.raises(SourceError, match=f"/dev/fd/{beyond}: cannot be written"):
        write_atomically(Path(f"/dev/fd/{beyond}"), b"x")


def test_folders_made_for_a_lock_go_when_nothing_comes_into_them(tmp_path: Path) -> None:
    with locked(tmp_path / "a" / "b" / "graph.ttl"):
        assert (tmp_path / "a" / "b").is_dir()
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / ".graph.ttl.lock").mkdir()
    with pytest.raises(SourceError, match="cannot be written"), locked(tmp_path / "c" / "graph.ttl"):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == ["c"]


def test_a_folder_that_another_process_removes_at_that_moment_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, asked = tmp_path / "a" / "graph", list[Path]()
    exists = Path.exists

    def was_there(path: Path) -> bool:
        if path == place.parent and not asked:
            asked.append(path)
            return True
        return exists(path)

    monkeypatch.setattr(Path, "exists", was_there)
    with locked(place, beside=True):
        assert place.parent.is_dir()
    assert asked


@pytest.mark.parametrize(
    ("number", "cure"),
    [
        (errno.EBUSY, r"Device or resource busy \(where a file or folder is mounted, .*\)"),
        (errno.EXDEV, r"Invalid cross-device link \(put the file itself here, .*\)"),
        (errno.EACCES, r"Permission denied \(the folder that it is in must be writable, too\)"),
        (errno.ENOSPC, "No space left on device"),
    ],
)
def test_what_the_system_refuses_is_said_with_its_cure(tmp_path: Path, number: int, cure: str) -> None:
    with pytest.raises(Unwritable, match=f": cannot be written: {cure}$"), writing(tmp_path):
        raise OSError(number, os.strerror(number))
