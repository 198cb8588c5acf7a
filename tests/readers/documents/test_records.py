"""Records to statements: whatever a reader hands on becomes a graph that passes the shapes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from rolegraph.errors import SourceError
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking import Mention
from rolegraph.model.nodes import Kind, Level, Necessity
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.places import merged
from rolegraph.rdf.vocabulary import RG, SKOS
from rolegraph.rdf.writers import QuadWriter
from rolegraph.readers.documents import read_article
from rolegraph.readers.documents.records import (
    Article,
    Passage,
    RequirementRecord,
    RoleRecord,
    TextRecord,
    TipRecord,
    article_statements,
)
from rolegraph.shacl.validation import validate

ROLE = Mention("https://w3id.org/rolegraph/id/role/baker", Kind.ROLE, "Baker")
DOUGH = Mention("https://w3id.org/rolegraph/id/skill/dough", Kind.SKILL, "dough")
HASH = "0" * 64


def stated(*roles: RoleRecord, tips: tuple[TipRecord, ...] = ()) -> Dataset:
    article = Article("Baker vs. Chef", "article-baker-vs-chef", roles, tips=tips)
    return merged(None, article_statements(article, HASH).quads)


def asks(line: int, level: Level | None = None, mention: Mention = DOUGH) -> RequirementRecord:
    return RequirementRecord((mention,), Necessity.ESSENTIAL, Passage("Skills", line, "words"), level)


def test_one_capability_asked_for_twice_is_two_requirements() -> None:
    dataset = stated(RoleRecord(ROLE, requirements=(asks(1, Level.WORKING), asks(2, Level.EXPERT))))
    assert len(dataset.objects(ROLE.iri, RG + "hasRequirement")) == 2
    assert validate(dataset).violations == ()


def test_two_spellings_of_one_node_are_one_label() -> None:
    louder = Mention(DOUGH.iri, Kind.SKILL, "Dough")
    dataset = stated(RoleRecord(ROLE, requirements=(asks(1), asks(2, mention=louder))))
    assert dataset.objects(DOUGH.iri, SKOS + "prefLabel") == ["dough"]
    assert dataset.objects(DOUGH.iri, SKOS + "altLabel") == []
    sheet = QuadWriter("https://w3id.org/rolegraph/source/x")
    sheet.name(DOUGH.iri, "dough")
    sheet.name(DOUGH.iri, "dough making")
    assert merged(None, sheet.quads).objects(DOUGH.iri, SKOS + "altLabel") == ["dough making"]


def test_texts_that_differ_in_signs_only_are_one_responsibility() -> None:
    texts = tuple(
        TextRecord(text, Passage("Responsibilities", line, text)) for line, text in enumerate(("Bake.", "Bake!"), 1)
    )
    dataset = stated(RoleRecord(ROLE, responsibilities=texts))
    assert len(dataset.objects(ROLE.iri, RG + "hasResponsibility")) == 1
    assert all(record.severity == "warning" for record in validate(dataset).violations)


PIECES = st.sampled_from(
    [
        "Baker", "Pastry Chef", "Definitions", "Responsibilities", "Required Skills", "Educational Background",
        "Tools and Software Used", "Common Industries", "Outlook", "Practical Tips", "- ", "* ", "1. ", ": ", ", ",
        " and ", " or ", "(e.g., ", ")", "Python", "C++", "Bachelor's degree in ", "Proficiency in ", "is a plus",
        "31%", "2019",
        "@ Acme | Here", "USD 100K - 130K", "\n", "\n", "\n\n", "#", "**", ".", "-\n", "word", "Data Pipelines", "'",
    ]
)  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=60))
def test_whatever_is_read_passes_the_shapes(pieces: list[str]) -> None:
    data = ("Baker vs. Pastry Chef\n" + "".join(pieces)).encode("utf-8", "ignore")
    try:
        article = read_article(data, MemoryLexicon([]))
    except SourceError:
        return
    report = validate(merged(None, article_statements(article, HASH).quads))
    assert report.valid, report.violations
