"""Tables of demand on a screen: which postings count, and what they ask for, small first."""

from __future__ import annotations

from typing import Any

from rolegraph.model.demand_tables import DemandRow, DemandTable, PayQuantiles, PostingTotals, UnknownName
from rolegraph.model.demands import Share
from rolegraph.model.nodes import Kind, Level, Node
from rolegraph.model.posting_counts import Growth
from rolegraph.render.text.layout import to_text
from rolegraph.render.views.cube_views import demand_table_blocks

BAKER, COOK = (Node(name.lower(), Kind.ROLE, name) for name in ("Baker", "Cook"))
DOUGH, HEAT = (Node(name.lower(), Kind.SKILL, name) for name in ("Dough", "Heat"))
GROWN = Growth(0.5, 0.2, 0.9)
SHARE = Share(60, 100, 0.5, 0.69)


def table(**parts: Any) -> DemandTable:
    totals = PostingTotals(130, 5, 10, 3, 2, 110, 100, 7, 4, 6, "2024-01-01", "2026-01-01")
    plain: dict[str, Any] = {"by": ("role", "capability"), "role": None, "least": 30, "combinations": 9, "supported": 3}
    rows = tuple(
        DemandRow(role, capability, asked_by=SHARE, idf=0.94, essential=30, level=Level.EXPERT, growth=GROWN)
        for role, capability in ((BAKER, DOUGH), (BAKER, HEAT), (COOK, HEAT))
    )
    roles = (
        DemandRow(BAKER, asked_by=Share(80, 110, 0, 1), growth=Growth(0.1, -0.2, 0.4)),
        DemandRow(COOK, asked_by=Share(30, 110, 0, 1)),
    )
    years = (("2025-01-02", "2026-01-01"), ("2024-01-02", "2025-01-01"))
    plain |= {"place": "m.parquet", "totals": totals, "rows": rows, "roles": roles, "roles_counted": 2, "years": years}
    return DemandTable(**(plain | parts))


def shown(found: DemandTable, everything: bool = False) -> str:
    return " ".join(to_text(demand_table_blocks(found, everything)).split())


def test_it_says_which_postings_count_and_what_is_not_known_of_them() -> None:
    text = shown(table())
    assert "110 postings, of which 100 say what they ask for, 2024-01-01 to 2026-01-01." in text
    assert "Left out: 5 copies of others; 10 of another time, or without a date; 3 elsewhere;" in text
    assert "; 2 of another seniority, or of none." in text
    assert (
        "Among these: 7 without a date, in no month and in no growth; 4 without a role; 6 not surely for the role"
        in text
    )


def test_roles_stand_with_what_they_ask_for() -> None:
    text = shown(table())
    assert "Baker 80 (-20 to +40) Dough 60%, Heat 60%" in text
    assert "Cook 30 - Heat 60%" in text
    assert "Growth: the share from 2025-01-02 to 2026-01-01 over that from 2024-01-02 to 2025-01-01" in text


def test_a_role_of_its_own_has_the_numbers_of_each_capability() -> None:
    found = table()
    text = shown(found._replace(role=BAKER, rows=found.rows[:2], roles=found.roles[:1], supported=2))
    assert "For Baker: 80 postings, 73% of all; over a year, no sure change (-20 to +40 %)." in text
    assert "Asked for, of 100 that ask for anything" in text
    assert "Dough 60% (50 to 69) 0.9 +50 (+20 to +90) 50% expert" in text
    assert "7 more rest on fewer than 30 postings" in text


def test_pay_is_shown_where_enough_state_it() -> None:
    few, enough = (
        DemandRow(asked_by=SHARE, place=str(n), pay=PayQuantiles(n, "EUR", "hour", 18, 20, 22)) for n in (29, 30)
    )
    text = shown(table(by=("place",), rows=(few, enough), roles=(), combinations=2, supported=2))
    assert "29 60 60% - " in text
    assert "30 60 60% 18 to 22 EUR an hour" in text


def test_long_tables_are_cut_and_say_so() -> None:
    rows = tuple(DemandRow(asked_by=SHARE, place=f"place {number}") for number in range(30))
    found = table(by=("place",), rows=rows, roles=(), combinations=50, supported=40)
    assert "place 20" not in shown(found)
    assert "20 more; --all shows more, -o FILE.parquet has all" in shown(found)
    assert "place 29" in shown(found, everything=True)
    assert "10 more; -o FILE.parquet has all" in shown(found, everything=True)


def test_where_nothing_has_enough_postings_it_says_how_to_see_more() -> None:
    assert "Nothing rests on 30 postings or more, of 9 rows; see --min-support" in shown(table(rows=()))
    assert "No posting that counts is for Baker." in shown(table(rows=(), role=BAKER, roles=(), combinations=0))
    assert "None of them asks for anything that the graph knows." in shown(table(rows=(), roles=(), combinations=0))


def test_names_that_were_left_out_are_said_with_their_rows() -> None:
    unknown = tuple(UnknownName(f"name {number}", 9 - number, "means nothing") for number in range(5))
    text = shown(table(unknown=unknown))
    assert "left out: 'name 0' (9 rows), 'name 1' (8 rows), 'name 2' (7 rows) and 2 more." in text


def test_what_all_ask_for_in_either_year_has_no_growth() -> None:
    rows = (DemandRow(place="York", asked_by=Share(100, 100, 0.9, 1.0), growth=Growth(0.0, 0.0, 0.0)),)
    text = shown(table(by=("place",), rows=rows, roles=(), combinations=1, supported=1))
    assert "(+0 to +0)" not in text


def test_of_how_many_is_said_only_where_it_is_one_number() -> None:
    rows = tuple(DemandRow(COOK, HEAT, place=place, asked_by=SHARE) for place in ("York", "Leeds"))
    text = shown(table(by=("role", "capability", "place"), rows=rows, role=COOK))
    assert "of 100 that ask for anything" not in text
    assert "Asked by: of the postings of the same place that ask for anything." in text


def test_what_no_table_shows_is_not_explained() -> None:
    assert "idf" not in shown(table())
    assert "idf: ln(1" in shown(table(role=BAKER))


def test_a_role_of_which_all_is_rare_does_not_seem_to_ask_for_nothing() -> None:
    assert "Cook 30 - nothing in 30 postings" in shown(table(rows=table().rows[:2]))


def test_columns_that_are_not_read_are_named() -> None:
    names = ("month", *(f"column {number}" for number in range(8)))
    assert "Columns that are not read: month, column 0, column 1" in shown(table(unread=names))
    assert "column 4 and 3 more." in shown(table(unread=names))


def test_small_shares_keep_a_digit() -> None:
    row = DemandRow(BAKER, DOUGH, asked_by=Share(4, 1000, 0.0016, 0.0102))
    text = shown(table(role=BAKER, rows=(row,), roles=()))
    assert "0.4% (0.2 to 1.0)" in text
