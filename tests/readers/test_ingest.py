"""Adding to a graph: RDF files are checked first, and a graph is as it was before when anything is wrong."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.folders import FIXTURES

import rolegraph
import rolegraph.readers.ingest as ingesting
from rolegraph import Kind, SourceError
from rolegraph.facts import labels
from rolegraph.rdf.files import own_graph
from rolegraph.rdf.vocabulary import RG, SKOS, SOURCE
from rolegraph.readers.ingest import ingest

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
    # With what this source says, an article of bakers is about master bakers and called as the source is; without it,
    # the article has a name of its own. So both stay, and the next article finds what the source has named.
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
    assert {slug, "article-baker-vs-miller"} <= {source.node.slug for source in opened.info().sources}
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

        def call(*args: Any) -> Any:
            work[name] += 1
            return real(*args)

        monkeypatch.setattr(module, name, call)

    counted(ingesting, "open_dataset")
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
    assert done[0] == done[1] == {"open_dataset": 2, "previewed": 1, "MemoryLexicon": 1, "names": 2}
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
