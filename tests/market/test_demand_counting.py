"""Counting a table: the same numbers as of the same postings in a graph, and everything in the file that is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.market.mention_tables import CAPABILITIES, GRAPH, PATHS, ROLES, Row, write_mentions
from tests.market.postings import BAKER, asks, market, posting

from rolegraph import RolegraphError, SourceError
from rolegraph.market.cube_columns import demand_schema
from rolegraph.model.demand_tables import DemandTable
from rolegraph.model.demands import DemandedCapability
from rolegraph.model.nodes import Level


@dataclass(frozen=True)
class Asked:
    """One requirement of a posting: any of some capabilities, by path."""

    any_of: frozenset[str]
    level: Level | None
    preferred: bool


asked = some.builds(
    Asked,
    some.frozensets(some.sampled_from(PATHS), min_size=1, max_size=2),
    some.none() | some.sampled_from(Level),
    some.booleans(),
)
advertisements = some.lists(
    some.tuples(
        some.lists(asked, max_size=3),
        some.none() | some.integers(20, 40),
        some.dates(date(2025, 1, 1), date(2026, 1, 1)),
    ),
    min_size=1,
    max_size=12,
)


def as_mentions(number: int, requirements: list[Asked], pay: int | None, day: date) -> Iterator[Row]:
    """A posting as `extract` writes it."""
    said = {"posting": f"{number}", "role": BAKER.iri, "posted": day, "pay_low": pay and float(pay)}
    said |= {"currency": "GBP", "pay_period": "hour"} if pay else {}
    if not requirements:
        yield said
    for place, one in enumerate(requirements):
        any_of = sorted(f"https://w3id.org/rolegraph/id/{path}" for path in one.any_of)
        for capability in any_of:
            yield said | {
                "capability": capability,
                "requirement": place,
                "necessity": "preferred" if one.preferred else "essential",
                "level": one.level and int(one.level),
                "alternatives": " ".join(any_of),
            }


@settings(max_examples=6, deadline=None)
@given(advertisements)
def test_a_table_is_counted_as_the_same_postings_in_a_graph(found: list[tuple[list[Asked], int | None, date]]) -> None:
    stores, rows = [], list[Row]()
    for number, (requirements, pay, day) in enumerate(found):
        records = [asks(*sorted(one.any_of), level=one.level, preferred=one.preferred) for one in requirements]
        paid: dict[str, Any] = {"currency": "GBP", "pay_low": pay, "pay_period": "hour"} if pay else {}
        stores.append(posting(number, *records, posted=day.isoformat(), **paid))
        rows += as_mentions(number, requirements, pay, day)
    in_graph = market(stores).demand("baker")
    with TemporaryDirectory() as folder:
        table = GRAPH.demand_table(write_mentions(Path(folder, "m.parquet"), rows), role="baker", least=1)
        whole = GRAPH.demand_table(Path(folder, "m.parquet"), by="role", least=1)

    def parts(one: Any) -> Any:
        node = one.node if isinstance(one, DemandedCapability) else one.capability
        return node, one.asked_by, one.essential, one.alone, one.level

    assert {parts(row) for row in table.rows} == {parts(one) for one in in_graph.capabilities}
    assert (table.totals.postings, table.totals.asking) == (in_graph.postings, in_graph.asking)
    (role,) = whole.rows
    medians = [(band.pay.postings, band.pay.median) for band in in_graph.pay]
    assert medians == ([(role.pay.postings, role.pay.median)] if role.pay else [])


DAY = date(2026, 1, 15)


def table(tmp_path: Path, **options: Any) -> DemandTable:
    """What is counted where 40 bakers ask for dough, half of them for French too, and 35 pastry chefs for an oven."""
    rows = list[Row]()
    for number in range(75):
        said = {"posting": f"{number:02}", "role": ROLES[number >= 40], "posted": DAY}
        rows.append(said | {"capability": CAPABILITIES[2 if number >= 40 else 0]})
        if number < 40 and number % 2:
            rows.append(said | {"capability": CAPABILITIES[1]})
    return GRAPH.demand_table(write_mentions(tmp_path / "mentions.parquet", rows), **options)


def names(found: DemandTable) -> list[str]:
    return [
        f"{row.role.slug if row.role else ''}: {row.capability.slug if row.capability else ''}" for row in found.rows
    ]


def test_the_largest_role_and_what_most_ask_for_come_first(tmp_path: Path) -> None:
    found = table(tmp_path)
    assert names(found) == ["baker: dough", "pastry-chef: stone-oven"]
    assert [(row.role and row.role.slug, row.asked_by.postings) for row in found.roles] == [
        ("baker", 40),
        ("pastry-chef", 35),
    ]
    assert (found.combinations, found.supported, found.least, found.roles_counted) == (3, 2, 30, 2)


def test_what_rests_on_few_is_in_the_file_all_the_same(tmp_path: Path) -> None:
    for engine in ("polars", "duckdb"):
        out = tmp_path / f"{engine}.parquet"
        found = table(tmp_path, role="baker", out=out, engine=engine)
        assert names(found) == ["baker: dough"]
        written = pq.read_table(out)
        assert written.schema.equals(demand_schema(("role", "capability")))
        assert [row["capability"] for row in written.to_pylist()] == sorted(CAPABILITIES[:2])
        assert found.engine == engine


def test_rows_are_sorted_by_how_distinctive_they_are(tmp_path: Path) -> None:
    rows = [{"posting": f"{n}", "role": ROLES[n % 2], "capability": CAPABILITIES[0]} for n in range(20)]
    rows += [{"posting": f"{n}", "role": ROLES[0], "capability": CAPABILITIES[1]} for n in range(0, 18, 2)]
    place = write_mentions(tmp_path / "m.parquet", rows)
    by_share, by_both = (
        names(GRAPH.demand_table(place, role="baker", least=1, sort=sort)) for sort in ("asked", "distinctive")
    )
    assert by_share == ["baker: dough", "baker: french"]  # 10 and 9 of 10; dough is asked for by all others, too
    assert by_both == ["baker: french", "baker: dough"]


def test_what_surely_grows_comes_first(tmp_path: Path) -> None:
    rows = []
    for number in range(200):
        is_late = number >= 100
        said = {"posting": f"{number}", "role": ROLES[0], "posted": date(2025 + is_late, 6, 1)}
        rows.append(said | {"capability": CAPABILITIES[0]})
        if number % 100 < (60 if is_late else 30):
            rows.append(said | {"capability": CAPABILITIES[1]})
    place = write_mentions(tmp_path / "m.parquet", rows)
    found = GRAPH.demand_table(place, role="baker", sort="growing")
    assert names(found) == ["baker: french", "baker: dough"]
    french = found.rows[0]
    assert french.growth is not None
    assert french.growth.change == pytest.approx(1.0)
    assert french.growth.is_sure
    assert found.years == (("2025-06-02", "2026-06-01"), ("2024-06-02", "2025-06-01"))
    assert french.now is not None
    assert (french.now.postings, french.now.of) == (60, 100)


def test_a_month_without_postings_is_a_gap_and_one_that_asks_for_other_things_a_zero(tmp_path: Path) -> None:
    said = [("1", date(2025, 11, 3), 0), ("2", date(2025, 11, 4), 1), ("3", date(2026, 1, 9), 1), ("4", None, 0)]
    rows = [{"posting": name, "posted": day, "capability": CAPABILITIES[what]} for name, day, what in said]
    found = GRAPH.demand_table(write_mentions(tmp_path / "m.parquet", rows), by="capability", least=1, trends=2)
    months = {
        one.capability.slug: [(month, share and share.postings) for month, share in one.months] for one in found.trends
    }
    assert months["dough"] == [("2025-11", 1), ("2025-12", None), ("2026-01", 0)]
    assert found.totals.undated == 1


def test_a_role_that_no_posting_is_for_has_no_rows(tmp_path: Path) -> None:
    place = write_mentions(tmp_path / "m.parquet", [{"posting": "1", "role": ROLES[0], "capability": CAPABILITIES[0]}])
    found = GRAPH.demand_table(place, role="pastry-chef", least=1)
    assert (found.rows, found.roles, found.combinations, found.totals.postings) == ((), (), 0, 1)


def test_unknown_names_are_refused_or_left_out_and_said(tmp_path: Path) -> None:
    rows = [{"posting": "1", "role": "astronaut", "capability": "Dough"}, {"posting": "2", "capability": "juggling"}]
    place = write_mentions(tmp_path / "m.parquet", rows)
    with pytest.raises(SourceError, match="'juggling' in column 'capability' means nothing"):
        GRAPH.demand_table(place)
    found = GRAPH.demand_table(place, least=1, skip_unknown=True)
    assert [one.name for one in found.unknown] == ["astronaut", "juggling"]
    assert [(row.capability and row.capability.slug, row.asked_by.of) for row in found.rows] == [("dough", 2)]


def test_nothing_is_written_where_something_is_wrong(tmp_path: Path) -> None:
    out = tmp_path / "demand.parquet"
    with pytest.raises(RolegraphError, match="no order 'best': use asked, distinctive or growing"):
        table(tmp_path, sort="best", out=out)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mentions.parquet"]
    out.write_bytes(b"what was there")
    table(tmp_path, out=out)
    assert pq.read_table(out).num_rows == 3


def test_progress_comes_to_its_end(tmp_path: Path) -> None:
    place, told = write_mentions(tmp_path / "mentions.parquet", [{"posting": "1", "capability": CAPABILITIES[0]}]), []
    GRAPH.demand_table(place, progress=lambda *parts: told.append(parts))
    assert told == [(step, 4) for step in range(5)]


def test_a_table_is_never_written_over_itself_or_to_an_address(tmp_path: Path) -> None:
    table(tmp_path)
    before = (tmp_path / "mentions.parquet").read_bytes()
    for out, problem in (
        (tmp_path / "mentions.parquet", "is, or is inside, what is read"),
        (Path("s3a://bucket/x.parquet"), "is an address, and only files are written"),
    ):
        with pytest.raises(SourceError, match=problem):
            table(tmp_path, out=out)
    assert (tmp_path / "mentions.parquet").read_bytes() == before


def test_a_link_to_a_table_stays_one(tmp_path: Path) -> None:
    (tmp_path / "link.parquet").symlink_to(tmp_path / "demand.parquet")
    table(tmp_path, out=tmp_path / "link.parquet")
    assert (tmp_path / "link.parquet").is_symlink()
    assert pq.read_table(tmp_path / "demand.parquet").num_rows
