"""Tables of mentions of the small graph, and what is counted of them in plain Python: what engines are held to."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as some
from tests.conftest import SMALL

import rolegraph
from rolegraph.market.cube import PostingCube, PostingFilter
from rolegraph.market.cube_columns import demand_schema
from rolegraph.market.demand import LEAST_CONFIDENCE, middle_level, share_of
from rolegraph.market.engines import Engine, engine_named
from rolegraph.market.growth import LEAST_COUNT, year_before
from rolegraph.market.mention_columns import MENTION_COLUMNS
from rolegraph.market.name_codes import name_codes
from rolegraph.model.demands import FEW_POSTINGS
from rolegraph.model.nodes import CAPABILITY_KINDS, ID, Kind

GRAPH = rolegraph.open(SMALL)
ROLES = tuple(f"{ID}role/{slug}" for slug in ("baker", "pastry-chef"))
PATHS = ("skill/dough", "skill/french", "tool/stone-oven", "tool/deck-oven", "degree/master-biology")
CAPABILITIES = tuple(f"{ID}{path}" for path in PATHS)
_TYPES = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64(), "day": pa.date32(), "flag": pa.bool_()}
Row = dict[str, Any]


def mentions_schema() -> pa.Schema:
    """The columns of a table of mentions."""
    return pa.schema([(column.name, _TYPES[column.type]) for column in MENTION_COLUMNS])


def write_mentions(place: Path, rows: Iterable[Row], schema: pa.Schema | None = None) -> Path:
    """A table of mentions; what a row does not say is null."""
    place.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_pylist(list(rows), schema=schema or mentions_schema()), place)
    return place


def cube_of(engine: Engine, place: Path, only: PostingFilter = PostingFilter()) -> PostingCube:  # noqa: B008 - a value
    """The postings of a table, with the names of the small graph."""
    table = engine.open(place, MENTION_COLUMNS)
    kinds = {"capability": CAPABILITY_KINDS, "role": (Kind.ROLE,)}
    codes = {
        name: name_codes(engine, table, name, GRAPH.dataset, kind) for name, kind in kinds.items() if table.has(name)
    }
    return PostingCube(engine, table, codes["capability"], codes.get("role"), only)


def rows_of(engine: str, place: Path, by: Sequence[str], only: PostingFilter = PostingFilter()) -> list[Row]:  # noqa: B008
    """What is counted in a table, in order."""
    with engine_named(engine) as opened:
        cube = cube_of(opened, place, only)
        found = opened.collect(cube.named(cube.rows(by), by).sort(*by)).cast(demand_schema(by))
        rows: list[Row] = found.to_pylist()
        return rows


postings = some.lists(
    some.fixed_dictionaries(
        {
            "role": some.sampled_from((None, *ROLES)),
            "role_confidence": some.sampled_from((None, 0.2, LEAST_CONFIDENCE, 1.0)),
            "posted": some.none() | some.dates(date(2024, 2, 27), date(2026, 2, 28)),
            "place": some.sampled_from((None, "Zürich", "Leeds")),
            "seniority": some.sampled_from((None, "mid", "senior")),
            "pay_low": some.none() | some.integers(1, 9).map(float),
            "pay_high": some.none() | some.integers(9, 12).map(float),
            "currency": some.sampled_from((None, "CHF", "GBP")),
            "pay_period": some.sampled_from((None, "year", "hour")),
            "duplicate_of": some.sampled_from((None, None, None, "another")),
            "asked": some.lists(
                some.fixed_dictionaries(
                    {
                        "capability": some.sampled_from(CAPABILITIES),
                        "necessity": some.sampled_from((None, "essential", "preferred")),
                        "level": some.none() | some.integers(1, 4),
                        "years": some.none() | some.integers(1, 9),
                        "alternatives": some.sampled_from((None, "a", "a b")),
                    }
                ),
                max_size=4,
            ),
        }
    ),
    min_size=1,
    max_size=25,
)
"""Postings for roles of the small graph; `asked` is what each asks for."""


def as_rows(found: Iterable[Row], times: int = 1) -> list[Row]:
    """Postings as rows of a table; each so many times over, as other postings."""
    rows = list[Row]()
    for number, posting in enumerate([one for one in found for _ in range(times)]):
        said = {name: value for name, value in posting.items() if name != "asked"} | {"posting": f"ä {number}"}
        rows += [said | one for one in posting["asked"]] or [said | {"capability": None}]
    return rows


def counted_plainly(rows: Sequence[Row], by: Sequence[str]) -> list[Row]:
    """What `PostingCube.rows` has, by counting one posting after the other."""
    told = {row["posting"]: row for row in rows if row["duplicate_of"] is None}
    asked = dict[tuple[str, str], list[Row]]()
    for row in rows:
        if row["posting"] in told and row["capability"]:
            asked.setdefault((row["posting"], row["capability"]), []).append(row)
    asking = {posting for posting, _ in asked}
    last = max((row["posted"] for row in told.values() if row["posted"]), default=None)
    pairs = list(asked) if "capability" in by else [(posting, "") for posting in told]
    among = asking if "capability" in by else set(told)
    subject = next((name for name in ("capability", "role") if name in by), "")
    others = [name for name in by if subject and name != subject]

    def said(posting: str, capability: str, names: Sequence[str]) -> tuple[Any, ...]:
        row = told[posting]
        sure = row["role_confidence"] is None or row["role_confidence"] >= LEAST_CONFIDENCE
        values = {
            "role": row["role"] if sure else None,
            "capability": capability,
            "month": row["posted"] and row["posted"].isoformat()[:7],
            "place": row["place"],
            "seniority": row["seniority"],
        }
        return tuple(values[name] for name in names)

    groups = dict[tuple[Any, ...], list[tuple[str, str]]]()
    for posting, capability in pairs:
        groups.setdefault(said(posting, capability, by), []).append((posting, capability))
    df = Counter(capability for _, capability in asked)
    made = []
    for key, members in groups.items():
        row = dict(zip(by, key, strict=True))
        of = [one for one in among if said(one, "", others) == tuple(row[name] for name in others)]
        row |= _counts(members, of, told, last, "month" in by)
        row |= _of_capability([asked[one] for one in members] if "capability" in by else [])
        row["idf"] = math.log(1 + len(told) / df[row["capability"]]) if "capability" in by else None
        row |= _pay([told[posting] for posting, _ in members])
        row |= {f"{name}_label": _label(row[name]) for name in ("role", "capability") if name in by}
        made.append({name: row[name] for name in demand_schema(by).names})
    return sorted(made, key=lambda row: [(row[name] is not None, row[name] or "") for name in by])


def _label(iri: str | None) -> str | None:
    return next((node.label for node in GRAPH.lexicon if node.iri == iri), None)


def _counts(
    members: Sequence[tuple[str, str]], of: Sequence[str], told: dict[str, Row], last: Any, by_month: bool
) -> Row:
    share = share_of(len(members), len(of))
    row: Row = {"postings": len(members), "of": len(of), "share": share.share, "low": share.low, "high": share.high}
    middle = last and year_before(last)
    years = {"now": (middle, last), "before": (last and year_before(middle), middle)}
    for year, (start, end) in years.items():
        for name, found in (("postings", [one for one, _ in members]), ("of", of)):
            days = [told[one]["posted"] for one in found]
            number = sum(day is not None and start < day <= end for day in days)
            row[f"{name}_{year}"] = None if by_month else number
    return row | _growth(row)


def _growth(row: Row) -> Row:
    now, of_now, before, of_before = (
        row[f"{name}_{year}"] for year in ("now", "before") for name in ("postings", "of")
    )
    if now is None or min(of_now, of_before) < FEW_POSTINGS or min(now, before) < LEAST_COUNT:
        return dict.fromkeys(("growth", "growth_low", "growth_high"))
    ratio, error = (now / of_now) / (before / of_before), math.sqrt(1 / now - 1 / of_now + 1 / before - 1 / of_before)
    ends = [ratio * math.exp(sign * 1.959964 * error) - 1 for sign in (-1, 1)]
    return {"growth": ratio - 1, "growth_low": ends[0], "growth_high": ends[1]}


def _of_capability(mentions: Sequence[list[Row]]) -> Row:
    if not mentions:
        return dict.fromkeys(("essential", "alone", "level", "years"))
    levels = [max(row["level"] or 0 for row in rows) for rows in mentions]
    level = middle_level(np.bincount(levels, minlength=5))
    years = [max(stated) for rows in mentions if (stated := [row["years"] for row in rows if row["years"]])]
    return {
        "essential": sum(any(row["necessity"] == "essential" for row in rows) for rows in mentions),
        "alone": sum(any(row["alternatives"] != "a b" for row in rows) for rows in mentions),
        "level": level and int(level),
        "years": float(np.median(years)) if years else None,
    }


def _pay(told: Sequence[Row]) -> Row:
    bands = dict[tuple[str, str], list[float]]()
    for row in told:
        low, high = row["pay_low"], row["pay_high"]
        if low is not None or high is not None:
            middle = ((high if low is None else low) + (low if high is None else high)) / 2
            bands.setdefault((row["currency"] or "", row["pay_period"] or "year"), []).append(middle)
    names = ("pay_postings", "pay_currency", "pay_period", "pay_p25", "pay_p50", "pay_p75")
    if not bands:
        return dict.fromkeys(names)
    (currency, period), middles = min(bands.items(), key=lambda one: (-len(one[1]), one[0]))
    found = (len(middles), currency or None, period, *(float(np.percentile(middles, part)) for part in (25, 50, 75)))
    return dict(zip(names, found, strict=True))
