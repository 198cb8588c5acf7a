"""What a table of demand has: a row for each role, capability, month, place or seniority, or each combination."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from rolegraph.errors import RolegraphError, joined
from rolegraph.market.parquet_tables import TableColumn

if TYPE_CHECKING:
    import pyarrow as pa

_DIMENSIONS: Final = {
    "role": (
        TableColumn("role", "text", "the IRI of the role that postings are for; nothing where none is surely said"),
        TableColumn("role_label", "text", "its label"),
    ),
    "capability": (
        TableColumn("capability", "text", "the IRI of what is asked for"),
        TableColumn("capability_label", "text", "its label"),
    ),
    "month": (TableColumn("month", "text", "when postings appeared, as 2026-01; nothing where that is not said"),),
    "place": (TableColumn("place", "text", "where the job is; nothing where that is not said"),),
    "seniority": (TableColumn("seniority", "text", "the seniority; nothing where that is not said"),),
}
DIMENSIONS: Final = tuple(_DIMENSIONS)

_COUNTS: Final = (
    TableColumn("postings", "integer", "how many postings there are, each once, without copies"),
    TableColumn("of", "integer", "of how many: see `share`"),
    TableColumn(
        "share", "number", "of the postings with the same role, month, place and seniority that ask for anything, "
        "those that ask for the capability; without capabilities those for the role, and without roles these, of all",
    ),
    TableColumn("low", "number", "the low end of the share's interval at 95 % (Wilson)"),
    TableColumn("high", "number", "the high end"),
    TableColumn("idf", "number", "how distinctive the capability is: ln(1 + all postings / those that ask for it)"),
    TableColumn("essential", "integer", "how many call it essential; nothing where the table says nothing of that"),
    TableColumn("alone", "integer", "how many ask for it not only as one of several; nothing as for `essential`"),
    TableColumn("level", "integer", "the median of the levels stated, the lower of two: 1 familiar to 4 expert"),
    TableColumn("years", "number", "the median of the years of experience that are stated"),
    TableColumn("pay_postings", "integer", "how many state pay in that currency and for that period"),
    TableColumn("pay_currency", "text", "the currency that most state; nothing is converted"),
    TableColumn("pay_period", "text", "the period that most state"),
    TableColumn("pay_p25", "number", "a quarter offers less than this: of each offer its middle"),
    TableColumn("pay_p50", "number", "the median"),
    TableColumn("pay_p75", "number", "a quarter offers more"),
    TableColumn("postings_now", "integer", "as `postings`, in the latest twelve months"),
    TableColumn("of_now", "integer", "as `of`, in these"),
    TableColumn("postings_before", "integer", "as `postings`, in the twelve months before"),
    TableColumn("of_before", "integer", "as `of`, in these"),
    TableColumn("growth", "number", "the share now over that before, less one; nothing where too few postings say"),
    TableColumn("growth_low", "number", "the low end of its interval at 95 % (Katz)"),
    TableColumn("growth_high", "number", "the high end"),
)  # fmt: skip


def demand_columns(by: Sequence[str]) -> tuple[TableColumn, ...]:
    """The columns of a table of demand by some dimensions, in order."""
    return (*(column for name in DIMENSIONS if name in by for column in _DIMENSIONS[name]), *_COUNTS)


def demand_schema(by: Sequence[str]) -> pa.Schema:
    """The same as a schema of Arrow."""
    import pyarrow as pa

    types = {"text": pa.string(), "integer": pa.int64(), "number": pa.float64()}
    return pa.schema([(column.name, types[column.type]) for column in demand_columns(by)])


def dimensions(words: str, *, is_of_role: bool = False) -> tuple[str, ...]:
    """What demand is counted by, as people write it: `role,capability`, in any order; with the role where it is of one.

    A RolegraphError where a word names nothing that postings are counted by.
    """
    said = [word.strip().lower() for word in words.split(",") if word.strip()]
    unknown = [word for word in said if word not in DIMENSIONS]
    if unknown or not said:
        problem = f"--by: {unknown[0]!r} is none of what postings are counted by" if unknown else "--by names nothing"
        raise RolegraphError(f"{problem}: use {joined(DIMENSIONS, 'and')}, with commas between")
    return tuple(name for name in DIMENSIONS if name in said or (is_of_role and name == "role"))
