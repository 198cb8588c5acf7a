"""Finding the names of ESCO's skills in advertisements, beside a regular expression of all, and a search name by name.

Needs ESCO's CSV and SkillSpan beside the project; without them it says so.
"""

from __future__ import annotations

import re
import time
from pathlib import Path

from quality_linking import ESCO, EXTRACTION, SETS, advertisements, esco
from timing import alternate, show

from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking.name_matcher import NameMatcher

ROUNDS = 5
LETTERS = 3_000  # of an advertisement
FEW = 4  # advertisements for what takes long


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
    print(f"  {rate:9.0f} advertisements a second of one core, {each:.0f} names in each (goal: 500)")


if __name__ == "__main__":
    main()
