"""The facts of O*NET that are shipped: what is in them, and the graph that is made of them once."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import onet_facts
import pytest
from tests.folders import DATA, ROOT
from tests.readers.onet.onet_files import ANALYST
from tests.readers.tables import needs

import rolegraph
from rolegraph.errors import SourceError
from rolegraph.model.nodes import Kind
from rolegraph.rdf.files import cache
from rolegraph.rdf.locks import locked
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.vocabulary import DCTERMS, RG, SKOS, SOURCE
from rolegraph.readers.importing import import_onet
from rolegraph.readers.onet import carried_facts

SENTENCES = ("definition", "hasResponsibility", "taskType", "contentHash", "attribution", "evidence")


def stated(place: Path) -> set[str]:
    """What a graph states, but for sentences, and what differs with the tables that are read."""
    dataset = open_dataset([place])
    tasks = {iri for _, iri in dataset.pairs(RG + "hasResponsibility")} | {SOURCE + "onet#task-statements-txt"}
    return {
        str(quad)
        for quad in dataset.quads()
        if not quad.predicate.value.endswith(SENTENCES) and str(quad.subject).strip("<>") not in tasks
    }


def test_their_graph_states_what_an_import_does_but_for_sentences(small_facts: Path, tmp_path: Path) -> None:
    import_onet(small_facts, tmp_path / "whole")
    assert stated(carried_facts.make_graph()) == stated(tmp_path / "whole")
    graph = rolegraph.open(carried_facts.graph(), alone=True)
    assert graph.dataset.pairs(SKOS + "definition") == graph.dataset.pairs(RG + "hasResponsibility") == []
    assert graph.role("Builders of Walls 0").requirements  # which are estimated
    builders = graph.resolve("Builders of Walls 0").iri
    assert not open_dataset([carried_facts.graph()]).objects(builders, RG + "hasRequirement")
    assert graph.validate().valid


@pytest.mark.usefixtures("small_facts")
def test_the_graph_says_whose_facts_they_are() -> None:
    dataset = open_dataset([carried_facts.make_graph()])
    assert dataset.value(SOURCE + "onet", DCTERMS + "license") == "https://creativecommons.org/licenses/by/4.0/"
    assert "USDOL/ETA" in (dataset.value(SOURCE + "onet", RG + "attribution") or "")
    assert dataset.value(SOURCE + "onet", RG + "version") == "29.3"


def test_the_same_release_gives_the_same_bytes(small_facts: Path, tmp_path: Path) -> None:
    onet_facts.write_facts(small_facts, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == carried_facts.archive().read_bytes()


@pytest.mark.usefixtures("small_facts")
def test_a_graph_is_made_once_and_those_of_other_versions_go(monkeypatch: pytest.MonkeyPatch) -> None:
    place = carried_facts.make_graph()
    made = place.stat().st_ino
    assert carried_facts.make_graph().stat().st_ino == made
    monkeypatch.setattr(carried_facts, "__version__", "next")
    carried_facts._stamp.cache_clear()
    assert carried_facts.make_graph() != place
    assert [path for path in (cache() / "onet").iterdir() if path.is_dir()] == [carried_facts.graph()]


@pytest.mark.usefixtures("small_facts")
def test_who_comes_second_waits_for_the_first() -> None:
    made: list[Path] = []
    with locked(carried_facts.graph(), beside=True):
        others = [threading.Thread(target=lambda: made.append(carried_facts.make_graph())) for _ in range(2)]
        for other in others:
            other.start()
        assert made == []
    for other in others:
        other.join()
    assert made == [carried_facts.graph()] * 2
    assert open_dataset([carried_facts.graph()]).sources()


@pytest.mark.usefixtures("small_facts")
def test_one_that_is_killed_leaves_nothing_that_is_opened() -> None:
    script = (
        "import os; from pathlib import Path; from rolegraph.readers.onet import carried_facts;"
        f"carried_facts.archive = lambda: Path({str(carried_facts.archive())!r});"
        "carried_facts.state_estimates = lambda *_: os._exit(9); carried_facts.make_graph()"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 9
    assert not carried_facts.graph().exists()
    carried_facts.make_graph()
    assert [path.name for path in (cache() / "onet").iterdir()] == [carried_facts.graph().name]


@pytest.mark.usefixtures("small_facts")
def test_without_room_there_is_none_and_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(carried_facts, "_NEEDED", 10**18)
    with pytest.raises(SourceError, match=r"MB free where .* needed"):
        carried_facts.make_graph()
    assert not carried_facts.graph().exists()


@pytest.mark.usefixtures("small_facts")
def test_where_nothing_can_be_written_there_is_none_and_it_says_so() -> None:
    cache().mkdir(parents=True, exist_ok=True)
    (cache() / "onet").write_text("in the way")
    with pytest.raises(SourceError, match="cannot be written"):
        carried_facts.make_graph()


@pytest.mark.usefixtures("small_facts")
def test_it_can_be_removed() -> None:
    carried_facts.make_graph()
    assert carried_facts.remove_graph() > 10_000
    assert not carried_facts.graph().exists()
    assert carried_facts.remove_graph() == 0


@pytest.mark.parametrize(
    ("name", "kinds", "known"),
    [
        ("number readers", (), True),
        ("Number-Readers", (Kind.ROLE,), True),
        ("CNR", (Kind.ROLE,), True),
        (ANALYST, (), True),
        (f"onet-{ANALYST}", (Kind.ROLE,), True),
        ("Number", (), False),
        ("readers", (Kind.ROLE,), False),
        ("grid-o-matic", (Kind.TOOL,), True),
        ("Computers", (), True),  # the end of a name may be what people call it
        ("Computers", (Kind.ROLE,), False),
        ("Number Readers", (Kind.SKILL,), False),
        ("Y", (Kind.ROLE,), False),
        ("", (), False),
        ("(.*", (), False),
        ("CNR\udcff", (), False),  # bytes of a command line that are no text
    ],
)
@pytest.mark.usefixtures("small_facts")
def test_which_names_are_worth_making_the_graph_for(name: str, kinds: tuple[Kind, ...], known: bool) -> None:
    assert carried_facts.is_name(name, kinds) is known


def test_no_sentence_is_shipped() -> None:
    with zipfile.ZipFile(ROOT / "data" / "onet-29.3-facts.zip") as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert not {"Task Statements.txt", "Content Model Reference.txt"} & texts.keys()
    assert "CC BY 4.0" in texts.pop(carried_facts.READ_ME)
    del texts[carried_facts.ESTIMATES]  # which is ours
    cells = {cell for text in texts.values() for cell in re.split(r"[\t\n]", text)}
    assert not {"Task", "Description"} & cells
    assert not [cell for cell in cells if cell.endswith(".") and len(cell.split()) > 6]


def test_what_is_shipped_is_small() -> None:
    assert carried_facts.archive().stat().st_size < 2_000_000


@needs("onet-29.3")
def test_what_is_shipped_is_what_the_release_says() -> None:
    with zipfile.ZipFile(carried_facts.archive()) as archive:
        for name in ("Occupation Data.txt", "Job Zones.txt", "Interests.txt", "Tools Used.txt"):
            rows = onet_facts.chosen_rows(name, onet_facts.read_table(DATA / "onet-29.3" / name))
            assert archive.read(name).decode() == onet_facts.text_of(onet_facts.COLUMNS[name], rows)
