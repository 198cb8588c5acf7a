"""Degrees by name, and words that only look like one."""

from __future__ import annotations

import pytest

from rolegraph.model.nodes import DegreeLevel
from rolegraph.readers.documents.fields.degrees import DegreeName, degree_mentions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("BSc (Hons)", DegreeName(DegreeLevel.BACHELOR)),
        ("B.Eng. or equivalent", DegreeName(DegreeLevel.BACHELOR)),
        ("Bachelor of Science in Physics", DegreeName(DegreeLevel.BACHELOR)),
        ("BA in Marketing", DegreeName(DegreeLevel.BACHELOR)),
        ("a masters in law", DegreeName(DegreeLevel.MASTER)),
        ("MBA", DegreeName(DegreeLevel.MASTER, "", "Business Administration")),
        ("M.Phil.", DegreeName(DegreeLevel.MASTER)),
        ("a doctoral degree", DegreeName(DegreeLevel.DOCTORATE)),
        ("J.D.", DegreeName(DegreeLevel.DOCTORATE, "Juris Doctor")),
        ("High school diploma", DegreeName(DegreeLevel.SECONDARY, "High school diploma")),
        ("GED", DegreeName(DegreeLevel.SECONDARY, "GED")),
        ("three A-levels", DegreeName(DegreeLevel.SECONDARY, "A-levels")),
        ("Diploma in nursing", DegreeName(DegreeLevel.VOCATIONAL, "Diploma")),
        ("a completed apprenticeship", DegreeName(DegreeLevel.VOCATIONAL, "Apprenticeship")),
        ("HS diploma", DegreeName(DegreeLevel.SECONDARY, "High school diploma")),
        ("Abitur", DegreeName(DegreeLevel.SECONDARY, "Abitur")),
        ("Postgraduate diploma in law", DegreeName(DegreeLevel.BACHELOR, "Postgraduate diploma")),
        ("Graduated in chemistry", DegreeName(DegreeLevel.BACHELOR)),
        ("NVQ level 3", DegreeName(DegreeLevel.VOCATIONAL, "NVQ level 3")),
        ("foundation degree", DegreeName(DegreeLevel.ASSOCIATE, "Foundation degree")),
        ("educated to degree level", DegreeName(DegreeLevel.BACHELOR)),
    ],
)
def test_levels(text: str, expected: DegreeName) -> None:
    assert [mention.degrees for mention in degree_mentions(text)] == [(expected,)]


@pytest.mark.parametrize(
    "text",
    [
        "a high degree of autonomy",
        "to a certain degree",
        "No degree required",
        "A degree is not necessary",
        "Boston, MA",
        "MS Office and MS Excel",
        "the JD below",
        "supervise PhD students",
        "scrum masters and testers",
        "master new tools",
        "We offer an apprenticeship",
        "Degree apprenticeship available",
        "in March",
    ],
)
def test_other_words(text: str) -> None:
    assert list(degree_mentions(text)) == []


@pytest.mark.parametrize("text", ["Degree or diploma in nursing", "Degree or a diploma in nursing"])
def test_a_degree_of_any_level_beside_a_diploma_is_one_of_two(text: str) -> None:
    levels = [degree.level for mention in degree_mentions(text) for degree in mention.degrees]
    assert levels == [DegreeLevel.BACHELOR, DegreeLevel.VOCATIONAL]
