"""Tools with their categories, and industries."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.documents.reading import LEXICON, read

from rolegraph.linking import Linker
from rolegraph.linking.truecase import Truecase
from rolegraph.readers.documents.enumerations import industries, industries_in_prose, tools
from rolegraph.readers.documents.records import Passage

HERE = Passage("", 1, "")


def linker() -> Linker:
    return Linker(LEXICON, Truecase([], LEXICON))


@pytest.mark.parametrize(
    ("text", "found", "unplaced"),
    [
        ("Excel, and whatever helps", ["Excel"], ["whatever helps"]),
        ("for planning", [], ["for planning"]),
        ("Databases: whatever is there", [], ["Databases: whatever is there"]),
    ],
)
def test_what_is_not_the_name_of_a_tool_is_kept(text: str, found: list[str], unplaced: list[str]) -> None:
    listed = tools(text, "", HERE, linker())
    assert ([record.tool.label for record in listed.records], listed.unplaced) == (found, unplaced)


def test_known_skills_are_not_tools() -> None:
    listed = tools("Excel, data visualization", "", HERE, linker()).only_tools()
    assert [record.tool.label for record in listed.records] == ["Excel"]
    assert listed.unplaced == ["data visualization"]


@pytest.mark.parametrize(
    ("text", "is_list", "expected"),
    [
        ("Healthcare (e.g., hospitals)", False, [("Healthcare", "hospitals")]),
        ("Finance: Banks and insurers.", False, [("Finance", "Banks and insurers")]),
        ("the retail industry", False, [("Retail", "")]),
        ("finance, retail and e-commerce", True, [("Finance", ""), ("Retail", ""), ("E-commerce", "")]),
        ("Banking and Finance", False, [("Banking and Finance", "")]),
        ("...", False, []),
    ],
)
def test_industries_of_a_bullet(text: str, is_list: bool, expected: list[tuple[str, str]]) -> None:
    found = industries(text, HERE, linker(), is_list=is_list)
    assert [(record.industry.label, record.note) for record in found] == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("work in finance, healthcare, and retail.", ["Finance", "Healthcare", "Retail"]),
        ("are found across various industries, including media and retail companies.", ["Media", "Retail"]),
        ("find jobs in banking, where data matters.", ["Banking"]),
        ("work in the big wide world of all things.", []),
        ("like data.", []),
    ],
)
def test_industries_of_a_sentence(sentence: str, expected: list[str]) -> None:
    assert [record.industry.label for record in industries_in_prose(sentence, HERE, linker())] == expected


@given(st.lists(st.sampled_from(["SQL", "Excel", "Power BI", "planning", "(", ")", ",", "and", "such as", "tools"])))
def test_every_text_is_a_tool_or_kept(words: list[str]) -> None:
    text = " ".join(["Excel", *words])
    listed = tools(text, "", HERE, linker())
    assert listed.records or listed.unplaced


@pytest.mark.parametrize(
    ("line", "tools"),
    [
        ("- Databases: MySQL, Oracle", [("Databases", "MySQL"), ("Databases", "Oracle")]),
        ("- **Power BI** - dashboards", [(None, "Power BI")]),
        ("- Excel: For quick analyses", [(None, "Excel")]),
        (
            "- Monitoring tools (e.g., Grafana, Prometheus)",
            [("Monitoring Tools", "Grafana"), ("Monitoring Tools", "Prometheus")],
        ),
        ("- Python / R", [(None, "Python"), (None, "R")]),
        ("- AWS (Amazon Web Services)", [(None, "Amazon Web Services")]),
        ("- Jupyter Notebooks for prototyping", [(None, "Jupyter Notebooks")]),
        ("- Scala (sklearn, AWS)", [(None, "Scala"), (None, "Scikit-learn"), (None, "Amazon Web Services")]),
        ("- Testing: JUnit, Selenium, etc.", [("Testing", "JUnit"), ("Testing", "Selenium")]),
        (
            "They work with Excel, libraries such as Keras, and platforms like AWS.",
            [(None, "Excel"), ("Libraries", "Keras"), (None, "Amazon Web Services")],
        ),
    ],
)
def test_lines_of_the_tools_section(line: str, tools: list[tuple[str | None, str]]) -> None:
    article = read(f"Data Analyst vs. BI Developer\nTools\nData Analyst\n{line}")
    found = [
        (record.category.label if record.category else None, record.tool.label) for record in article.roles[0].tools
    ]
    assert found == tools
