"""Web pages: the main text with its layout, and nothing around it, hidden in it, or referred to by it."""

from __future__ import annotations

import pytest
from tests.readers.documents.forms.pages import BOARD, PAGES

from rolegraph.readers.documents.forms.pieces import lines_of
from rolegraph.readers.documents.forms.web_pages import WebPage, decode_markup, read_page


def shown(page: WebPage) -> str:
    """The lines of a page with their depth as signs of Markdown, without the empty ones."""
    lines = [line for line in lines_of(page.pieces) if line.text]
    return "\n".join(" " * line.indent + "#" * line.depth + " " * (line.depth > 0) + line.text for line in lines)


@pytest.mark.parametrize("name", PAGES)
def test_the_main_text_of_a_page(name: str) -> None:
    markup, expected = PAGES[name]
    assert shown(read_page(markup)) == expected


@pytest.mark.parametrize("name", sorted(PAGES.keys() - {"panels"}))
def test_a_page_without_classes_still_says_what_it_says(name: str) -> None:
    markup, expected = PAGES[name]
    said = shown(read_page(markup.replace("class=", "data-c=").replace("id=", "data-i=")))
    assert set(expected.splitlines()) <= set(said.splitlines())


def test_the_title_is_the_first_heading_without_the_name_of_the_site() -> None:
    assert read_page(BOARD).title == "Warehouse Team Leader"
    assert read_page("<title>Fitter - Larkfield</title><body><h1>We hire</h1>").title == "Fitter - Larkfield"
    assert read_page("<title>Larkfield - Fitter</title><body><h2>Fitter</h2>").title == "Fitter"
    assert read_page("<title>Job: Fitter</title><body><h1>Vacancies</h1><h2>Fitter</h2>").title == "Fitter"
    assert read_page("<h1>Fitter</h1>").title == "Fitter"
    assert read_page("<p>Fitter").title == ""


def test_signs_of_windows_are_read_in_pages_that_claim_latin_1() -> None:
    assert shown(read_page(decode_markup(b"<meta charset=latin1><p>Bachelor\x92s degree"))) == "Bachelor's degree"


def test_terms_without_a_value_are_kept() -> None:
    assert shown(read_page("<dl><dt>Pay<dt>Place<dd>Leeds<dt>Skills<dd>Rye<dt>End</dl>")).splitlines() == [
        "Pay",
        "Place: Leeds",
        f"{'#' * 7} Skills",
        "Rye",
        "End",
    ]


def test_a_fragment_is_read_as_a_whole() -> None:
    assert shown(read_page("<p>Cook.</p><ul><li>HACCP<li>Grill</ul>")) == "Cook.\n- HACCP\n- Grill"


def test_data_is_found_in_scripts() -> None:
    assert read_page('<script type="application/ld+json"> {"a": "<p>"} </script><p>x').data == [' {"a": "<p>"} ']


@pytest.mark.parametrize("markup", ["", " ", "<", "<!doctype html>", "<html></html>", "\0", "<p></p>", "<!-- x"])
def test_a_page_without_text_has_none(markup: str) -> None:
    assert shown(read_page(markup)) in ("", markup.strip("\0 "))


@pytest.mark.parametrize(
    "data",
    [
        "<p>Bäcker".encode(),
        b"\xef\xbb\xbf<p>B\xc3\xa4cker",
        "<p>Bäcker".encode("utf-16"),
        b'<meta charset="iso-8859-1"><p>B\xe4cker',
        b'<META http-equiv=x content="text/html; charset=windows-1252"><p>B\xe4cker',
        b'<meta charset="no-such"><p>B\xc3\xa4cker',
        b"<p>B\xe4cker",
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><p>Bäcker'.encode(),
    ],
)
def test_any_encoding_is_read(data: bytes) -> None:
    assert shown(read_page(decode_markup(data))) == "Bäcker"


def test_entities_of_a_page_are_not_expanded() -> None:
    bomb = (
        '<!DOCTYPE html [<!ENTITY a "boom"><!ENTITY b "&a;&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]><p>x&b;&c;'
    )
    assert "boom" not in shown(read_page(bomb))
    assert "root:" not in shown(read_page(bomb))


def test_deep_nesting_and_open_elements_are_read() -> None:
    assert "Rye" in shown(read_page("<div>" * 100 + "<p>Rye"))
    assert read_page("<div>" * 100_000 + "<p>Rye").data == []
