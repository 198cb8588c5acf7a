"""What docs/explanation/reliability.md promises: nothing is lost, whoever is killed, writes or reads at the same time.

The writers are processes of their own, forked from a server in which nothing has opened a store yet.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import rolegraph
from rolegraph.cli import config
from rolegraph.errors import SourceError
from rolegraph.model.nodes import Kind
from rolegraph.profiles import tracking
from rolegraph.rdf import commits, journals
from rolegraph.rdf.files import is_built
from rolegraph.rdf.locks import locked
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.transactions import building, put
from rolegraph.rdf.vocabulary import RG, SOURCE
from tests.conftest import SMALL

if sys.platform == "win32":
    pytest.skip("there are no processes to fork", allow_module_level=True)

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["rolegraph", "rolegraph.readers.ingest", "tests.test_reliability"])
KINDS = ["graph.ttl", "graph.trig", "graph.nq", "folder", "store"]
SOURCES = [f"source-{number}" for number in range(4)]


@pytest.fixture
def tmp_path(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory, where there is one: what is killed is a process, not the machine, and disks are slow."""
    memory = Path("/dev/shm")  # noqa: S108 - the folder in it has a name of its own
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory, prefix="rolegraph-") as folder:
        yield Path(folder)


def run(target: Callable[..., None], *args: object) -> ForkServerProcess:
    process = FORKED.Process(target=target, args=args)
    process.start()
    return process


def quads(text: str, sources: Iterable[str] = SOURCES) -> list[Quad]:
    """A statement by each source, and what makes it one that a file can be of."""
    subject, predicate = NamedNode(RG + "a"), NamedNode(RG + "says")
    return [Quad(subject, predicate, Literal(text), NamedNode(SOURCE + source)) for source in sources]


def began(folder: Path, kind: str) -> Path:
    """A graph of one of the kinds, in which all sources say "before"."""
    place = folder / kind
    if kind == "folder":
        place.mkdir()
    put(place, quads("before"))
    return place


def said(place: Path) -> set[tuple[str, str]]:
    found = set()
    for quad in open_dataset([place]).quads():
        assert isinstance(quad.object, Literal)
        found.add((str(quad.graph_name), quad.object.value))
    return found


def everything(text: str) -> set[tuple[str, str]]:
    return {(str(quad.graph_name), text) for quad in quads(text)}


# Killed at any moment

_CHANGES = {"os.rename", "os.link", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree"}


def killed_at(number: int, change: Callable[[Path, bool], None], place: Path, can_exchange: bool) -> None:
    """Change a place, but end as by `kill -9` before a name in the file system changes for so manieth time."""
    left = number

    def count() -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    exchange = journals._exchange

    def counted(one: Path, other: Path) -> bool:
        count()
        return can_exchange and exchange(one, other)

    journals._exchange = counted
    sys.addaudithook(lambda event, args: count() if event in _CHANGES or _creates(event, args) else None)
    change(place, can_exchange)


def _creates(event: str, args: tuple[object, ...]) -> bool:
    return event == "open" and isinstance(args[2], int) and bool(args[2] & os.O_CREAT)


def change_sources(place: Path, _: bool) -> None:
    put(place, quads("after"))


def build_anew(place: Path, _: bool) -> None:
    with building(place) as graph:
        graph.store.extend(quads("after"))


def number_of_kills(check: Callable[[], None], change: Callable[[Path, bool], None], place: Path, can: bool) -> int:
    """Kill a writer before each change of a name in turn, and look each time; how many there were."""
    for number in itertools.count():
        process = run(killed_at, number, change, place, can)
        process.join(60)
        assert process.exitcode in (0, -signal.SIGKILL)
        check()
        if process.exitcode == 0:
            return number
    raise AssertionError


@pytest.mark.parametrize(
    ("kind", "change", "can_exchange"),
    [
        ("graph.trig", change_sources, True),
        ("folder", change_sources, True),
        *(("store", change, can) for change in (change_sources, build_anew) for can in (True, False)),
    ],
)
def test_a_writer_that_is_killed_leaves_the_graph_as_it_was_or_as_it_should_be(
    kind: str, change: Callable[[Path, bool], None], can_exchange: bool, tmp_path: Path
) -> None:
    place, seen = began(tmp_path, kind), set()

    def check() -> None:
        held = said(place)
        assert held in (everything("before"), everything("after"))
        seen.add(held == everything("after"))
        # Nothing is left behind, and who comes next writes as if nothing had happened.
        assert [path.name for path in tmp_path.rglob(".*")] == []
        if held == everything("after"):
            put(place, quads("before"))

    assert number_of_kills(check, change, place, can_exchange) >= 5
    assert seen == {True, False}


def edit(place: Path, _: bool) -> None:
    commits.write_atomically(place, b"after")


def test_a_file_is_never_without_content(tmp_path: Path) -> None:
    place = tmp_path / "me.yaml"

    def check() -> None:
        assert place.read_bytes() in (b"before", b"after")
        commits.write_atomically(place, b"before")
        assert [path.name for path in tmp_path.iterdir()] == ["me.yaml"]

    commits.write_atomically(place, b"before")
    assert number_of_kills(check, edit, place, True) >= 4


# Many writers


def add_source(place: Path, number: int) -> None:
    text = (
        f"@prefix rg: <{RG}> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        f'<{SOURCE}s{number}> a rg:Source ; skos:prefLabel "s{number}"@en ; rg:sourceKind "taxonomy" .\n'
        f'<https://w3id.org/rolegraph/id/skill/s{number}> a rg:Skill ; skos:prefLabel "skill {number}"@en .\n'
    )
    file = place.parent / f"input-{number}.ttl"
    file.write_text(text)
    rolegraph.ingest([file], place)


@pytest.mark.parametrize("kind", [*KINDS, "new store"])
def test_of_writers_at_the_same_time_each_has_its_statements_there_afterwards(kind: str, tmp_path: Path) -> None:
    place = tmp_path / kind if kind == "new store" else began(tmp_path, kind)
    if kind != "new store":
        put(place, [], dry_run=True)
    writers = [run(add_source, place, number) for number in range(5)]
    for writer in writers:
        writer.join(120)
        assert writer.exitcode == 0
    sources = {source.removeprefix(SOURCE) for source in open_dataset([place]).sources()}
    assert sources >= {f"s{number}" for number in range(5)}
    assert [path.name for path in tmp_path.rglob(".*")] == []


def keep_profile(place: Path, verb: str, name: str) -> None:
    graph = rolegraph.open(SMALL)
    getattr(tracking, verb)(graph, place, [name])


def test_of_many_who_change_a_profile_at_the_same_time_each_has_its_entry_there_afterwards(tmp_path: Path) -> None:
    place, graph = tmp_path / "me.yaml", rolegraph.open(SMALL)
    tracking.begin(graph, place)
    nodes = [node for kind in (Kind.SKILL, Kind.TOOL) for node in graph.nodes(kind)]
    assert len(nodes) >= 8
    verbs = ["add", "done", "learning", "skip"]
    sections = {"add": "have", "done": "done", "learning": "learning", "skip": "skip"}
    wanted = [(verb, node) for verb, node in zip(verbs * 3, nodes, strict=False)]
    changing = [run(keep_profile, place, verb, node.path) for verb, node in wanted]
    for process in changing:
        process.join(120)
        assert process.exitcode == 0
    file = tracking.read(graph, place)
    for verb, node in wanted:
        assert (node,) in [entry.one_of for entry in getattr(file, sections[verb])]
    assert [path.name for path in tmp_path.iterdir()] == ["me.yaml"]


def configure(place: Path, key: str, value: object) -> None:
    os.environ["ROLEGRAPH_CONFIG"] = str(place)
    config.change_config(key, value)


def test_of_many_who_configure_at_the_same_time_each_has_its_key_there_afterwards(tmp_path: Path) -> None:
    place = tmp_path / "deep" / "config.toml"
    wanted = {"graph": "/graph", "hours_per_week": 5, "format": "json", "language": "de"}
    for process in [run(configure, place, key, value) for key, value in wanted.items()]:
        process.join(120)
        assert process.exitcode == 0
    assert tomllib.loads(place.read_text()) == wanted
    assert [path.name for path in place.parent.iterdir()] == ["config.toml"]


# Readers while somebody writes


def write_for_ever(place: Path) -> None:
    for text in itertools.cycle(["after", "before"]):
        put(place, quads(text))


@pytest.mark.parametrize("kind", KINDS)
def test_a_reader_sees_the_state_before_or_after_a_change(kind: str, tmp_path: Path) -> None:
    place = began(tmp_path, kind)
    states = (everything("before"), everything("after"))
    writer = run(write_for_ever, place)
    try:
        seen = [said(place)]
        while len(seen) < 150 or (any(state not in seen for state in states) and writer.is_alive()):
            seen.append(said(place))
    finally:
        writer.kill()
        writer.join()
    assert all(state in states for state in seen)
    assert states[0] in seen
    assert states[1] in seen
    assert said(place) in states


def test_a_graph_that_was_opened_goes_on_to_give_what_it_held(tmp_path: Path) -> None:
    place = began(tmp_path, "store")
    opened = open_dataset([place])
    for text in ("first", "second", "third"):
        put(place, quads(text))
    assert {quad.object for quad in opened.quads()} == {Literal("before")}
    del opened
    put(place, quads("last"))
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


# Waiting


def hold(place: Path, seconds: float) -> None:
    with locked(place):
        (place.parent / "held").touch()
        time.sleep(seconds)


def held(place: Path, seconds: float) -> ForkServerProcess:
    process = run(hold, place, seconds)
    while not (place.parent / "held").exists():
        time.sleep(0.01)
    return process


def test_who_waits_says_so_and_then_goes_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    place = began(tmp_path, "graph.trig")
    process = held(place, 1.5)
    put(place, quads("after"))
    process.join()
    assert said(place) == everything("after")
    assert caplog.messages == [f"rolegraph: waiting for another process that writes to {place}"]


def test_who_has_waited_long_enough_fails_with_a_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = began(tmp_path, "store")
    assert is_built(place)
    process = held(place, 60)
    monkeypatch.setenv("ROLEGRAPH_WAIT", "0.1")
    try:
        with pytest.raises(SourceError, match=r"store: is being written to by another process \(try again when"):
            put(place, quads("after"))
        assert said(place) == everything("before")
    finally:
        process.kill()
        process.join()
    put(place, quads("after"))
    assert said(place) == everything("after")
