"""What a table of people has: a row for each capability that somebody has. Nothing else of it is read."""

from __future__ import annotations

from typing import Final

from rolegraph.market.parquet_tables import TableColumn

PEOPLE_COLUMNS: Final = (
    TableColumn("person", "text", "whose row it is: any mark that tells people apart, no name", required=True),
    TableColumn("capability", "text", "the IRI or the name of what they have", required=True),
    TableColumn("level", "integer", "1 familiar, 2 working, 3 proficient, 4 expert"),
)
