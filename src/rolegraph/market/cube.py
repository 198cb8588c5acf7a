"""Demand over any number of postings, by role, capability, month, place and seniority: counted by an engine.

Everything is an expression of narwhals, so that all engines count alike. Texts become numbers early: a posting has a
row with numbers for its role and month, and each thing that it asks for is a pair of numbers. What stands for nothing
in these is -1 or an empty text, since nothing equals nothing in no join.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rolegraph.errors import RolegraphError, SourceError
from rolegraph.market.alternative_counts import alternative_counts
from rolegraph.market.cube_columns import demand_columns
from rolegraph.market.demand import LEAST_CONFIDENCE
from rolegraph.market.growth import Z, growth_columns, year_before
from rolegraph.market.mention_checks import refuse_wrong_rows
from rolegraph.market.mention_columns import MENTION_COLUMNS
from rolegraph.market.pay_quantiles import pay_quantiles, quantiles
from rolegraph.market.reading_failures import reading
from rolegraph.market.row_words import KEYS, MONTHS, month_words, named, node_words, sorted_batches
from rolegraph.model.demand_tables import PostingTotals
from rolegraph.model.nodes import Level, Necessity, fold

if TYPE_CHECKING:
    import narwhals as nw
    import pyarrow as pa

    from rolegraph.market.engines import Batches, Engine, Frame
    from rolegraph.market.name_codes import NameCodes
    from rolegraph.market.parquet_tables import ParquetTable
    from rolegraph.model.nodes import Node
    from rolegraph.model.posting_counts import OptionCount

_NO_ROLE: Final = -2  # of no posting, not even of those without a role


class PostingFilter(NamedTuple):
    """Which postings count: of a day or later, of a day or earlier, of a place as they name it, of a seniority."""

    since: date | None = None
    until: date | None = None
    place: str = ""
    seniority: str = ""


def posting_filter(since: str = "", until: str = "", place: str = "", seniority: str = "") -> PostingFilter:
    """The same of texts; a RolegraphError where a day is none, or the last is before the first."""
    first, last = (_day(name, text) for name, text in (("since", since), ("until", until)))
    if first and last and last < first:
        raise RolegraphError(f"--until {until} is before --since {since}: no posting is of a day between them")
    return PostingFilter(first, last, place, seniority)


def _day(name: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise RolegraphError(f"--{name}: {text} is no date: write year, month and day, as in 2026-01-31") from None


class PostingCube:
    """What the postings of a table ask for, kept by an engine and counted in any way that is asked for.

    SourceError where the table cannot be read; RolegraphError where no posting counts.
    """

    def __init__(
        self,
        engine: Engine,
        mentions: ParquetTable,
        capabilities: NameCodes,
        roles: NameCodes | None,
        only: PostingFilter,
    ) -> None:
        import narwhals as nw

        self._engine, self._mentions = engine, mentions
        self._capabilities, self._roles = capabilities, roles
        with reading(mentions):
            rows = engine.scan(mentions, missing=MENTION_COLUMNS)
            refuse_wrong_rows(engine, mentions, rows)
            every = engine.numbered(self._every_posting(rows), "number", "posting")
            marked = self._marked(every, only)
            self._that_count = marked.filter(nw.col("reason") == 0)
            self.totals = self._totals(marked)
            self._refuse_nothing()
            self._postings = engine.kept(self._counted(marked))
            self._asked = engine.kept(self._everything_asked(rows, marked))

    @property
    def years(self) -> tuple[tuple[date, date], tuple[date, date]] | None:
        """The first and last day of the latest twelve months, and of those before; None where nothing has a day."""
        if not self.totals.last:
            return None
        last = date.fromisoformat(self.totals.last)
        middle, start = year_before(last), year_before(year_before(last))
        day = date.resolution
        return (middle + day, last), (start + day, middle)

    def rows(self, by: Sequence[str], role: Node | None = None) -> Frame:
        """A row for each combination, of a role or of all, in no order; with numbers, which `named` puts into words."""
        import narwhals as nw

        keys = [KEYS.get(name, name) for name in by]
        asked = "capability" in by
        subject = "capability" if asked else "role" if "role" in by else ""
        among = ["everything", *(KEYS.get(name, name) for name in by if subject and name != subject)]
        postings = self._postings.with_columns(nw.lit(1).alias("everything"))
        items = self._asked.join(postings, on="number", how="inner") if asked else postings
        items = items if role is None else items.filter(nw.col("role_code") == self._code_of(role))
        groups = (postings.filter(nw.col("asking") == 1) if asked else postings).group_by(*among)
        of = groups.agg(_number(nw.len(), "of"), *(_number(nw.col(name).sum(), f"of_{name}") for name in _YEARS))
        # Each part by itself: an engine that computes all at once holds all at once in memory.
        kept = self._engine.kept
        found = kept(items.group_by("everything", *keys).agg(*self._sums(asked))).join(of, on=among, how="left")
        if asked:
            asking = self._asked.group_by("capability_code").agg(_number(nw.len(), "asking_at_all"))
            found = found.join(asking, on="capability_code", how="left")
            years = kept(quantiles(items.filter(~nw.col("years").is_null()), keys, "years", {"years": 0.5}))
            found = found.join(years.drop("stated"), on=keys, how="left")
        pay = kept(pay_quantiles(items.filter(~nw.col("pay").is_null()), keys))
        found = found.join(pay, on=keys, how="left").with_columns(*_shares(), *self._of_capabilities(asked))
        found = found.with_columns(*(_without_years() if "month" in by else growth_columns()))
        counts = (column.name for column in demand_columns(()))
        return found.select(*keys, *counts)

    def named(self, found: Frame, by: Sequence[str]) -> Frame:
        """Some rows with the columns of `demand_columns`: IRIs, labels and months in the place of numbers."""
        return named(self._engine, found, by, self._words(by))

    def sorted_batches(self, found: Frame, by: Sequence[str]) -> Batches:
        """The same in the order of `by`, some at a time."""
        return sorted_batches(self._engine, found, by, self._words(by))

    def alternatives(self, least: int) -> dict[str, list[OptionCount]]:
        """For each role, by IRI, the alternatives that many of its postings ask for; see `alternative_counts`."""
        if self._roles is None or not self._mentions.has("alternatives"):
            return {}
        with reading(self._mentions):
            rows = self._engine.scan(self._mentions, missing=MENTION_COLUMNS)
            known = frozenset(node.iri for node in self._capabilities.nodes)
            found = alternative_counts(self._engine, rows, self._that_count, known, least)
        return {self._roles.nodes[role].iri: options for role, options in found.items()}

    def _code_of(self, role: Node) -> int:
        nodes = () if self._roles is None else self._roles.nodes
        return nodes.index(role) if role in nodes else _NO_ROLE

    def _every_posting(self, rows: Frame) -> Frame:
        """A row for each posting; where its rows disagree, the first by the alphabet and the smallest number count."""
        import narwhals as nw

        col = nw.col
        sure = col("role_confidence").is_null() | (col("role_confidence") >= LEAST_CONFIDENCE)
        texts = [col(name).min() for name in ("posted", "place", "remote", "seniority", "currency", "pay_period")]
        # A posting whose rows name several roles is for the surest of them that it names first.
        found = rows.with_columns(
            nw.when(sure).then(col("role")).alias("sure_role"), _flag(~sure & ~col("role").is_null(), "unsure")
        )
        posting = found.group_by("posting").agg(
            col("sure_role").min().alias("role"),
            *texts,
            col("pay_low").min(),
            col("pay_high").max(),
            _flag(~col("duplicate_of").is_null(), "copy").max(),
            _flag(~col("capability").is_null(), "asking").max(),
            col("unsure").max(),
        )
        if self._roles is None:
            return posting.with_columns(nw.lit(-1).alias("role_code"))
        return posting.join(self._engine.frame(self._roles.names), on="role", how="left").with_columns(
            col("role_code").fill_null(-1)
        )

    def _marked(self, postings: Frame, only: PostingFilter) -> Frame:
        """The postings, each with the first reason for which it does not count; 0 where it does."""
        import narwhals as nw

        posted, never = nw.col("posted"), nw.lit(0) == 1
        late = ~(posted >= only.since) if only.since else never
        early = ~(posted <= only.until) if only.until else never
        undated = posted.is_null() if only.since or only.until else never
        away, other = never, never
        if only.place:
            away = ~(self._holding(postings, "place", only.place) | self._holding(postings, "remote", only.place))
        if only.seniority:
            other = nw.col("seniority").is_null() | ~nw.col("seniority").fill_null("").is_in([only.seniority])
        reason = nw.lit(0)
        for number, holds in reversed([(1, nw.col("copy") == 1), (2, undated | late | early), (3, away), (4, other)]):
            reason = nw.when(holds).then(nw.lit(number)).otherwise(reason)
        return postings.with_columns(reason.alias("reason"))

    def _holding(self, postings: Frame, column: str, wanted: str) -> nw.Expr:
        """Whether a column has a text in it, as people spell it."""
        import narwhals as nw

        texts = self._engine.collect(postings.select(column).drop_nulls().unique())[column].to_pylist()
        found = [text for text in texts if fold(wanted) in fold(text)]
        return nw.col(column).fill_null("").is_in(found) if found else nw.lit(0) == 1

    def _totals(self, marked: Frame) -> PostingTotals:
        import narwhals as nw

        counted = nw.col("reason") == 0
        parts = {
            "every": nw.len(),
            **{name: _flag(nw.col("reason") == place, name).sum() for place, name in enumerate(_REASONS, 1)},
            "postings": _flag(counted, "postings").sum(),
            "asking": _flag(counted & (nw.col("asking") == 1), "asking").sum(),
            "undated": _flag(counted & nw.col("posted").is_null(), "undated").sum(),
            "without_role": _flag(counted & (nw.col("role_code") < 0) & (nw.col("unsure") == 0), "without").sum(),
            "unsure": _flag(counted & (nw.col("role_code") < 0) & (nw.col("unsure") == 1), "not_sure").sum(),
            "first": nw.when(counted).then(nw.col("posted")).min(),
            "last": nw.when(counted).then(nw.col("posted")).max(),
        }
        found = self._engine.collect(marked.select(*(part.alias(name) for name, part in parts.items())))
        row: dict[str, Any] = found.to_pylist()[0]
        counts = {name: int(row[name] or 0) for name in parts if name not in ("first", "last")}
        first, last = ("" if row[name] is None else row[name].isoformat() for name in ("first", "last"))
        return PostingTotals(**counts, first=first, last=last)

    def _refuse_nothing(self) -> None:
        totals, place = self.totals, self._mentions.place
        if not totals.every:
            raise SourceError("has no postings", "name the table that `rolegraph extract` wrote", path=place)
        if not totals.postings:
            reasons = ((name.replace("_", " "), getattr(totals, name)) for name in _REASONS)
            left = ", ".join(f"{name} {number:,}" for name, number in reasons if number)
            raise RolegraphError(f"{place}: none of {totals.every:,} postings counts ({left}): widen what you ask for")

    def _counted(self, marked: Frame) -> Frame:
        """The postings that count, as numbers, and in which of the two latest years they are."""
        import narwhals as nw

        col = nw.col
        years = self.years
        inside = [
            ((nw.lit(0) == 1) if years is None else col("posted").is_between(*year)) for year in years or ((), ())
        ]
        low, high = col("pay_low").fill_null(0.0), col("pay_high").fill_null(0.0)
        stated = ~(col("pay_low").is_null() & col("pay_high").is_null())
        low, high = (
            nw.when(col("pay_low").is_null()).then(high).otherwise(low),
            nw.when(col("pay_high").is_null()).then(low).otherwise(high),
        )
        return marked.filter(col("reason") == 0).select(
            "number",
            "role_code",
            (col("posted").dt.year() * MONTHS + col("posted").dt.month() - 1)
            .cast(nw.Int64).fill_null(-1).alias("month_code"),
            col("place").fill_null(""),
            col("seniority").fill_null(""),
            nw.when(stated).then((low + high) / 2).alias("pay"),
            col("currency").fill_null(""),
            col("pay_period").fill_null("year").alias("period"),
            "asking",
            *(_flag(nw.when(col("posted").is_null()).then(nw.lit(0) == 1).otherwise(here), name)
              for name, here in zip(_YEARS, inside, strict=True)),
        )  # fmt: skip

    def _everything_asked(self, rows: Frame, marked: Frame) -> Frame:
        """A row for each thing that a posting asks for, once a posting, with the greatest of each part."""
        import narwhals as nw

        col = nw.col
        counted = marked.filter(col("reason") == 0).select("posting", "number")
        several = col("alternatives").fill_null("").str.contains(" ", literal=True)
        named = rows.filter(~col("capability").is_null()).select(
            "posting",
            "capability",
            _flag(col("necessity").fill_null("") == str(Necessity.ESSENTIAL), "essential"),
            _flag(~several, "alone"),
            "level",
            "years",
        )
        named = named.join(self._engine.frame(self._capabilities.names), on="capability", how="inner")
        named = named.join(counted, on="posting", how="inner")
        named = named.select(
            "number", col("capability_code").cast(nw.Int32), *(col(name).cast(nw.Int16) for name in _PARTS)
        )
        return named.group_by("number", "capability_code").agg(*(col(name).max() for name in _PARTS))

    def _sums(self, asked: bool) -> list[nw.Expr]:
        import narwhals as nw

        found = [_number(nw.len(), "postings"), *(_number(nw.col(name).sum(), f"postings_{name}") for name in _YEARS)]
        if asked:
            levels = ((level, _flag(nw.col("level") == int(level), f"level_{level}").sum()) for level in Level)
            found += [_number(count, f"level_{int(level)}") for level, count in levels]
            found += [_number(nw.col(name).sum(), name) for name in ("essential", "alone")]
        return found

    def _of_capabilities(self, asked: bool) -> list[nw.Expr]:
        """What is said of capabilities only; null where none are counted, or the table says nothing of it."""
        import narwhals as nw

        if not asked:
            whole, floats = nw.lit(None, dtype=nw.Int64), nw.lit(None, dtype=nw.Float64)
            made = {"essential": whole, "alone": whole, "level": whole, "idf": floats, "years": floats}
            return [value.alias(name) for name, value in made.items()]
        ratio = nw.lit(float(self.totals.postings)) / nw.col("asking_at_all").cast(nw.Float64)
        told = {"essential": "necessity", "alone": "alternatives"}
        unsaid = [name for name, column in told.items() if not self._mentions.has(column)]
        return [
            (1 + ratio).log().alias("idf"),
            _middle_level().alias("level"),
            *(nw.lit(None, dtype=nw.Int64).alias(name) for name in unsaid),
        ]

    def _words(self, by: Sequence[str]) -> dict[str, pa.Table]:
        """For each dimension that is counted as numbers what they stand for."""
        codes = {"role": self._roles, "capability": self._capabilities}
        found = {name: node_words(name, one.nodes if one else ()) for name, one in codes.items() if name in by}
        return found | ({"month": month_words(self.totals.first, self.totals.last)} if "month" in by else {})


_REASONS: Final = ("copies", "other_time", "other_place", "other_seniority")
_YEARS: Final = ("now", "before")
_PARTS: Final = ("essential", "alone", "level", "years")


def _without_years() -> list[nw.Expr]:
    """Nothing of what compares two years: a month is in one of them."""
    import narwhals as nw

    counts = [f"{count}_{year}" for count in ("postings", "of") for year in _YEARS]
    none = [nw.lit(None, dtype=nw.Int64).alias(name) for name in counts]
    return none + [nw.lit(None, dtype=nw.Float64).alias(name) for name in ("growth", "growth_low", "growth_high")]


def _flag(holds: nw.Expr, name: str) -> nw.Expr:
    """1 where something holds, 0 where it does not or nothing is known of it."""
    import narwhals as nw

    return nw.when(holds).then(nw.lit(1)).otherwise(nw.lit(0)).cast(nw.Int64).alias(name)


def _number(value: nw.Expr, name: str) -> nw.Expr:
    import narwhals as nw

    return value.cast(nw.Int64).alias(name)


def _middle_level() -> nw.Expr:
    """The median of levels, the lower of two, as `market.demand.middle_level` has it."""
    import narwhals as nw

    counts = [nw.col(f"level_{int(level)}") for level in Level]
    stated = counts[0] + counts[1] + counts[2] + counts[3]
    level, passed = nw.lit(None, dtype=nw.Int64), stated
    for place in reversed(range(len(counts))):
        level = nw.when((stated > 0) & (2 * passed >= stated)).then(nw.lit(place + 1)).otherwise(level)
        passed = passed - counts[place]
    return level


def _shares() -> list[nw.Expr]:
    """`share`, and its interval as `market.demand.share_of` has it."""
    import narwhals as nw

    number, of = nw.col("postings").cast(nw.Float64), nw.col("of").cast(nw.Float64)
    share, square = number / of, Z * Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    spread = share * (1 - share) / of + square / (4 * of * of)
    half = nw.max_horizontal(spread, nw.lit(0.0)).sqrt() * Z / (1 + square / of)
    return [
        share.alias("share"),
        nw.max_horizontal(middle - half, nw.lit(0.0)).alias("low"),
        nw.when(nw.col("postings") == nw.col("of")).then(nw.lit(1.0)).otherwise(middle + half).alias("high"),
    ]
