"""Plain text and Markdown: front matter states a title and is no text."""

from __future__ import annotations

import pytest

from rolegraph.errors import SourceError
from rolegraph.readers.documents.forms.markdown import read_markdown


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("---\ntitle: 'Trade Corner: Baker vs. Miller'\ndate: 2024-03-01\n---\n", "Trade Corner: Baker vs. Miller"),
        ('---\r\nlayout: post\r\ntitle: "A  Baker"\r\n---\r\n', "A Baker"),
        ("---\ntitle: >-\n  Baker or\n  Miller?\ntags: [a, b]\n...\n", "Baker or Miller?"),
        ('+++\ntitle = "Baker"\n+++\n', "Baker"),
        ("---\ntitle: [a, b\n---\n", ""),
        ("---\ntitle: 3\n---\n", ""),
        ("---\n&a [*a]: b: c\nlayout: x\n---\n", None),
        ("", None),
    ],
)
def test_front_matter_gives_a_title_and_no_lines(front: str, title: str | None) -> None:
    lines, found = read_markdown(f"{front}Skills\n- Rye bread".encode(), "a.md")
    start = len(front.splitlines())
    assert found == (title or "")
    assert [(line.number, line.text) for line in lines[-2:]] == [(start + 1, "Skills"), (start + 2, "- Rye bread")]
    if title is not None:
        assert not any(line.text for line in lines[:-2])


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    lines, title = read_markdown(b"---\nA baker bakes.\n---\nSkills", "a.md")
    assert ([line.text for line in lines if line.text], title) == (["A baker bakes.", "Skills"], "")


def test_front_matter_alone_is_refused() -> None:
    with pytest.raises(SourceError, match="nothing but front matter"):
        read_markdown(b"---\ntitle: Baker\n---\n", "a.md")
