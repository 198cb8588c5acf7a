"""Files read in a process of their own: what goes wrong there is one message here, and the next file is read."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterator

import pytest
from tests.readers.documents.forms.made_files import column, pdf

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.readers.documents.forms import reading_process
from rolegraph.readers.documents.forms.reading_process import read_apart

PAGE = b"<h1>Baker</h1><p>Bakes rye bread."


@pytest.fixture
def fresh() -> Iterator[None]:
    """No process waits before a test, or after it with its settings."""
    reading_process._end_idle()
    yield
    reading_process._end_idle()


def titles() -> list[str]:
    return [title for title, _, _ in read_apart("html", PAGE, "a.html")]


def test_one_process_reads_one_file_after_another() -> None:
    assert titles() == ["Baker"]
    waiting = list(reading_process._idle)
    assert titles() == ["Baker"]
    assert reading_process._idle == waiting


def test_a_damaged_file_is_one_message_and_the_next_is_read() -> None:
    with pytest.raises(SourceError, match=r"a\.pdf: is not a PDF that can be read"):
        list(read_apart("pdf", b"%PDF-1.4 nothing", "a.pdf"))
    assert titles() == ["Baker"]


@pytest.mark.usefixtures("fresh")
def test_what_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    assert titles() == ["Baker"]
    monkeypatch.setattr(reading_process, "LONGEST", 0.2)
    slow = pdf(column(50, 50, *["Fitter"] * 60_000, step=0.001))
    with pytest.raises(SourceError, match=r"could not be read within 0\.2 s"):
        list(read_apart("pdf", slow, "a.pdf"))
    monkeypatch.undo()
    assert titles() == ["Baker"]


def test_a_bomb_is_refused_and_the_next_file_is_read() -> None:
    bomb = pdf(column(50, 50, "Fitter"), packed=lambda _: zlib.compress(bytes(150_000_000), 1))
    with pytest.raises(SourceError, match=r"a\.pdf: (?:is not a PDF that can be read|takes more memory)"):
        list(read_apart("pdf", bomb, "a.pdf"))
    assert titles() == ["Baker"]


def test_a_process_that_has_ended_is_replaced() -> None:
    assert titles() == ["Baker"]
    for worker in reading_process._idle:
        worker.process.kill()
        worker.process.wait()
    assert titles() == ["Baker"]


def test_an_answer_that_is_not_read_to_its_end_leaves_nothing_behind() -> None:
    reading_process._end_idle()
    values = read_apart("html", PAGE, "a.html")
    next(values)
    values.close()  # type: ignore[attr-defined]
    assert reading_process._idle == []
    assert titles() == ["Baker"]


@pytest.mark.usefixtures("fresh")
def test_packages_that_are_missing_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    (tmp_path / "lxml.py").write_text("raise ImportError('no lxml')")  # type: ignore[operator]
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    with pytest.raises(RolegraphError, match=r"a\.html: reading a web page needs packages.*rolegraph\[documents\]"):
        titles()
