"""Pieces of a layout become lines that headings, bullets and paragraphs can be read from; tables, too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.readers.documents.forms.pieces import (
    LayoutPiece,
    is_data,
    is_sign,
    lines_of,
    starts_with_sign,
    table_pieces,
    without_sign,
)
from rolegraph.readers.documents.plain_text import BOLD


def shown(pieces: list[LayoutPiece]) -> list[str]:
    """Lines with their depth as signs of Markdown, without the empty ones."""
    lines = [line for line in lines_of(pieces) if line.text]
    return [" " * line.indent + "#" * line.depth + " " * (line.depth > 0) + line.text for line in lines]


def rows(*texts: str) -> list[list[list[str]]]:
    """Rows of cells: bars between cells, semicolons between what one holds."""
    return [[[part for part in cell.split(";") if part] for cell in text.split("|")] for text in texts]


def test_lines_keep_lists_together_and_paragraphs_apart() -> None:
    pieces = [
        LayoutPiece("A", 1),
        LayoutPiece("Do:"),
        LayoutPiece("x", is_bullet=True),
        LayoutPiece("y", is_bullet=True, level=2),
        LayoutPiece("End"),
    ]
    lines = lines_of(pieces)
    assert [line.text for line in lines] == ["A", "", "Do:", "- x", "- y", "", "End"]
    assert [line.number for line in lines] == list(range(1, 8))
    assert [line.indent for line in lines] == [0, 0, 0, 0, 2, 0, 0]


def test_signs_of_bullets_are_one_sign_and_empty_pieces_are_none() -> None:
    assert shown(
        [
            LayoutPiece("\u2022 x"),
            LayoutPiece("\u25aa y"),
            LayoutPiece("\uf0b7z"),
            LayoutPiece("- "),
            LayoutPiece(" "),
            LayoutPiece("2 - 3"),
        ]
    ) == [
        "- x",
        "- y",
        "- z",
        "2 - 3",
    ]


def test_more_of_a_bullet_stands_below_its_text() -> None:
    assert shown([LayoutPiece("x", is_bullet=True, level=1), LayoutPiece("more", level=1, continues=True)]) == [
        "- x",
        "  more",
    ]


def test_a_comparison_in_a_table_has_a_heading_for_row_and_column() -> None:
    table = rows("Aspect|Baker|Miller", "Skills|Rye;Wheat|Grain", "Pay|40|")
    assert shown(list(table_pieces(table))) == [
        "##### Skills",
        "###### Baker",
        "- Rye",
        "- Wheat",
        "###### Miller",
        "- Grain",
        "##### Pay",
        "###### Baker",
        "- 40",
    ]


def test_columns_of_necessity_are_headings() -> None:
    assert shown(list(table_pieces(rows("Essential|Desirable", "Rye|Spelt", "Wheat|")))) == [
        "##### Essential",
        "- Rye",
        "- Wheat",
        "##### Desirable",
        "- Spelt",
    ]


def test_a_table_of_two_columns_is_a_list_of_labels() -> None:
    table = rows("Place|Leeds", "Skills|Rye;Wheat", "Ovens:|Early;Late")
    assert shown(list(table_pieces(table))) == [
        "Place: Leeds",
        "##### Skills",
        "- Rye",
        "- Wheat",
        f"{'#' * BOLD} Ovens:",
        "- Early",
        "- Late",
    ]
    assert shown(list(table_pieces(table, has_header=True)))[0] == "##### Skills"


def test_any_other_table_is_a_list_of_its_rows() -> None:
    table = rows("Grade|From|To", "Junior|30|40", "Head||90")
    assert shown(list(table_pieces(table))) == ["- Junior: From 30; To 40", "- Head: To 90"]


def test_the_heading_above_a_table_comes_again_below_it() -> None:
    table = list(table_pieces(rows("|Baker|Miller", "Skills|Rye|Grain")))
    above, below = LayoutPiece("Notes", 2), LayoutPiece("Both are paid.")
    assert shown([above, *table, below])[-2:] == ["## Notes", "Both are paid."]
    assert shown([above, *table, LayoutPiece("Pay", 2)])[-2:] == ["- Grain", "## Pay"]
    assert shown([above, *table_pieces(rows("A|B", "C|D")), below])[-1] == "Both are paid."
    assert shown([above, *table_pieces(rows("A|B", "C|D")), below]).count("## Notes") == 1


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (rows("Aspect|Baker", "Skills|Rye"), True),
        (rows("Aspect|Baker"), False),
        (rows("Aspect|Baker", "Skills"), False),
        (rows("A", "B"), False),
        (rows("x" * 61 + "|B", "C|D"), False),
        (rows("Essential|Desirable", "x" * 61 + "|D"), True),
    ],
)
def test_a_table_of_data_and_one_for_layout(table: list[list[list[str]]], expected: bool) -> None:
    assert is_data(table) is expected


@given(
    st.lists(
        st.lists(st.lists(st.sampled_from(["Skills", "Rye bread", "Leeds"]), max_size=2), min_size=3, max_size=3),
        min_size=2,
        max_size=4,
    )
)
def test_a_table_keeps_what_its_body_says(table: list[list[list[str]]]) -> None:
    said = " ".join(piece.text for piece in table_pieces(table))
    assert all(text in said for row in table[1:] for cell in row for text in cell)


@pytest.mark.parametrize(("text", "bare"), [("- a", "a"), ("\u2022a", "a"), ("-a", "-a"), ("o a", "o a"), ("*", "")])
def test_signs(text: str, bare: str) -> None:
    assert without_sign(text) == bare
    assert starts_with_sign(text) is (bare != text)
    assert is_sign(text) is (not bare)


def test_how_a_criterion_is_tested_is_no_criterion() -> None:
    rows = [["Criterion", "Need", "Assessed by"], ["Welding", "Essential", "Interview"]]
    texts = [piece.text for piece in table_pieces([[[cell] for cell in row] for row in rows])]
    assert texts == ["Welding: Need Essential"]


def test_a_small_o_before_a_capital_is_a_sign() -> None:
    assert (without_sign("o Floral design"), without_sign("o clock")) == ("Floral design", "o clock")
