"""Questions as they stand in addresses."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from rolegraph.server.questions import QUESTIONS
from rolegraph.server.questions.addresses import ParameterError, question_of
from rolegraph.server.questions.career_questions import CompareQuestion, NearestQuestion, PathQuestion


def test_what_a_form_leaves_empty_is_left_out() -> None:
    asked = question_of(PathQuestion, parse_qsl("from=data-analyst&to=x&have=&share=&by=", keep_blank_values=True))
    assert asked == PathQuestion(start="data-analyst", goal="x")


def test_names_are_repeated_or_have_commas() -> None:
    assert question_of(NearestQuestion, [("have", "python,sql:expert"), ("have", "r")]).have == (
        "python",
        "sql:expert",
        "r",
    )
    assert question_of(CompareQuestion, [("role", "a, or b"), ("role", "c")]).roles == ("a, or b", "c")


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("path?form=data-analyst&to=x", "no parameter 'form': did you mean from?"),
        ("path?zzz=1", "no parameter 'zzz': it is one of have, profile"),
        ("info?zzz=1", "no parameter 'zzz': there is none"),
        ("path?from=a&from=b&to=c", "from takes one value, not 2"),
        ("nearest?role=a&reverse=maybe", "reverse is 1 or 0, not 'maybe'"),
        ("nearest?role=a&top=1e3", "top is a whole number, not '1e3'"),
        ("nearest?role=a&top=2.0", "top is a whole number, not '2.0'"),
        ("path?from=a&to=b&hours_per_week=nan", "hours_per_week is a number, not 'nan'"),
        ("path?from=a&to=b&hours_per_week=900", "hours_per_week should be less than or equal to 168"),
        ("nearest?role=a&by=luck", "by should be 'similarity', 'moves' or 'likely'"),
        ("compare?role=a", "role takes at least 2 names"),
        (f"nearest?have={','.join(map(str, range(201)))}", "have takes at most 200 names"),
        ("demand", "role is missing"),
        ("demand?role=a&since=yesterday", "since: write year, month and day, as in 2026-01-31"),
        ("demand?role=a&since=2026-02-31", "since: day is out of range for month"),
        ("list?kind=unicorns&page=1", "no parameter 'page'"),
    ],
)
def test_a_fault_is_said_in_plain_words(address: str, message: str) -> None:
    name, _, parameters = address.partition("?")
    with pytest.raises(ParameterError) as caught:
        question_of(QUESTIONS[name], parse_qsl(parameters))
    assert str(caught.value).startswith(message)
    assert "pydantic" not in str(caught.value)
