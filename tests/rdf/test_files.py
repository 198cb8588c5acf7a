"""Files are read with errors that name the line."""

from __future__ import annotations

from pathlib import Path

import pytest

import rolegraph
from rolegraph.errors import SourceError
from rolegraph.rdf.files import LONGEST_LINE, check_text, is_address, read_bytes, shipped
from rolegraph.rdf.locks import locked


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


@pytest.mark.parametrize("name", ["x" * 300, "a/" * 3000, "a\0b", "\ud800"])
def test_a_name_that_no_file_can_have_is_refused_wherever_it_is_named(name: str) -> None:
    with pytest.raises(SourceError, match="cannot be the name of a file"):
        read_bytes(Path(name))
    with pytest.raises(SourceError, match="cannot be the name of a file"):
        rolegraph.open(name)
    with pytest.raises(SourceError, match="cannot be the name of a file"), locked(Path(name)):
        pass


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
