"""What people see of a table of mentions: counts, the period, what is left out, and what the graph does not know."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rolegraph.readers.mentions import MentionTable, NewName
from rolegraph.readers.text_files import UnreadText
from rolegraph.render.text.layout import to_text
from rolegraph.render.views.mention_views import mention_blocks

TABLE = MentionTable(
    path=Path("mentions.parquet"),
    texts=1_250,
    postings=1_200,
    mentions=9_000,
    copies=30,
    first="2026-01-02",
    last="2026-03-04",
    left_out={"CV": 38, "text that could not be read": 12},
    unread=tuple(UnreadText(f"ads.csv row {number}", "names no job") for number in range(12)),
    new_mentions=77,
    new_names=(NewName("Qwertzle", 70), NewName("Xylophony", 7)),
    resumed=400,
)


def test_everything_that_was_counted_is_said() -> None:
    shown = " ".join(to_text(mention_blocks(TABLE)).split())
    for words in (
        "mentions.parquet: 9,000 mentions in 1,200 postings",
        "Texts read 1,250",
        "Left out: CV 38",
        "Copies of others, which do not count 30",
        "Posted from 2026-01-02 to 2026-03-04.",
        "400 texts had been read by an earlier run.",
        "ads.csv row 9 names no job 2 more; --json has all.",
        "Qwertzle 70",
        "77 mentions in all, without rows",
        "rolegraph demand mentions.parquet",
    ):
        assert words in shown
    assert "ads.csv row 10" not in shown


def test_what_there_is_not_is_not_said_and_a_list_that_is_cut_says_so() -> None:
    shown = to_text(mention_blocks(replace(TABLE, copies=0, first="", last="", resumed=0, new_mentions=0)))
    assert "Copies" not in shown and "earlier run" not in shown and "in all" not in shown
    assert "No posting says when it was posted." in shown
    many = replace(TABLE, left_out={"text that could not be read": 5_000})
    assert "--json has a thousand" in to_text(mention_blocks(many))
