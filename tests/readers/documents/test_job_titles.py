"""Titles of jobs in advertisements: found, cleaned, linked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.model.nodes import Kind, Node, node_iri, slugify
from rolegraph.readers.documents.job_titles import LEAST_CONFIDENCE, find_job_title, is_job, linked_role
from rolegraph.readers.documents.plain_text import Line

ROLES = ["Data Engineer", "Staff Nurse", "Head Chef", "Primary School Teacher", "Solicitor"]
LEXICON = MemoryLexicon((Node(node_iri(Kind.ROLE, slugify(label, Kind.ROLE)), Kind.ROLE, label), ()) for label in ROLES)


def title_of(text: str) -> str | None:
    found = find_job_title([Line(number, line) for number, line in enumerate(text.split("\n"), start=1)])
    return found.text if found else None


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Staff Nurse (m/f/d)\nJoin our ward.", "Staff Nurse"),
        ("Staff Nurse - Leeds General", "Staff Nurse"),
        ("Fenwick Logistics | Warehouse Supervisor | Hull", "Warehouse Supervisor"),
        ("JOB TITLE: SENIOR ACCOUNTANT", "Senior Accountant"),
        ("Join our kitchen!\nSous Chef (full-time)", "Sous Chef"),
        ("About the job\nWe are looking for an experienced pastry chef to join us.", "Pastry Chef"),
        ("We're hiring: Data Engineer (all genders)", "Data Engineer"),
        ("Head of Finance at Acme", "Head of Finance"),
        ("Electrician wanted", "Electrician"),
        ("JOB SUMMARY: The Payroll Clerk processes wages.", "Payroll Clerk"),
        ("Data Protection Officer\nAbout us", "Data Protection Officer"),
        ("Requirements", None),
    ],
)
def test_the_title_is_found_and_cleaned(text: str, title: str | None) -> None:
    assert title_of(text) == title


@pytest.mark.parametrize(
    ("title", "role", "confidence"),
    [
        ("Data Engineer", "Data Engineer", 1.0),
        ("Senior Data Engineer", "Data Engineer", 0.9),
        ("Paediatric Staff Nurse", "Staff Nurse", 0.8),
        ("Primary Teacher", None, None),
        ("Teacher, Primary School", None, None),
        ("Gardener", None, None),
    ],
)
def test_a_title_means_a_role_as_surely_as_their_words_agree(
    title: str, role: str | None, confidence: float | None
) -> None:
    found = linked_role(title, LEXICON)
    assert (found.role.label if found else None, found.confidence if found else None) == (role, confidence)


def test_a_grade_behind_a_job_and_a_first_sentence_that_calls_for_one() -> None:
    assert is_job("Database Administrator II")
    found = find_job_title([Line(1, "Line Cook wanted! We are a small kitchen by the sea and open at noon.")])
    assert found is not None
    assert found.text == "Line Cook"


@given(st.lists(st.sampled_from([*" ".join(ROLES).split(), "of", "Senior", "II", "-"]), max_size=6).map(" ".join))
def test_no_link_is_below_the_least_confidence(title: str) -> None:
    found = linked_role(title, LEXICON)
    assert found is None or LEAST_CONFIDENCE <= found.confidence <= 1
