"""The layout of tables."""

from __future__ import annotations

import io
import os
from unittest import mock

from hypothesis import given
from hypothesis import strategies as st

from rolegraph.render.text import Heading, Table, Text
from rolegraph.render.text.terminal import _columns, write_terminal

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
