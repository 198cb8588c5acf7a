"""O*NET and ESCO, an ESCO that is made up and ten times that, beside what one would use instead: `make bench`.

Each task runs in a process of its own, so that its peak memory is its own. O*NET and ESCO are measured where they lie
in `../shared/data`; the other ESCO is made up by `escolike`. With --quick nothing is measured at ten times the size.
"""

from __future__ import annotations

import json
import random
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple, cast

from timing import alternate

DATA = Path(__file__).parents[2] / "shared" / "data"
REAL = {"onet": ("O*NET 29.3", DATA / "onet-29.3", "Actuaries"), "esco": ("ESCO 1.1.1", DATA / "esco-1.1.1", "actuary")}
ROUNDS = 3
PAIRS = 40


class Measured(NamedTuple):
    """Seconds of each round, and the most memory that any of them took, in MB."""

    seconds: tuple[float, ...]
    memory: float

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def __str__(self) -> str:
        spread = f"({min(self.seconds):.3g} to {max(self.seconds):.3g})" if len(self.seconds) > 1 else "(one run)"
        return f"{self.median:10.3g} s {spread:>20} {self.memory:8,.0f} MB"


# What is done in a process of its own: each takes a kind of download or a graph, and gives seconds.


def import_here(kind: str, place: str, out: str) -> list[float]:
    """Import a download with rolegraph."""
    from rolegraph.readers.importing import DownloadKind as Kind
    from rolegraph.readers.importing import import_download

    start = time.perf_counter()
    import_download(cast(Kind, kind), place, out)
    return [time.perf_counter() - start]


def import_into_rdflib(kind: str, place: str, out: str) -> list[float]:
    """The same with a memory graph of rdflib: the same rows and statements, pySHACL, and a file of N-Triples."""
    import pyshacl
    import rdflib
    from rdflib_stream import RdflibStream

    from rolegraph.rdf.files import shipped
    from rolegraph.readers.downloads import Download
    from rolegraph.readers.import_output import ImportReport
    from rolegraph.readers.importing import DownloadKind as Kind
    from rolegraph.readers.importing import reader_of

    start = time.perf_counter()
    with closing(Download(Path(place), ImportReport())) as download:
        reader = reader_of(cast(Kind, kind), download, "en")
        stream = RdflibStream(reader.source)
        reader.read(stream)
    read = time.perf_counter() - start
    # Constraints that are queries would take pySHACL hours: they are left out here, though not in rolegraph.
    shapes = rdflib.Graph().parse(shipped("ontology") / "shapes.ttl")
    shapes.remove((None, rdflib.URIRef("http://www.w3.org/ns/shacl#sparql"), None))
    conforms, _, _ = pyshacl.validate(stream.graph, shacl_graph=shapes, inference="none", allow_warnings=True)
    assert conforms
    checked = time.perf_counter() - start
    stream.graph.serialize(out, format="nt", encoding="utf-8")
    written = time.perf_counter() - start
    return [written, written - (checked - read)]


def bulk_load(file: str, out: str) -> list[float]:
    """Bring statements into a store on disk with pyoxigraph alone, neither made nor validated."""
    from pyoxigraph import RdfFormat, Store

    shutil.rmtree(out, ignore_errors=True)
    start = time.perf_counter()
    Store(out).bulk_load(path=file, format=RdfFormat.N_QUADS)
    return [time.perf_counter() - start]


def open_built(graph: str) -> list[float]:
    """Open a built graph and find a role by its name."""
    import rolegraph
    from rolegraph.model.nodes import Kind

    label = next(node.label for node in rolegraph.open(graph).lexicon if node.kind is Kind.ROLE)
    seconds = []
    for _ in range(9):
        start = time.perf_counter()
        assert rolegraph.open(graph).lexicon.find(label)
        seconds.append(time.perf_counter() - start)
    return seconds


def parse_turtle(file: str) -> list[float]:
    from pyoxigraph import RdfFormat, Store

    start = time.perf_counter()
    Store().load(path=file, format=RdfFormat.TURTLE)
    return [time.perf_counter() - start]


def paths(graph: str) -> list[float]:
    """Paths between pairs of roles drawn at random, in a graph that is open, each for the first time."""
    import rolegraph

    opened = rolegraph.open(graph)
    pairs = drawn(graph)
    opened.path(*pairs.pop())
    seconds = []
    for start_role, goal in pairs:
        start = time.perf_counter()
        opened.path(start_role, goal)
        seconds.append(time.perf_counter() - start)
    return seconds


def paths_by_hand(graph: str) -> list[float]:
    """The same pairs on a plain graph of roles and skills: how near what is known is to everything that is missing."""
    return _by_hand(graph, 10, at_once=True)


def paths_one_by_one(graph: str) -> list[float]:
    """The same, with a search for each thing that is missing, as one writes it first."""
    return _by_hand(graph, 5, at_once=False)


def _by_hand(graph: str, pairs: int, *, at_once: bool) -> list[float]:
    import networkx as nx

    import rolegraph
    from rolegraph.rdf.vocabulary import RG

    dataset = rolegraph.open(graph).dataset
    plain: nx.Graph[str] = nx.Graph()
    asked: dict[str, set[str]] = {}
    for role, skill in dataset.pairs(RG + "requires"):
        plain.add_edge(role, skill, weight=2.0)
        asked.setdefault(role, set()).add(skill)
    for predicate in ("prerequisite", "closeTo"):
        plain.add_edges_from(dataset.pairs(RG + predicate), weight=1.0)
    seconds = []
    for start_role, goal in drawn(graph)[:pairs]:
        start = time.perf_counter()
        have, wanted = asked.get(start_role, set()) | {start_role}, asked.get(goal, set())
        known = have & set(plain)
        if at_once:
            hours: dict[str, float] = nx.multi_source_dijkstra_path_length(plain, known, weight="weight")
            sorted(wanted - have, key=lambda skill: hours.get(skill, 0.0))
        else:
            found = (nx.multi_source_dijkstra(plain, known, skill, weight="weight")[0] for skill in wanted - have)
            sorted(cast(Iterable[float], found))
        seconds.append(time.perf_counter() - start)
    return seconds


def drawn(graph: str) -> list[tuple[str, str]]:
    import rolegraph
    from rolegraph.model.nodes import Kind

    chance = random.Random(1)  # noqa: S311 - for a benchmark
    roles = [node.iri for node in rolegraph.open(graph).lexicon if node.kind is Kind.ROLE]
    return [(chance.choice(roles), chance.choice(roles)) for _ in range(PAIRS)]


def all_against_all(graph: str) -> list[float]:
    """All roles against all, from the opened graph."""
    import rolegraph

    seconds = []
    for _ in range(5):
        opened = rolegraph.open(graph)
        start = time.perf_counter()
        opened.matrix.shared()
        seconds.append(time.perf_counter() - start)
    return seconds


def bare_product(graph: str) -> list[float]:
    """The sparse product alone, of a matrix that is there already."""
    import rolegraph

    having = rolegraph.open(graph).matrix.having()
    seconds = []
    for _ in range(5):
        start = time.perf_counter()
        having @ having.T
        seconds.append(time.perf_counter() - start)
    return seconds


TASKS: dict[str, Callable[..., list[float]]] = {
    one.__name__: one
    for one in (
        import_here,
        import_into_rdflib,
        bulk_load,
        open_built,
        parse_turtle,
        paths,
        paths_by_hand,
        paths_one_by_one,
        all_against_all,
        bare_product,
    )
}


def measured(task: Callable[..., list[float]], *words: str, rounds: int = 1) -> Measured:
    """Run a task in processes of its own."""
    seconds: list[float] = []
    memory = 0.0
    for _ in range(rounds):
        command = [sys.executable, __file__, "--task", task.__name__, *words]
        taken, peak = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
        seconds += taken
        memory = max(memory, peak)
    return Measured(tuple(seconds), memory)


def show(name: str, one: Measured) -> None:
    print(f"  {one}  {name}", flush=True)


def ratio(name: str, above: float, below: float, goal: str) -> None:
    print(f"  {above / below:10.3g} x  {name} (goal: {goal})", flush=True)


def importing(kind: str, place: str, out: str, scratch: Path) -> Measured:
    ours = measured(import_here, kind, place, out, rounds=ROUNDS)
    write_quads(out, scratch / "graph.nq")
    loaded = measured(bulk_load, str(scratch / "graph.nq"), str(scratch / "loaded"))
    theirs = measured(import_into_rdflib, kind, place, str(scratch / "rdflib.nt"))
    whole, unchecked = theirs.seconds
    show("rolegraph: read, validated, built", ours)
    show("rdflib: read, validated with pySHACL, written", Measured((whole,), theirs.memory))
    show("rdflib: read and written, not validated", Measured((unchecked,), theirs.memory))
    show("pyoxigraph: the same statements loaded into a store", loaded)
    print(f"  {megabytes(out):10.0f} MB on disk, index included; pyoxigraph {megabytes(scratch / 'loaded'):.0f} MB")
    ratio("rolegraph / pyoxigraph", ours.median, loaded.median, "at most 2.5; on disk at most 100 MB for O*NET")
    ratio("rdflib / rolegraph", whole, ours.median, "above 6, under 1,500 MB")
    ratio("rdflib without validation / rolegraph with it", unchecked, ours.median, "no goal")
    return ours


def asking(graph: str, scratch: Path) -> dict[str, Measured]:
    turtle = scratch / "graph.ttl"
    found = {"open": measured(open_built, graph, rounds=ROUNDS)}
    if "10" not in Path(graph).name:
        write_turtle(graph, turtle)
        parsed = measured(parse_turtle, str(turtle), rounds=ROUNDS)
        show("rolegraph: opening the built graph", found["open"])
        show("pyoxigraph: parsing its Turtle into memory", parsed)
        ratio("parsing / opening", parsed.median, found["open"].median, "above 100")
    found["path"] = measured(paths, graph)
    by_hand, one_by_one = measured(paths_by_hand, graph), measured(paths_one_by_one, graph)
    show("rolegraph: a path, warm", found["path"])
    show("NetworkX: one search from all that is known", by_hand)
    show("NetworkX: a search for each thing that is missing", one_by_one)
    ratio("one search / rolegraph", by_hand.median, found["path"].median, "none; a path under 0.03 s")
    ratio("a search each / rolegraph", one_by_one.median, found["path"].median, "above 20")
    found["all"] = measured(all_against_all, graph)
    bare = measured(bare_product, graph)
    show("rolegraph: all roles against all", found["all"])
    show("scipy: the product alone", bare)
    ratio("rolegraph / scipy", found["all"].median, bare.median, "under 3")
    return found


def megabytes(folder: str | Path) -> float:
    return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()) / 1e6


def cold(graph: str, role: str) -> None:
    """A command from nothing, beside importing the one library that it cannot do without."""
    rolegraph = str(Path(sys.executable).with_name("rolegraph"))
    timings = alternate(
        {
            "import networkx": lambda: call(sys.executable, "-c", "import networkx"),
            "rolegraph path, cold": lambda: call(rolegraph, "path", role, "statistician", "--graph", graph),
            "rolegraph nearest, cold": lambda: call(rolegraph, "nearest", role, "--graph", graph),
        },
        15,
    )
    for name, timing in timings.items():
        print(f"  {timing.median / 1000:10.3g} s ({timing.low / 1000:.3g} to {timing.high / 1000:.3g})  {name}")
    ratio(
        "path / import networkx",
        timings["rolegraph path, cold"].median,
        timings["import networkx"].median,
        "under 2.5",
    )
    ratio(
        "nearest / import networkx",
        timings["rolegraph nearest, cold"].median,
        timings["import networkx"].median,
        "none",
    )


def call(*command: str) -> None:
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)


def write_quads(graph: str, path: Path) -> None:
    from pyoxigraph import RdfFormat, serialize

    from rolegraph.rdf.places import open_dataset

    with path.open("wb") as file:
        serialize(open_dataset([Path(graph)]).quads(), file, RdfFormat.N_QUADS)


def write_turtle(graph: str, path: Path) -> None:
    from pyoxigraph import DefaultGraph, RdfFormat, Store

    with path.open("wb") as file:  # a download is one source, which the engine has in its default graph
        Store.read_only(graph).dump(file, RdfFormat.TURTLE, from_graph=DefaultGraph())


def main() -> None:
    from escolike import write_download

    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        for kind, (title, place, role) in REAL.items():
            if place.is_dir():
                print(f"\n{title}")
                importing(kind, str(place), str(scratch / kind), scratch)
                cold(str(scratch / kind), role)
        grown: dict[str, dict[str, Measured]] = {}
        for scale in ("1",) if "--quick" in sys.argv else ("1", "10"):
            download, graph = scratch / f"download-{scale}", str(scratch / f"esco-{scale}")
            write_download(download, float(scale))
            print(f"\nESCO, {scale} times its size")
            if scale == "1":
                ours = importing("esco", str(download), graph, scratch)
            else:
                ours = measured(import_here, "esco", str(download), graph)
                show("rolegraph: read, validated, built", ours)
            grown[scale] = {"import": ours, **asking(graph, scratch)}
        if len(grown) > 1:
            print("\nTen times the size takes so many times as long (goal: no more than 10, but for all against all)")
            for name, small in grown["1"].items():
                ratio(name, grown["10"][name].median, small.median, "at most 10" if name != "all" else "no goal")


if __name__ == "__main__":
    if "--task" in sys.argv:
        _, _, task, *words = sys.argv
        taken = TASKS[task](*words)
        print(json.dumps([taken, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
    else:
        main()
