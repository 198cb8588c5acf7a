"""The rules of each section, and that no text is lost between them."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.readers.documents.reading import LEXICON, read

import rolegraph
from rolegraph.errors import SourceError
from rolegraph.linking import Finding, Linker
from rolegraph.model.nodes import Kind
from rolegraph.readers.documents import read_text
from rolegraph.readers.documents.forms import read_documents
from rolegraph.readers.documents.plain_text import LONGEST_SENTENCE

TITLE = "Data Analyst vs. BI Developer\n"


def test_definitions_of_a_role_are_one() -> None:
    article = read(TITLE + "Definitions\nData Analyst\nData Analysts clean data.\n\nThey draw charts.")
    (definition,) = article.roles[0].definitions
    assert definition.text == "Data Analysts clean data. They draw charts."
    assert (definition.passage.line, definition.passage.section) == (4, "Definitions")


def test_duties_of_a_sentence() -> None:
    article = read(TITLE + "Responsibilities\nData Analysts are responsible for cleaning data and drawing charts.")
    assert [duty.text for duty in article.roles[0].responsibilities] == ["Cleaning data", "Drawing charts"]


def test_signs_are_no_duty_and_no_duty_is_longer_than_a_sentence() -> None:
    article = read(TITLE + "Responsibilities\nData Analyst\n- .\n- Draw charts.\n- " + "Clean the data, " * 500)
    duties = [duty.text for duty in article.roles[0].responsibilities]
    assert duties[0] == "Draw charts"
    assert all(duty.startswith("Clean the data") for duty in duties[1:])
    assert max(map(len, duties)) <= LONGEST_SENTENCE
    assert article.notes[0].text == "."


def test_a_sentence_about_both_roles_goes_to_both() -> None:
    article = read(TITLE + "Skills\nBoth roles require strong SQL skills.")
    assert [[record.any_of[0].label for record in role.requirements] for role in article.roles] == [["SQL"], ["SQL"]]


def test_a_paragraph_that_lists_names_alone_is_a_list() -> None:
    found = rolegraph.extract(
        ["Python Developer\nJoin us!\n\nKey skills: Python, Django, FastAPI and SQL.\nPay: £300 a day\n"]
    )[0]
    assert {thing.label for thing in found.named if thing.necessity} == {"Python", "Django", "FastAPI", "SQL"}
    assert not any("no rule" in remark.message for remark in found.remarks)


def test_a_tool_is_a_tool_wherever_it_is_named() -> None:
    article = read(TITLE + "Skills\nData Analyst\n- Experience with looping\nTools\nData Analyst\n- looping")
    assert article.roles[0].requirements[0].any_of[0].kind is Kind.TOOL


def test_tips_have_labels_and_roles() -> None:
    text = "Tips\n- Practice: Write queries.\n- BI Developers should learn DAX.\nIn summary, both are fine."
    article = read(TITLE + text)
    assert [(tip.label, tip.text, [role.label for role in tip.roles]) for tip in article.tips] == [
        ("Practice", "Write queries.", ["Data Analyst", "BI Developer"]),
        ("", "BI Developers should learn DAX.", ["BI Developer"]),
    ]
    assert [(note.label, note.text) for note in article.notes] == [("Conclusion", "In summary, both are fine.")]


def test_paragraphs_below_the_label_of_a_tip_are_one_tip() -> None:
    article = read(TITLE + "# Tips\n## Practice\nWrite queries.\n\nThen write more.")
    assert [(tip.label, tip.text, tip.passage.line) for tip in article.tips] == [
        ("Practice", "Write queries. Then write more.", 4)
    ]


def test_what_no_rule_can_read_is_a_note_with_a_finding() -> None:
    article = read(TITLE + "Skills\nData Analyst\nThe weather is nice.")
    assert [(note.text, note.passage.line) for note in article.notes] == [("The weather is nice.", 4)]
    finding = Finding("no rule could place this in the section 'Skills'; kept as a note", 4)
    assert finding in article.findings


# Every piece has a word of its own, by which it is found again.
PIECES = st.sampled_from(
    ["- word{}", "word{}", "The word{} is here.", "- Strong knowledge of word{}", "A Data Analyst uses word{}.",
     "- word{}: something else", "BI Developers must know word{}, and more.", "- Tools (e.g., word{}, Other)",
     "They work in word{}.", "- Bachelor's degree in word{}", "Jobs will grow 5% in word{}.", "- word{} and SQL"]
)  # fmt: skip
HEADINGS = st.sampled_from(
    ["Definitions", "Responsibilities", "Required Skills", "Education", "Tools", "Industries", "Outlook", "Tips",
     "Conclusion", "## Unknown", "Data Analyst", "BI Developer", "## Data Analyst", ""]
)  # fmt: skip


@given(st.lists(st.one_of(PIECES, HEADINGS), min_size=1, max_size=25))
def test_nothing_is_dropped(lines: list[str]) -> None:
    numbered = [line.format(number) for number, line in enumerate(lines, start=3)]
    article = read(TITLE + "Tools\n" + "\n".join(numbered))
    texts = json.dumps(asdict(article)).casefold()
    for number, line in enumerate(numbered, start=3):
        if f"word{number}" in line:
            assert re.search(rf"word{number}\b", texts), line


def test_a_clause_that_asks_for_nothing_is_kept_as_a_note() -> None:
    # a bug: it was passed over in silence, since the sentence asks for something else
    article = read("Data Analyst vs. BI Developer\nSkills\nData Analysts need strong SQL skills; the rest comes later.")
    assert [record.any_of[0].label for record in article.roles[0].requirements] == ["SQL"]
    assert [note.text for note in article.notes] == ["the rest comes later"]
    assert 3 in [finding.line for finding in article.findings]


def test_a_kind_of_tools_in_a_list_of_tools_is_reported() -> None:
    # a bug: a known skill in the list became something that a role uses, which only a tool can be
    article = read("Data Analyst vs. BI Developer\nTools\nData Analyst\n- Excel, data visualization")
    assert [record.tool.label for record in article.roles[0].tools] == ["Excel"]
    assert [note.text for note in article.notes] == ["data visualization"]
    assert 4 in [finding.line for finding in article.findings]


def test_a_tip_that_names_both_roles_is_for_those_of_its_heading() -> None:
    article = read(TITLE + "Tips\nBI Developer\n- Data Analysts and BI Developers share tools.")
    assert [[role.label for role in tip.roles] for tip in article.tips] == [["BI Developer"]]


def test_a_name_that_stands_alone_between_sentences_is_asked_for() -> None:
    text = "Clerk vs Baker\nSkills\nBaker\nBakers need baking, sourdough work and patience. Welding.\n"
    labels = [each.any_of[0].label for each in read(text).roles[1].requirements]
    assert labels == ["baking", "sourdough work", "patience", "welding"]


def test_a_sentence_may_end_with_the_role_that_it_is_about() -> None:
    text = "Clerk vs Baker\nEducation\nBakers need a diploma in baking. A driving licence is essential for clerks.\n"
    clerk, baker = read(text).roles
    assert [each.any_of[0].label for each in clerk.requirements] == ["driving licence"]
    assert len(baker.requirements) == 1


NAMES = st.sampled_from(["looping", "Flink", "flink", "data loops", "SQL", "PowerLoom", "Powerloom", "power looms"])
BULLETS = st.sampled_from(
    ["- Experience with {}", "- {}", "- {}, Other and {}", "- Bachelor's degree in {}", "- tools like {}", "## Tools",
     "## Required Skills", "## Industries", "Data Analyst", "BI Developer", "- {}/{}", "Data Analysts need strong {}."]
)  # fmt: skip


def test_a_tool_that_a_later_bullet_shows_is_one_in_the_bullet_before_it() -> None:
    bullets = "Data Analyst\n- Data Loops\n- languages such as Data Loops or PowerLoom"
    article = read(TITLE + "Required Skills\n" + bullets)
    assert article.roles[0].requirements[0].any_of[0].kind is Kind.TOOL


def test_the_most_frequent_spelling_is_the_label_before_it_is_written_so() -> None:
    article = read(TITLE + "Tools\nData Analyst\n- Powerloom, PowerLoom\nBI Developer\n- PowerLoom")
    assert [record.tool.label for role in article.roles for record in role.tools] == ["PowerLoom", "PowerLoom"]


@given(st.lists(st.tuples(BULLETS, NAMES, NAMES), min_size=2, max_size=16))
def test_a_second_reading_is_left_out_only_where_it_would_say_the_same(lines: list[tuple[str, str, str]]) -> None:
    text = TITLE + "## Required Skills\n" + "\n".join(line.format(*names) for line, *names in lines)
    article = read(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Linker, "is_settled", lambda _: False)
        assert read(text) == article


TEXTS = sorted(path for path in (Path(__file__).parent / "texts").iterdir() if path.suffix != ".json")


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_whole_texts_are_read_as_in_two_full_readings(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (document,) = read_documents(path, path.name)
    try:
        article = read_text(document, LEXICON)
    except SourceError:
        return  # a CV
    monkeypatch.setattr(Linker, "is_settled", lambda _: False)
    assert read_text(document, LEXICON) == article
