"""A document: what is read in any form."""

from __future__ import annotations

from rolegraph.readers.documents.forms import Document, read_documents
from rolegraph.readers.documents.forms.document import content_hash, has_text
from rolegraph.readers.documents.plain_text import Line


def test_plain_text_is_a_document() -> None:
    data = b"Baker\n\n- Knowledge of rye\n"
    (document,) = read_documents(data, "a.txt")
    assert document == Document("a.txt", document.lines, content_hash(data), "text")
    assert [line.text for line in document.lines] == ["Baker", "", "- Knowledge of rye", ""]


def test_the_hash_tells_texts_apart() -> None:
    assert content_hash(b"ab", b"c") == content_hash(b"abc") != content_hash(b"abd")


def test_lines_without_words_say_nothing() -> None:
    assert not has_text([Line(1, "")])
    assert has_text([Line(1, ""), Line(2, "x")])
