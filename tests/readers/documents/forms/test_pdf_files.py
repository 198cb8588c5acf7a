"""PDF: lines from places on a page, headings from sizes, lists from signs and indents, columns one after the other."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter
from tests.readers.documents.forms.made_files import Words, column, pdf

from rolegraph.errors import SourceError
from rolegraph.readers.documents.forms.pdf_files import joined, read_pdf
from rolegraph.readers.documents.forms.pieces import lines_of
from rolegraph.readers.documents.plain_text import BOLD

LONG = "The fitter strips and rebuilds pumps of all makes and in all places where"


def shown(data: bytes) -> list[str]:
    lines = [line for line in lines_of(read_pdf(data)[1]) if line.text]
    return ["#" * line.depth + " " * (line.depth > 0) + line.text for line in lines]


def test_headings_by_size_and_weight_and_bullets_by_their_sign() -> None:
    page = [
        Words(50, 50, "Mechanical Fitter", 20),
        *column(50, 90, LONG, "water is pumped."),
        Words(50, 130, "Requirements", 13, bold=True),
        *column(50, 150, "• MIG welding of steel and of cast iron, in any", "  position", "• Full licence"),
        Words(50, 200, "Benefits:", bold=True),
        *column(50, 216, "A van"),
    ]
    assert shown(pdf(page)) == [
        "# Mechanical Fitter",
        f"{LONG} water is pumped.",
        "## Requirements",
        "- MIG welding of steel and of cast iron, in any position",
        "- Full licence",
        f"{'#' * BOLD} Benefits:",
        "A van",
    ]


def test_numbers_are_signs_of_bullets() -> None:
    page = [*column(50, 50, "Skills:"), *column(60, 62, "1. Welding of steel in", "   any position", "2) Lathe")]
    page[2] = page[2]._replace(x=75)
    assert shown(pdf(page)) == ["Skills:", "- Welding of steel in any position", "- Lathe"]


def test_paragraphs_apart_stay_apart() -> None:
    page = [*column(50, 50, LONG, "water is pumped."), *column(50, 90, "Apply", "today"), *column(50, 130, LONG)]
    assert shown(pdf(page)) == [f"{LONG} water is pumped.", "Apply today", LONG]


def test_what_a_browser_prints_around_a_page_is_left_out() -> None:
    around = [Words(30, 20, "5/26/24, 5:28 PM"), Words(30, 825, "https://jobs.example/1"), Words(560, 825, "1/1")]
    assert shown(pdf([*around, *column(50, 100, LONG, "pumps are.", "Apply by May.")])) == [
        f"{LONG} pumps are.",
        "Apply by May.",
    ]


def test_letters_that_stand_apart_are_not_lost() -> None:
    page = [Words(50 + 3 * number, 50, letter) for number, letter in enumerate("mills")]
    assert "".join(shown(pdf(page))).replace(" ", "") == "mills"


def test_a_sign_that_stands_apart_belongs_to_its_text() -> None:
    page = [
        *column(50, 50, "Skills:"),
        Words(60, 65, "•"),
        Words(80, 65, "Welding"),
        Words(60, 77, "•"),
        Words(80, 77, "Lathe"),
    ]
    assert shown(pdf(page)) == ["Skills:", "- Welding", "- Lathe"]


def test_indented_lines_are_a_list_whose_signs_were_drawn() -> None:
    page = [
        *column(50, 50, "You should have", size=14),
        *column(90, 70, "A licence for forklifts and for", "trucks", "Patience"),
    ]
    assert shown(pdf(page)) == ["# You should have", "- A licence for forklifts and for trucks", "- Patience"]


def test_words_of_a_line_stay_together() -> None:
    page = [Words(50, 50, "Pipe fitter", bold=True), Words(103, 50, ", Harbour Works"), *column(50, 70, LONG)]
    assert shown(pdf(page))[0] == "Pipe fitter, Harbour Works"


@pytest.mark.parametrize("by_row", [False, True])
def test_columns_are_read_one_after_the_other(by_row: bool) -> None:
    left = column(50, 50, *(f"Left line number {number} of the page" for number in range(8)), step=30)
    right = column(320, 50, *(f"Right line number {number} of the page" for number in range(8)), step=30)
    words = [word for row in zip(left, right, strict=True) for word in row] if by_row else [*left, *right]
    assert shown(pdf(words)) == [word.text for word in (*left, *right)]


def test_labels_keep_what_stands_beside_them() -> None:
    labels = column(50, 50, "Place", "Pay:", "Hours", "Start", "Team", "Grade", step=30)
    said = column(300, 50, "Leeds", "30,000", "40", "May", "Five", "Two", step=30)
    words = [word for row in zip(labels, said, strict=True) for word in row]
    assert shown(pdf(words))[:3] == ["Place: Leeds", "Pay: 30,000", "Hours: 40"]


def test_one_label_with_a_colon_keeps_what_stands_beside_it() -> None:
    page = [
        Words(50, 50, "Pay:"),
        Words(300, 50, "30,000"),
        Words(50, 70, "Fitter", bold=True),
        Words(300, 70, "2018"),
        *column(50, 90, LONG),
    ]
    assert shown(pdf(page)) == ["Pay: 30,000", f"{'#' * BOLD} Fitter", "2018", LONG]


def test_headers_footers_and_numbers_of_pages_are_left_out() -> None:
    pages = [
        [
            Words(50, 20, "Ridgeway Storage careers"),
            *column(50, 100, f"{name} is what this page is about."),
            Words(280, 800, f"Page {number} of 3"),
            Words(50, 820, f"Printed on 3.{number}."),
        ]
        for number, name in enumerate(("Picking", "Packing", "Sending"), start=1)
    ]
    assert shown(pdf(*pages)) == [
        "Ridgeway Storage careers",
        "Picking is what this page is about.",
        "Printed on 3.1.",
        "Packing is what this page is about.",
        "Sending is what this page is about.",
    ]


def test_a_paragraph_goes_on_over_the_page() -> None:
    assert shown(pdf(column(50, 780, LONG), column(50, 50, "water is pumped."))) == [f"{LONG} water is pumped."]


def test_what_is_written_twice_to_look_bold_is_there_once() -> None:
    assert shown(pdf([Words(50, 50, "Requirements"), Words(50.2, 50, "Requirements"), *column(50, 70, LONG)])) == [
        "Requirements",
        LONG,
    ]


@pytest.mark.parametrize(
    ("text", "more", "whole"),
    [
        ("the develop-", "ment", "the development"),
        ("a well-", "kept shop", "a well-kept shop"),
        ("state-of-", "the-art", "state-of-the-art"),
        ("C -", "or more", "C - or more"),
        ("ISO-", "Norm", "ISO-Norm"),
        ("a van", "and more", "a van and more"),
    ],
)
def test_divided_words_are_whole_again(text: str, more: str, whole: str) -> None:
    assert joined(text, more) == whole


@pytest.mark.parametrize(
    ("stated", "title"), [("Fitter", "Fitter"), ("Microsoft Word - JD final.docx", ""), ("untitled", ""), ("", "")]
)
def test_the_title_in_the_properties(stated: str, title: str) -> None:
    assert read_pdf(pdf(column(50, 50, "Fitter"), title=stated))[0] == title


def _locked(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf(column(50, 50, "Fitter")))))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_password_is_asked_for_and_none_is_needed_where_it_is_empty() -> None:
    assert shown(_locked("")) == ["Fitter"]
    with pytest.raises(SourceError, match="has a password") as refused:
        read_pdf(_locked("secret"))
    assert refused.value.cure


def test_a_scan_is_told_from_a_text() -> None:
    with pytest.raises(SourceError, match=r"no text on its 2 pages: it is probably a scan.*OCR"):
        read_pdf(pdf([], []))


def test_a_pdf_without_pages_is_no_scan() -> None:
    with pytest.raises(SourceError, match="has no pages"):
        read_pdf(pdf())


def test_far_too_many_pages_are_refused() -> None:
    with pytest.raises(SourceError, match="has 301 pages"):
        read_pdf(pdf(*([] for _ in range(301))))


def test_two_columns_of_a_cv_are_no_table_of_labels() -> None:
    left = ["WORK EXPERIENCE", "2018 - present", "Fitter", "Paper Mill", "2014 - 2018", "Apprentice"]
    right = ["SKILLS", "Welding", "Hydraulics", "LANGUAGES", "German", "English"]
    rows = [Words(x, 50 + 18 * row, words[row]) for row in range(6) for x, words in ((50, left), (340, right))]
    lines = shown(pdf(rows))
    assert lines.index("Apprentice") < lines.index("SKILLS")
    assert "Fitter: Hydraulics" not in lines
