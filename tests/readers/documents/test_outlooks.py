"""Forecasts of growth: figures, roles, periods and authorities."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.documents.reading import LEXICON, read

from rolegraph.readers.documents.gazetteer import RoleGazetteer
from rolegraph.readers.documents.outlooks import Forecasts, outlooks
from rolegraph.readers.documents.plain_text import Line, sentences
from rolegraph.readers.documents.records import Passage
from rolegraph.readers.documents.titles import find_title


def forecasts(text: str, current: tuple[int, ...] = ()) -> Forecasts:
    title = find_title([Line(1, "Data Analyst vs. BI Developer")])
    assert title is not None
    return outlooks(text, current, Passage("Outlook", 1, text), RoleGazetteer(title, LEXICON), {})


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "According to the U.S. Bureau of Labor Statistics, jobs will grow 31% from 2019 to 2029.",
            (31.0, 2019, 2029, "U.S. Bureau of Labor Statistics"),
        ),
        (
            "The World Economic Forum projects growth of 12.5 percent by 2030.",
            (12.5, None, 2030, "World Economic Forum"),
        ),
        ("Employment is expected to decline by 5% through 2032.", (-5.0, None, 2032, "")),
        ("Demand grows 8%.", (8.0, None, None, "")),
    ],
)
def test_a_forecast(sentence: str, expected: tuple[float, int | None, int | None, str]) -> None:
    (record,) = forecasts(sentence).records
    assert (record.growth, record.start, record.end, record.authority) == expected
    assert [role.label for role in record.roles] == ["Data Analyst", "BI Developer"]


@pytest.mark.parametrize(
    "sentence",
    [
        "Jobs of Data Analysts will grow 20%, and those of BI Developers 11%.",
        "Jobs will grow 20% for Data Analysts and 11% for BI Developers.",
    ],
)
def test_each_figure_has_its_role(sentence: str) -> None:
    found = [(record.growth, [role.label for role in record.roles]) for record in forecasts(sentence).records]
    assert found == [(20.0, ["Data Analyst"]), (11.0, ["BI Developer"])]


def test_initials_stand_for_the_authority() -> None:
    text = "According to the Bureau of Labor Statistics (BLS), jobs will grow 5%. The BLS projects growth of 7% later."
    assert [record.authority for record in forecasts(text).records] == ["Bureau of Labor Statistics"] * 2


def test_a_range_is_unclear_and_the_rest_is_kept() -> None:
    found = forecasts("Demand grows by 10-15% a year. Nobody knows.", (0,))
    assert found == Forecasts([], ["Nobody knows."], ["Demand grows by 10-15% a year."])


@given(st.lists(st.sampled_from("Jobs grow 5% 10-15% by 2030. Pay rises falls Data Analysts BI Developers".split(" "))))
def test_every_sentence_is_a_record_or_kept(words: list[str]) -> None:
    text = " ".join(words)
    found = forecasts(text)
    kept = {*found.rest, *found.unclear}
    assert len(found.records) > 0 or kept == set(sentences(text))


def test_a_growth_is_not_given_to_a_role_that_is_named_only_after_it() -> None:
    # a bug: the one role that the paragraph named later was taken for the one that grows
    article = read(
        "Data Analyst vs. BI Developer\nOutlook\n"
        "According to the BLS, jobs will grow 36% by 2033. BI Developers are sought as well."
    )
    assert [[role.label for role in record.roles] for record in article.outlooks] == [["Data Analyst", "BI Developer"]]


def test_a_growth_of_somebody_else_is_not_guessed() -> None:
    # a bug: the second figure was given to the role before it
    text = (
        "Data Analyst vs. BI Developer\nOutlook\n"
        "Jobs of Data Analysts will grow 35% from 2022 to 2032, while those of archivists will grow 8%."
    )
    article = read(text)
    assert [record.growth for record in article.outlooks] == [35.0]
    assert any("unclear" in finding.message and finding.line == 3 for finding in article.findings)


@pytest.mark.parametrize(
    "sentence",
    [
        "The average salary rose by 5% last year.",
        "The market is expected to grow at a CAGR of 37.3% from 2023 to 2030.",
        "Demand grows by 10-15% a year.",
        "Wages up 5% growth.",
        "Nobody knows.",
    ],
)
def test_figures_that_are_no_growth_of_jobs(sentence: str) -> None:
    article = read(f"Data Analyst vs. BI Developer\nOutlook\n{sentence}")
    assert article.outlooks == ()
    assert 3 in [finding.line for finding in article.findings]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("About 16,400 openings are projected each year.", 16_400),
        ("Some 3,000 job openings a year are expected for BI Developers.", 3_000),
        ("There are 900 annual openings.", 900),
        ("Annual openings of about 16,400 are expected.", 16_400),
    ],
)
def test_openings_a_year(sentence: str, expected: int) -> None:
    # a bug: how many jobs are to be filled was a note
    found = forecasts(sentence)
    assert [(record.openings, record.growth) for record in found.records] == [(expected, None)]
    assert found.rest == found.unclear == []


@pytest.mark.parametrize(
    "sentence", ["We saw 500 openings last month.", "Museum openings each year draw 5,000 guests."]
)
def test_other_openings(sentence: str) -> None:
    assert forecasts(sentence).records == []


def test_openings_belong_to_the_role_that_grows() -> None:
    text = (
        "According to the BLS, jobs for Data Analysts are set to increase by 9 percent between 2022 and 2032. "
        "Both Data Analysts and BI Developers are paid well. About 16,400 openings are projected each year."
    )
    found = [
        (record.growth, record.openings, record.start, record.end, [role.label for role in record.roles])
        for record in forecasts(text).records
    ]
    assert found == [(9.0, None, 2022, 2032, ["Data Analyst"]), (None, 16_400, None, None, ["Data Analyst"])]
