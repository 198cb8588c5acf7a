"""What Polars prints where it fails is not printed twice."""

from __future__ import annotations

import os

import pytest
from polars.exceptions import PanicException

from rolegraph.market.engines.polars_engine import _without_panics


def test_a_panic_is_raised_and_not_printed(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(PanicException), _without_panics():
        os.write(2, b"thread 'async-executor-0' panicked at crates/polars")
        raise PanicException("mid > len")
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("error", [None, ValueError("ours"), KeyboardInterrupt()])
def test_what_else_is_printed_is_not_lost(error: BaseException | None, capfd: pytest.CaptureFixture[str]) -> None:
    try:
        with _without_panics():
            os.write(2, b"10 of 20 done")
            if error is not None:
                raise error
    except (ValueError, KeyboardInterrupt) as raised:
        assert raised is error
    assert capfd.readouterr().err == "10 of 20 done"
