"""Kinds of text, by what speaks for each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.documents.reading import document

from rolegraph.errors import SourceError
from rolegraph.readers.documents.forms import PostingFields
from rolegraph.readers.documents.kinds import KIND_NAMES, evidence, kind_of
from rolegraph.readers.documents.records import TextKind

TEXTS = {
    TextKind.COMPARISON: [
        "Baker vs. Miller\nResponsibilities\nBaker\n- Mix dough.\nMiller\n- Grind grain.",
        "# Should I become a paralegal or a legal secretary?\n\nA paralegal drafts documents.\n\n"
        "## Skills\nA legal secretary needs knowledge of filing.",
    ],
    TextKind.ROLE: [
        "What does a roofer do?\n\nA roofer covers buildings.\n\nSkills\n- Knowledge of slate.",
        "Sous Chef Job Description\n\nDuties\n- Run the pass.\n\nQualifications\n- Culinary diploma.",
        "Land Surveyor\n\nA land surveyor measures plots.\n\nResponsibilities\n- Set out boundaries.\n\nEducation\n"
        "A degree in geomatics is usual.",
    ],
    TextKind.POSTING: [
        "Night Porter\nHotel Morgenrot, Bath\n\nWhat you'll do\n- Check in late guests.\n\nAbout you\n- Good English.",
        "We are looking for a forklift driver for our yard. You must hold a licence. Apply by phone.",
        "Ward Sister (m/f/d)\n\nRequirements:\n- Registered nurse\n\nWe offer\n- 30 days of holiday",
        "Hospital Porter - Nights\n\nQualifications\nLicence: driving licence\nExperience: one year of portering\n\n"
        "Compensation\n$19 an hour",
    ],
    TextKind.CV: [
        "Curriculum Vitae\n\nWork Experience\nWarehouse operative, Fenland Stores, 2016 - 2021\n\nEducation\nNVQ, 2015",
        "The applicant\nmail@example.org\n\nProfile\nElectrician with ten years on sites.\n\nEmployment history\n"
        "03/2014 - present  Electrician, Tidewater Ltd\n\nReferences on request",
    ],
}


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in TEXTS.items() for text in texts])
def test_the_kind_is_recognised(kind: TextKind, text: str) -> None:
    assert kind_of(document(text)) is kind


@pytest.mark.parametrize(
    "text",
    [
        "A recipe for leek soup\n\nIngredients\n- 3 leeks\n- 1 litre of stock\n\nMethod\nFry the leeks. Add the stock.",
        "Permission is hereby granted, free of charge, to any person obtaining a copy of this software.",
        "def main():\n    print('hello')\n    return 0",
        "Cats sleep for most of the day.",
    ],
)
def test_a_text_about_no_job_is_refused_and_told_what_was_tried(text: str) -> None:
    with pytest.raises(SourceError, match="is not recognised as a text about a job") as error:
        kind_of(document(text))
    assert all(f"--as {name}" in str(error.value) for name in KIND_NAMES)


def test_the_data_of_a_posting_decide() -> None:
    text = "Baker vs. Miller\nBakers bake. Millers mill."
    assert kind_of(document(text, posting=PostingFields(title="Baker"))) is TextKind.POSTING


def test_each_piece_of_evidence_has_a_reason() -> None:
    found = evidence(document("\n".join(text for texts in TEXTS.values() for text in texts)))
    assert {item.kind for item in found} == {TextKind.COMPARISON, TextKind.POSTING, TextKind.CV}
    assert all(item.points and item.reason for item in found)


@given(st.text(max_size=200))
def test_any_text_has_a_kind_or_is_refused(text: str) -> None:
    try:
        kind_of(document("x " + text.replace("\0", "")))
    except SourceError as error:
        assert error.cure
