"""Titles of comparisons in many wordings."""

from __future__ import annotations

import pytest
from tests.readers.documents.reading import read

from rolegraph.readers.documents.plain_text import Line
from rolegraph.readers.documents.titles import find_role, find_title, plural, singular, title_names


@pytest.mark.parametrize(
    ("line", "roles"),
    [
        ("Data Analyst vs. Data Scientist", ["Data Analyst", "Data Scientist"]),
        ("# Data Analyst vs Data Scientist: A Comprehensive Comparison", ["Data Analyst", "Data Scientist"]),
        ("Career Guide: ML Engineer versus Data Scientist - What Differs?", ["ML Engineer", "Data Scientist"]),
        ("DATA ANALYST VS. BI DEVELOPER", ["Data Analyst", "BI Developer"]),
        ("Data Analysts vs. Data Scientists", ["Data Analyst", "Data Scientist"]),
    ],
)
def test_titles(line: str, roles: list[str]) -> None:
    article = read(f"{line}\nTools\n- SQL")
    assert [role.role.label for role in article.roles] == roles


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("What Is the Difference Between an RN and an LPN?", ("RN", "LPN")),
        ("How does a UX designer differ from a UI designer?", ("UX Designer", "UI Designer")),
        ("Comparing Electricians with Plumbers", ("Electrician", "Plumber")),
        ("Front-End vs. Back-End Developer", ("Front-End Developer", "Back-End Developer")),
        ("Bakers, Millers and Confectioners compared", ()),
        (" counted and compared. V -", ()),
        ("We compared tea vs. coffee", ()),
    ],
)
def test_names_in_titles_of_many_wordings(line: str, names: tuple[str, ...]) -> None:
    assert title_names(line) == names


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Bakers, Millers and Confectioners compared", ("Baker", "Miller", "Confectioner")),
        ("Should I become a nurse or a paramedic?", ("Nurse", "Paramedic")),
        ("Health and safety officer or fire officer: which one?", ("Health and Safety Officer", "Fire Officer")),
        ("Bread and butter pudding", None),
        ("We are looking for a nurse or a carer", None),
    ],
)
def test_names_in_what_only_a_first_line_may_say(line: str, names: tuple[str, ...] | None) -> None:
    found = find_title([Line(1, line)])
    assert (found.names if found else None) == names


def test_an_abbreviation_is_spelled_out_where_the_text_does_so() -> None:
    lines = [Line(1, "RN vs. LPN"), Line(2, "A Registered Nurse (RN) leads a Licensed Practical Nurse (LPN).")]
    title = find_title(lines)
    assert title is not None
    assert (title.names, title.others) == (("Registered Nurse", "Licensed Practical Nurse"), (("RN",), ("LPN",)))


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("What does a stage lighting technician do?", "Stage Lighting Technician"),
        ("Registered Nurse (RN) Job Description Template", "Registered Nurse"),
        ("How to become a sous chef", "Sous Chef"),
        ("Job profile: Social worker", "Social Worker"),
        ("Paralegal: duties, skills and salary", "Paralegal"),
        ("Legal Secretary", "Legal Secretary"),
        ("Become a Statistician: Career Guide", "Statistician"),
        ("Entry requirements", None),
        ("We are hiring!", None),
        ("Required skills", None),
    ],
)
def test_the_title_of_a_text_about_one_role(line: str, name: str | None) -> None:
    found = find_role([Line(1, line)])
    assert (found.names[0] if found else None) == name


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("Legal Secretary", "Legal Secretaries"),
        ("Coach", "Coaches"),
        ("Foreman", "Foremen"),
        ("Midwife", "Midwives"),
        ("Nurse", "Nurses"),
    ],
)
def test_the_plural_of_a_role(one: str, many: str) -> None:
    assert (plural(one), singular(many)) == (many, one)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Data Scientists", "Data Scientist"), ("Heads of Data", "Heads of Data"), ("Head of DevOps", "Head of DevOps")],
)
def test_the_singular_of_a_role(name: str, expected: str) -> None:
    assert singular(name) == expected
