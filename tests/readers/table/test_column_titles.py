"""Headings: known in many spellings and four languages, and what names of roles and skills are not."""

from __future__ import annotations

import pytest

from rolegraph.readers.table.column_titles import COLUMNS, column, graded, is_grade, is_total, meaning, range_in


def test_headings_are_known_in_many_spellings() -> None:
    for name in COLUMNS:
        assert {
            column(name),
            column(name.upper()),
            column(name.replace(" ", "_")),
            column(f" {name.removesuffix('s')}s"),
        } == {name}


@pytest.mark.parametrize(
    ("headings", "wanted"),
    [
        ("Job title|Position|Stelle|Intitulé du poste|Puesto de trabajo|ROLES:", "role"),
        ("Skill|Competency|Competencies *|Kompetenzen|Compétences|COMPETENCES|Habilidades|Skill 3", "capability"),
        ("Required level|Proficiency (1-5)|Soll-Niveau|Niveau de maîtrise|Nivel mínimo|Level 2", "level"),
        ("Must have|Mandatory (Y/N)|Pflicht|Obligatoire|Imprescindible", "necessity"),
        ("Employee|Vorname|Collaborateur|Apellidos", "person"),
        ("Total|Durchschnitt|Moyenne|Promedio", "total"),
        ("Current level|Headcount|Abteilung|Fecha", "ignored"),
    ],
)
def test_what_people_call_columns_in_four_languages(headings: str, wanted: str) -> None:
    for heading in headings.split("|"):
        found = meaning(heading)
        assert (found.column if found else None) == wanted, heading


def test_a_column_may_hold_one_kind_or_one_necessity() -> None:
    found = [meaning(heading) for heading in ("Tools", "Zertifikate", "Education", "Required skills", "Nice to have")]
    assert [(each.column, each.kind or each.necessity) for each in found if each] == [
        ("capability", "tool"),
        ("capability", "certification"),
        ("capability", "degree"),
        ("capability", "essential"),
        ("capability", "preferred"),
    ]


def test_names_of_roles_and_skills_are_no_headings() -> None:
    names = "Python|Baker|Store Manager|Customer service|Food hygiene|Senior Nurse|Microsoft Excel|Communication"
    assert [name for name in names.split("|") if meaning(name) or is_grade(name) or is_total(name)] == []


def test_grades_are_those_of_a_role() -> None:
    assert [graded(grade, "Baker") for grade in ("Junior", "Mid-level", "L3", "Level 2", "IV")] == [
        "Junior Baker",
        "Mid-level Baker",
        "Baker L3",
        "Baker Level 2",
        "Baker IV",
    ]
    assert all(is_grade(grade) for grade in ("Junior", "Mid-level", "L3", "Level 2", "IV", "staff", "Stufe 3"))


def test_a_heading_may_state_its_scale() -> None:
    assert [range_in(text) for text in ("Level (1-3)", "0 - 5", "Niveau 1 à 10", "2024-25", "Level 2")] == [
        3,
        5,
        10,
        0,
        0,
    ]
