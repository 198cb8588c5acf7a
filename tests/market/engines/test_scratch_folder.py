"""Scratch folders: removed at the end, and by the next process where theirs was killed, but never while it lives."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from rolegraph.market.engines.scratch_folder import ScratchFolder


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def aged(folder: Path) -> Path:
    """A folder whose lock was made long ago."""
    os.utime(folder / ".lock", (0, 0))
    return folder


def abandoned(folder: Path) -> Path:
    """What a killed process leaves."""
    folder.mkdir()
    (folder / ".lock").touch()
    (folder / "rows.parquet").touch()
    return aged(folder)


def test_it_is_removed_at_the_end() -> None:
    scratch = ScratchFolder()
    (scratch.path / "rows.parquet").touch()
    scratch.remove()
    assert not scratch.path.parent.exists()


def test_what_a_killed_process_left_is_removed(tmp_path: Path) -> None:
    left = abandoned(tmp_path / "rolegraph-left")
    ScratchFolder().remove()
    assert not left.exists()


def test_the_folder_of_a_process_that_lives_stays() -> None:
    scratch = ScratchFolder()
    aged(scratch.path.parent)
    ScratchFolder().remove()
    assert scratch.path.exists()
    scratch.remove()


def test_what_is_not_ours_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rolegraph-without-lock").mkdir()
    (tmp_path / "rolegraph-file").touch()
    abandoned(tmp_path / "other")
    (tmp_path / "rolegraph-link").symlink_to(tmp_path / "other")
    young = abandoned(tmp_path / "rolegraph-young")
    os.utime(young / ".lock")
    before = {*tmp_path.rglob("*")}
    ScratchFolder().remove()
    assert {*tmp_path.rglob("*")} == before
    aged(young)
    monkeypatch.setattr(os, "getuid", lambda: os.geteuid() + 1)
    ScratchFolder().remove()
    assert young.exists()
