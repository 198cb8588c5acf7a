"""Arrays on disk come back as they were."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from rolegraph.facts.arrays import load, save


@given(texts=st.lists(st.text()).map(tuple), numbers=st.lists(st.integers(-9, 9), max_size=12), rows=st.integers(1, 4))
def test_what_is_loaded_is_what_was_saved(
    texts: tuple[str, ...], numbers: list[int], rows: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("arrays") / "some.npz"
    matrix = csr_array(np.array(numbers * rows, dtype=np.int16).reshape(rows, -1))
    save(path, texts=texts, vector=np.array(numbers, dtype=np.float32), matrix=matrix)
    found = load(path)
    assert set(found) == {"texts", "vector", "matrix"}
    assert found["texts"] == texts
    assert found["vector"].dtype == np.float32
    assert found["vector"].tolist() == numbers
    assert (found["matrix"].shape, found["matrix"].dtype) == (matrix.shape, np.int16)
    assert found["matrix"].toarray().tolist() == matrix.toarray().tolist()


def test_no_texts_and_one_empty_text_are_different(tmp_path: Path) -> None:
    save(tmp_path / "a", none=(), empty=("",), lines=("one\ntwo",))
    assert load(tmp_path / "a") == {"none": (), "empty": ("",), "lines": ("one\ntwo",)}


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("roles: 3")
    with pytest.raises(ValueError, match="pickle"):
        load(tmp_path / "a")
