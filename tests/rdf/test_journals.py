"""What a killed writer left is finished or removed, and leads nowhere else; what is read stays."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Final

import pytest

from rolegraph.errors import SourceError
from rolegraph.rdf import commits
from rolegraph.rdf.commits import transaction, write_atomically
from rolegraph.rdf.journals import JOURNAL, Pin, hidden, is_half_changed
from rolegraph.rdf.locks import settle

STAGED = "0123abcd-0"


def left(place: Path, steps: object) -> Path:
    """The folder of a change whose journal says something, with one staged file."""
    folder = hidden(place, "change")
    folder.mkdir()
    (folder / STAGED).write_bytes(b"after")
    (folder / JOURNAL).write_text(steps if isinstance(steps, str) else json.dumps(steps))
    return folder


def test_a_journal_is_carried_out_by_who_comes_next(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(b"before")
    (tmp_path / "b.ttl").write_bytes(b"before")
    left(tmp_path, [[STAGED, "a.ttl"], [None, "b.ttl"]])
    settle(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.ttl": b"after"}


OTHERS: Final[list[object]] = [
    "",
    '[["0123abcd-0", "graph',
    "[" * 100_000,
    "null",
    [],
    ["ab", 1],
    [[STAGED, "graph.ttl"], [STAGED]],
    [[STAGED, "other.ttl"]],
    [[STAGED, "../other.ttl"]],
    [[STAGED, "/other.ttl"]],
    [[STAGED, "."]],
    [[STAGED, ".."]],
    [[None, ".."]],
    [["", "graph.ttl"]],
    [["..", "graph.ttl"]],
    [["../0123abcd-0", "graph.ttl"]],
    [["link", "graph.ttl"]],
    [["4567cdef-0", "graph.ttl"]],
]


@pytest.mark.parametrize(
    ("kind", "steps"),
    [
        *(("file", steps) for steps in OTHERS),
        *(("folder", steps) for steps in OTHERS if steps != [[STAGED, "other.ttl"]]),  # that is in the place
    ],
    ids=str,
)
def test_a_journal_that_says_anything_else_is_refused_and_changes_nothing(
    tmp_path: Path, kind: str, steps: object
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "graph.ttl").write_bytes(b"before")
    for other in (folder / "other.txt", tmp_path / "other.ttl", tmp_path / STAGED):
        other.write_bytes(b"other")
    place = folder / "graph.ttl" if kind == "file" else folder
    change = left(place, steps)
    for link in ("link", "4567cdef-0"):
        (change / link).symlink_to(tmp_path / "other.ttl")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file() and change not in path.parents}
    with pytest.raises(SourceError, match=r"journal: is no journal of a change of this place \(look whether"):
        settle(place)
    with pytest.raises(SourceError, match="is no journal"), transaction(place):
        pass
    for path, data in before.items():
        assert path.read_bytes() == data
    shutil.rmtree(change)
    settle(place)


@pytest.mark.parametrize("kind", ["link", "broken link", "file"])
def test_what_is_in_the_way_of_a_change_is_neither_followed_nor_removed(tmp_path: Path, kind: str) -> None:
    place, far = tmp_path / "graph.ttl", tmp_path / "far"
    place.write_bytes(b"before")
    far.mkdir()
    (far / JOURNAL).write_text(json.dumps([[STAGED, "graph.ttl"]]))
    (far / STAGED).write_bytes(b"kept")
    way = hidden(place, "change")
    if kind == "file":
        way.write_bytes(b"kept")
    else:
        way.symlink_to(far if kind == "link" else "nowhere")
    assert not is_half_changed(place)
    settle(place)
    with pytest.raises(SourceError, match=r"\.graph\.ttl\.change: is in the way of a change .* \(remove it\)"):
        write_atomically(place, b"after")
    assert place.read_bytes() == b"before"
    assert (far / STAGED).read_bytes() == b"kept"
    assert os.path.lexists(way)


def test_links_among_what_is_left_are_removed_and_not_what_they_lead_to(tmp_path: Path) -> None:
    place, far = tmp_path / "graph.ttl", tmp_path / "far"
    far.mkdir()
    (far / "letter").write_bytes(b"kept")
    folder = hidden(place, "change")
    (folder / "0123abcd-store").mkdir(parents=True)
    (folder / "0123abcd-store" / "far").symlink_to(far)
    (folder / "4567cdef-store").symlink_to(far)
    settle(place)
    assert not folder.exists()
    assert (far / "letter").read_bytes() == b"kept"


def test_a_place_and_a_folder_that_holds_it_share_no_hidden_names(tmp_path: Path) -> None:
    for name in ("rolegraph", "x" * 255, "graph.ttl", os.fsdecode(b"\xff"), ".rolegraph"):
        assert hidden(tmp_path / name, "change") != hidden(tmp_path, "change")
    assert hidden(tmp_path / ("x" * 255), "change") != hidden(tmp_path / ("x" * 254 + "y"), "change")
    assert hidden(Path("/"), "change", beside=True).parent == Path("/")


def test_half_a_copy_is_never_put_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_links(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    def full(_: Path, copy: Path) -> None:
        copy.write_bytes(b"bef")
        raise OSError(28, "No space left on device")

    (tmp_path / "a.ttl").write_bytes(b"before")
    (tmp_path / "b.ttl").write_bytes(b"before")
    monkeypatch.setattr(os, "link", no_links)
    monkeypatch.setattr(shutil, "copy2", full)
    with pytest.raises(SourceError, match="No space left"), transaction(tmp_path) as changes:
        for name in ("a.ttl", "b.ttl"):
            changes.stage_file(tmp_path / name, b"after")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.ttl": b"before", "b.ttl": b"before"}


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="the system has no paths for open folders")
def test_a_folder_that_is_read_stays_even_if_its_writer_is_interrupted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: Path) -> None:
        raise KeyboardInterrupt

    place = tmp_path / "store"
    place.mkdir()
    (place / "CURRENT").write_bytes(b"before")
    pin = Pin(place)
    monkeypatch.setattr(commits, "sync", interrupt)
    with pytest.raises(KeyboardInterrupt), transaction(place, beside=True) as changes:
        folder = changes.scratch("store")
        folder.mkdir()
        (folder / "CURRENT").write_bytes(b"after")
        changes.stage(place, folder)
    assert (place / "CURRENT").read_bytes() == b"after"
    assert (pin.path / "CURRENT").read_bytes() == b"before"
    del pin
    settle(place)
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_pins_leave_no_open_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    descriptors = Path("/proc/self/fd")
    if not descriptors.is_dir():
        pytest.skip("the system has no paths for open folders")
    before = len(list(descriptors.iterdir()))
    for _ in range(10):
        Pin(tmp_path)
    stat = Path.stat
    monkeypatch.setattr(Path, "stat", lambda path, **options: stat(path / ("" if path != tmp_path else "x"), **options))
    with pytest.raises(FileNotFoundError):
        Pin(tmp_path)  # it is removed at that moment
    monkeypatch.undo()
    assert len(list(descriptors.iterdir())) == before
