"""What a table of mentions has: a row for each capability that a posting names, with what is said of the posting.

`rolegraph extract` writes it, `rolegraph demand` counts it; anybody else may write one, who needs two of its columns. A
posting in which nothing is named has one row without a capability.
"""

from __future__ import annotations

from typing import Final

from rolegraph.market.parquet_tables import TableColumn

MENTION_COLUMNS: Final = (
    TableColumn("posting", "text", "which posting a row is about", required=True),
    TableColumn("capability", "text", "the IRI or the name of what is asked for", required=True),
    TableColumn("role", "text", "the IRI or the name of the role that the posting is for"),
    TableColumn("role_confidence", "number", "how sure that is, from 0 to 1"),
    TableColumn("necessity", "text", "essential or preferred; nothing where it is only named"),
    TableColumn("level", "integer", "1 familiar, 2 working, 3 proficient, 4 expert"),
    TableColumn("requirement", "integer", "the same number for alternatives of one requirement of a posting"),
    TableColumn("alternatives", "text", "the capabilities of which any is enough, sorted, with spaces between"),
    TableColumn("confidence", "number", "how surely the words mean the capability, from 0 to 1"),
    TableColumn("years", "integer", "years of experience with the capability"),
    TableColumn("posted", "day", "when the posting appeared"),
    TableColumn("place", "text", "where the job is"),
    TableColumn("remote", "text", "remote, hybrid or on site"),
    TableColumn("seniority", "text", "the seniority, in rolegraph's words"),
    TableColumn("pay_low", "number", "the least that is offered"),
    TableColumn("pay_high", "number", "the most that is offered"),
    TableColumn("currency", "text", "the currency of the pay, as EUR"),
    TableColumn("pay_period", "text", "year, month, week, day or hour"),
    TableColumn("duplicate_of", "text", "the posting of which this is a copy; nothing where it counts"),
    TableColumn("file", "text", "the file that the posting was read from"),
    TableColumn("row", "integer", "the row in that file, from 1"),
)
