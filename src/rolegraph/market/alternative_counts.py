"""Alternatives that the postings of a table ask for: how many want "Python or R", or one of the two alone.

A plan for demand is made of these: a posting that asks for Python also asks for "Python or R".
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import chain, combinations
from typing import TYPE_CHECKING, Final

from rolegraph.market.demand import AS_IT_IS, middle_level
from rolegraph.model.nodes import Level, Necessity
from rolegraph.model.posting_counts import OptionCount

if TYPE_CHECKING:
    from rolegraph.market.engines import Engine, Frame

_MOST: Final = 8  # alternatives of a requirement, of which all choices are looked at; longer lists are rare


def alternative_counts(
    engine: Engine, mentions: Frame, postings: Frame, known: frozenset[str], least: int
) -> dict[int, list[OptionCount]]:
    """For each role, by number, the alternatives that enough of its postings ask for in just that way.

    `mentions` are rows of a table with their `alternatives`, `postings` those that count (`posting`, `number`,
    `role_code`, and whether they are `asking`). Alternatives count where all are `known` by IRI, and `least` postings
    or more ask for them, or for less choice.
    """
    import narwhals as nw

    col = nw.col
    asked = mentions.filter(~col("alternatives").is_null()).select(
        "posting",
        "alternatives",
        nw.when(col("necessity") == str(Necessity.ESSENTIAL)).then(nw.lit(1)).otherwise(nw.lit(0)).alias("essential"),
        col("level").fill_null(0),
    )
    postings = postings.filter(col("role_code") >= 0)
    several = asked.filter(col("alternatives").str.contains(" ", literal=True)).select("posting", "alternatives")
    several = engine.kept(several).unique().join(postings, on="posting", how="inner")
    sizes = postings.filter(col("asking") == 1).group_by("role_code").agg(nw.len().alias("of"))
    often = several.group_by("role_code", "alternatives").agg(nw.len().alias("postings"))
    often = often.join(sizes, on="role_code", how="inner")
    found = engine.collect(often.filter(col("postings") >= AS_IT_IS * col("of")))
    pairs = zip(found["role_code"].to_pylist(), found["alternatives"].to_pylist(), strict=True)
    choices = [
        (role, text) for role, text in pairs if len(text.split(" ")) <= _MOST and known.issuperset(text.split(" "))
    ]
    within = [(role, narrower, text) for role, text in choices for narrower in _narrower(text)]
    return _counted(engine, asked, postings, within, least) if within else {}


def _counted(
    engine: Engine, asked: Frame, postings: Frame, within: list[tuple[int, str, str]], least: int
) -> dict[int, list[OptionCount]]:
    """How many postings ask for each choice or for less of it, each posting once; `within` says what is less."""
    import narwhals as nw
    import numpy as np
    import pyarrow as pa

    col = nw.col
    columns = dict(zip(("role_code", "alternatives", "choice"), map(list, zip(*within, strict=True)), strict=True))
    texts = engine.frame(pa.table({"alternatives": sorted(set(columns["alternatives"]))}))
    # Kept between: joins of all rows at once take gigabytes.
    found = engine.kept(asked.join(texts, on="alternatives", how="inner"))
    found = engine.kept(found.join(postings, on="posting", how="inner"))
    found = found.join(engine.frame(pa.table(columns)), on=["role_code", "alternatives"], how="inner")
    found = found.group_by("number", "role_code", "choice").agg(col("essential").max(), col("level").max())
    found = found.group_by("role_code", "choice", "level").agg(nw.len().alias("postings"), col("essential").sum())
    counts: defaultdict[tuple[int, str], list[list[int]]] = defaultdict(lambda: [[0] * (len(Level) + 1) for _ in "pe"])
    for row in engine.collect(found).to_pylist():
        named, essential = counts[row["role_code"], row["choice"]]
        named[row["level"]] += row["postings"]
        essential[row["level"]] += row["essential"]
    options: defaultdict[int, list[OptionCount]] = defaultdict(list)
    for (role, choice), (named, essential) in sorted(counts.items()):
        if (together := sum(named)) >= least:
            level = middle_level(np.array(named))
            options[role].append(OptionCount(tuple(choice.split(" ")), together, sum(essential), together, level))
    return dict(options)


def _narrower(text: str) -> Iterator[str]:
    """A choice and every choice that is part of it, as tables write them: sorted, with spaces between."""
    options = sorted(text.split(" "))
    return map(" ".join, chain.from_iterable(combinations(options, size) for size in range(1, len(options) + 1)))
