"""Answers as HTML for a notebook, and as a plan to tick off; every label is text."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.render.export import bundle
from rolegraph.render.text import Block, Heading, Table, Tasks, Text
from rolegraph.render.text.markup import to_html, to_html_page, to_markdown
from rolegraph.render.views.path_view import plan_blocks


class Seen(HTMLParser):
    """The elements and the text of a piece of HTML."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as inherited
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])) | st.text("<>&\"'/script=onerror ", max_size=40))
def test_a_label_is_text(label: str) -> None:
    def blocks(one: str) -> list[Block]:
        table = Table(("a", one + "b"), [(one, "1")], frozenset({"a"}))
        return [Heading(one), Text(one), Text(one, quiet=True), table, Tasks([(one, one)])]

    seen = Seen(to_html(blocks(label)))
    assert seen.tags == Seen(to_html(blocks("x"))).tags
    assert seen.text.count(label) >= 7 or not label.strip()


def test_answers_show_themselves_small_and_alone(small: RoleGraph) -> None:
    shown: list[Any] = [
        small,
        small.info(),
        small.path("baker", "pastry-chef"),
        small.compare(["baker", "pastry-chef"]),
        small.role("baker"),
        small.capability("dough"),
    ]
    for one in shown:
        found = one._repr_mimebundle_()
        if hasattr(one, "_repr_html_"):
            assert one._repr_html_() == found["text/html"]
        assert set(found) == {"text/html", "text/markdown", "text/plain"}
        assert len(found["text/html"]) < 20_000
        assert not set(Seen(found["text/html"]).tags) & {"script", "img", "link", "iframe"}
        assert "http" not in found["text/html"]
    assert "sugar work" in Seen(shown[2]._repr_mimebundle_()["text/html"]).text
    with pytest.raises(TypeError):
        bundle(small.gap("baker", "pastry-chef"))


def test_a_plan_can_be_ticked_off() -> None:
    graph = rolegraph.open()
    path = graph.path("data-science-engineer", "lead-ml-engineer")
    markdown = to_markdown(plan_blocks(path, 10))
    tasks = [line for line in markdown.splitlines() if line.startswith("- [ ] ")]
    assert len(tasks) == len(path.steps)
    assert tasks[0] == "- [ ] **1. probability**: to working, \\~40 hours; needed for statistics"
    html = to_html(plan_blocks(path, 10))
    assert html.count('type="checkbox"') == len(path.steps)


def test_a_page_stands_alone_and_has_a_title() -> None:
    page = to_html_page([Heading("<Baker>", 1), Table(("a",), [("=1",)])])
    seen = Seen(page)
    assert seen.tags[:5] == ["html", "head", "meta", "title", "style"]
    assert "<title>&lt;Baker&gt;</title>" in page
    assert not set(seen.tags) & {"script", "img", "link"}
