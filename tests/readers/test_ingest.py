"""Adding to graphs and merging them: a graph is valid and written as a whole, or as it was before.

Of merged graphs, the last place of a source wins.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store
from tests.conftest import SMALL
from tests.folders import FIXTURES

import rolegraph
import rolegraph.readers.ingest as ingesting
from rolegraph import Kind, RolegraphError, SourceError
from rolegraph.facts import labels
from rolegraph.model.nodes import node_iri
from rolegraph.rdf.files import is_built, own_graph
from rolegraph.rdf.places import open_dataset
from rolegraph.rdf.transactions import put
from rolegraph.rdf.vocabulary import RDF, RG, SKOS, SOURCE
from rolegraph.readers.ingest import Merge, ingest

PREFIXES = f"@prefix rg: <{RG}> . @prefix skos: <{SKOS}> . @prefix : <https://w3id.org/rolegraph/id/skill/> .\n"
MINE = PREFIXES + f'<{SOURCE}mine> a rg:Source ; skos:prefLabel "Mine"@en .\n'


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text)
    return path


def test_an_rdf_file_is_added_to_the_users_own_graph_and_seen_with_the_shipped_one(tmp_path: Path) -> None:
    path = write(tmp_path, "mine.ttl", MINE + ':knitting a rg:Skill ; skos:prefLabel "knitting"@en .')
    assert not own_graph().exists()
    result = ingest([path])
    assert result.written
    assert result.clean
    assert result.place == own_graph()
    assert result.readings[0].counts == {"skill": 1, "source": 1}
    graph = rolegraph.open()
    assert graph.resolve("knitting").kind is Kind.SKILL
    assert graph.resolve("lead-ml-engineer").kind is Kind.ROLE


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, "mine.ttl", MINE + ':knitting a rg:Skill ; skos:prefLabel "knitting"@en .')
    graph = tmp_path / "graph.trig"
    ingest([path], graph)
    before = graph.read_bytes()
    again = ingest([path], graph)
    assert not again.change
    assert graph.read_bytes() == before


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, "mine.ttl", MINE)
    result = ingest([path], tmp_path / "graph.trig", dry_run=True)
    assert result.change.added == 2
    assert not result.written
    assert not (tmp_path / "graph.trig").exists()


@pytest.mark.parametrize(
    ("turtle", "line", "message"),
    [
        ("this is no Turtle", 3, ""),
        (":r a rg:Requirement ;\n rg:level rg:guru .", 3, "r: a requirement belongs to exactly one role"),
        (":x a rg:Skill ; skos:prefLabel 'x'@en .\n:x rg:prerequisite :x .", 4, "prerequisites form a cycle"),
        (":x a rg:Skill .", 3, "a skill needs a name"),
    ],
)
@pytest.mark.parametrize("place", ["graph.ttl", "graph.trig", "built"])
def test_a_broken_file_is_refused_and_the_graph_stays(
    place: str, turtle: str, line: int, message: str, tmp_path: Path, small_path: Path
) -> None:
    graph = tmp_path / place
    ingest([small_path], graph)
    before = rolegraph.open(graph).path("baker", "pastry-chef")
    broken = write(tmp_path, "broken.ttl", MINE + turtle)
    with pytest.raises(SourceError) as caught:
        ingest([broken], graph)
    assert message in str(caught.value)
    assert (caught.value.path, caught.value.line) == (broken, line)
    opened = rolegraph.open(graph)
    assert [source.node.slug for source in opened.info().sources] == ["small"]
    assert opened.path("baker", "pastry-chef") == before


@pytest.mark.parametrize("place", ["graph.trig", "built"])
def test_a_file_may_build_on_what_the_graph_has(place: str, tmp_path: Path, small_path: Path) -> None:
    graph = tmp_path / place
    ingest([small_path], graph)
    path = write(tmp_path, "more.ttl", MINE + ":dough rg:prerequisite :heat .")
    ingest([path], graph)
    assert [one.label for one in rolegraph.open(graph).capability("dough").prerequisites] == ["heat control"]
    circle = write(tmp_path, "circle.ttl", MINE.replace("mine", "circle") + ":heat rg:prerequisite :dough .")
    with pytest.raises(SourceError, match="form a cycle"):
        ingest([circle], graph)


ARTICLES = sorted((FIXTURES / "articles").glob("*.txt"))


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_every_rendering_becomes_a_valid_graph_that_answers(path: Path, tmp_path: Path) -> None:
    # a bug: two forecasts on one line were one outlook with two figures
    graph = tmp_path / "graph.ttl"
    ingest([path], graph)
    opened = rolegraph.open(graph)
    assert opened.validate().valid
    one, other = opened.nodes(Kind.ROLE)
    assert opened.path(one, other).optimal
    assert not ingest([path], graph).change


def test_articles_share_a_turtle_file_without_losing_who_says_what(tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    ingest(ARTICLES, graph)
    sources = rolegraph.open(graph).info().sources
    assert len(sources) == len(ARTICLES)
    for path in ARTICLES:
        assert not ingest([path], graph).change


def test_a_file_may_build_on_what_is_shipped(tmp_path: Path) -> None:
    path = write(tmp_path, "mine.ttl", MINE + "<https://w3id.org/rolegraph/id/tool/git> rg:prerequisite :networking .")
    ingest([path])
    prerequisites = rolegraph.open().capability("git").prerequisites
    assert "networking" in [one.slug for one in prerequisites]


def test_articles_read_together_agree_on_what_a_new_name_is(tmp_path: Path) -> None:
    # a bug: each article gave a name that nobody knew a node of its own, a tool for one and a skill for the other
    one = "Baker vs. Miller\nTools\nBaker\n- Zwieback\nSkills\nMiller\n- patience\n"
    other = "Cook vs. Waiter\nSkills\nCook\n- zwieback\nWaiter\n- patience\n"
    paths = [write(tmp_path, "one.txt", one), write(tmp_path, "other.txt", other)]
    graph = tmp_path / "graph.trig"
    ingest(paths, graph)
    assert rolegraph.open(graph).resolve("zwieback").kind is Kind.TOOL
    assert not ingest(paths, graph).change
    assert not ingest(paths[::-1], graph).change


# Names that one file introduces and later ones use: as a tool, as a skill, and in several spellings.
TOGETHER = {
    "rdf.ttl": MINE + ':bread-making a rg:Skill ; skos:prefLabel "bread making"@en ; skos:altLabel "Spork"@en .',
    "one.txt": "Baker vs. Miller\nTools\nBaker\n- Zwieback\n- Stone Mills\nSkills\nMiller\n- patience\n- Dough Craft\n",
    "two.txt": "Cook vs. Waiter\nSkills\nCook\n- zwieback\n- stone mill\nWaiter\n- Patience\n- Dough craft (DC)\n",
    "three.txt": "Baker vs. Cook\nSkills\nBaker\n- dough craft\n- DC\nCook\n- Zwiebacks\nTools\nCook\n- Spork\n",
}


def together(folder: Path) -> list[Path]:
    return [write(folder, name, text) for name, text in TOGETHER.items()]


@pytest.mark.parametrize("name", ["graph.ttl", "graph.trig", "built"])
def test_reading_several_files_again_changes_nothing(name: str, tmp_path: Path) -> None:
    paths, graph = together(tmp_path), tmp_path / name
    first = ingest(paths, graph)
    before = set(rolegraph.open(graph).dataset.quads())
    again = ingest(paths, graph)
    assert not again.change
    assert [one.sources for one in again.readings] == [one.sources for one in first.readings]
    assert set(rolegraph.open(graph).dataset.quads()) == before


def test_what_an_article_introduces_does_not_sway_how_it_is_read_again(tmp_path: Path) -> None:
    paths, graph = together(tmp_path), tmp_path / "graph.trig"
    paths.append(write(tmp_path, "four.txt", "Cook vs. Miller\nSkills\nMiller\n- bread makin\n"))
    first = ingest(paths, graph)
    assert "'bread makin' is new; did you mean 'bread making'?" in [one.message for one in first.readings[-1].findings]
    # it is no longer new, but for what it says itself
    assert ingest(paths, graph).readings[-1] == first.readings[-1]
    assert ingest(paths[-1:], graph).readings[-1] == first.readings[-1]


@pytest.mark.parametrize("order", [1, -1])
def test_files_in_one_call_or_in_several_make_the_same_graph(order: int, tmp_path: Path) -> None:
    paths = together(tmp_path)[::order]
    whole, parts = tmp_path / "whole.trig", tmp_path / "parts.trig"
    for _ in range(2):
        readings = ingest(paths, whole).readings
        assert readings == tuple(reading for path in paths for reading in ingest([path], parts).readings)
        assert whole.read_bytes() == parts.read_bytes()


def test_a_source_that_only_seemed_to_be_read_again_still_counts(tmp_path: Path) -> None:
    # With what this source says, an article of bakers is about master bakers, and would be called as the source is,
    # whose title is another. So both stay, and the next article finds what the source has named.
    slug, ids = "article-master-baker-vs-miller", "https://w3id.org/rolegraph/id"
    turtle = f"""{PREFIXES}
        <{SOURCE}{slug}> a rg:Source ; skos:prefLabel "Bakers"@en .
        <{ids}/role/master-baker> a rg:Role ; skos:prefLabel "Master Baker"@en ; skos:altLabel "Baker"@en .
        :rusk-making a rg:Skill ; skos:prefLabel "rusk making"@en ; skos:altLabel "Zwieback"@en ."""
    one = write(tmp_path, "one.txt", "Baker vs. Miller\nSkills\nMiller\n- patience\n")
    two = write(tmp_path, "two.txt", "Cook vs. Waiter\nSkills\nCook\n- Zwieback\n")
    graph = tmp_path / "graph.trig"
    ingest([write(tmp_path, "bakers.ttl", turtle)], graph)
    ingest([one, two], graph)
    opened = rolegraph.open(graph)
    assert {slug, f"{slug}--one"} <= {source.node.slug for source in opened.info().sources}
    assert [asked.any_of[0].slug for asked in opened.role("cook").requirements] == ["rusk-making"]


def test_nodes_without_a_name_of_their_own_are_in_nobodys_way(tmp_path: Path) -> None:
    # a bug: an article could not be read into a graph with a blank node of a kind that has names
    rdf = write(tmp_path, "mine.ttl", MINE + '[] a rg:Skill ; skos:prefLabel "rye"@en . [] skos:altLabel "oats"@en .')
    article = write(tmp_path, "one.txt", TOGETHER["one.txt"])
    together_, apart = tmp_path / "together.trig", tmp_path / "apart.trig"
    ingest([rdf, article], together_)
    ingest([rdf], apart)
    ingest([article], apart)
    assert rolegraph.open(apart).role("baker") == rolegraph.open(together_).role("baker")


def test_names_are_gathered_once_however_many_files_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # a bug: the graph was copied, the shipped one opened, and all names gathered, anew for each file
    work: Counter[str] = Counter()

    def counted(module: ModuleType, name: str) -> None:
        real = getattr(module, name)

        def call(*args: Any, **options: Any) -> Any:
            work[name] += 1
            return real(*args, **options)

        monkeypatch.setattr(module, name, call)

    counted(ingesting, "open_dataset")
    counted(ingesting, "open_indexed")
    counted(ingesting, "previewed")
    counted(ingesting, "MemoryLexicon")
    counted(labels, "names")
    paths, graph = together(tmp_path), tmp_path / "graph.trig"
    ingest(paths, graph)
    done = []
    for files in (paths[1:2], paths):
        work.clear()
        ingest(files, graph)
        done.append(dict(work))
    once = {"open_dataset": 1, "open_indexed": 1, "previewed": 1, "MemoryLexicon": 1, "names": 2}
    assert done[0] == done[1] == once
    work.clear()
    ingest(paths[:1], graph)
    assert work == {"open_dataset": 1, "previewed": 1}  # RDF names its nodes itself


def test_strict_writes_nothing_where_anything_is_missing(tmp_path: Path) -> None:
    truncated = next(path for path in ARTICLES if path.stem == "truncated")
    result = ingest([truncated], tmp_path / "graph.ttl", strict=True)
    assert not result.written
    assert not result.clean
    assert not (tmp_path / "graph.ttl").exists()


def test_two_files_of_one_source_are_refused(tmp_path: Path) -> None:
    one, other = write(tmp_path, "one.ttl", MINE), write(tmp_path, "other.ttl", MINE)
    with pytest.raises(SourceError, match="states the source mine again"):
        ingest([one, other], tmp_path / "graph.trig")


KINDS = ["built", "graph.trig", "graph.nq", "graph.ttl", "graph.nt", "graph.jsonld"]


def skill(name: str, source: str, label: str = "") -> set[Quad]:
    """A skill, as a source states it."""
    node, graph = NamedNode(node_iri(Kind.SKILL, name)), NamedNode(SOURCE + source)
    return {
        Quad(node, NamedNode(RDF + "type"), NamedNode(Kind.SKILL.class_iri), graph),
        Quad(node, NamedNode(SKOS + "prefLabel"), Literal(label or name, language="en"), graph),
        Quad(graph, NamedNode(RDF + "type"), NamedNode(RG + "Source"), graph),
        Quad(graph, NamedNode(SKOS + "prefLabel"), Literal(source, language="en"), graph),
    }


def content(place: Path) -> set[Quad]:
    return set(open_dataset([place]).quads())


def listing(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("first", KINDS)
@pytest.mark.parametrize("out", ["merged", "merged.trig", "merged.ttl"])
def test_places_of_any_kind_become_one(first: str, out: str, tmp_path: Path) -> None:
    put(tmp_path / first, skill("a", "one"))
    put(tmp_path / "second", skill("b", "two"))
    merged = rolegraph.build([tmp_path / first, tmp_path / "second"], tmp_path / out)
    assert merged.written
    assert content(tmp_path / out) == skill("a", "one") | skill("b", "two")
    assert is_built(tmp_path / out) == (out == "merged")
    assert [(one.source.slug, one.statements, one.place.name, one.replaced) for one in merged.sources] == [
        ("one", 4, first, ()),
        ("two", 4, "second", ()),
    ]


def test_a_later_source_replaces_an_earlier_one_and_it_is_told_whether_it_is_another(tmp_path: Path) -> None:
    put(tmp_path / "old", skill("a", "one") | skill("b", "two"))
    put(tmp_path / "new.trig", skill("c", "one") | skill("b", "two"))
    merged = rolegraph.build([tmp_path / "old", tmp_path / "new.trig"], tmp_path / "out")
    assert content(tmp_path / "out") == skill("c", "one") | skill("b", "two")
    assert {one.source.slug: [other.same for other in one.replaced] for one in merged.sources} == {
        "one": [False],
        "two": [True],
    }
    assert {one.place.name for one in merged.sources} == {"new.trig"}


def test_more_or_less_is_not_the_same(tmp_path: Path) -> None:
    put(tmp_path / "less", skill("a", "one"))
    put(tmp_path / "more", skill("a", "one") | skill("b", "one"))
    for pair in (("less", "more"), ("more", "less")):
        merged = rolegraph.build([tmp_path / name for name in pair], tmp_path / "out")
        assert [other.same for one in merged.sources for other in one.replaced] == [False]
        assert content(tmp_path / "out") == content(tmp_path / pair[1])


@settings(max_examples=10)
@given(
    st.lists(
        st.dictionaries(st.sampled_from(["one", "two", "three"]), st.sampled_from("abc"), min_size=1),
        min_size=1,
        max_size=4,
    )
)
def test_merging_is_as_opening_the_same_places(
    tmp_path_factory: pytest.TempPathFactory, layers: list[dict[str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("layers")
    places = []
    for number, layer in enumerate(layers):
        places.append(folder / f"layer-{number}.trig")
        put(places[-1], {quad for source, name in layer.items() for quad in skill(name, source)})
    rolegraph.build(places, folder / "out")
    assert content(folder / "out") == set(open_dataset(places).quads())
    rolegraph.build([folder / "out"], folder / "again")
    assert content(folder / "again") == content(folder / "out")


def test_the_files_of_a_folder_add_to_each_other(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    put(folder / "a.trig", skill("a", "one"))
    put(folder / "b.trig", skill("b", "one"))
    rolegraph.build([folder], tmp_path / "out")
    assert content(tmp_path / "out") == skill("a", "one") | skill("b", "one")


def test_a_built_graph_is_replaced_as_a_whole_also_by_itself(tmp_path: Path) -> None:
    put(tmp_path / "out", skill("a", "one"))
    put(tmp_path / "more.trig", skill("b", "two"))
    rolegraph.build([tmp_path / "out", tmp_path / "more.trig"], tmp_path / "out")
    assert content(tmp_path / "out") == skill("a", "one") | skill("b", "two")
    rolegraph.build([tmp_path / "more.trig"], tmp_path / "out")
    assert content(tmp_path / "out") == skill("b", "two")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["more.trig", "out"]


def test_what_comes_out_is_asked_as_any_other_graph(tmp_path: Path) -> None:
    rolegraph.build([SMALL], tmp_path / "out")
    here, built = rolegraph.open(SMALL), rolegraph.open(tmp_path / "out")
    assert built.path("baker", "pastry-chef") == here.path("baker", "pastry-chef")
    assert here.diff(built).identical


# Nothing is written unless everything is


def invalid(tmp_path: Path) -> Path:
    place = tmp_path / "invalid.ttl"
    place.write_text(SMALL.read_text().replace("rg:effort 60", "rg:effort -60"))
    return place


@pytest.mark.parametrize("out", ["built", "graph.trig", "folder"])
def test_an_invalid_graph_is_not_written(out: str, tmp_path: Path) -> None:
    place = tmp_path / out
    put(place / "one.trig" if out == "folder" else place, skill("a", "one"))
    before = listing(tmp_path)
    source = invalid(tmp_path)
    merged = rolegraph.build([place, source], place)
    assert not merged.written
    assert not merged.report.valid
    worst = merged.report.violations[0]
    assert (worst.path, worst.line) == (source, 62)
    source.unlink()
    assert listing(tmp_path) == before


def test_a_violation_is_found_in_the_file_that_was_taken(tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    good = tmp_path / "small" / "small.ttl"
    good.write_text("# one line more\n" + SMALL.read_text())
    source = tmp_path / "bad" / "small.ttl"
    source.parent.mkdir()
    source.write_text(SMALL.read_text().replace("rg:effort 60", "rg:effort -60"))
    merged = rolegraph.build([good, source], tmp_path / "out")
    assert merged.report.violations[0].path == source


@pytest.mark.parametrize("error", [KeyboardInterrupt(), OSError(28, "No space left on device"), MemoryError()])
@pytest.mark.parametrize(
    "when", ["rolegraph.readers.ingest.lay", "rolegraph.readers.ingest.validate", "rolegraph.facts.cache.write_names"]
)
@pytest.mark.parametrize("out", ["built", "new"])
def test_whatever_goes_wrong_the_graph_stays(
    out: str, when: str, error: BaseException, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path / "built", skill("a", "one"))
    before = listing(tmp_path)

    def fail(*_: object) -> NoReturn:
        raise error

    monkeypatch.setattr(when, fail)
    with pytest.raises(SourceError if isinstance(error, OSError) else type(error)):
        rolegraph.build([SMALL], tmp_path / out)
    assert listing(tmp_path) == before


def test_a_folder_that_is_no_graph_is_left_alone(tmp_path: Path) -> None:
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.txt").write_text("notes")
    with pytest.raises(SourceError, match="not a built graph"):
        rolegraph.build([SMALL], notes)
    with pytest.raises(SourceError, match="is not an RDF file"):
        rolegraph.build([SMALL], notes / "a.txt")
    assert listing(tmp_path) == {"notes/a.txt": b"notes"}


# Folders of files


def test_a_folder_of_files_gets_a_file_a_source_and_keeps_what_is_no_rdf(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    put(folder / "all.trig", skill("a", "one") | skill("b", "two"))
    (folder / "README").write_text("kept")
    put(tmp_path / "new.trig", skill("c", "two"))
    rolegraph.build([folder, tmp_path / "new.trig"], folder)
    assert sorted(path.name for path in folder.iterdir()) == ["README", "one.ttl", "two.ttl"]
    assert content(folder) == skill("a", "one") | skill("c", "two")


def test_a_folder_loses_no_source_that_is_not_merged(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    put(folder / "all.trig", skill("a", "one") | skill("b", "two"))
    before = listing(folder)
    put(tmp_path / "new.trig", skill("c", "two"))
    with pytest.raises(SourceError, match="also holds one"):
        rolegraph.build([tmp_path / "new.trig"], folder)
    assert listing(folder) == before


def test_a_folder_is_as_it_was_when_writing_fails_half_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "files"
    put(folder / "all.trig", skill("a", "one") | skill("b", "two"))
    before = listing(tmp_path)
    real, calls = Path.replace, []

    def fail_at_the_second(self: Path, target: Path) -> Path:
        calls.append(target)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return real(self, target)

    monkeypatch.setattr(Path, "replace", fail_at_the_second)
    with pytest.raises(KeyboardInterrupt):
        rolegraph.build([folder], folder)
    monkeypatch.undo()
    assert len(calls) == 2
    assert listing(tmp_path) == before


def test_sources_with_one_slug_do_not_share_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    here = skill("a", "one")
    there = {
        Quad(quad.subject, quad.predicate, quad.object, NamedNode("https://example.org/one"))
        for quad in skill("b", "one")
    }
    put(folder / "all.trig", here | there)
    rolegraph.build([folder], folder)
    assert sorted(path.name for path in folder.iterdir()) == ["one-2.ttl", "one.ttl"]
    assert {quad.triple for quad in content(folder)} == {quad.triple for quad in here | there}


# What is refused


def test_what_is_no_graph_or_nobodys_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        rolegraph.build([tmp_path / "absent.ttl"], tmp_path / "out")
    with pytest.raises(RolegraphError, match="nothing to merge"):
        rolegraph.build([], tmp_path / "out")
    for places, out in ((["https://example.org/sparql"], tmp_path / "out"), ([SMALL], "http://example.org/")):
        with pytest.raises(RolegraphError, match="is an endpoint"):
            rolegraph.build(places, out)
    store = Store(str(tmp_path / "nobodys"))
    store.add(Quad(NamedNode("x:a"), NamedNode("x:b"), NamedNode("x:c")))
    store.flush()
    del store
    with pytest.raises(SourceError, match="statements of no source"):
        rolegraph.build([tmp_path / "nobodys"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_result_is_plain(tmp_path: Path) -> None:
    merged = rolegraph.build([SMALL], tmp_path / "out")
    assert isinstance(merged, Merge)
    assert merged.statements == len(content(SMALL))


@pytest.mark.parametrize("name", ["graph.ttl", "graph.trig", "built"])
def test_a_text_that_looks_like_a_term_of_turtle_comes_back(name: str, tmp_path: Path) -> None:
    # a bug: what was written could not be read again, and every command ended with 2
    text = 'Writing "42"^^<http://www.w3.org/2001/XMLSchema#integer> and "x"@ar--rtl by hand'
    lines = ["Cook vs. Baker", "", "Responsibilities", "Cook", f"- {text}", "Baker", "- Kneading dough", ""]
    article = write(tmp_path, "article.txt", "\n".join(lines))
    ingest([article], tmp_path / name)
    quads = open_dataset([tmp_path / name]).quads()
    assert any(text in quad.object.value for quad in quads if isinstance(quad.object, Literal))


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("roles.csv", "has no row with a text \\(.*a table of roles is read by `rolegraph import table`\\)"),
        ("roles.YML", "is a table"),
        ("esco.zip", "is a zip file, judging by its name \\(read a download with `rolegraph import onet`"),
        ("graph.json", "is not JSON: .*JSON-LD in RDF has a name that ends in .jsonld"),
        ("graph.owl", "(?s)Unexpected text.*correct the RDF/XML there"),
        ("feed.xml", "is XML, and not RDF in XML"),
    ],
)
def test_what_another_command_reads_is_no_article(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / name).write_text("Baker vs. Cook\n")
    with pytest.raises(SourceError, match=message):
        ingest([tmp_path / name], tmp_path / "graph.ttl")


def test_nothing_is_not_ingested(tmp_path: Path) -> None:
    with pytest.raises(RolegraphError, match="nothing to ingest: name one or more files"):
        ingest([], tmp_path / "graph.ttl")
