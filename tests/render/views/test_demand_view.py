"""Demand as tables: the few numbers that matter first, and how sure they are."""

from __future__ import annotations

import pytest
from tests.market.postings import asks, market, posting

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
