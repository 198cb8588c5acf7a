"""What every answer of the API takes besides: languages of labels, how much of it, and which page of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import urlencode

from pydantic import Field

from rolegraph.errors import RolegraphError
from rolegraph.server.questions.inquiry import Inquiry

SIZE: Final = 100  # items of a page of a list
MOST_PAGES: Final = 1_000_000
_PAGING: Final = ("page", "size")


class ViewOptions(Inquiry):
    """How an answer is given."""

    language: str = Field(default="", max_length=100, description="Languages of labels, best first: de,en.")
    all_languages: bool = Field(default=False, description="The labels of nodes in every language.")
    everything: bool = Field(default=False, alias="all", description="All of a long answer, lists uncut.")
    page: int = Field(default=1, ge=1, le=MOST_PAGES, description="Which page of the list.")
    size: int = Field(default=SIZE, ge=1, le=1000, description="How many items a page has.")


def names_for(kind: type[Inquiry]) -> tuple[str, ...]:
    """The names of the options that the answer to a question takes: only lists have pages."""
    names = (field.alias or name for name, field in ViewOptions.model_fields.items())
    return tuple(name for name in names if kind.is_list or name not in _PAGING)


class Page(NamedTuple):
    """Some items of a list, and the headers that say which."""

    items: Sequence[object]
    headers: dict[str, str]


def paged(items: Sequence[object], options: ViewOptions, path: str, pairs: Sequence[tuple[str, str]]) -> Page:
    """The page of a list that is asked for; all of it if that is. `pairs` are the parameters of the address."""
    total = {"Rolegraph-Total": str(len(items))}
    if options.everything:
        if {*_PAGING} & options.model_fields_set:
            raise RolegraphError("all gives the list uncut: leave out page and size")
        return Page(items, total)
    last = max(1, -(-len(items) // options.size))
    begin = (options.page - 1) * options.size
    numbers = {"first": 1, "prev": min(options.page - 1, last), "next": options.page + 1, "last": last}
    kept = [pair for pair in pairs if pair[0] != "page"]
    links = [
        f'<{path}?{urlencode([*kept, ("page", number)], errors="replace")}>; rel="{relation}"'
        for relation, number in numbers.items()
        if 1 <= number <= last
    ]
    return Page(items[begin : begin + options.size], total | ({"Link": ", ".join(links)} if last > 1 else {}))
