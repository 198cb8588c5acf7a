"""Degrees and certificates together: alternatives, fields, urgency, and where they stand."""

from __future__ import annotations

import pytest

from rolegraph.model.nodes import DegreeLevel, Necessity
from rolegraph.readers.documents.fields.credentials import credential_fields, credentials
from rolegraph.readers.documents.fields.values import Certificate, DegreeField

BACHELOR, MASTER = DegreeLevel.BACHELOR, DegreeLevel.MASTER


@pytest.mark.parametrize(
    ("text", "span", "expected"),
    [
        (
            "Bachelor's degree in Food Science or equivalent experience, and good legs",
            "Bachelor's degree in Food Science or equivalent experience",
            DegreeField((BACHELOR,), ("Food Science",), or_equivalent=True),
        ),
        (
            "A degree in engineering, or the same learnt at work.",
            "degree in engineering, or the same learnt at work",
            DegreeField((BACHELOR,), ("engineering",), or_equivalent=True),
        ),
        (
            "BSc/MSc in civil, mechanical or electrical engineering preferred",
            "BSc/MSc in civil, mechanical or electrical engineering",
            DegreeField(
                (BACHELOR, MASTER),
                ("civil engineering", "mechanical engineering", "electrical engineering"),
                necessity=Necessity.PREFERRED,
            ),
        ),
        (
            "Bachelor's degree in accounting and 3 years of experience",
            "Bachelor's degree in accounting",
            DegreeField((BACHELOR,), ("accounting",)),
        ),
        (
            "NVQ Level 3 in Electrical Installation, JIB graded",
            "NVQ Level 3 in Electrical Installation",
            DegreeField((DegreeLevel.VOCATIONAL,), ("Electrical Installation",), names=("NVQ Level 3",)),
        ),
        (
            "A culinary degree or equivalent experience",
            "culinary degree or equivalent experience",
            DegreeField((BACHELOR,), ("Culinary",), or_equivalent=True),
        ),
        (
            "BSc degree (Computer Science, Maths or similar)",
            "BSc degree (Computer Science, Maths",
            DegreeField((BACHELOR,), ("Computer Science", "Maths"), open_to_related=True),
        ),
        ("Bachelor's degree (2:1 or above)", "Bachelor's degree", DegreeField((BACHELOR,))),
        (
            "Third level qualification in supply chain, business or food science",
            "Third level qualification in supply chain, business or food science",
            DegreeField((BACHELOR,), ("supply chain", "business", "food science")),
        ),
        (
            "BSc (Hons) Nursing (Adult), Borough University, 2:1",
            "BSc (Hons) Nursing",
            DegreeField((BACHELOR,), ("Nursing",)),
        ),
        ("A bachelor's degree in any subject", "bachelor's degree", DegreeField((BACHELOR,))),
        (
            "A degree in surveying recognised by a chartered body",
            "degree in surveying",
            DegreeField((BACHELOR,), ("surveying",)),
        ),
        (
            "Bachelor's degree from an accredited university",
            "Bachelor's degree",
            DegreeField((BACHELOR,)),
        ),
        (
            "Master's in finance or a related field",
            "Master's in finance or a related field",
            DegreeField((MASTER,), ("finance",), open_to_related=True),
        ),
    ],
)
def test_a_degree(text: str, span: str, expected: DegreeField) -> None:
    (found,) = credential_fields(text)
    assert (found.text, found.value) == (span, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CISSP, CompTIA Security+ or CEH", [3]),
        ("CPR and First Aid certified", [1, 1]),
        ("CISSP, CISM, CEH", [1, 1, 1]),
        ("MBA or CPA", [2]),
        ("OSCP, CEH or equivalent certification", [3]),
        ("CPA, CMA or MBA", [3]),
        ("A doctorate in clinical psychology (HCPC registered)", [1, 1]),
        ("NMC registration, a year on a ward, ALS or ILS certificate", [1, 2]),
        ("Chartered accountant (ACA or ACCA)", [3]),
        ("Either a diploma in Dental Nursing (DDN) or an Associate of Applied Science (AAS) degree", [2]),
    ],
)
def test_alternatives(text: str, expected: list[int]) -> None:
    assert [len(group.options) for group in credentials(text)] == expected


def test_an_apprenticeship_that_will_do_is_a_note() -> None:
    (group,) = credentials("A bachelor's degree in theatre technology is common; an apprenticeship will do.")
    assert (group.necessity, group.note) == (Necessity.PREFERRED, "an apprenticeship will do")


def test_a_certificate_stands_where_its_name_does() -> None:
    text = "Hold a diploma in nursing and a current RN license."
    found = [(field.text, field.value) for field in credential_fields(text)]
    assert found[1] == ("RN license", Certificate("RN license"))


@pytest.mark.parametrize(
    ("text", "levels", "necessity"),
    [
        ("MPharm degree or equivalent", (DegreeLevel.MASTER,), Necessity.ESSENTIAL),
        ("B.E./B.Tech in Civil Engineering", (DegreeLevel.BACHELOR,), Necessity.ESSENTIAL),
        (
            "Bachelor or Master of Physiotherapy",
            (DegreeLevel.BACHELOR, DegreeLevel.MASTER),
            Necessity.ESSENTIAL,
        ),
        ("A degree in journalism is common but not essential.", (DegreeLevel.BACHELOR,), Necessity.PREFERRED),
    ],
)
def test_degrees_of_other_trades_and_countries(
    text: str, levels: tuple[DegreeLevel, ...], necessity: Necessity
) -> None:
    (field,) = credential_fields(text)
    assert isinstance(field.value, DegreeField)
    assert (field.value.levels, field.value.necessity) == (levels, necessity)


def test_how_long_a_course_takes_is_no_field() -> None:
    assert list(credential_fields("Assistants complete a certificate program of about a year.")) == []
