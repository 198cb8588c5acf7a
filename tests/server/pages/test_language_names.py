"""What languages are called by those who speak them."""

from __future__ import annotations

from rolegraph.server.pages.language_names import name_of_language


def test_a_region_stands_beside_the_name_and_what_is_unknown_goes_by_its_tag() -> None:
    names = [name_of_language(tag) for tag in ("de", "de-at", "EN", "x-guild")]
    assert names == ["Deutsch", "Deutsch (de-at)", "English (EN)", "x-guild"]
