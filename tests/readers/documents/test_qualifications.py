"""Degrees, their fields, and certifications."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.documents.reading import HERE, linker, short

from rolegraph.model.nodes import DegreeLevel, Kind
from rolegraph.readers.documents.qualifications import qualifications
from rolegraph.readers.documents.records import Qualification


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        (
            "Bachelor's degree in Computer Science, Statistics, or a related field.",
            ["Bachelor's degree in Computer Science | Bachelor's degree in Statistics~"],
        ),
        (
            "Master's degree or certifications in data Engineering or data science can be advantageous.",
            [
                "Master's degree in Data Engineering | Master's degree in Data Science"
                " | Certification in data engineering | Certification in data science?"
            ],
        ),
        (
            "Master's degree or Ph.D. in ML, AI, or a related discipline is often preferred.",
            [
                "Master's degree in Machine Learning | Master's degree in Artificial Intelligence"
                " | Doctorate in Machine Learning | Doctorate in Artificial Intelligence?~"
            ],
        ),
        ("Bachelor's degree", ["Bachelor's degree"]),
        ("BSc/MSc in Physics", ["Bachelor's degree in Physics | Master's degree in Physics"]),
        ("An advanced degree is a plus", ["Master's degree | Doctorate?"]),
        ("Bachelor's degree or higher in Physics", ["Bachelor's degree in Physics # or higher"]),
        ("Some employers may require a Master's degree in Physics", ["Master's degree in Physics?"]),
        ("Ph.D. in a related field", ["Doctorate~"]),
        ("A degree in Physics", ["Bachelor's degree in Physics # no level of degree is named"]),
        (
            "Bachelor's degree in Physics; Master's degree preferred",
            ["Bachelor's degree in Physics", "Master's degree?"],
        ),
        ("Bachelor's degree (Physics preferred)", ["Bachelor's degree # Physics preferred"]),
        (
            "A bachelor's degree in Finance is required, while a master's degree or MBA is often preferred.",
            ["Bachelor's degree in Finance", "Master's degree | Master's degree in Business Administration?"],
        ),
        (
            "Certifications such as AWS Certified Solutions Architect are a plus",
            ["AWS Certified Solutions Architect?"],
        ),
        ("Relevant certifications in machine learning can enhance prospects", ["Certification in machine learning?"]),
        ("Oracle Certified Professional certification preferred", ["Oracle Certified Professional?"]),
        ("Certified Data Management Professional (CDMP)", ["Certified Data Management Professional"]),
        ("Relevant certifications are a plus", []),
        ("Online courses can help", []),
    ],
)
def test_degrees_and_certifications(phrase: str, expected: list[str]) -> None:
    assert [short(record) for record in qualifications(phrase, HERE, linker())] == expected


@given(st.text(max_size=40), st.sampled_from(["Bachelor's degree in ", "Certified ", "MBA or ", ""]))
def test_only_degrees_and_certifications_come_out(text: str, lead: str) -> None:
    kinds = {option.kind for record in qualifications(lead + text, HERE, linker()) for option in record.any_of}
    assert kinds <= {Kind.DEGREE, Kind.CERTIFICATION}


def test_a_degree_has_its_level_and_field() -> None:
    (record,) = qualifications("Ph.D. in the Artificial Intelligence field", HERE, linker())
    (degree,) = record.any_of
    assert isinstance(degree, Qualification)
    assert degree.level is DegreeLevel.DOCTORATE
    assert degree.field is not None


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        (
            "Bachelor's degree in Food Science or equivalent experience",
            ["Bachelor's degree in Food Science # or equivalent experience"],
        ),
        (
            "Associate's or Bachelor's degree in Nutrition.",
            ["Associate degree in Nutrition | Bachelor's degree in Nutrition"],
        ),
        (
            "Either a Diploma in Dental Nursing (DDN) or an Associate of Applied Science (AAS) degree.",
            ["Diploma in Dental Nursing | Associate degree in Applied Science"],
        ),
        (
            "Must pass the National Dental Nursing Board Exam (NDNBE) and obtain a state license.",
            ["National Dental Nursing Board Exam", "state license"],
        ),
        ("CPR and First Aid certified.", ["CPR", "First Aid"]),
        ("MBA or MSc preferred.", ["Master's degree in Business Administration | Master's degree?"]),
        ("High school diploma or GED.", ["High school diploma | GED"]),
        ("CISSP, CompTIA Security+ or CEH.", ["CISSP | CompTIA Security+ | CEH"]),
        ("Completed apprenticeship as an electrician", ["Apprenticeship (Electrician)"]),
        ("Master's degree (or PhD) in Physics", ["Master's degree in Physics | Doctorate in Physics"]),
        ("University degree (BSc or MSc) in Physics", ["Bachelor's degree in Physics | Master's degree in Physics"]),
        ("No degree required", []),
        ("A certificate from a trade school", []),
    ],
)
def test_other_forms_of_education(phrase: str, expected: list[str]) -> None:
    assert [short(record) for record in qualifications(phrase, HERE, linker())] == expected


def test_what_is_below_a_degree_has_a_level() -> None:
    # a bug: a high school diploma was a skill to learn
    (record,) = qualifications("High school diploma or vocational training as a cook", HERE, linker())
    levels = [option.level for option in record.any_of if isinstance(option, Qualification)]
    assert levels == [DegreeLevel.SECONDARY, DegreeLevel.VOCATIONAL]
