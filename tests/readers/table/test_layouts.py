"""Layouts: lists and matrices as people have them, and what cannot be told."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.readers.table.role_tables import Grid, Requirement, read_grid

from rolegraph import SourceError
from rolegraph.readers.table.layouts import TableLayout, TableOptions, items_of

BAKER = [("Baker", "dough", "", "proficient"), ("Shop Assistant", "Excel", "", "familiar")]


def asked(*grid: str, **options: str) -> list[Requirement]:
    layout = TableLayout(options.pop("layout")) if "layout" in options else None
    return read_grid([line.split(";") for line in grid], TableOptions(layout, **options)).asked  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "grid",
    [
        ["Role;dough;Excel", "Baker;3;", "Shop Assistant;;1"],
        ["Skill;Baker;Shop Assistant", "dough;3;", "Excel;;1"],
        [";Baker;Shop Assistant", "dough;3;", "Excel;;1"],  # by what is known: no heading says it
        ["Job title;Skill;Level", "Baker;dough;3", "Shop Assistant;Excel;1"],
        ["Stelle;Kompetenz;Niveau", "Baker;dough;fortgeschritten", "Shop Assistant;Excel;Grundkenntnisse"],
        ["Puesto;Competencias", "Baker;dough (avanzado)", "Shop Assistant;Excel (básico)"],
        ["Poste;Skill 1;Level 1;Skill 2;Level 2", "Baker;dough;3;;", "Shop Assistant;;;Excel;1"],
        ["Our bakery;;", "Role;dough;Excel", "Baker;3;", "Shop Assistant;;1", "Total;3;1"],
        ["Role;dough;Excel;;Legend", "Baker;c;;;a = basic", "Shop Assistant;;a;;c = advanced"],
        ["Skill;Baker;Shop Assistant", "Kitchen;;", "dough;3;", "Excel;;1"],  # as asked, its note apart
    ],
)
def test_one_thing_in_many_layouts(grid: list[str]) -> None:
    assert [each[:4] for each in asked(*grid)] == BAKER


def test_headings_in_two_rows_sort_the_columns() -> None:
    grid = ["Role;Kitchen;;Office;", ";dough;ovens;Excel;letters", "Baker;x;x;;", "Clerk;;;x;x"]
    assert [(each.role, each.capability, each.note) for each in asked(*grid)] == [
        ("Baker", "dough", "Kitchen"),
        ("Baker", "ovens", "Kitchen"),
        ("Clerk", "Excel", "Office"),
        ("Clerk", "letters", "Office"),
    ]
    above = [";Kitchen;;Office;", "Role;dough;ovens;Excel;letters", *grid[2:]]
    assert asked(*above) == asked(*grid)


def test_grades_are_of_the_role_above_them_or_of_the_one_that_is_named() -> None:
    grid = ["Competency;Junior;Senior", "dough;2;4"]
    assert [(each.role, each.level) for each in asked(*grid, role="Baker")] == [
        ("Junior Baker", "working"),
        ("Senior Baker", "expert"),
    ]
    under = [";Baker;;Cook;", "Skill;Junior;Senior;L1;L2", "dough;2;4;1;1"]
    assert [each.role for each in asked(*under)] == ["Junior Baker", "Senior Baker", "Cook L1", "Cook L2"]
    with pytest.raises(SourceError, match=r"columns for grades, Junior, Senior.*--role NAME"):
        asked(*grid)


def test_a_ladder_of_texts_keeps_them_as_notes() -> None:
    grid = ["Skill;Baker;Cook", "dough;Follows the recipe with help;Writes recipes that others follow"]
    assert [(each.role, each.level, each.note) for each in asked(*grid)] == [
        ("Baker", "", "Follows the recipe with help"),
        ("Cook", "", "Writes recipes that others follow"),
    ]


def test_lists_in_cells_with_kinds_and_necessities() -> None:
    grid = [
        "Position;Required skills;Nice to have;Tools;Education",
        "Baker;dough, ovens (gas, electric);French;Excel;Bachelor's degree in Food, Drink or Law",
        "Cook;soups;;;",
    ]
    assert [(each.capability, each.necessity, each.kind) for each in asked(*grid)] == [
        ("dough", "essential", ""),
        ("ovens (gas, electric)", "essential", ""),
        ("French", "preferred", ""),
        ("Excel", "", "tool"),
        ("Bachelor's degree in Food, Drink or Law", "", "degree"),
        ("soups", "essential", ""),
    ]


def test_yes_and_no_say_how_urgent_it_is() -> None:
    grid = ["Role;Skill;Must have", "Baker;dough;Y", "Baker;Excel;N"]
    assert [each.necessity for each in asked(*grid)] == ["essential", "preferred"]
    turned = ["Role;Skill;Nice to have", "Baker;dough;yes", "Baker;Excel;no"]
    assert [each.necessity for each in asked(*turned)] == ["preferred", "essential"]
    named = ["Role;Must have;Nice to have", "Baker;dough, ovens;Excel"]
    assert [each.necessity for each in asked(*named)] == ["essential", "essential", "preferred"]


def test_a_type_or_category_that_is_no_kind_of_ours_is_a_note() -> None:
    grid = ["Role;Category;Type;Skill", "Baker;Craft;Hard skill;dough", "Baker;;Soft skill;patience"]
    assert [(each.kind, each.note) for each in asked(*grid)] == [("", "Hard skill; Craft"), ("", "Soft skill")]
    kinds = ["Role;Type;Skill", "Baker;Tool;Excel"]
    assert [(each.kind, each.note) for each in asked(*kinds)] == [("Tool", "")]


REFUSED = [
    (["Role;Skill;Competency", "Baker;dough;Kitchen"], "'Skill' and 'Competency'.*--skill-col", {"skill_column": "B"}),
    (["Job;Position;Skill", "Baker;Cook;dough"], "'Job' or 'Position'.*--role-column", {"role_column": "Job"}),
    (["Role;Skill;Minimum level;Target level", "Baker;dough;1;3"], "--level-column", {"level_column": "target level"}),
    ([";Ann;Ben", "Kim;x;", "Lee;;x"], "may be roles or skills: Kim, Lee × Ann, Ben", {"role_column": "A"}),
    (["Name;Ann;Ben", "Kim;x;", "Lee;;x"], "--role-column A or --skill-column A", {"skill_column": "Name"}),
    (["Skill;Level", "dough;3"], "has no column role.*--role NAME", {"role": "Baker"}),
    (["Job;Skills", "Baker;dough", "Cook;a, b", "Clerk;c"], "--layout wide.*--layout long", {"layout": "wide"}),
    (["Who;Knows", "Baker;dough"], "has no column capability", {"role_column": "Who", "skill_column": "Knows"}),
]  # fmt: skip


@pytest.mark.parametrize(("grid", "message", "decided"), REFUSED)
def test_two_readings_are_refused_and_an_option_decides(grid: list[str], message: str, decided: dict[str, str]) -> None:
    with pytest.raises(SourceError, match=message) as caught:
        asked(*grid)
    assert (caught.value.path, caught.value.line) == (Path("t.csv"), 1)
    assert asked(*grid, **decided)


def test_people_are_no_roles() -> None:
    with pytest.raises(SourceError, match="rows may be roles or people: Ann, Ben"):
        asked(";dough;Excel", "Ann;3;1", "Ben;;2")  # the columns are skills, but who are they?
    for heading in ("Employee;Role;dough", "Vorname;Stelle;dough", "Name;Employee ID;dough"):
        with pytest.raises(SourceError, match="is about people"):
            asked(heading, "Kim;Baker;3")


def test_columns_of_parts_of_what_is_asked_for_are_all_read() -> None:
    grid = ["Role;Technical skills;Soft skills;Languages", "Baker;dough, ovens;patience;French (B2)"]
    assert [(each.capability, each.level) for each in asked(*grid)] == [
        ("dough", ""),
        ("ovens", ""),
        ("patience", ""),
        ("French", "working"),
    ]


def test_roles_and_years_in_columns_are_no_numbered_headings() -> None:
    assert [each.role for each in asked("Skill;Role 1;Role 2", "dough;x;", "Excel;;x")] == ["Role 1", "Role 2"]
    with pytest.raises(SourceError, match="has no column capability"):
        asked("Role;2023;2024", "Baker;3;4")


def test_each_grade_of_a_role_in_a_list_is_a_role() -> None:
    grid = ["Role;Seniority;Skill", "Baker;Junior;dough", "Baker;Senior;ovens", "Cook;Senior;soups"]
    assert [each.role for each in asked(*grid)] == ["Junior Baker", "Senior Baker", "Cook"]


def test_a_known_skill_is_a_column_whatever_stands_below_it() -> None:
    read = read_grid([["Role", "dough", "Excel"], ["Baker", "2026-01-31", "1"], ["Cook", "?", "x"]])
    assert [each.column for each in read.report.troubles()] == ["dough"]


def test_a_heading_that_stands_again_begins_a_table_of_its_own() -> None:
    grid = ["Role;dough;ovens", "Baker;3;1", "Role;Excel;letters", "Clerk;2;1", "Role;Skill", "Cook;soups"]
    assert [each[:2] for each in asked(*grid)] == [
        ("Baker", "dough"),
        ("Baker", "ovens"),
        ("Clerk", "Excel"),
        ("Clerk", "letters"),
        ("Cook", "soups"),
    ]


def test_a_line_above_a_table_may_name_its_role() -> None:
    grid = ["Position:;Baker;", "Skill;Level;Comment", "dough;3;", "Excel;1;"]
    assert [each[:4] for each in asked(*grid)] == [
        ("Baker", "dough", "", "proficient"),
        ("Baker", "Excel", "", "familiar"),
    ]


def test_a_list_sorted_by_skill_names_each_once() -> None:
    grid = ["Skill;Role;Level", "dough;Baker;3", ";Cook;1", "Excel;Clerk;2"]
    assert [each[:2] for each in asked(*grid)] == [("Baker", "dough"), ("Cook", "dough"), ("Clerk", "Excel")]


def test_an_option_that_names_no_column_says_which_there_are() -> None:
    with pytest.raises(SourceError, match=r"has no column 'Jobs'.*of these: Job, Skill"):
        asked("Job;Skill", "Baker;dough", role_column="Jobs")
    with pytest.raises(SourceError, match="leave out --layout matrix"):
        asked("Job;Skill", "Baker;dough", layout="matrix")


def test_what_stands_in_a_cell() -> None:
    assert items_of("- SQL\n- Excel, Word", commas=False) == ["SQL", "Excel, Word"]
    assert items_of("1. SQL; 2) Excel, and Word", commas=True) == ["SQL", "Excel", "Word"]
    assert items_of(" ;,", commas=True) == []


def test_what_was_not_read_is_said() -> None:
    grid: Grid = [
        ["Skills 2026"],
        ["Role", "Department", "dough", "Average", "Remarks"],
        ["Baker", "Kitchen", "3", "3", ""],
        ["Cook", "Kitchen", "", "", ""],
        ["Prepared by the office"],
    ]
    read = read_grid(grid)
    assert [each[:2] for each in read.asked] == [("Baker", "dough")]
    said = "\n".join(read.report.notes)
    for text in (
        "line 1 (Skills 2026)",
        "ignored, not a column of these tables: Department, Average",
        "'Cook'",
        "line 5",
    ):
        assert text in said
    assert {each.rule: each.rows for each in read.report.left()} == {
        "a name of which nothing is marked": 2,
    }
    assert all(each.kept >= 0 for each in read.report.files())
