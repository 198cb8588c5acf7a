"""YAML from strangers: what is refused, with its line, and what a mapping holds."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from rolegraph.errors import SourceError
from rolegraph.profiles.yaml_nodes import compose, entries, fault, is_empty

PATH = Path("me.yaml")


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("a: &x 1\nb: *x\n", 2, "has an alias, [*]x"),
        ("a: 1\nb: !!python/object:os.system x\n", 2, "has a tag"),
        ("[" * 101 + "]" * 101, 1, "nested too deeply"),
        ("a: 1\n\tb: 2\n", 2, "cannot start any token"),
        ("a: 1\nb: \x01\n", 2, "is not valid YAML"),
        ("a: [1\n", 2, "expected"),
    ],
)
def test_what_is_refused_is_named_with_its_line(text: str, line: int, problem: str) -> None:
    with pytest.raises(SourceError, match=problem) as caught:
        compose(text.encode(), PATH, "write less")
    assert (caught.value.path, caught.value.line) == (PATH, line)


def test_a_hundred_levels_are_read() -> None:
    assert compose(("[" * 100 + "]" * 100).encode(), PATH, "") is not None


def test_comments_alone_are_a_document_without_content() -> None:
    assert compose(b"# nothing\n", PATH, "") is None


def test_values_are_left_as_they_are_written() -> None:
    root = compose(b"\xef\xbb\xbfa: 010\nb: ~\nc:\nd: 'null'\n", PATH, "")
    assert root is not None
    found = {key.value: value for key, value in entries(root, PATH, "")}
    assert found["a"].value == "010"
    assert {key for key, value in found.items() if is_empty(value)} == {"b", "c"}
    assert is_empty(None)


@pytest.mark.parametrize(
    ("text", "problem"), [("- a\n", "not a mapping"), ("? [a]\n: b\n", "a key that is not a word")]
)
def test_what_is_no_mapping_of_words_is_refused(text: str, problem: str) -> None:
    root = compose(text.encode(), PATH, "")
    assert root is not None
    with pytest.raises(SourceError, match=problem):
        list(entries(root, PATH, ""))


def test_an_error_has_the_line_of_its_node() -> None:
    root = compose(b"\n\na: b\n", PATH, "")
    assert isinstance(root, yaml.MappingNode)
    error = fault(root, PATH, "is wrong", "change it")
    assert (error.line, error.cure) == (3, "change it")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_a_profile_in_utf_16_is_named_as_such(encoding: str) -> None:
    with pytest.raises(SourceError, match=r"me\.yaml, line 1: is UTF-\d\d(LE)?, not UTF-8 \(convert it: iconv"):
        compose("name: Zoë\n".encode(encoding), PATH, "write less")
