"""Quantiles of groups on every engine: of the years that are asked for, and of the pay that is offered.

Engines disagree about quantiles of groups, and some have none that are exact. These are NumPy's (`linear`): a quantile
lies between the two values at the places around it, so that a median is the mean of the two in the middle.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from rolegraph.market.engines import Frame

PAY: Final = {"pay_p25": 0.25, "pay_p50": 0.5, "pay_p75": 0.75}


def quantiles(rows: Frame, group: Sequence[str], value: str, named: Mapping[str, float]) -> Frame:
    """Some quantiles of a column in each group, and `stated`, how many values there are; no column may be null."""
    import narwhals as nw

    number = nw.col("_number")
    counted = rows.group_by(*group, value).agg(nw.len().cast(nw.Int64).alias("_number"))
    placed = counted.with_columns(
        number.cum_sum().over(*group, order_by=value).cast(nw.Int64).alias("_end"),
        number.sum().over(*group).cast(nw.Int64).alias("_all"),
    )
    start, end, every = nw.col("_end") - number, nw.col("_end"), nw.col("_all")
    parts, made = [every.max().alias("stated")], []
    for name, share in named.items():
        place = (every - 1).cast(nw.Float64) * share
        for side, at in (("low", place.floor()), ("high", place.ceil())):
            here = (start <= at) & (at < end)
            parts.append(nw.when(here).then(nw.col(value)).max().cast(nw.Float64).alias(f"_{name}_{side}"))
        last = (nw.col("stated") - 1).cast(nw.Float64) * share
        low, high = nw.col(f"_{name}_low"), nw.col(f"_{name}_high")
        made.append((low + (last - last.floor()) * (high - low)).alias(name))
    return placed.group_by(*group).agg(*parts).select(*group, "stated", *made)


def pay_quantiles(rows: Frame, group: Sequence[str]) -> Frame:
    """What is offered in each group, in the currency and for the period that most of its postings state.

    Nothing is converted. Of two that are stated as often it is the first by the alphabet. Rows have a `currency`, a
    `period` and `pay`, the middle of what they offer; none of the three may be null, a currency that is not said is "".
    """
    import narwhals as nw

    bands = quantiles(rows, [*group, "currency", "period"], "pay", PAY)
    ranked = bands.with_columns((-nw.col("stated")).alias("_rarer"), nw.lit(1).alias("_one")).with_columns(
        nw.col("_one").cum_sum().over(*group, order_by=["_rarer", "currency", "period"]).alias("_place")
    )
    most = ranked.filter(nw.col("_place") == 1)
    return most.select(
        *group,
        nw.col("stated").alias("pay_postings"),
        nw.when(nw.col("currency") != "").then(nw.col("currency")).alias("pay_currency"),
        nw.col("period").alias("pay_period"),
        *PAY,
    )
