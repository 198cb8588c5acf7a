"""What cells ask for: marks, words, letters, numbers on any scale, and legends."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.model.nodes import Level, Necessity
from rolegraph.readers.table.scales import (
    AskedFor,
    Scale,
    Unreadable,
    fit,
    legend_entries,
    necessity_in,
)

FAMILIAR, WORKING, PROFICIENT, EXPERT = Level
ESSENTIAL, PREFERRED = Necessity.ESSENTIAL, Necessity.PREFERRED


def levels(scale: Scale, *cells: str) -> list[int]:
    found = [scale.read(cell) for cell in cells]
    return [int(each.level) if each and each.level else 0 for each in found]


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ("1 2 3 4", [1, 2, 3, 4]),
        ("1 2 3 4 5", [1, 2, 2, 3, 4]),
        ("1 2 3 4 5 6", [1, 2, 2, 3, 3, 4]),
        ("1 4 7 10", [1, 2, 3, 4]),
        ("0 2,5 4", [0, 2, 4]),
        ("20% 50% 75% 100% 0%", [1, 2, 3, 4, 0]),
        ("0.25 0.5 0.8 1", [1, 2, 4, 4]),
        ("1/3 3/3 4/5", [1, 4, 3]),
        ("L1 L3 L5", [1, 2, 4]),
        ("+ ++ +++", [1, 2, 4]),
        ("★ ★★★ ★★★★★", [1, 2, 4]),
        ("'3 4.", [3, 4]),
        ("◔ ◑ ◕ ● ○", [1, 2, 3, 4, 0]),
        ("B I A E", [1, 2, 3, 4]),
        ("F W P E", [1, 2, 3, 4]),
        ("basic Intermediate ADVANCED expert", [1, 2, 3, 4]),
        ("Grundkenntnisse gut fortgeschritten Experte", [1, 2, 3, 4]),
        ("notions intermédiaire confirmé expert", [1, 2, 3, 4]),
        ("básico intermedio avanzado experto", [1, 2, 3, 4]),
        ("A1 B2 C1 C2", [1, 2, 3, 4]),
    ],
)
def test_the_level_of_a_cell_goes_by_all_cells(cells: str, wanted: list[int]) -> None:
    assert levels(fit(cells.split(), {}), *cells.split()) == wanted


def test_marks_ask_and_give_no_level() -> None:
    scale = fit(["x", "1", "0", "", "no"], {})
    assert [scale.read(cell) for cell in ("x", "X", "✓", "yes", "ja", "oui", "sí", "1")] == [AskedFor()] * 8
    assert [scale.read(cell) for cell in ("", "-", "0", "no", "nein", "n/a", "✗")] == [None] * 7
    assert scale.read("(x)") == AskedFor(PREFERRED)


def test_letters_of_necessity_and_both_in_one_cell() -> None:
    scale = fit(["E", "P", "3"], {})
    assert [scale.read(cell) for cell in ("E", "p", "E 3", "2/P")] == [
        AskedFor(ESSENTIAL),
        AskedFor(PREFERRED),
        AskedFor(ESSENTIAL, PROFICIENT),
        AskedFor(PREFERRED, WORKING),
    ]
    assert "E essential, P preferred" in scale.said()


def test_a_text_is_a_note_and_what_says_nothing_is_unreadable() -> None:
    scale = fit(["3"], {})
    text = "Plans a week of shifts without help"
    asked = scale.read(text)
    assert asked is not None
    assert (asked.level, asked.note.casefold()) == (None, text.casefold())
    numbered = scale.read("3 - Plans a week of shifts without help")
    assert numbered is not None
    assert numbered.level is PROFICIENT
    for cell in ("Baker", "2026-01-31", "11", "E/P/E", "=SUM(A1:A3)", "?", "R", "tbd"):
        with pytest.raises(Unreadable):
            scale.read(cell)


def test_a_legend_decides_by_its_words_or_by_its_places() -> None:
    by_words = fit(["1", "4"], {"0": "not needed", "1": "expert", "2": "advanced", "3": "good", "4": "basic knowledge"})
    assert levels(by_words, "1", "2", "3", "4", "0") == [4, 3, 2, 1, 0]
    by_place = fit(["1"], {"1": "with help", "2": "alone", "3": "shows others how"})
    assert levels(by_place, "1", "2", "3") == [1, 2, 4]
    signs = fit(["x", "o"], {"x": "required", "o": "desirable"})
    assert [signs.read("x"), signs.read("O")] == [AskedFor(ESSENTIAL), AskedFor(PREFERRED)]
    assert "legend" in signs.said()


def test_legends_are_told_from_what_roles_ask_for() -> None:
    assert legend_entries(["1 = basic, 2 = works alone, 3 = advanced"]) == {
        "1": "basic",
        "2": "works alone",
        "3": "advanced",
    }
    assert legend_entries(["Legend: x = required; o = nice"]) == {"x": "required", "o": "nice"}
    assert legend_entries(["0 - Not necessary", "1 - Basic knowledge"]) == {
        "0": "Not necessary",
        "1": "Basic knowledge",
    }
    assert legend_entries(["Communication", "3"]) == {}
    assert legend_entries(["3", "expert"]) == {}
    assert legend_entries(["3", "expert"], below_title=True) == {"3": "expert"}


def test_words_of_urgency_in_four_languages() -> None:
    words = {
        "Muss": ESSENTIAL,
        "Kann": PREFERRED,
        "souhaité": PREFERRED,
        "imprescindible": ESSENTIAL,
        "high": ESSENTIAL,
        "Could": PREFERRED,
    }
    assert {word: necessity_in(word) for word in words} == words
    assert (necessity_in("Y"), necessity_in("N"), necessity_in("perhaps")) == (ESSENTIAL, PREFERRED, None)
    assert necessity_in("Y", yes=PREFERRED) is PREFERRED


@given(top=st.integers(2, 10), data=st.data())
def test_a_higher_number_never_asks_for_less(top: int, data: st.DataObject) -> None:
    numbers = sorted(data.draw(st.lists(st.integers(1, top), min_size=1, max_size=6)))
    found = levels(Scale(top=top), *map(str, numbers))
    assert found == sorted(found)
    assert levels(Scale(top=top), "1", str(top)) == [1, 4]


@given(st.text(max_size=40))
def test_any_cell_is_read_or_unreadable(cell: str) -> None:
    scale = fit([cell, "x", "3"], {})
    with contextlib.suppress(Unreadable):
        assert isinstance(scale.read(cell), AskedFor | None)
