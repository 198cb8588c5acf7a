"""What is extracted: names where they stand, with the requirement they belong to; nothing is changed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rolegraph
from rolegraph import Level, Necessity, RolegraphError, SourceError
from rolegraph.model.extractions import Extraction

ADVERTISEMENT = """Greenhouse Automation Engineer
Northlight Growers, Leeds (hybrid). 42,000 to 48,000 GBP a year.

What you will do
- Keep the climate controllers of nine greenhouses running.

What you need
- Two years or more with Python.
- SQL or Java, advanced
- A degree in engineering, or the same learnt at work.
- Orchard scripting with Treelight

Nice to have
- Some Kubernetes

About us
We were the first nursery to use Tableau.
"""


def extracted(text: str, **options: Any) -> Extraction:
    (found,) = rolegraph.extract([text], **options)
    return found


def test_names_stand_where_the_offsets_say_and_belong_to_their_requirements() -> None:
    found = extracted(ADVERTISEMENT)
    assert found.kind == "posting"
    assert found.title == "Greenhouse Automation Engineer"
    things = {thing.label: thing for thing in found.named}
    python, kubernetes = things["Python"], things["Kubernetes"]
    assert found.text[python.start : python.end] == python.text == "Python"
    assert (python.line, python.necessity, python.links[0].confidence) == (8, Necessity.ESSENTIAL, 1.0)
    assert (kubernetes.necessity, kubernetes.level) == (Necessity.PREFERRED, Level.FAMILIAR)
    assert things["SQL"].group == things["Java"].group != python.group
    assert things["Tableau"].necessity is None  # said of the company


def test_names_and_fields_in_a_table_stand_where_the_offsets_say() -> None:
    rows = "| Skills | Python, Python | SQL |\n| Pay | $50,000 a year | $60,000 a year |"
    found = extracted(
        f"# Data Engineer vs Data Analyst\n\n| Topic | Data Engineer | Data Analyst |\n|---|---|---|\n{rows}"
    )
    assert {thing.text for thing in found.named} >= {"Python", "SQL"}
    assert [field.kind for field in found.fields] == ["pay", "pay"]
    assert all(found.text[thing.start : thing.end] == thing.text for thing in found.named)
    assert all(found.text[field.start : field.end] == field.text for field in found.fields)


def test_a_degree_stands_where_the_text_speaks_of_one() -> None:
    degree = next(thing for thing in extracted(ADVERTISEMENT).named if thing.kind is rolegraph.Kind.DEGREE)
    assert degree.label == "Bachelor's degree in Engineering"
    assert degree.text.startswith("degree in engineering")


def test_fields_have_values_by_name() -> None:
    fields = {field.kind: field for field in extracted(ADVERTISEMENT).fields}
    assert fields["years"].value["minimum"] == 2
    assert fields["pay"].value == {"low": 42000, "high": 48000, "currency": "GBP", "period": "year", "equity": ""}
    assert all(extracted(ADVERTISEMENT).text[field.start : field.end] == field.text for field in fields.values())


def test_words_that_are_no_name_are_candidates_with_what_is_near_in_meaning() -> None:
    text = "Wanted: data engineer\nRequirements\n- A head for whatever comes along\n"
    found = extracted(text, kind="posting", near=2)
    assert found.candidates
    assert all(len(candidate.near) <= 2 for candidate in found.candidates)
    without = extracted(text, kind="posting", near=0)
    assert [candidate.text for candidate in without.candidates] == [candidate.text for candidate in found.candidates]
    assert all(candidate.near == () for candidate in without.candidates)


def test_an_advertisement_that_names_no_job_is_read_all_the_same() -> None:
    text = "We are looking for you!\nApply now: we offer 30 days' holiday.\n\nRequirements\n- Python\n- SQL is a plus\n"
    found = extracted(text, kind="posting")
    necessities = {thing.label: thing.necessity for thing in found.named}
    assert necessities == {"Python": Necessity.ESSENTIAL, "SQL": Necessity.PREFERRED}
    assert found.title == ""
    assert [remark.message for remark in found.remarks] == ["names no job"]


def test_a_cv_is_read_too_and_asks_for_nothing() -> None:
    found = extracted(
        "Curriculum vitae\nWork experience\n2019 - 2023 Data analyst\n- Built reports in SQL\n", kind="cv"
    )
    assert [thing.label for thing in found.named if thing.label == "SQL"] == ["SQL"]
    assert all(thing.necessity is None for thing in found.named)


def test_files_and_texts_are_read_alike(tmp_path: Path) -> None:
    file = tmp_path / "ad.txt"
    file.write_text(ADVERTISEMENT)
    (of_file,) = rolegraph.extract([file])
    of_text = extracted(ADVERTISEMENT)
    assert of_file.name == str(file)
    assert of_file._replace(name="") == of_text._replace(name="")


def test_the_graph_is_left_as_it_was() -> None:
    graph = rolegraph.open()
    before = graph.dataset.size()
    graph.extract([ADVERTISEMENT])
    assert graph.dataset.size() == before


def test_an_unknown_kind_and_a_text_about_no_job_are_refused() -> None:
    with pytest.raises(RolegraphError, match="no kind of text 'poem': use one of comparison, role, posting, cv"):
        rolegraph.extract([ADVERTISEMENT], kind="poem")
    with pytest.raises(SourceError, match="text 1"):
        rolegraph.extract(["Cream the butter with the sugar, add the eggs and bake for an hour."])
    with pytest.raises(TypeError, match="texts"):
        rolegraph.extract("one text")


def test_a_few_words_without_a_title_are_read_as_what_is_asked_for() -> None:
    found = extracted("Strong Python and SQL, ideally with Airflow")
    assert found.kind == "unclear"
    asked = {thing.label: (str(thing.necessity), thing.start) for thing in found.named}
    assert asked == {"Python": ("essential", 7), "SQL": ("essential", 18), "Apache Airflow": ("preferred", 36)}


def test_of_several_texts_one_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    cake = "Cream the butter with the sugar, add the eggs and bake for an hour."
    good, bad = rolegraph.extract([ADVERTISEMENT, cake])
    assert (good.kind, bad.kind, len(bad.remarks)) == ("posting", "unread", 1)
    (tmp_path / "a.txt").write_text(ADVERTISEMENT)
    (tmp_path / "b.txt").write_text(cake)
    (tmp_path / "c.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    assert [found.kind for found in rolegraph.extract([tmp_path])] == ["posting", "unread", "unread"]


WORDS = st.sampled_from(
    "Python SQL R Go Excel and or , / ( ) ; : degree years 3+ strong basic nice to have - \n required İ ß ﬁ".split(" ")
)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=40))
def test_offsets_are_in_the_text_and_in_order_whatever_it_says(words: list[str]) -> None:
    text = "Data Engineer\nRequirements\n- " + " ".join(words)
    try:
        found = extracted(text, kind="posting", near=0)
    except SourceError:  # it may say nothing
        return
    places = [(thing.start, thing.end) for thing in found.named]
    assert places == sorted(places)
    spans = [(thing.start, thing.end, thing.line, thing.text) for thing in found.named]
    spans += [(field.start, field.end, field.line, field.text) for field in found.fields]
    for start, end, line, words_there in spans:
        assert found.text[start:end] == words_there
        assert found.text.count("\n", 0, start) + 1 == line
    assert all(re.search(r"\w", thing.label) for thing in found.named)


def test_names_are_read_again_only_where_they_have_changed(small: rolegraph.RoleGraph) -> None:
    text = ["We ask for\n\n- Python\n"]
    first, again = (small.extract(text) for _ in range(2))
    assert first == again
    other = rolegraph.open("shipped")
    assert other.extract(text) != first  # names of another graph are not taken for those of this one
    assert small.extract(text) == first
    small.dataset.cache.forget()
    assert small.extract(text) == first
