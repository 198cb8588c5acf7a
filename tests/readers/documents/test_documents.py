"""Comparison articles, read: whole ones in several renderings against their annotations, and laws for any text."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from itertools import chain
from random import Random

import pytest
from annotated_texts import annotated_texts
from hypothesis import given, settings
from hypothesis import strategies as st
from quality_texts import lexicon
from tests.readers.documents.reading import ARTICLES, LEXICON, SEED, read, requirement, summary
from tests.text_mutations import mutated

from rolegraph.errors import SourceError
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.model.nodes import Level, Necessity, Seniority
from rolegraph.rdf.places import merged
from rolegraph.rdf.transactions import previewed
from rolegraph.readers.documents import read_article, read_text
from rolegraph.readers.documents.cvs import read_cv
from rolegraph.readers.documents.forms import read_documents
from rolegraph.readers.documents.records import Article, TextKind
from rolegraph.readers.documents.statements import article_statements
from rolegraph.readers.extracting import TextExtractor
from rolegraph.readers.ingest import refuse_violations
from rolegraph.shacl.validation import validate

RENDERINGS = ["seed-form", "markdown", "mojibake", "truncated", "role-first"]
LINES = sorted(
    set(chain.from_iterable((ARTICLES / f"{name}.txt").read_text("utf-8").split("\n") for name in RENDERINGS))
)
WORDS = sorted(set(" ".join(LINES).split()))
FRAGMENTS = st.one_of(
    st.sampled_from(LINES),
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    st.text(max_size=30),
    st.sampled_from(["-", "(", ")", ",", "and", "or", "such as", "@ a | b", "5%", "- ", "\u00a0", "'s", "vs.", "**"]),
)


@pytest.mark.parametrize("name", RENDERINGS)
def test_an_annotated_article(name: str) -> None:
    annotation = json.loads((ARTICLES / f"{name}.json").read_text("utf-8"))
    assert json.loads(json.dumps(summary(read((ARTICLES / f"{name}.txt").read_bytes())))) == annotation


@pytest.fixture(scope="module")
def seed() -> Article:
    if not SEED.exists():
        pytest.skip(f"{SEED.name} is not beside the repository; seed-form.txt stands in for it")
    return read(SEED.read_bytes())


class TestSeed:
    """The article that the project began with."""

    def test_has_no_finding(self, seed: Article) -> None:
        assert seed.findings == ()
        assert [note.label for note in seed.notes] == ["Introduction", "", "Conclusion"]

    def test_tools_and_categories(self, seed: Article) -> None:
        tools = [
            {(record.category.label if record.category else "", record.tool.label) for record in role.tools}
            for role in seed.roles
        ]
        assert tools == [
            {
                *(("Programming Languages", name) for name in ("Python", "R", "SQL")),
                *(("Data Processing", name) for name in ("Apache Spark", "Apache Kafka")),
                *(("Databases", name) for name in ("MySQL", "PostgreSQL", "MongoDB")),
                *(("Data Visualization", name) for name in ("Tableau", "Power BI", "Matplotlib")),
            },
            {
                *(("Machine Learning Frameworks", name) for name in ("TensorFlow", "PyTorch", "Scikit-learn")),
                *(("Deployment Tools", name) for name in ("Docker", "Kubernetes", "MLflow")),
                *(("Programming Languages", name) for name in ("Python", "Java", "C++")),
                *(("Version Control", name) for name in ("Git", "GitHub")),
            },
        ]

    def test_industries_and_responsibilities(self, seed: Article) -> None:
        first, second = ([record.industry.label for record in role.industries] for role in seed.roles)
        assert set(first) & set(second) == {"Healthcare", "Telecommunications"}
        assert "E-commerce" in first
        assert "Retail and E-commerce" in second
        assert [len(role.responsibilities) for role in seed.roles] == [5, 5] == [len(first), len(second)]
        assert "data pipelines" in seed.roles[0].responsibilities[0].text

    def test_languages_are_one_requirement(self, seed: Article) -> None:
        languages = seed.roles[0].requirements[0]
        assert [record.label for record in languages.any_of] == ["Python", "R", "Java"]
        assert (languages.level, languages.necessity, languages.examples) == (Level.PROFICIENT, Necessity.ESSENTIAL, ())

    def test_degrees(self, seed: Article) -> None:
        degrees = [
            (
                str(record.necessity),
                record.open_to_related,
                sorted(option.iri.rsplit("/id/")[-1] for option in record.any_of),
            )
            for role in seed.roles
            for record in role.requirements
            if record.any_of[0].kind in ("degree", "certification")
        ]
        assert degrees == [
            (
                "essential",
                True,
                ["degree/bachelor-computer-science", "degree/bachelor-data-science", "degree/bachelor-statistics"],
            ),
            (
                "preferred",
                False,
                [
                    "certification/data-engineering",
                    "certification/data-science",
                    "degree/master-data-engineering",
                    "degree/master-data-science",
                ],
            ),
            ("essential", True, ["degree/bachelor-computer-science", "degree/bachelor-mathematics"]),
            (
                "preferred",
                True,
                [
                    "degree/doctorate-artificial-intelligence",
                    "degree/doctorate-machine-learning",
                    "degree/master-artificial-intelligence",
                    "degree/master-machine-learning",
                ],
            ),
            ("preferred", False, ["certification/artificial-intelligence", "certification/machine-learning"]),
        ]

    def test_outlook_tips_and_postings(self, seed: Article) -> None:
        (outlook,) = seed.outlooks
        assert (outlook.growth, outlook.start, outlook.end, outlook.authority, len(outlook.roles)) == (
            31.0,
            2019,
            2029,
            "U.S. Bureau of Labor Statistics",
            2,
        )
        assert len(seed.tips) == 6
        assert [role.label for role in seed.tips[-1].roles] == ["Lead Machine Learning Engineer"]
        pay = [(record.pay_low, record.pay_high, record.currency) for record in seed.postings]
        assert pay == [
            (low * 1000, high * 1000, "USD") for low, high in ((100, 130), (120, 150), (75, 150), (85, 185), (95, 192))
        ]
        assert seed.postings[-1].seniority is Seniority.ENTRY
        assert seed.postings[-1].employment_types == ("Full Time", "Internship")


RENDERED: dict[str, Callable[[str], str]] = {
    "Windows line ends and a byte order mark": lambda text: "\ufeff" + text.replace("\n", "\r\n"),
    "non-breaking spaces": lambda text: text.replace(" ", "\u00a0"),
    "dots for bullets": lambda text: text.replace("\n- ", "\n\u2022 "),
    "stars for bullets": lambda text: text.replace("\n- ", "\n* "),
    "numbers for bullets": lambda text: text.replace("\n- ", "\n1. "),
    "a dash on a line of its own": lambda text: text.replace("\n- ", "\n-\n"),
    "a blank line between all": lambda text: text.replace("\n", "\n\n"),
    "mojibake": lambda text: text.encode().decode("windows-1252"),
    "typographic quotes": lambda text: text.replace("'", "\u2019"),
    "headings of Markdown": lambda text: re.sub(r"(?m)^(Definitions|Required Skills|Outlooks)$", r"## \1", text),
    "other names of sections": lambda text: text.replace("Tools and Software Used", "Tools & Software").replace(
        "Educational Backgrounds", "Education"
    ),
}


@pytest.mark.parametrize("rendering", RENDERED)
def test_an_article_says_the_same_however_it_is_rendered(rendering: str) -> None:
    text = (ARTICLES / "seed-form.txt").read_text("utf-8")

    def content(text: str) -> object:
        """The summary without lines and headings, which a rendering may change."""
        whole = json.loads(json.dumps(summary(read(text))))
        names = {"Tools and Software Used", "Tools & Software", "Educational Backgrounds", "Education"}

        def without_places(value: object) -> object:
            if isinstance(value, dict):
                return {key: without_places(part) for key, part in value.items() if key not in ("line", "section")}
            if isinstance(value, list):
                return [without_places(part) for part in value]
            return None if isinstance(value, int) or value in names else value

        return without_places(whole)

    assert content(RENDERED[rendering](text)) == content(text)


def test_the_slug_can_be_given() -> None:
    text = b"Data Analyst vs. BI Developer\nTools\nData Analyst\n- SQL"
    assert read_article(text, LEXICON).slug == "article-data-analyst-vs-bi-developer"
    assert read_article(text, LEXICON, slug="article-other").slug == "article-other"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("A recipe for soup.", "is not a comparison of roles"),
        ("cats vs. dogs", "none of its sections"),
        ("Cat vs. Dog\nBoth are nice.", "none of its sections"),
    ],
)
def test_what_is_no_such_article_is_refused(text: str, problem: str) -> None:
    with pytest.raises(SourceError, match=problem):
        read(text)


@given(st.permutations((ARTICLES / "seed-form.txt").read_text("utf-8").split("\n")[21:26]))
@settings(max_examples=20)
def test_the_order_of_bullets_changes_nothing(bullets: list[str]) -> None:
    def asked(lines: list[str]) -> set[str]:
        text = "\n".join(
            ["Analytics Engineer vs. Lead Computer Vision Engineer", "Skills", "Analytics Engineer", *lines]
        )
        return {json.dumps(requirement(record) | {"line": 0}) for record in read(text).roles[0].requirements}

    assert asked(bullets) == asked(sorted(bullets))


@given(st.lists(FRAGMENTS, max_size=25), st.sampled_from(["\n", "\n\n", " ", ""]), st.booleans())
@settings(max_examples=200)
def test_any_text_is_an_article_or_refused(parts: list[str], glue: str, titled: bool) -> None:
    text = ("Data Scientist vs. Data Engineer\n" if titled else "") + glue.join(parts)
    try:
        article = read(text.encode("utf-8", "surrogatepass"))
    except SourceError:
        return
    assert len(article.roles) >= 2
    lines = text.count("\n") + text.count("\r") + 1
    assert all(1 <= finding.line <= lines for finding in article.findings if finding.line is not None)


@given(st.binary(max_size=300))
@settings(max_examples=200)
def test_any_bytes_are_an_article_or_refused(data: bytes) -> None:
    for head in (b"", b"A Clerk vs. A Baker\nSkills\n"):
        try:
            read_article(head + data, MemoryLexicon([]))
        except SourceError as error:
            assert error.path == "<standard input>"


@pytest.mark.parametrize(
    "section", ["Definitions", "Responsibilities", "Skills", "Education", "Tools", "Outlook", "Tips"]
)
@pytest.mark.parametrize(
    "unit",
    [
        ",",
        "(",
        ")(",
        "[",
        " - ",
        "and ",
        "e.g., ",
        "strong ",
        "A Data Analyst ",
        "12% ",
        "Bachelor's ",
        "Aa ",
        "such as ",
    ],
)
def test_a_long_line_of_one_thing_is_read(section: str, unit: str) -> None:
    # Takes a second at most; with a rule that looks back and forth it would take minutes, and be noticed.
    line = unit * (99_000 // len(unit))
    article = read(f"Data Analyst vs. ML Engineer\n{section}\nData Analyst\n- {line}\n")
    assert [record.role.label for record in article.roles] == ["Data Analyst", "ML Engineer"]


@given(st.lists(FRAGMENTS, max_size=15), st.sampled_from(["\r\n", "\r"]))
@settings(max_examples=100)
def test_line_ends_change_nothing(parts: list[str], end: str) -> None:
    lines = [
        "Data Scientist vs. Data Engineer",
        "Tools",
        *(line for part in parts for line in re.split(r"[\r\n]", part)),
    ]
    data = [ending.join(lines).encode("utf-8", "replace") for ending in ("\n", end)]
    try:
        first, second = (read(text) for text in data)
    except SourceError:
        return
    assert first == second


def test_texts_with_something_wrong_are_refused_or_make_a_valid_graph() -> None:
    random, names = Random(16), lexicon()  # noqa: S311 - the same texts each time
    extractor = TextExtractor(names)
    texts = [text.data.decode() for text in annotated_texts() if not text.name.endswith(".html")]
    read_as: Counter[TextKind] = Counter()
    for _ in range(70):
        text, kind = mutated(random, texts), random.choice([None, None, *TextKind])
        try:
            (document,) = read_documents(text.encode("utf-8", "replace"), random.choice(["a.txt", "a.md"]))
            if kind is TextKind.CV:
                read_cv(document, names, kind)
                continue
            article = read_text(document, names, kind)
        except SourceError:
            continue
        read_as[article.kind] += 1
        found = extractor.extract(document, kind)
        parts = [(part.start, part.end, part.text) for part in found.named]
        parts += [(part.start, part.end, part.text) for part in found.fields]
        assert all(found.text[start:end] == said for start, end, said in parts)
        written = article_statements(article, document.content_hash)
        assert article_statements(read_text(document, names, kind), document.content_hash).quads == written.quads
        refuse_violations(previewed(merged(None, []), {written.source: written.quads}, (), validate))
    assert {TextKind.POSTING, TextKind.COMPARISON, TextKind.ROLE} <= read_as.keys()
