"""Pay: ranges, currencies and periods, and amounts that are no pay."""

from __future__ import annotations

import pytest

from rolegraph.readers.documents.fields.pay import pay_fields
from rolegraph.readers.documents.fields.values import Pay


def found(text: str) -> list[Pay]:
    return [field.value for field in pay_fields(text) if isinstance(field.value, Pay)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("£42,000 to £48,000 a year", Pay(42_000, 48_000, "GBP", "year")),
        ("Northlight Growers, Leeds (hybrid). 42,000 to 48,000 GBP a year.", Pay(42_000, 48_000, "GBP", "year")),
        ("$25-$30/hr", Pay(25, 30, "USD", "hour")),
        ("USD 120k-150k + equity", Pay(120_000, 150_000, "USD", "year", "equity")),
        ("€ 3.500 brutto monatlich", Pay(3_500, 3_500, "EUR", "month")),
        ("60.000 €", Pay(60_000, 60_000, "EUR", "year")),
        ("EUR 46.269,33 gross per annum", Pay(46_269.33, 46_269.33, "EUR", "year")),
        ("15.50 per hour", Pay(15.5, 15.5, "", "hour")),
        ("💷 £65-80k | 30 days of holiday", Pay(65_000, 80_000, "GBP", "year")),
        ("up to £45k", Pay(None, 45_000, "GBP", "year")),
        ("Salary from $90,000", Pay(90_000, None, "USD", "year")),
        ("Salary\nfrom £59,000", Pay(59_000, None, "GBP", "year")),
        ("Salary\nab 59.000 EUR brutto/Jahr", Pay(59_000, None, "EUR", "year")),
        ("Salary: from 59,000 EUR gross/year", Pay(59_000, None, "EUR", "year")),
        ("£30k base, OTE £50k", Pay(30_000, 30_000, "GBP", "year")),
        ("Salary: 42,000 - 48,000", Pay(42_000, 48_000, "", "year")),
        ("Salary 30-35k", Pay(30_000, 35_000, "", "year")),
        ("Day rate: £450", Pay(450, 450, "GBP", "day")),
        ("Compensation:\n£40k - 50k", Pay(40_000, 50_000, "GBP", "year")),
        ("CHF 90'000 - 110'000", Pay(90_000, 110_000, "CHF", "year")),
        ("Leeds | £45,000 | Permanent", Pay(45_000, 45_000, "GBP", "year")),
        ("Competitive salary of up to £55,000 + bonus", Pay(None, 55_000, "GBP", "year")),
        ("Base of $110,000 + bonus + 0.1%-0.3% equity", Pay(110_000, 110_000, "USD", "year", "0.1%-0.3% equity")),
    ],
)
def test_pay(text: str, expected: Pay) -> None:
    assert found(text) == [expected]


def test_each_amount_of_a_sentence() -> None:
    text = "Bakers earn around $41,000 per year, millers $39,500."
    assert [(field.text, text.index(field.text) == field.start) for field in pay_fields(text)] == [
        ("$41,000 per year", True),
        ("$39,500", True),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Salary: DOE/competitive",
        "$5 million in revenue",
        "We are a $1B company",
        "We help clients save $10,000",
        "Manage budgets of $2,000,000",
        "Responsible for $500,000 in annual sales",
        "$5,000 sign-on bonus",
        "Annual training budget of €1,000 per year",
        "Interest free commuter loan of up to £10,000",
        "We serve 42,000 to 48,000 customers a year",
        "100-120 EUR per month for public transport",
        "handle 60 calls per hour",
        "401k matching",
    ],
)
def test_other_amounts(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$45 - $55 per hour + super", Pay(45.0, 55.0, "AUD", "hour")),
        ("$90,000 plus superannuation", Pay(90_000.0, 90_000.0, "AUD", "year")),
        ("Salary: Rs. 35,000 - 45,000 pm", Pay(35_000.0, 45_000.0, "INR", "month")),
        ("\u00a311.60ph", Pay(11.6, 11.6, "GBP", "hour")),
    ],
)
def test_pay_as_it_is_written_elsewhere(text: str, expected: Pay) -> None:
    assert found(text) == [expected]
