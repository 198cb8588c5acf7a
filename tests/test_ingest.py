"""Adding to a graph: RDF files are checked first, and a graph is as it was before when anything is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

import rolegraph
from rolegraph import Kind, SourceError
from rolegraph.ingest import ingest
from rolegraph.resources import own_graph
from rolegraph.vocabulary import RG, SKOS, SOURCE

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
        (":x a rg:Skill ; skos:prefLabel 'x'@en .\n:x rg:prerequisite :x .", 4, "prerequisites lead in a circle"),
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


def test_a_file_may_build_on_what_the_graph_has(tmp_path: Path, small_path: Path) -> None:
    graph = tmp_path / "graph.trig"
    ingest([small_path], graph)
    path = write(tmp_path, "more.ttl", MINE + ":dough rg:prerequisite :heat .")
    ingest([path], graph)
    assert [one.label for one in rolegraph.open(graph).capability("dough").prerequisites] == ["heat control"]
    circle = write(tmp_path, "circle.ttl", MINE.replace("mine", "circle") + ":heat rg:prerequisite :dough .")
    with pytest.raises(SourceError, match="in a circle"):
        ingest([circle], graph)


ARTICLES = sorted((Path(__file__).parent / "fixtures" / "articles").glob("*.txt"))


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
