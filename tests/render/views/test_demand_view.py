"""Demand as tables: the few numbers that matter first, and how sure they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.market.postings import asks, market, posting
from tests.market.stated import DOUGH as DOUGH_COUNTED
from tests.market.stated import FRENCH as FRENCH_COUNTED
from tests.market.stated import GROWS, bakers, counted, option

from rolegraph.model.nodes import Level
from rolegraph.render.text import Table, Text
from rolegraph.render.text.layout import to_markdown, to_text, write_terminal
from rolegraph.render.views.demand_view import basis_blocks, demand_blocks

DOUGH, FRENCH = asks("skill/dough", level=Level.WORKING), asks("skill/french", preferred=True)


def test_what_most_ask_for_stands_first_with_its_interval_and_the_profile_beside_it() -> None:
    graph = market([posting(1, DOUGH, FRENCH), posting(2, DOUGH, FRENCH), posting(3, DOUGH), posting(4)])
    text = to_markdown(demand_blocks(graph.demand("baker")))
    assert "4 postings, of which 3 say what they ask for." in text
    assert "These are few" in text
    assert "Asked for, not in the profile: French (67%)." in text
    assert "| dough | 100% | 44 to 100% | 100% | working | required |" in text
    assert "| French | 67% | 21 to 94% | 0% | - | no |" in text
    assert "Bachelor's degree in Food Science" in text.partition("asked for by none")[2]


def test_the_rest_is_counted_and_shown_on_request() -> None:
    graph = market([posting(1, DOUGH, FRENCH), posting(2, DOUGH), posting(3, DOUGH)])
    found = graph.demand("baker")
    assert "1 asked for less often; --all shows all" in to_text(demand_blocks(found))
    (table,) = (
        one for one in demand_blocks(found, everything=True) if isinstance(one, Table) and "95 %" in one.columns
    )
    assert [row[0] for row in table.rows] == ["dough", "French"]
    assert "Nothing is asked for by 100% or more" not in to_text(demand_blocks(found, 1.0))
    graph = market([posting(1, DOUGH), posting(2, FRENCH)])
    rare = to_text(demand_blocks(graph.demand("baker"), 0.9))
    assert "Nothing is asked for by 90% or more; the most is dough, by 50% of 2." in " ".join(rare.split())


def test_what_is_asked_for_fits_into_80_columns(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    long = asks("skill/dough", "degree/bachelor-food-science", level=Level.PROFICIENT)
    write_terminal(demand_blocks(market([posting(1, long, FRENCH)]).demand("baker")), color=False)
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("Capability") and line.endswith("In profile") for line in lines)
    assert max(map(len, lines)) <= 80


def test_what_is_left_out_is_said_with_its_reason() -> None:
    graph = market([posting(1, DOUGH, posted="2026-02-01"), posting(2, confidence=0.1), posting(3, DOUGH)])
    text = " ".join(to_text(demand_blocks(graph.demand("baker", since="2026-01-01"))).split())
    assert "1 posting, 2026-02-01. Left out: 1 not surely for this role; 1 older, or without a date." in text


def test_a_role_without_postings_says_where_they_come_from() -> None:
    text = to_text(demand_blocks(market([]).demand("baker")))
    assert "No posting is for Baker." in text
    assert "rolegraph ingest" in text
    older = to_text(demand_blocks(market([posting(1, DOUGH)]).demand("baker", since="2026-01-01")))
    assert "Left out: 1 older, or without a date." in older
    assert "rolegraph ingest" not in older


def test_pay_has_its_currency_and_period() -> None:
    graph = market([posting(1, pay_low=20, pay_high=24, currency="GBP", pay_period="hour"), posting(2, pay_low=30000)])
    text = to_markdown(demand_blocks(graph.demand("baker")))
    assert "| - | GBP an hour | 22 | 20 | 24 | 1 |" in text
    assert "| - | a year | 30,000 | 30,000 | 30,000 | 1 |" in text


def test_a_plan_says_what_it_is_for() -> None:
    graph = market([posting(1, DOUGH)])
    (text,) = basis_blocks(graph.path("pastry-chef", "baker", demand_share=0.5))
    assert isinstance(text, Text)
    assert text.text.startswith("This plan is for what postings ask for (at least 50% of 1), and not for")
    assert list(basis_blocks(graph.path("pastry-chef", "baker"))) == []


def test_what_was_counted_says_by_whom_of_how_many_and_whether_it_grows(tmp_path: Path) -> None:
    graph = counted(tmp_path, bakers(DOUGH_COUNTED, FRENCH_COUNTED, growth=GROWS))
    text = to_markdown(demand_blocks(graph.demand("baker"), 0.2))
    assert "400 postings, of which 300 say what they ask for." in text
    assert "Counted in Ads of 2025 (Jobs Ltd, 2025-01-01 to 2025-12-31); nothing is stated of what fewer" in text
    assert "against the year before: +31 % (+20 to +43 %)." in text
    assert "| dough | 80% (75-84) | 75% | working | +20 to +43 % | required |" in text
    assert "| French | 30% (25-35) | 33% | - | -20 to +10 % | no |" in text
    assert "not among what 30 or more of 300 ask for" in text  # fewer may well ask for it
    assert "by none" not in text
    narrowed = to_markdown(demand_blocks(graph.demand("baker", place="Leeds")))
    assert "counted 400 postings: they cannot be narrowed to a time or a place" in narrowed
    assert "rolegraph ingest" not in narrowed


def test_what_was_counted_fits_into_80_columns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    long = option("degree/bachelor-food-science", postings=300, level=Level.PROFICIENT, growth=GROWS)
    write_terminal(demand_blocks(counted(tmp_path, bakers(DOUGH_COUNTED, long)).demand("baker")), color=False)
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("Capability") and line.endswith("In profile") for line in lines)
    assert max(map(len, lines)) <= 80


def test_a_plan_for_what_was_counted_says_by_whom(tmp_path: Path) -> None:
    graph = counted(tmp_path, bakers(DOUGH_COUNTED))
    (text,) = basis_blocks(graph.path("pastry-chef", "baker", demand_share=0.5))
    assert isinstance(text, Text)
    assert "at least 50% of 300, counted in Ads of 2025 (Jobs Ltd, 2025-01-01 to 2025-12-31)" in text.text
