"""Certifications, licences, registrations, examinations and clearances by name."""

from __future__ import annotations

import pytest

from rolegraph.readers.documents.fields.certificates import certificate_names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CPR and First Aid certified.", ["CPR", "First Aid"]),
        ("CISSP, CompTIA Security+ or CEH", ["CISSP", "CompTIA Security+", "CEH"]),
        ("AWS Certified Solutions Architect", ["AWS Certified Solutions Architect"]),
        ("must pass the National Dental Nursing Board Exam (NDNBE)", ["National Dental Nursing Board Exam"]),
        ("pass the hygiene exam of the Guild of Bakers (GB)", ["hygiene exam (Guild of Bakers)"]),
        ("obtain a state license", ["state license"]),
        ("registered nurse licence (RN)", ["registered nurse licence"]),
        ("Current NMC registration", ["NMC registration"]),
        ("Registered with the Nursing and Midwifery Council", ["Nursing and Midwifery Council registration"]),
        ("must be a registered nurse", ["registered nurse"]),
        ("Full UK driving licence", ["driving licence"]),
        ("valid driver's license", ["driving licence"]),
        ("HGV class 1 licence", ["HGV class 1 licence"]),
        ("Forklift licence", ["Forklift licence"]),
        ("Enhanced DBS check", ["DBS check"]),
        ("Active Secret clearance", ["Secret clearance"]),
        ("A Top Secret Security Clearance", ["Top Secret security clearance"]),
        ("SIA licence", ["SIA licence"]),
        ("Project Management Professional (PMP)", ["PMP"]),
        ("Licensed as a pharmacist", ["pharmacist licence"]),
        ("active membership in the state bar", ["bar admission"]),
        ("Food safety certificate", ["Food safety certificate"]),
        ("ALS or ILS certificate", ["ALS", "ILS"]),
        ("ACA/ACCA/CIMA qualified", ["ACA", "ACCA", "CIMA"]),
        ("EPA 608 certification", ["EPA 608 certification"]),
        ("Security+, CySA+ or GCIH certification", ["CompTIA Security+", "CompTIA CySA+", "GCIH"]),
        ("stand-up forklift certified", ["stand-up forklift certification"]),
        ("the Solicitors Qualifying Examination (SQE)", ["Solicitors Qualifying Examination"]),
        ("Mentorship qualification", ["Mentorship qualification"]),
        ("an ECS gold card", ["ECS gold card"]),
        ("working with children check", ["working with children check"]),
        ("Level 2 Food Hygiene certificate", ["Food Hygiene certificate"]),
        ("CDL Class A", ["CDL Class A"]),
    ],
)
def test_names(text: str, expected: list[str]) -> None:
    assert [name.name for name in certificate_names(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Software licence management",
        "You maintain our ISO 27001 certification",
        "Send us your CV and certificates",
        "Birth certificate",
        "The BLS projects growth of 7%",
        "Work with certification bodies",
        "An open source license",
        "ACCA study support",
        "We check the stock",
        "Preferred qualification",
        "You will process licence applications",
        "You must hold a licence",
    ],
)
def test_what_is_no_certificate_of_a_person(text: str) -> None:
    assert certificate_names(text) == []


def test_other_names() -> None:
    (name,) = certificate_names("Project Management Professional (PMP)")
    assert (name.name, name.alt) == ("PMP", ("Project Management Professional",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Registered with the GPhC", "GPhC registration"),
        ("GPhC registration", "GPhC registration"),
        ("a current NDIS Worker Screening Check", "NDIS Worker Screening check"),
        ("a European Class 3 medical certificate", "European Class 3 medical certificate"),
    ],
)
def test_registers_checks_and_medicals(text: str, expected: str) -> None:
    assert [name.name for name in certificate_names(text)] == [expected]


def test_a_sick_note_is_no_certificate() -> None:
    assert certificate_names("Bring a medical certificate when you are ill.") == []
