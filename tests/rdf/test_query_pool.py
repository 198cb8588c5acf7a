"""Queries with limits run in processes that are kept ready, end when a limit is reached, and never outlive this one."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest
from tests.needs import missing
from tests.rdf.values import as_graph, as_rows

import rolegraph
from rolegraph.errors import QueryError, QueryTimeout
from rolegraph.graph import RoleGraph
from rolegraph.rdf import query_pool
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.places import merged
from rolegraph.rdf.query_pool import MOST_WORKERS, answer_within
from rolegraph.rdf.transactions import put

ROLES = "SELECT DISTINCT ?role ?label { ?role a rg:Role ; skos:prefLabel ?label } ORDER BY ?label"
ENDLESS = "SELECT (COUNT(*) AS ?n) { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(20)) + " }"


def test_an_endless_query_is_stopped_and_the_process_lives_on(small: RoleGraph) -> None:
    begin = time.monotonic()
    with pytest.raises(QueryTimeout) as caught:
        small.query(ENDLESS, timeout=0.5)
    assert caught.value.seconds == 0.5
    assert time.monotonic() - begin < 20
    assert len(as_rows(small.query(ROLES, timeout=20))) == 2


def test_the_answer_is_the_same_with_a_limit_as_without(small: RoleGraph) -> None:
    for name, values in (("gap", {"start": "baker", "goal": "pastry-chef"}), ("statements", {"node": "dough"})):
        limited, unlimited = (small.answer(name, values, limit).value() for limit in (30, None))
        assert list(as_rows(limited)) == list(as_rows(unlimited))
    assert small.query("ASK { ?x a rg:Role }", timeout=30) is True
    graphs = [as_graph(small.query("neighbourhood", role="baker", timeout=limit)) for limit in (None, 30)]
    assert set(graphs[0]) == set(graphs[1])


def test_a_graph_in_memory_and_a_built_one_are_asked_in_a_process_too(small: RoleGraph, tmp_path: Path) -> None:
    in_memory = RoleGraph(merged(small.dataset, []))
    put(tmp_path / "built", small.dataset.quads())
    for graph in (in_memory, rolegraph.open(tmp_path / "built")):
        assert [str(row.label) for row in as_rows(graph.query(ROLES, timeout=30))] == ["Baker", "Pastry Chef"]


def test_what_lies_in_the_current_folder_is_not_run(
    small: RoleGraph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('run')")
    (tmp_path / "rolegraph").mkdir()
    (tmp_path / "rolegraph" / "__init__.py").write_text("raise SystemExit('run')")
    places = tuple(place.resolve() for place in small.dataset.places)
    monkeypatch.chdir(tmp_path)
    dataset = Dataset(small.dataset.store, places=places)
    assert answer_within(30, dataset, "ASK {}").truth is True


def test_a_graph_that_went_away_is_said_in_one_line(small: RoleGraph, tmp_path: Path) -> None:
    gone = Dataset(small.dataset.store, places=(tmp_path / "gone.ttl",))
    with pytest.raises(QueryError, match="there is no such file"):
        answer_within(30, gone, "ASK {}")


@pytest.fixture(autouse=True)
def _none_ready() -> Iterator[None]:
    query_pool._pool.end()
    yield
    query_pool._pool.end()


def ready() -> list[int]:
    """The processes that are ready, by their ids."""
    return [worker.process.pid for worker in query_pool._pool._ready]


def test_the_next_query_of_a_graph_is_asked_of_the_same_process(small: RoleGraph, small_path: Path) -> None:
    assert small.query("ASK {}", timeout=30) is True
    first = ready()
    assert len(first) == 1
    assert len(as_rows(small.query(ROLES, timeout=30))) == 2
    assert as_rows(rolegraph.open(small_path).query(ROLES, timeout=30))[0].label.toPython() == "Baker"
    assert ready() == first


def test_a_process_that_is_stopped_crashes_or_took_much_is_replaced(small: RoleGraph) -> None:
    small.query("ASK {}", timeout=30)
    deep = "SELECT * { ?s ?p ?o FILTER(" + " || ".join(["?s = 1"] * 60_000) + ") }"
    doubled = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}, ?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(14))
    large = "SELECT (STRLEN(?x14) AS ?n) { BIND('abcdefgh' AS ?x0) " + doubled + " }"
    for query, seconds, error, message in (
        (ENDLESS, 0.3, QueryTimeout, "stopped after 0.3 s"),
        (deep, 60, QueryError, r"is too long, or too deep, for the engine \(take it apart"),
        (deep, None, QueryError, "is too long, or too deep, for the engine"),
        (large, 60, QueryError, r"takes more than 1,024 MB of memory \(ask for less\)"),
    ):
        before = ready()
        with pytest.raises(error, match=message):
            small.query(query, timeout=seconds)
        assert ready() == []
        assert small.query("ASK {}", timeout=30) is True
        assert ready() != before


def test_a_process_that_somebody_ended_is_replaced(small: RoleGraph) -> None:
    small.query("ASK {}", timeout=30)
    before = query_pool._pool._ready[0]
    before.process.kill()
    before.process.wait()
    assert small.query("ASK {}", timeout=30) is True
    assert before not in query_pool._pool._ready
    assert before._errors.closed


def test_a_graph_is_asked_though_its_file_is_gone(small_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_bytes(small_path.read_bytes())
    graph = rolegraph.open(path)
    path.unlink()
    assert len(as_rows(graph.query(ROLES, timeout=30))) == 2


def test_an_answer_that_is_too_large_is_not_read(small: RoleGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_pool, "MOST_ANSWER_BYTES", 3 << 20)
    with pytest.raises(QueryError, match=r"gives more than 3 MB \(ask for less, for example with LIMIT\)"):
        small.query("SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", timeout=60)
    assert ready() == []


def test_an_answer_that_nests_too_deeply_is_refused(small: RoleGraph) -> None:
    deep = "<<( <http://x/s> <http://x/p> " * 70 + "1" + " )>>" * 70
    for query in (f"SELECT ({deep} AS ?x) {{}}", f"CONSTRUCT {{ <http://x/s> <http://x/p> {deep} }} {{}}"):
        with pytest.raises(QueryError, match="has an answer that nests deeper than 64 levels"):
            small.query(query)


def test_long_lists_are_no_depth(small: RoleGraph) -> None:
    many = [f"<http://x/{n}>" for n in range(20_000)]
    values, members = f"VALUES ?s {{ {' '.join(many)} }}", f"FILTER(?p IN ({', '.join(many[:2000])}))"
    for query in (f"ASK {{ {values} ?s ?p ?o }}", f"ASK {{ ?s ?p ?o {members} }}"):
        assert small.query(query) is False
        assert small.query(query, timeout=60) is False


def test_what_is_asked_is_the_graph_that_was_opened(small_path: Path, tmp_path: Path) -> None:
    path = tmp_path / "graph.ttl"
    path.write_bytes(small_path.read_bytes())
    before = rolegraph.open(path)
    before.query("ASK {}", timeout=30)
    with path.open("a") as file:
        file.write("\n<https://w3id.org/rolegraph/id/role/new> a <https://w3id.org/rolegraph/ns#Role> .\n")
    count = "SELECT (COUNT(DISTINCT ?role) AS ?n) { ?role a rg:Role }"
    after = rolegraph.open(path)
    query_pool._pool.end()  # so that the next one opens what is there now
    for graph, number in ((before, 2), (after, 3), (before, 2)):
        assert [row.n.toPython() for row in as_rows(graph.query(count, timeout=30))] == [number]


def test_a_built_graph_is_asked_as_it_was_opened(small: RoleGraph, tmp_path: Path) -> None:
    put(tmp_path / "built", small.dataset.quads())
    before = rolegraph.open(tmp_path / "built")
    terms = [pyoxigraph.NamedNode(f"http://x/{name}") for name in ("s", "p", "o", "new")]
    put(tmp_path / "built", [pyoxigraph.Quad(*terms)])
    after = rolegraph.open(tmp_path / "built")
    for graph, is_there in ((before, False), (after, True), (before, False)):
        assert graph.query("ASK { <http://x/s> ?p ?o }", timeout=30) is is_there


def test_many_threads_ask_at_once_and_get_their_own_answers(small: RoleGraph) -> None:
    found: dict[int, object] = {}

    def ask(number: int) -> None:
        for again in range(3):
            rows = as_rows(small.query(f"SELECT ({number} + {again} AS ?n) {{}}", timeout=60))
            found[number + again] = rows[0].n.toPython()
            assert len(ready()) <= MOST_WORKERS

    threads = [threading.Thread(target=ask, args=(10 * number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {10 * number + again: 10 * number + again for number in range(6) for again in range(3)}


def children() -> set[str]:
    """The processes that this one has started, those that ended and were not waited for among them."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/status"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            if f"PPid:\t{os.getpid()}\n" in status.read_text(encoding="utf-8"):
                found.add(status.parent.name)
    return found


def test_neither_a_file_nor_a_process_is_left_over(small: RoleGraph) -> None:
    if not Path("/proc/self/fd").exists():
        missing("open files are counted on Linux")
    small.query("ASK {}", timeout=30)
    query_pool._pool.end()
    before, others = len(os.listdir("/proc/self/fd")), children()  # noqa: PTH208 - names alone
    for _ in range(3):
        with pytest.raises(QueryTimeout):
            small.query(ENDLESS, timeout=0.2)
        small.query("ASK {}", timeout=30)
    query_pool._pool.end()
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208
    assert children() <= others


SCRIPT = """
import os, signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # what runs in the background is started without it
import rolegraph
from rolegraph.rdf import query_pool
graph = rolegraph.open(sys.argv[1])
graph.query("ASK {}", timeout=30)
(worker,) = query_pool._pool._ready
if sys.argv[2] == "forked" and os.fork() == 0:
    assert query_pool._pool._ready == []
    assert graph.query("ASK {}", timeout=30) is True
    os.close(1)
    time.sleep(60)
    os._exit(0)
print(worker.process.pid, flush=True)
if sys.argv[2] == "asking":
    graph.query(sys.argv[3], timeout=60)
time.sleep(60 if sys.argv[2] != "ending" else 0)
"""


@pytest.mark.skipif(os.name != "posix", reason="signals and forks are of POSIX")
@pytest.mark.parametrize("state", ["ending", "ready", "asking", "forked", "interrupted"])
def test_no_process_outlives_the_one_that_asked(state: str, small_path: Path) -> None:
    mode = "asking" if state == "interrupted" else state
    command = [sys.executable, "-c", SCRIPT, str(small_path), mode, ENDLESS]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        if process.stdout is None or process.stderr is None:
            raise TypeError
        worker = int(process.stdout.readline())
        if state == "interrupted":
            time.sleep(0.3)
            os.killpg(process.pid, signal.SIGINT)  # as a terminal does
            assert process.stderr.read().rstrip().endswith("KeyboardInterrupt")
        elif state != "ending":
            process.kill()
        process.wait(20)
        try:
            for _ in range(200):
                os.kill(worker, 0)
                time.sleep(0.1)
        except ProcessLookupError:
            return
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    pytest.fail("it goes on")


@pytest.mark.parametrize("timeout", [float("nan"), -1.0, 0.0])
def test_a_timeout_that_is_none_is_refused(small: RoleGraph, timeout: float) -> None:
    with pytest.raises(ValueError, match="a timeout is a number of seconds above 0"):
        small.query("ASK {}", timeout=timeout)


@pytest.mark.parametrize("timeout", [float("inf"), 1e20])
@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_timeout_may_be_as_long_as_no_clock_can_wait(small: RoleGraph, timeout: float) -> None:
    assert small.query("ASK {}", timeout=timeout) is True
