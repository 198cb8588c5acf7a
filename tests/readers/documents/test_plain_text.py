"""Bytes to clean lines: what is not text is refused with a cure, what was damaged is repaired; sentences and lists."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.errors import SourceError
from rolegraph.readers.documents.plain_text import (
    BOLD,
    HIDDEN,
    LONGEST_SENTENCE,
    is_unfinished,
    list_items,
    mask,
    read_lines,
    sentences,
    spells_out,
    split_list,
)


@pytest.mark.parametrize(
    ("data", "line", "problem"),
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
def test_what_is_not_text_is_refused(data: bytes, line: int | None, problem: str) -> None:
    with pytest.raises(SourceError, match=problem) as refused:
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
        ("bell\x07 and \x1b[1mbold", "bell and bold"),
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


@given(st.text(alphabet="a([)] "))
def test_a_mask_hides_brackets_at_the_same_length(text: str) -> None:
    hidden = mask(text)
    assert len(hidden) == len(text)
    assert all(sign in (HIDDEN, text[place]) for place, sign in enumerate(hidden))
    assert mask(hidden) == hidden


def test_masked_text() -> None:
    assert mask("a (b [c]) d (e") == f"a {HIDDEN * 7} d (e"


@given(st.text(alphabet="Ab.!? (\"'"))
def test_sentences_keep_every_sign(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_abbreviations_do_not_end_a_sentence() -> None:
    text = "He has a Ph.D. in the U.S. Army, e.g. Data. Is it so? Yes."
    assert sentences(text) == ["He has a Ph.D. in the U.S. Army, e.g. Data.", "Is it so?", "Yes."]
    assert sentences("They build (e.g. A. B) things. So.") == ["They build (e.g. A. B) things.", "So."]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Proficiency in Python and", True),
        ("Tableau (e.g.,", True),
        ("SQL (or R", True),
        ("so on…", True),
        ("Python", False),
        ("Use R.", False),
    ],
)
def test_unfinished_texts(text: str, expected: bool) -> None:
    assert is_unfinished(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Python, R, and/or SQL", [("", "Python"), (",", "R"), ("or", "SQL")]),
        ("Git as well as Docker (or Podman)", [("", "Git"), ("and", "Docker (or Podman)")]),
        ("A / B & C", [("", "A"), ("or", "B"), ("and", "C")]),
        ("", []),
    ],
)
def test_elements_of_a_list(text: str, expected: list[tuple[str, str]]) -> None:
    assert split_list(text) == expected


def test_items_of_a_list() -> None:
    assert list_items("Git, GitHub (or GitLab) and C++, etc.") == ["Git", "GitHub (or GitLab)", "C++"]
    assert list_items("e.g., Git, GitHub, or similar tools.") == ["Git", "GitHub"]
    assert list_items("such as Python and others") == ["Python"]


@pytest.mark.parametrize(
    ("name", "bracket", "expected"),
    [
        ("Natural Language Processing", "NLP", True),
        ("Internet of Things", "IoT", True),
        ("Application Programming Interface", "APIs", True),
        ("ETL", "Extract, Transform, Load", True),
        ("BI", "Power BI", False),
        ("Python", "NumPy", False),
        ("", "X", False),
    ],
)
def test_brackets_that_spell_a_name_out(name: str, bracket: str, expected: bool) -> None:
    assert spells_out(name, bracket) is expected


@pytest.mark.parametrize("unit", ["Python, ", "years ", "a", "(b) "])
def test_what_is_longer_than_any_sentence_is_cut(unit: str) -> None:
    text = (unit * 10_000).strip()
    parts = sentences(text)
    assert max(map(len, parts)) <= LONGEST_SENTENCE
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(part.startswith(unit.strip()) for part in parts)
