"""What an index gives is what the statements give, and counts for nothing once these have changed."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import rolegraph
from rolegraph.errors import SourceError
from rolegraph.facts import cache as module
from rolegraph.facts.arrays import ACCEPTS, REQUIRES, USES, role_matrix
from rolegraph.facts.cache import FOLDER, keep, kept_file, matrix_of, names_of, open_indexed
from rolegraph.facts.joining import index_built
from rolegraph.facts.labels import language_order, names
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.facts.stored_lexicon import StoredLexicon, write_names
from rolegraph.graph import RoleGraph
from rolegraph.mobility.index import has_index, moves_of, similarity, similarity_of
from rolegraph.model.nodes import Kind, Node
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.files import cache, own_graph, shipped
from rolegraph.rdf.places import fingerprint, open_dataset
from rolegraph.rdf.transactions import put
from rolegraph.rdf.vocabulary import RG
from rolegraph.readers.ingest import ingest


@pytest.fixture
def place(tmp_path: Path, small_path: Path) -> Path:
    put(tmp_path / "graph", open_dataset([small_path]).quads())
    index_built(tmp_path / "graph")
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


def test_the_index_is_used(place: Path) -> None:
    assert isinstance(names_of(open_dataset([place])), StoredLexicon)


def test_names_are_those_of_the_triples(place: Path) -> None:
    dataset = open_dataset([place])
    stored, fresh = names_of(dataset), MemoryLexicon(names(dataset))
    assert list(stored) == list(fresh)
    for node in fresh:
        for name in (node.iri, node.label, node.slug, node.path, f" {node.path}", f" {node.iri}"):
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
    before = fingerprint([place])
    put(place, open_dataset([more]).quads())
    assert fingerprint([place]) != before
    dataset = open_dataset([place])
    assert isinstance(names_of(dataset), MemoryLexicon)
    assert names_of(dataset).find("whisk")


def test_what_is_ingested_is_in_the_index(place: Path, more: Path) -> None:
    ingest([more], place)
    names = names_of(open_dataset([place]))
    assert isinstance(names, StoredLexicon)
    assert names.find("whisk")


def test_reading_changes_nothing(place: Path) -> None:
    before = fingerprint([place])
    graph = rolegraph.open(place)
    assert graph.path("baker", "pastry-chef")
    assert fingerprint([place]) == before


def test_many_processes_open_a_built_graph_at_once(place: Path) -> None:
    main = "from rolegraph.cli import main; main()"
    command = [sys.executable, "-c", main, "path", "baker", "pastry-chef", "--graph", str(place), "--format", "json"]
    children = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(6)]
    answers = [child.communicate(timeout=120) for child in children]
    assert {err for _, err in answers} == {b""}
    assert len({out for out, _ in answers}) == 1
    assert json.loads(answers[0][0])["steps"]


@pytest.mark.parametrize("harm", ["flipped", "missing", "other hash", "no text", "other version"])
def test_a_damaged_part_counts_as_absent_and_is_written_again(place: Path, harm: str) -> None:
    _harm(place / FOLDER / "names.sqlite", harm)
    found = names_of(open_dataset([place]))
    assert isinstance(found, MemoryLexicon)
    assert found.find("baker")
    assert isinstance(names_of(open_dataset([place])), StoredLexicon)


def _harm(file: Path, harm: str) -> None:
    stamp = file.with_name(f"{file.name}.stamp")
    version, source, digest = stamp.read_text().splitlines()
    if harm == "missing":
        file.unlink()
    elif harm == "no text":
        stamp.write_bytes(b"\xff\xfe")
    elif harm == "other version":
        stamp.write_text(f"{version}.1\n{source}\n{digest}\n")
    elif harm == "other hash":
        stamp.write_text(f"{version}\n{source}\n{'0' * 64}\n")
    else:
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)


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
    assert stored.roles == fresh.roles
    assert stored.thresholds == fresh.thresholds
    for one in fresh.roles:
        assert stored.scores(one).tolist() == fresh.scores(one).tolist()
        for other in fresh.roles:
            assert stored.explain(one, other) == fresh.explain(one, other)


def test_a_kept_similarity_is_not_computed_again(place: Path) -> None:
    rolegraph.open(place).similarity  # noqa: B018 - is kept from here on
    code = (
        "import sys, rolegraph; from rolegraph.mobility import index; index.facets_of = None; "  # to call it fails
        "similarity = rolegraph.open(sys.argv[1]).similarity; similarity.explain(*similarity.roles[:2])"
    )
    subprocess.run([sys.executable, "-c", code, str(place)], check=True, timeout=120)


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
    (tmp_path / "copy").mkdir()
    file, copy = tmp_path / "small.ttl", tmp_path / "copy" / "small.ttl"
    for path in (file, copy):
        path.write_bytes(small_path.read_bytes())
    first = rolegraph.open(file).nearest("baker")
    assert has_index(open_dataset([file]))
    assert has_index(open_dataset([copy]))  # the same statements
    assert rolegraph.open(file).nearest("baker") == first
    file.write_text(small_path.read_text() + "\n# a remark\n")
    assert not has_index(open_dataset([file]))


def test_what_was_computed_from_older_statements_is_not_kept(small_path: Path, tmp_path: Path) -> None:
    file = tmp_path / "graph.ttl"
    file.write_bytes(small_path.read_bytes())
    dataset = open_dataset([file])
    file.write_text(small_path.read_text() + "\n# a remark\n")
    keep(dataset, "part", lambda path: path.write_text("of before"))
    assert kept_file(dataset, "part") is None
    assert kept_file(open_dataset([file]), "part") is None


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


@pytest.fixture
def files(small_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Two places, one layered over the other, of which nothing is kept yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    below, above = tmp_path / "below", tmp_path / "above.trig"
    below.mkdir()
    (below / "small.ttl").write_bytes(small_path.read_bytes())
    above.write_text(
        "@prefix rg: <https://w3id.org/rolegraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "<https://w3id.org/rolegraph/source/mine> { <https://w3id.org/rolegraph/source/mine> a rg:Source .\n"
        '<https://w3id.org/rolegraph/id/tool/whisk> a rg:Tool ; skos:prefLabel "whisk"@en, "fouet"@fr }\n'
    )
    return [below, above]


def _kept(name: str) -> Path:
    (folder,) = (cache() / FOLDER).iterdir()
    return folder / name


def _answers(places: list[Path]) -> tuple[object, ...]:
    graph = RoleGraph(open_indexed(places))
    rows = graph.answer("SELECT ?s ?p ?o { ?s ?p ?o }").solutions
    lexicon = (list(graph.lexicon), graph.search("a"), graph.lexicon.suggest("bakr"))
    return graph.info(), graph.path("baker", "pastry-chef"), [list(map(str, row)) for row in rows or ()], lexicon


def test_answers_are_the_same_before_and_after_statements_are_kept(files: list[Path]) -> None:
    parsed = open_dataset(files)
    cold, warm = _answers(files), _answers(files)
    assert _kept("statements.nq").is_file()
    assert cold == warm
    assert list(open_indexed(files).store) == list(parsed.store)
    assert open_indexed(files).files == parsed.files


def test_statements_that_are_kept_are_read_only_when_asked_for(
    files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = _answers(files)
    monkeypatch.setattr(module, "open_dataset", lambda _: pytest.fail("the files are read"))
    assert _answers(files) == expected
    monkeypatch.setattr(module, "read_snapshot", lambda _: pytest.fail("the statements are read"))
    names = names_of(open_indexed(files))
    assert [[node.slug for node in names.find(name)] for name in ("whisk", "fouet", "Whisk 3")] == [["whisk"]] * 2 + [
        []
    ]


@pytest.mark.parametrize("harm", ["flipped", "missing", "other hash", "no text", "other version"])
@pytest.mark.parametrize("name", ["statements.nq", "names.sqlite"])
def test_where_what_is_kept_is_damaged_the_files_are_read(files: list[Path], name: str, harm: str) -> None:
    expected = _answers(files)
    whole = _kept(name).read_bytes()
    _harm(_kept(name), harm)
    assert _answers(files) == expected
    assert _kept(name).read_bytes() == whole
    assert kept_file(open_indexed(files), name) == _kept(name)


def test_statements_that_do_not_parse_are_not_trusted(files: list[Path]) -> None:
    expected = _answers(files)
    keep(open_indexed(files), "statements.nq", lambda path: path.write_text("<a> <b>"))
    assert _answers(files) == expected


def test_another_version_keeps_statements_of_its_own(files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    _answers(files)
    monkeypatch.setattr(module, "_code", lambda: "99")
    assert kept_file(open_dataset(files), "statements.nq") is None
    _answers(files)
    assert kept_file(open_dataset(files), "statements.nq") is not None


def test_an_edited_file_gives_other_answers(files: list[Path]) -> None:
    _answers(files)
    times = files[1].stat()
    files[1].write_text(files[1].read_text().replace("whisk", "spoon"))
    os.utime(files[1], ns=(times.st_atime_ns, times.st_mtime_ns))  # as large and as old as before
    lexicon = RoleGraph(open_indexed(files)).lexicon
    assert lexicon.find("spoon")
    assert not lexicon.find("whisk")


def test_a_broken_file_is_reported_by_who_opens_it(files: list[Path]) -> None:
    _answers(files)
    files[1].write_text(files[1].read_text().replace("}", ""))
    with pytest.raises(SourceError, match=r"above\.trig"):
        open_indexed(files)


def test_nodes_without_an_iri_are_read_from_the_files(files: list[Path]) -> None:
    files[1].write_text(files[1].read_text() + "<x:g> { _:b1 <x:p> _:b2 }\n")
    read = [list(open_indexed(files).match(None, "x:p")) for _ in range(2)]
    assert read[0] == read[1]
    assert len(read[0]) == 1
    assert not (cache() / FOLDER).exists() or not _kept("statements.nq").exists()


def test_where_the_cache_cannot_be_written_the_files_are_read(
    files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = _answers(files)
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert _answers(files) == expected


def test_what_a_process_leaves_that_was_killed_while_writing_is_no_harm(files: list[Path]) -> None:
    code = (
        "import os, sys, rolegraph.facts.cache as cache; from pathlib import Path\n"
        "cache._digest = lambda path: os._exit(9)\n"
        "cache.open_indexed(map(Path, sys.argv[1:]))"
    )
    killed = subprocess.run([sys.executable, "-c", code, *map(str, files)], timeout=120, check=False)
    assert killed.returncode == 9
    assert not _kept("statements.nq").exists()
    assert _answers(files) == _answers(files)
    assert _kept("statements.nq").exists()


def test_many_processes_begin_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    main = "from rolegraph.cli import main; main()"
    command = [sys.executable, "-c", main, "search", "python", "--format", "json"]
    children = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(4)]
    answers = [child.communicate(timeout=120) for child in children]
    assert {err for _, err in answers} == {b""}
    assert len({out for out, _ in answers}) == 1
    assert json.loads(answers[0][0])
    assert kept_file(open_dataset([shipped("data")]), "statements.nq") is not None
    assert not [path for path in _kept("").iterdir() if path.name.startswith(".")]


def test_the_users_own_graph_lies_over_what_is_shipped(more: Path) -> None:
    assert not rolegraph.open(widening=None).search("whisk")
    ingest([more], own_graph())
    for _ in range(2):
        assert [node.slug for node, _ in rolegraph.open(widening=None).search("whisk")] == ["whisk"]


def test_connections_are_closed(place: Path) -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        names_of(open_dataset([place])).find("baker")
        gc.collect()
    assert not [str(warning.message) for warning in caught]


SOUR = "<x:sour> a rg:Skill ; skos:prefLabel {} ."


@pytest.mark.parametrize(
    ("labels", "language", "parts"),
    [
        ('"sour"@en', "de", ["names.sqlite"]),
        ('"sour"@en', "en", ["names.sqlite"]),
        ('"sour"@en, "sauer"@de', "fr", ["names.sqlite"]),
        ('"sour"@en, "sauer"@de', "de", ["names-de.sqlite", "names.sqlite"]),
        ('"sour"@en, "sauer"@de', "de-AT", ["names-de-at.sqlite", "names.sqlite"]),
        ('"colour"@en-GB, "color"@en-US', "en-US", ["names-en-us.sqlite", "names.sqlite"]),
        ('"sour", "sauer"@de', "en", ["names.sqlite"]),
        ('"sour"@en, "sauer"@de, "aigre"@fr', "it,fr,de", ["names-fr+de.sqlite", "names.sqlite"]),
    ],
)
def test_a_language_has_an_index_of_its_own_where_it_makes_a_difference(
    tmp_path: Path, labels: str, language: str, parts: list[str]
) -> None:
    # a bug: asked in English, an English ESCO computed everything again
    file, place = tmp_path / "sour.ttl", tmp_path / "graph"
    file.write_text(
        "@prefix rg: <https://w3id.org/rolegraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        '<https://w3id.org/rolegraph/source/mine> a rg:Source ; skos:prefLabel "Mine"@en .\n' + SOUR.format(labels)
    )
    put(place, open_dataset([file]).quads())
    index_built(place)
    asked, fresh = rolegraph.open(place, language=language), rolegraph.open(file, language=language)
    assert [node.label for node in asked.lexicon] == [node.label for node in fresh.lexicon]
    assert sorted(path.name for path in (place / FOLDER).glob("names*.sqlite")) == parts


_MINE = (
    "@prefix rg: <https://w3id.org/rolegraph/ns#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
    '<https://w3id.org/rolegraph/source/mine> a rg:Source ; skos:prefLabel "Mine"@en .\n'
)


def built(tmp_path: Path, text: str) -> Path:
    """A graph that was built of a file, with its index."""
    file, place = tmp_path / "mine.ttl", tmp_path / "graph"
    file.write_text(_MINE + text)
    put(place, open_dataset([file]).quads())
    index_built(place)
    return place


def test_what_tells_nodes_apart_in_one_language_is_not_taken_for_another(tmp_path: Path) -> None:
    # a bug: the names that are kept said what tells nodes apart in the graph's own language, whatever was asked for
    skill = '<https://w3id.org/rolegraph/id/skill/{0}> a rg:Skill ; skos:prefLabel "{0}"@en , "Druck"@de .\n'
    place = built(tmp_path, skill.format("print") + skill.format("pressure"))
    for _ in range(2):
        graph = rolegraph.open(place, language="de", alone=True)
        shown = {node.label for node in graph.lexicon if node.kind is Kind.SKILL}
        assert shown == {node.label for node in graph.nodes(Kind.SKILL)} == {"Druck (pressure)", "Druck (print)"}
    assert {node.label for node in rolegraph.open(place, alone=True).nodes(Kind.SKILL)} == {"print", "pressure"}


def test_languages_that_are_kept_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # a bug: asked in another language, all labels were read to say which languages there are
    place = built(tmp_path, SOUR.format('"sour"@en, "sauer"@de'))
    assert rolegraph.open(place, language="de", alone=True).resolve("sour").label == "sauer"  # and this is kept
    monkeypatch.setattr(Dataset, "tagged", lambda *_: pytest.fail("all labels are read"))
    graph = rolegraph.open(place, language="de", alone=True)
    assert language_order(graph.dataset) == ("en", "de")
    assert graph.resolve("sour").label == "sauer"
