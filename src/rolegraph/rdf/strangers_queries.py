"""Queries of strangers, answered in this process: what is too long, too deep or too much is refused.

Time and memory are for whoever started the process: nothing but its end stops the engine.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING, Final, TypeVar

from rolegraph.errors import QueryError
from rolegraph.rdf.answer_formats import AnswerLimits
from rolegraph.rdf.answers import Answer, ChosenGraphs, checked_query
from rolegraph.rdf.query_text import effort, forget, has_more_tokens, runs_here

if TYPE_CHECKING:
    from rolegraph.rdf.dataset import Dataset

MOST_LETTERS: Final = 1 << 20  # of a query
ANSWER_LIMITS: Final = AnswerLimits(rows=1_000_000, size=256 << 20)
_T = TypeVar("_T")
_MOST_TOKENS: Final = 200_000  # with white space between them
_MOST_EFFORT: Final = 20_000
_STACK: Final = 64 << 20  # three times what a query of the most effort needs
_LONG: Final = 20_000  # letters of a query of which nothing is remembered
_stack_size = threading.Lock()


def answered(dataset: Dataset, query: str, use: Callable[[Answer], _T], graphs: ChosenGraphs | None = None) -> _T:
    """What `use` makes of the answer of a dataset to a query, which has not been read yet.

    Raises `QueryError` where it is not a query, would do more than read, or is too long or too deep.
    """
    check_length(query)

    def work() -> _T:
        try:
            return use(dataset.answer(query, graphs=_choice(dataset, graphs)))
        except BaseException as error:
            _let_go(error)
            raise

    try:
        checked_query(query)
        if runs_here(query):
            return work()
        if effort(query) > _MOST_EFFORT:
            raise QueryError(
                "is too long, or too deep, for the engine", "take it apart, or give long lists with VALUES"
            )
        return _with_stack(work)
    finally:
        if len(query) > _LONG:
            forget()
            checked_query.cache_clear()


def check_length(query: str) -> None:
    """Raise `QueryError` for a query that is too long to be looked at."""
    if len(query) > MOST_LETTERS or (len(query) > _LONG and has_more_tokens(query, _MOST_TOKENS)):
        raise QueryError("is longer than a query may be", "ask in several queries")


def _let_go(error: BaseException) -> None:
    """Let what an error passed go of the engine's answers, which are lost memory unless they end in their thread."""
    each: BaseException | None = error
    while each is not None:
        traceback.clear_frames(each.__traceback__)
        each = each.__context__


def _choice(dataset: Dataset, graphs: ChosenGraphs | None) -> ChosenGraphs | None:
    """The graphs that are asked; None where these are all of them, which takes no copy of any."""
    if graphs is None:
        return None
    sources = set(dataset.sources())
    return None if sources <= set(graphs.default) and sources <= set(graphs.named) else graphs


def _with_stack(work: Callable[[], _T]) -> _T:
    """Do something in a thread of its own with a large stack, and wait for it."""
    done: Future[_T] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:  # noqa: BLE001 - it is raised where the answer is waited for
            done.set_exception(error)

    thread = threading.Thread(target=run, daemon=True)
    with _stack_size:
        before = threading.stack_size(_STACK)
        try:
            thread.start()
        except RuntimeError:
            raise MemoryError from None
        finally:
            threading.stack_size(before)
    return done.result()
