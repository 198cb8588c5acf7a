"""What is asked about texts."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

import rolegraph
from rolegraph.errors import SourceError
from rolegraph.server.questions.text_questions import MOST_BYTES, CvQuestion, ExtractQuestion
from rolegraph.server.served import ServedGraph

CV = "CV\n\nSkills\n\nPython (expert), Docker, basic SQL\n"


@pytest.fixture(scope="module")
def served() -> ServedGraph:
    return ServedGraph(rolegraph.open("shipped"))


def test_a_cv_is_a_text_or_the_bytes_of_a_file(served: ServedGraph) -> None:
    page = f"<html><body><h1>CV</h1><h2>Skills</h2><p>{CV.splitlines()[-1]}</p></body></html>"
    answers = [CvQuestion(text=text).ask_served(served)[1].result for text in (CV, CV.encode(), page.encode())]
    assert answers[0] == answers[1]
    names = [
        [shown.one_of[0].label for shown in each.capabilities] for each in answers if hasattr(each, "capabilities")
    ]
    assert names == [["Python", "Docker", "SQL"]] * 3


def test_what_is_no_cv_is_read_as_one_only_where_that_is_asked(served: ServedGraph) -> None:
    text = "Data engineer wanted\n\nRequirements\n\n- Python\n- SQL\n"
    with pytest.raises(SourceError, match="not recognised"):
        CvQuestion(text=text).ask_served(served)
    assert CvQuestion(text=text, kind="cv").ask_served(served)[1].result


def test_a_text_is_of_the_kind_that_is_named(served: ServedGraph) -> None:
    asked = ExtractQuestion(text=b"- Python\n- SQL\n", kind="posting")
    graph, found = asked.ask_served(served)
    assert '"kind": "posting"' in found.json(graph)


def test_texts_have_limits() -> None:
    for text in ("", b"", "a" * 1_000_001, b"a" * (MOST_BYTES + 1)):
        with pytest.raises(ValidationError):
            ExtractQuestion(text=text)


def test_a_text_is_read_by_names_that_are_known_from_the_text_before(served: ServedGraph) -> None:
    first, again = (ExtractQuestion(text="We ask for\n\n- Python\n").ask_served(served)[1].result for _ in range(2))
    assert first == again
