"""Records to statements: whatever a reader hands on becomes a graph that passes the shapes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolegraph.errors import SourceError
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking import Mention
from rolegraph.model.nodes import Kind, Level, Necessity, Seniority, node_iri, slugify
from rolegraph.rdf.dataset import Dataset
from rolegraph.rdf.places import merged
from rolegraph.rdf.vocabulary import RG, SKOS
from rolegraph.rdf.writers import QuadWriter
from rolegraph.readers.documents import read_article
from rolegraph.readers.documents.records import (
    Article,
    IndustryRecord,
    OutlookRecord,
    Passage,
    PostingRecord,
    RequirementRecord,
    RoleRecord,
    TextRecord,
    TipRecord,
    article_statements,
    distinct,
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
    writer = QuadWriter("https://w3id.org/rolegraph/source/x")
    writer.name(DOUGH.iri, "dough")
    writer.name(DOUGH.iri, "dough making")
    assert merged(None, writer.quads).objects(DOUGH.iri, SKOS + "altLabel") == ["dough making"]


def test_texts_that_differ_in_signs_only_are_one_responsibility() -> None:
    texts = tuple(
        TextRecord(text, Passage("Responsibilities", line, text)) for line, text in enumerate(("Bake.", "Bake!"), 1)
    )
    dataset = stated(RoleRecord(ROLE, responsibilities=texts))
    assert len(dataset.objects(ROLE.iri, RG + "hasResponsibility")) == 1
    assert all(record.severity == "warning" for record in validate(dataset).violations)


def industry(label: str) -> IndustryRecord:
    mention = Mention(node_iri(Kind.INDUSTRY, slugify(label)), Kind.INDUSTRY, label)
    return IndustryRecord(mention, Passage("Industries", 4, label), "a note")


def test_an_industry_is_related_to_one_whose_name_contains_it() -> None:
    retail, both = industry("Retail"), industry("Retail and E-commerce")
    dataset = stated(RoleRecord(ROLE, industries=(retail, both)))
    assert dataset.objects(retail.industry.iri, SKOS + "related") == [both.industry.iri]
    assert dataset.objects(both.industry.iri, SKOS + "related") == [retail.industry.iri]
    assert set(dataset.objects(ROLE.iri, RG + "foundIn")) == {retail.industry.iri, both.industry.iri}


@pytest.mark.parametrize(
    ("necessity", "options", "predicate"),
    [
        (Necessity.ESSENTIAL, 1, "requires"),
        (Necessity.ESSENTIAL, 2, "accepts"),
        (Necessity.PREFERRED, 1, "prefers"),
        (Necessity.PREFERRED, 2, "prefers"),
    ],
)
def test_the_short_form_of_a_requirement(necessity: Necessity, options: int, predicate: str) -> None:
    any_of = (DOUGH, Mention(node_iri(Kind.SKILL, "icing"), Kind.SKILL, "icing"))[:options]
    record = RequirementRecord(any_of, necessity, Passage("Skills", 1, "words"))
    dataset = stated(RoleRecord(ROLE, requirements=(record,)))
    for term in ("requires", "accepts", "prefers"):
        expected = {option.iri for option in any_of} if term == predicate else set()
        assert set(dataset.objects(ROLE.iri, RG + term)) == expected


def test_a_posting_and_an_outlook() -> None:
    here = Passage("Jobs", 9, "Baker")
    article = Article(
        "Baker vs. Chef",
        "article-baker-vs-chef",
        (RoleRecord(ROLE),),
        outlooks=(OutlookRecord(4.5, here, 2019, 2029, "Guild", (ROLE,)),),
        postings=(PostingRecord("Baker", here, "Acme", "Leeds", ("Full Time",), Seniority.MID, 100, None, "EUR"),),
    )
    dataset = merged(None, article_statements(article, HASH).quads)
    (outlook,) = dataset.objects(ROLE.iri, RG + "hasOutlook")
    assert [dataset.objects(outlook, RG + term) for term in ("growth", "periodStart", "authority")] == [
        ["4.5"],
        ["2019"],
        ["Guild"],
    ]
    posting = node_iri(Kind.POSTING, "article-baker-vs-chef--1")
    values = [dataset.objects(posting, RG + term) for term in ("title", "employer", "payLow", "payHigh", "currency")]
    assert values == [["Baker"], ["Acme"], ["100"], [], ["EUR"]]
    (evidence,) = dataset.objects(posting, RG + "evidence")
    assert dataset.objects(evidence, RG + "line") == ["9"]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers())))
def test_distinct_keeps_the_first_of_each_key(pairs: list[tuple[int, int]]) -> None:
    found = distinct(pairs, lambda pair: pair[0])
    assert [pair[0] for pair in found] == list(dict.fromkeys(pair[0] for pair in pairs))
    assert all(pair == next(other for other in pairs if other[0] == pair[0]) for pair in found)


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
