"""Bytes to clean lines: what is no text is refused with a cure, what was damaged is repaired."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.errors import SourceError
from rolegraph.readers.documents.text import BOLD, read_lines


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        (b"", None, "is empty"),
        (b" \n\t\n", None, "is empty"),
        ("\u200b\n".encode(), None, "is empty"),
        (b"fine\nfine\n\x00", 3, "is binary"),
        (b"fine\r\nBachelor\x92s degree", 2, "0x92 is not UTF-8.*WINDOWS-1252"),
        ("fine".encode("utf-16"), 1, "UTF-16"),
        (b"\xef\xbb\xbf<!DOCTYPE html>\n<p>", 1, "web page"),
        (b"<html><body>", 1, "web page"),
        (b"fine\n" + b"x" * 2_000_000, 2, "2,000,000 characters"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, line: int | None, said: str) -> None:
    with pytest.raises(SourceError, match=said) as refused:
        read_lines(data, "a.txt")
    assert (refused.value.path, refused.value.line) == ("a.txt", line)
    assert refused.value.cure


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("\ufeffBachelor\u2019s", "Bachelor's"),
        ("Bachelor\u00e2\u20ac\u2122s degree", "Bachelor's degree"),
        ("Data\u00a0Engineer \u200b and\u00ad", "Data Engineer and"),
        ("2019\u20132029 \u201cfast\u201d", '2019-2029 "fast"'),
        ("**Data Engineer**: builds [pipelines](https://example.org/a_b)", "Data Engineer: builds pipelines"),
        ("_well_ and `SQL`", "well and SQL"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("C\\+\\+ &amp; C#", "C++ & C#"),
        ("bell\x07 and \x1b[1mbold", "bell and [1mbold"),
        ("> quoted", "quoted"),
        ("\uf0b7 item", "\u2022 item"),
        ("* * *", ""),
    ],
)
def test_cleaning(raw: str, clean: str) -> None:
    assert read_lines(f"x\n{raw}".encode(), "a.txt")[1].text == clean


@pytest.mark.parametrize(
    ("raw", "depth"), [("## Tools ##", 2), ("**Tools**", BOLD), ("Tools", 0), ("Tools\n=====", 1), ("Tools\n---", 2)]
)
def test_headings_keep_their_depth(raw: str, depth: int) -> None:
    line = read_lines(raw.encode(), "a.txt")[0]
    assert (line.text, line.depth) == ("Tools", depth)


def test_lines_are_numbered_as_an_editor_numbers_them() -> None:
    lines = read_lines("a\r\nb\rc\u2028d\n\ne".encode(), "a.txt")
    assert [(line.number, line.text) for line in lines] == [(1, "a"), (2, "b"), (3, "c d"), (4, ""), (5, "e")]


@given(st.text())
def test_no_control_character_gets_through(text: str) -> None:
    try:
        lines = read_lines(text.encode("utf-8", "replace"), "a.txt")
    except SourceError:
        return
    assert not any(unicodedata.category(sign).startswith("C") for line in lines for sign in line.text)
