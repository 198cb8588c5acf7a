"""Copies of advertisements: what counts as one, which of them stands for all, and laws of both."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.linking import Mention
from rolegraph.model.nodes import Kind, Seniority
from rolegraph.readers.documents.plain_text import Line
from rolegraph.readers.documents.records import Passage, PostingRecord
from rolegraph.readers.mentions.near_duplicates import originals, sketch_of, sketch_type

BAKER, MILLER = (Mention(f"x:/{slug}", Kind.ROLE, slug) for slug in ("baker", "miller"))
POSTING = PostingRecord("Baker", Passage("", 1, "Baker"), employer="Mill", role=BAKER, seniority=Seniority.MID)
WORDS = [f"{first}{last}" for first in "ba be bi bo bu da de di do du".split() for last in "k l m n p r s t".split()]


def text(seed: int, words: int = 150) -> list[str]:
    return random.Random(seed).choices(WORDS, k=words)  # noqa: S311 - no secret


def sketch(words: list[str], posting: PostingRecord = POSTING) -> bytes:
    """Of an advertisement of some words, in lines of ten."""
    lines = [Line(start, " ".join(words[start : start + 10])) for start in range(0, len(words), 10)]
    return sketch_of(replace(posting, text_hash=" ".join(words)), lines)


def stands_for(*sketches: bytes, order: list[int] | None = None) -> list[int]:
    found = np.frombuffer(b"".join(sketches), dtype=sketch_type())
    return list(map(int, originals(found, np.array(order or range(len(found))))))


def test_the_same_text_with_another_date_place_and_number_is_one() -> None:
    words = text(1)
    one = sketch([*words, "reference", "4711", "in", "leeds", "from", "2026-03-01"], replace(POSTING, place="Leeds"))
    other = [*words, "reference", "8150", "in", "new", "haven", "from", "2026-05-17"]
    assert stands_for(one, sketch(other, replace(POSTING, place="New Haven, CT"))) == [0, 0]


@pytest.mark.parametrize(
    "changed",
    [{"role": MILLER}, {"role": None, "title": "Miller"}, {"seniority": Seniority.SENIOR}, {"employer": "Oven"}],
)
def test_another_job_or_employer_is_none_however_alike_the_texts_are(changed: dict[str, Any]) -> None:
    words = text(1)
    changed_words = [*words[:-1], "changed"]
    assert stands_for(sketch(words), sketch(changed_words)) == [0, 0]
    assert stands_for(sketch(words), sketch(changed_words, replace(POSTING, **changed))) == [0, 1]


def test_what_employers_write_into_each_of_their_advertisements_makes_no_copies() -> None:
    about = text(1, 100)  # two thirds of each advertisement
    assert stands_for(*(sketch([*about, *text(seed, 50)]) for seed in range(2, 12))) == list(range(10))


def test_an_employer_that_is_not_named_may_be_any_but_does_not_make_two_others_one() -> None:
    words, nobody = text(1), replace(POSTING, employer="")
    mill, oven = sketch([*words, "a"]), sketch([*words, "b"], replace(POSTING, employer="Oven"))
    assert stands_for(mill, sketch(words, nobody)) == stands_for(sketch(words, nobody), oven) == [0, 0]
    assert stands_for(mill, sketch(words, nobody), oven) == [0, 0, 2]


def test_short_texts_are_copies_only_where_their_words_are_the_same() -> None:
    short = text(1, 12)
    assert stands_for(sketch(short), sketch([*short[:-1], "changed"]), sketch(short)) == [0, 1, 0]


def test_nothing_and_a_single_advertisement_are_no_copies() -> None:
    assert stands_for() == []
    assert stands_for(sketch(text(1))) == [0]


def test_what_changes_step_by_step_is_not_all_one() -> None:
    words = text(1)
    steps = [sketch([*(f"new{place}" for place in range(5 * step)), *words[5 * step :]]) for step in range(15)]
    found = stands_for(*steps)
    assert found[1] == 0 and found[14] != 0
    assert all(found[original] == original for original in found)


@given(
    texts=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 60)), min_size=1, max_size=14),
    data=st.data(),
)
def test_the_first_in_the_order_stands_for_its_copies_wherever_they_are(
    texts: list[tuple[int, int]], data: st.DataObject
) -> None:
    sketches = [sketch([*text(seed)[changed:], *("new" for _ in range(changed))]) for seed, changed in texts]
    order = data.draw(st.permutations(range(len(texts))))
    found = stands_for(*sketches, order=list(order))
    for place, original in enumerate(found):
        assert found[original] == original
        assert order[original] <= order[place]
    moved = data.draw(st.permutations(range(len(texts))))
    again = stands_for(*(sketches[place] for place in moved), order=[order[place] for place in moved])
    assert [moved[original] for original in again] == [found[place] for place in moved]
