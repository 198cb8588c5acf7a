"""Comparisons in layouts and wordings of many sites."""

from __future__ import annotations

import pytest
from tests.readers.documents.reading import read, short

from rolegraph.errors import SourceError
from rolegraph.readers.documents.records import Article


def asked(article: Article) -> list[list[str]]:
    return [[short(record).split(":")[0] for record in role.requirements] for role in article.roles]


@pytest.mark.parametrize(
    "title",
    [
        "Difference Between a Baker and a Miller",
        "Trade Corner: Baker vs. Miller",
        "---\ntitle: 'Trade Corner: Baker vs. Miller'\n---",
        "Baker or Miller: which is right for you?",
        "Bakers and Millers: What's the Difference?",
    ],
)
def test_a_comparison_may_have_any_usual_title(title: str) -> None:
    article = read(f"{title}\nRequired Skills\nBaker\n- Knowledge of yeast.\nMiller\n- Knowledge of grain.")
    assert [role.role.label for role in article.roles] == ["Baker", "Miller"]
    assert asked(article) == [["yeast"], ["grain"]]


def test_roles_may_be_those_who_work_in_the_fields_of_the_title() -> None:
    text = "Welding vs Masonry\n\n## Welder: the metal one\n\n**Key Skills:**\n\n- Knowledge of brazing.\n\n"
    text += "## Mason: the stone one\n\n**Key Skills:**\n\n- Knowledge of mortar.\n\n"
    text += "Masons build walls. Masons work outdoors."
    article = read(text)
    assert [role.role.label for role in article.roles] == ["Welder", "Mason"]
    assert asked(article) == [["brazing"], ["mortar"]]


def test_an_abbreviation_in_the_title_is_another_name() -> None:
    text = "Care Worker (CW) vs. Care Home Nurse (CHN)\nSkills\nCW\n- Knowledge of lifting.\nCHN\n- Knowledge of drips."
    article = read(text)
    assert [role.role.alt_labels for role in article.roles] == [("CW",), ("CHN",)]
    assert asked(article) == [["lifting"], ["drips"]]


def test_labels_in_front_of_paragraphs_open_sections() -> None:
    text = "Baker vs. Miller\nBaker\nA baker makes bread.\nSkills: Bakers need knowledge of yeast.\n"
    text += (
        "Responsibilities: A baker's duties include mixing dough and minding the oven.\nMiller\nA miller grinds grain."
    )
    baker, miller = read(text).roles
    assert [record.text for record in baker.definitions] == ["A baker makes bread."]
    assert [record.text for record in miller.definitions] == ["A miller grinds grain."]
    assert len(baker.responsibilities) == 2
    assert [short(record) for record in baker.requirements] == ["yeast:working"]


def test_headings_below_the_heading_of_a_role_are_about_that_role() -> None:
    text = "Baker vs. Miller: Key Differences\nBaker: Definition and role\nA baker makes bread.\n"
    text += "Required skills and experience\n- Knowledge of yeast.\nMiller: Definition and role\nA miller grinds grain."
    assert asked(read(text)) == [["yeast"], []]


def test_what_holds_for_both_is_said_of_both() -> None:
    article = read("Baker vs. Miller\nResponsibilities\nBoth bakers and millers can:\n- Weigh goods.\n- Keep records.")
    assert [len(role.responsibilities) for role in article.roles] == [2, 2]


def test_prose_before_the_sections_says_what_is_needed_and_earned() -> None:
    text = (
        "Baker vs. Miller\nBakers must hold a Bachelor of Science in Food Technology. Bread is old. Bakers earn around "
    )
    text += "$41,000 per year, millers $39,500.\nResponsibilities\nBaker\n- Mix dough.\nMiller\n- Grind grain."
    article = read(text)
    baker, miller = article.roles
    assert ["food technology" in short(record).lower() for record in baker.requirements] == [True]
    assert [role.pay[0].low for role in (baker, miller)] == [41_000, 39_500]
    assert [(note.label, note.text) for note in article.notes] == [("Introduction", "Bread is old.")]
    missing = [finding.message for finding in article.findings if "missing" in finding.message]
    assert "the section on educational backgrounds is missing" not in missing


def test_a_clause_about_the_other_role_goes_to_it() -> None:
    text = "Dental Nurse vs. Dental Hygienist\nEducation\nDental Hygienist\n"
    text += "- Hygienists hold a master's degree in hygiene, while nurses complete a bachelor's degree."
    assert ["Bachelor" in names[0] for names in asked(read(text))] == [True, False]


def test_a_title_alone_is_no_comparison() -> None:
    with pytest.raises(SourceError, match="none of its sections"):
        read("Cat vs. Dog\nBoth are nice.")
