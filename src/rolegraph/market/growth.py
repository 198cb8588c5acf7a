"""Growth of a share against the year before, with its error, as expressions that every engine computes.

D. Katz, J. Baptista, S. P. Azen and M. C. Pike, "Obtaining confidence intervals for the risk ratio in cohort studies",
Biometrics 34, 1978: the logarithm of a ratio of two shares is nearly normal, with a variance of
1/k1 - 1/n1 + 1/k0 - 1/n0.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from rolegraph.model.demands import FEW_POSTINGS

if TYPE_CHECKING:
    from typing import Any

    import narwhals as nw

LEAST_COUNT: Final = 5
"""Postings that have to ask for something in either year: with fewer the interval of the logarithm is none."""

Z: Final = 1.959964  # of the normal distribution, for 95 %


def year_before(day: date) -> date:
    """The same day a year earlier; for the last of a February with 29 days the 28th."""
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def growth_columns() -> list[nw.Expr]:
    """`growth`, `growth_low` and `growth_high` of rows that have `postings` and `of`, both `_now` and `_before`.

    Null where either year has too few postings to say.
    """
    import narwhals as nw

    names = "postings_now", "of_now", "postings_before", "of_before"
    now, of_now, before, of_before = (nw.col(name) for name in names)
    enough = (of_now >= FEW_POSTINGS) & (of_before >= FEW_POSTINGS) & (now >= LEAST_COUNT) & (before >= LEAST_COUNT)

    def said(column: nw.Expr) -> Any:  # as a float, and null rather than a division by zero
        return nw.when(enough).then(column.cast(nw.Float64))

    ratio = said(now) / said(of_now) / (said(before) / said(of_before))
    variance = 1 / said(now) - 1 / said(of_now) + 1 / said(before) - 1 / said(of_before)
    # The same shares in both years leave a rounding below zero where all postings ask for something.
    error = nw.max_horizontal(variance, nw.lit(0.0)).sqrt()
    return [
        (ratio - 1).alias("growth"),
        nw.when(enough).then(ratio * (-Z * error).exp() - 1).alias("growth_low"),
        nw.when(enough).then(ratio * (Z * error).exp() - 1).alias("growth_high"),
    ]
