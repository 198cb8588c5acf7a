"""Names to nodes: known ones in any spelling, new ones under one label."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz, process
from tests.readers.documents.reading import LEXICON, linker, read

from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking import LONGEST_LABEL, Finding, Linker, WrittenName, title_case
from rolegraph.linking.truecase import Truecase
from rolegraph.model.nodes import Kind, Node, node_iri


@pytest.mark.parametrize("name", ["Spark", "spark", "apache spark", "the Spark", "apache-spark"])
def test_a_known_name_in_any_spelling(name: str) -> None:
    mention = linker().capability(WrittenName(name), 1)
    assert (mention.kind, mention.label, mention.alt_labels) == (Kind.TOOL, "Apache Spark", ())


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("TensorFlow", Kind.TOOL),
        ("Apache Flink", Kind.TOOL),
        ("R", Kind.TOOL),
        ("C++", Kind.TOOL),
        ("SQL", Kind.SKILL),
        ("REST APIs", Kind.SKILL),
        ("Scrum", Kind.SKILL),
        ("data modeling", Kind.SKILL),
        ("Business Acumen and a Sense of Humour", Kind.SKILL),
    ],
)
def test_the_kind_of_a_new_name(name: str, kind: Kind) -> None:
    assert linker().capability(WrittenName(name), 1).kind is kind


def test_the_text_around_a_name_can_give_its_kind() -> None:
    names = linker()
    assert names.capability(WrittenName("spreadsheets"), 1, as_tool=True).kind is Kind.TOOL
    assert names.capability(WrittenName("spreadsheets"), 2).kind is Kind.TOOL
    assert names.capability(WrittenName("Bootstrap"), 3, as_skill=True).kind is Kind.SKILL


def test_a_field_may_be_named_by_an_abbreviation() -> None:
    assert linker().field("ML", 1).label == "Machine Learning"
    assert linker().field("the arts", 1).label == "Arts"


def test_a_field_that_is_spelled_out_is_no_skill_of_another_label() -> None:
    # a bug: a doctorate in consulting became one in "advise others", of which that is another name
    skill = Node(node_iri(Kind.SKILL, "advise-others"), Kind.SKILL, "advise others")
    lexicon = MemoryLexicon([(skill, ("consulting",))])
    assert Linker(lexicon, Truecase([], lexicon)).field("consulting", 1).label == "Consulting"


def test_the_most_frequent_spelling_of_a_first_reading_is_the_label() -> None:
    first = linker()
    for text in ("GraphQl", "GraphQL", "GraphQL"):
        first.tool(text, 1)
    second = Linker(LEXICON, Truecase([], LEXICON), before=first)
    assert second.tool("graphql", 1).label == "GraphQL"
    assert first.tool("graphql", 1).label == "GraphQl"


def test_among_equal_spellings_the_first_in_the_alphabet_is_the_label() -> None:
    # a bug: of two spellings with the same beginning, the longer one was taken
    first = linker()
    first.tool("Acme>", 1)
    first.tool("Acme", 1)
    assert first.chosen() == {(Kind.TOOL, "acme"): "Acme"}


def test_a_new_name_close_to_a_known_one_is_a_finding() -> None:
    names = linker()
    names.capability(WrittenName("data visualisation"), 7)
    assert names.findings() == [Finding("'data visualisation' is new; did you mean 'data visualization'?", 7)]


def test_only_names_that_are_not_known_can_be_close_to_one() -> None:
    names = linker()
    names.capability(WrittenName("data visualization"), 7)
    names.capability(WrittenName("falconry"), 8)
    assert names.findings() == []


def test_a_new_name_that_is_all_but_known_is_a_finding() -> None:
    article = read("Data Analyst vs. BI Developer\nSkills\nData Analyst\n- Knowledge of data vizualization")
    assert any("did you mean 'data visualization'" in finding.message for finding in article.findings)
    assert article.roles[0].requirements[0].any_of[0].iri.endswith("/skill/data-vizualization")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("retail and e-commerce", "Retail and E-commerce"),
        ("the arts", "The Arts"),
        ("IT", "IT"),
        ("iOS apps", "iOS Apps"),
        ("", ""),
    ],
)
def test_title_case(text: str, expected: str) -> None:
    assert title_case(text) == expected


@given(st.text(min_size=1, max_size=200).filter(lambda text: any(map(str.isalnum, text))))
def test_any_name_becomes_a_node_with_a_short_label(text: str) -> None:
    names = linker()
    mention = names.capability(WrittenName(text), 1)
    assert mention.kind in (Kind.SKILL, Kind.TOOL)
    assert 0 < len(mention.label) <= LONGEST_LABEL
    assert names.capability(WrittenName(text), 2).iri == mention.iri


def test_a_name_of_a_tool_and_a_skill_is_the_kind_that_the_text_gives() -> None:
    nodes = [Node(node_iri(kind, "unity"), kind, "Unity") for kind in (Kind.SKILL, Kind.TOOL)]
    lexicon = MemoryLexicon((node, ()) for node in nodes)
    names = Linker(lexicon, Truecase([], lexicon))
    assert names.capability(WrittenName("Unity"), 1, as_tool=True).kind is Kind.TOOL
    assert names.capability(WrittenName("Unity"), 1).kind is Kind.SKILL


WORDS = st.text("ab", min_size=6, max_size=40)


@given(WORDS, st.lists(WORDS, max_size=20, unique=True))
def test_the_closest_name_is_that_of_a_search_through_all(name: str, known: list[str]) -> None:
    nodes = [Node(node_iri(Kind.SKILL, label), Kind.SKILL, label) for label in known]
    lexicon = MemoryLexicon((node, ()) for node in nodes)
    closest = process.extractOne(name, sorted(known), scorer=fuzz.ratio, score_cutoff=90)
    names = Linker(lexicon, Truecase([], lexicon))
    names.stated(Kind.SKILL, name, 1)
    expected = [Finding(f"{name!r} is new; did you mean {closest[0]!r}?", 1)] if closest else []
    assert names.findings() == expected
