"""How blocks are laid out: for terminals of any width, for pipes, as Markdown and HTML; every label is text."""

from __future__ import annotations

import io
import os
from html.parser import HTMLParser
from typing import Any
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rolegraph
from rolegraph.graph import RoleGraph
from rolegraph.render.export import bundle
from rolegraph.render.text import Block, Heading, Table, Tasks, Text
from rolegraph.render.text.layout import (
    _columns,
    _fitting,
    _shortened,
    printable,
    to_html,
    to_html_page,
    to_markdown,
    to_text,
    write_terminal,
)
from rolegraph.render.views.path_view import plan_blocks

CELLS = st.text(max_size=60)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5), st.integers(40, 120))
def test_a_table_is_never_wider_than_the_terminal(rows: list[tuple[str, str, str]], width: int) -> None:
    file = io.StringIO()
    with mock.patch.dict(os.environ, {"COLUMNS": str(width)}):
        write_terminal([Table(("one", "two", "three"), rows)], file)
    assert all(_columns(line) <= width for line in file.getvalue().splitlines())


def test_numbers_stand_on_the_right() -> None:
    file = io.StringIO()
    write_terminal(
        [Heading("T"), Table(("n", "x"), [("1", "a"), ("100", "b")], right=frozenset({"n"})), Text("end")], file
    )
    assert file.getvalue() == "T\n  n  x\n───  ─\n  1  a\n100  b\nend\n"


def shown(block: Block, columns: int | None = None, **environment: str) -> list[str]:
    """The lines of a block in a pipe, or in so many columns."""
    file = io.StringIO()
    settings = environment | ({"COLUMNS": str(columns)} if columns else {})
    with mock.patch.dict(os.environ, settings):
        write_terminal([block], file)
    return file.getvalue().splitlines()


def test_a_table_without_room_is_shown_as_records_without_what_is_empty() -> None:
    table = Table(("Kind", "What", *"ABCDEF"), [("skill", "baking", *["essential"] * 3, "-", "", "preferred")] * 2)
    lines = shown(table, 60)
    assert lines[:6] == [
        "Kind  skill",
        "What  baking",
        "A     essential",
        "B     essential",
        "C     essential",
        "F     preferred",
    ]
    assert lines[6] == ""
    assert len(lines) == 13
    assert shown(table, 100)[0].split() == ["Kind", "What", *"ABCDEF"]


@given(st.lists(st.tuples(*[st.text("ab- ", max_size=40)] * 4), max_size=3), st.integers(60, 120))
def test_a_terminal_breaks_no_word_that_has_room_in_a_line(rows: list[tuple[str, ...]], width: int) -> None:
    lines = shown(Table(("one", "two", "three", "four"), rows), width)
    assert {word for row in rows for cell in row for word in cell.split()} <= set(" ".join(lines).split())


SENTENCE = "names what has no row that was kept in any of the files"


def test_a_text_beside_a_long_word_has_room_to_be_read() -> None:
    iri = "http://data.example.org/" + "x" * 70
    reason = shown(Table(("Reason", "First"), [(SENTENCE, iri)]))[1].split()[0]
    assert len(reason) == 24
    assert shown(Table(("Reason", "First"), [(SENTENCE, iri[:60])]), 80)[2] == f"{SENTENCE[:17]:18}  {iri[:60]}"
    assert shown(Table(("Reason", "First"), [(SENTENCE, iri[:68])]), 80)[0] == f"Reason  {SENTENCE}"


def test_a_single_column_is_no_record() -> None:
    assert shown(Table(("s",), [("x" * 90,), ("y",)]), 80) == ["s", "─" * 80, "x" * 80, "x" * 10, "y"]


def test_a_text_without_spaces_is_broken_rather_than_shown_as_a_record() -> None:
    lines = shown(Table(("Label", "Text"), [("\u30d1\u30f3" * 20, SENTENCE)]), 60)
    assert lines[0].split() == ["Label", "Text"]


PATH = "/home/ada/a-folder/another-folder/one-more/small.ttl"


def test_paths_are_shortened_in_the_middle_where_there_is_no_room() -> None:
    table = Table(("Node", "Where"), [("sugar work", f"{PATH}, line 62")])
    assert shown(table, 50)[2] == "sugar work  /home/…/one-more/small.ttl, line 62"
    assert shown(Text(f"Read from {PATH}"), 40) == ["Read from /home/…/one-more/small.ttl"]
    assert shown(table, 80)[2] == f"sugar work  {PATH}, line 62"


def test_an_iri_can_be_copied_from_a_terminal() -> None:
    iri = "https://data.example.org/id/requirement/" + "x" * 50
    assert "".join(shown(Text(f"See {iri}"), 60)) == f"See {iri}"
    assert "/home/…/" in "".join(shown(Text(f"See {iri} in {PATH}"), 45))


@given(st.lists(st.text("ab-.", min_size=1, max_size=12), min_size=1, max_size=8), st.integers(1, 60))
def test_a_short_path_has_the_beginning_and_the_end_of_the_path(parts: list[str], width: int) -> None:
    path = "/" + "/".join(parts)
    short = _shortened(path, width)
    assert short == path or len(short) <= width < len(path)
    begin, _, end = short.partition("…")
    assert path.startswith(begin)
    assert path.endswith(end.lstrip("/"))
    assert short.endswith(parts[-1])


def test_a_pipe_breaks_no_word_and_shortens_nothing() -> None:
    with mock.patch.dict(os.environ):
        os.environ.pop("COLUMNS", None)
        word = "x" * 150
        lines = shown(Table(("Path", "Text"), [(f"{PATH}{word}", "words " * 30)]))
        assert f"{PATH}{word}" in lines[2]
        assert shown(Text("word " * 30))[0] == ("word " * 20).strip()
        assert to_text([Text("word " * 30)]).splitlines() == shown(Text("word " * 30))


@pytest.mark.parametrize(
    ("terminal", "environment", "styled"),
    [
        (True, {}, True),
        (False, {}, False),
        (True, {"NO_COLOR": "1"}, False),
        (True, {"TERM": "dumb"}, False),
        (False, {"FORCE_COLOR": "1"}, True),
        (False, {"FORCE_COLOR": "1", "TERM": "dumb"}, True),
        (True, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_bold_text_is_for_terminals_that_show_it(terminal: bool, environment: dict[str, str], styled: bool) -> None:
    file = io.StringIO()
    for color, expected in ((None, styled), (False, False), (True, True)):
        with mock.patch.dict(os.environ, {"TERM": "xterm", "COLUMNS": "80"} | environment, clear=True):
            file = io.StringIO()
            file.isatty = lambda: terminal  # type: ignore[method-assign]
            write_terminal([Heading("Title")], file, color)
        assert ("\x1b[1m" in file.getvalue()) is expected


def test_signs_are_counted_in_columns_and_control_signs_removed() -> None:
    assert (_columns("data"), _columns("データ")) == (4, 6)
    assert printable("red\x1b[31m") == "red[31m"
    assert printable("\u202e\u2066a\u200db\u200c") == "a\u200db\u200c"
    assert to_html([Text("a\x1b\x07\u202e\u200db")]) == "<p>a\u200db</p>"


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("برنامه\u200cنویس", 10),
        ("क्\u200dष", 2),
        ("e\u0301", 1),
        ("\U0001f469\u200d\U0001f4bb", 2),
        ("\U0001f44b\U0001f3fd", 2),
        ("\U0001f1eb\U0001f1ee", 2),
        ("ab\u2060\ufe0f", 2),
    ],
)
def test_joined_and_combining_signs_take_no_columns_and_stay(text: str, columns: int) -> None:
    assert _columns(text) == columns
    table = Table(("Label", "x"), [(text, "y")])
    line = shown(table)[2]
    assert line.replace("\u2060", "") == (text + " " * (max(columns, 5) - columns + 2) + "y").replace("\u2060", "")
    assert text.replace("\u2060", "") in to_markdown([Text(text)])
    assert text in to_html([Text(text)])


def test_words_of_every_script_are_broken_between_words() -> None:
    persian = "برنامه\u200cنویس ارشد سامانه\u200cها"
    assert shown(Text(persian), 16) == ["برنامه\u200cنویس ارشد", "سامانه\u200cها"]
    assert shown(Text("データ 分析"), 8) == ["データ", "分析"]
    assert shown(Text("データ分析"), 6) == ["データ", "分析"]


def test_the_widest_column_gives_way_first_and_none_below_its_floor() -> None:
    assert _fitting([3, 10, 60], [3, 8, 8], 50) == [3, 10, 37]


def test_signs_of_markdown_are_escaped() -> None:
    assert to_markdown([Heading("a*b", 1)]) == "# a\\*b\n"


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
        table = Table(("a", one + "b"), [(one, "1")], frozenset({"a"}), {0: one})
        return [Heading(one), Text(one), Text(one, quiet=True), table, Tasks([("1", one, one)])]

    seen = Seen(to_html(blocks(label)))
    assert seen.tags == Seen(to_html(blocks("x"))).tags
    assert seen.text.count(label) >= 8 or not label.strip()


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
    assert tasks[0] == "- [ ] **1. probability**: \\~40 hours; needed for statistics"
    html = to_html(plan_blocks(path, 10))
    assert html.count('type="checkbox"') == len(path.steps)


def test_a_page_stands_alone_and_has_a_title() -> None:
    page = to_html_page([Heading("<Baker>", 1), Table(("a",), [("=1",)])])
    seen = Seen(page)
    assert seen.tags[:5] == ["html", "head", "meta", "title", "style"]
    assert "<title>&lt;Baker&gt;</title>" in page
    assert not set(seen.tags) & {"script", "img", "link"}


def test_titles_stand_before_the_rows_that_they_are_about() -> None:
    table = Table(
        ("#", "Learn"), [("1", "dough"), ("2", "oven"), ("3", "sugar")], frozenset("#"), {0: "Bread", 2: "Cake"}
    )
    assert shown(table) == ["#  Learn", "─  ─────", "Bread", "1  dough", "2  oven", "Cake", "3  sugar"]
    narrow = Table(("Number", "Learn", *"ABC"), [("1", "sourdough", *["fermentation"] * 3)], titles={0: "Bread <b>"})
    assert shown(narrow, 24)[:2] == ["Bread <b>", "Number  1"]
    markdown = to_markdown([table]).splitlines()
    assert markdown[2:4] == ["| | **Bread** |", "| 1 | dough |"]
    assert {line.count("|") for line in to_markdown([narrow]).splitlines()} == {6}
    assert '<tr><th colspan="5">Bread &lt;b&gt;</th></tr>' in to_html([narrow])


def test_columns_that_say_nothing_can_be_left_out() -> None:
    table = Table(("Name", "Level", "Hours"), [("dough", "-", "~3"), ("oven", "", "-")], frozenset({"Hours"}))
    assert table.filled == Table(("Name", "Hours"), [("dough", "~3"), ("oven", "-")], frozenset({"Hours"}))


def test_a_task_has_the_number_that_it_is_given() -> None:
    tasks = Tasks([("7-8", "data mining", "required"), ("9", "dough", "")])
    assert shown(tasks) == ["[ ] 7-8. data mining: required", "[ ] 9. dough"]
    assert to_markdown([tasks]) == "- [ ] **7-8. data mining**: required\n- [ ] **9. dough**\n"
    assert to_html([tasks]).count('<li value="7">') == to_html([tasks]).count('<li value="9">') == 1
