"""Counting what a table of postings asks for: reads it, counts with an engine, writes all rows, and keeps the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime
from hashlib import file_digest, sha256
from importlib.metadata import version
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from rolegraph.errors import RolegraphError, joined
from rolegraph.facts.labels import node
from rolegraph.market.cube import PostingCube, PostingFilter
from rolegraph.market.cube_columns import demand_schema
from rolegraph.market.demand import share_of
from rolegraph.market.engines import engine_named
from rolegraph.market.mention_columns import MENTION_COLUMNS
from rolegraph.market.name_codes import name_codes
from rolegraph.market.parquet_tables import address_of, check_target
from rolegraph.market.reading_failures import reading
from rolegraph.model.demand_tables import DemandRow, DemandTable, PayQuantiles, Trend, UnknownName
from rolegraph.model.demands import FEW_POSTINGS, Share
from rolegraph.model.nodes import CAPABILITY_KINDS, Kind, Level, Node
from rolegraph.model.posting_counts import CountedFile, CountingRun, Growth, OptionCount, RoleCount

if TYPE_CHECKING:
    import pyarrow as pa

    from rolegraph.market.engines import Frame
    from rolegraph.rdf.dataset import Dataset

SORTINGS: Final = ("asked", "distinctive", "growing")
"""By what rows are sorted: their share, that times how distinctive they are, or how much they have surely grown."""

_PACKAGES: Final = {"spark": "pyspark"}  # where an engine's package has another name
_MOST_ROWS: Final = 10_000  # of an answer; a file has all
_MOST_UNKNOWN: Final = 100
_STEPS: Final = 4  # looking up names, gathering what is asked for, counting, and writing
_ROLES: Final = 10  # of which it is shown what most ask for


class DemandCounting:
    """A table of mentions, read and counted by an engine; closed at the end of a `with` block."""

    def __init__(
        self,
        dataset: Dataset,
        mentions: str | Path,
        only: PostingFilter,
        *,
        engine: str = "",
        spark_master: str = "",
        skip_unknown: bool = False,
        progress: Callable[[int, int], object] = lambda _done, _parts: None,
    ) -> None:
        self._dataset, self._open, self._only, self._started = dataset, ExitStack(), only, _now()
        self._progress = progress
        progress(0, _STEPS)
        self._counted: dict[tuple[tuple[str, ...], Node | None], Frame] = {}
        with self._open:
            self.engine = self._open.enter_context(engine_named(engine, spark_master=spark_master))
            self.mentions = self.engine.open(mentions, MENTION_COLUMNS)
            kinds = {"capability": CAPABILITY_KINDS, "role": (Kind.ROLE,)}
            codes = {
                column: name_codes(self.engine, self.mentions, column, dataset, kind, skip_unknown=skip_unknown)
                for column, kind in kinds.items()
                if self.mentions.has(column)
            }
            progress(1, _STEPS)
            left_out = (UnknownName(*one) for code in codes.values() for one in code.left_out)
            self._known = {one.iri: one for code in codes.values() for one in code.nodes}
            self._unknown = tuple(sorted(left_out, key=lambda one: (-one.rows, one.name)))
            self.cube = PostingCube(self.engine, self.mentions, codes["capability"], codes.get("role"), only)
            progress(2, _STEPS)
            self._open = self._open.pop_all()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def table(
        self,
        by: Sequence[str],
        *,
        role: str = "",
        least: int | None = None,
        sort: str = SORTINGS[0],
        out: Path | None = None,
        trends: int = 0,
    ) -> DemandTable:
        """Demand by some dimensions, of a role or of all; `out` is a Parquet file that gets every row.

        `trends` of what comes first are followed by month.
        """
        import narwhals as nw

        if sort not in SORTINGS:
            raise RolegraphError(f"no order {sort!r}: use {joined(SORTINGS, 'or')}")
        least = FEW_POSTINGS if least is None else least
        if out is not None:
            check_target(out, self.mentions, addresses=self.engine.name == "spark")
        wanted = node(self._dataset, role) if role else None
        with reading(self.mentions):
            coded = self._every(by, wanted)
            self._progress(3, _STEPS)
            if out is not None:
                self._write(coded, by, out)
            every = self.cube.named(coded, by)
            enough = every.filter(nw.col("postings") >= least)
            total, supported = self._counts(every, least)
            roles, counted = self._roles(wanted, least) if "role" in by else ((), 0)
            rows = self._rows(self.engine.collect(_sorted(enough, by, sort).head(_MOST_ROWS)))
            followed = self._trends(wanted, rows, trends) if trends else ()
            self._progress(_STEPS, _STEPS)
        years = self.cube.years
        return DemandTable(
            place=self.mentions.place,
            by=tuple(by),
            totals=self.cube.totals,
            role=wanted,
            least=least,
            combinations=total,
            supported=supported,
            rows=rows,
            roles=roles,
            roles_counted=counted,
            years=None if years is None else (_said(years[0]), _said(years[1])),
            trends=followed,
            unknown=self._unknown[:_MOST_UNKNOWN],
            engine=self.engine.name,
            unread=self.mentions.unread,
        )

    def role_counts(self, least: int) -> Iterator[RoleCount]:
        """What a graph is to state: of each role, sorted, what rests on so many postings or more."""
        import narwhals as nw

        said = nw.col("role_code") >= 0
        with reading(self.mentions):
            of_roles = self._every(("role",), None).filter(said, nw.col("postings") >= least)
            roles = {row["role"]: row for row in self.engine.collect(self.cube.named(of_roles, ("role",))).to_pylist()}
            alternatives = self.cube.alternatives(least)
            asking = self._every(("role", "capability"), None).filter(said)
            for role, found in groupby(self._sorted_rows(asking), key=itemgetter("role")):
                if (row := roles.pop(role, None)) is not None:
                    of, options = 0, []
                    for asked in found:
                        of = asked["of"]
                        if asked["postings"] >= least:
                            options.append(_option(asked))
                    options += alternatives.get(role, ())
                    yield RoleCount(role, row["postings"], of, tuple(options), _growth(row))
        for role, row in sorted(roles.items()):
            yield RoleCount(role, row["postings"], 0, (), _growth(row))

    def run(self, title: str, least: int, table: Path | None = None) -> CountingRun:
        """How this was counted, and of what, as a source of a graph states it; `table` has all rows."""
        totals = self.cube.totals
        days = " to ".join(filter(None, (totals.first, totals.last)))
        mentions = CountedFile(
            Path(self.mentions.place).name, _sha256(self.mentions.files), self.mentions.rows, totals.every
        )
        return CountingRun(
            title=title or f"{Path(self.mentions.place).stem} {days}".strip(),
            postings=totals.postings,
            least=least,
            mentions=mentions,
            started=self._started,
            ended=_now(),
            engine=f"{self.engine.name} {version(_PACKAGES.get(self.engine.name, self.engine.name))}",
            first=totals.first,
            last=totals.last,
            place=self._only.place,
            table=CountedFile(table.name, _sha256([str(table)])) if table and table.is_file() else None,
        )

    def _every(self, by: Sequence[str], role: Node | None) -> Frame:
        """All rows by some dimensions, counted once."""
        key = (tuple(by), role)
        if key not in self._counted:
            self._counted[key] = self.engine.kept(self.cube.rows(by, role))
        return self._counted[key]

    def _sorted_rows(self, rows: Frame) -> Iterator[dict[str, Any]]:
        for batch in self.cube.sorted_batches(rows, ("role", "capability")):
            yield from batch.to_pylist()

    def _roles(self, role: Node | None, least: int) -> tuple[tuple[DemandRow, ...], int]:
        """A role, or those with most postings and how many have enough."""
        import narwhals as nw

        of_roles = self.cube.named(self._every(("role",), role), ("role",))
        if role is None:
            of_roles = of_roles.filter(~nw.col("role").is_null(), nw.col("postings") >= least)
        found = self.engine.collect(of_roles.sort("postings", "role", descending=[True, False]))
        return self._rows(found.slice(0, _ROLES)), found.num_rows

    def _trends(self, role: Node | None, shown: Sequence[DemandRow], most: int) -> tuple[Trend, ...]:
        """The share by month of what comes first in some rows: of their role, or of all postings."""
        import narwhals as nw

        growths = {row.capability: row.growth for row in reversed(shown) if row.capability}
        chosen = list(dict.fromkeys(row.capability for row in shown if row.capability))[:most]
        by = ("role", "capability", "month") if role else ("capability", "month")
        counted = self.cube.rows(by, role).filter(nw.col("month_code") >= 0)
        rows = self.engine.kept(self.cube.named(counted, by))
        months = self.engine.collect(rows.group_by("month").agg(nw.col("of").max()))
        found = self.engine.collect(rows.filter(nw.col("capability").is_in([one.iri for one in chosen] or [""])))
        of = dict(zip(months["month"].to_pylist(), months["of"].to_pylist(), strict=True))
        asked = {(row["capability"], row["month"]): row["postings"] for row in found.to_pylist()}

        def share(capability: Node, month: str) -> Share | None:
            return share_of(asked.get((capability.iri, month), 0), of[month]) if month in of else None

        return tuple(
            Trend(
                one, tuple((month, share(one, month)) for month in _months_between(of)), growths[one] if role else None
            )
            for one in chosen
        )

    def _write(self, rows: Frame, by: Sequence[str], out: Path) -> None:
        """All rows, in order, in a file that appears at once."""
        from rolegraph.rdf.commits import transaction

        if address_of(out):  # of an object store, where Spark writes a folder of files itself
            self.engine.write(self.cube.named(rows, by).sort(*by), demand_schema(by), out)
            return
        with transaction(out) as changes:
            staged = changes.scratch("table.parquet")
            self.engine.write(self.cube.sorted_batches(rows, by), demand_schema(by), staged)
            changes.stage_written(out, staged)

    def _counts(self, rows: Frame, least: int) -> tuple[int, int]:
        """How many rows there are, and how many that rest on enough postings."""
        import narwhals as nw

        enough = nw.when(nw.col("postings") >= least).then(nw.lit(1)).otherwise(nw.lit(0)).sum()
        found = self.engine.collect(rows.select(nw.len().alias("all"), enough.alias("enough"))).to_pylist()[0]
        return found["all"], found["enough"] or 0

    def _rows(self, rows: pa.Table) -> tuple[DemandRow, ...]:
        return tuple(_row(row, self._known) for row in rows.to_pylist())


def _row(row: dict[str, Any], known: Mapping[str, Node]) -> DemandRow:
    """A row of a table as a plain value."""
    pay = (row[name] for name in ("pay_postings", "pay_currency", "pay_period", "pay_p25", "pay_p50", "pay_p75"))
    years = ((row["postings_now"], row["of_now"]), (row["postings_before"], row["of_before"]))
    now, before = (share_of(*year) if year[0] is not None and year[1] else None for year in years)
    return DemandRow(
        role=known.get(row.get("role") or ""),
        capability=known.get(row.get("capability") or ""),
        month=row.get("month") or "",
        place=row.get("place") or "",
        seniority=row.get("seniority") or "",
        asked_by=share_of(row["postings"], row["of"]),
        idf=row["idf"],
        essential=row["essential"],
        alone=row["alone"],
        years=row["years"],
        level=row["level"] and Level(row["level"]),
        pay=PayQuantiles(*pay) if row["pay_postings"] else None,
        now=now,
        before=before,
        growth=_growth(row),
    )


def _growth(row: Mapping[str, Any]) -> Growth | None:
    return None if row["growth"] is None else Growth(row["growth"], row["growth_low"], row["growth_high"])


def _option(row: Mapping[str, Any]) -> OptionCount:
    level = row["level"] and Level(row["level"])
    return OptionCount((row["capability"],), row["postings"], row["essential"], row["alone"], level, _growth(row))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _sha256(files: Sequence[str]) -> str:
    """The SHA-256 of a file; of several that of theirs, one a line, in the order of their names; empty of addresses."""
    if not all(Path(file).is_file() for file in files):
        return ""
    found = []
    for file in sorted(files):
        with Path(file).open("rb") as opened:
            found.append(file_digest(opened, "sha256").hexdigest())
    return found[0] if len(found) == 1 else sha256("".join(f"{one}\n" for one in found).encode()).hexdigest()


def _sorted(rows: Frame, by: Sequence[str], sort: str) -> Frame:
    """The rows with the largest groups first, and in each what most ask for, or whatever else is asked for."""
    import narwhals as nw

    col = nw.col
    if "month" in by:
        others = [name for name in by if name != "month"]
        size = col("postings").sum().over(*others) if others else nw.lit(0)
        order = ["size", *others, "month"]
        down = [name == "size" for name in order]
        return rows.with_columns(size.alias("size")).sort(*order, descending=down, nulls_last=True)
    first = {
        "asked": col("postings").cast(nw.Float64),
        "distinctive": col("share") * col("idf").fill_null(1.0),
        "growing": col("growth_low").fill_null(-2.0),
    }[sort]
    groups = [name for name in by if name != "capability"] if "capability" in by else []
    unknown = nw.lit(0)  # what is of no known role, place or seniority comes last
    for name in groups:
        unknown = nw.when(col(name).is_null()).then(nw.lit(1)).otherwise(unknown)
    order = [*(["unknown", "of", *groups] if groups else []), "first", *by]
    down = [name in ("of", "first") for name in order]
    return rows.with_columns(first.alias("first"), unknown.alias("unknown")).sort(
        *order, descending=down, nulls_last=True
    )


def _said(days: tuple[date, date]) -> tuple[str, str]:
    return days[0].isoformat(), days[1].isoformat()


def _months_between(known: dict[str, int]) -> Iterator[str]:
    """Every month from the first to the last."""
    if not known:
        return
    (year, month), last = map(int, min(known).split("-")), max(known)
    while (name := f"{year:04d}-{month:02d}") <= last:
        yield name
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
