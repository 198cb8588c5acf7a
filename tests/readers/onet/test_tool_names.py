"""Shorter names of tools."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tests.readers.onet.onet_files import ANALYST, built, more

from rolegraph.readers.onet.tool_names import short_names

MAKER = {"Acme Counter": 9, "Acme Writer Plus": 4, "Acme Painter software": 3}
NAMES = st.dictionaries(
    st.lists(st.sampled_from("Acme Beta SQL query language Sheet software".split()), min_size=1, max_size=4).map(
        " ".join
    ),
    st.integers(1, 9),
    max_size=8,
)


def test_an_abbreviation_at_the_end_of_a_name_is_a_name() -> None:
    assert short_names({"Table query language TQL": 2}) == {"Table query language TQL": "TQL"}
    assert short_names({"Extended drawing XD software": 2}) == {"Extended drawing XD software": "XD"}
    assert short_names({"Table query language ABC": 2, "Great BIG": 1}) == {}


def test_what_follows_a_maker_is_a_name() -> None:
    assert short_names(MAKER) == {
        "Acme Counter": "Counter",
        "Acme Painter software": "Painter",
        "Acme Writer Plus": "Writer Plus",
    }
    assert short_names(dict(list(MAKER.items())[:2])) == {}  # two do not make a maker
    assert short_names({"Claw hammers": 1, "Claw Bars": 1, "Claw feet": 1, "Claw marks": 1, "Claw Arms": 1}) == {}


def test_a_shorter_name_is_for_what_is_used_more_than_all_others_of_that_name() -> None:
    assert short_names({"Table query language TQL": 5, "Tabular query language TQL": 2, "Tall quick lift TQL": 2}) == {
        "Table query language TQL": "TQL"
    }
    assert short_names({"Table query language TQL": 4, "Tabular query language TQL": 2, "Tall quick lift TQL": 2}) == {}


def test_the_full_name_of_a_tool_is_no_shorter_name_of_another() -> None:
    assert "Acme Counter" not in short_names(MAKER | {"Counter": 1})


@given(NAMES)
def test_a_shorter_name_means_one_tool_and_no_full_name(users: dict[str, int]) -> None:
    found = short_names(users)
    folded = [name.casefold() for name in found.values()]
    assert found.keys() <= users.keys()
    assert len({*folded}) == len(folded)
    assert not {*folded} & {name.casefold() for name in users}
    assert found == short_names(dict(reversed(users.items())))


def test_tools_are_found_by_their_shorter_names(tmp_path: Path) -> None:
    row = (ANALYST, "Number Readers", "Table query language TQL", "43232306", "Data base user interface", "N", "N")
    _, graph = built(tmp_path, more("Technology Skills.txt", row))
    assert graph.resolve("tql").label == "Table query language TQL"
