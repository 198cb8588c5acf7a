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
    CandidateRecord,
    IndustryRecord,
    OutlookRecord,
    Passage,
    PayRecord,
    PostingRecord,
    RequirementRecord,
    RoleRecord,
    TextKind,
    TextRecord,
    TipRecord,
    ToolRecord,
    YearsRecord,
)
from rolegraph.readers.documents.statements import article_statements, whole_experience
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


OVEN = Mention("https://w3id.org/rolegraph/id/tool/deck-oven", Kind.TOOL, "deck oven")
NIGHT = Passage("Requirements", 3, "Three years at night")
ADVERTISED = PostingRecord(
    "Baker",
    Passage("", 1, "Baker"),
    "A bakery",
    pay_low=19,
    currency="EUR",
    pay_period="hour",
    equity="0.1 %",
    remote="on site",
    posted="2026-05-04",
    closes="2026-06-01T00:00:00Z",
    role=ROLE,
    confidence=0.8,
    industries=(industry("Retail"),),
    responsibilities=(TextRecord("Bake", NIGHT),),
    requirements=(RequirementRecord((DOUGH,), Necessity.ESSENTIAL, NIGHT, years=YearsRecord(2, 4, NIGHT)),),
    tools=(ToolRecord(OVEN, NIGHT), ToolRecord(DOUGH, NIGHT)),
    years=(YearsRecord(3, None, NIGHT, "baking"), YearsRecord(9, None, NIGHT, necessity=Necessity.PREFERRED)),
    candidates=(CandidateRecord("lamination", NIGHT),),
)


def test_what_a_posting_asks_for_is_its_own() -> None:
    article = Article("Baker", "baker-at-a-bakery", (), postings=(ADVERTISED,), kind=TextKind.POSTING)
    dataset = merged(None, article_statements(article, HASH).quads)
    assert validate(dataset).valid
    posting = node_iri(Kind.POSTING, "baker-at-a-bakery--1")
    asked = dataset.objects(posting, RG + "asksFor")
    assert [dataset.objects(iri, RG + "anyOf") for iri in asked] == [[OVEN.iri], [DOUGH.iri]]
    assert [dataset.value(iri, RG + "necessity") for iri in asked] == [Necessity.PREFERRED.iri, Necessity.ESSENTIAL.iri]
    assert [dataset.value(asked[1], RG + term) for term in ("minimumYears", "maximumYears")] == ["2", "4"]
    terms = "remote payPeriod equity posted closes minimumYears forRole".split()
    said = ["on site", "hour", "0.1 %", "2026-05-04", "2026-06-01", "3", ROLE.iri]
    assert [dataset.value(posting, RG + term) for term in terms] == said
    assert [value for _, value in dataset.pairs(RG + "confidence")] == ["0.8"]
    assert len(dataset.objects(posting, RG + "asksExperience")) == 2
    role_says = {predicate.rpartition("#")[2] for predicate, _ in dataset.about(ROLE.iri)}
    assert role_says == {"type", "prefLabel"}
    source = node_iri(Kind.SOURCE, "baker-at-a-bakery")
    assert dataset.value(source, RG + "sourceKind") == "posting"
    assert dataset.objects(source, SKOS + "note") == ["possible skill: lamination, line 3"]


def test_a_posting_does_not_name_again_what_is_given() -> None:
    article = Article("Baker", "baker-at-a-bakery", (), postings=(ADVERTISED,), kind=TextKind.POSTING)
    writer = article_statements(article, HASH, {ROLE.iri, DOUGH.iri}.__contains__)
    dataset = merged(None, writer.quads)
    assert [dataset.about(iri) for iri in (ROLE.iri, DOUGH.iri)] == [[], []]
    assert dataset.objects(OVEN.iri, SKOS + "prefLabel") == ["deck oven"]
    whole = merged(
        dataset, article_statements(Article("A", "a", (RoleRecord(ROLE, requirements=(asks(1),)),)), HASH).quads
    )
    assert validate(whole).valid


@pytest.mark.parametrize(
    ("title", "kind", "label"),
    [
        ("Baker", TextKind.POSTING, "Posting: Baker"),
        ("baker", TextKind.ROLE, "Description: baker"),
        ("What a baker does", TextKind.ROLE, "What a baker does"),
    ],
)
def test_no_source_bears_the_name_of_the_role_that_it_is_about(title: str, kind: TextKind, label: str) -> None:
    article = Article(title, "text", () if kind is TextKind.POSTING else (RoleRecord(ROLE),), kind=kind)
    dataset = merged(None, article_statements(article, HASH).quads)
    assert dataset.value(node_iri(Kind.SOURCE, "text"), SKOS + "prefLabel") == label


def test_years_and_pay_of_a_role_stay_together_text_by_text() -> None:
    pay = (PayRecord(40000, 50000, "EUR", NIGHT), PayRecord(19, None, "GBP", NIGHT, "hour"))
    dataset = stated(RoleRecord(ROLE, years=(YearsRecord(1, 3, NIGHT, "baking"),), pay=pay))
    assert not [one for one in validate(dataset).violations if one.severity == "violation"]
    (experience,) = dataset.objects(ROLE.iri, RG + "asksExperience")
    assert dataset.value(experience, RG + "experienceIn") == "baking"
    paid = dataset.objects(ROLE.iri, RG + "hasPay")
    amounts = [
        [dataset.value(iri, RG + term) for term in ("payLow", "payHigh", "currency", "payPeriod")] for iri in paid
    ]
    assert amounts == [["40000", "50000", "EUR", "year"], ["19", None, "GBP", "hour"]]


def test_a_forecast_of_openings_needs_no_growth() -> None:
    outlook = OutlookRecord(None, NIGHT, roles=(ROLE,), openings=1200)
    article = Article("Baker vs. Chef", "article-baker-vs-chef", (RoleRecord(ROLE),), outlooks=(outlook,))
    dataset = merged(None, article_statements(article, HASH).quads)
    assert validate(dataset).valid
    assert [value for _, value in dataset.pairs(RG + "openings")] == ["1200"]


def test_a_posting_as_a_whole_asks_for_its_longest_experience() -> None:
    years = [YearsRecord(2, None, NIGHT, "ovens"), YearsRecord(5, 7, NIGHT), YearsRecord(None, 9, NIGHT)]
    preferred = YearsRecord(8, None, NIGHT, necessity=Necessity.PREFERRED)
    assert whole_experience([*years, preferred]) == years[1]
    assert whole_experience([preferred]) is None


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
