"""The jobs of a CV: their titles, periods and roles, in any of the ways they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.model.nodes import Kind, Node, node_iri, slugify
from rolegraph.model.proposals import HeldJob, Quote
from rolegraph.readers.documents.cv_jobs import is_title, jobs_of, period_of
from rolegraph.readers.documents.cv_sections import cv_lines
from rolegraph.readers.documents.forms import read_documents

ROLES = {"Data Analyst": (), "Registered Nurse": ("Staff Nurse",), "Head Cook": ("Chef",), "Pastry Cook": ("Chef",)}
LEXICON = MemoryLexicon(
    (Node(node_iri(Kind.ROLE, slugify(label, Kind.ROLE)), Kind.ROLE, label), others) for label, others in ROLES.items()
)


def jobs(text: str) -> tuple[HeldJob, ...]:
    (document,) = read_documents(text.encode(), "cv.txt")
    return jobs_of(list(cv_lines(document.lines)), LEXICON, lambda line: Quote(line.number, line.text))[0]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Mar 2021 - present", "2021-03", "present"),
        ("2015\u20132018", "2015", "2018"),
        ("03/2018 – 06/2020", "2018-03", "2020-06"),
        ("January 2019 to date", "2019-01", "present"),
        ("Since May 2020", "2020-05", "present"),
        ("Jan-Jun 2020", "2020-01", "2020-06"),
        ("2021 -", "2021", "present"),
        ("Jan'98 - Dec '01", "1998-01", "2001-12"),
        ("2021 - Freelance designer", "2021", ""),
        ("Kitchen porter, 2013", "2013", "2013"),
    ],
)
def test_a_period_in_any_form(text: str, first: str, last: str) -> None:
    found = period_of(text)
    assert found is not None
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize("text", ["Led 2000 people", "a 24/7 site", "ISO 9001"])
def test_other_numbers_are_no_period(text: str) -> None:
    assert period_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Data Analyst, Northfield Stores Ltd, Mar 2019 - May 2021",
        "Data Analyst at Northfield Stores (Mar 2019 - May 2021)",
        "Mar 2019 - May 2021: Data Analyst, Northfield Stores",
        "Mar 2019 - May 2021\nData Analyst, Northfield Stores",
        "Data Analyst\nNorthfield Stores\nMar 2019 - May 2021",
        "Northfield Stores Ltd | Mar 2019 - May 2021\nData Analyst",
        "Data Analyst | Northfield Stores | Mar 2019 - May 2021",
    ],
)
def test_a_job_in_any_layout(text: str) -> None:
    (job,) = jobs(f"CV\n\nExperience\n\n{text}\n- Wrote reports for a Head Cook\n")
    assert (job.title, job.start, job.end, job.confidence) == ("Data Analyst", "2019-03", "2021-05", 1.0)
    assert job.role is not None
    assert job.role.label == "Data Analyst"


def test_the_latest_job_comes_first_and_a_title_may_lead_to_another() -> None:
    text = "Work\n2010 - 2014\nTrainee Auditor, later Senior Auditor, Marlow LLP\n2019 - now\nData Analyst, Acme\n"
    found = jobs(text)
    assert [job.title for job in found] == ["Data Analyst", "Trainee Auditor", "Senior Auditor"]
    assert found[1].role is None


def test_a_name_of_several_roles_has_these_as_candidates() -> None:
    (job,) = jobs("Work\nChef, The Copper Pan, 2019 - 2020\n")
    assert job.role is None
    assert {node.label for node in job.candidates} == {"Head Cook", "Pastry Cook"}


def test_the_first_word_of_a_line_is_a_title_before_what_is_like_one() -> None:
    assert [job.title for job in jobs("Work\nBarista, Coffee Corner, 2020 - Present\n")] == ["Barista"]


def test_a_title_in_capitals_is_written_as_others_are() -> None:
    assert [job.title for job in jobs("WORK\nDATA ANALYST\nAcme Ltd\n2019 - 2020\n")] == ["Data Analyst"]


def test_the_head_gives_the_title_where_no_job_is_dated() -> None:
    assert [job.title for job in jobs("Data Analyst\nLeeds\n\nSkills\nSQL\n")] == ["Data Analyst"]
    assert jobs("Leeds\n\nEducation\nData Analyst course, 2019 - 2020\n") == ()


def test_a_title_is_a_short_line_of_a_job() -> None:
    assert is_title("Senior Data Analyst", LEXICON)
    assert not is_title("Robin Sample", LEXICON)
    assert not is_title("Data analyst with ten years in retail and in finance, now elsewhere", LEXICON)


@given(st.text(max_size=120))
def test_any_line_is_read(text: str) -> None:
    found = period_of(text)
    assert found is None or 0 <= found.start < found.end <= len(text)
