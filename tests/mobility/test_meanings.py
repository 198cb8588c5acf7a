"""Vectors of texts: laws of the shipped table on any text, and what it says of some."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.mobility.meanings import STEPS, TABLE, MeaningTable, load_table, meanings, save_table, table

WORDS = st.lists(st.sampled_from("nurse nurses hospital weld steel teach the of and zzyzx quux".split()), max_size=12)


@given(WORDS)
def test_a_vector_has_length_1_or_0_and_the_order_of_words_and_their_case_do_not_matter(
    words: list[str],
) -> None:
    turned = [word.upper() for word in reversed(words)]
    one, other = meanings([" ".join(words), " ".join(turned)])
    assert np.linalg.norm(one) == pytest.approx(1.0) or not one.any()
    assert np.allclose(one, other)


@given(WORDS, WORDS)
def test_a_text_means_the_same_whatever_else_there_is(words: list[str], others: list[str]) -> None:
    text = " ".join(words)
    assert np.allclose(meanings([text])[0], meanings([" ".join(others), text])[1])


@pytest.mark.parametrize("text", ["", "Krankenschwester im Spital", "護理師", "1 2 3", "Pflege hospital Klinik Arzt"])
def test_nothing_is_said_of_a_text_of_which_most_words_are_unknown(text: str) -> None:
    assert not meanings([text]).any()


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("registered nurse", "physician in a hospital", "welder of steel pipes"),
        ("software developer", "computer programmer", "pastry cook"),
        ("primary school teacher", "kindergarten teacher", "truck driver"),
        ("accountant", "financial auditor", "veterinary surgeon"),
        ("bricklayer", "roofer", "actuary"),
    ],
)
def test_what_experts_would_hold_to_be_related_is_nearer(text: str, near: str, far: str) -> None:
    one, first, second = meanings([text, near, far])
    assert one @ first > one @ second + 0.1


def test_the_shipped_table_is_small_and_in_order() -> None:
    assert TABLE.stat().st_size < 250_000
    stems, vectors = table()
    assert list(stems) == sorted(set(stems))
    assert vectors.shape[0] == len(stems)
    assert vectors.any(axis=0).all()


def test_a_table_is_kept_to_a_fifteenth_of_its_range(tmp_path: Path) -> None:
    vectors = np.random.default_rng(0).normal(size=(50, 4))
    stems = tuple(f"stem{number:02}" for number in range(50))
    save_table(MeaningTable(stems, vectors), tmp_path / "table.npz")
    found = load_table(tmp_path / "table.npz")
    assert found.stems == stems
    step = np.quantile(np.abs(vectors), 0.997, axis=0) / STEPS
    within = np.abs(vectors) <= step * STEPS
    assert (np.abs(found.vectors - vectors)[within] <= (step / 2 + 1e-12)[None, :].repeat(50, axis=0)[within]).all()
    assert np.allclose(np.abs(found.vectors)[~within], step[None, :].repeat(50, axis=0)[~within] * STEPS)
