"""Tables of counts: which column is what, and numbers as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.readers.counts.count_tables import MOVES, OBSERVATIONS, HeadingWords, number_in, open_table
from rolegraph.readers.import_output import ImportReport


def columns(heading: str, known: dict[str, HeadingWords], **named: str) -> dict[str, str]:
    table = open_table(f"{heading}\n".encode(), Path("t.csv"), known, named, ImportReport())
    return {what: table.titles[at] for what, at in table.places.items()}


def test_the_headings_of_the_cps_and_of_oews_are_known() -> None:
    cps = "OCC_source,OCC_target,transition_prob_corr,in_corr,OCC_TITLE_OCC,OCC_TITLE_OCCLY,TOT_EMP_OCC,A_MEAN_OCC"
    found = columns(cps, dict(MOVES))
    assert (found["origin"], found["target"], found["share"]) == ("OCC_source", "OCC_target", "transition_prob_corr")
    assert (found["origin title"], found["target title"]) == ("OCC_TITLE_OCCLY", "OCC_TITLE_OCC")
    seen = columns(cps, dict(OBSERVATIONS))
    assert (seen["code"], seen["employment"], seen["mean pay"]) == ("OCC_target", "TOT_EMP_OCC", "A_MEAN_OCC")
    oews = "AREA,AREA_TITLE,NAICS_TITLE,OWN_CODE,OCC_CODE,OCC_TITLE,TOT_EMP,EMP_PRSE,H_MEAN,A_MEAN,H_MEDIAN,A_MEDIAN"
    seen = columns(oews, dict(OBSERVATIONS))
    assert {what: seen[what] for what in ("place", "code", "title", "employment", "mean pay", "median pay")} == {
        "place": "AREA_TITLE",
        "code": "OCC_CODE",
        "title": "OCC_TITLE",
        "employment": "TOT_EMP",
        "mean pay": "A_MEAN",
        "median pay": "A_MEDIAN",
    }


def test_a_column_can_be_named() -> None:
    assert columns("a;b;rate", dict(MOVES), origin="a", target="b")["target"] == "b"
    with pytest.raises(RolegraphError, match="no column 'wind' in such a table: use one of"):
        columns("a,b", dict(MOVES), wind="a")
    with pytest.raises(SourceError, match=r"line 1: has no column 'z' \(it has a, b"):
        columns("a,b", dict(MOVES), origin="z")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("11,390", 11390.0),
        ("1.234,5", None),
        ("0,045", 0.045),
        ("0.0005718108642528989", 0.0005718108642528989),
        ("3.4 %", 3.4),
        ("€61 000", 61000.0),
        ("-2", -2.0),
        ("1e-05", 1e-05),
        ("nan", None),
        ("", None),
    ],
)
def test_numbers_are_read_as_tables_have_them(text: str, number: float | None) -> None:
    if text == "1.234,5":
        with pytest.raises(ValueError, match="is no number"):
            number_in(text)
    else:
        assert number_in(text) == number


@pytest.mark.parametrize("text", ["many", "1e999", "0x10", "1" * 5000, "--1", "inf"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no number"):
        number_in(text)
