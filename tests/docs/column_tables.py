"""The tables of columns in the reference, from the lists of columns in the code; run to write them.

`docs/reference/accepts.md` is written below a mark; in `formats.md` a comment says which table is below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from tests.docs.pages import DOCS

from rolegraph.market.acceptance_columns import RELATIONS, AcceptanceTable
from rolegraph.market.cube_columns import DIMENSIONS, demand_columns
from rolegraph.market.mention_columns import MENTION_COLUMNS
from rolegraph.market.parquet_tables import TableColumn
from rolegraph.market.people_columns import PEOPLE_COLUMNS

ACCEPTS: Final = DOCS / "reference" / "accepts.md"
FORMATS: Final = DOCS / "reference" / "formats.md"
MARK: Final = "<!-- Below this line, bin/docs writes what src/rolegraph/market/acceptance_columns.py says. -->\n"
GIVEN: Final[Mapping[str, tuple[TableColumn, ...]]] = {
    "mentions": MENTION_COLUMNS,
    "demand": demand_columns(DIMENSIONS),
    "people": PEOPLE_COLUMNS,
}
_TABLE: Final = re.compile(r"<!-- columns: (\w{1,20}) -->\n\n(?:\|[^\n]{0,500}\n){0,60}\n?")
_SQL: Final = {"text": "TEXT", "integer": "INTEGER", "number": "DOUBLE PRECISION", "flag": "BOOLEAN"}


def accepts_page() -> str:
    """The page of the relations as it should be."""
    above = ACCEPTS.read_text(encoding="utf-8").partition(MARK)[0]
    return above + MARK + "".join(f"\n## {relation.name}\n\n{_described(relation)}" for relation in RELATIONS) + _sql()


def formats_page() -> str:
    """The page of formats as it should be."""
    text = FORMATS.read_text(encoding="utf-8")
    return _TABLE.sub(lambda found: f"<!-- columns: {found[1]} -->\n\n{_table(GIVEN[found[1]])}\n", text)


def create_tables() -> str:
    """The relations in SQL."""
    return "\n\n".join(map(_create, RELATIONS))


def _described(relation: AcceptanceTable) -> str:
    *others, last = (f"`{column.name}`" for column in relation.columns[: relation.key])
    key = f"{', '.join(others)} and {last}" if others else last
    rows = (
        f"| `{column.name}` | {column.type}{'' if column.required else ', may be null'} | {column.meaning} |"
        for column in relation.columns
    )
    return f"{relation.meaning}. The key is {key}.\n\n| column | type | what it means |\n|---|---|---|\n" + _lines(rows)


def _table(columns: Iterable[TableColumn]) -> str:
    rows = (
        f"| `{column.name}`{' (required)' if column.required else ''} | {column.type} | {column.meaning} |"
        for column in columns
    )
    return "| column | type | what it means |\n|---|---|---|\n" + _lines(rows)


def _lines(rows: Iterable[str]) -> str:
    return "".join(f"{row}\n" for row in rows)


def _sql() -> str:
    said = "In SQL that Postgres and DuckDB take, before the tables are filled with the rows of the files:"
    return f"\n## CREATE TABLE\n\n{said}\n\n```sql\n{create_tables()}\n```\n"


def _create(relation: AcceptanceTable) -> str:
    key = ", ".join(column.name for column in relation.columns[: relation.key])
    return f"CREATE TABLE {relation.name} (\n" + ",\n".join(_fields(relation)) + f",\n    PRIMARY KEY ({key})\n);"


def _fields(relation: AcceptanceTable) -> Iterator[str]:
    for column in relation.columns:
        yield f"    {column.name} {_SQL[column.type]}{' NOT NULL' if column.required else ''}"


def pages() -> dict[Path, str]:
    """The pages, each as it should be."""
    return {ACCEPTS: accepts_page(), FORMATS: formats_page()}


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
