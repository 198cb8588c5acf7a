"""What is kept beside a built graph gives what its triples give, and counts for nothing once these have changed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rolegraph
from rolegraph.facts.cache import FOLDER, matrix_of, names_of, write_columns
from rolegraph.facts.labels import names
from rolegraph.facts.lexicon import MemoryLexicon, StoredLexicon, write_names
from rolegraph.facts.role_matrix import ACCEPTS, REQUIRES, USES, RoleMatrix, role_matrix
from rolegraph.mobility.index import has_index, moves_of, similarity, similarity_of
from rolegraph.model.nodes import Kind, Node
from rolegraph.rdf.columns import fingerprint
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import cache
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.transactions import put
from rolegraph.rdf.vocabulary import RG
from rolegraph.readers.ingest import ingest


@pytest.fixture
def place(tmp_path: Path, small_path: Path) -> Path:
    put(tmp_path / "graph", open_dataset([small_path]).quads())
    write_columns(tmp_path / "graph")
    return tmp_path / "graph"


@pytest.fixture
def more(tmp_path: Path) -> Path:
    """A file with a tool that the graph does not have."""
    path = tmp_path / "more.ttl"
    path.write_text(
        "@prefix rg: <https://w3id.org/rolegraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<https://w3id.org/rolegraph/source/more> a rg:Source ; skos:prefLabel "More"@en .\n'
        '<https://w3id.org/rolegraph/id/tool/whisk> a rg:Tool ; skos:prefLabel "whisk"@en .\n'
    )
    return path


def test_columns_are_used(place: Path) -> None:
    assert isinstance(names_of(open_dataset([place])), StoredLexicon)


def test_names_are_those_of_the_triples(place: Path) -> None:
    dataset = open_dataset([place])
    stored, fresh = names_of(dataset), MemoryLexicon(names(dataset))
    assert list(stored) == list(fresh)
    for node in fresh:
        for name in (node.iri, node.label, node.slug, node.path):
            assert stored.find(name) == fresh.find(name)
    for text in ("a", "ba", "dough", "nothing"):
        assert list(stored.search(text)) == list(fresh.search(text))
        assert list(stored.search(text, (Kind.ROLE,))) == list(fresh.search(text, (Kind.ROLE,)))
        assert stored.suggest(text) == fresh.suggest(text)


LABELS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8) | st.sampled_from(
    ["A b", "a B", "a-b", "ＡＢ", "c++"]
)
ENTRIES = st.lists(
    st.tuples(st.integers(0, 6), st.sampled_from([Kind.ROLE, Kind.TOOL]), LABELS, st.lists(LABELS, max_size=3)),
    max_size=8,
)


@given(ENTRIES, st.lists(LABELS, max_size=4))
def test_any_names_are_found_in_a_file_as_in_memory(
    tmp_path_factory: pytest.TempPathFactory,
    entries: list[tuple[int, Kind, str, list[str]]],
    asked: list[str],
) -> None:
    path = tmp_path_factory.mktemp("names") / "names.sqlite"
    lexicon = MemoryLexicon(
        (Node(f"x:{kind}/n{number}", kind, label), others) for number, kind, label, others in entries
    )
    write_names(lexicon, path)
    stored = StoredLexicon(path)
    assert list(stored) == list(lexicon)
    for name in (*asked, *(label for _, _, label, _ in entries), *(name for *_, others in entries for name in others)):
        assert stored.find(name) == lexicon.find(name)
        assert set(stored.search(name)) == set(lexicon.search(name))


def test_after_a_change_the_triples_are_asked_again(place: Path, more: Path) -> None:
    before = fingerprint(place)
    put(place, open_dataset([more]).quads())
    assert fingerprint(place) != before
    dataset = open_dataset([place])
    assert isinstance(names_of(dataset), MemoryLexicon)
    assert names_of(dataset).find("whisk")


def test_what_is_ingested_is_in_the_columns(place: Path, more: Path) -> None:
    ingest([more], place)
    names = names_of(open_dataset([place]))
    assert isinstance(names, StoredLexicon)
    assert names.find("whisk")


def test_reading_changes_nothing(place: Path) -> None:
    before = fingerprint(place)
    graph = rolegraph.open(place)
    assert graph.path("baker", "pastry-chef")
    assert fingerprint(place) == before


def test_many_processes_open_a_built_graph_at_once(place: Path) -> None:
    main = "from rolegraph.cli import main; main()"
    command = [sys.executable, "-c", main, "path", "baker", "pastry-chef", "--graph", str(place), "--format", "json"]
    children = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(6)]
    answers = [child.communicate(timeout=120) for child in children]
    assert {err for _, err in answers} == {b""}
    assert len({out for out, _ in answers}) == 1
    assert json.loads(answers[0][0])["steps"]


@pytest.mark.parametrize("harm", ["names.sqlite", "missing", "other-hash", "no-json", "other-version"])
def test_a_damaged_column_counts_as_absent(place: Path, harm: str) -> None:
    file, stamp = place / FOLDER / "names.sqlite", place / FOLDER / "names.sqlite.json"
    said = json.loads(stamp.read_text())
    if harm == "missing":
        file.unlink()
    elif harm == "no-json":
        stamp.write_text("[1")
    elif harm == "other-version":
        stamp.write_text(json.dumps({**said, "version": 0}))
    elif harm == "other-hash":
        stamp.write_text(json.dumps({**said, "file": "0" * 64}))
    else:
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)
    found = names_of(open_dataset([place]))
    assert isinstance(found, MemoryLexicon)
    assert found.find("baker")


def test_the_matrix_is_that_of_the_triples(place: Path) -> None:
    dataset = open_dataset([place])
    stored, fresh = matrix_of(dataset), role_matrix(dataset)
    assert (stored.roles, stored.capabilities) == (fresh.roles, fresh.capabilities)
    assert stored.ties.toarray().tolist() == fresh.ties.toarray().tolist()
    for bit, term in ((REQUIRES, "requires"), (ACCEPTS, "accepts"), (USES, "usesTool")):
        assert list(stored.pairs(bit)) == dataset.pairs(RG + term)


def test_the_similarity_is_that_of_the_triples(place: Path) -> None:
    dataset = open_dataset([place])
    stored, fresh = similarity_of(dataset), similarity(dataset)
    assert (stored.roles, stored.capabilities, stored.frequencies) == (
        fresh.roles,
        fresh.capabilities,
        fresh.frequencies,
    )
    assert stored.thresholds == fresh.thresholds
    for one in fresh.roles:
        assert stored.scores(one).tolist() == fresh.scores(one).tolist()
        for other in fresh.roles:
            assert stored.explain(one, other) == fresh.explain(one, other)


def test_a_kept_similarity_needs_no_scikit_learn(place: Path) -> None:
    rolegraph.open(place).similarity  # noqa: B018 - is kept from here on
    code = (
        "import sys, rolegraph; similarity = rolegraph.open(sys.argv[1]).similarity; "
        "similarity.explain(*similarity.roles[:2]); assert 'sklearn' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, str(place)], check=True, timeout=120)


def test_all_against_all_is_what_each_two_have_in_common(small_path: Path) -> None:
    dataset = open_dataset([small_path])
    matrix = role_matrix(dataset)
    has = [{other for role, other in matrix.pairs(15) if role == one} for one in matrix.roles]
    assert matrix.shared().toarray().tolist() == [[len(a & b) for b in has] for a in has]


def test_a_graph_without_roles_has_an_empty_matrix(tmp_path: Path) -> None:
    from pyoxigraph import Store

    matrix = role_matrix(Dataset(Store()))
    assert matrix.roles == matrix.capabilities == ()
    matrix.save(tmp_path / "matrix.npz")
    assert RoleMatrix.load(tmp_path / "matrix.npz").ties.shape == (0, 0)


def test_what_is_true_of_all_roles_is_kept_when_it_is_first_asked(place: Path) -> None:
    dataset = open_dataset([place])
    assert not has_index(dataset)
    first = rolegraph.open(place).nearest("baker")
    assert has_index(open_dataset([place]))
    assert rolegraph.open(place).nearest("baker") == first
    assert not [path for path in (place / FOLDER).iterdir() if path.name.startswith(".")]


def test_what_is_kept_of_all_roles_counts_for_nothing_once_the_graph_has_changed(place: Path, more: Path) -> None:
    rolegraph.open(place).nearest("baker")
    ingest([more], place)
    assert not has_index(open_dataset([place]))
    assert rolegraph.open(place).nearest("baker").neighbours
    assert has_index(open_dataset([place]))


def test_files_are_asked_through_the_users_cache_by_what_is_in_them(small_path: Path, tmp_path: Path) -> None:
    file = tmp_path / "graph.ttl"
    file.write_bytes(small_path.read_bytes())
    first = rolegraph.open(file).nearest("baker")
    assert has_index(open_dataset([file]))
    assert has_index(open_dataset([small_path]))  # the same statements
    assert rolegraph.open(file).nearest("baker") == first
    file.write_text(small_path.read_text() + "\n# a remark\n")
    assert not has_index(open_dataset([file]))


def test_the_cache_holds_the_last_few_graphs(small_path: Path, tmp_path: Path) -> None:
    for number in range(12):
        file = tmp_path / f"{number}.ttl"
        file.write_text(small_path.read_text() + f"\n# {number}\n")
        assert moves_of(open_dataset([file])).efforts.roles
    assert len(list((cache() / FOLDER).iterdir())) == 8
    assert has_index(open_dataset([file])) is False  # similarity was not asked
    assert rolegraph.open(file).similarity.roles


def test_where_nothing_can_be_kept_the_answer_is_the_same(
    small_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = rolegraph.open(small_path).nearest("baker")
    blocked = tmp_path / "file"
    blocked.write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert rolegraph.open(small_path).nearest("baker") == expected
    assert not has_index(open_dataset([small_path]))
