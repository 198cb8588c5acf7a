"""Postings as data: where they stand in JSON-LD, what they state, and their text in whatever markup."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.readers.documents.forms.document import PostingFields
from rolegraph.readers.documents.forms.job_postings import (
    amount,
    described,
    find_postings,
    in_words,
    iso_date,
    one_below_the_other,
    period_of,
    posting_documents,
    posting_fields,
    posting_lines,
    postings_in_scripts,
    words_of,
    workplace,
)
from rolegraph.readers.documents.plain_text import Line

COOK = {"@type": "JobPosting", "title": "Cook"}


def texts(lines: list[Line]) -> list[str]:
    return [line.text for line in lines if line.text]


@pytest.mark.parametrize(
    "data",
    [
        COOK,
        [COOK],
        {"@graph": [{"@type": "Organization"}, COOK]},
        {"@type": "WebPage", "mainEntity": COOK},
        {"@type": ["Thing", "http://schema.org/JobPosting"], "https://schema.org/title": "Cook"},
        {"@type": "schema:JobPosting", "schema:title": "Cook"},
    ],
)
def test_a_posting_is_found_wherever_it_stands(data: object) -> None:
    assert [posting_fields(posting).title for posting in find_postings(data)] == ["Cook"]


def test_postings_keep_their_order() -> None:
    postings = [{"@type": "JobPosting", "title": str(number)} for number in range(4)]
    found = find_postings({"a": postings[:2], "b": {"c": postings[2:]}})
    assert [posting["title"] for posting in found] == ["0", "1", "2", "3"]


@pytest.mark.parametrize(
    "script",
    [
        json.dumps(COOK),
        '<!-- {"@type": "JobPosting", "title": "Cook"} -->',
        '//<![CDATA[\n{"@type": "JobPosting", "title": "Cook",}\n//]]>',
        '{"@type": "JobPosting", "title": "Cook", "description": "a\nb"}',
        "{&quot;@type&quot;: &quot;JobPosting&quot;, &quot;title&quot;: &quot;Cook&quot;}",
    ],
)
def test_scripts_are_read_with_usual_faults(script: str) -> None:
    assert [posting["title"] for posting in postings_in_scripts(["{broken", script, "[" * 100_000])] == ["Cook"]


def test_what_a_posting_states() -> None:
    posting: dict[str, Any] = {
        "title": " Cook &amp; baker ",
        "hiringOrganization": {"@type": "Organization", "name": "Inn"},
        "jobLocation": [
            {"@type": "Place", "address": {"addressLocality": "Bergen", "addressCountry": {"name": "Norway"}}},
            {"address": "Oslo"},
        ],
        "jobLocationType": "TELECOMMUTE",
        "employmentType": ["FULL_TIME", "fullTime", "CONTRACTOR"],
        "baseSalary": {"currency": "nok", "value": {"minValue": "520,000", "maxValue": 610000.0, "unitText": "YEAR"}},
        "datePosted": "2024-04-02T10:00:00+02:00",
        "validThrough": "31.05.2024",
        "industry": ["Food", {"name": "Travel"}],
    }
    assert posting_fields(posting) == PostingFields(
        title="Cook & baker",
        employer="Inn",
        place="Bergen, Norway; Oslo",
        remote="remote",
        employment_types=("Full Time", "Contractor"),
        pay_low=520_000,
        pay_high=610_000,
        currency="NOK",
        pay_period="year",
        posted="2024-04-02",
        closes="2024-05-31",
        industry="Food, Travel",
    )
    assert posting_fields({}) == PostingFields()


@pytest.mark.parametrize(
    ("pay", "expected"),
    [
        ({"value": {"value": 18.5, "unitText": "HOUR"}, "currency": "GBP"}, (18, 18, "GBP", "hour")),
        ({"minValue": 10, "maxValue": 20, "currency": "EUR"}, (10, 20, "EUR", "")),
        ({"value": {"minValue": 10}, "currency": "EUR"}, (10, None, "EUR", "")),
        (30_000, (30_000, 30_000, "", "")),
        ("€30,000", (30_000, 30_000, "EUR", "")),
        ("30 to 40", (None, None, "", "")),
        ({"value": {"value": 0}}, (None, None, "", "")),
        (None, (None, None, "", "")),
    ],
)
def test_pay_in_its_usual_shapes(pay: object, expected: tuple[object, ...]) -> None:
    fields = posting_fields({"baseSalary": pay})
    assert (fields.pay_low, fields.pay_high, fields.currency, fields.pay_period) == expected


def test_parts_beside_the_description_stand_below_headings() -> None:
    posting = {
        "description": "Cook well.\n- HACCP",
        "skills": ["HACCP", "Grill"],
        "experienceRequirements": {"monthsOfExperience": 36},
        "educationRequirements": {"credentialCategory": "BachelorDegree"},
    }
    assert texts(posting_lines(posting, "a")) == [
        "Cook well.",
        "- HACCP",
        "Skills",
        "- Grill",
        "Education",
        "- bachelor degree",
        "Experience",
        "- 3 years of experience",
    ]
    assert [line.number for line in posting_lines(posting, "a")] == list(range(1, 12))


def test_pay_in_words_is_part_of_the_text() -> None:
    assert texts(posting_lines({"description": "Cook.", "baseSalary": "30 to 40 thousand"}, "a")) == [
        "Cook.",
        "Salary",
        "30 to 40 thousand",
    ]
    assert texts(posting_lines({"description": "Cook.", "baseSalary": 30_000}, "a")) == ["Cook."]


@pytest.mark.parametrize(
    "text",
    [
        "<p>Cook.</p><ul><li>Grill</li></ul>",
        "&lt;p&gt;Cook.&lt;/p&gt;&lt;ul&gt;&lt;li&gt;Grill&lt;/li&gt;&lt;/ul&gt;",
        "&amp;lt;p&amp;gt;Cook.&amp;lt;/p&amp;gt;&amp;lt;ul&amp;gt;&amp;lt;li&amp;gt;Grill",
        "Cook.\n- Grill",
        "Cook.\\n- Grill",
        "Cook.<br/>&bull; Grill",
    ],
)
def test_descriptions_in_any_markup(text: str) -> None:
    found = texts(described(text, "a"))
    assert [line.replace("\u2022", "-") for line in found] == ["Cook.", "- Grill"]


def test_a_description_on_one_endless_line_is_read() -> None:
    assert "".join(texts(described("rye " * 60_000, "a"))).count("rye") == 60_000


def test_a_single_posting_without_a_description_has_the_text_of_its_page() -> None:
    page = [Line(1, "A cook cooks. " * 20)]
    (document,) = posting_documents([COOK], "a", "html", page)
    assert (document.lines, document.posting and document.posting.title) == (page, "Cook")
    assert list(posting_documents([COOK, COOK], "a", "html", page)) == []


def test_several_postings_have_names_of_their_own() -> None:
    postings = [COOK | {"description": text} for text in ("Grill.", "Bake.")]
    assert [document.name for document in posting_documents(postings, "a", "json")] == ["a posting 1", "a posting 2"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-03-02", "2024-03-02"),
        ("2024-03-02 00:00:00", "2024-03-02"),
        ("2 March 2024", "2024-03-02"),
        ("Mar 2, 2024", "2024-03-02"),
        ("1709337600", "2024-03-02"),
        ("1709337600000.0", "2024-03-02"),
        ("2024-13-02", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_dates(text: str, date: str) -> None:
    assert iso_date(text) == date


@pytest.mark.parametrize(
    ("text", "number"), [("50,000", 50_000), ("50000.0", 50_000), ("EUR 50 000", 50_000), ("1-2", None), ("0", None)]
)
def test_amounts(text: str, number: int | None) -> None:
    assert amount(text) == number


def test_words_of_codes() -> None:
    assert [words_of(code) for code in ("FULL_TIME", "FullTime", "full-time", "https://schema.org/PartTime", "")] == [
        "Full Time",
        "Full Time",
        "Full Time",
        "Part Time",
        "",
    ]
    assert [period_of(unit) for unit in ("YEAR", "per annum", "hr.", "x", "")] == ["year", "year", "hour", "", ""]
    assert [workplace(word) for word in ("True", "On-site", "Hybrid", "0", "")] == [
        "remote",
        "on site",
        "hybrid",
        "",
        "",
    ]


def test_texts_below_each_other_are_counted_through() -> None:
    lines = one_below_the_other([Line(3, "a")], [], [Line(9, "b", depth=2)])
    assert lines == [Line(1, "a"), Line(2, ""), Line(3, "b", depth=2)]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(alphabet="a1,€ \n"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "@type title name value minValue maxValue currency unitText address baseSalary jobLocation datePosted "
                "employmentType skills description experienceRequirements monthsOfExperience".split()
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


@given(st.dictionaries(st.sampled_from("title baseSalary jobLocation datePosted skills industry".split()), JSON))
def test_no_shape_of_data_breaks_the_reading(posting: dict[str, Any]) -> None:
    fields = posting_fields(posting)
    assert all(isinstance(value, str) for value in (fields.title, fields.place, fields.posted, fields.industry))
    assert all(line.number for line in posting_lines(posting, "a"))
    assert isinstance(in_words(posting), str)
