"""Job advertisements, read whole."""

from __future__ import annotations

import pytest
from tests.readers.documents.reading import LEXICON, document, read_as, short

from rolegraph.errors import SourceError
from rolegraph.readers.documents import read_text
from rolegraph.readers.documents.forms import PostingFields
from rolegraph.readers.documents.records import PostingRecord, TextKind

PORTER = """Night Porter (m/f/d)
Hotel Morgenrot, Bath. 24,000 to 26,000 GBP a year.

What you'll do
- Check in late guests.
- Watch the doors.

What you need
- Experience with Apache Spark.

Nice to have
- Knowledge of machine learning.

We offer
- Knowledge of wine.

Equal opportunities
We do not discriminate.
"""


def posting(text: str) -> PostingRecord:
    (record,) = read_as(text, TextKind.POSTING).postings
    return record


def test_an_advertisement_asks_for_what_its_sections_ask_for() -> None:
    article = read_as(PORTER)
    (record,) = article.postings
    assert (article.kind, article.roles, article.title) == (TextKind.POSTING, (), "Night Porter")
    assert article.slug.startswith("posting-night-porter-")
    assert (record.employer, record.place) == ("Hotel Morgenrot", "Bath")
    assert (record.pay_low, record.pay_high, record.currency, record.pay_period) == (24_000, 26_000, "GBP", "year")
    assert [task.text for task in record.responsibilities] == ["Check in late guests", "Watch the doors"]
    assert [short(asked).split(":")[0] for asked in record.requirements] == ["Apache Spark", "machine learning"]


def test_an_advertisement_without_headings_is_read_by_its_sentences() -> None:
    record = posting(
        "Hotel Morgenrot is a family house with 40 rooms. We are looking for a night porter.\n\n"
        "You will check in late guests. You must have experience with Apache Spark. We offer free meals.\n\n"
        "All qualified applicants will be considered without regard to age."
    )
    assert (record.title, record.employer) == ("Night Porter", "Hotel Morgenrot")
    assert [task.text for task in record.responsibilities] == ["Check in late guests"]
    assert "Apache Spark" in [short(asked).split(":")[0] for asked in record.requirements]


def test_a_title_that_the_form_states_takes_no_line_of_the_text() -> None:
    # a bug: the only line of a row of a table was taken for its title
    stated = PostingFields(title="Data Analyst")
    text = "We are looking for a data analyst. You must have experience with Apache Spark."
    (record,) = read_text(document(text, posting=stated), LEXICON).postings
    assert "Apache Spark" in [short(asked).split(":")[0] for asked in record.requirements]


def test_what_the_form_states_counts_more_than_the_words() -> None:
    stated = PostingFields(
        title="Concierge", employer="Alpenblick", place="Bern", remote="on site", pay_low=60_000, currency="CHF"
    )
    (record,) = read_text(document(PORTER, posting=stated), LEXICON).postings
    assert (record.title, record.employer, record.place, record.remote) == (
        "Concierge",
        "Alpenblick",
        "Bern",
        "on site",
    )
    assert (record.pay_low, record.pay_high, record.currency) == (60_000, None, "CHF")


@pytest.mark.parametrize(
    ("text", "problem"),
    [("Requirements", "names no job"), ("Night Porter\n\nWe offer\n- Free meals", "asks for nothing")],
)
def test_what_advertises_no_job_is_refused(text: str, problem: str) -> None:
    with pytest.raises(SourceError, match=problem):
        read_as(text, TextKind.POSTING)


def test_copies_have_one_text_hash_wherever_and_whenever_they_stand() -> None:
    text = posting(PORTER).text_hash
    assert posting(PORTER.replace("- ", "* ").replace("\n\n", "\n\n\n")).text_hash == text
    assert posting(PORTER.replace("Bath. 24,000 to 26,000", "Wells. 25,000 to 27,000")).text_hash == text
    assert posting(PORTER.replace("Watch the doors", "Watch the lifts")).text_hash != text
    assert posting(PORTER.replace("Hotel Morgenrot", "Hotel Abendrot")).text_hash != text
    assert posting(PORTER.replace("Night Porter", "Day Porter")).text_hash != text


def test_labels_inside_a_paragraph_begin_sections() -> None:
    # a bug: what stood behind the second label was lost
    text = "Night Porter\nA house in Bath. Requirements: Kafka. Nice to have: sklearn, AWS. Benefits: Spark training."
    assert [short(record) for record in posting(text).requirements] == [
        "Apache Kafka",
        "Scikit-learn?",
        "Amazon Web Services?",
    ]
    assert not any("could place" in finding.message for finding in read_as(text, TextKind.POSTING).findings)
