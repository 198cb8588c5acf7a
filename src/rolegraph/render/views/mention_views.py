"""What came of a table of mentions, for people: what was read, what is left out and why, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from rolegraph.render.text import Block, Heading, Table, Text, counted, section

if TYPE_CHECKING:
    from rolegraph.readers.mentions import MentionTable

_SHOWN: Final = 10


def mention_blocks(table: MentionTable) -> Iterator[Block]:
    """The table with its counts, the period, and what has no rows in it."""
    yield Heading(f"{table.path.name}: {counted(table.mentions, 'mention')} in {counted(table.postings, 'posting')}", 1)
    left_out = [(f"Left out: {reason}", f"{number:,}") for reason, number in table.left_out.items()]
    rows = [("Texts read", f"{table.texts:,}"), *left_out, ("Postings", f"{table.postings:,}")]
    rows += [("Copies of others, which do not count", f"{table.copies:,}")] if table.copies else []
    yield Table(("What", "Number"), rows, frozenset({"Number"}))
    period = f"Posted from {table.first} to {table.last}." if table.first else "No posting says when it was posted."
    yield Text(period)
    if table.resumed:
        yield Text(f"{counted(table.resumed, 'text')} had been read by an earlier run.", quiet=True)
    unread = [(each.name, each.reason) for each in table.unread[:_SHOWN]]
    yield from section("Left out", ("Text", "Reason"), unread)
    if len(table.unread) > _SHOWN:
        yield Text(
            f"{len(table.unread) - _SHOWN:,} more; --json has {'a thousand' if _is_cut(table) else 'all'}.", quiet=True
        )
    names = [(each.label, f"{each.mentions:,}") for each in table.new_names[:_SHOWN]]
    yield from section("Asked for by names that the graph does not know", ("Name", "Mentions"), names, ["Mentions"])
    if table.new_mentions:
        yield Text(f"{counted(table.new_mentions, 'mention')} in all, without rows; --json has the 100 most frequent.")
    yield Text(f"Count them with `rolegraph demand {table.path}`.", quiet=True)


def _is_cut(table: MentionTable) -> bool:
    return len(table.unread) < sum(number for reason, number in table.left_out.items() if reason.startswith("text"))
