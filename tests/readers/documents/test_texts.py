"""Whole texts about jobs, read: how much of what a careful reader finds in them, and how much that is not there."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from typing import Any

import pytest
from annotated_texts import Annotated, annotated_texts, cases, faults, folded, score, wanted_requirements
from hypothesis import given, settings
from hypothesis import strategies as st
from quality_texts import CASES, PARTS, Measured, lexicon, read
from tests.needs import missing
from tests.readers.documents.forms.made_files import column, docx_file, pdf

from rolegraph.linking import Mention
from rolegraph.model.nodes import Kind, Necessity, node_iri, slugify
from rolegraph.readers.documents.records import Article, Passage, PostingRecord, RequirementRecord, TextKind

TEXTS = annotated_texts()
HERE = Passage("", 1, "")
SKILLS = {"essential": ["SQL", ["Python", "R"]], "preferred": ["wound care"], "optional": ["Excel"]}
RIGHT = {"kind": "posting", **SKILLS}


def test_the_texts_are_of_many_professions_kinds_and_forms() -> None:
    assert len(TEXTS) >= 40
    assert sum(text.held_out for text in TEXTS) >= 15
    assert len({text.profession for text in TEXTS}) >= 8
    assert {text.kind for text in TEXTS} == {"comparison", "role", "posting", "cv"}
    assert {text.name.rsplit(".", 1)[1] for text in TEXTS} == {"txt", "md", "html"}


@pytest.mark.parametrize("text", [*TEXTS, *faults()], ids=lambda text: text.name)
def test_what_is_annotated_stands_in_the_text(text: Annotated) -> None:
    words = set().union(*(folded(line) for line in text.data.decode().replace("/", " ").splitlines()))
    absent = [
        wanted.text
        for wanted in wanted_requirements(text.right)[0]
        if wanted.names and not any(name <= words for name in wanted.names)
    ]
    assert absent == []


class TestScore:
    """The measure itself."""

    def test_all_that_is_annotated(self) -> None:
        total = score(RIGHT, _posting("SQL", "R or Python", "wound-care?", "Excel"), {})
        assert (total.recall, total.precision, total.necessity) == (1, 1, 3)

    def test_alternatives_that_are_taken_apart(self) -> None:
        total = score(RIGHT, _posting("Python", "R"), {})
        assert (total.found, total.right, total.given) == (1, 1, 2)

    def test_things_that_are_taken_together(self) -> None:
        total = score(RIGHT, _posting("SQL or Python"), {})
        assert (total.found, total.precision) == (1, 1)

    def test_the_wrong_necessity(self) -> None:
        assert score(RIGHT, _posting("SQL?"), {}).necessity == 0

    def test_what_is_not_there(self) -> None:
        total = score(RIGHT, _posting("Thorough"), {})
        assert (total.found, total.precision) == (0, 0)

    def test_another_name_of_the_node(self) -> None:
        assert score(RIGHT, _posting("dressing"), {node_iri(Kind.SKILL, "dressing"): ["wound care"]}).found == 1

    def test_a_text_that_is_refused(self) -> None:
        total = score(RIGHT, None, {})
        assert (total.wanted, total.found, total.given) == (3, 0, 0)


def _posting(*asked: str) -> Article:
    """A posting that asks for names: any of those joined by `or`, only preferring them if `?` is behind."""
    requirements = tuple(
        RequirementRecord(
            tuple(
                Mention(node_iri(Kind.SKILL, slugify(name)), Kind.SKILL, name)
                for name in text.removesuffix("?").split(" or ")
            ),
            Necessity.PREFERRED if text.endswith("?") else Necessity.ESSENTIAL,
            HERE,
        )
        for text in asked
    )
    posting = PostingRecord("A job", HERE, requirements=requirements)
    return Article("A job", "posting-a-job", (), postings=(posting,), kind=TextKind.POSTING)


@pytest.fixture(scope="module")
def measured() -> Measured:
    return Measured(TEXTS, lexicon())


@pytest.mark.parametrize(
    ("chosen", "recall", "precision"), [("all", 0.87, 0.94), ("to develop with", 0.90, 0.96), ("held out", 0.77, 0.88)]
)
def test_requirements_of_whole_texts(measured: Measured, chosen: str, recall: float, precision: float) -> None:
    total = measured.total({text.name for text in TEXTS if text.held_out in PARTS[chosen]})
    assert total.recall >= recall
    assert total.precision >= precision


NO_JOBS = {
    "recipe": """Lemon drizzle cake
        Serves eight.
        What you will need
        - a loaf tin
        - 225 g butter
        Method
        - Beat the butter and the sugar until you have a pale cream.""",
    "news": """Council votes for a new bridge
        The council voted on Tuesday to build a bridge for £45 million. It would create 300 jobs for engineers and
        welders over three years. Work begins in March 2025.""",
    "course": """# Welding in twelve weeks
        ## What you will learn
        - MIG and TIG
        ## Requirements
        - A pair of boots
        ## Price
        £3,500""",
    "program": "def main() -> None:\n    print('Software engineer')",
}


@pytest.mark.parametrize("name", NO_JOBS)
def test_what_is_about_no_job_is_refused(name: str) -> None:
    text = textwrap.dedent(NO_JOBS[name]).encode()
    reading = read(Annotated(f"{name}.md", text, {}), lexicon())
    assert "is not recognised as a text about a job" in reading.refusal


def test_small_texts_that_each_are_a_kind_of_fault() -> None:
    assert Measured(faults(), lexicon()).exactly_right() == 23


def test_the_cases() -> None:
    if not CASES.exists():
        missing(f"{CASES.name} is not beside the repository; faults.json stands in for it")
    assert Measured(cases(CASES), lexicon()).exactly_right() == 23


LINES = sorted({line for text in TEXTS if not text.name.endswith(".html") for line in text.data.decode().splitlines()})
MARKS = st.sampled_from(["", "", "", "(", ")", ",", "/", " or", " and", ":", "•", "|", "**", "\u200b", "\0"])


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(MARKS, st.sampled_from(LINES), MARKS), min_size=1, max_size=25))
def test_any_mixture_of_lines_is_read_or_refused(lines: list[tuple[str, str, str]]) -> None:
    text = Annotated("mixture.txt", "\n".join(map("".join, lines)).encode(), {})
    reading = read(text, lexicon())
    assert (reading.article is None) == bool(reading.refusal)


def _as_pdf(text: Annotated) -> Annotated:
    """A plain text on pages, in lines as a word processor breaks them."""
    lines = [part for line in text.data.decode().splitlines() for part in textwrap.wrap(line, 90) or [""]]
    pages = [column(60, 60, *lines[start : start + 55]) for start in range(0, len(lines), 55)]
    return Annotated(text.name.replace(".txt", ".pdf"), pdf(*pages), text.right)


def _as_docx(text: Annotated) -> Annotated:
    """A plain text as paragraphs, its lists as those of a word processor."""

    def write(document: Any) -> None:
        for line in text.data.decode().splitlines():
            bullet = re.match(r"[-•*]\s*(.*)", line)
            document.add_paragraph(bullet[1] if bullet else line, style="List Bullet" if bullet else None)

    return Annotated(text.name.replace(".txt", ".docx"), docx_file(write), text.right)


@pytest.mark.parametrize("render", [_as_pdf, _as_docx])
def test_a_text_says_the_same_in_another_form(measured: Measured, render: Callable[[Annotated], Annotated]) -> None:
    texts = [text for text in TEXTS if text.name.endswith(".txt") and text.kind != "cv"][::2]
    total = Measured(map(render, texts), lexicon()).total()
    assert total.recall >= measured.total({text.name for text in texts}).recall - 0.05
