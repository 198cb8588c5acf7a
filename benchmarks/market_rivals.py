"""What one would write instead: demand as a group-by of pandas, matching as one join of SQL in DuckDB.

Both are simpler than ours: pandas neither resolves names nor tells growth, and the join knows no prerequisites. Run as
`python benchmarks/market_rivals.py pandas MENTIONS OUT`, or `join PEOPLE RELATIONS OUT`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from rolegraph.graph import RoleGraph
from rolegraph.mobility.index import moves_of


def group_by(mentions: str, out: str) -> None:
    """Postings, share, and quartiles of pay for each role and capability, with pandas."""
    import pandas as pd

    columns = ["posting", "role", "capability", "necessity", "duplicate_of", "pay_low", "pay_high", "currency"]
    rows: Any = pd.read_parquet(mentions, columns=columns)
    rows = rows[rows["duplicate_of"].isna() & rows["role"].notna() & rows["capability"].notna()]
    rows["pay"] = rows[["pay_low", "pay_high"]].mean(axis=1)
    rows["essential"] = rows["necessity"].eq("essential")
    groups = rows.groupby(["role", "capability"])
    found = groups.agg(postings=("posting", "nunique"), essential=("essential", "sum"))
    quartiles = groups["pay"].quantile([0.25, 0.5, 0.75]).unstack()
    found[["pay_p25", "pay_p50", "pay_p75"]] = quartiles
    found["of"] = rows.groupby("role")["posting"].nunique().reindex(found.index.get_level_values("role")).to_numpy()
    found["share"] = found["postings"] / found["of"]
    found.reset_index().sort_values(["role", "capability"]).to_parquet(out)


def write_relations(graph: RoleGraph, folder: Path) -> None:
    """Write what a join needs: which capability meets which requirement, from which level on, and who asks for it."""
    efforts = moves_of(graph.dataset).efforts
    meets = efforts.meets.tocsc()[:, efforts.final_column].tocoo()
    capabilities = pa.array(efforts.capabilities).take(pa.array(meets.row))
    accepted = {"capability": capabilities, "requirement": pa.array(meets.col), "level": pa.array(meets.data)}
    pq.write_table(pa.table(accepted), folder / "accepts.parquet")
    asked, essential = efforts.weights.tocoo(), efforts.essential
    roles = pa.array(efforts.roles)
    required = {
        "role": roles.take(pa.array(asked.row)),
        "requirement": pa.array(asked.col),
        "weight": pa.array(asked.data / efforts.full_weight[asked.row]),
        "essential": pa.array([bool(essential[pair]) for pair in zip(asked.row, asked.col, strict=True)]),
    }
    pq.write_table(pa.table(required), folder / "required.parquet")


def join(people: str, relations: str, out: str) -> None:
    """The ten best roles of each person, as one join with DuckDB."""
    import duckdb

    query = f"""
        COPY (
            WITH met AS (
                SELECT DISTINCT person, requirement
                FROM read_parquet('{people}') p JOIN read_parquet('{relations}/accepts.parquet') a
                  ON a.capability = p.capability AND a.level <= coalesce(p.level, 2)
            )
            SELECT person, role, sum(weight) AS score, count(*) FILTER (essential) AS met
            FROM met JOIN read_parquet('{relations}/required.parquet') USING (requirement)
            GROUP BY person, role
            QUALIFY row_number() OVER (PARTITION BY person ORDER BY sum(weight) DESC, role) <= 10
        ) TO '{out}' (FORMAT parquet)
    """  # noqa: S608 - paths of the benchmark's own
    duckdb.connect().execute(query)


if __name__ == "__main__":
    if sys.argv[1] == "pandas":
        group_by(*sys.argv[2:])
    else:
        join(*sys.argv[2:])
