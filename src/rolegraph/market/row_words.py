"""What the numbers in rows of demand stand for: roles, capabilities and months as people read them.

Rows are counted and sorted as numbers, which take a tenth of the memory, and get words as they are written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from rolegraph.market.cube_columns import demand_columns

if TYPE_CHECKING:
    import pyarrow as pa

    from rolegraph.market.engines import Batches, Engine, Frame
    from rolegraph.model.nodes import Node

KEYS: Final = {"role": "role_code", "capability": "capability_code", "month": "month_code"}
"""The dimensions that are counted as numbers, each with the column of these; they sort as what they stand for does."""

MONTHS: Final = 12


def node_words(name: str, nodes: Sequence[Node]) -> pa.Table:
    """IRIs and labels of nodes, by their places."""
    import pyarrow as pa

    return pa.table(
        {
            KEYS[name]: pa.array(range(len(nodes)), pa.int64()),
            name: pa.array([node.iri for node in nodes], pa.string()),
            f"{name}_label": pa.array([node.label for node in nodes], pa.string()),
        }
    )


def month_words(first: str, last: str) -> pa.Table:
    """The months between two days, by their numbers; none where nothing has a day.

    >>> month_words("2025-12-31", "2026-01-01")["month"].to_pylist()
    ['2025-12', '2026-01']
    """
    import pyarrow as pa

    codes = range(_month(first), _month(last) + 1) if last else range(0)
    words = [f"{code // MONTHS:04d}-{code % MONTHS + 1:02d}" for code in codes]
    return pa.table({KEYS["month"]: pa.array(codes, pa.int64()), "month": pa.array(words, pa.string())})


def _month(day: str) -> int:
    year, month, _ = map(int, day.split("-"))
    return year * MONTHS + month - 1


def named(engine: Engine, rows: Frame, by: Sequence[str], words: Mapping[str, pa.Table]) -> Frame:
    """Rows with the columns of `demand_columns`: words in the place of numbers, and nothing where there are none."""
    import narwhals as nw

    for name, table in words.items():
        rows = rows.join(engine.frame(table), on=KEYS[name], how="left")
    for name in by:
        if name not in KEYS:
            rows = rows.with_columns(nw.when(nw.col(name) != "").then(nw.col(name)).alias(name))
    return rows.select(*(column.name for column in demand_columns(by)))


def sorted_batches(engine: Engine, rows: Frame, by: Sequence[str], words: Mapping[str, pa.Table]) -> Batches:
    """The same in the order of `by`, nothing first, some at a time."""
    import pyarrow as pa
    import pyarrow.compute as pc

    tables = {name: table.combine_chunks() for name, table in words.items()}
    for batch in engine.batches(rows, [KEYS.get(name, name) for name in by]):
        columns = {name: batch[name] for name in batch.schema.names}
        for name, table in tables.items():
            places = pc.index_in(columns.pop(KEYS[name]).cast(pa.int64()), table[KEYS[name]])
            columns |= {column: table[column].take(places) for column in table.schema.names if column != KEYS[name]}
        for name in by:
            if name not in KEYS:
                is_empty = pc.equal(columns[name], "")
                columns[name] = pc.if_else(is_empty, pa.scalar(None, columns[name].type), columns[name])
        yield from pa.table({column.name: columns[column.name] for column in demand_columns(by)}).to_batches()
