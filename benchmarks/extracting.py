"""Names of ESCO's skills in advertisements, beside a regular expression of all and a search by name; whole readings.

Needs ESCO's CSV and SkillSpan beside the project; without them it says so.
"""

from __future__ import annotations

import csv
import os
import re
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from quality_linking import ESCO, EXTRACTION, SETS, advertisements, esco
from timing import alternate, show

import rolegraph
from rolegraph.errors import SourceError
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking.name_matcher import NameMatcher
from rolegraph.readers.documents import read_text
from rolegraph.readers.documents.forms import read_documents
from rolegraph.readers.documents.records import TextKind

ROUNDS = 5
LETTERS = 3_000  # of an advertisement
FEW = 4  # advertisements for what takes long
READ = 60  # advertisements that are read as a whole


def texts() -> list[str]:
    """Sentences of SkillSpan, put together to advertisements of the same length."""
    found, words = [], ""
    for name in SETS:
        for advertisement in advertisements(EXTRACTION / "skillspan" / f"skillspan_{name}_train.conll"):
            words += advertisement.text + "\n"
            if len(words) >= LETTERS:
                found.append(words[:LETTERS])
                words = ""
    return found


def whole_readings(texts: list[str], lexicon: MemoryLexicon) -> float:
    """The seconds of a core that it takes to read texts as advertisements: requirements, years, terms of the job."""
    taken = 0.0
    for place, text in enumerate([texts[0], *texts]):
        (document,) = read_documents(text.encode(), "an advertisement")
        start = time.process_time()
        with suppress(SourceError):  # a part of an advertisement that asks for nothing
            read_text(replace(document, title="Data Analyst"), lexicon, TextKind.POSTING)
        if place:  # at first, some things are made once for a lexicon
            taken += time.process_time() - start
    return taken


def tables(texts: list[str]) -> None:
    """Print how fast a table of texts becomes a table of mentions, beside `extract` as it is for a few."""
    graph = rolegraph.open()
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "ads.csv", Path(folder) / "mentions.parquet"
        with source.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("title", "description"), *(("Data Analyst", text) for text in texts)])

        def into_table(workers: int) -> None:
            graph.extract_mentions([source], out, workers=workers)

        ways: dict[str, Callable[[], object]] = {
            "extract": lambda: graph.extract([source], near=0),
            "into a table, by one process": lambda: into_table(1),
            "into a table, by two": lambda: into_table(2),
        }
        for name, way in ways.items():
            begun, before = time.perf_counter(), os.times()
            way()
            taken, after = time.perf_counter() - begun, os.times()
            spent = 1_000 * (sum(after[:4]) - sum(before[:4])) / len(texts)
            print(f"  {len(texts) / taken:9.0f} texts a second, {spent:.1f} ms of CPU each: {name}")


def main() -> None:
    if not EXTRACTION.exists() or not Path(str(ESCO).format("en")).exists():
        print(f"Not measured: {EXTRACTION} or {ESCO.parent} is not there.")
        return
    entries = esco()
    documents = texts()
    lexicon = MemoryLexicon((entry.node, entry.names) for entry in entries)
    names = {name.lower() for entry in entries for name in (entry.node.label, *entry.names)}
    start = time.perf_counter()
    matcher = NameMatcher(lexicon)
    print(f"{len(names):,} names, {time.perf_counter() - start:.1f} s to build the matcher")
    start = time.perf_counter()
    expression = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(names, key=len, reverse=True))) + r")\b")
    print(f"{time.perf_counter() - start:.1f} s to compile a regular expression of them")
    few = documents[:FEW]
    timings = alternate(
        {
            "rolegraph": lambda: [matcher.matches(text) for text in few],
            "a regular expression": lambda: [expression.findall(text.lower()) for text in few],
            "name by name": lambda: [[name for name in names if name in text.lower()] for text in few],
        },
        ROUNDS,
    )
    show(
        f"{FEW} advertisements of {LETTERS:,} characters, median of {ROUNDS} runs (quartiles)",
        timings,
        {"rolegraph / a regular expression": ("rolegraph", "a regular expression", "under 0.1")},
    )
    start = time.process_time()
    count = sum(len(matcher.matches(text)) for text in documents)
    taken = time.process_time() - start
    rate, each = len(documents) / taken, count / len(documents)
    print(f"  {rate:9.0f} advertisements a second of one core for names alone, {each:.0f} in each (goal: 500)")
    read = documents[:READ]
    taken = whole_readings(read, lexicon)
    rate, each = len(read) / taken, 1_000 * taken / len(read)
    print(f"  {rate:9.0f} advertisements a second of one core for whole readings, {each:.1f} ms each (goal: 500)")
    tables(documents)


if __name__ == "__main__":
    main()
