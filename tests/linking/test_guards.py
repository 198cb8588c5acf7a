"""When a word that is also the name of a product is one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.facts.lexicon import MemoryLexicon
from rolegraph.linking.guards import WORDS, Verdict, closes, joins, verdict
from rolegraph.linking.name_matcher import NameMatcher
from rolegraph.model.nodes import Kind, Node

PRODUCTS = (
    "Access C Chef D Dash Excel Express Go Notion Oracle Outlook Puppet R Rust Scheme Slack Spark Spring Swift Teams "
    "Word Python SQL Java Docker PowerPoint HTML LESS"
).split()
MATCHER = NameMatcher(
    MemoryLexicon(
        [
            *((Node(f"x:{name}", Kind.TOOL, name), ()) for name in PRODUCTS),
            (Node("x:vision", Kind.TOOL, "CV"), ()),
            (Node("x:ict", Kind.SKILL, "information technology"), ("IT",)),
        ]
    )
)


def found(text: str) -> list[str]:
    return [match.text for match in MATCHER.matches(text)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Experience with R and SQL", ["R", "SQL"]),
        ("R, Python or Go", ["R", "Python", "Go"]),
        ("python, r, go", ["python", "r", "go"]),
        ("HTML LESS Java", ["HTML", "LESS", "Java"]),
        ("Good command of Word and Excel", ["Word", "Excel"]),
        ("Excel", ["Excel"]),
        ("Excel (advanced)", ["Excel"]),
        ("Word, Excel, PowerPoint, Outlook", ["Word", "Excel", "PowerPoint", "Outlook"]),
        ("Go developer", ["Go"]),
        ("Spring framework", ["Spring"]),
        ("services in Go", ["Go"]),
        ("we run Spark jobs daily", ["Spark"]),
        ("MS Access", ["Access"]),
        ("configuration with Chef, Puppet or Docker", ["Chef", "Puppet", "Docker"]),
        ("calls in Teams", ["Teams"]),
        ("C/C++ and Java", ["C", "Java"]),
        ("Support of IT systems", ["IT"]),
        ("Basic Excel & Word skills", ["Excel", "Word"]),
        ("word, excel and powerpoint", ["word", "excel", "powerpoint"]),
        ("EXCEL, WORD AND SQL REQUIRED", ["EXCEL", "WORD", "SQL"]),
        ("sql, go, swift, rust", ["sql", "go", "swift", "rust"]),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Excel in communication with customers",
        "You excel at sales, and go the extra mile",
        "Go the extra mile",
        "found by word of mouth",
        "Word of mouth matters",
        "Access to a car",
        "ACCESS TO PATIENT RECORDS",
        "access to confidential data",
        "Express your ideas clearly",
        "Spark interest in science",
        "Swift response to incidents",
        "Spring cleaning of kitchens",
        "Scheme of work for year 7",
        "our pension scheme",
        "Chef de partie",
        "A cook; Chef needed",
        "Executive Chef Needed",
        "The sous chef leads the team",
        "teams of nurses",
        "Teams of up to ten people",
        "in R&D",
        "R & D budgets",
        "Category C driving licence",
        "rich in vitamin C",
        "C-level executives",
        "a C1 certificate",
        "Toys R Us",
        "as it is written, or less",
        "It is a team",
        "D. Section on pay",
        "cut back on slack and rust",
        "the notion of quality",
        "It\u2019s a team, and it's fun",
        "Send your CV to us",
    ],
)
def test_words(text: str) -> None:
    assert found(text) == []


def test_a_name_by_what_is_around_it_is_less_sure() -> None:
    assert [match.confidence for match in MATCHER.matches("Python and Go")] == [1.0, 0.8]


@given(st.text(max_size=30), st.sampled_from([*sorted(WORDS), "r", "it", "ml", "word"]), st.text(max_size=30))
def test_every_word_has_a_verdict_in_any_place(before: str, word: str, after: str) -> None:
    for written in (word, word.title(), word.upper()):
        assert isinstance(verdict(before + written + after, len(before), len(before + written)), Verdict)


@pytest.mark.parametrize("between", [", ", "/", " and ", ", or ", " & ", " ", "; "])
def test_what_joins(between: str) -> None:
    assert joins(between)


@pytest.mark.parametrize("between", [" with ", ". ", " for ", ", and then ", " " * 30])
def test_what_does_not_join(between: str) -> None:
    assert not joins(between)


def test_where_a_part_ends() -> None:
    assert closes("Go", 2)
    assert closes("Go, Rust", 2)
    assert not closes("Go home", 2)
