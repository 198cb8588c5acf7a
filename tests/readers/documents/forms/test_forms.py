"""Documents from files of every form: what each states, what is refused, and that nothing is fetched."""

from __future__ import annotations

import io
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest
from tests.readers.documents.forms.made_files import column, docx_file, mutated, pdf
from tests.readers.documents.forms.pages import BLOG, CAREERS

from rolegraph.errors import SourceError
from rolegraph.readers.documents import forms
from rolegraph.readers.documents.forms import Document, read_documents, reading_process

POSTING = '<script type="application/ld+json">{"@type": "JobPosting", "title": "Cook", "description": "%s"}</script>'
JSON = b'{"@type": "JobPosting", "title": "Cook", "description": "<p>Cook.</p>", "baseSalary": {"value": {"value": 5}}}'


def _docx() -> bytes:
    def write(document: Any) -> None:
        document.add_heading("Cook", 1)
        document.add_paragraph("HACCP", style="List Bullet")

    return docx_file(write)


EVERY: dict[str, Callable[[], bytes]] = {
    "a.txt": lambda: b"---\ntitle: Cook\n---\nCook\n\n| Skills | Cook |\n|--|--|\n| a | b |\n",
    "a.md": lambda: b"# Cook\n\n| | A | B |\n|-|-|-|\n| Skills | x<br>y | z |\n\n**More**\n",
    "a.html": CAREERS.encode,
    "blog.html": BLOG.encode,
    "a.json": lambda: JSON,
    "a.jsonl": lambda: JSON + b"\n" + JSON,
    "a.csv": lambda: b'title,description\nCook,"Cook.\n- HACCP"\nBaker,<p>Bake</p>\n',
    "a.pdf": lambda: pdf(column(50, 50, "Cook", size=20), column(50, 80, "- HACCP", "- Grill")),
    "a.docx": _docx,
}


def texts(document: Document) -> list[str]:
    return [line.text for line in document.lines if line.text]


@pytest.mark.parametrize("name", EVERY)
def test_a_file_and_its_bytes_give_the_same(name: str, tmp_path: Path) -> None:
    data = EVERY[name]()
    (tmp_path / name).write_bytes(data)
    from_file = list(read_documents(tmp_path / name, name))
    assert from_file == list(read_documents(data, name))
    assert from_file
    for document in from_file:
        assert document.name.startswith(name)
        assert len(document.content_hash) == 64
        numbers = [line.number for line in document.lines]
        assert numbers == sorted(numbers)
    assert len({document.content_hash for document in from_file}) == len(set(map(str, from_file))) or name == "a.jsonl"


def test_a_page_with_a_posting_as_data_is_that_posting() -> None:
    page = f"<title>x</title><body>{POSTING % ('Cook well. ' * 30)}<h1>Jobs</h1><p>Other words on the page.</p>"
    (document,) = read_documents(page.encode(), "a.html")
    assert (document.title, document.form, document.name) == ("Cook", "html", "a.html")
    assert texts(document) == [("Cook well. " * 30).strip()]
    assert document.posting is not None


def test_a_description_that_was_cut_gives_way_to_the_text_of_the_page() -> None:
    page = f"<body>{POSTING % 'Cook we...'}<h1>Cook</h1><p>{'You cook well for our guests each day. ' * 9}</p>"
    (document,) = read_documents(page.encode(), "a.html")
    assert texts(document)[0] == "Cook"
    assert len(texts(document)[1]) > 300
    assert document.posting is not None


@pytest.mark.parametrize(
    ("data", "name", "problem"),
    [
        (b"", "a.txt", "is empty"),
        (b"<html><body></body></html>", "a.html", "has no text in it"),
        (b"Baker \0", "a.txt", "is binary"),
    ],
)
def test_what_says_nothing_is_refused(data: bytes, name: str, problem: str) -> None:
    with pytest.raises(SourceError, match=problem) as refused:
        list(read_documents(data, name))
    assert refused.value.cure


def test_many_pages_are_read_by_one_process() -> None:
    processes = set()
    for _ in range(3):
        list(read_documents(CAREERS.encode(), "a.html"))
        list(read_documents(b"text\n<p>Bake</p>\n", "a.csv"))
        processes |= {worker.process.pid for worker in reading_process._idle}
    assert len(processes) == 1


def test_missing_files_folders_and_names_that_are_none(tmp_path: Path) -> None:
    for path, problem in ((tmp_path / "no.txt", "no such file"), (tmp_path, "is a folder"), (Path("a" * 999), "name")):
        with pytest.raises(SourceError, match=problem):
            list(read_documents(path, str(path)))


def test_far_too_large_a_text_is_refused_without_being_read(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(forms, "LARGEST_TEXT", 1_000)
    path = tmp_path / "a.txt"
    path.write_bytes(b"rye\n" * 251)
    with pytest.raises(SourceError, match=r"is larger than .* MB"):
        list(read_documents(path, "a.txt"))
    path.write_bytes(b"rye\n" * 250)
    assert len(list(read_documents(path, "a.txt"))) == 1


def test_a_column_is_for_tables_alone() -> None:
    with pytest.raises(SourceError, match="has no columns: it is not a table"):
        list(read_documents(BLOG.encode(), "a.html", column="text"))


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    page = BLOG.replace(
        "<body>",
        '<body><img src="http://192.0.2.1/"><iframe src="http://192.0.2.1/"></iframe>'
        '<link rel="stylesheet" href="http://192.0.2.1/"><base href="http://192.0.2.1/">',
    )
    for name, make in EVERY.items():
        assert list(read_documents(page.encode() if name == "blog.html" else make(), name))


@pytest.mark.parametrize("name", EVERY)
def test_changed_files_are_read_or_refused(name: str) -> None:
    for data in mutated(EVERY[name](), seed=16, count=25):
        try:
            documents = list(read_documents(data, name))
        except SourceError as error:
            assert "\n" not in str(error)
            continue
        assert all(texts(document) for document in documents)


def test_of_standard_input_no_more_is_read_than_a_file_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "LARGEST_FILE", 10)
    for text in ("0123456789", "0123456789a"):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        if len(text) == 10:
            assert forms.content_of(Path("-")) == text.encode()
        else:
            with pytest.raises(SourceError, match="is larger than 10 bytes"):
                forms.content_of(Path("-"))
    assert forms.content_of(Path("cook.txt")) == Path("cook.txt")
