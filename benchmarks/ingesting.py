"""Reading articles into a graph, and reading them again into the graph that holds them: how the time grows."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Callable
from pathlib import Path

from timing import Timing, alternate, show

from rolegraph.readers.ingest import ingest

ROUNDS = 5
FEW, MANY = 10, 40
ARTICLE = Path(__file__).parents[1] / "tests" / "fixtures" / "articles" / "seed-form.txt"


def variants(folder: Path) -> list[Path]:
    """The article once for each of many roles that nobody has heard of."""
    text = ARTICLE.read_text(encoding="utf-8")
    paths = []
    for start in itertools.islice(itertools.product("BDFGKLMN", "aeiou"), MANY):
        word = "".join(start) + "lor"
        paths.append(folder / f"{word}.txt")
        paths[-1].write_text(text.replace("Analytics Engineer", f"{word} Engineer"), encoding="utf-8")
    return paths


def reading(paths: list[Path], graph: Path, *, anew: bool) -> Callable[[], object]:
    def read() -> None:
        if anew:
            graph.unlink(missing_ok=True)
        assert bool(ingest(paths, graph).change) is anew

    return read


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        paths = variants(Path(folder))
        tasks, counts = {}, {}
        for count in (FEW, MANY):
            graph = Path(folder) / f"{count}.trig"
            for name, anew in (("for the first time", True), ("again", False)):
                tasks[f"{count} articles {name}"] = reading(paths[:count], graph, anew=anew)
                counts[f"{count} articles {name}"] = count
        timings = alternate(tasks, ROUNDS)
    each = {name: Timing(*(taken / counts[name] for taken in timing)) for name, timing in timings.items()}
    few, many = f"{FEW} articles", f"{MANY} articles"
    show(
        f"Reading an article, as one of several in a call, median of {ROUNDS} runs (quartiles)",
        each,
        {
            f"again / first, {many}": (f"{many} again", f"{many} for the first time", "under 2"),
            f"{MANY} / {FEW}, first": (f"{many} for the first time", f"{few} for the first time", "under 1.5"),
            f"{MANY} / {FEW}, again": (f"{many} again", f"{few} again", "under 1.5"),
        },
    )


if __name__ == "__main__":
    main()
