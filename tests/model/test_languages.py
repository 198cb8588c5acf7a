"""Languages that people list, and which of several a text is shown in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rolegraph.errors import RolegraphError
from rolegraph.model.languages import listed, primary, rank

TAGS = st.sampled_from(
    ["", "en", "en-GB", "de", "de-AT", "de-CH", "pt", "pt-BR", "zh-Hant-TW", "zh-Hans", "zxx", "x-a"]
)


@pytest.mark.parametrize("text", [",", "German!", "de en", "../x", "de,,fr,en,it,es,sv,da", "abcdefghi", "de-", "dé"])
def test_what_is_no_list_of_languages_is_refused(text: str) -> None:
    with pytest.raises(RolegraphError, match="no languages"):
        listed(text)


def test_a_list_is_read_in_its_order_whatever_its_case() -> None:
    assert listed(" pt-BR,EN ,pt-br,") == ("pt-br", "en")


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ("", ["", "en", "en-gb", "de", "de-at"]),
        ("de", ["de", "de-at", "", "en", "en-gb"]),
        ("de-at", ["de-at", "de", "", "en", "en-gb"]),
        ("de-ch,en-gb", ["de", "de-at", "en-gb", "en", ""]),
        ("fr", ["", "en", "en-gb", "de", "de-at"]),
    ],
)
def test_listed_languages_come_first_then_none_then_those_of_the_graph(wanted: str, shown: list[str]) -> None:
    order = ("en", "de")
    assert sorted(["", "de", "de-at", "en", "en-gb"], key=lambda tag: rank(tag, listed(wanted), order)) == shown


def test_a_script_is_kept_to_where_a_region_is_not() -> None:
    tags = ["zh", "zh-hans", "zh-hant", "zh-hant-hk"]
    assert min(tags, key=lambda tag: rank(tag, ("zh-hant-tw",))) == "zh-hant"


@given(st.lists(TAGS.filter(bool), max_size=3), st.lists(TAGS, min_size=1), st.permutations(["en", "de", "pt", "zh"]))
def test_of_any_texts_one_in_a_listed_language_is_shown_where_there_is_one(
    wanted: list[str], tags: list[str], order: list[str]
) -> None:
    asked = tuple(tag.lower() for tag in wanted)
    best = min(tags, key=lambda tag: rank(tag, asked, tuple(order)))
    known = {primary(tag) for tag in tags} - {""}
    for one in asked:
        if primary(one) in known:
            assert primary(best) == primary(one)
            return
    if any(not primary(tag) for tag in tags):
        assert not primary(best)
