"""The query library on a graph of O*NET's size: rolegraph beside the bare engine, and beside rdflib's own engine."""

from __future__ import annotations

import multiprocessing
import statistics
import tempfile
import time
from pathlib import Path
from typing import Final

import pyoxigraph
import rdflib
import synthetic
from timing import alternate

import rolegraph
from rolegraph.queries import library

ROUNDS: Final = 7
PATIENCE: Final = 20.0  # seconds that rdflib's engine gets for a query
VALUES: Final[dict[str, object]] = {
    "role": "role-7",
    "start": "role-7",
    "goal": "role-8",
    "other": "role-9",
    "capability": "skill/skill-30",
    "tool": "tool/tool-40",
    "node": "role-7",
    "have": ["skill/skill-30:expert", "skill/skill-12"],
}
# rdflib's engine cannot be interrupted, but a process that runs it can be ended.
_FORK: Final = multiprocessing.get_context("fork")
# Those that ask about the whole graph when nothing is bound are asked that.
UNBOUND: Final = ("degrees", "pay")


def bindings(name: str, parameters: list[str]) -> dict[str, object]:
    """Values for a question of the library."""
    if name == "compare":
        return {"role": ["role-7", "role-8"]}
    return {} if name in UNBOUND else {one: VALUES[one] for one in parameters if one in VALUES}


def raw(store: pyoxigraph.Store, text: str) -> int:
    """What one writes with pyoxigraph alone: run the text, and take all of the answer in hand."""
    result = store.query(text, use_default_graph_as_union=True)
    return 1 if isinstance(result, pyoxigraph.QueryBoolean) else len(list(result))


def with_rolegraph(graph: rolegraph.RoleGraph, name: str, values: dict[str, object]) -> int:
    """The same through rolegraph: names resolved, values written in, checked, run."""
    answer = graph.answer(name, values)
    return 1 if answer.truth is not None else len(list(answer.solutions or answer.triples or ()))


def in_a_ready_process(graph: rolegraph.RoleGraph, name: str, values: dict[str, object]) -> int:
    """The same with a time limit: a process that has the graph open already answers."""
    answer = graph.answer(name, values, timeout=60)
    return 1 if answer.truth is not None else len(list(answer.solutions or answer.triples or ()))


def with_rdflib(graph: rdflib.Dataset, text: str) -> float | None:
    """Milliseconds that rdflib's engine takes, once; None where it was not done within `PATIENCE`."""
    receiver, sender = _FORK.Pipe(duplex=False)

    def task() -> None:
        begin = time.perf_counter()
        result = graph.query(text)
        if result.type != "ASK":
            len(result)
        sender.send((time.perf_counter() - begin) * 1000)

    process = _FORK.Process(target=task)
    process.start()
    taken = receiver.recv() if receiver.poll(PATIENCE) else None
    process.kill()
    process.join()
    return taken


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "built"
        synthetic.build(place)
        compare(rolegraph.open(place), place)


def compare(graph: rolegraph.RoleGraph, place: Path) -> None:
    """Print a line for each question of the library."""
    store = pyoxigraph.Store.read_only(str(place))
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=pyoxigraph.serialize(store, format=pyoxigraph.RdfFormat.N_QUADS), format="nquads")
    graph.lexicon  # noqa: B018 - names are read once, whatever is asked
    print(f"\nThe query library on {graph.dataset.size():,} statements, medians of {ROUNDS} runs; rdflib once")
    begin = time.perf_counter()
    graph.query("ASK {}", timeout=60)
    print(f"  the first query with a time limit, which starts a process: {(time.perf_counter() - begin) * 1000:.0f} ms")
    print(f"  {'raw ms':>9}  {'/ raw':>6}  {'limited':>7}  {'rdflib /':>8}  query")
    ratios, limited = [], []
    for one in library():
        values = bindings(one.name, [parameter.name for parameter in one.parameters])
        text = graph.sparql(one.name, values)
        timings = alternate(
            {
                "raw": lambda text=text: raw(store, text),  # type: ignore[misc]
                "ours": lambda one=one, values=values: with_rolegraph(graph, one.name, values),  # type: ignore[misc]
                "limited": lambda one=one, values=values: in_a_ready_process(graph, one.name, values),  # type: ignore[misc]
            },
            ROUNDS,
        )
        ratios.append(timings["ours"].median / timings["raw"].median)
        limited.append(timings["limited"].median / timings["raw"].median)
        taken = with_rdflib(dataset, text)
        slower = f"{taken / timings['ours'].median:,.0f}x" if taken else "stopped"
        print(f"  {timings['raw'].median:9.2f}  {ratios[-1]:5.2f}x  {limited[-1]:6.2f}x  {slower:>8}  {one.name}")
    print(f"  median over the library: {statistics.median(ratios):.2f}x raw pyoxigraph (goal: under 1.2)")
    print(f"  with a time limit, in a process that is ready: {statistics.median(limited):.2f}x (goal: under 1.5)")


if __name__ == "__main__":
    main()
