"""Words, and their latent meaning."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from rolegraph.linking.vectors import latent, normalised, stem, tf_idf, words_of


@given(st.text())
def test_any_text_has_words(text: str) -> None:
    for word in words_of(text):
        assert stem(word)
        assert word.startswith(stem(word))


def test_words_are_in_lower_case_without_function_words_and_numbers() -> None:
    assert words_of("Design, and test, C++ programs of 2024") == ["design", "test", "c++", "programs"]


def test_endings_are_cut_off_where_enough_is_left() -> None:
    assert [stem(word) for word in ("nursing", "nurses", "nurse", "bus")] == ["nurs", "nurs", "nurs", "bus"]


def test_texts_without_words_say_nothing() -> None:
    shared, terms = tf_idf(["", "the of", "1 2 3"])
    assert terms == ()
    assert shared.shape == (3, 0)


def test_latent_likeness_does_not_depend_on_order() -> None:
    chance = np.random.default_rng(3)
    table = normalised(csr_array((chance.random((60, 50)) < 0.2) * chance.random((60, 50))))
    rows, columns = chance.permutation(60), chance.permutation(50)
    one, other = latent(table, 8), latent(csr_array(table.toarray()[rows][:, columns]), 8)
    assert one is not None
    assert other is not None
    assert np.allclose((one @ one.T)[rows][:, rows], other @ other.T, atol=1e-6)


def test_components_of_equal_size_are_kept_or_left_out_together() -> None:
    assert latent(csr_array(np.eye(30)), 5) is None
    sizes = np.ones(30)
    sizes[:3] = 2.0
    found = latent(csr_array(np.diag(sizes)), 5)
    assert found is not None
    assert found.shape[1] == 3
