"""Demand over 1,000,000 postings and roles for 100,000 people, on each engine: `python benchmarks/millions.py`.

What is made up is written first; then every command runs in a process of its own, as users run it, beside what one
would write instead. Printed are seconds, CPU seconds and memory of the whole process tree (see `footprint`), how they
grow with the rows, and whether all engines give the same rows; then whether an extraction that was killed goes on, and
whether what was matched is what `gap` says of a thousand people. Exit code 1 where something of this does not hold.

With --small all sizes are a hundredth. --graph takes a graph of one's own instead of one of the size of ESCO.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

import escolike
import market_rivals
import market_tables
import pyarrow.parquet as pq
import synthetic
from footprint import Footprint, footprint
from table_comparison import TOLERANCE, differences

import rolegraph
from rolegraph.facts.joining import index_built
from rolegraph.facts.requirements import terms_of
from rolegraph.graph import RoleGraph
from rolegraph.market.acceptance import requirement_id
from rolegraph.mobility.index import moves_of
from rolegraph.mobility.match import start_of
from rolegraph.model.nodes import Level, Node
from rolegraph.model.plans import ASSUMED_LEVEL, Standing
from rolegraph.planning.gap import given_profile
from rolegraph.rdf.transactions import building
from rolegraph.readers.importing import import_download

ENGINES: Final = ("polars", "duckdb", "spark")
MOST_MEMORY: Final = 2_000  # megabytes that one machine's engines may take
MOST_GROWTH: Final = 1.15  # of the CPU seconds, as a power of the rows
POSTINGS, PEOPLE, TEXTS, SAMPLED = 1_000_000, 100_000, 400, 1_000
JOINED_PEOPLE: Final = 10_000  # as many as one join can do without filling the disk


class Sizes(NamedTuple):
    """How many postings and people there are at most, texts to extract, and people compared with `gap`."""

    postings: int
    people: int
    texts: int
    sampled: int


class Bench:
    """One run: where its files are, which graph is asked, on which engines, and what did not hold."""

    def __init__(self, folder: Path, place: Path, engines: Sequence[str], sizes: Sizes) -> None:
        self.folder, self.place, self.engines, self.sizes = folder, place, engines, sizes
        self.wrong: list[str] = []
        self._environment = os.environ | {"ROLEGRAPH_NO_INPUT": "1"}
        self._grown: dict[tuple[str, str], list[tuple[int, Footprint]]] = {}

    def tell(self, line: str, holds: bool = True) -> None:
        """Print a line; what does not hold is remembered."""
        if not holds:
            self.wrong.append(line.strip())
        sys.stdout.write(f"{'  ' if holds else '! '}{line}\n")
        sys.stdout.flush()

    def run(self, *words: str, kill_after: float = math.inf) -> Footprint:
        """Run a command of rolegraph."""
        command = [sys.executable, "-m", "rolegraph", *words, "--graph", str(self.place)]
        return footprint(command, self._environment, kill_after=kill_after)

    def rival(self, name: str, *words: str | Path) -> Footprint:
        """Run what one would write instead."""
        command = [sys.executable, market_rivals.__file__, name, *map(str, words)]
        return footprint(command, self._environment)

    def engine(self, verb: str, table: Path, engine: str, *options: str) -> Path:
        """Run `demand` or `match` over a table with an engine, print what it took, and give what it wrote."""
        out = self.folder / f"{table.stem}-{verb}-{engine}.parquet"
        master = ("--spark-master", "local[2]") if engine == "spark" else ()
        taken = self.run(verb, str(table), "--engine", engine, *master, "-o", str(out), *options)
        rows = pq.read_metadata(table).num_rows
        what = f"{verb:7} {engine:7} {rows:12,} rows in {taken}"
        if taken.code:
            self.tell(f"{what}: exit code {taken.code}\n{taken.said[-2_000:]}", holds=False)
            return out
        fits = engine == "spark" or taken.memory < MOST_MEMORY
        self.tell(f"{what} {pq.read_metadata(out).num_rows:12,} rows out", fits)
        self._grown.setdefault((verb, engine), []).append((rows, taken))
        return out

    def at_sizes(self, verb: str, tables: Sequence[Path], engine: str) -> list[Path]:
        """The same over several tables; on Spark, which takes minutes to start, without the last but one."""
        return [self.engine(verb, one, engine) for one in tables if engine != "spark" or one != tables[-2]]

    def tell_growth(self, verb: str) -> None:
        """Print by which power of the rows CPU seconds grow, after what the least table takes."""
        for engine in self.engines:
            runs = self._grown.get((verb, engine), [])
            start = runs[0][1].cpu if runs else 0.0
            more = [(rows, taken.cpu - start) for rows, taken in runs[1:] if taken.cpu > start]
            points = [(math.log(rows), math.log(cpu)) for rows, cpu in more]
            if len(points) > 1:
                power, last, each = _slope(points), _slope(points[-2:]), more[-1][1] / more[-1][0] * 1e6
                self.tell(
                    f"{verb:7} {engine:7} CPU grows as rows^{power:.2f}, at the end as rows^{last:.2f};"
                    f" {each:.2f} s CPU a million rows",
                    last < MOST_GROWTH,
                )

    def compare(self, what: str, tables: Sequence[Path]) -> None:
        """Print whether all tables have the rows of the first."""
        written = [path for path in tables if path.exists()]
        for other in written[1:]:
            found = differences(written[0], other)
            said = f"differs: {'; '.join(found)}" if found else f"equal rows (floats within {TOLERANCE:g})"
            self.tell(
                f"{what}: {other.stem.rpartition('-')[2]} and {written[0].stem.rpartition('-')[2]} {said}", not found
            )


def _slope(points: Sequence[tuple[float, float]]) -> float:
    """The slope of the line through points, by least squares."""
    middle = [sum(values) / len(points) for values in zip(*points, strict=True)]
    above = math.fsum((x - middle[0]) * (y - middle[1]) for x, y in points)
    return above / math.fsum((x - middle[0]) ** 2 for x, _ in points)


@contextmanager
def _part(title: str) -> Iterator[None]:
    sys.stdout.write(f"\n{title}\n")
    began = time.perf_counter()
    yield
    sys.stdout.write(f"  ({time.perf_counter() - began:.0f} s for this part)\n")


def _sizes(most: int) -> list[int]:
    """Four sizes: one that takes hardly more than the start, and the largest, a tenth and a hundredth of it."""
    return [max(1, most // by) for by in (10_000, 100, 10, 1)]


def demand(bench: Bench, asked: market_tables.AskedFor) -> None:
    """Count on each engine, at four sizes, and with pandas at the largest."""
    with _part("demand: postings and pay of each role and capability"):
        tables = []
        for postings in _sizes(bench.sizes.postings):
            began, path = time.perf_counter(), bench.folder / f"mentions-{postings}.parquet"
            rows = market_tables.write_mentions(path, asked, postings)
            bench.tell(f"{postings:,} postings with {rows:,} mentions made in {time.perf_counter() - began:.1f} s")
            tables.append(path)
        found = [bench.at_sizes("demand", tables, engine) for engine in bench.engines]
        for number in (1, -1):
            bench.compare(f"demand over {tables[number].stem}", [paths[number] for paths in found])
        bench.tell_growth("demand")
        taken = bench.rival("pandas", tables[-1], bench.folder / "pandas.parquet")
        bench.tell(f"demand  pandas, no names, growth or intervals  {taken}", not taken.code)
        odd = bench.folder / "odd.parquet"
        market_tables.write_odd_mentions(odd, asked, 3_000)
        by = ("--by", "role,capability,month,place,seniority")
        bench.compare(
            "demand over moments, codes, decimals, many scripts, nulls",
            [bench.engine("demand", odd, engine, *by) for engine in bench.engines],
        )


def match(bench: Bench, graph: RoleGraph, asked: market_tables.AskedFor) -> None:
    """Match on each engine, at four sizes, and with one join at a tenth of the largest."""
    with _part(f"match: the ten best of {len(asked.roles):,} roles for each person"):
        tables = []
        for people in _sizes(bench.sizes.people):
            path = bench.folder / f"people-{people}.parquet"
            market_tables.write_people(path, asked, people)
            tables.append(path)
        found = [bench.at_sizes("match", tables, engine) for engine in bench.engines]
        for number in (1, -1):
            bench.compare(f"match of {tables[number].stem}", [paths[number] for paths in found])
        bench.tell_growth("match")
        reverse = [bench.engine("match", tables[-2], engine, "--reverse") for engine in bench.engines]
        bench.compare(f"match --reverse of {tables[-2].stem}", reverse)
        market_rivals.write_relations(graph, bench.folder)
        few = min(bench.sizes.people, JOINED_PEOPLE)
        taken = bench.rival(
            "join", bench.folder / f"people-{few}.parquet", bench.folder, bench.folder / "joined.parquet"
        )
        bench.tell(f"match   one join of SQL for {few:,} people, no prerequisites  {taken}", not taken.code)
        matched_as_gap(bench, graph, tables[-1], found[0][-1])


def matched_as_gap(bench: Bench, graph: RoleGraph, people: Path, matches: Path) -> None:
    """Print whether matches of sampled people are what `gap` says of them, and the scores those of `nearest`."""
    rows = pq.read_table(people, columns=["person"]).column(0).unique().to_pylist()
    sampled = random.Random(market_tables.SEED).sample(rows, min(bench.sizes.sampled, len(rows)))  # noqa: S311
    chosen = [("person", "in", sampled)]
    held: dict[str, dict[str, Level]] = {}
    for row in pq.read_table(people, filters=chosen).to_pylist():
        held.setdefault(row["person"], {})[row["capability"]] = Level(row["level"]) if row["level"] else ASSUMED_LEVEL
    efforts, compared, unequal = moves_of(graph.dataset).efforts, 0, set()
    profiles = {person: given_profile(_nodes(graph, have)) for person, have in held.items()}
    shares = {person: start_of(efforts, None, profile).share for person, profile in profiles.items()}
    for row in pq.read_table(matches, filters=chosen).to_pylist():
        if row["rank"] not in {1, 7}:
            continue
        compared += 1
        gap = graph.gap(profiles[row["person"]], row["role"])
        essential = [one for one in gap.assessments if one.requirement.essential]
        said = [
            len(essential),
            *(sum(one.standing is what for one in essential) for what in (Standing.MET, Standing.TOO_LOW)),
        ]
        lacking = {requirement_id(terms_of(one.requirement)) for one in essential if one.standing is Standing.MISSING}
        score = shares[row["person"]][efforts.row_of[row["role"]]]
        same = said == [row["essential"], row["met"], row["too_low"]]
        same &= lacking == {*row["missing"], *row["credentials"]} and abs(score - row["score"]) <= TOLERANCE
        unequal |= set() if same else {row["person"]}
    who = f"{len(held):,} sampled people, {compared:,} pairs"
    bench.tell(f"match: {who}: {len(unequal) or 'none'} differ from gap, or from the score of nearest", not unequal)


def _nodes(graph: RoleGraph, have: Mapping[str, Level]) -> dict[Node, Level]:
    return {graph.resolve(iri): level for iri, level in have.items()}


def extract(bench: Bench, graph: RoleGraph) -> None:
    """Extract from texts, once in peace and once killed twice on the way."""
    with _part("extract: from advertisements to mentions"):
        texts, whole, resumed = (bench.folder / name for name in ("texts.csv", "whole.parquet", "resumed.parquet"))
        market_tables.write_texts(texts, graph, bench.sizes.texts)
        command = ("extract", str(texts), "--workers", "2", "-o")
        taken = bench.run(*command, str(whole))
        bench.tell(f"{bench.sizes.texts:,} texts in {taken}", not taken.code)
        for part in (0.5, 0.8):
            killed = bench.run(*command, str(resumed), kill_after=taken.seconds * part)
            bench.tell(
                f"killed after {killed.seconds:.1f} s: {'a' if resumed.exists() else 'no'} table", killed.code != 0
            )
        again = bench.run(*command, str(resumed))
        bench.tell(f"went on in {again}: {again.said.strip().splitlines()[0] if again.said else ''}", not again.code)
        bench.compare("extraction that was killed", [whole, resumed])


def refuse(bench: Bench, asked: market_tables.AskedFor) -> None:
    """Give each command tables that it cannot read."""
    with _part("what cannot be read: one message, exit code 2, nothing written"):
        good = bench.folder / "good.parquet"
        market_tables.write_mentions(good, asked, 1_000)
        for name, spoil, where in (
            ("broken page", market_tables.broken, "row group"),
            ("column of another type", market_tables.of_another_type, "column"),
            ("unknown capability", market_tables.of_unknown_name, "row group"),
        ):
            bad = bench.folder / "bad.parquet"
            spoil(good, bad)
            for engine in bench.engines:
                out = bench.folder / "never.parquet"
                done = bench.run("demand", str(bad), "--engine", engine, "-o", str(out))
                said = all(word in done.said for word in (str(bad), where)) and "Traceback" not in done.said
                one = done.code == 2 and said and not out.exists()
                bench.tell(f"{name}, {engine}: {done.said.strip() if one else done.said[-1_500:]}", one)


def _graph(folder: Path, place: str, *, small: bool) -> Path:
    """A graph that is given, or else one of the size of ESCO, or a small one."""
    if place:
        return Path(place).resolve()
    made, began = folder / "graph", time.perf_counter()
    if small:
        with building(made, index_built) as building_:
            building_.store.extend(synthetic.quads(60), bulk=True)
    else:
        escolike.write_download(folder / "download")
        import_download("esco", folder / "download", made)
    sys.stdout.write(f"A graph made up in {time.perf_counter() - began:.0f} s\n")
    return made


def main(words: Sequence[str]) -> int:
    """Measure, and give the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--graph", default="", help="a graph to ask; made up unless it is given")
    parser.add_argument("--small", action="store_true", help="a hundredth of everything")
    parser.add_argument(
        "--engines", default=",".join(ENGINES), help="of polars, duckdb, spark; the first is compared with"
    )
    parser.add_argument("--parts", default="demand,match,extract,refuse", help="what is measured")
    parser.add_argument("--postings", type=int, default=POSTINGS)
    parser.add_argument("--people", type=int, default=PEOPLE)
    asked = parser.parse_args(words)
    by = 100 if asked.small else 1
    sizes = Sizes(asked.postings // by, asked.people // by, max(60, TEXTS // by), SAMPLED // by)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        place = _graph(folder, asked.graph, small=asked.small)
        bench = Bench(folder, place, asked.engines.split(","), sizes)
        graph = rolegraph.open(place)
        capabilities = market_tables.asked_for(graph)
        measure = {
            "demand": lambda: demand(bench, capabilities),
            "match": lambda: match(bench, graph, capabilities),
            "extract": lambda: extract(bench, graph),
            "refuse": lambda: refuse(bench, capabilities),
        }
        for part in asked.parts.split(","):
            measure[part]()
    sys.stdout.write(f"\n{len(bench.wrong)} things do not hold\n" if bench.wrong else "\nAll holds\n")
    sys.stdout.writelines(f"  {line}\n" for line in bench.wrong)
    return 1 if bench.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
