"""A CV as a proposal: what it shows, and what it must not claim or repeat."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rolegraph.errors import SourceError
from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.model.nodes import Kind, Level, Node, node_iri, slugify
from rolegraph.model.proposals import ProfileProposal
from rolegraph.readers.documents import read_text
from rolegraph.readers.documents.cvs import proposal_from
from rolegraph.readers.documents.forms import read_documents
from rolegraph.readers.documents.records import TextKind

NAMES = {
    Kind.ROLE: ["Registered Nurse", "Accountant", "Data Analyst", "Electrician", "Teacher", "Chef", "Graphic Designer"],
    Kind.SKILL: [
        "wound care",
        "cannulation",
        "payroll",
        "statistics",
        "leadership",
        "typography",
        "machine learning",
        "inspection and testing",
        "English",
        "Polish",
        "curriculum design",
        "food costing",
    ],
    Kind.TOOL: [
        "Microsoft Excel",
        "Xero",
        "Python",
        "SQL",
        "Docker",
        "Snowflake",
        "Rust",
        "Google Classroom",
        "Google",
    ],
    Kind.DEGREE: ["Bachelor's degree in Nursing", "Bachelor's degree in Mathematics", "Bachelor's degree in Physics"],
    Kind.CERTIFICATION: ["ACA"],
}
ALSO = {"Microsoft Excel": "Excel", "Google": "search engine", "statistics": "stats"}
TWO = [Node(node_iri(kind, "mercury"), kind, "Mercury") for kind in (Kind.SKILL, Kind.TOOL)]
LEXICON = MemoryLexicon(
    [
        *(
            (Node(node_iri(kind, slugify(label, kind)), kind, label), [ALSO[label]] if label in ALSO else [])
            for kind, labels in NAMES.items()
            for label in labels
        ),
        *((node, []) for node in TWO),
    ]
)


def read(text: str, *, as_cv: bool = True) -> ProfileProposal:
    return proposal_from(text.encode(), LEXICON, as_cv=as_cv)


def held(found: ProfileProposal) -> dict[str, Level | None]:
    return {shown.one_of[0].label: shown.level for shown in found.proposed}


def doubts(found: ProfileProposal) -> dict[str, str]:
    return {shown.one_of[0].label: shown.doubt for shown in found.doubtful}


ANALYST = """Curriculum vitae

Robin Sample
robin.sample@example.org | +44 7700 900123 | 12 Mill Lane, Leeds LS1 4AB
github.com/docker-sample

PROFILE
Data analyst with six years in retail. Robin likes Python. I am keen to move into machine learning.

SKILLS
Advanced Excel, SQL, Python (expert)
No experience with Snowflake
Currently learning Rust

EXPERIENCE

Senior Data Analyst | Northfield Stores Ltd | Mar 2021 - present
A retailer that sells Docker hosting.
- Statistics for the board in Python
- Worked with a team that used Docker

EDUCATION
BSc (Hons) Mathematics and Physics, 2:1, 2016

LANGUAGES
English (native), Polish B2, Welsh

INTERESTS
Xero, typography

REFEREES
Sam Other, Head of Data, 0113 496 0000
"""


def test_a_cv_shows_its_capabilities_with_their_lines() -> None:
    found = read(ANALYST, as_cv=False)
    assert held(found) == {
        "Microsoft Excel": Level.PROFICIENT,
        "SQL": None,
        "Python": Level.EXPERT,
        "statistics": None,
        "Bachelor's degree in Mathematics": None,
        "Bachelor's degree in Physics": None,
        "English": Level.EXPERT,
        "Polish": Level.WORKING,
    }
    assert doubts(found) == {
        "machine learning": "a wish or an interest",
        "Rust": "being learned",
        "Docker": "said of an employer",
    }
    assert [(one.kind, one.name) for one in found.unplaced] == [("language", "Welsh")]
    lines = ANALYST.split("\n")
    for shown in found.capabilities:
        assert all(quote.text in ("", lines[quote.line - 1].removeprefix("- ")) for quote in shown.shown)
    python = next(shown for shown in found.proposed if shown.one_of[0].label == "Python")
    assert [quote.line for quote in python.shown] == [11, 8, 19]
    assert [(job.title, job.role and job.role.label, job.confidence) for job in found.jobs] == [
        ("Senior Data Analyst", "Data Analyst", 0.9)
    ]


def test_who_the_person_is_is_nowhere_in_the_proposal() -> None:
    found = repr(read(ANALYST))
    for word in ("Robin", "Sample", "robin", "sample", "7700", "Mill Lane", "LS1", "Sam Other", "0113", "github"):
        assert word not in found


def test_interests_referees_and_what_is_denied_are_left_out_and_counted() -> None:
    assert read(ANALYST).left_out == (
        "personal data: 3 lines",
        "said not to be known: 1 name",
        "interests: 1 line",
        "referees: 1 line",
    )


NURSE = """CV

Career
Registered Nurse, Riverside Infirmary, June 2016 to present
- Wound care; cannulation
- Did not do payroll

Qualifications
BN Nursing (Adult), 2016

Key skills
Excellent leadership skills | IV cannulation
Excel - basic
Xero: none
"""
ACCOUNTANT = """Personal statement
Chartered accountant (ACA), looking for a role in statistics.

Work history
2019 to date
Accountant, Taff Valley Brewing
Payroll for 85 employees in Xero. Google searches.

Qualifications
ACA, 2016
"""
ELECTRICIAN = """# CV: Electrician

## Work

**2019 to now: Electrician, Moss Lane Contractors**
Inspection and testing of schools.

## Tickets

- JIB gold card
"""
TEACHER = """Teacher

Career
2019-present   Teacher - Whinfell Academy
    - curriculum design for Key Stage 3

Things I can do
Google Classroom, Python for data logging, stats

Hobbies
SQL
"""
CHEF = """CV

Experience
Chef, The Copper Pan (2015-2019)
Menu planning and food costing.

Training
PhD Nursing, expected 2030
"""
DESIGNER = """Curriculum vitae

What I do
Typography. Illustrator daily; a little Python.
Mercury

Clients
2021 - Graphic Designer
Web design for the makers of Snowflake
"""


@pytest.mark.parametrize(
    ("text", "job", "proposed", "doubtful"),
    [
        (
            NURSE,
            "Registered Nurse",
            {"wound care": None, "cannulation": None, "Bachelor's degree in Nursing": None}
            | {"leadership": Level.PROFICIENT, "Microsoft Excel": Level.FAMILIAR},
            [],
        ),
        (ACCOUNTANT, "Accountant", {"ACA": None, "payroll": None, "Xero": None, "Google": None}, ["statistics"]),
        (ELECTRICIAN, "Electrician", {"inspection and testing": None}, []),
        (
            TEACHER,
            "Teacher",
            {"curriculum design": None, "Google Classroom": None, "Python": None, "statistics": None},
            [],
        ),
        (CHEF, "Chef", {"food costing": None}, []),
        (DESIGNER, "Graphic Designer", {"typography": None, "Python": Level.FAMILIAR, "Snowflake": None}, ["Mercury"]),
    ],
)
def test_cvs_of_many_professions(text: str, job: str, proposed: dict[str, Level | None], doubtful: list[str]) -> None:
    found = read(text)
    assert [one.role.label for one in found.jobs if one.role] == [job]
    assert held(found) == proposed
    assert list(doubts(found)) == doubtful


def test_a_name_of_several_nodes_is_left_to_the_person() -> None:
    (shown,) = read("CV\n\nSkills\nMercury\n").capabilities
    assert {node.path for node in shown.one_of} == {"skill/mercury", "tool/mercury"}
    assert not shown.is_proposed


def test_what_the_graph_does_not_know_is_named_with_its_kind_and_level() -> None:
    found = read(
        "CV\n\nSkills\nButchery (advanced), Health and safety\n\nLicences\nForklift licence, 2018\n\nStudies\nBA Law\n"
    )
    assert [(one.kind, one.name, one.level) for one in found.unplaced] == [
        ("skill", "Butchery", Level.PROFICIENT),
        ("skill", "Health and safety", None),
        ("certificate", "Forklift licence", None),
        ("degree", "Bachelor's degree in Law", None),
    ]


def test_work_names_what_the_graph_does_not_know() -> None:
    bullets = (
        "- Moved from AngularJS to Python using Playwright\n- PHP, jQuery, wound care\n- Cooked with Robin in Leeds\n"
    )
    found = read(f"CV\n\nWork\nChef, The Pan, 2015 - 2019\n{bullets}- Without using WebThing\n")
    assert [one.name for one in found.unplaced] == ["AngularJS", "Playwright", "PHP", "jQuery"]
    assert held(found) == {"Python": None, "wound care": None}


def test_a_table_of_skills_has_no_skill_in_its_heading_and_says_what_is_being_learned() -> None:
    found = read(
        "# CV\n\n## Technical skills\n\n| Skill | Level |\n|---|---|\n| SQL | basic |\n| Python | learning |\n"
    )
    assert not found.unplaced
    assert [(one.one_of[0].label, one.level) for one in found.proposed] == [("SQL", Level.FAMILIAR)]
    assert [(one.one_of[0].label, one.doubt) for one in found.doubtful] == [("Python", "being learned")]


def test_what_closes_a_cv_and_languages_beside_skills_are_no_skills() -> None:
    found = read(
        "CV\nSkills\nMicrosoft Excel, working at height\nLanguages: English, Polish (fluent)\n"
        "References available on request"
    )
    assert {one.one_of[0].label for one in found.proposed} == {"Microsoft Excel", "English", "Polish"}
    assert [(one.name, one.level) for one in found.unplaced] == [("working at height", None)]


def test_a_long_line_is_quoted_around_what_it_shows() -> None:
    line = (
        "Used "
        + "a spreadsheet and " * 30
        + "Python every day of the week at the office in the middle of the town " * 3
    )
    (shown,) = read(f"CV\n\nWork\n{line}\n").proposed
    assert "Python" in shown.shown[0].text
    assert len(shown.shown[0].text) < 140


ADVERT = "Chef wanted\n\nWe are looking for a chef. You will cook. Apply now.\n\nRequirements\n- food costing\n"


def test_an_advertisement_is_refused_unless_it_is_said_to_be_a_cv() -> None:
    with pytest.raises(SourceError, match="is no CV: it seems to be a text of the kind posting"):
        read(ADVERT, as_cv=False)
    assert read(ADVERT).source == "<bytes>"


def test_a_cv_never_goes_into_a_graph() -> None:
    (document,) = read_documents(ANALYST.encode(), "cv.txt")
    for kind in (None, TextKind.CV):
        with pytest.raises(SourceError, match="rolegraph profile from"):
            read_text(document, LEXICON, kind)


def test_a_file_of_several_texts_is_no_cv(tmp_path: Path) -> None:
    table = tmp_path / "cvs.csv"
    table.write_text("description\nI bake\nI cook\n")
    with pytest.raises(SourceError, match="more than one text"):
        proposal_from(table, LEXICON)


def test_a_book_is_no_cv() -> None:
    for text in ("Work\n" * 5_001, ("word " * 10_000 + "\n") * 7):
        with pytest.raises(SourceError, match="is longer than any CV"):
            read(text)


def test_a_page_is_read_as_a_text_is(tmp_path: Path) -> None:
    page = tmp_path / "cv.html"
    page.write_text(
        "<h1>CV</h1><h2>Skills</h2><ul><li>Python (expert)<li>SQL</ul><h2>Work</h2><p>Chef, 2015 - 2019</p>"
    )
    found = proposal_from(page, LEXICON)
    assert held(found) == {"Python": Level.EXPERT, "SQL": None}
    assert found.source == "cv.html"


@settings(max_examples=60)
@given(
    st.lists(st.sampled_from([*ANALYST.split("\n"), *NURSE.split("\n"), "x" * 5000, "((((", "Skills: :", "1999 - "]))
)
def test_lines_in_any_order_are_read(lines: list[str]) -> None:
    text = "\n".join(["CV", *lines])
    found = read(text)
    assert all(1 <= quote.line <= text.count("\n") + 1 for shown in found.capabilities for quote in shown.shown)
